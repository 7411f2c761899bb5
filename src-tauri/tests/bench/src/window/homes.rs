//! Data folders for the program, with a practice ledger that it shows when it starts.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::Ledger;

use crate::Trouble;
use crate::data::{Kept, UNTIL_MS};

/// What the program remembers its mode by (`console.rs`).
const MODE: (&str, &str) = ("mode", "practice");

/// A folder whose practice ledger is that one; `None`: an empty one.
pub(crate) async fn made(folder: &Path, kept: Option<&Kept>) -> Result<PathBuf, Trouble> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let live = folder.join("live");
    fs::create_dir_all(&live)?;
    let ledger = Ledger::open(&live, UNTIL_MS).await?;
    ledger.set_setting(MODE.0, MODE.1).await?;
    ledger.close().await;
    let practice = folder.join("practice");
    match kept {
        Some(kept) => kept.copied(&practice)?,
        None => {
            fs::create_dir_all(&practice)?;
            let ledger = Ledger::open(&practice, UNTIL_MS).await?;
            demo::add_accounts(&ledger, UNTIL_MS).await?;
            ledger.close().await;
        }
    }
    Ok(folder.to_owned())
}
