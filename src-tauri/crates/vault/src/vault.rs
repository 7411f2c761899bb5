//! The vault as the rest of the program sees it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::guard;
use crate::keychain::Keychain;
use crate::passphrase::PassphraseVault;
use crate::{SecretName, VaultError, VaultKind, VaultState, VaultStatus};

/// Whether the operating system's keychain may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeychainUse {
    /// Where there is one.
    #[default]
    WhereThereIsOne,
    /// Never: for tests, for portable folders, and for people who want a passphrase of their own.
    Never,
}

/// How a vault is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultOptions {
    /// Whether the keychain may be used.
    pub keychain: KeychainUse,
    /// How long to wait for a keychain before going on without; start-up waits no longer than this.
    pub probe_time_max: Duration,
}

impl Default for VaultOptions {
    fn default() -> Self {
        Self { keychain: KeychainUse::default(), probe_time_max: Duration::from_secs(2) }
    }
}

/// The merchant's secrets. A cheap handle: clones speak to the same vault.
///
/// Shows nothing of its contents with `Debug`, and cannot be serialised.
#[derive(Clone)]
pub struct Vault {
    pub(crate) place: Place,
    /// The guard's own file, which only a keychain needs: empty, and opened by the guard passphrase.
    pub(crate) guard: Arc<Mutex<PassphraseVault>>,
}

#[derive(Clone)]
pub(crate) enum Place {
    Keychain(Keychain),
    File {
        /// One at a time: guesses cannot be made side by side, and a writing is never overtaken.
        vault: Arc<Mutex<PassphraseVault>>,
        keychain_missing: bool,
    },
}

impl Vault {
    /// Opens the vault of a data folder, which must exist, and decides once where secrets are kept: in the
    /// passphrase file if the folder has one; else in the keychain, if one answers in time; else in a
    /// passphrase file to be set up.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the folder cannot be used; [`VaultError::Damaged`] when its `vault.id` is.
    pub async fn open(folder: &Path, options: VaultOptions) -> Result<Self, VaultError> {
        let may_use_keychain = options.keychain == KeychainUse::WhereThereIsOne;
        let (has_file, keychain_was_used) =
            on_folder(folder, |folder| Ok((PassphraseVault::exists(folder)?, Keychain::was_used(folder)?)))
                .await?;
        let guard = on_folder(folder, |folder| PassphraseVault::at(folder.join(guard::FILE_NAME))).await?;
        let guard = Arc::new(Mutex::new(guard));
        if may_use_keychain && !has_file && Keychain::answers(options.probe_time_max).await {
            let keychain = on_folder(folder, Keychain::new).await?;
            return Ok(Self { place: Place::Keychain(keychain), guard });
        }
        let vault = on_folder(folder, PassphraseVault::new).await?;
        let keychain_missing = may_use_keychain && !has_file && keychain_was_used;
        Ok(Self { place: Place::File { vault: Arc::new(Mutex::new(vault)), keychain_missing }, guard })
    }

    /// Where secrets are kept, and whether they can be used now.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the data folder cannot be read.
    pub async fn state(&self) -> Result<VaultState, VaultError> {
        let Place::File { keychain_missing, .. } = &self.place else {
            return Ok(VaultState {
                kind: VaultKind::Keychain,
                status: VaultStatus::Ready,
                backoff_until_ms: None,
                keychain_missing: false,
            });
        };
        let (status, left) = self.on_file(|vault| Ok((vault.status()?, vault.backoff_remaining()))).await?;
        Ok(VaultState {
            kind: VaultKind::Passphrase,
            status,
            backoff_until_ms: left.map(unix_ms_after),
            keychain_missing: *keychain_missing && status == VaultStatus::NotSetUp,
        })
    }

    /// Chooses the passphrase of a vault that has none yet; it is ready afterwards.
    ///
    /// # Errors
    /// [`VaultError::TooShortPassphrase`], [`VaultError::AlreadySetUp`], [`VaultError::KeychainInUse`], [`VaultError::Io`].
    pub async fn set_up(&self, passphrase: SecretString) -> Result<(), VaultError> {
        self.on_file(move |vault| vault.set_up(&passphrase)).await
    }

