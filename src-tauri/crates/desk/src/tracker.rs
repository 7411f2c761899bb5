//! The tracker: asks about every open order to its end, and some time past it.
//!
//! Its plan is in the ledger, so that it survives restarts. Nothing polls but this, and it polls politely:
//! at most two questions at a time and sixty a minute to one account's gateway, fewer when that is in trouble.

mod lane;
pub(crate) mod schedule;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ledger::{AccountId, LedgerError, OrderId, OrderRow, Watch};
use orders::{Direction, Status};
use tokio::sync::Notify;

use crate::ask_gateway::Finding;
use crate::desk::lock;
use crate::events::DeskEvent;
use crate::{Desk, DeskError};
use lane::{Admission, Lane, LaneLimits};
use schedule::{EXPIRY_MARGIN_MS, Plan, STALE_COLLECT_MS, jittered};

/// So many questions may be under way at once, all accounts together.
const UNDER_WAY_MAX: usize = 32;
/// So many due orders are looked at in one round.
const ROUND: u32 = 200;
/// The tracker looks at least this often, whatever it believes is due: clocks get set.
const ROUND_MS_MAX: i64 = 30_000;
/// Orders that nobody asks about are looked for in steps of so many.
const UNWATCHED_STEP: u32 = 500;
/// How often orders without a plan are looked for.
const SWEEP_MS: i64 = 60_000;
/// When an order that cannot be read is looked at again.
const DAMAGED_WAITS_MS: i64 = 3_600_000;

/// The tracker's state in memory; its plan is in the ledger.
#[derive(Debug)]
pub(crate) struct Tracker {
    limits: LaneLimits,
    wake: Notify,
    lanes: Mutex<HashMap<AccountId, Lane>>,
    under_way: Mutex<HashSet<OrderId>>,
    swept_at_ms: AtomicI64,
}

/// What the tracker is doing: the bottom line of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackerState {
    /// How many orders are watched.
    pub watched: u64,
    /// When the next is asked about, Unix milliseconds.
    pub next_at_ms: Option<i64>,
}

impl Tracker {
    pub(crate) fn new(questions_per_minute: u32, haste: u32) -> Self {
        Self {
            limits: LaneLimits::new(questions_per_minute, haste),
            wake: Notify::new(),
            lanes: Mutex::default(),
            under_way: Mutex::default(),
            swept_at_ms: AtomicI64::new(0),
        }
    }
}

