//! Date cells that a spreadsheet of another country may have made out of texts.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{plain, read_time};
use crate::sheet::CellKind;
use crate::{Mapping, Row, Sheet};

/// How many examples are kept of cells and of texts.
const EXAMPLES: usize = 3;

/// Columns of times whose date cells may have day and month exchanged: beside them stand texts of which only one order of
/// day and month makes dates. That is what is left of a file that a spreadsheet read in the other order.
#[derive(Debug, Default)]
pub(crate) struct MixedDates {
    /// The columns.
    columns: BTreeSet<usize>,
    /// Date cells as the spreadsheet shows them.
    pub(crate) cells: Vec<String>,
    /// Texts beside them.
    pub(crate) texts: Vec<String>,
    /// The day of the first such cell, and the day that it is with day and month exchanged.
    pub(crate) days: Option<(Date, Date)>,
}

impl MixedDates {
    /// Looks through a sheet's columns of times.
    pub(crate) fn of(sheet: &Sheet, mapping: &Mapping) -> Self {
        let mut found = Self::default();
        let mut touched = Vec::new();
        for (_, column) in mapping.columns.iter().filter(|(field, _)| field.is_time()) {
            let seen = Column::of(sheet, *column);
            if seen.days.is_none() {
                continue;
            }
            if seen.texts.is_empty() {
                // The same spreadsheet read this one too; days beyond the twelfth it would have left as texts.
                touched.extend((!seen.beyond_twelve).then_some(*column));
                continue;
            }
            found.columns.insert(*column);
            if found.days.is_none() {
                (found.cells, found.texts, found.days) = (seen.cells, seen.texts, seen.days);
            }
        }
        if !found.columns.is_empty() {
            found.columns.extend(touched);
        }
        found
    }

    /// Whether a row's cell is a date cell of such a column.
    pub(crate) fn has(&self, row: &Row<'_>, column: usize) -> bool {
        self.columns.contains(&column) && row.kind(column) == CellKind::Time
    }
}

/// What one column holds.
#[derive(Default)]
struct Column {
    cells: Vec<String>,
    texts: Vec<String>,
    days: Option<(Date, Date)>,
    /// Whether a date cell has a day that is no month.
    beyond_twelve: bool,
}

impl Column {
    fn of(sheet: &Sheet, column: usize) -> Self {
        let mut seen = Self::default();
        for row in sheet.rows() {
            let text = plain(row.cell(column));
            let Some(time) = read_time(text) else { continue };
            if row.kind(column) != CellKind::Time {
                note(&mut seen.texts, text, time.tells_order());
                continue;
            }
            seen.beyond_twelve |= time.day().is_some_and(|day| day.day() > 12);
            let other = time.exchanged().and_then(|it| it.day());
            note(&mut seen.cells, text, other.is_some());
            if seen.days.is_none() {
                seen.days = time.day().zip(other);
            }
        }
        seen
    }
}

fn note(examples: &mut Vec<String>, text: &str, wanted: bool) {
    if wanted && examples.len() < EXAMPLES {
        examples.push(text.to_owned());
    }
}
