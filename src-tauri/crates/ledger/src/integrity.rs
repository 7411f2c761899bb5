//! Checking the whole ledger: the file, every checksum, every history, the books. For quiet moments, never before the window.

use orders::Flag;
use sqlx::{SqliteConnection, SqlitePool};

use crate::connection::{self, Work, commit, failed};
use crate::damage::readable;
use crate::open::FILE;
use crate::row::Columns;
use crate::tables::orders::{read, select_orders};
use crate::tables::{account_seals, balances, events, evidence, supplements};
use crate::{Ledger, LedgerError, OrderId};

/// How many orders are read at a time.
const PAGE: i64 = 500;
/// Beyond so many problems the rest is not listed: the backup is needed, not the list.
const PROBLEMS_MAX: usize = 200;

/// What a check of the ledger found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Integrity {
    /// What is wrong, one line each, at most 200; empty for a sound ledger.
    pub problems: Vec<String>,
    /// How many orders were checked.
    pub orders_checked: u64,
    /// Whether the file itself is damaged, not only single records in it.
    pub file_damaged: bool,
    /// The orders whose records are not as they were written.
    pub damaged_orders: Vec<OrderId>,
}

impl Integrity {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn file(&mut self, unreadable: bool, what: &str) {
        if unreadable {
            self.file_damaged = true;
            self.found(format!("{what}: a part of the file cannot be read"));
        }
    }

    fn order(&mut self, id: OrderId, problem: String) {
        self.damaged_orders.push(id);
        self.damaged_orders.dedup();
        self.found(problem);
    }

    fn found(&mut self, problem: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem.into());
        }
    }
}

impl Ledger {
    /// Checks everything that can be checked. Takes seconds per million orders; work goes on meanwhile, but for the
    /// check of the search index, during which writing waits.
    ///
    /// # Errors
    /// [`LedgerError`] when the check itself cannot be made; damage found is not an error but the answer.
    pub async fn check_integrity(&self) -> Result<Integrity, LedgerError> {
        let mut result = self.check_records().await?;
        if self.check_writable().is_ok() {
            check_search(&self.writer, &mut result).await?;
        }
        Ok(result)
    }

    /// The same without the search index: nobody who writes waits for it. Orders found damaged are marked so in lists.
    ///
    /// # Errors
    /// [`LedgerError`] when the check itself cannot be made.
    pub async fn check_records(&self) -> Result<Integrity, LedgerError> {
        let mut result = Integrity::default();
        if self.check_writable().is_ok() {
            // SQLite's check of a trigram index goes by what the connection remembers of it: one that has searched
            // looks for parts that later writing has merged away, and calls a sound file corrupt (3.51, fts5).
            let mut fresh = connection::alone(&self.folder.join(FILE)).await?;
            check_content(&mut fresh, &mut result).await?;
        } else {
            let mut connection = self.readers.acquire().await.map_err(failed)?;
            check_content(&mut connection, &mut result).await?;
        }
        *self.damage.orders() = result.damaged_orders.iter().copied().collect();
        Ok(result)
    }
}

/// Everything but the search index. A part that meets a damaged page tells so, and the other parts are checked too.
pub(crate) async fn check_content(
    connection: &mut SqliteConnection,
    result: &mut Integrity,
) -> Result<(), LedgerError> {
    check_file(connection, result).await?;
    let (_, unreadable) = readable(check_orders(connection, result).await)?;
    result.file(unreadable, "orders");
    let (_, unreadable) = readable(check_payments_and_balances(connection, result).await)?;
    result.file(unreadable, "payments and balances");
    let (damaged, unreadable) = readable(evidence::count_damaged(connection).await)?;
    result.file(unreadable, "evidence");
    if damaged != 0 {
        result.found(format!("{damaged} pieces of evidence are not as they were given"));
    }
    let (problems, unreadable) = readable(account_seals::problems(connection).await)?;
    result.file(unreadable, "accounts");
    for problem in problems {
        result.found(problem);
    }
    for (name, differences) in BOOKS {
        let counted = sqlx::query_scalar::<_, i64>(differences).fetch_one(&mut *connection).await;
        let (wrong, unreadable) = readable(counted.map_err(failed))?;
        result.file(unreadable, name);
        if wrong != 0 {
            result.found(format!("{name}: {wrong} differences"));
        }
    }
    Ok(())
}

async fn check_file(connection: &mut SqliteConnection, result: &mut Integrity) -> Result<(), LedgerError> {
    let lines =
        sqlx::query_scalar::<_, String>("PRAGMA integrity_check(50)").fetch_all(&mut *connection).await;
    match lines.map_err(failed) {
        Ok(lines) => {
            for line in lines.into_iter().filter(|line| line != "ok") {
                result.file_damaged = true;
                result.found(line);
            }
        }
        Err(LedgerError::Damaged(what)) => {
            result.file_damaged = true;
            result.found(what);
        }
        Err(other) => return Err(other),
    }
    let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(connection).await.map_err(failed);
    let (orphans, unreadable) = readable(orphans)?;
    result.file(unreadable, "references");
    for orphan in orphans {
        let table: String = orphan.get("table")?;
        result.found(format!("a row of {table} belongs to nothing"));
    }
    Ok(())
}

async fn check_orders(connection: &mut SqliteConnection, result: &mut Integrity) -> Result<(), LedgerError> {
    let mut last = 0;
    loop {
        let rows = sqlx::query(select_orders!("WHERE o.id > ? ORDER BY o.id LIMIT ?"))
            .bind(last)
            .bind(PAGE)
            .fetch_all(&mut *connection)
            .await
            .map_err(failed)?;
        if rows.is_empty() {
            return check_papers(connection, result).await;
        }
        for row in &rows {
            last = row.get("id")?;
            result.orders_checked += 1;
            check_order(connection, OrderId(last), read(row), result).await?;
        }
    }
}

