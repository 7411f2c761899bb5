//! The canonical spelling of a term.

use std::fmt;

use crate::fixed::FixedWord;
use crate::scan::{is_comma, is_dash, is_quote, is_separator, name_of};
use crate::{Choice, Field, FilterName, Term, Word};

/// Reads back as the same term, if the term is one that can be read: its values are not blank, not longer than
/// [`crate::MAX_LENGTH`], and not more than [`crate::MAX_VALUES`]; its numbers are in ASCII digits; and a word that
/// needs quotation marks is exact. A term without values is an empty text.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => word.fmt(f),
            Self::Amount(range) => write!(f, "{}:{range}", FilterName::Amount),
            Self::From(day) => write!(f, "{}:{day}", FilterName::From),
            Self::To(day) => write!(f, "{}:{day}", FilterName::To),
            Self::On(day) => write!(f, "{}:{day}", FilterName::On),
            Self::Status(choice) => fixed(f, FilterName::Status, choice),
            Self::Direction(choice) => fixed(f, FilterName::Direction, choice),
            Self::Product(choice) => fixed(f, FilterName::Product, choice),
            Self::Currency(choice) => {
                list(f, FilterName::Currency, choice.not, choice.any.iter().map(ToString::to_string))
            }
            Self::Flag(choice) => fixed(f, FilterName::Flag, choice),
            Self::Is(choice) => fixed(f, FilterName::Is, choice),
            Self::Has(choice) => fixed(f, FilterName::Has, choice),
            Self::Text { field, choice } => texts(f, *field, choice),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() {
            return Ok(());
        }
        if self.not {
            f.write_str("-")?;
        }
        if self.exact || needs_quotes(&self.text) {
            f.write_str(&quoted(&self.text))
        } else {
            f.write_str(&self.text)
        }
    }
}

/// Whether the word without quotation marks would be read as something else.
fn needs_quotes(word: &str) -> bool {
    word.starts_with(|c| is_dash(c) || is_comma(c) || is_quote(c))
        || word.ends_with(is_comma)
        || word.contains(char::is_whitespace)
        || word.chars().all(is_separator)
        || name_of(word).is_some_and(|(name, _)| FilterName::from_word(&name).is_some())
}

/// A value of a list, in quotation marks if need be.
pub(crate) fn value(text: &str) -> String {
    let bare = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || is_comma(c) || is_quote(c));
    if bare { text.to_owned() } else { quoted(text) }
}

/// In quotation marks, with those inside doubled.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        quoted.extend(std::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 }));
    }
    quoted.push('"');
    quoted
}

fn fixed<T: FixedWord>(f: &mut fmt::Formatter<'_>, filter: FilterName, choice: &Choice<T>) -> fmt::Result {
    list(f, filter, choice.not, choice.any.iter().map(|value| value.word().to_owned()))
}

fn texts(f: &mut fmt::Formatter<'_>, field: Field, choice: &Choice<String>) -> fmt::Result {
    list(f, field.name(), choice.not, choice.any.iter().map(|text| value(text)))
}

fn list(
    f: &mut fmt::Formatter<'_>,
    filter: FilterName,
    not: bool,
    values: impl Iterator<Item = String>,
) -> fmt::Result {
    let values: Vec<String> = values.collect();
    if values.is_empty() {
        return Ok(());
    }
    write!(f, "{}{filter}:{}", if not { "-" } else { "" }, values.join(","))
}
