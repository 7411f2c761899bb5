//! The tracker's plan: which order is asked about next, and when. Kept here so that it survives restarts.

use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::failed;
use crate::row::Columns;
use crate::{Ledger, LedgerError, OrderId};

/// An order that is to be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watch {
    /// Which order.
    pub order_id: OrderId,
    /// When, Unix milliseconds.
    pub next_at_ms: i64,
    /// How often it was asked about so far.
    pub attempts: u32,
    /// Why, as a word of the caller's.
    pub reason: String,
}

impl Ledger {
    /// Plans the next question about an order, in place of what was planned.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn schedule(
        &self,
        order_id: OrderId,
        next_at_ms: i64,
        attempts: u32,
        reason: &str,
    ) -> Result<(), LedgerError> {
        sqlx::query(
            "INSERT INTO watches (order_id, next_at_ms, attempts, reason) VALUES (?, ?, ?, ?)
             ON CONFLICT (order_id) DO UPDATE SET next_at_ms = excluded.next_at_ms, attempts = excluded.attempts,
             reason = excluded.reason",
        )
        .bind(order_id.0)
        .bind(next_at_ms)
        .bind(attempts)
        .bind(reason)
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        Ok(())
    }

    /// Asks about an order no more.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn unschedule(&self, order_id: OrderId) -> Result<(), LedgerError> {
        sqlx::query("DELETE FROM watches WHERE order_id = ?")
            .bind(order_id.0)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// What is due, longest overdue first.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn due(&self, now_ms: i64, limit: u32) -> Result<Vec<Watch>, LedgerError> {
        let rows =
            sqlx::query("SELECT * FROM watches WHERE next_at_ms <= ? ORDER BY next_at_ms, order_id LIMIT ?")
                .bind(now_ms)
                .bind(limit)
                .fetch_all(&self.readers)
                .await
                .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// What is planned for one order.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn watch(&self, order_id: OrderId) -> Result<Option<Watch>, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        of_order(&mut connection, order_id).await
    }

    /// Orders that are open at the gateway and that nobody asks about, oldest first: a crash came between
    /// a step and its plan.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn unwatched(&self, limit: u32) -> Result<Vec<OrderId>, LedgerError> {
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT id FROM orders WHERE status IN ('unknown', 'pending', 'processing')
             AND NOT EXISTS (SELECT 1 FROM watches WHERE order_id = orders.id) ORDER BY id LIMIT ?",
        )
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        Ok(ids.into_iter().map(OrderId).collect())
    }

    /// How many orders are watched.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn watch_count(&self) -> Result<u64, LedgerError> {
        let row = sqlx::query("SELECT count(*) AS n FROM watches").fetch_one(&self.readers).await;
        row.map_err(failed)?.count("n")
    }

    /// When the next question is due, Unix milliseconds; `None` when nothing is watched.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn next_due_at(&self) -> Result<Option<i64>, LedgerError> {
        sqlx::query_scalar("SELECT min(next_at_ms) FROM watches")
            .fetch_one(&self.readers)
            .await
            .map_err(failed)
    }
}

/// What is planned for one order.
pub(crate) async fn of_order(
    connection: &mut SqliteConnection,
    order_id: OrderId,
) -> Result<Option<Watch>, LedgerError> {
    let row = sqlx::query("SELECT * FROM watches WHERE order_id = ?")
        .bind(order_id.0)
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Watch, LedgerError> {
    Ok(Watch {
        order_id: OrderId(row.get("order_id")?),
        next_at_ms: row.get("next_at_ms")?,
        attempts: row.get("attempts")?,
        reason: row.get("reason")?,
    })
}
