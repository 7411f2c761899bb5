//! A line of a list, as it is read from a row of its statement.

use rusqlite::Row;

use super::statement::select_summary;
use crate::reading::{self, Reader};
use crate::row::Columns;
use crate::search::{Found, Question, Texts, found_in};
use crate::sql::Sql;
use crate::tables::orders::read_summary;
use crate::{DamagedOrder, LedgerError, OrderId, OrderSummary};

/// Where some columns of the statements stand; a test holds them against the statements.
pub(super) mod place {
    pub(in crate::list) const ID: usize = 0;
    pub(in crate::list) const NUMBER: usize = 3;
    pub(in crate::list) const AMOUNT: usize = 6;
    pub(in crate::list) const CREATED_AT_MS: usize = 14;
    /// These only where texts are read.
    pub(in crate::list) const PLACE: usize = 19;
    pub(in crate::list) const TEXT: usize = 20;
    pub(in crate::list) const SAID: usize = 21;
    pub(in crate::list) const RAW: usize = 22;
}

/// An order in a list.
pub(super) struct Line {
    pub(super) id: OrderId,
    /// What the list shows of it, or what can be read of it where that is damaged.
    pub(super) read: Result<OrderSummary, DamagedOrder>,
}

/// The line of a row, with where in it what is sought stands; `None` if a word stands in it, but not in the field that was
/// named.
pub(super) fn read_line(question: &Question, row: &Row<'_>) -> Result<Option<Line>, LedgerError> {
    if !question.reads_texts() {
        return line(row, None).map(Some);
    }
    let text = |place| row.get_ref(place).map_err(reading::failed)?.as_str().map_err(unreadable);
    let texts = Texts { text: text(place::TEXT)?, said: text(place::SAID)?, raw: text(place::RAW)? };
    found_in(question, texts).map(|found| line(row, found)).transpose()
}

fn line(row: &Row<'_>, found: Option<Found>) -> Result<Line, LedgerError> {
    let id = OrderId(row.at(place::ID)?);
    let read = read_summary(row).map(|line| OrderSummary { found, ..line }).map_err(|_| DamagedOrder {
        id,
        number: row.at(place::NUMBER).ok(),
        created_at_ms: row.at(place::CREATED_AT_MS).ok(),
    });
    Ok(Line { id, read })
}

/// An order as a line; `None` where there is none.
pub(super) fn line_of(
    reader: &Reader,
    id: OrderId,
    created_at_ms: Option<i64>,
) -> Result<Option<Line>, LedgerError> {
    let mut sql = Sql::new(select_summary!("FROM orders o WHERE o.id = ?"));
    match reader.first(sql.with(id.0), |row| line(row, None)) {
        // On a damaged page.
        Err(LedgerError::Damaged(_)) => {
            Ok(Some(Line { id, read: Err(DamagedOrder { id, number: None, created_at_ms }) }))
        }
        other => other,
    }
}

fn unreadable(error: rusqlite::types::FromSqlError) -> LedgerError {
    LedgerError::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::list::statement::{select_summary, select_texts};
    use crate::tests::Fixture;

    #[tokio::test]
    async fn the_columns_stand_where_they_are_read() {
        let fixture = Fixture::new().await;
        let names = |sql| fixture.ledger.reading.ask(move |reader| Ok(reader.columns_of(sql)));
        let line = names(select_summary!("FROM orders o")).await.unwrap();
        let with_texts = names(select_texts!("FROM orders o, find f")).await.unwrap();
        assert_eq!(with_texts[..line.len()], line[..]);
        for (place, name) in [
            (place::ID, "id"),
            (place::NUMBER, "number"),
            (place::AMOUNT, "amount"),
            (place::CREATED_AT_MS, "created_at_ms"),
            (place::PLACE, "place"),
            (place::TEXT, "text"),
            (place::SAID, "said"),
            (place::RAW, "raw"),
        ] {
            assert_eq!(with_texts[place], name);
        }
    }
}
