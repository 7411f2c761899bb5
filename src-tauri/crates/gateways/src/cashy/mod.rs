//! Cashy, to be written.
use crate::catalogue::Market;
use crate::{
    BalanceReading, BanksReading, CreationReading, Delivery, DeliveryKey, EncodeError, Evidence, Key,
    NewOrder, Operation, OrderRef, QueryReading, Stamp, Suspicion, SuspicionKind, Verdict, WireAnswer,
    WireRequest,
};

pub(crate) fn encode(
    _: &Market,
    _: &Operation<'_>,
    _: &Key<'_>,
    _: &Stamp,
) -> Result<WireRequest, EncodeError> {
    Err(EncodeError::NotOffered)
}
pub(crate) fn decode_creation(_: &Market, _: &NewOrder<'_>, _: &WireAnswer) -> CreationReading {
    CreationReading::Unknown(Evidence::NotJson)
}
pub(crate) fn decode_query(_: &Market, _: &OrderRef<'_>, _: &WireAnswer) -> QueryReading {
    QueryReading::Unreadable(Evidence::NotJson)
}
pub(crate) fn decode_banks(_: &WireAnswer) -> BanksReading {
    BanksReading::Unreadable(Evidence::NotJson)
}
fn none() -> Verdict {
    Verdict::Unverified {
        suspicion: Suspicion {
            kind: SuspicionKind::NotJson,
            string_built: None,
            tried: Vec::new(),
            near_miss: None,
        },
        claim: None,
    }
}
pub(crate) fn decode_balance(_: &Market, _: &WireAnswer) -> BalanceReading {
    BalanceReading::Unreadable(Evidence::NotJson)
}
pub(crate) fn read_delivery(_: &Market, _: &Delivery<'_>, _: &[DeliveryKey<'_>]) -> Verdict {
    none()
}
