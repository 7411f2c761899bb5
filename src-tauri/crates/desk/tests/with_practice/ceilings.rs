//! S16: ceilings of one payout and of a day, and the passphrase that lets a person raise or pass one.

use std::sync::Arc;
use std::time::Duration;

use desk::{AccountChange, Confirmation, DeskError};
use ledger::{CONFIRMED_ABOVE_CEILING, OrderId, OrderRow};
use money::Amount;
use orders::{Source, Status};
use vault::VaultError;

use crate::stage::{Stage, amount, confirmation, payout_draft, plain_change};

const MARKET: &str = "cashfast-mx";
/// The stage's vault has this passphrase, so it is the guard.
const RIGHT: &str = "correct horse battery";
const WRONG: &str = "battery horse correct";

fn ceilings(max_payout: Option<&str>, max_day: Option<&str>) -> AccountChange {
    AccountChange {
        max_payout: max_payout.map(amount),
        max_day: max_day.map(amount),
        ..plain_change("with ceilings")
    }
}

impl Stage {
    /// One whose payouts wait long enough to be looked at, with ceilings.
    async fn with_ceilings(max_payout: Option<&str>, max_day: Option<&str>) -> Self {
        let stage = Self::with_grace(MARKET, Duration::from_secs(60)).await;
        stage.change(max_payout, max_day, None).await.unwrap();
        stage
    }

    async fn change(
        &self,
        max_payout: Option<&str>,
        max_day: Option<&str>,
        passphrase: Option<&str>,
    ) -> Result<(), DeskError> {
        let change = ceilings(max_payout, max_day);
        self.desk.edit_account(self.id(), change, passphrase.map(Into::into)).await.map(drop)
    }

    async fn prepare(&self, text: &str, passphrase: Option<&str>) -> Result<OrderRow, DeskError> {
        let draft = payout_draft(MARKET, text);
        let given = Confirmation { passphrase: passphrase.map(Into::into), ..confirmation(&draft) };
        self.desk.prepare_payout(self.id(), &draft, given).await
    }

    async fn send(&self, id: OrderId) -> OrderRow {
        self.desk.send_payout(id).await.unwrap();
        self.until_status(id, Status::Succeeded).await
    }

    async fn orders(&self) -> usize {
        self.desk.ledger().list_orders(&ledger::OrderQuery::default()).await.unwrap().rows.len()
    }

    async fn ceilings_now(&self) -> (Option<Amount>, Option<Amount>) {
        let account = self.desk.ledger().account(self.id()).await.unwrap().unwrap();
        (account.max_payout, account.max_day)
    }
}

fn is_wrong<T>(result: &Result<T, DeskError>) -> bool {
    matches!(result, Err(DeskError::Vault(VaultError::WrongPassphrase)))
}

#[tokio::test]
async fn raising_or_removing_a_ceiling_takes_the_passphrase_lowering_does_not() {
    let stage = Stage::with_ceilings(Some("1000"), Some("5000")).await;
    for (payout, day) in [
        (Some("1000.0001"), Some("5000")),
        (Some("1000"), Some("5000.0001")),
        (None, Some("5000")),
        (Some("1000"), None),
        // Lowering one does not pay for the other.
        (Some("1"), Some("6000")),
    ] {
        let refused = stage.change(payout, day, None).await;
        assert!(matches!(refused, Err(DeskError::GuardNeeded)), "{payout:?} {day:?}: {refused:?}");
        assert!(is_wrong(&stage.change(payout, day, Some(WRONG)).await));
        // The right one ends the count of wrong ones; it raises nothing here.
        stage.change(Some("1000"), Some("5000"), None).await.unwrap();
        stage.vault.check_guard(RIGHT.into()).await.unwrap();
    }
    assert_eq!(stage.ceilings_now().await, (Some(amount("1000")), Some(amount("5000"))));
    stage.change(Some("900"), Some("4000"), None).await.unwrap();
    stage.change(Some("2000"), None, Some(RIGHT)).await.unwrap();
    assert_eq!(stage.ceilings_now().await, (Some(amount("2000")), None));
    stage.change(Some("2000"), Some("1"), None).await.unwrap();
}

