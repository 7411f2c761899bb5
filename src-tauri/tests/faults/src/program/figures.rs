//! Figures of many measurements, in whole milliseconds.

use std::time::Duration;

/// A sorted set of durations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times(Vec<u128>);

impl Times {
    /// Takes one more measurement.
    pub fn add(&mut self, time: Duration) {
        let ms = time.as_millis();
        let at = self.0.partition_point(|known| *known <= ms);
        self.0.insert(at, ms);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest that `percent` of all do not exceed, in milliseconds; 0 without a measurement.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> u128 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0.get(rank).or_else(|| self.0.last()).copied().unwrap_or_default()
    }

    /// The usual three, in words.
    #[must_use]
    pub fn summary(&self) -> String {
        format!(
            "p50 {} ms, p99 {} ms, max {} ms",
            self.percentile(50),
            self.percentile(99),
            self.percentile(100)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Times;
    use std::time::Duration;

    #[test]
    fn percentiles_are_of_the_sorted_set() {
        let mut times = Times::default();
        assert_eq!(times.percentile(50), 0);
        for ms in (1..=100).rev() {
            times.add(Duration::from_millis(ms));
        }
        assert_eq!([50, 99, 100].map(|percent| times.percentile(percent)), [50, 99, 100]);
    }
}
