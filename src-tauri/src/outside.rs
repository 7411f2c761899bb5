//! What commands may do outside the program: one narrow door, so that tests can stand in for the desktop.

use std::path::PathBuf;

use ledger::OrderId;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;
use tauri_specta::Event;
use url::Url;

use crate::console::Console;
use crate::events::WindowEvent;
use crate::link_handler::LinkPlaces;
use crate::window;

/// What is done with a path that a person chose, or with nothing when they changed their mind.
pub type ThenPath = Box<dyn FnOnce(Option<PathBuf>) + Send>;

/// The desktop around the program.
pub trait Outside: Send + Sync {
    /// Opens a link in the person's browser. The link has been judged before (S7).
    ///
    /// # Errors
    /// What the system said.
    fn open_link(&self, link: &Url) -> Result<(), String>;

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// What the system said.
    fn copy(&self, text: &str) -> Result<(), String>;

    /// Lets a person choose a file in the system's own dialog. Returns at once.
    fn choose_file(&self, then: ThenPath);

    /// Lets a person choose where to write a file, with a name to begin with. Returns at once.
    fn choose_place(&self, name: &str, then: ThenPath);

    /// Opens the window of an order, or raises the one that is there.
    ///
    /// # Errors
    /// What the system said.
    fn open_order(&self, id: OrderId, title: &str) -> Result<(), String>;

    /// Closes the window of an order, if it is there.
    fn close_order(&self, id: OrderId);

    /// Closes the windows of all orders.
    fn close_orders(&self);

    /// Brings the main window to the front.
    fn raise(&self);

    /// Where this desktop keeps who opens links; nothing where that cannot be chosen.
    fn link_places(&self) -> Option<LinkPlaces>;

    /// Tells the window that something changed.
    fn tell(&self, event: WindowEvent);
}

/// The real desktop.
pub(crate) struct Desktop<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Outside for Desktop<R> {
    fn open_link(&self, link: &Url) -> Result<(), String> {
        self.0.opener().open_url(link.as_str(), None::<&str>).map_err(|error| error.to_string())
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        self.0.clipboard().write_text(text).map_err(|error| error.to_string())
    }

    fn choose_file(&self, then: ThenPath) {
        self.0.dialog().file().pick_file(move |chosen| then(path_of(chosen)));
    }

    fn choose_place(&self, name: &str, then: ThenPath) {
        self.0.dialog().file().set_file_name(name).save_file(move |chosen| then(path_of(chosen)));
    }

    fn open_order(&self, id: OrderId, title: &str) -> Result<(), String> {
        let console = self.0.try_state::<Console>().ok_or("the program is still starting")?;
        window::open_order(&self.0, console.home().web(), id, title).map_err(|error| error.to_string())
    }

    fn close_order(&self, id: OrderId) {
        window::close_order(&self.0, id);
    }

    fn close_orders(&self) {
        window::close_orders(&self.0);
    }

    fn raise(&self) {
        window::raise(&self.0);
    }

    fn link_places(&self) -> Option<LinkPlaces> {
        LinkPlaces::of_this_desktop()
    }

    fn tell(&self, event: WindowEvent) {
        let sent = match event {
            WindowEvent::Order(event) => event.emit(&self.0),
            WindowEvent::Marked(event) => event.emit(&self.0),
            WindowEvent::Balance(event) => event.emit(&self.0),
            WindowEvent::Banks(event) => event.emit(&self.0),
            WindowEvent::Delivery(event) => event.emit(&self.0),
            WindowEvent::Accounts(event) => event.emit(&self.0),
            WindowEvent::Listener(event) => event.emit(&self.0),
            WindowEvent::AppState(event) => event.emit(&self.0),
            WindowEvent::StatusLine(event) => event.emit(&self.0),
            WindowEvent::Data(event) => event.emit(&self.0),
            WindowEvent::Place(event) => event.emit(&self.0),
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "the window could not be told of a change");
        }
    }
}

fn path_of(chosen: Option<FilePath>) -> Option<PathBuf> {
    chosen.and_then(|path| path.into_path().ok())
}
