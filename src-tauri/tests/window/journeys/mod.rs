//! What people do, from start to end.

mod first_minute;
mod history;
mod killed;
mod lists;
mod live;
mod marks;
mod pictures;
mod support;
mod unknown;
mod views;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::console::{Console, PATIENCE, patiently};

/// Chooses the account in a form that may still be loading.
async fn choose_account(console: &Console, account: &str) {
    console.tab_until(|focus| focus.name == "account", "the form's account").await;
    console.choose(account).await;
}

/// Fills in a payout and goes to its review, with the keyboard only.
async fn review_payout(console: &Console, account: &str, fields: &[(&str, &str)]) {
    console.go("gp", "#/payout").await;
    choose_account(console, account).await;
    console.find("button", "Review").await;
    let values: BTreeMap<_, _> = fields.iter().copied().collect();
    console.fill_form(&values, "Review").await;
    console.see("Review the payout").await;
}

/// Types the last four digits of the account, which are asked for where a payee is new.
async fn type_last_four(console: &Console, last_four: &str) {
    console.tab_to("Last four digits").await;
    console.press(last_four).await;
}

/// Sends what is reviewed with Ctrl Enter, as soon as the button is awake, and returns the order's id.
async fn send(console: &Console) -> String {
    console.find("button", "Send …").await;
    console.press_ctrl(Key::Enter).await;
    let id =
        console.wait_for_script(r"return location.hash.match(/^#\/payout\/([^/?]+)/)?.[1] ?? null").await;
    id.as_str().unwrap_or_default().to_owned()
}

/// Goes to the list and opens its first order, which is to be this one (a part of what its row says).
async fn open_first(console: &Console, row: &str) {
    console.go("go", "#/orders").await;
    let first = "document.querySelector('[role=\"grid\"] [role=\"row\"][data-at=\"0\"]')";
    console.wait_for_script(&format!("return {first}?.innerText.includes({}) || null", json!(row))).await;
    console.press("j").await;
    console.press(Key::Enter.value().to_string()).await;
    console.find("button", "Star").await;
}

/// Gives a label in the list of labels that is opening: what is typed before it listens goes to the page.
async fn give_label(console: &Console, label: &str) {
    let field = "Choose a label or type a new one";
    console.await_focus(field).await;
    console.press(label).await;
    console.await_marked(&format!("New label: {label}")).await;
    console.press(Key::Enter.value().to_string()).await;
    let left = format!("return document.activeElement.ariaLabel !== {} || null", json!(field));
    console.wait_for_script(&left).await;
}

/// Begins practice in a new program, waits until the merchant's short history stands still (twenty orders, of which four
/// collects wait for their payers) and goes to the list.
async fn practise_to_the_end(console: &Console) {
    practise(console).await;
    history_stands_still(console).await;
    console.go("go", "#/orders").await;
    console.see("20 orders").await;
}

async fn history_stands_still(console: &Console) {
    let still = async || {
        let still = counted(console, "").await? == 20 && counted(console, "status:open").await? == 4;
        still.then_some(())
    };
    assert!(patiently(PATIENCE, still).await.is_some(), "the practice merchant's history goes on and on");
}

/// How many orders a search finds, by the shell: nothing while it is changing over to practice.
async fn counted(console: &Console, search: &str) -> Option<u64> {
    let said = console.invoke_with("count_orders", json!({ "query": { "text": search } })).await;
    let counted: Value = serde_json::from_str(said.strip_prefix("answered ")?).ok()?;
    counted.get("n")?.as_u64()
}

/// How many orders the practice gateways hold for a payee; none as long as their state cannot be read.
fn held_by_the_gateways(home: &Path, payee: &str) -> usize {
    let state = std::fs::read_to_string(home.join("practice/gateways.json")).unwrap_or_default();
    let state: Value = serde_json::from_str(&state).unwrap_or_default();
    let orders = state.get("orders").and_then(Value::as_array);
    orders.map_or(0, |orders| orders.iter().filter(|order| order.to_string().contains(payee)).count())
}

/// Begins practice in a new program.
async fn practise(console: &Console) {
    console.click("button", "Try practice merchant").await;
    console.see("PRACTICE").await;
    console.see("Practice Thailand Cashy").await;
}

/// Pays a collect order on the practice gateway's own page, as its payer does.
async fn pay(link: &str) {
    let paid = reqwest::Client::new()
        .post(link)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("action=pay")
        .send()
        .await
        .expect("the cashier answers");
    assert!(paid.status().is_success() || paid.status().is_redirection(), "{} at {link}", paid.status());
}
