//! How far each gateway's clock is ahead of ours: measured, checked, applied, and let go of again (R12).
//!
//! Every answer teaches: a ping tells the time itself, any other answer has a `Date` header. What was learnt carries on by
//! the steady clock, which nobody sets, so that a wall clock that is set by a second does no harm. After a larger jump
//! nothing is known any more, because nobody can tell a clock that was set from a computer that slept; the next
//! request asks for the time first (`measure`).
//!
//! One answer alone must not turn a right clock into a wrong one: caches, captive portals and error pages of relays send
//! `Date` headers of their own. So only answers that look like a gateway's teach; a difference of more than half a
//! minute, or one that contradicts what is known, counts from the second answer in a row that says the same; while the
//! two disagree the former one stands; and no `Date` header is believed against a ping, whose time is in the answer itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::fmt::rfc2822;
use ledger::AccountId;

use super::{Clock, JUMP_MS};

/// Smaller differences than this are not applied: a `Date` header cannot tell them from none. Larger ones are, so that a
/// signed time is never further from the gateway's than half the way there and back, and a second (R12).
pub const DIFFERENCE_APPLIED_MS: i64 = 500;

/// A larger difference than this needs two answers that agree before it is applied, and is told to the person.
pub const DIFFERENCE_LARGE_MS: i64 = 30_000;

/// So long a measurement is good: then it is made anew.
const GOOD_FOR_MS: i64 = 600_000;
/// A gateway that does not tell the time is not asked for it more often than this.
const ASKED_EVERY_MS: i64 = 60_000;
/// What two measurements may differ by beyond their own uncertainty: clocks are read in milliseconds, and drift.
const SLACK_MS: i64 = 50;

/// How far a gateway's clock is ahead of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockDifference {
    /// Theirs less ours, in milliseconds.
    pub ahead_ms: i64,
    /// How far the true value may lie from that, in milliseconds.
    pub within_ms: i64,
    /// When it was measured, by our clock.
    pub measured_at_ms: i64,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    difference: ClockDifference,
    steady_ms: i64,
    testimony: Testimony,
}

/// What a time was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Testimony {
    /// The `Date` header of any answer.
    Date,
    /// The time in the answer to a ping.
    Ping,
}

impl Sample {
    /// By how much the wall clock has run away from the steady one since.
    fn drift_ms(&self, now: Moment) -> i64 {
        let by_wall = now.wall_ms.saturating_sub(self.difference.measured_at_ms);
        let by_steady = now.steady_ms.saturating_sub(self.steady_ms);
        by_wall.saturating_sub(by_steady)
    }

    /// What the difference has become since: whoever sets our clock forward lessens the gateway's lead.
    fn ahead_ms(&self, now: Moment) -> i64 {
        self.difference.ahead_ms.saturating_sub(self.drift_ms(now))
    }

    /// A `Date` header against a ping: a relay's clock, not the gateway's.
    fn outranks(&self, newer: &Self) -> bool {
        (self.testimony, newer.testimony) == (Testimony::Ping, Testimony::Date) && !self.agrees_with(newer)
    }

    fn agrees_with(&self, newer: &Self) -> bool {
        let now = Moment { wall_ms: newer.difference.measured_at_ms, steady_ms: newer.steady_ms };
        let uncertain = self.difference.within_ms.saturating_add(newer.difference.within_ms);
        let apart = self.ahead_ms(now).abs_diff(newer.difference.ahead_ms);
        apart <= uncertain.saturating_add(SLACK_MS).unsigned_abs()
    }
}

/// One moment by both clocks.
#[derive(Debug, Clone, Copy)]
struct Moment {
    wall_ms: i64,
    steady_ms: i64,
}

/// What is known of one gateway's clock.
#[derive(Debug, Default)]
struct Known {
    /// What is applied.
    agreed: Option<Sample>,
    /// What one answer has told and a second one has to confirm.
    doubtful: Option<Sample>,
    /// When it was last asked for, by the steady clock.
    asked_at_ms: Option<i64>,
}

impl Known {
    /// Forgets what was measured before our clock jumped.
    fn after_jumps(&mut self, now: Moment) {
        let jumped = |sample: &Sample| sample.drift_ms(now).abs() > JUMP_MS;
        if self.agreed.as_ref().is_some_and(jumped) || self.doubtful.as_ref().is_some_and(jumped) {
            *self = Self::default();
        }
    }

