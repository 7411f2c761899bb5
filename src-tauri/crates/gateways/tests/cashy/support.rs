//! What the tests have in common: markets, drafts, keys, and the documented bodies.

use std::collections::BTreeMap;
use std::path::Path;

use gateways::catalogue::{Market, market};
use gateways::{
    CreationReading, Delivery, DeliveryKey, EncodeError, Habits, Key, NewOrder, Operation, OrderRef,
    QueryReading, Stamp, Verdict, WireAnswer, WireRequest, decode_creation, decode_query, encode,
    read_delivery,
};
use money::Amount;
use orders::{Draft, Product};
use secrecy::SecretString;

pub(crate) const NUMBER: &str = "01JDA3B7Z4Q8KXW2R5T9VNA";
pub(crate) const NOTIFY: &str = "https://merchant.example/hook?a=1&b=2";
pub(crate) const NONCE: &str = "3f2b8c1e9d4a4c6b8a7e0123456789ab";
pub(crate) const SECRET: &str = "test-api-key-8f14e45fceea167a";

pub(crate) fn mexico() -> &'static Market {
    market("cashy-mx").unwrap()
}

pub(crate) fn tanzania() -> &'static Market {
    market("cashy-tz").unwrap()
}

pub(crate) fn thailand() -> &'static Market {
    market("cashy-th").unwrap()
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn stamp() -> Stamp {
    Stamp { unix_ms: 1_733_128_850_000, nonce: "3f2b8c1e-9d4a-4c6b-8a7e-0123456789ab".to_owned() }
}

/// A draft in the market's currency.
pub(crate) fn draft(
    market: &Market,
    product: Product,
    channel: Option<&str>,
    sum: &str,
    fields: &[(&str, &str)],
) -> Draft {
    let fields: BTreeMap<String, String> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let channel = channel.map(str::to_owned);
    Draft { product, channel, amount: amount(sum), currency: market.currency, fields }
}

/// A bare draft for reading answers, where the fields do not matter.
pub(crate) fn asked(market: &Market, product: Product, sum: &str) -> Draft {
    draft(market, product, None, sum, &[])
}

pub(crate) fn write_with(
    market: &Market,
    operation: &Operation<'_>,
    habits: &Habits,
) -> Result<WireRequest, EncodeError> {
    let secret = SecretString::from(SECRET);
    encode(market, operation, &Key { id: "1002001", secret: &secret, habits }, &stamp())
}

pub(crate) fn write(market: &Market, operation: &Operation<'_>) -> Result<WireRequest, EncodeError> {
    write_with(market, operation, &Habits::default())
}

pub(crate) fn create(market: &Market, draft: &Draft) -> Result<WireRequest, EncodeError> {
    write(market, &Operation::Create(NewOrder { number: NUMBER, notify_url: Some(NOTIFY), draft }))
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cashy");
    std::fs::read(root.join(name)).unwrap()
}

pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> WireAnswer {
    WireAnswer { status, content_type: Some("application/json".to_owned()), body: body.into() }
}

pub(crate) fn created(
    market: &Market,
    number: &str,
    draft: &Draft,
    body: impl Into<Vec<u8>>,
) -> CreationReading {
    decode_creation(market, &NewOrder { number, notify_url: Some(NOTIFY), draft }, &answer(200, body))
}

pub(crate) fn queried(
    market: &Market,
    product: Product,
    number: &str,
    gateway_number: Option<&str>,
    body: impl Into<Vec<u8>>,
) -> QueryReading {
    decode_query(market, &OrderRef { product, number, gateway_number }, &answer(200, body))
}

pub(crate) fn headers(merchant: &str, sign: &str) -> Vec<(String, String)> {
    [("content-type", "application/json"), ("merchantid", merchant), ("sign", sign)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// A callback for merchant 1002001, read with the one key that the tests know.
pub(crate) fn delivered(market: &Market, body: &[u8], headers: &[(String, String)]) -> Verdict {
    let secret = SecretString::from(SECRET);
    let keys = [DeliveryKey { id: "1002001", secret: &secret, rendering_first: None }];
    read_delivery(market, &Delivery { headers, body }, &keys)
}
