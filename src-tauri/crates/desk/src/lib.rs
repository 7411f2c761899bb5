//! The desk: what the merchant does, one use case a file.
//!
//! It joins the pure parts (`gateways`, `orders`) to the world: the network ([`http`](TimeLimits)), the clock, the ledger
//! and the vault. Its promises are the program's: an order is on disk before its first byte leaves; money is sent once,
//! and an unknown outcome is settled by asking; a verified callback applies at once; secrets go from the vault
//! to a signature and nowhere else.
//!
//! Absent on purpose: a second attempt at sending, in whatever disguise; SQL; anything of the window; the meaning of a
//! gateway's words.

mod accounts;
mod annotate;
mod ask_gateway;
mod asked_in_vain;
mod ceilings;
mod check_draft;
mod clock;
mod create_collect;
mod desk;
mod error;
mod events;
mod guard;
mod http;
mod import_history;
mod keyring;
mod line;
mod link;
mod listener;
mod look_up;
mod mask;
mod observe;
mod options;
mod outcome;
mod payee;
mod prepare_payout;
mod reachability;
mod refresh_balance;
mod refresh_banks;
mod restore_gap;
#[cfg(test)]
mod rig;
mod searching;
mod send_payout;
mod settle;
mod stamp;
mod stub;
mod submit;
mod tracker;
mod upkeep;

pub use accounts::{
    AccountChange, AccountForm, BaseUrlProblem, ConnectionReport, ConnectionVerdict, KEY_ACTIVATION_MS,
    PRACTICE_SCHEME, Trial, is_insecure, is_this_computer,
};
pub use ask_gateway::{Finding, QueryAnswer};
pub use asked_in_vain::AskedInVain;
pub use ceilings::DayCeiling;
pub use check_draft::{DUPLICATE_STOPS_MS, DUPLICATE_WARNS_MS, DraftReport, Needs};
pub use clock::{Clock, ClockDifference, DIFFERENCE_APPLIED_MS, DIFFERENCE_LARGE_MS, Timepiece};
pub use desk::Desk;
pub use error::DeskError;
pub use events::DeskEvent;
pub use http::{
    Answer, Attempt, BODY_BYTES_MAX, Carrier, Errand, Exchange, Lost, NoConnection, TimeLimits, TlsTrouble,
    TransportError,
};
pub use import_history::{
    Difference, DifferentField, HistoryGuess, HistoryPreview, ImportProgress, Imported, RefusedRow,
    RefusedWhy,
};
pub use link::{LINK_BYTES_MAX, LinkRefusal, safe_link};
pub use listener::ListenerState;
pub use look_up::LookUp;
pub use mask::{MASK, mask_request};
pub use options::DeskOptions;
pub use prepare_payout::Confirmation;
pub use reachability::Reachability;
pub use settle::{
    ABANDON_REASON_CHARS_MAX, ABANDON_REASON_CHARS_MIN, EVIDENCE_BYTES_MAX, EVIDENCE_NOTE_CHARS, Grounds,
    NOT_FOUND_LATELY_MS, NOT_FOUND_SPAN_MS, NOT_FOUNDS_NEEDED, REFERENCE_CHARS, Settling,
};
pub use stamp::Chance;
pub use tracker::TrackerState;
pub use upkeep::{LedgerState, Offer};
