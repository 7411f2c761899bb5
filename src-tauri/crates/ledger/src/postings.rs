//! Postings: money that came to be true or ceased to be, each on its own day of the market. Only ever added to.

use money::Amount;
use orders::{Direction, Status};
use sqlx::SqliteConnection;

use crate::connection::failed;
use crate::day::day_of;
use crate::row::Columns;
use crate::{LedgerError, OrderRow, SupplementId};

/// What the postings of an order, or of one of its supplements, come to so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) n: i64,
    pub(crate) amount: Amount,
    pub(crate) fee: Amount,
}

/// What a payment is worth in the books now: one of it, or nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worth {
    pub(crate) status: Status,
    pub(crate) amount: Amount,
    pub(crate) fee: Amount,
}

/// Where a posting belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) order: &'a OrderRow,
    pub(crate) supplement: Option<SupplementId>,
    /// The day for a first success and for later corrections of its sum.
    pub(crate) money_day: &'a str,
    /// The day for a return, or for a success after a return.
    pub(crate) turned_day: &'a str,
    pub(crate) now_ms: i64,
}

/// What an order that succeeded moved: what was really paid, where that is told.
pub(crate) fn settled_amount(order: &OrderRow) -> Amount {
    match order.product.direction() {
        Direction::Collect => order.actual_amount.unwrap_or(order.amount),
        Direction::Payout => order.amount,
    }
}

/// Posts what a change of an order means for the books.
pub(crate) async fn follow(
    connection: &mut SqliteConnection,
    former: &OrderRow,
    order: &OrderRow,
    believed_ms: i64,
    now_ms: i64,
) -> Result<(), LedgerError> {
    if former.status != Status::Succeeded && order.status != Status::Succeeded {
        return Ok(());
    }
    let former_ms = former.completed.as_ref().and_then(|told| told.unix_ms);
    // A return that still carries the time of the success happened when we heard of it.
    let turned_ms = if former_ms.is_some_and(|former| believed_ms <= former) { now_ms } else { believed_ms };
    let turned_day = day_of(turned_ms, &order.zone)?;
    let money_day = order.day.as_deref().unwrap_or(&turned_day);
    let worth =
        Worth { status: order.status, amount: settled_amount(order), fee: order.fee.unwrap_or(Amount::ZERO) };
    let place = Place { order, supplement: None, money_day, turned_day: &turned_day, now_ms };
    post(connection, &place, worth).await
}

/// Adds the posting that makes the books agree with `worth`, if one is needed.
pub(crate) async fn post(
    connection: &mut SqliteConnection,
    place: &Place<'_>,
    worth: Worth,
) -> Result<(), LedgerError> {
    let posted = posted(connection, place).await?;
    let too_large = || LedgerError::Invalid("the sum is too large".to_owned());
    let counts = worth.status == Status::Succeeded;
    if counts {
        let amount = worth.amount.checked_sub(posted.amount).ok_or_else(too_large)?;
        let fee = worth.fee.checked_sub(posted.fee).ok_or_else(too_large)?;
        let n = 1 - posted.n;
        if n == 0 && amount == Amount::ZERO && fee == Amount::ZERO {
            return Ok(());
        }
        let again = n == 1 && posted_before(connection, place).await?;
        let day = if again { place.turned_day } else { place.money_day };
        write(connection, place, day, "succeeded", Posted { n, amount, fee }).await
    } else if posted.n != 0 {
        write(connection, place, place.turned_day, "returned", posted).await
    } else {
        Ok(())
    }
}

async fn posted(connection: &mut SqliteConnection, place: &Place<'_>) -> Result<Posted, LedgerError> {
    let row = sqlx::query(
        "SELECT coalesce(sum(CASE kind WHEN 'succeeded' THEN n ELSE -n END), 0) AS n,
         coalesce(sum(CASE kind WHEN 'succeeded' THEN amount ELSE -amount END), 0) AS amount,
         coalesce(sum(CASE kind WHEN 'succeeded' THEN fee ELSE -fee END), 0) AS fee
         FROM postings WHERE order_id = ? AND supplement_id IS ?",
    )
    .bind(place.order.id.0)
    .bind(place.supplement.map(|id| id.0))
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    Ok(Posted { n: row.get("n")?, amount: row.amount("amount")?, fee: row.amount("fee")? })
}

async fn posted_before(connection: &mut SqliteConnection, place: &Place<'_>) -> Result<bool, LedgerError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM postings WHERE order_id = ? AND supplement_id IS ?)")
        .bind(place.order.id.0)
        .bind(place.supplement.map(|id| id.0))
        .fetch_one(connection)
        .await
        .map_err(failed)
}

async fn write(
    connection: &mut SqliteConnection,
    place: &Place<'_>,
    day: &str,
    kind: &'static str,
    posted: Posted,
) -> Result<(), LedgerError> {
    sqlx::query(
        "INSERT INTO postings (order_id, supplement_id, day, account_id, product, currency, kind, n, amount, fee, at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(place.order.id.0)
    .bind(place.supplement.map(|id| id.0))
    .bind(day)
    .bind(place.order.account_id.0)
    .bind(place.order.product.as_str())
    .bind(place.order.currency.code())
    .bind(kind)
    .bind(posted.n)
    .bind(posted.amount.ten_thousandths())
    .bind(posted.fee.ten_thousandths())
    .bind(place.now_ms)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}
