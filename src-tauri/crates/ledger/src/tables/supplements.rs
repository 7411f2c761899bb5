//! Further payments to a collect order (Cashy PATCH): children of the order, each with a number of the gateway's.

use money::Amount;
use orders::{Flag, Judgement, ReportedStatus, Source, Status, judge};
use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::events::{self, NewEvent};
use super::flags;
use super::orders::{Held, completed_checksum, load_sound, read_completed, store};
use crate::checksum::Checksum;
use crate::connection::{commit, failed};
use crate::day::day_of;
use crate::postings::{Place, Worth, post};
use crate::row::Columns;
use crate::{AccountId, DeliveryId, Ledger, LedgerError, OrderId, SupplementId, ToldTime};

/// A further payment to a collect order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupplementRow {
    /// Which payment.
    pub id: SupplementId,
    /// To which order.
    pub order_id: OrderId,
    /// At which account.
    pub account_id: AccountId,
    /// The gateway's number of it; unique within the account.
    pub gateway_number: String,
    /// The number of ours that the gateway made for it.
    pub number: Option<String>,
    /// How much was paid.
    pub amount: Amount,
    /// The fee.
    pub fee: Option<Amount>,
    /// Where it stands.
    pub status: Status,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The reason of a failure, verbatim.
    pub reason: Option<String>,
    /// When it was completed, as told.
    pub completed: Option<ToldTime>,
    /// When it was heard of first, Unix milliseconds.
    pub created_at_ms: i64,
    /// When anything about it last changed, Unix milliseconds.
    pub updated_at_ms: i64,
    /// The row is not as it was written.
    pub damaged: bool,
}

/// What was reported of a further payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementReport {
    /// Where it comes from.
    pub source: Source,
    /// The gateway's number of it.
    pub gateway_number: String,
    /// The number of ours that the gateway made for it.
    pub number: Option<String>,
    /// How much was paid.
    pub amount: Amount,
    /// The fee.
    pub fee: Option<Amount>,
    /// Where it stands; `None` for a word that is not known (pending, while nothing else is known).
    pub reported: Option<ReportedStatus>,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The reason of a failure, verbatim.
    pub reason: Option<String>,
    /// When it was completed, as told.
    pub completed: Option<ToldTime>,
    /// The stored delivery that brought it.
    pub delivery_id: Option<DeliveryId>,
}

/// What a report of a further payment came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplementApplied {
    /// The payment now.
    pub supplement: SupplementRow,
    /// Its status before; `None` when it is new.
    pub before: Option<Status>,
    /// How the report was judged; `None` when it had no status or the payment is new.
    pub judgement: Option<Judgement>,
}

impl Ledger {
    /// Applies a report of a further payment to the order `parent`; a line in that order's history says so.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`]; [`LedgerError::Conflict`] when the payment belongs to another order, or is known as an
    /// order of its own;
    /// [`LedgerError::Damaged`]; or that it cannot be written.
    pub async fn apply_supplement(
        &self,
        parent: OrderId,
        report: &SupplementReport,
        now_ms: i64,
    ) -> Result<SupplementApplied, LedgerError> {
        let mut tx = self.begin().await?;
        let mut held = load_sound(&mut tx, parent).await?;
        let known = find(&mut tx, held.row.account_id, &report.gateway_number).await?;
        let before = known.as_ref().map(|known| known.status);
        if known.as_ref().is_some_and(|known| known.amount != report.amount) {
            // What was told first stands, in the books as well; that the gateway now says otherwise is for a person.
            flags::raise(&mut tx, parent, Flag::AmountDiffers, now_ms).await?;
        }
        let (row, judgement) = match known {
            None if is_an_order(&mut tx, held.row.account_id, &report.gateway_number).await? => {
                return Err(LedgerError::Conflict("this payment is an order of its own".to_owned()));
            }
            None => (insert(&mut tx, &held, report, now_ms).await?, None),
            Some(known) if known.damaged => {
                return Err(LedgerError::Damaged(format!(
                    "payment {} is not as it was written",
                    known.gateway_number
                )));
            }
            Some(known) if known.order_id != parent => {
                return Err(LedgerError::Conflict("this payment belongs to another order".to_owned()));
            }
            Some(known) => advance(&mut tx, known, report, now_ms).await?,
        };
        book(&mut tx, &held, &row, now_ms).await?;
        note_in_history(&mut tx, &mut held, &row, report, judgement, now_ms).await?;
        commit(tx).await?;
        Ok(SupplementApplied { supplement: row, before, judgement })
    }

