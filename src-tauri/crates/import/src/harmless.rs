//! Texts that no spreadsheet takes for a formula (bar S14, ASVS 1.2.10), and the way back. Pure.
//!
//! The window's copies to the clipboard follow the same rule (`ui/src/screens/orders/list/sheet.ts`); all are held against
//! one table, `ui/src/screens/orders/list/harmless-cells.json`.

use std::borrow::Cow;

/// Where a spreadsheet begins another cell inside of a text. Where the list separator is `;`, as in much of Europe and
/// Latin America, Excel parts our lines at `;`, and a quotation mark behind a comma keeps neither `;` nor a line together.
const PARTS: [char; 4] = [';', '\t', '\r', '\n'];

/// What makes a spreadsheet take a cell for a formula.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text with an apostrophe before whatever a spreadsheet would take for a formula, at its beginning or behind a mark that
/// parts cells. What has an apostrophe there already gets one more, so that taking them off gives back what was there.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let inside = harmless_inside(text);
    if is_harmful(text) { format!("'{inside}").into() } else { inside }
}

/// Whether an apostrophe is put before a text.
pub(crate) fn is_harmful(text: &str) -> bool {
    text.starts_with(|c: char| SIGNS.contains(&c) || matches!(c, '\'' | '\t' | '\r' | '\n' | '\0'))
}

fn harmless_inside(text: &str) -> Cow<'_, str> {
    if !text.contains(PARTS) {
        return text.into();
    }
    let mut whole = String::with_capacity(text.len() + 1);
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        whole.push(character);
        if PARTS.contains(&character) && begins_formula(rest.as_str()) {
            whole.push('\'');
        }
    }
    whole.into()
}

/// Whether a cell that begins so is a formula, once spaces and quotation marks before it are passed over. Apostrophes are
/// passed over too: those that we put there have to be told from those that were there.
fn begins_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '"', '\'']).starts_with(SIGNS)
}

/// A text without the apostrophes that [`harmless`] puts inside of it; as it is, if that cannot have written it.
pub(crate) fn bare_inside(text: &str) -> Cow<'_, str> {
    if !text.contains(PARTS) {
        return text.into();
    }
    let mut bare = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        bare.push(character);
        let behind = rest.as_str().strip_prefix('\'').filter(|behind| begins_formula(behind));
        if let Some(behind) = behind.filter(|_| PARTS.contains(&character)) {
            rest = behind.chars();
        }
    }
    if harmless_inside(&bare) == text { bare.into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::{SIGNS, bare_inside, harmless, harmless_inside};
    use crate::reading::{plain, told};
    use crate::{Encoding, Header, ReadOptions, Sheet};

    #[rstest]
    #[case::command("x;=1+cmd|'/C calc'!A0;", "x;'=1+cmd|'/C calc'!A0;")]
    #[case::behind_spaces_and_quotes("x; \"=1", "x;' \"=1")]
    #[case::behind_an_apostrophe("x;'=1", "x;''=1")]
    #[case::behind_a_tab("x\t@SUM(A1)", "x\t'@SUM(A1)")]
    #[case::in_another_line("x\r\n+1", "x\r\n'+1")]
    #[case::both("-1;-2", "'-1;'-2")]
    #[case::nothing("a; b, c=1", "a; b, c=1")]
    fn formulas_begin_nowhere(#[case] text: &str, #[case] written: &str) {
        assert_eq!(harmless(text), written);
        assert_eq!(told(written), text);
    }

    #[test]
    fn what_we_cannot_have_written_stays() {
        for text in ["a;'=1;=2", "a;'b", "it's; 'fine'"] {
            assert_eq!(bare_inside(text), text);
        }
    }

    /// A text of what matters here.
    const TEXTS: &str = "[a1'\"=+@＝; ,\t\r\n-]{0,12}";

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_whatever_parts_the_line(text in TEXTS) {
            let written = harmless(&text);
            prop_assert!(!written.starts_with(SIGNS), "{written:?}");
            for cell in written.split([';', '\t', '\r', '\n']).skip(1) {
                prop_assert!(!cell.trim_start_matches([' ', '"']).starts_with(SIGNS), "{written:?}");
            }
        }

        #[test]
        fn our_own_files_give_back_what_was_there(texts in prop::collection::vec(TEXTS, 1..5)) {
            // Spaces around a text are nobody's, and a lone dash says that there is nothing.
            let meant = |text: &String| text.trim() == text && !plain(text).is_empty();
            let texts: Vec<String> = texts.into_iter().filter(meant).collect();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["number", "text"]).unwrap();
            for text in &texts {
                writer.write_record(["n", &harmless(text)]).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let options = ReadOptions {
                encoding: Some(Encoding::Utf8),
                delimiter: Some(','),
                header: Some(Header::Missing),
                page: None,
            };
            let sheet = Sheet::read_with("own.csv", &bytes, &options).unwrap();
            let read: Vec<String> = sheet.rows().skip(1).map(|row| told(row.cell(1)).into_owned()).collect();
            prop_assert_eq!(read, texts);
        }

        #[test]
        fn the_way_back_is_exact(text in TEXTS) {
            let written = harmless_inside(&text);
            prop_assert_eq!(bare_inside(&written), text.as_str());
        }
    }
}
