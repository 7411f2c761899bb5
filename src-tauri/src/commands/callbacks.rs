//! Callbacks and the listener that takes them in.

use desk::Desk;
use ledger::DeliveryId;
use tauri::State;

use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{Accounts, DeliveryPage, DeliveryView, ListenerAddressView, ListenerView, time_text};

/// Callbacks of one page.
const PAGE: u32 = 100;

/// A page of callbacks, newest first.
#[tauri::command]
#[specta::specta]
pub async fn list_deliveries(
    console: State<'_, Console>,
    after: Option<String>,
) -> Result<DeliveryPage, CommandError> {
    let ledger = console.desk().ledger();
    let after = after.map(|text| id(&text, DeliveryId, "place in a list")).transpose()?;
    let rows = ledger.deliveries(PAGE, after).await?;
    let accounts = Accounts::new(ledger.accounts(true).await?);
    let mut deliveries = Vec::with_capacity(rows.len());
    for row in &rows {
        let number = match row.order_id {
            Some(order) => ledger.order(order).await?.map(|order| order.number),
            None => None,
        };
        deliveries.push(DeliveryView::of(row, &accounts, number));
    }
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    let next = rows.last().filter(|_| full).map(|row| row.id.to_string());
    Ok(DeliveryPage { deliveries, next })
}

/// The listener's state.
#[tauri::command]
#[specta::specta]
pub async fn listener_state(console: State<'_, Console>) -> Result<ListenerView, CommandError> {
    listener_view(console.desk()).await
}

/// Switches the listener.
#[tauri::command]
#[specta::specta]
pub async fn set_listener(
    console: State<'_, Console>,
    on: bool,
    port: Option<u16>,
) -> Result<ListenerView, CommandError> {
    console.desk().set_listener(on, port).await?;
    listener_view(console.desk()).await
}

/// The listener as the window shows it.
pub(crate) async fn listener_view(desk: &Desk) -> Result<ListenerView, CommandError> {
    let state = desk.listener_state();
    let mut addresses = Vec::new();
    for account in desk.ledger().accounts(false).await? {
        if let Some(url) = desk.callback_url(account.id).await? {
            addresses.push(ListenerAddressView {
                account_id: account.id.to_string(),
                account_name: account.name,
                url,
            });
        }
    }
    Ok(ListenerView {
        on: state.address.is_some(),
        port: state.address.map(|address| address.port()),
        error: state.failure,
        last_hit_at: state.last_hit_ms.map(time_text),
        addresses,
    })
}