    /// An order's further payments, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn supplements(&self, id: OrderId) -> Result<Vec<SupplementRow>, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        of_order(&mut connection, id).await
    }
}

/// An order's further payments, oldest first.
pub(crate) async fn of_order(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<Vec<SupplementRow>, LedgerError> {
    let rows = sqlx::query("SELECT * FROM supplements WHERE order_id = ? ORDER BY id")
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    rows.iter().map(read).collect()
}

/// Whether an order has that number of the gateway's: a further payment that was imported as an order is in the books.
async fn is_an_order(
    connection: &mut SqliteConnection,
    account_id: AccountId,
    gateway_number: &str,
) -> Result<bool, LedgerError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orders WHERE account_id = ? AND gateway_number = ?)")
        .bind(account_id.0)
        .bind(gateway_number)
        .fetch_one(connection)
        .await
        .map_err(failed)
}

async fn find(
    connection: &mut SqliteConnection,
    account_id: AccountId,
    gateway_number: &str,
) -> Result<Option<SupplementRow>, LedgerError> {
    let row = sqlx::query("SELECT * FROM supplements WHERE account_id = ? AND gateway_number = ?")
        .bind(account_id.0)
        .bind(gateway_number)
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    row.as_ref().map(read).transpose()
}

async fn insert(
    connection: &mut SqliteConnection,
    parent: &Held,
    report: &SupplementReport,
    now_ms: i64,
) -> Result<SupplementRow, LedgerError> {
    let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM supplements")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let row = SupplementRow {
        id: SupplementId(newest + 1),
        order_id: parent.row.id,
        account_id: parent.row.account_id,
        gateway_number: report.gateway_number.clone(),
        number: report.number.clone(),
        amount: report.amount,
        fee: report.fee,
        status: report.reported.map_or(Status::Pending, at_first),
        gateway_status: report.gateway_status.clone(),
        channel_number: report.channel_number.clone(),
        reason: report.reason.clone(),
        completed: report.completed.clone(),
        created_at_ms: now_ms,
        updated_at_ms: now_ms,
        damaged: false,
    };
    write(connection, &row).await?;
    Ok(row)
}

const fn at_first(reported: ReportedStatus) -> Status {
    match reported {
        ReportedStatus::Pending => Status::Pending,
        ReportedStatus::Processing => Status::Processing,
        ReportedStatus::Succeeded => Status::Succeeded,
        ReportedStatus::Failed => Status::Failed,
    }
}

async fn advance(
    connection: &mut SqliteConnection,
    mut row: SupplementRow,
    report: &SupplementReport,
    now_ms: i64,
) -> Result<(SupplementRow, Option<Judgement>), LedgerError> {
    // A payment has no history of its own; the statuses on the way to where it stands are the ones left behind.
    let left: Vec<Status> = [Status::Pending, Status::Processing, Status::Succeeded]
        .into_iter()
        .filter(|status| {
            *status != row.status && (*status != Status::Succeeded || row.status == Status::Returned)
        })
        .collect();
    let judgement = report.reported.map(|reported| judge(row.status, &left, reported, report.source));
    if let Some(Judgement::Moves(to)) = judgement {
        row.status = to;
    }
    if matches!(judgement, Some(Judgement::Moves(_) | Judgement::Confirms)) {
        row.gateway_status = report.gateway_status.clone().or(row.gateway_status);
        row.channel_number = report.channel_number.clone().or(row.channel_number);
        row.number = report.number.clone().or(row.number);
        row.reason = report.reason.clone().or(row.reason);
        row.completed = report.completed.clone().or(row.completed);
        row.fee = report.fee.or(row.fee);
        row.updated_at_ms = now_ms;
        write(connection, &row).await?;
    }
    Ok((row, judgement))
}

async fn book(
    connection: &mut SqliteConnection,
    parent: &Held,
    row: &SupplementRow,
    now_ms: i64,
) -> Result<(), LedgerError> {
    let told_ms = row.completed.as_ref().and_then(|told| told.unix_ms).filter(|told| *told <= now_ms);
    let money_day = day_of(told_ms.unwrap_or(row.created_at_ms), &parent.row.zone)?;
    let turned_day = day_of(now_ms, &parent.row.zone)?;
    let place = Place {
        order: &parent.row,
        supplement: Some(row.id),
        money_day: &money_day,
        turned_day: &turned_day,
        now_ms,
    };
    let worth = Worth { status: row.status, amount: row.amount, fee: row.fee.unwrap_or(Amount::ZERO) };
    post(connection, &place, worth).await
}

