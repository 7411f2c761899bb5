//! Where an order stands.

use serde::{Deserialize, Serialize};

/// Our reading of where an order stands (DESIGN §5). The gateway's own word is kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The stub is written; nothing is sent.
    Prepared,
    /// Bytes may be leaving.
    Sending,
    /// Proven never to have left: no connection was made.
    NotSent,
    /// No trustworthy answer came. It may exist at the gateway, or not.
    Unknown,
    /// The gateway said no.
    Refused,
    /// Accepted; waits for the payer or for the gateway.
    Pending,
    /// At the bank or operator.
    Processing,
    /// Paid.
    Succeeded,
    /// Ended without money moving.
    Failed,
    /// Had succeeded, and the money came back.
    Returned,
    /// A collect order that nobody paid in time; our notion, soft.
    Expired,
    /// A person declared, with a reason, that an unknown order was never made.
    Abandoned,
    /// Withdrawn here before sending.
    Cancelled,
}

impl Status {
    /// Every status, in the order of an order's life.
    pub const ALL: [Self; 13] = [
        Self::Prepared,
        Self::Sending,
        Self::NotSent,
        Self::Unknown,
        Self::Refused,
        Self::Pending,
        Self::Processing,
        Self::Succeeded,
        Self::Failed,
        Self::Returned,
        Self::Expired,
        Self::Abandoned,
        Self::Cancelled,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Sending => "sending",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Returned => "returned",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether the order's money question is answered, as far as anyone can tell today.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Refused
            | Self::Succeeded
            | Self::Failed
            | Self::Returned
            | Self::Abandoned
            | Self::Cancelled => true,
            Self::Prepared
            | Self::Sending
            | Self::NotSent
            | Self::Unknown
            | Self::Pending
            | Self::Processing
            | Self::Expired => false,
        }
    }

    /// Whether a payout in this status may still take money from the balance: what UX calls *claimed*.
    #[must_use]
    pub const fn claims_balance(self) -> bool {
        match self {
            Self::Sending | Self::Unknown | Self::Pending | Self::Processing => true,
            Self::Prepared
            | Self::NotSent
            | Self::Refused
            | Self::Succeeded
            | Self::Failed
            | Self::Returned
            | Self::Expired
            | Self::Abandoned
            | Self::Cancelled => false,
        }
    }
}

/// What a gateway can report of an order, before it is held against the order's history.
///
/// A gateway knows no `unknown` and no `returned`: that a failure after a success is a return follows
/// from our history (see [`crate::judge`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportedStatus {
    /// Accepted; waits for the payer or for the gateway.
    Pending,
    /// At the bank or operator.
    Processing,
    /// Paid.
    Succeeded,
    /// Ended without money moving, or sent back.
    Failed,
}
