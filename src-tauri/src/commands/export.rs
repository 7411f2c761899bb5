//! The list of orders as a file.

use jiff::Zoned;
use ledger::OrderId;
use tauri::State;
use tauri::ipc::Channel;

use super::id;
use super::orders::look_up;
use crate::console::Console;
use crate::error::CommandError;
use crate::evidence_files::choose_place;
use crate::export::{self, Total, Which, Written};
use crate::views::{ExportDone, ExportEnd, ExportProgress, ExportRequest};

/// Writes orders to a CSV file where a person wants it, and tells how far it is. The window never sees the path.
#[tauri::command]
#[specta::specta]
pub async fn export_orders(
    console: State<'_, Console>,
    request: ExportRequest,
    progress: Channel<ExportProgress>,
) -> Result<ExportDone, CommandError> {
    export::check(&request)?;
    let desk = console.desk();
    let which = match &request.ids {
        Some(ids) => {
            let ids = ids.iter().map(|text| id(text, OrderId, "order"));
            Which::These(ids.collect::<Result<_, CommandError>>()?)
        }
        None => Which::All(Box::new(look_up(desk, request.query.clone()).await?.1)),
    };
    let running = console.exports().begin()?;
    // While the person looks for a place there is time to count.
    let total = Total::begin(desk, &which);
    let Some(place) = choose_place(console.outside(), &suggested_name()).await else {
        return Ok(ExportDone { end: ExportEnd::NoPlace, rows: 0, unreadable: 0, name: None });
    };
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned());
    let tell = |rows| {
        // The window may be gone; the file is written all the same.
        let _nobody_looks = progress.send(ExportProgress { rows, total: total.known() });
    };
    let Written { rows, unreadable, stopped } =
        export::write(desk, &request, which, place, &running, tell).await?;
    let full = request.full_account_numbers;
    tracing::info!(rows, stopped, full_account_numbers = full, "orders were written to a file of a person's");
    let end = if stopped { ExportEnd::Stopped } else { ExportEnd::Written };
    Ok(ExportDone { end, rows, unreadable, name })
}

/// Stops the export that is under way, if there is one.
#[tauri::command]
#[specta::specta]
pub async fn stop_export(console: State<'_, Console>) -> Result<(), CommandError> {
    console.exports().stop();
    Ok(())
}

fn suggested_name() -> String {
    format!("counterfoil-orders-{}.csv", Zoned::now().strftime("%Y-%m-%d"))
}
