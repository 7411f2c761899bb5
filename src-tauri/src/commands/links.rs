//! Leaving the window: the browser and the clipboard; and the way back in, links to orders.

use tauri::State;

use crate::console::Console;
use crate::error::CommandError;
use crate::evidence_files::in_background;
use crate::views::LinkHandlerView;

/// The longest text that may be put on the clipboard, in bytes.
const CLIPBOARD_BYTES_MAX: usize = 256 * 1024;

/// Opens a link in the person's browser, if it is one that may be opened (S7).
#[tauri::command]
#[specta::specta]
pub async fn open_link(console: State<'_, Console>, url: String) -> Result<(), CommandError> {
    let link =
        desk::safe_link(&url).map_err(|refusal| CommandError::new("link_refused", refusal.to_string()))?;
    console.outside().open_link(&link).map_err(|error| CommandError::new("link_not_opened", error))
}

/// Puts a text on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(console: State<'_, Console>, text: String) -> Result<(), CommandError> {
    if text.len() > CLIPBOARD_BYTES_MAX {
        return Err(CommandError::new("clipboard", "the text is too long for the clipboard"));
    }
    console.outside().copy(&text).map_err(|error| CommandError::new("clipboard", error))
}

/// Whether this desktop opens links to orders with this program.
#[tauri::command]
#[specta::specta]
pub async fn link_handler(console: State<'_, Console>) -> Result<LinkHandlerView, CommandError> {
    let Some(places) = console.outside().link_places() else {
        return Ok(LinkHandlerView { supported: false, on: false, other: None });
    };
    in_background(move || {
        let now = places.state();
        Ok(LinkHandlerView { supported: true, on: now.on, other: now.other })
    })
    .await
}

/// Has this desktop open links to orders with this program, or no more.
#[tauri::command]
#[specta::specta]
pub async fn set_link_handler(
    console: State<'_, Console>,
    on: bool,
) -> Result<LinkHandlerView, CommandError> {
    let places = console.outside().link_places();
    let places = places
        .ok_or_else(|| CommandError::new("link_handler", "this system does not let a program choose it"))?;
    in_background(move || places.set(on)).await?;
    link_handler(console).await
}
