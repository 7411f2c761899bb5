//! The gateway's times: `yyyy-MM-dd HH:mm:ss` without a zone (Z15).

use jiff::Timestamp;

use crate::GatewayTime;

/// Reads a time, assuming the market's zone (`-06:00`) where the text has none. Unix times and texts with
/// a zone of their own are understood too; what cannot be read is kept as text.
pub(super) fn read(text: &str, market_zone: &str) -> GatewayTime {
    let told = text.trim();
    let known = unix(told).or_else(|| told.parse::<Timestamp>().ok().map(Timestamp::as_millisecond));
    let (unix_ms, zone) = match known {
        Some(unix_ms) => (Some(unix_ms), None),
        None => {
            let local = format!("{told}{market_zone}").parse::<Timestamp>();
            (local.ok().map(Timestamp::as_millisecond), Some(market_zone.to_owned()))
        }
    };
    GatewayTime { text: text.to_owned(), zone, unix_ms }
}

/// Unix seconds (10 digits) or milliseconds (13 digits).
fn unix(text: &str) -> Option<i64> {
    let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok())??;
    match text.len() {
        10 => number.checked_mul(1000),
        13 => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn z15_a_time_without_zone_is_the_markets() {
        let time = read("2024-12-02 15:40:50", "-06:00");
        assert_eq!(time.text, "2024-12-02 15:40:50");
        assert_eq!(time.zone.as_deref(), Some("-06:00"));
        assert_eq!(time.unix_ms, Some(1_733_175_650_000));
        assert_eq!(read("2024-12-02 15:40:50", "+07:00").unix_ms, Some(1_733_128_850_000));
        assert_eq!(read("2024-12-02T15:40:50", "+03:00").unix_ms, Some(1_733_143_250_000));
    }

    #[test]
    fn times_that_tell_their_zone_need_none() {
        for (text, unix_ms) in [
            ("2024-12-02T15:40:50Z", 1_733_154_050_000),
            ("2024-12-02 15:40:50+07:00", 1_733_128_850_000),
            ("1733128850", 1_733_128_850_000),
            ("1733128850123", 1_733_128_850_123),
        ] {
            let time = read(text, "-06:00");
            assert_eq!((time.zone, time.unix_ms), (None, Some(unix_ms)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        for text in ["yesterday", "2024-13-02 15:40:50", "02.12.2024", "3600"] {
            let time = read(text, "-06:00");
            assert_eq!((time.text.as_str(), time.unix_ms), (text, None));
        }
    }
}
