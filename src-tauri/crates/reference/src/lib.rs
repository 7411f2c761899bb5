//! Facts about countries that the gateways' documents take for granted: Mexican CLABEs, cards and banks,
//! Tanzanian and Thai telephone numbers, and what "English or unaccented Spanish" leaves of a text.
//!
//! Everything here is pure and total: any text may be given to any function, nothing panics, nothing is
//! fetched. A doubtful number is *read and reported*, never mended: a wrong check digit is a warning for a
//! person (the CashFast document's own sample CLABE fails it), so readings carry it as a `bool`.
//!
//! Absent on purpose: what a gateway accepts (lengths, required fields and channels are the catalogue's),
//! a gateway's own bank list (it comes over the wire and outranks [`banks`]), and masking (the window's).

pub mod account;
pub mod ascii;
pub mod banks;
pub mod card;
pub mod clabe;
pub mod phone;

mod digits;
