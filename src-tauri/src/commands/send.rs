//! Creating orders, and what a person decides about them.

use desk::{Confirmation, Desk, DeskError, DraftReport as Checked};
use gateways::catalogue::{Market, Role, market};
use ledger::{AccountId, OrderId};
use orders::{Direction, Draft};
use tauri::State;

use super::id;
use super::orders::after_deed;
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{
    Accounts, DayCeilingView, DraftReport, DraftRequest, FieldProblemView, FieldWarningView, OrderDetailView,
    OrderSummaryView, PayoutChecks, PayoutConfirmation, SecretText, grouped_account, time_text,
};

/// Checks a draft as it is typed. Changes nothing and asks no gateway.
#[tauri::command]
#[specta::specta]
pub async fn check_draft(
    console: State<'_, Console>,
    account_id: String,
    draft: DraftRequest,
) -> Result<DraftReport, CommandError> {
    let desk = console.desk();
    let (account_id, market) = account_and_market(desk, &account_id).await?;
    let (read, amount_problem) = draft.read_leniently(market);
    let checked = desk.check_draft(account_id, &read).await?;
    report(desk, account_id, &checked, amount_problem).await
}

/// Creates a collect order: one attempt, whatever comes of it.
#[tauri::command]
#[specta::specta]
pub async fn create_collect(
    console: State<'_, Console>,
    account_id: String,
    draft: DraftRequest,
) -> Result<OrderDetailView, CommandError> {
    let desk = console.desk();
    let (account_id, draft) = read(desk, &account_id, &draft).await?;
    let order = desk.create_collect(account_id, &draft).await?;
    after_deed(desk, order.id).await
}

/// Writes a payout's stub; it is sent by itself when its grace ends.
#[tauri::command]
#[specta::specta]
pub async fn prepare_payout(
    console: State<'_, Console>,
    account_id: String,
    draft: DraftRequest,
    confirmation: PayoutConfirmation,
) -> Result<OrderDetailView, CommandError> {
    let desk = console.desk();
    let (account_id, draft) = read(desk, &account_id, &draft).await?;
    let confirmation = Confirmation {
        duplicate_reason: confirmation.duplicate_reason,
        last4: confirmation.last_four,
        replaces: confirmation.replaces.as_deref().map(|text| id(text, OrderId, "order")).transpose()?,
        passphrase: confirmation.passphrase.map(|given| given.0),
    };
    let order = desk.prepare_payout(account_id, &draft, confirmation).await?;
    after_deed(desk, order.id).await
}

/// Withdraws a payout that was not sent.
#[tauri::command]
#[specta::specta]
pub async fn cancel_payout(console: State<'_, Console>, id: String) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.cancel_payout(id).await?;
    after_deed(desk, id).await
}

/// Sends a payout that waits for a person: prepared before a restart, or proven never to have left. Above a ceiling it
/// takes the guard passphrase.
#[tauri::command]
#[specta::specta]
pub async fn send_payout(
    console: State<'_, Console>,
    id: String,
    passphrase: Option<SecretText>,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    if let Some(given) = passphrase {
        desk.allow_above_ceiling(id, given.0).await?;
    }
    desk.send_payout(id).await?;
    after_deed(desk, id).await
}

/// Declares, with a reason, that an unknown order was never made. It is asked about daily all the same.
#[tauri::command]
#[specta::specta]
pub async fn abandon_order(
    console: State<'_, Console>,
    id: String,
    reason: String,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.abandon_order(id, &reason).await?;
    after_deed(desk, id).await
}

async fn read(
    desk: &Desk,
    account_id: &str,
    draft: &DraftRequest,
) -> Result<(AccountId, Draft), CommandError> {
    let (account_id, market) = account_and_market(desk, account_id).await?;
    let draft = draft.read(market).map_err(CommandError::of_problem)?;
    Ok((account_id, draft))
}

