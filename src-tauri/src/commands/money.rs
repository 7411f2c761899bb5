//! Balances, banks, and the overview.

use std::collections::BTreeMap;

use desk::Desk;
use jiff::ToSpan;
use ledger::{AccountId, AccountRow, BankUse, DayTotal, MoneyKind};
use money::{Amount, Currency};
use orders::Direction;
use tauri::State;

use super::{id, readable};
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{
    AccountBalances, Accounts, BalanceView, BanksView, DayView, OrderSummaryView, OverviewView, banks_view,
};

/// Earlier readings that a screen shows.
const HISTORY_SHOWN: u32 = 50;
/// Days of the overview's chart, today included.
const DAYS_SHOWN: i64 = 14;
/// Newest orders on the overview.
const LATEST_SHOWN: u32 = 12;
/// Orders needing a person that the overview lists; it counts more of them.
const ORDERS_LISTED: usize = 12;
/// Beyond this nobody counts.
const COUNTED_MAX: u32 = 500;
/// A day in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// The balances of all accounts, as last read.
#[tauri::command]
#[specta::specta]
pub async fn balances(console: State<'_, Console>) -> Result<Vec<AccountBalances>, CommandError> {
    all_balances(console.desk()).await
}

/// Asks the gateway for an account's balances.
#[tauri::command]
#[specta::specta]
pub async fn refresh_balance(
    console: State<'_, Console>,
    account_id: String,
) -> Result<AccountBalances, CommandError> {
    let account_id = id(&account_id, AccountId, "account")?;
    let desk = console.desk();
    desk.refresh_balance(account_id).await?;
    balances_of(desk, &account(desk, account_id).await?).await
}

/// The banks of an account's gateway, as last fetched; the printed reference list before the first fetch.
#[tauri::command]
#[specta::specta]
pub async fn banks(console: State<'_, Console>, account_id: String) -> Result<BanksView, CommandError> {
    let desk = console.desk();
    let account = account(desk, id(&account_id, AccountId, "account")?).await?;
    let list = desk.ledger().banks(account.id, BankUse::Payout).await?;
    Ok(banks_view(&account, list))
}

/// Fetches the banks anew.
#[tauri::command]
#[specta::specta]
pub async fn refresh_banks(
    console: State<'_, Console>,
    account_id: String,
) -> Result<BanksView, CommandError> {
    let desk = console.desk();
    let account = account(desk, id(&account_id, AccountId, "account")?).await?;
    let list = desk.refresh_banks(account.id).await?;
    Ok(banks_view(&account, list))
}

/// What the owner sees first.
#[tauri::command]
#[specta::specta]
pub async fn overview(console: State<'_, Console>) -> Result<OverviewView, CommandError> {
    let desk = console.desk();
    let ledger = desk.ledger();
    let mut incomplete = false;
    let accounts = Accounts::new(noted(ledger.accounts(true).await, &mut incomplete)?);
    let now = jiff::Timestamp::now();
    let today = now.to_zoned(jiff::tz::TimeZone::system()).date();
    let first = today.checked_sub((DAYS_SHOWN - 1).days()).unwrap_or(today);
    // A market east of here may be a day ahead.
    let last = today.checked_add(1.days()).unwrap_or(today);
    let totals = ledger.totals(None, &first.to_string(), &last.to_string()).await;
    let totals = noted(totals, &mut incomplete)?;
    let needs_person = noted(ledger.needs_person(COUNTED_MAX).await, &mut incomplete)?;
    let latest = noted(ledger.recent(LATEST_SHOWN).await, &mut incomplete)?;
    let since = now.as_millisecond().saturating_sub(DAY_MS);
    let unverified = noted(ledger.unverified_since(since).await, &mut incomplete)?;
    let view = |order: &ledger::OrderSummary| OrderSummaryView::of(order, &accounts);
    Ok(OverviewView {
        needs_person: needs_person.iter().take(ORDERS_LISTED).map(view).collect(),
        needs_person_count: u32::try_from(needs_person.len()).unwrap_or(u32::MAX),
        unverified_deliveries: u32::try_from(unverified).unwrap_or(u32::MAX),
        balances: noted(all_balances(desk).await, &mut incomplete)?,
        days: days(&totals),
        latest: latest.iter().map(view).collect(),
        incomplete,
    })
}

/// What can be read of the overview; that something cannot is noted, and the rest is shown.
fn noted<T: Default>(
    found: Result<T, impl Into<CommandError>>,
    incomplete: &mut bool,
) -> Result<T, CommandError> {
    let (found, missing) = readable(found.map_err(Into::into))?;
    *incomplete |= missing;
    Ok(found)
}

async fn account(desk: &Desk, id: AccountId) -> Result<AccountRow, CommandError> {
    desk.ledger()
        .account(id)
        .await?
        .ok_or_else(|| CommandError::new("no_such_account", "there is no such account"))
}

async fn all_balances(desk: &Desk) -> Result<Vec<AccountBalances>, CommandError> {
    let mut all = Vec::new();
    for account in desk.ledger().accounts(false).await? {
        all.push(balances_of(desk, &account).await?);
    }
    Ok(all)
}

async fn balances_of(desk: &Desk, account: &AccountRow) -> Result<AccountBalances, CommandError> {
    let ledger = desk.ledger();
    let claimed: BTreeMap<Currency, Amount> =
        ledger.claimed(account.id).await?.into_iter().map(|claim| (claim.currency, claim.amount)).collect();
    let latest = ledger.latest_balances(account.id).await?;
    let mut history = Vec::new();
    for balance in &latest {
        history
            .extend(ledger.balance_history(account.id, balance.currency, 0, i64::MAX, HISTORY_SHOWN).await?);
    }
    let view = |row: &ledger::BalanceRow| {
        BalanceView::of(row, &account.name, claimed.get(&row.currency).copied().unwrap_or_default())
    };
    Ok(AccountBalances {
        account_id: account.id.to_string(),
        account_name: account.name.clone(),
        balances: latest.iter().map(view).collect(),
        history: history.iter().map(view).collect(),
    })
}

#[derive(Default)]
struct Day {
    collected: Amount,
    collected_count: i64,
    paid_out: Amount,
    paid_out_count: i64,
}

/// Totals by day and currency; what came back is taken off on the day of its return.
fn days(totals: &[DayTotal]) -> Vec<DayView> {
    let mut days: BTreeMap<(String, Currency), Day> = BTreeMap::new();
    for total in totals {
        let day = days.entry((total.day.clone(), total.currency)).or_default();
        let (sum, count) = match total.product.direction() {
            Direction::Collect => (&mut day.collected, &mut day.collected_count),
            Direction::Payout => (&mut day.paid_out, &mut day.paid_out_count),
        };
        let changed = match total.kind {
            MoneyKind::Succeeded => {
                *count = count.saturating_add(total.n);
                sum.checked_add(total.amount)
            }
            MoneyKind::Returned => sum.checked_sub(total.amount),
        };
        *sum = changed.unwrap_or(*sum);
    }
    days.into_iter()
        .map(|((day, currency), totals)| DayView {
            day,
            currency: currency.to_string(),
            collected: totals.collected.to_string(),
            collected_count: u32::try_from(totals.collected_count).unwrap_or_default(),
            paid_out: totals.paid_out.to_string(),
            paid_out_count: u32::try_from(totals.paid_out_count).unwrap_or_default(),
        })
        .collect()
}
