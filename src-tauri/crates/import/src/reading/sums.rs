//! Sums of money as people and spreadsheets write them, read exactly.

use money::{Amount, AmountError};
use serde::{Deserialize, Serialize};

use super::plain::looks_eaten;

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// 1,234.56
    Point,
    /// 1.234,56
    Comma,
}

/// Why a text is no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SumError {
    NotANumber,
    /// It is one number with a decimal point and another with a decimal comma.
    Open,
    /// A spreadsheet has eaten digits: `1.23E+17`.
    Eaten,
    /// More than four decimals: it cannot be kept exactly, and is not rounded.
    TooPrecise,
    TooLarge,
}

/// A sum, once for each way to read it; `None` where the text is not written that way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SumText {
    point: Option<Result<Amount, SumError>>,
    comma: Option<Result<Amount, SumError>>,
}

/// Reads a text as a sum; `currency` are the spellings that may stand beside it, in lower case.
pub(crate) fn read(text: &str, currency: &[String]) -> Result<SumText, SumError> {
    let is_bare = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let (negative, body) =
        if is_bare { (false, text.to_owned()) } else { without_sign(&without_currency(text, currency)) };
    if looks_eaten(&body) {
        return Err(SumError::Eaten);
    }
    let under = |point, comma| {
        let digits = ungrouped(&body, point, comma)?;
        let signed = if negative { format!("-{digits}") } else { digits };
        Some(Amount::parse(&signed).map_err(|error| match error {
            AmountError::NotANumber(_) => SumError::NotANumber,
            AmountError::TooManyDecimals(_) => SumError::TooPrecise,
            AmountError::OutOfRange(_) => SumError::TooLarge,
        }))
    };
    match (under('.', ','), under(',', '.')) {
        (None, None) => Err(SumError::NotANumber),
        (point, comma) => Ok(SumText { point, comma }),
    }
}

