//! A simulated disk below the real SQLite: what a power cut, a full disk or a lying disk would have left behind.
//!
//! [`Disk::new`] watches one folder. SQLite's files in it are written to the real folder as ever, by SQLite's own
//! means; beside that the disk remembers what of it would have survived: content is durable once its file was
//! synced, and what was written since then may be lost, in whole or in part, at 512-byte sectors at the finest.
//! A sector is whole or untouched and nothing beside it is harmed: that is what SQLite itself assumes by default
//! (`SQLITE_IOCAP_POWERSAFE_OVERWRITE`). That a file was made or deleted survives from the next sync of any file of
//! the folder on, as file systems with a journal keep it. Files of other folders are left to SQLite untouched.
//!
//! What lies in the folder when it is given to the disk is durable, so a ledger may start from a copied template.
//! The shared-memory file (`-shm`) is not kept: no power cut leaves one that SQLite would believe.
//!
//! Absent on purpose: memory-mapped reading and writing (switched off for watched files, it could not be watched),
//! and files that are not SQLite's own.

mod dice;
mod file;
mod image;
mod vfs;
mod volume;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

pub use dice::Dice;
pub use image::Survivors;
pub use volume::{Kind, Operation};

use volume::{Syncs, Volume};

/// One folder's simulated disk. It watches until it is dropped; files that are open then stay watched until they close.
///
/// Several disks may be in use at once, each by its own thread or test. All of them together slow other SQLite
/// files of the process by one look-up at each opening.
#[derive(Debug)]
pub struct Disk {
    volume: Arc<Volume>,
}

impl Disk {
    /// Watches the SQLite files of `folder` (not of its sub-folders) from now on. What is there already is durable.
    ///
    /// To be called before SQLite opens anything there.
    ///
    /// # Errors
    /// When the folder cannot be made or read, when another disk watches it, or when SQLite refuses the layer between.
    pub fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let folder = fs::canonicalize(folder)?;
        let volume = Arc::new(Volume::load(&folder)?);
        vfs::watch(&folder, &volume)?;
        Ok(Self { volume })
    }

    /// The folder watched, as SQLite names it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.volume.folder()
    }

    /// How many writes, truncations, syncs and deletions there were so far, refused ones left out.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.volume.operations()
    }

    /// Cuts the power when `operation` operations were done: that many still take effect, the next fails, and from
    /// then on every reading and writing fails and nothing changes any more. A number that has passed cuts at the next.
    pub fn crash_at(&self, operation: u64) {
        self.volume.crash_at(operation);
    }

    /// Cuts the power now.
    pub fn cut_now(&self) {
        self.volume.cut_now();
    }

    /// Whether the power is cut.
    #[must_use]
    pub fn crashed(&self) -> bool {
        self.volume.crashed()
    }

    /// Calls `hook` after every operation that took effect, from the thread that did it. It may look at this disk,
    /// take images of it and cut its power.
    pub fn on_operation(&self, hook: impl Fn(&Operation) + Send + Sync + 'static) {
        self.volume.on_operation(Arc::new(hook));
    }

    /// Writes what this moment's power cut could have left into the folder `into`, which is made if need be.
    ///
    /// The same `seed` gives the same files. A plain kill of the process is [`Survivors::Kept`].
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn image(&self, into: &Path, how: Survivors, seed: u64) -> io::Result<()> {
        self.volume.image(into, how, seed)
    }

    /// The disk is full when its files have grown by `bytes` in all: what would grow them further is refused with
    /// `SQLITE_FULL` after writing what still fits. Overwriting goes on; cutting or deleting files makes room.
    pub fn refuse_space_after(&self, bytes: u64) {
        self.volume.limit(Some(bytes));
    }

    /// There is room again.
    pub fn free_space(&self) {
        self.volume.limit(None);
    }

    /// From now on the disk lies: syncs report success and make nothing durable (also `synchronous=OFF`).
    pub fn without_sync(&self) {
        self.volume.treat_syncs(Syncs::Lying);
    }

    /// From now on a write-ahead log is synced only when `synchronous=NORMAL` would have synced it, although the
    /// connection runs with FULL: the control that a test of durability must fail.
    ///
    /// With FULL, SQLite syncs the log at three places (`wal.c`): after writing the log's header, after a commit's
    /// last frame, and before a checkpoint copies pages to the database. NORMAL leaves out the second, and nothing
    /// else. The three are told apart by what came before on the log: the header, frames, or, as every commit
    /// has been synced before a checkpoint begins, nothing since the last sync. A test holds this rule against
    /// SQLite itself: FULL on this disk and NORMAL on an honest one make the same syncs at the same moments.
    pub fn as_with_normal(&self) {
        self.volume.treat_syncs(Syncs::AsWithNormal);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        vfs::forget(self.volume.folder());
    }
}

/// A new folder in memory (`/dev/shm`) where there is such a thing, else in the usual place; removed when dropped.
///
/// # Errors
/// When it cannot be made.
pub fn scratch() -> io::Result<TempDir> {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }
}
