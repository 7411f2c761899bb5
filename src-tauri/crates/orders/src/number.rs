//! The numbers that we give to orders (`externalOrderId`, `mchOrderNo`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// How long the numbers are that we make. Cashy appends up to five digits to a supplement's number
/// inside 32 characters, which leaves 27 (cashy.md, Z12).
pub const NUMBER_LENGTH: usize = 23;

/// Crockford's base 32: no I, L, O, U, so that a number can be read out over the telephone.
const DIGITS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const LETTERS: [char; 16] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S'];

/// An order number of ours: letters and digits, ending in a letter, sortable by time.
///
/// It ends in a letter so that a supplement's serial digits can be told from it (cashy.md, Z12) and so
/// that no gateway can turn it into an integer (cashfast.md, A11).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderNumber(String);

impl OrderNumber {
    /// Makes a number from the time (Unix milliseconds) and 64 random bits.
    ///
    /// Ten characters of time, twelve of randomness (60 bits) and a final letter (4 bits): two orders made
    /// in the same millisecond collide with a chance of one in 2⁶⁴, and the ledger's unique index
    /// would still refuse the second.
    #[must_use]
    pub fn new(unix_ms: u64, random: u64) -> Self {
        let mut number = String::with_capacity(NUMBER_LENGTH);
        for place in (0..10).rev() {
            number.extend(digit(unix_ms >> (place * 5)));
        }
        for place in 0..12 {
            number.extend(digit(random >> (place * 5)));
        }
        number.extend(usize::try_from(random >> 60).ok().and_then(|index| LETTERS.get(index)));
        Self(number)
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn digit(bits: u64) -> Option<&'static char> {
    usize::try_from(bits & 31).ok().and_then(|index| DIGITS.get(index))
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{NUMBER_LENGTH, OrderNumber};
    use proptest::prelude::{any, proptest};

    proptest! {
        #[test]
        fn a11_z12_our_numbers_fit_both_gateways(time in 0_u64..1 << 50, random in any::<u64>()) {
            let number = OrderNumber::new(time, random);
            assert_eq!(number.as_str().len(), NUMBER_LENGTH);
            assert!(number.as_str().chars().all(|c| c.is_ascii_alphanumeric()));
            assert!(number.as_str().ends_with(|c: char| c.is_ascii_alphabetic()));
        }

        #[test]
        fn sorts_by_time(early in 0_u64..1 << 49, later in 1_u64..1 << 49, a in any::<u64>(), b in any::<u64>()) {
            assert!(OrderNumber::new(early, a) < OrderNumber::new(early + later, b));
        }

        #[test]
        fn differs_with_every_random_bit(time in 0_u64..1 << 50, random in any::<u64>(), bit in 0_u32..64) {
            assert_ne!(OrderNumber::new(time, random), OrderNumber::new(time, random ^ (1 << bit)));
        }
    }
}
