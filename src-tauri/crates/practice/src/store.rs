//! The state file: the whole book as JSON, replaced in one step.
//!
//! Not kept: CashFast nonces (they die within minutes) and the counters tests read.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::book::Snapshot;

/// Reads the file. Nothing there: nothing kept. Unreadable: set aside beside itself as `*.broken`, so that a damaged
/// practice file never stops the program, and nothing is thrown away unseen.
pub(crate) fn load(file: &Path) -> std::io::Result<Option<Snapshot>> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(None),
        Err(problem) => return Err(problem),
    };
    match serde_json::from_slice(&text) {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(problem) => {
            tracing::warn!(%problem, "practice state cannot be read; set aside and started afresh");
            fs::rename(file, beside(file, "broken"))?;
            Ok(None)
        }
    }
}

/// Writes the file: beside it first, then renamed over it, so that a crash leaves the old or the new one.
pub(crate) fn save(file: &Path, state: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let new = beside(file, "new");
    let mut out = fs::File::create(&new)?;
    out.write_all(state)?;
    out.sync_all()?;
    fs::rename(&new, file)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    file.with_file_name(name)
}
