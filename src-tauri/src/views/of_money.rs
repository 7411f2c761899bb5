//! Balances and banks as views.

use gateways::Family;
use gateways::catalogue::market;
use ledger::{AccountRow, BalanceRow, BankList};
use money::Amount;

use super::{BalanceView, BankView, BanksView, time_text};

impl BalanceView {
    /// A balance reading, beside what unsettled payouts may still take.
    pub(crate) fn of(row: &BalanceRow, account_name: &str, claimed: Amount) -> Self {
        Self {
            account_id: row.account_id.to_string(),
            account_name: account_name.to_owned(),
            currency: row.currency.to_string(),
            available: row.available.to_string(),
            frozen: row.frozen.map(|amount| amount.to_string()),
            waiting: row.waiting.map(|amount| amount.to_string()),
            claimed: claimed.to_string(),
            state: row.state.clone(),
            read_at: time_text(row.at_ms),
        }
    }
}

/// An account's banks: as fetched last, else the list that the `CashFast` contract prints (A19), else none.
pub(crate) fn banks_view(account: &AccountRow, list: Option<BankList>) -> BanksView {
    let account_id = account.id.to_string();
    match list {
        Some(list) => BanksView {
            account_id,
            fetched_at: Some(time_text(list.fetched_at_ms)),
            added: list.change.added,
            removed: list.change.removed,
            banks: list
                .banks
                .into_iter()
                .map(|bank| BankView { value: bank.value, name: bank.name, code: bank.code })
                .collect(),
        },
        None => BanksView {
            account_id,
            fetched_at: None,
            added: 0,
            removed: 0,
            banks: if market(&account.market_id).is_some_and(|market| market.family == Family::CashFast) {
                printed_banks()
            } else {
                Vec::new()
            },
        },
    }
}

/// The names that the contract prints, without codes: a reference until the gateway was asked.
fn printed_banks() -> Vec<BankView> {
    let mut banks: Vec<BankView> = reference::banks::mexico()
        .iter()
        .flat_map(|bank| bank.document_names.iter())
        .map(|name| BankView { value: (*name).to_owned(), name: (*name).to_owned(), code: None })
        .collect();
    banks.sort_by(|a, b| a.name.cmp(&b.name));
    banks.dedup_by(|a, b| a.value == b.value);
    banks
}
