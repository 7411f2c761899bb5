//! A merchant's past comes in from a file, and is found by a fragment of a name.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use thirtyfour::Key;

use super::practise;
use crate::console::Console;
use crate::dialog::type_path;

fn export() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates/import/tests/files/cashy-mx-payouts.csv")
}

/// Goes to the import and chooses an account and a file, through the palette and the system's own dialog.
async fn choose(console: &Console, file: &Path) {
    console.press_ctrl('k').await;
    console.await_focus("Actions and orders").await;
    console.press("import his").await;
    let marked = "document.querySelector('[data-action][data-selected]')";
    console
        .wait_for_script(&format!("return {marked}?.textContent.startsWith('Import history') || null"))
        .await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("No file is chosen yet").await;
    console.no_dialog().await;
    console.tab_to("Account whose orders these are").await;
    console.choose("Practice Mexico Cashy").await;
    console.tab_to("Choose a file").await;
    console.press(Key::Enter.value().to_string()).await;
    type_path("Open", file).await;
}

/// With the keyboard only: the palette, the account, the system's own dialog, the reading, the import, the search.
#[tokio::test]
async fn a_past_is_imported_and_found() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    practise(&console).await;

    choose(&console, &export()).await;
    console.see("5 orders can be read").await;
    console.see("1 order is still open in the file and will be left out").await;
    console.picture("import-preview").await;
    let mut barriers = console.barriers("import").await;
    console.find("button", "Import 4 orders").await;
    console.tab_to("Import 4 orders").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("cashy-mx-payouts.csv is imported").await;
    console.see("New orders").await;
    console.picture("import-result").await;
    barriers.extend(console.barriers("import result").await);

    console.press("/").await;
    console.press("arcia lop").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("01JD4Q0001AAAAAAAAAAAAB").await;
    console.see("García López, María").await;
    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
}

/// A workbook as an American Excel leaves it: the third of April is a cell of the fourth of March, the thirteenth a text.
fn workbook(folder: &Path) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["order number", "created at", "amount", "status"]) {
        sheet.write(0, column, title).expect("a title");
    }
    for row in [1, 2] {
        sheet.write(row, 0, format!("EXCEL-{row:06}")).expect("a number");
        sheet.write(row, 2, 5).expect("an amount");
        sheet.write(row, 3, "SUCCESS").expect("a status");
    }
    let turned = ExcelDateTime::parse_from_str("2026-03-04T10:00:00").expect("a time");
    let dress = Format::new().set_num_format("m/d/yyyy h:mm");
    sheet.write_with_format(1, 1, turned, &dress).expect("a date cell");
    sheet.write(2, 1, "13/04/2026 10:00").expect("a date as text");
    let file = folder.join("payouts.xlsx");
    book.save(&file).expect("the workbook is written");
    file
}

/// Nothing is read of it until a person has said what its date cells mean.
#[tokio::test]
async fn days_that_a_spreadsheet_turned_round_are_asked_about() {
    let home = tempfile::tempdir().expect("a folder");
    let console = Console::start(home.path()).await;
    practise(&console).await;
    choose(&console, &workbook(home.path())).await;
    console.see("Until you choose, these orders are left out").await;
    console.see("1 order can be read").await;
    console.picture("import-date-cells").await;
    let barriers = console.barriers("import of a workbook").await;
    console.tab_to("4 March 2026").await;
    console.press(Key::Down.value().to_string()).await;
    console.see("2 orders can be read").await;
    console.picture("import-date-cells-answered").await;
    console.find("button", "Import 2 orders").await;
    console.tab_to("Import 2 orders").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("payouts.xlsx is imported").await;

    console.press("/").await;
    console.press("on:2026-04-03").await;
    console.press(Key::Enter.value().to_string()).await;
    console.see("EXCEL-000001").await;
    assert_eq!(barriers, [""; 0], "things that some people cannot use");
    console.close().await;
}