async fn note_in_history(
    connection: &mut SqliteConnection,
    held: &mut Held,
    row: &SupplementRow,
    report: &SupplementReport,
    judgement: Option<Judgement>,
    now_ms: i64,
) -> Result<(), LedgerError> {
    let note = format!(
        "further payment {} of {} {}: {}",
        row.gateway_number,
        row.amount,
        held.row.currency,
        row.status.as_str()
    );
    let status = held.row.status;
    let event = NewEvent {
        order_id: held.row.id,
        at_ms: now_ms,
        source: report.source,
        from: Some(status),
        to: status,
        // The order itself does not move: how the payment was judged is told by its own status.
        judgement: judgement.filter(|judgement| !matches!(judgement, Judgement::Moves(_))),
        gateway_status: report.gateway_status.as_deref(),
        note: Some(&note),
        exchange_id: None,
        delivery_id: report.delivery_id,
    };
    let added = events::append(connection, &held.head, &event).await?;
    if !added.repeated {
        held.head = added.head;
        held.row.updated_at_ms = now_ms;
        store(connection, held).await?;
    }
    Ok(())
}

async fn write(connection: &mut SqliteConnection, row: &SupplementRow) -> Result<(), LedgerError> {
    let completed = row.completed.as_ref();
    sqlx::query(
        "INSERT INTO supplements (id, order_id, account_id, gateway_number, number, amount, fee, status,
         gateway_status, channel_number, reason, completed_text, completed_zone, completed_ms, created_at_ms,
         updated_at_ms, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET number = excluded.number, fee = excluded.fee, status = excluded.status,
         gateway_status = excluded.gateway_status, channel_number = excluded.channel_number,
         reason = excluded.reason, completed_text = excluded.completed_text,
         completed_zone = excluded.completed_zone, completed_ms = excluded.completed_ms,
         updated_at_ms = excluded.updated_at_ms, checksum = excluded.checksum",
    )
    .bind(row.id.0)
    .bind(row.order_id.0)
    .bind(row.account_id.0)
    .bind(&row.gateway_number)
    .bind(&row.number)
    .bind(row.amount.ten_thousandths())
    .bind(row.fee.map(Amount::ten_thousandths))
    .bind(row.status.as_str())
    .bind(&row.gateway_status)
    .bind(&row.channel_number)
    .bind(&row.reason)
    .bind(completed.map(|told| &told.text))
    .bind(completed.and_then(|told| told.zone.as_ref()))
    .bind(completed.and_then(|told| told.unix_ms))
    .bind(row.created_at_ms)
    .bind(row.updated_at_ms)
    .bind(checksum(row))
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

fn checksum(row: &SupplementRow) -> Vec<u8> {
    let SupplementRow {
        id,
        order_id,
        account_id,
        gateway_number,
        number,
        amount,
        fee,
        status,
        gateway_status,
        channel_number,
        reason,
        completed,
        created_at_ms,
        updated_at_ms,
        damaged: _,
    } = row;
    let mut sum = Checksum::new("supplements");
    for number in [id.0, order_id.0, account_id.0, amount.ten_thousandths(), *created_at_ms, *updated_at_ms] {
        sum.int(Some(number));
    }
    sum.int(fee.map(Amount::ten_thousandths));
    for word in [gateway_number.as_str(), status.as_str()] {
        sum.text(Some(word));
    }
    for text in [number, gateway_status, channel_number, reason] {
        sum.text(text.as_deref());
    }
    completed_checksum(&mut sum, completed.as_ref());
    sum.finish()
}

/// Reads a further payment and holds it against its checksum.
pub(crate) fn read(row: &SqliteRow) -> Result<SupplementRow, LedgerError> {
    let mut read = SupplementRow {
        id: SupplementId(row.get("id")?),
        order_id: OrderId(row.get("order_id")?),
        account_id: AccountId(row.get("account_id")?),
        gateway_number: row.get("gateway_number")?,
        number: row.get("number")?,
        amount: row.amount("amount")?,
        fee: row.amount_if_any("fee")?,
        status: row.status("status")?,
        gateway_status: row.get("gateway_status")?,
        channel_number: row.get("channel_number")?,
        reason: row.get("reason")?,
        completed: read_completed(row)?,
        created_at_ms: row.get("created_at_ms")?,
        updated_at_ms: row.get("updated_at_ms")?,
        damaged: false,
    };
    read.damaged = checksum(&read) != row.get::<Vec<u8>>("checksum")?;
    Ok(read)
}
