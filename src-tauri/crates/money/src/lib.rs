//! Exact money: amounts as whole ten-thousandths of a currency unit, never floats.
//!
//! Gateways write the same sum in many ways (`"40.20"`, `"40.2"`, `50.000000`, `60000.0`); this crate
//! reads all of them exactly and writes each in the spelling that is wanted.
//!
//! Absent on purpose: arithmetic operators (every sum is checked), conversion from or to floats,
//! exchange rates, and locale-dependent display (the window formats for people).

mod amount;
mod currency;

pub use amount::{Amount, AmountError};
pub use currency::{Currency, CurrencyError};
