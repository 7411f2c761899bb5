//! The one error that crosses to the window.

use std::collections::BTreeMap;

use desk::{DeskError, Grounds, NOT_FOUNDS_NEEDED};
use gateways::catalogue::NotifyUrlProblem;
use ledger::LedgerError;
use serde::Serialize;
use specta::Type;
use vault::VaultError;

use crate::views::{FieldProblemView, minutes, time_text};

/// Why a command did not do as asked. A code exists only if the window acts on it; one table there maps codes
/// to severity, text and action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// What the window acts on.
    pub code: String,
    /// English words, for the log and for codes that the window has no text for.
    pub message: String,
    /// What the window's text needs, by name.
    pub details: BTreeMap<String, String>,
    /// Fields to be mended, for the code `draft`.
    pub problems: Vec<FieldProblemView>,
}

impl CommandError {
    /// An error with a code and English words.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            details: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// The same with one more value for the window's text.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// Whether a damaged ledger or record is the cause.
    pub(crate) fn is_damage(&self) -> bool {
        matches!(self.code.as_str(), "ledger_damaged" | "record_damaged")
    }

    /// A draft with one field to be mended.
    pub(crate) fn of_problem(problem: FieldProblemView) -> Self {
        Self { problems: vec![problem], ..Self::new("draft", "a field has to be mended") }
    }

    /// An id, cursor or time that no window of ours sends.
    pub(crate) fn malformed(what: &'static str) -> Self {
        Self::new("malformed", format!("this is no {what}"))
    }
}

impl From<DeskError> for CommandError {
    fn from(error: DeskError) -> Self {
        let plain = Self::new(error.code(), error.to_string());
        match error {
            DeskError::Draft(problems) => {
                Self { problems: problems.iter().map(FieldProblemView::from).collect(), ..plain }
            }
            DeskError::AccountField { field, why } => plain.with("field", field).with("why", why),
            DeskError::NotifyUrl(problem) => plain.with("problem", notify_url_code(&problem)),
            DeskError::BaseUrl(desk::BaseUrlProblem::InsecureUnconfirmed { host }) => {
                plain.with("host", host)
            }
            DeskError::AboveCeiling { ceiling } => plain.with("ceiling", ceiling.to_string()),
            DeskError::AboveDayCeiling { ceiling, used } => {
                plain.with("ceiling", ceiling.to_string()).with("used", used.to_string())
            }
            DeskError::UnknownTwin { order, number }
            | DeskError::ReasonNeeded { order, number }
            | DeskError::ReplacesNeeded { order, number }
            | DeskError::ReplacedExists { order, number }
            | DeskError::AbandonDenied { order, number } => {
                plain.with("orderId", order.to_string()).with("number", number)
            }
            DeskError::AbandonTooEarly { grounds, until_ms } => too_early(plain, &grounds, until_ms),
            DeskError::EvidenceField(field) => plain.with("field", field),
            DeskError::WrongStatus(status) => plain.with("status", status.as_str()),
            DeskError::NoConnection(kind) => plain.with("kind", kind.code()),
            DeskError::NoAnswer(kind) => plain.with("kind", kind.code()),
            DeskError::Refused(refusal) => {
                plain.with("gatewayCode", refusal.code).with("gatewayMessage", refusal.message)
            }
            DeskError::Redirected { to_host } => plain.with("host", to_host),
            DeskError::Vault(error) => Self::from(error),
            DeskError::Open(_)
            | DeskError::Ledger(_)
            | DeskError::Transport(_)
            | DeskError::NoSuchAccount
            | DeskError::AccountRetired
            | DeskError::NoSuchMarket(_)
            | DeskError::NoSuchOrder
            | DeskError::BaseUrl(_)
            | DeskError::WrongKind
            | DeskError::LastFour
            | DeskError::GuardNeeded
            | DeskError::RestoreGap
            | DeskError::AbandonStale
            | DeskError::AbandonContradicted
            | DeskError::AbandonCannotAsk
            | DeskError::Unexplained
            | DeskError::Encode(_)
            | DeskError::Unreadable(_)
            | DeskError::Listener(_)
            | DeskError::Mapping(_)
            | DeskError::Closing
            | DeskError::Internal(_) => plain,
        }
    }
}

/// What is missing before an order may be declared never made.
fn too_early(plain: CommandError, grounds: &Grounds, until_ms: Option<i64>) -> CommandError {
    let error = plain
        .with("have", grounds.not_found.to_string())
        .with("needed", NOT_FOUNDS_NEEDED.to_string())
        .with("spanMinutes", minutes(grounds.span_ms).to_string())
        .with("spanNeededMinutes", minutes(grounds.span_needed_ms).to_string());
    match until_ms {
        Some(until) => error.with("until", time_text(until)),
        None => error,
    }
}

/// The word that the window knows a callback address's problem by.
fn notify_url_code(problem: &NotifyUrlProblem) -> &'static str {
    match problem {
        NotifyUrlProblem::Required => "required",
        NotifyUrlProblem::NotAnUrl => "not_an_url",
        NotifyUrlProblem::TooLong { .. } => "too_long",
        NotifyUrlProblem::NotPublic => "not_public",
    }
}

impl From<LedgerError> for CommandError {
    fn from(error: LedgerError) -> Self {
        DeskError::from(error).into()
    }
}

impl From<VaultError> for CommandError {
    fn from(error: VaultError) -> Self {
        let seconds = match &error {
            VaultError::BackOff { seconds } => Some(seconds.to_string()),
            VaultError::Locked
            | VaultError::NotSetUp
            | VaultError::AlreadySetUp
            | VaultError::KeychainInUse
            | VaultError::WrongPassphrase
            | VaultError::NoGuard
            | VaultError::TooShortPassphrase
            | VaultError::SecretTooLong
            | VaultError::BadName
            | VaultError::Damaged
            | VaultError::NoSuchSecret
            | VaultError::Keychain(_)
            | VaultError::Io(_) => None,
        };
        // A plain conversion would come back here.
        let desk = DeskError::Vault(error);
        let plain = Self::new(desk.code(), desk.to_string());
        match seconds {
            Some(seconds) => plain.with("seconds", seconds),
            None => plain,
        }
    }
}
