//! Callbacks as received.

use serde::Serialize;
use specta::Type;

use super::NamedValue;

/// One callback.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received_at: String,
    /// The account whose address it came to.
    pub account_name: Option<String>,
    /// Whether its signature is right.
    pub verified: bool,
    /// The rendering that matched.
    pub rendering: Option<String>,
    /// Why it could not be verified, as a text id.
    pub suspicion: Option<String>,
    /// What would have made it match, as a text id.
    pub near_miss: Option<String>,
    /// The string that was built, without the secret.
    pub string_built: Option<String>,
    /// The order it is about.
    pub order_id: Option<String>,
    /// That order's number, or the number it claims.
    pub order_number: Option<String>,
    /// What it changed, as a text id.
    pub effect: String,
    /// How often the same came again.
    pub repeats: u32,
    /// Its headers, signature included (it is no secret).
    pub headers: Vec<NamedValue>,
    /// Its body as received.
    pub body: String,
}

/// A page of callbacks, newest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryPage {
    /// The callbacks.
    pub deliveries: Vec<DeliveryView>,
    /// Where the next page begins.
    pub next: Option<String>,
}
