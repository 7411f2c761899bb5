//! Which column is what, and how its texts are to be read. A value: a screen shows it, a person changes it.

mod field;
mod guess;
mod profile;
mod tally;

use std::collections::BTreeMap;

use orders::{Direction, Product, Status};
use serde::{Deserialize, Serialize};

pub use crate::reading::{DateCells, DateOrder, DecimalMark};
pub use field::Field;
pub use guess::{ColumnGuess, Guess, Question, Why, ZoneSource, guess};
pub use tally::settle;

/// How a file's rows become orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Which column holds which field, columns counted from 0. One column may hold two fields.
    pub columns: BTreeMap<Field, usize>,
    /// How dates are read.
    pub dates: DateRule,
    /// What stands before the decimals; `None` until decided: only sums that can be read in one way are read.
    pub decimals: Option<DecimalMark>,
    /// Where the kind of an order is told; `None` until decided.
    pub product: Option<ProductRule>,
    /// What each status word of the file means.
    pub statuses: Vec<StatusRule>,
}

/// How dates are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRule {
    /// What comes first; `None` until decided: only dates that can be read in one way are read.
    pub order: Option<DateOrder>,
    /// The offset from UTC of times that tell none, `-06:00`.
    pub zone: String,
    /// What date cells say that stand among dates as text; `None` until decided: then they are not read.
    #[serde(default)]
    pub cells: Option<DateCells>,
}

/// Where the kind of an order is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProductRule {
    /// All orders of the file are of one kind.
    Fixed {
        /// Which.
        product: Product,
    },
    /// By the word in the column [`Field::Product`].
    Column {
        /// What each word means.
        words: Vec<ProductWord>,
    },
    /// By how the gateway begins its numbers (`PAYIN…`, `PAYOUT…`), in the column [`Field::GatewayNumber`].
    GatewayNumber,
}

/// What a word of the column [`Field::Product`] means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductWord {
    /// The word, as in the file.
    pub word: String,
    /// What it means; `None` until decided.
    pub product: Option<Product>,
    /// How many rows have it.
    pub rows: u64,
}

/// What a status word of the file means. A gateway's word may mean another thing for a payout than for a collect order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusRule {
    /// The word, as in the file.
    pub word: String,
    /// For orders of this direction.
    pub direction: Direction,
    /// Our reading; `None` until decided.
    pub status: Option<Status>,
    /// Whether a person should look at it: the word is not a documented one.
    pub ask: bool,
    /// How many rows have it.
    pub rows: u64,
}
