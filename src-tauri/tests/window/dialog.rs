//! The system's own dialogs, which are no pages: keys go to them as a person's do.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::console::{PATIENCE, patiently};

/// A dialog that has not gone by then has not heard what was typed.
const GOES_WITHIN: Duration = Duration::from_secs(10);

/// Types a path into the dialog whose title begins so, and presses Enter.
pub(crate) async fn type_path(title: &str, path: &Path) {
    let opened = patiently(PATIENCE, async || shown(title)).await;
    assert!(opened.is_some(), "the system's dialog does not open");
    // It draws itself before it listens, on a busy machine long before: what it did not hear is said again.
    let taken = patiently(PATIENCE, async || {
        say(title, path).await;
        patiently(GOES_WITHIN, async || shown(title).is_none().then_some(())).await
    });
    assert!(taken.await.is_some(), "the system's dialog does not take the file");
}

/// Says the path once. What is typed after the dialog has gone would go to the page behind it.
async fn say(title: &str, path: &Path) {
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    let path = path.display().to_string();
    let steps: [&[&str]; 3] = [&["key", "ctrl+a"], &["type", "--delay", "30", &path], &["key", "Return"]];
    for step in steps {
        let Some(dialog) = shown(title) else { return };
        if !xdotool(&["windowfocus", "--sync", &dialog]) || shown(title).is_none() || !xdotool(step) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The dialog of that title, as X names it.
fn shown(title: &str) -> Option<String> {
    let name = format!("^{title}");
    let found =
        bounded(&["search", "--onlyvisible", "--name", &name]).output().expect("timeout is installed");
    assert_ne!(found.status.code(), Some(127), "xdotool is installed");
    String::from_utf8_lossy(&found.stdout).lines().next().map(str::to_owned)
}

fn xdotool(arguments: &[&str]) -> bool {
    bounded(arguments).status().is_ok_and(|status| status.success())
}

/// It waits for ever for the focus of a window that has gone meanwhile.
fn bounded(arguments: &[&str]) -> Command {
    let mut command = Command::new("timeout");
    command.args(["30", "xdotool"]).args(arguments);
    command
}
