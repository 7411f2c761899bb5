//! Payouts: the way to success, the grace, and what guards it.

use std::time::Duration;

use desk::{AccountChange, Confirmation, DeskError, DeskEvent};
use ledger::OrderQuery;
use orders::{Flag, Status};
use rstest::rstest;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::stage::{
    MARKETS, Stage, amount, confirmation, eventually, payout_draft, plain_change, practice_options,
};

#[rstest]
#[tokio::test]
async fn prepared_sent_once_and_followed_to_success(#[values(0, 1, 2, 3)] market: usize) {
    let stage = Stage::new(MARKETS[market]).await;
    let order = stage.payout("1200").await;
    assert_eq!(order.status, Status::Prepared);
    let done = stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
    assert_eq!(done.provisional, MARKETS[market].ends_with("-mx"), "Mexican successes are provisional (Z13)");
    let watch = stage.desk.ledger().watch(order.id).await.unwrap();
    assert!(watch.is_some(), "it is watched past its success (R2, Z13)");
    let flags = stage.desk.ledger().flags(order.id).await.unwrap();
    assert!(flags.iter().all(|row| row.flag == Flag::Provisional), "{flags:?}");
}

#[rstest]
#[tokio::test]
async fn balance_and_banks_are_read(#[values(0, 1, 2, 3)] market: usize) {
    let stage = Stage::new(MARKETS[market]).await;
    let balances = stage.desk.refresh_balance(stage.id()).await.unwrap();
    assert_eq!(balances.len(), 1);
    assert!(balances[0].available.is_positive());
    let banks = stage.desk.refresh_banks(stage.id()).await.unwrap();
    let expected = MARKETS[market] != "cashy-tz";
    assert_eq!(banks.is_some_and(|list| list.banks.len() >= 15), expected);
}

#[tokio::test]
async fn cancelled_within_the_grace_nothing_leaves() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_millis(300)).await;
    let order = stage.payout("1200").await;
    assert!(stage.desk.sends_at_ms(order.id).is_some());
    let cancelled = stage.desk.cancel_payout(order.id).await.unwrap();
    assert_eq!(cancelled.status, Status::Cancelled);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(stage.practice.orders_seen(&order.number), 0);
    assert!(matches!(stage.desk.send_payout(order.id).await, Err(DeskError::WrongStatus(Status::Cancelled))));
}

#[tokio::test]
async fn a_grace_cut_short_leaves_it_prepared_for_a_person() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_secs(10)).await;
    let order = stage.payout("1200").await;
    let stage = stage.reopen().await;
    stage.desk.start().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.order(order.id).await.status, Status::Prepared);
    assert_eq!(stage.practice.orders_seen(&order.number), 0, "nothing is sent by itself");
    stage.desk.send_payout(order.id).await.unwrap();
    stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn an_old_stub_is_not_sent_after_a_later_one_like_it_has_left() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_secs(60)).await;
    let old = stage.payout("1200").await;
    let stage = stage.reopen().await;
    stage.desk.start().await.unwrap();
    let draft = payout_draft("cashfast-mx", "1200");
    let given =
        Confirmation { duplicate_reason: Some("the first one waits".to_owned()), ..confirmation(&draft) };
    let later = stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
    stage.desk.send_payout(later.id).await.unwrap();

    let refused = stage.desk.send_payout(old.id).await;
    assert!(
        matches!(refused, Err(DeskError::ReasonNeeded { order, .. }) if order == later.id),
        "{refused:?}"
    );
    assert_eq!(stage.order(old.id).await.status, Status::Prepared, "it can still be withdrawn");
    assert_eq!(stage.practice.orders_seen(&old.number), 0);
}

#[tokio::test]
async fn what_waits_is_held_against_the_ceiling_and_the_account_once_more() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_secs(60)).await;
    let order = stage.payout("1200").await;
    let change = AccountChange { max_payout: Some(amount("1000")), ..plain_change("with a ceiling") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let refused = stage.desk.send_payout(order.id).await;
    assert!(matches!(refused, Err(DeskError::AboveCeiling { .. })), "{refused:?}");
    stage.desk.retire_account(stage.id()).await.unwrap();
    let refused = stage.desk.send_payout(order.id).await;
    assert!(matches!(refused, Err(DeskError::AccountRetired)), "{refused:?}");
    assert_eq!(stage.practice.orders_seen(&order.number), 0);
}

