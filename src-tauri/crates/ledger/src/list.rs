//! Lists of orders: filters, search and pages, each page begun where the one before ended.

use money::{Amount, Currency};
use orders::{Direction, Status};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;

use crate::connection::{Sql, failed};
use crate::left_to_person::LeftToPerson;
use crate::row::Columns;
use crate::search::Question;
use crate::tables::orders::read_summary;
use crate::{AccountId, DamagedOrder, Ledger, LedgerError, OrderId, OrderSummary};

/// The longest page.
const LIMIT_MAX: u32 = 500;
/// The page when none is asked for.
const LIMIT_DEFAULT: u32 = 100;

/// Which orders to list, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderQuery {
    /// Any fragment of any number, name, account, phone, e-mail address or remark; fewer than three characters: how
    /// a name's words or the order number begin.
    pub text: Option<String>,
    /// Of this account only.
    pub account: Option<AccountId>,
    /// Of this direction only.
    pub direction: Option<Direction>,
    /// Of these statuses only; empty: of any.
    pub statuses: Vec<Status>,
    /// Only those that a person has to look at (see [`Ledger::needs_person`]).
    pub needs_person: bool,
    /// Of this channel only.
    pub channel: Option<String>,
    /// In this currency only.
    pub currency: Option<Currency>,
    /// Written then or later, Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Written before then, Unix milliseconds.
    pub to_ms: Option<i64>,
    /// For that much or more.
    pub min_amount: Option<Amount>,
    /// For that much or less.
    pub max_amount: Option<Amount>,
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// How many at most: 1 to 500; 0 for the usual 100.
    pub limit: u32,
}

/// In which order a list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest first, by the time of writing. With a search text: last written first, which is the same
    /// unless the machine's clock was set back.
    #[default]
    Newest,
    /// Oldest first, likewise.
    Oldest,
    /// Largest amount first, whatever the currency.
    AmountDescending,
}

