//! The secrets of a passphrase vault in memory, and their bytes inside the sealed file.
//!
//! Written by hand rather than with serde, so that no type with a secret can be serialised by accident.
//! Layout, little-endian: for each entry the name's length (u32), the name, the secret's length (u32), the secret.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::{SecretName, VaultError};

/// Bytes of a length in the layout.
const LENGTH_BYTES: usize = 4;

/// Secrets by name; wiped when dropped, by [`SecretString`].
pub(crate) type Entries = BTreeMap<SecretName, SecretString>;

/// The entries as bytes, with `spare` bytes of room behind them: the cipher works in place, and a buffer
/// that had to grow would leave a copy of the secrets behind.
pub(crate) fn write(entries: &Entries, spare: usize) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let size: usize = entries
        .iter()
        .map(|(name, secret)| 2 * LENGTH_BYTES + name.as_str().len() + secret.expose_secret().len())
        .sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + spare));
    for (name, secret) in entries {
        for text in [name.as_str(), secret.expose_secret()] {
            let length = u32::try_from(text.len()).map_err(|_| VaultError::SecretTooLong)?;
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    Ok(bytes)
}

/// The entries from their bytes; [`VaultError::Damaged`] when they do not follow the layout.
pub(crate) fn read(mut bytes: &[u8]) -> Result<Entries, VaultError> {
    let mut entries = Entries::new();
    while !bytes.is_empty() {
        let name = take_text(&mut bytes)?;
        let secret = take_text(&mut bytes)?;
        entries.insert(SecretName::new(name).map_err(|_| VaultError::Damaged)?, SecretString::from(secret));
    }
    Ok(entries)
}

fn take_text<'a>(bytes: &mut &'a [u8]) -> Result<&'a str, VaultError> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH_BYTES>().ok_or(VaultError::Damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| VaultError::Damaged)?;
    let (text, rest) = rest.split_at_checked(length).ok_or(VaultError::Damaged)?;
    *bytes = rest;
    std::str::from_utf8(text).map_err(|_| VaultError::Damaged)
}
