//! Dates and times as consoles, spreadsheets and people write them.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use crate::words::{DateWord, date_word};

/// What comes first in a date of three numbers. A year of four digits in front needs no choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 03/04/2026 is the third of April: Mexico, Tanzania, Thailand.
    DayMonth,
    /// 03/04/2026 is the fourth of March: the United States.
    MonthDay,
    /// 26/04/03 is the third of April 2026.
    YearFirst,
}

impl DateOrder {
    pub(crate) const ALL: [Self; 3] = [Self::DayMonth, Self::MonthDay, Self::YearFirst];
}

/// What the date cells of a workbook say that stand among dates as text: a spreadsheet of another country takes 03/04 for
/// the fourth of March where it can be, makes a date cell of it, and leaves 13/04 as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateCells {
    /// They are as the spreadsheet shows them.
    AsShown,
    /// Day and month are exchanged.
    Exchanged,
}

/// The longest text that can be a time.
const LENGTH_LIMIT: usize = 80;
/// Years of the Buddhist calendar are 543 ahead, and nobody's export is of the year 2400.
const BUDDHIST_FROM: i16 = 2400;
const BUDDHIST_AHEAD: i16 = 543;

/// A time whose date may still be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeText {
    /// The day under each [`DateOrder`], in the order of [`DateOrder::ALL`].
    days: [Option<Date>; 3],
    time: Time,
    offset: Option<Offset>,
}

/// Why a text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeError {
    Unreadable,
    /// Two days are possible.
    Open,
}

/// A time, and whether the text told its offset itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant {
    pub(crate) unix_ms: i64,
    pub(crate) tells_zone: bool,
}

