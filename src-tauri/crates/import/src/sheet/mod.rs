//! The file as a table of texts.

mod delimited;
mod encoding;
mod error;
mod grid;
mod header;
mod workbook;

use serde::{Deserialize, Serialize};

pub use encoding::Encoding;
pub use error::{Limit, SheetError};
use grid::Grid;
pub use grid::{CellKind, Row};
pub use header::Header;

/// The largest file that is read, in bytes (bar S14).
const BYTES_LIMIT: usize = 20 << 20;
/// How many rows of data are read (bar S14).
const ROWS_LIMIT: usize = 50_000;
/// How many ragged rows are told one by one.
const RAGGED_TOLD: usize = 100;

/// What a person may decide about the reading of a file; whatever is `None` is found out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadOptions {
    /// A text file's encoding.
    pub encoding: Option<Encoding>,
    /// A text file's delimiter: `,`, `;`, `|` or a tab.
    pub delimiter: Option<char>,
    /// A workbook's sheet, by name.
    pub page: Option<String>,
    /// Where the titles stand.
    pub header: Option<Header>,
}

/// What kind of file it was, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Format {
    /// A text file.
    Delimited {
        /// What stands between two cells.
        delimiter: char,
        /// How its characters are written.
        encoding: Encoding,
        /// How many characters could not be read in that encoding: another one is likely.
        unreadable: u64,
    },
    /// An Excel workbook.
    Workbook {
        /// The sheet that was read.
        page: String,
        /// Every sheet, in the workbook's order.
        pages: Vec<String>,
    },
}

/// A row that has another number of cells than the titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RaggedRow {
    /// Where it begins in the file.
    pub line: u32,
    /// How many cells it has.
    pub cells: usize,
}

/// A file as a table of texts: titles, and rows below them. Rows without any text are left out.
#[derive(Debug, Clone)]
pub struct Sheet {
    name: String,
    format: Format,
    grid: Grid,
    /// Titles, one for each column; made up where the file has none.
    titles: Vec<String>,
    /// How many rows of the grid come before the data.
    skipped: usize,
    header: Header,
    ragged: Vec<RaggedRow>,
    ragged_count: u64,
}

impl Sheet {
    /// Reads a CSV or XLSX file; its kind is told by its content, never by its name.
    ///
    /// # Errors
    /// [`SheetError`] when it is something else, cannot be read, or is beyond a [`Limit`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, SheetError> {
        Self::read_with(name, bytes, &ReadOptions::default())
    }

    /// Reads a file as a person wants it read.
    ///
    /// # Errors
    /// As of [`Sheet::read`]; also [`SheetError::NoSuchPage`].
    pub fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Self, SheetError> {
        if bytes.len() > BYTES_LIMIT {
            return Err(SheetError::TooLarge { limit: Limit::FileBytes, most: u64_of(BYTES_LIMIT) });
        }
        let (format, grid) = match Content::of(bytes)? {
            Content::Workbook => workbook::read(bytes, options)?,
            Content::Text => delimited::read(bytes, options)?,
        };
        if grid.is_empty() {
            return Err(SheetError::Empty);
        }
        let sheet = Self::with_header(name, format, grid, options.header);
        if sheet.row_count() > ROWS_LIMIT {
            return Err(SheetError::TooLarge { limit: Limit::Rows, most: u64_of(ROWS_LIMIT) });
        }
        Ok(sheet)
    }

    fn with_header(name: &str, format: Format, grid: Grid, chosen: Option<Header>) -> Self {
        let header = chosen.unwrap_or_else(|| header::find(&grid));
        let skipped = header::rows_before_data(&grid, header);
        let titles = header::titles(&grid, header, skipped);
        let mut sheet = Self {
            name: name.to_owned(),
            format,
            grid,
            titles,
            skipped,
            header,
            ragged: Vec::new(),
            ragged_count: 0,
        };
        sheet.note_ragged();
        sheet
    }

    fn note_ragged(&mut self) {
        // A workbook's rows end where their last filled cell stands: that says nothing.
        if matches!(self.format, Format::Workbook { .. }) {
            return;
        }
        let width = self.titles.len();
        let ragged: Vec<RaggedRow> = self
            .rows()
            .filter(|row| row.len() != width)
            .map(|row| RaggedRow { line: row.line(), cells: row.len() })
            .collect();
        self.ragged_count = u64_of(ragged.len());
        self.ragged = ragged;
        self.ragged.truncate(RAGGED_TOLD);
    }

    /// The file's name, as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of file it was, and how it was read.
    #[must_use]
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// Where the titles stand.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.header
    }

    /// The columns' titles; a column without one is called by its letter.
    #[must_use]
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// How many rows of data there are.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.grid.row_count().saturating_sub(self.skipped)
    }

    /// The rows of data, in the file's order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (self.skipped..self.grid.row_count()).filter_map(|index| self.grid.row(index))
    }

    /// One row of data, counted from 0.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.grid.row(self.skipped.checked_add(index)?)
    }

    /// The first rows that have another number of cells than there are titles.
    #[must_use]
    pub fn ragged(&self) -> &[RaggedRow] {
        &self.ragged
    }

    /// How many such rows there are.
    #[must_use]
    pub const fn ragged_count(&self) -> u64 {
        self.ragged_count
    }

    /// Where a row stands, for a person: `history.csv, line 12`, `history.xlsx, Orders, row 12`.
    #[must_use]
    pub fn origin(&self, line: u32) -> String {
        match &self.format {
            Format::Delimited { .. } => format!("{}, line {line}", self.name),
            Format::Workbook { page, .. } => format!("{}, {page}, row {line}", self.name),
        }
    }
}

/// What a file is, by its first bytes.
enum Content {
    Workbook,
    Text,
}

impl Content {
    fn of(bytes: &[u8]) -> Result<Self, SheetError> {
        const ZIP: &[u8] = b"PK\x03\x04";
        const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(SheetError::Empty);
        }
        if bytes.starts_with(ZIP) {
            return Ok(Self::Workbook);
        }
        if bytes.starts_with(COMPOUND) {
            return Err(SheetError::OldExcel);
        }
        if bytes.starts_with(b"%PDF-") {
            return Err(SheetError::Pdf);
        }
        let start: Vec<u8> = bytes
            .iter()
            .copied()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf))
            .take(16)
            .map(|byte| byte.to_ascii_lowercase())
            .collect();
        let markup: [&[u8]; 5] = [b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta"];
        if markup.iter().any(|opening| start.starts_with(opening)) {
            return Err(SheetError::WebPage);
        }
        Ok(Self::Text)
    }
}

/// What a spreadsheet calls the column: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letter(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(('A'..='Z').nth(digit).unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Counts and sizes as they are told: `usize` is never wider than 64 bits on any platform that we build for.
pub(crate) fn u64_of(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::column_letter;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        let letters: Vec<String> = [0, 1, 25, 26, 51, 52, 199].map(column_letter).to_vec();
        assert_eq!(letters, ["A", "B", "Z", "AA", "AZ", "BA", "GR"]);
    }
}
