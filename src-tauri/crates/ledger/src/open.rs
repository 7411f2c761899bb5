//! Opening a ledger: lock, protect, check the version, migrate, and settle what a crash left behind.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sqlx::{Connection, Row, SqliteConnection, SqlitePool};

use crate::connection::{failed, migrations};
use crate::damage::KnownDamage;
use crate::left_to_person::LeftToPerson;
use crate::lock::FolderLock;
use crate::reading::Reading;
use crate::tables::account_seals;
use crate::{LedgerError, Notice, OpenError, OrderId, connection, protect, sending};

/// Before 3.51.3 a bug can lose acknowledged commits when several connections use a write-ahead log.
const LIBRARY_NEEDED: (u32, u32, u32) = (3, 51, 3);
const LIBRARY_NEEDED_TEXT: &str = "3.51.3";
/// `CFoL`, in the file's header.
const APPLICATION_ID: u32 = u32::from_be_bytes(*b"CFoL");
pub(crate) const FILE: &str = "ledger.db";

/// An open ledger. Share it; every method takes `&self`.
#[derive(Debug)]
pub struct Ledger {
    // Fields are dropped in this order: the lock goes last.
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) reading: Reading,
    pub(crate) folder: PathBuf,
    pub(crate) left_to_person: LeftToPerson,
    pub(crate) notices: Vec<Notice>,
    pub(crate) found_sending: u64,
    pub(crate) damage: KnownDamage,
    pub(crate) lock: FolderLock,
}

impl Ledger {
    /// Opens the ledger in `folder`, making both if need be.
    ///
    /// Orders found in `sending` become `unknown`, because nobody knows whether their bytes left; that
    /// is committed before this returns. The content is not checked here (see [`Ledger::check_integrity`]):
    /// opening has to be fast.
    ///
    /// # Errors
    /// [`OpenError`]; a file of a newer program or of another kind is left untouched.
    pub async fn open(folder: &Path, now_ms: i64) -> Result<Self, OpenError> {
        let trouble = |cause| OpenError::Folder { path: folder.to_owned(), cause };
        protect::private_folder(folder).map_err(trouble)?;
        let lock = FolderLock::take(folder)?;
        let file = folder.join(FILE);
        let known = newest_known();
        let found = header(&file)?.checked(&file, known)?;
        drop(protect::private_file(&file).map_err(trouble)?);
        let notices = protect::repair(folder, &files(folder)).map_err(trouble)?;

        let writer = connection::writer(&file).await?;
        check_library(&writer).await?;
        check_version(&writer, &file, known).await?;
        if found != known || account_seals::are_missing(&writer).await? {
            migrate(&writer).await?;
        }
        let found_sending = sending::settle_interrupted(&writer, now_ms).await?;
        let left_to_person = LeftToPerson::before(newest_order(&writer).await?);
        let readers = connection::readers(&file).await?;
        tracing::info!(found_sending, repaired = notices.len(), "ledger opened");
        Ok(Self {
            writer,
            readers,
            reading: Reading::live(file),
            folder: folder.to_owned(),
            left_to_person,
            notices,
            found_sending,
            damage: KnownDamage::default(),
            lock,
        })
    }

    /// What the owner should know about the folder, found while opening.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many orders were found in the midst of sending and are `unknown` now.
    #[must_use]
    pub const fn found_sending(&self) -> u64 {
        self.found_sending
    }

    /// The folder that this ledger lives in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether nobody reads or writes at this moment: a simulated clock may only go on then.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let rests =
            |pool: &SqlitePool| usize::try_from(pool.size()).is_ok_and(|size| size == pool.num_idle());
        rests(&self.writer) && rests(&self.readers) && self.reading.is_idle()
    }

    /// Waits for running work, closes the file and lets go of the folder; nothing can be read or written afterwards.
    /// Dropping a ledger is as safe; closing leaves the folder tidy.
    pub async fn close(&self) {
        self.reading.close().await;
        self.readers.close().await;
        self.writer.close().await;
        self.lock.release();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    [FILE, "ledger.db-wal", "ledger.db-shm", "ledger.lock"].iter().map(|name| folder.join(name)).collect()
}

pub(crate) fn newest_known() -> u32 {
    migrations()
        .iter()
        .filter_map(|migration| u32::try_from(migration.version).ok())
        .max()
        .unwrap_or_default()
}

