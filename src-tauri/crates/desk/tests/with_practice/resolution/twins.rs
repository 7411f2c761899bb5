//! Payouts alike: an unknown one stops the others, and of many one leaves.

use std::sync::Arc;
use std::time::Duration;

use desk::{Confirmation, DeskError};
use orders::{Flag, Status};

use super::{DAY, REASON, Scripted, draft, refusal};
use crate::stage::{Stage, confirmation, form, payout_draft, practice_options};

#[tokio::test]
async fn an_unknown_payout_stops_others_of_any_account_however_the_number_is_written() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    let first = stage.payout("1214").await;
    stage.until_status(first.id, Status::Unknown).await;
    let second = stage.desk.connect_account(form("cashy-mx", &stage.practice)).await.unwrap();
    for (account, market, field) in
        [(stage.id(), "cashfast-mx", "accountId"), (second.id, "cashy-mx", "accountNo")]
    {
        for written in ["646180000030056845", "646 180 00003005684 5", "646-180\u{a0}00003005684\u{200b}5"] {
            let mut draft = payout_draft(market, "1214");
            draft.fields.insert(field.to_owned(), written.to_owned());
            let given = Confirmation { last4: Some("6845".to_owned()), ..Confirmation::default() };
            let refused = stage.desk.prepare_payout(account, &draft, given).await;
            assert!(
                matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id),
                "{market} {written}: {refused:?}"
            );
        }
    }
}

#[tokio::test]
async fn one_that_is_being_sent_stops_others_too() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 1).await;
    // 15: no answer; the desk waits for a second and a half.
    let first = stage.payout("1215").await;
    stage.until_status(first.id, Status::Sending).await;
    let draft = payout_draft("cashfast-mx", "1215");
    let refused = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id), "{refused:?}");
}

/// Both were prepared with a reason; the first one's outcome is unknown, so the second one must not leave by itself.
#[tokio::test]
async fn the_end_of_the_grace_is_stopped_by_an_unknown_twin() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_millis(600);
    })
    .await;
    let first = stage.payout("1214").await;
    let draft = payout_draft("cashfast-mx", "1214");
    let given = Confirmation { duplicate_reason: Some("two of them".to_owned()), ..confirmation(&draft) };
    let second = stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
    stage.desk.send_payout(first.id).await.unwrap();
    assert_eq!(stage.order(first.id).await.status, Status::Unknown);
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_eq!(stage.order(second.id).await.status, Status::Prepared);
    let refused = stage.desk.send_payout(second.id).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id), "{refused:?}");
    assert_eq!(stage.practice.orders_seen(&second.number), 0);
}

/// Twenty alike, each with a reason, all sent in one moment to a gateway that answers nonsense: one leaves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_alike_that_are_sent_together_one_leaves() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_secs(60);
    })
    .await;
    let draft = payout_draft("cashfast-mx", "1214");
    let given = Confirmation { duplicate_reason: Some("twenty of them".to_owned()), ..confirmation(&draft) };
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(stage.desk.prepare_payout(stage.id(), &draft, given.clone()).await.unwrap().id);
    }
    let sends: Vec<_> = ids
        .iter()
        .map(|id| {
            let (desk, id) = (Arc::clone(&stage.desk), *id);
            tokio::spawn(async move { desk.send_payout(id).await.is_ok() })
        })
        .collect();
    let mut sent = 0;
    for send in sends {
        sent += usize::from(send.await.unwrap());
    }
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn one_that_never_left_counts_among_the_duplicates() {
    let stage = Stage::new("cashfast-mx").await;
    stage.practice.shutdown().await;
    let first = stage.payout("1200").await;
    let first = stage.until_status(first.id, Status::NotSent).await;
    let report = stage.desk.check_draft(stage.account.id, &draft()).await.unwrap();
    assert_eq!(report.same_within_day.iter().map(|order| order.id).collect::<Vec<_>>(), [first.id]);
    assert!(report.needs.reason, "it can be sent by a click");
    let refused = stage.desk.prepare_payout(stage.account.id, &draft(), confirmation(&draft())).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
}

/// The network doubled the request: ours failed, but the other one of its number may have paid.
#[tokio::test]
async fn one_that_failed_counts_among_the_duplicates_when_the_gateway_has_its_number_twice() {
    let stage = Stage::new("cashfast-mx").await;
    let draft = payout_draft("cashfast-mx", "1202");
    let failed = stage.payout("1202").await;
    stage.until_status(failed.id, Status::Failed).await;
    let report = async || stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert!(!report().await.needs.reason, "it failed, and nothing else is known");
    stage.desk.ledger().raise_flag(failed.id, Flag::SeveralFound, failed.created_at_ms).await.unwrap();
    stage.desk.ledger().mark_seen(failed.id, failed.created_at_ms).await.unwrap();
    let doubled = report().await;
    assert_eq!(doubled.same_within_day.iter().map(|order| order.id).collect::<Vec<_>>(), [failed.id]);
    assert!(doubled.needs.reason);
}

