//! Why a use case did not do as asked.

use gateways::catalogue::{FieldProblem, NotifyUrlProblem};
use gateways::{EncodeError, Evidence, Refusal};
use ledger::{Ceiling, LedgerError, OpenError, OrderId};
use money::Amount;
use orders::Status;
use vault::VaultError;

use crate::accounts::base_url::BaseUrlProblem;
use crate::http::{Lost, NoConnection, TransportError};
use crate::settle::{Grounds, NOT_FOUNDS_NEEDED};

/// Everything that can keep the desk from doing as asked. No variant ever carries a secret.
///
/// Each variant is one that the window acts on; [`DeskError::code`] is the word it knows it by.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The ledger cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The ledger cannot be read or written. Nothing was sent.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The vault is locked, not set up or has no such secret. Nothing was sent.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The network client cannot start on this machine.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The account is unknown.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The account is retired: it is asked about its orders, but makes no new ones.
    #[error("the account is retired")]
    AccountRetired,
    /// The catalogue has no such market.
    #[error("there is no market {0}")]
    NoSuchMarket(String),
    /// The order is unknown.
    #[error("there is no such order")]
    NoSuchOrder,
    /// A file cannot be read in the way that was chosen. Nothing was written.
    #[error(transparent)]
    Mapping(#[from] import::MappingProblem),
    /// A field of an account's form is wrong.
    #[error("the account's {field}: {why}")]
    AccountField {
        /// Which field: `name`, `key_id`, `secret`.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The gateway's address cannot be used.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlProblem),
    /// The callback address cannot be used, or is missing where the market wants one.
    #[error("the callback address cannot be used")]
    NotifyUrl(NotifyUrlProblem),
    /// The draft has to be mended first.
    #[error("the order has {} field(s) to be mended", .0.len())]
    Draft(Vec<FieldProblem>),
    /// A collect order was given to the payout's use case, or the other way round.
    #[error("this is another kind of order")]
    WrongKind,
    /// The payout is above the account's ceiling (S16).
    #[error("the amount is above the account's ceiling of {ceiling}")]
    AboveCeiling {
        /// The most that one payout may be.
        ceiling: Amount,
    },
    /// The payouts of the day would pass the account's ceiling for a day (S16).
    #[error("with {used} paid today, the amount passes the day's ceiling of {ceiling}")]
    AboveDayCeiling {
        /// The most that the payouts of one day may come to.
        ceiling: Amount,
        /// What those of today come to without this one.
        used: Amount,
    },
    /// Raising or removing a ceiling takes the guard passphrase (S16).
    #[error("raising a ceiling needs the passphrase")]
    GuardNeeded,
    /// The ledger was restored from a backup, and nobody has confirmed to have dealt with what came after it: payouts made
    /// since are not known here, and could be made again.
    #[error("the ledger was restored from a backup: payouts made after it are not known here")]
    RestoreGap,
    /// A payout of the same amount to the same account is unknown or being sent: it may have been paid.
    #[error("a payout like this one, {number}, has an unknown outcome: do not pay again")]
    UnknownTwin {
        /// That payout.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// The same amount went to the same account within 24 hours; a reason is needed.
    #[error("the same amount went to this account in {number} less than 24 hours ago; give a reason")]
    ReasonNeeded {
        /// That payout.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// A payout like this one was declared never made; a new one has to be confirmed as made in its place.
    #[error("a payout like this one, {number}, was declared never made; confirm that this one replaces it")]
    ReplacesNeeded {
        /// That payout.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// The payout that this one is made in place of is not abandoned (any more): it may have been paid.
    #[error("the payout {number} that this one replaces may have been paid after all")]
    ReplacedExists {
        /// That payout.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// The order was not found too seldom, or over too short a time, to be declared never made.
    #[error("not found {} times of {NOT_FOUNDS_NEEDED}: too early to say that it was never made", .grounds.not_found)]
    AbandonTooEarly {
        /// What there is and what is needed.
        grounds: Grounds,
        /// When it may be enough at the soonest, Unix milliseconds, if only time is missing.
        until_ms: Option<i64>,
    },
    /// The order was not found often enough, but not lately: the gateway may have made it since.
    #[error(
        "the gateway has not been heard of lately: its answers are too old to say that it was never made"
    )]
    AbandonStale,
    /// The gateway denies another order that it has accepted: its "not found" says nothing now.
    #[error("the gateway denies order {number} too, which it has accepted: its answers say nothing now")]
    AbandonDenied {
        /// That order.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// The gateway also said that there is such an order: it cannot be declared never made.
    #[error("the gateway has also said that there is such an order")]
    AbandonContradicted,
    /// The gateway cannot be asked about the order (A12): only evidence can settle it.
    #[error("the gateway cannot be asked about this order; only evidence can settle it")]
    AbandonCannotAsk,
    /// A part of a person's evidence cannot be kept.
    #[error("the evidence's {0} is too short, too long or empty")]
    EvidenceField(&'static str),
    /// The last four digits of the payee's account have to be typed again, and were not or were others.
    #[error("the last four digits of the account do not agree")]
    LastFour,
    /// A person's reason is needed for this step.
    #[error("a reason is needed")]
    Unexplained,
    /// The order is in a status in which this cannot be done.
    #[error("this cannot be done to an order that is {}", .0.as_str())]
    WrongStatus(Status),
    /// The request cannot be written. Nothing was sent.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// No connection to the gateway.
    #[error("no connection to the gateway ({})", .0.code())]
    NoConnection(NoConnection),
    /// The gateway gave no complete answer.
    #[error("no complete answer from the gateway ({})", .0.code())]
    NoAnswer(Lost),
    /// The gateway refused the question.
    #[error("the gateway refused: {}", .0.message)]
    Refused(Refusal),
    /// The gateway's answer cannot be understood.
    #[error("the gateway's answer cannot be understood")]
    Unreadable(Evidence),
    /// The gateway's address sent us elsewhere; that is never followed.
    #[error("the address redirects to {to_host}")]
    Redirected {
        /// Where to.
        to_host: String,
    },
    /// The listener cannot listen.
    #[error("the callback listener cannot start: {0}")]
    Listener(std::io::Error),
    /// The desk is closing and begins nothing new.
    #[error("the program is closing")]
    Closing,
    /// Something that cannot happen did; the text is for the log.
    #[error("internal: {0}")]
    Internal(&'static str),
}

impl DeskError {
    /// The word that the window knows this error by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open(error) => match error {
                OpenError::InUse => "ledger_in_use",
                OpenError::Newer { .. } => "ledger_newer",
                OpenError::NotALedger(_) => "ledger_not_a_ledger",
                OpenError::Folder { .. } => "ledger_folder",
                OpenError::LibraryTooOld { .. } => "ledger_library",
                OpenError::Ledger(error) => ledger_code(error),
            },
            Self::Ledger(error) => ledger_code(error),
            Self::Vault(error) => match error {
                VaultError::Locked => "vault_locked",
                VaultError::NotSetUp => "vault_not_set_up",
                VaultError::NoSuchSecret => "vault_no_such_secret",
                VaultError::NoGuard => "guard_not_set",
                VaultError::WrongPassphrase => "vault_wrong_passphrase",
                VaultError::BackOff { .. } => "vault_back_off",
                VaultError::TooShortPassphrase => "vault_too_short",
                VaultError::Damaged => "vault_damaged",
                VaultError::AlreadySetUp
                | VaultError::KeychainInUse
                | VaultError::SecretTooLong
                | VaultError::BadName
                | VaultError::Keychain(_)
                | VaultError::Io(_) => "vault",
            },
            Self::Transport(_) => "network_client",
            Self::NoSuchAccount => "no_such_account",
            Self::AccountRetired => "account_retired",
            Self::NoSuchMarket(_) => "no_such_market",
            Self::NoSuchOrder => "no_such_order",
            Self::AccountField { .. } => "account_field",
            Self::BaseUrl(problem) => match problem {
                BaseUrlProblem::InsecureUnconfirmed { .. } => "base_url_insecure",
                BaseUrlProblem::NoPractice => "no_practice",
                BaseUrlProblem::NotAnAddress | BaseUrlProblem::NotHttp | BaseUrlProblem::Extras => "base_url",
            },
            Self::NotifyUrl(_) => "notify_url",
            Self::Draft(_) => "draft",
            Self::WrongKind => "wrong_kind",
            Self::AboveCeiling { .. } => "above_ceiling",
            Self::AboveDayCeiling { .. } => "above_day_ceiling",
            Self::GuardNeeded => "guard_needed",
            Self::RestoreGap => "restore_gap",
            Self::UnknownTwin { .. } => "unknown_twin",
            Self::ReasonNeeded { .. } => "reason_needed",
            Self::ReplacesNeeded { .. } => "replaces_needed",
            Self::ReplacedExists { .. } => "replaced_exists",
            Self::AbandonTooEarly { .. } => "abandon_too_early",
            Self::AbandonStale => "abandon_stale",
            Self::AbandonDenied { .. } => "abandon_denied",
            Self::AbandonContradicted => "abandon_contradicted",
            Self::AbandonCannotAsk => "abandon_cannot_ask",
            Self::EvidenceField(_) => "evidence_field",
            Self::LastFour => "last_four",
            Self::Unexplained => "unexplained",
            Self::WrongStatus(_) => "wrong_status",
            Self::Encode(EncodeError::CannotAsk) => "cannot_ask",
            Self::Encode(_) => "encode",
            Self::NoConnection(_) => "no_connection",
            Self::NoAnswer(_) => "no_answer",
            Self::Refused(_) => "gateway_refused",
            Self::Unreadable(_) => "gateway_unreadable",
            Self::Redirected { .. } => "gateway_redirected",
            Self::Listener(_) => "listener",
            Self::Closing => "closing",
            Self::Mapping(_) => "import_mapping",
            Self::Internal(_) => "internal",
        }
    }
}

const fn ledger_code(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Full => "disk_full",
        LedgerError::Locked => "ledger_locked",
        LedgerError::Sealed => "ledger_damaged",
        LedgerError::Damaged(_) => "record_damaged",
        LedgerError::Conflict(_) => "ledger_conflict",
        LedgerError::AboveCeiling(Ceiling::Payout { .. }) => "above_ceiling",
        LedgerError::AboveCeiling(Ceiling::Day { .. }) => "above_day_ceiling",
        LedgerError::NotFound(_) => "not_found",
        LedgerError::Invalid(_) | LedgerError::Storage(_) => "ledger",
    }
}
