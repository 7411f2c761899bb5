//! Orders of the past: what a merchant made before this program, or elsewhere, and wants to find here.
//!
//! They come from a file that a person chose. They are never sent, nor can be: their numbers count as submitted.

use money::{Amount, Currency};
use orders::{Product, Status};

use crate::{AccountId, Party, PayInstructions, ToldTime};

/// An order that was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastOrder {
    /// At which account.
    pub account_id: AccountId,
    /// What kind of order.
    pub product: Product,
    /// The merchant's number; unique within the account.
    pub number: String,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The market's channel value.
    pub channel: Option<String>,
    /// How much was asked for.
    pub amount: Amount,
    /// In which currency.
    pub currency: Currency,
    /// The gateway's fee.
    pub fee: Option<Amount>,
    /// What the payer of a collect order really paid.
    pub actual_amount: Option<Amount>,
    /// Who paid or was paid.
    pub party: Party,
    /// What the payer was given.
    pub pay: PayInstructions,
    /// Why it was refused or failed, verbatim.
    pub reason: Option<String>,
    /// When it was made, Unix milliseconds.
    pub created_at_ms: i64,
    /// When the gateway says that it was completed.
    pub completed: Option<ToldTime>,
    /// The market's offset from UTC then, `-06:00`: decides the days that the order's money falls on.
    pub zone: String,
    /// What became of it, oldest first; the last one is where it stands.
    pub steps: Vec<PastStep>,
    /// The record it was read from, as text; it is searched too.
    pub record: String,
    /// Where that record stands, for a person: `history.csv, line 12`.
    pub origin: String,
}

/// A step in the life of an order of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastStep {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// The status after it: one that an order has after it was sent.
    pub status: Status,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
}
