//! A file with a merchant's past as views, and the mapping back.

use desk::{Difference, HistoryGuess, HistoryPreview, ImportProgress, Imported, RefusedRow, RefusedWhy};
use import::{DateRule, Format, Mapping, ProductRule, ProductWord, Question, RowProblem, Sheet, StatusRule};
use ledger::PastOrder;
use orders::Status;

use super::time_text;
use super::{
    ImportColumn, ImportColumnChoice, ImportColumnGuess, ImportDifference, ImportDoubtCount, ImportMapping,
    ImportOrder, ImportPreviewView, ImportProblemCount, ImportProductRule, ImportProductWord,
    ImportProgressView, ImportQuestion, ImportResultView, ImportSheetView, ImportStatusRule, ImportTotal,
    ImportTrouble,
};
use crate::error::CommandError;

/// Texts of the file are cut after so many characters.
const CHARS_SHOWN: usize = 80;
/// Texts shown of each column.
const SAMPLES: usize = 3;
/// Rows looked at for them.
const SAMPLE_ROWS: usize = 100;
/// Orders shown of a preview.
const ORDERS_SHOWN: usize = 8;
/// Lines, rows and differences told one by one.
const TOLD: usize = 100;

impl ImportSheetView {
    /// A file that was read, with a first mapping.
    pub(crate) fn of(token: &str, sheet: &Sheet, found: &HistoryGuess) -> Self {
        let guess = &found.guess;
        let (encoding, unreadable, page, pages) = match sheet.format() {
            Format::Delimited { encoding, unreadable, .. } => {
                (Some((*encoding).into()), *unreadable, None, Vec::new())
            }
            Format::Workbook { page, pages } => (None, 0, Some(page.clone()), pages.clone()),
        };
        let columns = sheet.titles().iter().enumerate().map(|(column, title)| ImportColumn {
            title: shown(title),
            samples: samples(sheet, column),
            guesses: (guess.columns.iter().filter(|taken| taken.column == column))
                .map(|taken| ImportColumnGuess { field: taken.field.into(), why: taken.why.into() })
                .collect(),
        });
        Self {
            token: token.to_owned(),
            name: shown(sheet.name()),
            rows: small(sheet.row_count()),
            encoding,
            unreadable: count(unreadable),
            page,
            pages,
            ragged: count(sheet.ragged_count()),
            ragged_lines: sheet.ragged().iter().take(TOLD).map(|row| row.line).collect(),
            columns: columns.collect(),
            mapping: (&guess.mapping).into(),
            zone_source: guess.zone_source.into(),
            remembered: found.remembered,
            practice: found.practice,
        }
    }
}

fn samples(sheet: &Sheet, column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in sheet.rows().take(SAMPLE_ROWS) {
        let text = shown(row.cell(column));
        if !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// A text of the file without what could mislead the eye, and no longer than can be looked at.
fn shown(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || invisible(c));
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !invisible(*c));
    let mut shown: String = plain.take(CHARS_SHOWN + 1).collect();
    if shown.chars().count() > CHARS_SHOWN {
        shown.pop();
        shown.push('…');
    }
    shown
}

fn count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

