//! The system's own dialogs, which are no pages: keys go to them as a person's do.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The longest that a dialog takes to appear.
const PATIENCE: Duration = Duration::from_secs(45);

/// Types a path into the dialog whose title begins so, and presses Enter.
pub(crate) async fn type_path(title: &str, path: &Path) {
    let started = Instant::now();
    let name = format!("^{title}");
    let dialog = loop {
        let found = Command::new("xdotool").args(["search", "--onlyvisible", "--name", &name]).output();
        let found = found.expect("xdotool is installed");
        if let Some(id) = String::from_utf8_lossy(&found.stdout).lines().next() {
            break id.to_owned();
        }
        assert!(started.elapsed() < PATIENCE, "the system's dialog does not open");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    // It draws itself before it listens.
    tokio::time::sleep(Duration::from_millis(1_000)).await;
    for arguments in [
        vec!["windowfocus", "--sync", &dialog],
        vec!["key", "ctrl+a"],
        vec!["type", "--delay", "30", &path.display().to_string()],
        vec!["key", "Return"],
    ] {
        let done = Command::new("xdotool").args(&arguments).status();
        assert!(done.is_ok_and(|status| status.success()), "xdotool {arguments:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
