//! What the laboratory may find.

use std::fmt;

/// What must never happen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "what a variant says names its fields")]
pub enum Violation {
    /// An order number left more than once.
    SentTwice { number: String, times: u32 },
    /// The ledger has orders that nobody asked for.
    NobodyAskedFor { tried: usize, made: usize },
    /// The program said that it has this order, and the ledger does not have it.
    Forgotten { number: String },
    /// The gateway holds an order that the ledger lacks.
    Lost { number: String },
    /// The ledger and the gateway disagree about how an order stands.
    StandsWrong { number: String, ours: &'static str, theirs: String },
    /// The ledger believes in a payment that the gateway never made.
    NeverMade { number: String, ours: &'static str },
    /// The gateway paid one number several times, and nobody was told.
    DoubleUnnoticed { number: String },
    /// A step that an order's life does not know.
    ImpossibleStep { number: String, from: &'static str, to: &'static str },
    /// The history tells of steps that never happened at the gateway, and nobody was alerted.
    FalseHistory { number: String, ours: String, theirs: String },
    /// A callback led an order back to a status that it had left behind.
    LateBelieved { number: String, to: &'static str },
    /// A payout was made or sent while one like it was unknown or on its way out.
    BesideUnknown { number: String, unknown: String },
    /// A payout was made or sent although one like it may pay, has paid or was given up, and neither a reason nor a link
    /// covers that.
    BesideOther { number: String, other: String, status: &'static str },
    /// One debt was paid twice, and neither payment is flagged.
    PaidTwiceUnnoticed { number: String, other: String },
    /// An order that was given up has turned up, and nobody was alerted.
    TurnedUpUnnoticed { number: String },
    /// An order could be given up long before its time.
    GivenUpTooEarly { number: String },
    /// A payout was stopped for the sake of an order that never stood so.
    StoppedForNothing { code: &'static str, number: String },
    /// More left on one day than the ceiling allows.
    AboveCeiling { number: String, sum: String },
    /// An open order that nobody asks about.
    Stuck { number: String, status: &'static str },
    /// The sums of the days are not those of the orders.
    Totals { kept: String, due: String },
    /// The ledger is not as it was written.
    Unsound { problem: String },
    /// An acknowledged callback is not in the ledger, or nothing was done about it.
    CallbackLost { effect: Option<String> },
    /// The gateway refused signatures although every clock had been put right.
    BadSignatures { times: u32 },
    /// The program could not open what was left after a crash.
    CannotOpen(String),
    /// The ledger could not be read.
    Unreadable(String),
}

impl Violation {
    /// What kind of violation it is, whatever order it is about.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SentTwice { .. } => "sent twice",
            Self::NobodyAskedFor { .. } => "nobody asked for",
            Self::Forgotten { .. } => "forgotten",
            Self::Lost { .. } => "lost",
            Self::StandsWrong { .. } => "stands wrong",
            Self::NeverMade { .. } => "never made",
            Self::DoubleUnnoticed { .. } => "double unnoticed",
            Self::ImpossibleStep { .. } => "impossible step",
            Self::FalseHistory { .. } => "false history",
            Self::LateBelieved { .. } => "late believed",
            Self::BesideUnknown { .. } => "beside unknown",
            Self::BesideOther { .. } => "beside another",
            Self::PaidTwiceUnnoticed { .. } => "paid twice unnoticed",
            Self::TurnedUpUnnoticed { .. } => "turned up unnoticed",
            Self::GivenUpTooEarly { .. } => "given up too early",
            Self::StoppedForNothing { .. } => "stopped for nothing",
            Self::AboveCeiling { .. } => "above ceiling",
            Self::Stuck { .. } => "stuck",
            Self::Totals { .. } => "totals",
            Self::Unsound { .. } => "unsound",
            Self::CallbackLost { .. } => "callback lost",
            Self::BadSignatures { .. } => "bad signatures",
            Self::CannotOpen(_) => "cannot open",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
