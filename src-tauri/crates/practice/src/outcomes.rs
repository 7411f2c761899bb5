//! Which amount brings which trouble: the table that card networks print for their test cards.
//!
//! The rule: an amount of **100 or more** whose last two digits before the decimal point are in the table gets
//! that outcome; every other amount is processed normally. So it works for markets without decimals, and the
//! smallest amounts of every market (15, 40, 500) stay ordinary.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// What the practice gateway does with one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "OUTCOMES describes every one, for people to read")]
pub enum Outcome {
    Normal,
    Refused,
    AcceptedThenFailed,
    Slow,
    TimeoutAfterAccepting,
    ErrorAfterAccepting,
    BrokenJson,
    SuccessThenReturned,
    TwoStageSpei,
    Supplement,
    DoubleCallbacks,
    ForgedCallback,
    OtherSpelling,
    NeverChanges,
    HtmlError,
    TimeoutNotCreated,
    Redirect,
    PaidShort,
    IpNotAllowed,
    KeyNotActive,
    PaidAutomatically,
    Rejected,
    FailedThenPaid,
    UnknownWord,
    Contradiction,
    OtherAmount,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct OutcomeRow {
    /// The last two digits of the amount's whole part.
    pub ending: u8,
    /// The outcome they choose.
    pub outcome: Outcome,
    /// A short name.
    pub name: &'static str,
    /// What the gateway does, for payouts and for collects. Times are for speed 1.
    pub what_happens: &'static str,
}

const fn row(ending: u8, outcome: Outcome, name: &'static str, what_happens: &'static str) -> OutcomeRow {
    OutcomeRow { ending, outcome, name, what_happens }
}

/// The whole table, for the guide and the console. Anything not listed is processed normally: a payout succeeds
/// after 6 seconds, a collect order waits for someone to pay it on the cashier page.
pub const OUTCOMES: &[OutcomeRow] = &[
    row(
        1,
        Outcome::Refused,
        "Refused",
        "Refused at once, naming a field (CashFast 300, Cashy Params_…_error). No order is made.",
    ),
    row(
        2,
        Outcome::AcceptedThenFailed,
        "Accepted, then failed",
        "Payout: fails after 6 s, with a reason. Collect: fails after 3 s (Cashy); CashFast knows no failed collect, it can just never be paid.",
    ),
    row(3, Outcome::Slow, "Slow answer", "The order is made; the answer takes 8 s. Then as normal."),
    row(
        4,
        Outcome::TimeoutAfterAccepting,
        "Timeout after accepting",
        "The order is made, but no answer comes: after 60 s the connection closes. Then as normal.",
    ),
    row(
        5,
        Outcome::ErrorAfterAccepting,
        "Error after accepting",
        "The order is made, but the answer is a system error (CashFast 500, Cashy System_error). Then as normal.",
    ),
    row(
        6,
        Outcome::BrokenJson,
        "Broken JSON",
        "The order is made, but the answer breaks off in the middle. Then as normal.",
    ),
    row(
        7,
        Outcome::SuccessThenReturned,
        "Success, then returned",
        "Payout: succeeds after 6 s and comes back 10 s later. Collect: as normal.",
    ),
    row(
        8,
        Outcome::TwoStageSpei,
        "Two-stage SPEI",
        "Mexican payout: the first callback says success, 5 s later a second says failed. Other payouts: as 07. Collect: as normal.",
    ),
    row(
        9,
        Outcome::Supplement,
        "Supplementary payment",
        "Collect: paid after 3 s; at Cashy payIn paid once more 3 s later (a PATCH), at CashFast paid 10 over. Payout: as normal.",
    ),
    row(
        10,
        Outcome::DoubleCallbacks,
        "Double and late callbacks",
        "At the end the callback comes first with the final state, then with an older one, then with the final one again. Collects are paid by themselves after 3 s.",
    ),
    row(
        11,
        Outcome::ForgedCallback,
        "Forged callback",
        "A callback with a wrong signature claims success; the order stays open.",
    ),
    row(
        12,
        Outcome::OtherSpelling,
        "Numbers spelt otherwise",
        "The callback's numbers are spelt in another way: CashFast signs 50 where the body says 50.000000, Cashy sends text. Collects are paid by themselves after 3 s.",
    ),
    row(13, Outcome::NeverChanges, "Never changes", "Accepted; nothing ever happens, and nobody can pay it."),
    row(14, Outcome::HtmlError, "HTML error page", "HTTP 502 with an HTML page. No order is made."),
    row(
        15,
        Outcome::TimeoutNotCreated,
        "Timeout, not created",
        "No answer comes: after 60 s the connection closes. No order is made.",
    ),
    row(16, Outcome::Redirect, "Redirect", "HTTP 307 to another path. No order is made."),
    row(
        17,
        Outcome::PaidShort,
        "Paid short",
        "Collect: paid by itself after 3 s, 10 less than asked. Payout: as normal.",
    ),
    row(
        18,
        Outcome::IpNotAllowed,
        "Address not allowed",
        "CashFast 301, Cashy Request_ip_notWhiteList. No order is made.",
    ),
    row(
        19,
        Outcome::KeyNotActive,
        "Key not active yet",
        "CashFast 307, Cashy Sign_verify_error, as with a new key or a wrong clock. No order is made.",
    ),
    row(
        20,
        Outcome::PaidAutomatically,
        "Paid by itself",
        "Collect: paid in full after 3 s. Payout: as normal.",
    ),
    row(
        21,
        Outcome::Rejected,
        "Rejected before the bank",
        "Payout: after 2 s CashFast status 4, Cashy CANCEL. Collect: as normal.",
    ),
    row(
        22,
        Outcome::FailedThenPaid,
        "Failed, then paid after all",
        "Payout: fails after 6 s and succeeds 10 s later. Collect: as normal.",
    ),
    row(
        23,
        Outcome::UnknownWord,
        "A word nobody documented",
        "The answer is an error that no document lists (for Cashy collects Payin_Order_Error, which leaves open whether an order exists). No order is made.",
    ),
    row(
        24,
        Outcome::Contradiction,
        "Answer contradicts itself",
        "The order is made; CashFast says code 200 with success false, Cashy 200 without data. Then as normal.",
    ),
    row(
        25,
        Outcome::OtherAmount,
        "Answer names another order",
        "The order is made as asked, but the answer names another amount (a CashFast payout: another order number). Then as normal.",
    ),
];

/// The smallest amount with an outcome of its own.
const TABLE_FROM: i64 = 100;

impl Outcome {
    /// The outcome of an order of this amount.
    #[must_use]
    pub fn of(amount: Decimal) -> Self {
        let whole = amount.trunc();
        if whole < Decimal::from(TABLE_FROM) {
            return Self::Normal;
        }
        let ending = (whole % Decimal::ONE_HUNDRED).to_u8();
        OUTCOMES.iter().find(|row| Some(row.ending) == ending).map_or(Self::Normal, |row| row.outcome)
    }

