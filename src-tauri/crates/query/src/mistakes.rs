//! What is wrong with a text, or may have been read otherwise than it was meant: as data, never as sentences.

use jiff::civil::Date;
use money::Amount;
use serde::Serialize;

use crate::{Day, FilterName, Span};

/// Something that was left out of the search, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The part it belongs to, by its place in [`crate::Query::parts`]; none for what is beyond the last part.
    pub part: Option<usize>,
    /// What to underline: the whole part, or one of its values.
    pub span: Span,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: MistakeKind,
}

/// Why something does not count. What was given is told in plain signs: ASCII digits, no full-width signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "mistake", rename_all = "snake_case")]
pub enum MistakeKind {
    /// A filter without a value: `status:`.
    NoValue {
        /// Which filter.
        filter: FilterName,
    },
    /// Not one of the filter's fixed values: `status:returnd`.
    UnknownValue {
        /// Which filter.
        filter: FilterName,
        /// What was typed.
        given: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// Not three letters: `currency:pesos`.
    NotACurrency {
        /// What was typed.
        given: String,
    },
    /// No amount and no range of amounts: `amount:much`.
    NotAnAmount {
        /// What was typed.
        given: String,
    },
    /// More than four decimals; no order has such an amount.
    AmountTooFine {
        /// What was typed.
        given: String,
    },
    /// Larger than any amount that can be kept.
    AmountTooLarge {
        /// What was typed.
        given: String,
    },
    /// A comma where decimals begin: `40,50`.
    DecimalComma {
        /// What was typed.
        given: String,
        /// How it would be with a point.
        meant: Amount,
    },
    /// `1.000` is one to some and a thousand to others.
    AmbiguousAmount {
        /// What was typed.
        given: String,
        /// What it can mean.
        readings: Vec<Amount>,
    },
    /// The range ends before it begins: `60..40`, or `from:` later than `to:`.
    RangeTurned {
        /// Its begin, as it is written.
        from: String,
        /// Its end, as it is written.
        to: String,
    },
    /// No day, month or year, and none of the relative words.
    NotADay {
        /// What was typed.
        given: String,
    },
    /// Written like a day, but no calendar has it: `2026-02-30`.
    NoSuchDay {
        /// What was typed.
        given: String,
    },
    /// The day and the month can be taken for each other: `01/11/2026`.
    AmbiguousDay {
        /// What was typed.
        given: String,
        /// What it can mean: first with the day in front, then with the month in front.
        readings: Vec<Date>,
    },
    /// A year of the Buddhist calendar: `2569-11-01`.
    BuddhistYear {
        /// What was typed.
        given: String,
        /// The same in the calendar that is used here.
        meant: Day,
    },
    /// More than a hundred years ago.
    DayTooFar {
        /// What was typed.
        given: String,
    },
    /// A dash before a filter that has no opposite: `-amount:40`.
    NoNegation {
        /// Which filter.
        filter: FilterName,
    },
    /// A second `from:`, `to:` or `on:`, or `on:` beside one of the others.
    OnlyOne {
        /// Which filter.
        filter: FilterName,
        /// The earlier part that it competes with.
        other: usize,
    },
    /// Together with what stands before it no order could match.
    Contradicts {
        /// The earlier part that alone rules it out; none when it takes several, or when it rules itself out.
        other: Option<usize>,
    },
    /// More parts than [`crate::MAX_PARTS`]; all from here on is left out.
    TooManyParts {
        /// How many are read.
        limit: usize,
    },
    /// More values than [`crate::MAX_VALUES`]; all from here on in this filter are left out.
    TooManyValues {
        /// Which filter.
        filter: FilterName,
        /// How many are read.
        limit: usize,
    },
    /// A word or value longer than [`crate::MAX_LENGTH`] characters.
    TooLong {
        /// How many are read.
        limit: usize,
    },
}

/// Something that counts, but was perhaps not meant so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The part it belongs to, by its place in [`crate::Query::parts`].
    pub part: usize,
    /// What to mark.
    pub span: Span,
    /// What was noticed.
    #[serde(flatten)]
    pub kind: HintKind,
}

/// What was noticed about something that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "hint", rename_all = "snake_case")]
pub enum HintKind {
    /// Read as a word, but it looks like a filter: `statsu:unknown`.
    MisspeltFilter {
        /// What stands before the colon.
        given: String,
        /// The filter that was probably meant.
        near: FilterName,
    },
    /// A quotation mark was not closed; everything after it belongs to it.
    QuoteOpen,
    /// Digits of another script were read as ASCII digits.
    DigitsRead {
        /// What was typed.
        given: String,
        /// As what it was read.
        read: String,
    },
}
