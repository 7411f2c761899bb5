//! Callbacks as received, genuine or not. Stored before they are acknowledged.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{AccountId, DeliveryId, Ledger, LedgerError, OrderId, search};

/// Anybody who finds the listener can send rubbish: so many unverified ones are kept, the newest.
const UNVERIFIED_KEPT: i64 = 10_000;

/// The effect of a callback about which nothing was done yet: a crash came in between, or no key could be held
/// against it because the vault was locked.
pub const DELIVERY_STORED: &str = "stored";

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
        commit(tx).await?;
        Ok(stored)
    }

    /// Writes down the verdict about a callback that had to wait for it, because no key could be read when it came.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when it was settled already; or that it cannot be written.
    pub async fn decide_delivery(
        &self,
        id: DeliveryId,
        verdict_json: &str,
        verified: bool,
        nonce: Option<&str>,
    ) -> Result<(), LedgerError> {
        let done = sqlx::query(
            "UPDATE deliveries SET verdict_json = ?, verified = ?, nonce = coalesce(?, nonce)
             WHERE id = ? AND effect = 'stored'",
        )
        .bind(verdict_json)
        .bind(verified)
        .bind(nonce)
        .bind(id.0)
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Err(LedgerError::Conflict("this callback was settled already".to_owned()));
        }
        Ok(())
    }

    /// Has the genuine callbacks of an account that spoke of orders which were not in the ledger wait once more: some of
    /// these orders have been put into it. Returns which.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn take_up_again(&self, account: AccountId) -> Result<Vec<DeliveryId>, LedgerError> {
        let rows = sqlx::query(
            "UPDATE deliveries SET effect = ? WHERE account_id = ? AND verified = 1 AND order_id IS NULL
             AND effect IN ('unknown_order', 'unknown_parent') RETURNING id",
        )
        .bind(DELIVERY_STORED)
        .bind(account.0)
        .fetch_all(&self.writer)
        .await
        .map_err(failed)?;
        let mut ids: Vec<DeliveryId> =
            rows.iter().map(|row| Ok(DeliveryId(row.get("id")?))).collect::<Result<_, LedgerError>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// Notes which order a stored callback was about, and what it did. Of those that are found unverified the oldest
    /// make room.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`], or that it cannot be written.
    pub async fn settle_delivery(
        &self,
        id: DeliveryId,
        order_id: Option<OrderId>,
        effect: &str,
    ) -> Result<(), LedgerError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "UPDATE deliveries SET order_id = coalesce(?, order_id), effect = ? WHERE id = ?
             RETURNING verified, order_id, body",
        )
        .bind(order_id.map(|id| id.0))
        .bind(effect)
        .bind(id.0)
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed)?;
        let row = row.ok_or(LedgerError::NotFound("delivery"))?;
        if row.get("verified")? {
            // What anybody may have sent is not found under the order that it names.
            if let Some(order) = row.get::<Option<i64>>("order_id")? {
                search::hear(&mut tx, OrderId(order), &row.get::<Vec<u8>>("body")?).await?;
            }
        } else {
            drop_oldest_unverified(&mut tx, UNVERIFIED_KEPT).await?;
        }
        commit(tx).await
    }

    /// Callbacks about which nothing was done yet, oldest first, those after `after`.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn deliveries_waiting(
        &self,
        after: DeliveryId,
        limit: u32,
    ) -> Result<Vec<DeliveryRow>, LedgerError> {
        let rows =
            sqlx::query("SELECT * FROM deliveries WHERE effect = 'stored' AND id > ? ORDER BY id LIMIT ?")
                .bind(after.0)
                .bind(limit)
                .fetch_all(&self.readers)
                .await
                .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// How many callbacks wait for a verdict.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be counted.
    pub async fn undecided_deliveries(&self) -> Result<u64, LedgerError> {
        let row =
            sqlx::query("SELECT count(*) AS n FROM deliveries WHERE effect = 'stored' AND verified = 0")
                .fetch_one(&self.readers)
                .await;
        row.map_err(failed)?.count("n")
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

    /// Whether another genuine callback of this account carried this nonce and has had its effect.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn nonce_settled(
        &self,
        account_id: AccountId,
        nonce: &str,
        except: DeliveryId,
    ) -> Result<bool, LedgerError> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM deliveries WHERE account_id = ? AND nonce = ? AND verified = 1
             AND effect <> 'stored' AND id <> ?)",
        )
        .bind(account_id.0)
        .bind(nonce)
        .bind(except.0)
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

    /// How many different unverified callbacks arrived since then; those that wait for a verdict are none.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn unverified_since(&self, since_ms: i64) -> Result<u64, LedgerError> {
        let n: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM deliveries WHERE verified = 0 AND effect <> 'stored' AND received_at_ms >= ?",
        )
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
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE verified = 0 AND effect <> 'stored'
         ORDER BY received_at_ms, id
         LIMIT max(0, (SELECT count(*) FROM deliveries WHERE verified = 0 AND effect <> 'stored') - ?))",
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
    use super::{DELIVERY_STORED, drop_oldest_unverified, store};
    use crate::connection::commit;
    use crate::tests::{Fixture, NOON, delivery};
    use crate::{DeliveryId, LedgerError};

    #[tokio::test]
    async fn only_the_newest_unverified_ones_are_kept_and_every_genuine_one() {
        let fixture = Fixture::new().await;
        let mut tx = fixture.ledger.begin().await.unwrap();
        for n in 0_u8..8 {
            let mut new = delivery(&[n], n % 4 == 0);
            new.received_at_ms = i64::from(n);
            // The second one waits for a verdict: no key could be read.
            new.effect = if n == 1 { DELIVERY_STORED } else { "unverified" }.to_owned();
            store(&mut tx, &new).await.unwrap();
            drop_oldest_unverified(&mut tx, 3).await.unwrap();
        }
        commit(tx).await.unwrap();
        let mut kept: Vec<u8> =
            fixture.ledger.deliveries(100, None).await.unwrap().iter().map(|row| row.body[0]).collect();
        kept.sort_unstable();
        assert_eq!(kept, [0, 1, 4, 5, 6, 7], "the genuine ones, the one that waits, and three of the others");
    }

    #[tokio::test]
    async fn what_waits_is_found_by_that_and_decided_once() {
        let fixture = Fixture::new().await;
        let ledger = &fixture.ledger;
        let mut ids = Vec::new();
        for n in 0_u8..4 {
            let mut new = delivery(&[n], n == 3);
            new.account_id = Some(fixture.account.id);
            ids.push(ledger.store_delivery(&new).await.unwrap().id);
        }
        ledger.settle_delivery(ids[0], None, "unverified").await.unwrap();
        let waiting = ledger.deliveries_waiting(DeliveryId(0), 10).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), ids[1..]);
        assert_eq!(ledger.deliveries_waiting(ids[1], 1).await.unwrap()[0].id, ids[2]);
        assert_eq!(ledger.undecided_deliveries().await.unwrap(), 2);
        assert_eq!(ledger.unverified_since(NOON).await.unwrap(), 1);

        ledger.decide_delivery(ids[1], "{}", true, Some("n-1")).await.unwrap();
        assert_eq!(ledger.undecided_deliveries().await.unwrap(), 1);
        assert!(!ledger.nonce_settled(fixture.account.id, "n-1", ids[2]).await.unwrap(), "it waits still");
        ledger.settle_delivery(ids[1], None, "applied").await.unwrap();
        assert!(ledger.nonce_settled(fixture.account.id, "n-1", ids[2]).await.unwrap());
        assert!(!ledger.nonce_settled(fixture.account.id, "n-1", ids[1]).await.unwrap(), "not by itself");
        let again = ledger.decide_delivery(ids[1], "{}", false, None).await;
        assert!(matches!(again, Err(LedgerError::Conflict(_))), "{again:?}");
    }
}
