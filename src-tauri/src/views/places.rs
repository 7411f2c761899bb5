//! Where the main window is asked to go, and who opens links.

use serde::Serialize;
use specta::Type;

/// What a link, or a window of an order's own, leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// One order.
    Order,
    /// Several orders of different accounts with the same number.
    Several,
    /// No order of the ledger on show has the number.
    Nothing,
    /// It was no link to an order; what it says is not told.
    Refused,
}

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// What it leads to.
    pub kind: PlaceKind,
    /// The order.
    pub order_id: Option<String>,
    /// The number that the link names.
    pub number: Option<String>,
}

/// Whether this desktop opens links to orders with this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkHandlerView {
    /// Whether it can be chosen here at all.
    pub supported: bool,
    /// Whether it is chosen.
    pub on: bool,
    /// The program that opens them instead.
    pub other: Option<String>,
}
