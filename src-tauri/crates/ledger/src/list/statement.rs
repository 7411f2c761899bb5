//! The statements of lists: which index hands out the candidates, what they have to fulfil, and in which order they come.

use std::collections::BTreeSet;

use orders::Status;

use super::line::place;
use super::query::{Cursor, Is, OrderQuery, Part, Sort, Test};
use super::ranked::RANKED_MAX;
use crate::left_to_person::LeftNow;
use crate::row::Columns;
use crate::search::{Drive, Question, conditions, head_expression, place_of};
use crate::sql::Sql;
use crate::{AccountId, LedgerError, fold};

/// What a line of a list is read from (`tables::orders::read_summary`), and more columns after it.
macro_rules! select_summary {
    ($from:literal) => {
        select_summary!("", $from)
    };
    ($more:literal, $from:literal) => {
        concat!(
            "SELECT o.id, o.account_id, o.product, o.number, o.gateway_number, o.channel, o.amount, o.currency, ",
            "o.fee, o.actual_amount, o.status, o.provisional, o.name, o.account_no, o.created_at_ms, ",
            "o.updated_at_ms, o.sent_at_ms, o.expires_at_ms, (SELECT group_concat(f.flag) FROM order_flags f ",
            "WHERE f.order_id = o.id AND f.seen_at_ms IS NULL AND f.needs_person = 1) AS unseen_flags",
            $more,
            " ",
            $from
        )
    };
}
pub(crate) use select_summary;

/// The same with the place in the search and the texts that are searched.
macro_rules! select_texts {
    ($from:literal) => {
        select_summary!(
            ", f.place, f.text, f.said, \
             coalesce((SELECT r.raw FROM find_raw r WHERE r.place = f.place), '') AS raw",
            $from
        )
    };
}
#[cfg(test)]
pub(super) use select_texts;

/// The orders with a flag that needs a person and that nobody has seen.
macro_rules! unseen {
    () => {
        "SELECT DISTINCT order_id FROM order_flags INDEXED BY order_flags_unseen WHERE seen_at_ms IS NULL \
         AND needs_person = 1"
    };
}

/// What hands out the candidates of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Driver {
    /// The search: its trigrams or its heads.
    Search,
    /// Those that a person has to look at, in an order that no index has.
    NeedsPerson,
    /// Of those, the ones of one status, by time. Together with the other statuses and the flagged they are all, each once.
    NeedingFor(Status),
    /// Of those, the ones whose status needs nobody, but whose flag does.
    NeedingForFlag,
    /// Those with a star.
    Starred,
    /// Those with one of the labels.
    Labelled,
    /// Those whose amount lies within the filter's bounds, when they are few.
    OfAmount,
    /// The orders of one status by time.
    Status(Status),
    /// The orders of one account by time.
    Account(AccountId),
    /// All orders by time.
    Created,
    /// All orders by amount.
    Amount,
}

impl Driver {
    /// Whether it hands out few enough to sort them all.
    pub(super) const fn is_small(self) -> bool {
        match self {
            Self::NeedsPerson
            | Self::NeedingFor(_)
            | Self::NeedingForFlag
            | Self::Starred
            | Self::Labelled
            | Self::OfAmount => true,
            Self::Search | Self::Status(_) | Self::Account(_) | Self::Created | Self::Amount => false,
        }
    }

    /// Whether it sees to what [`OrderQuery::few`] asks for.
    const fn is_of_few(self) -> bool {
        self.is_small() && !matches!(self, Self::OfAmount)
    }
}

/// What a list is ordered by: a number of each order, and its id where that number is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// The place in the search.
    Place,
    /// When it was written.
    Created,
    /// How much.
    Amount,
}

impl Key {
    const fn column(self) -> &'static str {
        match self {
            Self::Place => "t.rowid",
            Self::Created => "o.created_at_ms",
            Self::Amount => "o.amount",
        }
    }

    /// A row's key and id.
    pub(super) fn of(self, row: &impl Columns) -> Result<(i64, i64), LedgerError> {
        let key = match self {
            Self::Place => place::PLACE,
            Self::Created => place::CREATED_AT_MS,
            Self::Amount => place::AMOUNT,
        };
        Ok((row.at(key)?, row.at(place::ID)?))
    }

    /// Where a place stands in a part of a list by this key: a moment becomes a row's neighbourhood.
    pub(super) const fn standing(self, place: Cursor, part: Part) -> Cursor {
        match (place.part, self) {
            (Part::Moment, Self::Place) => Cursor { part, key: place_of(place.key), id: place.id },
            (Part::Moment, Self::Created | Self::Amount) => Cursor { part, ..place },
            (Part::Ranked | Part::Rest | Part::ByTime | Part::Of(_), _) => place,
        }
    }
}

