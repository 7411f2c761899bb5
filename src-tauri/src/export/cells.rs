//! Cells and lines of a CSV file (RFC 4180), harmless to spreadsheets (S14, [`import::harmless`]). Pure.

/// Tells a spreadsheet that the file is UTF-8.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Anybody's text: kept from being read as a formula.
    Text(String),
    /// A number of ours, as it is.
    Number(String),
}

/// Writes a line with its end.
pub(crate) fn write_line(into: &mut String, cells: impl IntoIterator<Item = Cell>) {
    let mut first = true;
    for cell in cells {
        if !first {
            into.push(',');
        }
        first = false;
        write_cell(into, &cell);
    }
    into.push_str("\r\n");
}

fn write_cell(into: &mut String, cell: &Cell) {
    let text = match cell {
        Cell::Text(text) => import::harmless(text),
        Cell::Number(text) => text.into(),
    };
    if text.contains([',', '"', '\r', '\n']) {
        into.push('"');
        into.push_str(&text.replace('"', "\"\""));
        into.push('"');
    } else {
        into.push_str(&text);
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Cell, write_line};

    fn line(cells: impl IntoIterator<Item = Cell>) -> String {
        let mut line = String::new();
        write_line(&mut line, cells);
        line
    }

    /// A row of the table that the window's copies follow too.
    #[derive(Deserialize)]
    struct Row {
        text: String,
        csv: String,
    }

    #[test]
    fn s14_cells_are_harmless_as_the_common_table_says() {
        let table = include_str!("../../../ui/src/screens/orders/list/harmless-cells.json");
        let rows: Vec<Row> = serde_json::from_str(table).unwrap();
        assert!(rows.len() > 20);
        for Row { text, csv } in rows {
            assert_eq!(line([Cell::Text(text.clone())]), format!("{csv}\r\n"), "{text:?}");
        }
    }

    #[test]
    fn numbers_stay_numbers_and_lines_end_with_cr_lf() {
        let cells = [
            Cell::Number("-40.2500".to_owned()),
            Cell::Text("-40.2500".to_owned()),
            Cell::Text(String::new()),
        ];
        assert_eq!(line(cells), "-40.2500,'-40.2500,\r\n");
        assert_eq!(line([]), "\r\n");
    }
}
