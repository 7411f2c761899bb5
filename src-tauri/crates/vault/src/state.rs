//! What the window may know about the vault.

/// Where the secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultKind {
    /// In the operating system's keychain (Secret Service, Keychain, Credential Manager).
    Keychain,
    /// In a file of the data folder, sealed with a passphrase.
    Passphrase,
}

/// Whether secrets can be kept and read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultStatus {
    /// They can.
    Ready,
    /// The passphrase is needed first.
    Locked,
    /// A passphrase must be chosen first.
    NotSetUp,
}

/// The vault's state at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultState {
    /// Where the secrets are kept: decided once, when the vault is opened.
    pub kind: VaultKind,
    /// Whether it can be used.
    pub status: VaultStatus,
    /// Until when no passphrase is looked at (Unix milliseconds, UTC); `None` when one may be tried now.
    pub backoff_until_ms: Option<i64>,
    /// This folder's secrets were kept in a keychain that does not answer now. They are not lost: the person
    /// can start the keychain and the program again, or set up a passphrase and enter the secrets anew.
    pub keychain_missing: bool,
}
