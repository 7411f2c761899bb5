//! Stretches of keys: where many candidates have to be looked at for few rows, they are looked at in stretches, so that what
//! is found is shown, and looking can stop in between.

use std::time::Duration;

use super::Asked;
use super::driver::Key;
use super::plan::Plan;
use super::statement::ends;
use crate::LedgerError;
use crate::row::Columns;
use crate::sql::Sql;

/// A window that took less is followed by a wider one.
const QUICK: Duration = Duration::from_millis(20);
/// The first window is this part of the whole.
const FIRST: i64 = 32;

/// Stretches of keys, the next one first.
#[derive(Debug)]
pub(super) struct Windows {
    /// Where the next one begins: its upper end when the keys go down, its lower one when they go up.
    edge: i64,
    /// Where the last one ends, likewise.
    end: i64,
    width: i64,
}

impl Windows {
    /// Those from a place of a list on; `None` when there is nothing.
    pub(super) fn of(
        asked: Asked<'_>,
        plan: &Plan,
        beyond: Option<(i64, i64)>,
    ) -> Result<Option<Self>, LedgerError> {
        let Asked { reader, query, .. } = asked;
        let ends: Option<(Option<i64>, Option<i64>)> =
            reader.first(&Sql::new(ends(plan.key)), |row| Ok((row.at(0)?, row.at(1)?)))?;
        let Some((first, last)) = ends.and_then(|(first, last)| first.zip(last)) else {
            return Ok(Some(Self { edge: 0, end: 0, width: 1 }));
        };
        let (mut low, mut high) = (first, last.saturating_add(1));
        let (least, most) = match plan.key {
            Key::Created => (query.from_ms, query.to_ms),
            Key::Amount => {
                let most = query.max_amount.map(|most| most.ten_thousandths().saturating_add(1));
                (query.min_amount.map(money::Amount::ten_thousandths), most)
            }
            Key::Place => (None, None),
        };
        low = least.map_or(low, |least| least.max(low));
        high = most.map_or(high, |most| most.min(high));
        let width = (high.saturating_sub(low) / FIRST).max(1);
        // The row where the page before ended may have others of the same key beside it.
        Ok(Some(if plan.ascending {
            Self { edge: beyond.map_or(low, |(key, _)| key.max(low)), end: high, width }
        } else {
            Self { edge: beyond.map_or(high, |(key, _)| key.saturating_add(1).min(high)), end: low, width }
        }))
    }

    /// From the first key of the next window to below the second.
    pub(super) fn next(&self, ascending: bool) -> Option<(i64, i64)> {
        if ascending {
            (self.edge < self.end).then(|| (self.edge, self.edge.saturating_add(self.width).min(self.end)))
        } else {
            (self.edge > self.end).then(|| (self.edge.saturating_sub(self.width).max(self.end), self.edge))
        }
    }

    pub(super) fn pass(&mut self, (from, to): (i64, i64), ascending: bool, took: Duration) {
        self.edge = if ascending { to } else { from };
        if took < QUICK {
            self.width = self.width.saturating_mul(4);
        }
    }
}
