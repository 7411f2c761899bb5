//! Leaving the window: the browser and the clipboard.

use tauri::State;

use crate::console::Console;
use crate::error::CommandError;

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
