//! A file with a merchant's past, and how it is read.
//!
//! Texts of the file are cut and freed of control characters before they cross, except for the words that a mapping is made
//! of, which come back as they are.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{DirectionKind, ProductKind, StatusKind, mirror};

mirror! {
    /// What a column can be.
    #[derive(PartialOrd, Ord)]
    ImportField of import::Field {
        Number: "Our order number.",
        CreatedAt: "When it was made.",
        Amount: "How much.",
        Status: "Where it stands.",
        Product: "What kind of order.",
        GatewayNumber: "The gateway's number.",
        ChannelNumber: "The bank's or channel's number.",
        Channel: "The channel.",
        ActualAmount: "What was really paid.",
        Fee: "The fee.",
        Currency: "The currency.",
        Name: "Who paid or was paid.",
        AccountNo: "Their account.",
        AccountKind: "What kind of account.",
        Bank: "Their bank.",
        Phone: "Their phone.",
        Email: "Their e-mail address.",
        Remark: "The remark.",
        DocumentNumber: "The number of a document.",
        Reason: "Why it failed.",
        CompletedAt: "When it was completed.",
        ReturnedAt: "When the money came back.",
        PayUrl: "The payer's page.",
        PayCode: "The payer's code.",
        Reference: "The payer's reference.",
        Concept: "The payer's concept line.",
    }
}

mirror! {
    /// What comes first in a date of three numbers.
    ImportDateOrder of import::DateOrder {
        DayMonth: "03/04 is the third of April.",
        MonthDay: "03/04 is the fourth of March.",
        YearFirst: "26/04/03 is the third of April 2026.",
    }
}

mirror! {
    /// What date cells say that stand among dates as text.
    ImportDateCells of import::DateCells {
        AsShown: "As the spreadsheet shows them.",
        Exchanged: "Day and month are exchanged.",
    }
}

mirror! {
    /// What stands before the decimals.
    ImportDecimals of import::DecimalMark {
        Point: "1,234.56",
        Comma: "1.234,56",
    }
}

mirror! {
    /// How a text file's characters are written.
    ImportEncoding of import::Encoding {
        Utf8: "UTF-8.",
        Utf16Le: "UTF-16, low byte first.",
        Utf16Be: "UTF-16, high byte first.",
        Windows1252: "Western European Windows.",
        Windows874: "Thai Windows.",
        Gb18030: "Chinese Windows.",
    }
}

mirror! {
    /// Why a column was taken for a field.
    ImportWhy of import::Why {
        Title: "Its title says so.",
        VagueTitle: "Its title may mean that.",
        Values: "Its values look like it.",
    }
}

mirror! {
    /// Where the zone of times that tell none comes from.
    ImportZoneSource of import::ZoneSource {
        Title: "The title of the dates' column.",
        Market: "The market, because nothing else says it.",
    }
}

/// A field and the column that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumnChoice {
    /// The field.
    pub field: ImportField,
    /// The column, counted from 0.
    pub column: u32,
}

/// Where the kind of an order is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportProductRule {
    /// All are of one kind.
    Fixed {
        /// Which.
        product: ProductKind,
    },
    /// By a column's words.
    Column {
        /// What each means.
        words: Vec<ImportProductWord>,
    },
    /// By how the gateway's numbers begin.
    GatewayNumber,
}

/// What a word of the column of kinds means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportProductWord {
    /// As in the file.
    pub word: String,
    /// What it means; nothing until decided.
    pub product: Option<ProductKind>,
    /// How many rows have it.
    pub rows: u32,
}

/// What a status word of the file means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportStatusRule {
    /// As in the file.
    pub word: String,
    /// For orders of this direction.
    pub direction: DirectionKind,
    /// What it means; nothing: such rows are left out.
    pub status: Option<StatusKind>,
    /// Whether a person has to look at it still.
    pub ask: bool,
    /// How many rows have it.
    pub rows: u32,
}

/// How a file's rows become orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportMapping {
    /// Which column holds what.
    pub columns: Vec<ImportColumnChoice>,
    /// How dates are read; nothing until decided.
    pub date_order: Option<ImportDateOrder>,
    /// What date cells say that stand among dates as text; nothing until decided.
    pub date_cells: Option<ImportDateCells>,
    /// The offset from UTC of times that tell none, `-06:00`.
    pub zone: String,
    /// What stands before the decimals; nothing until decided.
    pub decimals: Option<ImportDecimals>,
    /// Where the kind of an order is told; nothing until decided.
    pub product: Option<ImportProductRule>,
    /// What each status word means.
    pub statuses: Vec<ImportStatusRule>,
}

/// What the file alone does not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ImportQuestion {
    /// No column for a field that every order needs.
    FieldMissing {
        /// Which.
        field: ImportField,
    },
    /// Days like 03/04/2026, and no row that decides.
    DateOrder {
        /// What can come first.
        choices: Vec<ImportDateOrder>,
        /// Such days.
        examples: Vec<String>,
        /// Whether rows contradict each other: no choice reads all of them.
        contradictory: bool,
    },
    /// Date cells among dates as text, whose day and month may be exchanged. It stays when it is answered.
    DateCells {
        /// Such cells.
        cells: Vec<String>,
        /// The texts beside them.
        texts: Vec<String>,
        /// The day of the first such cell, `2026-04-03`.
        as_shown: String,
        /// The same with day and month exchanged.
        exchanged: String,
    },
    /// Sums like 1,234, and no row that decides.
    Decimals {
        /// Such sums.
        examples: Vec<String>,
        /// Whether rows contradict each other.
        contradictory: bool,
    },
    /// What kind of orders these are.
    Product,
    /// What a word of the column of kinds means; the mapping has the words.
    ProductWords,
    /// What a status word means; the mapping has the words.
    Statuses,
}

/// Which part of a file is read, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportReading {
    /// A workbook's sheet.
    pub page: Option<String>,
    /// A text file's encoding.
    pub encoding: Option<ImportEncoding>,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumn {
    /// Its title.
    pub title: String,
    /// The first of its texts.
    pub samples: Vec<String>,
    /// What it was taken for at first, and why.
    pub guesses: Vec<ImportColumnGuess>,
}

/// What a column was taken for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumnGuess {
    /// The field.
    pub field: ImportField,
    /// Why.
    pub why: ImportWhy,
}

/// A file that a person has chosen, as a table, and a first mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportSheetView {
    /// What it is named by.
    pub token: String,
    /// The file's name, without its folder.
    pub name: String,
    /// Rows of data.
    pub rows: u32,
    /// A text file's encoding.
    pub encoding: Option<ImportEncoding>,
    /// Characters that could not be read in it.
    pub unreadable: u32,
    /// A workbook's sheet.
    pub page: Option<String>,
    /// All its sheets.
    pub pages: Vec<String>,
    /// Rows with another number of cells than there are titles, and the first lines of them.
    pub ragged: u32,
    /// See `ragged`.
    pub ragged_lines: Vec<u32>,
    /// The columns.
    pub columns: Vec<ImportColumn>,
    /// A first mapping.
    pub mapping: ImportMapping,
    /// Where the zone comes from.
    pub zone_source: ImportZoneSource,
    /// Whether the mapping is that of an earlier file with the same titles.
    pub remembered: bool,
    /// Whether the account is a practice one: open orders are left out then.
    pub practice: bool,
}
