//! A text that was read: its parts, what is wrong with them, and what is asked for in all.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{Asked, Days, FilterName, Hint, Mistake, MistakeKind, Moments, Span, Term};

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Query {
    /// Its parts from left to right, the wrong ones among them.
    pub parts: Vec<Part>,
    /// What was left out, and why.
    pub mistakes: Vec<Mistake>,
    /// What counts, but was perhaps not meant so.
    pub hints: Vec<Hint>,
    /// What is asked for: every part that counts, put together.
    pub asked: Asked,
}

/// A word or filter as it stands in the text: a chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Where it stands.
    pub span: Span,
    /// Which filter it is; none for a word.
    pub filter: Option<FilterName>,
    /// What it asks for: those of its values that are right. None when none is.
    pub term: Option<Term>,
    /// Whether the term is searched for. It is not when it contradicts an earlier part.
    pub counts: bool,
}

impl Query {
    /// The terms that are searched for, in their order.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.parts.iter().filter(|part| part.counts).filter_map(|part| part.term.as_ref())
    }

    /// The canonical text of everything that is searched for; it reads back as the same terms.
    #[must_use]
    pub fn canonical(&self) -> String {
        let texts: Vec<String> = self.terms().map(ToString::to_string).collect();
        texts.join(" ")
    }

    /// From and before which moments the orders are, when it is asked on `today` in `zone`.
    ///
    /// Relative days can make the range end before it begins (`from:today to:-7d`), which [`crate::parse`] cannot know
    /// without a day. Then the later of the two parts is left out, and the mistake
    /// ([`MistakeKind::RangeTurned`]) is told beside the moments.
    #[must_use]
    pub fn moments(&self, today: Date, zone: &TimeZone) -> (Moments, Option<Mistake>) {
        let days = self.asked.days;
        let (Some(from), Some(to), true) = (days.from, days.to, days.are_turned(today)) else {
            return (days.resolve(today, zone), None);
        };
        let Some((n, part)) = self.last_of_days() else { return (days.resolve(today, zone), None) };
        let left = match part.filter {
            Some(FilterName::From) => Days { from: None, ..days },
            Some(_) | None => Days { to: None, ..days },
        };
        let kind = MistakeKind::RangeTurned { from: from.to_string(), to: to.to_string() };
        (left.resolve(today, zone), Some(Mistake { part: Some(n), span: part.span, kind }))
    }

    /// The last part that says something about days.
    fn last_of_days(&self) -> Option<(usize, &Part)> {
        let about_days = |part: &Part| {
            part.counts && matches!(part.filter, Some(FilterName::From | FilterName::To | FilterName::On))
        };
        self.parts.iter().enumerate().rfind(|(_, part)| about_days(part))
    }
}
