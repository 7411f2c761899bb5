//! The time: this computer's, and what we know of each gateway's.
//!
//! A wrong clock makes a gateway refuse good signatures (cashfast.md, A21). The difference is measured from every
//! answer and applied to signed times only when it is large; it is forgotten as soon as this computer's
//! clock jumps, so that a corrected clock is not corrected twice (R12).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;
use jiff::fmt::rfc2822;
use ledger::AccountId;

/// Smaller differences than this are not applied: a `Date` header is only exact to a second, and no
/// document names how much a gateway tolerates (A21).
pub const DIFFERENCE_APPLIED_MS: i64 = 30_000;

/// When wall clock and steady clock disagree by more than this, somebody has set the wall clock (or the computer slept).
const JUMP_MS: i64 = 2_000;

/// What tells the time and waits. The system's in life; tests and the fault laboratory bring their own.
pub trait Timepiece: Send + Sync {
    /// The wall clock, in Unix milliseconds. People and time servers set it.
    fn now_ms(&self) -> i64;
    /// A clock that nobody sets, in milliseconds since any moment.
    fn steady_ms(&self) -> i64;
    /// Waits.
    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()>;
}

/// This computer's clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Timepiece>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::of(System { started: Instant::now() })
    }

    /// A clock of one's own.
    #[must_use]
    pub fn of(timepiece: impl Timepiece + 'static) -> Self {
        Self(Arc::new(timepiece))
    }

    /// The system's clock with another wall time, in Unix milliseconds.
    #[must_use]
    pub fn from_fn(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self::of(OtherWall { system: System { started: Instant::now() }, now })
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.now_ms()
    }

    /// Milliseconds of a clock that nobody sets.
    #[must_use]
    pub fn steady_ms(&self) -> i64 {
        self.0.steady_ms()
    }

    pub(crate) fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(wait)
    }
}

struct System {
    started: Instant,
}

impl Timepiece for System {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn steady_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(wait))
    }
}

struct OtherWall<N> {
    system: System,
    now: N,
}

impl<N: Fn() -> i64 + Send + Sync> Timepiece for OtherWall<N> {
    fn now_ms(&self) -> i64 {
        (self.now)()
    }

    fn steady_ms(&self) -> i64 {
        self.system.steady_ms()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        self.system.sleep(wait)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

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
}

/// The measured differences, one per account.
#[derive(Debug, Default)]
pub(crate) struct ClockDifferences {
    clock: Clock,
    samples: Mutex<HashMap<AccountId, Sample>>,
}

impl ClockDifferences {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, samples: Mutex::default() }
    }

    /// Records what an answer's `Date` header tells: a whole second that began up to 999 ms before.
    pub(crate) fn learn_from_date(&self, account: AccountId, date: &str, received_at_ms: i64, took_ms: i64) {
        let Ok(told) = rfc2822::parse(date) else { return };
        let theirs = told.timestamp().as_millisecond().saturating_add(500);
        self.learn(account, theirs, received_at_ms, took_ms, 500);
    }

    /// Records what a ping's own timestamp tells.
    pub(crate) fn learn_from_ping(&self, account: AccountId, theirs: i64, received_at_ms: i64, took_ms: i64) {
        self.learn(account, theirs, received_at_ms, took_ms, 0);
    }

    fn learn(&self, account: AccountId, theirs: i64, received_at_ms: i64, took_ms: i64, grain_ms: i64) {
        // Their time was read some time between our sending and our receiving: the middle is the best guess.
        let ours = received_at_ms.saturating_sub(took_ms / 2);
        let difference = ClockDifference {
            ahead_ms: theirs.saturating_sub(ours),
            within_ms: (took_ms / 2).saturating_add(grain_ms),
            measured_at_ms: received_at_ms,
        };
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let better_known = samples.get(&account).is_some_and(|known| {
            let known = known.difference;
            let agree = known.ahead_ms.abs_diff(difference.ahead_ms)
                <= known.within_ms.saturating_add(difference.within_ms).unsigned_abs();
            let fresh = received_at_ms.abs_diff(known.measured_at_ms) < 600_000;
            agree && fresh && known.within_ms <= difference.within_ms
        });
        if !better_known {
            samples.insert(account, Sample { difference, steady_ms: self.clock.steady_ms() });
        }
    }

    /// What is known of an account's gateway now; forgets what was measured before our clock was set.
    pub(crate) fn known(&self, account: AccountId, now_ms: i64) -> Option<ClockDifference> {
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let sample = samples.get(&account)?;
        let by_wall = now_ms.saturating_sub(sample.difference.measured_at_ms);
        let by_steady = self.clock.steady_ms().saturating_sub(sample.steady_ms);
        if by_wall.abs_diff(by_steady) > JUMP_MS.unsigned_abs() {
            samples.remove(&account);
            return None;
        }
        Some(sample.difference)
    }

    /// The gateway's time for a signature: ours, corrected only by a large difference.
    pub(crate) fn time_for(&self, account: AccountId, now_ms: i64) -> i64 {
        match self.known(account, now_ms) {
            Some(known) if known.ahead_ms.abs() > DIFFERENCE_APPLIED_MS => {
                now_ms.saturating_add(known.ahead_ms)
            }
            Some(_) | None => now_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockDifferences, DIFFERENCE_APPLIED_MS};
    use ledger::AccountId;

    const ACCOUNT: AccountId = AccountId(1);
    const NOW: i64 = 1_689_238_357_000;

    #[test]
    fn a21_only_a_large_difference_is_applied() {
        let known = ClockDifferences::default();
        assert_eq!(known.time_for(ACCOUNT, NOW), NOW, "nothing is known yet");
        known.learn_from_ping(ACCOUNT, NOW + DIFFERENCE_APPLIED_MS, NOW, 0);
        assert_eq!(known.time_for(ACCOUNT, NOW), NOW);
        known.learn_from_ping(ACCOUNT, NOW - 90_000, NOW, 200);
        assert_eq!(known.time_for(ACCOUNT, NOW), NOW - 90_000 + 100, "half the way belongs to the road");
        assert_eq!(known.time_for(AccountId(2), NOW), NOW, "each gateway has its own clock");
    }

    #[test]
    fn a_date_header_is_exact_to_half_a_second() {
        let known = ClockDifferences::default();
        known.learn_from_date(ACCOUNT, "Thu, 13 Jul 2023 08:52:37 GMT", NOW, 100);
        let difference = known.known(ACCOUNT, NOW).unwrap();
        assert_eq!((difference.ahead_ms, difference.within_ms), (550, 550));
        known.learn_from_ping(ACCOUNT, NOW, NOW, 10);
        known.learn_from_date(ACCOUNT, "Thu, 13 Jul 2023 08:52:37 GMT", NOW + 5, 100);
        assert_eq!(
            known.known(ACCOUNT, NOW).unwrap().within_ms,
            5,
            "a coarser one that agrees does not replace it"
        );
        known.learn_from_date(ACCOUNT, "rubbish", NOW, 0);
    }

    #[test]
    fn r12_a_clock_that_was_set_voids_what_was_measured() {
        let known = ClockDifferences::default();
        known.learn_from_ping(ACCOUNT, NOW + 3_600_000, NOW, 0);
        assert_eq!(known.time_for(ACCOUNT, NOW), NOW + 3_600_000);
        assert_eq!(known.time_for(ACCOUNT, NOW + 3_600_000), NOW + 3_600_000);
        assert_eq!(known.known(ACCOUNT, NOW), None);
    }
}
