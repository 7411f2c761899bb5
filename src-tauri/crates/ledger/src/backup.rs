//! A copy of the ledger while it is in use.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::backups::copy_to;
use crate::connection::failed;
use crate::open::FILE;
use crate::{Ledger, LedgerError, connection};

impl Ledger {
    /// Writes a whole copy of this moment to `file`, for its owner alone, and checks it by opening it.
    ///
    /// The copy is not encrypted: it holds names and account numbers, though no secrets.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the file is there already; [`LedgerError::Full`]; [`LedgerError::Damaged`] when
    /// the copy does not check; or that it cannot be written.
    pub async fn backup_to(&self, file: &Path) -> Result<(), LedgerError> {
        if file.exists() {
            return Err(LedgerError::Conflict(format!("{} is there already", file.display())));
        }
        // A connection of its own: the readers refuse to write anything, and the writer has better things to do.
        let mut connection = connection::alone(&self.folder.join(FILE)).await?;
        let copied = copy_to(&mut connection, file).await;
        connection.close().await.map_err(failed)?;
        copied?;
        check(file).await
    }
}

async fn check(file: &Path) -> Result<(), LedgerError> {
    let mut copy =
        SqliteConnectOptions::new().filename(file).read_only(true).connect().await.map_err(failed)?;
    let answer: String =
        sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut copy).await.map_err(failed)?;
    copy.close().await.map_err(failed)?;
    if answer == "ok" { Ok(()) } else { Err(LedgerError::Damaged(answer)) }
}
