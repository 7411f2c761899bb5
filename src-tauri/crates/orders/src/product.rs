//! What kinds of order there are.

use serde::{Deserialize, Serialize};

/// Which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A payer pays the merchant.
    Collect,
    /// The merchant pays somebody.
    Payout,
}

/// A kind of order that a gateway can create.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// A collect order through one channel: `CashFast` createCollectingOrder, Cashy payIn.
    Collect,
    /// A collect order on the gateway's own page with every enabled method: Cashy payDesk.
    CashierDesk,
    /// A payout order: `CashFast` createTransferOrder, Cashy payOut.
    Payout,
}

impl Product {
    /// Which way its money goes.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Collect | Self::CashierDesk => Direction::Collect,
            Self::Payout => Direction::Payout,
        }
    }

    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::CashierDesk => "cashier_desk",
            Self::Payout => "payout",
        }
    }

    /// The product stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Collect, Self::CashierDesk, Self::Payout].into_iter().find(|product| product.as_str() == word)
    }
}

impl Direction {
    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Payout => "payout",
        }
    }
}
