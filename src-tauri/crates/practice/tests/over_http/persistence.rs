//! Starting, stopping, and what is still there afterwards.

use std::path::Path;
use std::time::{Duration, Instant};

use practice::{Market, OrderStatus, PracticeError, PracticeOptions, PracticeServer};
use rust_decimal::Decimal;
use serde_json::json;

use crate::shop::Shop;
use crate::site::{
    COLLECT, COLLECT_QUERY, PAYOUT, PAYOUT_QUERY, Site, cashy_body, collect, merge, payout, quick, still,
    until,
};

fn kept(file: &Path, options: PracticeOptions) -> PracticeOptions {
    PracticeOptions { state_file: Some(file.to_owned()), ..options }
}

#[tokio::test]
async fn orders_balances_and_plans_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new folder").join("practice.json");
    let shop = Shop::open(&[]).await;
    let site = Site::start(kept(&file, still())).await;
    site.cashfast(COLLECT, collect("KEPT1A", "50")).await;
    site.cashfast(PAYOUT, merge(&[payout("KEPT2A", "60"), json!({"notifyUrl": shop.url})])).await;
    site.cashy(Market::CashyTh, "/api/payIn", cashy_body(Market::CashyTh, "payIn")).await;
    site.server.pay_collect("THI1A", None).unwrap();
    site.server.pay_collect("THI1A", None).unwrap();
    let (payments, balance) = (site.server.payments(), site.server.balance(Market::CashFastMx));
    site.server.shutdown().await;

    let site = Site::start(kept(&file, still())).await;
    assert_eq!(site.server.payments(), payments);
    assert_eq!(site.server.balance(Market::CashFastMx), balance);
    let found = site.cashfast(COLLECT_QUERY, json!({"externalOrderId": "KEPT1A"})).await;
    assert_eq!(found["data"][0]["orderAmount"], "50");
    // A number used before the restart is used.
    assert_eq!(site.cashfast(PAYOUT, payout("KEPT2A", "60")).await["code"], "309");
    site.server.pay_collect("KEPT1A", None).unwrap();
    // New numbers do not collide with old ones.
    site.cashfast(PAYOUT, payout("NEW1A", "60")).await;
    let numbers: std::collections::BTreeSet<_> =
        site.server.payments().into_iter().map(|payment| payment.gateway_number).collect();
    assert_eq!(numbers.len(), 4);
    site.server.shutdown().await;
}

#[tokio::test]
async fn what_was_due_while_the_server_was_off_happens_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let shop = Shop::open(&[]).await;
    let slowly = PracticeOptions { speed: Decimal::TEN, ..quick() };
    let site = Site::start(kept(&file, slowly.clone())).await;
    site.cashfast(PAYOUT, merge(&[payout("DUE1A", "60"), json!({"notifyUrl": shop.url})])).await;
    site.server.shutdown().await;
    assert!(shop.calls().is_empty());
    tokio::time::sleep(Duration::from_millis(700)).await;

    let site = Site::start(kept(&file, slowly)).await;
    assert_eq!(site.status("DUE1A"), OrderStatus::Succeeded);
    let call = shop.first(1).await.remove(0);
    assert!(call.is_signed(Market::CashFastMx));
}

#[tokio::test]
async fn callbacks_that_were_not_received_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let shop = Shop::open(&[500]).await;
    // A minute is a minute: the repeat is far away.
    let patient = PracticeOptions { callback_time_factor: Decimal::ONE, ..quick() };
    let site = Site::start(kept(&file, patient)).await;
    site.cashfast(PAYOUT, merge(&[payout("LATER1A", "60"), json!({"notifyUrl": shop.url})])).await;
    shop.first(1).await;
    let noted = || std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"attempts\":1"));
    until("the failure is noted", noted).await;
    site.server.shutdown().await;
    let site = Site::start(kept(&file, quick())).await;
    assert_eq!(site.server.callbacks_waiting(), 1);
}

