//! The practice gateways over real HTTP, asked by a client that signs with code of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "tests: a panic is a failed test"
)]

mod balances;
mod callbacks;
mod cashfast;
mod cashfast_checks;
mod cashier;
mod cashy;
mod cashy_checks;
mod outcomes;
mod persistence;
mod program;
mod shape;
mod shop;
mod sign;
mod site;
