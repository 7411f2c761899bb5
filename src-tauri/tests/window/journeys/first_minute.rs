//! From an empty program to an order each way in every practice market, with the keyboard only.

use std::collections::BTreeMap;

use thirtyfour::Key;

use super::{choose_account, history_stands_still, pay, review_payout, send, type_last_four};
use crate::console::Console;

/// One market's orders, by the gateway's field names.
struct Orders {
    account: &'static str,
    collect: &'static [(&'static str, &'static str)],
    payout: &'static [(&'static str, &'static str)],
    last_four: &'static str,
    /// What must stand on the banks' screen.
    bank: Option<&'static str>,
}

const MARKETS: [Orders; 4] = [
    Orders {
        account: "Practice Mexico CashFast",
        collect: &[("amount", "177.50"), ("channel", "BANK")],
        payout: &[
            ("amount", "188.50"),
            ("channel", "BANK"),
            ("accountName", "Ana Lopez"),
            ("accountType", "CLABE"),
            ("accountId", "002010077777777771"),
            ("bankName", "AZTECA2"),
        ],
        last_four: "7771",
        bank: Some("AZTECA2"),
    },
    Orders {
        account: "Practice Mexico Cashy",
        collect: &[("amount", "177"), ("channel", "69"), ("realName", "Ana Lopez"), ("remark", "Shop")],
        payout: &[
            ("amount", "199"),
            ("accountName", "Ana Lopez"),
            ("accountType", "40"),
            ("accountNo", "032180000118359719"),
            ("bankId", "STP"),
            ("remark", "Invoice 7"),
        ],
        last_four: "9719",
        bank: Some("STP"),
    },
    Orders {
        account: "Practice Tanzania Cashy",
        collect: &[
            ("amount", "2077"),
            ("mobileMoneyPhone", "754321987"),
            ("realName", "Asha Juma"),
            ("phone", "255754321987"),
            ("email", "asha@example.com"),
            ("remark", "Shop"),
        ],
        payout: &[
            ("amount", "2088"),
            ("accountName", "Asha Juma"),
            ("accountType", "0"),
            ("accountNo", "684321987"),
            ("remark", "Invoice 8"),
        ],
        last_four: "1987",
        bank: None,
    },
    Orders {
        account: "Practice Thailand Cashy",
        collect: &[
            ("amount", "177.75"),
            ("channel", "412"),
            ("realName", "Malee Srisuk"),
            ("phone", "0982212345"),
            ("email", "malee@example.com"),
            ("remark", "Shop"),
        ],
        payout: &[
            ("amount", "188.25"),
            ("accountName", "Malee Srisuk"),
            ("accountType", "3"),
            ("accountNo", "4567890123"),
            ("bankId", "BBL"),
            ("idCard", "1100700123456"),
            ("remark", "Invoice 9"),
        ],
        last_four: "0123",
        bank: Some("BBL"),
    },
];

#[tokio::test]
async fn from_nothing_to_paid_in_every_market_by_keyboard() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    console.tab_to("Try practice merchant").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("PRACTICE").await;
    console.see("Practice Thailand Cashy").await;
    // The merchant's short history settles first, so that what is waited for below is ours.
    history_stands_still(&console).await;
    let mut barriers = console.barriers("overview").await;
    for orders in &MARKETS {
        barriers.extend(collect(&console, orders).await);
        barriers.extend(pay_out(&console, orders).await);
        barriers.extend(balance_and_banks(&console, orders).await);
    }
    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
}

/// Create, pay on the cashier page as the payer would, see it succeed without touching the window.
async fn collect(console: &Console, orders: &Orders) -> Vec<String> {
    console.go("gc", "#/collect").await;
    choose_account(console, orders.account).await;
    console.find("button", "Create the order").await;
    let values: BTreeMap<_, _> = orders.collect.iter().copied().collect();
    console.fill_form(&values, "Create the order").await;
    console.see_status(&["pending"]).await;
    let barriers = console.barriers("collect result").await;
    let link = console
        .wait_for_script(
            r"return document.body.innerText.match(/http:\/\/127\.0\.0\.1:\d+\/\S+/)?.[0] ?? null",
        )
        .await;
    let link = link.as_str().expect("the link is a text").to_owned();
    pay(&link).await;
    console.see_status(&["succeeded"]).await;
    barriers
}

/// Fill in, review, send with Ctrl Enter, follow to the end.
async fn pay_out(console: &Console, orders: &Orders) -> Vec<String> {
    review_payout(console, orders.account, orders.payout).await;
    type_last_four(console, orders.last_four).await;
    // Enter sends nothing, neither now nor once the button is awake.
    console.press(Key::Enter.value().to_string()).await;
    console.find("button", "Send …").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("Review the payout").await;
    let barriers = console.barriers("review").await;
    send(console).await;
    console.see_status(&["succeeded"]).await;
    barriers
}

async fn balance_and_banks(console: &Console, orders: &Orders) -> Vec<String> {
    console.go("gb", "#/balances").await;
    console.find("heading", "Balances").await;
    console.see(orders.account).await;
    console.see("Available").await;
    let mut barriers = console.barriers("balances").await;
    if let Some(bank) = orders.bank {
        console.go("gk", "#/banks").await;
        console.find("heading", "Banks").await;
        // Not the one at the window's top, “Account shown”.
        console.tab_until(|focus| focus.label == "Account", "the banks' account").await;
        console.choose(orders.account).await;
        console.tab_to("Search by name or code").await;
        console.press(bank).await;
        console.see(&format!("{bank}\n")).await;
        console.tab_to("Fetch again").await;
        barriers.extend(console.barriers("banks").await);
    }
    barriers
}
