//! Callbacks as received, genuine or not. Stored before they are acknowledged.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{AccountId, DeliveryId, Ledger, LedgerError, OrderId};

/// Anybody who finds the listener can send rubbish: so many unverified ones are kept, the newest.
const UNVERIFIED_KEPT: i64 = 10_000;

/// A callback to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// Whose, when that is known.
    pub account_id: Option<AccountId>,
    /// About which order, when that is known.
    pub order_id: Option<OrderId>,
    /// When it arrived, Unix milliseconds.
    pub received_at_ms: i64,
    /// Header names and values as received, as JSON.
    pub headers_json: String,
    /// The exact body.
    pub body: Vec<u8>,
    /// The sender's nonce, where the gateway has one.
    pub nonce: Option<String>,
    /// Whether it is genuine and why, as JSON.
    pub verdict_json: String,
    /// Whether it is genuine.
    pub verified: bool,
    /// What it did, as a word of the caller's (`applied`, `late`, `unknown_order`).
    pub effect: String,
}

/// A callback as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveryRow {
    /// Which delivery.
    pub id: DeliveryId,
    /// Whose.
    pub account_id: Option<AccountId>,
    /// About which order.
    pub order_id: Option<OrderId>,
    /// When it arrived (the first time), Unix milliseconds.
    pub received_at_ms: i64,
    /// Header names and values as received, as JSON.
    pub headers_json: String,
    /// The exact body.
    pub body: Vec<u8>,
    /// The sender's nonce.
    pub nonce: Option<String>,
    /// Whether it is genuine and why, as JSON.
    pub verdict_json: String,
    /// Whether it is genuine.
    pub verified: bool,
    /// What it did.
    pub effect: String,
    /// How often the very same arrived again.
    pub repeats: u64,
    /// When it arrived last, Unix milliseconds.
    pub last_at_ms: i64,
}

/// What storing a callback came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredDelivery {
    /// Which delivery it is, or is a repetition of.
    pub id: DeliveryId,
    /// How often the very same had arrived before; 0 for a new one.
    pub repeats: u64,
}

impl Ledger {
    /// Stores a callback; when this returns it may be acknowledged. The very same one (account, body, nonce and
    /// verdict) is counted instead of stored again.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written: then it must not be acknowledged.
    pub async fn store_delivery(&self, new: &NewDelivery) -> Result<StoredDelivery, LedgerError> {
        let mut tx = self.begin().await?;
        let stored = store(&mut tx, new).await?;
        if !new.verified && stored.repeats == 0 {
            drop_oldest_unverified(&mut tx, UNVERIFIED_KEPT).await?;
        }
        commit(tx).await?;
        Ok(stored)
    }

    /// Notes which order a stored callback was about, and what it did.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`], or that it cannot be written.
    pub async fn settle_delivery(
        &self,
        id: DeliveryId,
        order_id: Option<OrderId>,
        effect: &str,
    ) -> Result<(), LedgerError> {
        let done =
            sqlx::query("UPDATE deliveries SET order_id = coalesce(?, order_id), effect = ? WHERE id = ?")
                .bind(order_id.map(|id| id.0))
                .bind(effect)
                .bind(id.0)
                .execute(&self.writer)
                .await
                .map_err(failed)?;
        if done.rows_affected() == 0 { Err(LedgerError::NotFound("delivery")) } else { Ok(()) }
    }

    /// Whether a genuine callback of this account carried this nonce before: a replay.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn nonce_seen(&self, account_id: AccountId, nonce: &str) -> Result<bool, LedgerError> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE account_id = ? AND nonce = ? AND verified = 1)",
        )
        .bind(account_id.0)
        .bind(nonce)
        .fetch_one(&self.readers)
        .await
        .map_err(failed)
    }

    /// Callbacks, newest first; the next page begins below the last one's id.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn deliveries(
        &self,
        limit: u32,
        before: Option<DeliveryId>,
    ) -> Result<Vec<DeliveryRow>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM deliveries WHERE id < ? ORDER BY id DESC LIMIT ?")
            .bind(before.map_or(i64::MAX, |id| id.0))
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// One callback.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<DeliveryRow>, LedgerError> {
        let row = sqlx::query("SELECT * FROM deliveries WHERE id = ?")
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map(read).transpose()
    }

    /// An order's callbacks, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn deliveries_of_order(&self, id: OrderId) -> Result<Vec<DeliveryRow>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM deliveries WHERE order_id = ? ORDER BY id")
            .bind(id.0)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// How many different unverified callbacks arrived since then.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn unverified_since(&self, since_ms: i64) -> Result<u64, LedgerError> {
        let n: i64 =
            sqlx::query_scalar("SELECT count(*) FROM deliveries WHERE verified = 0 AND received_at_ms >= ?")
                .bind(since_ms)
                .fetch_one(&self.readers)
                .await
                .map_err(failed)?;
        Ok(n.unsigned_abs())
    }
}

