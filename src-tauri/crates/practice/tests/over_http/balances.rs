//! Balances: every movement, and the sum of all.

use practice::{Market, OrderKind, OrderStatus};
use rust_decimal::Decimal;
use serde_json::json;

use crate::site::{
    COLLECT, CashFastCall, CashyCall, PAYOUT, Site, cashy_body, cashy_creations, collect, merge, payout,
    quick, still, until,
};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// What the contract-side figures say: opening + collected less fees − paid out with fees.
fn expected(site: &Site, market: Market) -> (Decimal, Decimal) {
    let opening = if market == Market::CashyTz { 10_000_000_000_i64 } else { 100_000_000 };
    let fee = match market {
        Market::CashFastMx => number("0.8"),
        Market::CashyMx => number("4"),
        Market::CashyTz => number("300"),
        Market::CashyTh => number("10"),
    };
    let (mut available, mut frozen) = (Decimal::from(opening), Decimal::ZERO);
    for payment in site.server.payments().into_iter().filter(|payment| payment.market == market) {
        match (payment.kind, payment.status) {
            (OrderKind::PayOut, OrderStatus::Failed | OrderStatus::Rejected) => {}
            (OrderKind::PayOut, OrderStatus::Succeeded) => available -= payment.amount + fee,
            (OrderKind::PayOut, _) => {
                available -= payment.amount + fee;
                frozen += payment.amount + fee;
            }
            (_, _) => {
                // The fee is taken payment by payment: the table's supplements are of the order's own amount.
                let twice = payment.paid == Some(payment.amount * Decimal::TWO);
                let parts = if twice { vec![payment.amount; 2] } else { payment.paid.into_iter().collect() };
                available += parts.into_iter().map(|paid| paid - collect_fee(market, paid)).sum::<Decimal>();
            }
        }
    }
    (available, frozen)
}

fn collect_fee(market: Market, paid: Decimal) -> Decimal {
    if market == Market::CashFastMx { number("5") } else { (paid * number("0.015")).round_dp(2) }
}

fn assert_balanced(site: &Site) {
    for market in Market::ALL {
        let balance = site.server.balance(market);
        assert_eq!((balance.available, balance.frozen), expected(site, market), "{market:?}");
    }
}

#[tokio::test]
async fn a_payout_freezes_and_then_spends() {
    let site = Site::start(still()).await;
    site.cashfast(PAYOUT, payout("FREEZE1A", "40.20")).await;
    let balance = site.server.balance(Market::CashFastMx);
    assert_eq!((balance.available, balance.frozen), (number("99999959.0"), number("41.0")));
    let site = Site::start(quick()).await;
    site.cashfast(PAYOUT, payout("SPEND1A", "40.20")).await;
    until("spent", || site.status("SPEND1A") == OrderStatus::Succeeded).await;
    let balance = site.server.balance(Market::CashFastMx);
    assert_eq!((balance.available, balance.frozen), (number("99999959.0"), Decimal::ZERO));
}

#[tokio::test]
async fn a_collect_credits_what_was_paid_less_the_fee() {
    let site = Site::start(still()).await;
    site.cashfast(COLLECT, collect("CREDIT1A", "50")).await;
    site.server.pay_collect("CREDIT1A", Some(number("60.5"))).unwrap();
    assert_eq!(site.server.balance(Market::CashFastMx).available, number("100000055.5"));
}

#[tokio::test]
async fn everything_adds_up_in_every_market_and_outcome() {
    let site = Site::start(quick()).await;
    let trouble_without_waiting = [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 20, 21, 22, 24, 25];
    for ending in trouble_without_waiting {
        for (market, what, body) in cashy_creations() {
            let changes = json!({"mchOrderNo": format!("{}{what}{ending}A", &market.name()[6..]), "amount": 800 + ending});
            // Not read: some of these answers are broken on purpose.
            site.cashy_call(CashyCall::new(market, &format!("/api/{what}"), &merge(&[body, changes]))).await;
        }
        let call =
            CashFastCall::post(PAYOUT, &payout(&format!("P{ending}A"), &format!("{}.25", 800 + ending)));
        site.cashfast_call(call).await;
        let call =
            CashFastCall::post(COLLECT, &collect(&format!("C{ending}A"), &format!("{}.25", 800 + ending)));
        site.cashfast_call(call).await;
        assert_balanced(&site);
    }
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_balanced(&site);
    assert!(site.server.payments().len() > 100);
}

#[tokio::test]
async fn money_that_came_back_is_there_again() {
    let site = Site::start(quick()).await;
    let body = merge(&[cashy_body(Market::CashyTz, "payOut"), json!({"amount": 807})]);
    site.cashy(Market::CashyTz, "/api/payOut", body).await;
    until("came back", || site.status("TZO1A") == OrderStatus::Failed).await;
    let balance = site.server.balance(Market::CashyTz);
    assert_eq!((balance.available, balance.frozen), (number("10000000000"), Decimal::ZERO));
}