/// A statement to be written: one stretch of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'q> {
    pub(super) query: &'q OrderQuery,
    pub(super) question: &'q Question,
    pub(super) left: &'q LeftNow,
    pub(super) driver: Driver,
    pub(super) key: Key,
    pub(super) ascending: bool,
    /// Only of this status, for a list by status.
    pub(super) status: Option<Status>,
    /// Beyond this key and id.
    pub(super) beyond: Option<(i64, i64)>,
    /// Keys from the first to below the second.
    pub(super) window: Option<(i64, i64)>,
}

impl Stretch<'_> {
    /// The rows, so many at most.
    pub(super) fn lines(&self, limit: usize) -> Sql {
        let mut sql = self.begin(false);
        self.narrow(&mut sql);
        self.order(&mut sql);
        sql.push(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        sql
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> Sql {
        let mut sql = self.begin(true);
        self.narrow(&mut sql);
        sql
    }

    fn begin(&self, count: bool) -> Sql {
        let mut sql = Sql::new("");
        let expression = match (self.driver, &self.question.drive) {
            (Driver::Search, Drive::Trigrams { expression, .. }) => Some(expression.clone()),
            (Driver::Search, Drive::Head(head)) => Some(head_expression(head)),
            _ => None,
        };
        if let Some(expression) = expression {
            sql.push(if count {
                "SELECT count(*) AS n FROM find_index t CROSS JOIN find f ON f.place = t.rowid \
                 CROSS JOIN orders o ON o.id = f.order_id WHERE t.find_index MATCH "
            } else {
                select_texts!(
                    "FROM find_index t CROSS JOIN find f ON f.place = t.rowid \
                     CROSS JOIN orders o ON o.id = f.order_id WHERE t.find_index MATCH "
                )
            })
            .bind(expression);
            return sql;
        }
        let texts = self.question.reads_texts();
        sql.push(match (count, texts) {
            (true, _) => "SELECT count(*) AS n ",
            (false, true) => select_texts!(""),
            (false, false) => select_summary!(""),
        });
        self.from(&mut sql);
        sql.push(if texts { " CROSS JOIN find f ON f.order_id = o.id WHERE 1 = 1" } else { " WHERE 1 = 1" });
        sql
    }

    fn from(&self, sql: &mut Sql) {
        // CROSS JOIN keeps the order of the tables: the small set comes first, and is sorted.
        match self.driver {
            Driver::NeedsPerson => {
                sql.push("FROM (");
                needing_person(sql, self.left);
                sql.push(") s CROSS JOIN orders o ON o.id = s.order_id");
            }
            Driver::NeedingFor(_) => {
                sql.push("FROM orders o INDEXED BY orders_status_created");
            }
            Driver::NeedingForFlag => {
                sql.push(concat!("FROM (", unseen!(), ") s CROSS JOIN orders o ON o.id = s.order_id"));
            }
            Driver::Starred => {
                sql.push("FROM stars s CROSS JOIN orders o ON o.id = s.order_id");
            }
            Driver::Labelled => {
                sql.push("FROM (SELECT ol.order_id ");
                labelled(sql, self.query.few());
                sql.push(") s CROSS JOIN orders o ON o.id = s.order_id");
            }
            Driver::OfAmount => {
                sql.push("FROM orders o INDEXED BY orders_amount");
            }
            Driver::Status(_) => {
                sql.push("FROM orders o INDEXED BY orders_status_created");
            }
            Driver::Account(_) => {
                sql.push("FROM orders o INDEXED BY orders_account_created");
            }
            Driver::Amount => {
                sql.push("FROM orders o INDEXED BY orders_amount");
            }
            Driver::Search | Driver::Created => {
                sql.push("FROM orders o INDEXED BY orders_created");
            }
        }
    }

    /// Everything that a candidate has to fulfil, and where the stretch lies.
    fn narrow(&self, sql: &mut Sql) {
        if self.question.reads_texts() {
            conditions(sql, self.question);
        }
        match self.driver {
            Driver::Status(status) => {
                sql.push(" AND o.status = ").bind(status.as_str());
            }
            Driver::Account(account) => {
                sql.push(" AND o.account_id = ").bind(account.0);
            }
            Driver::NeedingFor(status) => {
                sql.push(" AND o.status = ").bind(status.as_str());
                if status == Status::Prepared {
                    sql.push(" AND ");
                    left_to_person(sql, self.left, "o.id");
                }
            }
            Driver::NeedingForFlag => {
                sql.push(" AND o.status NOT IN ('unknown', 'not_sent') AND NOT (o.status = 'prepared' AND ");
                left_to_person(sql, self.left, "o.id");
                sql.push(")");
            }
            Driver::Search
            | Driver::NeedsPerson
            | Driver::Starred
            | Driver::Labelled
            | Driver::OfAmount
            | Driver::Created
            | Driver::Amount => {}
        }
        if let Some(status) = self.status.filter(|status| self.driver != Driver::Status(*status)) {
            sql.push(" AND o.status = ").bind(status.as_str());
        }
        filters(sql, self.query, self.left, Some(self.driver));
        let column = self.key.column();
        if let Some((from, to)) = self.window {
            sql.push(" AND ").push(column).push(" >= ").bind(from);
            sql.push(" AND ").push(column).push(" < ").bind(to);
        }
        let Some((key, id)) = self.beyond else { return };
        let way = if self.ascending { " > " } else { " < " };
        if self.key == Key::Place {
            // A place is one order's alone.
            sql.push(" AND ").push(column).push(way).bind(key);
        } else {
            sql.push(" AND (").push(column).push(", o.id)").push(way).push("(");
            sql.bind(key).push(", ").bind(id).push(")");
        }
    }

    fn order(&self, sql: &mut Sql) {
        let way = if self.ascending { "" } else { " DESC" };
        sql.push(" ORDER BY ").push(self.key.column()).push(way);
        if self.key != Key::Place {
            sql.push(", o.id").push(way);
        }
    }
}

/// The filters, but for what the driver sees to.
fn filters(sql: &mut Sql, query: &OrderQuery, left: &LeftNow, driver: Option<Driver>) {
    let of_account = matches!(driver, Some(Driver::Account(_)));
    if !query.accounts.is_empty() && !of_account {
        sql.push(" AND +o.account_id IN (")
            .bind_all(query.accounts.iter().map(|account| account.0))
            .push(")");
    }
    if !query.products.is_empty() {
        sql.push(" AND +o.product IN (").bind_all(query.products.iter().map(|kind| kind.as_str())).push(")");
    }
    let of_status = matches!(driver, Some(Driver::Status(_)));
    if !query.statuses.is_empty() && !of_status {
        sql.push(" AND +o.status IN (")
            .bind_all(query.statuses.iter().map(|status| status.as_str()))
            .push(")");
    }
    let seen_to = query.few().filter(|_| driver.is_some_and(Driver::is_of_few));
    for test in query.tests.iter().filter(|test| test.not || test.any.as_slice().first() != seen_to) {
        fulfils(sql, test, left);
    }
    if !query.channels.is_empty() {
        sql.push(" AND o.channel COLLATE NOCASE IN (").bind_all(query.channels.clone()).push(")");
    }
    if !query.not_channels.is_empty() {
        sql.push(" AND (o.channel IS NULL OR o.channel COLLATE NOCASE NOT IN (");
        sql.bind_all(query.not_channels.clone()).push("))");
    }
    if !query.currencies.is_empty() {
        let codes = query.currencies.iter().map(|currency| currency.code().to_owned());
        sql.push(" AND +o.currency IN (").bind_all(codes).push(")");
    }
    if !query.not_currencies.is_empty() {
        let codes = query.not_currencies.iter().map(|currency| currency.code().to_owned());
        sql.push(" AND o.currency NOT IN (").bind_all(codes).push(")");
    }
    bounds(sql, query, driver);
}

/// One of the things that may be said of an order, or none of them.
fn fulfils(sql: &mut Sql, test: &Test, left: &LeftNow) {
    sql.push(if test.not { " AND NOT (" } else { " AND (" });
    for (n, is) in test.any.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " OR " });
        match is {
            Is::NeedsPerson => {
                sql.push("o.id IN (");
                needing_person(sql, left);
                sql.push(")");
            }
            Is::Labelled(_) => {
                sql.push("o.id IN (SELECT ol.order_id ");
                labelled(sql, Some(is));
                sql.push(")");
            }
            Is::WithFlag(flag) => {
                sql.push("EXISTS (SELECT 1 FROM order_flags g WHERE g.order_id = o.id AND g.flag = ");
                sql.bind(flag.as_str()).push(")");
            }
            Is::Starred => {
                sql.push("EXISTS (SELECT 1 FROM stars x WHERE x.order_id = o.id)");
            }
            Is::Flagged => {
                sql.push("EXISTS (SELECT 1 FROM order_flags g WHERE g.order_id = o.id)");
            }
            Is::Provisional => {
                sql.push("o.provisional = 1");
            }
            Is::WithNote => {
                sql.push(
                    "EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.source = 'person' \
                     AND e.note IS NOT NULL)",
                );
            }
            Is::WithLabel => {
                sql.push("EXISTS (SELECT 1 FROM order_labels x WHERE x.order_id = o.id)");
            }
            Is::WithCallback => {
                sql.push("EXISTS (SELECT 1 FROM deliveries d WHERE d.order_id = o.id)");
            }
            Is::WithEvidence => {
                sql.push("EXISTS (SELECT 1 FROM evidence v WHERE v.order_id = o.id)");
            }
        }
    }
    sql.push(")");
}

