//! The desk's clock in the laboratory: time stands still until everybody waits.

use std::time::Duration;

use desk::Timepiece;
use futures_util::future::BoxFuture;

use super::world::World;

/// The world's time as one start of the program sees it.
pub(super) struct VirtualClock(pub(super) World);

impl Timepiece for VirtualClock {
    fn now_ms(&self) -> i64 {
        self.0.wall_ms()
    }

    fn steady_ms(&self) -> i64 {
        self.0.elapsed_ms()
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX).max(1);
        let woken = self.0.wake_after(wait_ms);
        Box::pin(async move {
            if woken.await.is_err() {
                // The world has ended; nobody waits for this any more.
                std::future::pending::<()>().await;
            }
        })
    }
}
