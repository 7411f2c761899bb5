//! The fault laboratory: disasters that the real ledger has to survive, made in thousands and from numbered seeds.
//!
//! Nothing here is part of the program.

pub mod disasters;
pub mod disk;
pub mod laboratory;
pub mod program;