/// From when to when, and how much.
fn bounds(sql: &mut Sql, query: &OrderQuery, driver: Option<Driver>) {
    let by_amount = matches!(driver, Some(Driver::Amount | Driver::OfAmount));
    let (created, amount) =
        if by_amount { ("+o.created_at_ms", "o.amount") } else { ("o.created_at_ms", "+o.amount") };
    if let Some(from) = query.from_ms {
        sql.push(" AND ").push(created).push(" >= ").bind(from);
    }
    if let Some(to) = query.to_ms {
        sql.push(" AND ").push(created).push(" < ").bind(to);
    }
    if let Some(least) = query.min_amount {
        sql.push(" AND ").push(amount).push(" >= ").bind(least.ten_thousandths());
    }
    if let Some(most) = query.max_amount {
        sql.push(" AND ").push(amount).push(" <= ").bind(most.ten_thousandths());
    }
}

/// Three small sets, each from its own index. A prepared order of this run is only waiting its turn, unless that has
/// passed.
fn needing_person(sql: &mut Sql, left: &LeftNow) {
    sql.push(concat!(
        unseen!(),
        " UNION SELECT id FROM orders WHERE status IN ('unknown', 'not_sent')",
        " UNION SELECT id FROM orders WHERE status = 'prepared' AND "
    ));
    left_to_person(sql, left, "id");
}

