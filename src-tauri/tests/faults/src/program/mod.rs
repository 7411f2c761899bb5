//! Disasters on the real program: real processes, real HTTP, real files.
//!
//! A clerk ([`clerk`]) is the real desk, ledger and vault without a window, in a process of its own; a gateway
//! ([`gateway`]) is the practice server in another. The clerk is killed at random moments and started again on the same
//! folder ([`kills`], bar R4), or watched by a recorder of its system calls ([`stub_first`], bar R3). What counts in the
//! end is the comparison of both books ([`books`]).
//!
//! Absent on purpose: hooks in the program. Nothing in it knows that it is killed or watched.

pub mod books;
pub mod clerk;
pub mod figures;
pub mod gateway;
pub mod kills;
pub mod long_form;
pub mod process;
pub mod recording;
pub mod replay;
pub mod run_sheet;
pub mod stub_first;

/// What goes wrong in a harness itself, told as it is.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;
