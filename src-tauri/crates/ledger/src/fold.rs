//! Folding: what makes `GARCÍA`, `garcia` and `ｇａｒｃíａ` the same to a search.

use unicode_normalization::UnicodeNormalization;

/// Folds a text for searching: lower case, accents removed, width folded, line breaks and controls as spaces.
///
/// Both the stored text and the question go through it, once each. Marks that carry meaning (Thai vowels
/// and tones, Japanese voicing) stay. Folding twice changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Plain letters are most of all text. The last before another kind may take marks that follow it.
        let plain =
            rest.bytes().position(|byte| !byte.is_ascii()).map_or(rest.len(), |n| n.saturating_sub(1));
        let (fast, other) = rest.split_at(plain);
        folded.extend(fast.bytes().map(plain_ascii));
        // Nothing is composed with a plain letter that follows it, so what comes before one can be folded alone.
        let mut letters = other.char_indices().skip(1).skip_while(|(_, c)| !c.is_ascii());
        let end = letters.next().map_or(other.len(), |(end, _)| end);
        let (slow, next) = other.split_at(end);
        folded.push_str(&whole(slow));
        rest = next;
    }
    folded
}

fn whole(text: &str) -> String {
    // Lower case may bring new marks (İ), and taking things apart may bring new capitals (℡): so both, twice.
    once(&once(text))
}

fn plain_ascii(byte: u8) -> char {
    if byte.is_ascii_control() { ' ' } else { char::from(byte.to_ascii_lowercase()) }
}

fn once(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_accent(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(plain)
        .nfc()
        .collect()
}

/// Diacritics of the Latin, Greek and Cyrillic scripts.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Characters that nobody sees and that come along when text is pasted: joiners, direction and order marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Letters that do not come apart into a base and a mark, and spaces of all kinds.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ς' => 'σ',
        '‐'..='―' | '−' => '-',
        '‘' | '’' => '\'',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, whole};
    use proptest::prelude::{any, proptest};
    use proptest::prop_oneof;
    use rstest::rstest;

    #[rstest]
    #[case::accents("José GARCÍA Núñez", "jose garcia nunez")]
    #[case::width("ＡＢ１２", "ab12")]
    #[case::polish("ŁÓDŹ", "lodz")]
    #[case::turkish("İSTANBUL ılık", "istanbul ilik")]
    #[case::greek("ΟΔΟΣ ὁδός", "οδοσ οδοσ")]
    #[case::thai_marks_stay("สมชาย ใจดี", "สมชาย ใจดี")]
    #[case::japanese_voicing_stays("ガ", "ガ")]
    #[case::korean_stays_whole("김", "김")]
    #[case::pasted_rubbish("\u{feff}12\u{200b}34\r\n", "1234  ")]
    #[case::nul("a\0b", "a b")]
    fn folds(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(fold(text), folded);
    }

    proptest! {
        #[test]
        fn piece_by_piece_is_as_the_whole(
            text in prop_oneof![any::<String>(), "[a-zA-Z \\n\u{300}-\u{303}éÅİ℡ﬁ가-각ᄀ-다-ᅣᆨ-ᆪ\u{feff}]{0,12}"],
        ) {
            assert_eq!(fold(&text), whole(&text));
        }

        #[test]
        fn twice_is_once(text in any::<String>()) {
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn no_line_break_or_nul_is_left(text in any::<String>()) {
            assert!(!fold(&text).contains(|c: char| c.is_control()));
        }
    }
}
