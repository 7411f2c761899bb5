//! What is most likely meant by a number comes first: the order whose number it is, then those whose number begins with it.

use super::query::{OrderQuery, Sort};
use super::{Row, statement};
use crate::row::Columns;
use crate::search::{Question, Sought};
use crate::{Ledger, LedgerError, OrderId};

/// Where more numbers begin with what is sought, beginning with it tells nothing, and they come by time like the others.
pub(super) const RANKED_MAX: usize = 50;

impl Ledger {
    /// The orders that come before all others; none where the list is not one of a search by time.
    pub(super) async fn ranked(
        &self,
        query: &OrderQuery,
        question: &Question,
    ) -> Result<Vec<Row>, LedgerError> {
        let ranks = query.sort == Sort::Newest && !query.unranked;
        let Some(number) = number(&question.sought).filter(|_| ranks) else {
            return Ok(Vec::new());
        };
        let mut ids = statement::with_number(number, false).fetch_all(&self.readers).await?;
        let beginning = statement::with_number(number, true).fetch_all(&self.readers).await?;
        if beginning.len() <= RANKED_MAX {
            ids.extend(beginning);
        }
        let mut wanted: Vec<i64> = Vec::new();
        for row in &ids {
            let id = row.get("id")?;
            if !wanted.contains(&id) {
                wanted.push(id);
            }
        }
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let sql = statement::of_ids(query, question, &self.left_to_person, &wanted);
        let mut rows = Vec::new();
        for row in sql.fetch_all(&self.readers).await? {
            rows.extend(statement::verified(question, row)?);
        }
        // As they were found: the exact ones first.
        rows.sort_by_key(|row| id(row).ok().and_then(|id| wanted.iter().position(|wanted| *wanted == id.0)));
        Ok(rows)
    }
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

pub(super) fn id(row: &Row) -> Result<OrderId, LedgerError> {
    Ok(OrderId(row.row.get("id")?))
}
