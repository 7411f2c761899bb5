//! The real program in a real window, driven the way a person drives it: by what things are called, and by keys.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::{WebDriver, WebElement};
use thirtyfour::{Capabilities, Key};

/// The longest that anything in the window may take in a test.
const PATIENCE: Duration = Duration::from_secs(45);
const FINDER: &str = include_str!("finder.js");

/// The program with its window.
pub(crate) struct Console {
    pub(crate) driver: WebDriver,
    server: Child,
}

impl Console {
    /// Starts the program on a data folder and waits for its first page.
    pub(crate) async fn start(home: &Path) -> Self {
        Self::start_with(home, &[]).await
    }

    /// The same with arguments, as the desktop starts it for a link.
    pub(crate) async fn start_with(home: &Path, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("COUNTERFOIL_HOME", home)
            .env("COUNTERFOIL_KEYCHAIN", "never")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = command.spawn().expect("WebKitWebDriver (package webkit2gtk-driver) starts");
        let mut capabilities = Capabilities::new();
        capabilities
            .set(
                "webkitgtk:browserOptions",
                json!({ "binary": env!("CARGO_BIN_EXE_counterfoil"), "args": arguments }),
            )
            .expect("the driver is told which program to start");
        let address = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let driver = loop {
            match WebDriver::new(&address, capabilities.clone()).await {
                Ok(driver) => break driver,
                Err(error) => {
                    assert!(started.elapsed() < PATIENCE, "the window does not open: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        };
        let console = Self { driver, server };
        console.wait_for_script("return document.querySelector('h1, h2, [role=dialog]') ? true : null").await;
        console
    }

    /// Closes the window as a person does.
    pub(crate) async fn close(mut self) {
        let program = program_of(&self.server);
        let _closed = tokio::time::timeout(PATIENCE, self.driver.clone().quit()).await;
        // The next start would only raise a program that has not quite ended.
        let started = Instant::now();
        while program.iter().any(|pid| Path::new(&format!("/proc/{pid}")).exists()) {
            if started.elapsed() > PATIENCE {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let _killed = self.server.kill();
        let _reaped = self.server.wait();
    }

    /// Ends the program without a goodbye, as a power cut would.
    pub(crate) async fn kill(mut self) {
        let program = program_of(&self.server);
        for pid in program {
            let _sent = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        let _killed = self.server.kill();
        let _reaped = self.server.wait();
    }

    /// The thing with this role and name, as soon as it is there and enabled.
    pub(crate) async fn find(&self, role: &str, name: &str) -> WebElement {
        let started = Instant::now();
        loop {
            if let Some(element) = self.look(role, name).await {
                return element;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "no {role} “{name}” in the window, which shows:\n{}",
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn look(&self, role: &str, name: &str) -> Option<WebElement> {
        let arguments = vec![json!(role), json!(name)];
        let found = self.driver.execute(FINDER, arguments).await.ok()?;
        if found.json().is_null() { None } else { found.element().ok() }
    }

    /// Clicks the thing with this role and name.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let started = Instant::now();
        loop {
            let element = self.find(role, name).await;
            match element.click().await {
                Ok(()) => return,
                // The page may have been drawn anew between finding and clicking.
                Err(error) => {
                    assert!(started.elapsed() < PATIENCE, "{role} “{name}” cannot be clicked: {error}")
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: impl AsRef<str>) {
        let keys = keys.as_ref().to_owned();
        self.driver.action_chain().send_keys(keys).perform().await.expect("keys can be pressed");
    }

    /// Presses Ctrl with a key.
    pub(crate) async fn press_ctrl(&self, key: impl Into<char>) {
        self.driver
            .action_chain()
            .key_down(Key::Control)
            .send_keys(key.into().to_string())
            .key_up(Key::Control)
            .perform()
            .await
            .expect("keys can be pressed");
    }

    /// Waits until the page's text contains `wanted`.
    pub(crate) async fn see(&self, wanted: &str) {
        self.see_within(wanted, PATIENCE).await;
    }

    /// The same with another limit.
    pub(crate) async fn see_within(&self, wanted: &str, limit: Duration) {
        let started = Instant::now();
        loop {
            let text = self.text().await;
            if text.contains(wanted) {
                return;
            }
            assert!(
                started.elapsed() < limit,
                "“{wanted}” does not appear in the window, which shows:\n{text}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the list is that of this search as a whole, not of what was typed of it so far, and says so many.
    pub(crate) async fn see_found(&self, search: &str, count: &str) {
        self.wait_for_script(&format!(
            "const asked = decodeURIComponent(location.hash.replaceAll('+', ' ')).includes({});
             return asked && document.body.innerText.split('\\n').includes({}) ? true : null",
            json!(search),
            json!(count)
        ))
        .await;
    }

    /// The text that a person can read now.
    pub(crate) async fn text(&self) -> String {
        self.script("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str) -> Value {
        match self.driver.execute(script, Vec::new()).await {
            Ok(value) => value.json().clone(),
            Err(error) => json!(format!("script failed: {error}")),
        }
    }

    /// Runs a script again and again until it returns something but null.
    pub(crate) async fn wait_for_script(&self, script: &str) -> Value {
        let started = Instant::now();
        loop {
            let value = self.driver.execute(script, Vec::new()).await.map(|found| found.json().clone());
            match value {
                Ok(value) if !value.is_null() => return value,
                Ok(_) | Err(_) => {}
            }
            assert!(
                started.elapsed() < PATIENCE,
                "nothing came of: {script}\nin the window, which is at {} and shows:\n{}",
                self.script("return location.hash").await,
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What keeps some people from using the page as it is, by axe; the isolation frame is Tauri's.
    pub(crate) async fn barriers(&self, page: &str) -> Vec<String> {
        let source = std::fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/ui/node_modules/axe-core/axe.min.js"
        ))
        .expect("axe-core is installed with the window's packages");
        self.driver.execute(source, Vec::new()).await.expect("axe loads");
        let script = r"
            const done = arguments[arguments.length - 1];
            axe.run({ exclude: [['#__tauri_isolation__']] }, { resultTypes: ['violations'] })
                .then((r) => done(r.violations.map((v) => `${v.id}: ${v.help} — ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)))
                .catch((e) => done([`axe failed: ${e}`]));";
        let found = self.driver.execute_async(script, Vec::new()).await.expect("axe runs");
        let found: Vec<String> = serde_json::from_value(found.json().clone()).expect("axe returns texts");
        found.into_iter().map(|barrier| format!("{page}: {barrier}")).collect()
    }

    /// Puts a picture of the screen into the folder that `COUNTERFOIL_PICTURES` names, for people to look at; needs
    /// ImageMagick. (The driver's own screenshots hang without a graphics card.)
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("COUNTERFOIL_PICTURES") else { return };
        tokio::time::sleep(Duration::from_millis(400)).await;
        let file = Path::new(&folder).join(format!("{name}.png"));
        let taken = Command::new("import").args(["-window", "root"]).arg(&file).status();
        assert!(taken.is_ok_and(|status| status.success()), "{} could not be taken", file.display());
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        for pid in program_of(&self.server) {
            let _sent = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        let _killed = self.server.kill();
    }
}

/// The process ids of the program that a driver started.
fn program_of(server: &Child) -> Vec<u32> {
    let listed = Command::new("pgrep").args(["-P", &server.id().to_string()]).output();
    listed
        .map(|output| {
            String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| line.parse().ok()).collect()
        })
        .unwrap_or_default()
}

/// A port that nothing listens on now.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .expect("there is a free port")
}
