//! What is certain to be on the disk at a moment of a recording: of every file, what was synced.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Trouble;
use super::recording::Deed;

/// The disk while a recording is played.
#[derive(Debug, Default)]
pub struct Disk(BTreeMap<PathBuf, Written>);

/// A file: what survives a power cut, and what has been written since.
#[derive(Debug, Default)]
struct Written {
    durable: Vec<u8>,
    /// Written and not yet synced, oldest first.
    pending: Vec<Change>,
    /// How many of these were there when the sync that is under way began.
    syncing: Option<usize>,
}

#[derive(Debug)]
enum Change {
    Write { offset: usize, data: Vec<u8> },
    Truncate(usize),
}

impl Disk {
    /// Plays one deed.
    ///
    /// # Errors
    /// When a file is larger than this machine can address.
    pub fn play(&mut self, deed: &Deed) -> Result<(), Trouble> {
        match deed {
            Deed::Write { file, offset, data } => {
                let change = Change::Write { offset: usize::try_from(*offset)?, data: data.clone() };
                self.0.entry(file.clone()).or_default().pending.push(change);
            }
            Deed::Truncate { file, length } => {
                let change = Change::Truncate(usize::try_from(*length)?);
                self.0.entry(file.clone()).or_default().pending.push(change);
            }
            Deed::SyncBegin(file) => {
                let file = self.0.entry(file.clone()).or_default();
                file.syncing = Some(file.pending.len());
            }
            Deed::SyncEnd(file) => self.0.entry(file.clone()).or_default().synced(),
            Deed::Delete(file) => drop(self.0.remove(file)),
            Deed::Connect(_) | Deed::Send { .. } => {}
        }
        Ok(())
    }

    /// Writes what would survive a power cut now: the files of one folder, into another one.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn image(&self, of: &Path, into: &Path) -> Result<(), Trouble> {
        for (path, file) in &self.0 {
            // The shared memory of the log is made anew from the log.
            let Some(name) = path.file_name().filter(|name| !name.to_string_lossy().ends_with("-shm")) else {
                continue;
            };
            if path.parent() == Some(of) && !file.durable.is_empty() {
                std::fs::write(into.join(name), &file.durable)?;
            }
        }
        Ok(())
    }
}

impl Written {
    fn synced(&mut self) {
        let count = self.syncing.take().unwrap_or_default().min(self.pending.len());
        for change in self.pending.drain(..count) {
            match change {
                Change::Write { offset, data } => {
                    let end = offset + data.len();
                    if self.durable.len() < end {
                        self.durable.resize(end, 0);
                    }
                    for (to, byte) in self.durable.iter_mut().skip(offset).zip(data) {
                        *to = byte;
                    }
                }
                Change::Truncate(length) => self.durable.resize(length, 0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Disk;
    use crate::program::recording::Deed;

    #[test]
    fn only_what_was_written_before_a_finished_sync_survives() {
        let write =
            |offset, text: &str| Deed::Write { file: "/a/f".into(), offset, data: text.as_bytes().to_vec() };
        let begin = || Deed::SyncBegin("/a/f".into());
        let end = || Deed::SyncEnd("/a/f".into());
        let truncate = Deed::Truncate { file: "/a/f".into(), length: 2 };
        let steps = [
            (write(0, "abc"), None),
            (begin(), None),
            (write(1, "x"), None),
            (end(), Some("abc")),
            (truncate, Some("abc")),
            (begin(), Some("abc")),
            (end(), Some("ax")),
            (Deed::Delete("/a/f".into()), None),
        ];
        let mut disk = Disk::default();
        for (deed, expected) in steps {
            disk.play(&deed).unwrap();
            let into = tempfile::tempdir().unwrap();
            disk.image("/a".as_ref(), into.path()).unwrap();
            let found = std::fs::read_to_string(into.path().join("f")).ok();
            assert_eq!(found.as_deref(), expected, "after {deed:?}");
        }
    }
}
