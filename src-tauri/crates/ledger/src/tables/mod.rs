//! One table, one file: its rows, its reads and its writes.

pub(crate) mod account_seals;
pub(crate) mod accounts;
pub(crate) mod balances;
pub(crate) mod banks;
pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod exchanges;
pub(crate) mod flags;
pub(crate) mod labels;
pub(crate) mod order_rows;
pub(crate) mod orders;
pub(crate) mod past_orders;
pub(crate) mod questions;
pub(crate) mod replacements;
pub(crate) mod settings;
pub(crate) mod supplements;
pub(crate) mod views;
pub(crate) mod watches;
