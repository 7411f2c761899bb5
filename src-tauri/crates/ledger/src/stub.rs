//! Writing the stub: an order is on disk before anything leaves.

use money::{Amount, Currency};
use orders::{Product, Source, Status};
use sqlx::SqliteConnection;

use crate::connection::{commit, failed};
use crate::day::day_of;
use crate::sending::step;
use crate::tables::events::{self, NewEvent};
use crate::tables::orders::{Held, insert};
use crate::tables::{account_seals, replacements};
use crate::{AccountId, Ledger, LedgerError, OrderId, OrderRow, Party, PayInstructions, search};

/// An order about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStub {
    /// At which account.
    pub account_id: AccountId,
    /// What kind of order.
    pub product: Product,
    /// Our number: final, and unique within the account.
    pub number: String,
    /// The market's channel value.
    pub channel: Option<String>,
    /// How much; more than nothing.
    pub amount: Amount,
    /// In which currency.
    pub currency: Currency,
    /// The market's offset from UTC, `-06:00`: decides the days that the order's money falls on.
    pub zone: String,
    /// Who pays or is paid.
    pub party: Party,
    /// The draft that it was made from, as JSON.
    pub draft_json: String,
    /// Why a person makes it although it looks like another one.
    pub duplicate_reason: Option<String>,
}

impl Ledger {
    /// Writes an order's stub in status `prepared`. When this returns, it survives a power cut.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the account is retired or has an order of that number; [`LedgerError::Invalid`]
    /// for an amount that is not positive or an offset that cannot be read; [`LedgerError::Damaged`] when the account is
    /// not as it was written; or that it cannot be written.
    pub async fn write_stub(&self, new: &NewStub, now_ms: i64) -> Result<OrderRow, LedgerError> {
        self.write(new, None, now_ms).await
    }

    /// Writes the stub of a payout that is made in place of an abandoned one. Both histories name the other's number.
    /// `spellings` are the texts that the payee's account may stand under: the abandoned one's may be an older one.
    ///
    /// # Errors
    /// As of [`Ledger::write_stub`]; also [`LedgerError::Conflict`] when the other order is not abandoned (any more),
    /// is not for the same payee and sum, or was replaced already by one that has paid or may still pay.
    pub async fn write_replacement(
        &self,
        new: &NewStub,
        spellings: &[String],
        replaces: OrderId,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        self.write(new, Some((replaces, spellings)), now_ms).await
    }

    async fn write(
        &self,
        new: &NewStub,
        replaces: Option<(OrderId, &[String])>,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        if !new.amount.is_positive() {
            return Err(LedgerError::Invalid("an order is for more than nothing".to_owned()));
        }
        let mut tx = self.begin().await?;
        check_account(&mut tx, new).await?;
        let replaced = match replaces {
            Some((id, spellings)) => Some(replacements::replaceable(&mut tx, new, spellings, id).await?),
            None => None,
        };
        let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM orders")
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        let row = prepared(OrderId(newest + 1), new, now_ms)?;
        let note = first_note(new, replaced.as_ref());
        let event = NewEvent {
            order_id: row.id,
            at_ms: now_ms,
            source: Source::Program,
            from: None,
            to: Status::Prepared,
            judgement: None,
            gateway_status: None,
            note: note.as_deref(),
            exchange_id: None,
            delivery_id: None,
        };
        // The row holds the hash of its history's first line, so the hash comes first.
        let held = Held { head: events::hash(&[], &event), row };
        insert(&mut tx, &held).await?;
        events::append(&mut tx, &[], &event).await?;
        search::add(&mut tx, &held.row).await?;
        if let Some(mut old) = replaced {
            replacements::link(&mut tx, held.row.id, old.row.id).await?;
            let note = format!("replaced by: {}", held.row.number);
            let status = old.row.status;
            step(&mut tx, &mut old, status, Source::Person, Some(&note), now_ms).await?;
        }
        commit(tx).await?;
        Ok(held.row)
    }
}

/// What the history begins with: what the order was made in place of, and why although it looks like another one.
fn first_note(new: &NewStub, replaced: Option<&Held>) -> Option<String> {
    let Some(old) = replaced else { return new.duplicate_reason.clone() };
    let replaces = format!("replaces: {}", old.row.number);
    Some(match &new.duplicate_reason {
        Some(reason) => format!("{replaces}; {reason}"),
        None => replaces,
    })
}

async fn check_account(connection: &mut SqliteConnection, new: &NewStub) -> Result<(), LedgerError> {
    if account_seals::load_sound(connection, new.account_id).await?.retired_at_ms.is_some() {
        return Err(LedgerError::Conflict("this account is retired".to_owned()));
    }
    let taken: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orders WHERE account_id = ? AND number = ?)")
            .bind(new.account_id.0)
            .bind(&new.number)
            .fetch_one(connection)
            .await
            .map_err(failed)?;
    if taken {
        return Err(LedgerError::Conflict(format!("this account has an order {} already", new.number)));
    }
    Ok(())
}

fn prepared(id: OrderId, new: &NewStub, now_ms: i64) -> Result<OrderRow, LedgerError> {
    Ok(OrderRow {
        id,
        account_id: new.account_id,
        product: new.product,
        number: new.number.clone(),
        gateway_number: None,
        channel_number: None,
        channel: new.channel.clone(),
        amount: new.amount,
        currency: new.currency,
        fee: None,
        actual_amount: None,
        status: Status::Prepared,
        gateway_status: None,
        provisional: false,
        party: new.party.clone(),
        pay: PayInstructions::default(),
        reason: None,
        draft_json: new.draft_json.clone(),
        request: None,
        submitted: false,
        duplicate_reason: new.duplicate_reason.clone(),
        created_at_ms: now_ms,
        created_day: day_of(now_ms, &new.zone)?,
        zone: new.zone.clone(),
        updated_at_ms: now_ms,
        sent_at_ms: None,
        completed: None,
        day: None,
        damaged: false,
    })
}
