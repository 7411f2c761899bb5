//! Tests of the grammar as a whole.

mod completing;
mod editing;
mod grammar;
mod mistaken;
mod properties;
