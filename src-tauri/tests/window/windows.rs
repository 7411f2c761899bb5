//! Several windows of one program: which there are, which one is looked at, and what one may ask the shell.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{Key, WindowHandle};

use crate::console::{Console, PATIENCE, patiently};

/// A window that has not closed by then has not heard the key.
const CLOSES_WITHIN: Duration = Duration::from_secs(3);

impl Console {
    /// The window that is looked at.
    pub(crate) async fn window(&self) -> WindowHandle {
        self.driver.window().await.expect("there is a window")
    }

    /// All windows.
    pub(crate) async fn windows(&self) -> Vec<WindowHandle> {
        self.driver.windows().await.expect("windows can be counted")
    }

    /// Looks at another window.
    pub(crate) async fn go_to_window(&self, window: &WindowHandle) {
        self.driver.switch_to_window(window.clone()).await.expect("the window is there");
    }

    /// Waits for a second window and looks at it.
    pub(crate) async fn other_window(&self, first: &WindowHandle) -> WindowHandle {
        self.wait_for_windows(2).await;
        let other = self.windows().await.into_iter().find(|window| window != first).expect("another window");
        self.go_to_window(&other).await;
        other
    }

    /// Waits until there are so many windows.
    pub(crate) async fn wait_for_windows(&self, count: usize) {
        let there = self.there_are(count, PATIENCE).await;
        assert!(there, "there are {} windows, not {count}", self.windows().await.len());
    }

    async fn there_are(&self, count: usize, within: Duration) -> bool {
        let counted = async || (self.windows().await.len() == count).then_some(());
        patiently(within, counted).await.is_some()
    }

    /// Presses a key that closes the window that is looked at, until so many are left: it may be gone before the key is let
    /// go, and one that another was just raised over loses keys.
    pub(crate) async fn close_with(&self, key: Key, left: usize) {
        let pressed = async || {
            let pressed = self.driver.action_chain().send_keys(key.value().to_string()).perform().await;
            let gone =
                pressed.as_ref().err().is_none_or(|error| error.to_string().contains("no such window"));
            assert!(gone, "{pressed:?}");
            self.there_are(left, CLOSES_WITHIN).await.then_some(())
        };
        assert!(patiently(PATIENCE, pressed).await.is_some(), "the window does not close");
    }

    /// Calls a command of the shell from the page that is looked at, past everything that the page offers.
    pub(crate) async fn invoke(&self, command: &str) -> String {
        self.invoke_with(command, json!({})).await
    }

    /// The same with what the command takes.
    pub(crate) async fn invoke_with(&self, command: &str, given: Value) -> String {
        let script = r"
            const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
                .then((answer) => done(`answered ${JSON.stringify(answer)}`))
                .catch((error) => done(typeof error === 'string' ? error : JSON.stringify(error)));";
        let said = self.driver.execute_async(script, vec![json!(command), given]).await;
        said.expect("the shell can be called").json().as_str().unwrap_or_default().to_owned()
    }

    /// What a command answers that has to answer.
    pub(crate) async fn answer(&self, command: &str, given: Value) -> Value {
        let said = self.invoke_with(command, given).await;
        let answer = said.strip_prefix("answered ").unwrap_or_else(|| panic!("{command}: {said}"));
        serde_json::from_str(answer).expect("answers are JSON")
    }
}
