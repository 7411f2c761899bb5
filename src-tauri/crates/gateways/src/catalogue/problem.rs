//! What can be wrong or odd about a draft. Codes only: the window has the words.

use money::Amount;
use serde::{Deserialize, Serialize};

/// What a check of a draft found, in the form's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DraftCheck {
    /// What must be mended before it can be sent.
    pub problems: Vec<FieldProblem>,
    /// What deserves a second look.
    pub warnings: Vec<FieldWarning>,
}

impl DraftCheck {
    /// Whether nothing stands in the way of sending; warnings may remain.
    #[must_use]
    pub fn is_sendable(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn problem(&mut self, field: &str, problem: Problem) {
        self.problems.push(FieldProblem { field: field.to_owned(), problem });
    }

    pub(super) fn warn(&mut self, field: &str, warning: Warning) {
        self.warnings.push(FieldWarning { field: field.to_owned(), warning });
    }
}

/// Something in a draft that must be mended before it can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field: the gateway's name, or `amount`, `channel`, `product`, `currency`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Problem {
    /// It must be given.
    Required,
    /// It is longer than allowed.
    TooLong {
        /// The most characters.
        max: u32,
        /// How many it has.
        have: u32,
    },
    /// It must have exactly so many digits.
    WrongDigitCount {
        /// How many it must have.
        expected: u32,
        /// How many it has.
        have: u32,
    },
    /// Only digits may stand in it.
    NotDigits,
    /// Characters that the gateway does not take, each once.
    BadCharacters {
        /// Those characters.
        characters: String,
        /// The same text in characters that it takes, as an offer (Z18).
        suggestion: Option<String>,
    },
    /// Not one of the choices.
    NotAChoice,
    /// The market does not have this field.
    NoSuchField,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not an http or https address.
    NotAnUrl,
    /// Not a telephone number.
    NotAPhone,
    /// Not a whole number of seconds.
    NotSeconds,
    /// Below the least.
    BelowMinimum {
        /// The least.
        min: Amount,
    },
    /// Above the most.
    AboveMaximum {
        /// The most.
        max: Amount,
    },
    /// More decimals than the gateway takes.
    TooManyDecimals {
        /// How many it takes.
        max: u32,
    },
    /// Not more than nothing.
    NotPositive,
    /// The market's currency is another.
    WrongCurrency,
    /// The market has no such product.
    NoSuchProduct,
    /// This bank takes only one kind of account (Cashy Mexico: STP only CLABE).
    BankNeedsAccountKind {
        /// The kind's label.
        kind: String,
    },
}

/// Something in a draft that deserves a second look but does not block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldWarning {
    /// The field.
    pub field: String,
    /// What is odd.
    pub warning: Warning,
}

/// What is odd about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Warning {
    /// The check digit is wrong: a digit is mistyped, or the number was never one.
    CheckDigit,
    /// The CLABE belongs to another bank than the one chosen.
    OtherBank {
        /// The bank that the CLABE names.
        by_account: String,
    },
    /// The CLABE's bank is not in our list.
    UnknownBank,
    /// Later editions of the contract require it.
    SoonRequired,
    /// The code dies sooner than asked (Z16).
    ExpiresSooner {
        /// After so many seconds.
        seconds: u32,
    },
    /// This is not how numbers look in this country.
    UnusualPhone,
    /// The number's prefix was given to another operator than the chosen one (it may have been carried over).
    OtherOperator {
        /// The operator by the prefix.
        by_number: String,
    },
    /// Characters that the gateway may refuse in names (Z18).
    UnusualCharacters {
        /// Those characters, each once.
        characters: String,
        /// The same text without them, as an offer.
        suggestion: Option<String>,
    },
}
