//! Bank card numbers: Luhn's check digit, the brand by the first digits, grouping for the eye.
//!
//! Sources: ISO/IEC 7812-1 (Luhn, at most 19 digits) and the card networks' published first digits; the
//! Mexican gateways take 16 digits (`BANK_CARD`, `accountType` 3).

use crate::digits;

/// A card network, guessed from the first digits; for the eye only, no rule hangs on it. Smaller networks
/// (Carnet) publish no dependable list of theirs and are left out: their cards have no brand here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardBrand {
    /// First digit 4.
    Visa,
    /// 51 to 55, and 2221 to 2720.
    Mastercard,
    /// 34 and 37; 15 digits.
    AmericanExpress,
}

impl CardBrand {
    /// The brand's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Visa => "Visa",
            Self::Mastercard => "Mastercard",
            Self::AmericanExpress => "American Express",
        }
    }
}

/// Whether a number of 12 to 19 digits passes Luhn's check; spaces and dashes are passed over, any other
/// character fails. A failure is a warning for a person, never a reason to block.
///
/// ```
/// assert!(reference::card::luhn("4111 1111 1111 1111"));
/// assert!(!reference::card::luhn("4111 1111 1111 1112"));
/// ```
#[must_use]
pub fn luhn(text: &str) -> bool {
    let Ok(digits) = digits::compact(text) else { return false };
    if !(12..=19).contains(&digits.len()) {
        return false;
    }
    let sum: u32 = digits::values(&digits)
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| {
            let product = digit * weight;
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The network by the first six digits; `None` when unknown or when there are fewer than six.
#[must_use]
pub fn brand(text: &str) -> Option<CardBrand> {
    let digits = digits::compact(text).ok()?;
    let first_six: u32 = digits.get(..6)?.parse().ok()?;
    match first_six {
        400_000..=499_999 => Some(CardBrand::Visa),
        510_000..=559_999 | 222_100..=272_099 => Some(CardBrand::Mastercard),
        340_000..=349_999 | 370_000..=379_999 => Some(CardBrand::AmericanExpress),
        _ => None,
    }
}

/// Digits in groups of four for reading, also while they are still being typed; separators already there go.
/// A text with anything else in it comes back as it is.
#[must_use]
pub fn group(text: &str) -> String {
    digits::compact(text).map_or_else(|_| text.to_owned(), |digits| digits::group(&digits, [4, 4, 4, 4]))
}
