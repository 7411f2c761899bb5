//! Lists that a person keeps: by keyboard named, opened by a number, counted, deleted and brought back.

use thirtyfour::Key;

use super::practise_to_the_end;
use crate::console::Console;

/// What the views' line says, its keys and counts included.
const VIEWS: &str = "return document.querySelector('nav[aria-label=\"Saved views\"]')?.innerText.replace(/\\s+/g, ' ') ?? null";

/// Waits until the line of views contains `wanted`.
async fn see_in_views(console: &Console, wanted: &str) {
    let script = format!("{} ", VIEWS.replace("?? null", "?? ''"));
    let script =
        format!("const said = (() => {{ {script} }})(); return said.includes({wanted:?}) ? true : null");
    console.wait_for_script(&script).await;
}

#[tokio::test]
async fn a_search_is_kept_under_a_name_opened_by_its_number_deleted_and_brought_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise_to_the_end(&console).await;

    // A search with a filter, kept under a name of one's own.
    console.press("/").await;
    console.press("direction:collect status:waiting").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see_found("direction:collect status:waiting", "4 orders").await;
    console.click("button", "Save as a view").await;
    console.await_focus("Name").await;
    let barriers = console.barriers("saving a view").await;
    assert_eq!(barriers, [""; 0]);
    console.press_ctrl('a').await;
    console.press("Still to be paid").await;
    console.picture("view-name").await;
    console.press(Key::Enter.value().to_string()).await;
    see_in_views(&console, "1 Still to be paid 4").await;

    // Elsewhere, and back with its number.
    console.press_until("0", "return document.body.innerText.includes('20 orders') || null").await;
    see_in_views(&console, "1 Still to be paid 4").await;
    console.press_until("1", "return document.body.innerText.includes('Status: Waiting') || null").await;
    console.see_found("direction:collect status:waiting", "4 orders").await;
    let barriers = console.barriers("an open view").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("view-open").await;

    // Deleted, only its name goes; and for a few seconds there is a way back.
    console.click("button", "More about the view Still to be paid").await;
    console.click("menuitem", "Delete").await;
    console.click("button", "Undo").await;
    see_in_views(&console, "1 Still to be paid 4").await;
    console.see_found("direction:collect status:waiting", "4 orders").await;
    console.close().await;

    // It outlives the program.
    let console = Console::start(folder.path()).await;
    console.click("link", "Orders").await;
    see_in_views(&console, "1 Still to be paid 4").await;
    console.close().await;
}
