//! The merchant's choices, as text by key. What they mean is the caller's business.

use crate::connection::failed;
use crate::{Ledger, LedgerError};

impl Ledger {
    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, LedgerError> {
        sqlx::query_scalar("SELECT value FROM settings WHERE key = ?")
            .bind(key)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), LedgerError> {
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(value)
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        Ok(())
    }

    /// Goes back to what holds when nothing is set.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn remove_setting(&self, key: &str) -> Result<(), LedgerError> {
        sqlx::query("DELETE FROM settings WHERE key = ?")
            .bind(key)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
