//! From a row to an order, or to the reason why not.

mod builder;
mod date_cells;
mod dates;
mod labels;
mod plain;
mod problem;
mod sums;
mod unique;

use gateways::catalogue::Market;
use ledger::{AccountId, PastOrder};
use orders::Status;

pub(crate) use builder::Builder;
pub(crate) use date_cells::MixedDates;
pub use dates::{DateCells, DateOrder};
pub(crate) use dates::{offset, read as read_time};
pub(crate) use plain::{plain, told};
pub use problem::{Doubt, DoubtKind, MappingProblem, ProblemKind, RowProblem, RowTrouble};
pub use sums::DecimalMark;
pub(crate) use sums::read as read_sum;
pub(crate) use unique::Seen;

use crate::{Mapping, Sheet};

/// The statuses that an order of the past can have: it was sent once, and nobody here gave it up.
pub const PAST_STATUSES: [Status; 8] = [
    Status::Unknown,
    Status::Refused,
    Status::Pending,
    Status::Processing,
    Status::Succeeded,
    Status::Failed,
    Status::Returned,
    Status::Expired,
];

/// What has to be known of the account whose past it is.
#[derive(Debug, Clone, Copy)]
pub struct AccountFacts<'a> {
    /// Which account.
    pub account_id: AccountId,
    /// Its market: currency, day, channels and words.
    pub market: &'a Market,
    /// Now, Unix milliseconds: no order was made later.
    pub now_ms: i64,
}

/// Every row of a sheet, as an order or as the reason why it is none, in the file's order.
///
/// # Errors
/// [`MappingProblem`] when the mapping cannot be used for this sheet at all.
pub fn orders<'a>(
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    facts: &AccountFacts<'a>,
) -> Result<Orders<'a>, MappingProblem> {
    let builder = Builder::new(sheet, mapping, facts)?;
    Ok(Orders { sheet, builder, seen: Seen::default(), next: 0 })
}

/// The iterator of [`orders`].
#[derive(Debug)]
pub struct Orders<'a> {
    sheet: &'a Sheet,
    builder: Builder<'a>,
    seen: Seen<'a>,
    next: usize,
}

impl Iterator for Orders<'_> {
    type Item = Result<PastOrder, RowTrouble>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.sheet.row(self.next)?;
        self.next += 1;
        let built = self.seen.check(self.sheet, &row, self.next - 1, &self.builder).and_then(|()| {
            let (mut order, _) = self.builder.order(&row)?;
            order.record = self.builder.record(&row);
            Ok(order)
        });
        if built.is_ok() {
            self.seen.note(&row, self.next - 1, &self.builder);
        }
        Some(built.map_err(|problem| RowTrouble { line: row.line(), problem }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.sheet.row_count().saturating_sub(self.next);
        (left, Some(left))
    }
}
