//! What each gateway says on the wire: pure translation, with no I/O, no clock and no randomness.
//!
//! Everything is given, the time and the nonce included; what comes out are values. [`encode`] writes a signed
//! request, [`decode_creation`] and its sisters read answers, [`read_delivery`] verifies and reads a
//! callback. What differs between countries is data in [`catalogue`].
//!
//! The contracts are `docs/gateways/cashfast.md` and `docs/gateways/cashy.md`; rules from their chapters on
//! ambiguities carry their numbers (A1…A21, Z1…Z26) here and in the tests.
//!
//! Absent on purpose: a trait for gateways (there are two: an enum and exhaustive matches), default
//! behaviours that would hide a missing feature, retries, and anything that could send.

mod cashfast;
mod cashy;
pub mod catalogue;
mod delivery;
mod family;
mod json;
mod operation;
mod reading;
mod wire;

pub use cashy::reason_key;
pub use delivery::{Delivery, DeliveryKey, NearMiss, Rendering, Suspicion, SuspicionKind, Verdict};
pub use family::{
    Family, acknowledge, decode_balance, decode_banks, decode_creation, decode_ping, decode_query, encode,
    read_delivery,
};
pub use operation::{
    BankList, BankQueryForm, EncodeError, Habits, Key, NewOrder, Operation, OrderQueryForm, OrderRef, Stamp,
};
pub use reading::{
    Accepted, BalanceLine, BalanceReading, BankLine, BanksReading, CreationReading, Evidence, GatewayTime,
    Observation, PingReading, QueryReading, Refusal, RefusalKind, Supplement,
};
pub use wire::{Method, WireAnswer, WireRequest};
