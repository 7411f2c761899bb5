//! The practice gateways: the other side of the wire, on loopback, without real money.
//!
//! Nobody has a sandbox account on the first day, and neither gateway can be reached from a test. So the program brings
//! its own: CashFast in Mexico, Cashy in Mexico, Tanzania and Thailand, every documented endpoint, strict about
//! signatures, limits, lengths and required fields, with a cashier page, callbacks and their retries, balances that
//! move, and a table of amounts that bring trouble ([`OUTCOMES`]).
//!
//! One request's way: `server` (sockets, time) → [`Practice::answer`] → `cashfast` or `cashy` (checks, words) → `book`
//! (orders, balances) → `progress` (what will happen) → `callbacks`.
//!
//! Absent on purpose: any code of the `gateways`, `money` and `orders` crates. A mistake in the program's own reading of
//! a contract must not be able to hide behind the same mistake here.

mod banks;
mod book;
mod callbacks;
mod cashfast;
mod cashier;
mod cashy;
mod json;
mod market;
mod options;
mod order;
mod outcomes;
mod paying;
mod practice;
mod progress;
mod server;
mod signing;
mod store;
mod wire;

pub use book::Balance;
pub use callbacks::Delivery;
pub use market::{Market, PracticeCredentials};
pub use options::{PracticeOptions, RepeatedNumbers, SupplementSpelling};
pub use order::{OrderKind, OrderStatus};
pub use outcomes::{OUTCOMES, Outcome, OutcomeRow};
pub use paying::PayError;
pub use practice::{PaymentSeen, Practice};
pub use server::{PracticeError, PracticeServer};
pub use wire::{Pace, Reply, Request};
