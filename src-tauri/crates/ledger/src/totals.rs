//! Totals: kept up to date with every step, so that a year's figures are read, not counted.

use money::{Amount, Currency};
use orders::{Direction, Product, Status};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;

use crate::connection::failed;
use crate::row::{Columns, InTurn};
use crate::sql::Sql;
use crate::{AccountId, Ledger, LedgerError};

/// Which orders to count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CountFilter {
    /// Of this account only.
    pub account: Option<AccountId>,
    /// Of this direction only.
    pub direction: Option<Direction>,
    /// Written on this day of the market or later, `YYYY-MM-DD`.
    pub from_day: Option<String>,
    /// Written on this day of the market or before, `YYYY-MM-DD`.
    pub to_day: Option<String>,
}

/// How many orders stand so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// How many orders.
    pub n: u64,
}

/// Which way the books were moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// Payments that succeeded, on the day of their success.
    Succeeded,
    /// Payments that came back, on the day of their return: to be taken off.
    Returned,
}

/// What moved on one day of the market at one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayTotal {
    /// The market's day, `YYYY-MM-DD`.
    pub day: String,
    /// At which account.
    pub account_id: AccountId,
    /// With which kind of order.
    pub product: Product,
    /// In which currency.
    pub currency: Currency,
    /// Which way.
    pub kind: MoneyKind,
    /// How many payments, further payments to collect orders included.
    pub n: i64,
    /// How much; what payers really paid, where that is told.
    pub amount: Amount,
    /// The gateway's fees on it.
    pub fee: Amount,
}

/// What unsettled payouts may still take from a balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claimed {
    /// In which currency.
    pub currency: Currency,
    /// How many payouts.
    pub n: u64,
    /// How much, without fees.
    pub amount: Amount,
}

impl Ledger {
    /// How many orders stand how. Statuses that no order has are left out, and lines that cannot be read.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn counts_by_status(&self, filter: &CountFilter) -> Result<Vec<StatusCount>, LedgerError> {
        let mut sql = Sql::new("SELECT status, sum(n) AS n FROM daily_orders WHERE n <> 0");
        if let Some(from) = &filter.from_day {
            sql.push(" AND day >= ").bind(from.clone());
        }
        if let Some(to) = &filter.to_day {
            sql.push(" AND day <= ").bind(to.clone());
        }
        if let Some(account) = filter.account {
            sql.push(" AND account_id = ").bind(account.0);
        }
        match filter.direction {
            None => {}
            Some(Direction::Payout) => {
                sql.push(" AND product = 'payout'");
            }
            Some(Direction::Collect) => {
                sql.push(" AND product <> 'payout'");
            }
        }
        sql.push(" GROUP BY status");
        self.reading
            .ask(move |reader| {
                let read = |row: &rusqlite::Row<'_>| {
                    Ok(StatusCount { status: row.status("status")?, n: row.count("n")? })
                };
                let lines = reader.all(&sql, |row| Ok(read(row)))?;
                Ok(what_can_be_read(lines.into_iter()).0)
            })
            .await
    }

    /// What moved on each day from `from_day` to `to_day` (both included, `YYYY-MM-DD`), oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn totals(
        &self,
        account: Option<AccountId>,
        from_day: &str,
        to_day: &str,
    ) -> Result<Vec<DayTotal>, LedgerError> {
        let mut sql = Sql::new(
            "SELECT day, account_id, product, currency, kind, n, amount, fee FROM daily_money WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR account_id = ?3)
             AND (n <> 0 OR amount <> 0 OR fee <> 0) ORDER BY day, account_id, product, currency, kind",
        );
        sql.with(from_day).with(to_day).with(account.map(|id| id.0));
        self.reading.ask(move |reader| reader.all(&sql, read_total)).await
    }

    /// What an account's unsettled payouts may still take from its balance, by currency. What cannot be read is left
    /// out; the check of the ledger finds it.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn claimed(&self, account_id: AccountId) -> Result<Vec<Claimed>, LedgerError> {
        let rows = sqlx::query(CLAIMED).bind(account_id.0).fetch_all(&self.readers).await.map_err(failed)?;
        let read = |row: &SqliteRow| {
            Ok(Claimed {
                currency: row.currency("currency")?,
                n: row.count("n")?,
                amount: row.amount("amount")?,
            })
        };
        Ok(what_can_be_read(rows.iter().map(read)).0)
    }
}

/// The lines that can be read, and how many cannot.
fn what_can_be_read<T>(lines: impl Iterator<Item = Result<T, LedgerError>>) -> (Vec<T>, u64) {
    let mut damaged = 0;
    let mut read = Vec::new();
    for line in lines {
        match line {
            Ok(line) => read.push(line),
            Err(error) => {
                tracing::error!(%error, "a line of the totals cannot be read");
                damaged += 1;
            }
        }
    }
    (read, damaged)
}

/// The statuses are those of [`Status::claims_balance`] (a test holds them together) and of a partial index.
pub(crate) const CLAIMED: &str = "SELECT currency, count(*) AS n, sum(amount) AS amount FROM orders
     WHERE account_id = ? AND product = 'payout' AND status IN ('sending', 'unknown', 'pending', 'processing')
     GROUP BY currency";

fn read_total(row: &rusqlite::Row<'_>) -> Result<DayTotal, LedgerError> {
    let mut columns = InTurn::new(row);
    Ok(DayTotal {
        day: columns.next()?,
        account_id: AccountId(columns.next()?),
        product: columns.word("product", Product::from_word)?,
        currency: columns.word("currency", |word| word.parse().ok())?,
        kind: columns.word("kind", |word| match word {
            "succeeded" => Some(MoneyKind::Succeeded),
            "returned" => Some(MoneyKind::Returned),
            _ => None,
        })?,
        n: columns.next()?,
        amount: Amount::from_ten_thousandths(columns.next()?),
        fee: Amount::from_ten_thousandths(columns.next()?),
    })
}

#[cfg(test)]
mod tests {
    use super::CLAIMED;
    use orders::Status;

    #[test]
    fn claimed_counts_the_statuses_that_claim() {
        for status in Status::ALL {
            assert_eq!(
                CLAIMED.contains(&format!("'{}'", status.as_str())),
                status.claims_balance(),
                "{status:?}"
            );
        }
    }
}