impl SumText {
    /// The mark under which alone it is a sum; `None` where both do, to the same sum or not.
    pub(crate) const fn decides(&self) -> Option<DecimalMark> {
        match (&self.point, &self.comma) {
            (Some(_), None) => Some(DecimalMark::Point),
            (None, Some(_)) => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// Whether the two readings differ.
    pub(crate) fn is_open(&self) -> bool {
        matches!((&self.point, &self.comma), (Some(point), Some(comma)) if point != comma)
    }

    /// The sum.
    pub(crate) fn with(self, mark: Option<DecimalMark>) -> Result<Amount, SumError> {
        let reading = match (mark, self.point, self.comma) {
            (Some(DecimalMark::Point), point, _) => point,
            (Some(DecimalMark::Comma), _, comma) => comma,
            (None, Some(point), Some(comma)) if point != comma => return Err(SumError::Open),
            (None, point, comma) => point.or(comma),
        };
        reading.unwrap_or(Err(SumError::NotANumber))
    }
}

/// The number without the currency before or behind it, and without spaces at its ends.
fn without_currency(text: &str, currency: &[String]) -> String {
    let mut body = text.to_lowercase().chars().map(ascii_digit).collect::<String>();
    // Twice: `$1,234.56 MXN` has one on either side.
    for _ in 0..2 {
        body = body.trim().to_owned();
        for word in currency {
            let (sign, rest) = match body.strip_prefix(['-', '+', '(']) {
                Some(rest) => (body.chars().next(), rest.trim_start()),
                None => (None, body.as_str()),
            };
            if let Some(rest) = rest.strip_prefix(word.as_str()) {
                body = sign.into_iter().chain(rest.trim_start().chars()).collect();
                break;
            }
            if let Some(rest) = body.strip_suffix(word.as_str()) {
                body = rest.trim_end().to_owned();
                break;
            }
        }
    }
    body
}

fn ascii_digit(character: char) -> char {
    match character {
        '０'..='９' => shifted(character, '０'),
        '๐'..='๙' => shifted(character, '๐'),
        '，' => ',',
        '．' => '.',
        '−' | '－' => '-',
        '（' => '(',
        '）' => ')',
        other => other,
    }
}

fn shifted(character: char, zero: char) -> char {
    char::from_digit(u32::from(character).saturating_sub(u32::from(zero)), 10).unwrap_or(character)
}

/// The sign: a minus before or behind, or brackets as accountants write them.
fn without_sign(body: &str) -> (bool, String) {
    let inner = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let minus = body.strip_prefix('-').or_else(|| body.strip_suffix('-'));
    match (inner, minus) {
        (Some(inner), _) => (true, inner.trim().to_owned()),
        (None, Some(rest)) => (true, rest.trim().to_owned()),
        (None, None) => (false, body.strip_prefix('+').unwrap_or(body).trim().to_owned()),
    }
}

/// The digits with a point, if the text is well written with these two marks: groups have three digits.
fn ungrouped(body: &str, decimal: char, group: char) -> Option<String> {
    let (whole, fraction) = match body.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !digits(fraction)) {
        return None;
    }
    let is_group = |c: char| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let mut groups = whole.split(is_group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let well_grouped =
        rest.iter().all(|group| group.len() == 3 && digits(group)) && first.len() <= 3 && digits(first);
    let well_formed = if rest.is_empty() {
        digits(first) || (first.is_empty() && fraction.is_some())
    } else {
        well_grouped
    };
    well_formed.then(|| {
        let whole: String = std::iter::once(first).chain(rest).collect();
        let whole = if whole.is_empty() { "0" } else { &whole };
        fraction.map_or_else(|| whole.to_owned(), |fraction| format!("{whole}.{fraction}"))
    })
}

#[cfg(test)]
mod tests {
    use super::{DecimalMark, SumError, read};
    use crate::words::currency_spellings;
    use money::{Amount, Currency};
    use proptest::prelude::{any, proptest};
    use rstest::rstest;

    fn sum(text: &str, mark: Option<DecimalMark>) -> Result<String, SumError> {
        read(text, &currency_spellings(Currency::MXN))?.with(mark).map(|sum| sum.to_string())
    }

    #[rstest]
    #[case::plain("40.20", "40.2")]
    #[case::whole("60000", "60000")]
    #[case::english("1,234.56", "1234.56")]
    #[case::spanish("1.234,56", "1234.56")]
    #[case::comma_alone("1234,5", "1234.5")]
    #[case::two_groups("1,234,567", "1234567")]
    #[case::two_groups_of_points("1.234.567", "1234567")]
    #[case::with_sign("$1,234.56 MXN", "1234.56")]
    #[case::code_first("MXN 1234.50", "1234.5")]
    #[case::words("500 pesos", "500")]
    #[case::spaces("1 234 567,80", "1234567.8")]
    #[case::swiss("1'234.50", "1234.5")]
    #[case::brackets("(12.50)", "-12.5")]
    #[case::minus_and_currency("-$12.50", "-12.5")]
    #[case::minus_behind("12.50-", "-12.5")]
    #[case::bare_fraction(".5", "0.5")]
    #[case::full_width("１，２３４．５６", "1234.56")]
    #[case::zeros("50.000000", "50")]
    fn reads_without_a_choice(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(sum(text, None).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case::thousand_or_one("1,234", "1234", "1.234")]
    #[case::sixty("60.000", "60", "60000")]
    fn needs_a_choice(#[case] text: &str, #[case] point: &str, #[case] comma: &str) {
        assert_eq!(sum(text, None), Err(SumError::Open));
        assert_eq!(sum(text, Some(DecimalMark::Point)).as_deref(), Ok(point));
        assert_eq!(sum(text, Some(DecimalMark::Comma)).as_deref(), Ok(comma));
    }

    #[rstest]
    #[case::word("free", SumError::NotANumber)]
    #[case::dollars("US$ 12", SumError::NotANumber)]
    #[case::baht("฿12", SumError::NotANumber)]
    #[case::bad_groups("1,23,456.00", SumError::NotANumber)]
    #[case::two_points("1.2.3", SumError::NotANumber)]
    #[case::range("10-20", SumError::NotANumber)]
    #[case::open_end("12.", SumError::NotANumber)]
    #[case::formula("=A1*2", SumError::NotANumber)]
    #[case::eaten("1.23E+17", SumError::Eaten)]
    #[case::eaten_comma("1,23E+17", SumError::Eaten)]
    #[case::precise("1234.56789", SumError::TooPrecise)]
    #[case::large("99999999999999999.00", SumError::TooLarge)]
    fn refuses(#[case] text: &str, #[case] expected: SumError) {
        assert_eq!(sum(text, None), Err(expected), "{text}");
    }

    proptest! {
        #[test]
        fn both_spellings_of_every_amount_read_back(stored in any::<i64>()) {
            let amount = Amount::from_ten_thousandths(stored);
            let point = amount.with_decimals(4).unwrap();
            let comma = point.replace('.', ",");
            let read_as = |text: &str, mark| read(text, &[]).unwrap().with(Some(mark));
            assert_eq!(read_as(&point, DecimalMark::Point), Ok(amount));
            assert_eq!(read_as(&comma, DecimalMark::Comma), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}", figures in "[0-9,.' ()$-]{0,20}") {
            for text in [text, figures] {
                let _ = read(&text, &currency_spellings(Currency::TZS)).and_then(|sum| sum.with(None));
            }
        }
    }
}
