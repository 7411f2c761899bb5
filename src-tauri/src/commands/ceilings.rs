//! Ceilings: what today's payouts come to, and the guard passphrase that lets a person raise or pass one (S16).

use ledger::AccountId;
use tauri::State;

use super::app::vault_changed;
use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{AppView, PaidTodayView, SecretText};

/// What an account's payouts of today come to.
#[tauri::command]
#[specta::specta]
pub async fn paid_today(
    console: State<'_, Console>,
    account_id: String,
) -> Result<PaidTodayView, CommandError> {
    let account_id = id(&account_id, AccountId, "account")?;
    Ok(PaidTodayView::from(&console.desk().paid_today(account_id).await?))
}

/// Chooses the guard passphrase of a computer that has none. One for both modes.
#[tauri::command]
#[specta::specta]
pub async fn set_guard(console: State<'_, Console>, passphrase: SecretText) -> Result<AppView, CommandError> {
    console.vault().set_guard(passphrase.0).await?;
    vault_changed(&console).await
}

/// Changes the guard passphrase; where the secrets lie in a passphrase file, it is that file's.
#[tauri::command]
#[specta::specta]
pub async fn change_guard(
    console: State<'_, Console>,
    old: SecretText,
    next: SecretText,
) -> Result<AppView, CommandError> {
    console.vault().change_guard(old.0, next.0).await?;
    vault_changed(&console).await
}
