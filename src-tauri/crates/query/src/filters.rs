//! The filters by name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::near::misspelt;

/// Which filter: what stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterName {
    /// How much was asked for.
    Amount,
    /// Where the order stands.
    Status,
    /// Made on this day or later.
    From,
    /// Made on this day or before.
    To,
    /// Made on this day, in this month or year.
    On,
    /// At which account.
    Account,
    /// Which way the money goes.
    Direction,
    /// Which kind of order.
    Product,
    /// Through which channel.
    Channel,
    /// In which currency.
    Currency,
    /// At which bank.
    Bank,
    /// The payer's or payee's name.
    Name,
    /// The account number that is paid to.
    Payee,
    /// The telephone number.
    Phone,
    /// The e-mail address.
    Email,
    /// Our number, the gateway's or the channel's.
    Number,
    /// The remark sent with the order.
    Remark,
    /// A label that a person gave.
    Label,
    /// A note that a person wrote.
    Note,
    /// A flag that the program raised.
    Flag,
    /// What the order is.
    Is,
    /// What belongs to the order.
    Has,
}

impl FilterName {
    /// Every filter, in the order in which they are offered.
    pub const ALL: [Self; 22] = [
        Self::Status,
        Self::Amount,
        Self::From,
        Self::To,
        Self::On,
        Self::Account,
        Self::Direction,
        Self::Product,
        Self::Channel,
        Self::Currency,
        Self::Bank,
        Self::Name,
        Self::Payee,
        Self::Phone,
        Self::Email,
        Self::Number,
        Self::Remark,
        Self::Label,
        Self::Note,
        Self::Flag,
        Self::Is,
        Self::Has,
    ];

    /// How it is written: `status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Status => "status",
            Self::From => "from",
            Self::To => "to",
            Self::On => "on",
            Self::Account => "account",
            Self::Direction => "direction",
            Self::Product => "product",
            Self::Channel => "channel",
            Self::Currency => "currency",
            Self::Bank => "bank",
            Self::Name => "name",
            Self::Payee => "payee",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Number => "number",
            Self::Remark => "remark",
            Self::Label => "label",
            Self::Note => "note",
            Self::Flag => "flag",
            Self::Is => "is",
            Self::Has => "has",
        }
    }

    /// Other words for it that are read as well.
    #[must_use]
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Amount => &["amt"],
            Self::Status => &["state"],
            Self::From => &["since"],
            Self::To => &["until"],
            Self::On => &["date", "day"],
            Self::Account => &["acc"],
            Self::Direction => &["dir"],
            Self::Product => &["kind"],
            Self::Currency => &["cur"],
            Self::Payee => &["clabe", "card"],
            Self::Phone => &["tel"],
            Self::Email => &["mail"],
            Self::Number => &["order"],
            Self::Label => &["tag"],
            Self::Channel | Self::Bank | Self::Name | Self::Remark | Self::Note => &[],
            Self::Flag | Self::Is | Self::Has => &[],
        }
    }

    /// The filter of that name or alias, in lower case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == word || name.aliases().contains(&word))
    }

    /// The filter that `word` is a slip of the finger away from.
    pub(crate) fn near(word: &str) -> Option<Self> {
        misspelt(word, Self::ALL.iter().map(|name| name.as_str())).and_then(Self::from_word)
    }

    /// Whether several values may stand side by side with commas. Amounts use commas otherwise, days have none.
    #[must_use]
    pub const fn takes_list(self) -> bool {
        !matches!(self, Self::Amount | Self::From | Self::To | Self::On)
    }

    /// Whether a dash before it turns it round.
    #[must_use]
    pub const fn can_be_negated(self) -> bool {
        self.takes_list()
    }
}

impl fmt::Display for FilterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
