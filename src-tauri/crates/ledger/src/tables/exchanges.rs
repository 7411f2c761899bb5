//! Every request with its answer, as they were on the wire (the caller has masked signatures and secrets).

use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{AccountId, ExchangeId, Ledger, LedgerError, OrderId, search};

/// A request with what came of it, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewExchange {
    /// Whose; `None` while an account is being tried out before it is added.
    pub account_id: Option<AccountId>,
    /// About which order. [`Ledger::apply`] and [`Ledger::record_outcome`] fill it in.
    pub order_id: Option<OrderId>,
    /// What was asked, as a word: `create`, `query`, `balance`, `banks`, `ping`.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Header names and values as sent, signatures masked, as JSON.
    pub request_headers_json: String,
    /// The exact body as sent, secrets masked.
    pub request_body: Vec<u8>,
    /// The HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Header names and values of the answer, as JSON.
    pub response_headers_json: Option<String>,
    /// The exact body of the answer.
    pub response_body: Option<Vec<u8>>,
    /// How it failed on the way, as a word with an explanation.
    pub error: Option<String>,
    /// When it began, Unix milliseconds.
    pub started_at_ms: i64,
    /// How long it took, milliseconds.
    pub took_ms: i64,
}

/// A request with its answer, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExchangeRow {
    /// Which exchange.
    pub id: ExchangeId,
    /// Whose.
    pub account_id: Option<AccountId>,
    /// About which order.
    pub order_id: Option<OrderId>,
    /// What was asked.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Header names and values as sent, signatures masked, as JSON.
    pub request_headers_json: String,
    /// The body as sent.
    pub request_body: Vec<u8>,
    /// The HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Header names and values of the answer, as JSON.
    pub response_headers_json: Option<String>,
    /// The exact body of the answer.
    pub response_body: Option<Vec<u8>>,
    /// How it failed on the way.
    pub error: Option<String>,
    /// When it began (the first time), Unix milliseconds.
    pub started_at_ms: i64,
    /// How long it took, milliseconds.
    pub took_ms: i64,
    /// How often the same answer came again in a row.
    pub repeats: u64,
    /// When it was asked last, Unix milliseconds.
    pub last_at_ms: i64,
}

impl Ledger {
    /// Keeps an exchange. The same answer to the same question in a row is counted instead of kept again.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn record_exchange(&self, new: &NewExchange) -> Result<ExchangeId, LedgerError> {
        let mut tx = self.begin().await?;
        let id = record(&mut tx, new).await?;
        commit(tx).await?;
        Ok(id)
    }

    /// One exchange.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn exchange(&self, id: ExchangeId) -> Result<Option<ExchangeRow>, LedgerError> {
        let row = sqlx::query("SELECT * FROM exchanges WHERE id = ?")
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map(read).transpose()
    }

    /// An order's exchanges, newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn exchanges_of_order(&self, id: OrderId, limit: u32) -> Result<Vec<ExchangeRow>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM exchanges WHERE order_id = ? ORDER BY id DESC LIMIT ?")
            .bind(id.0)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// An account's exchanges that belong to no order (balance, banks, ping), newest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn exchanges_of_account(
        &self,
        id: AccountId,
        limit: u32,
    ) -> Result<Vec<ExchangeRow>, LedgerError> {
        let rows = sqlx::query(
            "SELECT * FROM exchanges WHERE account_id = ? AND order_id IS NULL ORDER BY id DESC LIMIT ?",
        )
        .bind(id.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        rows.iter().map(read).collect()
    }
}

/// Keeps an exchange, or counts up the newest one of the same question when the answer is the same.
pub(crate) async fn record(
    connection: &mut SqliteConnection,
    new: &NewExchange,
) -> Result<ExchangeId, LedgerError> {
    if let Some(last) = newest(connection, new).await?
        && same_answer(&last, new)
    {
        sqlx::query("UPDATE exchanges SET repeats = repeats + 1, last_at_ms = ? WHERE id = ?")
            .bind(new.started_at_ms)
            .bind(last.id.0)
            .execute(connection)
            .await
            .map_err(failed)?;
        return Ok(last.id);
    }
    let id = sqlx::query_scalar(
        "INSERT INTO exchanges (account_id, order_id, operation, method, url, request_headers_json, request_body,
         status, response_headers_json, response_body, error, started_at_ms, took_ms, repeats, last_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id",
    )
    .bind(new.account_id.map(|id| id.0))
    .bind(new.order_id.map(|id| id.0))
    .bind(&new.operation)
    .bind(&new.method)
    .bind(&new.url)
    .bind(&new.request_headers_json)
    .bind(&new.request_body)
    .bind(new.status)
    .bind(&new.response_headers_json)
    .bind(&new.response_body)
    .bind(&new.error)
    .bind(new.started_at_ms)
    .bind(new.took_ms)
    .bind(new.started_at_ms)
    .fetch_one(&mut *connection)
    .await
    .map_err(failed)?;
    if let (Some(order), Some(body)) = (new.order_id, &new.response_body) {
        search::hear(connection, order, body).await?;
    }
    Ok(ExchangeId(id))
}

/// What was asked last with the same question.
async fn newest(
    connection: &mut SqliteConnection,
    new: &NewExchange,
) -> Result<Option<ExchangeRow>, LedgerError> {
    let query = match (new.order_id, new.account_id) {
        (Some(order), _) => sqlx::query(
            "SELECT * FROM exchanges WHERE order_id = ? AND operation = ? ORDER BY id DESC LIMIT 1",
        )
        .bind(order.0),
        (None, Some(account)) => sqlx::query(
            "SELECT * FROM exchanges WHERE account_id = ? AND operation = ? AND order_id IS NULL
             ORDER BY id DESC LIMIT 1",
        )
        .bind(account.0),
        (None, None) => return Ok(None),
    };
    let row = query.bind(&new.operation).fetch_optional(connection).await.map_err(failed)?;
    row.as_ref().map(read).transpose()
}

/// Requests differ in their time and nonce; answers count.
fn same_answer(last: &ExchangeRow, new: &NewExchange) -> bool {
    last.url == new.url
        && last.status == new.status
        && last.error == new.error
        && last.response_body == new.response_body
}

fn read(row: &SqliteRow) -> Result<ExchangeRow, LedgerError> {
    Ok(ExchangeRow {
        id: ExchangeId(row.get("id")?),
        account_id: row.get::<Option<i64>>("account_id")?.map(AccountId),
        order_id: row.get::<Option<i64>>("order_id")?.map(OrderId),
        operation: row.get("operation")?,
        method: row.get("method")?,
        url: row.get("url")?,
        request_headers_json: row.get("request_headers_json")?,
        request_body: row.get("request_body")?,
        status: row.get("status")?,
        response_headers_json: row.get("response_headers_json")?,
        response_body: row.get("response_body")?,
        error: row.get("error")?,
        started_at_ms: row.get("started_at_ms")?,
        took_ms: row.get("took_ms")?,
        repeats: row.count("repeats")?,
        last_at_ms: row.get("last_at_ms")?,
    })
}
