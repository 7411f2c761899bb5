//! The two families of gateways, and which of them answers for what.

use serde::{Deserialize, Serialize};

use crate::catalogue::Market;
use crate::{
    BalanceReading, BanksReading, CreationReading, Delivery, DeliveryKey, EncodeError, Evidence, Key,
    NewOrder, Operation, OrderRef, PingReading, QueryReading, Stamp, Verdict, WireAnswer, WireRequest,
    cashfast, cashy,
};

/// A family of gateways: one wire language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Mexico; HMAC-SHA1 over sorted parameters (cashfast.md).
    CashFast,
    /// Several countries; MD5 over body and key (cashy.md).
    Cashy,
}

/// Writes and signs a request.
///
/// # Errors
/// [`EncodeError`] when the gateway does not offer the operation or a field cannot be written.
pub fn encode(
    market: &Market,
    operation: &Operation<'_>,
    key: &Key<'_>,
    stamp: &Stamp,
) -> Result<WireRequest, EncodeError> {
    match market.family {
        Family::CashFast => cashfast::encode(market, operation, key, stamp),
        Family::Cashy => cashy::encode(market, operation, key, stamp),
    }
}

/// Reads the answer to a creation and holds it against what was asked.
#[must_use]
pub fn decode_creation(market: &Market, asked: &NewOrder<'_>, answer: &WireAnswer) -> CreationReading {
    let reading = match market.family {
        Family::CashFast => cashfast::decode_creation(market, asked, answer),
        Family::Cashy => cashy::decode_creation(market, asked, answer),
    };
    match reading {
        CreationReading::Refused(refusal) if refusal.may_be_about_an_order() => {
            CreationReading::Unknown(Evidence::Unlisted { code: refusal.code, message: refusal.message })
        }
        CreationReading::Accepted(_) | CreationReading::Refused(_) | CreationReading::Unknown(_) => reading,
    }
}

/// Reads the answer to a question about an order.
#[must_use]
pub fn decode_query(market: &Market, asked: &OrderRef<'_>, answer: &WireAnswer) -> QueryReading {
    match market.family {
        Family::CashFast => cashfast::decode_query(asked, answer),
        Family::Cashy => cashy::decode_query(market, asked, answer),
    }
}

/// Reads the answer to a balance call.
#[must_use]
pub fn decode_balance(market: &Market, answer: &WireAnswer) -> BalanceReading {
    match market.family {
        Family::CashFast => cashfast::decode_balance(answer),
        Family::Cashy => cashy::decode_balance(market, answer),
    }
}

/// Reads the answer to a bank query.
#[must_use]
pub fn decode_banks(market: &Market, answer: &WireAnswer) -> BanksReading {
    match market.family {
        Family::CashFast => cashfast::decode_banks(answer),
        Family::Cashy => cashy::decode_banks(answer),
    }
}

/// Reads the answer to a ping. Cashy has none; its answer is never readable as one.
#[must_use]
pub fn decode_ping(market: &Market, answer: &WireAnswer) -> PingReading {
    match market.family {
        Family::CashFast => cashfast::decode_ping(answer),
        Family::Cashy => PingReading::Unreadable(Evidence::NotAnEnvelope),
    }
}

/// Verifies and reads a callback. Every key of the family that may have signed it is given, rotated ones too.
#[must_use]
pub fn read_delivery(market: &Market, delivery: &Delivery<'_>, keys: &[DeliveryKey<'_>]) -> Verdict {
    match market.family {
        Family::CashFast => cashfast::read_delivery(delivery, keys),
        Family::Cashy => cashy::read_delivery(market, delivery, keys),
    }
}

/// What to answer a callback: the gateway's own acknowledgement once it is durably stored (A15, Z22), else 500.
#[must_use]
pub fn acknowledge(family: Family, stored: bool) -> WireAnswer {
    let (status, body) = match (family, stored) {
        (Family::CashFast, true) => (200, r#"{"code":200,"success":true}"#),
        (Family::Cashy, true) => (200, r#"{"status":"SUCCESS"}"#),
        (Family::CashFast, false) => (500, r#"{"code":500,"success":false}"#),
        (Family::Cashy, false) => (500, r#"{"status":"FAIL"}"#),
    };
    WireAnswer { status, content_type: Some("application/json".to_owned()), body: body.as_bytes().to_vec() }
}
