//! What a frightened clerk meets: outcomes that nobody knows, one that comes back, one that is never found.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use super::{
    choose_account, held_by_the_gateways, open_first, practise_to_the_end, review_payout, send,
    type_last_four,
};
use crate::console::Console;

const ACCOUNT: &str = "Practice Mexico CashFast";
const CLABE: &str = "002010077777777771";
const LAST_FOUR: &str = "7771";

/// Amounts that the practice gateway pays and takes back ten seconds later (`practice::OUTCOMES`, 07), each for a payee
/// of its own.
const RETURNED: [(&str, &str); 3] = [("307", "Elena Return"), ("407", "Emma Return"), ("507", "Elsa Return")];

const REVIEW_IS_SHUT: &str = r"
    const review = [...document.querySelectorAll('button[type=submit]')].find((b) => b.textContent === 'Review');
    return review?.disabled === true ? true : null;";

fn payout<'a>(amount: &'a str, payee: &'a str) -> [(&'static str, &'a str); 6] {
    [
        ("amount", amount),
        ("channel", "BANK"),
        ("accountName", payee),
        ("accountType", "CLABE"),
        ("accountId", CLABE),
        ("bankName", "AZTECA2"),
    ]
}

/// With the keyboard only: timeout after accepting (04), 500 after accepting (05), success and return (07), and an
/// error page that made no order (14), which is asked about, stops its twin, is settled with evidence, and is paid again with
/// a reason.
#[tokio::test]
async fn unknown_outcomes_are_settled_and_nothing_is_paid_twice() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    // Nothing newer may stand above ours in the list.
    practise_to_the_end(&console).await;
    without_callbacks(&console).await;

    is_unknown_for_a_while(&console, "304", "Carla Silence", "unknown-silence").await;
    is_unknown_for_a_while(&console, "305", "Diego Error", "unknown-error").await;
    let returned = returns(&console).await;

    // This one stays unknown until it is settled: time to look at it.
    pay(&console, "314", "Fausto Nowhere").await;
    console.see_status(&["unknown"]).await;
    for told in ["Do not pay again", "What was sent", "What came back", "Not found", "Next question in"] {
        console.see(told).await;
    }
    console.wait_for_script(r"return /So far: (once|\d+ times)/.test(document.body.innerText) || null").await;
    console.picture("unknown-not-found").await;
    let mut barriers = console.barriers("not found").await;
    twin_is_stopped(&console).await;
    settle_with_evidence(&console).await;
    barriers.extend(console.barriers("settled").await);
    paying_again_takes_a_reason(&console).await;
    barriers.extend(console.barriers("paid again").await);

    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
    for payee in ["Carla Silence", "Diego Error"].iter().chain(&returned) {
        assert_eq!(held_by_the_gateways(home.path(), payee), 1, "{payee}");
    }
    assert_eq!(held_by_the_gateways(home.path(), "Fausto Nowhere"), 0);
}

/// Pays what the gateway makes without saying so. The first question settles it after five seconds, so that only its
/// history is sure to show that it was unknown; the picture is taken if there is time for it.
async fn is_unknown_for_a_while(console: &Console, amount: &str, payee: &str, picture: &str) {
    let id = pay(console, amount, payee).await;
    if console.see_status(&["unknown", "succeeded"]).await == "unknown" {
        console.picture(picture).await;
    }
    console.see_status(&["succeeded"]).await;
    let order = console.answer("order_detail", json!({ "id": id })).await;
    let steps = order.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    assert!(steps.iter().any(|step| step.get("to") == Some(&json!("unknown"))), "{order}");
}

/// Pays until one comes back, and returns who was paid. The gateway calls it paid for ten seconds only: where nobody
/// asked in them it has simply failed, and is paid once more.
async fn returns(console: &Console) -> Vec<&'static str> {
    let mut paid = Vec::new();
    for (amount, payee) in RETURNED {
        pay(console, amount, payee).await;
        paid.push(payee);
        if console.see_status(&["succeeded", "returned", "failed"]).await == "failed" {
            continue;
        }
        // Without callbacks the watch over provisional successes notices it, after a minute.
        console.see_status(&["returned"]).await;
        console.see("the money came back").await;
        console.picture("returned").await;
        return paid;
    }
    panic!("none of these comes back: {paid:?}");
}

/// Callbacks would settle most of it before anybody is frightened.
async fn without_callbacks(console: &Console) {
    console.go("gs", "#/settings").await;
    console.click("tab", "Listener").await;
    console.see("Listens on this computer only").await;
    console.tab_to("Callback listener").await;
    console.press(" ").await;
    console.see("Callback listener off").await;
}

/// Pays, and returns the order's id.
async fn pay(console: &Console, amount: &str, payee: &str) -> String {
    review_payout(console, ACCOUNT, &payout(amount, payee)).await;
    // A payee's first payout, or a large one, asks for the digits; the others do not.
    if console.text().await.contains("Last four digits") {
        type_last_four(console, LAST_FOUR).await;
    }
    send(console).await
}

/// The same once more is stopped before the review, and the unknown one is shown: the check runs while one types, and may
/// have taken the button away before anybody can reach it.
async fn twin_is_stopped(console: &Console) {
    console.go("gp", "#/payout").await;
    choose_account(console, ACCOUNT).await;
    console.find("button", "Review").await;
    let fields = payout("314", "Fausto Nowhere");
    console.fill_fields(&fields.into_iter().collect(), "amount").await;
    console.see("Stop: a payout of the same amount to the same account has an unknown outcome").await;
    console.picture("payout-twin").await;
    console.wait_for_script(REVIEW_IS_SHUT).await;
    console.press(Key::Enter.value().to_string()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!console.text().await.contains("Review the payout"), "the review must not open");
}

/// From the list to the order, and out of the doubt with what the gateway's support said.
async fn settle_with_evidence(console: &Console) {
    // The hands leave the form's fields, where keys are text.
    console.click("link", "Orders").await;
    open_first(console, "Fausto Nowhere").await;
    console.see("What you can do").await;
    console.tab_to("Settle with evidence").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("What became of this payout?").await;
    // The first choice has the focus when the dialog opens; the second one is wanted.
    console.wait_for_script("return document.activeElement.value === 'succeeded' || null").await;
    console.press(" ").await;
    console.press(Key::Down.value().to_string()).await;
    console
        .wait_for_script(
            "const { value, checked } = document.activeElement; return (value === 'failed' && checked) || null",
        )
        .await;
    console.tab_to("Who or what says so").await;
    console.press("Rosa, ticket 4711").await;
    console.tab_to("What they said").await;
    console.press("No such order at the gateway, checked today").await;
    console.picture("settle-with-evidence").await;
    console.tab_to("Settle the order").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see_in_order("Failed").await;
    console.see_in_order("Rosa, ticket 4711").await;
    console.picture("settled").await;
}

/// That it failed is a person's word alone: whoever enters it again says why, and without that nothing is sent.
async fn paying_again_takes_a_reason(console: &Console) {
    review_payout(console, ACCOUNT, &payout("314", "Fausto Nowhere")).await;
    console.tab_to("Why it is paid again").await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    console.press_ctrl(Key::Enter).await;
    assert!(console.text().await.contains("Review the payout"), "it is not sent without a reason");
    console.press("Rosa says that they have no such order").await;
    console.picture("payout-again").await;
    send(console).await;
    console.see_status(&["unknown"]).await;
}
