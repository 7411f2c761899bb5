//! Orders come and change through the practice gateway while a person reads far down the list.

use serde_json::{Value, json};
use thirtyfour::Key;

use super::{pay, practise_to_the_end};
use crate::console::Console;

/// Where the list stands: how far it is scrolled, and how high in the window the row on which the keyboard stands is.
const PLACE: &str = r#"
    const grid = document.querySelector('[role="grid"]');
    const row = grid?.querySelector('[role="row"][data-active]');
    return row == null ? null : {
        focused: document.activeElement === grid,
        scrolled: grid.scrollTop,
        top: Math.round(row.getBoundingClientRect().top),
        text: row.innerText,
        selected: row.getAttribute('aria-selected'),
    };"#;

/// Creates a collect order past the page, as another window or a colleague's program would.
async fn create_collect(console: &Console, account: &str, amount: &str) -> Value {
    let draft = json!({ "product": "collect", "channel": "BANK", "amount": amount, "fields": {} });
    console.answer("create_collect", json!({ "accountId": account, "draft": draft })).await
}

fn text(value: &Value, at: &str) -> String {
    value.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_arrives_moves_neither_place_nor_selection_while_counts_and_detail_follow() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = Console::start(folder.path()).await;
    practise_to_the_end(&console).await;
    let accounts = console.answer("list_accounts", json!({ "includeRetired": false })).await;
    let account = accounts.as_array().and_then(|all| {
        all.iter().find(|one| text(one, "/name") == "Practice Mexico CashFast").map(|one| text(one, "/id"))
    });
    let account = account.expect("the practice merchant has it");

    // The order that is read, and so many newer ones that it stands far down.
    let read = create_collect(&console, &account, "150").await;
    let number = text(&read, "/summary/number");
    for _ in 0..16 {
        create_collect(&console, &account, "250").await;
    }
    console.see("37 orders").await;
    console.find("grid", "Orders").await;
    for _ in 0..17 {
        console.press("j").await;
    }
    console.press(" ").await;
    console.see("1 order selected").await;
    console.press(Key::Enter.value().to_string()).await;
    console.find("button", "Star").await;
    console.see("17 of 37").await;
    let before = console.wait_for_script(PLACE).await;
    assert!(text(&before, "/text").contains(&number), "{before}");
    assert_eq!(before["selected"], "true", "{before}");
    assert!(before["scrolled"].as_i64().unwrap_or_default() > 0, "{before}");

    // Its payer pays, and three others order, without a touch of the window.
    pay(&text(&read, "/payUrl")).await;
    for _ in 0..3 {
        create_collect(&console, &account, "350").await;
    }
    console.see("40 orders").await;
    console.see("20 of 40").await;
    console.see_in_order("Succeeded").await;
    // The list asks for itself.
    console
        .wait_for_script(
            "return document.querySelector('[role=\"grid\"] [data-active]')?.innerText.includes('Succeeded') || null",
        )
        .await;
    let after = console.wait_for_script(PLACE).await;
    assert_eq!(before["top"], after["top"], "the row stays where it is: {before} {after}");
    assert_eq!(before["focused"], after["focused"]);
    assert_eq!(after["selected"], "true", "{after}");
    assert!(
        text(&after, "/text").contains(&number) && text(&after, "/text").contains("Succeeded"),
        "{after}"
    );
    console.see("1 order selected").await;
    console.picture("live").await;
    console.close().await;
}
