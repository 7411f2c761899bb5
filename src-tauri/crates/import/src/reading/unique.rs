//! Numbers that stand in a file twice.

use std::collections::HashMap;

use super::{Builder, RowProblem};
use crate::{Field, Row, Sheet};

/// The numbers of the rows that became orders, with where they stand.
#[derive(Debug, Default)]
pub(crate) struct Seen<'a> {
    numbers: HashMap<&'a str, usize>,
    gateway_numbers: HashMap<&'a str, usize>,
}

impl<'a> Seen<'a> {
    /// Whether the row's numbers are new.
    pub(crate) fn check(
        &self,
        sheet: &Sheet,
        row: &Row<'a>,
        index: usize,
        builder: &Builder<'a>,
    ) -> Result<(), RowProblem> {
        let earlier = |seen: &HashMap<&str, usize>, field| {
            let number = builder.text(row, field)?;
            seen.get(number).filter(|at| **at != index).and_then(|at| sheet.row(*at))
        };
        if let Some(first) = earlier(&self.numbers, Field::Number) {
            let identical = first.cells().eq(row.cells());
            return Err(RowProblem::NumberRepeated { first_line: first.line(), identical });
        }
        match earlier(&self.gateway_numbers, Field::GatewayNumber) {
            Some(first) => Err(RowProblem::GatewayNumberRepeated { first_line: first.line() }),
            None => Ok(()),
        }
    }

    /// Remembers the numbers of a row that became an order.
    pub(crate) fn note(&mut self, row: &Row<'a>, index: usize, builder: &Builder<'a>) {
        if let Some(number) = builder.text(row, Field::Number) {
            self.numbers.insert(number, index);
        }
        // Numbers whose digits are eaten look the same and are not kept.
        if let Some(number) =
            builder.text(row, Field::GatewayNumber).filter(|it| !super::plain::looks_eaten(it))
        {
            self.gateway_numbers.insert(number, index);
        }
    }
}
