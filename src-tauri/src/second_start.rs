//! What a start does that finds its data folder taken: it raises the window that is there and hands over its link, or says
//! why it cannot.

use std::process::ExitCode;
use std::time::Duration;

use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::home::Home;
use crate::instance::Refusal;
#[cfg(any(target_os = "linux", test))]
use crate::order_link::LinkedNumber;

/// The exit code of a start that could neither open a window nor raise one.
const TAKEN: u8 = 3;
/// The one message that may be on the screen goes away by itself: nobody may be there to press its button.
const MESSAGE_MAX: Duration = Duration::from_secs(15);
/// Who holds this file shows the message. Impatient clicks must not fill the screen with it.
const MESSAGE_FILE: &str = "counterfoil.message";

/// The name that the single-instance plugin takes on the session bus, before its own ending. One to a data folder.
pub(crate) fn bus_name(home: &Home) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    home.folder().hash(&mut hasher);
    format!("app.counterfoil.console.home{:016x}", hasher.finish())
}

/// Asks the owner of a data folder to raise its window and to follow a link, as the plugin's own second start does
/// (tauri-plugin-single-instance 2.5, `platform_impl/linux.rs`), but without bringing up GTK first. True when the owner is
/// on the bus and was asked, even if it is too busy to answer in time.
#[cfg(target_os = "linux")]
pub(crate) fn raise(home: &Home, link: Option<&str>) -> bool {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    /// A bus that is there but does not answer must not hold this up for ever; a busy machine may take its time.
    const ANSWER_MAX: Duration = Duration::from_secs(10);
    let name = format!("{}.SingleInstance", bus_name(home));
    let arguments = handed_over(link);
    let (to, answer) = std::sync::mpsc::channel();
    let asked = Arc::new(AtomicBool::new(false));
    let asking = Arc::clone(&asked);
    std::thread::spawn(move || {
        to.send(ask_to_raise(&name, arguments, || asking.store(true, Ordering::Release)).is_ok())
    });
    answer.recv_timeout(ANSWER_MAX).unwrap_or_else(|_| asked.load(Ordering::Acquire))
}

/// Elsewhere the plugin does it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn raise(_home: &Home, _link: Option<&str>) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn ask_to_raise(name: &str, arguments: Vec<String>, asking: impl FnOnce()) -> zbus::Result<()> {
    let connection = zbus::blocking::Connection::session()?;
    // The bus itself answers this, however busy the owner is.
    if !zbus::blocking::fdo::DBusProxy::new(&connection)?.name_has_owner(name.try_into()?)? {
        return Err(zbus::Error::InterfaceNotFound);
    }
    asking();
    let path = format!("/{}", name.replace('.', "/"));
    // The folder of this start: nobody looks at it.
    let body = (arguments, String::new());
    let interface = Some("org.SingleInstance.DBus");
    connection.call_method(Some(name), path.as_str(), interface, "ExecuteCallback", &body)?;
    Ok(())
}

/// What is handed over instead of a link that is none: enough to say so, and nothing of what it says.
#[cfg(any(target_os = "linux", test))]
const NO_LINK: &str = "counterfoil:";

/// The arguments that the owner is told: the program's name, and a link that was read here already.
#[cfg(any(target_os = "linux", test))]
fn handed_over(link: Option<&str>) -> Vec<String> {
    let mut arguments = vec!["counterfoil".to_owned()];
    arguments.extend(link.map(|link| {
        let is_one = LinkedNumber::read(link).is_some();
        if is_one { link.to_owned() } else { NO_LINK.to_owned() }
    }));
    arguments
}

/// Ends a start that has no folder, with a word about it.
pub(crate) fn end(home: &Home, refusal: Refusal, context: fn() -> tauri::Context) -> ExitCode {
    let (code, why) = match refusal {
        Refusal::Raised => (0, "Counterfoil is already open; its window was brought to the front."),
        Refusal::Starting => (0, "Counterfoil is already starting; its window will open in a moment."),
        Refusal::Unreachable => {
            (TAKEN, "Counterfoil is already open with this data folder. Please look for its window.")
        }
        Refusal::StillClosing => (
            TAKEN,
            "Counterfoil is still finishing what it was doing before it closed. Please try again in a minute.",
        ),
    };
    say(why);
    if code != 0 && has_screen() {
        show(home, why, context);
    }
    ExitCode::from(code)
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in, and the log is the other one's")]
fn say(why: &str) {
    eprintln!("{why}");
}

/// Without a screen GTK does not end well.
fn has_screen() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|name| !name.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Shows a message, unless one is on the screen already.
fn show(home: &Home, why: &'static str, context: fn() -> tauri::Context) {
    let Ok(file) = std::fs::File::create(home.folder().join(MESSAGE_FILE)) else { return };
    if file.try_lock().is_err() {
        return;
    }
    std::thread::spawn(|| {
        std::thread::sleep(MESSAGE_MAX);
        std::process::exit(TAKEN.into());
    });
    let application = tauri::Builder::default().plugin(tauri_plugin_dialog::init()).setup(move |app| {
        let handle = app.handle().clone();
        app.dialog()
            .message(why)
            .title("Counterfoil")
            .kind(MessageDialogKind::Info)
            .show(move |_| handle.exit(TAKEN.into()));
        Ok(())
    });
    if let Ok(application) = application.build(context()) {
        application.run(|_, _| {});
    }
}

#[cfg(test)]
mod tests {
    use super::handed_over;

    #[test]
    fn s07_only_a_link_that_is_one_is_handed_over_as_it_is() {
        assert_eq!(handed_over(None), ["counterfoil"]);
        assert_eq!(handed_over(Some("counterfoil://order/A1")), ["counterfoil", "counterfoil://order/A1"]);
        for hostile in ["counterfoil://pay/A1", "counterfoil://order/\u{202e}", &"x".repeat(1_000_000)] {
            assert_eq!(handed_over(Some(hostile)), ["counterfoil", "counterfoil:"]);
        }
    }
}
