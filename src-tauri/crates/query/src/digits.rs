//! Signs that mean the same as an ASCII one, and numbers that were pasted in groups.

use std::borrow::Cow;

/// The zeros of the scripts whose digits are read: Arabic, Persian and Urdu, Devanagari, Bengali, Thai, full-width.
const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
/// Fewer digits than this are too common to be looked for as one number.
const FEWEST_DIGITS: usize = 6;

/// The ASCII digit that `c` stands for, when it is another script's.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    ZEROS
        .iter()
        .find_map(|zero| code.checked_sub(*zero).filter(|n| *n < 10).and_then(|n| char::from_digit(n, 10)))
}

/// Full-width signs as ASCII ones; others stay.
pub(crate) fn half_width(c: char) -> char {
    match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        0x3000 => ' ',
        0x2212 => '-',
        _ => c,
    }
}

/// Characters that nobody sees and that come along when text is pasted.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Digits of other scripts as ASCII digits, all else as it is.
pub(crate) fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| digit(c).is_some()) {
        Cow::Owned(text.chars().map(|c| digit(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A fixed value, amount or day in plain signs: ASCII digits, no full-width signs, nothing invisible, no spaces around.
pub(crate) fn plain(text: &str) -> String {
    let signs: String =
        text.chars().filter(|c| !is_invisible(*c)).map(|c| half_width(digit(c).unwrap_or(c))).collect();
    signs.trim().to_owned()
}

/// The one number that `text` is when its separators are left away: `646 180-0000` is `6461800000`.
///
/// `None` unless it consists only of digits and separators (spaces, dashes, dots, slashes, plus signs and round
/// brackets) and has at least two groups and six digits.
#[must_use]
pub fn joined(text: &str) -> Option<String> {
    let (mut number, mut groups, mut inside) = (String::new(), 0_usize, false);
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let c = half_width(digit(c).unwrap_or(c));
        if c.is_ascii_digit() {
            groups += usize::from(!inside);
            number.push(c);
        } else if !(c.is_whitespace() || matches!(c, '-' | '.' | '/' | '+' | '(' | ')' | '‐'..='―')) {
            return None;
        }
        inside = c.is_ascii_digit();
    }
    (groups >= 2 && number.len() >= FEWEST_DIGITS).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{ascii_digits, joined, plain};
    use rstest::rstest;

    #[rstest]
    #[case::clabe("646 180 0000 3005 6845", Some("646180000030056845"))]
    #[case::day("2026-11-22", Some("20261122"))]
    #[case::phone("+52 (55) 1234.5678", Some("525512345678"))]
    #[case::full_width("６４６　１８０", Some("646180"))]
    #[case::thai("๑๒๓-๔๕๖", Some("123456"))]
    #[case::pasted_marks("646\u{200b} 180\u{202c}", Some("646180"))]
    #[case::one_group("646180000030056845", None)]
    #[case::too_few("12 345", None)]
    #[case::a_letter("646 180a", None)]
    #[case::a_colon("12:30:45 99", None)]
    #[case::nothing("", None)]
    fn numbers_in_groups(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(joined(text).as_deref(), expected);
    }

    #[test]
    fn other_scripts_are_read_as_ascii() {
        assert_eq!(plain(" ＞＝๔０\u{200b}．۵ "), ">=40.5");
        assert_eq!(ascii_digits("王６"), "王6");
        assert_eq!(ascii_digits("ＶＩＰ"), "ＶＩＰ");
    }
}
