//! Days, months and years, fixed or relative, as people type them.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::MistakeKind;
use crate::digits::plain;

/// A day, or a stretch of days. Serialised as its canonical spelling: `2026-11`, `-7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Day {
    /// The day on which it is asked.
    Today,
    /// The day before.
    Yesterday,
    /// The whole month in which it is asked.
    ThisMonth,
    /// The whole month before.
    LastMonth,
    /// The one day so many days, weeks, months or years before today.
    Ago {
        /// How many; at most a hundred years.
        n: u16,
        /// Of what.
        unit: Unit,
    },
    /// One day.
    Date(Date),
    /// A whole month.
    Month {
        /// Its year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A whole year.
    Year(i16),
}

/// What is counted back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days, `d`.
    Days,
    /// Weeks, `w`.
    Weeks,
    /// Months, `m`: the same day of the month, or its last.
    Months,
    /// Years, `y`.
    Years,
}

/// The text is no day that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a day")]
pub struct DayError(String);

/// Years that orders can be from, as far as a search is concerned.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2399;
/// What these years are in Thailand's calendar.
const BUDDHIST_YEARS: std::ops::RangeInclusive<i16> = 2400..=2942;
/// How far the Buddhist calendar is ahead.
const BUDDHIST_OFFSET: i16 = 543;

impl Unit {
    const ALL: [Self; 4] = [Self::Days, Self::Weeks, Self::Months, Self::Years];

    const fn letter(self) -> char {
        match self {
            Self::Days => 'd',
            Self::Weeks => 'w',
            Self::Months => 'm',
            Self::Years => 'y',
        }
    }

    /// How many make a hundred years.
    const fn most(self) -> u16 {
        match self {
            Self::Days => 36_525,
            Self::Weeks => 5_218,
            Self::Months => 1_200,
            Self::Years => 100,
        }
    }
}

impl Day {
    /// Its first day, when it is asked on `today`.
    #[must_use]
    pub fn first(self, today: Date) -> Date {
        match self {
            Self::ThisMonth | Self::LastMonth | Self::Month { .. } => self.reference(today).first_of_month(),
            Self::Year(_) => self.reference(today).first_of_year(),
            Self::Today | Self::Yesterday | Self::Ago { .. } | Self::Date(_) => self.reference(today),
        }
    }

    /// Its last day, when it is asked on `today`.
    #[must_use]
    pub fn last(self, today: Date) -> Date {
        match self {
            Self::ThisMonth | Self::LastMonth | Self::Month { .. } => self.reference(today).last_of_month(),
            Self::Year(_) => self.reference(today).last_of_year(),
            Self::Today | Self::Yesterday | Self::Ago { .. } | Self::Date(_) => self.reference(today),
        }
    }

    /// Whether it means another day tomorrow.
    #[must_use]
    pub const fn is_relative(self) -> bool {
        match self {
            Self::Today | Self::Yesterday | Self::ThisMonth | Self::LastMonth | Self::Ago { .. } => true,
            Self::Date(_) | Self::Month { .. } | Self::Year(_) => false,
        }
    }

    /// A day within it.
    fn reference(self, today: Date) -> Date {
        let back = |span: jiff::Span| today.saturating_sub(span);
        match self {
            Self::Today | Self::ThisMonth => today,
            Self::Yesterday => back(1.day()),
            Self::LastMonth => back(1.month()),
            Self::Ago { n, unit: Unit::Days } => back(i64::from(n).days()),
            Self::Ago { n, unit: Unit::Weeks } => back(i64::from(n).weeks()),
            Self::Ago { n, unit: Unit::Months } => back(i64::from(n).months()),
            // Only a caller can ask for more, and the calendar ends somewhere.
            Self::Ago { n, unit: Unit::Years } => back(i64::from(n.min(Unit::Years.most())).years()),
            Self::Date(date) => date,
            Self::Month { year, month } => Date::new(year, month.clamp(1, 12), 1).unwrap_or(today),
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(today),
        }
    }

    /// Reads what stands after `from:`, `to:` or `on:`.
    pub(crate) fn read(text: &str) -> Result<Self, MistakeKind> {
        let word = plain(text).to_lowercase();
        match word.replace([' ', '_'], "-").as_str() {
            "today" => return Ok(Self::Today),
            "yesterday" => return Ok(Self::Yesterday),
            "this-month" => return Ok(Self::ThisMonth),
            "last-month" => return Ok(Self::LastMonth),
            _ => {}
        }
        match ago(&word) {
            Some(read) => read,
            None => fixed(&word),
        }
    }
}

