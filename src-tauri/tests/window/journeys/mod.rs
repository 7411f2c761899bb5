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

use thirtyfour::Key;

use crate::console::Console;

/// Fills in a payout and goes to its review, with the keyboard only.
async fn review_payout(console: &Console, account: &str, fields: &[(&str, &str)]) {
    console.press("gp").await;
    console.see("Pay one person").await;
    console.tab_to("Account").await;
    console.choose(account).await;
    console.see("Review").await;
    let values: BTreeMap<_, _> = fields.iter().copied().collect();
    console.fill_form(&values, "Review").await;
    console.see("Review the payout").await;
}

/// Types the last four digits and sends.
async fn send(console: &Console, last_four: &str) {
    console.tab_to("Last four digits").await;
    console.press(last_four).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_300)).await;
    console.press_ctrl(Key::Enter).await;
    console.see("It is sent in").await;
}

/// Begins practice in a new program and waits until the merchant's short history stands still: twenty orders, eight of
/// them payouts on their way.
async fn practise_to_the_end(console: &Console) {
    practise(console).await;
    console.press("go").await;
    console.see("20 orders").await;
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
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
