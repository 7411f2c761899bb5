//! An order's words and life: products, drafts, order numbers, statuses and the steps between them.
//!
//! Pure: no I/O, no clock, no randomness. What a gateway says on the wire is read in `gateways`;
//! what is kept on disk is the `ledger`'s; this crate only says what an order may be and become.

mod draft;
mod flag;
mod number;
mod product;
mod status;
mod step;

pub use draft::Draft;
pub use flag::Flag;
pub use number::{NUMBER_LENGTH, OrderNumber};
pub use product::{Direction, Product};
pub use status::{ReportedStatus, Status};
pub use step::{Judgement, Source, judge};
