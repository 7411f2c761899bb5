//! Drafts on their way in, and what is found about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{OrderSummaryView, ProductKind, SecretText};

/// An order as filled in.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftRequest {
    /// The kind.
    pub product: ProductKind,
    /// The channel's value.
    pub channel: Option<String>,
    /// The amount as typed.
    pub amount: String,
    /// The other fields by the gateway's names.
    pub fields: BTreeMap<String, String>,
}

/// What is known about a draft before it is sent.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftReport {
    /// What must be mended.
    pub problems: Vec<FieldProblemView>,
    /// What deserves a second look.
    pub warnings: Vec<FieldWarningView>,
    /// The fields as they would be sent.
    pub tidied: BTreeMap<String, String>,
    /// The payee's account, grouped for reading.
    pub account_grouped: Option<String>,
    /// The bank that the account number names.
    pub bank_by_account: Option<String>,
    /// Checks of payouts; absent for collect orders.
    pub payout: Option<PayoutChecks>,
}

/// What must be mended.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblemView {
    /// The field: the gateway's name, or `amount`, `channel`.
    pub field: String,
    /// What is wrong: `required`, `too_long`, … (a text id in the window).
    pub code: String,
    /// The values that the text needs (`max`, `have`, `min`, `expected`, `characters`, `suggestion`, `kind`).
    pub values: BTreeMap<String, String>,
}

/// What deserves a second look.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldWarningView {
    /// The field.
    pub field: String,
    /// What is odd: `check_digit`, `other_bank`, … (a text id in the window).
    pub code: String,
    /// The values that the text needs.
    pub values: BTreeMap<String, String>,
}

/// What is known before a payout is sent.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PayoutChecks {
    /// What the gateway said can be spent.
    pub available: Option<String>,
    /// When it said so.
    pub available_read_at: Option<String>,
    /// What unsettled payouts may still take.
    pub claimed: String,
    /// What would be left.
    pub left_after: Option<String>,
    /// Whether that is less than nothing.
    pub exceeds_balance: bool,
    /// Whether the payee was paid before.
    pub paid_before: bool,
    /// When last.
    pub last_paid_at: Option<String>,
    /// Other names that this account was paid under.
    pub other_names: Vec<String>,
    /// The most this payee was ever paid.
    pub largest_before: Option<String>,
    /// More than three times that.
    pub unusually_large: bool,
    /// Exactly ten times an earlier amount: a slipped zero?
    pub ten_times: bool,
    /// The same account and amount, by one that may still pay or has paid lately: a reason must be given.
    pub same_within_day: Vec<OrderSummaryView>,
    /// The same account and amount within seven days.
    pub same_within_week: Vec<OrderSummaryView>,
    /// A payout to the same account with the same amount that is unknown or being sent: no other may be sent.
    pub unknown_twin: Option<OrderSummaryView>,
    /// One like this that a person declared never made: a new one must be confirmed as made in its place
    /// (`PayoutConfirmation.replaces`).
    pub abandoned_twin: Option<OrderSummaryView>,
    /// The account's ceiling for one payout, when this one is above it: it takes the guard passphrase.
    pub above_ceiling: Option<String>,
    /// The account's ceiling for a day, when there is one.
    pub day_ceiling: Option<DayCeilingView>,
    /// Whether the last four digits have to be typed again.
    pub retype_last_four: bool,
}

/// The ceiling for a day, and where a payout would stand against it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DayCeilingView {
    /// The most that the payouts of one day may come to.
    pub max: String,
    /// What those of today come to already.
    pub used: String,
    /// With this one, 80 % of it or more.
    pub near: bool,
    /// This one would pass it: it takes the guard passphrase.
    pub above: bool,
}

/// What a person gave on the review page. May carry the guard passphrase, so it is never serialised, nor shown by `Debug`.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PayoutConfirmation {
    /// The last four digits, typed again.
    pub last_four: Option<String>,
    /// Why the same is paid again.
    pub duplicate_reason: Option<String>,
    /// The guard passphrase, for a payout above a ceiling.
    #[serde(default)]
    pub passphrase: Option<SecretText>,
    /// The id of the abandoned order that this one is made in place of.
    #[serde(default)]
    pub replaces: Option<String>,
}
