//! The history of orders: only ever added to, each line chained to the one before by a hash.

use orders::{Judgement, Source, Status};
use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::checksum::Checksum;
use crate::connection::failed;
use crate::row::Columns;
use crate::{DeliveryId, EventId, ExchangeId, Ledger, LedgerError, OrderId};

/// A line of an order's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// Which line.
    pub id: EventId,
    /// Of which order.
    pub order_id: OrderId,
    /// When it was heard first, Unix milliseconds.
    pub at_ms: i64,
    /// Where the knowledge comes from.
    pub source: Source,
    /// The status before; `None` for the stub.
    pub from_status: Option<Status>,
    /// The status after.
    pub to_status: Status,
    /// How a gateway's report was judged; `None` for our own steps and for reports without a status.
    pub judgement: Option<Judgement>,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
    /// A reason or remark.
    pub note: Option<String>,
    /// The exchange that brought it.
    pub exchange_id: Option<ExchangeId>,
    /// The delivery that brought it.
    pub delivery_id: Option<DeliveryId>,
    /// How often the same was heard again in a row.
    pub repeats: u64,
    /// When it was heard last, Unix milliseconds.
    pub last_at_ms: i64,
}

/// A line to be added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEvent<'a> {
    pub(crate) order_id: OrderId,
    pub(crate) at_ms: i64,
    pub(crate) source: Source,
    pub(crate) from: Option<Status>,
    pub(crate) to: Status,
    pub(crate) judgement: Option<Judgement>,
    pub(crate) gateway_status: Option<&'a str>,
    pub(crate) note: Option<&'a str>,
    pub(crate) exchange_id: Option<ExchangeId>,
    pub(crate) delivery_id: Option<DeliveryId>,
}

/// What adding a line came to.
pub(crate) struct Added {
    pub(crate) id: EventId,
    /// It said the same as the line before, which was counted up instead.
    pub(crate) repeated: bool,
    /// The newest hash of the history now.
    pub(crate) head: Vec<u8>,
}

/// A whole history, with the hash that its lines lead to; `None` when they do not fit one another.
#[derive(Default)]
pub(crate) struct Chain {
    pub(crate) events: Vec<EventRow>,
    pub(crate) head: Option<Vec<u8>>,
}

impl Ledger {
    /// An order's history, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn events(&self, id: OrderId) -> Result<Vec<EventRow>, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        Ok(chain(&mut connection, id).await?.events)
    }

    /// The number of the newest line of all histories; 0 when there is none. It grows with every step.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn newest_event(&self) -> Result<i64, LedgerError> {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM order_events")
            .fetch_one(&self.readers)
            .await
            .map_err(failed)
    }

    /// Whether a verified callback has brought this word for this order before: a repeated callback
    /// has no second effect.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn delivered_before(&self, id: OrderId, gateway_status: &str) -> Result<bool, LedgerError> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM order_events
             WHERE order_id = ? AND source = 'delivery' AND gateway_status = ?)",
        )
        .bind(id.0)
        .bind(gateway_status)
        .fetch_one(&self.readers)
        .await
        .map_err(failed)
    }
}

/// Adds a line after `head`, or counts up the newest line when it says the same and nothing moved.
pub(crate) async fn append(
    connection: &mut SqliteConnection,
    head: &[u8],
    event: &NewEvent<'_>,
) -> Result<Added, LedgerError> {
    if event.from == Some(event.to)
        && let Some(id) = repeated(connection, event).await?
    {
        sqlx::query("UPDATE order_events SET repeats = repeats + 1, last_at_ms = ? WHERE id = ?")
            .bind(event.at_ms)
            .bind(id.0)
            .execute(connection)
            .await
            .map_err(failed)?;
        return Ok(Added { id, repeated: true, head: head.to_owned() });
    }
    let head = hash(head, event);
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO order_events (order_id, at_ms, source, from_status, to_status, judgement, gateway_status, note,
         exchange_id, delivery_id, repeats, last_at_ms, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
         RETURNING id",
    )
    .bind(event.order_id.0)
    .bind(event.at_ms)
    .bind(event.source.as_str())
    .bind(event.from.map(Status::as_str))
    .bind(event.to.as_str())
    .bind(event.judgement.map(judgement_word))
    .bind(event.gateway_status)
    .bind(event.note)
    .bind(event.exchange_id.map(|id| id.0))
    .bind(event.delivery_id.map(|id| id.0))
    .bind(event.at_ms)
    .bind(&head)
    .fetch_one(connection)
    .await
    .map_err(failed)?;
    Ok(Added { id: EventId(id), repeated: false, head })
}

