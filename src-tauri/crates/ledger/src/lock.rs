//! One process owns a ledger.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::OpenError;
use crate::protect;

const FILE: &str = "ledger.lock";

/// The kernel's lock on a folder's ledger. The kernel frees it when the process ends, however it ends,
/// so nothing is ever left behind to clear away (R13).
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: File,
}

impl FolderLock {
    /// Takes the lock at once or not at all.
    pub(crate) fn take(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(FILE);
        let file =
            protect::private_file(&path).map_err(|cause| OpenError::Folder { path: path.clone(), cause })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
            Err(TryLockError::Error(cause)) => Err(OpenError::Folder { path, cause }),
        }
    }

    /// Lets go of the lock while the program goes on.
    pub(crate) fn release(&self) {
        if let Err(error) = self.file.unlock() {
            // The lock then lives as long as this value.
            tracing::warn!(%error, "the ledger's lock could not be released");
        }
    }
}
