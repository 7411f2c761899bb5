//! What a cell says, without the tricks by which spreadsheets are made to keep digits.

use std::borrow::Cow;

use crate::harmless::{bare_inside, is_harmful};

/// How systems write that there is nothing.
const NOTHING: [&str; 10] = ["-", "--", "—", "/", "null", "NULL", "N/A", "n/a", "None", "#N/A"];

/// The cell's content: trimmed, out of `="0123"`, without the apostrophe that marks a text, empty where a sign says “nothing”.
/// No formula is run: only a formula that is nothing but a text in quotation marks is taken for that text.
pub(crate) fn plain(cell: &str) -> &str {
    let text = trimmed(cell);
    let quoted =
        text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('"'));
    let text = trimmed(quoted.unwrap_or(text));
    let text = match text.strip_prefix('\'') {
        // Before a sign it is what every careful export puts there, ours too (bar S14).
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) || is_harmful(rest) => rest,
        Some(_) | None => text,
    };
    if NOTHING.contains(&text) { "" } else { text }
}

/// What a cell says where it is kept word by word: [`plain`], and without the apostrophes that our own files have inside.
pub(crate) fn told(cell: &str) -> Cow<'_, str> {
    bare_inside(plain(cell))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}'))
}

/// Whether a spreadsheet has turned a long number into `1.23E+17`: its digits are lost.
pub(crate) fn looks_eaten(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // An order number may be `1234E5`, but a spreadsheet's has one digit before the mark.
    whole.len() == 1
        && numeric(whole)
        && numeric(fraction)
        && (1..=3).contains(&power.len())
        && numeric(power)
        && (text.contains(['+', '-']) || !fraction.is_empty())
}

/// Whether a long number ends in zeros after fifteen digits, as a spreadsheet that was widened later writes it.
pub(crate) fn ends_in_zeros(text: &str) -> bool {
    text.len() > 16
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().skip(15).all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::{ends_in_zeros, looks_eaten, plain};

    #[test]
    fn tricks_are_taken_off() {
        for (cell, text) in [
            ("=\"0012345\"", "0012345"),
            ("'0012345", "0012345"),
            ("'quoted", "'quoted"),
            ("''quoted", "'quoted"),
            ("''0012", "'0012"),
            ("'＝1", "＝1"),
            ("'+52 55 1234", "+52 55 1234"),
            ("\u{feff} 12\t", "12"),
            ("--", ""),
            ("NULL", ""),
            ("=SUM(A1:A2)", "=SUM(A1:A2)"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("", ""),
        ] {
            assert_eq!(plain(cell), text);
        }
    }

    #[test]
    fn eaten_digits() {
        for eaten in ["1.23E+17", "6,46E+17", "6.46180000030056E+17", "1E+18", "3.5e-05"] {
            assert!(looks_eaten(eaten), "{eaten}");
        }
        for whole in ["123", "12E5", "1E5", "PAYINE+1", "E+17", "1.2.3E+1", "0191E3A5", ""] {
            assert!(!looks_eaten(whole), "{whole}");
        }
        assert!(ends_in_zeros("646180000030056000"));
        assert!(
            !ends_in_zeros("646180000030056845")
                && !ends_in_zeros("5000000")
                && !ends_in_zeros("1234567890123450")
        );
    }
}