impl Desk {
    /// How many orders are watched, and when the next is asked about.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn tracker_state(&self) -> Result<TrackerState, DeskError> {
        let watched = self.ledger.watch_count().await?;
        Ok(TrackerState { watched, next_at_ms: self.ledger.next_due_at().await? })
    }

    /// Plans what a crash left unplanned, and begins to ask.
    pub(crate) async fn start_tracker(self: &Arc<Self>) -> Result<(), DeskError> {
        self.sweep().await?;
        let desk = Arc::clone(self);
        self.tasks.spawn(async move { desk.track().await });
        Ok(())
    }

    /// Plans questions for open orders that have no plan: a crash or a full disk came between.
    async fn sweep(&self) -> Result<(), DeskError> {
        self.tracker.swept_at_ms.store(self.now_ms(), Ordering::Relaxed);
        loop {
            let unwatched = self.ledger.unwatched(UNWATCHED_STEP).await?;
            if unwatched.is_empty() {
                return Ok(());
            }
            for id in unwatched {
                match self.existing_order(id).await {
                    Ok(order) => self.plan_watch(&order, false).await?,
                    Err(DeskError::Ledger(LedgerError::Damaged(_))) => self.set_aside(id, 0).await?,
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// An order that cannot be read must not stand before all others: it is looked at again in an hour.
    async fn set_aside(&self, id: OrderId, attempts: u32) -> Result<(), DeskError> {
        tracing::error!(order = id.0, "an order cannot be read; the ledger is damaged");
        let at = self.now_ms().saturating_add(DAMAGED_WAITS_MS);
        Ok(self.ledger.schedule(id, at, attempts, "damaged").await?)
    }

    /// Plans the next question about an order as it stands now. `asked`: one was just asked by plan.
    pub(crate) async fn plan_watch(&self, order: &OrderRow, asked: bool) -> Result<(), DeskError> {
        let watch = self.ledger.watch(order.id).await?;
        let plan = Plan::of(order.status, order.product.direction(), order.provisional);
        let same_plan = watch.as_ref().filter(|watch| plan.is_some_and(|plan| plan.as_str() == watch.reason));
        let attempts = match same_plan {
            // The same rhythm goes on; a question out of turn does not disturb it.
            Some(_) if !asked => return Ok(()),
            Some(watch) => watch.attempts.saturating_add(1),
            None => 0,
        };
        let planned = plan.and_then(|plan| Some((plan, plan.delay_ms(attempts)?)));
        match planned {
            Some((plan, delay_ms)) => {
                let at = self.now_ms().saturating_add(jittered(delay_ms, self.chance.bits(), self.haste));
                self.ledger.schedule(order.id, at, attempts, plan.as_str()).await?;
                self.tracker.wake.notify_one();
            }
            None if watch.is_some() => self.ledger.unschedule(order.id).await?,
            None => {}
        }
        if planned.is_some() != watch.is_some() {
            self.emit(DeskEvent::TrackerChanged);
        }
        Ok(())
    }

    /// Has an order asked about soon, because something was heard of it; its rhythm goes on from where it was.
    pub(crate) async fn ask_soon(&self, order: &OrderRow) -> Result<(), DeskError> {
        if matches!(order.status, Status::Prepared | Status::NotSent | Status::Cancelled) {
            return Ok(());
        }
        let soon = self.now_ms().saturating_add(jittered(1_000, self.chance.bits(), self.haste));
        match self.ledger.watch(order.id).await? {
            Some(watch) if watch.next_at_ms <= soon => {}
            Some(watch) => self.ledger.schedule(order.id, soon, watch.attempts, &watch.reason).await?,
            None => self.ledger.schedule(order.id, soon, 0, "heard").await?,
        }
        self.tracker.wake.notify_one();
        Ok(())
    }

    async fn track(self: Arc<Self>) {
        while !self.closing.is_cancelled() {
            let wait = match self.round().await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::error!(code = error.code(), "the tracker could not look");
                    Duration::from_secs(5)
                }
            };
            tokio::select! {
                () = self.closing.cancelled() => {}
                () = self.tracker.wake.notified() => {}
                () = self.clock.sleep(wait) => {}
            }
        }
    }

    /// Looks once at what is due; returns how long nothing will be.
    async fn round(self: &Arc<Self>) -> Result<Duration, DeskError> {
        for watch in self.ledger.due(self.now_ms(), ROUND).await? {
            if self.closing.is_cancelled() || lock(&self.tracker.under_way).len() >= UNDER_WAY_MAX {
                break;
            }
            if !lock(&self.tracker.under_way).contains(&watch.order_id) {
                let (id, attempts) = (watch.order_id, watch.attempts);
                match self.admit(watch).await {
                    Err(DeskError::Ledger(LedgerError::Damaged(_))) => self.set_aside(id, attempts).await?,
                    other => other?,
                }
            }
        }
        if self.now_ms().saturating_sub(self.tracker.swept_at_ms.load(Ordering::Relaxed)) > SWEEP_MS {
            self.sweep().await?;
        }
        let due_at = self.next_not_under_way().await?;
        let wait_ms = due_at.map_or(ROUND_MS_MAX, |at| at.saturating_sub(self.now_ms()));
        Ok(Duration::from_millis(wait_ms.clamp(10, ROUND_MS_MAX).unsigned_abs()))
    }

    /// When something is due that is not under way already: what is under way wakes the tracker when it ends.
    async fn next_not_under_way(&self) -> Result<Option<i64>, DeskError> {
        let under_way = lock(&self.tracker.under_way).len();
        if under_way >= UNDER_WAY_MAX {
            return Ok(None);
        }
        let next = self.ledger.next_due_at().await?;
        if under_way == 0 || next.is_none_or(|at| at > self.now_ms()) {
            return Ok(next);
        }
        // Something overdue is under way; look again shortly for what else may come due.
        Ok(Some(self.now_ms().saturating_add(200)))
    }

    async fn admit(self: &Arc<Self>, watch: Watch) -> Result<(), DeskError> {
        let Some(order) = self.ledger.order(watch.order_id).await? else {
            self.ledger.unschedule(watch.order_id).await?;
            return Ok(());
        };
        let admission = {
            let mut lanes = lock(&self.tracker.lanes);
            lanes.entry(order.account_id).or_default().admit(&self.tracker.limits, self.now_ms())
        };
        match admission {
            Admission::Now => {
                lock(&self.tracker.under_way).insert(order.id);
                let desk = Arc::clone(self);
                self.tasks.spawn(async move { desk.follow(order, watch).await });
                Ok(())
            }
            // Out of the way, so that one account's crowd does not stand before the others.
            Admission::Later(at_ms) => {
                let at = at_ms.saturating_add(jittered(500, self.chance.bits(), self.haste));
                Ok(self.ledger.schedule(order.id, at, watch.attempts, &watch.reason).await?)
            }
        }
    }

    /// One planned question, its effect, and the next plan.
    async fn follow(self: Arc<Self>, order: OrderRow, watch: Watch) {
        let question = self.query_order(order.id);
        let asked = self.closing.run_until_cancelled(question).await;
        let failed_on_the_way =
            matches!(asked, Some(Err(DeskError::NoConnection(_) | DeskError::NoAnswer(_))));
        if let Some(lane) = lock(&self.tracker.lanes).get_mut(&order.account_id) {
            lane.done(&self.tracker.limits, failed_on_the_way, self.now_ms());
        }
        let planned = match asked {
            None => Ok(()),
            Some(Ok(answer)) if answer.finding == Finding::Overtaken => {
                self.ask_soon(&answer.applied.order).await
            }
            Some(Ok(answer)) => self.after_answer(&answer.applied.order).await,
            Some(Err(error)) => self.after_trouble(&order, &watch, &error).await,
        };
        if let Err(error) = planned {
            tracing::error!(order = order.id.0, code = error.code(), "no plan for an order");
        }
        lock(&self.tracker.under_way).remove(&order.id);
        self.tracker.wake.notify_one();
    }

    async fn after_answer(&self, order: &OrderRow) -> Result<(), DeskError> {
        match self.expire_if_stale(order).await? {
            Some(expired) => self.plan_watch(&expired, false).await,
            None => self.plan_watch(order, true).await,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else is wrong will not mend itself soon")]
    async fn after_trouble(
        &self,
        order: &OrderRow,
        watch: &Watch,
        error: &DeskError,
    ) -> Result<(), DeskError> {
        let wait_ms = match error {
            // The gateway answered, if not usefully: the plan goes on, else a dead question would be asked densely.
            DeskError::Refused(_) | DeskError::Unreadable(_) | DeskError::Redirected { .. } => {
                return self.plan_watch(&self.existing_order(order.id).await?, true).await;
            }
            // The lane knows how long to leave that gateway alone.
            DeskError::NoConnection(_) | DeskError::NoAnswer(_) => {
                let paused = lock(&self.tracker.lanes)
                    .get(&order.account_id)
                    .and_then(Lane::paused_until_ms)
                    .unwrap_or_default();
                paused.saturating_sub(self.now_ms()).max(0)
            }
            DeskError::Vault(_) | DeskError::Ledger(LedgerError::Locked | LedgerError::Full) => 30_000,
            DeskError::WrongStatus(_) => return Ok(self.ledger.unschedule(order.id).await?),
            _ => 3_600_000,
        };
        let spread = jittered(500, self.chance.bits(), self.haste);
        let at = self.now_ms().saturating_add(wait_ms).saturating_add(spread);
        Ok(self.ledger.schedule(order.id, at, watch.attempts, &watch.reason).await?)
    }

    /// The gateway's last word was "waiting", and the offer is over: nobody paid in time. Our notion, and soft.
    async fn expire_if_stale(&self, order: &OrderRow) -> Result<Option<OrderRow>, DeskError> {
        if order.product.direction() != Direction::Collect || order.status != Status::Pending {
            return Ok(None);
        }
        let ends = match order.pay.expires_at_ms {
            Some(told) => told.saturating_add(EXPIRY_MARGIN_MS),
            None => order.created_at_ms.saturating_add(STALE_COLLECT_MS),
        };
        if self.now_ms() < ends {
            return Ok(None);
        }
        let expired = self.ledger.expire(order.id, self.now_ms()).await?;
        self.emit_order(&expired, Some(order.status), &[]);
        Ok(Some(expired))
    }
}