/// A form that was opened before somebody lowered the ceiling would raise it again.
#[tokio::test]
async fn edits_at_the_same_moment_do_not_raise_by_accident() {
    let stage = Stage::with_ceilings(Some("1000"), None).await;
    for _ in 0..20 {
        let lowered = stage.change(Some("10"), None, None);
        let stale = stage.change(Some("1000"), None, None);
        let (lowered, _) = tokio::join!(lowered, stale);
        lowered.unwrap();
        assert_eq!(stage.ceilings_now().await.0, Some(amount("10")));
        stage.change(Some("1000"), None, Some(RIGHT)).await.unwrap();
    }
}

#[tokio::test]
async fn one_payout_above_its_ceiling_goes_with_the_passphrase_and_the_history_tells_it() {
    let stage = Stage::new(MARKET).await;
    stage.change(Some("1000"), None, None).await.unwrap();
    let refused = stage.prepare("1200", None).await;
    assert!(matches!(refused, Err(DeskError::AboveCeiling { ceiling }) if ceiling == amount("1000")));
    assert!(is_wrong(&stage.prepare("1200", Some(WRONG)).await));
    assert_eq!(stage.orders().await, 0);
    let order = stage.prepare("1200", Some(RIGHT)).await.unwrap();
    // The grace ends and the program sends it, without asking again.
    stage.until_status(order.id, Status::Succeeded).await;
    let events = stage.desk.ledger().events(order.id).await.unwrap();
    assert_eq!(
        (events[1].source, events[1].note.as_deref()),
        (Source::Program, Some(CONFIRMED_ABOVE_CEILING))
    );
    assert!(matches!(stage.prepare("1300", None).await, Err(DeskError::AboveCeiling { .. })), "once");
}

#[tokio::test]
async fn the_days_ceiling_counts_what_waits_and_what_was_sent() {
    let stage = Stage::with_ceilings(None, Some("3000")).await;
    let told = async |text: &str| {
        let report = stage.desk.check_draft(stage.id(), &payout_draft(MARKET, text)).await.unwrap();
        let day = report.day_ceiling.unwrap();
        (day.used.to_string(), day.near, day.above)
    };
    assert_eq!(told("1200").await, ("0".to_owned(), false, false));
    let first = stage.prepare("1200", None).await.unwrap();
    stage.send(first.id).await;
    let second = stage.prepare("1300", None).await.unwrap();
    assert_eq!(told("500").await, ("2500".to_owned(), true, false));
    assert_eq!(told("500.01").await, ("2500".to_owned(), true, true));

    let refused = stage.prepare("500.01", None).await;
    let Err(DeskError::AboveDayCeiling { ceiling, used }) = refused else { panic!("{refused:?}") };
    assert_eq!((ceiling, used), (amount("3000"), amount("2500")));
    assert!(is_wrong(&stage.prepare("500.01", Some(WRONG)).await));
    stage.desk.cancel_payout(second.id).await.unwrap();
    assert_eq!(told("500.01").await.0, "1200", "what is withdrawn makes room");
    let above = stage.prepare("1800.01", Some(RIGHT)).await.unwrap();
    stage.send(above.id).await;
    assert_eq!(stage.desk.paid_today(stage.id()).await.unwrap().sent, amount("3000.01"));
    assert!(
        matches!(stage.prepare("100", None).await, Err(DeskError::AboveDayCeiling { .. })),
        "what was let pass counts"
    );
}

#[tokio::test]
async fn prepared_at_the_same_moment_they_do_not_pass_the_day_together() {
    let stage = Arc::new(Stage::with_ceilings(None, Some("5000")).await);
    let mut preparing = Vec::new();
    for n in 0..12 {
        let stage = Arc::clone(&stage);
        preparing
            .push(tokio::spawn(async move { stage.prepare(&format!("{}", 1000 + n), None).await.is_ok() }));
    }
    let mut prepared = 0;
    for preparing in preparing {
        prepared += usize::from(preparing.await.unwrap());
    }
    assert_eq!((prepared, stage.orders().await), (4, 4));
}

