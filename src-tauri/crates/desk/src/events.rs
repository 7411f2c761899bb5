//! What the desk tells the window, so that nothing there has to poll.

use ledger::{AccountId, DeliveryId, OrderId};
use orders::Status;
use serde::Serialize;

/// Something changed. Who listens reads the new state from the ledger; an event that is missed harms nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DeskEvent {
    /// An order was made or changed.
    OrderChanged {
        /// Which.
        order_id: OrderId,
        /// Its number.
        number: String,
        /// Its status before; `None` for a new one.
        from: Option<Status>,
        /// Its status now.
        to: Status,
        /// Whether a person should look at it.
        needs_person: bool,
    },
    /// Orders were given a mark or lost one, a star or a label: one event, however many. None of them moved.
    OrdersMarked {
        /// Which.
        order_ids: Vec<OrderId>,
    },
    /// A balance was read.
    BalanceChanged {
        /// Whose.
        account_id: AccountId,
    },
    /// A bank list was read.
    BanksChanged {
        /// Whose.
        account_id: AccountId,
    },
    /// A callback arrived and is stored.
    DeliveryReceived {
        /// Which.
        delivery_id: DeliveryId,
        /// About which order, when that is known.
        order_id: Option<OrderId>,
    },
    /// An account was added, edited, given a new key or retired.
    AccountChanged {
        /// Which.
        account_id: AccountId,
    },
    /// The listener began or ceased to listen.
    ListenerChanged,
    /// A gateway answered after silence, or fell silent.
    GatewayReachability {
        /// Whose gateway.
        account_id: AccountId,
        /// Whether it answers.
        reachable: bool,
        /// Since when we know, Unix milliseconds.
        at_ms: i64,
    },
    /// The tracker watches more or fewer orders, or this computer went offline or is back.
    TrackerChanged,
    /// A gateway's clock was found to differ from ours otherwise than before; requests are signed with its time.
    ClockChanged {
        /// Whose gateway.
        account_id: AccountId,
    },
    /// The ledger was checked or backed up, or that began.
    UpkeepChanged,
    /// The ledger is damaged and takes nothing more.
    LedgerSealed,
}
