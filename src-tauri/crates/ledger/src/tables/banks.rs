//! The gateway's own lists of banks, with their date and what changed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;

use crate::connection::{Work, commit, failed};
use crate::row::Columns;
use crate::{AccountId, Ledger, LedgerError};

/// What a list of banks is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankUse {
    /// Banks that payouts can go to.
    Payout,
    /// Banks that a payer can pay from.
    Collect,
}

impl BankUse {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Payout => "payout",
            Self::Collect => "collect",
        }
    }
}

/// One bank as the gateway names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankEntry {
    /// What an order's bank field wants.
    pub value: String,
    /// The name.
    pub name: String,
    /// The gateway's bank code.
    pub code: Option<String>,
}

/// A list of banks as fetched last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BankList {
    /// When it was fetched, Unix milliseconds.
    pub fetched_at_ms: i64,
    /// What that fetch changed.
    pub change: BankChange,
    /// The banks in the gateway's order.
    pub banks: Vec<BankEntry>,
}

/// How a list differs from the one before, counted by the banks' values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BankChange {
    /// Banks that are new; all of them, when it is the first list.
    pub added: u32,
    /// Banks that are gone.
    pub removed: u32,
}

impl Ledger {
    /// Replaces a list of banks with the one just fetched.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written; the former list stands then.
    pub async fn replace_banks(
        &self,
        account_id: AccountId,
        used_for: BankUse,
        banks: &[BankEntry],
        now_ms: i64,
    ) -> Result<BankChange, LedgerError> {
        let mut tx = self.begin().await?;
        let former: Vec<String> =
            sqlx::query_scalar("SELECT value FROM banks WHERE account_id = ? AND used_for = ?")
                .bind(account_id.0)
                .bind(used_for.as_str())
                .fetch_all(&mut *tx)
                .await
                .map_err(failed)?;
        let change = difference(&former, banks);
        sqlx::query("DELETE FROM banks WHERE account_id = ? AND used_for = ?")
            .bind(account_id.0)
            .bind(used_for.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        for (place, bank) in (0_i64..).zip(banks) {
            sqlx::query(
                "INSERT INTO banks (account_id, used_for, place, value, name, code) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(account_id.0)
            .bind(used_for.as_str())
            .bind(place)
            .bind(&bank.value)
            .bind(&bank.name)
            .bind(&bank.code)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        sqlx::query(
            "INSERT INTO bank_lists (account_id, used_for, fetched_at_ms, added, removed) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (account_id, used_for) DO UPDATE SET fetched_at_ms = excluded.fetched_at_ms,
             added = excluded.added, removed = excluded.removed",
        )
        .bind(account_id.0)
        .bind(used_for.as_str())
        .bind(now_ms)
        .bind(change.added)
        .bind(change.removed)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        commit(tx).await?;
        Ok(change)
    }

    /// A list of banks as fetched last; `None` before the first time.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn banks(
        &self,
        account_id: AccountId,
        used_for: BankUse,
    ) -> Result<Option<BankList>, LedgerError> {
        let mut tx = Work::reading(&self.readers).await?;
        let list = sqlx::query("SELECT * FROM bank_lists WHERE account_id = ? AND used_for = ?")
            .bind(account_id.0)
            .bind(used_for.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?;
        let Some(list) = list else {
            commit(tx).await?;
            return Ok(None);
        };
        let rows = sqlx::query("SELECT * FROM banks WHERE account_id = ? AND used_for = ? ORDER BY place")
            .bind(account_id.0)
            .bind(used_for.as_str())
            .fetch_all(&mut *tx)
            .await
            .map_err(failed)?;
        commit(tx).await?;
        Ok(Some(BankList {
            fetched_at_ms: list.get("fetched_at_ms")?,
            change: BankChange { added: list.get("added")?, removed: list.get("removed")? },
            banks: rows.iter().map(read).collect::<Result<_, _>>()?,
        }))
    }
}

fn difference(former: &[String], banks: &[BankEntry]) -> BankChange {
    let before: BTreeSet<&str> = former.iter().map(String::as_str).collect();
    let after: BTreeSet<&str> = banks.iter().map(|bank| bank.value.as_str()).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    BankChange {
        added: count(after.difference(&before).count()),
        removed: count(before.difference(&after).count()),
    }
}

fn read(row: &SqliteRow) -> Result<BankEntry, LedgerError> {
    Ok(BankEntry { value: row.get("value")?, name: row.get("name")?, code: row.get("code")? })
}