async fn repeated(
    connection: &mut SqliteConnection,
    event: &NewEvent<'_>,
) -> Result<Option<EventId>, LedgerError> {
    let row = sqlx::query("SELECT * FROM order_events WHERE order_id = ? ORDER BY id DESC LIMIT 1")
        .bind(event.order_id.0)
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    let Some(last) = row.as_ref().map(read).transpose()? else { return Ok(None) };
    let same = last.source == event.source
        && last.from_status == event.from
        && last.to_status == event.to
        && last.judgement == event.judgement
        && last.gateway_status.as_deref() == event.gateway_status
        && last.note.as_deref() == event.note;
    Ok(same.then_some(last.id))
}

/// The statuses that an order has had so far.
pub(crate) async fn statuses(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<Vec<Status>, LedgerError> {
    let rows = sqlx::query("SELECT DISTINCT to_status FROM order_events WHERE order_id = ?")
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    rows.iter().map(|row| row.status("to_status")).collect()
}

/// Reads a history and follows its hashes.
pub(crate) async fn chain(connection: &mut SqliteConnection, id: OrderId) -> Result<Chain, LedgerError> {
    let rows = sqlx::query("SELECT * FROM order_events WHERE order_id = ? ORDER BY id")
        .bind(id.0)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    let mut events = Vec::with_capacity(rows.len());
    let mut head = Some(Vec::new());
    for row in &rows {
        let line = read(row).and_then(|event| Ok((event, row.get::<Vec<u8>>("hash")?)));
        let Ok((event, stored)) = line else {
            // The other lines are shown; that one is missing is told by the chain that does not hold.
            head = None;
            continue;
        };
        // What counting up changes is not in the hash; a line that was never counted up tells one time only.
        let fits = event.repeats > 0 || event.last_at_ms == event.at_ms;
        head = head.filter(|before| fits && hash(before, &event.as_new()) == stored).map(|_| stored);
        events.push(event);
    }
    Ok(Chain { events, head })
}

impl EventRow {
    fn as_new(&self) -> NewEvent<'_> {
        NewEvent {
            order_id: self.order_id,
            at_ms: self.at_ms,
            source: self.source,
            from: self.from_status,
            to: self.to_status,
            judgement: self.judgement,
            gateway_status: self.gateway_status.as_deref(),
            note: self.note.as_deref(),
            exchange_id: self.exchange_id,
            delivery_id: self.delivery_id,
        }
    }
}

/// The hash of a line that follows the line with the hash `before` (empty for the first).
pub(crate) fn hash(before: &[u8], event: &NewEvent<'_>) -> Vec<u8> {
    let NewEvent {
        order_id,
        at_ms,
        source,
        from,
        to,
        judgement,
        gateway_status,
        note,
        exchange_id,
        delivery_id,
    } = event;
    let mut sum = Checksum::new("order_events");
    sum.bytes(Some(before));
    for number in [Some(order_id.0), Some(*at_ms), exchange_id.map(|id| id.0), delivery_id.map(|id| id.0)] {
        sum.int(number);
    }
    let words = [
        Some(source.as_str()),
        from.map(Status::as_str),
        Some(to.as_str()),
        judgement.map(judgement_word),
        *gateway_status,
        *note,
    ];
    for word in words {
        sum.text(word);
    }
    sum.finish()
}

const fn judgement_word(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Moves(_) => "moves",
        Judgement::Confirms => "confirms",
        Judgement::Late => "late",
        Judgement::Outside => "outside",
    }
}

fn read(row: &SqliteRow) -> Result<EventRow, LedgerError> {
    let to_status = row.status("to_status")?;
    let word: Option<String> = row.get("judgement")?;
    let judgement = match word.as_deref() {
        None => None,
        Some("moves") => Some(Judgement::Moves(to_status)),
        Some("confirms") => Some(Judgement::Confirms),
        Some("late") => Some(Judgement::Late),
        Some("outside") => Some(Judgement::Outside),
        Some(_) => return Err(LedgerError::Damaged("the column judgement cannot be read".to_owned())),
    };
    let from: Option<String> = row.get("from_status")?;
    Ok(EventRow {
        id: EventId(row.get("id")?),
        order_id: OrderId(row.get("order_id")?),
        at_ms: row.get("at_ms")?,
        source: row.word("source", Source::from_word)?,
        from_status: match from {
            None => None,
            Some(_) => Some(row.status("from_status")?),
        },
        to_status,
        judgement,
        gateway_status: row.get("gateway_status")?,
        note: row.get("note")?,
        exchange_id: row.get::<Option<i64>>("exchange_id")?.map(ExchangeId),
        delivery_id: row.get::<Option<i64>>("delivery_id")?.map(DeliveryId),
        repeats: row.count("repeats")?,
        last_at_ms: row.get("last_at_ms")?,
    })
}