    /// Opens a locked vault (0.1 to 0.4 s). If it is open already, the passphrase is checked all the same,
    /// so this also answers "is it really you?"; a wrong one then leaves it open.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`]; [`VaultError::BackOff`] after five of them; [`VaultError::Damaged`],
    /// [`VaultError::NotSetUp`], [`VaultError::KeychainInUse`], [`VaultError::Io`].
    pub async fn unlock(&self, passphrase: SecretString) -> Result<(), VaultError> {
        self.on_file(move |vault| vault.unlock(&passphrase)).await
    }

    /// Wipes key and secrets from memory; [`unlock`](Self::unlock) brings them back. Does nothing to a
    /// keychain: that one is locked by the operating system.
    ///
    /// # Errors
    /// None in practice; [`VaultError::Io`] if the runtime is ending.
    pub async fn lock(&self) -> Result<(), VaultError> {
        match &self.place {
            Place::Keychain(_) => Ok(()),
            Place::File { .. } => {
                self.on_file(|vault| {
                    vault.lock();
                    Ok(())
                })
                .await
            }
        }
    }

    /// Changes the passphrase; the vault is ready afterwards. Wrong old ones count like those of
    /// [`unlock`](Self::unlock).
    ///
    /// # Errors
    /// As of [`unlock`](Self::unlock), and [`VaultError::TooShortPassphrase`] for the new one.
    pub async fn change_passphrase(&self, old: SecretString, new: SecretString) -> Result<(), VaultError> {
        self.on_file(move |vault| vault.change_passphrase(&old, &new)).await
    }

    /// Keeps a secret, in place of an older one of that name; it is on disk when this returns.
    ///
    /// # Errors
    /// [`VaultError::Locked`], [`VaultError::NotSetUp`], [`VaultError::SecretTooLong`],
    /// [`VaultError::Keychain`], [`VaultError::Io`].
    pub async fn put(&self, name: SecretName, secret: SecretString) -> Result<(), VaultError> {
        match &self.place {
            Place::Keychain(keychain) => keychain.put(&name, secret).await,
            Place::File { .. } => self.on_file(move |vault| vault.put(&name, secret)).await,
        }
    }

    /// The secret of that name.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSecret`], [`VaultError::Locked`], [`VaultError::NotSetUp`],
    /// [`VaultError::Keychain`], [`VaultError::Damaged`], [`VaultError::Io`].
    pub async fn get(&self, name: SecretName) -> Result<SecretString, VaultError> {
        match &self.place {
            Place::Keychain(keychain) => keychain.get(&name).await,
            Place::File { .. } => self.on_file(move |vault| vault.get(&name)).await,
        }
    }

    /// Removes a secret; one that is not there is no error.
    ///
    /// # Errors
    /// [`VaultError::Locked`], [`VaultError::NotSetUp`], [`VaultError::Keychain`], [`VaultError::Io`].
    pub async fn forget(&self, name: SecretName) -> Result<(), VaultError> {
        match &self.place {
            Place::Keychain(keychain) => keychain.forget(&name).await,
            Place::File { .. } => self.on_file(move |vault| vault.forget(&name)).await,
        }
    }

    /// Works on the passphrase file, off the async threads. Once begun, the work ends even if the caller
    /// goes away: the lock travels with it.
    pub(crate) async fn on_file<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut PassphraseVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let Place::File { vault, .. } = &self.place else { return Err(VaultError::KeychainInUse) };
        let mut vault = Arc::clone(vault).lock_owned().await;
        off_the_async_threads(move || work(&mut vault)).await
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.place {
            Place::Keychain(_) => VaultKind::Keychain,
            Place::File { .. } => VaultKind::Passphrase,
        };
        formatter.debug_struct("Vault").field("kind", &kind).finish_non_exhaustive()
    }
}

async fn on_folder<T: Send + 'static>(
    folder: &Path,
    work: impl FnOnce(&Path) -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let folder: PathBuf = folder.to_owned();
    off_the_async_threads(move || work(&folder)).await
}

pub(crate) async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| VaultError::Io(std::io::Error::other(error)))?
}

pub(crate) fn unix_ms_after(left: Duration) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.saturating_add(left).as_millis()).unwrap_or(i64::MAX)
}
