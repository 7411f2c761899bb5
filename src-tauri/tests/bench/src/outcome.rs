//! What a part of the bench came to, kept as JSON so that parts can be run one by one and the page is always whole.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Trouble;

/// One part's figures.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// When it was measured, UTC.
    pub(crate) at: String,
    pub(crate) commit: String,
    /// How many orders the ledger held.
    pub(crate) orders: u64,
    pub(crate) took_s: u64,
    /// Why there are no figures, or not all.
    pub(crate) trouble: Option<String>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) tables: Vec<Table>,
    pub(crate) charts: Vec<Chart>,
}

/// One bar of SPEED_AND_SAFETY §3, or a part of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Bar {
    /// `P4`
    pub(crate) number: String,
    pub(crate) what: String,
    pub(crate) limit: String,
    pub(crate) measured: String,
    /// The limit or rival of the same run.
    pub(crate) rival: String,
    pub(crate) ratio: String,
    pub(crate) verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Verdict {
    Met,
    Missed,
    /// There is no limit to it, or it could not be measured.
    Told,
}

impl Verdict {
    pub(crate) const fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "**missed**",
            Self::Told => "–",
        }
    }
}

impl Bar {
    pub(crate) fn new(number: &str, what: &str, limit: &str) -> Self {
        let (number, what, limit) = (number.to_owned(), what.to_owned(), limit.to_owned());
        let none = String::from("–");
        Self {
            number,
            what,
            limit,
            measured: none.clone(),
            rival: none.clone(),
            ratio: none,
            verdict: Verdict::Told,
        }
    }

    pub(crate) fn measured(mut self, measured: impl Into<String>, met: bool) -> Self {
        self.measured = measured.into();
        self.verdict = Verdict::of(met);
        self
    }

    /// Measured, without a limit to hold it against.
    pub(crate) fn told(mut self, measured: impl Into<String>) -> Self {
        self.measured = measured.into();
        self
    }

    pub(crate) fn beside(mut self, rival: impl Into<String>, ratio: impl Into<String>) -> Self {
        (self.rival, self.ratio) = (rival.into(), ratio.into());
        self
    }
}

/// Figures in detail.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(title: &str, head: &[&str]) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { title: title.to_owned(), head, rows: Vec::new() }
    }
}

/// Lying bars, for a picture.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Chart {
    /// The picture's file name, without its ending.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) measure: Measure,
    pub(crate) lines: Vec<Line>,
    /// Where the bar of §3 lies, if all lines have the same.
    pub(crate) limit: Option<u64>,
}

/// What the lengths mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Measure {
    /// Nanoseconds, by powers of ten: from microseconds to seconds in one picture.
    Time,
    /// Nanoseconds, evenly.
    EvenTime,
    Bytes,
    Count,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) value: u64,
    /// A thin line goes on to here: the 99th of a hundred.
    pub(crate) far: Option<u64>,
    /// Which of the two colours: ours or the rival's.
    pub(crate) rival: bool,
}

impl Line {
    pub(crate) fn new(label: impl Into<String>, value: u64, far: Option<u64>, rival: bool) -> Self {
        Self { label: label.into(), value, far, rival }
    }
}

fn file(folder: &Path, part: &str) -> PathBuf {
    folder.join(format!("{part}.json"))
}

pub(crate) fn keep(folder: &Path, part: &str, outcome: &Outcome) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(file(folder, part), serde_json::to_vec_pretty(outcome)?)?;
    Ok(())
}

/// The last figures of a part, if there are any that this program can read.
pub(crate) fn kept(folder: &Path, part: &str) -> Option<Outcome> {
    serde_json::from_slice(&std::fs::read(file(folder, part)).ok()?).ok()
}

pub(crate) fn forget(folder: &Path, part: &str) {
    drop(std::fs::remove_file(file(folder, part)));
}
