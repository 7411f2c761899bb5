//! The fault laboratory: the real desk and the real ledger, with a clock that jumps from event to event, a network
//! that loses, delays, doubles and falsifies, a disk that forgets what was not synced, and the practice gateways as
//! the other side. A seed decides everything; afterwards both sides' books are compared.
//!
//! `schedule` says what will happen, `world` holds time and the other side, `network` and `clock` are what the desk
//! sees of it, `clerk` is the person before it, `life` is one start of the program, `run` drives, `books` compares, `shrink`
//! makes a failing schedule small.

mod books;
mod clerk;
mod clock;
mod dice;
mod drafts;
mod life;
mod network;
mod run;
pub mod schedule;
mod shrink;
mod template;
mod world;

pub use books::Violation;
pub use run::{Report, run};
pub use schedule::Schedule;
pub use shrink::shrink;
pub use template::Template;
