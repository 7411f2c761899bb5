//! What a disk holds: of each file the durable content and what was done to it since its last sync.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::file::{FileState, Pending, SinceSync, count};

/// Something that was done to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Which operation of the disk, counted from 1.
    pub number: u64,
    /// The file's name in the folder.
    pub file: String,
    /// What was done.
    pub kind: Kind,
}

/// What can be done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `length` bytes were written at `offset`.
    Write {
        /// Where.
        offset: u64,
        /// How many.
        length: u64,
    },
    /// The file was cut (or filled up) to that many bytes.
    Truncate(u64),
    /// The file was synced; `durable` tells whether that had an effect on this disk.
    Sync {
        /// Whether what was written before survives from now on.
        durable: bool,
    },
    /// The file was deleted.
    Delete,
}

/// How syncs are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syncs {
    Honest,
    AsWithNormal,
    Lying,
}

/// Why an operation was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    PowerCut,
    Full,
    /// The real file system refused, with SQLite's code for it.
    Real(i32),
}

type Hook = Arc<dyn Fn(&Operation) + Send + Sync>;

/// One folder's disk.
pub(super) struct Volume {
    folder: PathBuf,
    state: Mutex<State>,
    hook: Mutex<Option<Hook>>,
}

struct State {
    files: BTreeMap<String, FileState>,
    operations: u64,
    crash_at: Option<u64>,
    crashed: bool,
    room: Option<u64>,
    syncs: Syncs,
}

/// A log's header (<https://www.sqlite.org/fileformat2.html#wal_file_format>).
const LOG_HEADER: u64 = 32;

