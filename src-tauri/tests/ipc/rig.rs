//! A whole console on a folder of its own, called by command name and JSON as the window calls it.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use counterfoil_lib::{Console, Home, LinkPlaces, Outside, ThenPath, WindowEvent};
use ledger::OrderId;
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponse, InvokeResponseBody};
use tauri::test::{INVOKE_KEY, MockRuntime, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, State, Webview, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;
use url::Url;
use vault::{KeychainUse, VaultOptions};

use crate::drafts::CLABE;

/// The longest that a test waits for something that happens by itself.
const PATIENCE: Duration = Duration::from_secs(60);

/// Stands in for the desktop and writes down what it is asked for.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) links: Mutex<Vec<String>>,
    pub(crate) copied: Mutex<Vec<String>>,
    /// The file that a person chooses next, and the place they save to; nothing: they change their mind.
    pub(crate) chosen: Mutex<Option<PathBuf>>,
    pub(crate) place: Mutex<Option<PathBuf>>,
    /// Whether a person takes their time to choose a place, and who waits for it.
    pub(crate) holds: Mutex<bool>,
    pub(crate) held: Mutex<Option<ThenPath>>,
    /// Names that were suggested for saving.
    pub(crate) suggested: Mutex<Vec<String>>,
    /// Windows that were opened, closed and raised.
    pub(crate) windows: Mutex<Vec<String>>,
    /// Where the desktop keeps who opens links; nothing where that cannot be chosen.
    pub(crate) link_places: Mutex<Option<LinkPlaces>>,
    /// Events as the window would get them.
    pub(crate) told: Mutex<Vec<String>>,
}

impl Outside for Recorder {
    fn open_link(&self, link: &Url) -> Result<(), String> {
        self.links.lock().unwrap().push(link.to_string());
        Ok(())
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        self.copied.lock().unwrap().push(text.to_owned());
        Ok(())
    }

    fn choose_file(&self, then: ThenPath) {
        then(self.chosen.lock().unwrap().clone());
    }

    fn choose_place(&self, name: &str, then: ThenPath) {
        self.suggested.lock().unwrap().push(name.to_owned());
        if *self.holds.lock().unwrap() {
            *self.held.lock().unwrap() = Some(then);
        } else {
            then(self.place.lock().unwrap().clone());
        }
    }

    fn open_order(&self, id: OrderId, title: &str) -> Result<(), String> {
        self.windows.lock().unwrap().push(format!("open {id} {title}"));
        Ok(())
    }

    fn close_order(&self, id: OrderId) {
        self.windows.lock().unwrap().push(format!("close {id}"));
    }

    fn close_orders(&self) {
        self.windows.lock().unwrap().push("close all".to_owned());
    }

    fn raise(&self) {
        self.windows.lock().unwrap().push("raise".to_owned());
    }

    fn link_places(&self) -> Option<LinkPlaces> {
        self.link_places.lock().unwrap().clone()
    }

    fn tell(&self, event: WindowEvent) {
        let text = match event {
            WindowEvent::Order(event) => serde_json::to_string(&event),
            WindowEvent::Marked(event) => serde_json::to_string(&event),
            WindowEvent::Balance(event) => serde_json::to_string(&event),
            WindowEvent::Banks(event) => serde_json::to_string(&event),
            WindowEvent::Delivery(event) => serde_json::to_string(&event),
            WindowEvent::Accounts(event) => serde_json::to_string(&event),
            WindowEvent::Listener(event) => serde_json::to_string(&event),
            WindowEvent::AppState(event) => serde_json::to_string(&event),
            WindowEvent::StatusLine(event) => serde_json::to_string(&event),
            WindowEvent::Data(event) => serde_json::to_string(&event),
            WindowEvent::Place(event) => serde_json::to_string(&event),
        };
        self.told.lock().unwrap().push(text.unwrap());
    }
}

/// What crossed to the window and to the desktop; it outlives a restart of the console.
#[derive(Default)]
pub(crate) struct Crossed {
    /// Commands that answered, and commands that refused, at least once.
    pub(crate) answered: Mutex<BTreeSet<String>>,
    pub(crate) refused: Mutex<BTreeSet<String>>,
    /// Every answer and error, as text.
    pub(crate) answers: Mutex<Vec<String>>,
}

/// An answer, or the error as JSON: `CommandError`, or Tauri's words when the arguments cannot be read.
pub(crate) type Answer = Result<Value, Value>;

pub(crate) struct Rig {
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    folder: TempDir,
    pub(crate) outside: Arc<Recorder>,
    pub(crate) crossed: Arc<Crossed>,
}

/// Waits for what Rust offers as a future, on the runtime that commands run on.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    tauri::async_runtime::block_on(future)
}

