//! Passes on to the window what a desk tells, while the window shows that desk's side.

use std::sync::Arc;

use desk::{Desk, DeskEvent};
use tokio::sync::broadcast::error::RecvError;

use crate::console::OnShow;
use crate::events::{
    AccountsChanged, AppStateChanged, BalanceChanged, BanksChanged, DataChanged, DeliveryReceived,
    ListenerChanged, OrderChanged, OrdersMarked, StatusLineChanged, WindowEvent,
};
use crate::outside::Outside;
use crate::views::Mode;

/// Begins to pass on; ends with the desk.
pub(crate) fn begin(desk: &Arc<Desk>, side: Mode, on_show: OnShow, outside: Arc<dyn Outside>) {
    let mut events = desk.events();
    let desk = Arc::downgrade(desk);
    tokio::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => Some(event),
                // Too many at once: the window reads everything anew.
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => break,
            };
            if on_show.mode() != side {
                continue;
            }
            let Some(desk) = desk.upgrade() else { break };
            match event {
                Some(event) => outside.tell(translate(event, &desk).await),
                None => outside.tell(WindowEvent::AppState(AppStateChanged { mode: side })),
            }
        }
    });
}

async fn translate(event: DeskEvent, desk: &Desk) -> WindowEvent {
    match event {
        DeskEvent::OrderChanged { order_id, number, to, needs_person, .. } => {
            WindowEvent::Order(OrderChanged {
                order_id: order_id.to_string(),
                number,
                status: to.into(),
                needs_person,
            })
        }
        DeskEvent::OrdersMarked { order_ids } => {
            let order_ids = order_ids.into_iter().map(|id| id.to_string()).collect();
            WindowEvent::Marked(OrdersMarked { order_ids })
        }
        DeskEvent::BalanceChanged { account_id } => {
            WindowEvent::Balance(BalanceChanged { account_id: account_id.to_string() })
        }
        DeskEvent::BanksChanged { account_id } => {
            WindowEvent::Banks(BanksChanged { account_id: account_id.to_string() })
        }
        DeskEvent::DeliveryReceived { order_id, .. } => {
            WindowEvent::Delivery(DeliveryReceived { order_id: order_id.map(|id| id.to_string()) })
        }
        DeskEvent::AccountChanged { account_id } => {
            WindowEvent::Accounts(AccountsChanged { account_id: account_id.to_string() })
        }
        DeskEvent::ListenerChanged => {
            WindowEvent::Listener(ListenerChanged { on: desk.listener_state().address.is_some() })
        }
        DeskEvent::UpkeepChanged => WindowEvent::Data(DataChanged { sealed: false }),
        // Whatever is on show may offer what cannot be done any more.
        DeskEvent::LedgerSealed => WindowEvent::Data(DataChanged { sealed: true }),
        DeskEvent::GatewayReachability { .. }
        | DeskEvent::ClockChanged { .. }
        | DeskEvent::TrackerChanged => {
            let watched = desk.ledger().watch_count().await.unwrap_or_default();
            WindowEvent::StatusLine(StatusLineChanged { watched: u32::try_from(watched).unwrap_or(u32::MAX) })
        }
    }
}
