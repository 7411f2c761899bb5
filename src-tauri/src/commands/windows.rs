//! Windows of an order's own, and the ways to the main one.

use ledger::OrderId;
use tauri::State;

use super::id;
use crate::console::Console;
use crate::error::CommandError;
use crate::order_link;
use crate::places::Asked;
use crate::views::{PlaceKind, PlaceView};

/// Opens an order in a window of its own, or raises the one that is there.
#[tauri::command]
#[specta::specta]
pub async fn open_order_window(console: State<'_, Console>, id: String) -> Result<(), CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let order = console.desk().ledger().order(id).await?.ok_or_else(no_such_order)?;
    console.outside().open_order(id, &order.number).map_err(|error| CommandError::new("window", error))?;
    console.shown_in_own(id, true);
    Ok(())
}

/// Closes the window of an order.
#[tauri::command]
#[specta::specta]
pub async fn close_order_window(console: State<'_, Console>, id: String) -> Result<(), CommandError> {
    console.outside().close_order(self::id(&id, OrderId, "order")?);
    Ok(())
}

/// Shows an order in the main window, and raises it.
#[tauri::command]
#[specta::specta]
pub async fn show_in_main(console: State<'_, Console>, id: String) -> Result<(), CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    console.desk().ledger().order(id).await?.ok_or_else(no_such_order)?;
    console.go_to(Asked::Order(id));
    console.outside().raise();
    Ok(())
}

/// Where the main window is asked to go, once: by a link, or from a window of an order's own.
#[tauri::command]
#[specta::specta]
pub async fn take_place(console: State<'_, Console>) -> Result<Option<PlaceView>, CommandError> {
    let Some(asked) = console.places().take() else { return Ok(None) };
    let place = |kind, order: Option<OrderId>, number: Option<&str>| PlaceView {
        kind,
        order_id: order.map(|id| id.to_string()),
        number: number.map(str::to_owned),
    };
    Ok(Some(match asked {
        Asked::NoLink => place(PlaceKind::Refused, None, None),
        Asked::Order(id) => place(PlaceKind::Order, Some(id), None),
        Asked::Link(number) => {
            let found = order_link::orders_of(console.desk(), &number).await?;
            let number = Some(number.number());
            match found.as_slice() {
                [one] => place(PlaceKind::Order, Some(*one), number),
                [] => place(PlaceKind::Nothing, None, number),
                [_, ..] => place(PlaceKind::Several, None, number),
            }
        }
    }))
}

fn no_such_order() -> CommandError {
    CommandError::new("no_such_order", "there is no such order")
}
