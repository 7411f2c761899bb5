//! Collect orders from creation to payment, in all four markets.

use std::time::Duration;

use desk::{AccountChange, DeskError, DeskEvent};
use gateways::catalogue::Problem;
use orders::{Flag, Source, Status};
use rstest::rstest;

use crate::stage::{MARKETS, Stage, amount, collect_draft, eventually, plain_change, practice_options};

const DEAD_END: &str = "http://127.0.0.1:9/nobody";

#[rstest]
#[tokio::test]
async fn created_paid_and_told_by_callback(#[values(0, 1, 2, 3)] market: usize) {
    // A tracker in no hurry: what is learnt in time is learnt by callback.
    let stage = Stage::with(MARKETS[market], practice_options(), |options| options.haste = 1).await;
    let order = stage.collect("1200").await;
    assert_eq!(order.status, Status::Pending, "{:?}", order.reason);
    assert!(order.pay.pay_url.is_some() || order.pay.pay_code.is_some());
    assert!(order.gateway_number.is_some());
    assert_eq!(stage.practice.orders_seen(&order.number), 1);

    stage.practice.pay_collect(&order.number, None).unwrap();
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    assert!(paid.fee.is_some(), "the fee is told with the payment");
    assert!(paid.day.is_some());
    let events = stage.desk.ledger().events(order.id).await.unwrap();
    let step = events.iter().find(|event| event.to_status == Status::Succeeded).unwrap();
    assert_eq!(step.source, Source::Delivery);
    let acknowledged = eventually(async || (stage.practice.callbacks_waiting() == 0).then_some(())).await;
    acknowledged.expect("acknowledged, so not called again");
    let deliveries = stage.desk.ledger().deliveries_of_order(order.id).await.unwrap();
    assert!(!deliveries.is_empty() && deliveries.iter().all(|delivery| delivery.verified), "{deliveries:?}");
}

#[rstest]
#[tokio::test]
async fn created_paid_and_found_by_the_tracker(#[values(0, 1, 2, 3)] market: usize) {
    let stage = Stage::new(MARKETS[market]).await;
    stage.desk.set_listener(false, None).await.unwrap();
    let change = AccountChange { notify_url: Some(DEAD_END.to_owned()), ..plain_change("no callbacks") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let mut events = stage.desk.events();
    let order = stage.collect("1200").await;
    assert_eq!(order.status, Status::Pending);
    stage.practice.pay_collect(&order.number, None).unwrap();
    stage.until_status(order.id, Status::Succeeded).await;
    let history = stage.desk.ledger().events(order.id).await.unwrap();
    let step = history.iter().find(|event| event.to_status == Status::Succeeded).unwrap();
    assert_eq!(step.source, Source::Query);
    // The window is told a moment after the ledger knows.
    let mut steps = Vec::new();
    let paid = (Some(Status::Pending), Status::Succeeded);
    while !steps.contains(&paid)
        && let Ok(event) = tokio::time::timeout(Duration::from_secs(60), events.recv()).await
    {
        if let DeskEvent::OrderChanged { from, to, .. } = event.unwrap() {
            steps.push((from, to));
        }
    }
    assert_eq!(steps.first(), Some(&(None, Status::Prepared)));
    assert_eq!(steps.get(1), Some(&(Some(Status::Prepared), Status::Sending)));
    assert!(steps.contains(&paid), "{steps:?}");
}

#[tokio::test]
async fn the_tracker_survives_a_restart() {
    let stage = Stage::new("cashfast-mx").await;
    let order = stage.collect("1200").await;
    let stage = stage.reopen().await;
    stage.practice.pay_collect(&order.number, None).unwrap();
    assert_eq!(stage.order(order.id).await.status, Status::Pending);
    stage.desk.start().await.unwrap();
    stage.until_status(order.id, Status::Succeeded).await;
}

#[rstest]
#[case::paid_short("1217", Flag::PaidShort)]
#[case::paid_over("1209", Flag::PaidOver)]
#[tokio::test]
async fn a08_what_was_really_paid_counts_and_is_flagged(#[case] asked: &str, #[case] flag: Flag) {
    let stage = Stage::new("cashfast-mx").await;
    let order = stage.collect(asked).await;
    let paid = stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(paid.amount, amount(asked));
    assert_ne!(paid.actual_amount, Some(amount(asked)));
    let flags = stage.desk.ledger().flags(order.id).await.unwrap();
    assert!(flags.iter().any(|row| row.flag == flag), "{flags:?}");
}

#[tokio::test]
async fn z11_a_second_payment_becomes_a_child() {
    let stage = Stage::new("cashy-th").await;
    let order = stage.collect("1209").await;
    let children = eventually(async || {
        let children = stage.desk.ledger().supplements(order.id).await.unwrap();
        (!children.is_empty()).then_some(children)
    })
    .await
    .expect("the supplement arrives");
    assert_eq!(children.len(), 1);
    assert_eq!(children[0].status, Status::Succeeded);
    let original = stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(original.amount, amount("1209"), "the original is not overwritten");
    assert_ne!(original.gateway_number, Some(children[0].gateway_number.clone()));
}

#[tokio::test]
async fn a_draft_with_problems_writes_and_sends_nothing() {
    let stage = Stage::new("cashfast-mx").await;
    let draft = collect_draft("cashfast-mx", "39.99");
    let error = stage.desk.create_collect(stage.id(), &draft).await.unwrap_err();
    let DeskError::Draft(problems) = error else { panic!("{error:?}") };
    assert_eq!(problems[0].field, "amount");
    assert_eq!(problems[0].problem, Problem::BelowMinimum { min: amount("40") });
    assert!(stage.desk.ledger().recent(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_collect_order_that_nobody_paid_expires_softly() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    let ahead = Arc::new(AtomicI64::new(0));
    let clock = {
        let (ahead, system) = (Arc::clone(&ahead), desk::Clock::system());
        desk::Clock::from_fn(move || system.now_ms() + ahead.load(Ordering::SeqCst))
    };
    let stage = Stage::with("cashy-th", practice_options(), |options| options.clock = clock).await;
    let order = stage.collect("1200").await;
    assert!(order.pay.expires_at_ms.is_some());
    assert_eq!(order.status, Status::Pending);
    ahead.store(2 * 3_600_000, Ordering::SeqCst);
    stage.desk.ask_gateway(order.id).await.unwrap();
    assert_eq!(stage.order(order.id).await.status, Status::Pending, "asking alone expires nothing");
    stage.until_status(order.id, Status::Expired).await;
    stage.practice.pay_collect(&order.number, None).unwrap();
    stage.until_status(order.id, Status::Succeeded).await;
}
