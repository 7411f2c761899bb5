//! Every market as data: what differs between countries, and the check of drafts against it.
//!
//! Forms are drawn from it and drafts are checked by it; no other code knows a country. The data is in
//! `catalogue/*.toml`, one file a market; every figure there tells where it comes from ([`Origin`]).
//!
//! Absent on purpose: texts for people (only keys and codes leave this module), mending of what a person
//! wrote beyond spaces and dashes ([`Market::tidy`]), and what the wire adds by itself (order number,
//! nonce, currency, callback address), which is never a form field.

mod account;
mod check;
mod content;
mod field;
mod load;
mod market;
mod mobile_numbers;
mod notify_url;
mod overrides;
mod problem;
mod tidy;

pub use field::{Charset, Choice, DigitCheck, DigitsWhen, Field, FieldKind, Role, WireType};
pub use load::{market, markets};
pub use market::{AmountRule, BankRule, Market, Origin, PhonePlan, ProductRules};
pub use mobile_numbers::MobileNumbers;
pub use notify_url::{NotifyUrlProblem, check_notify_url};
pub use overrides::{AmountOverride, LimitOverrides};
pub use problem::{DraftCheck, FieldProblem, FieldWarning, Problem, Warning};
