//! What is most likely meant by a number comes first: the order whose number it is, then those whose number begins with it.

use super::line::{Line, read_line};
use super::query::Sort;
use super::{Asked, statement};
use crate::LedgerError;
use crate::row::Columns;
use crate::search::Sought;

/// Where more numbers begin with what is sought, beginning with it tells nothing, and they come by time like the others.
pub(super) const RANKED_MAX: usize = 50;

/// The orders that come before all others; none where the list is not one of a search by time.
pub(super) fn ranked(asked: Asked<'_>) -> Result<Vec<Line>, LedgerError> {
    let Asked { reader, query, question, left } = asked;
    let ranks = query.sort == Sort::Newest && !query.unranked;
    let Some(number) = number(&question.sought).filter(|_| ranks) else {
        return Ok(Vec::new());
    };
    let mut wanted: Vec<i64> = reader.all(&statement::with_number(number, false), |row| row.at(0))?;
    let beginning: Vec<i64> = reader.all(&statement::with_number(number, true), |row| row.at(0))?;
    if beginning.len() <= RANKED_MAX {
        let more = beginning.into_iter().filter(|id| !wanted.contains(id));
        wanted.extend(more.collect::<Vec<_>>());
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let sql = statement::of_ids(query, question, left, &wanted);
    let mut lines: Vec<Line> =
        reader.all(&sql, |row| read_line(question, row))?.into_iter().flatten().collect();
    // As they were found: the exact ones first.
    lines.sort_by_key(|line| wanted.iter().position(|wanted| *wanted == line.id.0));
    Ok(lines)
}

/// The one thing that is sought, if it may be a number.
fn number(sought: &Sought) -> Option<&str> {
    match (sought.words.as_slice(), sought.joined.as_deref()) {
        (_, Some(joined)) => Some(joined),
        ([word], None) => word.alone(),
        _ => None,
    }
    .filter(|number| number.chars().count() >= 3 && !number.contains(char::is_whitespace))
}
