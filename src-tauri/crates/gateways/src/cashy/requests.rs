//! Requests: the path and headers of each operation, and the bodies of all but creations.

use orders::Product;

use super::body::{Body, NUMBER_LENGTH_MAX, field};
use super::{creation, sign};
use crate::catalogue::Market;
use crate::{BankList, EncodeError, Key, Method, Operation, OrderRef, Stamp, WireRequest};

/// Writes and signs a request: always a POST with a JSON body (A1).
pub(crate) fn encode(
    market: &Market,
    operation: &Operation<'_>,
    key: &Key<'_>,
    stamp: &Stamp,
) -> Result<WireRequest, EncodeError> {
    let nonce = nonce(stamp)?;
    let (path, body) = match operation {
        Operation::Ping { .. } => return Err(EncodeError::NotOffered),
        Operation::Create(order) => {
            (creation_path(order.draft.product), creation::body(market, order, key.habits, &nonce)?)
        }
        Operation::Query(order) => (query_path(order.product), question(order, &nonce)?),
        Operation::Balance => ("/api/getBalance", only_nonce(&nonce)),
        Operation::Banks(list) => (banks_path(market, *list)?, only_nonce(&nonce)),
    };
    signed(path, body, key)
}

fn signed(path: &'static str, body: Body, key: &Key<'_>) -> Result<WireRequest, EncodeError> {
    let carried = !key.id.is_empty() && key.id.bytes().all(|byte| byte.is_ascii_graphic());
    if !carried {
        return Err(EncodeError::Credentials);
    }
    let body = body.into_bytes();
    let sign = sign::sign(&body, key.secret, key.habits.sign_in_lower_case);
    let headers = vec![
        ("Content-Type", "application/json".to_owned()),
        ("MerchantId", key.id.to_owned()),
        ("Sign", sign),
    ];
    Ok(WireRequest { method: Method::Post, path, headers, body })
}

/// `nonceStr` holds 32 characters: the UUID without its hyphens.
fn nonce(stamp: &Stamp) -> Result<String, EncodeError> {
    let nonce: String = stamp.nonce.chars().filter(|character| *character != '-').collect();
    if (1..=32).contains(&nonce.len()) && nonce.is_ascii() {
        Ok(nonce)
    } else {
        Err(field("nonceStr", "it does not hold 1 to 32 characters"))
    }
}

fn only_nonce(nonce: &str) -> Body {
    let mut body = Body::default();
    body.text("nonceStr", nonce);
    body
}

/// Asks by the gateway's number, which is preferred when known, and by ours. What does not fit into the
/// table's 32 characters is left out (the payDesk sample has 33), as long as one number remains.
fn question(order: &OrderRef<'_>, nonce: &str) -> Result<Body, EncodeError> {
    let fits = |number: &&str| (1..=NUMBER_LENGTH_MAX).contains(&number.chars().count());
    let theirs = order.gateway_number.filter(fits);
    let ours = Some(order.number).filter(fits);
    if theirs.is_none() && ours.is_none() {
        return Err(EncodeError::CannotAsk);
    }
    let mut body = Body::default();
    if let Some(number) = theirs {
        body.text("orderNo", number);
    }
    if let Some(number) = ours {
        body.text("mchOrderNo", number);
    }
    body.text("nonceStr", nonce);
    Ok(body)
}

const fn creation_path(product: Product) -> &'static str {
    match product {
        Product::Collect => "/api/payIn",
        Product::CashierDesk => "/api/payDesk",
        Product::Payout => "/api/payOut",
    }
}

const fn query_path(product: Product) -> &'static str {
    match product {
        Product::Collect => "/api/payInQuery",
        Product::CashierDesk => "/api/payDeskQuery",
        Product::Payout => "/api/payOutQuery",
    }
}

fn banks_path(market: &Market, list: BankList<'_>) -> Result<&'static str, EncodeError> {
    match list {
        BankList::All if market.has_payout_banks => Ok("/api/bankListQuery"),
        BankList::Collect if market.has_collect_banks => Ok("/api/payInBankListQuery"),
        BankList::All | BankList::Collect | BankList::Named(_) => Err(EncodeError::NotOffered),
    }
}