/// A prepared order that nobody will send by itself.
fn left_to_person(sql: &mut Sql, left: &LeftNow, id: &'static str) {
    sql.push("(").push(id).push(" <= ").bind(left.newest_before.0);
    sql.push(" OR ").push(id).push(" IN (").bind_all(left.of_this_run.iter().copied()).push("))");
}

fn labelled(sql: &mut Sql, is: Option<&Is>) {
    let Some(Is::Labelled(name)) = is else { return };
    sql.push("FROM order_labels ol WHERE ol.label_id = (SELECT id FROM labels WHERE folded = ")
        .bind(fold(name).trim().to_owned())
        .push(")");
}

/// How many orders lie within the filter's amounts, as far as it matters.
pub(super) fn within_amounts(query: &OrderQuery, most: i64) -> Sql {
    let mut sql =
        Sql::new("SELECT count(*) AS n FROM (SELECT 1 FROM orders o INDEXED BY orders_amount WHERE 1 = 1");
    if let Some(least) = query.min_amount {
        sql.push(" AND o.amount >= ").bind(least.ten_thousandths());
    }
    if let Some(most) = query.max_amount {
        sql.push(" AND o.amount <= ").bind(most.ten_thousandths());
    }
    sql.push(" LIMIT ").bind(most).push(")");
    sql
}

