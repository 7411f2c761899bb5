//! Orders of the past, many in each statement: a merchant has a million of them.

use money::Amount;
use orders::{Source, Status};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::orders::{Held, checksum};
use crate::connection::failed;
use crate::past::PastStep;
use crate::postings::settled_amount;
use crate::{LedgerError, OrderId, OrderRow, search};

/// Rows in one statement: more make its text long, and gain nothing.
pub(crate) const ROWS: usize = 100;

/// An order of the past, ready to be written.
pub(crate) struct PastRow {
    pub(crate) held: Held,
    pub(crate) events: Vec<PastEvent>,
    /// The record that it was read from.
    pub(crate) record: String,
}

/// A line of its history.
pub(crate) struct PastEvent {
    pub(crate) step: PastStep,
    /// The status before it.
    pub(crate) from: Option<Status>,
    pub(crate) note: Option<String>,
    /// The hash up to it.
    pub(crate) hash: Vec<u8>,
}

/// A statement, and how many rows it writes.
pub(crate) type Part<'r> = (QueryBuilder<Sqlite>, usize);

/// Writes new orders with their histories, postings and texts.
pub(crate) async fn insert_all(
    connection: &mut SqliteConnection,
    rows: &[PastRow],
) -> Result<(), LedgerError> {
    let lines: Vec<_> =
        rows.iter().flat_map(|row| row.events.iter().map(|event| (row.held.row.id, event))).collect();
    let moved = moved(rows);
    let parts = in_parts(rows, orders)
        .chain(in_parts(rows, papers))
        .chain(in_parts(&lines, events))
        .chain(in_parts(&moved, postings));
    run(connection, parts).await?;
    let texts: Vec<_> = rows.iter().map(|row| (&row.held.row, row.record.as_str())).collect();
    search::add_past(connection, &texts).await
}

/// The statements that write so many rows.
pub(crate) fn in_parts<'r, T>(
    rows: &'r [T],
    statement: impl Fn(&'r [T]) -> QueryBuilder<Sqlite> + 'r,
) -> impl Iterator<Item = Part<'r>> {
    rows.chunks(ROWS).map(move |part| (statement(part), part.len()))
}

/// Runs statements one after the other; each is put together while the one before is at work. One of the usual length is
/// kept prepared: reading its text would be a good part of its work.
pub(crate) async fn run<'r>(
    connection: &mut SqliteConnection,
    mut parts: impl Iterator<Item = Part<'r>>,
) -> Result<(), LedgerError> {
    let mut next = parts.next();
    while let Some((mut statement, rows)) = next.take() {
        let at_work = statement.build().persistent(rows == ROWS).execute(&mut *connection);
        let (done, following) = tokio::join!(at_work, async { parts.next() });
        done.map_err(failed)?;
        next = following;
    }
    Ok(())
}

