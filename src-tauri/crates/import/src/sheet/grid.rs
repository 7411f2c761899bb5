//! Cells kept close together: a whole file's small texts must fit into an office computer's memory.

use serde::Serialize;

use super::error::{Limit, SheetError};
use super::u64_of;

/// Rows of data and what may stand above them: no file is read on for ever. [`super::Sheet`] counts the data itself.
const ROWS_LIMIT: usize = super::ROWS_LIMIT + 100;
pub(super) const COLUMNS_LIMIT: usize = 200;
const CELLS_LIMIT: usize = 10_020_000;
const TEXT_LIMIT: usize = 200 << 20;
/// The longest text that a spreadsheet's cell can hold, in characters.
pub(super) const CELL_LIMIT: usize = 32_767;

/// What a cell was in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Text: everything in a text file.
    Text,
    /// A workbook's number; its text has a decimal point, whatever the country.
    Number,
    /// A workbook's date or time; its text is `2026-04-03 12:30:05`.
    Time,
    /// A workbook's error, such as `#N/A`.
    Error,
}

/// All cells of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// All texts, one behind the other.
    text: String,
    /// Where each cell's text ends.
    ends: Vec<u32>,
    /// What each cell was; left empty where all are text.
    kinds: Vec<CellKind>,
    rows: Vec<Span>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    line: u32,
    first: u32,
}

/// A row: its place in the file, and its cells.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    grid: &'a Grid,
    line: u32,
    first: usize,
    end: usize,
}

impl Grid {
    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) const fn row_count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn row(&self, index: usize) -> Option<Row<'_>> {
        let span = self.rows.get(index)?;
        let end = index
            .checked_add(1)
            .and_then(|next| self.rows.get(next))
            .map_or(self.ends.len(), |next| usize_of(next.first));
        Some(Row { grid: self, line: span.line, first: usize_of(span.first), end })
    }

    /// Adds a row; one without any text is left out.
    pub(super) fn push<'a>(
        &mut self,
        line: u32,
        cells: impl Iterator<Item = (&'a str, CellKind)>,
    ) -> Result<(), SheetError> {
        let (text_before, cells_before) = (self.text.len(), self.ends.len());
        let mut is_blank = true;
        for (text, kind) in cells {
            is_blank &= text.trim().is_empty();
            self.text.push_str(text);
            if self.text.len() > TEXT_LIMIT {
                return Err(too_large(Limit::TextBytes, TEXT_LIMIT));
            }
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            self.push_kind(kind);
        }
        if is_blank {
            self.text.truncate(text_before);
            self.ends.truncate(cells_before);
            self.kinds.truncate(cells_before);
            return Ok(());
        }
        if self.ends.len() - cells_before > COLUMNS_LIMIT {
            return Err(too_large(Limit::Columns, COLUMNS_LIMIT));
        }
        if self.ends.len() > CELLS_LIMIT {
            return Err(too_large(Limit::Cells, CELLS_LIMIT));
        }
        if self.rows.len() == ROWS_LIMIT {
            return Err(too_large(Limit::Rows, super::ROWS_LIMIT));
        }
        self.rows.push(Span { line, first: u32::try_from(cells_before).unwrap_or(u32::MAX) });
        Ok(())
    }

    fn push_kind(&mut self, kind: CellKind) {
        if kind != CellKind::Text || !self.kinds.is_empty() {
            let before = self.ends.len() - 1;
            self.kinds.resize(before, CellKind::Text);
            self.kinds.push(kind);
        }
    }
}

fn too_large(limit: Limit, most: usize) -> SheetError {
    SheetError::TooLarge { limit, most: u64_of(most) }
}

/// Positions are kept in 32 bits, which every platform's `usize` holds.
fn usize_of(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

impl<'a> Row<'a> {
    /// The line (CSV) or row (workbook) of the file that it begins in, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// How many cells it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end - self.first
    }

    /// Whether it has no cells at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.end == self.first
    }

    /// The cell's text, verbatim; nothing for a cell that the row does not have.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'a str {
        let Some(at) = self.position(column) else { return "" };
        let end = self.grid.ends.get(at).copied().map_or(0, usize_of);
        let start =
            at.checked_sub(1).and_then(|before| self.grid.ends.get(before)).copied().map_or(0, usize_of);
        self.grid.text.get(start..end).unwrap_or_default()
    }

    /// What the cell was.
    #[must_use]
    pub fn kind(&self, column: usize) -> CellKind {
        let kind = self.position(column).and_then(|at| self.grid.kinds.get(at));
        kind.copied().unwrap_or(CellKind::Text)
    }

    /// All texts, from left to right.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.len()).map(move |column| row.cell(column))
    }

    fn position(&self, column: usize) -> Option<usize> {
        self.first.checked_add(column).filter(|at| *at < self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::{CellKind, Grid};

    #[test]
    fn cells_come_back() {
        let mut grid = Grid::default();
        let text = |text: &'static str| (text, CellKind::Text);
        grid.push(1, [text("a"), text(""), text("cé")].into_iter()).unwrap();
        grid.push(2, [text(" "), text("")].into_iter()).unwrap();
        grid.push(7, [("1", CellKind::Number)].into_iter()).unwrap();
        assert_eq!(grid.row_count(), 2);
        let row = grid.row(0).unwrap();
        assert_eq!(row.cells().collect::<Vec<_>>(), ["a", "", "cé"]);
        assert_eq!((row.cell(3), row.kind(0)), ("", CellKind::Text));
        let row = grid.row(1).unwrap();
        assert_eq!((row.line(), row.len(), row.cell(0), row.kind(0)), (7, 1, "1", CellKind::Number));
        assert!(grid.row(2).is_none());
    }

    #[test]
    fn too_many_columns_are_refused() {
        let mut grid = Grid::default();
        assert!(grid.push(1, (0..200).map(|_| ("x", CellKind::Text))).is_ok());
        assert!(grid.push(2, (0..201).map(|_| ("x", CellKind::Text))).is_err());
    }
}
