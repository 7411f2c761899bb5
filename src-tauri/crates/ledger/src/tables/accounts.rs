//! Accounts and their keys. What decides where money goes is written once; keys are replaced, never forgotten.

use money::Amount;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::account_seals::{load_sound, of_account, of_key};
use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{AccountId, KeySlot, Ledger, LedgerError};

/// An account: one set of credentials at one gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    /// Which account.
    pub id: AccountId,
    /// What the merchant calls it.
    pub name: String,
    /// The market in the catalogue; never changes.
    pub market_id: String,
    /// Real money, or practice; never changes.
    pub live: bool,
    /// The gateway's address; never changes.
    pub base_url: String,
    /// The present key's name at the gateway: `access_key` or merchant id.
    pub key_id: String,
    /// The present key's slot; the vault names its secret by it.
    pub key_slot: KeySlot,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Limits that override the catalogue's, as JSON.
    pub limits_json: String,
    /// What the account's gateway has taught us, as JSON.
    pub habits_json: String,
    /// The most that one payout may be.
    pub max_payout: Option<Amount>,
    /// The most that the payouts of one day may come to.
    pub max_day: Option<Amount>,
    /// When it was added, Unix milliseconds.
    pub created_at_ms: i64,
    /// When the present key was given, Unix milliseconds.
    pub key_edited_at_ms: i64,
    /// When it was retired, Unix milliseconds.
    pub retired_at_ms: Option<i64>,
    /// The account or its present key is not as it was written: nothing may be sent or asked in its name.
    pub damaged: bool,
}

/// An account to be added. It has no ceiling for a day until one is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What the merchant calls it.
    pub name: String,
    /// The market in the catalogue.
    pub market_id: String,
    /// Real money, or practice.
    pub live: bool,
    /// The gateway's address.
    pub base_url: String,
    /// The key's name at the gateway.
    pub key_id: String,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Limits that override the catalogue's, as JSON.
    pub limits_json: String,
    /// What is known of the gateway's habits, as JSON.
    pub habits_json: String,
    /// The most that one payout may be.
    pub max_payout: Option<Amount>,
}

/// What may be changed of an account; everything is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEdit {
    /// What the merchant calls it.
    pub name: String,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Limits that override the catalogue's, as JSON.
    pub limits_json: String,
    /// The most that one payout may be.
    pub max_payout: Option<Amount>,
    /// The most that the payouts of one day may come to.
    pub max_day: Option<Amount>,
}

/// One of an account's keys, present or former. Former ones still verify callbacks for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountKey {
    /// Which key; the vault names its secret by it.
    pub slot: KeySlot,
    /// Whose.
    pub account_id: AccountId,
    /// Its name at the gateway.
    pub key_id: String,
    /// When it was given, Unix milliseconds.
    pub since_ms: i64,
    /// When another took its place, Unix milliseconds.
    pub replaced_at_ms: Option<i64>,
}

macro_rules! select_accounts {
    ($rest:literal) => {
        concat!(
            "SELECT a.*, k.slot, k.key_id, k.since_ms, k.checksum AS key_checksum FROM accounts a ",
            "JOIN account_keys k ON k.account_id = a.id AND k.replaced_at_ms IS NULL ",
            $rest
        )
    };
}
pub(super) use select_accounts;

