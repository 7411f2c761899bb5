//! How the file is opened, and what its errors mean to callers.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, SqlSafeStr, Sqlite, SqliteConnection};

use crate::{Ledger, LedgerError};

/// Connections that only read: a list, a search and a detail may be asked for at once, and hardly more.
const READERS: u32 = 3;
/// A page and its neighbour: whoever reads rows and whoever hands them out need not wait for one another within one.
const ROWS_AHEAD: usize = 512;
/// How long to wait for another program that holds the file (a backup tool).
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a caller waits for its turn to write before it is told that the file is locked.
const TURN_TIMEOUT: Duration = Duration::from_secs(30);

/// The one connection that writes.
pub(crate) async fn writer(file: &Path) -> Result<SqlitePool, LedgerError> {
    let options = common(file)
        .journal_mode(SqliteJournalMode::Wal)
        // The price of a commit that survives a power cut is 0.1 ms (SPEED_AND_SAFETY §1.4); every commit pays it.
        .synchronous(SqliteSynchronous::Full)
        // A reader held open for long must not leave a giant log behind (R15).
        .pragma("journal_size_limit", "67108864");
    pool(options, 1).await
}

/// The connections that read. They cannot write, whatever they are asked.
pub(crate) async fn readers(file: &Path) -> Result<SqlitePool, LedgerError> {
    pool(common(file).pragma("query_only", "ON"), READERS).await
}

/// The connections that read a damaged file. Nothing about it is changed: what is in the log stays there.
pub(crate) async fn damaged(file: &Path) -> Result<SqlitePool, LedgerError> {
    pool(common(file).read_only(true), READERS).await
}

/// An empty ledger in memory, in place of one that cannot be read at all.
pub(crate) async fn stand_in() -> Result<SqlitePool, LedgerError> {
    SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // Each connection in memory is a database of its own.
        .after_connect(|connection, _| {
            Box::pin(async move { Ok(migrations().run_direct(None, connection, false).await?) })
        })
        .connect_with(SqliteConnectOptions::new().in_memory(true))
        .await
        .map_err(failed)
}

/// In place of the writer, where nothing may be written.
pub(crate) async fn no_writer() -> SqlitePool {
    let pool = SqlitePoolOptions::new().connect_lazy_with(SqliteConnectOptions::new().in_memory(true));
    pool.close().await;
    pool
}

/// A connection to a copy that nobody uses, to check it.
pub(crate) async fn copy(file: &Path) -> Result<SqliteConnection, LedgerError> {
    // Immutable: no log or index file is laid beside a backup.
    common(file).read_only(true).immutable(true).connect().await.map_err(failed)
}

/// A connection outside the pools, for one long piece of work.
pub(crate) async fn alone(file: &Path) -> Result<SqliteConnection, LedgerError> {
    common(file).connect().await.map_err(failed)
}

fn common(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROWS_AHEAD)
        // A damaged page is noticed when it is read, not when it has done harm.
        .pragma("cell_size_check", "ON")
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "MEMORY")
}

