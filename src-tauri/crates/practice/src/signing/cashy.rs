//! Cashy: MD5(body bytes, then the key), in hexadecimal. Contract A2.

use std::fmt::Write as _;

use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq as _;

/// Signs the bytes of a body. Upper case, as in every printed sample.
pub(crate) fn sign(body: &[u8], key: &str) -> String {
    let mut digest = Md5::new();
    digest.update(body);
    digest.update(key.as_bytes());
    digest.finalize().iter().fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02X}");
        hex
    })
}

/// Whether `given` is the signature of `body`, in constant time and whatever the case (Z1: no rule was found).
pub(crate) fn verify(body: &[u8], key: &str, given: &str) -> bool {
    sign(body, key).as_bytes().ct_eq(given.to_ascii_uppercase().as_bytes()).into()
}
