//! A search that was mistyped, and a list with large text: what a person who does not see or type well meets first.

use serde_json::json;
use thirtyfour::Key;

use super::practise_to_the_end;
use crate::console::Console;

/// The place in the list of the row on which the keyboard stands, if all of it is in sight.
const STANDING: &str = r#"
    const grid = document.querySelector('[role="grid"]');
    const row = grid?.querySelector('[role="row"][data-active]');
    if (row == null) return null;
    const [box, all] = [row.getBoundingClientRect(), grid.getBoundingClientRect()];
    const head = grid.querySelector('[role="columnheader"]').getBoundingClientRect();
    const inSight = box.top >= head.bottom - 1 && box.bottom <= all.bottom + 1;
    return inSight ? Number(row.getAttribute('data-at')) : null;"#;

/// Searches for a text, and goes into the list.
async fn search(console: &Console, text: &str) {
    console.press("/").await;
    console.press(text).await;
    console.press(Key::Enter.value().to_string()).await;
}

/// Presses Home or End until the keyboard stands on that row, and all of it is in sight.
async fn stand_on(console: &Console, key: Key, place: usize) {
    let script = format!("const at = (() => {{ {STANDING} }})(); return at === {place} ? true : null");
    console.press_until(&key.value().to_string(), &script).await;
}

#[tokio::test]
async fn what_is_mistaken_in_a_search_is_explained_and_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise_to_the_end(&console).await;

    search(&console, "direction:collect status:waitng amount:900..60 from:2026-02-31").await;
    console.see("Did you mean “waiting”?").await;
    console.see("900 comes after 60, so nothing lies between them.").await;
    console.see("no calendar has this day.").await;
    // What can be read holds all the same.
    console.see_found("from:2026-02-31", "12 orders").await;
    let barriers = console.barriers("mistakes in a search").await;
    assert_eq!(barriers, [""; 0]);
    console.picture("search-mistakes").await;

    search(&console, "direction:collect status:waiting").await;
    console.see_found("direction:collect status:waiting", "4 orders").await;
    console.wait_for_script("return document.body.innerText.includes('Left out') ? null : true").await;
    console.close().await;
}

#[tokio::test]
async fn both_ends_of_the_list_are_reached_by_keys_at_twice_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise_to_the_end(&console).await;
    let accounts = console.answer("list_accounts", json!({ "includeRetired": false })).await;
    let account = accounts.pointer("/0/id").and_then(|id| id.as_str()).expect("an account").to_owned();
    let draft = json!({ "product": "collect", "channel": "BANK", "amount": "150", "fields": {} });
    for _ in 0..110 {
        console.answer("create_collect", json!({ "accountId": account, "draft": draft })).await;
    }
    console.see("130 orders").await;
    for size in ["100%", "200%"] {
        let set = format!("document.documentElement.style.fontSize = '{size}'; return true");
        console.wait_for_script(&set).await;
        search(&console, "").await;
        console.find("grid", "Orders").await;
        console.press("j").await;
        stand_on(&console, Key::Home, 0).await;
        // More orders come as the end of those that are there is reached.
        let there = "return document.querySelectorAll('[role=\"grid\"] [data-at=\"129\"]').length === 1 ? true : null";
        console.press(Key::End.value().to_string()).await;
        console.wait_for_script(&format!("const grid = document.querySelector('[role=\"grid\"]'); grid.scrollTop = grid.scrollHeight; {there}")).await;
        stand_on(&console, Key::End, 129).await;
        console.picture(&format!("list-end-{}", size.trim_end_matches('%'))).await;
        stand_on(&console, Key::Home, 0).await;
    }
    console.close().await;
}
