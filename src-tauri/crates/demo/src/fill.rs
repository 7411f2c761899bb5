//! Fills a ledger: one thread makes orders while another writes them.

use std::path::Path;
use std::time::{Duration, Instant};

use ledger::{CountFilter, Ledger, LedgerError, OpenError, PastOrder};

use crate::{Plan, add_accounts};

/// How many orders are written in one commit.
pub const BATCH: usize = 5_000;
/// How many batches may wait for the writer.
const WAITING: usize = 2;
/// Accounts are a little older than the year of their orders.
const ACCOUNTS_BEFORE_MS: i64 = 366 * 24 * 3_600_000;

/// How far the filling is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Orders in the ledger.
    pub written: u64,
    /// Since the first was made.
    pub took: Duration,
}

/// Why a ledger was not filled.
#[derive(Debug)]
pub enum FillError {
    /// It has orders: nobody's ledger is mixed with invented ones.
    HasOrders,
    /// It cannot be opened.
    Open(OpenError),
    /// It cannot be read or written.
    Ledger(LedgerError),
    /// Two of the invented orders have one number: a mistake of this crate, and no right count any more.
    NumberTwice,
}

impl std::fmt::Display for FillError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::HasOrders => {
                f.write_str("the folder's ledger has orders; demonstration orders go into a new one only")
            }
            Self::Open(cause) => cause.fmt(f),
            Self::Ledger(cause) => cause.fmt(f),
            Self::NumberTwice => f.write_str("two demonstration orders have the same number"),
        }
    }
}

impl std::error::Error for FillError {}

impl From<LedgerError> for FillError {
    fn from(cause: LedgerError) -> Self {
        Self::Ledger(cause)
    }
}

impl From<OpenError> for FillError {
    fn from(cause: OpenError) -> Self {
        Self::Open(cause)
    }
}

/// Makes the ledger in `folder` with the plan's accounts and orders; tells how far it is after every batch.
///
/// # Errors
/// [`FillError`]; what was written before stays.
pub async fn fill(folder: &Path, plan: Plan, mut tell: impl FnMut(Progress)) -> Result<Progress, FillError> {
    let ledger = Ledger::open(folder, plan.until_ms).await?;
    if !ledger.counts_by_status(&CountFilter::default()).await?.iter().all(|count| count.n == 0) {
        return Err(FillError::HasOrders);
    }
    let accounts = add_accounts(&ledger, plan.until_ms.saturating_sub(ACCOUNTS_BEFORE_MS)).await?;
    let begun = Instant::now();
    let (made, mut waiting) = tokio::sync::mpsc::channel::<Vec<PastOrder>>(WAITING);
    let maker = std::thread::spawn(move || {
        let mut orders = plan.orders(accounts);
        loop {
            let batch: Vec<PastOrder> = orders.by_ref().take(BATCH).collect();
            // The writer goes away when it fails, and nobody needs more orders then.
            if batch.is_empty() || made.blocking_send(batch).is_err() {
                break;
            }
        }
    });
    let mut progress = Progress { written: 0, took: Duration::ZERO };
    while let Some(batch) = waiting.recv().await {
        let outcome = ledger.write_past(&batch, plan.until_ms).await?;
        if !outcome.known.is_empty() {
            return Err(FillError::NumberTwice);
        }
        progress = Progress { written: progress.written + outcome.written, took: begun.elapsed() };
        tell(progress);
    }
    // It has ended: its side of the channel is gone.
    drop(maker.join());
    ledger.close().await;
    Ok(progress)
}
