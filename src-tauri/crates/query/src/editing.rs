//! Changing the text, so that a click is the same as typing.

use crate::scan::Tokens;
use crate::{FilterName, Part, Span, Term, parse, spelling};

/// The term of a filter with these values, as they are and not as they are spelled in a text; none when one of them
/// is no value of that filter.
#[must_use]
pub fn term_of(filter: FilterName, values: &[String]) -> Option<Term> {
    let values: Vec<String> = values.iter().map(|value| spelling::value(value)).collect();
    let read = parse(&format!("{filter}:{}", values.join(",")));
    if !read.mistakes.is_empty() {
        return None;
    }
    read.parts.into_iter().next().and_then(|part| part.term)
}

/// The text with the term added at its end; as it is when it asks for the term already.
///
/// A quotation that is still open is closed first. Clicking a second status so adds it to the first
/// ([`replaced`] puts it in its place).
#[must_use]
pub fn with(text: &str, term: &Term) -> String {
    let there = parse(text).parts.iter().any(|part| part.counts && part.term.as_ref() == Some(term));
    if there { text.to_owned() } else { appended(text, &term.to_string()) }
}

/// The text without what stands at `span`, which is a part's ([`crate::Part::span`]): exactly that part is gone.
#[must_use]
pub fn without(text: &str, span: Span) -> String {
    spliced(text, span, "")
}

/// The text without every part of the filter, the wrong ones among them.
#[must_use]
pub fn cleared(text: &str, filter: FilterName) -> String {
    without_parts(text, |part| part.filter == Some(filter))
}

/// The text without every part that asks for exactly this.
#[must_use]
pub fn without_term(text: &str, term: &Term) -> String {
    without_parts(text, |part| part.term.as_ref() == Some(term))
}

fn without_parts(text: &str, goes: impl Fn(&Part) -> bool) -> String {
    // From the end, so that what stands before keeps its place.
    let gone = parse(text).parts.into_iter().filter(goes).map(|part| part.span);
    gone.rev().fold(text.to_owned(), |text, span| without(&text, span))
}

/// The text with the term in the place of every part of the same filter; for days, of every part that would not go
/// with it. Added at the end when there is none.
///
/// Words have no such place: they are added like [`with`] adds them. A term without values only takes away.
#[must_use]
pub fn replaced(text: &str, term: &Term) -> String {
    let former: Vec<Span> = parse(text)
        .parts
        .iter()
        .filter(|part| part.filter.is_some_and(|filter| gives_way(filter, term)))
        .map(|part| part.span)
        .collect();
    let Some((first, others)) = former.split_first() else { return with(text, term) };
    // From the end, so that what stands before keeps its place.
    let shorter = others.iter().rev().fold(text.to_owned(), |text, span| without(&text, *span));
    spliced(&shorter, *first, &term.to_string())
}

fn gives_way(filter: FilterName, term: &Term) -> bool {
    let rivals = match term.filter() {
        Some(FilterName::On) => return matches!(filter, FilterName::On | FilterName::From | FilterName::To),
        Some(FilterName::From | FilterName::To) => Some(FilterName::On),
        Some(_) | None => None,
    };
    term.filter() == Some(filter) || rivals == Some(filter)
}

fn appended(text: &str, addition: &str) -> String {
    let closed = if Tokens::ends_open(text) { format!("{text}\"") } else { text.trim_end().to_owned() };
    joined_by_space([&closed, addition, ""])
}

/// The text with `addition` in the place of `span`, one space between what is left.
fn spliced(text: &str, span: Span, addition: &str) -> String {
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    let after = text.get(span.end..).unwrap_or_default().trim_start();
    joined_by_space([before, addition, after])
}

fn joined_by_space(pieces: [&str; 3]) -> String {
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    pieces.join(" ")
}
