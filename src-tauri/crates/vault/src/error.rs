//! What can go wrong with the vault. No variant ever carries a secret or a passphrase.

use crate::{PASSPHRASE_CHARS_MIN, SECRET_BYTES_MAX};

/// Why the vault did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The passphrase is needed first.
    #[error("the vault is locked")]
    Locked,
    /// There is no keychain, and no passphrase has been chosen yet.
    #[error("the vault has not been set up")]
    NotSetUp,
    /// A passphrase was to be chosen, but there is one already.
    #[error("the vault has been set up already")]
    AlreadySetUp,
    /// The system's keychain holds the secrets; it knows no passphrase of ours.
    #[error("the secrets are in the system's keychain, which has no passphrase of this program")]
    KeychainInUse,
    /// The passphrase does not open the file.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// No guard passphrase has been chosen yet.
    #[error("no passphrase has been chosen yet")]
    NoGuard,
    /// Too many wrong passphrases: none is looked at until the time is over.
    #[error("too many wrong passphrases; wait {seconds} s")]
    BackOff {
        /// Whole seconds to wait, at least 1.
        seconds: u64,
    },
    /// A passphrase to be chosen is shorter than [`PASSPHRASE_CHARS_MIN`].
    #[error("a passphrase needs at least {PASSPHRASE_CHARS_MIN} characters")]
    TooShortPassphrase,
    /// A secret to be kept is longer than [`SECRET_BYTES_MAX`], or the file would outgrow its limit.
    #[error("a secret can have at most {SECRET_BYTES_MAX} bytes")]
    SecretTooLong,
    /// A secret's name is empty, too long or holds control characters.
    #[error("not a name for a secret")]
    BadName,
    /// The vault's file is not as it was written: a bit flipped, a part missing, another program's file.
    #[error("the vault's file is damaged")]
    Damaged,
    /// Nothing is kept under that name.
    #[error("there is no such secret")]
    NoSuchSecret,
    /// The system's keychain refused or did not answer; the text says what it said, and holds no secret.
    #[error("the system's keychain: {0}")]
    Keychain(String),
    /// Disk, randomness or memory failed.
    #[error("the vault's file: {0}")]
    Io(#[from] std::io::Error),
}
