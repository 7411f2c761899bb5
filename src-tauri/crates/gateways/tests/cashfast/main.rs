//! CashFast, seen from outside the crate: every documented body, every vector, every row of the ambiguities.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use gateways::catalogue::{Market, market};
use gateways::{
    Accepted, CreationReading, Delivery, DeliveryKey, Evidence, Habits, Key, NewOrder, Observation,
    Operation, OrderRef, QueryReading, Rendering, Stamp, Verdict, WireAnswer, WireRequest, decode_creation,
    decode_query, encode, read_delivery,
};
use money::{Amount, Currency};
use orders::{Draft, Product};
use secrecy::SecretString;
use serde_json::Value;

mod callbacks;
mod creations;
mod lists;
mod mutations;
mod near_misses;
mod queries;
mod requests;
mod vectors;

const ACCESS_KEY: &str = "TESTak01";
const SECRET: &str = "test-secret-0123456789abcdefABCDEF";
const NONCE: &str = "3f2b8c1e-9d4a-4c6b-8a7e-0123456789ab";
const UNIX_MS: i64 = 1_700_000_000_123;

fn mexico() -> &'static Market {
    market("cashfast-mx").unwrap()
}

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

fn stamp() -> Stamp {
    Stamp { unix_ms: UNIX_MS, nonce: NONCE.to_owned() }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/cashfast/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn fixture_json(name: &str) -> Value {
    serde_json::from_slice(&fixture(name)).unwrap()
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn draft(product: Product, channel: &str, sum: &str, fields: &[(&str, &str)]) -> Draft {
    let fields: BTreeMap<String, String> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Draft { product, channel: Some(channel.to_owned()), amount: amount(sum), currency: Currency::MXN, fields }
}

/// Encodes with the key and the stamp of the vectors.
fn encoded(operation: &Operation<'_>, habits: &Habits) -> Result<WireRequest, gateways::EncodeError> {
    let secret = secret();
    encode(mexico(), operation, &Key { id: ACCESS_KEY, secret: &secret, habits }, &stamp())
}

fn header<'a>(request: &'a WireRequest, name: &str) -> &'a str {
    request.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()).unwrap()
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> WireAnswer {
    WireAnswer { status, content_type: Some("application/json;charset=utf-8".to_owned()), body: body.into() }
}

/// The reading of an answer to a creation of 40.20 MXN under this number.
fn created(product: Product, number: &str, answer: &WireAnswer) -> CreationReading {
    let draft = draft(product, "BANK", "40.20", &[]);
    decode_creation(mexico(), &NewOrder { number, notify_url: None, draft: &draft }, answer)
}

fn accepted(reading: CreationReading) -> Accepted {
    match reading {
        CreationReading::Accepted(accepted) => *accepted,
        CreationReading::Refused(_) | CreationReading::Unknown(_) => panic!("{reading:?}"),
    }
}

fn queried(
    product: Product,
    number: &str,
    gateway_number: Option<&str>,
    answer: &WireAnswer,
) -> QueryReading {
    decode_query(mexico(), &OrderRef { product, number, gateway_number }, answer)
}

/// An accepting envelope around `data`.
fn envelope(data: &str) -> WireAnswer {
    answer(200, format!(r#"{{"code":"200","success":true,"msg":"成功","msgEn":"SUCCESS","data":{data}}}"#))
}

fn found(reading: QueryReading) -> Observation {
    match reading {
        QueryReading::Found(observation) => *observation,
        QueryReading::NotFound { .. }
        | QueryReading::Several(_)
        | QueryReading::Refused(_)
        | QueryReading::Unreadable(_) => panic!("{reading:?}"),
    }
}

/// The four signature headers.
fn headers(sign: &str) -> Vec<(String, String)> {
    let values =
        [("access_key", ACCESS_KEY), ("timestamp", "1700000000123"), ("nonce", NONCE), ("sign", sign)];
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Reads a callback with one key, whose last callback matched `learnt`.
fn delivered(headers: &[(String, String)], body: &[u8], learnt: Option<Rendering>) -> Verdict {
    let secret = secret();
    let key = DeliveryKey { id: ACCESS_KEY, secret: &secret, rendering_first: learnt };
    read_delivery(mexico(), &Delivery { headers, body }, &[key])
}

/// The signature that the gateway would give this body in this rendering. The string comes from the
/// crate (the vectors prove it), the HMAC does not.
fn sign_for(body: &[u8], rendering: Rendering) -> String {
    match delivered(&headers("wrong"), body, Some(rendering)) {
        Verdict::Unverified { suspicion, .. } => hmac(SECRET, &suspicion.string_built.unwrap()),
        Verdict::Verified { .. } => panic!("verified without a signature"),
    }
}

fn hmac(secret: &str, string: &str) -> String {
    use base64::Engine as _;
    use hmac::{KeyInit as _, Mac as _};
    let mac = hmac::Hmac::<sha1::Sha1>::new_from_slice(secret.as_bytes()).unwrap();
    base64::engine::general_purpose::STANDARD.encode(mac.chain_update(string).finalize().into_bytes())
}

/// What a callback says that is signed as it stands.
fn genuine(body: &str) -> Observation {
    let body = body.as_bytes();
    let sign = sign_for(body, Rendering::SourceKeepEmpty);
    match delivered(&headers(&sign), body, None) {
        Verdict::Verified { observation, .. } => *observation.unwrap(),
        Verdict::Unverified { suspicion, .. } => panic!("{suspicion:?}"),
    }
}

fn unlisted(code: &str, message: &str) -> Evidence {
    Evidence::Unlisted { code: code.to_owned(), message: message.to_owned() }
}
