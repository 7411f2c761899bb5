//! Settling an order by hand: evidence and step in one commit, and a person's second thoughts.

use orders::{Judgement, ReportedStatus, Source, Status};

use crate::connection::commit;
use crate::report::settle;
use crate::tables::evidence;
use crate::tables::orders::load_sound;
use crate::{Applied, EvidenceVerdict, Ledger, LedgerError, NewEvidence, OrderId, Report};

impl Ledger {
    /// Settles an unknown order by a person's evidence, which is kept in the same commit.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order is not unknown; [`LedgerError::Invalid`] without reference or note;
    /// [`LedgerError::NotFound`], [`LedgerError::Damaged`], or that it cannot be written.
    pub async fn settle_with_evidence(
        &self,
        id: OrderId,
        new: &NewEvidence,
        now_ms: i64,
    ) -> Result<Applied, LedgerError> {
        if new.reference.trim().is_empty() || new.note.trim().is_empty() {
            return Err(LedgerError::Invalid("evidence needs a reference and a note".to_owned()));
        }
        let mut tx = self.begin().await?;
        let held = load_sound(&mut tx, id).await?;
        if held.row.status != Status::Unknown {
            let status = held.row.status.as_str();
            return Err(LedgerError::Conflict(format!("an order that is {status} needs no evidence")));
        }
        evidence::insert(&mut tx, id, new, now_ms).await?;
        let (reported, to) = match new.verdict {
            EvidenceVerdict::Succeeded => (ReportedStatus::Succeeded, Status::Succeeded),
            EvidenceVerdict::Failed => (ReportedStatus::Failed, Status::Failed),
        };
        let report = Report {
            reported: Some(reported),
            note: Some(format!("evidence: {}: {}", new.reference, new.note)),
            ..Report::new(Source::Person)
        };
        let applied = settle(&mut tx, held, Some(Judgement::Moves(to)), report, now_ms).await?;
        commit(tx).await?;
        Ok(applied)
    }
}