fn orders(rows: &[PastRow]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(
        "INSERT INTO orders (id, account_id, product, number, gateway_number, channel_number, channel, amount, currency,
         fee, actual_amount, status, gateway_status, provisional, name, account_no, account_kind, bank, phone, email,
         remark, document_number, pay_url, pay_code, reference, concept, bank_name, expires_at_ms, reason, submissions,
         created_at_ms, created_day, zone, updated_at_ms, sent_at_ms, completed_text, completed_zone, completed_ms, day,
         history_head, checksum) ",
    );
    sql.push_values(rows, |mut values, PastRow { held: Held { row, head }, .. }| {
        let (party, pay, completed) = (&row.party, &row.pay, row.completed.as_ref());
        values
            .push_bind(row.id.0)
            .push_bind(row.account_id.0)
            .push_bind(row.product.as_str())
            .push_bind(&row.number)
            .push_bind(&row.gateway_number)
            .push_bind(&row.channel_number)
            .push_bind(&row.channel)
            .push_bind(row.amount.ten_thousandths())
            .push_bind(row.currency.code())
            .push_bind(row.fee.map(Amount::ten_thousandths))
            .push_bind(row.actual_amount.map(Amount::ten_thousandths))
            .push_bind(row.status.as_str())
            .push_bind(&row.gateway_status)
            .push_bind(row.provisional)
            .push_bind(&party.name)
            .push_bind(&party.account_no)
            .push_bind(&party.account_kind)
            .push_bind(&party.bank)
            .push_bind(&party.phone)
            .push_bind(&party.email)
            .push_bind(&party.remark)
            .push_bind(&party.document_number)
            .push_bind(&pay.pay_url)
            .push_bind(&pay.pay_code)
            .push_bind(&pay.reference)
            .push_bind(&pay.concept)
            .push_bind(&pay.bank_name)
            .push_bind(pay.expires_at_ms)
            .push_bind(&row.reason)
            .push_bind(row.submitted)
            .push_bind(row.created_at_ms)
            .push_bind(&row.created_day)
            .push_bind(&row.zone)
            .push_bind(row.updated_at_ms)
            .push_bind(row.sent_at_ms)
            .push_bind(completed.map(|told| &told.text))
            .push_bind(completed.and_then(|told| told.zone.as_ref()))
            .push_bind(completed.and_then(|told| told.unix_ms))
            .push_bind(&row.day)
            .push_bind(head)
            .push_bind(checksum(row, head));
    });
    sql
}

fn papers(rows: &[PastRow]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new("INSERT INTO order_papers (order_id, draft_json) ");
    sql.push_values(rows, |mut values, PastRow { held, .. }| {
        values.push_bind(held.row.id.0).push_bind(&held.row.draft_json);
    });
    sql
}

fn events(lines: &[(OrderId, &PastEvent)]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(
        "INSERT INTO order_events (order_id, at_ms, source, from_status, to_status, gateway_status, note, repeats,
         last_at_ms, hash) ",
    );
    sql.push_values(lines, |mut values, (id, PastEvent { step, from, note, hash })| {
        values
            .push_bind(id.0)
            .push_bind(step.at_ms)
            .push_bind(Source::Program.as_str())
            .push_bind(from.map(Status::as_str))
            .push_bind(step.status.as_str())
            .push_bind(&step.gateway_status)
            .push_bind(note)
            .push_bind(0_i64)
            .push_bind(step.at_ms)
            .push_bind(hash);
    });
    sql
}

/// What an order moved, and when.
struct Moved<'r> {
    order: &'r OrderRow,
    kind: &'static str,
    day: String,
    at_ms: i64,
}

/// What orders moved: a success on its day, and its return.
fn moved(rows: &[PastRow]) -> Vec<Moved<'_>> {
    let mut lines = Vec::new();
    for PastRow { held: Held { row: order, .. }, events, .. } in rows {
        let Some(day) = &order.day else { continue };
        let mut steps = events.iter().map(|event| &event.step);
        let Some(paid) = steps.find(|step| step.status == Status::Succeeded) else { continue };
        lines.push(Moved { order, kind: "succeeded", day: day.clone(), at_ms: paid.at_ms });
        if order.status != Status::Succeeded {
            let at_ms = events.last().map_or(paid.at_ms, |event| event.step.at_ms);
            let day = crate::day::day_of(at_ms, &order.zone).unwrap_or_else(|_| day.clone());
            lines.push(Moved { order, kind: "returned", day, at_ms });
        }
    }
    lines
}

fn postings(lines: &[Moved<'_>]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(
        "INSERT INTO postings (order_id, day, account_id, product, currency, kind, n, amount, fee, at_ms) ",
    );
    sql.push_values(lines, |mut values, Moved { order, kind, day, at_ms }| {
        values
            .push_bind(order.id.0)
            .push_bind(day)
            .push_bind(order.account_id.0)
            .push_bind(order.product.as_str())
            .push_bind(order.currency.code())
            .push_bind(*kind)
            .push_bind(1_i64)
            .push_bind(settled_amount(order).ten_thousandths())
            .push_bind(order.fee.unwrap_or(Amount::ZERO).ten_thousandths())
            .push_bind(*at_ms);
    });
    sql
}
