//! Backups and their restoration: what is not known any more is doubted, and nothing is ever sent a second time (R10).

use std::fs;

use money::Amount;
use orders::{ReportedStatus, Source, Status};

use super::migrating::write_version_1;
use super::sealing::{change, file, place};
use super::{DAY_MS, Fixture, NOON, request};
use crate::{AccountEdit, AccountRow, Backup, Backups, Ledger, LedgerError, OpenError, OutcomeStatus};

struct Home {
    fixture: Fixture,
    backups: Backups,
    _parent: tempfile::TempDir,
}

async fn home() -> Home {
    let parent = tempfile::tempdir().unwrap();
    let backups = Backups::new(parent.path().join("backups"));
    Home { fixture: Fixture::new().await, backups, _parent: parent }
}

impl Home {
    async fn back_up(&self, at_ms: i64) -> Backup {
        self.backups.make(&self.fixture.ledger, at_ms).await.unwrap()
    }
}

#[tokio::test]
async fn a_backup_is_checked_listed_and_private() {
    let home = home().await;
    home.fixture.accepted("N1A").await;
    home.fixture.prepared("N2A").await;
    let made = home.back_up(NOON).await;
    assert_eq!((made.orders, made.made_at_ms), (2, NOON));
    assert_eq!(home.backups.list(), std::slice::from_ref(&made));
    assert!(home.backups.check(&made).await.unwrap().is_sound());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(home.backups.folder()), mode(&made.file)), (0o700, 0o600));
    }
    // Nothing lies beside it: no log, no index, nothing unfinished.
    assert_eq!(fs::read_dir(home.backups.folder()).unwrap().count(), 1);
}

#[tokio::test]
async fn backups_are_rotated_and_strange_files_are_left_alone() {
    let home = home().await;
    home.fixture.prepared("N1A").await;
    fs::create_dir(home.backups.folder()).unwrap();
    fs::write(home.backups.folder().join("notes.txt"), "mine").unwrap();
    fs::write(home.backups.folder().join("unfinished.db"), "half a backup").unwrap();
    for day in 0..12 {
        home.back_up(NOON + day * DAY_MS).await;
        home.back_up(NOON + day * DAY_MS + 3_600_000).await;
    }
    let days: Vec<i64> =
        home.backups.list().iter().map(|backup| (backup.made_at_ms - NOON) / DAY_MS).collect();
    // NOON is a Thursday: the last three days, and the Sundays of the two weeks before the last.
    assert_eq!(days, [11, 10, 9, 3]);
    assert!(home.backups.folder().join("notes.txt").exists());
    assert!(!home.backups.folder().join("unfinished.db").exists());
}

/// A damaged ledger's backups would push out the good ones.
#[tokio::test]
async fn a_damaged_ledger_makes_no_backup() {
    let home = home().await;
    home.fixture.prepared("N1A").await;
    let good = home.back_up(NOON).await;
    for statement in ["DROP TRIGGER orders_fixed", "UPDATE orders SET zone = '-05:00'"] {
        sqlx::query(statement).execute(&home.fixture.ledger.writer).await.unwrap();
    }
    let refused = home.backups.make(&home.fixture.ledger, NOON + DAY_MS).await;
    assert!(matches!(refused, Err(LedgerError::Damaged(_))), "{refused:?}");
    assert_eq!(home.backups.list(), [good]);
    assert_eq!(fs::read_dir(home.backups.folder()).unwrap().count(), 1, "nothing unfinished is left");
}

#[tokio::test]
async fn the_newest_sound_backup_is_offered() {
    let home = home().await;
    home.fixture.prepared("N1A").await;
    let older = home.back_up(NOON).await;
    let newer = home.back_up(NOON + DAY_MS).await;
    assert_eq!(home.backups.newest_sound().await, Some(newer.clone()));
    let mut bytes = fs::read(&newer.file).unwrap();
    let at = place(&bytes, "N1A");
    bytes[at + 6] ^= 1;
    fs::write(&newer.file, bytes).unwrap();
    assert_eq!(home.backups.newest_sound().await, Some(older.clone()));
    fs::write(&older.file, "not a backup").unwrap();
    assert_eq!(home.backups.newest_sound().await, None);
    let restored = Ledger::restore(home.fixture.folder.path(), &newer, &[], NOON).await;
    assert!(matches!(restored, Err(OpenError::InUse)), "{restored:?}");
    home.fixture.ledger.close().await;
    let restored = Ledger::restore(home.fixture.folder.path(), &newer, &[], NOON).await;
    assert!(matches!(restored, Err(OpenError::Ledger(LedgerError::Damaged(_)))), "{restored:?}");
    // A refused restoration changed nothing.
    assert_eq!(
        Ledger::open(home.fixture.folder.path(), NOON).await.unwrap().recent(9).await.unwrap().len(),
        1
    );
}