    fn learn(&mut self, new: Sample) {
        if [&self.agreed, &self.doubtful].into_iter().flatten().any(|known| known.outranks(&new)) {
            return;
        }
        let now = Moment { wall_ms: new.difference.measured_at_ms, steady_ms: new.steady_ms };
        match &self.agreed {
            Some(agreed) if agreed.agrees_with(&new) => {
                let old = now.steady_ms.saturating_sub(agreed.steady_ms) >= GOOD_FOR_MS;
                if old || new.difference.within_ms < agreed.difference.within_ms {
                    self.agreed = Some(new);
                }
                self.doubtful = None;
            }
            Some(_) => self.confirm(new),
            None if new.difference.ahead_ms.abs() <= DIFFERENCE_LARGE_MS && self.doubtful.is_none() => {
                self.agreed = Some(new);
            }
            None => self.confirm(new),
        }
    }

    /// Takes over what two answers in a row say, the more exact of the two.
    fn confirm(&mut self, new: Sample) {
        match self.doubtful.take() {
            Some(doubtful) if doubtful.agrees_with(&new) => {
                let former_is_better = doubtful.difference.within_ms < new.difference.within_ms;
                self.agreed = Some(if former_is_better { doubtful } else { new });
            }
            Some(_) | None => self.doubtful = Some(new),
        }
    }
}

/// The measured differences, one per account.
#[derive(Debug, Default)]
pub(crate) struct ClockDifferences {
    clock: Clock,
    known: Mutex<HashMap<AccountId, Known>>,
    measuring: Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<()>>>>,
}

