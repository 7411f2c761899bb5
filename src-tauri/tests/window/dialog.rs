//! The system's own dialogs, which are no pages: keys go to them as a person's do.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The longest that a dialog takes to appear.
const PATIENCE: Duration = Duration::from_secs(45);

/// Types a path into the dialog whose title begins so, and presses Enter.
pub(crate) async fn type_path(title: &str, path: &Path) {
    let started = Instant::now();
    let in_time = |what: &str| assert!(started.elapsed() < PATIENCE, "the system's dialog does not {what}");
    let dialog = loop {
        if let Some(dialog) = shown(title) {
            break dialog;
        }
        in_time("open");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    // It draws itself before it listens, on a busy machine long before: what it did not hear is said again.
    while shown(title).is_some() {
        in_time("take the file");
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        for arguments in [
            vec!["windowfocus", "--sync", &dialog],
            vec!["key", "ctrl+a"],
            vec!["type", "--delay", "30", &path.display().to_string()],
            vec!["key", "Return"],
        ] {
            let done = Command::new("xdotool").args(&arguments).status();
            let done = done.is_ok_and(|status| status.success());
            assert!(done || shown(title).is_none(), "xdotool {arguments:?}");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

/// The dialog of that title, as X names it.
fn shown(title: &str) -> Option<String> {
    let name = format!("^{title}");
    let found = Command::new("xdotool").args(["search", "--onlyvisible", "--name", &name]).output();
    let found = found.expect("xdotool is installed");
    String::from_utf8_lossy(&found.stdout).lines().next().map(str::to_owned)
}
