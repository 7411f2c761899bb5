//! Times that were taken, and how they are told: whole nanoseconds, nearest-rank percentiles, ratios in hundredths.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Times of one thing, in nanoseconds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Samples(Vec<u64>);

impl Samples {
    pub(crate) fn add(&mut self, took: Duration) {
        self.add_ns(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    pub(crate) fn add_ns(&mut self, ns: u64) {
        self.0.push(ns);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The smallest time that so many thousandths of all do not exceed; 0 without any.
    pub(crate) fn at(&self, permille: usize) -> u64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * permille).div_ceil(1000).max(1);
        sorted.get(rank - 1).copied().unwrap_or(0)
    }

    pub(crate) fn p50(&self) -> u64 {
        self.at(500)
    }

    pub(crate) fn p99(&self) -> u64 {
        self.at(990)
    }

    pub(crate) fn max(&self) -> u64 {
        self.at(1000)
    }

    /// All together.
    pub(crate) fn sum(&self) -> u64 {
        self.0.iter().fold(0, |sum, ns| sum.saturating_add(*ns))
    }

    /// Median, 99th of a hundred and largest, as text.
    pub(crate) fn told(&self) -> [String; 3] {
        [time(self.p50()), time(self.p99()), time(self.max())]
    }
}

/// A time as people read it: three digits at most.
pub(crate) fn time(ns: u64) -> String {
    match ns {
        0 => "0".to_owned(),
        1..10_000 => format!("{} µs", tenths(ns / 100)),
        10_000..1_000_000 => format!("{} µs", ns / 1_000),
        1_000_000..10_000_000 => format!("{} ms", hundredths(ns / 10_000)),
        10_000_000..100_000_000 => format!("{} ms", tenths(ns / 100_000)),
        100_000_000..1_000_000_000 => format!("{} ms", ns / 1_000_000),
        _ => format!("{} s", tenths(ns / 100_000_000)),
    }
}

/// Bytes as people read them: thousands, as disks are sold.
pub(crate) fn bytes(n: u64) -> String {
    match n {
        0..10_000 => format!("{n} B"),
        10_000..10_000_000 => format!("{} kB", n / 1_000),
        10_000_000..10_000_000_000 => format!("{} MB", n / 1_000_000),
        _ => format!("{} GB", tenths(n / 100_000_000)),
    }
}

/// How many times `b` goes into `a`, in hundredths.
pub(crate) fn ratio(a: u64, b: u64) -> u64 {
    let hundredths = u128::from(a) * 100 / u128::from(b.max(1));
    u64::try_from(hundredths).unwrap_or(u64::MAX)
}

/// `1.09 ×`
pub(crate) fn ratio_text(hundredths_of_one: u64) -> String {
    match hundredths_of_one {
        0..1_000 => format!("{} ×", hundredths(hundredths_of_one)),
        1_000..10_000 => format!("{} ×", tenths(hundredths_of_one / 10)),
        _ => format!("{} ×", hundredths_of_one / 100),
    }
}

/// `1,000,000`
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn tenths(n: u64) -> String {
    format!("{}.{}", n / 10, n % 10)
}

fn hundredths(n: u64) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

/// How many `unit`s something is, with one digit behind the point.
pub(crate) fn tenths_of(n: u64, unit: u64) -> String {
    tenths(n.saturating_mul(10) / unit.max(1))
}

/// Rows of a second, given how long so many took.
pub(crate) fn per_second(rows: u64, took_ns: u64) -> u64 {
    let rate = u128::from(rows) * 1_000_000_000 / u128::from(took_ns.max(1));
    u64::try_from(rate).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Samples, bytes, count, per_second, ratio, ratio_text, time};

    fn of(ns: impl IntoIterator<Item = u64>) -> Samples {
        let mut samples = Samples::default();
        for one in ns {
            samples.add_ns(one);
        }
        samples
    }

    #[test]
    fn percentiles_are_samples_by_nearest_rank() {
        let hundred = of((1..=100).rev());
        assert_eq!((hundred.p50(), hundred.p99(), hundred.max(), hundred.len()), (50, 99, 100, 100));
        let thousand = of(1..=1_000);
        assert_eq!((thousand.p50(), thousand.p99(), thousand.max()), (500, 990, 1_000));
        // With few samples the 99th is the largest: never better than what was seen.
        assert_eq!((of([7, 9, 8]).p50(), of([7, 9, 8]).p99()), (8, 9));
        assert_eq!((of([5]).p50(), of([5]).p99(), of([]).p99(), of([3, 4]).sum()), (5, 5, 0, 7));
    }

    #[test]
    fn figures_are_read_at_a_glance() {
        let told = [0, 640, 6_249, 85_999, 999_999, 1_094_999, 15_040_000, 265_000_000, 12_340_000_000];
        assert_eq!(
            told.map(time),
            ["0", "0.6 µs", "6.2 µs", "85 µs", "999 µs", "1.09 ms", "15.0 ms", "265 ms", "12.3 s"]
        );
        assert_eq!(
            [527, 98_500, 403_000_000, 26_900_000_000].map(bytes),
            ["527 B", "98 kB", "403 MB", "26.9 GB"]
        );
        assert_eq!([7, 999, 1_000, 1_234_567].map(count), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn ratios_are_exact_and_never_divide_by_nothing() {
        assert_eq!((ratio(109, 100), ratio(1, 3), ratio(5, 0)), (109, 33, 500));
        assert_eq!([109, 1_250, 46_000].map(ratio_text), ["1.09 ×", "12.5 ×", "460 ×"]);
        assert_eq!((per_second(500, 2_000_000_000), per_second(1, 0)), (250, 1_000_000_000));
    }
}
