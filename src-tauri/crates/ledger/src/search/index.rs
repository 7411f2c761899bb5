//! What is written for the search: one row per order, at its place in time.

use std::collections::BTreeSet;

use sqlx::{QueryBuilder, SqliteConnection};

use super::text::{heads, said, text, with_body};
use crate::connection::failed;
use crate::row::Columns;
use crate::tables::past_orders::run;
use crate::{LedgerError, OrderId, OrderRow};

/// 2014-05-13T16:53:20Z, before any order of these gateways: places begin there, which keeps them small.
const EPOCH_MS: i64 = 1_400_000_000_000;
/// A quarter of a second has one place.
const PLACE_MS: i64 = 250;
/// Orders of the past in one statement.
const PAST_ROWS: usize = 100;

/// Where an order of that time belongs; the newest first, whenever it was written down.
pub(crate) const fn place_of(created_at_ms: i64) -> i64 {
    (created_at_ms - EPOCH_MS).div_euclid(PLACE_MS)
}

/// Puts a new order into the search.
pub(crate) async fn add(connection: &mut SqliteConnection, order: &OrderRow) -> Result<(), LedgerError> {
    put(connection, order, "", "").await
}

/// Puts an order into the search, with what people and gateways said of it.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    said: &str,
    raw: &str,
) -> Result<(), LedgerError> {
    let place = free_place(connection, place_of(order.created_at_ms)).await?;
    sqlx::query("INSERT INTO find (place, order_id, text, said, raw) VALUES (?, ?, ?, ?, ?)")
        .bind(place)
        .bind(order.id.0)
        .bind(text(order))
        .bind(said)
        .bind(raw)
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    // Names and our number never change, so heads are written once.
    for head in heads(order) {
        sqlx::query("INSERT INTO find_heads (head, place) VALUES (?, ?)")
            .bind(head)
            .bind(place)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Puts orders of the past into the search, with the records that they were read from.
pub(crate) async fn add_past(
    connection: &mut SqliteConnection,
    orders: &[(&OrderRow, &str)],
) -> Result<(), LedgerError> {
    let mut places = free_places(connection, orders).await?;
    places.sort_unstable();
    for part in places.chunks(PAST_ROWS) {
        let mut sql = QueryBuilder::new("INSERT INTO find (place, order_id, text, said, raw) ");
        sql.push_values(part, |mut values, (place, n)| {
            let Some((order, record)) = orders.get(*n) else { return };
            let raw = with_body("", record.as_bytes()).unwrap_or_default();
            values.push_bind(place).push_bind(order.id.0).push_bind(text(order)).push_bind("").push_bind(raw);
        });
        run(connection, Some(sql)).await?;
        let begun = part.iter().filter_map(|(place, n)| Some((place, orders.get(*n)?.0)));
        let begun = begun.flat_map(|(place, order)| heads(order).into_iter().map(move |head| (head, place)));
        let mut sql = QueryBuilder::new("INSERT INTO find_heads (head, place) ");
        sql.push_values(begun, |mut values, (head, place)| {
            values.push_bind(head).push_bind(place);
        });
        run(connection, Some(sql)).await?;
    }
    Ok(())
}

/// A free place for each of some orders, with which of them it is.
async fn free_places(
    connection: &mut SqliteConnection,
    orders: &[(&OrderRow, &str)],
) -> Result<Vec<(i64, usize)>, LedgerError> {
    let mut wanted: Vec<(i64, usize)> =
        orders.iter().enumerate().map(|(n, (order, _))| (place_of(order.created_at_ms), n)).collect();
    wanted.sort_unstable();
    let Some(((first, _), (last, _))) = wanted.first().zip(wanted.last()) else { return Ok(wanted) };
    let beyond = last.saturating_add(i64::try_from(orders.len()).unwrap_or(i64::MAX));
    let taken: BTreeSet<i64> = sqlx::query_scalar("SELECT place FROM find WHERE place BETWEEN ? AND ?")
        .bind(first)
        .bind(beyond)
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?
        .into_iter()
        .collect();
    let mut next = i64::MIN;
    for (place, _) in &mut wanted {
        *place = (*place).max(next);
        while taken.contains(place) {
            *place += 1;
        }
        next = *place + 1;
    }
    Ok(wanted)
}

/// The first free place at a time or after it: many orders of one moment stand behind one another.
async fn free_place(connection: &mut SqliteConnection, wanted: i64) -> Result<i64, LedgerError> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(place) FROM find")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    match newest {
        Some(newest) if newest >= wanted => {}
        Some(_) | None => return Ok(wanted),
    }
    sqlx::query_scalar(
        "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM find WHERE place = ?1) THEN ?1 ELSE
         (SELECT f.place + 1 FROM find f WHERE f.place >= ?1
          AND NOT EXISTS (SELECT 1 FROM find n WHERE n.place = f.place + 1) ORDER BY f.place LIMIT 1) END",
    )
    .bind(wanted)
    .fetch_one(connection)
    .await
    .map_err(failed)
}