/// The same, when the gateway speaks of both only after the next one was prepared without a reason.
#[tokio::test]
async fn one_that_failed_stops_what_waits_when_its_number_turns_out_to_be_there_twice() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.haste = 1;
        options.grace = Duration::from_secs(60);
    })
    .await;
    let failed = stage.payout("1202").await;
    stage.desk.send_payout(failed.id).await.unwrap();
    stage.until_status(failed.id, Status::Failed).await;
    let draft = payout_draft("cashfast-mx", "1202");
    let waits = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await.unwrap();
    stage.desk.ledger().raise_flag(failed.id, Flag::SeveralFound, failed.created_at_ms).await.unwrap();
    let refused = stage.desk.send_payout(waits.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == failed.id),
        "{refused:?}"
    );
    assert_eq!(stage.practice.orders_seen(&waits.number), 0);
}

/// An old stub that was sent an hour ago is an hour old, not a week.
#[tokio::test]
async fn duplicates_are_as_old_as_their_sending() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.grace = Duration::from_secs(60);
        options.haste = 1;
    })
    .await;
    let order = stage.payout("1200").await;
    stage.desk.cancel_payout(order.id).await.unwrap();
    let row = stage.order(order.id).await;
    let stub = ledger::NewStub {
        account_id: row.account_id,
        product: row.product,
        number: "OLDSTUBA".to_owned(),
        channel: row.channel.clone(),
        amount: row.amount,
        currency: row.currency,
        zone: row.zone.clone(),
        party: row.party.clone(),
        draft_json: row.draft_json.clone(),
        duplicate_reason: None,
    };
    let old = stage.desk.ledger().write_stub(&stub, row.created_at_ms - 5 * DAY).await.unwrap();
    let report = || async { stage.desk.check_draft(stage.id(), &draft()).await.unwrap() };
    let ids = |orders: &[ledger::OrderSummary]| orders.iter().map(|order| order.id).collect::<Vec<_>>();
    let before = report().await;
    assert_eq!((ids(&before.same_within_day), ids(&before.same_within_week)), (vec![], vec![old.id]));
    assert!(!before.needs.reason);
    stage.desk.send_payout(old.id).await.unwrap();
    let after = report().await;
    assert_eq!((ids(&after.same_within_day), ids(&after.same_within_week)), (vec![old.id], vec![]));
    assert!(after.needs.reason);
}

/// Refused, so a second one was prepared without a reason; then the first one turns out to have been taken.
#[tokio::test]
async fn a_refused_one_that_comes_alive_stops_what_waits() {
    let gateway = Scripted::start().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let stage = gateway
        .stage(|options| {
            options.haste = 1;
            options.grace = Duration::from_secs(60);
        })
        .await;
    let first = stage.payout("1200").await;
    stage.desk.send_payout(first.id).await.unwrap();
    stage.until_status(first.id, Status::Refused).await;
    let second = stage.confirm(confirmation(&draft())).await.unwrap();
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(first.id).await.unwrap();
    assert_eq!(stage.order(first.id).await.status, Status::Pending);
    let refused = stage.desk.send_payout(second.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == first.id),
        "{refused:?}"
    );
    assert_eq!(gateway.creations().await, 1);
}

/// The second one's outcome became unknown and it was given up: whoever sends the first one now pays in its place, and
/// has to say so.
#[tokio::test]
async fn what_waited_beside_one_that_was_given_up_is_not_sent() {
    let gateway = Scripted::start().await;
    let stage = gateway
        .stage(|options| {
            options.haste = 1;
            options.grace = Duration::from_secs(60);
        })
        .await;
    let waiting = stage.payout("1200").await;
    let given = Confirmation { duplicate_reason: Some("two of them".to_owned()), ..confirmation(&draft()) };
    let second = stage.confirm(given).await.unwrap();
    stage.desk.send_payout(second.id).await.unwrap();
    stage.not_found_for_a_day(second.id).await;
    stage.desk.abandon_order(second.id, REASON).await.unwrap();
    let refused = stage.desk.send_payout(waiting.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReplacesNeeded { order, .. }) if order == second.id),
        "{refused:?}"
    );
    assert_eq!(gateway.creations().await, 1);
}
