//! How many orders a query is about: from the day's counts where those tell, else by looking for a while.

use std::time::{Duration, Instant};

use super::plan::Plan;
use super::query::OrderQuery;
use super::scan::Scan;
use super::statement::Stretch;
use super::windows::Windows;
use crate::connection::Sql;
use crate::row::Columns;
use crate::search::Question;
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
        let query = OrderQuery { after: None, sort: super::Sort::Newest, limit: 500, ..query.clone() };
        if let Some(sql) = by_day(&query) {
            let rows = sql.fetch_all(&self.readers).await?;
            let n = rows.first().map_or(Ok(0), |row| row.count("n"))?;
            return Ok(Counted { n, exact: true });
        }
        let until = Instant::now() + patience;
        let question = Question::new(&self.readers, &query.sought).await?;
        if question.is_verified_by_reading() {
            return self.count_by_reading(&query, &question, until).await;
        }
        let plan = Plan::new(self, &query, &question).await?;
        let mut windows = if plan.is_small() { None } else { Windows::of(self, &query, &plan, None).await? };
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
            n = n.saturating_add(self.count_window(&query, &question, &plan, window).await?);
            match (&mut windows, window) {
                (Some(windows), Some(window)) => windows.pass(window, plan.ascending, started.elapsed()),
                _ => return Ok(Counted { n, exact: true }),
            }
            if Instant::now() > until {
                return Ok(Counted { n, exact: false });
            }
        }
    }

    async fn count_window(
        &self,
        query: &OrderQuery,
        question: &Question,
        plan: &Plan,
        window: Option<(i64, i64)>,
    ) -> Result<u64, LedgerError> {
        let mut n = 0_u64;
        for leg in &plan.legs {
            for driver in &leg.drivers {
                let stretch = plan.stretch(self, query, question, leg.status, *driver);
                let rows = Stretch { window, ..stretch }.count().fetch_all(&self.readers).await?;
                n = n.saturating_add(rows.first().map_or(Ok(0), |row| row.count("n"))?);
            }
        }
        Ok(n)
    }

    /// Whether a word stands in the field that was named is seen by reading only.
    async fn count_by_reading(
        &self,
        query: &OrderQuery,
        question: &Question,
        until: Instant,
    ) -> Result<Counted, LedgerError> {
        let (mut n, mut from) = (0_u64, None);
        loop {
            let mut scan = Scan::new(self, query, question, from).await?;
            while scan.next().await?.is_some() {
                n = n.saturating_add(1);
            }
            from = scan.place().await?;
            if from.is_none() {
                return Ok(Counted { n, exact: true });
            }
            if Instant::now() > until {
                return Ok(Counted { n, exact: false });
            }
        }
    }
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
