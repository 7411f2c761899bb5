//! Where the titles stand: consoles put a report's name and period above them, older systems have none at all.

use serde::{Deserialize, Serialize};

use super::column_letter;
use super::grid::{Grid, Row};
use crate::words;

/// How far down titles are looked for.
const ROWS_LOOKED_AT: usize = 20;

/// Where the titles stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "line", rename_all = "snake_case")]
pub enum Header {
    /// In the row that begins in this line; rows above it are no data.
    Line(u32),
    /// Nowhere: the first row is data already.
    Missing,
}

/// The likeliest row of titles.
pub(super) fn find(grid: &Grid) -> Header {
    let rows = || (0..ROWS_LOOKED_AT).filter_map(|index| grid.row(index));
    let known = |row: &Row<'_>| row.cells().filter(|cell| !words::fields_of_title(cell).is_empty()).count();
    // Of equals the upper one: below it the same words may stand as values.
    let best = rows().enumerate().max_by_key(|(index, row)| (known(row), usize::MAX - index));
    if let Some((_, row)) = best.filter(|(_, row)| known(row) >= 2) {
        return Header::Line(row.line());
    }
    let widest = rows().enumerate().max_by_key(|(index, row)| (filled(row), usize::MAX - index));
    match widest {
        Some((_, row)) if !looks_like_data(&row) => Header::Line(row.line()),
        Some(_) | None => Header::Missing,
    }
}

fn filled(row: &Row<'_>) -> usize {
    row.cells().filter(|cell| !cell.trim().is_empty()).count()
}

fn looks_like_data(row: &Row<'_>) -> bool {
    let digits = row.cells().filter(|cell| cell.chars().any(|c| c.is_ascii_digit())).count();
    digits * 3 >= filled(row)
}

/// How many rows come before the data.
pub(super) fn rows_before_data(grid: &Grid, header: Header) -> usize {
    match header {
        Header::Missing => 0,
        Header::Line(line) => (0..grid.row_count())
            .filter_map(|index| grid.row(index))
            .take_while(|row| row.line() <= line)
            .count(),
    }
}

/// The columns' titles. Without a row of titles there are as many as the widest of the first rows has cells.
pub(super) fn titles(grid: &Grid, header: Header, skipped: usize) -> Vec<String> {
    let title_row = match header {
        Header::Line(line) => {
            skipped.checked_sub(1).and_then(|index| grid.row(index)).filter(|row| row.line() == line)
        }
        Header::Missing => None,
    };
    let widest = || {
        (0..ROWS_LOOKED_AT).filter_map(|index| grid.row(index)).map(|row| row.len()).max().unwrap_or_default()
    };
    // A workbook's row ends with its last filled cell, and data may stand to the right of the last title.
    let width = title_row.map_or_else(widest, |row| row.len());
    (0..width)
        .map(|column| match title_row.map_or("", |row| row.cell(column)).trim() {
            "" => column_letter(column),
            title => title.to_owned(),
        })
        .collect()
}
