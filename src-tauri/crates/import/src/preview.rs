//! What would come of a file: for a person to compare with the console before anything is written.

use std::collections::BTreeMap;

use ledger::PastOrder;
use money::{Amount, Currency};
use orders::{Product, Status};
use serde::Serialize;

use crate::reading::{Builder, Seen};
use crate::{AccountFacts, Doubt, Mapping, MappingProblem, ProblemKind, RowProblem, Sheet};

/// How many rows a preview shows one by one.
pub const PREVIEW_ROWS: usize = 50;
/// How many lines are named for one kind of problem.
const LINES_TOLD: usize = 20;

/// What would come of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// How many rows would become orders.
    pub good: u64,
    /// How many would not; each is counted under its first problem.
    pub bad: u64,
    /// The problems, by kind.
    pub problems: Vec<ProblemCount>,
    /// What is doubtful about rows that would become orders.
    pub doubts: Vec<DoubtCount>,
    /// What the orders come to.
    pub totals: Vec<Total>,
    /// When the first and the last order was made, Unix milliseconds.
    pub span_ms: Option<(i64, i64)>,
}

/// One of the first rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Where it begins in the file.
    pub line: u32,
    /// The order, its record included, or why it is none.
    pub outcome: Result<PastOrder, RowProblem>,
}

/// A kind of problem, how often, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemCount {
    /// The kind.
    pub kind: ProblemKind,
    /// How many rows have it.
    pub rows: u64,
    /// The first of them: line and problem.
    pub examples: Vec<(u32, RowProblem)>,
}

/// Something doubtful, how often, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtCount {
    /// What, in which field.
    pub doubt: Doubt,
    /// How many rows have it.
    pub rows: u64,
    /// The lines of the first of them.
    pub lines: Vec<u32>,
}

/// What the orders of one kind and status come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The kind.
    pub product: Product,
    /// The status.
    pub status: Status,
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub orders: u64,
    /// Their amounts; `None` when the sum is beyond all measure.
    pub amount: Option<Amount>,
    /// Their fees.
    pub fees: Option<Amount>,
}

/// Reads every row, keeps the first [`PREVIEW_ROWS`], and counts the rest.
///
/// # Errors
/// [`MappingProblem`] when the mapping cannot be used for this sheet at all.
pub fn preview(
    sheet: &Sheet,
    mapping: &Mapping,
    facts: &AccountFacts<'_>,
) -> Result<Preview, MappingProblem> {
    let builder = Builder::new(sheet, mapping, facts)?;
    let mut seen = Seen::default();
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    for (index, row) in sheet.rows().enumerate() {
        let outcome = seen.check(sheet, &row, index, &builder).and_then(|()| builder.order(&row));
        match &outcome {
            Ok((order, doubts)) => {
                seen.note(&row, index, &builder);
                counts.good(row.line(), order, doubts);
            }
            Err(problem) => counts.bad(row.line(), problem),
        }
        if rows.len() < PREVIEW_ROWS {
            let outcome = outcome.map(|(order, _)| PastOrder { record: builder.record(&row), ..order });
            rows.push(PreviewRow { line: row.line(), outcome });
        }
    }
    Ok(counts.preview(rows))
}

#[derive(Default)]
struct Counts {
    good: u64,
    problems: BTreeMap<ProblemKind, ProblemCount>,
    doubts: BTreeMap<Doubt, DoubtCount>,
    totals: BTreeMap<(&'static str, usize), Total>,
    span_ms: Option<(i64, i64)>,
}

impl Counts {
    fn good(&mut self, line: u32, order: &PastOrder, doubts: &[Doubt]) {
        self.good += 1;
        let at = order.created_at_ms;
        self.span_ms = Some(self.span_ms.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        for doubt in doubts {
            let count = self.doubts.entry(*doubt).or_insert_with(|| DoubtCount {
                doubt: *doubt,
                rows: 0,
                lines: Vec::new(),
            });
            count.rows += 1;
            if count.lines.len() < LINES_TOLD {
                count.lines.push(line);
            }
        }
        let Some(status) = order.steps.last().map(|step| step.status) else { return };
        let place = Status::ALL.iter().position(|other| *other == status).unwrap_or_default();
        let total = self.totals.entry((order.product.as_str(), place)).or_insert_with(|| Total {
            product: order.product,
            status,
            currency: order.currency,
            orders: 0,
            amount: Some(Amount::ZERO),
            fees: Some(Amount::ZERO),
        });
        total.orders += 1;
        total.amount = total.amount.and_then(|sum| sum.checked_add(order.amount));
        total.fees = total.fees.and_then(|sum| sum.checked_add(order.fee.unwrap_or_default()));
    }

    fn bad(&mut self, line: u32, problem: &RowProblem) {
        let kind = problem.kind();
        let count =
            self.problems.entry(kind).or_insert_with(|| ProblemCount { kind, rows: 0, examples: Vec::new() });
        count.rows += 1;
        if count.examples.len() < LINES_TOLD {
            count.examples.push((line, problem.clone()));
        }
    }

    fn preview(self, rows: Vec<PreviewRow>) -> Preview {
        Preview {
            rows,
            good: self.good,
            bad: self.problems.values().map(|count| count.rows).fold(0, u64::saturating_add),
            problems: self.problems.into_values().collect(),
            doubts: self.doubts.into_values().collect(),
            totals: self.totals.into_values().collect(),
            span_ms: self.span_ms,
        }
    }
}