/// The rule that nobody pays twice, across a restoration: what had not left may have left since.
#[tokio::test]
async fn what_may_have_been_sent_since_is_unknown() {
    let home = home().await;
    let fixture = &home.fixture;
    let waiting = fixture.prepared("WAITINGA").await.id;
    let unsent = fixture.sending("UNSENTA").await.id;
    fixture.outcome(unsent, OutcomeStatus::NotSent).await;
    let sending = fixture.sending("SENDINGA").await.id;
    let pending = fixture.accepted("PENDINGA").await.id;
    let paid = fixture.accepted("PAIDA").await.id;
    fixture.report(paid, Source::Query, ReportedStatus::Succeeded).await;
    let withdrawn = fixture.prepared("WITHDRAWNA").await.id;
    fixture.ledger.cancel(withdrawn, None, NOON).await.unwrap();
    let given_up = fixture.sending("GIVENUPA").await.id;
    fixture.outcome(given_up, OutcomeStatus::Unknown).await;
    fixture.ledger.abandon(given_up, "never made", NOON).await.unwrap();
    let backup = home.back_up(NOON).await;

    // After the backup, both are sent; then the file is damaged.
    fixture.begin(waiting).await.unwrap();
    fixture.ledger.begin_sending(unsent, &request(), Source::Person, None, NOON).await.unwrap();
    let lost = fixture.prepared("AFTERWARDSA").await;
    let folder = fixture.folder.path();
    fixture.ledger.close().await;
    change(folder, |bytes| bytes[..100].fill(0));
    let damaged = fs::read(file(folder)).unwrap();

    let now = NOON + DAY_MS;
    let restored = Ledger::restore(folder, &backup, &[], now).await.unwrap();
    assert_eq!(restored.made_unknown, 4);
    let kept_in = restored.kept_in.unwrap();
    assert_eq!(kept_in, folder.join("replaced-20260102T120000Z"));
    assert_eq!(fs::read(file(&kept_in)).unwrap(), damaged, "the damaged file is kept as it was");
    assert!(backup.file.exists() && !folder.join("restoring").exists());

    let ledger = Ledger::open(folder, now).await.unwrap();
    let status = |id| {
        let ledger = &ledger;
        async move { ledger.order(id).await.unwrap().unwrap().status }
    };
    for (id, expected) in [
        (waiting, Status::Unknown),
        (unsent, Status::Unknown),
        (sending, Status::Unknown),
        // It may have been paid in its place since.
        (given_up, Status::Unknown),
        (pending, Status::Pending),
        (paid, Status::Succeeded),
        (withdrawn, Status::Cancelled),
    ] {
        assert_eq!(status(id).await, expected, "{id}");
    }
    assert_eq!(ledger.order_by_number(fixture.account.id, &lost.number).await.unwrap(), None);
    // No click sends them; they are asked about at once instead.
    for id in [waiting, unsent, sending, given_up] {
        let again = ledger.begin_sending(id, &request(), Source::Person, None, now).await;
        assert!(matches!(again, Err(LedgerError::Conflict(_))), "{again:?}");
        assert!(ledger.order(id).await.unwrap().unwrap().submitted);
    }
    let due = ledger.due(now, 10).await.unwrap();
    let mut due: Vec<_> =
        due.iter().filter(|watch| watch.next_at_ms == now).map(|watch| watch.order_id).collect();
    due.sort_unstable();
    assert_eq!(due, [waiting, unsent, sending, given_up]);
    let last = ledger.events(waiting).await.unwrap().pop().unwrap();
    assert_eq!(last.source, Source::Program);
    assert_eq!(last.note.as_deref(), Some("restored from a backup of 2026-01-01T12:00:00Z"));
    assert!(ledger.check_integrity().await.unwrap().is_sound());

    let notice = ledger.restore_notice().await.unwrap().unwrap();
    assert_eq!((notice.from_ms, notice.at_ms), (NOON, now));
    assert_eq!(notice.kept_in, Some(kept_in.display().to_string()));
    ledger.restore_dealt_with().await.unwrap();
    assert_eq!(ledger.restore_notice().await.unwrap(), None);
}

#[tokio::test]
async fn restoring_twice_keeps_both_former_ledgers() {
    let home = home().await;
    home.fixture.prepared("N1A").await;
    let backup = home.back_up(NOON).await;
    let folder = home.fixture.folder.path();
    home.fixture.ledger.close().await;
    // What a restoration that was cut short has left.
    fs::create_dir(folder.join("restoring")).unwrap();
    fs::write(folder.join("restoring/ledger.db"), "half").unwrap();
    let first = Ledger::restore(folder, &backup, &[], NOON).await.unwrap();
    let second = Ledger::restore(folder, &backup, &[], NOON).await.unwrap();
    assert_ne!(first.kept_in, second.kept_in);
    assert!(file(&first.kept_in.unwrap()).exists() && file(&second.kept_in.unwrap()).exists());

    // Cut short after the first of the files went aside: without its log the ledger would open as an older one, in which what
    // was sent since waits to be sent. The other way round nothing opens.
    assert_eq!(crate::restore::FILES[0], "ledger.db");
    fs::write(folder.join("ledger.db-wal"), "of the ledger that went").unwrap();

    // Or between the renames: the place is empty, and the next restoration fills it.
    fs::remove_file(file(folder)).unwrap();
    assert!(Ledger::is_missing(folder));
    let third = Ledger::restore(folder, &backup, &[], NOON).await.unwrap();
    assert!(third.kept_in.is_some(), "the log");
    assert_eq!(Ledger::open(folder, NOON).await.unwrap().recent(9).await.unwrap().len(), 1);
}

