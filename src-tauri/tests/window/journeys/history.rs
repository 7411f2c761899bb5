//! A merchant's past comes in from a file, and is found by a fragment of a name.

use std::path::{Path, PathBuf};
use std::time::Duration;

use thirtyfour::Key;

use super::practise;
use crate::console::Console;
use crate::dialog::type_path;

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
    type_path("Open", &export()).await;

    console.see("5 orders can be read").await;
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
