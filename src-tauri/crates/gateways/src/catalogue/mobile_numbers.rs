//! A country's mobile numbers in free text: which texts are one number. For looking only, nothing is ever sent so.

use serde::Deserialize;

use super::tidy::is_separator;

/// How a country's mobile numbers look, where an account is free text and may be one (wallets, PIX keys).
///
/// Nobody tells how such a gateway wants them, so they are sent as they are typed; but one payee is one payee, with the
/// country's code or without.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MobileNumbers {
    /// The country's code, without plus: `20`.
    pub country_code: String,
    /// What a number looks like after the country's code or the leading zero: digits that stand there, and `?` for any.
    pub shapes: Vec<String>,
    /// Where this comes from.
    pub origin: super::Origin,
}

/// What people put around a telephone number's digits besides separators.
const SIGNS: [char; 4] = ['(', ')', '.', '/'];

impl MobileNumbers {
    /// The number after the country's code or the leading zero; `None` for what is no mobile number of the country.
    ///
    /// In Brazil eleven digits can be a CPF and a mobile number at once. Both readings hold then: a text that could be a
    /// number is also looked for with the country's code, where only a number can stand. That takes a CPF for somebody
    /// else's number only where all eleven digits are the same, and then it asks a question too many; to believe the kind
    /// that was chosen beside it would miss the same number under another kind.
    pub(super) fn national(&self, text: &str) -> Option<String> {
        let plain = plain(text);
        let international = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"));
        // `+20 (0)10 …` is how many people write it.
        let of_country = international.unwrap_or(&plain).strip_prefix(self.country_code.as_str());
        let at_home = if international.is_none() { Some(plain.as_str()) } else { None };
        [of_country, at_home]
            .into_iter()
            .flatten()
            .flat_map(|number| [Some(number), number.strip_prefix('0')])
            .flatten()
            .find(|number| self.shapes.iter().any(|shape| has_shape(number, shape)))
            .map(str::to_owned)
    }

    /// Every text without separators that the number may stand under.
    pub(super) fn spellings(&self, national: &str) -> Vec<String> {
        let code = &self.country_code;
        let abroad = ["", "+", "00"].into_iter().flat_map(|plus| {
            [format!("{plus}{code}{national}"), format!("{plus}{code}0{national}")].into_iter()
        });
        [national.to_owned(), format!("0{national}")].into_iter().chain(abroad).collect()
    }
}

/// A number without what people part its digits by; whatever else it holds stays.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|it| !is_separator(*it) && !SIGNS.contains(it)).collect()
}

fn has_shape(number: &str, shape: &str) -> bool {
    number.len() == shape.len()
        && number
            .bytes()
            .zip(shape.bytes())
            .all(|(digit, wanted)| digit.is_ascii_digit() && (wanted == b'?' || wanted == digit))
}
