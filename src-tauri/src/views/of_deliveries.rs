//! Callbacks as views.

use ledger::DeliveryRow;
use serde_json::Value;

use super::{Accounts, DeliveryView, headers, time_text};

impl DeliveryView {
    /// A stored callback. `order_number` is that of the order it was matched with, if any.
    pub(crate) fn of(row: &DeliveryRow, accounts: &Accounts, order_number: Option<String>) -> Self {
        let verdict: Value = serde_json::from_str(&row.verdict_json).unwrap_or_default();
        let text = |name: &str| verdict.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            id: row.id.to_string(),
            received_at: time_text(row.received_at_ms),
            account_name: row.account_id.map(|id| accounts.name(id)),
            verified: row.verified,
            rendering: text("rendering"),
            suspicion: text("kind"),
            near_miss: text("near_miss"),
            string_built: text("string_built"),
            order_id: row.order_id.map(|id| id.to_string()),
            order_number,
            effect: row.effect.clone(),
            repeats: u32::try_from(row.repeats).unwrap_or(u32::MAX),
            headers: headers(&row.headers_json),
            body: String::from_utf8_lossy(&row.body).into_owned(),
        }
    }
}
