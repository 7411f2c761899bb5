//! The program as a whole.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountView, HealthView};

/// Which of the two ledgers the whole window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Real gateways, real money.
    Live,
    /// The gateways inside the program.
    Practice,
}

/// The state of the program that every screen depends on.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// The ledger on show.
    pub mode: Mode,
    /// The program's version.
    pub version: String,
    /// Where the data is kept.
    pub data_folder: String,
    /// Where the secrets are kept, and whether they can be used.
    pub vault: VaultView,
    /// Accounts of the mode on show, retired ones left out.
    pub accounts: Vec<AccountView>,
    /// Whether the practice merchant exists already.
    pub practice_exists: bool,
    /// What was found or repaired at start-up, one code each, with its detail.
    pub notices: Vec<NoticeView>,
    /// The health of the ledger on show.
    pub health: HealthView,
    /// The outcomes that the practice gateways play by amount; empty in live mode.
    pub practice_outcomes: Vec<PracticeOutcomeView>,
}

/// Something that happened at start-up and that a person should know.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// `permissions_repaired`, `interrupted_orders`, `prepared_orders_waiting`.
    pub code: String,
    /// The file or the number it is about.
    pub detail: String,
}

/// One row of the practice gateways' outcome table.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeOutcomeView {
    /// How the whole part of the amount ends, such as `04`.
    pub ending: String,
    /// The outcome's short name.
    pub name: String,
    /// What happens then.
    pub what_happens: String,
}

/// The vault as the window sees it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VaultView {
    /// Where secrets live.
    pub kind: VaultKind,
    /// Whether they can be used now.
    pub status: VaultStatus,
    /// After wrong passphrases: seconds until the next try is allowed.
    pub retry_after_s: Option<u32>,
    /// Whether a guard passphrase was chosen: the vault's own, or beside a keychain one for ceilings alone.
    pub guard_set: bool,
    /// After wrong guard passphrases: seconds until the next try is allowed.
    pub guard_retry_after_s: Option<u32>,
    /// This folder's secrets were kept in a keychain that does not answer now.
    pub keychain_missing: bool,
}

/// Where secrets live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultKind {
    /// The operating system's keychain.
    Keychain,
    /// An encrypted file that a passphrase opens.
    Passphrase,
}

/// Whether secrets can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultStatus {
    /// Ready.
    Ready,
    /// A passphrase has to be given.
    Locked,
    /// A passphrase has to be chosen first.
    NotSetUp,
}

/// Where the watching of open orders stands.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusLineView {
    /// One line per account.
    pub gateways: Vec<GatewayStateView>,
    /// Since when nobody at all can be reached: this computer has no network.
    pub offline_since: Option<String>,
    /// How many orders are watched.
    pub watched: u32,
    /// When the next question is due.
    pub next_question_at: Option<String>,
    /// The callback listener.
    pub listener: ListenerView,
}

/// Whether an account's gateway answers.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GatewayStateView {
    /// The account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// Whether the last attempt brought an answer; `None` before the first.
    pub reachable: Option<bool>,
    /// When it last answered.
    pub last_answer_at: Option<String>,
    /// The gateway's clock less ours, in milliseconds, when known.
    pub clock_skew_ms: Option<i32>,
    /// Since when every question about the account's orders has been in vain: refused, or answered with nonsense.
    pub in_vain_since: Option<String>,
    /// Why the last one was, as an error's code.
    pub in_vain_code: Option<String>,
}

/// The callback listener.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListenerView {
    /// Whether it listens.
    pub on: bool,
    /// Its port.
    pub port: Option<u16>,
    /// Why it could not be started.
    pub error: Option<String>,
    /// When the last callback came.
    pub last_hit_at: Option<String>,
    /// The address to give each account's gateway.
    pub addresses: Vec<ListenerAddressView>,
}

/// Where an account's callbacks shall go.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListenerAddressView {
    /// The account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// The address on this computer.
    pub url: String,
}
