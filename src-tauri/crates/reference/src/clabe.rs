//! CLABE, the 18-digit number of a Mexican bank account: bank 3, city 3, account 11, check digit 1.
//!
//! Source: Banco de México's standard; the check digit weighs the first 17 digits 3, 7, 1, 3, 7, 1, …,
//! keeps each product's last digit, and brings the sum to a multiple of ten.

use crate::banks::{self, MexicanBank};
use crate::digits;

/// Digits in a CLABE.
pub const LENGTH: usize = 18;

/// What a CLABE says, read digit by digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClabeReading {
    /// All 18 digits without separators, check digit included: what is sent.
    pub digits: String,
    /// The first three digits: the bank or other SPEI participant.
    pub bank_code: String,
    /// Digits four to six: the city or branch code ("plaza").
    pub city_code: String,
    /// Digits seven to seventeen: the account at that bank.
    pub account: String,
    /// Whether the last digit is the one that the first 17 ask for. A person is warned when not, never blocked.
    pub check_digit_ok: bool,
    /// The bank by its code; `None` for a code that our snapshot does not know (a warning, never an error).
    pub bank: Option<&'static MexicanBank>,
}

impl ClabeReading {
    /// The digits grouped 3-3-11-1 for reading; copying and sending use [`digits`](Self::digits).
    #[must_use]
    pub fn grouped(&self) -> String {
        group(&self.digits)
    }
}

/// Why a text is not a CLABE at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClabeError {
    /// It has another number of digits than 18.
    #[error("a CLABE has {LENGTH} digits; this has {digits}")]
    WrongLength {
        /// How many digits there are.
        digits: usize,
    },
    /// It holds something besides digits, spaces and dashes.
    #[error("a CLABE holds digits only")]
    NotDigits {
        /// The first character that does not belong.
        found: char,
    },
}

/// Reads a CLABE as typed or pasted; spaces, dashes and invisible marks between the digits are passed over.
///
/// # Errors
/// [`ClabeError`] when there are not exactly 18 digits or something else stands among them. A wrong check
/// digit is no error: see [`ClabeReading::check_digit_ok`].
///
/// ```
/// let clabe = reference::clabe::read("646-180-00003005684-5")?;
/// assert!(clabe.check_digit_ok);
/// assert_eq!(clabe.grouped(), "646 180 00003005684 5");
/// assert_eq!(clabe.bank.map(|bank| bank.short_name), Some("STP"));
/// # Ok::<(), reference::clabe::ClabeError>(())
/// ```
pub fn read(text: &str) -> Result<ClabeReading, ClabeError> {
    let digits = digits::compact(text).map_err(|found| ClabeError::NotDigits { found })?;
    let count = digits.len();
    let parts = split(&digits).ok_or(ClabeError::WrongLength { digits: count })?;
    let check_digit_ok = check_digit(parts.first_17) == digits::values(parts.check).next();
    Ok(ClabeReading {
        bank_code: parts.bank.to_owned(),
        city_code: parts.city.to_owned(),
        account: parts.account.to_owned(),
        check_digit_ok,
        bank: banks::by_code(parts.bank),
        digits,
    })
}

/// The digit that must follow the first 17; `None` unless there are exactly 17 ASCII digits.
///
/// ```
/// assert_eq!(reference::clabe::check_digit("64618000003005684"), Some(5));
/// ```
#[must_use]
pub fn check_digit(first_17: &str) -> Option<u32> {
    if first_17.len() != LENGTH - 1 || !first_17.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = digits::values(first_17)
        .zip([3, 7, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight % 10)
        .sum();
    Some((10 - sum % 10) % 10)
}

/// Digits grouped 3-3-11-1 for reading, also while they are still being typed; separators already there go.
/// A text with anything else in it comes back as it is.
#[must_use]
pub fn group(text: &str) -> String {
    digits::compact(text).map_or_else(|_| text.to_owned(), |digits| digits::group(&digits, [3, 3, 11, 1]))
}

struct Parts<'a> {
    first_17: &'a str,
    bank: &'a str,
    city: &'a str,
    account: &'a str,
    check: &'a str,
}

fn split(digits: &str) -> Option<Parts<'_>> {
    if digits.len() != LENGTH {
        return None;
    }
    Some(Parts {
        first_17: digits.get(..17)?,
        bank: digits.get(..3)?,
        city: digits.get(3..6)?,
        account: digits.get(6..17)?,
        check: digits.get(17..)?,
    })
}
