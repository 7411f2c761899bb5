//! The vault where there is no keychain: one file, sealed with a passphrase.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use crate::backoff::Backoff;
use crate::entries::Entries;
use crate::seal::{self, Derivation, FILE_BYTES_MAX, Key, Sealed};
use crate::{PASSPHRASE_CHARS_MIN, SECRET_BYTES_MAX, SecretName, VaultError, VaultStatus, disk};

/// The file's name in the data folder.
const FILE_NAME: &str = "vault.cfv";

/// The vault's file and, while it is unlocked, its key and secrets. Methods block; callers see to threads.
pub(crate) struct PassphraseVault {
    path: PathBuf,
    backoff: Backoff,
    unlocked: Option<Unlocked>,
}

/// Dropped, and so wiped, by locking.
struct Unlocked {
    key: Key,
    derivation: Derivation,
    entries: Entries,
}

impl PassphraseVault {
    /// Whether the folder has such a file.
    pub(crate) fn exists(folder: &Path) -> io::Result<bool> {
        folder.join(FILE_NAME).try_exists()
    }

    /// The vault of a folder, locked or not set up yet.
    pub(crate) fn new(folder: &Path) -> Result<Self, VaultError> {
        Self::at(folder.join(FILE_NAME))
    }

    /// The sealed file at a path, locked or not set up yet.
    pub(crate) fn at(path: PathBuf) -> Result<Self, VaultError> {
        if path.try_exists()? && disk::make_private(&path)? {
            tracing::warn!("the vault's file could be read by others; it is private again");
        }
        Ok(Self { path, backoff: Backoff::default(), unlocked: None })
    }

    pub(crate) fn status(&self) -> Result<VaultStatus, VaultError> {
        if self.unlocked.is_some() {
            Ok(VaultStatus::Ready)
        } else if self.path.try_exists()? {
            Ok(VaultStatus::Locked)
        } else {
            Ok(VaultStatus::NotSetUp)
        }
    }

    pub(crate) fn backoff_remaining(&self) -> Option<Duration> {
        self.backoff.remaining(Instant::now())
    }

    /// Chooses the first passphrase and writes an empty vault.
    pub(crate) fn set_up(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        if self.status()? != VaultStatus::NotSetUp {
            return Err(VaultError::AlreadySetUp);
        }
        self.seal_anew(passphrase, Entries::new())
    }

    /// Opens the file. An open vault checks the passphrase all the same, and stays open if it is wrong.
    pub(crate) fn unlock(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        self.unlocked = Some(self.try_passphrase(passphrase)?);
        Ok(())
    }

    pub(crate) fn lock(&mut self) {
        self.unlocked = None;
    }

    /// Whether this is the passphrase. Opens nothing, and counts a wrong one like [`unlock`](Self::unlock).
    pub(crate) fn verify(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        self.try_passphrase(passphrase).map(drop)
    }

    /// Seals the file with another passphrase, under a new salt; the vault is open afterwards.
    pub(crate) fn change_passphrase(
        &mut self,
        old: &SecretString,
        new: &SecretString,
    ) -> Result<(), VaultError> {
        check_length(new)?;
        let opened = self.try_passphrase(old)?;
        self.seal_anew(new, opened.entries)
    }

    pub(crate) fn put(&mut self, name: &SecretName, secret: SecretString) -> Result<(), VaultError> {
        if secret.expose_secret().len() > SECRET_BYTES_MAX {
            return Err(VaultError::SecretTooLong);
        }
        self.change(name, Some(secret))
    }

    pub(crate) fn get(&self, name: &SecretName) -> Result<SecretString, VaultError> {
        match &self.unlocked {
            Some(unlocked) => unlocked.entries.get(name).cloned().ok_or(VaultError::NoSuchSecret),
            None => Err(self.why_closed()),
        }
    }

    pub(crate) fn forget(&mut self, name: &SecretName) -> Result<(), VaultError> {
        self.change(name, None)
    }

    /// Puts or removes one entry, on disk first: memory never knows of a secret that the file does not have.
    fn change(&mut self, name: &SecretName, secret: Option<SecretString>) -> Result<(), VaultError> {
        let closed = self.why_closed();
        let unlocked = self.unlocked.as_mut().ok_or(closed)?;
        let mut entries = unlocked.entries.clone();
        match secret {
            Some(secret) => entries.insert(name.clone(), secret),
            None => entries.remove(name),
        };
        disk::write(&self.path, &seal::seal(&unlocked.key, &unlocked.derivation, &entries)?)?;
        unlocked.entries = entries;
        Ok(())
    }

    fn seal_anew(&mut self, passphrase: &SecretString, entries: Entries) -> Result<(), VaultError> {
        check_length(passphrase)?;
        let derivation = Derivation::fresh()?;
        let key = derivation.key(passphrase)?;
        disk::write(&self.path, &seal::seal(&key, &derivation, &entries)?)?;
        self.unlocked = Some(Unlocked { key, derivation, entries });
        Ok(())
    }

    /// Opens the file with a passphrase and counts a wrong one.
    fn try_passphrase(&mut self, passphrase: &SecretString) -> Result<Unlocked, VaultError> {
        if let Some(left) = self.backoff_remaining() {
            return Err(VaultError::BackOff {
                seconds: left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
            });
        }
        let file = self.read_file()?;
        // A damaged file is told before the passphrase is looked at, and is not the person's mistake.
        let sealed = Sealed::read(&file)?;
        let key = sealed.derivation.key(passphrase)?;
        let opened = sealed.open(&key);
        match opened {
            Ok(entries) => {
                self.backoff.succeeded();
                Ok(Unlocked { key, derivation: sealed.derivation, entries })
            }
            Err(error) => {
                if matches!(error, VaultError::WrongPassphrase) {
                    self.backoff.failed(Instant::now());
                }
                Err(error)
            }
        }
    }

    fn read_file(&self) -> Result<Vec<u8>, VaultError> {
        match disk::read(&self.path, FILE_BYTES_MAX) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(VaultError::NotSetUp),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(VaultError::Damaged),
            Err(error) => Err(error.into()),
        }
    }

    fn why_closed(&self) -> VaultError {
        match self.status() {
            Ok(VaultStatus::NotSetUp) => VaultError::NotSetUp,
            Ok(VaultStatus::Locked | VaultStatus::Ready) => VaultError::Locked,
            Err(error) => error,
        }
    }
}

fn check_length(passphrase: &SecretString) -> Result<(), VaultError> {
    if passphrase.expose_secret().chars().count() < PASSPHRASE_CHARS_MIN {
        return Err(VaultError::TooShortPassphrase);
    }
    Ok(())
}
