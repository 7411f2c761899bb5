//! How the outcome of an order that nobody knew is found out, and how a person may settle it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{OrderSummaryView, mirror};

mirror! {
    /// What asking about an order brought.
    FindingKind of ledger::FindingKind {
        Found: "The gateway knows it.",
        NotFound: "The gateway says that it knows no such order. No proof by itself.",
        Several: "Several orders of that number.",
        Refused: "The gateway refused the question.",
        Unreadable: "An answer that cannot be read.",
        NoAnswer: "No whole answer.",
        NoConnection: "No connection.",
        CannotAsk: "The question cannot be put (cashfast.md, A12).",
    }
}

mirror! {
    /// What a person's evidence says became of an order.
    VerdictKind of ledger::EvidenceVerdict {
        Succeeded: "The money moved.",
        Failed: "It ended without money moving, or was never made.",
    }
}

/// How an order's outcome is being found out. Counts and times of questions begin when it became unknown.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettlingView {
    /// What was asked so far, by what it brought.
    pub asked: Vec<AskedView>,
    /// How often the gateway said "not found".
    pub not_found: u32,
    /// How often it has to, before a person may declare the order never made.
    pub not_found_needed: u32,
    /// How many minutes have to lie between the first and the last of them.
    pub span_needed_minutes: u32,
    /// How many minutes lie between them so far.
    pub span_so_far_minutes: u32,
    /// Whether it said so often enough and for long enough, but not lately: it has to say it once more.
    pub not_found_stale: bool,
    /// Whether a person may declare it never made, now.
    pub can_abandon: bool,
    /// When that will be possible at the soonest, if asking goes on like this and only time is missing.
    pub abandon_waits_until: Option<String>,
    /// Whether a person may settle it with evidence.
    pub can_settle: bool,
    /// Whether a person may take back that it was never made.
    pub can_reopen: bool,
    /// The evidence given so far, oldest first.
    pub evidence: Vec<EvidenceView>,
    /// The abandoned order that this one was made in place of.
    pub replaces: Option<OrderSummaryView>,
    /// The newest order made in place of this one.
    pub replaced_by: Option<OrderSummaryView>,
}

/// How often asking about an order brought the same.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskedView {
    /// What it brought.
    pub finding: FindingKind,
    /// How often.
    pub n: u32,
    /// When first.
    pub first_at: String,
    /// When last.
    pub last_at: String,
}

/// What a person settled an order with.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// Its id.
    pub id: String,
    /// When it was given.
    pub at: String,
    /// What it says.
    pub verdict: VerdictKind,
    /// Who or what proves it.
    pub reference: String,
    /// What the person wrote.
    pub note: String,
    /// The file's name; absent without a file.
    pub file_name: Option<String>,
    /// The file's size in bytes.
    pub file_bytes: Option<u32>,
    /// The beginning of the file's SHA-256, 16 hexadecimal digits.
    pub sha256: Option<String>,
    /// Whether the record is not as it was written.
    pub damaged: bool,
}

/// With what a person settles an order.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettlementRequest {
    /// What became of it.
    pub verdict: VerdictKind,
    /// Who or what proves it.
    pub reference: String,
    /// In the person's words.
    pub note: String,
    /// The token of a chosen file.
    pub file: Option<String>,
}

/// A file that a person has chosen. Its bytes and its path stay in Rust.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChosenFileView {
    /// What [`SettlementRequest`] names it by; good until another file is chosen.
    pub token: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u32,
}
