//! What the whole file says about its own spelling: one row can decide what another leaves open.

use std::collections::{BTreeSet, HashMap};

use gateways::catalogue::Market;
use orders::{Direction, Product};

use super::{Field, Mapping, ProductRule, ProductWord, Question, StatusRule};
use crate::reading::{DateOrder, DecimalMark, MixedDates, plain, read_sum, read_time};
use crate::sheet::CellKind;
use crate::{Row, Sheet, words};

/// How many examples a question shows.
const EXAMPLES: usize = 3;
/// A column with more different words than this holds no statuses or kinds.
const WORDS_LIMIT: usize = 200;

/// Looks through the whole file for what a mapping leaves open, and asks what even the whole file does not decide. What a
/// person has decided stays; words that the file does not have go.
///
/// To be called again when a column, the zone or the kind of the orders was changed.
#[must_use]
pub fn settle(sheet: &Sheet, market: &Market, mapping: &Mapping) -> (Mapping, Vec<Question>) {
    let mut mapping = mapping.clone();
    let missing = Field::REQUIRED.into_iter().filter(|field| !mapping.columns.contains_key(field));
    let mut questions: Vec<Question> = missing.map(|field| Question::FieldMissing { field }).collect();
    questions.extend(settle_dates(sheet, &mut mapping));
    questions.extend(date_cells(sheet, &mapping));
    questions.extend(settle_sums(sheet, market, &mut mapping));
    settle_product(sheet, market, &mut mapping);
    questions.extend(product_questions(mapping.product.as_ref()));
    mapping.statuses = statuses(sheet, market, &mapping);
    questions.extend(mapping.statuses.iter().filter(|rule| rule.ask || rule.status.is_none()).map(|rule| {
        Question::Status {
            word: rule.word.clone(),
            direction: rule.direction,
            proposed: rule.status,
            rows: rule.rows,
        }
    }));
    (mapping, questions)
}

fn columns_of(mapping: &Mapping, wanted: impl Fn(Field) -> bool) -> Vec<usize> {
    mapping.columns.iter().filter(|(field, _)| wanted(**field)).map(|(_, column)| *column).collect()
}

fn note(examples: &mut Vec<String>, text: &str) {
    if examples.len() < EXAMPLES && !examples.iter().any(|example| example == text) {
        examples.push(text.to_owned());
    }
}

fn settle_dates(sheet: &Sheet, mapping: &mut Mapping) -> Option<Question> {
    if mapping.dates.order.is_some() {
        return None;
    }
    let columns = columns_of(mapping, Field::is_time);
    let mut possible: BTreeSet<DateOrder> = DateOrder::ALL.into_iter().collect();
    let mut offered = BTreeSet::new();
    let mut examples = Vec::new();
    for row in sheet.rows() {
        for column in &columns {
            let text = plain(row.cell(*column));
            let Some(time) = read_time(text) else { continue };
            let orders = time.orders();
            possible.retain(|order| orders.contains(order));
            if time.is_open() {
                offered.extend(orders);
                note(&mut examples, text);
            }
        }
    }
    if examples.is_empty() {
        return None;
    }
    let mut deciding = possible.iter();
    if let (Some(only), None) = (deciding.next(), deciding.next()) {
        mapping.dates.order = Some(*only);
        return None;
    }
    // Rows that contradict each other leave every order open to a person, and some rows unread.
    let contradictory = possible.is_empty();
    let choices = if contradictory { offered } else { possible };
    Some(Question::DateOrder { choices: choices.into_iter().collect(), examples, contradictory })
}

/// Asked even when it was answered, so that the answer can be changed.
fn date_cells(sheet: &Sheet, mapping: &Mapping) -> Option<Question> {
    let MixedDates { cells, texts, days, .. } = MixedDates::of(sheet, mapping);
    let (as_shown, exchanged) = days?;
    Some(Question::DateCells {
        cells,
        texts,
        as_shown: as_shown.to_string(),
        exchanged: exchanged.to_string(),
    })
}

fn settle_sums(sheet: &Sheet, market: &Market, mapping: &mut Mapping) -> Option<Question> {
    if mapping.decimals.is_some() {
        return None;
    }
    let columns = columns_of(mapping, Field::is_sum);
    let currency = words::currency_spellings(market.currency);
    let mut deciding = BTreeSet::new();
    let mut examples = Vec::new();
    for row in sheet.rows() {
        for column in columns.iter().filter(|column| row.kind(**column) != CellKind::Number) {
            let text = plain(row.cell(*column));
            let Ok(sum) = read_sum(text, &currency) else { continue };
            deciding.extend(sum.decides());
            if sum.is_open() {
                note(&mut examples, text);
            }
        }
    }
    if examples.is_empty() {
        return None;
    }
    let both: Vec<DecimalMark> = deciding.into_iter().collect();
    if let [only] = both.as_slice() {
        mapping.decimals = Some(*only);
        return None;
    }
    Some(Question::DecimalMark { examples, contradictory: both.len() > 1 })
}

