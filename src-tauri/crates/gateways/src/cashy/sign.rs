//! The signature: MD5 over the exact body followed by the key (cashy.md A2).
//!
//! No field is picked and nothing is sorted, so whoever parses a body before hashing it has lost (Z2).

use md5::{Digest, Md5};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// The signature of `body` as 32 hex digits: upper case as in every printed sample, unless the account's
/// gateway is known to want lower case (Z1).
pub(super) fn sign(body: &[u8], secret: &SecretString, lower_case: bool) -> String {
    let number = u128::from_be_bytes(digest(body, secret));
    if lower_case { format!("{number:032x}") } else { format!("{number:032X}") }
}

/// A signature as a callback claims it. Without `Debug` and `PartialEq` on purpose: it is compared in
/// constant time or not at all.
pub(super) struct Claimed([u8; 16]);

impl Claimed {
    /// Reads 32 hex digits of either case (Z1); `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hex.then(|| u128::from_str_radix(text, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }

    /// Whether it is the signature of `body` with this secret.
    pub(super) fn fits(&self, body: &[u8], secret: &SecretString) -> bool {
        digest(body, secret).ct_eq(&self.0).into()
    }
}

fn digest(body: &[u8], secret: &SecretString) -> [u8; 16] {
    let mut md5 = Md5::new();
    md5.update(body);
    md5.update(secret.expose_secret().as_bytes());
    md5.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{Claimed, sign};
    use secrecy::SecretString;
    use serde_json::Value;

    fn vectors() -> Vec<Value> {
        let all: Value = serde_json::from_str(include_str!("../../tests/fixtures/vectors.json")).unwrap();
        let vectors = all["cashy"].as_array().unwrap().clone();
        assert_eq!(vectors.len(), 16);
        vectors
    }

    fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
        vector[name].as_str().unwrap()
    }

    #[test]
    fn z01_every_vector_in_upper_and_lower_case() {
        for vector in vectors() {
            let body = text(&vector, "raw_body").as_bytes();
            let secret = SecretString::from(text(&vector, "api_key"));
            assert_eq!(u64::try_from(body.len()).ok(), vector["content_length"].as_u64(), "{vector}");
            if let Some(hex) = vector.get("body_utf8_hex") {
                let spelled: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(hex.as_str(), Some(spelled.as_str()));
            }
            let mixed: String = text(&vector, "sign")
                .chars()
                .enumerate()
                .map(|(place, digit)| if place % 2 == 0 { digit.to_ascii_lowercase() } else { digit })
                .collect();
            assert_eq!(sign(body, &secret, false), text(&vector, "sign"));
            assert_eq!(sign(body, &secret, true), text(&vector, "sign_lowercase"));
            for spelling in [text(&vector, "sign"), text(&vector, "sign_lowercase"), &mixed] {
                assert!(Claimed::parse(spelling).unwrap().fits(body, &secret), "{spelling}");
            }
        }
    }

    #[test]
    fn z02_no_vector_fits_another_ones_body() {
        for signed in vectors() {
            let claimed = Claimed::parse(text(&signed, "sign")).unwrap();
            for other in vectors() {
                let secret = SecretString::from(text(&other, "api_key"));
                let fits = claimed.fits(text(&other, "raw_body").as_bytes(), &secret);
                assert_eq!(fits, signed["id"] == other["id"], "{} with {}", signed["id"], other["id"]);
            }
        }
    }

    #[test]
    fn the_printed_placeholder_is_no_signature_of_any_vector() {
        for vector in vectors() {
            let secret = SecretString::from(text(&vector, "api_key"));
            let placeholder = Claimed::parse("A6FC73F7D22EC8B4A064C8FFCC592CBF").unwrap();
            assert!(!placeholder.fits(text(&vector, "raw_body").as_bytes(), &secret));
        }
    }

    #[test]
    fn only_32_hex_digits_are_a_signature() {
        for wrong in ["", "7BFD", "+BFD4A0C15FAAC58B0301B5B1C55E6E4", "7BFD4A0C15FAAC58B0301B5B1C55E6E4 "] {
            assert!(Claimed::parse(wrong).is_none(), "{wrong}");
        }
        assert!(Claimed::parse("7BFD4A0C15FAAC58B0301B5B1C55E6Eé").is_none());
    }
}
