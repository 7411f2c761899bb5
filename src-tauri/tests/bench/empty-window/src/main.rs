//! A window with an empty page and one command that does nothing: the same library, policy and isolation as the
//! program's window, and nothing else. `make bench` starts the two in turn.

use std::process::ExitCode;

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Where the web view keeps its own; named by whoever starts this.
const FOLDER_VARIABLE: &str = "EMPTY_WINDOW_FOLDER";

#[tauri::command]
async fn nothing() {}

fn main() -> ExitCode {
    let started = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![nothing])
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Empty window")
                .inner_size(1280.0, 800.0);
            let window = match std::env::var_os(FOLDER_VARIABLE) {
                Some(folder) => window.data_directory(folder.into()),
                None => window,
            };
            window.build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    if started.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
