//! What people mark orders with: labels and stars. Neither moves anything, and both can be taken back.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::SqliteConnection;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::sql::Sql;
use crate::{Ledger, LedgerError, OrderId, fold, search};

/// The longest label, in characters.
const LABEL_CHARS_MAX: usize = 40;
/// So many labels a ledger may have.
const LABELS_MAX: i64 = 500;

/// A label, and how many orders have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelCount {
    /// Its name, as it was written first.
    pub name: String,
    /// How many orders have it.
    pub n: u64,
}

impl Ledger {
    /// All labels, by name. One that no order has any more is kept: it is offered again.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn labels(&self) -> Result<Vec<LabelCount>, LedgerError> {
        let rows = sqlx::query(
            "SELECT name, (SELECT count(*) FROM order_labels ol WHERE ol.label_id = labels.id) AS n
             FROM labels ORDER BY folded",
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        rows.iter().map(|row| Ok(LabelCount { name: row.get("name")?, n: row.count("n")? })).collect()
    }

    /// The labels of an order, by name.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn labels_of_order(&self, id: OrderId) -> Result<Vec<String>, LedgerError> {
        sqlx::query_scalar(
            "SELECT l.name FROM order_labels ol JOIN labels l ON l.id = ol.label_id
             WHERE ol.order_id = ? ORDER BY l.folded",
        )
        .bind(id.0)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)
    }

    /// The labels of each of some orders, by name; orders without one are left out.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn labels_of_orders(
        &self,
        orders: &[OrderId],
    ) -> Result<HashMap<OrderId, Vec<String>>, LedgerError> {
        let mut sql = Sql::new(
            "SELECT ol.order_id, l.name FROM order_labels ol JOIN labels l ON l.id = ol.label_id
             WHERE ol.order_id IN (",
        );
        sql.bind_all(orders.iter().map(|id| id.0)).push(") ORDER BY l.folded");
        let rows: Vec<(i64, String)> =
            self.reading.ask(move |reader| reader.all(&sql, |row| Ok((row.at(0)?, row.at(1)?)))).await?;
        let mut labels: HashMap<OrderId, Vec<String>> = HashMap::new();
        for (order, label) in rows {
            labels.entry(OrderId(order)).or_default().push(label);
        }
        Ok(labels)
    }

    /// Gives some orders a label, or takes it away. Two labels that differ in case, accents or width only are one. Returns
    /// those for which that changed something, so that it can be taken back.
    ///
    /// # Errors
    /// [`LedgerError::Invalid`] for an empty or endless name, or for one label too many; or that it cannot be written.
    pub async fn set_label(
        &self,
        orders: &[OrderId],
        name: &str,
        wanted: bool,
    ) -> Result<Vec<OrderId>, LedgerError> {
        let name = name.trim();
        let folded = fold(name).trim().to_owned();
        if folded.is_empty() || name.chars().count() > LABEL_CHARS_MAX || name.contains([',', '\n']) {
            return Err(LedgerError::Invalid("a label is a short name without commas".to_owned()));
        }
        let mut tx = self.begin().await?;
        let label = label_id(&mut tx, name, &folded).await?;
        let mut changed = Vec::new();
        for id in orders {
            let statement = if wanted {
                "INSERT INTO order_labels (label_id, order_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
            } else {
                "DELETE FROM order_labels WHERE label_id = ? AND order_id = ?"
            };
            let done =
                sqlx::query(statement).bind(label).bind(id.0).execute(&mut *tx).await.map_err(failed)?;
            if done.rows_affected() != 0 {
                search::say_again(&mut tx, *id).await?;
                changed.push(*id);
            }
        }
        commit(tx).await?;
        Ok(changed)
    }

    /// Gives some orders a star, or takes it away. Returns those for which that changed something.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn set_star(
        &self,
        orders: &[OrderId],
        wanted: bool,
        now_ms: i64,
    ) -> Result<Vec<OrderId>, LedgerError> {
        let mut tx = self.begin().await?;
        let mut changed = Vec::new();
        for id in orders {
            let change = if wanted {
                sqlx::query("INSERT INTO stars (order_id, at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .bind(id.0)
                    .bind(now_ms)
            } else {
                sqlx::query("DELETE FROM stars WHERE order_id = ?").bind(id.0)
            };
            if change.execute(&mut *tx).await.map_err(failed)?.rows_affected() != 0 {
                changed.push(*id);
            }
        }
        commit(tx).await?;
        Ok(changed)
    }

    /// Which of some orders have a star.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn starred(&self, orders: &[OrderId]) -> Result<Vec<OrderId>, LedgerError> {
        let mut sql = Sql::new("SELECT order_id FROM stars WHERE order_id IN (");
        sql.bind_all(orders.iter().map(|id| id.0)).push(")");
        self.reading.ask(move |reader| reader.all(&sql, |row| Ok(OrderId(row.at(0)?)))).await
    }
}

async fn label_id(connection: &mut SqliteConnection, name: &str, folded: &str) -> Result<i64, LedgerError> {
    let known: Option<i64> = sqlx::query_scalar("SELECT id FROM labels WHERE folded = ?")
        .bind(folded)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?;
    if let Some(known) = known {
        return Ok(known);
    }
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM labels")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if there >= LABELS_MAX {
        return Err(LedgerError::Invalid("there are too many labels".to_owned()));
    }
    sqlx::query_scalar("INSERT INTO labels (name, folded) VALUES (?, ?) RETURNING id")
        .bind(name)
        .bind(folded)
        .fetch_one(connection)
        .await
        .map_err(failed)
}
