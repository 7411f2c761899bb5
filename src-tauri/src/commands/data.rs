//! The live ledger's data: its check, its backups, and restoring one. Practice has neither: nothing in it is real.

use tauri::State;

use crate::console::Console;
use crate::error::CommandError;
use crate::events::{DataChanged, WindowEvent};
use crate::views::{LedgerDataView, SecretText};

/// Where the live ledger is, its backups and its last check.
#[tauri::command]
#[specta::specta]
pub async fn data_state(console: State<'_, Console>) -> Result<LedgerDataView, CommandError> {
    Ok(LedgerDataView::of(console.live()))
}

/// Checks the live ledger now.
#[tauri::command]
#[specta::specta]
pub async fn check_ledger(console: State<'_, Console>) -> Result<LedgerDataView, CommandError> {
    console.live().check_ledger().await?;
    Ok(LedgerDataView::of(console.live()))
}

/// Makes a backup of the live ledger now.
#[tauri::command]
#[specta::specta]
pub async fn back_up(console: State<'_, Console>) -> Result<LedgerDataView, CommandError> {
    console.live().back_up().await?;
    Ok(LedgerDataView::of(console.live()))
}

/// Puts a backup in the live ledger's place. What is there now is kept aside; orders that had not left when the backup
/// was made become unknown.
#[tauri::command]
#[specta::specta]
pub async fn restore_backup(
    console: State<'_, Console>,
    name: String,
) -> Result<LedgerDataView, CommandError> {
    console.restore(&name).await?;
    Ok(LedgerDataView::of(console.live()))
}

/// A person has dealt with what came between a backup and its restoration: payouts may leave again. Takes the guard
/// passphrase where an account has a ceiling (S16).
#[tauri::command]
#[specta::specta]
pub async fn restore_dealt_with(
    console: State<'_, Console>,
    passphrase: Option<SecretText>,
) -> Result<LedgerDataView, CommandError> {
    console.live().restore_dealt_with(passphrase.map(|given| given.0)).await?;
    console.outside().tell(WindowEvent::Data(DataChanged { sealed: false }));
    Ok(LedgerDataView::of(console.live()))
}
