//! The program dies between stub and answer.

use super::{held_by_the_gateways, open_first, practise_to_the_end, review_payout, send, type_last_four};
use crate::console::{Console, PATIENCE, patiently};

/// An amount that the practice gateway accepts and then says nothing to (`practice::OUTCOMES`, 04).
const SILENCE_AFTER_ACCEPTING: &str = "104";

const PAYEE: &str = "Beatriz Kill";

#[tokio::test]
async fn killed_while_sending_it_is_unknown_then_settled_and_never_sent_again() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    // Nothing newer may stand above it in the list.
    practise_to_the_end(&console).await;
    let fields = [
        ("amount", SILENCE_AFTER_ACCEPTING),
        ("accountName", PAYEE),
        ("accountType", "40"),
        ("accountNo", "032180000118359719"),
        ("bankId", "STP"),
        ("remark", "Invoice 10"),
    ];
    review_payout(&console, "Practice Mexico Cashy", &fields).await;
    type_last_four(&console, "9719").await;
    send(&console).await;
    // It has been made there, and for half a minute the program waits for an answer that never comes.
    let held = async || (held_by_the_gateways(home.path(), PAYEE) == 1).then_some(());
    assert!(patiently(PATIENCE, held).await.is_some(), "it never comes to the gateway");
    console.kill().await;

    let console = Console::start(home.path()).await;
    console.see("PRACTICE").await;
    open_first(&console, PAYEE).await;
    // Its history goes on saying that it was unknown, however soon it is settled.
    console.see_in_order("Unknown").await;
    console.see_in_order("Ask the gateway").await;
    // The gateway has it, so asking settles it; sending again would have made a second one there.
    console.see_in_order("Succeeded").await;
    assert_eq!(held_by_the_gateways(home.path(), PAYEE), 1);
    console.close().await;
}
