//! Marks, files, windows of an order's own and links, in the real window.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use thirtyfour::Key;

use super::{give_label, open_first, practise};
use crate::console::Console;
use crate::dialog::type_path;

/// Opens the list and the detail of its first order; returns the order's number.
async fn open_any(console: &Console) -> String {
    open_first(console, "").await;
    let number = console
        .wait_for_script(
            "return document.querySelector('section[aria-label=Order]')?.innerText.match(/Order number\\s+(\\S+)/)?.[1] ?? null",
        )
        .await;
    number.as_str().unwrap_or_default().to_owned()
}

/// Keeps what is said to people who do not see it: a message stands for a few seconds only.
const LISTEN: &str = "
    const region = document.querySelector('[role=status][aria-live=polite]');
    window.said = '';
    const hear = () => { window.said += ` ${region.textContent}`; };
    new MutationObserver(hear).observe(region, { childList: true, characterData: true, subtree: true });
    return true;";

/// Waits until it has been said.
async fn hear(console: &Console, wanted: &str) {
    console.wait_for_script(&format!("return window.said.includes({wanted:?}) || null")).await;
}

/// Starts the program once more, as the desktop does for a link, and waits until it has handed it over.
fn open_link(home: &Path, link: &str) {
    let mut second = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .arg(link)
        .env("COUNTERFOIL_HOME", home)
        .env("COUNTERFOIL_KEYCHAIN", "never")
        .env("NO_AT_BRIDGE", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let ended = second.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0), "the link was handed over");
}

#[tokio::test]
async fn an_order_is_starred_and_labelled_by_keyboard_and_found_by_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise(&console).await;
    let number = open_any(&console).await;
    console.press("s").await;
    console
        .wait_for_script(
            "return document.querySelector('button[aria-label=Star][aria-pressed=true]') && true",
        )
        .await;
    console.press("l").await;
    give_label(&console, "Claim").await;
    console.find("button", "Take the label Claim away").await;
    console.press("/").await;
    console.press("label:claim is:starred").await;
    console.see_found("label:claim is:starred", "1 order").await;
    assert!(console.text().await.contains(&number), "{number}");
    let barriers = console.barriers("labelled order").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("labelled-order").await;
    console.close().await;
}

#[tokio::test]
async fn an_order_has_a_window_of_its_own_which_can_do_no_more_than_it_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise(&console).await;
    let number = open_any(&console).await;
    let main = console.window().await;
    console.click("button", "Open in a window of its own").await;
    let own = console.other_window(&main).await;
    console.see(&number).await;
    let title =
        console.wait_for_script("return document.title.includes(' · ') ? document.title : null").await;
    assert!(title.as_str().unwrap_or_default().starts_with(&number), "{title}");
    let barriers = console.barriers("own window").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("own-window").await;
    // What the page does not offer the shell refuses all the same (S5).
    for command in ["set_mode", "send_payout", "unlock_vault", "list_orders", "export_orders", "take_place"] {
        let refused = console.invoke(command).await;
        assert!(refused.contains("not allowed"), "{command}: {refused}");
    }
    assert!(console.invoke("labels").await.starts_with("answered"));
    // A second time raises the one that is there.
    console.go_to_window(&main).await;
    console.click("button", "Open in a window of its own").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(console.windows().await.len(), 2);
    // Live: a star given here is seen there.
    console.click("button", "Star").await;
    console.go_to_window(&own).await;
    console
        .wait_for_script(
            "return document.querySelector('button[aria-label=Star][aria-pressed=true]') && true",
        )
        .await;
    console.close_with(Key::Escape, 1).await;
    console.go_to_window(&main).await;
    console.find("button", "Star").await;
    console.close().await;
}

#[tokio::test]
async fn a_link_opens_its_order_and_a_hostile_one_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise(&console).await;
    let number = open_any(&console).await;
    console.go("gb", "#/balances").await;
    console.find("heading", "Balances").await;
    console.wait_for_script(LISTEN).await;
    open_link(folder.path(), &format!("counterfoil://order/{number}"));
    console.find("button", "Star").await;
    console.see(&number).await;
    open_link(folder.path(), "counterfoil://order/NOBODYS1");
    hear(&console, "this ledger has none of that number").await;
    console.see("No order matches").await;
    // A window that is just being raised loses keys.
    console.click("link", "Balances").await;
    console.find("heading", "Balances").await;
    open_link(folder.path(), &format!("counterfoil://order/{number}/send?now=1"));
    hear(&console, "leads to no order").await;
    console.find("heading", "Balances").await;
    console.close().await;

    // The same link starts the program.
    let console = Console::start_with(folder.path(), &[&format!("counterfoil://order/{number}")]).await;
    console.find("button", "Star").await;
    console.see(&number).await;
    console.close().await;
}

#[tokio::test]
async fn the_list_is_written_to_a_file_by_keyboard() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise(&console).await;
    console.go("go", "#/orders").await;
    console.see("20 orders").await;
    console.press("e").await;
    console.find("dialog", "Orders as a file").await;
    console.await_focus("Choose a place").await;
    let barriers = console.barriers("export").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("export").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("Choose a place in the window that has opened").await;
    let place = folder.path().join("list.csv");
    type_path("Save", &place).await;
    console.see("orders written to list.csv").await;
    let written = std::fs::read_to_string(&place).expect("the file can be read");
    assert!(written.starts_with('\u{feff}') && written.lines().count() > 20, "{written}");
    console.close().await;
}
