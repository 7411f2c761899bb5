//! Import: a merchant's past, out of a file that a gateway's console or an older system exported.
//!
//! Three steps, each a value that a screen can show: [`Sheet`] is the file as a table of texts, [`Mapping`] says which
//! column is what ([`guess`] proposes one, with questions where the file can be read in two ways), and [`preview`] tells what
//! would come of it. [`orders`] then yields one [`ledger::PastOrder`] or one [`RowProblem`] for every row.
//!
//! Nothing is guessed where money or a day is at stake: `03/04/2026` and `1,234` wait for a person unless another row
//! decides, digits that a spreadsheet has eaten (`1.23E+17`) stay a problem, and a status word that we do not know is asked about.
//! What people and consoles write is data, in `data/*.txt`.
//!
//! Everything here is pure: bytes in, values out; no clock, no file, no ledger.
//! Rows that are no orders go back to the person as a file ([`refused_rows`]), to be mended and read again.
//!
//! Absent on purpose: writing orders (the ledger's `write_past`), running formulas (a workbook's stored results are read),
//! `.xls`, `.ods` and other formats (told apart, so that a person knows what to save instead), time zones with summer time
//! (exports tell none; an offset is chosen).

mod harmless;
mod mapping;
mod preview;
mod reading;
mod refused;
mod sheet;
mod words;

pub use harmless::harmless;
pub use mapping::{
    ColumnGuess, DateCells, DateOrder, DateRule, DecimalMark, Field, Guess, Mapping, ProductRule,
    ProductWord, Question, StatusRule, Why, ZoneSource, guess, settle,
};
pub use preview::{DoubtCount, PREVIEW_ROWS, Preview, PreviewRow, ProblemCount, Total, preview};
pub use reading::{
    AccountFacts, Doubt, DoubtKind, MappingProblem, Orders, PAST_STATUSES, ProblemKind, RowProblem,
    RowTrouble, orders,
};
pub use refused::{REFUSED_TITLES, refused_rows};
pub use sheet::{
    CellKind, Encoding, Format, Header, Limit, RaggedRow, ReadOptions, Row, Sheet, SheetError, column_letter,
};
