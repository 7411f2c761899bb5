//! What Rust tells the window without being asked. Every event only names what changed; the window reads it anew.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use crate::views::{Mode, StatusKind};

/// An order is new or took a step.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct OrderChanged {
    /// The order.
    pub order_id: String,
    /// Its number.
    pub number: String,
    /// Where it stands now.
    pub status: StatusKind,
    /// Whether a person has to look at it.
    pub needs_person: bool,
}

/// Orders were given a star or a label, or lost one.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct OrdersMarked {
    /// The orders.
    pub order_ids: Vec<String>,
}

/// An account's balance was read.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct BalanceChanged {
    /// The account.
    pub account_id: String,
}

/// An account's banks were fetched.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct BanksChanged {
    /// The account.
    pub account_id: String,
}

/// A callback came.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryReceived {
    /// The order it is about, if one was found.
    pub order_id: Option<String>,
}

/// An account was connected, edited or retired.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct AccountsChanged {
    /// The account.
    pub account_id: String,
}

/// The callback listener was switched.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct ListenerChanged {
    /// Whether it listens now.
    pub on: bool,
}

/// The mode or the vault changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct AppStateChanged {
    /// The mode on show.
    pub mode: Mode,
}

/// A gateway became reachable or not, or the watching of orders moved on.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct StatusLineChanged {
    /// How many orders are watched.
    pub watched: u32,
}

/// The ledger was checked or backed up, or found to be damaged.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct DataChanged {
    /// Whether the ledger takes nothing more: every screen is read anew then.
    pub sealed: bool,
}

/// The main window is asked to go somewhere: it fetches where (`take_place`).
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct PlaceAsked;

/// Any of them.
#[derive(Debug, Clone)]
pub enum WindowEvent {
    /// See [`OrderChanged`].
    Order(OrderChanged),
    /// See [`OrdersMarked`].
    Marked(OrdersMarked),
    /// See [`BalanceChanged`].
    Balance(BalanceChanged),
    /// See [`BanksChanged`].
    Banks(BanksChanged),
    /// See [`DeliveryReceived`].
    Delivery(DeliveryReceived),
    /// See [`AccountsChanged`].
    Accounts(AccountsChanged),
    /// See [`ListenerChanged`].
    Listener(ListenerChanged),
    /// See [`AppStateChanged`].
    AppState(AppStateChanged),
    /// See [`StatusLineChanged`].
    StatusLine(StatusLineChanged),
    /// See [`DataChanged`].
    Data(DataChanged),
    /// See [`PlaceAsked`].
    Place(PlaceAsked),
}
