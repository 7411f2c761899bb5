//! Lists of orders: filters, search and pages, each page begun where the one before ended.

mod count;
mod driver;
mod filters;
mod line;
mod plan;
mod query;
mod ranked;
mod scan;
mod statement;
mod windows;

pub use count::Counted;
pub use query::{Cursor, Is, OrderPage, OrderQuery, Sort, Test};
pub(crate) use statement::select_summary;

use self::line::{Line, line_of};
use self::query::Part;
use self::scan::Scan;
use crate::left_to_person::LeftNow;
use crate::reading::Reader;
use crate::row::Columns;
use crate::search::Question;
use crate::{Ledger, LedgerError, OrderId, OrderSummary};

/// What a list is made from.
#[derive(Debug, Clone, Copy)]
struct Asked<'q> {
    reader: &'q Reader,
    query: &'q OrderQuery,
    question: &'q Question,
    /// Which prepared orders wait for a person.
    left: &'q LeftNow,
}

impl Ledger {
    /// A page of orders. Where no index serves the filters it may be shorter than asked for, with a place to go on from:
    /// then nothing more was found within a moment, and looking goes on there.
    ///
    /// With a search text in the order of time, orders whose number is the text, or begins with it, come first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn list_orders(&self, query: &OrderQuery) -> Result<OrderPage, LedgerError> {
        let (query, left) = (query.clone(), self.left_to_person.now());
        let page = self.reading.ask(move |reader| {
            let question = Question::new(reader, &query.sought)?;
            page_in_spite_of_damage(Asked { reader, query: &query, question: &question, left: &left })
        });
        Ok(self.with_known_damage(page.await?))
    }

    /// These orders as lines of a list, in the order of the ids; those that are not there are left out.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn lines_of(&self, ids: &[OrderId]) -> Result<OrderPage, LedgerError> {
        let ids = ids.to_vec();
        let page = self.reading.ask(move |reader| {
            let mut page = OrderPage::default();
            for id in ids {
                page.extend(line_of(reader, id, None)?);
            }
            Ok(page)
        });
        Ok(self.with_known_damage(page.await?))
    }

    /// Marks the orders that are known to be damaged, and remembers those that turned out to be.
    fn with_known_damage(&self, mut page: OrderPage) -> OrderPage {
        let mut known = self.damage.orders();
        known.extend(page.damaged.iter().map(|order| order.id));
        for line in &mut page.rows {
            line.damaged = known.contains(&line.id);
        }
        page
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

fn page_in_spite_of_damage(asked: Asked<'_>) -> Result<OrderPage, LedgerError> {
    let Asked { query, question, .. } = asked;
    // A list by status that met damage goes on by time.
    let past_damage = query.sort == Sort::Status && query.after.is_some_and(|place| place.part == Part::Rest);
    if past_damage && !question.reads_texts() {
        return one_by_one(asked);
    }
    match page(asked) {
        // Damage somewhere must not hide the orders that stand elsewhere.
        Err(LedgerError::Damaged(_)) if !question.reads_texts() => one_by_one(asked),
        other => other,
    }
}

fn page(asked: Asked<'_>) -> Result<OrderPage, LedgerError> {
    let query = asked.query;
    let mut page = OrderPage::default();
    let first = ranked::ranked(asked)?;
    let shown: Vec<OrderId> = first.iter().map(|line| line.id).collect();
    let (skipped, from) = match query.after {
        None => (0, None),
        Some(Cursor { part: Part::Ranked, key, .. }) => (usize::try_from(key).unwrap_or(usize::MAX), None),
        Some(place) => (shown.len(), Some(place)),
    };
    page.extend(first.into_iter().skip(skipped).take(query.limit()));
    if page.len() >= query.limit() {
        let key = i64::try_from(skipped.saturating_add(page.len())).unwrap_or(i64::MAX);
        page.next = Some(Cursor { part: Part::Ranked, key, id: OrderId(0) });
        return Ok(page);
    }
    let mut scan = Scan::new(asked, from)?;
    page.sorted_by_time = scan.sorted_by_time();
    while page.len() < query.limit() {
        let Some(line) = scan.next()? else { break };
        page.extend(Some(line).filter(|line| !shown.contains(&line.id)));
    }
    page.next = scan.place()?;
    page.looking = page.next.is_some() && page.len() < query.limit();
    Ok(page)
}

/// The slow way through a damaged file: the places of the list from the index that orders it, and each order by
/// itself, so that those on damaged pages do not hide the others.
fn one_by_one(asked: Asked<'_>) -> Result<OrderPage, LedgerError> {
    let Asked { reader, query, left, .. } = asked;
    let places: Vec<(i64, i64)> =
        reader.all(&statement::places(query, left), |row| Ok((row.at(0)?, row.at(1)?)))?;
    let wanted = query.limit();
    let by_amount = matches!(query.sort, Sort::AmountDescending | Sort::AmountAscending);
    let mut page = OrderPage { sorted_by_time: query.sort == Sort::Status, ..OrderPage::default() };
    for (id, key) in places.iter().take(wanted) {
        page.extend(line_of(reader, OrderId(*id), (!by_amount).then_some(*key))?);
    }
    let last = places.get(wanted.saturating_sub(1)).filter(|_| places.len() > wanted);
    page.next = last.map(|(id, key)| Cursor { part: Part::Rest, key: *key, id: OrderId(*id) });
    Ok(page)
}

impl Extend<Line> for OrderPage {
    fn extend<I: IntoIterator<Item = Line>>(&mut self, lines: I) {
        for line in lines {
            match line.read {
                Ok(read) => self.rows.push(read),
                Err(damaged) => self.damaged.push(damaged),
            }
        }
    }
}
