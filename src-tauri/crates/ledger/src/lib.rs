//! The ledger: what the merchant did and what the gateways said, on this machine's disk.
//!
//! Written before sent: an order's stub is committed with a full sync before its first byte leaves, and its
//! number is submitted once, ever. History is only ever added to. Whatever the gateway said is kept as it was on the wire.
//!
//! The file is SQLite in write-ahead mode, and this crate is the only one that knows so: no name of it crosses
//! the public interface, so that a team may one day share a ledger on a server. One process owns a ledger.
//! All writing goes through one connection, all reading through a few others. The ledger has no clock: every
//! time is given by the caller, in Unix milliseconds.
//!
//! Absent on purpose: secrets (the vault's), the meaning of a gateway's words (`gateways`), what to do next (`desk`),
//! deleting (nothing that a person or a gateway said is ever removed, except the oldest unverified callbacks).

mod backup;
mod backups;
mod ceilings;
mod checksum;
mod connection;
mod contradictions;
mod damage;
mod day;
mod error;
mod fold;
mod ids;
mod integrity;
mod left_to_person;
mod list;
mod lock;
mod open;
mod past;
mod payees;
mod postings;
mod protect;
mod reading;
mod report;
mod restore;
mod row;
mod search;
mod sending;
mod settling;
mod sql;
mod stub;
mod tables;
mod totals;

pub use backups::{Backup, Backups};
pub use ceilings::{CONFIRMED_ABOVE_CEILING, Ceiling, CeilingPass, PaidToday};
pub use damage::{Damage, DamageKind, DamagedOrder};
pub use error::{LedgerError, OpenError};
pub use fold::fold;
pub use ids::{AccountId, DeliveryId, EventId, EvidenceId, ExchangeId, KeySlot, OrderId, SupplementId};
pub use integrity::Integrity;
pub use list::{Counted, Cursor, Is, OrderPage, OrderQuery, Sort, Test};
pub use open::Ledger;
pub use past::{PastOrder, PastStep, PastWritten};
pub use payees::KnownName;
pub use protect::Notice;
pub use report::{Applied, Report};
pub use restore::{RestoreNotice, Restored};
pub use search::{Found, SearchField, SearchState, Sought, Word};
pub use sending::{Outcome, OutcomeStatus};
pub use stub::NewStub;
pub use tables::accounts::{AccountEdit, AccountKey, AccountRow, NewAccount};
pub use tables::balances::{BalanceRow, NewBalance};
pub use tables::banks::{BankChange, BankEntry, BankList, BankUse};
pub use tables::deliveries::{DELIVERY_STORED, DeliveryRow, NewDelivery, StoredDelivery};
pub use tables::events::EventRow;
pub use tables::evidence::{EvidenceFile, EvidenceRow, EvidenceVerdict, FileFacts, NewEvidence};
pub use tables::exchanges::{ExchangeRow, NewExchange};
pub use tables::flags::FlagRow;
pub use tables::labels::LabelCount;
pub use tables::order_rows::{
    CreationRequest, OrderDetail, OrderRow, OrderSummary, Party, PayInstructions, ToldTime,
};
pub use tables::questions::{FindingKind, PAUSE_COUNTS_MS, QuestionCount};
pub use tables::replacements::Replacements;
pub use tables::supplements::{SupplementApplied, SupplementReport, SupplementRow};
pub use tables::views::SavedView;
pub use tables::watches::{Agenda, NewWatch, RANK_COLLECT, RANK_ENDED, RANK_PAYOUT, RANK_UNKNOWN, Watch};
pub use totals::{Claimed, CountFilter, DayTotal, MoneyKind, StatusCount};

#[cfg(test)]
mod tests;