/// A program was updated and its ledger is damaged before the first backup of the new version.
#[tokio::test]
async fn a_backup_of_an_older_version_is_as_good() {
    let home = home().await;
    let fixture = &home.fixture;
    let paid = fixture.accepted("N1A").await.id;
    fixture.report(paid, Source::Query, ReportedStatus::Succeeded).await;
    let waiting = fixture.prepared("N2A").await.id;
    fixture.ledger.schedule(paid, NOON, 0, "x").await.unwrap();
    fixture.ledger.raise_flag(paid, orders::Flag::PaidShort, NOON).await.unwrap();
    fixture.ledger.record_exchange(&super::exchange("query", "yes")).await.unwrap();
    fixture.ledger.store_delivery(&super::delivery(b"{}", true)).await.unwrap();
    fs::create_dir(home.backups.folder()).unwrap();
    let old = home.backups.folder().join("ledger-20260101T120000Z-2-orders.db");
    write_version_1(&old, &file(fixture.folder.path())).await;
    let bytes = fs::read(&old).unwrap();

    let offered = home.backups.newest_sound().await.unwrap();
    assert_eq!((offered.orders, &offered.file), (2, &old));
    fixture.ledger.close().await;
    // The damaged file is of the old version too: it cannot be asked anything, and is not migrated.
    fs::copy(&old, file(fixture.folder.path())).unwrap();
    let damaged = Ledger::open_damaged(fixture.folder.path(), super::sealing::pages("x")).await.unwrap();
    assert!(damaged.accounts(true).await.unwrap().is_empty());
    damaged.close().await;
    Ledger::restore(fixture.folder.path(), &offered, &[], NOON).await.unwrap();
    let ledger = Ledger::open(fixture.folder.path(), NOON).await.unwrap();
    assert_eq!(ledger.order(paid).await.unwrap().unwrap().status, Status::Succeeded);
    assert_eq!(ledger.order(waiting).await.unwrap().unwrap().status, Status::Unknown);
    assert_eq!(fs::read(&old).unwrap(), bytes, "the backup stays as it is");
    assert_eq!(fs::read_dir(home.backups.folder()).unwrap().count(), 1);
}

/// An old backup must be no way to raise a ceiling without the passphrase (S16).
#[tokio::test]
async fn s16_restoring_raises_no_ceiling() {
    let home = home().await;
    let account = home.fixture.account.id;
    let set = async |max_payout: Option<&str>, max_day: Option<&str>| {
        let row = home.fixture.ledger.account(account).await.unwrap().unwrap();
        let amount = |text: Option<&str>| text.map(|text| text.parse::<Amount>().unwrap());
        let (max_payout, max_day) = (amount(max_payout), amount(max_day));
        let AccountRow { name, notify_url, limits_json, .. } = row;
        let edit = AccountEdit { name, notify_url, limits_json, max_payout, max_day };
        home.fixture.ledger.edit_account(account, &edit).await.unwrap();
    };
    // Lowered, set and taken away since the backup: of each the stricter one stands.
    set(Some("500"), None).await;
    let backup = home.back_up(NOON).await;
    set(Some("100"), Some("900")).await;
    let today = home.fixture.ledger.accounts(true).await.unwrap();
    let Home { fixture, backups: _backups, _parent } = home;
    fixture.ledger.close().await;
    Ledger::restore(fixture.folder.path(), &backup, &today, NOON).await.unwrap();
    let restored = Ledger::open(fixture.folder.path(), NOON).await.unwrap();
    let row = restored.account(account).await.unwrap().unwrap();
    let text = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
    assert_eq!((text(row.max_payout).as_deref(), text(row.max_day).as_deref()), (Some("100"), Some("900")));
    restored.close().await;

    let without: Vec<AccountRow> =
        today.iter().map(|row| AccountRow { max_payout: None, ..row.clone() }).collect();
    Ledger::restore(fixture.folder.path(), &backup, &without, NOON).await.unwrap();
    let restored = Ledger::open(fixture.folder.path(), NOON).await.unwrap();
    let row = restored.account(account).await.unwrap().unwrap();
    assert_eq!(text(row.max_payout).as_deref(), Some("500"));
}
