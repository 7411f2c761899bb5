//! What CashFast refuses: headers and signature (contract §3, §4), then members, one by one (§6).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use url::Url;
use uuid::Uuid;

use super::{MARKET, Refusal};
use crate::banks;
use crate::json::{Node, Object};
use crate::order::{OrderKind, Wanted};
use crate::practice::{AMOUNT_MAX, Practice};
use crate::signing::cashfast::{Rendering, Stamp, string_to_sign, verify};
use crate::wire::Request;

/// No skew is documented; five minutes is what gateways of this kind allow.
const SKEW_MAX_MS: u64 = 5 * 60_000;
/// A nonce is remembered for as long as its timestamp could still be accepted.
const NONCE_KEPT_MS: i64 = 10 * 60_000;
/// Most nonces remembered; the oldest by text are dropped, which only a flood can bring about.
const NONCES_MAX: usize = 200_000;

const NUMBER_MAX: usize = 64;
const REMARK_MAX: usize = 255;
const AMOUNT_MIN: i64 = 40;

/// The members of a request: none for GET, else one JSON object declared as JSON.
pub(super) fn body(request: &Request) -> Result<Object, Refusal> {
    if request.method == "GET" {
        let empty = request.body.is_empty() && !request.path.contains('?');
        return if empty { Ok(Object::new()) } else { Err(Refusal::parameter("parameters")) };
    }
    if !request.is_json() {
        return Err(Refusal::parameter("content-type"));
    }
    Object::read(&request.body).ok_or_else(|| Refusal::parameter("body is not JSON"))
}

/// The four headers and the signature.
pub(super) fn signature(
    practice: &mut Practice,
    request: &Request,
    body: &Object,
    now_ms: i64,
) -> Result<(), Refusal> {
    let header = |name, missing| {
        request.header(name).filter(|value| !value.is_empty()).ok_or(Refusal::Signature(missing))
    };
    let stamp = Stamp {
        access_key: header("access_key", "access_key is missing")?,
        timestamp: header("timestamp", "timestamp is missing")?,
        nonce: header("nonce", "nonce is missing")?,
    };
    let sign = header("sign", "sign is missing")?;
    if stamp.access_key != MARKET.key_id() {
        return Err(Refusal::Signature("access_key is unknown"));
    }
    let digits = stamp.timestamp.len() == 13 && stamp.timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let at_ms = stamp.timestamp.parse::<i64>().ok().filter(|_| digits);
    if at_ms.is_none_or(|at_ms| at_ms.abs_diff(now_ms) > SKEW_MAX_MS) {
        return Err(Refusal::Signature("timestamp"));
    }
    if !is_uuid_v4(stamp.nonce) {
        return Err(Refusal::Signature("nonce is not a UUID v4"));
    }
    let rendering = Rendering { empties_kept: practice.options.empty_values_signed, zeros_trimmed: false };
    if !verify(&string_to_sign(body, &stamp, rendering), MARKET.secret(), sign) {
        return Err(Refusal::Signature("sign does not match"));
    }
    // Only after the signature: nobody without the secret can use up a nonce.
    practice.nonces.retain(|_, came_ms| now_ms - *came_ms <= NONCE_KEPT_MS);
    if practice.nonces.contains_key(stamp.nonce) {
        return Err(Refusal::Signature("nonce was used before"));
    }
    while practice.nonces.len() >= NONCES_MAX {
        practice.nonces.pop_first();
    }
    practice.nonces.insert(stamp.nonce.to_owned(), now_ms);
    Ok(())
}

fn is_uuid_v4(nonce: &str) -> bool {
    nonce.len() == 36
        && Uuid::try_parse(nonce)
            .is_ok_and(|uuid| uuid.get_version_num() == 4 && uuid.get_variant() == uuid::Variant::RFC4122)
}

/// A creation of a collect order (§6.2).
pub(super) fn collect(practice: &Practice, body: &Object) -> Result<Wanted, Refusal> {
    let known = [
        "amount",
        "channelType",
        "externalOrderId",
        "dynamicAmountNotify",
        "notifyUrl",
        "remark",
        "returnUrl",
    ];
    refuse_unknown(practice, body, &known)?;
    let amount = amount(body, "amount")?;
    let channel = required(body, "channelType", usize::MAX)?;
    if !["BANK", "OXXO", "CASH"].contains(&channel) {
        return Err(Refusal::parameter("channelType"));
    }
    let number = required(body, "externalOrderId", NUMBER_MAX)?.to_owned();
    let any_amount = match body.get("dynamicAmountNotify") {
        None => true,
        Some(Node::Number(spelling)) if spelling == "1" => true,
        Some(Node::Number(spelling)) if spelling == "2" => false,
        Some(_) => return Err(Refusal::parameter("dynamicAmountNotify")),
    };
    web_address(body, "notifyUrl")?;
    web_address(body, "returnUrl")?;
    optional(body, "remark", REMARK_MAX)?;
    Ok(Wanted {
        market: MARKET,
        kind: OrderKind::Collect,
        number,
        amount,
        expires_ms: None,
        any_amount,
        fields: fields(body),
    })
}

