//! What a person filled in, before it is an order.

use std::collections::BTreeMap;

use money::{Amount, Currency};
use serde::{Deserialize, Serialize};

use crate::Product;

/// An order as filled in by a person: nothing is sent and no number is given yet.
///
/// Which fields exist, and what each may hold, is the market's business (`gateways::catalogue`);
/// the draft only carries texts under the gateway's own field names. The order's number, the
/// callback address, the nonce and the currency's spelling are added when the request is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What is to be created.
    pub product: Product,
    /// The market's channel value (`BANK`, `412`), where the product has channels.
    pub channel: Option<String>,
    /// How much.
    pub amount: Amount,
    /// In which currency.
    pub currency: Currency,
    /// The other fields by the gateway's field name (`accountName`); empty texts are the same as absent.
    pub fields: BTreeMap<String, String>,
}

impl Draft {
    /// The text of a field, trimmed; `None` when absent or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}
