//! What a person has set for one account instead of the catalogue's figures.

use std::collections::BTreeMap;

use money::Amount;
use orders::Product;
use serde::{Deserialize, Serialize};

/// Limits that a person has set for an account instead of the catalogue's (the documents contradict themselves).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LimitOverrides {
    /// By product.
    pub amounts: BTreeMap<Product, AmountOverride>,
    /// By product: channel values beyond the catalogue's (later editions of the documents name others).
    pub extra_channels: BTreeMap<Product, Vec<String>>,
}

/// Another least and most for one product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AmountOverride {
    /// Instead of the catalogue's least.
    pub min: Option<Amount>,
    /// Instead of the catalogue's most.
    pub max: Option<Amount>,
}
