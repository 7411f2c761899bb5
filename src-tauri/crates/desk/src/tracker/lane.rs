//! How much one account's gateway is asked: two at a time, so many a minute, and less when it is in trouble.
//!
//! Times are those of the steady clock, in milliseconds: whoever sets the wall clock neither stops a lane nor lets a
//! minute's questions out at once.

use std::collections::VecDeque;

/// At most so many questions under way to one gateway.
const UNDER_WAY_MAX: u32 = 2;
const MINUTE_MS: i64 = 60_000;
/// A minute's questions are spread over so many parts of it: a backlog must not leave in one burst.
const PARTS: i64 = 6;
/// The longest pause after failures on the way.
const PAUSE_MS_MAX: i64 = 5 * 60_000;
/// One question in so many goes to whatever waits longest, however unimportant, so that nothing waits for ever.
const PATIENT_ONE_IN: u64 = 8;

/// The limits that all lanes share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaneLimits {
    per_minute: usize,
    per_part: usize,
    haste: i64,
}

impl LaneLimits {
    pub(crate) fn new(per_minute: u32, haste: u32) -> Self {
        let per_minute = per_minute.max(1);
        let parts = u32::try_from(PARTS).unwrap_or(1);
        let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            per_minute: whole(per_minute),
            per_part: whole(per_minute.div_ceil(parts).max(UNDER_WAY_MAX)),
            haste: i64::from(haste.max(1)),
        }
    }

    fn minute_ms(self) -> i64 {
        (MINUTE_MS / self.haste).max(1)
    }

    fn part_ms(self) -> i64 {
        (self.minute_ms() / PARTS).max(1)
    }
}

/// What a lane has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// So many questions now.
    For(u32),
    /// None before this time of the steady clock.
    From(i64),
    /// None before one of those under way has ended.
    AfterOne,
}

/// One account's lane.
#[derive(Debug, Default)]
pub(super) struct Lane {
    under_way: u32,
    /// When the questions of the last minute were asked, oldest first; bounded by the limit itself.
    asked: VecDeque<i64>,
    asked_ever: u64,
    failures: u32,
    paused_until_ms: Option<i64>,
    /// When one of its questions last felt the way for all.
    probed_ms: Option<i64>,
}

impl Lane {
    pub(super) fn room(&mut self, limits: &LaneLimits, steady_ms: i64) -> Room {
        if let Some(until) = self.paused_until_ms {
            if steady_ms < until {
                return Room::From(until);
            }
            self.paused_until_ms = None;
        }
        let minute = limits.minute_ms();
        while self.asked.front().is_some_and(|at| steady_ms.saturating_sub(*at) >= minute) {
            self.asked.pop_front();
        }
        // After a failure one question at a time feels the way.
        let at_once = if self.failures == 0 { UNDER_WAY_MAX } else { 1 };
        if self.under_way >= at_once {
            return Room::AfterOne;
        }
        let free = |limit: usize, within_ms: i64| {
            let recent: Vec<i64> =
                self.asked.iter().copied().filter(|at| steady_ms.saturating_sub(*at) < within_ms).collect();
            match limit.checked_sub(recent.len()).filter(|free| *free > 0) {
                Some(free) => Ok(free),
                None => Err(recent.first().copied().unwrap_or(steady_ms).saturating_add(within_ms)),
            }
        };
        match (free(limits.per_minute, minute), free(limits.per_part, limits.part_ms())) {
            (Ok(one), Ok(other)) => {
                let by_budget = u32::try_from(one.min(other)).unwrap_or(u32::MAX);
                Room::For(by_budget.min(at_once.saturating_sub(self.under_way)))
            }
            (Err(until), Ok(_)) | (Ok(_), Err(until)) => Room::From(until),
            (Err(one), Err(other)) => Room::From(one.max(other)),
        }
    }

    /// A question is asked now; [`Lane::done`] must follow.
    pub(super) fn ask(&mut self, steady_ms: i64) {
        self.under_way = self.under_way.saturating_add(1);
        self.asked_ever = self.asked_ever.wrapping_add(1);
        self.asked.push_back(steady_ms);
    }

    /// Whether it is the turn of what waits longest, whatever its rank.
    pub(super) const fn is_patients_turn(&self) -> bool {
        self.asked_ever % PATIENT_ONE_IN == PATIENT_ONE_IN - 1
    }

    /// A question has ended.
    pub(super) fn done(&mut self, limits: &LaneLimits, failed_on_the_way: bool, steady_ms: i64) {
        self.under_way = self.under_way.saturating_sub(1);
        if failed_on_the_way {
            self.failures = self.failures.saturating_add(1).min(16);
            let pause = 1_000_i64.saturating_mul(1 << self.failures).min(PAUSE_MS_MAX) / limits.haste;
            self.paused_until_ms = Some(steady_ms.saturating_add(pause));
        } else {
            self.failures = 0;
            self.paused_until_ms = None;
        }
    }

