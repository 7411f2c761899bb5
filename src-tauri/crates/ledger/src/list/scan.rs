//! Going through a list: by the index that serves it, or, where none does, window by window for a moment.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteRow;

use super::Row;
use super::plan::Plan;
use super::query::{Cursor, OrderQuery, Part};
use super::statement::{Stretch, verified};
use super::windows::Windows;
use crate::search::Question;
use crate::{Ledger, LedgerError, OrderId};

/// A page is looked for no longer than this.
const PATIENCE: Duration = Duration::from_millis(150);

/// A list on its way.
pub(super) struct Scan<'q> {
    ledger: &'q Ledger,
    query: &'q OrderQuery,
    question: &'q Question,
    plan: Plan,
    /// Beyond which row of the current leg to go on.
    beyond: Option<(i64, i64)>,
    windows: Option<Windows>,
    ahead: VecDeque<(Part, Row)>,
    place: Option<Cursor>,
    until: Instant,
}

impl<'q> Scan<'q> {
    pub(super) async fn new(
        ledger: &'q Ledger,
        query: &'q OrderQuery,
        question: &'q Question,
        from: Option<Cursor>,
    ) -> Result<Self, LedgerError> {
        let mut plan = Plan::new(ledger, query, question).await?;
        let from = from.map(|place| plan.standing(place));
        if let Some(place) = from {
            while plan.legs.front().is_some_and(|leg| leg.part != place.part) {
                plan.legs.pop_front();
            }
        }
        let mut scan = Self {
            ledger,
            query,
            question,
            plan,
            beyond: from.map(|place| (place.key, place.id.0)),
            windows: None,
            ahead: VecDeque::new(),
            place: from,
            until: Instant::now() + PATIENCE,
        };
        scan.make_windows().await?;
        Ok(scan)
    }

    pub(super) const fn sorted_by_time(&self) -> bool {
        self.plan.sorted_by_time
    }

    /// The next row; `None` at the end, or when looking took too long.
    pub(super) async fn next(&mut self) -> Result<Option<Row>, LedgerError> {
        while self.ahead.is_empty() {
            if !self.fill().await? {
                return Ok(None);
            }
        }
        let Some((part, row)) = self.ahead.pop_front() else { return Ok(None) };
        let (key, id) = self.plan.key.of(&row.row)?;
        self.place = Some(Cursor { part, key, id: OrderId(id) });
        Ok(Some(row))
    }

    /// Where to go on; `None` at the end.
    pub(super) async fn place(&mut self) -> Result<Option<Cursor>, LedgerError> {
        while self.ahead.is_empty() {
            if !self.fill().await? {
                break;
            }
        }
        let at_end = self.ahead.is_empty() && self.plan.legs.is_empty();
        Ok(self.place.filter(|_| !at_end))
    }

    /// Reads on; `false` at the end, or when looking took too long. A list that an index serves is never cut short.
    async fn fill(&mut self) -> Result<bool, LedgerError> {
        let Some(part) = self.plan.legs.front().map(|leg| leg.part) else { return Ok(false) };
        let window = match self.windows.as_ref().map(|windows| windows.next(self.plan.ascending)) {
            None => None,
            Some(Some(window)) => Some(window),
            Some(None) => {
                self.next_leg().await?;
                return Ok(true);
            }
        };
        if window.is_some() && self.place.is_some() && Instant::now() > self.until {
            return Ok(false);
        }
        let started = Instant::now();
        let wanted = self.query.limit().saturating_add(1);
        let rows = self.read(window, wanted).await?;
        let cut =
            rows.last().filter(|_| rows.len() >= wanted).map(|last| self.plan.key.of(last)).transpose()?;
        for row in rows {
            self.ahead.extend(verified(self.question, row)?.map(|row| (part, row)));
        }
        match cut {
            Some(last) => self.beyond = Some(last),
            None => self.stretch_done(part, window, started.elapsed()).await?,
        }
        Ok(true)
    }

    /// The next rows of the current leg, of all its drivers together.
    async fn read(&self, window: Option<(i64, i64)>, wanted: usize) -> Result<Vec<SqliteRow>, LedgerError> {
        let Some(leg) = self.plan.legs.front() else { return Ok(Vec::new()) };
        let mut keyed = Vec::new();
        for driver in &leg.drivers {
            let stretch = self.plan.stretch(self.ledger, self.query, self.question, leg.status, *driver);
            let stretch = Stretch { beyond: self.beyond, window, ..stretch };
            for row in stretch.lines(wanted).fetch_all(&self.ledger.readers).await? {
                keyed.push((self.plan.key.of(&row)?, row));
            }
        }
        if leg.drivers.len() > 1 {
            keyed.sort_by_key(|(key, _)| *key);
            if !self.plan.ascending {
                keyed.reverse();
            }
            keyed.truncate(wanted);
        }
        Ok(keyed.into_iter().map(|(_, row)| row).collect())
    }

    /// A window, or a whole leg, has no more rows.
    async fn stretch_done(
        &mut self,
        part: Part,
        window: Option<(i64, i64)>,
        took: Duration,
    ) -> Result<(), LedgerError> {
        let (Some(windows), Some((from, to))) = (&mut self.windows, window) else {
            return self.next_leg().await;
        };
        windows.pass((from, to), self.plan.ascending, took);
        self.beyond = None;
        if self.ahead.is_empty() {
            let (key, id) =
                if self.plan.ascending { (to.saturating_sub(1), i64::MAX) } else { (from, i64::MIN) };
            self.place = Some(Cursor { part, key, id: OrderId(id) });
        }
        Ok(())
    }

    async fn next_leg(&mut self) -> Result<(), LedgerError> {
        self.plan.legs.pop_front();
        self.beyond = None;
        self.make_windows().await
    }

    /// Makes windows for the current leg, where no index serves it as a whole.
    async fn make_windows(&mut self) -> Result<(), LedgerError> {
        self.windows = if self.plan.windowed && !self.plan.legs.is_empty() {
            Windows::of(self.ledger, self.query, &self.plan, self.beyond).await?
        } else {
            None
        };
        Ok(())
    }
}
