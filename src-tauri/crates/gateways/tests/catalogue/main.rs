//! The catalogue's data, and the check and the tidying of drafts against it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests: a wrong fixture shall stop them")]

mod account;
mod characters;
mod country_fixture;
mod data;
mod drafts;
mod fields;
mod limits;
mod notify_url;
mod tidy;
