//! The window's commands: thin adapters, one file per noun. Each reads its input, calls one use case, and turns
//! the result into a view or the error into [`CommandError`].

pub mod accounts;
pub mod app;
pub mod callbacks;
pub mod ceilings;
pub mod data;
pub mod export;
pub mod import;
pub mod links;
pub mod marks;
pub mod money;
pub mod orders;
pub mod send;
pub mod settle;
pub mod windows;

use crate::error::CommandError;

/// What can be shown in spite of damage, and whether something cannot.
pub(crate) fn readable<T: Default>(found: Result<T, CommandError>) -> Result<(T, bool), CommandError> {
    match found {
        Ok(found) => Ok((found, false)),
        Err(error) if error.is_damage() => Ok((T::default(), true)),
        Err(error) => Err(error),
    }
}

/// Reads an id as views write it.
pub(crate) fn id<T>(text: &str, of: fn(i64) -> T, what: &'static str) -> Result<T, CommandError> {
    text.parse().map(of).map_err(|_| CommandError::malformed(what))
}