#[tokio::test]
async fn the_state_is_written_soon_not_only_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    let site = Site::start(kept(&file, still())).await;
    site.cashfast(PAYOUT, payout("SOON1A", "60")).await;
    until("written", || std::fs::read_to_string(&file).is_ok_and(|text| text.contains("SOON1A"))).await;
    // As after a crash: nothing is said to the first server.
    let site = Site::start(kept(&file, still())).await;
    let found = site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "SOON1A"})).await;
    assert_eq!(found["data"][0]["orderAmount"], "60");
}

#[tokio::test]
async fn a_damaged_file_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("practice.json");
    std::fs::write(&file, "{\"serial\":").unwrap();
    let site = Site::start(kept(&file, still())).await;
    assert!(site.server.payments().is_empty());
    assert_eq!(std::fs::read_to_string(folder.path().join("practice.json.broken")).unwrap(), "{\"serial\":");
    site.server.shutdown().await;
    assert!(file.exists());
}

#[tokio::test]
async fn the_book_is_bounded_and_frees_what_it_forgets() {
    let site = Site::start(PracticeOptions { orders_max: 10, ..still() }).await;
    for index in 0..25 {
        site.cashfast(PAYOUT, payout(&format!("MANY{index}A"), "40")).await;
    }
    let payments = site.server.payments();
    assert_eq!((payments.len(), payments[0].number.as_str()), (10, "MANY15A"));
    assert_eq!(site.server.balance(Market::CashFastMx).frozen, "408.0".parse().unwrap());
    let gone = site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "MANY0A"})).await;
    assert_eq!(gone["data"], json!([]));
}

#[tokio::test]
async fn a_taken_port_is_no_obstacle() {
    let first = PracticeServer::start(still()).await.unwrap();
    let port = first.address().port();
    let second = PracticeServer::start(PracticeOptions { port: Some(port), ..still() }).await.unwrap();
    assert_ne!(second.address().port(), port);
    first.shutdown().await;
    let third = PracticeServer::start(PracticeOptions { port: Some(port), ..still() }).await.unwrap();
    assert_eq!(third.address().port(), port);
    assert!(third.credentials().iter().all(|credentials| credentials.base_url.contains(&port.to_string())));
}

#[tokio::test]
async fn a_stop_is_quick_and_a_dropped_server_stops_too() {
    let site = Site::start(PracticeOptions { silence_ms: 60_000, ..quick() }).await;
    let address = site.server.address();
    let url = site.url(Market::CashFastMx, "/ping");
    site.send(site.client().get(&url)).await.unwrap();
    let began = Instant::now();
    site.server.shutdown().await;
    // Whoever waited for the silent answer waited a minute.
    assert!(began.elapsed() < Duration::from_secs(50), "{:?}", began.elapsed());
    assert!(tokio::net::TcpStream::connect(address).await.is_err());

    let server = PracticeServer::start(quick()).await.unwrap();
    let address = server.address();
    drop(server);
    until("stopped", || std::net::TcpStream::connect(address).is_err()).await;
}

#[tokio::test]
async fn a_silent_answer_does_not_hold_up_the_stop() {
    let site = Site::start(PracticeOptions { silence_ms: 60_000, ..quick() }).await;
    let call = crate::site::CashFastCall::post(PAYOUT, &payout("SILENT2A", "704"));
    let (answer, elapsed) = tokio::join!(site.try_cashfast(call), async {
        until("made", || site.held("SILENT2A").is_some()).await;
        let began = Instant::now();
        site.server.shutdown().await;
        began.elapsed()
    });
    assert!(answer.is_err());
    assert!(elapsed < Duration::from_millis(2_500), "{elapsed:?}");
}

#[tokio::test]
async fn nonsense_options_are_refused() {
    for speed in [Decimal::ZERO, Decimal::NEGATIVE_ONE] {
        let refused = PracticeServer::start(PracticeOptions { speed, ..still() }).await;
        assert!(matches!(refused, Err(PracticeError::Speed)));
    }
}