/// The two numbers of a file's first hundred bytes that tell what it is (<https://www.sqlite.org/fileformat.html>).
/// They are read as plain bytes, so that a strange or newer file is refused without being touched.
enum Header {
    Empty,
    Database { user_version: u32, application_id: u32 },
    Other,
}

impl Header {
    /// The file's version, 0 for a new one.
    fn checked(self, file: &Path, known: u32) -> Result<u32, OpenError> {
        match self {
            Self::Empty => Ok(0),
            // Version 0 without our mark: made by us and not migrated yet, as after a crash in the first second.
            Self::Database { user_version: 0, application_id: 0 } => Ok(0),
            Self::Database { user_version, application_id: APPLICATION_ID } if user_version <= known => {
                Ok(user_version)
            }
            Self::Database { user_version, application_id: APPLICATION_ID } => {
                Err(OpenError::Newer { found: user_version, known })
            }
            Self::Database { .. } | Self::Other => Err(OpenError::NotALedger(file.to_owned())),
        }
    }
}

fn header(file: &Path) -> Result<Header, OpenError> {
    let mut start = Vec::new();
    match File::open(file).and_then(|opened| opened.take(100).read_to_end(&mut start)) {
        Ok(0) => return Ok(Header::Empty),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Header::Empty),
        Err(cause) => return Err(OpenError::Folder { path: file.to_owned(), cause }),
    }
    let number = |at: usize| -> Option<u32> {
        start.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
    };
    Ok(match (start.starts_with(b"SQLite format 3\0"), number(60), number(68)) {
        (true, Some(user_version), Some(application_id)) => Header::Database { user_version, application_id },
        _ => Header::Other,
    })
}

/// Asserts the linked library at run time: a lockfile refresh has downgraded it elsewhere (openai/codex#27718).
async fn check_library(writer: &SqlitePool) -> Result<(), OpenError> {
    let found: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(writer).await.map_err(failed)?;
    if version(&found) >= Some(LIBRARY_NEEDED) {
        Ok(())
    } else {
        Err(OpenError::LibraryTooOld { found, needed: LIBRARY_NEEDED_TEXT })
    }
}

fn version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// The same check as on the header, with what may still lie in the write-ahead log.
async fn check_version(writer: &SqlitePool, file: &Path, known: u32) -> Result<(), OpenError> {
    let found: u32 = sqlx::query_scalar("PRAGMA user_version").fetch_one(writer).await.map_err(failed)?;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    let strange: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE tbl_name <> '_sqlx_migrations')",
    )
    .fetch_one(writer)
    .await
    .map_err(failed)?;
    if found == 0 && strange { Err(OpenError::NotALedger(file.to_owned())) } else { Ok(()) }
}

async fn migrate(writer: &SqlitePool) -> Result<(), OpenError> {
    let mut connection = writer.acquire().await.map_err(failed)?;
    let connection: &mut SqliteConnection = &mut connection;
    connection.ping().await.map_err(failed)?;
    Ok(bring_up_to_date(connection).await?)
}

/// Runs the migrations that a file has not seen, and fills in what they cannot compute.
pub(crate) async fn bring_up_to_date(connection: &mut SqliteConnection) -> Result<(), LedgerError> {
    migrations().run_direct(None, &mut *connection, false).await.map_err(|error| {
        if let sqlx::migrate::MigrateError::Execute(cause) = error {
            failed(cause)
        } else {
            LedgerError::Storage(Box::new(error))
        }
    })?;
    account_seals::fill(connection).await
}

pub(crate) async fn newest_order(pool: &SqlitePool) -> Result<OrderId, LedgerError> {
    let row = sqlx::query("SELECT coalesce(max(id), 0) AS newest FROM orders").fetch_one(pool).await;
    row.and_then(|row| row.try_get("newest")).map(OrderId).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::{LIBRARY_NEEDED, LIBRARY_NEEDED_TEXT, newest_known, version};

    #[test]
    fn the_needed_version_is_spelled_once() {
        assert_eq!(version(LIBRARY_NEEDED_TEXT), Some(LIBRARY_NEEDED));
        assert!(version("3.46.0") < Some(LIBRARY_NEEDED));
        assert!(version("rubbish") < Some(LIBRARY_NEEDED));
    }

    #[test]
    fn every_migration_file_is_known() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap().count();
        assert_eq!(u32::try_from(files), Ok(newest_known()));
    }
}
