//! How much one account's gateway is asked: two at a time, so many a minute, and less when it is in trouble.

use std::collections::VecDeque;

/// At most so many questions under way to one gateway.
const UNDER_WAY_MAX: u32 = 2;
const MINUTE_MS: i64 = 60_000;
/// The longest pause after failures on the way.
const PAUSE_MS_MAX: i64 = 5 * 60_000;

/// The limits that all lanes share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaneLimits {
    per_minute: usize,
    haste: i64,
}

impl LaneLimits {
    pub(crate) fn new(per_minute: u32, haste: u32) -> Self {
        let per_minute = usize::try_from(per_minute.max(1)).unwrap_or(usize::MAX);
        Self { per_minute, haste: i64::from(haste.max(1)) }
    }

    fn minute_ms(self) -> i64 {
        (MINUTE_MS / self.haste).max(1)
    }
}

/// Whether a question may be asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// Yes; [`Lane::done`] must follow.
    Now,
    /// Not before this time, Unix milliseconds.
    Later(i64),
}

/// One account's lane. Times are Unix milliseconds.
#[derive(Debug, Default)]
pub(super) struct Lane {
    under_way: u32,
    /// When the questions of the last minute were asked, oldest first; bounded by the limit itself.
    asked: VecDeque<i64>,
    failures: u32,
    paused_until_ms: Option<i64>,
}

impl Lane {
    pub(super) fn admit(&mut self, limits: &LaneLimits, now_ms: i64) -> Admission {
        if let Some(until) = self.paused_until_ms {
            // A clock that was set back must not pause a lane for hours.
            let believable = until.saturating_sub(now_ms) <= PAUSE_MS_MAX;
            if now_ms < until && believable {
                return Admission::Later(until);
            }
            self.paused_until_ms = None;
        }
        let minute = limits.minute_ms();
        while self
            .asked
            .front()
            .is_some_and(|at| now_ms.saturating_sub(*at).unsigned_abs() >= minute.unsigned_abs())
        {
            self.asked.pop_front();
        }
        // After a failure one question at a time feels the way.
        let at_once = if self.failures == 0 { UNDER_WAY_MAX } else { 1 };
        if self.under_way >= at_once {
            return Admission::Later(now_ms.saturating_add((1_000 / limits.haste).max(10)));
        }
        if self.asked.len() >= limits.per_minute {
            let oldest = self.asked.front().copied().unwrap_or(now_ms);
            return Admission::Later(oldest.saturating_add(minute));
        }
        self.under_way = self.under_way.saturating_add(1);
        self.asked.push_back(now_ms);
        Admission::Now
    }

    /// A question has ended.
    pub(super) fn done(&mut self, limits: &LaneLimits, failed_on_the_way: bool, now_ms: i64) {
        self.under_way = self.under_way.saturating_sub(1);
        if failed_on_the_way {
            self.failures = self.failures.saturating_add(1).min(16);
            let pause = 1_000_i64.saturating_mul(1 << self.failures).min(PAUSE_MS_MAX) / limits.haste;
            self.paused_until_ms = Some(now_ms.saturating_add(pause));
        } else {
            self.failures = 0;
            self.paused_until_ms = None;
        }
    }

    pub(super) fn paused_until_ms(&self) -> Option<i64> {
        self.paused_until_ms
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, Lane, LaneLimits, PAUSE_MS_MAX};

    #[test]
    fn two_at_a_time() {
        let limits = LaneLimits::new(60, 1);
        let mut lane = Lane::default();
        assert_eq!(lane.admit(&limits, 0), Admission::Now);
        assert_eq!(lane.admit(&limits, 0), Admission::Now);
        assert_eq!(lane.admit(&limits, 0), Admission::Later(1_000));
        lane.done(&limits, false, 10);
        assert_eq!(lane.admit(&limits, 10), Admission::Now);
    }

    #[test]
    fn sixty_a_minute() {
        let limits = LaneLimits::new(60, 1);
        let mut lane = Lane::default();
        for second in 0..60 {
            assert_eq!(lane.admit(&limits, second * 100), Admission::Now);
            lane.done(&limits, false, second * 100);
        }
        assert_eq!(lane.admit(&limits, 6_000), Admission::Later(60_000));
        assert_eq!(lane.admit(&limits, 60_000), Admission::Now);
    }

    #[test]
    fn failures_double_the_pause_up_to_five_minutes_and_success_ends_it() {
        let limits = LaneLimits::new(1_000, 1);
        let mut lane = Lane::default();
        let mut now = 0;
        let mut pauses = Vec::new();
        for _ in 0..12 {
            assert_eq!(lane.admit(&limits, now), Admission::Now);
            lane.done(&limits, true, now);
            let until = lane.paused_until_ms().unwrap();
            assert_eq!(lane.admit(&limits, until - 1), Admission::Later(until));
            pauses.push(until - now);
            now = until;
        }
        assert_eq!(pauses[..3], [2_000, 4_000, 8_000]);
        assert_eq!(pauses.last(), Some(&PAUSE_MS_MAX));
        assert_eq!(lane.admit(&limits, now), Admission::Now);
        assert_eq!(lane.admit(&limits, now), Admission::Later(now + 1_000), "one at a time feels the way");
        lane.done(&limits, false, now);
        assert_eq!(lane.paused_until_ms(), None);
    }

    #[test]
    fn a_clock_set_back_does_not_stop_a_lane() {
        let limits = LaneLimits::new(60, 1);
        let mut lane = Lane::default();
        assert_eq!(lane.admit(&limits, 10_000_000), Admission::Now);
        lane.done(&limits, true, 10_000_000);
        assert_eq!(lane.admit(&limits, 1_000_000), Admission::Now);
    }
}
