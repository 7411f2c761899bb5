//! Requests: bodies from the catalogue's fields, signed (cashfast.md §3, §4, §6).
//!
//! No body holds a null or an empty value, so that nobody has to know how those are signed (A1, A2), but for the
//! two questions that the documents want with one: all banks, and an order without its gateway number.

use orders::Product;

use super::name;
use super::sign::{self, Head, Style};
use crate::catalogue::{Field, Market, ProductRules, WireType};
use crate::json::{Json, Object};
use crate::{
    BankList, BankQueryForm, EncodeError, Key, Method, NewOrder, Operation, OrderQueryForm, OrderRef, Stamp,
    WireRequest,
};

const PING: &str = "/ping";
const BALANCE: &str = "/api/v3/mex/query/balance";
const BANKS: &str = "/api/v3/mex/query/bank";
const CONTENT_TYPE: &str = "application/json;charset=utf-8";
/// The longest order number the gateway takes, in characters (S §5.2).
const NUMBER_LENGTH_MAX: usize = 64;

/// Where a kind of order is created and asked about, and what its amount is called there.
struct Endpoint {
    create: &'static str,
    query: &'static str,
    amount: &'static str,
}

/// `None` for what this family does not have.
fn endpoint(product: Product) -> Option<Endpoint> {
    match product {
        Product::Collect => Some(Endpoint {
            create: "/api/v3/mex/bankTransfers/createCollectingOrder",
            query: "/api/v3/mex/bankTransfers/query/collectingOrder",
            amount: "amount",
        }),
        Product::Payout => Some(Endpoint {
            create: "/api/v3/mex/createTransferOrder",
            query: "/api/v3/mex/query/transferOrder",
            amount: "currencyAmount",
        }),
        Product::CashierDesk => None,
    }
}

/// Writes and signs a request.
pub(crate) fn encode(
    market: &Market,
    operation: &Operation<'_>,
    key: &Key<'_>,
    stamp: &Stamp,
) -> Result<WireRequest, EncodeError> {
    let as_it_stands = Style::SOURCE;
    // What the gateway has taught us about empty values in a signature (A1).
    let empties = match key.habits.bank_query_form {
        BankQueryForm::KeepEmpty => as_it_stands,
        BankQueryForm::DropEmpty => Style { drop_empty: true, ..as_it_stands },
    };
    match operation {
        Operation::Ping { bare: true } => {
            Ok(WireRequest { method: Method::Get, path: PING, headers: Vec::new(), body: Vec::new() })
        }
        Operation::Ping { bare: false } => signed(PING, None, as_it_stands, key, stamp),
        Operation::Balance => signed(BALANCE, None, as_it_stands, key, stamp),
        Operation::Create(order) => {
            let endpoint = endpoint(order.draft.product).ok_or(EncodeError::NoSuchProduct)?;
            signed(endpoint.create, Some(creation(market, order, &endpoint)?), as_it_stands, key, stamp)
        }
        Operation::Query(order) => {
            let endpoint = endpoint(order.product).ok_or(EncodeError::NoSuchProduct)?;
            signed(endpoint.query, Some(question(order, key)?), empties, key, stamp)
        }
        Operation::Banks(list) => signed(BANKS, Some(bank_question(list)?), empties, key, stamp),
    }
}

fn signed(
    path: &'static str,
    body: Option<Object>,
    style: Style,
    key: &Key<'_>,
    stamp: &Stamp,
) -> Result<WireRequest, EncodeError> {
    if !fits_a_header(key.id) {
        return Err(EncodeError::Credentials);
    }
    if !fits_a_header(&stamp.nonce) {
        return Err(cannot(name::NONCE, "a header cannot carry it"));
    }
    let timestamp = stamp.unix_ms.to_string();
    if timestamp.len() != 13 || stamp.unix_ms < 0 {
        return Err(cannot(name::TIMESTAMP, "not a time of 13 digits in milliseconds"));
    }
    let head = Head { access_key: key.id, timestamp: &timestamp, nonce: &stamp.nonce };
    let string = sign::string_to_sign(body.as_ref().unwrap_or(&Object::default()), head, style);
    let sign = sign::signature(key.secret, &string).ok_or(EncodeError::Credentials)?;
    let (method, body) = match body {
        Some(body) => (Method::Post, Json::Object(body).to_compact().into_bytes()),
        None => (Method::Get, Vec::new()),
    };
    let headers = vec![
        (name::ACCESS_KEY, key.id.to_owned()),
        (name::TIMESTAMP, timestamp),
        (name::NONCE, stamp.nonce.clone()),
        (name::SIGN, sign),
        ("content-type", CONTENT_TYPE.to_owned()),
    ];
    Ok(WireRequest { method, path, headers, body })
}

