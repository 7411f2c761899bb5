//! Filled-in forms of the two Mexican markets, as the window sends them.

#![expect(clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

/// A CLABE with a right check digit (cashfast.md §6.3).
pub(crate) const CLABE: &str = "646180000030056845";

/// A collect order.
pub(crate) fn collect(market: &str, amount: &str) -> Value {
    match market {
        "cashfast-mx" => json!({
            "product": "collect", "channel": "BANK", "amount": amount, "fields": { "remark": "order 7" },
        }),
        "cashy-mx" => json!({
            "product": "collect", "channel": "69", "amount": amount,
            "fields": {
                "realName": "Ana Lopez", "phone": "0982212345", "email": "ana@example.com",
                "remark": "order 7", "expireTime": "3600", "reusableStatus": "false",
            },
        }),
        other => unreachable!("{other}"),
    }
}

/// A payout.
pub(crate) fn payout(market: &str, amount: &str) -> Value {
    match market {
        "cashfast-mx" => json!({
            "product": "payout", "channel": "BANK", "amount": amount,
            "fields": {
                "accountName": "Ana Lopez", "accountType": "CLABE", "accountId": CLABE, "bankName": "STP",
            },
        }),
        "cashy-mx" => json!({
            "product": "payout", "channel": null, "amount": amount,
            "fields": {
                "accountName": "Ana Lopez", "accountType": "40", "accountNo": CLABE, "bankId": "24",
                "remark": "rent",
            },
        }),
        other => unreachable!("{other}"),
    }
}

/// A draft with one field changed, or taken out.
pub(crate) fn with_field(mut draft: Value, name: &str, value: Option<&str>) -> Value {
    let Value::Object(fields) = &mut draft["fields"] else { unreachable!("fields") };
    match value {
        Some(value) => fields.insert(name.to_owned(), value.into()),
        None => fields.remove(name),
    };
    draft
}

/// What a person confirms who reads the review page.
pub(crate) fn confirmed() -> Value {
    json!({ "lastFour": "6845", "duplicateReason": null })
}
