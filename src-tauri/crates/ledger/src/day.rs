//! Which day a moment falls on in a market.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::LedgerError;

/// A day at a fixed offset: no clock is ever put forward or back in it.
const DAY_MS: i64 = 86_400_000;

/// The day of a moment at a fixed offset such as `-06:00`, as `YYYY-MM-DD`.
///
/// # Errors
/// [`LedgerError::Invalid`] when the offset or the moment cannot be read.
pub(crate) fn day_of(unix_ms: i64, zone: &str) -> Result<String, LedgerError> {
    let offset = offset(zone)
        .ok_or_else(|| LedgerError::Invalid(format!("“{zone}” is not an offset such as -06:00")))?;
    let moment = Timestamp::from_millisecond(unix_ms)
        .map_err(|_| LedgerError::Invalid(format!("{unix_ms} is not a time")))?;
    Ok(offset.to_datetime(moment).date().to_string())
}

/// When the day of a moment began at a fixed offset, Unix milliseconds.
///
/// # Errors
/// As of [`day_of`].
pub(crate) fn begin_of_day(unix_ms: i64, zone: &str) -> Result<i64, LedgerError> {
    let offset = offset(zone)
        .ok_or_else(|| LedgerError::Invalid(format!("“{zone}” is not an offset such as -06:00")))?;
    let ahead_ms = i64::from(offset.seconds()).saturating_mul(1000);
    let into_the_day = unix_ms.saturating_add(ahead_ms).rem_euclid(DAY_MS);
    Ok(unix_ms.saturating_sub(into_the_day))
}

/// `+HH:MM` or `-HH:MM`.
fn offset(zone: &str) -> Option<Offset> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hours) || !two_digits(minutes) {
        return None;
    }
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::{begin_of_day, day_of};
    use rstest::rstest;

    const NOON_UTC: i64 = 1_767_268_800_000; // 2026-01-01T12:00:00Z
    const HOUR: i64 = 3_600_000;

    #[rstest]
    #[case::mexico(NOON_UTC - 7 * HOUR, "-06:00", "2025-12-31")]
    #[case::mexico_after_midnight(NOON_UTC - 6 * HOUR, "-06:00", "2026-01-01")]
    #[case::tanzania(NOON_UTC + 9 * HOUR, "+03:00", "2026-01-02")]
    #[case::half_hours(NOON_UTC + 6 * HOUR + HOUR / 2, "+05:30", "2026-01-02")]
    #[case::before_1970(-1, "+00:00", "1969-12-31")]
    fn follows_the_market(#[case] unix_ms: i64, #[case] zone: &str, #[case] day: &str) {
        assert_eq!(day_of(unix_ms, zone).unwrap(), day);
        let begin = begin_of_day(unix_ms, zone).unwrap();
        assert!(begin <= unix_ms && unix_ms - begin < 24 * HOUR);
        assert_eq!(day_of(begin, zone).unwrap(), day);
        assert_ne!(day_of(begin - 1, zone).unwrap(), day);
    }

    #[rstest]
    #[case::empty("")]
    #[case::name("America/Mexico_City")]
    #[case::short("-6")]
    #[case::no_colon("-0600")]
    #[case::minutes("+01:99")]
    #[case::signs("+-1:+1")]
    #[case::wide("−06:00")]
    fn refuses_other_zones(#[case] zone: &str) {
        assert!(day_of(NOON_UTC, zone).is_err());
        assert!(begin_of_day(NOON_UTC, zone).is_err());
        assert!(day_of(i64::MAX, "+00:00").is_err());
    }
}
