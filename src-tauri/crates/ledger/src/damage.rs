//! A damaged ledger is no dead end: it is sealed, and what can still be read is shown.
//!
//! Sealing closes the one connection that writes, so that nothing can be written by whatever path. Single records that
//! are not as they were written do not seal a ledger: such a record takes no step, and the rest goes on.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use sqlx::SqlitePool;

use crate::left_to_person::LeftToPerson;
use crate::lock::FolderLock;
use crate::open::{FILE, newest_known, newest_order};
use crate::reading::Reading;
use crate::{Ledger, LedgerError, OpenError, OrderId, connection, protect};

/// What is wrong with a ledger as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What kind of damage.
    pub kind: DamageKind,
    /// What was found, in technical words.
    pub what: String,
}

/// Kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// There is no file, or an empty one, although there was a ledger.
    Missing,
    /// The file is none of this program's, although there was a ledger.
    NotALedger,
    /// Pages of the file are damaged. What stands on the others can be read.
    Pages,
}

/// An order whose record cannot be read, with what can be read of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DamagedOrder {
    /// Which order.
    pub id: OrderId,
    /// Our number.
    pub number: Option<String>,
    /// When the stub was written, Unix milliseconds.
    pub created_at_ms: Option<i64>,
}

/// What is known of damage while a ledger is open.
#[derive(Debug, Default)]
pub(crate) struct KnownDamage {
    seal: OnceLock<Damage>,
    orders: Mutex<BTreeSet<OrderId>>,
}

impl KnownDamage {
    pub(crate) fn sealed(damage: Damage) -> Self {
        Self { seal: OnceLock::from(damage), orders: Mutex::default() }
    }

    /// The orders whose records were found to be damaged, here or by a check.
    pub(crate) fn orders(&self) -> MutexGuard<'_, BTreeSet<OrderId>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenError {
    /// The damage that kept a ledger from being opened; `None` when something else did.
    #[must_use]
    pub fn damage(&self) -> Option<Damage> {
        match self {
            Self::Ledger(LedgerError::Damaged(what)) => {
                Some(Damage { kind: DamageKind::Pages, what: what.clone() })
            }
            Self::NotALedger(_) => Some(Damage { kind: DamageKind::NotALedger, what: self.to_string() }),
            Self::InUse
            | Self::Newer { .. }
            | Self::Folder { .. }
            | Self::LibraryTooOld { .. }
            | Self::Ledger(_) => None,
        }
    }
}

impl Ledger {
    /// Opens a damaged ledger for reading, as far as it can be read; where it cannot at all, it looks like an empty one.
    /// The files are not touched.
    ///
    /// # Errors
    /// [`OpenError::InUse`], [`OpenError::Folder`].
    pub async fn open_damaged(folder: &Path, damage: Damage) -> Result<Self, OpenError> {
        protect::private_folder(folder)
            .map_err(|cause| OpenError::Folder { path: folder.to_owned(), cause })?;
        let lock = FolderLock::take(folder)?;
        let readers = match damage.kind {
            DamageKind::Pages => readable_file(&folder.join(FILE)).await,
            DamageKind::Missing | DamageKind::NotALedger => None,
        };
        let (readers, reading) = match readers {
            Some(readers) => (readers, Reading::damaged(folder.join(FILE))),
            None => (connection::stand_in().await?, Reading::stand_in()),
        };
        let writer = connection::no_writer().await;
        let left_to_person = LeftToPerson::before(newest_order(&readers).await.unwrap_or(OrderId(0)));
        tracing::error!(what = damage.what, "the ledger is damaged; it was opened for reading only");
        Ok(Self {
            writer,
            readers,
            reading,
            folder: folder.to_owned(),
            left_to_person,
            notices: Vec::new(),
            found_sending: 0,
            damage: KnownDamage::sealed(damage),
            lock,
        })
    }

    /// Whether the file is missing or empty: no damage by itself, but strange where there was a ledger.
    #[must_use]
    pub fn is_missing(folder: &Path) -> bool {
        let bytes = |name: &str| std::fs::metadata(folder.join(name)).map(|found| found.len());
        match bytes(FILE) {
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
            // Right after the first start everything may still be in the write-ahead log.
            Ok(0) => bytes("ledger.db-wal").unwrap_or_default() == 0,
            Ok(_) => false,
        }
    }

    /// Seals the ledger: nothing is written from now on, [`LedgerError::Sealed`] is the answer to every attempt.
    /// What is being written is finished first.
    pub async fn seal(&self, damage: Damage) {
        tracing::error!(what = damage.what, "the ledger is damaged and takes nothing more");
        // Sealed already: the first finding stands.
        let _first = self.damage.seal.set(damage);
        self.writer.close().await;
    }

    /// Why the ledger is sealed; `None` for one that is written to.
    #[must_use]
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.seal.get()
    }

    /// Whether anything can be written at all.
    ///
    /// # Errors
    /// [`LedgerError::Sealed`].
    pub fn check_writable(&self) -> Result<(), LedgerError> {
        if self.damage().is_some() || self.writer.is_closed() { Err(LedgerError::Sealed) } else { Ok(()) }
    }

    /// How many orders are known to have damaged records: found by a check, or when they were read.
    #[must_use]
    pub fn damaged_orders(&self) -> usize {
        self.damage.orders().len()
    }
}

/// The file of a damaged ledger, if it can be asked anything. One of an older version cannot: migrating it would write.
async fn readable_file(file: &Path) -> Option<SqlitePool> {
    let readers = connection::damaged(file).await.ok()?;
    let version: u32 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&readers).await.ok()?;
    (version == newest_known()).then_some(readers)
}

/// What can be read in spite of damage: nothing of what stands on a damaged place.
pub(crate) fn readable<T: Default>(found: Result<T, LedgerError>) -> Result<(T, bool), LedgerError> {
    match found {
        Ok(found) => Ok((found, false)),
        Err(LedgerError::Damaged(what)) => {
            tracing::error!(what, "a part of the ledger cannot be read");
            Ok((T::default(), true))
        }
        Err(other) => Err(other),
    }
}
