//! Balances, banks and totals.

use serde::Serialize;
use specta::Type;

use super::OrderSummaryView;

/// What an account holds, as the gateway last said.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// The account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// The currency.
    pub currency: String,
    /// What can be spent.
    pub available: String,
    /// Frozen or unavailable.
    pub frozen: Option<String>,
    /// Waiting to be settled.
    pub waiting: Option<String>,
    /// What unsettled payouts may still take.
    pub claimed: String,
    /// The account's state as the gateway words it.
    pub state: Option<String>,
    /// When it was read.
    pub read_at: String,
}

/// An account's balances, or why there are none.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountBalances {
    /// The account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// The latest reading per currency.
    pub balances: Vec<BalanceView>,
    /// Earlier readings, newest first, at most 50.
    pub history: Vec<BalanceView>,
}

/// A gateway's banks.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BanksView {
    /// The account.
    pub account_id: String,
    /// When the list was fetched; `None`: the printed reference list.
    pub fetched_at: Option<String>,
    /// The banks.
    pub banks: Vec<BankView>,
    /// How many banks the last fetch brought newly; all of them, the first time.
    pub added: u32,
    /// How many the last fetch no longer had.
    pub removed: u32,
}

/// One bank.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BankView {
    /// What a payout's bank field wants.
    pub value: String,
    /// Its name.
    pub name: String,
    /// The gateway's code.
    pub code: Option<String>,
}

/// What the owner sees first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    /// What needs a person, most pressing first.
    pub needs_person: Vec<OrderSummaryView>,
    /// How many need a person in all.
    pub needs_person_count: u32,
    /// Callbacks that could not be verified in the last day.
    pub unverified_deliveries: u32,
    /// Balances per account.
    pub balances: Vec<AccountBalances>,
    /// The last 14 days, oldest first, each day and currency once.
    pub days: Vec<DayView>,
    /// The newest orders.
    pub latest: Vec<OrderSummaryView>,
    /// Whether something of all this cannot be read and is left out.
    pub incomplete: bool,
}

/// A day's totals in one currency.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    /// `2026-11-22`, the market's day.
    pub day: String,
    /// The currency.
    pub currency: String,
    /// What was collected.
    pub collected: String,
    /// How many collect orders that was.
    pub collected_count: u32,
    /// What was paid out, returns taken off.
    pub paid_out: String,
    /// How many payouts that was.
    pub paid_out_count: u32,
}
