//! Orders of the past: what a merchant made before this program, or elsewhere, and wants to find here.
//!
//! They come from a file that a person chose. They are never sent, nor can be: their numbers count as submitted.

use std::collections::BTreeSet;

use money::{Amount, Currency};
use orders::{Draft, Product, Source, Status};
use sqlx::SqliteConnection;

use crate::connection::{commit, failed, room_for_many};
use crate::day::day_of;
use crate::row::Columns;
use crate::tables::account_seals;
use crate::tables::events::{self, NewEvent};
use crate::tables::orders::Held;
use crate::tables::past_orders::{PastEvent, PastRow, insert_all};
use crate::{AccountId, Ledger, LedgerError, OrderId, OrderRow, Party, PayInstructions, ToldTime};

/// From so many orders on, more room pays.
const MANY: usize = 1_000;

/// An order that was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastOrder {
    /// At which account.
    pub account_id: AccountId,
    /// What kind of order.
    pub product: Product,
    /// The merchant's number; unique within the account.
    pub number: String,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The market's channel value.
    pub channel: Option<String>,
    /// How much was asked for.
    pub amount: Amount,
    /// In which currency.
    pub currency: Currency,
    /// The gateway's fee.
    pub fee: Option<Amount>,
    /// What the payer of a collect order really paid.
    pub actual_amount: Option<Amount>,
    /// Who paid or was paid.
    pub party: Party,
    /// What the payer was given.
    pub pay: PayInstructions,
    /// Why it was refused or failed, verbatim.
    pub reason: Option<String>,
    /// When it was made, Unix milliseconds.
    pub created_at_ms: i64,
    /// When the gateway says that it was completed.
    pub completed: Option<ToldTime>,
    /// The market's offset from UTC then, `-06:00`: decides the days that the order's money falls on.
    pub zone: String,
    /// What became of it, oldest first; the last one is where it stands.
    pub steps: Vec<PastStep>,
    /// The record it was read from, as text; it is searched too.
    pub record: String,
    /// Where that record stands, for a person: `history.csv, line 12`.
    pub origin: String,
}

/// A step in the life of an order of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastStep {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// The status after it: one that an order has after it was sent.
    pub status: Status,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
}

/// What writing orders of the past came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastWritten {
    /// So many were written.
    pub written: u64,
    /// Which were left out, by their place among those given: the account has an order or a supplement of one of their
    /// numbers already.
    pub known: Vec<usize>,
}

impl Ledger {
    /// Writes orders of the past, all in one commit; a few hundred at a time, or whoever else writes has to wait. They are
    /// put into the totals of their own days, and into the search.
    ///
    /// # Errors
    /// [`LedgerError::Invalid`] for an order without a step, one that was never sent, an amount that is not positive, or an
    /// offset that cannot be read; [`LedgerError::NotFound`] or [`LedgerError::Damaged`] for their account; or that
    /// they cannot be written. Nothing is written then.
    pub async fn write_past(&self, orders: &[PastOrder], now_ms: i64) -> Result<PastWritten, LedgerError> {
        let mut tx = self.begin().await?;
        if orders.len() >= MANY {
            room_for_many(&mut tx, true).await?;
        }
        let accounts: BTreeSet<AccountId> = orders.iter().map(|order| order.account_id).collect();
        for account in accounts {
            account_seals::load_sound(&mut tx, account).await?;
        }
        let mut known = Known::among(&mut tx, orders).await?;
        let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM orders")
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        let mut result = PastWritten::default();
        let mut rows = Vec::with_capacity(orders.len());
        let mut id = newest;
        for (place, order) in orders.iter().enumerate() {
            if known.add(order) {
                id = id.saturating_add(1);
                rows.push(past_row(OrderId(id), order, now_ms)?);
                result.written += 1;
            } else {
                result.known.push(place);
            }
        }
        insert_all(&mut tx, &rows).await?;
        commit(tx).await?;
        Ok(result)
    }
}

/// The numbers that are taken, with their accounts. Ours and the gateways' together: many exports have one number only, and
/// do not say whose it is.
#[derive(Default)]
struct Known(BTreeSet<(i64, String)>);

impl Known {
    async fn among(connection: &mut SqliteConnection, orders: &[PastOrder]) -> Result<Self, LedgerError> {
        let mut known = Self::default();
        let accounts: BTreeSet<AccountId> = orders.iter().map(|order| order.account_id).collect();
        for account in accounts {
            let of_account = orders.iter().filter(|order| order.account_id == account);
            let numbers: Vec<&str> = of_account.flat_map(numbers_of).collect();
            for column in [
                ("SELECT number FROM orders WHERE account_id = ", " AND number IN ("),
                (
                    "SELECT gateway_number AS number FROM orders WHERE account_id = ",
                    " AND gateway_number IN (",
                ),
                (
                    "SELECT gateway_number AS number FROM supplements WHERE account_id = ",
                    " AND gateway_number IN (",
                ),
            ] {
                known.0.extend(taken(connection, account, column, &numbers).await?);
            }
        }
        Ok(known)
    }

