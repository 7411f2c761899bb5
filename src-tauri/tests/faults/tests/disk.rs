//! The simulated disk itself, below plain SQLite: what is not synced can be lost, what is synced cannot.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::{Arc, Mutex};

use faults::disk::{Disk, Kind, Operation, Survivors, scratch};
use rstest::rstest;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

async fn open(folder: &Path, synchronous: SqliteSynchronous) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(folder.join("plain.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .connect()
        .await
        .unwrap()
}

/// A database with one table, closed, so that everything is in the main file.
async fn template(folder: &Path) {
    let mut connection = open(folder, SqliteSynchronous::Full).await;
    sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY, filler BLOB)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn add(connection: &mut SqliteConnection, n: i64) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO t VALUES (?, randomblob(1500))").bind(n).execute(connection).await.map(drop)
}

async fn rows(connection: &mut SqliteConnection) -> i64 {
    let check: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut *connection).await.unwrap();
    assert_eq!(check, "ok");
    let (count, newest): (i64, i64) =
        sqlx::query_as("SELECT count(*), coalesce(max(n), 0) FROM t").fetch_one(connection).await.unwrap();
    assert_eq!(count, newest, "rows are missing in between");
    count
}

/// How many rows an image of this moment has.
async fn survivors(disk: &Disk, how: Survivors, seed: u64) -> i64 {
    let folder = scratch().unwrap();
    disk.image(folder.path(), how, seed).unwrap();
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    let count = rows(&mut connection).await;
    connection.close().await.unwrap();
    count
}

#[tokio::test]
async fn full_loses_nothing_that_was_acknowledged() {
    let folder = scratch().unwrap();
    template(folder.path()).await;
    let disk = Disk::new(folder.path()).unwrap();
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    for n in 1..=40 {
        add(&mut connection, n).await.unwrap();
        for (seed, how) in (0..).zip(Survivors::ALL) {
            assert_eq!(survivors(&disk, how, seed).await, n, "{how:?}");
        }
        if n % 15 == 0 {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.unwrap();
        }
    }
    connection.close().await.unwrap();
    for how in Survivors::ALL {
        assert_eq!(survivors(&disk, how, 1).await, 40, "{how:?}");
    }
}

/// Power cuts between any two operations of every commit: the image has the last acknowledged row, or one more.
#[tokio::test]
async fn full_loses_nothing_wherever_the_power_is_cut() {
    let mut cuts = 0;
    loop {
        let folder = scratch().unwrap();
        template(folder.path()).await;
        let disk = Disk::new(folder.path()).unwrap();
        disk.crash_at(cuts);
        let mut acknowledged = 0;
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("plain.db"))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        if let Ok(mut connection) = options.connect().await {
            while acknowledged < 8 && add(&mut connection, acknowledged + 1).await.is_ok() {
                acknowledged += 1;
                if acknowledged == 4 {
                    drop(sqlx::query("PRAGMA wal_checkpoint(RESTART)").execute(&mut connection).await);
                }
            }
            drop(connection.close().await);
        }
        for how in Survivors::ALL {
            let there = survivors(&disk, how, cuts).await;
            assert!((acknowledged..=acknowledged + 1).contains(&there), "cut {cuts}, {how:?}: {there}");
        }
        if !disk.crashed() {
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 40, "only {cuts} operations were cut");
}

#[rstest]
#[case::lying(Disk::without_sync)]
#[case::normal(Disk::as_with_normal)]
#[tokio::test]
async fn what_is_not_synced_is_lost(#[case] spoil: fn(&Disk)) {
    let folder = scratch().unwrap();
    template(folder.path()).await;
    let disk = Disk::new(folder.path()).unwrap();
    spoil(&disk);
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    for n in 1..=10 {
        add(&mut connection, n).await.unwrap();
    }
    assert_eq!(survivors(&disk, Survivors::Dropped, 0).await, 0);
    assert_eq!(survivors(&disk, Survivors::Kept, 0).await, 10);
    assert!(survivors(&disk, Survivors::Half, 3).await < 10);
    assert!(survivors(&disk, Survivors::Torn, 3).await < 10);
}

/// The syncs that took effect, and how many writes there were before each.
fn effective(trace: &[Operation]) -> Vec<(usize, String)> {
    let mut writes = 0;
    let mut syncs = Vec::new();
    for operation in trace {
        match operation.kind {
            Kind::Write { .. } | Kind::Truncate(_) | Kind::Delete => writes += 1,
            Kind::Sync { durable: true } => syncs.push((writes, operation.file.clone())),
            Kind::Sync { durable: false } => {}
        }
    }
    syncs
}

async fn trace(synchronous: SqliteSynchronous, spoil: fn(&Disk)) -> Vec<Operation> {
    let folder = scratch().unwrap();
    template(folder.path()).await;
    let disk = Disk::new(folder.path()).unwrap();
    spoil(&disk);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let writing = Arc::clone(&seen);
    disk.on_operation(move |operation| writing.lock().unwrap().push(operation.clone()));
    let mut connection = open(folder.path(), synchronous).await;
    for n in 1..=30 {
        add(&mut connection, n).await.unwrap();
        match n {
            7 => sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut connection).await.map(drop),
            14 => sqlx::query("PRAGMA wal_checkpoint(RESTART)").execute(&mut connection).await.map(drop),
            21 => sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.map(drop),
            _ => Ok(()),
        }
        .unwrap();
    }
    connection.close().await.unwrap();
    let operations = u64::try_from(seen.lock().unwrap().len()).unwrap();
    assert_eq!(disk.operations(), operations);
    std::mem::take(&mut seen.lock().unwrap())
}