/// How many words begin so, as far as it matters.
pub(super) fn with_head(head: &str, most: i64) -> Sql {
    let mut sql = Sql::new("SELECT count(*) AS n FROM (SELECT 1 FROM find_index WHERE find_index MATCH ");
    sql.bind(head_expression(head)).push(" LIMIT ").bind(most).push(")");
    sql
}

/// The first and the last key of a list.
pub(super) fn ends(key: Key) -> &'static str {
    match key {
        Key::Place => "SELECT (SELECT min(place) FROM find) AS first, (SELECT max(place) FROM find) AS last",
        Key::Created => {
            "SELECT (SELECT min(created_at_ms) FROM orders) AS first, (SELECT max(created_at_ms) FROM orders) AS last"
        }
        Key::Amount => {
            "SELECT (SELECT min(amount) FROM orders) AS first, (SELECT max(amount) FROM orders) AS last"
        }
    }
}

/// The orders with a number, ours or the gateway's, or whose number begins with it: one more than are ranked.
pub(super) fn with_number(number: &str, beginning: bool) -> Sql {
    // The texts are folded and numbers are not; nobody mixes letters within one.
    let spelt: BTreeSet<String> = [number.to_owned(), number.to_uppercase(), number.to_lowercase()].into();
    let mut sql = Sql::new("SELECT id FROM (");
    for (n, number) in spelt.into_iter().enumerate() {
        for (m, from) in [
            "SELECT id FROM orders INDEXED BY orders_number WHERE account_id IN (SELECT id FROM accounts) AND number ",
            "SELECT id FROM orders INDEXED BY orders_gateway_number WHERE account_id IN (SELECT id FROM accounts) \
             AND gateway_number ",
        ]
        .into_iter()
        .enumerate()
        {
            sql.push(if n + m == 0 { "" } else { " UNION " }).push(from);
            if beginning {
                let column = if m == 0 { " AND number < " } else { " AND gateway_number < " };
                sql.push(">= ").bind(number.clone()).push(column).bind(format!("{number}\u{10ffff}"));
            } else {
                sql.push("= ").bind(number.clone());
            }
        }
    }
    sql.push(") ORDER BY id DESC LIMIT ").bind(i64::try_from(RANKED_MAX + 1).unwrap_or(i64::MAX));
    sql
}

/// Those of some orders that a query is about.
pub(super) fn of_ids(query: &OrderQuery, question: &Question, left: &LeftNow, ids: &[i64]) -> Sql {
    let mut sql =
        Sql::new(select_texts!("FROM orders o CROSS JOIN find f ON f.order_id = o.id WHERE o.id IN ("));
    sql.bind_all(ids.to_vec()).push(")");
    conditions(&mut sql, question);
    filters(&mut sql, query, left, None);
    sql
}

/// The places of a list's rows only: without filters they come from an index alone.
pub(super) fn places(query: &OrderQuery, left: &LeftNow) -> Sql {
    let by_amount = matches!(query.sort, Sort::AmountDescending | Sort::AmountAscending);
    let ascending = matches!(query.sort, Sort::Oldest | Sort::AmountAscending);
    let (select, column) = if by_amount {
        ("SELECT o.id, o.amount FROM orders o INDEXED BY orders_amount WHERE 1 = 1", "o.amount")
    } else {
        (
            "SELECT o.id, o.created_at_ms FROM orders o INDEXED BY orders_created WHERE 1 = 1",
            "o.created_at_ms",
        )
    };
    let mut sql = Sql::new(select);
    filters(&mut sql, query, left, by_amount.then_some(Driver::Amount));
    if let Some(place) = query.after {
        sql.push(" AND (").push(column).push(if ascending { ", o.id) > (" } else { ", o.id) < (" });
        sql.bind(place.key).push(", ").bind(place.id.0).push(")");
    }
    sql.push(" ORDER BY ").push(column).push(if ascending { ", o.id" } else { " DESC, o.id DESC" });
    sql.push(" LIMIT ").bind(i64::try_from(query.limit()).unwrap_or(i64::MAX).saturating_add(1));
    sql
}