/// Counts the words of a column, the most frequent first; `None` when there are too many for words.
fn count_words<'a, K: std::hash::Hash + Eq + Ord>(
    sheet: &'a Sheet,
    key: impl Fn(&Row<'a>) -> Option<K>,
) -> Option<Vec<(K, u64)>> {
    let mut counts: HashMap<K, u64> = HashMap::new();
    for row in sheet.rows() {
        if let Some(key) = key(&row) {
            *counts.entry(key).or_default() += 1;
        }
        if counts.len() > WORDS_LIMIT {
            return None;
        }
    }
    let mut counts: Vec<(K, u64)> = counts.into_iter().collect();
    counts.sort_by(|(a, a_rows), (b, b_rows)| b_rows.cmp(a_rows).then_with(|| a.cmp(b)));
    Some(counts)
}

fn settle_product(sheet: &Sheet, market: &Market, mapping: &mut Mapping) {
    let column = mapping.columns.get(&Field::Product).copied();
    let words = |decided: &[ProductWord]| {
        let column = column?;
        let counted =
            count_words(sheet, |row| Some(plain(row.cell(column))).filter(|word| !word.is_empty()))?;
        let reading = |word: &str| match decided.iter().find(|rule| rule.word == word) {
            Some(rule) => rule.product,
            None => words::product(word, market.family),
        };
        let rule =
            |(word, rows): (&str, u64)| ProductWord { word: word.to_owned(), product: reading(word), rows };
        Some(counted.into_iter().map(rule).collect::<Vec<_>>())
    };
    match &mut mapping.product {
        Some(ProductRule::Column { words: decided }) => {
            if let Some(found) = words(decided) {
                *decided = found;
            }
        }
        Some(ProductRule::Fixed { .. } | ProductRule::GatewayNumber) => {}
        open @ None => {
            let known = |rules: &Vec<ProductWord>| {
                let known: u64 =
                    rules.iter().filter(|rule| rule.product.is_some()).map(|rule| rule.rows).sum();
                known * 2 >= rules.iter().map(|rule| rule.rows).sum() && known > 0
            };
            let by_column = words(&[]).filter(known).map(|words| ProductRule::Column { words });
            let by_number = || tells_by_number(sheet, mapping.columns.get(&Field::GatewayNumber).copied());
            let by_name =
                || words::product_of_file_name(sheet.name()).map(|product| ProductRule::Fixed { product });
            *open = by_column.or_else(by_number).or_else(by_name);
        }
    }
}

/// Whether the gateway's numbers tell the kind of nearly every order.
fn tells_by_number(sheet: &Sheet, column: Option<usize>) -> Option<ProductRule> {
    let column = column?;
    let numbers = || sheet.rows().map(|row| plain(row.cell(column)));
    let telling = numbers().filter(|number| words::product_of_gateway_number(number).is_some()).count();
    (telling * 100 >= sheet.row_count() * 95 && telling > 0).then_some(ProductRule::GatewayNumber)
}

fn product_questions(rule: Option<&ProductRule>) -> Vec<Question> {
    match rule {
        None => vec![Question::Product],
        Some(ProductRule::Column { words }) => words
            .iter()
            .filter(|rule| rule.product.is_none())
            .map(|rule| Question::ProductWord { word: rule.word.clone(), rows: rule.rows })
            .collect(),
        Some(ProductRule::Fixed { .. } | ProductRule::GatewayNumber) => Vec::new(),
    }
}

fn statuses(sheet: &Sheet, market: &Market, mapping: &Mapping) -> Vec<StatusRule> {
    let Some(column) = mapping.columns.get(&Field::Status).copied() else { return Vec::new() };
    let key = |row: &Row<'_>| {
        let direction = product_of(mapping, row)?.direction();
        Some((column_text(row, column)?.to_owned(), direction.as_str()))
    };
    let Some(counted) = count_words(sheet, key) else { return Vec::new() };
    let rule = |((word, direction), rows): ((String, &str), u64)| {
        let direction =
            if direction == Direction::Payout.as_str() { Direction::Payout } else { Direction::Collect };
        let decided = mapping.statuses.iter().find(|rule| rule.word == word && rule.direction == direction);
        // A decision stays; what was proposed before is proposed again.
        if let Some(rule) = decided {
            return StatusRule { rows, ..rule.clone() };
        }
        let known = words::status(&word, market.family, direction);
        let ask = known.is_none_or(|known| !known.sure);
        StatusRule { word, direction, status: known.map(|known| known.status), ask, rows }
    };
    counted.into_iter().map(rule).collect()
}

fn column_text<'a>(row: &Row<'a>, column: usize) -> Option<&'a str> {
    Some(plain(row.cell(column))).filter(|text| !text.is_empty())
}

fn product_of(mapping: &Mapping, row: &Row<'_>) -> Option<Product> {
    match mapping.product.as_ref()? {
        ProductRule::Fixed { product } => Some(*product),
        ProductRule::Column { words } => {
            let word = column_text(row, *mapping.columns.get(&Field::Product)?)?;
            words.iter().find(|rule| rule.word == word)?.product
        }
        ProductRule::GatewayNumber => {
            let number = column_text(row, *mapping.columns.get(&Field::GatewayNumber)?)?;
            words::product_of_gateway_number(number)
        }
    }
}
