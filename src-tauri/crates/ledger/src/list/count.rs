//! How many orders a query is about: from the day's counts where those tell, else by looking for a while.

use std::time::{Duration, Instant};

use super::plan::Plan;
use super::query::OrderQuery;
use super::scan::Scan;
use super::statement::Stretch;
use super::windows::Windows;
use super::{Asked, Sort};
use crate::reading::Reader;
use crate::row::Columns;
use crate::search::Question;
use crate::sql::Sql;
use crate::{Ledger, LedgerError};

/// How many orders were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// So many.
    pub n: u64,
    /// All of them were; else there are at least so many.
    pub exact: bool,
}

impl Ledger {
    /// Counts the orders of a query, whatever its order and place, for as long as `patience` lasts.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn count_orders(&self, query: &OrderQuery, patience: Duration) -> Result<Counted, LedgerError> {
        let query = OrderQuery { after: None, sort: Sort::Newest, limit: 500, ..query.clone() };
        let left = self.left_to_person.now();
        self.reading
            .ask_behind(move |reader| {
                if let Some(sql) = by_day(&query) {
                    return Ok(Counted { n: one(reader, &sql)?, exact: true });
                }
                let until = Instant::now() + patience;
                let question = Question::new(reader, &query.sought)?;
                let asked = Asked { reader, query: &query, question: &question, left: &left };
                if question.is_verified_by_reading() {
                    count_by_reading(asked, until)
                } else {
                    count_by_windows(asked, until)
                }
            })
            .await
    }
}

fn count_by_windows(asked: Asked<'_>, until: Instant) -> Result<Counted, LedgerError> {
    let plan = Plan::new(asked)?;
    let mut windows = if plan.is_small() { None } else { Windows::of(asked, &plan, None)? };
    let mut n = 0_u64;
    loop {
        let window = match &windows {
            None => None,
            Some(windows) => match windows.next(plan.ascending) {
                None => return Ok(Counted { n, exact: true }),
                some => some,
            },
        };
        let started = Instant::now();
        n = n.saturating_add(count_window(asked, &plan, window)?);
        match (&mut windows, window) {
            (Some(windows), Some(window)) => windows.pass(window, plan.ascending, started.elapsed()),
            _ => return Ok(Counted { n, exact: true }),
        }
        if Instant::now() > until {
            return Ok(Counted { n, exact: false });
        }
    }
}

fn count_window(asked: Asked<'_>, plan: &Plan, window: Option<(i64, i64)>) -> Result<u64, LedgerError> {
    let mut n = 0_u64;
    for leg in &plan.legs {
        for driver in &leg.drivers {
            let stretch = plan.stretch(asked, leg.status, *driver);
            n = n.saturating_add(one(asked.reader, &Stretch { window, ..stretch }.count())?);
        }
    }
    Ok(n)
}

/// Whether a word stands in the field that was named is seen by reading only.
fn count_by_reading(asked: Asked<'_>, until: Instant) -> Result<Counted, LedgerError> {
    let (mut n, mut from) = (0_u64, None);
    loop {
        let mut scan = Scan::new(asked, from)?;
        while scan.next()?.is_some() {
            n = n.saturating_add(1);
        }
        from = scan.place()?;
        if from.is_none() {
            return Ok(Counted { n, exact: true });
        }
        if Instant::now() > until {
            return Ok(Counted { n, exact: false });
        }
    }
}

/// The count that a statement makes.
fn one(reader: &Reader, sql: &Sql) -> Result<u64, LedgerError> {
    Ok(reader.first(sql, |row| row.count("n"))?.unwrap_or_default())
}

/// The statement over the day's counts, where they tell all that is asked.
fn by_day(query: &OrderQuery) -> Option<Sql> {
    let told = query.sought.is_nothing()
        && query.tests.is_empty()
        && query.channels.is_empty()
        && query.not_channels.is_empty()
        && query.not_currencies.is_empty()
        && query.from_ms.is_none()
        && query.to_ms.is_none()
        && query.min_amount.is_none()
        && query.max_amount.is_none();
    if !told {
        return None;
    }
    let mut sql = Sql::new("SELECT coalesce(sum(n), 0) AS n FROM daily_orders WHERE 1 = 1");
    if !query.accounts.is_empty() {
        sql.push(" AND account_id IN (").bind_all(query.accounts.iter().map(|account| account.0)).push(")");
    }
    if !query.statuses.is_empty() {
        sql.push(" AND status IN (").bind_all(query.statuses.iter().map(|status| status.as_str())).push(")");
    }
    if !query.products.is_empty() {
        sql.push(" AND product IN (").bind_all(query.products.iter().map(|kind| kind.as_str())).push(")");
    }
    if !query.currencies.is_empty() {
        let codes = query.currencies.iter().map(|currency| currency.code().to_owned());
        sql.push(" AND currency IN (").bind_all(codes).push(")");
    }
    Some(sql)
}
