//! The moment and the nonce of each request, and the chance behind numbers and waits.

use std::fmt;
use std::sync::Arc;

use gateways::Stamp;
use uuid::Builder;

/// Where random numbers come from: the system in life, a seed in the fault laboratory, so that what went wrong once
/// goes wrong again.
#[derive(Clone)]
pub struct Chance(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Chance {
    /// The system's randomness.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(rand::random)
    }

    /// Numbers of one's own.
    #[must_use]
    pub fn from_fn(next: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(next))
    }

    /// Sixty-four random bits.
    pub(crate) fn bits(&self) -> u64 {
        (self.0)()
    }

    /// A stamp for a request: a time by the gateway's clock and a nonce that was never used before.
    pub(crate) fn stamp(&self, unix_ms: i64) -> Stamp {
        let bits = (u128::from(self.bits()) << 64) | u128::from(self.bits());
        let nonce = Builder::from_random_bytes(bits.to_be_bytes()).into_uuid();
        Stamp { unix_ms, nonce: nonce.hyphenated().to_string() }
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chance")
    }
}

/// An unguessable part of an address: 128 random bits as 32 hexadecimal digits (S11).
pub(crate) fn unguessable() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests {
    use super::{Chance, unguessable};

    #[test]
    fn nonces_are_version_4_in_lower_case_and_differ() {
        let chance = Chance::system();
        let nonce = chance.stamp(1).nonce;
        assert_eq!(nonce.len(), 36);
        assert_eq!(nonce.chars().nth(14), Some('4'));
        assert_eq!(nonce, nonce.to_lowercase());
        assert_ne!(nonce, chance.stamp(1).nonce);
    }

    #[test]
    fn unguessable_parts_are_long_and_differ() {
        assert_eq!(unguessable().len(), 32);
        assert_ne!(unguessable(), unguessable());
    }
}