impl Ledger {
    /// Adds an account with its first key.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn add_account(&self, new: &NewAccount, now_ms: i64) -> Result<AccountRow, LedgerError> {
        let mut tx = self.begin().await?;
        // Both are given here, because the checksums hold them.
        let id: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM accounts")
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        let slot: i64 = sqlx::query_scalar(NEXT_SLOT).fetch_one(&mut *tx).await.map_err(failed)?;
        let key = AccountKey {
            slot: KeySlot(slot),
            account_id: AccountId(id),
            key_id: new.key_id.clone(),
            since_ms: now_ms,
            replaced_at_ms: None,
        };
        insert(&mut tx, &begun(new, &key)).await?;
        insert_key(&mut tx, &key).await?;
        commit(tx).await?;
        self.existing_account(AccountId(id)).await
    }

    /// The accounts, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn accounts(&self, include_retired: bool) -> Result<Vec<AccountRow>, LedgerError> {
        let rows = sqlx::query(select_accounts!("WHERE a.retired_at_ms IS NULL OR ? ORDER BY a.id"))
            .bind(include_retired)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read_account).collect()
    }

    /// One account, retired or not.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, LedgerError> {
        let row = sqlx::query(select_accounts!("WHERE a.id = ?"))
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map(read_account).transpose()
    }

    /// Changes what may be changed of an account.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`], [`LedgerError::Damaged`] for an account that is not as it was written, or that it
    /// cannot be written.
    pub async fn edit_account(&self, id: AccountId, edit: &AccountEdit) -> Result<AccountRow, LedgerError> {
        let mut tx = self.begin().await?;
        let AccountEdit { name, notify_url, limits_json, max_payout, max_day } = edit.clone();
        let before = load_sound(&mut tx, id).await?;
        store(&mut tx, &AccountRow { name, notify_url, limits_json, max_payout, max_day, ..before }).await?;
        commit(tx).await?;
        self.existing_account(id).await
    }

    /// Keeps what the account's gateway has taught us.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`], or that it cannot be written.
    pub async fn set_habits(&self, id: AccountId, habits_json: &str) -> Result<(), LedgerError> {
        let done = sqlx::query("UPDATE accounts SET habits_json = ? WHERE id = ?")
            .bind(habits_json)
            .bind(id.0)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        found(done.rows_affected())
    }

    /// The slot that the next key gets. The secret is put away under it first: no key stands in the ledger whose secret
    /// nobody has.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn next_key_slot(&self) -> Result<KeySlot, LedgerError> {
        sqlx::query_scalar(NEXT_SLOT).fetch_one(&self.readers).await.map(KeySlot).map_err(failed)
    }

    /// Gives the account a new key in a slot that was never used. The former one is kept, with the time of its
    /// replacement.
    ///
    /// Whether the key's name may change is the market's business (it may not where it is the merchant's id).
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when another key has taken the slot meanwhile; [`LedgerError::NotFound`],
    /// [`LedgerError::Damaged`], or that it cannot be written.
    pub async fn rotate_key(
        &self,
        id: AccountId,
        slot: KeySlot,
        key_id: &str,
        now_ms: i64,
    ) -> Result<AccountRow, LedgerError> {
        let mut tx = self.begin().await?;
        load_sound(&mut tx, id).await?;
        sqlx::query(
            "UPDATE account_keys SET replaced_at_ms = ? WHERE account_id = ? AND replaced_at_ms IS NULL",
        )
        .bind(now_ms)
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let key_id = key_id.to_owned();
        let key = AccountKey { slot, account_id: id, key_id, since_ms: now_ms, replaced_at_ms: None };
        insert_key(&mut tx, &key).await?;
        commit(tx).await?;
        self.existing_account(id).await
    }

    /// An account's keys, the present one first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn account_keys(&self, id: AccountId) -> Result<Vec<AccountKey>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM account_keys WHERE account_id = ? ORDER BY slot DESC")
            .bind(id.0)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read_key).collect()
    }

    /// The keys of that name, of any account, present ones first: whose callback may this be?
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn keys_named(&self, key_id: &str) -> Result<Vec<AccountKey>, LedgerError> {
        let rows = sqlx::query(
            "SELECT * FROM account_keys WHERE key_id = ? ORDER BY replaced_at_ms IS NOT NULL, slot DESC",
        )
        .bind(key_id)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        rows.iter().map(read_key).collect()
    }

    /// Retires an account; its orders stay. Retiring again changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`], [`LedgerError::Damaged`], or that it cannot be written.
    pub async fn retire_account(&self, id: AccountId, now_ms: i64) -> Result<(), LedgerError> {
        let mut tx = self.begin().await?;
        let before = load_sound(&mut tx, id).await?;
        if before.retired_at_ms.is_none() {
            store(&mut tx, &AccountRow { retired_at_ms: Some(now_ms), ..before }).await?;
        }
        commit(tx).await
    }

    async fn existing_account(&self, id: AccountId) -> Result<AccountRow, LedgerError> {
        self.account(id).await?.ok_or(LedgerError::NotFound("account"))
    }
}

/// Keys are never deleted, so no slot is used twice.
const NEXT_SLOT: &str = "SELECT coalesce(max(slot), 0) + 1 FROM account_keys";

/// An account as it begins.
fn begun(new: &NewAccount, key: &AccountKey) -> AccountRow {
    let NewAccount {
        name,
        market_id,
        live,
        base_url,
        key_id,
        notify_url,
        limits_json,
        habits_json,
        max_payout,
    } = new.clone();
    AccountRow {
        id: key.account_id,
        name,
        market_id,
        live,
        base_url,
        key_id,
        key_slot: key.slot,
        notify_url,
        limits_json,
        habits_json,
        max_payout,
        max_day: None,
        created_at_ms: key.since_ms,
        key_edited_at_ms: key.since_ms,
        retired_at_ms: None,
        damaged: false,
    }
}

