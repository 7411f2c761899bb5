//! The merchant's secrets: in the operating system's keychain, or, where there is none, in a file sealed
//! with a passphrase.
//!
//! [`Vault::open`] decides once, at start-up, which of the two it is; the rest of the program does not care.
//! Secrets enter as [`SecretString`], leave as [`SecretString`], and are wiped from memory when dropped.
//! Nothing else is written to disk than the sealed file `vault.cfv`, or, beside a keychain, `vault.id`: the
//! random, not secret name under which this data folder's entries stand there, and `guard.cfv` once somebody
//! chose a [guard passphrase](Vault::set_guard).
//!
//! All waiting (key derivation, disk, the keychain's own dialogs) happens off the async threads; every
//! method of [`Vault`] may be called from any task, and the calls queue up behind one another.
//!
//! No type that holds a secret can be serialised, so none can reach the window (S2):
//!
//! ```compile_fail
//! fn crosses_to_the_window<T: serde::Serialize>() {}
//! crosses_to_the_window::<vault::SecretString>();
//! ```
//!
//! (and so that the line above fails for that reason only: a plain text does cross)
//!
//! ```
//! fn crosses_to_the_window<T: serde::Serialize>() {}
//! crosses_to_the_window::<String>();
//! ```
//!
//! Absent on purpose: listing or exporting secrets, a copy in clear text, a way back when the passphrase is
//! lost (the secrets are then entered anew), and locking a keychain (that is the operating system's).

mod backoff;
mod disk;
mod entries;
mod error;
mod guard;
mod keychain;
mod name;

mod passphrase;
mod seal;
mod state;
mod vault;

pub use error::VaultError;
pub use guard::GuardState;
pub use name::SecretName;

pub use secrecy::{ExposeSecret, SecretString};
pub use state::{VaultKind, VaultState, VaultStatus};
pub use vault::{KeychainUse, Vault, VaultOptions};

/// The fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;

/// The most bytes of one secret: Windows keeps at most 2,560 bytes to an entry.
pub const SECRET_BYTES_MAX: usize = 2_048;
