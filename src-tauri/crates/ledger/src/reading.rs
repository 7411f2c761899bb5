//! The connections that answer lists, searches and look-ups, each on a thread that does the whole of one question.
//!
//! The pools of [`crate::connection`] hand every statement to another thread and every row back: 60 to 120 µs a statement and
//! 3 to 4 µs a row (SPEED_AND_SAFETY §1.9). A list is several statements and a hundred rows, and somebody waits for it
//! at every key. Here the question goes to the thread, once, and its answer comes back.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, Row, params_from_iter};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::LedgerError;
use crate::connection::{BUSY_TIMEOUT, migrations, told_by_code};
use crate::sql::Sql;

/// A list, a search and a count may be asked for at once, and hardly more.
const READERS: u32 = 3;
/// Lists have many shapes; each is parsed and planned once.
const STATEMENTS: usize = 256;

/// What is read.
#[derive(Debug)]
enum Source {
    /// A ledger that others write to.
    Live(PathBuf),
    /// A damaged file. Nothing about it is changed: what is in the log stays there.
    Damaged(PathBuf),
    /// An empty ledger in memory, in place of one that cannot be read at all.
    StandIn,
}

/// Connections that only read.
#[derive(Debug)]
pub(crate) struct Reading {
    inner: Arc<Inner>,
    turns: Arc<Semaphore>,
    /// For what may take seconds: one at a time, so that there is always a connection for what somebody waits for.
    behind: Semaphore,
}

#[derive(Debug)]
struct Inner {
    source: Source,
    idle: Mutex<Vec<Reader>>,
}

/// A connection, in the hands of one thread.
#[derive(Debug)]
pub(crate) struct Reader(Connection);

impl Reading {
    /// From the file of a sound ledger.
    pub(crate) fn live(file: PathBuf) -> Self {
        Self::of(Source::Live(file))
    }

    /// From a damaged file.
    pub(crate) fn damaged(file: PathBuf) -> Self {
        Self::of(Source::Damaged(file))
    }

    /// From an empty ledger that is nowhere.
    pub(crate) fn stand_in() -> Self {
        Self::of(Source::StandIn)
    }

    fn of(source: Source) -> Self {
        let turns = usize::try_from(READERS).unwrap_or(1);
        let inner = Arc::new(Inner { source, idle: Mutex::default() });
        Self { inner, turns: Arc::new(Semaphore::new(turns)), behind: Semaphore::new(1) }
    }

    /// Answers a question. Everything read in it is of one moment.
    ///
    /// # Errors
    /// Those of the question; [`LedgerError::Sealed`] when the ledger is closed.
    pub(crate) async fn ask<T, F>(&self, question: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader) -> Result<T, LedgerError> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| LedgerError::Sealed)?;
        // It ends when the thread is done and its answer has arrived, whichever comes last.
        let turn = Arc::new(turn);
        let of_thread = Arc::clone(&turn);
        let inner = Arc::clone(&self.inner);
        let work = spawn_blocking(move || {
            let _turn = of_thread;
            let reader = inner.take()?;
            let answer = reader.of_one_moment(question);
            // One that could not let go of its moment is of no more use.
            if reader.0.is_autocommit() {
                inner.idle().push(reader);
            }
            answer
        });
        match work.await {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(cancelled) => Err(LedgerError::Storage(Box::new(cancelled))),
            },
        }
    }

    /// Answers a question that may take long, once no other such question is being answered.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub(crate) async fn ask_behind<T, F>(&self, question: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader) -> Result<T, LedgerError> + Send + 'static,
    {
        // Nobody closes this one.
        let _turn = self.behind.acquire().await;
        self.ask(question).await
    }

    /// Whether nobody reads at this moment.
    pub(crate) fn is_idle(&self) -> bool {
        u32::try_from(self.turns.available_permits()) == Ok(READERS)
    }

    /// Waits for what is being read, and closes the file.
    pub(crate) async fn close(&self) {
        // Closed already: there is nothing to wait for.
        let _all = self.turns.acquire_many(READERS).await;
        self.turns.close();
        self.inner.idle().clear();
    }
}

impl Inner {
    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<Reader, LedgerError> {
        let idle = self.idle().pop();
        idle.map_or_else(|| self.source.open(), Ok)
    }
}

impl Source {
    fn open(&self) -> Result<Reader, LedgerError> {
        let connection = match self {
            // Readers of a write-ahead log write to the index beside it.
            Self::Live(file) => Connection::open_with_flags(
                file,
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            ),
            Self::Damaged(file) => Connection::open_with_flags(
                file,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            ),
            Self::StandIn => Connection::open_in_memory(),
        }
        .map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;",
            )
            .map_err(failed)?;
        if matches!(self, Self::StandIn) {
            for migration in migrations().iter() {
                connection.execute_batch(migration.sql.as_str()).map_err(failed)?;
            }
        }
        connection.pragma_update(None, "query_only", true).map_err(failed)?;
        Ok(Reader(connection))
    }
}

