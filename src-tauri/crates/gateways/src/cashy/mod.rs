//! Cashy's wire language: MD5 over body and key, one envelope, one set of words for every country.
//!
//! `docs/gateways/cashy.md` is the contract; what differs between its countries (fields, types, decimals,
//! limits, the zone of times) is the catalogue's. Requests are written by [`requests`] and [`creation`],
//! answers are opened by [`answers`] and read by [`created`], [`queried`] and [`listed`], callbacks by
//! [`callback`].
//!
//! Absent on purpose: any country's name, limits (the catalogue checks drafts before they come here), a ping
//! (Cashy has none) and a comparison of the merchant in answers, which come over our own connection.

mod answers;
mod body;
mod callback;
mod created;
mod creation;
mod listed;
mod near_miss;
mod observation;
mod queried;
mod reasons;
mod refusal;
mod requests;
mod sign;
mod status;
mod supplement;
mod times;

pub(crate) use callback::read_delivery;
pub(crate) use created::decode_creation;
pub(crate) use listed::{decode_balance, decode_banks};
pub(crate) use queried::decode_query;
pub use reasons::reason_key;
pub(crate) use requests::encode;
