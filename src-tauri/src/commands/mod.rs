//! The window's commands: thin adapters, one file per noun. Each reads its input, calls one use case, and turns
//! the result into a view or the error into [`CommandError`].

pub mod accounts;
pub mod app;
pub mod callbacks;
pub mod links;
pub mod money;
pub mod orders;
pub mod send;

use crate::error::CommandError;

/// Reads an id as views write it.
pub(crate) fn id<T>(text: &str, of: fn(i64) -> T, what: &'static str) -> Result<T, CommandError> {
    text.parse().map(of).map_err(|_| CommandError::malformed(what))
}
