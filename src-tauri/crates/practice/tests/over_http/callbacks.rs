//! Callbacks: how they are signed and written, what counts as received, and how often they are repeated.

use std::time::Duration;

use practice::{Market, OrderStatus, PracticeOptions, SupplementSpelling};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::shape::{assert_like, sample};
use crate::shop::{Call, Shop};
use crate::sign;
use crate::site::{COLLECT, PAYOUT, Site, cashy_body, collect, merge, payout, quick, still, until};

async fn cashfast_payout(site: &Site, shop: &Shop, number: &str, amount: &str) {
    let body = merge(&[payout(number, amount), json!({"notifyUrl": shop.url})]);
    site.cashfast(PAYOUT, body).await;
}

async fn cashfast_collect(site: &Site, shop: &Shop, number: &str, amount: &str) {
    let body = merge(&[collect(number, amount), json!({"notifyUrl": shop.url})]);
    site.cashfast(COLLECT, body).await;
}

async fn cashy(site: &Site, shop: &Shop, (market, what): (Market, &str), number: &str, amount: i64) {
    let changes = json!({"notifyUrl": shop.url, "mchOrderNo": number, "amount": amount});
    site.cashy(market, &format!("/api/{what}"), merge(&[cashy_body(market, what), changes])).await;
}

/// The order's callbacks' states, after a pause in which no more came.
async fn states(shop: &Shop) -> Vec<Value> {
    tokio::time::sleep(Duration::from_millis(300)).await;
    shop.calls().iter().map(|call| state(&call.json())).collect()
}

fn state(body: &Value) -> Value {
    body.get("orderStatusCode").unwrap_or(&body["orderStatus"]).clone()
}

#[tokio::test]
async fn cashfast_callbacks_look_like_the_samples_and_verify() {
    let (site, shop) = (Site::start(quick()).await, Shop::open(&[]).await);
    cashfast_payout(&site, &shop, "CALL1A", "40.20").await;
    let call: Call = shop.first(1).await.remove(0);
    assert!(call.is_signed(Market::CashFastMx));
    assert_eq!(call.path, "/callback?shop=1&x=y");
    assert_eq!(call.header("content-type"), "application/json;charset=utf-8");
    let mut sample = sample!("cashfast/payout_callback.request.json");
    // The sample is of a payout still at the bank.
    sample["orderPayTime"] = json!(1);
    assert_like(&sample, &call.json());
    assert_eq!(call.json()["orderAmount"], "40.2");
    assert_eq!((&call.json()["orderStatusCode"], &call.json()["accountName"]), (&json!(8), &json!("STP")));

    let shop = Shop::open(&[]).await;
    cashfast_collect(&site, &shop, "CALL2A", "50").await;
    site.server.pay_collect("CALL2A", Some("41.5".parse().unwrap())).unwrap();
    let call = shop.first(1).await.remove(0);
    assert!(call.is_signed(Market::CashFastMx));
    assert_like(&sample!("cashfast/collect_callback.repaired.request.json"), &call.json());
    assert!(
        call.body.contains("\"orderActualAmount\":41.500000,\"orderAmount\":50.000000,\"orderFee\":5.000000")
    );
    let pay_param = call.json()["payParam"].as_str().unwrap().to_owned();
    assert!(pay_param.ends_with("?amount=50&currency=MXN"), "{pay_param}");
}

#[tokio::test]
async fn cashy_callbacks_look_like_the_samples_and_verify() {
    let site = Site::start(quick()).await;
    for market in [Market::CashyMx, Market::CashyTz, Market::CashyTh] {
        let shop = Shop::open(&[]).await;
        let number = format!("{}OUTA", market.name());
        cashy(&site, &shop, (market, "payOut"), &number, 1000).await;
        let call = shop.first(1).await.remove(0);
        assert!(call.is_signed(market));
        assert_like(&sample!("cashy/payout_callback.raw.request.json"), &call.json());
        assert!(call.body.starts_with("{\"amount\":1000.00,\"completionTime\":\"20"), "{}", call.body);
        let names: Vec<String> = call.json().as_object().unwrap().keys().cloned().collect();
        let expected: Vec<String> =
            sample!("cashy/payout_callback.raw.request.json").as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, expected);

        let shop = Shop::open(&[]).await;
        let number = format!("{}INA", market.name());
        cashy(&site, &shop, (market, "payIn"), &number, 1000).await;
        site.server.pay_collect(&number, None).unwrap();
        let call = shop.first(1).await.remove(0);
        assert!(call.is_signed(market));
        assert_like(&sample!("cashy/payin_callback_api.request.json"), &call.json());
        assert_eq!(
            (&call.json()["orderType"], &call.json()["patchMchOrderNo"]),
            (&json!("API"), &json!(number))
        );
        assert!(
            call.body.contains("\"amount\":1000.00,") && call.body.contains("\"fee\":15.0000,"),
            "{}",
            call.body
        );
    }
    let shop = Shop::open(&[]).await;
    cashy(&site, &shop, (Market::CashyTz, "payDesk"), "DESK1A", 1000).await;
    site.server.fail_collect("DESK1A").unwrap();
    let call = shop.first(1).await.remove(0);
    assert!(call.is_signed(Market::CashyTz));
    assert_like(&sample!("cashy/tzs_paydesk_callback.request.json"), &call.json());
    assert_eq!(call.json()["orderStatus"], "FAIL");
}

