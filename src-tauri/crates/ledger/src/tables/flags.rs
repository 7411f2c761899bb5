//! What about an order deserves a person's eye, and whether somebody has looked.

use orders::Flag;
use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{Ledger, LedgerError, OrderId};

/// A lasting mark on an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagRow {
    /// On which order.
    pub order_id: OrderId,
    /// The mark.
    pub flag: Flag,
    /// When it was raised (last), Unix milliseconds.
    pub raised_at_ms: i64,
    /// When a person marked it as seen, Unix milliseconds.
    pub seen_at_ms: Option<i64>,
}

impl Ledger {
    /// An order's flags, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn flags(&self, id: OrderId) -> Result<Vec<FlagRow>, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        of_order(&mut connection, id).await
    }

    /// Raises a flag; true when the order did not have it yet.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn raise_flag(&self, id: OrderId, flag: Flag, now_ms: i64) -> Result<bool, LedgerError> {
        let mut tx = self.begin().await?;
        let new = raise(&mut tx, id, flag, now_ms).await?;
        commit(tx).await?;
        Ok(new)
    }

    /// Marks one flag of an order as seen; true when it was not yet.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn mark_flag_seen(&self, id: OrderId, flag: Flag, now_ms: i64) -> Result<bool, LedgerError> {
        sqlx::query(
            "UPDATE order_flags SET seen_at_ms = ? WHERE order_id = ? AND flag = ? AND seen_at_ms IS NULL",
        )
        .bind(now_ms)
        .bind(id.0)
        .bind(flag.as_str())
        .execute(&self.writer)
        .await
        .map(|done| done.rows_affected() > 0)
        .map_err(failed)
    }

    /// Marks an order's flags as seen; returns how many were not.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn mark_seen(&self, id: OrderId, now_ms: i64) -> Result<u64, LedgerError> {
        sqlx::query("UPDATE order_flags SET seen_at_ms = ? WHERE order_id = ? AND seen_at_ms IS NULL")
            .bind(now_ms)
            .bind(id.0)
            .execute(&self.writer)
            .await
            .map(|done| done.rows_affected())
            .map_err(failed)
    }
}

/// Raises a flag; true when a person has something new to look at.
///
/// A flag that is there stays as it is, with one exception: money that turned round once more after
/// somebody had looked must be looked at again.
pub(crate) async fn raise(
    connection: &mut SqliteConnection,
    id: OrderId,
    flag: Flag,
    now_ms: i64,
) -> Result<bool, LedgerError> {
    sqlx::query(
        "INSERT INTO order_flags (order_id, flag, needs_person, raised_at_ms) VALUES (?, ?, ?, ?)
         ON CONFLICT (order_id, flag) DO UPDATE SET raised_at_ms = excluded.raised_at_ms, seen_at_ms = NULL
         WHERE flag = 'reversed' AND seen_at_ms IS NOT NULL",
    )
    .bind(id.0)
    .bind(flag.as_str())
    .bind(flag.needs_person())
    .bind(now_ms)
    .execute(connection)
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(failed)
}

/// An order's flags, oldest first.
pub(crate) async fn of_order(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<Vec<FlagRow>, LedgerError> {
    let rows = sqlx::query("SELECT * FROM order_flags WHERE order_id = ? ORDER BY raised_at_ms, flag")
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    // A word that cannot be read hides neither the order nor its other flags; the check of the ledger finds it.
    Ok(rows.iter().filter_map(|row| read(row).ok()).collect())
}

fn read(row: &SqliteRow) -> Result<FlagRow, LedgerError> {
    Ok(FlagRow {
        order_id: OrderId(row.get("order_id")?),
        flag: row.word("flag", Flag::from_word)?,
        raised_at_ms: row.get("raised_at_ms")?,
        seen_at_ms: row.get("seen_at_ms")?,
    })
}
