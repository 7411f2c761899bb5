//! Mobile telephone numbers of Tanzania and Thailand, in the spellings that people write.
//!
//! In Tanzania the number *is* the wallet's account, so its operator is guessed from the prefix; numbers
//! may have been carried to another operator since, so the guess warns and never decides.
//! Sources: Tanzania's and Thailand's national numbering plans (both: nine digits after the trunk `0`).

use crate::digits;

/// Digits of a national mobile number without the leading `0`, in both countries.
const NATIONAL_LENGTH: usize = 9;

/// Why a text is not a mobile number of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// It holds something besides digits, `+`, spaces, dashes, dots and brackets.
    #[error("a telephone number holds digits only")]
    NotDigits {
        /// The first character that does not belong.
        found: char,
    },
    /// It begins with `+` or `00` and another country's code.
    #[error("the number belongs to another country (+{expected} is expected)")]
    OtherCountry {
        /// The country code that was expected, `255` or `66`.
        expected: &'static str,
    },
    /// After the country code or the `0` there are not nine digits.
    #[error("nine digits are expected after the country code or the 0; there are {digits}")]
    WrongLength {
        /// How many digits there are.
        digits: usize,
    },
    /// The length is right, but no mobile number of the country begins so.
    #[error("no mobile number begins so")]
    NotMobile,
}

/// A Tanzanian mobile operator, by the name of its wallet's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TanzanianOperator {
    /// Airtel (Airtel Money).
    Airtel,
    /// Halotel (HaloPesa).
    Halotel,
    /// Tigo, since 2024 under the name Yas (Mixx); includes the former Zantel.
    Tigo,
    /// TTCL (T-Pesa).
    Ttcl,
    /// Vodacom (M-Pesa).
    Vodacom,
}

impl TanzanianOperator {
    /// The operator's name as the gateway's documents write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Airtel => "Airtel",
            Self::Halotel => "Halotel",
            Self::Tigo => "Tigo",
            Self::Ttcl => "TTCL",
            Self::Vodacom => "Vodacom",
        }
    }
}

/// A Tanzanian mobile number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TanzanianPhone {
    /// The nine digits after `0` or `255`: the spelling of the gateway's wallet numbers (`721323213`).
    pub national: String,
    /// The operator that the prefix was given to; `None` for a prefix that we do not know.
    pub operator: Option<TanzanianOperator>,
}

impl TanzanianPhone {
    /// With the trunk zero: `0721323213`.
    #[must_use]
    pub fn local(&self) -> String {
        format!("0{}", self.national)
    }

    /// With plus and country code: `+255721323213`.
    #[must_use]
    pub fn international(&self) -> String {
        format!("+255{}", self.national)
    }
}

/// A Thai mobile number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThaiPhone {
    /// The nine digits after `0` or `66`.
    pub national: String,
}

impl ThaiPhone {
    /// With the trunk zero, ten digits, the spelling of the gateway's samples: `0982212345`.
    #[must_use]
    pub fn local(&self) -> String {
        format!("0{}", self.national)
    }

    /// With plus and country code: `+66982212345`.
    #[must_use]
    pub fn international(&self) -> String {
        format!("+66{}", self.national)
    }
}

/// Reads a Tanzanian mobile number: `0…`, `255…`, `+255…`, `00255…`, or the bare nine digits.
///
/// # Errors
/// [`PhoneError`], also for fixed lines: they have no wallet.
///
/// ```
/// let phone = reference::phone::tanzania("+255 754 123 456")?;
/// assert_eq!(phone.national, "754123456");
/// assert_eq!(phone.operator, Some(reference::phone::TanzanianOperator::Vodacom));
/// # Ok::<(), reference::phone::PhoneError>(())
/// ```
pub fn tanzania(text: &str) -> Result<TanzanianPhone, PhoneError> {
    let national = national_part(text, "255")?;
    if !national.starts_with(['6', '7']) {
        return Err(PhoneError::NotMobile);
    }
    let operator = national.get(..2).and_then(tanzanian_operator);
    Ok(TanzanianPhone { national, operator })
}

/// Reads a Thai mobile number: `0…` with ten digits, `66…`, `+66…`, `0066…`, or the bare nine digits
/// (spreadsheets eat the zero).
///
/// # Errors
/// [`PhoneError`], also for fixed lines (they have eight digits after the zero).
///
/// ```
/// assert_eq!(reference::phone::thailand("+66 98 221 2345")?.local(), "0982212345");
/// # Ok::<(), reference::phone::PhoneError>(())
/// ```
pub fn thailand(text: &str) -> Result<ThaiPhone, PhoneError> {
    let national = national_part(text, "66")?;
    if !national.starts_with(['6', '8', '9']) {
        return Err(PhoneError::NotMobile);
    }
    Ok(ThaiPhone { national })
}

/// Tanzania's prefixes after the zero, as the numbering plan gave them out (state of 2025).
fn tanzanian_operator(prefix: &str) -> Option<TanzanianOperator> {
    match prefix {
        "72" | "74" | "75" | "76" | "79" => Some(TanzanianOperator::Vodacom),
        "66" | "68" | "69" | "78" => Some(TanzanianOperator::Airtel),
        "65" | "67" | "70" | "71" | "77" => Some(TanzanianOperator::Tigo),
        "61" | "62" | "63" => Some(TanzanianOperator::Halotel),
        "73" => Some(TanzanianOperator::Ttcl),
        _ => None,
    }
}

/// The nine national digits, whatever stands before them.
fn national_part(text: &str, country_code: &'static str) -> Result<String, PhoneError> {
    let plain: String = text
        .chars()
        .filter(|character| !digits::is_separator(*character) && !matches!(character, '(' | ')' | '.' | '/'))
        .collect();
    let international = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"));
    let number = international.unwrap_or(&plain);
    if let Some(found) = number.chars().find(|character| !character.is_ascii_digit()) {
        return Err(PhoneError::NotDigits { found });
    }
    let national = match (international, number.strip_prefix(country_code)) {
        (Some(_), None) => return Err(PhoneError::OtherCountry { expected: country_code }),
        // "+255 (0) 754 …" is how many people write it.
        (Some(_), Some(rest)) => rest.strip_prefix('0').unwrap_or(rest),
        // Without a plus the country code is one only if nine digits follow: Thai 066… and bare 66… exist.
        (None, Some(rest)) if rest.len() >= NATIONAL_LENGTH => rest.strip_prefix('0').unwrap_or(rest),
        (None, _) => number.strip_prefix('0').unwrap_or(number),
    };
    if national.len() == NATIONAL_LENGTH {
        Ok(national.to_owned())
    } else {
        Err(PhoneError::WrongLength { digits: national.len() })
    }
}
