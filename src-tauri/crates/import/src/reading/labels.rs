//! The market's values, by the words that consoles show for them.

use std::collections::HashMap;

use gateways::catalogue::{Choice, Market, ProductRules};
use orders::Product;

use crate::words;

/// The market's values by the labels that consoles show.
#[derive(Debug)]
pub(super) struct Labels(HashMap<(Product, String), String>);

impl Labels {
    pub(super) fn of<'m>(market: &'m Market, choices: impl Fn(&'m ProductRules) -> &'m [Choice]) -> Self {
        let entries = market.products.iter().flat_map(|rules| {
            let label =
                |choice: &Choice| ((rules.product, words::compact(&choice.label)), choice.value.clone());
            choices(rules).iter().map(label).collect::<Vec<_>>()
        });
        Self(entries.collect())
    }

    /// The value that the text is a label of; else the text itself.
    pub(super) fn value(&self, product: Product, text: String) -> String {
        self.0.get(&(product, words::compact(&text))).cloned().unwrap_or(text)
    }
}
