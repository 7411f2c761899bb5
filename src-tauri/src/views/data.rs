//! The ledger's health and its backups.

use serde::Serialize;
use specta::Type;

use super::mirror;

mirror! {
    /// What is wrong with a ledger as a whole.
    DamageKind of ledger::DamageKind {
        Missing: "There is no file although there was a ledger.",
        NotALedger: "The file is none of this program's.",
        Pages: "Pages of the file are damaged.",
    }
}

/// The health of the ledger on show.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HealthView {
    /// The whole ledger is damaged: it can be read as far as it goes, and takes nothing more.
    pub damage: Option<DamageView>,
    /// How many things the last check found wrong in single records; the rest of the ledger goes on.
    pub damaged_records: u32,
    /// The newest backup without damage; sought only when something is wrong.
    pub offer: Option<BackupView>,
    /// Whether one was sought: without an offer there is none then.
    pub offer_sought: bool,
    /// Whether backups are made of this ledger: not in practice.
    pub has_backups: bool,
    /// A restoration whose gap nobody has dealt with yet.
    pub restored: Option<RestoredView>,
}

/// What is wrong with the whole ledger.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DamageView {
    /// What kind of damage.
    pub kind: DamageKind,
    /// What was found, in technical words.
    pub what: String,
}

/// A backup of the live ledger.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Its name, to restore it by.
    pub name: String,
    /// When it was made.
    pub made_at: String,
    /// How many orders it holds.
    pub orders: u32,
    /// How large it is, in units of 1,024 bytes.
    pub kilobytes: u32,
}

/// A restoration.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RestoredView {
    /// When the backup was made: what came later is not known here.
    pub from: String,
    /// When it was restored.
    pub at: String,
    /// Where the former files are kept.
    pub kept_in: Option<String>,
}

/// The live ledger's data: where it is, its backups, its last check.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerDataView {
    /// The ledger's folder.
    pub ledger_folder: String,
    /// The folder of the backups.
    pub backups_folder: String,
    /// The backups, newest first.
    pub backups: Vec<BackupView>,
    /// Why the last backup could not be made, in technical words.
    pub backup_failure: Option<String>,
    /// Whether one is being made.
    pub backing_up: bool,
    /// When the ledger was last checked since the program's start.
    pub checked_at: Option<String>,
    /// Whether it is being checked.
    pub checking: bool,
    /// What the check found wrong, in technical words; the first lines of it.
    pub problems: Vec<String>,
    /// The whole ledger is damaged: no backup of it is made.
    pub damaged: bool,
}

/// An order whose record cannot be read.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DamagedOrderView {
    /// Its id.
    pub id: String,
    /// Its number, if that can be read.
    pub number: Option<String>,
    /// When it was made, if that can be read.
    pub created_at: Option<String>,
}
