//! Importing a merchant's past from a file: choosing it, reading it, looking at what would come of it, writing it.

use desk::ImportProgress;
use import::{ReadOptions, refused_rows};
use ledger::{AccountId, EvidenceFile};
use tauri::State;
use tauri::ipc::Channel;

use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::evidence_files;
use crate::history_files::HistoryFile;
use crate::views::{
    ImportMapping, ImportPreviewView, ImportProgressView, ImportReading, ImportResultView, ImportSheetView,
};

/// Lets a person choose a file and reads it for an account; nothing, when they change their mind.
#[tauri::command]
#[specta::specta]
pub async fn import_choose(
    console: State<'_, Console>,
    account_id: String,
) -> Result<Option<ImportSheetView>, CommandError> {
    let account = id(&account_id, AccountId, "account")?;
    let mode = console.mode();
    let Some(path) = evidence_files::choose(console.outside()).await else { return Ok(None) };
    let file = console.chosen_history().keep(HistoryFile::read(path, mode).await?);
    view(&console, account, &file).await.map(Some)
}

/// Reads the file in another way, or for another account.
#[tauri::command]
#[specta::specta]
pub async fn import_read(
    console: State<'_, Console>,
    token: String,
    account_id: String,
    reading: ImportReading,
) -> Result<ImportSheetView, CommandError> {
    let account = id(&account_id, AccountId, "account")?;
    let file = console.chosen_history().get(&token, console.mode())?;
    let encoding = reading.encoding.map(Into::into);
    file.read_again(ReadOptions { encoding, page: reading.page, ..ReadOptions::default() }).await?;
    view(&console, account, &file).await
}

async fn view(
    console: &Console,
    account: AccountId,
    file: &HistoryFile,
) -> Result<ImportSheetView, CommandError> {
    let sheet = file.sheet();
    let found = console.desk().guess_history(account, sheet.clone()).await?;
    Ok(ImportSheetView::of(file.token(), &sheet, &found))
}

/// What would come of the file. Nothing is written.
#[tauri::command]
#[specta::specta]
pub async fn import_preview(
    console: State<'_, Console>,
    token: String,
    account_id: String,
    mapping: ImportMapping,
) -> Result<ImportPreviewView, CommandError> {
    let account = id(&account_id, AccountId, "account")?;
    let file = console.chosen_history().get(&token, console.mode())?;
    let found = console.desk().preview_history(account, file.sheet(), mapping.into()).await?;
    Ok(found.into())
}

/// Writes the file's orders, in batches, and tells how far it is. What the account has already stays as it is.
#[tauri::command]
#[specta::specta]
pub async fn import_run(
    console: State<'_, Console>,
    token: String,
    account_id: String,
    mapping: ImportMapping,
    progress: Channel<ImportProgressView>,
) -> Result<ImportResultView, CommandError> {
    let account = id(&account_id, AccountId, "account")?;
    let file = console.chosen_history().get(&token, console.mode())?;
    let running = file.begin()?;
    let mut go_on = |step: ImportProgress| {
        // The window may be gone; what was begun is written all the same.
        let _nobody_looks = progress.send(step.into());
        running.goes_on()
    };
    let imported = console.desk().import_history(account, &file.sheet(), &mapping.into(), &mut go_on).await?;
    tracing::info!(
        written = imported.written,
        known = imported.known,
        refused = imported.refused.len(),
        left = imported.left,
        "a history was imported"
    );
    running.leave_out(imported.refused.iter().map(|row| (row.index, row.why.to_string())).collect());
    Ok(imported.into())
}

/// Asks an import under way to stop after the batch that it is at.
#[tauri::command]
#[specta::specta]
pub async fn import_stop(console: State<'_, Console>, token: String) -> Result<(), CommandError> {
    console.chosen_history().get(&token, console.mode())?.stop();
    Ok(())
}

/// Writes the rows that the last import of the file left out to where a person wants them, each with the reason; false,
/// when they change their mind.
#[tauri::command]
#[specta::specta]
pub async fn import_save_refused(console: State<'_, Console>, token: String) -> Result<bool, CommandError> {
    let file = console.chosen_history().get(&token, console.mode())?;
    let rows = file.refused();
    if rows.is_empty() {
        return Err(CommandError::new("not_found", "no row was left out"));
    }
    let stem = file.name().rsplit_once('.').map_or(file.name(), |(stem, _)| stem);
    let name = format!("{stem} left out.csv");
    let Some(path) = evidence_files::choose_place(console.outside(), &name).await else { return Ok(false) };
    let bytes = refused_rows(&file.sheet(), &rows);
    evidence_files::write(path, EvidenceFile { name, bytes }).await?;
    Ok(true)
}
