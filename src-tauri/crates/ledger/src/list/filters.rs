//! What an order has to fulfil to be in a list, as conditions of its statement.

use super::driver::Driver;
use super::query::{Is, OrderQuery, Test};
use crate::fold;
use crate::left_to_person::LeftNow;
use crate::sql::Sql;

/// The orders with a flag that needs a person and that nobody has seen.
macro_rules! unseen {
    () => {
        "SELECT DISTINCT order_id FROM order_flags INDEXED BY order_flags_unseen WHERE seen_at_ms IS NULL \
         AND needs_person = 1"
    };
}
pub(super) use unseen;

/// The filters, but for what the driver sees to.
pub(super) fn filters(sql: &mut Sql, query: &OrderQuery, left: &LeftNow, driver: Option<Driver>) {
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
pub(super) fn needing_person(sql: &mut Sql, left: &LeftNow) {
    sql.push(concat!(
        unseen!(),
        " UNION SELECT id FROM orders WHERE status IN ('unknown', 'not_sent')",
        " UNION SELECT id FROM orders WHERE status = 'prepared' AND "
    ));
    left_to_person(sql, left, "id");
}

/// A prepared order that nobody will send by itself.
pub(super) fn left_to_person(sql: &mut Sql, left: &LeftNow, id: &'static str) {
    sql.push("(").push(id).push(" <= ").bind(left.newest_before.0);
    sql.push(" OR ").push(id).push(" IN (").bind_all(left.of_this_run.iter().copied()).push("))");
}

pub(super) fn labelled(sql: &mut Sql, is: Option<&Is>) {
    let Some(Is::Labelled(name)) = is else { return };
    sql.push("FROM order_labels ol WHERE ol.label_id = (SELECT id FROM labels WHERE folded = ")
        .bind(fold(name).trim().to_owned())
        .push(")");
}
