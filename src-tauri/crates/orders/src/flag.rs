//! What about an order deserves a person's eye.

use serde::{Deserialize, Serialize};

/// A lasting mark on an order. Flags are only ever added by the program; a person may mark one as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A collect order was paid with less than was asked.
    PaidShort,
    /// A collect order was paid with more than was asked.
    PaidOver,
    /// The gateway speaks of another amount than was asked for.
    AmountDiffers,
    /// The gateway speaks of another currency.
    CurrencyDiffers,
    /// The gateway's answer carries another order number than the one asked about.
    NumberDiffers,
    /// The body of a verified callback names another merchant than its header (cashy.md, Z19).
    MerchantDiffers,
    /// A step that the table of an order's life does not know was reported; nothing was changed.
    StepOutsideTable,
    /// The gateway used a status word that nobody documented; the last known status stands.
    UnknownStatus,
    /// A final status was turned round: a returned payout, or a failed one that succeeded after all.
    Reversed,
    /// The gateway refused the order, and yet it exists there.
    RefusedButExists,
    /// Several orders came back for one number.
    SeveralFound,
    /// The gateway wrote an amount with more than four decimals; it is kept as text only.
    AmountTooFine,
    /// The success may still be turned round (Mexican payouts; cashy.md, Z13).
    Provisional,
    /// The order exists at the gateway although a person had declared it abandoned.
    AbandonedButExists,
    /// Two payouts, one made in place of the other, have both left: the payee may be paid twice.
    PaidTwice,
}

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 15] = [
        Self::PaidShort,
        Self::PaidOver,
        Self::AmountDiffers,
        Self::CurrencyDiffers,
        Self::NumberDiffers,
        Self::MerchantDiffers,
        Self::StepOutsideTable,
        Self::UnknownStatus,
        Self::Reversed,
        Self::RefusedButExists,
        Self::SeveralFound,
        Self::AmountTooFine,
        Self::Provisional,
        Self::AbandonedButExists,
        Self::PaidTwice,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaidShort => "paid_short",
            Self::PaidOver => "paid_over",
            Self::AmountDiffers => "amount_differs",
            Self::CurrencyDiffers => "currency_differs",
            Self::NumberDiffers => "number_differs",
            Self::MerchantDiffers => "merchant_differs",
            Self::StepOutsideTable => "step_outside_table",
            Self::UnknownStatus => "unknown_status",
            Self::Reversed => "reversed",
            Self::RefusedButExists => "refused_but_exists",
            Self::SeveralFound => "several_found",
            Self::AmountTooFine => "amount_too_fine",
            Self::Provisional => "provisional",
            Self::AbandonedButExists => "abandoned_but_exists",
            Self::PaidTwice => "paid_twice",
        }
    }

    /// The flag stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.as_str() == word)
    }

    /// Whether a person has to look at it; [`Flag::Provisional`] only informs.
    #[must_use]
    pub const fn needs_person(self) -> bool {
        match self {
            Self::PaidShort
            | Self::PaidOver
            | Self::AmountDiffers
            | Self::CurrencyDiffers
            | Self::NumberDiffers
            | Self::MerchantDiffers
            | Self::StepOutsideTable
            | Self::UnknownStatus
            | Self::Reversed
            | Self::RefusedButExists
            | Self::SeveralFound
            | Self::AmountTooFine
            | Self::AbandonedButExists
            | Self::PaidTwice => true,
            Self::Provisional => false,
        }
    }
}
