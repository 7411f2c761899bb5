//! What asking about an order has brought so far, counted: the ground on which a person may give an order up.
//!
//! The history has every answer with its words; here each kind of answer is counted, with its first and its last time,
//! so that "nobody knew it, nine times within two days" is one read.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::connection::{commit, failed};
use crate::row::Columns;
use crate::{Ledger, LedgerError, OrderId};

/// What one question about an order brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The gateway knows the order.
    Found,
    /// The gateway says that it knows no such order. Never a proof by itself (cashfast.md A12, cashy.md Z21).
    NotFound,
    /// It has several orders of that number (cashfast.md A13).
    Several,
    /// It refused the question.
    Refused,
    /// It answered something that cannot be read as an answer, or sent us elsewhere.
    Unreadable,
    /// The question may have arrived; no whole answer came.
    NoAnswer,
    /// No connection was made.
    NoConnection,
    /// The question cannot be put at all (cashfast.md A12).
    CannotAsk,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Found,
        Self::NotFound,
        Self::Several,
        Self::Refused,
        Self::Unreadable,
        Self::NoAnswer,
        Self::NoConnection,
        Self::CannotAsk,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Several => "several",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::NoAnswer => "no_answer",
            Self::NoConnection => "no_connection",
            Self::CannotAsk => "cannot_ask",
        }
    }

    /// The kind stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How often asking about an order brought the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QuestionCount {
    /// What it brought.
    pub finding: FindingKind,
    /// How often.
    pub n: u64,
    /// When first, Unix milliseconds. Of [`FindingKind::NotFound`] later than that by the pauses in which nobody asked: what
    /// lies between the first and the last is time of asking, a ground for giving an order up.
    pub first_at_ms: i64,
    /// When last, Unix milliseconds.
    pub last_at_ms: i64,
}

/// A longer pause between two answers counts as so long, in milliseconds: more than twice the longest wait between two questions about an
/// order in doubt. A program that was closed, a computer that slept, a gateway that was away and a clock that was set
/// forward are no time of asking.
pub const PAUSE_COUNTS_MS: i64 = 150 * 60_000;

impl Ledger {
    /// Counts a question about an order that brought nothing for its history. What [`crate::Report::finding`] tells is
    /// counted with the report.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn count_question(
        &self,
        id: OrderId,
        finding: FindingKind,
        now_ms: i64,
    ) -> Result<(), LedgerError> {
        let mut tx = self.begin().await?;
        count(&mut tx, id, finding, now_ms).await?;
        commit(tx).await
    }

    /// What asking about an order has brought since it became unknown (or since it was sent).
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn questions(&self, id: OrderId) -> Result<Vec<QuestionCount>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM order_questions WHERE order_id = ?")
            .bind(id.0)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        let mut counts = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        counts.sort_by_key(|count| count.finding);
        Ok(counts)
    }
}

/// Counts one question.
pub(crate) async fn count(
    connection: &mut SqliteConnection,
    id: OrderId,
    finding: FindingKind,
    now_ms: i64,
) -> Result<(), LedgerError> {
    // A clock that was set back shortens nothing and lengthens nothing.
    sqlx::query(
        "INSERT INTO order_questions (order_id, finding, n, first_at_ms, last_at_ms) VALUES (?1, ?2, 1, ?3, ?3)
         ON CONFLICT (order_id, finding) DO UPDATE SET n = n + 1, last_at_ms = ?3, first_at_ms = first_at_ms
             + (?3 - last_at_ms) - max(0, min(?3 - last_at_ms, iif(finding = 'not_found', ?4, ?3 - last_at_ms)))",
    )
    .bind(id.0)
    .bind(finding.as_str())
    .bind(now_ms)
    .bind(PAUSE_COUNTS_MS)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Begins to count anew: the order has just become unknown, and what was heard before says nothing about that.
pub(crate) async fn restart(connection: &mut SqliteConnection, id: OrderId) -> Result<(), LedgerError> {
    sqlx::query("DELETE FROM order_questions WHERE order_id = ?")
        .bind(id.0)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<QuestionCount, LedgerError> {
    Ok(QuestionCount {
        finding: row.word("finding", FindingKind::from_word)?,
        n: row.count("n")?,
        first_at_ms: row.get("first_at_ms")?,
        last_at_ms: row.get("last_at_ms")?,
    })
}
