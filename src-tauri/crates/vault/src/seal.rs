//! The sealed file's bytes: Argon2id makes a key of the passphrase, XChaCha20-Poly1305 seals with it.
//!
//! ```text
//! offset  bytes  what
//!      0      8  "CFVAULT" and the format's number, 1
//!      8     12  Argon2id: memory in KiB, passes, lanes (u32 each, little-endian)
//!     20     16  salt, new with every passphrase
//!     36     24  nonce, new with every writing
//!     60   n+16  the sealed entries and the cipher's tag
//!   last     32  SHA-256 of all that stands before
//! ```
//!
//! The cipher authenticates the first 60 bytes too, so that nobody can weaken the parameters. The checksum
//! at the end protects nothing from an attacker; it tells a damaged file from a wrong passphrase, which the
//! cipher alone cannot.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::VaultError;
use crate::entries::{self, Entries};

const MAGIC: [u8; 8] = *b"CFVAULT\x01";
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const CHECKSUM_BYTES: usize = 32;
const HEADER_BYTES: usize = MAGIC.len() + 12 + SALT_BYTES + NONCE_BYTES;

/// The largest file that is read or written: some 400 of the longest secrets, thousands of usual ones.
pub(crate) const FILE_BYTES_MAX: usize = 1_048_576;

/// The key that a passphrase gives.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// How hard a key is to derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// For every file written now: 64 MiB, three passes (bar S3); 0.1 to 0.4 s on an office machine.
    const NOW: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// No less than the bar, and no more than any machine can give: a file must not be able to exhaust us.
    fn is_acceptable(self) -> bool {
        (Self::NOW.memory_kib..=1024 * 1024).contains(&self.memory_kib)
            && (Self::NOW.passes..=20).contains(&self.passes)
            && (1..=8).contains(&self.lanes)
    }
}

/// What a key is derived with; it stays the same until the passphrase is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Derivation {
    cost: Cost,
    salt: [u8; SALT_BYTES],
}

impl Derivation {
    /// Today's cost and a fresh salt.
    pub(crate) fn fresh() -> Result<Self, VaultError> {
        let mut salt = [0; SALT_BYTES];
        fill_randomly(&mut salt)?;
        Ok(Self { cost: Cost::NOW, salt })
    }

    /// Derives the key; takes as long as the cost says, and its memory.
    pub(crate) fn key(&self, passphrase: &SecretString) -> Result<Key, VaultError> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| VaultError::Damaged)?;
        let mut memory = vec![Block::new(); params.block_count()];
        let mut key = Key::default();
        let derived = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                passphrase.expose_secret().as_bytes(),
                &self.salt,
                key.as_mut_slice(),
                &mut memory,
            );
        // The library leaves its working memory as it was; from it the key could be computed again.
        memory.iter_mut().zeroize();
        // Salt and length are right by construction: what remains is a passphrase of over 4 GiB.
        derived.map_err(|_| VaultError::WrongPassphrase)?;
        Ok(key)
    }
}

/// A file whose checksum agrees; still sealed.
pub(crate) struct Sealed<'a> {
    /// What its key is derived with.
    pub(crate) derivation: Derivation,
    header: [u8; HEADER_BYTES],
    nonce: [u8; NONCE_BYTES],
    ciphertext: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Reads the file's frame; [`VaultError::Damaged`] for anything but a file as this program writes it.
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, VaultError> {
        let (body, checksum) = file.split_last_chunk::<CHECKSUM_BYTES>().ok_or(VaultError::Damaged)?;
        if Sha256::digest(body).as_slice() != checksum {
            return Err(VaultError::Damaged);
        }
        Self::read_body(body)
    }

    fn read_body(body: &'a [u8]) -> Result<Self, VaultError> {
        let (header, ciphertext) = body.split_first_chunk::<HEADER_BYTES>().ok_or(VaultError::Damaged)?;
        let mut rest = header.as_slice();
        let magic: [u8; 8] = take(&mut rest)?;
        let cost = Cost {
            memory_kib: take_u32(&mut rest)?,
            passes: take_u32(&mut rest)?,
            lanes: take_u32(&mut rest)?,
        };
        if magic != MAGIC || !cost.is_acceptable() || ciphertext.len() < TAG_BYTES {
            return Err(VaultError::Damaged);
        }
        let salt = take(&mut rest)?;
        let nonce = take(&mut rest)?;
        Ok(Self { derivation: Derivation { cost, salt }, header: *header, nonce, ciphertext })
    }

    /// Opens the file with a key of its own [`derivation`](Self::derivation).
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`] when the cipher does not accept the key.
    pub(crate) fn open(&self, key: &Key) -> Result<Entries, VaultError> {
        let mut buffer = Zeroizing::new(self.ciphertext.to_vec());
        cipher(key)
            .decrypt_in_place(&XNonce::from(self.nonce), &self.header, &mut *buffer)
            .map_err(|_| VaultError::WrongPassphrase)?;
        entries::read(&buffer)
    }
}

/// The whole file with these entries, sealed with a key of that derivation and a fresh nonce.
pub(crate) fn seal(key: &Key, derivation: &Derivation, entries: &Entries) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE_BYTES];
    fill_randomly(&mut nonce)?;
    let mut file = header(derivation, &nonce);
    let mut buffer = entries::write(entries, TAG_BYTES)?;
    // The cipher fails only beyond 256 GiB.
    cipher(key)
        .encrypt_in_place(&XNonce::from(nonce), &file, &mut *buffer)
        .map_err(|_| VaultError::SecretTooLong)?;
    file.extend_from_slice(&buffer);
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    if file.len() > FILE_BYTES_MAX {
        return Err(VaultError::SecretTooLong);
    }
    Ok(file)
}

/// Fills a buffer from the operating system's source of randomness.
pub(crate) fn fill_randomly(buffer: &mut [u8]) -> Result<(), VaultError> {
    OsRng.try_fill_bytes(buffer).map_err(|error| VaultError::Io(std::io::Error::other(error)))
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

fn header(derivation: &Derivation, nonce: &[u8; NONCE_BYTES]) -> Vec<u8> {
    let Cost { memory_kib, passes, lanes } = derivation.cost;
    let mut header = MAGIC.to_vec();
    for number in [memory_kib, passes, lanes] {
        header.extend_from_slice(&number.to_le_bytes());
    }
    header.extend_from_slice(&derivation.salt);
    header.extend_from_slice(nonce);
    header
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], VaultError> {
    let (taken, rest) = bytes.split_first_chunk::<N>().ok_or(VaultError::Damaged)?;
    *bytes = rest;
    Ok(*taken)
}

fn take_u32(bytes: &mut &[u8]) -> Result<u32, VaultError> {
    take(bytes).map(u32::from_le_bytes)
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
