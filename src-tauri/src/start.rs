//! Starting and ending the program.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use vault::{KeychainUse, VaultOptions};

use crate::console::Console;
use crate::error::CommandError;
use crate::home::Home;
use crate::instance::{Claim, Phase};
use crate::ipc::ipc;
use crate::outside::Desktop;
use crate::{instance, logging, order_link, process, second_start, window};

/// The longest that the program stays after its window is gone; a creation under way gets its time.
const FAREWELL_MAX: Duration = Duration::from_secs(40);
/// Set to `never`, secrets go to a passphrase file even where there is a keychain.
const KEYCHAIN_VARIABLE: &str = "COUNTERFOIL_KEYCHAIN";

/// Runs the program until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    process::prepare();
    let started = Instant::now();
    let home = match Home::find(platform_folder) {
        Ok(home) => home,
        Err(error) => return cannot_start(&format!("The data folder cannot be used: {error}")),
    };
    let link =
        order_link::handed(std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()));
    let raise = || second_start::raise(&home, link.as_deref());
    let claim = match instance::admit(&home, link.is_some(), raise) {
        Ok(claim) => Arc::new(claim),
        Err(refusal) => return second_start::end(&home, refusal, context),
    };
    if let Ok(logs) = home.logs() {
        logging::begin(&logs);
    }
    let builder = ipc::<tauri::Wry>();
    let handler = builder.invoke_handler();
    let application = tauri::Builder::default()
        .plugin(single_instance(&home))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(remembering())
        .invoke_handler(handler)
        .setup({
            let claim = Arc::clone(&claim);
            move |app| {
                builder.mount_events(app);
                open(app.handle(), home, &claim, started)?;
                if let Some((console, link)) = app.try_state::<Console>().zip(link) {
                    console.follow_link(&link);
                }
                Ok(())
            }
        })
        .build(context());
    match application {
        Ok(application) => {
            application.run(move |app, event| {
                if matches!(event, RunEvent::Exit) {
                    close(app, &claim);
                } else if let RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } = event {
                    window_gone(app, &label);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => cannot_start(&error.to_string()),
    }
}

/// Opens the state and the window, each while the other is being opened; without the state there is only a message.
///
/// The page's first words are heard by the event loop, which begins after this: it never finds a program without state.
fn open<R: Runtime>(
    app: &AppHandle<R>,
    home: Home,
    claim: &Claim,
    started: Instant,
) -> Result<(), Box<dyn std::error::Error>> {
    let outside = Arc::new(Desktop(app.clone()));
    let web = home.web();
    let state = tauri::async_runtime::spawn(Console::open(home, vault_options(), outside));
    let window = window::open(app, web)?;
    match tauri::async_runtime::block_on(state)? {
        Ok(console) => {
            app.manage(console);
            claim.tell(Phase::Open);
            tracing::info!(ms = started.elapsed().as_millis(), "the window is opening");
            Ok(())
        }
        Err(error) => {
            window.hide()?;
            tracing::error!(code = error.code, message = error.message, "the program cannot start");
            app.dialog()
                .message(explain(&error))
                .title("Counterfoil")
                .kind(MessageDialogKind::Error)
                .blocking_show();
            app.exit(1);
            Ok(())
        }
    }
}

/// With the main window all others go; an order whose window is gone is no longer looked at.
fn window_gone<R: Runtime>(app: &AppHandle<R>, label: &str) {
    if label == window::MAIN {
        window::close_orders(app);
    } else if let Some((console, id)) = app.try_state::<Console>().zip(window::order_of(label)) {
        console.shown_in_own(id, false);
    }
}

fn close<R: Runtime>(app: &AppHandle<R>, claim: &Claim) {
    claim.tell(Phase::Closing);
    if let Some(console) = app.try_state::<Console>() {
        let farewell = async { tokio::time::timeout(FAREWELL_MAX, console.close()).await };
        if tauri::async_runtime::block_on(farewell).is_err() {
            tracing::warn!("something was still under way at the end; it is found at the next start");
        }
    }
}

/// In plain words: this is shown before there is a window that could translate a code.
fn explain(error: &CommandError) -> String {
    match error.code.as_str() {
        "ledger_in_use" => "Counterfoil is already running with this data folder.".to_owned(),
        "ledger_newer" => format!(
            "This data was written by a newer Counterfoil. Nothing was changed. Please install the newer program.\n\n{}",
            error.message
        ),
        _ => format!("Counterfoil cannot open its data. Nothing was changed.\n\n{}", error.message),
    }
}

fn vault_options() -> VaultOptions {
    let keychain = match std::env::var(KEYCHAIN_VARIABLE).as_deref() {
        Ok("never") => KeychainUse::Never,
        Ok(_) | Err(_) => KeychainUse::WhereThereIsOne,
    };
    VaultOptions { keychain, ..VaultOptions::default() }
}

/// What the program is made of: its pages, its icons, its configuration.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Raises the window when a second start asks for it ([`second_start::raise`]). The lock on the folder is what counts;
/// without a session bus there is only that.
fn single_instance<R: Runtime>(home: &Home) -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(second_start::bus_name(home))
        .callback(|app, arguments, _| {
            tracing::info!("a second start raises the window");
            window::raise(app);
            // Anybody on the session bus can say this: it is read as strictly as at a start of our own.
            if let Some((console, link)) = app.try_state::<Console>().zip(order_link::handed(arguments)) {
                console.follow_link(&link);
            }
        })
        .build()
}

/// Remembers the main window's size and place; an order's own window opens where there is room.
fn remembering<R: Runtime>() -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_window_state::Builder::default().with_filter(|label| label == window::MAIN).build()
}

fn platform_folder() -> Option<std::path::PathBuf> {
    dirs::data_dir().map(|folder| folder.join("app.counterfoil.console"))
}

#[expect(clippy::print_stderr, reason = "there is no window and perhaps no log to say it in")]
fn cannot_start(why: &str) -> ExitCode {
    eprintln!("Counterfoil cannot start. {why}");
    ExitCode::FAILURE
}