    /// Takes an order's numbers, unless one of them is taken.
    fn add(&mut self, order: &PastOrder) -> bool {
        let numbers = || numbers_of(order).map(|number| (order.account_id.0, number.to_owned()));
        if numbers().any(|number| self.0.contains(&number)) {
            return false;
        }
        self.0.extend(numbers());
        true
    }
}

fn numbers_of(order: &PastOrder) -> impl Iterator<Item = &str> {
    std::iter::once(order.number.as_str()).chain(order.gateway_number.as_deref())
}

async fn taken(
    connection: &mut SqliteConnection,
    account: AccountId,
    (of_account, and_numbers): (&'static str, &'static str),
    numbers: &[&str],
) -> Result<BTreeSet<(i64, String)>, LedgerError> {
    let mut found = BTreeSet::new();
    for part in numbers.chunks(1_000) {
        let mut sql = sqlx::QueryBuilder::new(of_account);
        sql.push_bind(account.0).push(and_numbers);
        let mut list = sql.separated(", ");
        for number in part {
            list.push_bind(*number);
        }
        sql.push(")");
        for row in sql.build().persistent(false).fetch_all(&mut *connection).await.map_err(failed)? {
            found.insert((account.0, row.get("number")?));
        }
    }
    Ok(found)
}

fn past_row(id: OrderId, order: &PastOrder, now_ms: i64) -> Result<PastRow, LedgerError> {
    let invalid = |what: &str| LedgerError::Invalid(format!("{}: {what}", order.origin));
    let last = order.steps.last().ok_or_else(|| invalid("nothing is known of what became of it"))?;
    if !order.amount.is_positive() {
        return Err(invalid("an order is for more than nothing"));
    }
    if order.steps.iter().any(|step| !was_sent(step.status)) {
        return Err(invalid("it has a status that only an order of this program has"));
    }
    let row = order_row(id, order, last, now_ms)?;
    let mut head = Vec::new();
    let mut events = Vec::with_capacity(order.steps.len());
    let mut from = None;
    for (n, step) in order.steps.iter().enumerate() {
        let note = if n == 0 { Some(format!("imported: {}", order.origin)) } else { None };
        let event = NewEvent {
            order_id: id,
            at_ms: step.at_ms,
            source: Source::Program,
            from,
            to: step.status,
            judgement: None,
            gateway_status: step.gateway_status.as_deref(),
            note: note.as_deref(),
            exchange_id: None,
            delivery_id: None,
        };
        head = events::hash(&head, &event);
        events.push(PastEvent { step: step.clone(), from, note, hash: head.clone() });
        from = Some(step.status);
    }
    Ok(PastRow { held: Held { row, head }, events, record: order.record.clone() })
}

const fn was_sent(status: Status) -> bool {
    !matches!(status, Status::Prepared | Status::Sending | Status::NotSent | Status::Cancelled)
}

fn order_row(id: OrderId, order: &PastOrder, last: &PastStep, now_ms: i64) -> Result<OrderRow, LedgerError> {
    let draft = Draft {
        product: order.product,
        channel: order.channel.clone(),
        amount: order.amount,
        currency: order.currency,
        fields: std::collections::BTreeMap::new(),
    };
    let draft_json = serde_json::to_string(&draft).map_err(|_| LedgerError::Invalid("draft".to_owned()))?;
    let paid = order.steps.iter().find(|step| step.status == Status::Succeeded);
    let completed_ms = order.completed.as_ref().and_then(|told| told.unix_ms);
    let day = paid.map(|step| day_of(completed_ms.unwrap_or(step.at_ms), &order.zone)).transpose()?;
    Ok(OrderRow {
        id,
        account_id: order.account_id,
        product: order.product,
        number: order.number.clone(),
        gateway_number: order.gateway_number.clone(),
        channel_number: order.channel_number.clone(),
        channel: order.channel.clone(),
        amount: order.amount,
        currency: order.currency,
        fee: order.fee,
        actual_amount: order.actual_amount,
        status: last.status,
        gateway_status: last.gateway_status.clone(),
        provisional: false,
        party: order.party.clone(),
        pay: order.pay.clone(),
        reason: order.reason.clone(),
        draft_json,
        request: None,
        submitted: true,
        duplicate_reason: None,
        created_at_ms: order.created_at_ms,
        created_day: day_of(order.created_at_ms, &order.zone)?,
        zone: order.zone.clone(),
        updated_at_ms: last.at_ms.max(order.created_at_ms).min(now_ms),
        sent_at_ms: Some(order.created_at_ms),
        completed: order.completed.clone(),
        day,
        damaged: false,
    })
}
