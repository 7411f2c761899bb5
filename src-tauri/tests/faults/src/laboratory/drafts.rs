//! What the merchant of the laboratory orders.

use std::collections::BTreeMap;

use gateways::catalogue;
use money::Amount;
use orders::{Draft, Product};

use super::schedule::Wish;

/// The payee of every payout: a CLABE with a right check digit (cashfast.md §6.3). Amounts tell them apart.
const CLABE: &str = "646180000030056845";
/// What a person types again on the review page.
pub(super) const LAST_FOUR: &str = "6845";

/// The draft of a wish; `None` for a market that the laboratory does not know.
pub(super) fn draft(market: &str, wish: Wish) -> Option<Draft> {
    let fields: &[(&str, &str)] = match (market, wish.payout) {
        ("cashfast-mx", true) => &[
            ("accountName", "Ana Lopez"),
            ("accountType", "CLABE"),
            ("accountId", CLABE),
            ("bankName", "STP"),
        ],
        ("cashfast-mx", false) => &[("remark", "order 7")],
        ("cashy-mx", true) => &[
            ("accountName", "Ana Lopez"),
            ("accountType", "40"),
            ("accountNo", CLABE),
            ("bankId", "24"),
            ("remark", "rent"),
        ],
        ("cashy-mx", false) => &[
            ("realName", "Ana Lopez"),
            ("phone", "0982212345"),
            ("email", "ana@example.com"),
            ("remark", "order 7"),
            ("expireTime", "3600"),
            ("reusableStatus", "false"),
        ],
        (_, _) => return None,
    };
    let (product, channel) = match (market, wish.payout) {
        ("cashfast-mx", true) => (Product::Payout, Some("BANK")),
        (_, true) => (Product::Payout, None),
        ("cashfast-mx", false) => (Product::Collect, Some("BANK")),
        (_, false) => (Product::Collect, Some("69")),
    };
    let text = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Some(Draft {
        product,
        channel: channel.map(str::to_owned),
        amount: wish.amount.to_string().parse::<Amount>().ok()?,
        currency: catalogue::market(market)?.currency,
        fields: fields.iter().map(text).collect::<BTreeMap<_, _>>(),
    })
}