impl ClockDifferences {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, known: Mutex::default(), measuring: Mutex::default() }
    }

    /// Held by whoever measures: others wait for what is found, and do not ask themselves.
    pub(crate) fn measuring(&self, account: AccountId) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.measuring.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(account).or_default())
    }

    /// Records what an answer's `Date` header tells: a whole second that began up to 999 ms before.
    ///
    /// `body` has to look like a gateway's answer: an error page of a relay has a `Date` of the relay's.
    pub(crate) fn learn_from_date(
        &self,
        account: AccountId,
        date: &str,
        body: &[u8],
        received_at_ms: i64,
        took_ms: i64,
    ) {
        if body.trim_ascii_start().first() != Some(&b'{') {
            return;
        }
        let Ok(told) = rfc2822::parse(date) else { return };
        let theirs = told.timestamp().as_millisecond().saturating_add(500);
        self.learn(account, theirs, received_at_ms, took_ms, Testimony::Date);
    }

    /// Records what a ping's own timestamp tells.
    pub(crate) fn learn_from_ping(&self, account: AccountId, theirs: i64, received_at_ms: i64, took_ms: i64) {
        self.learn(account, theirs, received_at_ms, took_ms, Testimony::Ping);
    }

    fn learn(
        &self,
        account: AccountId,
        theirs: i64,
        received_at_ms: i64,
        took_ms: i64,
        testimony: Testimony,
    ) {
        let grain_ms = match testimony {
            Testimony::Date => 500,
            Testimony::Ping => 0,
        };
        // Their time was read some time between our sending and our receiving: the middle is the best guess.
        let half = took_ms / 2;
        let ours = received_at_ms.saturating_sub(half);
        let difference = ClockDifference {
            ahead_ms: theirs.saturating_sub(ours),
            within_ms: took_ms.saturating_sub(half).saturating_add(grain_ms),
            measured_at_ms: received_at_ms,
        };
        let now = self.moment(received_at_ms);
        self.with(account, now, |known| {
            known.learn(Sample { difference, steady_ms: now.steady_ms, testimony })
        });
    }

    /// What is known of an account's gateway now.
    pub(crate) fn known(&self, account: AccountId, now_ms: i64) -> Option<ClockDifference> {
        let now = self.moment(now_ms);
        self.with(account, now, |known| {
            let agreed = known.agreed.as_ref()?;
            Some(ClockDifference { ahead_ms: agreed.ahead_ms(now), ..agreed.difference })
        })
    }

    /// The gateway's time for a signature: ours, corrected by what is known of theirs.
    pub(crate) fn time_for(&self, account: AccountId, now_ms: i64) -> i64 {
        match self.known(account, now_ms) {
            Some(known) if known.ahead_ms.abs() > DIFFERENCE_APPLIED_MS => {
                now_ms.saturating_add(known.ahead_ms)
            }
            Some(_) | None => now_ms,
        }
    }

    /// Whether nothing is known, and it is worth while to ask now. Says so once a minute at the most.
    pub(crate) fn asks_now(&self, account: AccountId, now_ms: i64) -> bool {
        self.with(account, self.moment(now_ms), |known| known.agreed.is_none() && self.claim(known))
    }

    /// Whether what is known is ten minutes old, or nothing is known, and it is worth while to ask now.
    pub(crate) fn asks_again(&self, account: AccountId, now_ms: i64) -> bool {
        let now = self.moment(now_ms);
        self.with(account, now, |known| {
            let fresh = known
                .agreed
                .as_ref()
                .is_some_and(|agreed| now.steady_ms.saturating_sub(agreed.steady_ms) < GOOD_FOR_MS);
            !fresh && self.claim(known)
        })
    }

    /// Whether two answers contradict each other, or one that is large waits for a second.
    pub(crate) fn is_in_doubt(&self, account: AccountId, now_ms: i64) -> bool {
        self.with(account, self.moment(now_ms), |known| known.doubtful.is_some())
    }

    fn claim(&self, known: &mut Known) -> bool {
        let now = self.clock.steady_ms();
        let may = known.asked_at_ms.is_none_or(|at| now.saturating_sub(at) >= ASKED_EVERY_MS);
        if may {
            known.asked_at_ms = Some(now);
        }
        may
    }

    fn moment(&self, wall_ms: i64) -> Moment {
        Moment { wall_ms, steady_ms: self.clock.steady_ms() }
    }

    fn with<T>(&self, account: AccountId, now: Moment, act: impl FnOnce(&mut Known) -> T) -> T {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(account).or_default();
        known.after_jumps(now);
        act(known)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockDifferences, DIFFERENCE_APPLIED_MS, DIFFERENCE_LARGE_MS};
    use crate::rig::Time;
    use ledger::AccountId;

    const ACCOUNT: AccountId = AccountId(1);
    const DATE: &str = "Thu, 13 Jul 2023 08:52:37 GMT";
    const DATE_MS: i64 = 1_689_238_357_000;

    /// Differences by a clock that stands still until it is moved.
    fn still() -> (Time, ClockDifferences) {
        let time = Time::at(DATE_MS);
        let known = ClockDifferences::new(time.clock());
        (time, known)
    }

    #[test]
    fn a21_what_a_date_header_cannot_tell_is_not_applied() {
        let (time, known) = still();
        let now = time.wall_ms();
        assert_eq!(known.time_for(ACCOUNT, now), now, "nothing is known yet");
        known.learn_from_ping(ACCOUNT, now + DIFFERENCE_APPLIED_MS, now, 0);
        assert_eq!(known.time_for(ACCOUNT, now), now);
        known.learn_from_ping(AccountId(2), now - 20_000, now, 200);
        assert_eq!(known.time_for(AccountId(2), now), now - 19_900, "half the way belongs to the road");
        assert_eq!(known.time_for(AccountId(3), now), now, "each gateway has its own clock");
    }

    #[test]
    fn a_large_difference_counts_from_the_second_answer_that_says_so() {
        let (time, known) = still();
        let now = time.wall_ms();
        known.learn_from_ping(ACCOUNT, now + 3_600_000, now, 0);
        assert_eq!((known.known(ACCOUNT, now), known.is_in_doubt(ACCOUNT, now)), (None, true));
        known.learn_from_ping(ACCOUNT, now - 3_600_000, now, 0);
        assert_eq!(known.known(ACCOUNT, now), None, "the two contradict each other");
        known.learn_from_ping(ACCOUNT, now - 3_600_000 + 20, now, 40);
        assert_eq!(known.known(ACCOUNT, now).unwrap().ahead_ms, -3_600_000, "the more exact one");
        assert!(!known.is_in_doubt(ACCOUNT, now));
    }

    #[test]
    fn one_answer_poisons_nothing() {
        let (time, known) = still();
        let now = time.wall_ms();
        known.learn_from_ping(ACCOUNT, now, now, 10);
        // A relay with a wrong clock of its own: however often it says so, the ping's time stands.
        for _ in 0..5 {
            known.learn_from_date(ACCOUNT, "Wed, 12 Jul 2023 08:52:37 GMT", b"{}", now, 10);
        }
        assert_eq!(known.time_for(ACCOUNT, now), now);
        // Without a ping, a cache on the way in the midst of right ones: never two in a row.
        let other = AccountId(2);
        for date in [DATE, "Wed, 12 Jul 2023 08:52:37 GMT", DATE, "Wed, 12 Jul 2023 08:52:37 GMT"] {
            known.learn_from_date(other, date, b" {}", now, 10);
        }
        assert_eq!(known.known(other, now).unwrap().ahead_ms, 505);
        // What is no gateway's answer teaches nothing at all, however often it comes.
        for _ in 0..5 {
            known.learn_from_date(ACCOUNT, "Wed, 12 Jul 2023 08:52:37 GMT", b"<html>", now, 10);
            known.learn_from_date(ACCOUNT, "rubbish", b"{}", now, 10);
        }
        assert_eq!(known.time_for(ACCOUNT, now), now);
        // The gateway's own clock was set: two answers say so.
        for _ in 0..2 {
            known.learn_from_ping(ACCOUNT, now + 5_000, now, 10);
        }
        assert_eq!(known.time_for(ACCOUNT, now), now + 5_005);
    }

    #[test]
    fn a_date_header_is_exact_to_half_a_second() {
        let (time, known) = still();
        let now = time.wall_ms();
        known.learn_from_date(ACCOUNT, DATE, b"{}", now, 100);
        let difference = known.known(ACCOUNT, now).unwrap();
        assert_eq!((difference.ahead_ms, difference.within_ms), (550, 550));
        known.learn_from_ping(ACCOUNT, now, now, 10);
        known.learn_from_date(ACCOUNT, DATE, b"{}", now, 100);
        let difference = known.known(ACCOUNT, now).unwrap();
        assert_eq!(difference.within_ms, 5, "a coarser one that agrees does not replace it");
    }

    #[test]
    fn r12_a_clock_that_was_set_voids_what_was_measured() {
        let (time, known) = still();
        for _ in 0..2 {
            known.learn_from_ping(ACCOUNT, time.wall_ms() + 3_600_000, time.wall_ms(), 0);
        }
        assert_eq!(known.time_for(ACCOUNT, time.wall_ms()), time.wall_ms() + 3_600_000);
        time.set_wall_by(3_600_000);
        assert_eq!(known.time_for(ACCOUNT, time.wall_ms()), time.wall_ms(), "corrected once, not twice");
        assert_eq!(known.known(ACCOUNT, time.wall_ms()), None);
    }

    #[test]
    fn r12_a_clock_that_was_set_a_little_stays_known() {
        let (time, known) = still();
        known.learn_from_ping(ACCOUNT, time.wall_ms() + 10_000, time.wall_ms(), 0);
        time.set_wall_by(1_900);
        assert_eq!(known.known(ACCOUNT, time.wall_ms()).unwrap().ahead_ms, 8_100);
        time.set_wall_by(-1_900);
        time.pass_ms(300_000);
        assert_eq!(known.known(ACCOUNT, time.wall_ms()).unwrap().ahead_ms, 10_000);
    }

    #[test]
    fn it_is_asked_for_when_nothing_is_known_or_it_is_old_and_not_too_often() {
        let (time, known) = still();
        assert!(known.asks_now(ACCOUNT, time.wall_ms()));
        assert!(!known.asks_now(ACCOUNT, time.wall_ms()), "just asked, no answer yet");
        time.pass_ms(60_000);
        assert!(known.asks_now(ACCOUNT, time.wall_ms()));
        known.learn_from_ping(ACCOUNT, time.wall_ms(), time.wall_ms(), 0);
        time.pass_ms(599_999);
        assert!(!known.asks_now(ACCOUNT, time.wall_ms()) && !known.asks_again(ACCOUNT, time.wall_ms()));
        time.pass_ms(1);
        assert!(!known.asks_now(ACCOUNT, time.wall_ms()) && known.asks_again(ACCOUNT, time.wall_ms()));
        known.learn_from_ping(ACCOUNT, time.wall_ms(), time.wall_ms(), 0);
        time.set_wall_by(DIFFERENCE_LARGE_MS);
        assert!(known.asks_now(ACCOUNT, time.wall_ms()), "after a jump at once");
    }
}
