//! From the text to its parts, and what they ask for together.

use crate::days::Day;
use crate::scan::{Body, Token, Tokens};
use crate::values::PartReader;
use crate::{Asked, Days, FilterName, MAX_PARTS, Mistake, MistakeKind, Part, Query, Span, Term};

/// Reads what stands in the search field. Any text may be given; it takes time in proportion to its length.
#[must_use]
pub fn parse(text: &str) -> Query {
    let mut query = Query::default();
    for token in Tokens::new(text) {
        if query.parts.len() == MAX_PARTS {
            let end = text.trim_end().len();
            let kind = MistakeKind::TooManyParts { limit: MAX_PARTS };
            query.mistakes.push(Mistake { part: None, span: Span { start: token.span.start, end }, kind });
            break;
        }
        query.add(&token);
    }
    query.asked.join_words();
    query
}

impl Query {
    fn add(&mut self, token: &Token) {
        let part = self.parts.len();
        let mut reader = PartReader::new(part);
        let term = reader.term(token);
        self.mistakes.append(&mut reader.mistakes);
        self.hints.append(&mut reader.hints);
        let problem = term.as_ref().and_then(|term| self.join(term));
        let counts = term.is_some() && problem.is_none();
        if let Some(kind) = problem {
            self.mistakes.push(Mistake { part: Some(part), span: token.span, kind });
        }
        let filter = match &token.body {
            Body::Word(_) => None,
            Body::Filter { name, .. } => Some(*name),
        };
        self.parts.push(Part { span: token.span, filter, term, counts });
    }

    /// Adds the term to what is asked for, unless it does not go with what stands before it.
    fn join(&mut self, term: &Term) -> Option<MistakeKind> {
        if let Some(problem) = self.day_problem(term) {
            return Some(problem);
        }
        let mut asked = self.asked.clone();
        asked.add(term);
        if asked.is_hopeless() {
            return Some(MistakeKind::Contradicts { other: self.culprit(term) });
        }
        self.asked = asked;
        None
    }

    /// A second first or last day, or a range of fixed days that ends before it begins.
    fn day_problem(&self, term: &Term) -> Option<MistakeKind> {
        let filter = term.filter()?;
        let rivals: &[FilterName] = match term {
            Term::From(_) => &[FilterName::From, FilterName::On],
            Term::To(_) => &[FilterName::To, FilterName::On],
            Term::On(_) => &[FilterName::From, FilterName::To, FilterName::On],
            Term::Word(_)
            | Term::Amount(_)
            | Term::Status(_)
            | Term::Direction(_)
            | Term::Product(_)
            | Term::Currency(_)
            | Term::Flag(_)
            | Term::Is(_)
            | Term::Has(_)
            | Term::Text { .. } => return None,
        };
        let is_rival = |part: &Part| part.counts && part.filter.is_some_and(|other| rivals.contains(&other));
        if let Some(other) = self.parts.iter().position(is_rival) {
            return Some(MistakeKind::OnlyOne { filter, other });
        }
        let mut asked = Asked { days: self.asked.days, ..Asked::default() };
        asked.add(term);
        turned(asked.days)
    }

    /// The first earlier part that the term does not go with, whatever else there is; none when it takes several,
    /// or when the term rules itself out.
    fn culprit(&self, term: &Term) -> Option<usize> {
        let mut alone = Asked::default();
        alone.add(term);
        let hopeless_with = |part: &Part| {
            let mut both = alone.clone();
            part.term.iter().for_each(|former| both.add(former));
            part.counts && both.is_hopeless()
        };
        if alone.is_hopeless() { None } else { self.parts.iter().position(hopeless_with) }
    }
}

/// Whether fixed days end before they begin; relative ones are known only on the day ([`Query::moments`]).
fn turned(days: Days) -> Option<MistakeKind> {
    let (from, to) = (days.from?, days.to?);
    let fixed = |day: Day| !day.is_relative();
    let any_day = jiff::civil::Date::default();
    (fixed(from) && fixed(to) && days.are_turned(any_day))
        .then(|| MistakeKind::RangeTurned { from: from.to_string(), to: to.to_string() })
}
