//! The pause after wrong passphrases.
//!
//! It slows a person (or a script) at this keyboard; whoever has copied the file is slowed by Argon2 alone.
//! So the count lives in memory: it begins anew with the program.

use std::time::{Duration, Instant};

/// Wrong passphrases before the first pause.
const FREE_FAILURES: u32 = 5;

/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// Counts wrong passphrases and says how long to wait: 1 s after the fifth, then 2, 4, … 60.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
    until: Option<Instant>,
}

impl Backoff {
    /// How long no passphrase may be tried; `None` when one may.
    pub(crate) fn remaining(&self, now: Instant) -> Option<Duration> {
        self.until?.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    /// A wrong passphrase was tried.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if let Some(doublings) = self.failures.checked_sub(FREE_FAILURES) {
            let seconds = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
            self.until = now.checked_add(Duration::from_secs(seconds).min(PAUSE_MAX));
        }
    }

    /// The right one was tried.
    pub(crate) fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_the_fifth_failure_to_a_minute_and_end_with_success() {
        let now = Instant::now();
        let mut backoff = Backoff::default();
        let mut pauses = Vec::new();
        for _ in 0..80 {
            backoff.failed(now);
            pauses.push(backoff.remaining(now).map_or(0, |left| left.as_secs()));
        }
        assert_eq!(pauses[..12], [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(
            pauses[12..].iter().all(|seconds| *seconds == 60),
            "no overflow brings the pause back to nothing"
        );

        let almost = now + Duration::from_millis(59_999);
        assert_eq!(backoff.remaining(almost), Some(Duration::from_millis(1)));
        assert_eq!(backoff.remaining(now + Duration::from_secs(60)), None);

        backoff.succeeded();
        backoff.failed(now);
        assert_eq!(backoff.remaining(now), None, "the count began anew");
    }
}
