//! `make bench`: how fast and how small the program is, held against the bars of SPEED_AND_SAFETY §3, each beside its
//! limit or rival in the same run. Writes `docs/performance.md` and its pictures.
//!
//! Every part is a process of its own with a time limit, and keeps its figures: a part that fails or is left out leaves the
//! page with the others'. Nothing here is a test: a missed bar is told, and the program ends well all the same.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: printing is its output"
)]

mod asked;
mod data;
mod machine;
mod outcome;
mod page;
mod parts;
mod race;
mod raw;
mod recorded;
mod run;
mod samples;
mod svg;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

/// Whatever keeps a part from being measured.
pub(crate) type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Tests that open ledgers do so one after the other: the recording hears whatever the process asks of SQLite.
#[cfg(test)]
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// What is measured, and where everything lies.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Where ledgers and figures are kept between runs.
    pub(crate) home: PathBuf,
    /// How many orders the large ledger has.
    pub(crate) orders: u64,
    /// How long the soak lasts.
    pub(crate) soak_s: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run::wish(std::env::args().skip(1)) {
        Ok(run::Wish::Help) => {
            print!("{}", run::HELP);
            ExitCode::SUCCESS
        }
        Ok(run::Wish::Bench { place, only }) => run::all(&place, &only),
        Ok(run::Wish::Part { place, name }) => run::part(&place, &name).await,
        Err(problem) => {
            eprintln!("{problem}\n\n{}", run::HELP);
            ExitCode::from(2)
        }
    }
}
