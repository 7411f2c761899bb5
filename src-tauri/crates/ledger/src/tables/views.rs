//! Lists that a person has kept under a name: what was typed, and how it looked. What either means is the window's business.

use serde::{Deserialize, Serialize};

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{Ledger, LedgerError};

/// The longest name, in characters.
const NAME_CHARS_MAX: usize = 60;
/// So many views a ledger may have.
const VIEWS_MAX: usize = 100;

/// A kept list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// The words and filters, as typed; dates stay relative.
    pub query: String,
    /// The order of its rows and its columns, as JSON.
    pub look: String,
}

impl Ledger {
    /// The kept lists, in their order.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn views(&self) -> Result<Vec<SavedView>, LedgerError> {
        let rows = sqlx::query("SELECT name, query, look FROM views ORDER BY place, id")
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        let read = |row| SavedView::read(row);
        rows.iter().map(read).collect()
    }

    /// Keeps these lists, in this order, in place of those that were kept.
    ///
    /// # Errors
    /// [`LedgerError::Invalid`] for an empty or endless name, or too many; or that it cannot be written.
    pub async fn set_views(&self, views: &[SavedView]) -> Result<(), LedgerError> {
        let named = |view: &SavedView| {
            let name = view.name.trim();
            !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX
        };
        if views.len() > VIEWS_MAX || !views.iter().all(named) {
            return Err(LedgerError::Invalid(
                "a view has a short name, and there are not too many".to_owned(),
            ));
        }
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM views").execute(&mut *tx).await.map_err(failed)?;
        for (place, view) in (0_i64..).zip(views) {
            sqlx::query("INSERT INTO views (place, name, query, look) VALUES (?, ?, ?, ?)")
                .bind(place)
                .bind(view.name.trim())
                .bind(&view.query)
                .bind(&view.look)
                .execute(&mut *tx)
                .await
                .map_err(failed)?;
        }
        commit(tx).await
    }
}

impl SavedView {
    fn read(row: &sqlx::sqlite::SqliteRow) -> Result<Self, LedgerError> {
        Ok(Self { name: row.get("name")?, query: row.get("query")?, look: row.get("look")? })
    }
}
