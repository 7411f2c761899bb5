//! Chance that can be thrown again: every throw depends on the seed and on what it is about, not on when it is thrown.
//!
//! Two tasks that race for the next number of one generator would make a schedule different each time it runs.

use crate::disk;

/// A stream of numbers for one purpose.
#[derive(Debug, Clone)]
pub(super) struct Dice(disk::Dice);

impl Dice {
    /// The dice for one purpose of one seed; `which` says which one of its kind.
    pub(super) fn of(seed: u64, purpose: &str, which: &[u64]) -> Self {
        let parts = purpose.bytes().map(u64::from).chain(which.iter().copied());
        Self(disk::Dice::new(parts.fold(seed, |state, part| disk::Dice::new(state ^ part).number())))
    }

    /// Sixty-four bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.number()
    }

    /// A number below `end`; 0 when that is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0.below(end)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add_unsigned(self.below(high.abs_diff(low).saturating_add(1)))
    }

    /// True so many times in a thousand.
    pub(super) fn chance(&mut self, in_a_thousand: u64) -> bool {
        self.below(1_000) < in_a_thousand
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.0.place(from.len())).copied()
    }
}
