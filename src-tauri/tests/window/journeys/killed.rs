//! The program dies between stub and answer.

use std::time::Duration;

use super::{practise, review_payout, send};
use crate::console::Console;

/// An amount that the practice gateway accepts and then says nothing to (`practice::OUTCOMES`, 04).
const SILENCE_AFTER_ACCEPTING: &str = "104";

#[tokio::test]
async fn killed_while_sending_it_is_unknown_then_settled_and_never_sent_again() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    practise(&console).await;
    let fields = [
        ("amount", SILENCE_AFTER_ACCEPTING),
        ("accountName", "Beatriz Kill"),
        ("accountType", "40"),
        ("accountNo", "032180000118359719"),
        ("bankId", "STP"),
        ("remark", "Invoice 10"),
    ];
    review_payout(&console, "Practice Mexico Cashy", &fields).await;
    send(&console, "9719").await;
    console.see_within("Sending", Duration::from_secs(20)).await;
    // Time for the practice gateway to have written the order down.
    tokio::time::sleep(Duration::from_secs(2)).await;
    console.kill().await;

    let console = Console::start(home.path()).await;
    console.see("PRACTICE").await;
    console.press("go").await;
    console.see("Beatriz Kill").await;
    console.press("j").await;
    console.press(thirtyfour::Key::Enter.value().to_string()).await;
    console.see("Unknown").await;
    console.see("Ask the gateway").await;
    // The gateway has it, so asking settles it; sending again would have made a second one there.
    console.see("Succeeded").await;
    assert_eq!(submissions(home.path(), "Beatriz Kill"), 1);
    console.close().await;
}

/// How many orders the practice gateways hold for a payee.
fn submissions(home: &std::path::Path, payee: &str) -> usize {
    let state =
        std::fs::read_to_string(home.join("practice/gateways.json")).expect("the gateways keep a state");
    let state: serde_json::Value = serde_json::from_str(&state).expect("the state is JSON");
    let orders = state.get("orders").and_then(|orders| orders.as_array().cloned()).unwrap_or_default();
    assert!(!orders.is_empty(), "the state lists orders");
    orders.iter().filter(|order| order.to_string().contains(payee)).count()
}
