//! The parts of the bench; each writes its own outcome and can be run alone.

pub(crate) mod inside;
pub(crate) mod list;
pub(crate) mod reading;
pub(crate) mod reading_bars;
pub(crate) mod sizes;
pub(crate) mod soak;
pub(crate) mod start;
pub(crate) mod totals;
pub(crate) mod writing;