/// `-7d`, `7d`: so many units back.
fn ago(word: &str) -> Option<Result<Day, MistakeKind>> {
    let unit = Unit::ALL.into_iter().find(|unit| word.ends_with(unit.letter()))?;
    let digits = word.strip_suffix(unit.letter())?.trim_start_matches(['-', '−', '–']);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let n = digits.parse::<u16>().ok().filter(|n| *n <= unit.most());
    Some(n.map(|n| Day::Ago { n, unit }).ok_or_else(|| MistakeKind::DayTooFar { given: word.to_owned() }))
}

/// A day, month or year in figures.
fn fixed(given: &str) -> Result<Day, MistakeKind> {
    let wrong = || MistakeKind::NotADay { given: given.to_owned() };
    let separator = given.chars().find(|c| !c.is_ascii_digit());
    if separator.is_some_and(|c| !matches!(c, '-' | '/' | '.')) {
        return Err(wrong());
    }
    let figures: Vec<&str> = separator.map_or_else(|| vec![given], |c| given.split(c).collect());
    if figures.iter().any(|figure| figure.is_empty() || !figure.chars().all(|c| c.is_ascii_digit())) {
        return Err(wrong());
    }
    match *figures.as_slice() {
        [year] if year.len() == 4 => stretch(given, year, None),
        [compact] if compact.len() == 8 => {
            let (year, rest) = compact.split_at_checked(4).ok_or_else(wrong)?;
            let (month, day) = rest.split_at_checked(2).ok_or_else(wrong)?;
            date(given, year, month, day)
        }
        [year, month] if year.len() == 4 && month.len() <= 2 => stretch(given, year, Some(month)),
        [month, year] if year.len() == 4 && month.len() <= 2 => stretch(given, year, Some(month)),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            date(given, year, month, day)
        }
        [first, second, year] if year.len() == 4 && first.len() <= 2 && second.len() <= 2 => {
            either_way(given, [first, second, year], separator == Some('.'))
        }
        _ => Err(wrong()),
    }
}

/// Day and month before the year: with dots the day is always first; else only figures that cannot be taken for each other count.
fn either_way(given: &str, [first, second, year]: [&str; 3], dots: bool) -> Result<Day, MistakeKind> {
    let (day_first, month_first) = (date(given, year, second, first), date(given, year, first, second));
    if dots {
        return day_first;
    }
    match (day_first, month_first) {
        (Ok(Day::Date(one)), Ok(Day::Date(other))) if one != other => {
            Err(MistakeKind::AmbiguousDay { given: given.to_owned(), readings: vec![one, other] })
        }
        (Ok(day), _) | (Err(_), Ok(day)) => Ok(day),
        (Err(mistake), Err(_)) => Err(mistake),
    }
}

/// A whole month or year.
fn stretch(given: &str, year: &str, month: Option<&str>) -> Result<Day, MistakeKind> {
    let read = |figure: &str| figure.parse::<i16>().ok();
    let month = match month.map(|month| read(month).filter(|month| (1..=12).contains(month))) {
        Some(None) => return Err(MistakeKind::NoSuchDay { given: given.to_owned() }),
        Some(Some(month)) => i8::try_from(month).ok(),
        None => None,
    };
    in_year(given, read(year), |year| Some(month.map_or(Day::Year(year), |month| Day::Month { year, month })))
}

fn date(given: &str, year: &str, month: &str, day: &str) -> Result<Day, MistakeKind> {
    let (month, day) = (month.parse::<i8>().unwrap_or(0), day.parse::<i8>().unwrap_or(0));
    in_year(given, year.parse().ok(), |year| Date::new(year, month, day).ok().map(Day::Date))
}