/// Visible ASCII only: anything else a relay may change, and then the signature is wrong.
fn fits_a_header(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn cannot(field: &str, why: &'static str) -> EncodeError {
    EncodeError::Field { field: field.to_owned(), why }
}

fn text(name: &str, value: &str) -> (String, Json) {
    (name.to_owned(), Json::Text(value.to_owned()))
}

fn creation(market: &Market, order: &NewOrder<'_>, endpoint: &Endpoint) -> Result<Object, EncodeError> {
    let draft = order.draft;
    let rules = market.product(draft.product).ok_or(EncodeError::NoSuchProduct)?;
    if draft.currency != market.currency {
        return Err(cannot("currency", "the market's currency is another, and none is sent"));
    }
    let amount = draft.amount.with_decimals(rules.amount.decimals).filter(|_| draft.amount.is_positive());
    let amount = amount.ok_or_else(|| cannot(endpoint.amount, "not a positive amount of so few decimals"))?;
    let mut members = vec![text(endpoint.amount, &amount)];
    if let Some(name) = &rules.channel_field {
        let channel = draft.channel.as_deref().map(str::trim).filter(|channel| !channel.is_empty());
        let channel = channel.ok_or_else(|| cannot(name, "no channel is chosen"))?;
        let wire = if rules.channel_is_integer { WireType::Integer } else { WireType::Text };
        members.push((name.clone(), value(name, wire, channel)?));
    }
    members.push(text(name::NUMBER, number(order.number)?));
    members.extend(fields(rules, order)?);
    if let Some(url) = order.notify_url.map(str::trim).filter(|url| !url.is_empty()) {
        members.push(text(name::NOTIFY_URL, url));
    }
    Ok(members.into_iter().collect())
}

/// The order number: what an order is found by again, so never cut or mended.
fn number(number: &str) -> Result<&str, EncodeError> {
    let fits = !number.trim().is_empty() && number.chars().count() <= NUMBER_LENGTH_MAX;
    if fits { Ok(number) } else { Err(cannot(name::NUMBER, "empty or longer than 64 characters")) }
}

/// The catalogue's fields that the draft fills, in the catalogue's order.
fn fields(rules: &ProductRules, order: &NewOrder<'_>) -> Result<Vec<(String, Json)>, EncodeError> {
    let channel = order.draft.channel.as_deref().map_or("", str::trim);
    let mut members = Vec::new();
    for field in rules.fields.iter().filter(|field| exists_for(field, channel)) {
        match order.draft.field(&field.name) {
            Some(given) => members.push((field.name.clone(), value(&field.name, field.wire, given)?)),
            None if field.required && !field.optional_for_channels.iter().any(|free| free == channel) => {
                return Err(cannot(&field.name, "it must be given"));
            }
            None => {}
        }
    }
    Ok(members)
}

fn exists_for(field: &Field, channel: &str) -> bool {
    field.only_for_channels.is_empty() || field.only_for_channels.iter().any(|only| only == channel)
}

fn value(name: &str, wire: WireType, given: &str) -> Result<Json, EncodeError> {
    match wire {
        WireType::Text => Ok(Json::Text(given.to_owned())),
        WireType::Integer => match given.parse::<i64>() {
            Ok(number) => Ok(Json::Number(number.to_string())),
            Err(_) => Err(cannot(name, "not a whole number")),
        },
        WireType::Boolean => match given.parse() {
            Ok(given) => Ok(Json::Bool(given)),
            Err(_) => Err(cannot(name, "neither true nor false")),
        },
    }
}

/// Both numbers when both are known, else in the form that this account's gateway takes (A12).
fn question(order: &OrderRef<'_>, key: &Key<'_>) -> Result<Object, EncodeError> {
    let ours = text(name::NUMBER, number(order.number)?);
    let theirs = order.gateway_number.filter(|number| !number.is_empty());
    let members = match (theirs, key.habits.order_query_form) {
        (
            Some(theirs),
            OrderQueryForm::OursOnly | OrderQueryForm::EmptyGatewayNumber | OrderQueryForm::CannotAsk,
        ) => vec![ours, text(name::GATEWAY_NUMBER, theirs)],
        (None, OrderQueryForm::OursOnly) => vec![ours],
        (None, OrderQueryForm::EmptyGatewayNumber) => vec![ours, text(name::GATEWAY_NUMBER, "")],
        (None, OrderQueryForm::CannotAsk) => return Err(EncodeError::CannotAsk),
    };
    Ok(members.into_iter().collect())
}

fn bank_question(list: &BankList<'_>) -> Result<Object, EncodeError> {
    let bank = match list {
        BankList::All => "",
        BankList::Named("") => return Err(cannot(name::BANK_NAME, "an empty name would ask for all banks")),
        BankList::Named(bank) => bank,
        BankList::Collect => return Err(EncodeError::NotOffered),
    };
    Ok([text(name::BANK_NAME, bank)].into_iter().collect())
}

/// The wire names of all that a creation may send, for finding the wrong one in a refusal's words.
pub(super) fn field_names(market: &Market, product: Product) -> Vec<&str> {
    let rules = market.product(product);
    let from_catalogue = rules.into_iter().flat_map(|rules| {
        rules.fields.iter().map(|field| field.name.as_str()).chain(rules.channel_field.as_deref())
    });
    let own = endpoint(product).into_iter().flat_map(|own| [own.amount, name::NUMBER, name::NOTIFY_URL]);
    own.chain(from_catalogue).collect()
}
