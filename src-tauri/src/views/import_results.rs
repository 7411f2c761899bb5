//! What would come of a file with a merchant's past, and what came of it.

use serde::Serialize;
use specta::Type;

use super::{ImportField, ImportMapping, ImportQuestion, ProductKind, StatusKind, mirror};
use crate::error::CommandError;

mirror! {
    /// Why a row is no order.
    #[derive(PartialOrd, Ord)]
    ImportProblemKind of import::ProblemKind {
        Ragged: "Too many or too few cells.",
        NumberMissing: "No order number.",
        NumberRepeated: "An earlier row has the number.",
        GatewayNumberRepeated: "An earlier row has the gateway's number.",
        DigitsEaten: "A spreadsheet has eaten digits.",
        AmountMissing: "No amount.",
        NotANumber: "Not a number.",
        SumOpen: "One of two numbers.",
        TooPrecise: "More than four decimals.",
        SumTooLarge: "Larger than any that is kept.",
        NotPositive: "Nothing or less.",
        OtherCurrency: "Another currency than the account's.",
        DateMissing: "No date.",
        DateUnreadable: "Not a date.",
        DateOpen: "One of two days.",
        DateImplausible: "In the future, or before 2000.",
        StatusMissing: "No status.",
        StatusUnknown: "Nobody has said what the status means.",
        ProductUnknown: "Nobody has said what kind of order it is.",
        TextTooLong: "Longer than any of its kind.",
    }
}

mirror! {
    /// What is doubtful about a row that becomes an order all the same.
    ImportDoubtKind of import::DoubtKind {
        DigitsEaten: "Digits are lost: the field stays empty.",
        EndsInZeros: "Digits may be lost.",
        CheckDigit: "A CLABE's check digit is wrong.",
        TimeUnreadable: "A time that cannot be read.",
        TimeImplausible: "A time long before the order or in the future.",
    }
}

mirror! {
    /// In what a row and an order that is here already differ.
    ImportDifferentField of desk::DifferentField {
        Number: "Our number.",
        GatewayNumber: "The gateway's number.",
        Product: "What kind of order.",
        Amount: "How much.",
        AccountNo: "The payee's or payer's account.",
        Status: "How it ended.",
    }
}

/// A row that is no order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportTrouble {
    /// The line that it begins in.
    pub line: u32,
    /// What is wrong with it; nothing: it is open, and practice gateways cannot be asked about it.
    pub kind: Option<ImportProblemKind>,
    /// In which field.
    pub field: Option<ImportField>,
    /// The text that is meant.
    pub text: Option<String>,
    /// The earlier line that has the same.
    pub other_line: Option<u32>,
    /// Whether that line is the same in every cell.
    pub identical: bool,
    /// Cells or characters that there are.
    pub count: Option<u32>,
    /// Cells that there should be, or characters that there may be.
    pub limit: Option<u32>,
}

/// A kind of problem, how often, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportProblemCount {
    /// The kind.
    pub kind: ImportProblemKind,
    /// How many rows have it.
    pub rows: u32,
    /// The first of them.
    pub examples: Vec<ImportTrouble>,
}

/// Something doubtful, how often, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportDoubtCount {
    /// In which field.
    pub field: ImportField,
    /// What.
    pub kind: ImportDoubtKind,
    /// How many rows have it.
    pub rows: u32,
    /// The first of them.
    pub lines: Vec<u32>,
}

/// What the orders of one kind and status come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportTotal {
    /// The kind.
    pub product: ProductKind,
    /// The status.
    pub status: StatusKind,
    /// The currency.
    pub currency: String,
    /// How many.
    pub orders: u32,
    /// Their amounts; nothing when they are beyond all measure.
    pub amount: Option<String>,
    /// Their fees.
    pub fees: Option<String>,
}

/// An order as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportOrder {
    /// The line that it stands in.
    pub line: u32,
    /// Its number.
    pub number: String,
    /// When it was made.
    pub created_at: String,
    /// Payer or payee.
    pub name: Option<String>,
    /// What kind.
    pub product: ProductKind,
    /// How much.
    pub amount: String,
    /// In which currency.
    pub currency: String,
    /// Where it stands.
    pub status: StatusKind,
}

/// What would come of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreviewView {
    /// The mapping, with what the whole file decides.
    pub mapping: ImportMapping,
    /// What it does not decide.
    pub questions: Vec<ImportQuestion>,
    /// Whether the mapping can be used at all; the questions say what is missing.
    pub usable: bool,
    /// The offset from UTC cannot be read.
    pub bad_zone: bool,
    /// Rows that would become orders.
    pub good: u32,
    /// Rows that would not.
    pub bad: u32,
    /// Why not.
    pub problems: Vec<ImportProblemCount>,
    /// What is doubtful about the others.
    pub doubts: Vec<ImportDoubtCount>,
    /// What they come to.
    pub totals: Vec<ImportTotal>,
    /// When the first was made.
    pub from: Option<String>,
    /// When the last was made.
    pub to: Option<String>,
    /// The first orders.
    pub first: Vec<ImportOrder>,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportProgressView {
    /// Rows looked at.
    pub done: u32,
    /// Rows in all.
    pub of: u32,
    /// Orders written so far.
    pub written: u32,
}

/// A row that says something else than the order that is here already. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportDifference {
    /// The row's line.
    pub line: u32,
    /// The order.
    pub order_id: String,
    /// Its number here.
    pub number: String,
    /// In what they differ.
    pub field: ImportDifferentField,
    /// What is here.
    pub here: String,
    /// What the file has.
    pub in_file: String,
}

/// What an import came to.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportResultView {
    /// New orders.
    pub written: u32,
    /// Rows whose order was here already.
    pub known: u32,
    /// Rows that were left out.
    pub refused: u32,
    /// The first of them.
    pub refused_rows: Vec<ImportTrouble>,
    /// How often a known order differs from its row.
    pub difference_count: u32,
    /// The first differences.
    pub differences: Vec<ImportDifference>,
    /// Rows that were not looked at any more.
    pub left: u32,
    /// What to search for to see the new orders.
    pub found_by: String,
    /// What stopped it; what was written before stays.
    pub failure: Option<CommandError>,
}