/// Where a page ended. It fits the query that made it, and no other order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    key: i64,
    id: OrderId,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderPage {
    /// The orders.
    pub rows: Vec<OrderSummary>,
    /// Orders that belong here and whose records cannot be read.
    pub damaged: Vec<DamagedOrder>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

macro_rules! select_summary {
    ($from:literal) => {
        concat!(
            "SELECT o.id, o.account_id, o.product, o.number, o.gateway_number, o.channel, o.amount, o.currency, ",
            "o.fee, o.actual_amount, o.status, o.provisional, o.name, o.account_no, o.created_at_ms, ",
            "o.updated_at_ms, o.sent_at_ms, o.expires_at_ms, (SELECT group_concat(f.flag) FROM order_flags f ",
            "WHERE f.order_id = o.id AND f.seen_at_ms IS NULL AND f.needs_person = 1) AS unseen_flags ",
            $from
        )
    };
}
pub(crate) use select_summary;

impl Ledger {
    /// A page of orders.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn list_orders(&self, query: &OrderQuery) -> Result<OrderPage, LedgerError> {
        let limit = limit(query);
        let question = question(query);
        let mut rows = match statement(query, &question, &self.left_to_person).fetch_all(&self.readers).await
        {
            Ok(rows) => rows,
            Err(LedgerError::Damaged(what)) => return self.list_one_by_one(query, &question, what).await,
            Err(other) => return Err(other),
        };
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let mut page = OrderPage { rows: Vec::with_capacity(rows.len()), damaged: Vec::new(), next: None };
        for row in &rows {
            self.add(&mut page, OrderId(row.get("id")?), read_summary(row), Some(row));
        }
        page.next = rows.last().filter(|_| more).and_then(|last| cursor(last, query.sort));
        Ok(page)
    }

    /// The slow way through a damaged file: the places of the list from the index that orders it, and each order by
    /// itself, so that those on damaged pages do not hide the others.
    async fn list_one_by_one(
        &self,
        query: &OrderQuery,
        question: &Question,
        what: String,
    ) -> Result<OrderPage, LedgerError> {
        if *question != Question::Nothing {
            return Err(LedgerError::Damaged(what));
        }
        let limit = limit(query);
        let places = places(query, &self.left_to_person).fetch_all(&self.readers).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut page = OrderPage { rows: Vec::new(), damaged: Vec::new(), next: None };
        for place in places.iter().take(wanted) {
            let id = OrderId(place.get("id")?);
            let row = sqlx::query(ONE).bind(id.0).fetch_optional(&self.readers).await.map_err(failed);
            match row {
                Ok(Some(row)) => self.add(&mut page, id, read_summary(&row), Some(&row)),
                Ok(None) => {}
                Err(LedgerError::Damaged(what)) => {
                    self.add(&mut page, id, Err(LedgerError::Damaged(what)), Some(place));
                }
                Err(other) => return Err(other),
            }
        }
        page.next = places
            .get(wanted.saturating_sub(1))
            .filter(|_| places.len() > wanted)
            .and_then(|last| cursor(last, query.sort));
        Ok(page)
    }

    /// Adds an order to a page: as a line, or among those that cannot be read.
    fn add(
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
    /// earlier run of the program left behind or that were kept from leaving, and orders with a flag that nobody has seen (returned money among them).
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn needs_person(&self, limit: u32) -> Result<Vec<OrderSummary>, LedgerError> {
        let query = OrderQuery { needs_person: true, limit, ..OrderQuery::default() };
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

/// Where a page ended: at this row.
fn cursor(row: &SqliteRow, sort: Sort) -> Option<Cursor> {
    let key = match sort {
        Sort::Newest | Sort::Oldest => "created_at_ms",
        Sort::AmountDescending => "amount",
    };
    Some(Cursor { key: row.get(key).ok()?, id: OrderId(row.get("id").ok()?) })
}

/// The places of a list's rows only: without filters they come from an index alone.
fn places(query: &OrderQuery, left: &LeftToPerson) -> Sql {
    let mut sql = Sql::new(match query.sort {
        Sort::Newest | Sort::Oldest => "SELECT o.id, o.created_at_ms FROM orders o WHERE 1 = 1",
        Sort::AmountDescending => "SELECT o.id, o.amount FROM orders o WHERE 1 = 1",
    });
    filters(&mut sql, query, left);
    order(&mut sql, query, &Question::Nothing);
    sql.push(" LIMIT ").bind(i64::from(limit(query)) + 1);
    sql
}

fn limit(query: &OrderQuery) -> u32 {
    if query.limit == 0 { LIMIT_DEFAULT } else { query.limit.min(LIMIT_MAX) }
}

fn question(query: &OrderQuery) -> Question {
    query.text.as_deref().map_or(Question::Nothing, Question::new)
}

/// The whole statement of a query. One row more than wanted is asked for, to know whether another page follows.
pub(crate) fn statement(query: &OrderQuery, question: &Question, left: &LeftToPerson) -> Sql {
    let mut sql = Sql::new("");
    // CROSS JOIN keeps the order of the tables: the index that narrows most comes first, in its own order.
    match question {
        Question::Nothing => {
            sql.push(select_summary!("FROM orders o WHERE 1 = 1"));
        }
        Question::Head(head) => {
            sql.push(select_summary!(
                "FROM find_heads t CROSS JOIN orders o ON o.id = t.order_id WHERE t.head = "
            ));
            sql.bind(head.clone());
        }
        Question::Fragment { text, trigrams } => {
            sql.push(select_summary!(
                "FROM find_index t CROSS JOIN find ON find.order_id = t.rowid \
                 CROSS JOIN orders o ON o.id = t.rowid WHERE t.find_index MATCH "
            ));
            sql.bind(trigrams.clone()).push(" AND instr(find.text, ").bind(text.clone()).push(") > 0");
        }
    }
    filters(&mut sql, query, left);
    order(&mut sql, query, question);
    sql.push(" LIMIT ").bind(i64::from(limit(query)) + 1);
    sql
}

fn filters(sql: &mut Sql, query: &OrderQuery, left: &LeftToPerson) {
    if let Some(account) = query.account {
        sql.push(" AND o.account_id = ").bind(account.0);
    }
    match query.direction {
        None => {}
        Some(Direction::Payout) => {
            sql.push(" AND o.product = 'payout'");
        }
        Some(Direction::Collect) => {
            sql.push(" AND o.product IN ('collect', 'cashier_desk')");
        }
    }
    if !query.statuses.is_empty() {
        sql.push(" AND o.status IN (")
            .bind_all(query.statuses.iter().map(|status| status.as_str()))
            .push(")");
    }
    if query.needs_person {
        // Three small sets, each from its own index. A prepared order of this run is only waiting its turn, unless that
        // has passed.
        sql.push(
            " AND o.id IN (SELECT order_id FROM order_flags WHERE seen_at_ms IS NULL AND needs_person = 1
             UNION SELECT id FROM orders WHERE status IN ('unknown', 'not_sent')
             UNION SELECT id FROM orders WHERE status = 'prepared' AND (id <= ",
        )
        .bind(left.newest_before.0)
        .push(" OR id IN (")
        .bind_all(left.of_this_run())
        .push(")))");
    }
    if let Some(channel) = &query.channel {
        sql.push(" AND o.channel = ").bind(channel.clone());
    }
    if let Some(currency) = query.currency {
        sql.push(" AND o.currency = ").bind(currency.code().to_owned());
    }
    if let Some(from) = query.from_ms {
        sql.push(" AND o.created_at_ms >= ").bind(from);
    }
    if let Some(to) = query.to_ms {
        sql.push(" AND o.created_at_ms < ").bind(to);
    }
    if let Some(least) = query.min_amount {
        sql.push(" AND o.amount >= ").bind(least.ten_thousandths());
    }
    if let Some(most) = query.max_amount {
        sql.push(" AND o.amount <= ").bind(most.ten_thousandths());
    }
}

fn order(sql: &mut Sql, query: &OrderQuery, question: &Question) {
    // A search index hands its rows out in the order of their ids and cannot in any other; sorting all
    // matches of a common fragment by time would take seconds.
    let found_by_id = match question {
        Question::Nothing => None,
        Question::Head(_) => Some("t.order_id"),
        Question::Fragment { .. } => Some("t.rowid"),
    };
    match (query.sort, found_by_id) {
        (Sort::Newest, Some(id)) => by_id(sql, query, id, " < ", " DESC"),
        (Sort::Oldest, Some(id)) => by_id(sql, query, id, " > ", " ASC"),
        (Sort::Newest, None) => {
            after(sql, query, " AND (o.created_at_ms, o.id) < (");
            sql.push(" ORDER BY o.created_at_ms DESC, o.id DESC");
        }
        (Sort::Oldest, None) => {
            after(sql, query, " AND (o.created_at_ms, o.id) > (");
            sql.push(" ORDER BY o.created_at_ms, o.id");
        }
        (Sort::AmountDescending, _) => {
            after(sql, query, " AND (o.amount, o.id) < (");
            sql.push(" ORDER BY o.amount DESC, o.id DESC");
        }
    }
}

fn by_id(sql: &mut Sql, query: &OrderQuery, id: &'static str, beyond: &'static str, way: &'static str) {
    if let Some(cursor) = query.after {
        sql.push(" AND ").push(id).push(beyond).bind(cursor.id.0);
    }
    sql.push(" ORDER BY ").push(id).push(way);
}

fn after(sql: &mut Sql, query: &OrderQuery, beyond: &'static str) {
    if let Some(cursor) = query.after {
        sql.push(beyond).bind(cursor.key).push(", ").bind(cursor.id.0).push(")");
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, LeftToPerson, OrderQuery, Sort, question, statement};
    use crate::tests::Fixture;
    use crate::{AccountId, OrderId};
    use money::{Amount, Currency};
    use orders::{Direction, Status};
    use sqlx::Row;

    /// Every combination of what decides a statement's shape.
    fn shapes() -> Vec<OrderQuery> {
        let mut shapes = Vec::new();
        for bits in 0_u32..512 {
            for sort in [Sort::Newest, Sort::Oldest, Sort::AmountDescending] {
                for text in [None, Some("ab"), Some("abcdefgh")] {
                    let on = |bit: u32| bits & (1 << bit) != 0;
                    shapes.push(OrderQuery {
                        text: text.map(str::to_owned),
                        account: on(0).then_some(AccountId(1)),
                        direction: on(1).then_some(Direction::Collect),
                        statuses: if on(2) { vec![Status::Pending, Status::Unknown] } else { Vec::new() },
                        needs_person: on(3),
                        channel: on(4).then(|| "BANK".to_owned()),
                        currency: on(4).then_some(Currency::MXN),
                        from_ms: on(5).then_some(1),
                        to_ms: on(6).then_some(2),
                        min_amount: on(7).then_some(Amount::ZERO),
                        max_amount: on(7).then_some(Amount::ZERO),
                        sort,
                        after: on(8).then_some(Cursor { key: 5, id: OrderId(5) }),
                        limit: 50,
                    });
                }
            }
        }
        shapes
    }

    /// P7: whatever is asked, no statement reads all orders where an index could narrow or order them.
    #[tokio::test]
    async fn no_list_statement_scans_a_table() {
        let fixture = Fixture::new().await;
        for query in shapes() {
            let mut sql = statement(&query, &question(&query), &LeftToPerson::before(OrderId(9)));
            let plan = explain(&fixture, &mut sql).await;
            for line in &plan {
                let index_only = line.contains("USING INDEX")
                    || line.contains("USING COVERING INDEX")
                    || line.contains("VIRTUAL TABLE INDEX");
                assert!(!line.starts_with("SCAN") || index_only, "{query:?}: {plan:#?}");
                assert!(!line.contains("AUTOMATIC"), "{query:?}: {plan:#?}");
            }
            // Only a list by amount over a search may sort its matches, and filters that leave few rows.
            let few = query.needs_person
                || !query.statuses.is_empty()
                || query.account.is_some()
                || query.min_amount.is_some()
                || query.from_ms.is_some()
                || query.to_ms.is_some();
            let sorts = plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
            let by_amount_of_matches = query.text.is_some() && query.sort == Sort::AmountDescending;
            assert!(!sorts || few || by_amount_of_matches, "{query:?}: {plan:#?}");
        }
    }

    async fn explain(fixture: &Fixture, sql: &mut super::Sql) -> Vec<String> {
        let rows = sql.explained().fetch_all(&fixture.ledger.readers).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>("detail")).collect()
    }
}
