//! Demonstration orders: a million plausible orders of four markets, by seed, for benches and for looking at.
//!
//! The same number of orders, seed and end give the same orders, one by one and in the order of time, without ever
//! holding them all. People come back, as a merchant's customers do; days and weeks have their rhythm; names, banks and remarks
//! are data (`data/*.txt`). Account numbers have right check digits and belong to nobody on purpose; e-mail addresses are of example domains.
//!
//! Absent on purpose: anything of a real person, callbacks and exchanges (an order of the past has one record), and money
//! that could be sent: the accounts are practice accounts.

mod accounts;
mod amounts;
mod fill;
mod history;
mod lists;
mod market;
mod numbers;
mod orders;
mod people;
mod random;
mod record;
mod rhythm;

pub use accounts::{Accounts, add_accounts};
pub use fill::{BATCH, FillError, Progress, fill};
pub use orders::{DemoOrders, Plan};
