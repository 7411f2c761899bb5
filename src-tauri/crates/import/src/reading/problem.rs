//! Why a row is no order, and what is doubtful about one that is.

use serde::Serialize;

use crate::Field;

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum MappingProblem {
    /// No column holds a field that every order needs.
    #[error("no column is chosen for {}", field.as_str())]
    FieldMissing {
        /// Which.
        field: Field,
    },
    /// Nothing says whether these are payouts or collect orders.
    #[error("it is not decided what kind of orders these are")]
    ProductOpen,
    /// The sheet has no such column.
    #[error("the file has no column {column}")]
    NoSuchColumn {
        /// Counted from 0.
        column: usize,
    },
    /// The offset from UTC is not written like `-06:00`.
    #[error("“{zone}” is not an offset from UTC")]
    BadZone {
        /// As given.
        zone: String,
    },
    /// A status word is mapped to a status that an order of the past cannot have.
    #[error("an order of the past cannot be “{}”", status.as_str())]
    ImpossibleStatus {
        /// Which.
        status: orders::Status,
    },
}

/// A row that is no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("line {line}: {problem}")]
pub struct RowTrouble {
    /// The line (CSV) or row (workbook) that it begins in.
    pub line: u32,
    /// What is wrong with it.
    pub problem: RowProblem,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })? = $text:literal),+ $(,)?) => {
        /// Why a row is no order. Texts are the file's own.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
        #[serde(tag = "code", rename_all = "snake_case")]
        pub enum RowProblem {
            $($(#[$doc])* #[error($text)] $name $({ $($(#[$field_doc])* $field: $type),+ })?),+
        }

        /// The kinds of [`RowProblem`], for counting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemKind {
            $($(#[$doc])* $name),+
        }

        impl RowProblem {
            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> ProblemKind {
                match self { $(Self::$name { .. } => ProblemKind::$name),+ }
            }
        }
    };
}

problems! {
    /// The row has other cells than the titles promise: an unquoted delimiter shifts what stands behind it.
    Ragged {
        /// How many cells it has.
        cells: usize,
        /// How many there should be.
        expected: usize,
    } = "{cells} cells instead of {expected}",
    /// There is no order number.
    NumberMissing = "the order number is missing",
    /// An earlier row has the same order number.
    NumberRepeated {
        /// The earlier row's line.
        first_line: u32,
        /// Whether the two rows are the same in every cell.
        identical: bool,
    } = "the order number stands in line {first_line} already",
    /// An earlier row has the same gateway number.
    GatewayNumberRepeated {
        /// The earlier row's line.
        first_line: u32,
    } = "the gateway's number stands in line {first_line} already",
    /// A spreadsheet has eaten the digits of a number that the order needs.
    DigitsEaten {
        /// Which.
        field: Field,
        /// What is left.
        text: String,
    } = "a spreadsheet has eaten digits: “{text}”",
    /// The amount is missing.
    AmountMissing = "the amount is missing",
    /// A sum is not a number, or in another currency than the account's.
    NotANumber {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” is not a number",
    /// A sum is one number with a decimal point and another with a decimal comma.
    SumOpen {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” can be read in two ways",
    /// A sum has more than four decimals.
    TooPrecise {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” has more than four decimals",
    /// A sum is larger than any that can be kept.
    SumTooLarge {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” is too large",
    /// The amount is nothing or less, or another sum is less than nothing.
    NotPositive {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” is not more than nothing",
    /// The row is in another currency than the account.
    OtherCurrency {
        /// As it stands.
        text: String,
    } = "“{text}” is not the account's currency",
    /// The time of creation is missing.
    DateMissing = "the date is missing",
    /// The time of creation cannot be read.
    DateUnreadable {
        /// As it stands.
        text: String,
    } = "“{text}” is not a date",
    /// A time is one day with the day first and another with the month first.
    DateOpen {
        /// Which.
        field: Field,
        /// As it stands.
        text: String,
    } = "“{text}” can be two days",
    /// The time of creation is in the future or before the year 2000: the zone or the order of day and month is wrong.
    DateImplausible {
        /// As it stands.
        text: String,
    } = "no order was made on “{text}”",
    /// There is no status.
    StatusMissing = "the status is missing",
    /// Nobody has said what the status word means.
    StatusUnknown {
        /// As it stands.
        word: String,
    } = "nobody has said what “{word}” means",
    /// Nobody has said what kind of order the word means, or the gateway's number does not tell.
    ProductUnknown {
        /// As it stands.
        word: String,
    } = "nobody has said what kind of order “{word}” is",
    /// A number or text is longer than any of its kind.
    TextTooLong {
        /// Which.
        field: Field,
        /// How long, in characters.
        characters: usize,
        /// How long it may be.
        limit: usize,
    } = "{characters} characters, at most {limit}",
}

/// Something doubtful about a row that is an order all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Doubt {
    /// In which field.
    pub field: Field,
    /// What.
    pub kind: DoubtKind,
}

/// What can be doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtKind {
    /// A spreadsheet has eaten its digits: the field stays empty, the record keeps what is left.
    DigitsEaten,
    /// A long number ends in zeros after fifteen digits: a spreadsheet may have eaten them. It is kept.
    EndsInZeros,
    /// A CLABE's check digit is wrong. It is kept.
    CheckDigit,
    /// A time beside that of creation cannot be read: it is kept as text.
    TimeUnreadable,
    /// A time beside that of creation lies more than a day before it or after now: it is kept as text.
    TimeImplausible,
}
