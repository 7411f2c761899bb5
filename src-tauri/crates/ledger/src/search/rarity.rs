//! How common trigrams are, and what the index is asked for: the rarest of a question.

use std::collections::BTreeSet;

use super::marks::{head_term, shape_term};
use super::question::{Drive, Sought, Word};
use crate::LedgerError;
use crate::reading::Reader;
use crate::row::Columns;
use crate::sql::Sql;

/// More trigrams than this cost more to intersect than they save (SPEED_AND_SAFETY §1.6).
const TRIGRAMS: usize = 4;
/// So many different trigrams of a question are looked up; the rarest of them are taken.
const LOOKED_UP: usize = 200;

/// The trigrams of some texts, each once, as they come.
pub(super) fn different<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        for three in letters.windows(3) {
            let trigram: String = three.iter().collect();
            if seen.insert(trigram.clone()) {
                all.push(trigram);
            }
        }
    }
    all
}

/// How many orders have which trigram, as of the last counting.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) known: Vec<(String, i64)>,
    /// Whether they were counted at all.
    pub(super) any: bool,
    /// The shapes that one of the trigrams stands in: what the index is asked for, and the shape.
    pub(super) shapes: Vec<(String, String)>,
}

impl Counts {
    /// Trigrams that were in no order when they were counted are rare.
    fn of(&self, trigram: &str) -> i64 {
        self.known.iter().find(|(known, _)| known == trigram).map_or(0, |(_, n)| *n)
    }

    /// Each of the alternatives by its rarest trigrams.
    pub(super) fn drive(&self, alternatives: &[Vec<String>]) -> Drive {
        let mut parts = Vec::new();
        let mut candidates = 0_i64;
        for trigrams in alternatives {
            let chosen = self.rarest(trigrams);
            candidates =
                candidates.saturating_add(chosen.iter().map(|part| self.of(part)).min().unwrap_or(0));
            let terms = chosen.iter().map(|part| self.term(part));
            parts.push(format!("({})", terms.collect::<Vec<_>>().join(" AND ")));
        }
        Drive::Trigrams { expression: parts.join(" OR "), candidates: self.any.then_some(candidates) }
    }

    /// The orders with a trigram: it stands in their own texts, or in a shape that they have.
    fn term(&self, trigram: &str) -> String {
        let within =
            self.shapes.iter().filter(|(_, shape)| shape.contains(trigram)).map(|(term, _)| quoted(term));
        let terms: Vec<String> = std::iter::once(quoted(trigram)).chain(within).collect();
        if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" OR ")) }
    }

    /// By the spellings of a word that has several, all of them long enough; without such a word, everything.
    pub(super) fn drive_any(&self, words: &[Word]) -> Drive {
        let spellings = words.iter().map(|word| word.any().iter().map(|text| different([text.as_str()])));
        let mut long = spellings.map(Iterator::collect::<Vec<_>>);
        match long.find(|any| !any.is_empty() && any.iter().all(|trigrams| !trigrams.is_empty())) {
            Some(any) => self.drive(&any),
            None => Drive::Everything,
        }
    }

    /// Up to four of them; while nothing is counted, evenly spread ones.
    fn rarest<'t>(&self, trigrams: &'t [String]) -> Vec<&'t str> {
        let mut all: Vec<&str> = trigrams.iter().map(String::as_str).collect();
        if self.any {
            all.sort_by_key(|trigram| self.of(trigram));
            all.truncate(TRIGRAMS);
            return all;
        }
        let last = all.len().saturating_sub(1);
        let places: BTreeSet<usize> = (0..TRIGRAMS).map(|n| n * last / (TRIGRAMS - 1)).collect();
        places.into_iter().filter_map(|place| all.get(place).copied()).collect()
    }
}

/// Inside quotes nothing has a meaning to the index's language but the quote itself, which is doubled.
fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// What the index is asked for to find a beginning.
pub(crate) fn head_expression(head: &str) -> String {
    quoted(&head_term(head))
}

/// What is known of a question's trigrams.
pub(super) fn counts(reader: &Reader, sought: &Sought) -> Result<Counts, LedgerError> {
    let words = sought.words.iter().flat_map(Word::any).map(String::as_str);
    let mut asked = different(words.chain(sought.joined.as_deref()));
    asked.truncate(LOOKED_UP);
    if asked.is_empty() {
        return Ok(Counts::default());
    }
    let any = reader.first(&Sql::new("SELECT EXISTS (SELECT 1 FROM find_trigrams)"), |row| row.at(0))?;
    let shapes = shapes(reader, &asked)?;
    if any != Some(true) {
        return Ok(Counts { shapes, ..Counts::default() });
    }
    let mut sql = Sql::new("SELECT trigram, n FROM find_trigrams WHERE trigram IN (");
    sql.bind_all(asked).push(")");
    let known = reader.all(&sql, |row| Ok((row.at(0)?, row.at(1)?)))?;
    Ok(Counts { known, any: true, shapes })
}

/// The shapes that one of some trigrams stands in.
fn shapes(reader: &Reader, trigrams: &[String]) -> Result<Vec<(String, String)>, LedgerError> {
    let shapes =
        reader.all(&shapes_with(trigrams), |row| Ok(shape_term(row.at(0)?).zip(row.at::<Option<_>>(1)?)))?;
    Ok(shapes.into_iter().flatten().collect())
}

/// A few dozen rows, read as a whole.
fn shapes_with(trigrams: &[String]) -> Sql {
    let mut sql = Sql::new("SELECT id, shape FROM find_shapes WHERE ");
    for (n, trigram) in trigrams.iter().enumerate() {
        sql.push(if n == 0 { "instr(shape, " } else { " OR instr(shape, " });
        sql.bind(trigram.clone()).push(") > 0");
    }
    sql
}
