//! The sealed file against flipped bits, cut ends and weakened parameters (bar S3).
//!
//! A key takes a fifth of a second, so it is derived once here and every bit is flipped under that key.

use super::*;
use crate::SecretName;

fn some_entries() -> Entries {
    [("account/1/key/A", "first secret"), ("account/2/key/B", "zweites Geheimnis ñ")]
        .into_iter()
        .map(|(name, secret)| (SecretName::new(name).unwrap(), SecretString::from(secret)))
        .collect()
}

fn plain(entries: &Entries) -> Vec<(String, String)> {
    entries.iter().map(|(name, secret)| (name.to_string(), secret.expose_secret().to_owned())).collect()
}

/// A derivation with a key that was never derived: enough wherever only the cipher matters.
fn some_key() -> (Key, Derivation) {
    (Key::new([7; 32]), Derivation { cost: Cost::NOW, salt: [9; SALT_BYTES] })
}

fn with_right_checksum(mut body: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&body);
    body.extend_from_slice(&checksum);
    body
}

#[test]
fn what_was_sealed_is_opened_and_every_writing_differs() {
    let (key, derivation) = some_key();
    let file = seal(&key, &derivation, &some_entries()).unwrap();
    let sealed = Sealed::read(&file).unwrap();
    assert_eq!(sealed.derivation, derivation);
    assert_eq!(plain(&sealed.open(&key).unwrap()), plain(&some_entries()));
    assert_ne!(file, seal(&key, &derivation, &some_entries()).unwrap(), "the nonce is fresh each time");

    let empty = seal(&key, &derivation, &Entries::new()).unwrap();
    assert!(Sealed::read(&empty).unwrap().open(&key).unwrap().is_empty());
}

#[test]
fn no_secret_and_no_name_stands_in_the_file() {
    let (key, derivation) = some_key();
    let file = seal(&key, &derivation, &some_entries()).unwrap();
    for (name, secret) in plain(&some_entries()) {
        for text in [name, secret] {
            assert!(!file.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
        }
    }
}

#[test]
fn the_header_states_the_parameters_of_the_bar() {
    let (key, derivation) = some_key();
    let file = seal(&key, &derivation, &Entries::new()).unwrap();
    assert_eq!(file[..8], *b"CFVAULT\x01");
    assert_eq!(file[8..12], 65_536_u32.to_le_bytes(), "64 MiB");
    assert_eq!(file[12..16], 3_u32.to_le_bytes(), "three passes");
    assert_eq!(file[16..20], 1_u32.to_le_bytes(), "one lane");
    assert_eq!(file[20..36], [9; 16]);
}

/// The file as it lies on the disk: the checksum notices.
#[test]
fn every_flipped_bit_of_the_file_is_damage() {
    let (key, derivation) = some_key();
    let file = seal(&key, &derivation, &some_entries()).unwrap();
    assert!(file.len() <= 4096);
    let refused =
        flips(&file).filter(|flipped| matches!(Sealed::read(flipped), Err(VaultError::Damaged))).count();
    assert_eq!(refused, file.len() * 8);
}

/// Somebody who flips a bit and mends the checksum: the cipher notices, in the header too.
#[test]
fn every_flipped_bit_is_refused_even_with_the_checksum_mended() {
    let derivation = Derivation { cost: Cost::NOW, salt: [9; SALT_BYTES] };
    let key = derivation.key(&SecretString::from("correct horse")).unwrap();
    let file = seal(&key, &derivation, &some_entries()).unwrap();
    let body = file[..file.len() - CHECKSUM_BYTES].to_vec();
    assert!(
        Sealed::read(&with_right_checksum(body.clone())).unwrap().open(&key).is_ok(),
        "unflipped, it opens"
    );
    let refused = flips(&body)
        .filter(|flipped| {
            let mended = with_right_checksum(flipped.clone());
            let opened = Sealed::read(&mended).and_then(|sealed| sealed.open(&key));
            matches!(opened, Err(VaultError::Damaged | VaultError::WrongPassphrase))
        })
        .count();
    assert_eq!(refused, body.len() * 8);
}

#[test]
fn every_cut_and_every_added_byte_is_damage() {
    let (key, derivation) = some_key();
    let file = seal(&key, &derivation, &some_entries()).unwrap();
    for end in 0..file.len() {
        assert!(matches!(Sealed::read(&file[..end]), Err(VaultError::Damaged)), "cut at {end}");
    }
    let longer = [file.as_slice(), b"\0"].concat();
    assert!(matches!(Sealed::read(&longer), Err(VaultError::Damaged)));
    for end in 0..HEADER_BYTES + TAG_BYTES {
        let short = with_right_checksum(file[..end].to_vec());
        assert!(matches!(Sealed::read(&short), Err(VaultError::Damaged)), "short body of {end}");
    }
}

/// A forged file must neither be cheap to guess nor able to eat the machine's memory: refused before any
/// key is derived.
#[test]
fn costs_below_the_bar_or_beyond_reason_are_refused() {
    let (key, derivation) = some_key();
    let Cost { memory_kib, passes, lanes } = Cost::NOW;
    for cost in [
        Cost { memory_kib: memory_kib - 1, passes, lanes },
        Cost { memory_kib: u32::MAX, passes, lanes },
        Cost { memory_kib, passes: passes - 1, lanes },
        Cost { memory_kib, passes: u32::MAX, lanes },
        Cost { memory_kib, passes, lanes: 0 },
        Cost { memory_kib, passes, lanes: 9 },
    ] {
        let file = seal(&key, &Derivation { cost, ..derivation }, &some_entries()).unwrap();
        assert!(matches!(Sealed::read(&file), Err(VaultError::Damaged)), "{cost:?}");
    }
}

#[test]
fn keys_depend_on_passphrase_and_salt() {
    let derivation = Derivation::fresh().unwrap();
    let key = derivation.key(&SecretString::from("correct horse")).unwrap();
    assert_eq!(*key, *derivation.key(&SecretString::from("correct horse")).unwrap());
    assert_ne!(*key, *derivation.key(&SecretString::from("correct horsf")).unwrap());
    let other = Derivation::fresh().unwrap();
    assert_ne!(other.salt, derivation.salt);
    assert_ne!(*key, *other.key(&SecretString::from("correct horse")).unwrap());
}

#[test]
fn entries_that_do_not_follow_the_layout_are_damage() {
    for bytes in
        [&b"\x01"[..], b"\x05\0\0\0abc", b"\x01\0\0\0a", b"\x01\0\0\0a\xff\xff\xff\xff", b"\0\0\0\0\0\0\0\0"]
    {
        assert!(matches!(entries::read(bytes), Err(VaultError::Damaged)), "{bytes:?}");
    }
}

fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len()).flat_map(move |at| {
        (0..8).map(move |bit| {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= 1 << bit;
            flipped
        })
    })
}
