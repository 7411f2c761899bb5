//! A gateway whose answers take their time on the way back: meanwhile callbacks bring something newer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use desk::Finding;
use orders::Status;
use practice::Market;
use url::Url;

use crate::stage::{Stage, eventually, now_ms, practice_options};
use crate::stale_callbacks::Callback;

/// A road to the practice gateway on which, while it is slow, every answer is held back for a second.
#[derive(Clone, Default)]
struct Road {
    slow: Arc<AtomicBool>,
    /// Whether an answer is being held back.
    holds: Arc<AtomicBool>,
}

/// A stage that reaches its gateway by this road.
async fn stage_by(road: &Road) -> Stage {
    let road = road.clone();
    Stage::with("cashy-mx", practice_options(), move |options| {
        let origin = options.practice_origin.clone().unwrap();
        options.practice_origin = Some(built(&origin, road));
        options.haste = 1;
    })
    .await
}

/// The road's near end; it leads to the practice gateway.
fn built(to: &Url, road: Road) -> Url {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let to = to.clone();
    let forward = move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let target = to.join(uri.path()).unwrap();
        let road = road.clone();
        async move {
            let mut request = reqwest::Client::new().post(target).body(body);
            for name in ["merchantid", "sign", "content-type"] {
                if let Some(value) = headers.get(name) {
                    request = request.header(name, value);
                }
            }
            let answer = request.send().await.unwrap().bytes().await.unwrap();
            if road.slow.load(Ordering::Relaxed) {
                road.holds.store(true, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(1)).await;
                road.holds.store(false, Ordering::Relaxed);
            }
            answer
        }
    };
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(forward)).await });
    Url::parse(&format!("http://{address}/")).unwrap()
}

#[tokio::test]
async fn z14_an_answer_that_a_callback_overtook_moves_nothing_and_the_order_is_asked_about_again() {
    let road = Road::default();
    let stage = stage_by(&road).await;
    let order = stage.payout("1200").await;
    let order = stage.until_status(order.id, Status::Succeeded).await;

    road.slow.store(true, Ordering::Relaxed);
    let desk = Arc::clone(&stage.desk);
    let question = tokio::spawn(async move { desk.ask_gateway(order.id).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let order = stage.order(order.id).await;
    let market = Market::CashyMx;
    Callback { market, order: &order, state: "FAIL", nonce: "overtakes", space: "" }.arrive(&stage).await;
    let answer = question.await.unwrap().unwrap();

    assert_eq!(answer.finding, Finding::Overtaken);
    assert_eq!(answer.applied.order.status, Status::Returned, "the older answer says success and loses");
    let watch = stage.desk.ledger().watch(order.id).await.unwrap().unwrap();
    assert!(
        watch.next_at_ms <= answer.applied.order.updated_at_ms + 5_000,
        "a newer question decides: {watch:?}"
    );
}

/// What moves nothing (here: a callback seen before) may be news all the same: the answer under way is older than it.
#[tokio::test]
async fn an_order_that_is_heard_of_while_it_is_asked_about_by_plan_is_asked_about_once_more() {
    let road = Road::default();
    let stage = stage_by(&road).await;
    let order = stage.payout("1200").await;
    let order = stage.until_status(order.id, Status::Succeeded).await;
    let success =
        Callback { market: Market::CashyMx, order: &order, state: "SUCCESS", nonce: "n", space: "" };
    success.arrive(&stage).await;
    let questions = async || {
        let exchanges = stage.desk.ledger().exchanges_of_order(order.id, 100).await.unwrap();
        let queries = exchanges.iter().filter(|exchange| exchange.operation == "query");
        queries.map(|query| query.repeats + 1).sum::<u64>()
    };
    let quiet = eventually(async || {
        let watch = stage.desk.ledger().watch(order.id).await.unwrap()?;
        (watch.next_at_ms > now_ms() + 20_000).then_some(())
    });
    assert!(quiet.await.is_some(), "nothing is asked soon by itself");

    road.slow.store(true, Ordering::Relaxed);
    let before = questions().await;
    Callback { space: " ", ..success }.arrive(&stage).await;
    // The question that it sets off is answered after a second; meanwhile it comes again.
    let held = eventually(async || road.holds.load(Ordering::Relaxed).then_some(()));
    assert!(held.await.is_some(), "it is under way");
    Callback { space: "  ", ..success }.arrive(&stage).await;
    let asked = eventually(async || (questions().await >= before + 2).then_some(()));
    assert!(asked.await.is_some(), "{} and {}", before, questions().await);
}
