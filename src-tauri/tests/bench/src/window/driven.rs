//! A window driven through WebKit's own driver, as the window tests drive it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::prelude::WebDriver;

use super::processes;
use crate::Trouble;

const PATIENCE: Duration = Duration::from_secs(60);
/// The longest script in a page.
const SCRIPT: Duration = Duration::from_secs(180);

/// Which program's window.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    /// The program, on this data folder.
    Program(PathBuf),
    /// The empty window, with this folder for its web view.
    Empty(PathBuf),
}

impl Which {
    /// The file to run, beside this program.
    pub(crate) fn binary(&self) -> Result<PathBuf, Trouble> {
        let name = match self {
            Self::Program(_) => "counterfoil",
            Self::Empty(_) => "empty-window",
        };
        let file = std::env::current_exe()?.with_file_name(name);
        if file.exists() { Ok(file) } else { Err(format!("{} is not built", file.display()).into()) }
    }

    /// What both are started with, with or without a driver.
    pub(crate) fn prepare(&self, command: &mut Command) {
        match self {
            Self::Program(home) => command.env("COUNTERFOIL_HOME", home).env("COUNTERFOIL_KEYCHAIN", "never"),
            Self::Empty(folder) => command.env("EMPTY_WINDOW_FOLDER", folder),
        };
        // What the program chooses by itself where there is no graphics card; the empty window has to be told.
        command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").env("NO_AT_BRIDGE", "1");
    }
}

/// A window with its driver.
pub(crate) struct Driven {
    driver: WebDriver,
    server: Child,
    pub(crate) opened: Instant,
}

impl Driven {
    pub(crate) async fn open(which: &Which) -> Result<Self, Trouble> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        which.prepare(&mut command);
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let mut server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut wanted = Capabilities::new();
        wanted.set("webkitgtk:browserOptions", json!({ "binary": which.binary()?, "args": [] }))?;
        let address = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let driver = loop {
            match WebDriver::new(&address, wanted.clone()).await {
                Ok(driver) => break driver,
                Err(error) if started.elapsed() > PATIENCE => {
                    drop(server.kill());
                    drop(server.wait());
                    return Err(format!("the window does not open: {error}").into());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        driver.set_script_timeout(SCRIPT).await?;
        Ok(Self { driver, server, opened: Instant::now() })
    }

    /// Runs a script whose last argument is called with its result.
    pub(crate) async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Trouble> {
        Ok(self.driver.execute_async(script, arguments).await?.json().clone())
    }

    /// Runs a script again and again until it returns something but null.
    pub(crate) async fn wait_for(&self, script: &str) -> Result<Value, Trouble> {
        let started = Instant::now();
        loop {
            let value = self.driver.execute(script, Vec::new()).await.map(|found| found.json().clone());
            match value {
                Ok(value) if !value.is_null() => return Ok(value),
                Ok(_) | Err(_) if started.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Ok(_) => return Err(format!("nothing came of: {script}").into()),
                Err(error) => return Err(format!("{error}, from: {script}").into()),
            }
        }
    }

    /// Goes to a place of the program, as a link would.
    pub(crate) async fn go(&self, place: &str) -> Result<(), Trouble> {
        self.driver.execute("location.hash = arguments[0]", vec![json!(place)]).await?;
        Ok(())
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: &str) -> Result<(), Trouble> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// The program's processes, its own first.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let all = processes::tree(self.server.id());
        all.into_iter().skip(1).collect()
    }

    /// Closes the window as a person does.
    pub(crate) async fn close(mut self) {
        drop(tokio::time::timeout(PATIENCE, self.driver.clone().quit()).await);
        drop(self.server.kill());
        drop(self.server.wait());
    }

    /// Ends the program without a goodbye.
    pub(crate) fn kill(mut self) {
        if let Some(program) = self.processes().first() {
            drop(Command::new("kill").args(["-KILL", &program.to_string()]).status());
        }
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Starts a window without a driver.
pub(crate) fn start(which: &Which) -> Result<Child, Trouble> {
    let mut command = Command::new(which.binary()?);
    which.prepare(&mut command);
    Ok(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}

/// Ends a window that was started without a driver, and waits until none of its processes is left.
pub(crate) fn end(mut child: Child) -> Result<(), Trouble> {
    let processes = processes::tree(child.id());
    drop(Command::new("kill").args(["-TERM", &child.id().to_string()]).status());
    let _in_time = gone(&processes, Duration::from_secs(2));
    drop(child.kill());
    drop(child.wait());
    if gone(&processes, Duration::from_secs(10)) {
        Ok(())
    } else {
        Err("a process of the window outlived it by ten seconds".into())
    }
}

/// Whether all processes end within that time.
pub(crate) fn gone(processes: &[u32], within: Duration) -> bool {
    let started = Instant::now();
    while processes.iter().any(|pid| processes::is_alive(*pid)) {
        if started.elapsed() > within {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

/// Where folders of windows lie.
pub(crate) fn folder(home: &Path, name: &str) -> PathBuf {
    home.join("windows").join(name)
}
