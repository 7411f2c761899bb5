//! When orders come: a year in which the business grows, with busy evenings, quiet nights, pay days and Sundays.

use crate::market::DemoMarket;
use crate::random::Random;

const HOUR_MS: i64 = 3_600_000;
const HOURS: i64 = 365 * 24;
/// Weights are fine enough to tell the milliseconds of an hour.
const SCALE: u64 = 1_000;

/// How busy each hour of a day is.
const DAY: [u64; 24] =
    [12, 7, 4, 3, 3, 5, 12, 25, 42, 58, 70, 76, 80, 74, 70, 72, 78, 84, 92, 100, 96, 78, 50, 26];
/// How busy each day of a week is, from Monday on.
const WEEK: [u64; 7] = [95, 92, 94, 98, 118, 104, 72];

/// The hours of the year before a moment, each with what comes before it.
#[derive(Debug)]
pub(crate) struct Rhythm {
    start_ms: i64,
    /// For each hour: the weight of all before it, and of each market in it.
    hours: Vec<(u64, [u64; 4])>,
    total: u64,
}

impl Rhythm {
    pub(crate) fn until(end_ms: i64) -> Self {
        let start_ms = end_ms - HOURS * HOUR_MS;
        let mut total = 0;
        let hours = (0..HOURS)
            .map(|hour| {
                let weights = DemoMarket::ALL.map(|market| weight(market, start_ms, hour));
                let before = total;
                total += weights.iter().sum::<u64>();
                (before, weights)
            })
            .collect();
        Self { start_ms, hours, total }
    }

    /// Where and when the order number `index` of `count` is made; later ones are never earlier.
    pub(crate) fn moment(&self, index: u64, count: u64, random: &mut Random) -> (DemoMarket, i64) {
        let place = u128::from(index) * u128::from(self.total) + u128::from(random.below(self.total));
        let place = u64::try_from(place / u128::from(count.max(1))).unwrap_or(u64::MAX);
        let hour = self.hours.partition_point(|(before, _)| *before <= place).saturating_sub(1);
        let Some((before, weights)) = self.hours.get(hour) else {
            return (DemoMarket::CashyMx, self.start_ms);
        };
        let within = u128::from(place - before) * 3_600_000 / u128::from(weights.iter().sum::<u64>().max(1));
        let hours = i64::try_from(hour).unwrap_or_default();
        let at_ms = self.start_ms + hours * HOUR_MS + i64::try_from(within).unwrap_or_default();
        let choices: Vec<(DemoMarket, u64)> =
            DemoMarket::ALL.into_iter().zip(weights.iter().copied()).collect();
        let market =
            random.weighted(&choices, |(_, weight)| *weight).map_or(DemoMarket::CashyMx, |(it, _)| *it);
        (market, at_ms)
    }
}

fn weight(market: DemoMarket, start_ms: i64, hour: i64) -> u64 {
    let at_ms = start_ms + hour * HOUR_MS;
    let local_ms = at_ms + market.offset_minutes() * 60_000;
    let of_table =
        |table: &[u64], at: i64| usize::try_from(at).ok().and_then(|at| table.get(at)).copied().unwrap_or(50);
    let of_day = of_table(&DAY, local_ms.div_euclid(HOUR_MS).rem_euclid(24));
    let day = local_ms.div_euclid(24 * HOUR_MS);
    // Day 0 of Unix time was a Thursday.
    let of_week = of_table(&WEEK, (day + 3).rem_euclid(7));
    let growth = 70 + u64::try_from(hour * 60 / HOURS).unwrap_or_default();
    let pay_day = if is_pay_day(at_ms) { 135 } else { 100 };
    market.share() * of_day * of_week * growth / 100 * pay_day * SCALE / 10_000
}

fn is_pay_day(at_ms: i64) -> bool {
    jiff::Timestamp::from_millisecond(at_ms)
        .is_ok_and(|at| matches!(jiff::tz::Offset::UTC.to_datetime(at).day(), 1 | 15 | 16 | 30 | 31))
}

#[cfg(test)]
mod tests {
    use super::{HOUR_MS, Rhythm};
    use crate::market::DemoMarket;
    use crate::random::Random;

    const END_MS: i64 = 1_764_547_200_000; // 2025-12-01

    #[test]
    fn time_goes_forward_and_fills_the_year() {
        let rhythm = Rhythm::until(END_MS);
        let mut random = Random::new(7, 0);
        let moments: Vec<(DemoMarket, i64)> =
            (0..20_000).map(|index| rhythm.moment(index, 20_000, &mut random)).collect();
        let times: Vec<i64> = moments.iter().map(|(_, at_ms)| *at_ms).collect();
        assert!(times.is_sorted());
        assert!(times[0] >= END_MS - 365 * 24 * HOUR_MS && times[0] < END_MS - 364 * 24 * HOUR_MS);
        assert!(*times.last().unwrap() < END_MS && *times.last().unwrap() > END_MS - 24 * HOUR_MS);
        for market in DemoMarket::ALL {
            let clock =
                |at_ms: i64| (at_ms + market.offset_minutes() * 60_000).div_euclid(HOUR_MS).rem_euclid(24);
            let made = |hour: i64| moments.iter().filter(|it| it.0 == market && clock(it.1) == hour).count();
            assert!(made(19) > 10 * made(3), "the market's evening is busy, and its night is quiet");
        }
    }
}