#[tokio::test]
async fn twenty_presses_send_once() {
    let stage = Stage::with_grace("cashy-tz", Duration::from_secs(10)).await;
    let order = stage.payout("1200").await;
    let presses: Vec<_> = (0..20)
        .map(|_| {
            let desk = std::sync::Arc::clone(&stage.desk);
            tokio::spawn(async move { desk.send_payout(order.id).await.is_ok() })
        })
        .collect();
    let mut sent = 0;
    for press in presses {
        sent += usize::from(press.await.unwrap());
    }
    assert_eq!(sent, 1);
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn without_a_connection_it_never_left_and_only_a_person_sends_it_again() {
    let stage = Stage::new("cashfast-mx").await;
    let port = stage.practice.address().port();
    stage.practice.shutdown().await;
    let order = stage.payout("1200").await;
    let order = stage.until_status(order.id, Status::NotSent).await;
    assert!(!order.submitted);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.order(order.id).await.status, Status::NotSent, "the tracker leaves it alone");

    let again =
        practice::PracticeServer::start(practice::PracticeOptions { port: Some(port), ..practice_options() })
            .await
            .unwrap();
    assert_eq!(again.address().port(), port);
    stage.desk.send_payout(order.id).await.unwrap();
    stage.until_status(order.id, Status::Succeeded).await;
    assert_eq!(again.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn the_same_within_a_day_needs_a_reason() {
    let stage = Stage::new("cashfast-mx").await;
    let first = stage.payout("1200").await;
    stage.until_status(first.id, Status::Succeeded).await;
    let draft = payout_draft("cashfast-mx", "1200");
    let refused = stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft)).await;
    let Err(DeskError::ReasonNeeded { order, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(order, first.id);
    let given = Confirmation { duplicate_reason: Some("second month".to_owned()), ..confirmation(&draft) };
    let second = stage.desk.prepare_payout(stage.id(), &draft, given).await.unwrap();
    assert_eq!(second.duplicate_reason.as_deref(), Some("second month"));
    assert_ne!(second.number, first.number);
}

#[tokio::test]
async fn two_alike_at_the_same_moment_do_not_both_pass() {
    let stage = Stage::new("cashfast-mx").await;
    let draft = payout_draft("cashfast-mx", "1200");
    let prepare = || stage.desk.prepare_payout(stage.id(), &draft, confirmation(&draft));
    let (one, other) = tokio::join!(prepare(), prepare());
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
}

#[tokio::test]
async fn an_unknown_twin_stops_a_new_one_whatever_the_reason() {
    let stage = Stage::new("cashfast-mx").await;
    // 15: no answer and not created, so it stays unknown.
    let first = stage.payout("1215").await;
    stage.until_status(first.id, Status::Unknown).await;
    let draft = payout_draft("cashfast-mx", "1215");
    let given = Confirmation { duplicate_reason: Some("urgent".to_owned()), ..confirmation(&draft) };
    let refused = stage.desk.prepare_payout(stage.id(), &draft, given).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == first.id), "{refused:?}");
}

