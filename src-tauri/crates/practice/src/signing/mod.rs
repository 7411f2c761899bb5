//! The two ways of signing, written here once more on purpose: the program's own gateway code is never used, so that a
//! mistake on one side cannot hide on the other. Both are held to the same published vectors.

pub(crate) mod cashfast;
pub(crate) mod cashy;

#[cfg(test)]
mod tests;
