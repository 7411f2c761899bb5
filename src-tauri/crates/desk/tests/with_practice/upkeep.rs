//! The ledger's upkeep: backups by themselves, and what happens when the file is found to be damaged.

use std::fs;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use desk::{AccountChange, Clock, Desk, DeskError, DeskEvent, Offer, Timepiece};
use ledger::{DamageKind, Ledger, LedgerError};
use orders::Status;

use super::stage::{
    Stage, confirmation, desk_options, eventually, form, payout_draft, plain_change, practice_options,
};

const DAY_MS: i64 = 86_400_000;
const PAGE: usize = 4096;

/// A clock that tests set forward, and that waits five hundred times shorter than it is asked to.
struct Quick {
    started: Instant,
    ahead_ms: Arc<AtomicI64>,
}

impl Timepiece for Quick {
    fn now_ms(&self) -> i64 {
        1_767_268_800_000 + self.steady_ms() + self.ahead_ms.load(Ordering::Relaxed)
    }

    fn steady_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap()
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(wait / 500))
    }
}

async fn backups(stage: &Stage, number: usize) {
    let found = eventually(async || (stage.desk.backups().unwrap().list().len() == number).then_some(()));
    assert!(found.await.is_some(), "{number}: {:?}", stage.desk.backups().unwrap().list());
}

#[tokio::test]
async fn backups_are_made_by_themselves_each_day_and_after_many_changes() {
    let ahead_ms = Arc::new(AtomicI64::new(0));
    let quick = Quick { started: Instant::now(), ahead_ms: Arc::clone(&ahead_ms) };
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("backups");
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.clock = Clock::of(quick);
        options.backups = Some(kept.clone());
    })
    .await;
    backups(&stage, 1).await;
    let order = stage.collect("1200").await;
    assert!(stage.desk.ledger_state().problems.is_empty());

    // Not before it is due; then a day later.
    tokio::time::sleep(Duration::from_millis(400)).await;
    backups(&stage, 1).await;
    ahead_ms.fetch_add(DAY_MS, Ordering::Relaxed);
    backups(&stage, 2).await;
    assert_eq!(stage.desk.backups().unwrap().list().first().unwrap().orders, 1);

    // A thousand lines of history later, on the same day: the newer one takes its place among those kept.
    let before = stage.desk.backups().unwrap().list().first().unwrap().name.clone();
    ahead_ms.fetch_add(3_600_000, Ordering::Relaxed);
    for n in 0..1_001 {
        stage.desk.add_note(order.id, &format!("note {n}")).await.unwrap();
    }
    let newer = eventually(async || {
        let newest = stage.desk.backups().unwrap().list().first().unwrap().name.clone();
        (newest != before).then_some(())
    });
    assert!(newer.await.is_some());
    backups(&stage, 2).await;
    stage.desk.stop().await;
}

fn change(folder: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let file = folder.join("practice/ledger.db");
    let mut bytes = fs::read(&file).unwrap();
    how(&mut bytes);
    fs::write(&file, bytes).unwrap();
}

/// Empties the page of an index that nothing here writes to, found by the schema's row: its number stands before the
/// statement.
fn lose_a_page(bytes: &mut [u8]) {
    let statement = b"CREATE INDEX deliveries_body";
    let at = bytes.windows(statement.len()).position(|window| window == statement).unwrap();
    let number = |from: usize| {
        let digits = bytes.get(from..at).unwrap();
        digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    // Before a number of one byte stands the last letter of the table's name, which is no small page's number.
    let page = if number(at - 2) <= bytes.len() / PAGE { number(at - 2) } else { number(at - 1) };
    bytes.get_mut((page - 1) * PAGE..page * PAGE).unwrap().fill(0);
}

#[tokio::test]
async fn a_damaged_file_is_sealed_and_nothing_goes_on_by_itself() {
    let kept = tempfile::tempdir().unwrap();
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.backups = Some(kept.path().to_owned());
    })
    .await;
    let backup = stage.desk.back_up().await.unwrap();
    stage.desk.stop().await;
    stage.desk.close().await;
    change(stage.folder.path(), |bytes| lose_a_page(bytes));

    let mut options = desk_options(stage.folder.path(), &stage.vault, &stage.practice);
    options.backups = Some(kept.path().to_owned());
    options.grace = Duration::from_secs(2);
    let desk = Desk::open(options).await.unwrap();
    let mut events = desk.events();
    desk.start().await.unwrap();
    // Nobody has noticed yet; the payout waits for its grace to end.
    let draft = payout_draft("cashfast-mx", "1500");
    let order = desk.prepare_payout(stage.account.id, &draft, confirmation(&draft)).await.unwrap();
    let state = desk.check_ledger().await.unwrap();
    assert!(!state.problems.is_empty());
    assert_eq!(state.offer, Offer::Found(backup));
    assert_eq!(desk.ledger().damage().unwrap().kind, DamageKind::Pages);
    assert_eq!(desk.sends_at_ms(order.id), None);
    assert!(desk.listener_state().address.is_none());

    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(stage.practice.orders_seen(&order.number), 0, "its grace ended without it");
    assert_eq!(desk.ledger().order(order.id).await.unwrap().unwrap().status, Status::Prepared);
    let sealed = |result: Result<(), DeskError>| {
        assert!(matches!(result, Err(DeskError::Ledger(LedgerError::Sealed))), "{result:?}");
    };
    sealed(desk.send_payout(order.id).await.map(drop));
    sealed(desk.cancel_payout(order.id).await.map(drop));
    sealed(desk.prepare_payout(stage.account.id, &draft, confirmation(&draft)).await.map(drop));
    sealed(desk.refresh_balance(stage.account.id).await.map(drop));
    sealed(desk.connect_account(form("cashy-mx", &stage.practice)).await.map(drop));
    sealed(desk.back_up().await.map(drop));
    let told = std::iter::from_fn(|| events.try_recv().ok());
    assert!(told.into_iter().any(|event| event == DeskEvent::LedgerSealed));
    desk.stop().await;
}