/// Prepared before there was a ceiling, and sent together. Amounts from …26 on play no outcome of the practice table.
#[tokio::test]
async fn old_stubs_sent_at_the_same_moment_do_not_pass_the_day_together() {
    let stage = Arc::new(Stage::with_ceilings(None, None).await);
    let mut stubs = Vec::new();
    for text in ["1030", "1031", "1032", "1033", "1034"] {
        stubs.push(stage.prepare(text, None).await.unwrap().id);
    }
    stage.change(None, Some("2500"), None).await.unwrap();
    let mut sending = Vec::new();
    for id in stubs {
        let stage = Arc::clone(&stage);
        sending.push(tokio::spawn(async move { stage.desk.send_payout(id).await }));
    }
    let mut sent = 0;
    for sending in sending {
        match sending.await.unwrap() {
            Ok(_) => sent += 1,
            Err(error) => assert!(matches!(error, DeskError::AboveDayCeiling { .. }), "{error:?}"),
        }
    }
    assert_eq!(sent, 2);
    assert!(stage.desk.paid_today(stage.id()).await.unwrap().sent <= amount("2500"));
}

#[tokio::test]
async fn a_stub_that_waits_is_stopped_by_a_later_ceiling_and_goes_with_the_passphrase() {
    let stage = Stage::with_ceilings(None, None).await;
    let order = stage.prepare("1200", None).await.unwrap();
    stage.change(Some("1000"), Some("1100"), None).await.unwrap();
    assert!(matches!(stage.desk.send_payout(order.id).await, Err(DeskError::AboveCeiling { .. })));
    assert!(is_wrong(&stage.desk.allow_above_ceiling(order.id, WRONG.into()).await));
    assert!(matches!(stage.desk.send_payout(order.id).await, Err(DeskError::AboveCeiling { .. })));
    assert_eq!(stage.order(order.id).await.status, Status::Prepared);
    assert_eq!(stage.practice.orders_seen(&order.number), 0);
    stage.desk.allow_above_ceiling(order.id, RIGHT.into()).await.unwrap();
    stage.send(order.id).await;
    let late = stage.desk.allow_above_ceiling(order.id, RIGHT.into()).await;
    assert!(matches!(late, Err(DeskError::WrongStatus(Status::Succeeded))), "{late:?}");
}

#[tokio::test]
async fn what_never_left_is_held_against_the_ceilings_when_it_is_sent_again() {
    let stage = Stage::new(MARKET).await;
    stage.practice.shutdown().await;
    let order = stage.payout("1200").await;
    stage.until_status(order.id, Status::NotSent).await;
    stage.change(None, Some("1100"), None).await.unwrap();
    let refused = stage.desk.send_payout(order.id).await;
    assert!(matches!(refused, Err(DeskError::AboveDayCeiling { .. })), "{refused:?}");
    stage.desk.allow_above_ceiling(order.id, RIGHT.into()).await.unwrap();
    let tried = stage.desk.send_payout(order.id).await.unwrap();
    assert_eq!(tried.status, Status::NotSent, "nobody listens: but it was tried");
}

#[tokio::test]
async fn wrong_passphrases_are_counted_wherever_they_are_given() {
    let stage = Stage::with_ceilings(Some("1000"), None).await;
    assert!(is_wrong(&stage.prepare("1200", Some(WRONG)).await));
    assert!(is_wrong(&stage.change(None, None, Some(WRONG)).await));
    assert!(is_wrong(&stage.prepare("1200", Some(WRONG)).await));
    assert!(is_wrong(&stage.change(None, None, Some(WRONG)).await));
    assert!(is_wrong(&stage.change(None, None, Some(WRONG)).await));
    let right = stage.prepare("1200", Some(RIGHT)).await;
    assert!(matches!(right, Err(DeskError::Vault(VaultError::BackOff { .. }))), "{right:?}");
    assert_eq!(stage.orders().await, 0);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    stage.prepare("1200", Some(RIGHT)).await.unwrap();
}
