//! Search: one folded text per order, found by trigrams and verified by reading (SPEED_AND_SAFETY §2.2).

mod fill;
mod found;
mod index;
mod marks;
mod question;
mod rarity;
mod text;

pub use fill::SearchState;
pub use found::{Found, SearchField};
pub use question::{Sought, Word};

pub(crate) use found::{Texts, found_in};
pub(crate) use index::{add, add_past, hear, place_of, refresh, say_again};
pub(crate) use question::{Drive, Question, conditions};
pub(crate) use rarity::head_expression;
