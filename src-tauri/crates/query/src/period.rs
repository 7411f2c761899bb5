//! From days to moments: the calendar's part.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::Day;

/// Between which days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Days {
    /// Made on this day or later.
    pub from: Option<Day>,
    /// Made on this day or before.
    pub to: Option<Day>,
}

/// Between which moments, in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Moments {
    /// At this moment or later.
    pub from_ms: Option<i64>,
    /// Before this moment, which itself does not belong to it: the begin of the day after the last.
    pub before_ms: Option<i64>,
}

impl Days {
    /// The first and the last day when it is asked on `today`.
    #[must_use]
    pub fn dates(self, today: Date) -> (Option<Date>, Option<Date>) {
        (self.from.map(|day| day.first(today)), self.to.map(|day| day.last(today)))
    }

    /// The moments at which these days begin and end in `zone`.
    ///
    /// A day begins at midnight, or when the clock is put forward then, at the first moment that the day has. A
    /// begin or end outside the calendar (year 9999) is none.
    #[must_use]
    pub fn resolve(self, today: Date, zone: &TimeZone) -> Moments {
        let (first, last) = self.dates(today);
        let after = last.and_then(|date| date.tomorrow().ok());
        Moments { from_ms: first.and_then(|d| begin(d, zone)), before_ms: after.and_then(|d| begin(d, zone)) }
    }

    /// Whether the last day is before the first when it is asked on `today`.
    pub(crate) fn are_turned(self, today: Date) -> bool {
        matches!(self.dates(today), (Some(first), Some(last)) if first > last)
    }
}

fn begin(date: Date, zone: &TimeZone) -> Option<i64> {
    date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::Days;
    use crate::Day;
    use jiff::civil::{Date, date};
    use jiff::tz::{TimeZone, offset};

    const HOUR: i64 = 3_600_000;

    /// New York's rules.
    fn new_york() -> TimeZone {
        TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap()
    }

    /// Santiago's: the clock is put forward at midnight, so that a day begins at one.
    fn santiago() -> TimeZone {
        TimeZone::posix("<-04>4<-03>,M9.1.6/24,M4.1.6/24").unwrap()
    }

    fn on(day: Date, zone: &TimeZone) -> (i64, i64) {
        let days = Days { from: Some(Day::Date(day)), to: Some(Day::Date(day)) };
        let moments = days.resolve(date(2026, 11, 22), zone);
        (moments.from_ms.unwrap(), moments.before_ms.unwrap())
    }

    #[test]
    fn a_day_has_23_24_or_25_hours() {
        for (day, hours) in
            [(date(2026, 3, 8), 23), (date(2026, 3, 9), 24), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)]
        {
            let (from, before) = on(day, &new_york());
            assert_eq!(before - from, hours * HOUR, "{day}");
        }
    }

    #[test]
    fn days_follow_one_another_without_a_gap() {
        for zone in [new_york(), santiago(), TimeZone::UTC, TimeZone::fixed(offset(-6))] {
            let mut day = date(2026, 1, 1);
            while day < date(2027, 1, 1) {
                let next = day.tomorrow().unwrap();
                assert_eq!(on(day, &zone).1, on(next, &zone).0, "{day}");
                day = next;
            }
        }
    }

    #[test]
    fn a_midnight_that_the_clock_skips_is_one_o_clock() {
        // 2026-09-06 begins at 01:00-03:00, which is 04:00 UTC.
        let (from, before) = on(date(2026, 9, 6), &santiago());
        assert_eq!(
            from,
            date(2026, 9, 6).at(4, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond()
        );
        assert_eq!(before - from, 23 * HOUR);
    }

    #[test]
    fn the_zone_and_the_day_it_is_asked_on_count() {
        let week = Days { from: Some(Day::read("-7d").unwrap()), to: Some(Day::Today) };
        let mexico = week.resolve(date(2026, 11, 22), &TimeZone::fixed(offset(-6)));
        assert_eq!(mexico.from_ms, Some(1_794_722_400_000)); // 2026-11-15T06:00Z
        assert_eq!(mexico.before_ms, Some(1_794_722_400_000 + 8 * 24 * HOUR));
        let bangkok = week.resolve(date(2026, 11, 22), &TimeZone::fixed(offset(7)));
        assert_eq!(bangkok.from_ms, Some(1_794_722_400_000 - 13 * HOUR));
    }

    #[test]
    fn open_ends_and_the_calendars_own_are_none() {
        let nothing = Days::default().resolve(date(2026, 11, 22), &TimeZone::UTC);
        assert_eq!((nothing.from_ms, nothing.before_ms), (None, None));
        let last = Days { from: None, to: Some(Day::Today) }.resolve(Date::MAX, &TimeZone::UTC);
        assert_eq!(last.before_ms, None);
    }
}
