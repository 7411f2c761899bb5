//! Accounts.

use desk::{AccountChange, AccountForm, Desk, Trial};
use gateways::catalogue::{AmountOverride, LimitOverrides};
use ledger::AccountId;
use money::Amount;
use tauri::State;

use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{
    AccountChanges, AccountView, ConnectRequest, ConnectionReport, FieldProblemView, LimitView, SecretText,
    TestRequest, typed_amount,
};

/// The accounts of the mode on show.
#[tauri::command]
#[specta::specta]
pub async fn list_accounts(
    console: State<'_, Console>,
    include_retired: bool,
) -> Result<Vec<AccountView>, CommandError> {
    views(console.desk(), include_retired).await
}

/// Connects an account; its secret goes to the vault.
#[tauri::command]
#[specta::specta]
pub async fn connect_account(
    console: State<'_, Console>,
    request: ConnectRequest,
) -> Result<AccountView, CommandError> {
    let account = console.desk().connect_account(form(request)).await?;
    Ok(AccountView::of(&account))
}

/// Tries an account out, or one about to be connected, and tells what is wrong.
#[tauri::command]
#[specta::specta]
pub async fn test_connection(
    console: State<'_, Console>,
    request: TestRequest,
) -> Result<ConnectionReport, CommandError> {
    let desk = console.desk();
    match request {
        TestRequest::Account(account) => {
            let account = id(&account, AccountId, "account")?;
            Ok(ConnectionReport::of(&desk.test_connection(Trial::Account(account)).await?))
        }
        TestRequest::New(request) => {
            let form = form(*request);
            Ok(ConnectionReport::of(&desk.test_connection(Trial::Form(&form)).await?))
        }
    }
}

/// Changes what may be changed of an account. Raising or removing a ceiling takes the guard passphrase (S16).
#[tauri::command]
#[specta::specta]
pub async fn edit_account(
    console: State<'_, Console>,
    id: String,
    changes: AccountChanges,
    passphrase: Option<SecretText>,
) -> Result<AccountView, CommandError> {
    let id = self::id(&id, AccountId, "account")?;
    let mut limits = LimitOverrides::default();
    for limit in &changes.limits {
        let amounts = AmountOverride {
            min: optional_amount("min", limit.min.as_deref())?,
            max: optional_amount("max", limit.max.as_deref())?,
        };
        limits.amounts.insert(limit.product.into(), amounts);
    }
    let change = AccountChange {
        name: changes.name,
        notify_url: changes.notify_url,
        limits,
        max_payout: optional_amount("payoutCeiling", changes.payout_ceiling.as_deref())?,
        max_day: optional_amount("dayCeiling", changes.day_ceiling.as_deref())?,
        sign_in_lower_case: changes.sign_in_lower_case,
        amount_as_text: changes.amount_as_text,
    };
    let passphrase = passphrase.map(|given| given.0);
    Ok(AccountView::of(&console.desk().edit_account(id, change, passphrase).await?))
}

/// Gives an account a new key. The former one still verifies callbacks for a while.
#[tauri::command]
#[specta::specta]
pub async fn rotate_key(
    console: State<'_, Console>,
    id: String,
    key_id: String,
    secret: SecretText,
) -> Result<AccountView, CommandError> {
    let id = self::id(&id, AccountId, "account")?;
    Ok(AccountView::of(&console.desk().rotate_key(id, &key_id, secret.0).await?))
}

/// Retires an account: no new orders; the old ones are followed to their end.
#[tauri::command]
#[specta::specta]
pub async fn retire_account(console: State<'_, Console>, id: String) -> Result<AccountView, CommandError> {
    let id = self::id(&id, AccountId, "account")?;
    let desk = console.desk();
    desk.retire_account(id).await?;
    let account = desk.ledger().account(id).await?.ok_or_else(|| CommandError::malformed("account"))?;
    Ok(AccountView::of(&account))
}

/// The accounts of a desk as views.
pub(crate) async fn views(desk: &Desk, include_retired: bool) -> Result<Vec<AccountView>, CommandError> {
    Ok(desk.ledger().accounts(include_retired).await?.iter().map(AccountView::of).collect())
}

fn form(request: ConnectRequest) -> AccountForm {
    AccountForm {
        name: request.name,
        market_id: request.market_id,
        base_url: request.base_url,
        typed_confirmation: request.insecure_host_typed,
        key_id: request.key_id,
        secret: request.secret.0,
        notify_url: request.notify_url,
        key_edited_now: request.key_is_new,
        max_payout: None,
    }
}

/// An amount that may be left empty.
pub(crate) fn optional_amount(field: &str, text: Option<&str>) -> Result<Option<Amount>, CommandError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    typed_amount(text).map(Some).map_err(|_| {
        CommandError::of_problem(FieldProblemView {
            field: field.to_owned(),
            code: "not_a_number".to_owned(),
            values: std::collections::BTreeMap::new(),
        })
    })
}

/// Limits as views write them.
pub(crate) fn limit_views(limits_json: &str) -> Vec<LimitView> {
    serde_json::from_str::<LimitOverrides>(limits_json)
        .unwrap_or_default()
        .amounts
        .into_iter()
        .map(|(product, amounts)| LimitView {
            product: product.into(),
            min: amounts.min.map(|amount| amount.to_string()),
            max: amounts.max.map(|amount| amount.to_string()),
        })
        .collect()
}