#[tokio::test]
async fn failures_are_called_back_with_their_reason() {
    let (site, shop) = (Site::start(quick()).await, Shop::open(&[]).await);
    cashy(&site, &shop, (Market::CashyMx, "payOut"), "FAIL1A", 702).await;
    let call = shop.first(1).await.remove(0);
    assert_like(&sample!("cashy/payout_callback_fail.request.json"), &call.json());
    assert_eq!(call.json()["resultDesc"], "ACCOUNT NOT EXITS");

    let shop = Shop::open(&[]).await;
    cashfast_payout(&site, &shop, "FAIL2A", "702").await;
    let call = shop.first(1).await.remove(0);
    // The contract's payout callback has no reason: it must be asked for.
    assert_eq!((&call.json()["orderStatusCode"], call.json().get("errorMsg")), (&json!(16), None));
}

#[tokio::test]
async fn returns_two_stages_and_late_successes_call_twice() {
    let site = Site::start(quick()).await;
    for (ending, cashfast, cashy_words) in [
        (7, [json!(8), json!(16)], [json!("SUCCESS"), json!("FAIL")]),
        (8, [json!(8), json!(16)], [json!("SUCCESS"), json!("FAIL")]),
        (22, [json!(16), json!(8)], [json!("FAIL"), json!("SUCCESS")]),
    ] {
        let shop = Shop::open(&[]).await;
        cashfast_payout(&site, &shop, &format!("TWO{ending}A"), &format!("7{ending:02}")).await;
        shop.first(2).await;
        assert_eq!(states(&shop).await, cashfast);
        let shop = Shop::open(&[]).await;
        cashy(&site, &shop, (Market::CashyMx, "payOut"), &format!("TWO{ending}B"), 700 + ending).await;
        shop.first(2).await;
        assert_eq!(states(&shop).await, cashy_words);
    }
}

#[tokio::test]
async fn double_callbacks_come_late_and_repeated() {
    let site = Site::start(quick()).await;
    let shop = Shop::open(&[]).await;
    cashfast_payout(&site, &shop, "DOUBLE1A", "710").await;
    shop.first(3).await;
    assert_eq!(states(&shop).await, [json!(8), json!(2), json!(8)]);
    let shop = Shop::open(&[]).await;
    cashy(&site, &shop, (Market::CashyTh, "payIn"), "DOUBLE2A", 710).await;
    shop.first(3).await;
    assert_eq!(states(&shop).await, [json!("SUCCESS"), json!("PAYING"), json!("SUCCESS")]);
    assert!(shop.calls().iter().all(|call| call.is_signed(Market::CashyTh)));
}

#[tokio::test]
async fn forged_callbacks_do_not_verify_and_change_nothing() {
    let site = Site::start(quick()).await;
    let shop = Shop::open(&[]).await;
    cashfast_collect(&site, &shop, "FORGED1A", "711").await;
    let call = shop.first(1).await.remove(0);
    assert!(!call.is_signed(Market::CashFastMx));
    assert_eq!(call.json()["orderStatusCode"], 2);
    assert_eq!(site.status("FORGED1A"), OrderStatus::Accepted);
    let shop = Shop::open(&[]).await;
    cashy(&site, &shop, (Market::CashyMx, "payOut"), "FORGED2A", 711).await;
    let call = shop.first(1).await.remove(0);
    assert!(!call.is_signed(Market::CashyMx));
    assert_eq!(call.json()["orderStatus"], "SUCCESS");
    assert_eq!(site.status("FORGED2A"), OrderStatus::Processing);
}

#[tokio::test]
async fn numbers_can_be_spelt_otherwise() {
    let site = Site::start(quick()).await;
    let shop = Shop::open(&[]).await;
    cashfast_collect(&site, &shop, "SPELT1A", "712").await;
    let call = shop.first(1).await.remove(0);
    assert!(call.body.contains("\"orderAmount\":712.000000") && !call.is_signed(Market::CashFastMx));
    // It verifies once the zeros are trimmed, as the contract's third variant has it (A3).
    let trimmed = call.body.replace("712.000000", "712").replace("5.000000", "5");
    let stamp = ["access_key", "timestamp", "nonce"].map(|name| call.header(name));
    assert_eq!(call.header("sign"), sign::cashfast(&trimmed, stamp, Market::CashFastMx.secret()));

    let shop = Shop::open(&[]).await;
    cashy(&site, &shop, (Market::CashyTz, "payOut"), "SPELT2A", 712).await;
    let call = shop.first(1).await.remove(0);
    assert!(call.is_signed(Market::CashyTz));
    assert_eq!(call.json()["amount"], "712.0000");
}

