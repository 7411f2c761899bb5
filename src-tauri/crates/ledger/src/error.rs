//! Why the ledger could not do what was asked.

use std::error::Error;
use std::path::PathBuf;

use crate::Ceiling;

/// Why a reading or a writing did not happen. A failed writing changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no room left on the disk. What was acknowledged before is safe; reading goes on.
    #[error("the disk is full; nothing was written")]
    Full,
    /// Another program holds the file; worth trying again.
    #[error("another program is using the ledger's file")]
    Locked,
    /// Nothing is written: the ledger as a whole is damaged (see [`Ledger::damage`](crate::Ledger::damage)), or closed.
    #[error("the ledger is damaged and takes nothing new until a backup is restored")]
    Sealed,
    /// The file, or one row of it, is not as it was written.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
    /// The order, account, key or reading is not such that this may happen to it. Nothing was changed.
    #[error("{0}")]
    Conflict(String),
    /// The payout is above a ceiling of its account, and nobody confirmed that it may be. Nothing was changed.
    #[error("the payout is above its account's ceiling")]
    AboveCeiling(Ceiling),
    /// No such row.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A value that was given cannot be kept.
    #[error("{0}")]
    Invalid(String),
    /// Anything else that went wrong below, with its cause.
    #[error("the ledger could not be read or written: {0}")]
    Storage(#[source] Box<dyn Error + Send + Sync>),
}

/// Why a ledger could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns this folder's ledger (kernel lock).
    #[error("this ledger is open in another window of the program")]
    InUse,
    /// A newer program wrote the file. It was not touched.
    #[error("the ledger was written by a newer program (version {found}; this program knows {known})")]
    Newer {
        /// The file's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file in the ledger's place is something else. It was not touched.
    #[error("the file {0} is not a ledger of this program")]
    NotALedger(PathBuf),
    /// The folder or a file in it cannot be made, read or protected.
    #[error("{path}: {cause}")]
    Folder {
        /// What could not be used.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The program was built with a database library that can lose commits (SPEED_AND_SAFETY §1.3).
    #[error("the database library {found} is older than {needed}, which can lose records")]
    LibraryTooOld {
        /// The version that is linked.
        found: String,
        /// The version that is needed.
        needed: &'static str,
    },
    /// Reading or writing failed while opening.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