async fn account_and_market(
    desk: &Desk,
    account_id: &str,
) -> Result<(AccountId, &'static Market), CommandError> {
    let account_id = id(account_id, AccountId, "account")?;
    let account = desk.ledger().account(account_id).await?.ok_or(DeskError::NoSuchAccount)?;
    let market = market(&account.market_id).ok_or(DeskError::NoSuchMarket(account.market_id))?;
    Ok((account_id, market))
}

async fn report(
    desk: &Desk,
    account_id: AccountId,
    checked: &Checked,
    amount_problem: Option<FieldProblemView>,
) -> Result<DraftReport, CommandError> {
    let accounts = Accounts::new(desk.ledger().accounts(true).await?);
    let draft = &checked.tidied;
    let rules = accounts.market(account_id).and_then(|market| market.product(draft.product));
    let account_no =
        rules.and_then(|rules| rules.role(Role::PayeeAccount)).and_then(|field| draft.field(&field.name));
    let clabe = account_no.and_then(|text| reference::clabe::read(text).ok());
    let is_mexican = accounts.market(account_id).is_some_and(|market| market.country == "MX");
    let mut problems: Vec<FieldProblemView> = checked.problems.iter().map(FieldProblemView::from).collect();
    if let Some(problem) = amount_problem {
        problems.retain(|found| found.field != "amount");
        problems.insert(0, problem);
    }
    let payout = match draft.product.direction() {
        Direction::Collect => None,
        Direction::Payout => Some(payout_checks(desk, account_id, checked, &accounts).await?),
    };
    Ok(DraftReport {
        problems,
        warnings: checked.warnings.iter().map(FieldWarningView::from).collect(),
        tidied: draft.fields.clone(),
        account_grouped: account_no.map(grouped_account),
        bank_by_account: clabe
            .filter(|_| is_mexican)
            .and_then(|clabe| clabe.bank)
            .map(|bank| bank.short_name.to_owned()),
        payout,
    })
}

async fn payout_checks(
    desk: &Desk,
    account_id: AccountId,
    checked: &Checked,
    accounts: &Accounts,
) -> Result<PayoutChecks, CommandError> {
    let ledger = desk.ledger();
    let currency = checked.tidied.currency;
    let read_at = ledger
        .latest_balances(account_id)
        .await?
        .into_iter()
        .find(|balance| balance.currency == currency)
        .map(|balance| balance.at_ms);
    let summaries = |orders: &[ledger::OrderSummary]| {
        orders.iter().map(|order| OrderSummaryView::of(order, accounts)).collect::<Vec<_>>()
    };
    let unusually_large = checked
        .largest_before
        .and_then(|largest| largest.checked_mul(3))
        .is_some_and(|most| checked.tidied.amount > most);
    Ok(PayoutChecks {
        available: checked.available.map(|amount| amount.to_string()),
        available_read_at: read_at.map(time_text),
        claimed: checked.claimed.to_string(),
        left_after: checked.balance_after.map(|amount| amount.to_string()),
        exceeds_balance: checked.balance_after.is_some_and(|left| left < money::Amount::ZERO),
        paid_before: checked.largest_before.is_some(),
        last_paid_at: checked.last_paid_ms.map(time_text),
        other_names: checked.other_names.iter().map(|known| known.name.clone()).collect(),
        largest_before: checked.largest_before.map(|amount| amount.to_string()),
        unusually_large,
        ten_times: checked.exactly_ten_times,
        same_within_day: summaries(&checked.same_within_day),
        same_within_week: summaries(&checked.same_within_week),
        unknown_twin: checked.unknown_twin.as_ref().map(|twin| OrderSummaryView::of(twin, accounts)),
        abandoned_twin: checked.abandoned_twin.as_ref().map(|twin| OrderSummaryView::of(twin, accounts)),
        above_ceiling: checked.above_ceiling.map(|amount| amount.to_string()),
        day_ceiling: checked.day_ceiling.as_ref().map(DayCeilingView::from),
        retype_last_four: checked.needs.last4,
    })
}
