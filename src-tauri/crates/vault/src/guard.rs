//! The guard passphrase: asked for before a ceiling is raised or passed (bar S16). One per computer.
//!
//! Where the secrets lie in a passphrase file, its passphrase is the guard. Where a keychain holds them, nobody was
//! ever asked for one: it is chosen at the first need and kept as `guard.cfv`, an empty sealed file that only it opens
//! (the same Argon2id, the same constant-time check of the cipher's tag, the same pause after wrong ones, mode 0600).
//! Once that file exists it rules, also when the keychain is gone: else a window could be started without a
//! keychain, choose a new passphrase, and raise what it likes.
//!
//! "Chosen at the first need" means what it says: on a computer with an open keychain and no guard yet, whoever sits there
//! may choose it, and may then raise a ceiling. From then on nobody can without it. Changing it takes the old one.
//!
//! Absent on purpose: a way back when it is lost, and protection from whoever can delete files of the data folder:
//! such a person can write the ledger too.

use std::sync::Arc;

use secrecy::SecretString;

use crate::passphrase::PassphraseVault;
use crate::vault::{Place, off_the_async_threads, unix_ms_after};
use crate::{Vault, VaultError, VaultStatus};

/// The file's name in the data folder.
pub(crate) const FILE_NAME: &str = "guard.cfv";

/// Whether a guard passphrase was chosen, and whether one may be tried now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardState {
    /// Whether there is one.
    pub is_set: bool,
    /// Until when none is looked at (Unix milliseconds, UTC); `None` when one may be tried now.
    pub backoff_until_ms: Option<i64>,
}

impl Vault {
    /// Whether there is a guard passphrase.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the data folder cannot be read.
    pub async fn guard_state(&self) -> Result<GuardState, VaultError> {
        self.on_guard(|guard| {
            Ok(GuardState {
                is_set: guard.status()? != VaultStatus::NotSetUp,
                backoff_until_ms: guard.backoff_remaining().map(unix_ms_after),
            })
        })
        .await
    }

    /// Chooses the guard passphrase of a computer that has none. A passphrase vault that was not set up yet is set up
    /// by this, and ready afterwards.
    ///
    /// # Errors
    /// [`VaultError::AlreadySetUp`], [`VaultError::TooShortPassphrase`], [`VaultError::Io`].
    pub async fn set_guard(&self, passphrase: SecretString) -> Result<(), VaultError> {
        let is_vault = self.guard_is_vault().await?;
        self.on_guard(move |guard| {
            guard.set_up(&passphrase)?;
            forget_key(guard, is_vault);
            Ok(())
        })
        .await
    }

    /// Whether this is the guard passphrase (0.1 to 0.4 s). Opens nothing: a locked vault stays locked.
    ///
    /// # Errors
    /// [`VaultError::NoGuard`]; [`VaultError::WrongPassphrase`]; [`VaultError::BackOff`] after five of them;
    /// [`VaultError::Damaged`] when the file is not as it was written; [`VaultError::Io`].
    pub async fn check_guard(&self, passphrase: SecretString) -> Result<(), VaultError> {
        self.on_guard(move |guard| guard.verify(&passphrase)).await.map_err(no_guard)
    }

    /// Changes the guard passphrase; that of a passphrase vault is the same one, and the vault is ready afterwards.
    ///
    /// # Errors
    /// As of [`check_guard`](Self::check_guard), and [`VaultError::TooShortPassphrase`] for the new one.
    pub async fn change_guard(&self, old: SecretString, new: SecretString) -> Result<(), VaultError> {
        let is_vault = self.guard_is_vault().await?;
        self.on_guard(move |guard| {
            guard.change_passphrase(&old, &new)?;
            forget_key(guard, is_vault);
            Ok(())
        })
        .await
        .map_err(no_guard)
    }

    /// Whether the vault's own file is the guard.
    async fn guard_is_vault(&self) -> Result<bool, VaultError> {
        if matches!(self.place, Place::Keychain(_)) {
            return Ok(false);
        }
        let guard = Arc::clone(&self.guard).lock_owned().await;
        off_the_async_threads(move || Ok(guard.status()? == VaultStatus::NotSetUp)).await
    }

    /// Works on the file that is the guard, off the async threads, one caller after the other.
    async fn on_guard<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut PassphraseVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        if self.guard_is_vault().await? {
            return self.on_file(work).await;
        }
        let mut guard = Arc::clone(&self.guard).lock_owned().await;
        off_the_async_threads(move || work(&mut guard)).await
    }
}

/// The guard's own file holds nothing, so its key need not stay in memory.
fn forget_key(guard: &mut PassphraseVault, is_vault: bool) {
    if !is_vault {
        guard.lock();
    }
}

fn no_guard(error: VaultError) -> VaultError {
    if matches!(error, VaultError::NotSetUp) { VaultError::NoGuard } else { error }
}
