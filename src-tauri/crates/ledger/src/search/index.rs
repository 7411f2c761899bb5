//! What is written for the search: one row per order, at its place in time.

use std::collections::BTreeSet;

use sqlx::{QueryBuilder, SqliteConnection};

use super::marks::{SHAPES_MAX, Shapes, heads_text, marks, shape_of};
use super::text::{heads, said, text, with_body};
use crate::connection::failed;
use crate::row::Columns;
use crate::tables::past_orders::{in_parts, run};
use crate::{LedgerError, OrderId, OrderRow};

/// 2014-05-13T16:53:20Z, before any order of these gateways: places begin there, which keeps them small.
const EPOCH_MS: i64 = 1_400_000_000_000;
/// A second has one place. The closer places lie, the fewer bytes the index takes: it keeps the distances between them.
const PLACE_MS: i64 = 1_000;

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
    let text = text(order);
    let shapes = shapes_of(connection, [raw]).await?;
    // Names and our number never change, so heads are written once.
    sqlx::query("INSERT INTO find (place, order_id, text, said, heads, marks) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(place)
        .bind(order.id.0)
        .bind(&text)
        .bind(said)
        .bind(heads_text(&heads(order)))
        .bind(marks(&text, raw, &shapes))
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    if raw.is_empty() { Ok(()) } else { put_raw(connection, place, raw).await }
}

/// Keeps what gateways said of the order with that place.
async fn put_raw(connection: &mut SqliteConnection, place: i64, raw: &str) -> Result<(), LedgerError> {
    sqlx::query(
        "INSERT INTO find_raw (place, raw) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET raw = excluded.raw",
    )
    .bind(place)
    .bind(raw)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// The numbers of the shapes that some raw texts have. New ones are kept while there is room.
async fn shapes_of<'r>(
    connection: &mut SqliteConnection,
    raws: impl IntoIterator<Item = &'r str>,
) -> Result<Shapes, LedgerError> {
    let wanted: BTreeSet<String> =
        raws.into_iter().flat_map(|raw| raw.split('\n').filter_map(shape_of)).collect();
    let mut shapes = Shapes::new();
    for shape in wanted {
        let known: Option<i64> = sqlx::query_scalar("SELECT id FROM find_shapes WHERE shape = ?")
            .bind(&shape)
            .fetch_optional(&mut *connection)
            .await
            .map_err(failed)?;
        let id = match known {
            Some(id) => Some(id),
            None => sqlx::query_scalar(
                "INSERT INTO find_shapes (shape) SELECT ?1 WHERE (SELECT count(*) FROM find_shapes) < ?2 RETURNING id",
            )
            .bind(&shape)
            .bind(SHAPES_MAX)
            .fetch_optional(&mut *connection)
            .await
            .map_err(failed)?,
        };
        shapes.extend(id.map(|id| (shape, id)));
    }
    Ok(shapes)
}

/// Puts orders of the past into the search, with the records that they were read from.
pub(crate) async fn add_past(
    connection: &mut SqliteConnection,
    orders: &[(&OrderRow, &str)],
) -> Result<(), LedgerError> {
    let mut places = free_places(connection, orders).await?;
    places.sort_unstable();
    let raws: Vec<String> =
        orders.iter().map(|(_, record)| with_body("", record.as_bytes()).unwrap_or_default()).collect();
    let shapes = shapes_of(connection, raws.iter().map(String::as_str)).await?;
    let texts = |part: &[(i64, usize)]| {
        let mut sql = QueryBuilder::new("INSERT INTO find (place, order_id, text, said, heads, marks) ");
        sql.push_values(part, |mut values, (place, n)| {
            let Some(((order, _), raw)) = orders.get(*n).zip(raws.get(*n)) else { return };
            let text = text(order);
            let marks = marks(&text, raw, &shapes);
            values.push_bind(*place).push_bind(order.id.0).push_bind(text).push_bind("");
            values.push_bind(heads_text(&heads(order))).push_bind(marks);
        });
        sql
    };
    let heard: Vec<(i64, &String)> =
        places.iter().filter_map(|(place, n)| Some((*place, raws.get(*n)?))).collect();
    let heard: Vec<_> = heard.into_iter().filter(|(_, raw)| !raw.is_empty()).collect();
    let words = |part: &[(i64, &String)]| {
        let mut sql = QueryBuilder::new("INSERT INTO find_raw (place, raw) ");
        sql.push_values(part, |mut values, (place, raw)| {
            values.push_bind(*place).push_bind(*raw);
        });
        sql
    };
    run(connection, in_parts(&places, texts).chain(in_parts(&heard, words))).await
}

