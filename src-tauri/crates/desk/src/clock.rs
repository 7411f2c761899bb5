//! The time: this computer's, and what we know of each gateway's.
//!
//! A wrong clock makes a gateway refuse good signatures (cashfast.md, A21): see [`differences`].

pub(crate) mod differences;
mod measure;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;

pub use differences::{ClockDifference, DIFFERENCE_APPLIED_MS, DIFFERENCE_LARGE_MS};

/// When wall clock and steady clock disagree by more than this, somebody has set the wall clock (or the computer slept).
pub(crate) const JUMP_MS: i64 = 2_000;

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
