//! What people mark orders with, and the lists they keep.

use ledger::{OrderId, SavedView};
use tauri::State;

use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{LabelView, SavedViewView};

/// All labels, by name.
#[tauri::command]
#[specta::specta]
pub async fn labels(console: State<'_, Console>) -> Result<Vec<LabelView>, CommandError> {
    let labels = console.desk().ledger().labels().await?;
    Ok(labels.into_iter().map(Into::into).collect())
}

/// Gives orders a label, or takes it away; returns those for which that changed something, so that it can be undone.
#[tauri::command]
#[specta::specta]
pub async fn set_label(
    console: State<'_, Console>,
    ids: Vec<String>,
    name: String,
    wanted: bool,
) -> Result<Vec<String>, CommandError> {
    let changed = console.desk().set_label(&read_ids(&ids)?, &name, wanted).await?;
    Ok(changed.into_iter().map(|id| id.to_string()).collect())
}

/// Gives orders a star, or takes it away; returns those for which that changed something.
#[tauri::command]
#[specta::specta]
pub async fn set_star(
    console: State<'_, Console>,
    ids: Vec<String>,
    wanted: bool,
) -> Result<Vec<String>, CommandError> {
    let changed = console.desk().set_star(&read_ids(&ids)?, wanted).await?;
    Ok(changed.into_iter().map(|id| id.to_string()).collect())
}

/// The kept lists, in their order.
#[tauri::command]
#[specta::specta]
pub async fn saved_views(console: State<'_, Console>) -> Result<Vec<SavedViewView>, CommandError> {
    let views = console.desk().ledger().views().await?;
    Ok(views.into_iter().map(Into::into).collect())
}

/// Keeps these lists, in this order, in place of those that were kept.
#[tauri::command]
#[specta::specta]
pub async fn set_saved_views(
    console: State<'_, Console>,
    views: Vec<SavedViewView>,
) -> Result<Vec<SavedViewView>, CommandError> {
    let ledger = console.desk().ledger();
    let views: Vec<SavedView> = views.into_iter().map(Into::into).collect();
    ledger.set_views(&views).await?;
    Ok(ledger.views().await?.into_iter().map(Into::into).collect())
}

fn read_ids(ids: &[String]) -> Result<Vec<OrderId>, CommandError> {
    ids.iter().map(|text| id(text, OrderId, "order")).collect()
}
