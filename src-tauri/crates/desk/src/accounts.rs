//! Accounts: connecting, trying out, editing, new keys, retiring.

pub(crate) mod base_url;
mod connect;
mod edit;
mod rotate_key;
mod test_connection;

pub use base_url::{BaseUrlProblem, PRACTICE_SCHEME, is_insecure, is_this_computer};
pub use connect::{AccountForm, KEY_ACTIVATION_MS};
pub use edit::AccountChange;
pub use test_connection::{ConnectionReport, ConnectionVerdict, Trial};
