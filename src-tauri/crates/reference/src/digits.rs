//! Digits as people write them: with spaces, dashes and invisible marks in between.

/// Whether a character only separates digits for the eye, in an account number copied from anywhere.
///
/// Banks' pages and chat programs put no-break spaces, typographic dashes and invisible direction marks
/// into numbers; a person cannot see the difference, so neither may we.
pub(crate) fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || is_invisible(character)
}

/// Zero-width spaces and joiners, direction marks and isolates, word joiner, byte-order mark, soft hyphen.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// The ASCII digits of a text without its separators; `Err` holds the first character that is neither.
pub(crate) fn compact(text: &str) -> Result<String, char> {
    text.chars()
        .filter(|character| !is_separator(*character))
        .map(|character| if character.is_ascii_digit() { Ok(character) } else { Err(character) })
        .collect()
}

/// The numeric values of the ASCII digits in a text; other characters are passed over.
pub(crate) fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    digits.chars().filter_map(|character| character.to_digit(10))
}

/// Digits in groups of the given sizes, with spaces between; what is left over forms a last group.
pub(crate) fn group(digits: &str, sizes: impl IntoIterator<Item = usize>) -> String {
    let mut rest = digits.chars();
    let mut groups: Vec<String> = Vec::new();
    for size in sizes {
        let part: String = rest.by_ref().take(size).collect();
        if part.is_empty() {
            break;
        }
        groups.push(part);
    }
    let left: String = rest.collect();
    if !left.is_empty() {
        groups.push(left);
    }
    groups.join(" ")
}