    /// How the creation itself goes.
    pub(crate) fn fate(self) -> Fate {
        match self {
            Self::Refused => Fate::NotMade(Obstacle::Field),
            Self::HtmlError => Fate::NotMade(Obstacle::Html),
            Self::TimeoutNotCreated => Fate::NotMade(Obstacle::Silence),
            Self::Redirect => Fate::NotMade(Obstacle::Redirect),
            Self::IpNotAllowed => Fate::NotMade(Obstacle::Ip),
            Self::KeyNotActive => Fate::NotMade(Obstacle::Signature),
            Self::UnknownWord => Fate::NotMade(Obstacle::UnknownWord),
            Self::Slow => Fate::Made(Telling::Slowly),
            Self::TimeoutAfterAccepting => Fate::Made(Telling::Never),
            Self::ErrorAfterAccepting => Fate::Made(Telling::AsError),
            Self::BrokenJson => Fate::Made(Telling::Broken),
            Self::Contradiction => Fate::Made(Telling::Contradicting),
            Self::OtherAmount => Fate::Made(Telling::OfAnother),
            Self::Normal
            | Self::AcceptedThenFailed
            | Self::SuccessThenReturned
            | Self::TwoStageSpei
            | Self::Supplement
            | Self::DoubleCallbacks
            | Self::ForgedCallback
            | Self::OtherSpelling
            | Self::NeverChanges
            | Self::PaidShort
            | Self::PaidAutomatically
            | Self::Rejected
            | Self::FailedThenPaid => Fate::Made(Telling::Plainly),
        }
    }
}

/// Whether a creation makes an order.
pub(crate) enum Fate {
    NotMade(Obstacle),
    Made(Telling),
}

/// Why no order was made.
pub(crate) enum Obstacle {
    Field,
    Ip,
    Signature,
    Html,
    Silence,
    Redirect,
    UnknownWord,
}

/// How the merchant hears of an order that was made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    Plainly,
    Slowly,
    Never,
    AsError,
    Broken,
    Contradicting,
    OfAnother,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Outcome {
        Outcome::of(text.parse().unwrap())
    }

    #[test]
    fn only_amounts_from_100_are_in_the_table() {
        assert_eq!(of("15.00"), Outcome::Normal);
        assert_eq!(of("40"), Outcome::Normal);
        assert_eq!(of("99.99"), Outcome::Normal);
        assert_eq!(of("100"), Outcome::Normal);
        assert_eq!(of("101.50"), Outcome::Refused);
        assert_eq!(of("3000004"), Outcome::TimeoutAfterAccepting);
        assert_eq!(of("126"), Outcome::Normal);
    }

    #[test]
    fn endings_are_unique_and_sorted() {
        assert!(OUTCOMES.windows(2).all(|pair| pair[0].ending < pair[1].ending));
        assert!(OUTCOMES.iter().all(|row| of(&format!("7{:02}", row.ending)) == row.outcome));
    }
}
