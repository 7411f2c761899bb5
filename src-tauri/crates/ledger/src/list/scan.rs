//! Going through a list: by the index that serves it, or, where none does, window by window for a moment.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Asked;
use super::line::{Line, read_line};
use super::plan::Plan;
use super::query::{Cursor, Part};
use super::statement::Stretch;
use super::windows::Windows;
use crate::{LedgerError, OrderId};

/// A page is looked for no longer than this.
const PATIENCE: Duration = Duration::from_millis(150);

/// Something with its key and id.
type Placed<T> = ((i64, i64), T);

/// A list on its way.
pub(super) struct Scan<'q> {
    asked: Asked<'q>,
    plan: Plan,
    /// Beyond which row of the current leg to go on.
    beyond: Option<(i64, i64)>,
    windows: Option<Windows>,
    ahead: VecDeque<(Part, Placed<Line>)>,
    place: Option<Cursor>,
    until: Instant,
}

impl<'q> Scan<'q> {
    pub(super) fn new(asked: Asked<'q>, from: Option<Cursor>) -> Result<Self, LedgerError> {
        let mut plan = Plan::new(asked)?;
        let from = from.map(|place| plan.standing(place));
        if let Some(place) = from {
            while plan.legs.front().is_some_and(|leg| leg.part != place.part) {
                plan.legs.pop_front();
            }
        }
        let mut scan = Self {
            asked,
            plan,
            beyond: from.map(|place| (place.key, place.id.0)),
            windows: None,
            ahead: VecDeque::new(),
            place: from,
            until: Instant::now() + PATIENCE,
        };
        scan.make_windows()?;
        Ok(scan)
    }

    pub(super) const fn sorted_by_time(&self) -> bool {
        self.plan.sorted_by_time
    }

    /// The next row; `None` at the end, or when looking took too long.
    pub(super) fn next(&mut self) -> Result<Option<Line>, LedgerError> {
        while self.ahead.is_empty() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        let Some((part, ((key, id), line))) = self.ahead.pop_front() else { return Ok(None) };
        self.place = Some(Cursor { part, key, id: OrderId(id) });
        Ok(Some(line))
    }

    /// Where to go on; `None` at the end.
    pub(super) fn place(&mut self) -> Result<Option<Cursor>, LedgerError> {
        while self.ahead.is_empty() {
            if !self.fill()? {
                break;
            }
        }
        let at_end = self.ahead.is_empty() && self.plan.legs.is_empty();
        Ok(self.place.filter(|_| !at_end))
    }

    /// Reads on; `false` at the end, or when looking took too long. A list that an index serves is never cut short.
    fn fill(&mut self) -> Result<bool, LedgerError> {
        let Some(part) = self.plan.legs.front().map(|leg| leg.part) else { return Ok(false) };
        let window = match self.windows.as_ref().map(|windows| windows.next(self.plan.ascending)) {
            None => None,
            Some(Some(window)) => Some(window),
            Some(None) => {
                self.next_leg()?;
                return Ok(true);
            }
        };
        if window.is_some() && self.place.is_some() && Instant::now() > self.until {
            return Ok(false);
        }
        let started = Instant::now();
        let wanted = self.asked.query.limit().saturating_add(1);
        let rows = self.read(window, wanted)?;
        let cut = rows.last().filter(|_| rows.len() >= wanted).map(|(key, _)| *key);
        for (key, line) in rows {
            self.ahead.extend(line.map(|line| (part, (key, line))));
        }
        match cut {
            Some(last) => self.beyond = Some(last),
            None => self.stretch_done(part, window, started.elapsed())?,
        }
        Ok(true)
    }

    /// The next rows of the current leg, of all its drivers together, and what each of them is as a line: nothing, where
    /// what is sought does not stand in the field that was named.
    fn read(
        &self,
        window: Option<(i64, i64)>,
        wanted: usize,
    ) -> Result<Vec<Placed<Option<Line>>>, LedgerError> {
        let Some(leg) = self.plan.legs.front() else { return Ok(Vec::new()) };
        let Asked { reader, question, .. } = self.asked;
        let key = self.plan.key;
        let mut rows = Vec::new();
        for driver in &leg.drivers {
            let stretch = self.plan.stretch(self.asked, leg.status, *driver);
            let sql = Stretch { beyond: self.beyond, window, ..stretch }.lines(wanted);
            rows.extend(reader.all(&sql, |row| Ok((key.of(row)?, read_line(question, row)?)))?);
        }
        if leg.drivers.len() > 1 {
            rows.sort_by_key(|(key, _)| *key);
            if !self.plan.ascending {
                rows.reverse();
            }
            rows.truncate(wanted);
        }
        Ok(rows)
    }

    /// A window, or a whole leg, has no more rows.
    fn stretch_done(
        &mut self,
        part: Part,
        window: Option<(i64, i64)>,
        took: Duration,
    ) -> Result<(), LedgerError> {
        let (Some(windows), Some((from, to))) = (&mut self.windows, window) else {
            return self.next_leg();
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

    fn next_leg(&mut self) -> Result<(), LedgerError> {
        self.plan.legs.pop_front();
        self.beyond = None;
        self.make_windows()
    }

    /// Makes windows for the current leg, where no index serves it as a whole.
    fn make_windows(&mut self) -> Result<(), LedgerError> {
        self.windows = if self.plan.windowed && !self.plan.legs.is_empty() {
            Windows::of(self.asked, &self.plan, self.beyond)?
        } else {
            None
        };
        Ok(())
    }
}
