//! A merchant's past comes in from a file, and is found by a fragment of a name.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use thirtyfour::Key;

use super::practise;
use crate::console::Console;

/// The longest that the system's dialog takes to appear.
const PATIENCE: Duration = Duration::from_secs(45);

fn export() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates/import/tests/files/cashy-mx-payouts.csv")
}

/// With the keyboard only: the palette, the account, the system's own dialog, the reading, the import, the search.
#[tokio::test]
async fn a_past_is_imported_and_found() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    practise(&console).await;

    console.press_ctrl('k').await;
    console.press("import his").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("No file is chosen yet").await;
    console.tab_to("Account whose orders these are").await;
    console.choose("Practice Mexico Cashy").await;
    console.tab_to("Choose a file").await;
    console.press(Key::Enter.value().to_string()).await;
    choose_in_dialog(&export()).await;

    console.see("4 orders would be imported").await;
    console.see("1 order is still open in the file and will be left out").await;
    console.picture("import-preview").await;
    let mut barriers = console.barriers("import").await;
    console.tab_to("Import 4 orders").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("cashy-mx-payouts.csv is imported").await;
    console.see("New orders").await;
    console.picture("import-result").await;
    barriers.extend(console.barriers("import result").await);

    console.press("/").await;
    console.press("arcia lop").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("01JD4Q0001AAAAAAAAAAAAB").await;
    console.see("García López, María").await;
    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
}

/// Types a path into the system's dialog, which is no page: a slash opens its line for paths.
async fn choose_in_dialog(path: &Path) {
    let started = Instant::now();
    let dialog = loop {
        let found = Command::new("xdotool").args(["search", "--onlyvisible", "--name", "^Open"]).output();
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
        vec!["type", "--delay", "30", &path.display().to_string()],
        vec!["key", "Return"],
    ] {
        let done = Command::new("xdotool").args(&arguments).status();
        assert!(done.is_ok_and(|status| status.success()), "xdotool {arguments:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
