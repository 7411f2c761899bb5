//! What a list is asked for, and what it answers with.

use money::{Amount, Currency};
use orders::{Flag, Product, Status};
use serde::{Deserialize, Serialize};

use crate::search::Sought;
use crate::{AccountId, DamagedOrder, OrderId, OrderSummary};

/// The longest page.
const LIMIT_MAX: u32 = 500;
/// The page when none is asked for.
const LIMIT_DEFAULT: u32 = 100;

/// Which orders to list, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderQuery {
    /// What has to occur in their texts.
    pub sought: Sought,
    /// Of these accounts only; empty: of any.
    pub accounts: Vec<AccountId>,
    /// Of these kinds only; empty: of any.
    pub products: Vec<Product>,
    /// Of these statuses only; empty: of any.
    pub statuses: Vec<Status>,
    /// What else has to hold of them, each of these.
    pub tests: Vec<Test>,
    /// Of these channels only, whatever their case; empty: of any.
    pub channels: Vec<String>,
    /// Of none of these channels.
    pub not_channels: Vec<String>,
    /// In these currencies only; empty: in any.
    pub currencies: Vec<Currency>,
    /// In none of these currencies.
    pub not_currencies: Vec<Currency>,
    /// Written then or later, Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Written before then, Unix milliseconds.
    pub to_ms: Option<i64>,
    /// For that much or more.
    pub min_amount: Option<Amount>,
    /// For that much or less.
    pub max_amount: Option<Amount>,
    /// In which order.
    pub sort: Sort,
    /// Whether the order whose number is sought stands where its time puts it, not before all others: for a list that
    /// begins somewhere in the middle.
    pub unranked: bool,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// How many at most: 1 to 500; 0 for the usual 100.
    pub limit: u32,
}

/// Something that has to hold of an order: any of these, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// One of these.
    pub any: Vec<Is>,
    /// Whether it is the other way round: none of them.
    pub not: bool,
}

/// What may be said of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// A person has to look at it (see [`crate::Ledger::needs_person`]).
    NeedsPerson,
    /// It has a star.
    Starred,
    /// It has a flag, seen or not.
    Flagged,
    /// It has this flag, seen or not.
    WithFlag(Flag),
    /// Its success may still be turned round.
    Provisional,
    /// It has this label, whatever its case, accents and width.
    Labelled(String),
    /// It has a note that a person wrote.
    WithNote,
    /// It has a label.
    WithLabel,
    /// A callback came about it.
    WithCallback,
    /// A person has given evidence of its outcome.
    WithEvidence,
}

impl From<Is> for Test {
    fn from(is: Is) -> Self {
        Self { any: vec![is], not: false }
    }
}

/// In which order a list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest first, by the time of writing.
    #[default]
    Newest,
    /// Oldest first, likewise.
    Oldest,
    /// Largest amount first, whatever the currency.
    AmountDescending,
    /// Smallest amount first, likewise.
    AmountAscending,
    /// By status, what needs a person first and what is done with last; newest first within one.
    Status,
}

impl OrderQuery {
    /// All orders in whose texts a fragment occurs.
    #[must_use]
    pub fn fragment(text: &str) -> Self {
        Self { sought: Sought::fragment(text), ..Self::default() }
    }

    /// The one thing that has to hold of them and that few orders are, if there is one.
    pub(super) fn few(&self) -> Option<&Is> {
        let alone = |test: &Test| match test.any.as_slice() {
            [is @ (Is::NeedsPerson | Is::Starred | Is::Labelled(_))] if !test.not => Some(is.clone()),
            _ => None,
        };
        self.tests.iter().find(|test| alone(test).is_some()).and_then(|test| test.any.first())
    }

    pub(super) fn limit(&self) -> usize {
        let limit = if self.limit == 0 { LIMIT_DEFAULT } else { self.limit.min(LIMIT_MAX) };
        usize::try_from(limit).unwrap_or(usize::MAX)
    }
}

/// Where a page ended. It fits the query that made it, and no other order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub(super) part: Part,
    pub(super) key: i64,
    pub(super) id: OrderId,
}

impl Cursor {
    /// A place in a list by time: as if the page before had ended at that moment.
    #[must_use]
    pub const fn at(time_ms: i64, sort: Sort) -> Self {
        let id = match sort {
            Sort::Oldest => i64::MAX,
            Sort::Newest | Sort::AmountDescending | Sort::AmountAscending | Sort::Status => i64::MIN,
        };
        Self { part: Part::Moment, key: time_ms, id: OrderId(id) }
    }
}

/// Which part of a list a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    /// The orders whose numbers match best; `key` counts them.
    Ranked,
    /// All others, from a moment on; `key` is that moment, whatever the list goes by.
    Moment,
    /// All others, by the list's own order.
    Rest,
    /// All others, by time, of a list whose own order they are too many for.
    ByTime,
    /// Those of one status, of a list by status.
    Of(Status),
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct OrderPage {
    /// The orders.
    pub rows: Vec<OrderSummary>,
    /// Orders that belong here and whose records cannot be read.
    pub damaged: Vec<DamagedOrder>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
    /// Not all that was asked for was found in a moment: the next page goes on looking.
    pub looking: bool,
    /// Too many orders match to be put into the order that was asked for: they come by time.
    pub sorted_by_time: bool,
}

impl OrderPage {
    pub(super) const fn len(&self) -> usize {
        self.rows.len() + self.damaged.len()
    }
}
