//! One exact amount.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Decimal places an amount can hold: fees come with up to four (cashy.md, Z25).
const PLACES: u32 = 4;
/// How many ten-thousandths make one currency unit.
const PER_UNIT: i64 = 10_000;

/// An exact amount of money in ten-thousandths of a currency unit, without its currency.
///
/// The range is about ±922 million million units. Serialised as decimal text (`"40.2"`), because
/// JavaScript numbers are floats.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

/// Why a text is not an [`Amount`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The text is not a plain decimal number.
    #[error("“{0}” is not a number")]
    NotANumber(String),
    /// The number has more decimals than four, so it cannot be kept exactly (DESIGN: kept raw, never rounded).
    #[error("“{0}” has more than four decimals")]
    TooManyDecimals(String),
    /// The number is outside what an amount can hold.
    #[error("“{0}” is too large")]
    OutOfRange(String),
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of so many ten-thousandths of a unit.
    #[must_use]
    pub const fn from_ten_thousandths(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// The amount in ten-thousandths of a unit, as the ledger stores it.
    #[must_use]
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Reads decimal text exactly: `40.20`, `50.000000`, `-3`, and JSON's exponent form `5E+1`.
    ///
    /// # Errors
    /// [`AmountError`] when the text is not a number, has non-zero digits after the fourth decimal, or is too large.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let trimmed = text.trim();
        let well_formed = trimmed.chars().any(|c| c.is_ascii_digit())
            && trimmed.chars().all(|c| matches!(c, '0'..='9' | '.' | '-' | '+' | 'e' | 'E'));
        if !well_formed {
            return Err(AmountError::NotANumber(text.to_owned()));
        }
        let decimal = if trimmed.contains(['e', 'E']) {
            Decimal::from_scientific(trimmed)
        } else {
            Decimal::from_str_exact(trimmed)
        }
        .map_err(|error| match error {
            rust_decimal::Error::Underflow => AmountError::TooManyDecimals(text.to_owned()),
            rust_decimal::Error::ExceedsMaximumPossibleValue
            | rust_decimal::Error::LessThanMinimumPossibleValue
            | rust_decimal::Error::ScaleExceedsMaximumPrecision(_) => {
                AmountError::OutOfRange(text.to_owned())
            }
            rust_decimal::Error::ErrorString(_) | rust_decimal::Error::ConversionTo(_) => {
                AmountError::NotANumber(text.to_owned())
            }
        })?
        .normalize();
        if decimal.scale() > PLACES {
            return Err(AmountError::TooManyDecimals(text.to_owned()));
        }
        decimal
            .checked_mul(Decimal::from(PER_UNIT))
            .and_then(|scaled| i64::try_from(scaled).ok())
            .map(Self)
            .ok_or_else(|| AmountError::OutOfRange(text.to_owned()))
    }

    /// Exactly `decimals` places (`40.20` for 2), as gateways want it written.
    ///
    /// `None` when the amount needs more places than that: it is never rounded.
    #[must_use]
    pub fn with_decimals(self, decimals: u32) -> Option<String> {
        if self.decimals() > decimals {
            return None;
        }
        let mut exact = self.to_decimal();
        exact.rescale(decimals);
        Some(exact.to_string())
    }

    /// How many decimal places the amount needs: 0 for `40.00`, 1 for `40.20`.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.to_decimal().scale()
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// `times` times the amount, or `None` when it does not fit.
    #[must_use]
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, PLACES).normalize()
    }
}

/// The shortest exact spelling: `40.2`, `60000`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(f)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({self})")
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, AmountError};
    use proptest::prelude::{any, proptest};
    use rstest::rstest;

    #[rstest]
    #[case::document_request("40.20", 402_000, "40.2")]
    #[case::callback_zeros("50.000000", 500_000, "50")]
    #[case::exponent_is_valid_json("5E+1", 500_000, "50")]
    #[case::small_exponent("402e-1", 402_000, "40.2")]
    #[case::four_places_of_fees("5150.0001", 51_500_001, "5150.0001")]
    #[case::negative("-0.0001", -1, "-0.0001")]
    #[case::negative_zero("-0.00", 0, "0")]
    fn reads_every_spelling(#[case] text: &str, #[case] stored: i64, #[case] shown: &str) {
        let amount = Amount::parse(text).unwrap();
        assert_eq!(amount.ten_thousandths(), stored);
        assert_eq!(amount.to_string(), shown);
    }

    #[rstest]
    #[case::empty("")]
    #[case::word("NaN")]
    #[case::infinity("inf")]
    #[case::two_points("1.2.3")]
    #[case::comma("1,000")]
    #[case::underscore("1_000")]
    #[case::sign_alone("-")]
    #[case::hexadecimal("0x10")]
    fn refuses_what_is_no_number(#[case] text: &str) {
        assert!(matches!(Amount::parse(text), Err(AmountError::NotANumber(_))), "{text}");
    }

    #[rstest]
    #[case::five_places("0.00001")]
    #[case::far_beyond("0.12345678901234567890123456789012345")]
    fn never_rounds(#[case] text: &str) {
        assert!(matches!(Amount::parse(text), Err(AmountError::TooManyDecimals(_))), "{text}");
    }

    #[rstest]
    #[case::beyond_the_integer("922337203685477.5808")]
    #[case::beyond_the_decimal("999999999999999999999999999999999")]
    #[case::huge_exponent("1e400")]
    fn refuses_what_does_not_fit(#[case] text: &str) {
        assert!(Amount::parse(text).is_err(), "{text}");
    }

    #[test]
    fn writes_the_wanted_places_or_nothing() {
        let amount = Amount::parse("40.2").unwrap();
        assert_eq!(amount.with_decimals(2).as_deref(), Some("40.20"));
        assert_eq!(amount.with_decimals(0), None);
        assert_eq!(Amount::parse("15000.00").unwrap().with_decimals(0).as_deref(), Some("15000"));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(stored in any::<i64>()) {
            let amount = Amount::from_ten_thousandths(stored);
            assert_eq!(Amount::parse(&amount.to_string()), Ok(amount));
            assert_eq!(amount.with_decimals(4).map(|text| Amount::parse(&text)), Some(Ok(amount)));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _reading = Amount::parse(&text);
        }
    }
}
