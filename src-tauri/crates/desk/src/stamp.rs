//! The moment and the nonce of each request.

use gateways::Stamp;
use uuid::Uuid;

/// A stamp for a request: a time by the gateway's clock and a nonce that was never used before.
pub(crate) fn stamp(unix_ms: i64) -> Stamp {
    Stamp { unix_ms, nonce: Uuid::new_v4().hyphenated().to_string() }
}

/// Sixty-four random bits for an order number.
pub(crate) fn random_bits() -> u64 {
    rand::random()
}

/// An unguessable part of an address: 128 random bits as 32 hexadecimal digits (S11).
pub(crate) fn unguessable() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests {
    use super::{stamp, unguessable};

    #[test]
    fn nonces_are_version_4_in_lower_case_and_differ() {
        let nonce = stamp(1).nonce;
        assert_eq!(nonce.len(), 36);
        assert_eq!(nonce.chars().nth(14), Some('4'));
        assert_eq!(nonce, nonce.to_lowercase());
        assert_ne!(nonce, stamp(1).nonce);
    }

    #[test]
    fn unguessable_parts_are_long_and_differ() {
        assert_eq!(unguessable().len(), 32);
        assert_ne!(unguessable(), unguessable());
    }
}