#[tokio::test]
async fn supplements_are_spelt_as_prose_or_as_sample() {
    for (spelling, ours, linked) in [
        (SupplementSpelling::AsProse, "PATCH1A00001", "PATCH1A"),
        (SupplementSpelling::AsSample, "PATCH1A", "PATCH1A0001"),
    ] {
        let site = Site::start(PracticeOptions { supplement_spelling: spelling, ..quick() }).await;
        let shop = Shop::open(&[]).await;
        cashy(&site, &shop, (Market::CashyTh, "payIn"), "PATCH1A", 709).await;
        let calls = shop.first(2).await;
        let (order, patch) = (calls[0].json(), calls[1].json());
        assert_like(&sample!("cashy/payin_callback_patch.request.json"), &patch);
        assert_eq!((&order["orderType"], &patch["orderType"]), (&json!("API"), &json!("PATCH")));
        assert_eq!(patch["patchOrderNo"], order["orderNo"]);
        assert_ne!(patch["orderNo"], order["orderNo"]);
        assert_eq!((&patch["mchOrderNo"], &patch["patchMchOrderNo"]), (&json!(ours), &json!(linked)));
    }
}

#[tokio::test]
async fn cashfast_repeats_once_and_wants_status_200() {
    for (answers, expected) in
        [(vec![200], 1), (vec![500, 200], 2), (vec![201, 500, 500, 500], 2), (vec![302, 200], 2)]
    {
        let (site, shop) = (Site::start(quick()).await, Shop::open(&answers).await);
        cashfast_payout(&site, &shop, "RETRY1A", "40").await;
        shop.first(expected).await;
        assert_eq!(states(&shop).await.len(), expected, "{answers:?}");
        assert!(
            shop.calls().iter().all(|call| call.path.starts_with("/callback")),
            "redirects are not followed"
        );
        assert!(shop.calls().windows(2).all(|pair| pair[0].body == pair[1].body));
        assert_eq!(site.server.callbacks_waiting(), 0);
    }
}

#[tokio::test]
async fn cashy_repeats_ten_times_and_takes_redirects_for_receipt() {
    for (answers, expected) in [(vec![301], 1), (vec![302], 1), (vec![201, 404, 200], 3), (vec![500; 40], 11)]
    {
        // A minute is 0.1 ms: the ten waits are 102 ms together.
        let factor = Decimal::ONE / Decimal::from(600_000);
        let site = Site::start(PracticeOptions { callback_time_factor: factor, ..quick() }).await;
        let shop = Shop::open(&answers).await;
        cashy(&site, &shop, (Market::CashyMx, "payOut"), "RETRY2A", 1000).await;
        shop.first(expected).await;
        assert_eq!(states(&shop).await.len(), expected, "{answers:?}");
        assert_eq!(site.server.callbacks_waiting(), 0);
    }
}

#[tokio::test]
async fn waits_between_repeats_are_scaled_not_skipped() {
    // Three documented minutes are 150 ms.
    let factor = Decimal::ONE / Decimal::from(1_200);
    let site = Site::start(PracticeOptions { callback_time_factor: factor, ..quick() }).await;
    let shop = Shop::open(&[500]).await;
    cashfast_payout(&site, &shop, "WAIT1A", "40").await;
    let calls = shop.first(2).await;
    let wait = calls[1].came - calls[0].came;
    assert!(wait >= Duration::from_millis(150), "{wait:?}");
}

#[tokio::test]
async fn merchants_that_cannot_be_reached_hold_up_nobody() {
    let site = Site::start(quick()).await;
    // A listener that accepts and never answers: forty callbacks, more than are sent at a time.
    let dead = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", dead.local_addr().unwrap());
    for index in 0..40 {
        let body = merge(&[payout(&format!("DEAD{index}A"), "40"), json!({"notifyUrl": url})]);
        site.cashfast(PAYOUT, body).await;
    }
    until("callbacks on their way", || site.status("DEAD39A") == OrderStatus::Succeeded).await;
    let began = std::time::Instant::now();
    site.cashfast(PAYOUT, payout("ALIVE1A", "40")).await;
    until("still alive", || site.status("ALIVE1A") == OrderStatus::Succeeded).await;
    // A callback is given ten seconds; whoever waited for one of the dead waited longer.
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
    let began = std::time::Instant::now();
    site.server.shutdown().await;
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
}

#[tokio::test]
async fn orders_without_an_address_call_nobody() {
    let site = Site::start(quick()).await;
    site.cashfast(PAYOUT, payout("QUIET1A", "40")).await;
    until("paid", || site.status("QUIET1A") == OrderStatus::Succeeded).await;
    assert_eq!(site.server.callbacks_waiting(), 0);
}

#[tokio::test]
async fn nothing_is_called_back_before_the_end() {
    let (site, shop) = (Site::start(still()).await, Shop::open(&[]).await);
    cashfast_payout(&site, &shop, "EARLY1A", "40").await;
    cashy(&site, &shop, (Market::CashyTh, "payIn"), "EARLY2A", 1000).await;
    assert_eq!(states(&shop).await, Vec::<Value>::new());
}
