//! Evidence with which a person settled an order that no question could settle. Only ever added to.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use crate::checksum::Checksum;
use crate::connection::failed;
use crate::row::Columns;
use crate::{EvidenceId, Ledger, LedgerError, OrderId};

/// What a person's evidence says became of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceVerdict {
    /// The money moved.
    Succeeded,
    /// It ended without money moving, or was never made.
    Failed,
}

impl EvidenceVerdict {
    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// The verdict stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Succeeded, Self::Failed].into_iter().find(|verdict| verdict.as_str() == word)
    }
}

/// What a person settles an order with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// What it says.
    pub verdict: EvidenceVerdict,
    /// Who or what proves it.
    pub reference: String,
    /// In the person's words.
    pub note: String,
    /// A document.
    pub file: Option<EvidenceFile>,
}

/// A document as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for EvidenceFile {
    /// Without the content: bank statements do not belong in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EvidenceFile").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Evidence as kept, without the content of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// Which.
    pub id: EvidenceId,
    /// Of which order.
    pub order_id: OrderId,
    /// When it was given, Unix milliseconds.
    pub at_ms: i64,
    /// What it says.
    pub verdict: EvidenceVerdict,
    /// Who or what proves it.
    pub reference: String,
    /// In the person's words.
    pub note: String,
    /// Its file.
    pub file: Option<FileFacts>,
    /// The row is not as it was written (its checksum differs).
    pub damaged: bool,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, 32 bytes.
    pub sha256: Vec<u8>,
}

impl Ledger {
    /// The evidence of an order, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn evidence_of_order(&self, id: OrderId) -> Result<Vec<EvidenceRow>, LedgerError> {
        let rows =
            sqlx::query(EVIDENCE_OF_ORDER).bind(id.0).fetch_all(&self.readers).await.map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// The file of one piece of evidence, held against its hash; `None` when that order has no such file.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when the file is not as it was given; or that it cannot be read.
    pub async fn evidence_file(
        &self,
        order_id: OrderId,
        id: EvidenceId,
    ) -> Result<Option<EvidenceFile>, LedgerError> {
        let row = sqlx::query("SELECT *, length(file) AS bytes FROM evidence WHERE id = ? AND order_id = ?")
            .bind(id.0)
            .bind(order_id.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map_or(Ok(None), read_file)
    }
}

/// Writes a new piece of evidence.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    order_id: OrderId,
    new: &NewEvidence,
    now_ms: i64,
) -> Result<(), LedgerError> {
    let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM evidence")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let row = EvidenceRow {
        id: EvidenceId(newest + 1),
        order_id,
        at_ms: now_ms,
        verdict: new.verdict,
        reference: new.reference.clone(),
        note: new.note.clone(),
        file: new.file.as_ref().map(facts),
        damaged: false,
    };
    sqlx::query(
        "INSERT INTO evidence (id, order_id, at_ms, verdict, reference, note, file_name, file, sha256, checksum)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.id.0)
    .bind(order_id.0)
    .bind(now_ms)
    .bind(row.verdict.as_str())
    .bind(&row.reference)
    .bind(&row.note)
    .bind(row.file.as_ref().map(|file| &file.name))
    .bind(new.file.as_ref().map(|file| &file.bytes))
    .bind(row.file.as_ref().map(|file| &file.sha256))
    .bind(checksum(&row))
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// How many pieces of evidence are not as they were given.
pub(crate) async fn count_damaged(connection: &mut SqliteConnection) -> Result<u64, LedgerError> {
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM evidence ORDER BY id")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    let mut damaged = 0;
    for id in ids {
        // One at a time: files are large.
        let row = sqlx::query("SELECT *, length(file) AS bytes FROM evidence WHERE id = ?")
            .bind(id)
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
        match read(&row).and_then(|read| read_file(&row).map(|_| read.damaged)) {
            Ok(false) => {}
            Ok(true) | Err(LedgerError::Damaged(_)) => damaged += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(damaged)
}

const EVIDENCE_OF_ORDER: &str = "SELECT id, order_id, at_ms, verdict, reference, note, file_name,
     length(file) AS bytes, sha256, checksum FROM evidence WHERE order_id = ? ORDER BY id";

fn facts(file: &EvidenceFile) -> FileFacts {
    FileFacts {
        name: file.name.clone(),
        // A file beyond 2^64 bytes does not exist; saturating keeps this free of failure.
        bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        sha256: sha256(&file.bytes),
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

fn read(row: &SqliteRow) -> Result<EvidenceRow, LedgerError> {
    let name: Option<String> = row.get("file_name")?;
    let file = match name {
        Some(name) => Some(FileFacts { name, bytes: row.count("bytes")?, sha256: row.get("sha256")? }),
        None => None,
    };
    let mut read = EvidenceRow {
        id: EvidenceId(row.get("id")?),
        order_id: OrderId(row.get("order_id")?),
        at_ms: row.get("at_ms")?,
        verdict: row.word("verdict", EvidenceVerdict::from_word)?,
        reference: row.get("reference")?,
        note: row.get("note")?,
        file,
        damaged: false,
    };
    read.damaged = checksum(&read) != row.get::<Vec<u8>>("checksum")?;
    Ok(read)
}

fn read_file(row: &SqliteRow) -> Result<Option<EvidenceFile>, LedgerError> {
    let (name, bytes): (Option<String>, Option<Vec<u8>>) = (row.get("file_name")?, row.get("file")?);
    let Some((name, bytes)) = name.zip(bytes) else { return Ok(None) };
    if row.get::<Option<Vec<u8>>>("sha256")? != Some(sha256(&bytes)) {
        return Err(LedgerError::Damaged("a file of evidence is not as it was given".to_owned()));
    }
    Ok(Some(EvidenceFile { name, bytes }))
}

/// Over every field; taking the row apart makes the compiler ask about new ones.
fn checksum(row: &EvidenceRow) -> Vec<u8> {
    let EvidenceRow { id, order_id, at_ms, verdict, reference, note, file, damaged: _ } = row;
    let mut sum = Checksum::new("evidence");
    for number in [id.0, order_id.0, *at_ms] {
        sum.int(Some(number));
    }
    for text in [verdict.as_str(), reference, note] {
        sum.text(Some(text));
    }
    sum.text(file.as_ref().map(|file| file.name.as_str()));
    sum.bytes(file.as_ref().map(|file| file.sha256.as_slice()));
    sum.finish()
}
