//! The one grammar in which orders are looked for, whether typed into the search field or clicked together.
//!
//! ```text
//! garcia "san pedro" amount:40..60 status:unknown,returned from:2026-11-01 bank:stp is:starred
//! ```
//!
//! Everything in the field has to hold at once. Reading never fails as a whole ([`parse`]): what is right
//! counts, what is wrong is left out of the search and told as data ([`Mistake`]), and what was read in a way
//! that the person may not have meant counts and is told too ([`Hint`]). Every part carries the place where it
//! stands ([`Span`]), so that it can be shown as a chip, underlined, or cut ([`without`]).
//!
//! # Words
//!
//! - `garcia lopez`: each word is a fragment of any text of the order; all of them have to occur, in any order.
//! - `"san pedro"`: quotation marks keep spaces, colons, commas and a leading dash; inside them two marks in a
//!   row stand for one. Curly and full-width marks are as good. What is still open at the end is closed there.
//! - `-garcia`, `-"san pedro"`: orders in which it does **not** occur.
//! - Commas and semicolons around a word, and what consists only of dashes, dots and slashes, ask for nothing.
//! - When all the free text is a number in groups (`646 180 0000 3005 6845`, `2026-11-22`, `+52 (55) 1234 5678`:
//!   digits with spaces, dashes, dots, slashes, plus signs, round brackets; two groups and six digits at least),
//!   an order matches with all its words **or** with the one number without separators ([`Asked::joined`]).
//! - A colon in what is no filter (`12:30`, `https://…`) is a letter like any other. A filter's name
//!   with a slip in it (`statsu:unknown`) is a word as well, with the hint which filter is near.
//!
//! # Filters
//!
//! A filter is `name:value`, without a space after the colon; the case of names and fixed values does not matter.
//! Several values stand side by side with commas and any of them will do: `status:unknown,returned`.
//!
//! | filter (also written) | value | again |
//! |---|---|---|
//! | `amount` (`amt`) | `40`, `40..60`, `40-60`, `40..`, `..60`, `>40`, `>=40`, `<60`, `<=60` | narrows |
//! | `from` (`since`), `to` (`until`), `on` (`date`, `day`) | a day, month or year, see below; `to` includes its day | only once |
//! | `status` (`state`) | the words that the window shows: `unknown`, `waiting`, `given_up` …; `open`, `final` | adds |
//! | `direction` (`dir`) | `collect`, `payout` | adds |
//! | `product` (`kind`) | `collect`, `cashier_page`, `payout` | adds |
//! | `currency` (`cur`) | `MXN` | adds |
//! | `account` (`acc`), `channel` | an account's name, a channel's code: the whole of it | adds |
//! | `bank` | a fragment of the bank's code or name | adds |
//! | `name`, `payee` (`clabe`, `card`), `phone` (`tel`), `email` (`mail`), `number` (`order`), `remark`, `note` | a fragment of that text | narrows |
//! | `label` (`tag`) | a label, the whole of it | narrows |
//! | `flag` | `paid_short`, `paid_twice` … ([`orders::Flag`]) | narrows |
//! | `is` | `needs_person`, `starred`, `flagged`, `provisional` | narrows |
//! | `has` | `note`, `label`, `callback`, `evidence` | narrows |
//!
//! The same filter again *adds* where an order has only one of the kind (`status:unknown status:returned` is
//! `status:unknown,returned`) and *narrows* where it can have several (`label:vip label:late`: both). What leaves
//! nothing over (`direction:collect product:payout`, `is:starred -is:starred`) is a mistake of the later part.
//!
//! A dash before a filter turns it round: `-status:failed,refused` neither of the two, `-bank:stp` any other bank
//! or none. Amounts and days have no such form, because `amount:>60` and `to:` say it plainly: it is a mistake.
//!
//! **Amounts** are plain decimals with a point. Thousands may be set apart where there is one way to read it
//! (`1,000`, `1,000.50`, `1.000,50`, `1.000.000`, `"1 000"`); `1.000` and `40,50` are asked back.
//!
//! **Days**: `2026-11-01`, `2026/11/1`, `20261101`, `01.11.2026`, `25/11/2026`; `2026-11` and `11/2026` the whole
//! month, `2026` the whole year. Relative ones stay relative, for saved views: `today`, `yesterday`, `this-month`,
//! `last-month`, `-7d`, `-2w`, `-3m`, `-1y`. `01/11/2026` can be read in two ways and is asked back; so are years of
//! the Buddhist calendar. [`Query::moments`] does the calendar, in the zone that it is given.
//!
//! Full-width signs, and the digits of Thai, Arabic, Devanagari and Bengali, are read like their ASCII brothers in
//! fixed values, amounts, days, and the digits of `payee`, `phone` and `number`, with a hint for digits
//! ([`Hint`]). Words, names and labels stay as typed: the search folds them like the texts they are compared with.
//!
//! # Limits
//!
//! [`MAX_PARTS`] parts, [`MAX_VALUES`] values in a filter, [`MAX_LENGTH`] characters in a word or value; what is
//! beyond is left out and told.
//!
//! Absent on purpose: brackets and a written OR (nobody on the phone types them), sorting (the list's), SQL (the
//! ledger's), sentences about mistakes (the window's), and which accounts, labels, banks and channels exist:
//! [`complete`] is given them.

mod amounts;
mod asked;
mod completion;
mod days;
mod digits;
mod editing;
mod filters;
mod fixed;
mod mistakes;
mod near;
mod parsing;
mod parts;
mod period;
mod scan;
mod span;
mod spelling;
mod term;
mod values;

pub use amounts::AmountRange;
pub use asked::{Asked, Bounds, Fragment, OneOf, TextTest};
pub use completion::{Completion, Known, Suggested, Suggestion, complete};
pub use days::{Day, DayError, Unit};
pub use digits::joined;
pub use editing::{cleared, replaced, term_of, with, without, without_term};
pub use filters::FilterName;
pub use fixed::{Attachment, Mark, StatusGroup, StatusWord};
pub use mistakes::{Hint, HintKind, Mistake, MistakeKind};
pub use parsing::parse;
pub use parts::{Part, Query};
pub use period::{Days, Moments};
pub use span::{Span, byte_of_utf16};
pub use term::{Choice, Field, Term, Word};

/// More parts than this are left out.
pub const MAX_PARTS: usize = 64;
/// More values in one filter than this are left out.
pub const MAX_VALUES: usize = 64;
/// A word or value of more characters than this is left out.
pub const MAX_LENGTH: usize = 1_000;

#[cfg(test)]
mod tests;