#[tokio::test]
async fn s16_the_ceiling_holds_in_rust() {
    let stage = Stage::new("cashfast-mx").await;
    let change = AccountChange { max_payout: Some(amount("1000")), ..plain_change("with a ceiling") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let above = payout_draft("cashfast-mx", "1000.01");
    let refused = stage.desk.prepare_payout(stage.id(), &above, confirmation(&above)).await;
    assert!(matches!(refused, Err(DeskError::AboveCeiling { ceiling }) if ceiling == amount("1000")));
    let at = payout_draft("cashfast-mx", "1000");
    stage.desk.prepare_payout(stage.id(), &at, confirmation(&at)).await.unwrap();
    let all = stage.desk.ledger().list_orders(&OrderQuery::default()).await.unwrap();
    assert_eq!(all.rows.len(), 1);
}

#[tokio::test]
async fn a_new_payee_has_to_be_confirmed_by_the_last_four_digits() {
    let stage = Stage::new("cashfast-mx").await;
    let draft = payout_draft("cashfast-mx", "1200");
    for last4 in [None, Some("0000".to_owned()), Some(String::new())] {
        let wrong = Confirmation { last4, ..Confirmation::default() };
        let refused = stage.desk.prepare_payout(stage.id(), &draft, wrong).await;
        assert!(matches!(refused, Err(DeskError::LastFour)), "{refused:?}");
    }
    let first = stage.payout("1200").await;
    stage.until_status(first.id, Status::Succeeded).await;
    let known = payout_draft("cashfast-mx", "1300");
    stage.desk.prepare_payout(stage.id(), &known, Confirmation::default()).await.unwrap();
    let large = payout_draft("cashfast-mx", "3600.50");
    let refused = stage.desk.prepare_payout(stage.id(), &large, Confirmation::default()).await;
    assert!(matches!(refused, Err(DeskError::LastFour)), "more than three times the largest: {refused:?}");
}

#[tokio::test]
async fn another_kind_of_order_is_not_taken() {
    let stage = Stage::new("cashfast-mx").await;
    let payout = payout_draft("cashfast-mx", "1200");
    assert!(matches!(stage.desk.create_collect(stage.id(), &payout).await, Err(DeskError::WrongKind)));
    stage.desk.retire_account(stage.id()).await.unwrap();
    let refused = stage.desk.prepare_payout(stage.id(), &payout, confirmation(&payout)).await;
    assert!(matches!(refused, Err(DeskError::AccountRetired)));
}

/// Its grace ends, and a ceiling that came meanwhile keeps it: nobody sends it by itself any more, and a person is told.
#[tokio::test]
async fn what_the_end_of_the_grace_could_not_send_is_among_what_needs_a_person() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_millis(600)).await;
    let order = stage.payout("1200").await;
    let mut events = stage.desk.events();
    let needing = async || stage.desk.ledger().needs_person(50).await.unwrap();
    assert!(needing().await.is_empty(), "it is only waiting its turn");
    let change = AccountChange { max_payout: Some(amount("1000")), ..plain_change("with a ceiling") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let left = eventually(async || needing().await.first().map(|row| row.id)).await;
    assert_eq!(left, Some(order.id));
    assert_eq!(stage.order(order.id).await.status, Status::Prepared);
    let told = std::iter::from_fn(|| events.try_recv().ok());
    assert!(told.into_iter().any(
        |event| matches!(event, DeskEvent::OrderChanged { order_id, needs_person: true, .. } if order_id == order.id)
    ));
    stage.desk.cancel_payout(order.id).await.unwrap();
    assert!(needing().await.is_empty());
}

/// The page could not be read when its grace ended: once it can be again, the payout is among what waits for a person.
#[tokio::test]
async fn what_could_not_be_read_when_its_grace_ended_needs_a_person_once_it_can() {
    let stage = Stage::with_grace("cashfast-mx", Duration::from_secs(10)).await;
    let order = stage.payout("1200").await;
    let file = stage.folder.path().join("practice").join("ledger.db");
    let mut raw = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut raw).await.unwrap();
    let write_status = async |raw: &mut SqliteConnection, status: &str| {
        let changed = sqlx::query("UPDATE orders SET status = ? WHERE id = ?").bind(status).bind(order.id.0);
        assert_eq!(changed.execute(raw).await.unwrap().rows_affected(), 1);
    };
    // On a machine that stalls here, this keeps it from leaving after the repair.
    let change = AccountChange { max_payout: Some(amount("1000")), ..plain_change("with a ceiling") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    write_status(&mut raw, "rotten").await;
    assert!(stage.desk.sends_at_ms(order.id).is_some(), "the grace has ended before its row was damaged");
    eventually(async || stage.desk.sends_at_ms(order.id).is_none().then_some(())).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(stage.desk.ledger().order(order.id).await.is_err(), "it can be read");
    write_status(&mut raw, "prepared").await;
    let needing = async || stage.desk.ledger().needs_person(50).await.unwrap().first().map(|row| row.id);
    assert_eq!(eventually(needing).await, Some(order.id));
    assert_eq!(stage.order(order.id).await.status, Status::Prepared);
}
