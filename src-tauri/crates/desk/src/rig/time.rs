//! A clock that goes on when it is told to.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::{Clock, Timepiece};

/// The time of a test. True time passes by [`Time::pass_ms`] and [`Time::go_on_to_ms`]; the wall clock may be set, and the
/// steady clock stands still while the computer sleeps.
#[derive(Clone)]
pub(crate) struct Time(Arc<Mutex<State>>);

struct State {
    true_ms: i64,
    /// The wall clock less the true time.
    wall_off_ms: i64,
    /// How long the computer has slept.
    slept_ms: i64,
    waiting: BTreeMap<(i64, u64), Option<Waker>>,
    number: u64,
}

impl State {
    fn steady_ms(&self) -> i64 {
        self.true_ms - self.slept_ms
    }

    fn wake(&mut self) {
        let now = self.steady_ms();
        for ((at, _), waker) in &mut self.waiting {
            if *at <= now
                && let Some(waker) = waker.take()
            {
                waker.wake();
            }
        }
    }
}

impl Time {
    pub(crate) fn at(unix_ms: i64) -> Self {
        let state =
            State { true_ms: unix_ms, wall_off_ms: 0, slept_ms: 0, waiting: BTreeMap::new(), number: 0 };
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock::of(self.clone())
    }

    /// What time it truly is, for gateways.
    pub(crate) fn true_ms(&self) -> i64 {
        self.0.lock().unwrap().true_ms
    }

    pub(crate) fn wall_ms(&self) -> i64 {
        let state = self.0.lock().unwrap();
        state.true_ms + state.wall_off_ms
    }

    pub(crate) fn steady_ms(&self) -> i64 {
        self.0.lock().unwrap().steady_ms()
    }

    pub(crate) fn pass_ms(&self, ms: i64) {
        let mut state = self.0.lock().unwrap();
        state.true_ms += ms;
        state.wake();
    }

    /// Goes on to a time of the steady clock.
    pub(crate) fn go_on_to_ms(&self, steady_ms: i64) {
        let ahead = steady_ms - self.steady_ms();
        self.pass_ms(ahead.max(0));
    }

    /// Somebody sets the wall clock.
    pub(crate) fn set_wall_by(&self, ms: i64) {
        self.0.lock().unwrap().wall_off_ms += ms;
    }

    /// The computer sleeps: time passes, and the steady clock does not notice.
    pub(crate) fn sleep_through_ms(&self, ms: i64) {
        let mut state = self.0.lock().unwrap();
        state.true_ms += ms;
        state.slept_ms += ms;
    }

    /// When the next one who waits is to be woken, by the steady clock.
    pub(crate) fn next_waking_ms(&self) -> Option<i64> {
        self.0.lock().unwrap().waiting.keys().next().map(|(at, _)| *at)
    }

    pub(crate) async fn wait_ms(&self, ms: i64) {
        self.sleep(Duration::from_millis(ms.unsigned_abs())).await;
    }
}

impl Timepiece for Time {
    fn now_ms(&self) -> i64 {
        self.wall_ms()
    }

    fn steady_ms(&self) -> i64 {
        Self::steady_ms(self)
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.0.lock().unwrap();
        let at = state.steady_ms() + i64::try_from(wait.as_millis()).unwrap();
        state.number += 1;
        let key = (at, state.number);
        state.waiting.insert(key, None);
        Box::pin(Sleep { time: self.clone(), key })
    }
}

struct Sleep {
    time: Time,
    key: (i64, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.time.0.lock().unwrap();
        if state.steady_ms() >= self.key.0 {
            return Poll::Ready(());
        }
        state.waiting.insert(self.key, Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.time.0.lock().unwrap().waiting.remove(&self.key);
    }
}
