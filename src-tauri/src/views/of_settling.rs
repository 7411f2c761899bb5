//! How an outcome is found out, as a view.

use desk::{NOT_FOUNDS_NEEDED, Settling};
use ledger::{EvidenceRow, QuestionCount};

use super::{Accounts, AskedView, EvidenceView, OrderSummaryView, SettlingView, time_text};

/// So many bytes of a hash are shown: 16 hexadecimal digits are enough to compare by eye.
const HASH_BYTES_SHOWN: usize = 8;
const MINUTE_MS: i64 = 60_000;

impl SettlingView {
    pub(crate) fn of(settling: &Settling, accounts: &Accounts) -> Self {
        let grounds = &settling.grounds;
        let summary = |order: &ledger::OrderSummary| OrderSummaryView::of(order, accounts);
        Self {
            asked: settling.asked.iter().map(AskedView::from).collect(),
            not_found: small(grounds.not_found),
            not_found_needed: small(NOT_FOUNDS_NEEDED),
            // Up: a span of half a minute is not none.
            span_needed_minutes: minutes(grounds.span_needed_ms.saturating_add(MINUTE_MS - 1)),
            span_so_far_minutes: minutes(grounds.span_ms),
            not_found_stale: grounds.sufficed() && !grounds.lately,
            can_abandon: settling.can_abandon,
            abandon_waits_until: settling.abandon_waits_until_ms.map(time_text),
            can_settle: settling.can_settle,
            can_reopen: settling.can_reopen,
            evidence: settling.evidence.iter().map(EvidenceView::from).collect(),
            replaces: settling.replacements.replaces.as_ref().map(summary),
            replaced_by: settling.replacements.replaced_by.as_ref().map(summary),
        }
    }
}

impl From<&QuestionCount> for AskedView {
    fn from(count: &QuestionCount) -> Self {
        Self {
            finding: count.finding.into(),
            n: small(count.n),
            first_at: time_text(count.first_at_ms),
            last_at: time_text(count.last_at_ms),
        }
    }
}

impl From<&EvidenceRow> for EvidenceView {
    fn from(row: &EvidenceRow) -> Self {
        let file = row.file.as_ref();
        Self {
            id: row.id.to_string(),
            at: time_text(row.at_ms),
            verdict: row.verdict.into(),
            reference: row.reference.clone(),
            note: row.note.clone(),
            file_name: file.map(|file| file.name.clone()),
            file_bytes: file.map(|file| small(file.bytes)),
            sha256: file.map(|file| hexadecimal(&file.sha256)),
            damaged: row.damaged,
        }
    }
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whole minutes.
pub(crate) fn minutes(ms: i64) -> u32 {
    u32::try_from(ms / MINUTE_MS).unwrap_or_default()
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().take(HASH_BYTES_SHOWN).map(|byte| format!("{byte:02x}")).collect()
}