impl Volume {
    /// The disk of a folder as it is: everything in it is durable.
    pub(super) fn load(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (Ok(name), true) = (entry.file_name().into_string(), entry.file_type()?.is_file()) else {
                continue;
            };
            if !name.ends_with("-shm") {
                let content = fs::read(entry.path())?;
                files.insert(name, FileState::found(content));
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            state: Mutex::new(State {
                files,
                operations: 0,
                crash_at: None,
                crashed: false,
                room: None,
                syncs: Syncs::Honest,
            }),
            hook: Mutex::new(None),
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn operations(&self) -> u64 {
        self.lock().operations
    }

    pub(super) fn crash_at(&self, operation: u64) {
        self.lock().crash_at = Some(operation);
    }

    pub(super) fn cut_now(&self) {
        self.lock().crashed = true;
    }

    pub(super) fn crashed(&self) -> bool {
        self.lock().crashed
    }

    pub(super) fn limit(&self, room: Option<u64>) {
        self.lock().room = room;
    }

    pub(super) fn treat_syncs(&self, syncs: Syncs) {
        self.lock().syncs = syncs;
    }

    pub(super) fn on_operation(&self, hook: Hook) {
        *self.hook.lock().unwrap_or_else(PoisonError::into_inner) = Some(hook);
    }

    /// How many bytes the disk's files may still grow by, where that is limited.
    pub(super) fn room(&self) -> Option<u64> {
        self.lock().room
    }

    /// Each file with its state, for an image.
    pub(super) fn each_file<E>(
        &self,
        mut take: impl FnMut(&str, &FileState) -> Result<(), E>,
    ) -> Result<(), E> {
        self.lock().files.iter().try_for_each(|(name, file)| take(name, file))
    }

    /// A file is about to be opened. One that is not known was made by others than SQLite: it is durable as it is.
    pub(super) fn opening(&self, name: &str) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.crashed {
            return Err(Refused::PowerCut);
        }
        if !state.files.get(name).is_some_and(|file| file.exists)
            && let Ok(content) = fs::read(self.folder.join(name))
        {
            state.files.insert(name.to_owned(), FileState::found(content));
        }
        Ok(())
    }

    /// A file was opened, and made if it was not there.
    pub(super) fn opened(&self, name: &str) {
        let mut state = self.lock();
        let file = state.files.entry(name.to_owned()).or_default();
        if !file.exists {
            file.exists = true;
            file.length = 0;
            file.since_sync = SinceSync::Nothing;
            file.pending.push(Pending::Create);
        }
    }

    /// Writes through `really`, as much as fits.
    pub(super) fn write(
        &self,
        name: &str,
        offset: u64,
        bytes: &[u8],
        really: impl FnOnce(&[u8]) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut state = self.lock();
        state.check_power()?;
        let fitting = state.fitting(name, offset, bytes);
        if !fitting.is_empty() {
            really(fitting)?;
            let operation = state.wrote(name, offset, fitting);
            drop(state);
            self.tell(operation);
        }
        if fitting.len() < bytes.len() { Err(Refused::Full) } else { Ok(()) }
    }

    /// Cuts or fills up a file through `really`.
    pub(super) fn truncate(
        &self,
        name: &str,
        length: u64,
        really: impl FnOnce() -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut state = self.lock();
        state.check_power()?;
        really()?;
        let operation = state.truncated(name, length);
        drop(state);
        self.tell(operation);
        Ok(())
    }

    /// Syncs a file. The real one is not: what survives is decided here.
    pub(super) fn sync(&self, name: &str) -> Result<(), Refused> {
        let mut state = self.lock();
        state.check_power()?;
        let operation = state.synced(name);
        drop(state);
        self.tell(operation);
        Ok(())
    }

    /// Deletes a file through `really`; `for_sure` when the folder is synced as well.
    pub(super) fn delete(
        &self,
        name: &str,
        for_sure: bool,
        really: impl FnOnce() -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut state = self.lock();
        state.check_power()?;
        really()?;
        let operation = state.deleted(name, for_sure);
        drop(state);
        self.tell(operation);
        Ok(())
    }

    fn tell(&self, operation: Operation) {
        let hook = self.hook.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(hook) = hook {
            hook(&operation);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Volume {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Volume").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl State {
    fn check_power(&mut self) -> Result<(), Refused> {
        if self.crash_at.is_some_and(|at| self.operations >= at) {
            self.crashed = true;
        }
        if self.crashed { Err(Refused::PowerCut) } else { Ok(()) }
    }

    /// As much of a write as there is room for.
    fn fitting<'b>(&self, name: &str, offset: u64, bytes: &'b [u8]) -> &'b [u8] {
        let Some(room) = self.room else { return bytes };
        let length = self.files.get(name).map_or(0, |file| file.length);
        let may_end = length.saturating_add(room);
        let may_write = usize::try_from(may_end.saturating_sub(offset)).unwrap_or(usize::MAX);
        bytes.get(..may_write).unwrap_or(bytes)
    }

    fn wrote(&mut self, name: &str, offset: u64, bytes: &[u8]) -> Operation {
        let length = count(bytes);
        let file = self.files.entry(name.to_owned()).or_default();
        let end = offset.saturating_add(length);
        let growth = end.saturating_sub(file.length);
        file.length = file.length.max(end);
        file.since_sync =
            if (offset, length) == (0, LOG_HEADER) { SinceSync::HeaderLast } else { SinceSync::FramesLast };
        file.pending.push(Pending::Write { offset, bytes: bytes.to_owned() });
        self.room = self.room.map(|room| room.saturating_sub(growth));
        self.done(name, Kind::Write { offset, length })
    }

    fn truncated(&mut self, name: &str, length: u64) -> Operation {
        let file = self.files.entry(name.to_owned()).or_default();
        let freed = file.length.saturating_sub(length);
        file.length = length;
        file.pending.push(Pending::Truncate(length));
        self.room = self.room.map(|room| room.saturating_add(freed));
        self.done(name, Kind::Truncate(length))
    }

    fn synced(&mut self, name: &str) -> Operation {
        let file = self.files.entry(name.to_owned()).or_default();
        let durable = match self.syncs {
            Syncs::Honest => true,
            Syncs::Lying => false,
            Syncs::AsWithNormal => !name.ends_with("-wal") || file.since_sync != SinceSync::FramesLast,
        };
        file.since_sync = SinceSync::Nothing;
        if durable {
            file.settle();
            self.files.values_mut().for_each(FileState::settle_name);
        }
        self.done(name, Kind::Sync { durable })
    }

    fn deleted(&mut self, name: &str, for_sure: bool) -> Operation {
        let lying = self.syncs == Syncs::Lying;
        let file = self.files.entry(name.to_owned()).or_default();
        let freed = file.length;
        file.exists = false;
        file.length = 0;
        file.pending.push(Pending::Delete);
        if for_sure && !lying {
            file.settle();
        }
        self.room = self.room.map(|room| room.saturating_add(freed));
        self.done(name, Kind::Delete)
    }

    fn done(&mut self, name: &str, kind: Kind) -> Operation {
        self.operations += 1;
        Operation { number: self.operations, file: name.to_owned(), kind }
    }
}

#[cfg(test)]
mod tests {
    use super::{FileState, Volume};

    /// What surely survives of a file, and how much of it is in doubt.
    fn state(volume: &Volume, wanted: &str) -> (Option<Vec<u8>>, usize) {
        let mut found = (None, 0);
        let read = volume.each_file::<()>(|name, file: &FileState| {
            if name == wanted {
                found = (file.durable.clone(), file.pending.len());
            }
            Ok(())
        });
        read.unwrap();
        found
    }

    /// Journalling file systems keep the order of names: a later sync of any file settles them.
    #[test]
    fn a_sync_settles_the_names_of_the_other_files_and_not_their_content() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old"), "o").unwrap();
        let volume = Volume::load(folder.path()).unwrap();
        volume.opened("new");
        volume.write("new", 0, b"n", |_| Ok(())).unwrap();
        volume.delete("old", false, || Ok(())).unwrap();
        volume.opened("third");
        assert_eq!(state(&volume, "new"), (None, 2));
        assert_eq!(state(&volume, "old"), (Some(b"o".to_vec()), 1));
        volume.sync("third").unwrap();
        assert_eq!(state(&volume, "new"), (Some(Vec::new()), 1));
        assert_eq!(state(&volume, "old"), (None, 0));
        // Made again, it is another file.
        volume.opened("old");
        volume.write("old", 0, b"x", |_| Ok(())).unwrap();
        volume.sync("new").unwrap();
        assert_eq!(state(&volume, "old"), (Some(Vec::new()), 1));
        assert_eq!(state(&volume, "new"), (Some(b"n".to_vec()), 0));
    }

    #[test]
    fn a_sure_deletion_needs_no_other_sync() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old"), "o").unwrap();
        let volume = Volume::load(folder.path()).unwrap();
        volume.delete("old", true, || Ok(())).unwrap();
        assert_eq!(state(&volume, "old"), (None, 0));
    }
}