async fn insert(connection: &mut SqliteConnection, row: &AccountRow) -> Result<(), LedgerError> {
    sqlx::query(
        "INSERT INTO accounts (id, name, market_id, live, base_url, notify_url, limits_json, habits_json, max_payout,
         created_at_ms, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.id.0)
    .bind(&row.name)
    .bind(&row.market_id)
    .bind(row.live)
    .bind(&row.base_url)
    .bind(&row.notify_url)
    .bind(&row.limits_json)
    .bind(&row.habits_json)
    .bind(row.max_payout.map(Amount::ten_thousandths))
    .bind(row.created_at_ms)
    .bind(of_account(row))
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Writes what may change of an account that was loaded as a sound one, with its new checksum.
async fn store(connection: &mut SqliteConnection, row: &AccountRow) -> Result<(), LedgerError> {
    sqlx::query(
        "UPDATE accounts SET name = ?, notify_url = ?, limits_json = ?, max_payout = ?, max_day = ?,
         retired_at_ms = ?, checksum = ? WHERE id = ?",
    )
    .bind(&row.name)
    .bind(&row.notify_url)
    .bind(&row.limits_json)
    .bind(row.max_payout.map(Amount::ten_thousandths))
    .bind(row.max_day.map(Amount::ten_thousandths))
    .bind(row.retired_at_ms)
    .bind(of_account(row))
    .bind(row.id.0)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

async fn insert_key(connection: &mut SqliteConnection, key: &AccountKey) -> Result<(), LedgerError> {
    sqlx::query(
        "INSERT INTO account_keys (slot, account_id, key_id, since_ms, checksum) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(key.slot.0)
    .bind(key.account_id.0)
    .bind(&key.key_id)
    .bind(key.since_ms)
    .bind(of_key(key))
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

fn found(rows: u64) -> Result<(), LedgerError> {
    if rows == 0 { Err(LedgerError::NotFound("account")) } else { Ok(()) }
}

/// Reads an account and holds it and its present key against their checksums.
pub(super) fn read_account(row: &SqliteRow) -> Result<AccountRow, LedgerError> {
    let (read, readable) = read_columns(row)?;
    let key = AccountKey {
        slot: read.key_slot,
        account_id: read.id,
        key_id: read.key_id.clone(),
        since_ms: read.key_edited_at_ms,
        replaced_at_ms: None,
    };
    // Every row has one since the file was brought up to date: one that is missing does not agree either.
    let sound = row.get::<Option<Vec<u8>>>("checksum")? == Some(of_account(&read))
        && row.get::<Option<Vec<u8>>>("key_checksum")? == Some(of_key(&key));
    Ok(AccountRow { damaged: !(readable && sound), ..read })
}

/// Reads an account, and whether its texts are texts still: one that is not must not keep the other accounts from being
/// listed and served.
pub(super) fn read_columns(row: &SqliteRow) -> Result<(AccountRow, bool), LedgerError> {
    let mut readable = true;
    let mut text_if_any = |name: &str| match row.get::<Option<String>>(name) {
        Err(LedgerError::Damaged(_)) => {
            readable = false;
            let bytes: Option<Vec<u8>> = row.get(name)?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        }
        read => read,
    };
    let notify_url = text_if_any("notify_url")?;
    let mut text = |name: &str| text_if_any(name).map(Option::unwrap_or_default);
    let read = AccountRow {
        id: AccountId(row.get("id")?),
        name: text("name")?,
        market_id: text("market_id")?,
        live: row.get("live")?,
        base_url: text("base_url")?,
        key_id: text("key_id")?,
        key_slot: KeySlot(row.get("slot")?),
        notify_url,
        limits_json: text("limits_json")?,
        habits_json: text("habits_json")?,
        max_payout: row.amount_if_any("max_payout")?,
        max_day: row.amount_if_any("max_day")?,
        created_at_ms: row.get("created_at_ms")?,
        key_edited_at_ms: row.get("since_ms")?,
        retired_at_ms: row.get("retired_at_ms")?,
        damaged: false,
    };
    Ok((read, readable))
}

pub(super) fn read_key(row: &SqliteRow) -> Result<AccountKey, LedgerError> {
    Ok(AccountKey {
        slot: KeySlot(row.get("slot")?),
        account_id: AccountId(row.get("account_id")?),
        key_id: row.get("key_id")?,
        since_ms: row.get("since_ms")?,
        replaced_at_ms: row.get("replaced_at_ms")?,
    })
}
