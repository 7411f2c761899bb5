//! One field of a form: what it means, what may stand in it, how it is written.

use serde::{Deserialize, Serialize};

use super::Origin;

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What goes over the wire.
    pub value: String,
    /// What people call it.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
    /// A key into the help texts.
    #[serde(default)]
    pub note: Option<String>,
    /// Set when the code lives only so many seconds, whatever is asked (PromptPay: 300; Z16).
    #[serde(default)]
    pub expires_after_s: Option<u32>,
    /// Not offered by the gateway's sandbox.
    #[serde(default)]
    pub not_in_sandbox: bool,
    /// The wallet's operator, as `reference` names it, so that a number of another one can be told.
    #[serde(default)]
    pub operator: Option<String>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The gateway's field name, also the key in a draft.
    pub name: String,
    /// What it means to us, wherever the gateway's name differs.
    pub role: Role,
    /// What may stand in it.
    pub kind: FieldKind,
    /// How it is written in JSON.
    #[serde(default)]
    pub wire: WireType,
    /// Whether it must be given.
    pub required: bool,
    /// Not required after all (and not sent when empty) when the channel is one of these (Thailand's 414).
    #[serde(default)]
    pub optional_for_channels: Vec<String>,
    /// Exists only when the channel is one of these; empty: always.
    #[serde(default)]
    pub only_for_channels: Vec<String>,
    /// Warn when left empty although not required (`CashFast` certificatesId).
    #[serde(default)]
    pub warn_when_empty: bool,
    /// The longest text, in characters.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// Where length, characters and default come from, when not from where the field comes from.
    #[serde(default)]
    pub limit_origin: Option<Origin>,
    /// Which characters may stand in it.
    #[serde(default)]
    pub charset: Charset,
    /// The values of a choice. On a toggle: the only values that are taken; one alone leaves nothing to ask.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Rules that depend on another field's value: exact digit counts and the like.
    #[serde(default)]
    pub digits_when: Vec<DigitsWhen>,
    /// The value a new form starts with.
    #[serde(default)]
    pub default: Option<String>,
    /// An example, shown as a placeholder.
    #[serde(default)]
    pub example: Option<String>,
    /// Where the field comes from.
    pub origin: Origin,
    /// A key into the help texts.
    #[serde(default)]
    pub note: Option<String>,
}

/// Exactly so many digits when another field has a value (`accountType` 40 → 18 digits, checked as a CLABE).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitsWhen {
    /// The other field.
    pub field: String,
    /// Its value.
    pub value: String,
    /// How many digits this field must have then.
    pub digits: u32,
    /// What the digits are, so that check digits can be looked at (a wrong one warns, it never blocks).
    #[serde(default)]
    pub check: Option<DigitCheck>,
    /// Where the rule comes from.
    pub origin: Origin,
}

/// A check over digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DigitCheck {
    /// The Mexican CLABE.
    Clabe,
    /// Payment cards.
    Luhn,
}

/// What a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who receives a payout.
    PayeeName,
    /// The account, card or wallet that a payout goes to.
    PayeeAccount,
    /// What kind of account that is, or whose wallet.
    AccountKind,
    /// The bank of that account.
    Bank,
    /// Who pays.
    PayerName,
    /// The wallet that is asked to pay.
    PayerWallet,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// What kind of identity document.
    DocumentKind,
    /// The number of an identity document.
    DocumentNumber,
    /// A line of text that travels with the order.
    Remark,
    /// Where the payer's browser returns to.
    ReturnUrl,
    /// How long the payer has, in seconds.
    ExpirySeconds,
    /// Whether the code may be paid more than once.
    Reusable,
    /// Whether a payment of another amount is called back (`CashFast` dynamicAmountNotify).
    DynamicAmount,
    /// Anything else.
    Other,
}

/// What may stand in a field, and how it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Digits only, spaces and dashes removed.
    Digits,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An http or https address.
    Url,
    /// One of the choices.
    Choice,
    /// One of the gateway's payout banks: a bank's `value`.
    Bank,
    /// One of the gateway's collect banks.
    CollectBank,
    /// Yes or no: `true` or `false`.
    Toggle,
    /// A whole number of seconds.
    Seconds,
}

/// How a field is written in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WireType {
    /// `"text"`
    #[default]
    Text,
    /// `3`
    Integer,
    /// `true`
    Boolean,
}

/// Which characters a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// Any but control characters and marks that turn the reading direction.
    #[default]
    Any,
    /// Printable ASCII (Z18).
    PrintableAscii,
    /// As `any`, with a warning for what is not printable ASCII (Z18, names in MXN).
    AsciiAdvised,
}

impl Field {
    /// Whether the field exists with this channel.
    #[must_use]
    pub fn exists_for(&self, channel: Option<&str>) -> bool {
        self.only_for_channels.is_empty() || holds(&self.only_for_channels, channel)
    }

    /// Whether it must be given with this channel (Thailand's payType 414 drops two).
    #[must_use]
    pub fn required_for(&self, channel: Option<&str>) -> bool {
        self.required && !holds(&self.optional_for_channels, channel)
    }

    /// The choice with this wire value.
    #[must_use]
    pub fn choice(&self, value: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }
}

fn holds(channels: &[String], channel: Option<&str>) -> bool {
    channel.is_some_and(|channel| channels.iter().any(|listed| listed == channel))
}