/// Checks the year, and that the calendar has what `make` makes of it.
fn in_year(given: &str, year: Option<i16>, make: impl Fn(i16) -> Option<Day>) -> Result<Day, MistakeKind> {
    let given = given.to_owned();
    match year {
        Some(year) if YEARS.contains(&year) => make(year).ok_or(MistakeKind::NoSuchDay { given }),
        Some(year) if BUDDHIST_YEARS.contains(&year) => match make(year - BUDDHIST_OFFSET) {
            Some(meant) => Err(MistakeKind::BuddhistYear { given, meant }),
            None => Err(MistakeKind::NoSuchDay { given }),
        },
        Some(_) | None => Err(MistakeKind::NotADay { given }),
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::ThisMonth => f.write_str("this-month"),
            Self::LastMonth => f.write_str("last-month"),
            Self::Ago { n, unit } => write!(f, "-{n}{}", unit.letter()),
            Self::Date(date) => date.fmt(f),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).map_err(|_| DayError(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Day;
    use crate::MistakeKind;
    use jiff::civil::{Date, date};
    use rstest::rstest;

    const TODAY: Date = date(2026, 3, 31);

    #[rstest]
    #[case("2026-11-01", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("2026-11-1", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("2026/11/01", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("20261101", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("01.11.2026", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("25/11/2026", "2026-11-25", "2026-11-25", "2026-11-25")]
    #[case("11-25-2026", "2026-11-25", "2026-11-25", "2026-11-25")]
    #[case("05/05/2026", "2026-05-05", "2026-05-05", "2026-05-05")]
    #[case("๒๐๒๖-１１-01", "2026-11-01", "2026-11-01", "2026-11-01")]
    #[case("2028-02", "2028-02", "2028-02-01", "2028-02-29")]
    #[case("11/2026", "2026-11", "2026-11-01", "2026-11-30")]
    #[case("2026", "2026", "2026-01-01", "2026-12-31")]
    #[case("Today", "today", "2026-03-31", "2026-03-31")]
    #[case("yesterday", "yesterday", "2026-03-30", "2026-03-30")]
    #[case("this_month", "this-month", "2026-03-01", "2026-03-31")]
    #[case("last-month", "last-month", "2026-02-01", "2026-02-28")]
    #[case("-7d", "-7d", "2026-03-24", "2026-03-24")]
    #[case("7D", "-7d", "2026-03-24", "2026-03-24")]
    #[case("-2w", "-2w", "2026-03-17", "2026-03-17")]
    #[case("-1m", "-1m", "2026-02-28", "2026-02-28")]
    #[case("-3m", "-3m", "2025-12-31", "2025-12-31")]
    #[case("-1y", "-1y", "2025-03-31", "2025-03-31")]
    fn every_form(#[case] text: &str, #[case] canonical: &str, #[case] first: Date, #[case] last: Date) {
        let day = Day::read(text).unwrap();
        assert_eq!(day.to_string(), canonical);
        assert_eq!(Day::read(canonical), Ok(day));
        assert_eq!((day.first(TODAY), day.last(TODAY)), (first, last));
    }

    #[rstest]
    #[case("")]
    #[case("soon")]
    #[case("1-11-26")]
    #[case("2026-11/01")]
    #[case("2026--01")]
    #[case("1969-12-31")]
    #[case("9999-01-01")]
    #[case("d")]
    #[case("+7d")]
    #[case("123")]
    #[case("2026-11-01T10:00")]
    fn no_days(#[case] text: &str) {
        assert!(matches!(Day::read(text), Err(MistakeKind::NotADay { .. })), "{text}");
    }

    #[rstest]
    #[case("2026-02-30")]
    #[case("2027-02-29")]
    #[case("2026-13")]
    #[case("2026-00-10")]
    #[case("11.25.2026")]
    #[case("31/31/2026")]
    #[case("2570-02-29")]
    fn days_that_no_calendar_has(#[case] text: &str) {
        assert!(matches!(Day::read(text), Err(MistakeKind::NoSuchDay { .. })), "{text}");
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_asked_back() {
        assert_eq!(
            Day::read("01/11/2026"),
            Err(MistakeKind::AmbiguousDay {
                given: "01/11/2026".to_owned(),
                readings: vec![date(2026, 11, 1), date(2026, 1, 11)]
            })
        );
        assert_eq!(
            Day::read("2569-11-01"),
            Err(MistakeKind::BuddhistYear {
                given: "2569-11-01".to_owned(),
                meant: Day::Date(date(2026, 11, 1))
            })
        );
        for far in ["-99999d", "-36526d", "-5219w", "-1201m", "-101y", "-99999999999999999999d"] {
            assert!(matches!(Day::read(far), Err(MistakeKind::DayTooFar { .. })), "{far}");
        }
    }

    #[test]
    fn no_day_leaves_the_calendar() {
        for text in ["-36525d", "-5218w", "-1200m", "-100y"] {
            assert_eq!(Day::read(text).unwrap().first(Date::MIN), Date::MIN);
        }
    }

    #[test]
    fn crosses_as_text() {
        let day = Day::read("-7d").unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), r#""-7d""#);
        assert_eq!(
            serde_json::from_str::<Day>(r#""2026-11""#).unwrap(),
            Day::Month { year: 2026, month: 11 }
        );
        assert!(serde_json::from_str::<Day>(r#""soon""#).is_err());
    }
}
