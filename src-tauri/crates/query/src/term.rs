//! What a part asks for.

use orders::{Direction, Flag, Product};
use serde::{Deserialize, Serialize};

use crate::fixed::FixedWord;
use crate::{AmountRange, Attachment, Day, FilterName, Mark, StatusWord};
use money::Currency;

/// One thing that is asked for. Its `Display` is the canonical spelling, which [`crate::parse`] reads back as the same term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Term {
    /// A word of free text.
    Word(Word),
    /// The amount asked for is in this range, in whatever currency.
    Amount(AmountRange),
    /// Made on this day or later.
    From(Day),
    /// Made on this day or before.
    To(Day),
    /// Made on this day, or in this month or year.
    On(Day),
    /// Where it stands.
    Status(Choice<StatusWord>),
    /// Which way its money goes.
    Direction(Choice<Direction>),
    /// Which kind of order.
    Product(Choice<Product>),
    /// In which currency.
    Currency(Choice<Currency>),
    /// Which flag it carries.
    Flag(Choice<Flag>),
    /// What it is.
    Is(Choice<Mark>),
    /// What belongs to it.
    Has(Choice<Attachment>),
    /// What one of its texts says.
    Text {
        /// Which text.
        field: Field,
        /// The values that are looked for in it.
        choice: Choice<String>,
    },
}

/// A word of free text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Word {
    /// What has to occur, as it was typed (not folded).
    pub text: String,
    /// Whether it stood in quotation marks: then it is never taken for a group of a number.
    pub exact: bool,
    /// Whether it must not occur.
    pub not: bool,
}

/// Any of some values, or none of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice<T> {
    /// The values; never empty when it was read from a text, and without repetition.
    pub any: Vec<T>,
    /// Whether the order must match none of them.
    pub not: bool,
}

/// A text of an order that can be looked into by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name of the account it belongs to; compared as a whole.
    Account,
    /// The channel's code; compared as a whole.
    Channel,
    /// The bank's code or name.
    Bank,
    /// The payer's or payee's name.
    Name,
    /// The account number that is paid to.
    Payee,
    /// The telephone number.
    Phone,
    /// The e-mail address.
    Email,
    /// Our number, the gateway's or the channel's.
    Number,
    /// The remark sent with the order.
    Remark,
    /// A label; compared as a whole.
    Label,
    /// A note.
    Note,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 11] = [
        Self::Account,
        Self::Channel,
        Self::Bank,
        Self::Name,
        Self::Payee,
        Self::Phone,
        Self::Email,
        Self::Number,
        Self::Remark,
        Self::Label,
        Self::Note,
    ];

    /// Whether the whole text is compared (blind to case, accents and width); else any fragment of it.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Account | Self::Channel | Self::Label)
    }

    /// Whether an order has at most one of it, so that asking again adds instead of narrowing.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Account | Self::Channel | Self::Bank)
    }

    /// Whether its digits are read in every script, and in groups.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Payee | Self::Phone | Self::Number)
    }

    /// The filter that asks for it.
    #[must_use]
    pub const fn name(self) -> FilterName {
        match self {
            Self::Account => FilterName::Account,
            Self::Channel => FilterName::Channel,
            Self::Bank => FilterName::Bank,
            Self::Name => FilterName::Name,
            Self::Payee => FilterName::Payee,
            Self::Phone => FilterName::Phone,
            Self::Email => FilterName::Email,
            Self::Number => FilterName::Number,
            Self::Remark => FilterName::Remark,
            Self::Label => FilterName::Label,
            Self::Note => FilterName::Note,
        }
    }
}

impl Term {
    /// The filter that asks for it; none for a word.
    #[must_use]
    pub const fn filter(&self) -> Option<FilterName> {
        match self {
            Self::Word(_) => None,
            Self::Amount(_) => Some(FilterName::Amount),
            Self::From(_) => Some(FilterName::From),
            Self::To(_) => Some(FilterName::To),
            Self::On(_) => Some(FilterName::On),
            Self::Status(_) => Some(FilterName::Status),
            Self::Direction(_) => Some(FilterName::Direction),
            Self::Product(_) => Some(FilterName::Product),
            Self::Currency(_) => Some(FilterName::Currency),
            Self::Flag(_) => Some(FilterName::Flag),
            Self::Is(_) => Some(FilterName::Is),
            Self::Has(_) => Some(FilterName::Has),
            Self::Text { field, .. } => Some(field.name()),
        }
    }
}

impl Term {
    /// Its values as they are, without the quotation marks that a text may need; of a word, the word.
    #[must_use]
    pub fn values(&self) -> Vec<String> {
        match self {
            Self::Word(word) => vec![word.text.clone()],
            Self::Amount(range) => vec![range.to_string()],
            Self::From(day) | Self::To(day) | Self::On(day) => vec![day.to_string()],
            Self::Status(choice) => choice.words(),
            Self::Direction(choice) => choice.words(),
            Self::Product(choice) => choice.words(),
            Self::Currency(choice) => choice.any.iter().map(ToString::to_string).collect(),
            Self::Flag(choice) => choice.words(),
            Self::Is(choice) => choice.words(),
            Self::Has(choice) => choice.words(),
            Self::Text { choice, .. } => choice.any.clone(),
        }
    }

    /// Whether it asks for what must **not** be.
    #[must_use]
    pub const fn is_turned_round(&self) -> bool {
        match self {
            Self::Word(word) => word.not,
            Self::Amount(_) | Self::From(_) | Self::To(_) | Self::On(_) => false,
            Self::Status(choice) => choice.not,
            Self::Direction(choice) => choice.not,
            Self::Product(choice) => choice.not,
            Self::Currency(choice) => choice.not,
            Self::Flag(choice) => choice.not,
            Self::Is(choice) => choice.not,
            Self::Has(choice) => choice.not,
            Self::Text { choice, .. } => choice.not,
        }
    }
}

impl<T: FixedWord> Choice<T> {
    fn words(&self) -> Vec<String> {
        self.any.iter().map(|value| value.word().to_owned()).collect()
    }
}

impl<T> Choice<T> {
    /// Any of these.
    #[must_use]
    pub const fn any(any: Vec<T>) -> Self {
        Self { any, not: false }
    }

    /// None of these.
    #[must_use]
    pub const fn none(any: Vec<T>) -> Self {
        Self { any, not: true }
    }
}