/// An offset as the catalogue writes it, `-06:00`.
pub(crate) fn offset(zone: &str) -> Option<Offset> {
    let (sign, rest) = match zone.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, zone.strip_prefix('+').unwrap_or(zone)),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |text: &str| -> Option<i32> {
        (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}

/// Reads a text as a time.
pub(crate) fn read(text: &str) -> Option<TimeText> {
    if text.len() > LENGTH_LIMIT {
        return None;
    }
    if let Some(usual) = usual(text) {
        return Some(usual);
    }
    let tokens = tokens(text);
    if let [Token::Number(digits)] = tokens.as_slice() {
        return digits_alone(digits);
    }
    let (clock, rest) = clock(&tokens)?;
    let mut numbers = Vec::new();
    let mut month = None;
    let mut half = None;
    for token in rest {
        match token {
            Token::Number(digits) => numbers.push(digits.as_str()),
            Token::Sign('/' | '-' | '.' | ',' | '(' | ')') => {}
            Token::Sign(_) => return None,
            Token::Word(word) if word == "t" => {}
            Token::Word(word) => match date_word(word)? {
                DateWord::Noise => {}
                DateWord::Month(number) if month.is_none() => month = Some(number),
                DateWord::Month(_) => return None,
                told @ (DateWord::Morning | DateWord::Afternoon) => half = Some(told),
            },
        }
    }
    let days = days(&numbers, month)?;
    Some(TimeText { days, time: clock.time(half)?, offset: clock.offset })
}

/// `2026-04-03 12:30:05`, what most exports have: read without taking it apart first.
fn usual(text: &str) -> Option<TimeText> {
    let signs = |at: usize| text.as_bytes().get(at);
    if text.len() != 19
        || [signs(4), signs(7), signs(10), signs(13), signs(16)]
            != [b'-', b'-', b' ', b':', b':'].each_ref().map(Some)
    {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i8> {
        text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
    };
    let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let day = day(year, number(5, 7)?, text.get(8..10)?)?;
    let time = Time::new(number(11, 13)?, number(14, 16)?, number(17, 19)?, 0).ok()?;
    Some(TimeText { days: [Some(day); 3], time, offset: None })
}

impl TimeText {
    /// Whether it is several days, depending on what comes first.
    pub(crate) fn is_open(&self) -> bool {
        let mut days = self.days.iter().flatten();
        days.next().is_some_and(|first| days.any(|other| other != first))
    }

    /// Its day, if there is no doubt about it.
    pub(crate) fn day(&self) -> Option<Date> {
        self.days.first().copied().flatten().filter(|_| !self.is_open())
    }

    /// Whether it tells by itself which of day and month comes first.
    pub(crate) const fn tells_order(&self) -> bool {
        let [day_first, month_first, _] = &self.days;
        day_first.is_some() != month_first.is_some()
    }

    /// The same with day and month exchanged, where that is another day.
    pub(crate) fn exchanged(&self) -> Option<Self> {
        let day = self.day()?;
        let other = Date::new(day.year(), day.day(), day.month()).ok().filter(|other| *other != day)?;
        Some(Self { days: [Some(other); 3], ..*self })
    }

    /// The orders under which it is a date.
    pub(crate) fn orders(&self) -> BTreeSet<DateOrder> {
        DateOrder::ALL
            .into_iter()
            .zip(self.days)
            .filter(|(_, day)| day.is_some())
            .map(|(order, _)| order)
            .collect()
    }

    /// The moment, given what comes first and the offset of texts that tell none.
    pub(crate) fn at(&self, order: Option<DateOrder>, zone: Offset) -> Result<Instant, TimeError> {
        let possible = || DateOrder::ALL.into_iter().zip(self.days).filter_map(|(it, day)| Some((it, day?)));
        let day = match order {
            Some(order) => possible().find(|(it, _)| *it == order).map(|(_, day)| day),
            None => {
                let days: BTreeSet<Date> = possible().map(|(_, day)| day).collect();
                if days.len() > 1 {
                    return Err(TimeError::Open);
                }
                days.first().copied()
            }
        };
        let day = day.ok_or(TimeError::Unreadable)?;
        let local = DateTime::from_parts(day, self.time);
        let instant = self.offset.unwrap_or(zone).to_timestamp(local).map_err(|_| TimeError::Unreadable)?;
        Ok(Instant { unix_ms: instant.as_millisecond(), tells_zone: self.offset.is_some() })
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Number(String),
    Word(String),
    Sign(char),
}

/// Numbers, words and signs; spaces only part them.
fn tokens(text: &str) -> Vec<Token> {
    let text = text
        .to_lowercase()
        .replace("a. m.", "am")
        .replace("p. m.", "pm")
        .replace(['\u{a0}', '\u{202f}'], " ");
    let mut tokens: Vec<Token> = Vec::new();
    let mut joins = false;
    for character in text.chars().map(plain) {
        match (character, tokens.last_mut()) {
            (' ', _) => {
                joins = false;
                continue;
            }
            ('0'..='9', Some(Token::Number(digits))) if joins => digits.push(character),
            ('0'..='9', _) => tokens.push(Token::Number(character.to_string())),
            // A dot inside an abbreviation: เม.ย., a.m.
            ('.', Some(Token::Word(word))) if joins => word.push('.'),
            (sign, _) if sign.is_ascii_punctuation() => tokens.push(Token::Sign(sign)),
            (letter, Some(Token::Word(word))) if joins => word.push(letter),
            (letter, _) => tokens.push(Token::Word(letter.to_string())),
        }
        joins = true;
    }
    tokens
}

/// Other scripts' digits, and the units of Chinese dates, as the signs that they stand for.
fn plain(character: char) -> char {
    let shifted = |zero: char| {
        let value = u32::from(character).saturating_sub(u32::from(zero));
        char::from_digit(value, 10).unwrap_or(character)
    };
    match character {
        '๐'..='๙' => shifted('๐'),
        '０'..='９' => shifted('０'),
        '年' | '月' | '／' => '/',
        '日' | '号' | '號' | '秒' => ' ',
        '时' | '時' | '点' | '點' | '分' | '：' => ':',
        '–' | '−' => '-',
        other if other.is_whitespace() => ' ',
        other => other,
    }
}

/// The time of day as written, before noon and afternoon are known.
#[derive(Debug, Clone, Copy, Default)]
struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
    offset: Option<Offset>,
    told: bool,
}

impl Clock {
    fn time(&self, half: Option<DateWord>) -> Option<Time> {
        let hour = match half {
            Some(_) if !self.told || self.hour > 12 => {
                return self.told.then(|| self.exact(self.hour)).flatten();
            }
            Some(DateWord::Afternoon) if self.hour < 12 => self.hour + 12,
            Some(DateWord::Morning) if self.hour == 12 => 0,
            Some(_) | None => self.hour,
        };
        self.exact(hour)
    }

    fn exact(&self, hour: i8) -> Option<Time> {
        // A leap second, and the midnight that some write as 24:00, are nobody's order.
        Time::new(hour, self.minute, self.second, self.nanos).ok()
    }
}

/// Takes the time of day, with its offset, out of the tokens; midnight where none is told.
fn clock(tokens: &[Token]) -> Option<(Clock, Vec<&Token>)> {
    let colon = |token: Option<&Token>| token == Some(&Token::Sign(':'));
    let Some(at) = (1..tokens.len()).find(|at| colon(tokens.get(*at))) else {
        return Some((Clock::default(), tokens.iter().collect()));
    };
    let mut clock = Clock { told: true, hour: small(tokens.get(at - 1)?)?, ..Clock::default() };
    let mut next = at + 1;
    // “12时” alone is a whole hour.
    if let Some(minute) = tokens.get(next).and_then(small) {
        clock.minute = minute;
        next += 1;
    }
    if colon(tokens.get(next)) {
        next += 1;
        if let Some(second) = tokens.get(next).and_then(small) {
            clock.second = second;
            next += 1;
            if let (Some(Token::Sign('.' | ',')), Some(Token::Number(digits))) =
                (tokens.get(next), tokens.get(next + 1))
            {
                clock.nanos = nanos(digits)?;
                next += 2;
            }
        }
    }
    let before = tokens.iter().take(at - 1);
    let after = tokens.get(next..).unwrap_or_default();
    let (offset, used) = offset_of(after)?;
    clock.offset = offset;
    Some((clock, before.chain(after.iter().skip(used)).collect()))
}

fn small(token: &Token) -> Option<i8> {
    match token {
        Token::Number(digits) if digits.len() <= 2 => digits.parse().ok(),
        Token::Number(_) | Token::Word(_) | Token::Sign(_) => None,
    }
}

fn nanos(digits: &str) -> Option<i32> {
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok()
}

/// The offset at the beginning of what follows the time of day, and how many tokens it takes.
fn offset_of(after: &[Token]) -> Option<(Option<Offset>, usize)> {
    let named =
        matches!(after.first(), Some(Token::Word(word)) if matches!(word.as_str(), "z" | "utc" | "gmt"));
    let rest = if named { after.get(1..)? } else { after };
    let sign = match (rest.first(), rest.get(1)) {
        (Some(Token::Sign(sign @ ('+' | '-'))), Some(Token::Number(digits))) => Some((sign, digits)),
        _ => None,
    };
    let Some((sign, digits)) = sign else { return Some((named.then_some(Offset::UTC), usize::from(named))) };
    let (hours, minutes, used) = match (digits.len(), rest.get(2), rest.get(3)) {
        (4, ..) => (digits.get(..2)?, digits.get(2..)?, 2),
        (1 | 2, Some(Token::Sign(':')), Some(Token::Number(minutes))) => {
            (digits.as_str(), minutes.as_str(), 4)
        }
        (1 | 2, ..) => (digits.as_str(), "00", 2),
        _ => return None,
    };
    Some((Some(offset(&format!("{sign}{hours}:{minutes}"))?), used + usize::from(named)))
}

/// `20260403`, `20260403123005`, Unix seconds (10 digits) or milliseconds (13 digits).
fn digits_alone(digits: &str) -> Option<TimeText> {
    let number = |from: usize, to: usize| -> Option<i8> { digits.get(from..to)?.parse().ok() };
    match digits.len() {
        8 | 14 => {
            let day = day(digits.get(..4)?, number(4, 6)?, digits.get(6..8)?)?;
            let time = match digits.len() {
                8 => Time::midnight(),
                _ => Time::new(number(8, 10)?, number(10, 12)?, number(12, 14)?, 0).ok()?,
            };
            Some(TimeText { days: [Some(day); 3], time, offset: None })
        }
        10 | 13 => {
            let number: i64 = digits.parse().ok()?;
            let unix_ms = if digits.len() == 10 { number.checked_mul(1000)? } else { number };
            let local = Offset::UTC.to_datetime(jiff::Timestamp::from_millisecond(unix_ms).ok()?);
            // Ten digits may be an order number or a phone: only times that an order can have are times.
            (2001..2100).contains(&local.year()).then_some(TimeText {
                days: [Some(local.date()); 3],
                time: local.time(),
                offset: Some(Offset::UTC),
            })
        }
        _ => None,
    }
}

/// The possible days of two or three numbers, with or without the name of a month.
fn days(numbers: &[&str], month: Option<i8>) -> Option<[Option<Date>; 3]> {
    let is_year = |text: &str| text.len() == 4;
    let days = match (numbers, month) {
        ([a, b], Some(month)) if is_year(a) => [day(a, month, b); 3],
        ([a, b], Some(month)) => [day(b, month, a); 3],
        ([a, b, c], None) if is_year(a) => [day(a, b.parse().ok()?, c); 3],
        ([a, b, c], None) if is_year(c) => [day(c, b.parse().ok()?, a), day(c, a.parse().ok()?, b), None],
        ([a, b, c], None) => {
            let number = |text: &str| text.parse::<i8>().ok();
            let under = |year: &str, month: &str, of_month: &str| day(year, number(month)?, of_month);
            [under(c, b, a), under(c, a, b), under(a, b, c)]
        }
        _ => return None,
    };
    days.iter().any(Option::is_some).then_some(days)
}

fn day(year: &str, month: i8, of_month: &str) -> Option<Date> {
    let number: i16 = year.parse().ok()?;
    let year = match year.len() {
        4 if number >= BUDDHIST_FROM => number - BUDDHIST_AHEAD,
        4 => number,
        2 => 2000 + number,
        _ => return None,
    };
    if of_month.len() > 2 {
        return None;
    }
    Date::new(year, month, of_month.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, TimeError, offset, read};
    use jiff::tz::Offset;
    use rstest::rstest;

    fn at(text: &str, order: Option<DateOrder>) -> Result<String, TimeError> {
        let read = read(text).ok_or(TimeError::Unreadable)?;
        let instant = read.at(order, Offset::UTC)?;
        Ok(jiff::Timestamp::from_millisecond(instant.unix_ms).unwrap().to_string())
    }

    #[rstest]
    #[case::iso("2026-04-03", "2026-04-03T00:00:00Z")]
    #[case::gateway("2024-12-02 15:40:50", "2024-12-02T15:40:50Z")]
    #[case::iso_zone("2026-04-03T12:30:05+07:00", "2026-04-03T05:30:05Z")]
    #[case::iso_z("2026-04-03T12:30:05.250Z", "2026-04-03T12:30:05.25Z")]
    #[case::zone_glued("2026-04-03 12:30:05 +0800", "2026-04-03T04:30:05Z")]
    #[case::zone_named("2026-04-03 12:30 UTC+8", "2026-04-03T04:30:00Z")]
    #[case::gmt("2026-04-03 12:30 GMT", "2026-04-03T12:30:00Z")]
    #[case::slashes("2026/4/3 9:05", "2026-04-03T09:05:00Z")]
    #[case::chinese("2026年4月3日 9时05分07秒", "2026-04-03T09:05:07Z")]
    #[case::chinese_afternoon("2026年4月3日 下午2:05", "2026-04-03T14:05:00Z")]
    #[case::thai("3 เม.ย. 2569 14:05 น.", "2026-04-03T14:05:00Z")]
    #[case::thai_digits("๒๕/๑๒/๒๕๖๙", "2026-12-25T00:00:00Z")]
    #[case::spanish("3 de abril de 2026", "2026-04-03T00:00:00Z")]
    #[case::spanish_short("03-abr-26 02:05 p. m.", "2026-04-03T14:05:00Z")]
    #[case::english("Apr 3, 2026, 2:05:06 PM", "2026-04-03T14:05:06Z")]
    #[case::weekday("Fri, 3 Apr 2026 12:00 AM", "2026-04-03T00:00:00Z")]
    #[case::swahili("3 Aprili 2026", "2026-04-03T00:00:00Z")]
    #[case::only_one_reading("25/12/2026", "2026-12-25T00:00:00Z")]
    #[case::only_american("12/25/2026 1:00", "2026-12-25T01:00:00Z")]
    #[case::same_both_ways("04/04/2026", "2026-04-04T00:00:00Z")]
    #[case::compact("20260403", "2026-04-03T00:00:00Z")]
    #[case::compact_time("20260403123005", "2026-04-03T12:30:05Z")]
    #[case::unix("1733128850", "2024-12-02T08:40:50Z")]
    #[case::unix_milliseconds("1689582076000", "2023-07-17T08:21:16Z")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(at(text, None).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case::day_first("03/04/2026", DateOrder::DayMonth, "2026-04-03T00:00:00Z")]
    #[case::month_first("03/04/2026", DateOrder::MonthDay, "2026-03-04T00:00:00Z")]
    #[case::short_year("26.04.03", DateOrder::YearFirst, "2026-04-03T00:00:00Z")]
    #[case::short_year_last("03.04.26 23:59", DateOrder::DayMonth, "2026-04-03T23:59:00Z")]
    fn needs_a_choice(#[case] text: &str, #[case] order: DateOrder, #[case] expected: &str) {
        assert_eq!(at(text, None), Err(TimeError::Open));
        assert_eq!(at(text, Some(order)).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case::word("yesterday")]
    #[case::month_13("2026-13-02")]
    #[case::impossible("31/02/2026")]
    #[case::serial("45943.541")]
    #[case::number("3600")]
    #[case::empty("")]
    #[case::time_alone("12:30")]
    #[case::order_number("354997490558818072")]
    #[case::phone("5512345678901")]
    #[case::hour_25("2026-04-03 25:00")]
    fn refuses(#[case] text: &str) {
        assert_eq!(at(text, None), Err(TimeError::Unreadable), "{text}");
    }

    #[test]
    fn a_choice_that_does_not_fit_is_not_bent() {
        assert_eq!(at("25/12/2026", Some(DateOrder::MonthDay)), Err(TimeError::Unreadable));
    }

    #[test]
    fn offsets() {
        assert_eq!(offset("-06:00").unwrap().seconds(), -21_600);
        assert_eq!(offset("+05:30").unwrap().seconds(), 19_800);
        for wrong in ["", "x", "+99:00", "+08:99", "+0 :00"] {
            assert_eq!(offset(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", figures in "[0-9/:. +-]{0,30}") {
            let _ = read(&text);
            let _ = read(&figures);
        }
    }
}
