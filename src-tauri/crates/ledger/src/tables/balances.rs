//! Balance readings: what a gateway said that there was, and when.

use money::{Amount, Currency};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;

use crate::checksum::Checksum;
use crate::connection::failed;
use crate::row::Columns;
use crate::{AccountId, Ledger, LedgerError};

/// One currency's balance as just read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBalance {
    /// Whose.
    pub account_id: AccountId,
    /// When it was read, Unix milliseconds.
    pub at_ms: i64,
    /// Which currency.
    pub currency: Currency,
    /// What can be spent.
    pub available: Amount,
    /// Frozen or unavailable.
    pub frozen: Option<Amount>,
    /// Waiting to be settled.
    pub waiting: Option<Amount>,
    /// The account's state as the gateway words it.
    pub state: Option<String>,
}

/// One currency's balance as read some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalanceRow {
    /// Whose.
    pub account_id: AccountId,
    /// When it was read, Unix milliseconds.
    pub at_ms: i64,
    /// Which currency.
    pub currency: Currency,
    /// What can be spent.
    pub available: Amount,
    /// Frozen or unavailable.
    pub frozen: Option<Amount>,
    /// Waiting to be settled.
    pub waiting: Option<Amount>,
    /// The account's state as the gateway words it.
    pub state: Option<String>,
    /// The row is not as it was written.
    pub damaged: bool,
}

impl Ledger {
    /// Keeps a balance reading.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn add_balance(&self, new: &NewBalance) -> Result<(), LedgerError> {
        sqlx::query(
            "INSERT INTO balance_readings (account_id, at_ms, currency, available, frozen, waiting, state, checksum)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.account_id.0)
        .bind(new.at_ms)
        .bind(new.currency.code())
        .bind(new.available.ten_thousandths())
        .bind(new.frozen.map(Amount::ten_thousandths))
        .bind(new.waiting.map(Amount::ten_thousandths))
        .bind(&new.state)
        .bind(checksum(new))
        .execute(&self.writer)
        .await
        .map_err(failed)?;
        Ok(())
    }

    /// An account's newest reading of each currency.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn latest_balances(&self, account_id: AccountId) -> Result<Vec<BalanceRow>, LedgerError> {
        let rows = sqlx::query(
            "SELECT * FROM balance_readings b WHERE b.account_id = ? AND NOT EXISTS (
             SELECT 1 FROM balance_readings later WHERE later.account_id = b.account_id
             AND later.currency = b.currency AND (later.at_ms, later.id) > (b.at_ms, b.id)) ORDER BY b.currency",
        )
        .bind(account_id.0)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// An account's readings of one currency between two times (both included), newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn balance_history(
        &self,
        account_id: AccountId,
        currency: Currency,
        from_ms: i64,
        to_ms: i64,
        limit: u32,
    ) -> Result<Vec<BalanceRow>, LedgerError> {
        let rows = sqlx::query(
            "SELECT * FROM balance_readings WHERE account_id = ? AND currency = ? AND at_ms BETWEEN ? AND ?
             ORDER BY at_ms DESC, id DESC LIMIT ?",
        )
        .bind(account_id.0)
        .bind(currency.code())
        .bind(from_ms)
        .bind(to_ms)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        rows.iter().map(read).collect()
    }
}

fn checksum(new: &NewBalance) -> Vec<u8> {
    let NewBalance { account_id, at_ms, currency, available, frozen, waiting, state } = new;
    let mut sum = Checksum::new("balance_readings");
    for number in [Some(account_id.0), Some(*at_ms), Some(available.ten_thousandths())] {
        sum.int(number);
    }
    for amount in [frozen, waiting] {
        sum.int(amount.map(Amount::ten_thousandths));
    }
    sum.text(Some(currency.code()));
    sum.text(state.as_deref());
    sum.finish()
}

/// Reads a balance and holds it against its checksum.
pub(crate) fn read(row: &SqliteRow) -> Result<BalanceRow, LedgerError> {
    let read = NewBalance {
        account_id: AccountId(row.get("account_id")?),
        at_ms: row.get("at_ms")?,
        currency: row.currency("currency")?,
        available: row.amount("available")?,
        frozen: row.amount_if_any("frozen")?,
        waiting: row.amount_if_any("waiting")?,
        state: row.get("state")?,
    };
    let damaged = checksum(&read) != row.get::<Vec<u8>>("checksum")?;
    let NewBalance { account_id, at_ms, currency, available, frozen, waiting, state } = read;
    Ok(BalanceRow { account_id, at_ms, currency, available, frozen, waiting, state, damaged })
}
