//! A gateway in one country and the kinds of order it takes.

use money::{Amount, Currency};
use orders::Product;
use serde::{Deserialize, Serialize};

use super::{Choice, Field, MobileNumbers, Role};
use crate::Family;

/// A gateway in one country.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Market {
    /// `cashfast-mx`, `cashy-tz`: never changes once shipped, ledgers refer to it.
    pub id: String,
    /// Which wire language.
    pub family: Family,
    /// ISO 3166 country code in upper case, for the flag.
    pub country: String,
    /// The country's English name; screens may translate by `country`.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// False for markets known only in part: switched on per account by a person.
    pub confirmed: bool,
    /// The zone of the gateway's times and of the market's day, such as `-06:00`.
    pub zone: String,
    /// Where the zone comes from.
    pub zone_origin: Origin,
    /// Whether a payout's success may still be turned round as a matter of course (Z13).
    #[serde(default)]
    pub payout_success_is_provisional: bool,
    /// Whether the gateway lists banks for payouts.
    pub has_payout_banks: bool,
    /// Whether the gateway lists banks for collecting.
    #[serde(default)]
    pub has_collect_banks: bool,
    /// Whether the callback address must be given with every order.
    pub notify_url_required: bool,
    /// The longest callback address in characters; `None` where no document names a length.
    #[serde(default)]
    pub notify_url_max_length: Option<u32>,
    /// How telephone numbers look here, where we know it.
    #[serde(default)]
    pub phone_plan: Option<PhonePlan>,
    /// The country's mobile numbers, where an account is free text and may be one.
    #[serde(default)]
    pub mobile_numbers: Option<MobileNumbers>,
    /// What can be created.
    pub products: Vec<ProductRules>,
}

/// Where a figure or rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The contract document.
    Contract,
    /// The gateway's public pages.
    Public,
    /// Our reading or choice.
    Ours,
}

/// The rules of one kind of order in one market.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductRules {
    /// The kind.
    pub product: Product,
    /// The amount's rule.
    pub amount: AmountRule,
    /// The wire name of the channel field (`channelType`, `payType`), where the product has channels.
    #[serde(default)]
    pub channel_field: Option<String>,
    /// Whether the channel is written as a JSON integer.
    #[serde(default)]
    pub channel_is_integer: bool,
    /// The channels; empty where the product has none, or where none of them is known.
    #[serde(default)]
    pub channels: Vec<Choice>,
    /// Whether values beyond the listed ones are taken, because the list that we know breaks off.
    #[serde(default)]
    pub channels_open: bool,
    /// Banks that take only one kind of account.
    #[serde(default)]
    pub bank_rules: Vec<BankRule>,
    /// The fields besides number, amount, currency, channel, callback address and nonce, in the form's order.
    pub fields: Vec<Field>,
}

/// What an amount may be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountRule {
    /// The least, inclusive (A18, Z17).
    pub min: Option<Amount>,
    /// The most, inclusive; `None` where no document names one.
    pub max: Option<Amount>,
    /// How many decimals may be given and are written.
    pub decimals: u32,
    /// Where the limits come from.
    pub origin: Origin,
    /// A key into the help texts.
    #[serde(default)]
    pub note: Option<String>,
}

/// A bank that takes only one kind of account (Cashy Mexico: STP, `bankId` 24, only type 40).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankRule {
    /// The bank field's value, for when the gateway's bank list is not at hand.
    pub bank: String,
    /// The first three digits of the bank's CLABEs: what counts when the list is at hand, as ids may change.
    pub clabe_code: String,
    /// The field that is bound.
    pub field: String,
    /// The value that it must have.
    pub value: String,
    /// Where the rule comes from.
    pub origin: Origin,
}

/// A country's telephone numbers, where `reference` knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhonePlan {
    /// Nine digits; a wallet's account is such a number.
    Tanzania,
    /// Ten digits with the leading zero.
    Thailand,
}

impl Market {
    /// The rules of one kind of order; `None` when the market does not offer it.
    #[must_use]
    pub fn product(&self, product: Product) -> Option<&ProductRules> {
        self.products.iter().find(|rules| rules.product == product)
    }
}

impl ProductRules {
    /// The field with the gateway's name `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that means `role` (the first one, should there be several).
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == role)
    }

    /// The listed channel with this wire value.
    #[must_use]
    pub fn channel(&self, value: &str) -> Option<&Choice> {
        self.channels.iter().find(|channel| channel.value == value)
    }
}