/// Puts what became known of an order into the search.
pub(crate) async fn refresh(
    connection: &mut SqliteConnection,
    former: &OrderRow,
    order: &OrderRow,
) -> Result<(), LedgerError> {
    let new = text(order);
    if new == text(former) {
        return Ok(());
    }
    sqlx::query("UPDATE find SET text = ? WHERE order_id = ?")
        .bind(new)
        .bind(order.id.0)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Puts what a gateway said of an order into the search.
pub(crate) async fn hear(
    connection: &mut SqliteConnection,
    id: OrderId,
    body: &[u8],
) -> Result<(), LedgerError> {
    let raw: Option<String> = sqlx::query_scalar("SELECT raw FROM find WHERE order_id = ?")
        .bind(id.0)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failed)?;
    let Some(new) = raw.as_deref().and_then(|raw| with_body(raw, body)) else { return Ok(()) };
    sqlx::query("UPDATE find SET raw = ? WHERE order_id = ?")
        .bind(new)
        .bind(id.0)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Puts an order's labels and notes into the search, as they are now.
pub(crate) async fn say_again(connection: &mut SqliteConnection, id: OrderId) -> Result<(), LedgerError> {
    let said = said_of(connection, id).await?;
    sqlx::query("UPDATE find SET said = ? WHERE order_id = ? AND said IS NOT ?")
        .bind(&said)
        .bind(id.0)
        .bind(&said)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

pub(super) async fn said_of(connection: &mut SqliteConnection, id: OrderId) -> Result<String, LedgerError> {
    let labels: Vec<String> = sqlx::query_scalar(
        "SELECT l.name FROM order_labels ol JOIN labels l ON l.id = ol.label_id
         WHERE ol.order_id = ? ORDER BY l.folded",
    )
    .bind(id.0)
    .fetch_all(&mut *connection)
    .await
    .map_err(failed)?;
    let notes: Vec<String> = sqlx::query_scalar(
        "SELECT note FROM order_events WHERE order_id = ? AND source = 'person' AND note IS NOT NULL ORDER BY id",
    )
    .bind(id.0)
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    Ok(if labels.is_empty() && notes.is_empty() { String::new() } else { said(&labels, &notes) })
}

/// Everything that gateways said of an order, oldest first; a callback that anybody may have sent is not among it.
pub(super) async fn raw_of(connection: &mut SqliteConnection, id: OrderId) -> Result<String, LedgerError> {
    let rows = sqlx::query(
        "SELECT started_at_ms AS at_ms, response_body AS body FROM exchanges
         WHERE order_id = ?1 AND response_body IS NOT NULL
         UNION ALL SELECT received_at_ms, body FROM deliveries WHERE order_id = ?1 AND verified = 1 ORDER BY at_ms",
    )
    .bind(id.0)
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    let mut raw = String::new();
    for row in &rows {
        let body: Vec<u8> = row.get("body")?;
        raw = with_body(&raw, &body).unwrap_or(raw);
    }
    Ok(raw)
}
