//! The listener: genuine, forged, repeated and hostile callbacks.

use std::sync::Arc;
use std::time::Duration;

use desk::AccountChange;
use import::{ProductRule, Sheet};
use md5::{Digest, Md5};
use orders::{Product, ReportedStatus, Source, Status};
use practice::Market;
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::stage::{Stage, eventually, plain_change, practice_options};

/// Posts raw bytes and returns the status line's number.
pub(crate) async fn post(url: &str, headers: &[(String, String)], body: &[u8]) -> u16 {
    let url = url::Url::parse(url).unwrap();
    let mut socket = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await.unwrap();
    let mut text = format!("POST {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n", url.path());
    for (name, value) in headers {
        if !["host", "connection", "content-length"].contains(&name.as_str()) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let _ = socket.write_all(text.as_bytes()).await;
    let _ = socket.write_all(body).await;
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn s12_a16_the_same_delivery_a_thousand_times_has_one_effect() {
    for market in ["cashfast-mx", "cashy-th"] {
        let stage = Stage::with(market, practice_options(), |options| options.haste = 1).await;
        let order = stage.collect("1200").await;
        stage.practice.pay_collect(&order.number, None).unwrap();
        stage.until_status(order.id, Status::Succeeded).await;
        let delivery = eventually(async || {
            stage.desk.ledger().deliveries_of_order(order.id).await.unwrap().into_iter().next()
        })
        .await
        .unwrap();
        let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
        let headers: Vec<(String, String)> = serde_json::from_str(&delivery.headers_json).unwrap();
        for _ in 0..1_000 {
            assert_eq!(post(&url, &headers, &delivery.body).await, 200);
        }
        let events = stage.desk.ledger().events(order.id).await.unwrap();
        let delivered = events.iter().filter(|event| event.source == Source::Delivery).count();
        assert_eq!(delivered, 1, "{market}: {events:#?}");
        let stored = stage.desk.ledger().delivery(delivery.id).await.unwrap().unwrap();
        assert!(stored.repeats >= 1_000);
        assert_eq!(stored.effect, "applied");
    }
}

/// After a restoration: what callbacks told of orders that the ledger had lost counts once these are imported. A further
/// payment is told by its callback alone.
#[tokio::test]
async fn callbacks_about_orders_that_are_imported_later_have_their_effect_then() {
    let stage = Stage::with("cashy-mx", practice_options(), |options| options.haste = 1).await;
    let known = Market::CashyMx;
    let tell = async |body: &str, effect: &str| {
        let mut md5 = Md5::new();
        md5.update(body.as_bytes());
        md5.update(known.secret().as_bytes());
        let sign = format!("{:032X}", u128::from_be_bytes(md5.finalize().into()));
        let headers = [("MerchantId", known.key_id()), ("Sign", sign.as_str())]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
        assert_eq!(post(&url, &headers, body.as_bytes()).await, 200);
        let kept = stage.desk.ledger().deliveries(50, None).await.unwrap();
        let kept = kept.into_iter().find(|row| row.body == body.as_bytes()).unwrap();
        assert_eq!((kept.verified, kept.effect.as_str()), (true, effect));
        kept.id
    };
    let id = known.key_id();
    let further = tell(
        &format!(
            r#"{{"amount":50.00,"completionTime":null,"fee":0.0000,"mchOrderNo":"LOST1_PATCH_1","merchantId":"{id}","nonceStr":"n1","orderNo":"G2","patchOrderNo":"G1","orderStatus":"SUCCESS","patchStatus":"PATCH"}}"#
        ),
        "unknown_parent",
    )
    .await;
    let elsewhere = tell(
        &format!(
            r#"{{"amount":70.00,"completionTime":null,"fee":0.0000,"mchOrderNo":"OTHER","merchantId":"{id}","nonceStr":"n2","orderNo":"G9","orderStatus":"SUCCESS"}}"#
        ),
        "unknown_order",
    )
    .await;
    let file = "Merchant Order No,Order No,Type,Amount (MXN),Order Status,Account Name,Create Time\n\
                LOST1,G1,collect,100,SUCCESS,Ana,2026-10-01 09:15:02\n";
    let sheet = Arc::new(Sheet::read("export.csv", file.as_bytes()).unwrap());
    let guess = stage.desk.guess_history(stage.id(), Arc::clone(&sheet)).await.unwrap().guess;
    let mut mapping = guess.mapping;
    mapping.product = Some(ProductRule::Fixed { product: Product::Collect });
    let imported = stage.desk.import_history(stage.id(), &sheet, &mapping, &mut |_| true).await.unwrap();
    assert_eq!(imported.written, 1, "{imported:?} {:?}", guess.questions);
    let order = stage.desk.ledger().order_by_number(stage.id(), "LOST1").await.unwrap().unwrap();
    let detail = stage.desk.ledger().detail(order.id).await.unwrap().unwrap();
    assert_eq!(detail.supplements.len(), 1);
    assert_eq!(detail.supplements[0].amount, "50".parse().unwrap());
    let effect = async |id| stage.desk.ledger().delivery(id).await.unwrap().unwrap().effect;
    assert_eq!(
        (effect(further).await.as_str(), effect(elsewhere).await.as_str()),
        ("supplement", "unknown_order")
    );

    // One that is known as an order of its own is that, and its callback is about it.
    let listed = stage.collect("1211").await;
    let (number, theirs) = (&listed.number, listed.gateway_number.as_deref().unwrap());
    tell(
        &format!(
            r#"{{"amount":60.00,"completionTime":null,"fee":0.0000,"mchOrderNo":"{number}","merchantId":"{id}","nonceStr":"n3","orderNo":"{theirs}","patchOrderNo":"G1","orderStatus":"SUCCESS","patchStatus":"PATCH"}}"#
        ),
        "applied",
    )
    .await;
    assert_eq!(stage.order(listed.id).await.status, Status::Succeeded);
    assert_eq!(stage.desk.ledger().supplements(order.id).await.unwrap().len(), 1, "booked once");
}

#[tokio::test]
async fn a03_a_forged_callback_changes_nothing_is_kept_and_has_the_order_asked_about() {
    let stage = Stage::new("cashfast-mx").await;
    let order = stage.collect("1211").await;
    let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
    let body = format!(
        r#"{{"externalOrderId":"{}","orderId":"{}","orderStatusCode":2,"orderStatus":"Payment success","orderAmount":1211.00,"currencyType":"MXN"}}"#,
        order.number,
        order.gateway_number.clone().unwrap()
    );
    let headers: Vec<(String, String)> = [
        ("access_key", "PractMX1"),
        ("timestamp", "1689238357000"),
        ("nonce", "0b7d2f0e-6d4c-4b8f-9f5e-0f6a8c3b2d1e"),
        ("sign", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("content-type", "application/json"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    assert_eq!(post(&url, &headers, body.as_bytes()).await, 200, "stored, so the gateway is told so");
    let kept = stage.desk.ledger().deliveries(10, None).await.unwrap();
    let kept = kept.iter().find(|row| row.body == body.as_bytes()).unwrap();
    assert!(!kept.verified && kept.order_id == Some(order.id), "{kept:?}");
    assert!(kept.verdict_json.contains("wrong_signature"), "{}", kept.verdict_json);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(stage.order(order.id).await.status, Status::Pending);
    let asked = stage.desk.ledger().exchanges_of_order(order.id, 10).await.unwrap();
    assert!(asked.iter().any(|exchange| exchange.operation == "query"));
}

#[tokio::test]
async fn s11_the_door_is_narrow() {
    let stage = Stage::new("cashfast-mx").await;
    let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
    assert!(url.starts_with("http://127.0.0.1:"));
    let (stem, token) = url.rsplit_once('-').unwrap();
    assert_eq!(token.len(), 32);
    let none: Vec<(String, String)> = Vec::new();
    assert_eq!(post(&format!("{stem}-{}", "0".repeat(32)), &none, b"{}").await, 404);
    assert_eq!(post(&format!("{stem}-"), &none, b"{}").await, 404);
    assert_eq!(post(&url.replace("/callbacks/1-", "/callbacks/2-"), &none, b"{}").await, 404);
    assert_eq!(post(&url.replace("/callbacks/", "/"), &none, b"{}").await, 404);
    assert_eq!(post(&url, &none, &vec![b'x'; 64 * 1024 + 1]).await, 413);
    let long = vec![("x-long".to_owned(), "y".repeat(17 * 1024))];
    assert_eq!(post(&url, &long, b"{}").await, 431);
    assert_eq!(post(&url, &none, b"not json").await, 200, "kept, unverified");
    assert!(stage.desk.ledger().deliveries(10, None).await.unwrap().iter().all(|row| !row.verified));
}

#[tokio::test]
async fn s11_slow_connections_do_not_shut_the_door_for_long() {
    let stage = Stage::new("cashfast-mx").await;
    let url = stage.desk.callback_url(stage.id()).await.unwrap().unwrap();
    let address = stage.desk.listener_state().address.unwrap();
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(b"POST /callbacks/").await.unwrap();
        slow.push(socket);
    }
    let order = stage.payout("1200").await;
    stage.until_status(order.id, Status::Succeeded).await;
    // 100 slow ones, 64 at a time, 8 seconds each at the most.
    let answered = tokio::time::timeout(Duration::from_secs(40), post(&url, &[], b"{}")).await;
    assert_eq!(answered.ok(), Some(200));
}

#[tokio::test]
async fn off_means_closed_and_it_is_remembered() {
    let stage = Stage::new("cashfast-mx").await;
    let address = stage.desk.listener_state().address.unwrap();
    stage.desk.set_listener(false, None).await.unwrap();
    assert_eq!(stage.desk.listener_state().address, None);
    let closed = eventually(async || TcpStream::connect(address).await.is_err().then_some(())).await;
    closed.expect("the port is closed");
    let stage = stage.reopen().await;
    stage.desk.start().await.unwrap();
    assert_eq!(stage.desk.listener_state().address, None);
    let state = stage.desk.set_listener(true, None).await.unwrap();
    assert_eq!(state.address, Some(address), "orders out there still carry that port");
}

#[tokio::test]
async fn a_live_desk_does_not_listen_by_itself() {
    let stage = Stage::with("cashfast-mx", practice_options(), |_| {}).await;
    let folder = tempfile::tempdir().unwrap();
    let options = desk::DeskOptions::new(folder.path().join("live"), true, Arc::clone(&stage.vault), None);
    let live = desk::Desk::open(options).await.unwrap();
    live.start().await.unwrap();
    assert_eq!(live.listener_state().address, None);
    live.stop().await;
}

#[tokio::test]
async fn a_rotated_key_still_verifies() {
    let stage = Stage::with("cashy-th", practice_options(), |options| options.haste = 1).await;
    let order = stage.collect("1200").await;
    stage.desk.rotate_key(stage.id(), "9000066", "a new secret of the merchant".into()).await.unwrap();
    stage.practice.pay_collect(&order.number, None).unwrap();
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    let delivery = eventually(async || {
        stage.desk.ledger().deliveries_of_order(paid.id).await.unwrap().into_iter().next()
    })
    .await;
    assert!(delivery.unwrap().verified);
}

/// `applied`: the crash came between its effect and the question that it sets off.
#[rstest]
#[tokio::test]
async fn what_was_acknowledged_before_a_crash_has_its_effect_and_its_question_at_the_next_start(
    #[values(false, true)] applied: bool,
) {
    let stage = Stage::with("cashy-th", practice_options(), |options| options.haste = 1).await;
    // A relay that keeps the gateway's genuine callback instead of the listener.
    let relay = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(200))
        .mount(&relay)
        .await;
    let change = AccountChange { notify_url: Some(relay.uri()), ..plain_change("behind a relay") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let order = stage.collect("1200").await;
    stage.desk.stop().await;
    stage.practice.pay_collect(&order.number, None).unwrap();
    let callback =
        eventually(async || relay.received_requests().await.unwrap().into_iter().next()).await.unwrap();
    let headers: Vec<(String, String)> = callback
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let stored = ledger::NewDelivery {
        account_id: Some(stage.id()),
        order_id: None,
        received_at_ms: order.created_at_ms + 1,
        headers_json: serde_json::to_string(&headers).unwrap(),
        body: callback.body.clone(),
        nonce: None,
        verdict_json: "{}".to_owned(),
        verified: true,
        effect: "stored".to_owned(),
    };
    let stored = stage.desk.ledger().store_delivery(&stored).await.unwrap();
    if applied {
        let mut told = ledger::Report::new(Source::Delivery);
        told.reported = Some(ReportedStatus::Succeeded);
        told.delivery_id = Some(stored.id);
        stage.desk.ledger().apply(order.id, &told, order.created_at_ms + 2).await.unwrap();
        stage.desk.ledger().unschedule(order.id).await.unwrap();
    }
    let stage = stage.reopen().await;
    assert_eq!(stage.order(order.id).await.status == Status::Succeeded, applied);
    stage.desk.start().await.unwrap();
    assert_eq!(stage.order(order.id).await.status, Status::Succeeded);
    let settled = stage.desk.ledger().delivery(stored.id).await.unwrap().unwrap();
    assert_eq!((settled.effect.as_str(), settled.order_id), ("applied", Some(order.id)));
    let asked = eventually(async || {
        let exchanges = stage.desk.ledger().exchanges_of_order(order.id, 100).await.unwrap();
        exchanges.iter().any(|exchange| exchange.operation == "query").then_some(())
    });
    assert!(asked.await.is_some(), "nobody asks");
}