/// Looks again and again until something is found.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Rig {
    /// A console on a new folder, its vault not set up.
    pub(crate) fn new() -> Self {
        Self::open(tempfile::tempdir().unwrap(), Arc::default(), Arc::default())
    }

    /// A console on a new folder, its vault ready.
    pub(crate) fn ready() -> Self {
        let rig = Self::new();
        rig.call("set_up_vault", serde_json::json!({ "passphrase": "correct horse battery" }));
        rig
    }

    /// A console on a new folder, whose commands count together with another one's.
    pub(crate) fn sharing(other: &Self) -> Self {
        Self::open(tempfile::tempdir().unwrap(), Arc::default(), Arc::clone(&other.crossed))
    }

    fn open(folder: TempDir, outside: Arc<Recorder>, crossed: Arc<Crossed>) -> Self {
        let home = Home::at(folder.path().to_owned()).unwrap();
        let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
        // The file system's lock of a console that was just closed may live a moment longer.
        let console = eventually("the ledger is free", || {
            let outside: Arc<dyn Outside> = Arc::<Recorder>::clone(&outside);
            match wait(Console::open(home.clone(), options, outside)) {
                Ok(console) => Some(console),
                Err(error) if error.code == "ledger_in_use" => None,
                Err(error) => unreachable!("{error:?}"),
            }
        });
        let commands = counterfoil_lib::ipc::<MockRuntime>();
        let app = mock_builder()
            .invoke_handler(commands.invoke_handler())
            .build(mock_context(noop_assets()))
            .unwrap();
        app.manage(console);
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Self { app, window, folder, outside, crossed }
    }

    /// Ends the console in good order and starts it again on the same folder.
    pub(crate) fn restart(self) -> Self {
        let (folder, outside, crossed) = self.close();
        Self::open(folder, outside, crossed)
    }

    /// Starts the console again on a folder that was closed.
    pub(crate) fn reopen((folder, outside, crossed): (TempDir, Arc<Recorder>, Arc<Crossed>)) -> Self {
        let rig = Self::open(folder, outside, crossed);
        rig.call("unlock_vault", serde_json::json!({ "passphrase": "correct horse battery" }));
        rig
    }

    /// Ends the console in good order.
    pub(crate) fn close(self) -> (TempDir, Arc<Recorder>, Arc<Crossed>) {
        wait(self.console().close());
        #[expect(deprecated, reason = "no other reference to the state is left; the ledger's lock must go")]
        let console = self.app.unmanage::<Console>();
        drop(console.unwrap());
        (self.folder, self.outside, self.crossed)
    }

    pub(crate) fn console(&self) -> State<'_, Console> {
        self.app.state()
    }

    /// The data folder.
    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Calls a command and does not wait for its answer.
    pub(crate) fn begin(&self, command: &str, arguments: Value) -> Receiver<InvokeResponse> {
        let (sender, answer) = sync_channel(1);
        let origin = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: origin.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        let webview: &Webview<MockRuntime> = self.window.as_ref();
        webview.clone().on_message(
            request,
            Box::new(move |_, _, response, _, _| {
                // A test that no longer waits has failed already.
                let _nobody_waits = sender.send(response);
            }),
        );
        answer
    }

    /// The answer to a command that was begun.
    pub(crate) fn finish(&self, command: &str, answer: &Receiver<InvokeResponse>) -> Answer {
        let answer = match answer.recv_timeout(PATIENCE).unwrap() {
            InvokeResponse::Ok(InvokeResponseBody::Json(text)) => Ok(text),
            InvokeResponse::Ok(InvokeResponseBody::Raw(_)) => unreachable!("no command answers with bytes"),
            InvokeResponse::Err(error) => Err(error.0.to_string()),
        };
        let kind = if answer.is_ok() { &self.crossed.answered } else { &self.crossed.refused };
        kind.lock().unwrap().insert(command.to_owned());
        self.crossed.answers.lock().unwrap().push(answer.clone().unwrap_or_else(|error| error));
        let json = |text: String| serde_json::from_str(&text).unwrap();
        answer.map(json).map_err(json)
    }

    /// Calls a command as the window does.
    pub(crate) fn try_call(&self, command: &str, arguments: Value) -> Answer {
        let answer = self.begin(command, arguments);
        self.finish(command, &answer)
    }

    /// Calls a command that must answer.
    pub(crate) fn call(&self, command: &str, arguments: Value) -> Value {
        match self.try_call(command, arguments.clone()) {
            Ok(answer) => answer,
            Err(error) => unreachable!("{command} {arguments}: {error}"),
        }
    }

    /// Calls a command that must refuse.
    pub(crate) fn refuse(&self, command: &str, arguments: Value) -> Value {
        match self.try_call(command, arguments.clone()) {
            Ok(answer) => unreachable!("{command} {arguments} answered {answer}"),
            Err(error) => error,
        }
    }

    /// Asks the gateway about an order until it stands as wanted.
    pub(crate) fn ask_until(&self, order: &str, status: &str) -> Value {
        eventually(status, || {
            let detail = self.call("ask_gateway", serde_json::json!({ "id": order }));
            (detail["summary"]["status"] == status).then_some(detail)
        })
    }

    /// How many orders there are.
    pub(crate) fn order_count(&self) -> usize {
        let page = self.call("list_orders", serde_json::json!({ "query": { "limit": 500 } }));
        page["orders"].as_array().unwrap().len()
    }
}

/// A text of an answer.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// An answer without what differs from run to run.
pub(crate) fn stable(value: &Value) -> Value {
    const VOLATILE: [&str; 15] = [
        "id",
        "accountId",
        "orderId",
        "number",
        "gatewayNumber",
        "payUrl",
        "payCode",
        "reference",
        "baseUrl",
        "dataFolder",
        "tookMs",
        "port",
        "url",
        "clockSkewMs",
        "version",
    ];
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                // CashFast calls the payee's account number `accountId` too.
                let fixed = member.is_null() || *member == CLABE;
                let volatile = VOLATILE.contains(&name.as_str()) && !fixed;
                (name.clone(), if volatile { format!("[{name}]").into() } else { stable(member) })
            })
            .collect(),
        Value::Array(items) => items.iter().map(stable).collect(),
        Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() => "[time]".into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