/// Gives the writer room to write many rows, or takes it back: else the pages of a dozen indexes come and go, and each is
/// copied from the log into the file again and again.
pub(crate) async fn room_for_many(connection: &mut SqliteConnection, room: bool) -> Result<(), LedgerError> {
    // The log stays below its limit of 64 MiB.
    let (cache, log) = if room {
        ("PRAGMA cache_size = -64000", "PRAGMA wal_autocheckpoint = 8000")
    } else {
        ("PRAGMA cache_size = -16000", "PRAGMA wal_autocheckpoint = 1000")
    };
    for statement in [cache, log] {
        sqlx::query(statement).execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

async fn pool(options: SqliteConnectOptions, connections: u32) -> Result<SqlitePool, LedgerError> {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(0)
        // A local file does not go away; a ping would double the cost of small questions (SPEED_AND_SAFETY §8).
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(TURN_TIMEOUT)
        .connect_with(options)
        .await
        .map_err(failed)
}

/// A transaction. Committed by [`commit`]; dropped otherwise, it takes its connection with it, and the database
/// rolls back what was not committed.
///
/// Not the library's own: after an error that makes the database roll back by itself (a full disk) that one
/// counts a transaction that is gone, and its connection never begins another (sqlx-sqlite 0.9, worker.rs).
pub(crate) struct Work {
    connection: PoolConnection<Sqlite>,
    open: bool,
}

impl Work {
    /// Begins to write: nobody else writes until it ends.
    pub(crate) async fn writing(writer: &SqlitePool) -> Result<Self, LedgerError> {
        Self::begin(writer, "BEGIN IMMEDIATE").await
    }

    /// Begins to read: everything read in it is of one moment.
    pub(crate) async fn reading(readers: &SqlitePool) -> Result<Self, LedgerError> {
        Self::begin(readers, "BEGIN").await
    }

    async fn begin(pool: &SqlitePool, statement: &'static str) -> Result<Self, LedgerError> {
        let connection = pool.acquire().await.map_err(failed)?;
        // Counted as open before it is: a caller may be dropped in between.
        let mut work = Self { connection, open: true };
        sqlx::query(statement).execute(&mut *work).await.map_err(failed)?;
        Ok(work)
    }
}

impl Deref for Work {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if self.open {
            self.connection.close_on_drop();
        }
    }
}

impl Ledger {
    /// Begins to write: nobody else writes until the transaction ends.
    pub(crate) async fn begin(&self) -> Result<Work, LedgerError> {
        Work::writing(&self.writer).await
    }
}

/// Commits: when this returns, what was written survives a power cut.
pub(crate) async fn commit(mut work: Work) -> Result<(), LedgerError> {
    sqlx::query("COMMIT").execute(&mut *work).await.map_err(failed)?;
    work.open = false;
    Ok(())
}

/// What an error from below means.
pub(crate) fn failed(error: sqlx::Error) -> LedgerError {
    let Some(cause) = error.as_database_error() else { return undatabased(error) };
    let code = cause.code().and_then(|code| code.parse().ok());
    match code.map(|code| told_by_code(code, cause.message())) {
        Some(Some(known)) => known,
        Some(None) | None => LedgerError::Storage(Box::new(error)),
    }
}

/// What a result code of SQLite means (<https://www.sqlite.org/rescode.html>); `None` where it is nothing that anybody
/// could do anything about.
pub(crate) fn told_by_code(code: i32, message: &str) -> Option<LedgerError> {
    // No room for the index beside the log (SQLITE_IOERR_SHMSIZE): a full disk as well, though it has another number.
    let primary = if code == 4874 { 13 } else { code & 0xff };
    match primary {
        13 => Some(LedgerError::Full),
        5 | 6 => Some(LedgerError::Locked),
        11 | 26 => Some(LedgerError::Damaged(message.to_owned())),
        19 => Some(LedgerError::Conflict(message.to_owned())),
        _ => None,
    }
}

fn undatabased(error: sqlx::Error) -> LedgerError {
    if matches!(error, sqlx::Error::PoolTimedOut) {
        LedgerError::Locked
    } else if matches!(error, sqlx::Error::PoolClosed) {
        LedgerError::Sealed
    } else if matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) {
        LedgerError::Damaged(error.to_string())
    } else {
        LedgerError::Storage(Box::new(error))
    }
}

/// The migrations, in order. A landed one is never edited; each ends the day as the file's `user_version`.
pub(crate) fn migrations() -> sqlx::migrate::Migrator {
    use sqlx::migrate::{Migration, MigrationType, Migrator};
    let all = [
        (1, "ledger", include_str!("../migrations/0001_ledger.sql")),
        (2, "settling", include_str!("../migrations/0002_settling.sql")),
        (3, "ceilings", include_str!("../migrations/0003_ceilings.sql")),
        (4, "tracker", include_str!("../migrations/0004_tracker.sql")),
        (5, "account_seals", include_str!("../migrations/0005_account_seals.sql")),
        (6, "search", include_str!("../migrations/0006_search.sql")),
        (7, "amounts", include_str!("../migrations/0007_amounts.sql")),
    ];
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(all.map(migration).to_vec())
}
