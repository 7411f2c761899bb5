//! Checksums over accounts and their keys: a changed address could fake a "not found", or send money elsewhere (DESIGN §6).
//!
//! Absent on purpose: an account's name and habits. They are for people, or only change how a request is spelled, and one
//! that is misspelled is refused. So is when a key was replaced: no request is signed by it.

use sqlx::{SqliteConnection, SqlitePool};

use super::accounts::{read_account, read_columns, read_key, select_accounts};
use crate::checksum::Checksum;
use crate::connection::failed;
use crate::row::Columns;
use crate::{AccountId, AccountKey, AccountRow, LedgerError};

/// Stands in the settings from the migration of an older file until its accounts have their checksums.
const UNSEALED: &str = "accounts/unsealed";

impl AccountRow {
    /// Refuses an account that is not as it was written: nobody may be sent or asked anything in its name.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`].
    pub fn check_sound(&self) -> Result<(), LedgerError> {
        if self.damaged {
            return Err(LedgerError::Damaged(format!("account {} is not as it was written", self.id.0)));
        }
        Ok(())
    }
}

pub(super) fn of_account(row: &AccountRow) -> Vec<u8> {
    // Named one by one, so that a new column cannot be forgotten here.
    let AccountRow {
        id,
        name: _,
        market_id,
        live,
        base_url,
        key_id: _,
        key_slot: _,
        notify_url,
        limits_json,
        habits_json: _,
        max_payout,
        max_day,
        created_at_ms,
        key_edited_at_ms: _,
        retired_at_ms,
        damaged: _,
    } = row;
    let mut sum = Checksum::new("accounts");
    for number in [Some(id.0), Some(i64::from(*live)), Some(*created_at_ms), *retired_at_ms] {
        sum.int(number);
    }
    for ceiling in [max_payout, max_day] {
        sum.int(ceiling.map(money::Amount::ten_thousandths));
    }
    for text in [Some(market_id), Some(base_url), notify_url.as_ref(), Some(limits_json)] {
        sum.text(text.map(String::as_str));
    }
    sum.finish()
}

pub(super) fn of_key(key: &AccountKey) -> Vec<u8> {
    let AccountKey { slot, account_id, key_id, since_ms, replaced_at_ms: _ } = key;
    let mut sum = Checksum::new("account_keys");
    for number in [slot.0, account_id.0, *since_ms] {
        sum.int(Some(number));
    }
    sum.text(Some(key_id));
    sum.finish()
}

/// The account with that id, for a change of it or of one of its orders.
///
/// A damaged one is refused: a change would write a new checksum over the damage.
pub(crate) async fn load_sound(
    connection: &mut SqliteConnection,
    id: AccountId,
) -> Result<AccountRow, LedgerError> {
    let row = sqlx::query(select_accounts!("WHERE a.id = ?"))
        .bind(id.0)
        .fetch_optional(connection)
        .await
        .map_err(failed)?
        .ok_or(LedgerError::NotFound("account"))?;
    let account = read_account(&row)?;
    account.check_sound()?;
    Ok(account)
}

/// Whether a crash came between the migration of an older file and its checksums.
pub(crate) async fn are_missing(writer: &SqlitePool) -> Result<bool, LedgerError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM settings WHERE key = ?)")
        .bind(UNSEALED)
        .fetch_one(writer)
        .await
        .map_err(failed)
}

/// Gives the accounts and keys of an older file their checksums, once: what they say at that moment is taken for true.
/// What cannot be read gets none, and is damaged. Cut short, it is gone on with.
pub(crate) async fn fill(connection: &mut SqliteConnection) -> Result<(), LedgerError> {
    let due: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM settings WHERE key = ?)")
        .bind(UNSEALED)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if !due {
        return Ok(());
    }
    fill_accounts(connection).await?;
    fill_keys(connection).await?;
    sqlx::query("DELETE FROM settings WHERE key = ?")
        .bind(UNSEALED)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn fill_accounts(connection: &mut SqliteConnection) -> Result<(), LedgerError> {
    let rows = sqlx::query(select_accounts!("WHERE a.checksum IS NULL"))
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    for row in &rows {
        let Some((account, true)) = unless_damaged(read_columns(row))? else { continue };
        sqlx::query("UPDATE accounts SET checksum = ? WHERE id = ?")
            .bind(of_account(&account))
            .bind(account.id.0)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

async fn fill_keys(connection: &mut SqliteConnection) -> Result<(), LedgerError> {
    let rows = sqlx::query("SELECT * FROM account_keys WHERE checksum IS NULL")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    for row in &rows {
        let Some(key) = unless_damaged(read_key(row))? else { continue };
        sqlx::query("UPDATE account_keys SET checksum = ? WHERE slot = ?")
            .bind(of_key(&key))
            .bind(key.slot.0)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// What is wrong with the accounts and their keys, one line each.
pub(crate) async fn problems(connection: &mut SqliteConnection) -> Result<Vec<String>, LedgerError> {
    let mut problems = Vec::new();
    let rows =
        sqlx::query(select_accounts!("ORDER BY a.id")).fetch_all(&mut *connection).await.map_err(failed)?;
    for row in &rows {
        let id: i64 = row.get("id")?;
        match unless_damaged(read_account(row))? {
            Some(account) if !account.damaged => {}
            Some(account) => {
                problems.push(format!("account {id} ({}) is not as it was written", account.name))
            }
            None => problems.push(format!("account {id} cannot be read")),
        }
    }
    let rows = sqlx::query("SELECT * FROM account_keys ORDER BY slot")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    for row in &rows {
        let slot: i64 = row.get("slot")?;
        let checksum = unless_damaged(row.get::<Option<Vec<u8>>>("checksum"))?.flatten();
        let key = unless_damaged(read_key(row))?;
        if key.is_none_or(|key| checksum != Some(of_key(&key))) {
            problems.push(format!("key {slot} of an account is not as it was given"));
        }
    }
    // The join above would miss it.
    let keyless: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM accounts WHERE NOT EXISTS
         (SELECT 1 FROM account_keys k WHERE k.account_id = accounts.id AND k.replaced_at_ms IS NULL)",
    )
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    if keyless != 0 {
        problems.push(format!("{keyless} accounts have no key"));
    }
    Ok(problems)
}

fn unless_damaged<T>(found: Result<T, LedgerError>) -> Result<Option<T>, LedgerError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(LedgerError::Damaged(what)) => {
            tracing::error!(what, "an account or a key of one cannot be read");
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
