//! A copy of the ledger while it is in use.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::connection::failed;
use crate::open::FILE;
use crate::{Ledger, LedgerError, connection, protect};

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
        let name = file
            .to_str()
            .ok_or_else(|| LedgerError::Invalid(format!("{} is not a name in Unicode", file.display())))?;
        // Made empty beforehand, so that its bytes are never readable for others, not for a moment.
        drop(protect::private_file(file).map_err(|cause| LedgerError::Storage(Box::new(cause)))?);
        // A connection of its own: the readers refuse to write anything, and the writer has better things to do.
        let mut connection = connection::alone(&self.folder.join(FILE)).await?;
        let copied = sqlx::query("VACUUM INTO ?").bind(name).execute(&mut connection).await.map_err(failed);
        connection.close().await.map_err(failed)?;
        copied?;
        crate::backups::sync_file(file).map_err(|cause| LedgerError::Storage(Box::new(cause)))?;
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
