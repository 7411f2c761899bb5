//! Lists of orders: filters, search and pages, each page begun where the one before ended.

mod count;
mod plan;
mod query;
mod ranked;
mod scan;
mod statement;
mod windows;

pub use count::Counted;
pub use query::{Cursor, Is, OrderPage, OrderQuery, Sort, Test};
pub(crate) use statement::select_summary;

use sqlx::sqlite::SqliteRow;

use self::query::Part;
use self::scan::Scan;
use crate::connection::failed;
use crate::row::Columns;
use crate::search::{Found, Question};
use crate::tables::orders::read_summary;
use crate::{DamagedOrder, Ledger, LedgerError, OrderId, OrderSummary};

impl Ledger {
    /// A page of orders. Where no index serves the filters it may be shorter than asked for, with a place to go on from:
    /// then nothing more was found within a moment, and looking goes on there.
    ///
    /// With a search text in the order of time, orders whose number is the text, or begins with it, come first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn list_orders(&self, query: &OrderQuery) -> Result<OrderPage, LedgerError> {
        let question = Question::new(&self.readers, &query.sought).await?;
        // A list by status that met damage goes on by time.
        let past_damage =
            query.sort == Sort::Status && query.after.is_some_and(|place| place.part == Part::Rest);
        if past_damage && !question.reads_texts() {
            return self.list_one_by_one(query).await;
        }
        let page = self.page(query, &question).await;
        match page {
            // Damage somewhere must not hide the orders that stand elsewhere.
            Err(LedgerError::Damaged(_)) if !question.reads_texts() => self.list_one_by_one(query).await,
            other => other,
        }
    }

    async fn page(&self, query: &OrderQuery, question: &Question) -> Result<OrderPage, LedgerError> {
        let mut page = OrderPage::default();
        let first = self.ranked(query, question).await?;
        let shown: Vec<OrderId> = first.iter().map(ranked::id).collect::<Result<_, _>>()?;
        let (skipped, from) = match query.after {
            None => (0, None),
            Some(Cursor { part: Part::Ranked, key, .. }) => {
                (usize::try_from(key).unwrap_or(usize::MAX), None)
            }
            Some(place) => (shown.len(), Some(place)),
        };
        for row in first.into_iter().skip(skipped).take(query.limit()) {
            self.add(&mut page, row)?;
        }
        if page.len() >= query.limit() {
            let key = i64::try_from(skipped.saturating_add(page.len())).unwrap_or(i64::MAX);
            page.next = Some(Cursor { part: Part::Ranked, key, id: OrderId(0) });
            return Ok(page);
        }
        let mut scan = Scan::new(self, query, question, from).await?;
        page.sorted_by_time = scan.sorted_by_time();
        while page.len() < query.limit() {
            let Some(row) = scan.next().await? else { break };
            if !shown.contains(&ranked::id(&row)?) {
                self.add(&mut page, row)?;
            }
        }
        page.next = scan.place().await?;
        page.looking = page.next.is_some() && page.len() < query.limit();
        Ok(page)
    }

    /// The slow way through a damaged file: the places of the list from the index that orders it, and each order by
    /// itself, so that those on damaged pages do not hide the others.
    async fn list_one_by_one(&self, query: &OrderQuery) -> Result<OrderPage, LedgerError> {
        let places = statement::places(query, &self.left_to_person).fetch_all(&self.readers).await?;
        let wanted = query.limit();
        let sorted_by_time = query.sort == Sort::Status;
        let mut page = OrderPage { sorted_by_time, ..OrderPage::default() };
        for place in places.iter().take(wanted) {
            let id = OrderId(place.get("id")?);
            let row = sqlx::query(ONE).bind(id.0).fetch_optional(&self.readers).await.map_err(failed);
            match row {
                Ok(Some(row)) => self.add_line(&mut page, id, read_summary(&row), Some(&row)),
                Ok(None) => {}
                Err(LedgerError::Damaged(what)) => {
                    self.add_line(&mut page, id, Err(LedgerError::Damaged(what)), Some(place));
                }
                Err(other) => return Err(other),
            }
        }
        let last = places.get(wanted.saturating_sub(1)).filter(|_| places.len() > wanted);
        page.next = last.map(|row| statement::cursor(row, Part::Rest)).transpose()?;
        Ok(page)
    }

    /// These orders as lines of a list, in the order of the ids; those that are not there are left out.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn lines_of(&self, ids: &[OrderId]) -> Result<OrderPage, LedgerError> {
        let mut page = OrderPage::default();
        for id in ids {
            let row = sqlx::query(ONE).bind(id.0).fetch_optional(&self.readers).await.map_err(failed);
            match row {
                Ok(Some(row)) => self.add_line(&mut page, *id, read_summary(&row), Some(&row)),
                Ok(None) => {}
                Err(LedgerError::Damaged(what)) => {
                    self.add_line(&mut page, *id, Err(LedgerError::Damaged(what)), None);
                }
                Err(other) => return Err(other),
            }
        }
        Ok(page)
    }

    fn add(&self, page: &mut OrderPage, row: Row) -> Result<(), LedgerError> {
        let id = OrderId(row.row.get("id")?);
        let line = read_summary(&row.row).map(|line| OrderSummary { found: row.found, ..line });
        self.add_line(page, id, line, Some(&row.row));
        Ok(())
    }

    /// Adds an order to a page: as a line, or among those that cannot be read.
    fn add_line(
        &self,
        page: &mut OrderPage,
        id: OrderId,
        line: Result<OrderSummary, LedgerError>,
        row: Option<&SqliteRow>,
    ) {
        let mut known = self.damage.orders();
        match line {
            Ok(mut line) => {
                line.damaged = known.contains(&id);
                page.rows.push(line);
            }
            Err(_) => {
                known.insert(id);
                let read = DamagedOrder {
                    id,
                    number: row.and_then(|row| row.get("number").ok()),
                    created_at_ms: row.and_then(|row| row.get("created_at_ms").ok()),
                };
                page.damaged.push(read);
            }
        }
    }

    /// What a person has to look at, newest first: unknown outcomes, orders proven not sent, prepared ones that an
    /// earlier run of the program left behind or that were kept from leaving, and orders with a flag that nobody has seen
    /// (returned money among them).
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn needs_person(&self, limit: u32) -> Result<Vec<OrderSummary>, LedgerError> {
        let query = OrderQuery { tests: vec![Is::NeedsPerson.into()], limit, ..OrderQuery::default() };
        Ok(self.list_orders(&query).await?.rows)
    }

    /// The newest orders.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn recent(&self, limit: u32) -> Result<Vec<OrderSummary>, LedgerError> {
        Ok(self.list_orders(&OrderQuery { limit, ..OrderQuery::default() }).await?.rows)
    }
}

/// One line of a list by its order's id.
const ONE: &str = select_summary!("FROM orders o WHERE o.id = ?");

/// A row of a list, and where what was sought stands in it.
struct Row {
    row: SqliteRow,
    found: Option<Found>,
}
