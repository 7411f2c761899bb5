//! What hands out the candidates of a list, and the keys that lists are ordered by.

use orders::Status;

use super::line::place;
use super::query::{Cursor, Part};
use crate::row::Columns;
use crate::search::place_of;
use crate::{AccountId, LedgerError};

/// What hands out the candidates of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Driver {
    /// The search: its trigrams or its heads.
    Search,
    /// Those that a person has to look at, in an order that no index has.
    NeedsPerson,
    /// Of those, the ones of one status, by time. Together with the other statuses and the flagged they are all, each once.
    NeedingFor(Status),
    /// Of those, the ones whose status needs nobody, but whose flag does.
    NeedingForFlag,
    /// Those with a star.
    Starred,
    /// Those with one of the labels.
    Labelled,
    /// Those whose amount lies within the filter's bounds, when they are few.
    OfAmount,
    /// The orders of one status by time.
    Status(Status),
    /// The orders of one account by time.
    Account(AccountId),
    /// All orders by time.
    Created,
    /// All orders by amount.
    Amount,
}

impl Driver {
    /// Whether it hands out few enough to sort them all.
    pub(super) const fn is_small(self) -> bool {
        match self {
            Self::NeedsPerson
            | Self::NeedingFor(_)
            | Self::NeedingForFlag
            | Self::Starred
            | Self::Labelled
            | Self::OfAmount => true,
            Self::Search | Self::Status(_) | Self::Account(_) | Self::Created | Self::Amount => false,
        }
    }

    /// Whether it sees to what [`OrderQuery::few`] asks for.
    pub(super) const fn is_of_few(self) -> bool {
        self.is_small() && !matches!(self, Self::OfAmount)
    }
}

/// What a list is ordered by: a number of each order, and its id where that number is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// The place in the search.
    Place,
    /// When it was written.
    Created,
    /// How much.
    Amount,
}

impl Key {
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Place => "t.rowid",
            Self::Created => "o.created_at_ms",
            Self::Amount => "o.amount",
        }
    }

    /// A row's key and id.
    pub(super) fn of(self, row: &impl Columns) -> Result<(i64, i64), LedgerError> {
        let key = match self {
            Self::Place => place::PLACE,
            Self::Created => place::CREATED_AT_MS,
            Self::Amount => place::AMOUNT,
        };
        Ok((row.at(key)?, row.at(place::ID)?))
    }

    /// Where a place stands in a part of a list by this key: a moment becomes a row's neighbourhood.
    pub(super) const fn standing(self, place: Cursor, part: Part) -> Cursor {
        match (place.part, self) {
            (Part::Moment, Self::Place) => Cursor { part, key: place_of(place.key), id: place.id },
            (Part::Moment, Self::Created | Self::Amount) => Cursor { part, ..place },
            (Part::Ranked | Part::Rest | Part::ByTime | Part::Of(_), _) => place,
        }
    }
}
