//! Why a file is not a table that we can read.

use serde::Serialize;

/// What may not be beyond all measure in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The file's bytes.
    FileBytes,
    /// What a workbook unpacks to, in bytes; more is a trap or no list of orders.
    UnpackedBytes,
    /// Bytes of text in all cells.
    TextBytes,
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// Cells altogether.
    Cells,
}

/// Why a file could not be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SheetError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than we read.
    #[error("the file is too large: at most {most} ({limit:?})")]
    TooLarge {
        /// What there is too much of.
        limit: Limit,
        /// How much is read.
        most: u64,
    },
    /// An `.xls` or a workbook with a password; it has to be saved as XLSX without one, or as CSV.
    #[error("an old Excel file, or one with a password: save it as XLSX or CSV")]
    OldExcel,
    /// A web page, which many consoles export under the name `.xls`.
    #[error("a web page, not a table: open it in Excel and save it as XLSX or CSV")]
    WebPage,
    /// A PDF document.
    #[error("a PDF document, not a table")]
    Pdf,
    /// Neither text nor a workbook.
    #[error("neither a text file nor an Excel workbook")]
    NotATable,
    /// A workbook that is broken, with what broke.
    #[error("the workbook cannot be read: {reason}")]
    BrokenWorkbook {
        /// In the words of the library that reads it.
        reason: String,
    },
    /// The workbook has no such sheet.
    #[error("the workbook has no sheet “{page}”")]
    NoSuchPage {
        /// The name that was asked for.
        page: String,
    },
    /// A cell that no spreadsheet could hold: a quotation mark was opened and not closed.
    #[error("a quotation mark that is opened in line {line} is not closed")]
    UnclosedQuote {
        /// Where the row begins.
        line: u32,
    },
}
