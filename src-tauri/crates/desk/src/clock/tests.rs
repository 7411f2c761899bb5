//! Signed times by clocks that are wrong, are set, and sleep (R12).

use std::time::Duration;

use ledger::OrderId;
use orders::Product;
use rstest::rstest;

use crate::rig::{Asked, Rig};
use crate::{DIFFERENCE_LARGE_MS, Finding};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How far signed times may be from the gateway's: half the way there and back, and a second.
fn assert_signed_well(asked: &[Asked], round_trip_ms: i64, when: &str) {
    let signed = asked.iter().filter(|asked| asked.path != "/ping");
    let mut count = 0;
    for asked in signed {
        count += 1;
        // At the moment of signing, a third of the way before the arrival.
        let off_ms = asked.off_ms.unwrap() + round_trip_ms / 3;
        assert!(off_ms.abs() <= round_trip_ms / 2 + 1_000, "{when}: off by {off_ms} ms, {asked:?}");
    }
    assert!(count > 0, "{when}: nothing was asked");
}

/// A desk whose wall clock is off by so much, with one payout that is watched.
async fn watched(off_ms: i64) -> (Rig, OrderId) {
    let rig = Rig::new().await;
    rig.time.set_wall_by(off_ms);
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.pending(account.id, Product::Payout, "N1A").await;
    (rig, order.id)
}

#[rstest]
#[tokio::test]
async fn r12_signed_times_are_the_gateways_whatever_our_clock_says(
    #[values(-DAY, -6 * HOUR, -31_000, -2_000, -400, 0, 29_000, 90_000, DAY)] skew_ms: i64,
    #[values(20, 2_400)] round_trip_ms: i64,
) {
    let (rig, order) = watched(skew_ms).await;
    rig.gateway.takes_ms(round_trip_ms);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(900)).await;
    assert_signed_well(&rig.gateway.asked(), round_trip_ms, "from the first on");
    let known = rig.desk.clock_difference(rig.order(order).await.account_id).unwrap();
    assert!((known.ahead_ms + skew_ms).abs() <= round_trip_ms / 2 + 1, "{known:?}");

    // Somebody sets the clock right: the correction goes with the fault.
    rig.time.set_wall_by(-skew_ms);
    ask(&rig, order).await;
    rig.pass(Duration::from_secs(1_200)).await;
    assert_signed_well(&rig.gateway.asked(), round_trip_ms, "after it was set right");
    let known = rig.desk.clock_difference(rig.order(order).await.account_id).unwrap();
    assert!(known.ahead_ms.abs() <= round_trip_ms / 2 + 1, "{known:?}");
}

/// A question of a person's, who does not wait for the tracker.
async fn ask(rig: &Rig, order: OrderId) {
    let desk = std::sync::Arc::clone(&rig.desk);
    let asking = tokio::spawn(async move { desk.ask_gateway(order).await });
    rig.pass(Duration::from_secs(10)).await;
    assert_eq!(asking.await.unwrap().unwrap().finding, Finding::Found);
}

#[tokio::test]
async fn r12_after_a_jump_and_after_a_sleep_the_time_is_asked_for_before_anything_is_signed() {
    let (rig, order) = watched(-10 * 60_000).await;
    for jump_ms in [HOUR, -2 * HOUR, DAY, -DAY, 5_000, -1_500, 0] {
        rig.time.set_wall_by(jump_ms);
        ask(&rig, order).await;
        assert_signed_well(&rig.gateway.asked(), 100, &format!("a jump of {jump_ms} ms"));
    }
    for asleep_ms in [30_000, 8 * HOUR] {
        rig.time.sleep_through_ms(asleep_ms);
        ask(&rig, order).await;
        assert_signed_well(&rig.gateway.asked(), 100, &format!("a sleep of {asleep_ms} ms"));
    }
}

#[tokio::test]
async fn r12_it_is_measured_every_ten_minutes_while_something_is_watched() {
    let (rig, _) = watched(0).await;
    // Dates of a relay teach nothing against pings.
    rig.gateway.dates_are_off_by_ms(DAY);
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(3_600)).await;
    let asked = rig.gateway.asked();
    let pings: Vec<i64> =
        asked.iter().filter(|asked| asked.path == "/ping").map(|asked| asked.at_ms).collect();
    assert!((6..=8).contains(&pings.len()), "{pings:?}");
    assert_signed_well(&asked, 100, "beside a relay with a wrong clock");
}

#[tokio::test]
async fn r12_a_refused_signature_has_the_time_measured_and_the_question_put_once_more() {
    let (rig, order) = watched(0).await;
    rig.gateway.refuses_times_off_by_ms(DIFFERENCE_LARGE_MS);
    ask(&rig, order).await;
    rig.gateway.asked();
    // The gateway's clock is set, not ours: nothing tells us but the refusal.
    rig.gateway.is_ahead_by_ms(HOUR);
    let mut events = rig.desk.events();
    ask(&rig, order).await;
    let paths: Vec<&str> = rig.gateway.asked().iter().map(|asked| asked.path).collect();
    let query = "/api/v3/mex/query/transferOrder";
    assert_eq!(paths, [query, "/ping", "/ping", query], "refused, measured twice, asked again");
    let mut told = false;
    while let Ok(event) = events.try_recv() {
        told |= matches!(event, crate::DeskEvent::ClockChanged { .. });
    }
    assert!(told, "and the window is told");
}

#[tokio::test]
async fn a_gateway_that_does_not_tell_the_time_is_not_waited_for_long_or_often() {
    let (rig, order) = watched(0).await;
    rig.gateway.behaves(crate::rig::Manner::Silent);
    let desk = std::sync::Arc::clone(&rig.desk);
    let started = rig.time.steady_ms();
    let asking = tokio::spawn(async move { desk.ask_gateway(order).await });
    rig.pass(Duration::from_secs(60)).await;
    assert!(asking.await.unwrap().is_err());
    let asked = rig.gateway.asked();
    let question = asked.iter().find(|asked| asked.path != "/ping").unwrap();
    assert!(question.at_ms - started <= 3_100, "{asked:?}");
    assert_eq!(asked.len(), 2, "one ping, given up after three seconds, and the question: {asked:?}");
}
