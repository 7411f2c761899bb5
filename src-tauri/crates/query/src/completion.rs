//! What can be typed next.

use serde::{Deserialize, Serialize};

use crate::fixed::{Attachment, FixedWord, Mark, StatusWord};
use crate::scan::{Body, Tokens, Value, is_dash, is_quote};
use crate::{FilterName, MAX_VALUES, Span, spelling};
use orders::{Direction, Flag, Product};

/// More suggestions than this are not made.
const MOST: usize = 30;

/// Values that depend on what is in the ledger, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The accounts' names.
    pub accounts: Vec<String>,
    /// The channels' codes.
    pub channels: Vec<String>,
    /// The currencies' codes.
    pub currencies: Vec<String>,
    /// The banks' codes or names.
    pub banks: Vec<String>,
    /// The labels.
    pub labels: Vec<String>,
}

/// What can be typed at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What a suggestion takes the place of; empty when nothing was begun yet.
    pub span: Span,
    /// The suggestions, best first; possibly none.
    pub suggestions: Vec<Suggestion>,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to write in the place of [`Completion::span`], quotation marks and a filter's colon included.
    pub text: String,
    /// What it is.
    pub what: Suggested,
}

/// What a suggestion is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Suggested {
    /// A filter's name.
    Filter {
        /// Which.
        filter: FilterName,
    },
    /// A filter's value.
    Value {
        /// Of which filter.
        filter: FilterName,
        /// The value as it is, without quotation marks.
        value: String,
    },
}

/// What can be typed where the cursor stands: `cursor` is a byte of `text` (see [`crate::byte_of_utf16`]).
///
/// At the begin of a part every filter is offered; in a word those that begin so; after a filter's colon the values
/// that begin with, then those that contain, what is there already, without those that the filter lists elsewhere.
#[must_use]
pub fn complete(text: &str, cursor: usize, known: &Known) -> Completion {
    let cursor = text.floor_char_boundary(cursor);
    let at_cursor = |span: Span| span.start <= cursor && cursor <= span.end;
    let token =
        Tokens::new(text).take_while(|token| token.span.start <= cursor).filter(|t| at_cursor(t.span)).last();
    match token.map(|token| (token.not, token.body)) {
        None => {
            let not = text.get(..cursor).unwrap_or_default().ends_with(is_dash);
            names(Span { start: cursor, end: cursor }, "", not, ":")
        }
        Some((_, Body::Word(word))) if word.quoted => nothing(word.span),
        Some((not, Body::Word(word))) => names(word.span, up_to(text, word.span, cursor), not, ":"),
        Some((not, Body::Filter { name_span, .. })) if cursor <= name_span.end => {
            names(name_span, up_to(text, name_span, cursor), not, "")
        }
        Some((_, Body::Filter { values, .. })) if values.len() > MAX_VALUES => {
            nothing(Span { start: cursor, end: cursor })
        }
        Some((_, Body::Filter { name, values, .. })) => {
            let here = values.iter().find(|value| at_cursor(value.span));
            let others: Vec<String> = values
                .iter()
                .filter(|value| Some(*value) != here)
                .map(|value| value.text.to_lowercase())
                .collect();
            let span = here.map_or(Span { start: cursor, end: cursor }, |value| value.span);
            let begun = here.map_or("", |value| begun(text, value, cursor));
            values_of(name, span, begun, &others, known)
        }
    }
}

const fn nothing(span: Span) -> Completion {
    Completion { span, suggestions: Vec::new() }
}

/// What stands between the begin of `span` and the cursor.
fn up_to(text: &str, span: Span, cursor: usize) -> &str {
    Span { start: span.start, end: cursor }.of(text)
}

fn begun<'a>(text: &'a str, value: &Value, cursor: usize) -> &'a str {
    let begun = up_to(text, value.span, cursor);
    if value.quoted { begun.trim_matches(is_quote) } else { begun }
}

fn names(span: Span, begun: &str, not: bool, colon: &str) -> Completion {
    let begun = begun.to_lowercase();
    let begins = |filter: &FilterName| {
        filter.as_str().starts_with(&begun) || filter.aliases().iter().any(|alias| alias.starts_with(&begun))
    };
    let suggestions = FilterName::ALL
        .into_iter()
        .filter(|filter| !not || filter.can_be_negated())
        .filter(begins)
        .map(|filter| Suggestion { text: format!("{filter}{colon}"), what: Suggested::Filter { filter } })
        .collect();
    Completion { span, suggestions }
}

fn values_of(filter: FilterName, span: Span, begun: &str, others: &[String], known: &Known) -> Completion {
    let wanted = begun.to_lowercase();
    let fits: Vec<(bool, String)> = offered(filter, known)
        .into_iter()
        .filter_map(|value| {
            let folded = value.to_lowercase();
            let fits = folded.contains(&wanted) && !others.contains(&folded);
            fits.then(|| (folded.starts_with(&wanted), value))
        })
        .collect();
    let (first, second): (Vec<_>, Vec<_>) = fits.into_iter().partition(|(begins, _)| *begins);
    let suggestions = first
        .into_iter()
        .chain(second)
        .take(MOST)
        .map(|(_, value)| Suggestion {
            text: spelling::value(&value),
            what: Suggested::Value { filter, value },
        })
        .collect();
    Completion { span, suggestions }
}

/// The values that a filter can be offered, in their order.
fn offered(filter: FilterName, known: &Known) -> Vec<String> {
    match filter {
        FilterName::Status => fixed::<StatusWord>(),
        FilterName::Direction => fixed::<Direction>(),
        FilterName::Product => fixed::<Product>(),
        FilterName::Flag => fixed::<Flag>(),
        FilterName::Is => fixed::<Mark>(),
        FilterName::Has => fixed::<Attachment>(),
        FilterName::From | FilterName::To | FilterName::On => {
            ["today", "yesterday", "-7d", "-30d", "-3m", "-1y", "this-month", "last-month"]
                .map(str::to_owned)
                .into()
        }
        FilterName::Account => known.accounts.clone(),
        FilterName::Channel => known.channels.clone(),
        FilterName::Currency => known.currencies.clone(),
        FilterName::Bank => known.banks.clone(),
        FilterName::Label => known.labels.clone(),
        FilterName::Amount
        | FilterName::Name
        | FilterName::Payee
        | FilterName::Phone
        | FilterName::Email
        | FilterName::Number
        | FilterName::Remark
        | FilterName::Note => Vec::new(),
    }
}

fn fixed<T: FixedWord>() -> Vec<String> {
    T::every().into_iter().map(|value| value.word().to_owned()).collect()
}