    /// Nothing is asked for so long: not the gateway is in trouble but we are (a locked vault, a full disk).
    pub(super) fn hold(&mut self, steady_ms: i64, pause_ms: i64) {
        self.paused_until_ms = Some(steady_ms.saturating_add(pause_ms));
    }

    /// What stood in the way is gone: asks again at once, within the budget.
    pub(super) fn resume(&mut self) {
        self.failures = 0;
        self.paused_until_ms = None;
    }

    /// Whether the last question failed on the way.
    pub(super) const fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// Its next question feels the way for all.
    pub(super) const fn probe(&mut self, steady_ms: i64) {
        self.probed_ms = Some(steady_ms);
    }

    /// When one of its questions last did, by the steady clock.
    pub(super) const fn probed_ms(&self) -> Option<i64> {
        self.probed_ms
    }

    /// One question is let through a pause, to feel the way for all.
    pub(super) const fn may_probe(&self) -> bool {
        self.under_way == 0
    }

    pub(super) const fn paused_until_ms(&self) -> Option<i64> {
        self.paused_until_ms
    }
}

#[cfg(test)]
mod tests {
    use super::{Lane, LaneLimits, PAUSE_MS_MAX, Room};
    use proptest::prelude::{any, prop, proptest};

    #[test]
    fn two_at_a_time() {
        let limits = LaneLimits::new(60, 1);
        let mut lane = Lane::default();
        assert_eq!(lane.room(&limits, 0), Room::For(2));
        lane.ask(0);
        assert_eq!(lane.room(&limits, 0), Room::For(1));
        lane.ask(0);
        assert_eq!(lane.room(&limits, 0), Room::AfterOne);
        lane.done(&limits, false, 10);
        assert_eq!(lane.room(&limits, 10), Room::For(1));
    }

    #[test]
    fn sixty_a_minute_and_ten_in_ten_seconds() {
        let limits = LaneLimits::new(60, 1);
        let mut lane = Lane::default();
        let mut asked = Vec::new();
        for now in (0..180_000).step_by(100) {
            if let Room::For(_) = lane.room(&limits, now) {
                lane.ask(now);
                lane.done(&limits, false, now);
                asked.push(now);
            }
        }
        let most = |within: i64| {
            asked
                .iter()
                .map(|from| asked.iter().filter(|at| (*from..from + within).contains(*at)).count())
                .max()
        };
        assert_eq!((most(60_000), most(10_000), asked.len()), (Some(60), Some(10), 180));
    }

    #[test]
    fn failures_double_the_pause_up_to_five_minutes_and_success_ends_it() {
        let limits = LaneLimits::new(1_000, 1);
        let mut lane = Lane::default();
        let mut now = 0;
        let mut pauses = Vec::new();
        for _ in 0..12 {
            assert!(matches!(lane.room(&limits, now), Room::For(_)));
            lane.ask(now);
            lane.done(&limits, true, now);
            let until = lane.paused_until_ms().unwrap();
            assert_eq!(lane.room(&limits, until - 1), Room::From(until));
            pauses.push(until - now);
            now = until;
        }
        assert_eq!(pauses[..3], [2_000, 4_000, 8_000]);
        assert_eq!(pauses.last(), Some(&PAUSE_MS_MAX));
        assert_eq!(lane.room(&limits, now), Room::For(1));
        lane.ask(now);
        assert_eq!(lane.room(&limits, now), Room::AfterOne, "one at a time feels the way");
        lane.done(&limits, false, now);
        assert_eq!(lane.paused_until_ms(), None);
    }

    #[test]
    fn what_waits_longest_has_its_turn() {
        let limits = LaneLimits::new(6_000, 1);
        let mut lane = Lane::default();
        let mut turns = 0;
        for now in 0..80 {
            turns += u32::from(lane.is_patients_turn());
            lane.ask(now);
            lane.done(&limits, false, now);
        }
        assert_eq!(turns, 10);
    }

    proptest! {
        #[test]
        fn the_budget_is_never_exceeded_and_there_is_always_a_way_on(
            per_minute in 1_u32..200,
            waits in prop::collection::vec((0_i64..3_000, any::<bool>()), 1..400),
        ) {
            let limits = LaneLimits::new(per_minute, 1);
            let mut lane = Lane::default();
            let (mut now, mut asked) = (0, Vec::new());
            for (wait, fails) in waits {
                now += wait;
                match lane.room(&limits, now) {
                    Room::For(count) => {
                        assert!(count > 0);
                        lane.ask(now);
                        asked.push(now);
                        lane.done(&limits, fails, now);
                    }
                    Room::From(later) => assert!(later > now),
                    Room::AfterOne => panic!("nothing is under way"),
                }
            }
            for from in &asked {
                let within = asked.iter().filter(|at| (*from..from + 60_000).contains(*at)).count();
                assert!(within <= usize::try_from(per_minute).unwrap().max(1));
            }
        }
    }
}
