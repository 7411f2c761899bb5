//! The statements of lists: which index hands out the candidates, where a stretch of them lies, and in which order they come.

use std::collections::BTreeSet;

use orders::Status;

use super::driver::{Driver, Key};
use super::filters::{filters, labelled, left_to_person, needing_person, unseen};
use super::query::{OrderQuery, Sort};
use super::ranked::RANKED_MAX;
use crate::left_to_person::LeftNow;
use crate::search::{Drive, Question, conditions, head_expression};
use crate::sql::Sql;

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
