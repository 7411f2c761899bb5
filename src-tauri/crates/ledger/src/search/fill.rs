//! Filling the search by and by: the orders of an older ledger, and how common each trigram is.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::index::{put, put_again, raw_of, said_of};
use super::marks::shape_term;
use super::rarity::different;
use crate::connection::{commit, failed, room_for_many};
use crate::tables::orders::load;
use crate::{Ledger, LedgerError, OrderId};

/// Stands in the settings until every order of an older ledger is in the search: the last one that is.
const FILL_AFTER: &str = "search/fill_after";
/// Up to which order trigrams were counted.
const COUNTED_TO: &str = "search/counted_to";
/// Orders put into the search in one commit: short enough that nobody who writes notices.
const STEP: u32 = 100;
/// With fewer new orders than this, nothing is counted again.
const COUNT_AGAIN: i64 = 2_000;

/// How far the search is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchState {
    /// Orders that cannot be found by their texts yet.
    pub missing: u64,
}

impl Ledger {
    /// How far the search is filled.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn search_state(&self) -> Result<SearchState, LedgerError> {
        let Some(after) = self.setting(FILL_AFTER).await? else { return Ok(SearchState { missing: 0 }) };
        let missing: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM orders o WHERE o.id > ? AND NOT EXISTS (SELECT 1 FROM find f WHERE f.order_id = o.id)",
        )
        .bind(after.parse().unwrap_or(0_i64))
        .fetch_one(&self.readers)
        .await
        .map_err(failed)?;
        Ok(SearchState { missing: missing.unsigned_abs() })
    }

    /// Puts a few more orders of an older ledger into the search. Returns whether there is more to do.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn fill_search(&self) -> Result<bool, LedgerError> {
        let Some(after) = self.setting(FILL_AFTER).await? else { return Ok(false) };
        let mut tx = self.begin().await?;
        let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM orders WHERE id > ? ORDER BY id LIMIT ?")
            .bind(after.parse().unwrap_or(0_i64))
            .bind(STEP)
            .fetch_all(&mut *tx)
            .await
            .map_err(failed)?;
        for id in &ids {
            fill(&mut tx, OrderId(*id)).await?;
        }
        let reached = match ids.last() {
            Some(last) => sqlx::query("UPDATE settings SET value = ? WHERE key = ?").bind(last.to_string()),
            None => sqlx::query("DELETE FROM settings WHERE key = ?"),
        };
        reached.bind(FILL_AFTER).execute(&mut *tx).await.map_err(failed)?;
        commit(tx).await?;
        Ok(!ids.is_empty())
    }

    /// Counts the trigrams, when there are many new orders since the last time: seconds of reading in a large ledger.
    /// Returns whether they were counted.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read or written.
    pub async fn count_trigrams(&self) -> Result<bool, LedgerError> {
        let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM orders")
            .fetch_one(&self.readers)
            .await
            .map_err(failed)?;
        let before = self.setting(COUNTED_TO).await?.and_then(|to| to.parse().ok()).unwrap_or(0_i64);
        if newest - before < COUNT_AGAIN.max(before / 5) {
            return Ok(false);
        }
        // A connection of its own: a long reading must not keep a list waiting.
        let mut alone = crate::connection::alone(&self.folder.join(crate::open::FILE)).await?;
        let counted = count(&mut alone).await;
        sqlx::Connection::close(alone).await.map_err(failed)?;
        let counted = counted?;
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM find_trigrams").execute(&mut *tx).await.map_err(failed)?;
        for part in counted.chunks(2_000) {
            let mut sql = sqlx::QueryBuilder::new("INSERT INTO find_trigrams (trigram, n) ");
            sql.push_values(part, |mut row, (trigram, n)| {
                row.push_bind(trigram).push_bind(n);
            });
            sql.build().execute(&mut *tx).await.map_err(failed)?;
        }
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(COUNTED_TO)
        .bind(newest.to_string())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        // Many new orders have come, and are in.
        room_for_many(&mut tx, false).await?;
        commit(tx).await?;
        Ok(true)
    }
}

async fn count(connection: &mut SqliteConnection) -> Result<Vec<(String, i64)>, LedgerError> {
    sqlx::query("CREATE VIRTUAL TABLE temp.find_words USING fts5vocab ('main', 'find_index', 'row')")
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    let counted: Vec<(String, i64)> = sqlx::query_as("SELECT term, doc FROM find_words")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    let mut counted: BTreeMap<String, i64> = counted.into_iter().collect();
    // The keys of gateways' words stand in a shape, once for all orders that have it.
    let shapes: Vec<(i64, String)> =
        sqlx::query_as("SELECT id, shape FROM find_shapes").fetch_all(connection).await.map_err(failed)?;
    for (id, shape) in shapes {
        let n = shape_term(id).and_then(|term| counted.get(&term).copied()).unwrap_or(0);
        for trigram in different([shape.as_str()]) {
            let known = counted.entry(trigram).or_insert(0);
            *known = known.saturating_add(n);
        }
    }
    Ok(counted.into_iter().collect())
}

/// Puts one order into the search, or what an older program did not know to put there. One that cannot be read is left
/// out: it has a place among the damaged ones.
async fn fill(connection: &mut SqliteConnection, id: OrderId) -> Result<(), LedgerError> {
    let held = match load(connection, id).await {
        Ok(Some(held)) => held,
        Ok(None) | Err(LedgerError::Damaged(_)) => return Ok(()),
        Err(other) => return Err(other),
    };
    if put_again(connection, &held.row).await? {
        return Ok(());
    }
    let said = said_of(connection, id).await?;
    let raw = raw_of(connection, id).await?;
    put(connection, &held.row, &said, &raw).await
}