async fn check_order(
    connection: &mut SqliteConnection,
    id: OrderId,
    held: Result<crate::tables::orders::Held, LedgerError>,
    result: &mut Integrity,
) -> Result<(), LedgerError> {
    let held = match held {
        Ok(held) => held,
        Err(LedgerError::Damaged(what)) => {
            result.order(id, format!("order {id}: {what}"));
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    if held.row.damaged {
        result.order(id, format!("order {id} ({}) is not as it was written", held.row.number));
    }
    let sound = match events::chain(connection, id).await {
        Ok(chain) => chain.head.as_ref() == Some(&held.head),
        Err(LedgerError::Damaged(_)) => false,
        Err(other) => return Err(other),
    };
    if !sound {
        result.order(id, format!("the history of order {id} ({}) is not as it was written", held.row.number));
    }
    Ok(())
}

/// An order without papers would be missed by the join above.
async fn check_papers(connection: &mut SqliteConnection, result: &mut Integrity) -> Result<(), LedgerError> {
    let missing: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM orders WHERE NOT EXISTS (SELECT 1 FROM order_papers WHERE order_id = orders.id)",
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    if missing != 0 {
        result.found(format!("{missing} orders have no papers"));
    }
    Ok(())
}

async fn check_payments_and_balances(
    connection: &mut SqliteConnection,
    result: &mut Integrity,
) -> Result<(), LedgerError> {
    let flags: Vec<String> = sqlx::query_scalar("SELECT DISTINCT flag FROM order_flags")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    if flags.iter().any(|flag| Flag::from_word(flag).is_none()) {
        result.found("a flag of an order cannot be read");
    }
    let rows = sqlx::query("SELECT * FROM supplements").fetch_all(&mut *connection).await.map_err(failed)?;
    for row in &rows {
        match supplements::read(row) {
            Ok(read) if !read.damaged => {}
            Ok(_) | Err(LedgerError::Damaged(_)) => {
                result.found("a further payment is not as it was written")
            }
            Err(other) => return Err(other),
        }
    }
    let rows = sqlx::query("SELECT * FROM balance_readings").fetch_all(connection).await.map_err(failed)?;
    for row in &rows {
        match balances::read(row) {
            Ok(read) if !read.damaged => {}
            Ok(_) | Err(LedgerError::Damaged(_)) => {
                result.found("a balance reading is not as it was written")
            }
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

async fn check_search(writer: &SqlitePool, result: &mut Integrity) -> Result<(), LedgerError> {
    let mut tx = Work::writing(writer).await?;
    let checked = sqlx::query("INSERT INTO find_index (find_index, rank) VALUES ('integrity-check', 1)")
        .execute(&mut *tx)
        .await;
    match checked.map_err(failed) {
        Ok(_) => commit(tx).await,
        Err(LedgerError::Damaged(_)) => {
            result.found("the search index does not agree with the orders");
            Ok(())
        }
        Err(other) => Err(other),
    }
}

/// Each counts the differences between what is kept up to date and what a recount gives.
const BOOKS: [(&str, &str); 3] = [
    (
        "orders by day",
        "WITH kept AS (SELECT day, account_id, product, currency, status, n, amount FROM daily_orders
             WHERE n <> 0 OR amount <> 0),
         recount AS (SELECT created_day AS day, account_id, product, currency, status, count(*) AS n,
             sum(amount) AS amount FROM orders GROUP BY 1, 2, 3, 4, 5)
         SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM recount))
              + (SELECT count(*) FROM (SELECT * FROM recount EXCEPT SELECT * FROM kept))",
    ),
    (
        "money by day",
        "WITH kept AS (SELECT day, account_id, product, currency, kind, n, amount, fee FROM daily_money),
         recount AS (SELECT day, account_id, product, currency, kind, sum(n) AS n, sum(amount) AS amount,
             sum(fee) AS fee FROM postings GROUP BY 1, 2, 3, 4, 5)
         SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM recount))
              + (SELECT count(*) FROM (SELECT * FROM recount EXCEPT SELECT * FROM kept))",
    ),
    (
        "postings",
        "WITH booked AS (SELECT order_id, sum(CASE kind WHEN 'succeeded' THEN n ELSE -n END) AS n,
             sum(CASE kind WHEN 'succeeded' THEN amount ELSE -amount END) AS amount,
             sum(CASE kind WHEN 'succeeded' THEN fee ELSE -fee END) AS fee
             FROM postings WHERE supplement_id IS NULL GROUP BY order_id),
         due AS (SELECT o.id AS order_id, o.status = 'succeeded' AS n,
             CASE WHEN o.status <> 'succeeded' THEN 0 WHEN o.product = 'payout' THEN o.amount
                  ELSE coalesce(o.actual_amount, o.amount) END AS amount,
             CASE WHEN o.status <> 'succeeded' THEN 0 ELSE coalesce(o.fee, 0) END AS fee
             FROM orders o WHERE o.status = 'succeeded' OR o.id IN (SELECT order_id FROM booked))
         SELECT (SELECT count(*) FROM (SELECT * FROM booked EXCEPT SELECT * FROM due))
              + (SELECT count(*) FROM (SELECT * FROM due EXCEPT SELECT * FROM booked))",
    ),
];
