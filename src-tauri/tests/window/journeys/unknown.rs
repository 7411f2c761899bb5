//! What a frightened clerk meets: outcomes that nobody knows, one that comes back, one that is never found.

use std::path::Path;
use std::time::Duration;

use thirtyfour::Key;

use super::{practise, review_payout, send};
use crate::console::Console;

const ACCOUNT: &str = "Practice Mexico CashFast";
const CLABE: &str = "002010077777777771";
const LAST_FOUR: &str = "7771";

/// The program waits half a minute for an answer before it calls an outcome unknown.
const SILENCE: Duration = Duration::from_secs(100);

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
/// error page that made no order (14), which is asked about, stops its twin, and is settled with evidence.
#[tokio::test]
async fn unknown_outcomes_are_settled_and_nothing_is_paid_twice() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    practise(&console).await;
    without_callbacks(&console).await;

    pay(&console, "304", "Carla Silence").await;
    console.see_within("What was sent", SILENCE).await;
    console.see("Do not pay again").await;
    console.see("Next question").await;
    console.picture("unknown-silence").await;
    let mut barriers = console.barriers("unknown").await;
    console.see_within("Succeeded", SILENCE).await;

    pay(&console, "305", "Diego Error").await;
    console.see("What came back").await;
    console.picture("unknown-error").await;
    console.see("Succeeded").await;

    pay(&console, "307", "Elena Return").await;
    console.see("Succeeded").await;
    // Without callbacks the watch over provisional successes notices it, after a minute.
    console.see_within("Returned", SILENCE).await;
    console.see("the money came back").await;
    console.picture("returned").await;

    pay(&console, "314", "Fausto Nowhere").await;
    console.see("Not found").await;
    console.see("So far: once").await;
    console.picture("unknown-not-found").await;
    barriers.extend(console.barriers("not found").await);
    twin_is_stopped(&console).await;
    settle_with_evidence(&console).await;
    barriers.extend(console.barriers("settled").await);

    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
    assert_eq!(orders_at_the_gateway(home.path()), [1, 1, 1, 0]);
}

/// Callbacks would settle most of it before anybody is frightened.
async fn without_callbacks(console: &Console) {
    console.press("gs").await;
    console.click("tab", "Listener").await;
    console.see("Listens on this computer only").await;
    console.tab_to("Callback listener").await;
    console.press(" ").await;
    console.see("Off").await;
}

async fn pay(console: &Console, amount: &str, payee: &str) {
    review_payout(console, ACCOUNT, &payout(amount, payee)).await;
    // A payee's first payout, or a large one, asks for the digits; the others do not.
    if console.text().await.contains("Last four digits") {
        send(console, LAST_FOUR).await;
    } else {
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        console.press_ctrl(Key::Enter).await;
        console.see("It is sent in").await;
    }
}

/// The same once more is stopped before the review, and the unknown one is shown: the check runs while one types, and may
/// have taken the button away before anybody can reach it.
async fn twin_is_stopped(console: &Console) {
    console.press("gp").await;
    console.see("Pay one person").await;
    console.tab_to("Account").await;
    console.choose(ACCOUNT).await;
    console.see("Review").await;
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
    console.press(Key::Escape.value().to_string()).await;
    console.click("link", "Orders").await;
    console.see("Fausto Nowhere").await;
    console.press("j").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("What you can do").await;
    console.tab_to("Settle with evidence").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("What became of this payout?").await;
    // The first choice has the focus when the dialog opens; the second one is wanted.
    tokio::time::sleep(Duration::from_millis(500)).await;
    console.press(" ").await;
    console.press(Key::Down.value().to_string()).await;
    console.tab_to("Who or what says so").await;
    console.press("Rosa, ticket 4711").await;
    console.tab_to("What they said").await;
    console.press("No such order at the gateway, checked today").await;
    console.picture("settle-with-evidence").await;
    console.tab_to("Settle the order").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("Failed").await;
    console.see("Rosa, ticket 4711").await;
    console.picture("settled").await;
}

/// How many orders the practice gateways hold for each payee.
fn orders_at_the_gateway(home: &Path) -> [usize; 4] {
    let state =
        std::fs::read_to_string(home.join("practice/gateways.json")).expect("the gateways keep a state");
    let state: serde_json::Value = serde_json::from_str(&state).expect("the state is JSON");
    let orders = state.get("orders").and_then(|orders| orders.as_array().cloned()).unwrap_or_default();
    ["Carla Silence", "Diego Error", "Elena Return", "Fausto Nowhere"]
        .map(|payee| orders.iter().filter(|order| order.to_string().contains(payee)).count())
}
