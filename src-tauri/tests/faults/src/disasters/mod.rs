//! Disasters that happen to the disk below the real ledger, in numbers: power cuts, damaged logs, a full disk, rot.
//!
//! Each one lets a made-up merchant's day ([`Story`]) happen to a ledger, strikes, opens what is left with the
//! program's own means and holds all of it, every column of every table, against what had been acknowledged.
//! The bars are R5 to R8 of the project's list; the figures of the long runs are in `docs/reliability.md`.

mod bit_rot;
mod damaged_logs;
mod dump;
mod full_disk;
mod life;
mod power_cuts;
mod story;

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

pub use bit_rot::{BESIDE_MONEY, BitRot, FURTHER_TABLES, MONEY_TABLES, TableRot, bit_rot};
pub use damaged_logs::{DamagedLogs, damaged_logs};
pub use dump::Dump;
pub use full_disk::{FullDisk, full_disk};
pub use life::{Beginning, Life};
pub use power_cuts::{Control, PowerCuts, power_cuts, power_cuts_at_birth};
pub use story::{Step, Story};

/// Why a disaster could not be staged: the laboratory's own trouble, never a finding about the ledger.
pub type Trouble = Box<dyn Error + Send + Sync>;

/// The ledger's file in its folder.
const LEDGER: &str = "ledger.db";
/// Its write-ahead log.
const LOG: &str = "ledger.db-wal";
/// The time at which ledgers are opened again after a disaster, Unix milliseconds: always the same, so that what
/// opening writes can be compared.
const REOPENED_AT: i64 = 1_767_400_000_000;
/// Findings beyond so many are counted, not told.
const TOLD_MAX: usize = 20;

/// Findings: each is something that must not be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// How many.
    pub count: u64,
    /// The first of them, in words.
    pub told: Vec<String>,
}

impl Findings {
    /// Whether nothing was found.
    #[must_use]
    pub const fn none(&self) -> bool {
        self.count == 0
    }

    fn add(&mut self, finding: impl Into<String>) {
        self.count += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(finding.into());
        }
    }
}

/// Copies the files of a folder, but for the ledger's lock and the shared memory.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_file() && (name == LEDGER || name == LOG) {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