fn small(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

impl From<&Mapping> for ImportMapping {
    fn from(mapping: &Mapping) -> Self {
        let columns = mapping
            .columns
            .iter()
            .map(|(field, column)| ImportColumnChoice { field: (*field).into(), column: small(*column) });
        let statuses = mapping.statuses.iter().map(|rule| ImportStatusRule {
            word: rule.word.clone(),
            direction: rule.direction.into(),
            status: rule.status.map(Into::into),
            ask: rule.ask,
            rows: count(rule.rows),
        });
        let word = |rule: &ProductWord| ImportProductWord {
            word: rule.word.clone(),
            product: rule.product.map(Into::into),
            rows: count(rule.rows),
        };
        Self {
            columns: columns.collect(),
            date_order: mapping.dates.order.map(Into::into),
            date_cells: mapping.dates.cells.map(Into::into),
            zone: mapping.dates.zone.clone(),
            decimals: mapping.decimals.map(Into::into),
            product: mapping.product.as_ref().map(|rule| match rule {
                ProductRule::Fixed { product } => ImportProductRule::Fixed { product: (*product).into() },
                ProductRule::Column { words } => {
                    ImportProductRule::Column { words: words.iter().map(word).collect() }
                }
                ProductRule::GatewayNumber => ImportProductRule::GatewayNumber,
            }),
            statuses: statuses.collect(),
        }
    }
}

impl From<ImportMapping> for Mapping {
    fn from(mapping: ImportMapping) -> Self {
        let column = |choice: &ImportColumnChoice| usize::try_from(choice.column).unwrap_or(usize::MAX);
        let word = |rule: ImportProductWord| ProductWord {
            word: rule.word,
            product: rule.product.map(Into::into),
            rows: u64::from(rule.rows),
        };
        let status = |rule: ImportStatusRule| StatusRule {
            word: rule.word,
            direction: rule.direction.into(),
            status: rule.status.map(Into::into),
            ask: rule.ask,
            rows: u64::from(rule.rows),
        };
        Self {
            columns: mapping.columns.iter().map(|choice| (choice.field.into(), column(choice))).collect(),
            dates: DateRule {
                order: mapping.date_order.map(Into::into),
                zone: mapping.zone,
                cells: mapping.date_cells.map(Into::into),
            },
            decimals: mapping.decimals.map(Into::into),
            product: mapping.product.map(|rule| match rule {
                ImportProductRule::Fixed { product } => ProductRule::Fixed { product: product.into() },
                ImportProductRule::Column { words } => {
                    ProductRule::Column { words: words.into_iter().map(word).collect() }
                }
                ImportProductRule::GatewayNumber => ProductRule::GatewayNumber,
            }),
            statuses: mapping.statuses.into_iter().map(status).collect(),
        }
    }
}

/// The questions, each once: the words that are asked about stand in the mapping.
fn questions(questions: &[Question]) -> Vec<ImportQuestion> {
    let texts = |examples: &[String]| examples.iter().map(|text| shown(text)).collect();
    let mut views: Vec<ImportQuestion> = Vec::new();
    for question in questions {
        let view = match question {
            Question::FieldMissing { field } => ImportQuestion::FieldMissing { field: (*field).into() },
            Question::DateOrder { choices, examples, contradictory } => ImportQuestion::DateOrder {
                choices: choices.iter().map(|order| (*order).into()).collect(),
                examples: texts(examples),
                contradictory: *contradictory,
            },
            Question::DateCells { cells, texts: beside, as_shown, exchanged } => ImportQuestion::DateCells {
                cells: texts(cells),
                texts: texts(beside),
                as_shown: as_shown.clone(),
                exchanged: exchanged.clone(),
            },
            Question::DecimalMark { examples, contradictory } => {
                ImportQuestion::Decimals { examples: texts(examples), contradictory: *contradictory }
            }
            Question::Product => ImportQuestion::Product,
            Question::ProductWord { .. } => ImportQuestion::ProductWords,
            Question::Status { .. } => ImportQuestion::Statuses,
        };
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

impl From<HistoryPreview> for ImportPreviewView {
    fn from(found: HistoryPreview) -> Self {
        let empty = Self {
            mapping: (&found.mapping).into(),
            questions: questions(&found.questions),
            usable: false,
            bad_zone: matches!(found.outcome, Err(import::MappingProblem::BadZone { .. })),
            good: 0,
            bad: 0,
            problems: Vec::new(),
            doubts: Vec::new(),
            totals: Vec::new(),
            from: None,
            to: None,
            first: Vec::new(),
        };
        let Ok(preview) = found.outcome else { return empty };
        let problems = preview.problems.iter().map(|problem| ImportProblemCount {
            kind: problem.kind.into(),
            rows: count(problem.rows),
            examples: problem.examples.iter().map(|(line, problem)| trouble(*line, problem)).collect(),
        });
        let doubts = preview.doubts.iter().map(|found| ImportDoubtCount {
            field: found.doubt.field.into(),
            kind: found.doubt.kind.into(),
            rows: count(found.rows),
            lines: found.lines.clone(),
        });
        let totals = preview.totals.iter().map(|total| ImportTotal {
            product: total.product.into(),
            status: total.status.into(),
            currency: total.currency.code().to_owned(),
            orders: count(total.orders),
            amount: total.amount.map(|sum| sum.to_string()),
            fees: total.fees.map(|sum| sum.to_string()),
        });
        let good = preview.rows.iter().filter_map(|row| Some((row.line, row.outcome.as_ref().ok()?)));
        Self {
            usable: true,
            good: count(preview.good),
            bad: count(preview.bad),
            problems: problems.collect(),
            doubts: doubts.collect(),
            totals: totals.collect(),
            from: preview.span_ms.map(|(first, _)| time_text(first)),
            to: preview.span_ms.map(|(_, last)| time_text(last)),
            first: good.take(ORDERS_SHOWN).map(|(line, order)| order_of(line, order)).collect(),
            ..empty
        }
    }
}

fn order_of(line: u32, order: &PastOrder) -> ImportOrder {
    ImportOrder {
        line,
        number: shown(&order.number),
        created_at: time_text(order.created_at_ms),
        name: order.party.name.as_deref().map(shown),
        product: order.product.into(),
        amount: order.amount.to_string(),
        currency: order.currency.code().to_owned(),
        status: order.steps.last().map_or(Status::Unknown, |step| step.status).into(),
    }
}

fn trouble(line: u32, problem: &RowProblem) -> ImportTrouble {
    let plain = ImportTrouble {
        line,
        kind: Some(problem.kind().into()),
        field: None,
        text: None,
        other_line: None,
        identical: false,
        count: None,
        limit: None,
    };
    match problem {
        RowProblem::Ragged { cells, expected } => {
            ImportTrouble { count: Some(small(*cells)), limit: Some(small(*expected)), ..plain }
        }
        RowProblem::NumberRepeated { first_line, identical } => {
            ImportTrouble { other_line: Some(*first_line), identical: *identical, ..plain }
        }
        RowProblem::GatewayNumberRepeated { first_line } => {
            ImportTrouble { other_line: Some(*first_line), ..plain }
        }
        RowProblem::DigitsEaten { field, text }
        | RowProblem::NotANumber { field, text }
        | RowProblem::SumOpen { field, text }
        | RowProblem::TooPrecise { field, text }
        | RowProblem::SumTooLarge { field, text }
        | RowProblem::NotPositive { field, text }
        | RowProblem::DateOpen { field, text } => {
            ImportTrouble { field: Some((*field).into()), text: Some(shown(text)), ..plain }
        }
        RowProblem::OtherCurrency { text }
        | RowProblem::DateUnreadable { text }
        | RowProblem::DateImplausible { text }
        | RowProblem::StatusUnknown { word: text }
        | RowProblem::ProductUnknown { word: text } => ImportTrouble { text: Some(shown(text)), ..plain },
        RowProblem::TextTooLong { field, characters, limit } => ImportTrouble {
            field: Some((*field).into()),
            count: Some(small(*characters)),
            limit: Some(small(*limit)),
            ..plain
        },
        RowProblem::NumberMissing
        | RowProblem::AmountMissing
        | RowProblem::DateMissing
        | RowProblem::StatusMissing => plain,
    }
}

fn refused(row: &RefusedRow) -> ImportTrouble {
    match &row.why {
        RefusedWhy::Row(problem) => trouble(row.line, problem),
        RefusedWhy::OpenInPractice(status) => ImportTrouble {
            line: row.line,
            kind: None,
            field: None,
            text: Some(status.as_str().to_owned()),
            other_line: None,
            identical: false,
            count: None,
            limit: None,
        },
    }
}

impl From<ImportProgress> for ImportProgressView {
    fn from(progress: ImportProgress) -> Self {
        Self { done: small(progress.done), of: small(progress.of), written: count(progress.written) }
    }
}

impl From<&Difference> for ImportDifference {
    fn from(difference: &Difference) -> Self {
        Self {
            line: difference.line,
            order_id: difference.order_id.to_string(),
            number: difference.number.clone(),
            field: difference.field.into(),
            here: shown(&difference.here),
            in_file: shown(&difference.in_file),
        }
    }
}

impl From<Imported> for ImportResultView {
    fn from(imported: Imported) -> Self {
        Self {
            written: count(imported.written),
            known: count(imported.known),
            refused: small(imported.refused.len()),
            refused_rows: imported.refused.iter().take(TOLD).map(refused).collect(),
            difference_count: count(imported.difference_count),
            differences: imported.differences.iter().take(TOLD).map(Into::into).collect(),
            left: small(imported.left),
            found_by: imported.found_by,
            failure: imported.failure.map(CommandError::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn texts_of_a_file_are_plain_and_short() {
        assert_eq!(shown(" a\u{202e}b\tc\u{0}\u{feff} "), "ab c");
        assert_eq!(shown(&"é".repeat(80)).chars().count(), 80);
        let long = shown(&"é".repeat(32_000));
        assert_eq!((long.chars().count(), long.ends_with('…')), (81, true));
    }
}