/// The computer slept through the ten seconds: whoever pressed “send” is not sitting there now.
#[tokio::test]
async fn a_grace_that_was_slept_through_is_left_to_a_person() {
    let ahead_ms = Arc::new(AtomicI64::new(0));
    let quick = Quick { started: Instant::now(), ahead_ms: Arc::clone(&ahead_ms) };
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.clock = Clock::of(quick);
        options.grace = Duration::from_secs(300);
    })
    .await;
    let order = stage.payout("1200").await;
    ahead_ms.fetch_add(DAY_MS, Ordering::Relaxed);
    let left =
        eventually(async || stage.desk.ledger().needs_person(50).await.unwrap().first().map(|row| row.id));
    assert_eq!(left.await, Some(order.id));
    assert_eq!(stage.order(order.id).await.status, Status::Prepared);
    assert_eq!(stage.practice.orders_seen(&order.number), 0);
}

/// Payouts that were made after the backup are not known any more, and could be made again.
#[tokio::test]
async fn after_a_restoration_no_payout_leaves_until_a_person_has_dealt_with_the_gap() {
    let kept = tempfile::tempdir().unwrap();
    let stage = Stage::with("cashfast-mx", practice_options(), |options| {
        options.backups = Some(kept.path().to_owned());
        options.grace = Duration::from_secs(60);
    })
    .await;
    let change = AccountChange { max_day: Some("9000".parse().unwrap()), ..plain_change("with a ceiling") };
    stage.desk.edit_account(stage.id(), change, None).await.unwrap();
    let backup = stage.desk.back_up().await.unwrap();
    let paid = stage.payout("1200").await;
    stage.desk.send_payout(paid.id).await.unwrap();
    stage.until_status(paid.id, Status::Succeeded).await;
    stage.desk.stop().await;
    stage.desk.close().await;
    Ledger::restore(
        &stage.folder.path().join("practice"),
        &backup,
        &[],
        stage.account.created_at_ms + DAY_MS,
    )
    .await
    .unwrap();

    let desk = Desk::open(desk_options(stage.folder.path(), &stage.vault, &stage.practice)).await.unwrap();
    desk.start().await.unwrap();
    let draft = payout_draft("cashfast-mx", "1200");
    let again = async || desk.prepare_payout(stage.account.id, &draft, confirmation(&draft)).await;
    let refused = again().await;
    assert!(matches!(refused, Err(DeskError::RestoreGap)), "{refused:?}");
    let collect = super::stage::collect_draft("cashfast-mx", "1000");
    desk.create_collect(stage.account.id, &collect).await.unwrap();

    // What was paid in the gap no longer counts for the day: that takes the passphrase.
    let dealt = desk.restore_dealt_with(None).await;
    assert!(matches!(dealt, Err(DeskError::GuardNeeded)), "{dealt:?}");
    let dealt = desk.restore_dealt_with(Some("battery horse correct".into())).await;
    assert!(matches!(dealt, Err(DeskError::Vault(_))), "{dealt:?}");
    assert!(matches!(again().await, Err(DeskError::RestoreGap)));
    desk.restore_dealt_with(Some("correct horse battery".into())).await.unwrap();
    again().await.unwrap();
    desk.stop().await;
}
