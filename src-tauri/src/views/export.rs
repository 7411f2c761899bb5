//! A list of orders as a file: what is asked for, and what came of it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{OrderQuery, ProductKind, StatusKind};

/// What a column of an exported file holds. The names are those of the list's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportColumn {
    /// Our order number.
    Number,
    /// The gateway's.
    Gateway,
    /// Where it stands, in the window's words.
    Status,
    /// How much was asked.
    Amount,
    /// In which currency.
    Currency,
    /// What was really paid.
    Actual,
    /// The fee.
    Fee,
    /// The kind, in the window's words.
    Product,
    /// Payer or payee.
    Name,
    /// The account paid to: masked as in the list, or whole where a person asks for that (S15).
    Payee,
    /// The channel's label.
    Channel,
    /// The account's name.
    Account,
    /// When it was made: RFC 3339 in UTC.
    Created,
    /// When something last happened: RFC 3339 in UTC.
    Updated,
    /// Whether a person starred it.
    Star,
    /// Its labels.
    Labels,
}

/// A column with its heading in the window's language.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportHeading {
    /// What stands in it.
    pub column: ExportColumn,
    /// What stands over it.
    pub heading: String,
}

/// A status in the window's language.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusWord {
    /// The status.
    pub status: StatusKind,
    /// Its word.
    pub word: String,
}

/// A kind of order in the window's language.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProductWord {
    /// The kind.
    pub product: ProductKind,
    /// Its word.
    pub word: String,
}

/// Which orders go into a file, and how they are written there.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// These orders; without them all that the query finds.
    pub ids: Option<Vec<String>>,
    /// The list.
    pub query: OrderQuery,
    /// The columns, from left to right.
    pub columns: Vec<ExportHeading>,
    /// The statuses' words.
    pub statuses: Vec<StatusWord>,
    /// The kinds' words.
    pub products: Vec<ProductWord>,
    /// What stands for a star.
    pub starred: String,
    /// Whether account numbers are written in full.
    pub full_account_numbers: bool,
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportProgress {
    /// Orders written so far.
    pub rows: u32,
    /// How many there will be, once that is known; counted meanwhile, never waited for. At least so many: orders that come
    /// in before the end are written too.
    pub total: Option<u32>,
}

/// How an export ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportEnd {
    /// The file stands where it was wanted.
    Written,
    /// A person stopped it; nothing was left behind.
    Stopped,
    /// No place was chosen.
    NoPlace,
}

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportDone {
    /// How it ended.
    pub end: ExportEnd,
    /// Orders in the file, or written until it was stopped.
    pub rows: u32,
    /// Orders that belong into it and cannot be read.
    pub unreadable: u32,
    /// The file's name, without its folder.
    pub name: Option<String>,
}
