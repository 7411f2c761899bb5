//! Opening: one owner, private files, versions, and what a crash left behind.

use std::fs;
use std::path::Path;

use orders::{Source, Status};
use rstest::rstest;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::{DAY_MS, Fixture, NOON};
use crate::{Ledger, OpenError, OutcomeStatus};

async fn raw(folder: &Path) -> SqliteConnection {
    let file = folder.join("ledger.db");
    SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await.unwrap()
}

#[tokio::test]
async fn one_process_owns_a_ledger_until_it_lets_go() {
    let fixture = Fixture::new().await;
    assert!(matches!(Ledger::open(fixture.folder.path(), NOON).await, Err(OpenError::InUse)));
    let Fixture { ledger, folder, .. } = fixture;
    drop(ledger);
    Ledger::open(folder.path(), NOON).await.unwrap();
}

/// R13: many launches at once, one owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_launches_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let launches: Vec<_> = (0..20)
        .map(|_| {
            let path = folder.path().to_owned();
            tokio::spawn(async move { Ledger::open(&path, NOON).await })
        })
        .collect();
    let mut opened = Vec::new();
    for launch in launches {
        match launch.await.unwrap() {
            Ok(ledger) => opened.push(ledger),
            Err(error) => assert!(matches!(error, OpenError::InUse), "{error:?}"),
        }
    }
    assert_eq!(opened.len(), 1);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[tokio::test]
async fn the_folder_is_private_and_repaired_when_it_was_not() {
    use crate::Notice;
    use std::os::unix::fs::PermissionsExt;

    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("deep/data");
    let ledger = Ledger::open(&folder, NOON).await.unwrap();
    assert_eq!(mode(&folder), 0o700);
    assert!(ledger.notices().is_empty());
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    ledger.close().await;

    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.join("ledger.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let ledger = Ledger::open(&folder, NOON).await.unwrap();
    assert_eq!((mode(&folder), mode(&folder.join("ledger.db"))), (0o700, 0o600));
    let repaired = [
        Notice::ModeRepaired { path: folder.clone(), was: 0o755 },
        Notice::ModeRepaired { path: folder.join("ledger.db"), was: 0o644 },
    ];
    assert_eq!(ledger.notices(), repaired);
}

#[tokio::test]
async fn a_newer_file_is_refused_and_not_touched() {
    let Fixture { ledger, folder, .. } = Fixture::new().await;
    ledger.close().await;
    let mut connection = raw(folder.path()).await;
    sqlx::query("PRAGMA user_version = 99").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();

    let before = fs::read(folder.path().join("ledger.db")).unwrap();
    let refused = Ledger::open(folder.path(), NOON).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found: 99, known: 7 }), "{refused:?}");
    assert_eq!(fs::read(folder.path().join("ledger.db")).unwrap(), before);
}

/// A newer program crashed before its version reached the file proper: it is in the write-ahead log only.
#[tokio::test]
async fn a_newer_version_in_the_log_is_noticed_too() {
    let Fixture { ledger, folder, .. } = Fixture::new().await;
    ledger.close().await;
    let mut connection = raw(folder.path()).await;
    sqlx::query("PRAGMA user_version = 99").execute(&mut connection).await.unwrap();
    let crashed = tempfile::tempdir().unwrap();
    for name in ["ledger.db", "ledger.db-wal"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let refused = Ledger::open(crashed.path(), NOON).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { found: 99, known: 7 }), "{refused:?}");
}

#[tokio::test]
async fn another_kind_of_file_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    fs::write(&file, "a shopping list").unwrap();
    assert!(
        matches!(Ledger::open(folder.path(), NOON).await, Err(OpenError::NotALedger(path)) if path == file)
    );
    assert_eq!(fs::read(&file).unwrap(), b"a shopping list");
}

#[rstest]
#[case::marked("PRAGMA application_id = 7")]
#[case::versioned("PRAGMA user_version = 1")]
#[case::neither("CREATE TABLE poems (line TEXT)")]
#[tokio::test]
async fn another_programs_database_is_refused(#[case] mark: &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = raw(folder.path()).await;
    sqlx::query("CREATE TABLE IF NOT EXISTS songs (line TEXT)").execute(&mut connection).await.unwrap();
    sqlx::query(mark).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(matches!(Ledger::open(folder.path(), NOON).await, Err(OpenError::NotALedger(_))));
}

/// A crash between making the file and its first migration must not lock the merchant out.
#[tokio::test]
async fn an_empty_file_is_a_new_ledger() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ledger.db"), "").unwrap();
    let ledger = Ledger::open(folder.path(), NOON).await.unwrap();
    assert!(ledger.accounts(true).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_being_sent_is_unknown_after_a_crash() {
    let fixture = Fixture::new().await;
    let interrupted = fixture.sending("SENDINGA").await;
    let waiting = fixture.prepared("PREPAREDA").await;
    let done = fixture.accepted("PENDINGA").await;

    let Fixture { ledger, folder, .. } = fixture;
    drop(ledger); // no tidy closing: as good as a kill
    let ledger = Ledger::open(folder.path(), NOON + DAY_MS).await.unwrap();
    assert_eq!(ledger.found_sending(), 1);
    let statuses = |id| {
        let ledger = &ledger;
        async move { ledger.order(id).await.unwrap().unwrap().status }
    };
    assert_eq!(statuses(interrupted.id).await, Status::Unknown);
    assert_eq!(statuses(waiting.id).await, Status::Prepared);
    assert_eq!(statuses(done.id).await, Status::Pending);
    let last = ledger.events(interrupted.id).await.unwrap().pop().unwrap();
    assert_eq!((last.source, last.note.as_deref()), (Source::Program, Some("found at start-up")));
    assert_eq!(last.at_ms, NOON + DAY_MS);
    // It is asked about at once, and never sent again.
    let watch = ledger.watch(interrupted.id).await.unwrap().unwrap();
    assert_eq!((watch.next_at_ms, watch.reason.as_str()), (NOON + DAY_MS, "interrupted"));
    let again = ledger.begin_sending(interrupted.id, &super::request(), Source::Person, None, NOON).await;
    assert!(again.is_err());

    ledger.close().await;
    assert_eq!(Ledger::open(folder.path(), NOON).await.unwrap().found_sending(), 0);
}

#[tokio::test]
async fn a_restart_changes_nothing_else() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await;
    fixture.outcome(fixture.sending("N2A").await.id, OutcomeStatus::Refused).await;
    let before = fixture.ledger.recent(10).await.unwrap();
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.ledger.recent(10).await.unwrap(), before);
    assert_eq!(fixture.ledger.order(order.id).await.unwrap().unwrap(), order);
    assert_eq!(fixture.ledger.account(fixture.account.id).await.unwrap().unwrap(), fixture.account);
}

#[tokio::test]
async fn a_backup_made_in_use_opens_as_a_ledger() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await;
    let other = tempfile::tempdir().unwrap();
    let copy = other.path().join("ledger.db");
    fixture.ledger.backup_to(&copy).await.unwrap();
    assert!(fixture.ledger.backup_to(&copy).await.is_err(), "a backup never overwrites");
    #[cfg(unix)]
    assert_eq!(mode(&copy), 0o600);
    let restored = Ledger::open(other.path(), NOON).await.unwrap();
    assert_eq!(restored.order(order.id).await.unwrap().unwrap(), order);
    assert!(restored.check_integrity().await.unwrap().is_sound());
}