impl Reader {
    fn of_one_moment<T>(
        &self,
        question: impl FnOnce(&Self) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        // It is rolled back when it is dropped: there is nothing to commit.
        let _moment = self.0.unchecked_transaction().map_err(failed)?;
        question(self)
    }

    /// All rows of a statement.
    pub(crate) fn all<T>(
        &self,
        sql: &Sql,
        mut read: impl FnMut(&Row<'_>) -> Result<T, LedgerError>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.0.prepare_cached(sql.text()).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(sql.values())).map_err(failed)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// The first row of a statement.
    pub(crate) fn first<T>(
        &self,
        sql: &Sql,
        read: impl FnOnce(&Row<'_>) -> Result<T, LedgerError>,
    ) -> Result<Option<T>, LedgerError> {
        let mut statement = self.0.prepare_cached(sql.text()).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(sql.values())).map_err(failed)?;
        rows.next().map_err(failed)?.map(read).transpose()
    }

    /// What a statement calls its columns.
    #[cfg(test)]
    pub(crate) fn columns_of(&self, text: &str) -> Vec<String> {
        let statement = self.0.prepare(text).unwrap();
        statement.column_names().into_iter().map(str::to_owned).collect()
    }

    /// How SQLite would answer a statement.
    #[cfg(test)]
    pub(crate) fn plan_of(&self, sql: &Sql) -> Vec<String> {
        let mut statement = self.0.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text())).unwrap();
        for (place, value) in sql.values().iter().enumerate() {
            statement.raw_bind_parameter(place + 1, value).unwrap();
        }
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get("detail").unwrap());
        }
        lines
    }
}

/// What an error from below means.
pub(crate) fn failed(error: rusqlite::Error) -> LedgerError {
    let text = error.to_string();
    let unreadable = matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    );
    let known = error.sqlite_error().and_then(|cause| told_by_code(cause.extended_code, &text));
    match known {
        Some(known) => known,
        None if unreadable => LedgerError::Damaged(text),
        None => LedgerError::Storage(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::Reader;
    use crate::row::Columns;
    use crate::sql::Sql;
    use crate::tests::Fixture;
    use crate::{LedgerError, OrderQuery};

    fn orders(reader: &Reader) -> Result<i64, LedgerError> {
        Ok(reader.first(&Sql::new("SELECT count(*) FROM orders"), |row| row.at(0))?.unwrap_or_default())
    }

    #[tokio::test]
    async fn what_is_read_in_one_question_is_of_one_moment() {
        let fixture = Fixture::new().await;
        let (looked, has_looked) = mpsc::channel();
        let (written, was_written) = mpsc::channel();
        let question = fixture.ledger.reading.ask(move |reader| {
            let before = orders(reader)?;
            looked.send(()).unwrap();
            was_written.recv().unwrap();
            Ok((before, orders(reader)?))
        });
        let writing = async {
            tokio::task::spawn_blocking(move || has_looked.recv().unwrap()).await.unwrap();
            fixture.accepted("N1A").await;
            written.send(()).unwrap();
        };
        let (seen, ()) = tokio::join!(question, writing);
        assert_eq!(seen.unwrap(), (0, 0));
        assert_eq!(fixture.ledger.reading.ask(orders).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn nothing_can_be_written() {
        let fixture = Fixture::new().await;
        let write = |reader: &Reader| {
            let sql = Sql::new("INSERT INTO settings VALUES ('a', 'b') RETURNING 1");
            reader.first(&sql, |row| row.at::<i64>(0))
        };
        let refused = fixture.ledger.reading.ask(write).await.unwrap_err();
        assert!(refused.to_string().contains("readonly"), "{refused}");
    }

    #[tokio::test]
    async fn a_question_that_panics_takes_no_turn_with_it() {
        let fixture = Fixture::new().await;
        for _ in 0..5 {
            let turns = std::sync::Arc::clone(&fixture.ledger.reading.turns);
            let asked = fixture.ledger.reading.ask(|_| -> Result<(), LedgerError> { panic!("a bug") });
            let caught = panics(asked).await;
            assert!(caught && turns.available_permits() == 3, "{turns:?}");
        }
        assert_eq!(fixture.ledger.reading.ask(orders).await.unwrap(), 0);
    }

    /// Whether waiting for it panics.
    async fn panics<T>(asked: impl Future<Output = T>) -> bool {
        let mut asked = std::pin::pin!(asked);
        std::future::poll_fn(move |context| {
            let polled = std::panic::AssertUnwindSafe(|| asked.as_mut().poll(context));
            match std::panic::catch_unwind(polled) {
                Ok(polled) => polled.map(|_| false),
                Err(_) => std::task::Poll::Ready(true),
            }
        })
        .await
    }

    #[tokio::test]
    async fn a_closed_ledger_answers_no_question() {
        let fixture = Fixture::new().await;
        fixture.ledger.close().await;
        let refused = fixture.ledger.list_orders(&OrderQuery::default()).await;
        assert!(matches!(refused, Err(LedgerError::Sealed)), "{refused:?}");
    }
}