async fn store(connection: &mut SqliteConnection, new: &NewDelivery) -> Result<StoredDelivery, LedgerError> {
    let hash: Vec<u8> = Sha256::digest(&new.body).to_vec();
    let row = sqlx::query(
        "UPDATE deliveries SET repeats = repeats + 1, last_at_ms = ? WHERE id = (SELECT id FROM deliveries
         WHERE body_hash = ? AND account_id IS ? AND nonce IS ? AND verified = ? ORDER BY id LIMIT 1)
         RETURNING id, repeats",
    )
    .bind(new.received_at_ms)
    .bind(&hash)
    .bind(new.account_id.map(|id| id.0))
    .bind(&new.nonce)
    .bind(new.verified)
    .fetch_optional(&mut *connection)
    .await
    .map_err(failed)?;
    if let Some(row) = row {
        return Ok(StoredDelivery { id: DeliveryId(row.get("id")?), repeats: row.count("repeats")? });
    }
    let id = sqlx::query_scalar(
        "INSERT INTO deliveries (account_id, order_id, received_at_ms, headers_json, body, body_hash, nonce,
         verdict_json, verified, effect, repeats, last_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id",
    )
    .bind(new.account_id.map(|id| id.0))
    .bind(new.order_id.map(|id| id.0))
    .bind(new.received_at_ms)
    .bind(&new.headers_json)
    .bind(&new.body)
    .bind(&hash)
    .bind(&new.nonce)
    .bind(&new.verdict_json)
    .bind(new.verified)
    .bind(&new.effect)
    .bind(new.received_at_ms)
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    Ok(StoredDelivery { id: DeliveryId(id), repeats: 0 })
}

/// Keeps the newest `kept` unverified ones. Both statements read only the small index of unverified ones.
async fn drop_oldest_unverified(connection: &mut SqliteConnection, kept: i64) -> Result<(), LedgerError> {
    sqlx::query(
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE verified = 0
         ORDER BY received_at_ms, id
         LIMIT max(0, (SELECT count(*) FROM deliveries WHERE verified = 0) - ?))",
    )
    .bind(kept)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<DeliveryRow, LedgerError> {
    Ok(DeliveryRow {
        id: DeliveryId(row.get("id")?),
        account_id: row.get::<Option<i64>>("account_id")?.map(AccountId),
        order_id: row.get::<Option<i64>>("order_id")?.map(OrderId),
        received_at_ms: row.get("received_at_ms")?,
        headers_json: row.get("headers_json")?,
        body: row.get("body")?,
        nonce: row.get("nonce")?,
        verdict_json: row.get("verdict_json")?,
        verified: row.get("verified")?,
        effect: row.get("effect")?,
        repeats: row.count("repeats")?,
        last_at_ms: row.get("last_at_ms")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{drop_oldest_unverified, store};
    use crate::connection::commit;
    use crate::tests::{Fixture, delivery};

    #[tokio::test]
    async fn only_the_newest_unverified_ones_are_kept_and_every_genuine_one() {
        let fixture = Fixture::new().await;
        let mut tx = fixture.ledger.begin().await.unwrap();
        for n in 0_u8..8 {
            let mut new = delivery(&[n], n % 4 == 0);
            new.received_at_ms = i64::from(n);
            store(&mut tx, &new).await.unwrap();
            drop_oldest_unverified(&mut tx, 3).await.unwrap();
        }
        commit(tx).await.unwrap();
        let mut kept: Vec<u8> =
            fixture.ledger.deliveries(100, None).await.unwrap().iter().map(|row| row.body[0]).collect();
        kept.sort_unstable();
        assert_eq!(kept, [0, 4, 5, 6, 7]);
    }
}
