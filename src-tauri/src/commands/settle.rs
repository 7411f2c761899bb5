//! Settling an order whose outcome nobody knows: evidence in, evidence out, and second thoughts.

use ledger::{EvidenceId, NewEvidence, OrderId};
use tauri::State;

use super::id;
use super::orders::after_deed;
use crate::console::Console;
use crate::error::CommandError;
use crate::evidence_files;
use crate::views::{ChosenFileView, OrderDetailView, SettlementRequest};

/// Settles an unknown order with a person's evidence.
#[tauri::command]
#[specta::specta]
pub async fn settle_order(
    console: State<'_, Console>,
    id: String,
    settlement: SettlementRequest,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    let file = match settlement.file.as_deref() {
        Some(token) => Some(console.chosen_file().get(token)?),
        None => None,
    };
    let evidence = NewEvidence {
        verdict: settlement.verdict.into(),
        reference: settlement.reference,
        note: settlement.note,
        file,
    };
    desk.settle_order(id, evidence).await?;
    if let Some(token) = settlement.file.as_deref() {
        console.chosen_file().forget(token);
    }
    after_deed(desk, id).await
}

/// Takes back, with a reason, that an order was never made: it is unknown again, and asked about from the beginning.
#[tauri::command]
#[specta::specta]
pub async fn reopen_order(
    console: State<'_, Console>,
    id: String,
    reason: String,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.reopen_order(id, &reason).await?;
    after_deed(desk, id).await
}

/// Lets a person choose a file as evidence; nothing, when they change their mind.
#[tauri::command]
#[specta::specta]
pub async fn choose_evidence_file(
    console: State<'_, Console>,
) -> Result<Option<ChosenFileView>, CommandError> {
    let Some(path) = evidence_files::choose(console.outside()).await else { return Ok(None) };
    let file = evidence_files::read(path).await?;
    let (name, bytes) = (file.name.clone(), u32::try_from(file.bytes.len()).unwrap_or(u32::MAX));
    Ok(Some(ChosenFileView { token: console.chosen_file().keep(file), name, bytes }))
}

/// Writes a file of evidence to where a person wants it; false, when they change their mind.
#[tauri::command]
#[specta::specta]
pub async fn save_evidence_file(
    console: State<'_, Console>,
    order_id: String,
    evidence_id: String,
) -> Result<bool, CommandError> {
    let order_id = id(&order_id, OrderId, "order")?;
    let evidence_id = id(&evidence_id, EvidenceId, "evidence")?;
    let file = console
        .desk()
        .ledger()
        .evidence_file(order_id, evidence_id)
        .await?
        .ok_or_else(|| CommandError::new("not_found", "there is no such file of evidence"))?;
    let Some(path) = evidence_files::choose_place(console.outside(), &file.name).await else {
        return Ok(false);
    };
    evidence_files::write(path, file).await?;
    Ok(true)
}