/// A free place for each of some orders, with which of them it is.
async fn free_places(
    connection: &mut SqliteConnection,
    orders: &[(&OrderRow, &str)],
) -> Result<Vec<(i64, usize)>, LedgerError> {
    let mut wanted: Vec<(i64, usize)> =
        orders.iter().enumerate().map(|(n, (order, _))| (place_of(order.created_at_ms), n)).collect();
    wanted.sort_unstable();
    let Some((first, _)) = wanted.first().copied() else { return Ok(wanted) };
    let step = i64::try_from(orders.len()).unwrap_or(i64::MAX);
    // Which places are taken is known from the first one to here. A file without times of day puts thousands of orders at
    // one moment, behind one another.
    let mut known_to = first.saturating_sub(1);
    let mut taken = BTreeSet::new();
    let mut next = i64::MIN;
    for (place, _) in &mut wanted {
        *place = (*place).max(next);
        loop {
            if *place > known_to {
                let from = known_to.saturating_add(1);
                known_to = place.saturating_add(step);
                taken.extend(taken_places(connection, from, known_to).await?);
            }
            if !taken.contains(place) {
                break;
            }
            *place += 1;
        }
        next = *place + 1;
    }
    Ok(wanted)
}

async fn taken_places(
    connection: &mut SqliteConnection,
    from: i64,
    to: i64,
) -> Result<Vec<i64>, LedgerError> {
    sqlx::query_scalar("SELECT place FROM find WHERE place BETWEEN ? AND ?")
        .bind(from)
        .bind(to)
        .fetch_all(connection)
        .await
        .map_err(failed)
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
    if text(order) == text(former) {
        return Ok(());
    }
    put_again(connection, order).await?;
    Ok(())
}

/// Puts an order's fields into the search, if it is there; returns whether it is.
pub(super) async fn put_again(
    connection: &mut SqliteConnection,
    order: &OrderRow,
) -> Result<bool, LedgerError> {
    let Some(Texts { place, text: former, raw }) = texts_of(connection, order.id).await? else {
        return Ok(false);
    };
    let new = text(order);
    if new != former {
        // The marks leave out what the text has, so they follow it.
        let shapes = shapes_of(connection, [raw.as_str()]).await?;
        sqlx::query("UPDATE find SET text = ?, marks = ? WHERE place = ?")
            .bind(&new)
            .bind(marks(&new, &raw, &shapes))
            .bind(place)
            .execute(connection)
            .await
            .map_err(failed)?;
    }
    Ok(true)
}

/// Puts what a gateway said of an order into the search.
pub(crate) async fn hear(
    connection: &mut SqliteConnection,
    id: OrderId,
    body: &[u8],
) -> Result<(), LedgerError> {
    let Some(Texts { place, text, raw }) = texts_of(connection, id).await? else { return Ok(()) };
    let Some(new) = with_body(&raw, body) else { return Ok(()) };
    put_raw(connection, place, &new).await?;
    let shapes = shapes_of(connection, [new.as_str()]).await?;
    let marks = marks(&text, &new, &shapes);
    sqlx::query("UPDATE find SET marks = ?1 WHERE place = ?2 AND marks IS NOT ?1")
        .bind(&marks)
        .bind(place)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// What the marks of an order follow from, and where it stands.
struct Texts {
    place: i64,
    text: String,
    raw: String,
}

async fn texts_of(connection: &mut SqliteConnection, id: OrderId) -> Result<Option<Texts>, LedgerError> {
    let row = sqlx::query(
        "SELECT f.place, f.text, coalesce(r.raw, '') AS raw FROM find f LEFT JOIN find_raw r ON r.place = f.place
         WHERE f.order_id = ?",
    )
    .bind(id.0)
    .fetch_optional(connection)
    .await
    .map_err(failed)?;
    row.map(|row| Ok(Texts { place: row.get("place")?, text: row.get("text")?, raw: row.get("raw")? }))
        .transpose()
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