/// A creation of a payout order (§6.3).
pub(super) fn payout(practice: &Practice, body: &Object) -> Result<Wanted, Refusal> {
    let known = [
        "currencyAmount",
        "channelType",
        "externalOrderId",
        "accountName",
        "accountId",
        "bankName",
        "accountType",
        "certificatesId",
        "remark",
        "notifyUrl",
    ];
    refuse_unknown(practice, body, &known)?;
    let amount = amount(body, "currencyAmount")?;
    if required(body, "channelType", usize::MAX)? != "BANK" {
        return Err(Refusal::parameter("channelType"));
    }
    let number = required(body, "externalOrderId", NUMBER_MAX)?.to_owned();
    required(body, "accountName", usize::MAX)?;
    let account = required(body, "accountId", usize::MAX)?;
    if banks::cashfast_code(required(body, "bankName", usize::MAX)?).is_none() {
        return Err(Refusal::parameter("bankName"));
    }
    // Lengths only: the document's own sample CLABE fails its check digit, so the gateway cannot be refusing those.
    let digits = account.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match required(body, "accountType", usize::MAX)? {
        "CLABE" => digits && account.len() == 18,
        "BANK_CARD" => digits && account.len() == 16,
        "SPEI" | "NET_BANKING" => true,
        _ => return Err(Refusal::parameter("accountType")),
    };
    if !fits {
        return Err(Refusal::parameter("accountId"));
    }
    optional(body, "certificatesId", usize::MAX)?;
    optional(body, "remark", REMARK_MAX)?;
    web_address(body, "notifyUrl")?;
    Ok(Wanted {
        market: MARKET,
        kind: OrderKind::PayOut,
        number,
        amount,
        expires_ms: None,
        any_amount: false,
        fields: fields(body),
    })
}

/// The numbers a query asks about.
pub(super) struct Asked {
    pub(super) order_id: Option<String>,
    pub(super) external_order_id: Option<String>,
}

/// A query (§6.4, §6.5). An empty `orderId` counts as present but asks for nothing (A12).
pub(super) fn query(practice: &Practice, body: &Object) -> Result<Asked, Refusal> {
    refuse_unknown(practice, body, &["externalOrderId", "orderId"])?;
    let external = optional(body, "externalOrderId", NUMBER_MAX)?;
    let order = optional(body, "orderId", usize::MAX)?;
    if practice.options.query_needs_both_numbers && (external.is_none() || order.is_none()) {
        return Err(Refusal::parameter(if order.is_none() { "orderId" } else { "externalOrderId" }));
    }
    let filled = |number: Option<&str>| number.filter(|number| !number.is_empty()).map(str::to_owned);
    let asked = Asked { order_id: filled(order), external_order_id: filled(external) };
    if asked.order_id.is_none() && asked.external_order_id.is_none() {
        return Err(Refusal::parameter("externalOrderId"));
    }
    Ok(asked)
}

/// The bank query's only member, which must be there but may be empty (§6.7).
pub(super) fn bank_query<'a>(practice: &Practice, body: &'a Object) -> Result<&'a str, Refusal> {
    refuse_unknown(practice, body, &["bankName"])?;
    body.text_of("bankName").ok_or_else(|| Refusal::parameter("bankName"))
}

fn refuse_unknown(practice: &Practice, body: &Object, known: &[&str]) -> Result<(), Refusal> {
    let mut unknown = body.members().filter(|(name, _)| !known.contains(name));
    match unknown.next() {
        Some((name, _)) if practice.options.unknown_members_refused => Err(Refusal::parameter(name)),
        Some(_) | None => Ok(()),
    }
}

fn optional<'a>(body: &'a Object, name: &str, letters_max: usize) -> Result<Option<&'a str>, Refusal> {
    match body.get(name) {
        None => Ok(None),
        Some(Node::Text(text)) if text.chars().count() <= letters_max => Ok(Some(text)),
        Some(_) => Err(Refusal::parameter(name)),
    }
}

fn required<'a>(body: &'a Object, name: &str, letters_max: usize) -> Result<&'a str, Refusal> {
    let text = optional(body, name, letters_max)?;
    text.filter(|text| !text.trim().is_empty()).ok_or_else(|| Refusal::parameter(name))
}

/// Text, at least 40, at most two decimals (§6.2, §6.3, A18).
fn amount(body: &Object, name: &str) -> Result<Decimal, Refusal> {
    let text = required(body, name, 32)?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let amount = Some(text)
        .filter(|_| digits(whole) && digits(decimals) && decimals.len() <= 2)
        .filter(|_| whole == "0" || !whole.starts_with('0'))
        .and_then(|text| text.parse::<Decimal>().ok());
    let range = Decimal::from(AMOUNT_MIN)..=Decimal::from(AMOUNT_MAX);
    amount.filter(|amount| range.contains(amount)).ok_or_else(|| Refusal::parameter(name))
}

fn web_address(body: &Object, name: &str) -> Result<(), Refusal> {
    let fits = |text: &str| Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    match optional(body, name, usize::MAX)? {
        Some(text) if !fits(text) => Err(Refusal::parameter(name)),
        Some(_) | None => Ok(()),
    }
}

fn fields(body: &Object) -> BTreeMap<String, String> {
    let texts =
        body.members().filter_map(|(name, _)| Some((name.to_owned(), body.text_of(name)?.to_owned())));
    texts.collect()
}
