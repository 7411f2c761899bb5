//! The real program in a real window, driven the way a person drives it: by what things are called, and by keys.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::{WebDriver, WebElement};
use thirtyfour::{Capabilities, Key};

/// The longest that anything may take in a test: a machine that builds something else beside it may stand still for a
/// minute, and waiting costs nothing where all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);
/// Longer than a script may take, so that it is the script's limit that is told of.
const REQUEST_MAX: Duration = Duration::from_secs(360);
/// What was pressed and has done nothing by then was not heard.
const HEARD_WITHIN: Duration = Duration::from_secs(3);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
const FINDER: &str = include_str!("finder.js");

/// Whether nothing is on its way in or out any more: what is half faded in has the wrong colours.
const AT_REST: &str = r#"
    const moving = document.getAnimations().some((a) => a instanceof CSSTransition && a.playState === 'running');
    const faint = [...document.querySelectorAll('[aria-modal="true"]')]
        .some((dialog) => getComputedStyle(dialog).opacity !== '1');
    return moving || faint ? null : true;"#;

/// Looks until there is something. The last look begins after the limit: on a busy machine the one before may have
/// taken all the time there was.
pub(crate) async fn patiently<T>(limit: Duration, look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        let late = started.elapsed() > limit;
        let found = look().await;
        if found.is_some() || late {
            return found;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

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
        let driver = patiently(PATIENCE, async || {
            WebDriver::builder(&address, capabilities.clone()).request_timeout(REQUEST_MAX).await.ok()
        });
        let driver = driver.await.expect("the window opens");
        driver.set_script_timeout(PATIENCE).await.expect("the driver is told how long a script may take");
        let console = Self { driver, server };
        console.wait_for_script("return document.querySelector('h1, h2, [role=dialog]') ? true : null").await;
        console
    }

    /// Closes the window as a person does.
    pub(crate) async fn close(mut self) {
        let program = program_of(&self.server);
        let _closed = tokio::time::timeout(PATIENCE, self.driver.clone().quit()).await;
        wait_for_end(&program).await;
        let _killed = self.server.kill();
        let _reaped = self.server.wait();
    }

    /// Ends the program without a goodbye, as a power cut would.
    pub(crate) async fn kill(mut self) {
        let program = program_of(&self.server);
        self.expect_no_goodbye();
        for pid in &program {
            let _sent = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        wait_for_end(&program).await;
        let _killed = self.server.kill();
        let _reaped = self.server.wait();
    }

    /// The driver would wait for minutes for an answer to its goodbye from a program that is killed.
    fn expect_no_goodbye(&self) {
        let _already = self.driver.clone().leak();
    }

    /// The thing with this role and name, as soon as it is there and enabled.
    pub(crate) async fn find(&self, role: &str, name: &str) -> WebElement {
        match patiently(PATIENCE, async || self.look(role, name).await).await {
            Some(element) => element,
            None => self.fail(&format!("there is no {role} “{name}”")).await,
        }
    }

    async fn look(&self, role: &str, name: &str) -> Option<WebElement> {
        let arguments = vec![json!(role), json!(name)];
        let found = self.driver.execute(FINDER, arguments).await.ok()?;
        if found.json().is_null() { None } else { found.element().ok() }
    }

    /// Clicks the thing with this role and name.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        // The page may have been drawn anew between finding and clicking.
        let clicked = async || self.find(role, name).await.click().await.ok();
        if patiently(PATIENCE, clicked).await.is_none() {
            self.fail(&format!("{role} “{name}” cannot be clicked")).await;
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

    /// Presses keys until a script returns something but null: for keys that may be pressed twice without harm.
    pub(crate) async fn press_until(&self, keys: &str, script: &str) {
        let pressed = async || {
            self.press(keys).await;
            patiently(HEARD_WITHIN, async || self.found_by(script).await).await
        };
        if patiently(PATIENCE, pressed).await.is_none() {
            self.fail(&format!("“{keys}” never leads to: {script}")).await;
        }
    }

    /// Goes to a place by its two keys. The window forgets the first one where the second comes late.
    pub(crate) async fn go(&self, keys: &str, place: &str) {
        let there = format!("return location.hash.split('?')[0] === {} || null", json!(place));
        self.press_until(keys, &there).await;
    }

    /// Waits until the page's text contains `wanted`, the text for people who do not see included: that one stays what was
    /// said last, so what was said before is no sign of anything new.
    pub(crate) async fn see(&self, wanted: &str) {
        let seen = async || self.text().await.contains(wanted).then_some(());
        if patiently(PATIENCE, seen).await.is_none() {
            self.fail(&format!("“{wanted}” does not appear")).await;
        }
    }

    /// Waits until the page of one order says one of these of it, and tells which.
    pub(crate) async fn see_status(&self, any_of: &[&str]) -> String {
        let script = format!(
            "const status = document.querySelector('main [data-status]')?.dataset.status;
             return {}.includes(status) ? status : null",
            json!(any_of)
        );
        self.wait_for_script(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the detail beside the list contains `wanted`.
    pub(crate) async fn see_in_order(&self, wanted: &str) {
        let order = "document.querySelector('section[aria-label=Order]')";
        self.wait_for_script(&format!("return {order}?.innerText.includes({}) || null", json!(wanted))).await;
    }

    /// Waits until the last dialog is gone: as long as it fades it keeps the keys from the page.
    pub(crate) async fn no_dialog(&self) {
        self.wait_for_script(r#"return document.querySelector('[aria-modal="true"]') === null || null"#)
            .await;
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
        match patiently(PATIENCE, async || self.found_by(script).await).await {
            Some(value) => value,
            None => self.fail(&format!("nothing came of: {script}")).await,
        }
    }

    /// What a script returns, unless that is null or it fails.
    async fn found_by(&self, script: &str) -> Option<Value> {
        let found = self.driver.execute(script, Vec::new()).await.ok()?;
        Some(found.json().clone()).filter(|value| !value.is_null())
    }

    async fn fail(&self, what: &str) -> ! {
        let place = self.script("return location.hash").await;
        panic!("{what}; the window is at {place} and shows:\n{}", self.text().await)
    }

    /// What keeps some people from using the page as it is, by axe; the isolation frame is Tauri's.
    pub(crate) async fn barriers(&self, page: &str) -> Vec<String> {
        self.wait_for_script(AT_REST).await;
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
        self.expect_no_goodbye();
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

/// Waits until none of them runs: the next start would only raise a program that has not quite ended.
async fn wait_for_end(program: &[u32]) {
    let ended = patiently(PATIENCE, async || program.iter().all(|pid| !runs(*pid)).then_some(())).await;
    assert!(ended.is_some(), "the program does not end");
}

/// Whether a process runs. One that has ended is listed until its parent has looked.
fn runs(pid: u32) -> bool {
    let line = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The state stands behind the name, which is in brackets and may contain anything.
    let state = line.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next());
    state.is_some_and(|state| !['Z', 'X'].contains(&state))
}

/// A port that nothing listens on now.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .expect("there is a free port")
}