/// The control is honest: its disk syncs what SQLite itself would have synced with NORMAL, and when.
#[tokio::test]
async fn full_on_the_control_disk_is_what_normal_really_does() {
    let control = effective(&trace(SqliteSynchronous::Full, Disk::as_with_normal).await);
    let normal = effective(&trace(SqliteSynchronous::Normal, |_| ()).await);
    let full = effective(&trace(SqliteSynchronous::Full, |_| ()).await);
    assert_eq!(control, normal);
    assert!(full.len() >= normal.len() + 30, "FULL {} syncs, NORMAL {}", full.len(), normal.len());
    assert!(normal.len() >= 6, "too few checkpoints to compare: {normal:?}");
}

#[tokio::test]
async fn after_a_cut_nothing_is_read_or_written_and_nothing_changes() {
    let folder = scratch().unwrap();
    template(folder.path()).await;
    let disk = Disk::new(folder.path()).unwrap();
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    add(&mut connection, 1).await.unwrap();
    disk.crash_at(disk.operations() + 1);
    let error = add(&mut connection, 2).await.unwrap_err();
    let code = error.as_database_error().unwrap().code().unwrap().parse::<i32>().unwrap();
    assert_eq!(code & 0xff, libsqlite3_sys::SQLITE_IOERR, "{error}");
    assert!(disk.crashed());
    let before = (disk.operations(), survivors(&disk, Survivors::Kept, 0).await);
    assert!(add(&mut connection, 3).await.is_err());
    drop(connection.close().await);
    let mut options = SqliteConnectOptions::new().filename(folder.path().join("plain.db"));
    options = options.journal_mode(SqliteJournalMode::Wal);
    assert!(options.connect().await.is_err(), "a dead disk cannot be opened");
    assert_eq!((disk.operations(), survivors(&disk, Survivors::Kept, 0).await), before);
    assert_eq!(before.1, 1);
}

#[tokio::test]
async fn a_full_disk_refuses_growth_and_recovers() {
    let folder = scratch().unwrap();
    template(folder.path()).await;
    let disk = Disk::new(folder.path()).unwrap();
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    add(&mut connection, 1).await.unwrap();
    disk.refuse_space_after(30_000);
    let mut added = 1;
    let error = loop {
        match add(&mut connection, added + 1).await {
            Ok(()) => added += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.as_database_error().unwrap().code().unwrap(), "13");
    assert!((2..10).contains(&added), "{added} rows went into 30,000 bytes");
    assert_eq!(rows(&mut connection).await, added);
    disk.free_space();
    add(&mut connection, added + 1).await.unwrap();
    for how in Survivors::ALL {
        assert_eq!(survivors(&disk, how, 5).await, added + 1);
    }
}

#[tokio::test]
async fn disks_and_other_folders_do_not_meddle_with_each_other() {
    let folders = [scratch().unwrap(), scratch().unwrap(), scratch().unwrap()];
    for folder in &folders {
        template(folder.path()).await;
    }
    let disks = [Disk::new(folders[0].path()).unwrap(), Disk::new(folders[1].path()).unwrap()];
    assert!(Disk::new(folders[0].path()).is_err(), "a folder has one disk");
    let mut connections = Vec::new();
    for folder in &folders {
        connections.push(open(folder.path(), SqliteSynchronous::Full).await);
    }
    let quiet = disks[1].operations();
    add(&mut connections[0], 1).await.unwrap();
    add(&mut connections[2], 1).await.unwrap();
    assert_eq!(disks[1].operations(), quiet);
    disks[0].cut_now();
    assert!(add(&mut connections[0], 2).await.is_err());
    add(&mut connections[1], 1).await.unwrap();
    add(&mut connections[2], 2).await.unwrap();
    assert!(!disks[1].crashed());
    // Given back, the folder is nobody's.
    let [gone, _] = disks;
    drop(gone);
    Disk::new(folders[0].path()).unwrap();
}

/// The layer sits below the library that the ledger uses, and that library is new enough (R9).
#[tokio::test]
async fn sqlx_uses_the_library_that_is_watched() {
    // SAFETY: asks for a number that is fixed at build time.
    #[expect(unsafe_code, reason = "SQLite's version is asked of the library itself")]
    let linked = unsafe { libsqlite3_sys::sqlite3_libversion_number() };
    assert!(linked >= 3_051_003, "{linked} can lose commits");
    let folder = scratch().unwrap();
    let mut connection = open(folder.path(), SqliteSynchronous::Full).await;
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut connection).await.unwrap();
    let parts: Vec<i32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert_eq!(parts[0] * 1_000_000 + parts[1] * 1_000 + parts[2], linked);
    let options: Vec<String> =
        sqlx::query_scalar("PRAGMA compile_options").fetch_all(&mut connection).await.unwrap();
    for needed in ["THREADSAFE=1", "ENABLE_FTS5"] {
        assert!(options.iter().any(|option| option == needed), "{needed} is missing");
    }
    for fatal in
        ["OMIT_WAL", "NO_SYNC", "OMIT_TRIGGER", "OMIT_FOREIGN_KEY", "OMIT_CHECK", "DEFAULT_WAL_SYNCHRONOUS=1"]
    {
        assert!(options.iter().all(|option| option != fatal), "{fatal} is set");
    }
}
