//! The tracker: asks about every open order to its end, and some time past it.
//!
//! Its plan is in the ledger, so that it survives restarts. Nothing polls but this, and it polls politely:
//! at most two questions at a time and sixty a minute to one account's gateway, spread over the minute, fewer when that is
//! in trouble, and a single one for all accounts while this computer is offline.
//!
//! Each account is served on its own: what is on screen first, then what is unknown, then payouts, collects, and what has
//! ended; every eighth question goes to what waits longest. What is due stays due while there is no room for it, and
//! nothing is written for that; so a crowd of overdue orders (after a weekend, a sleep, a day without network) is
//! worked off at the pace of the budget.

mod lane;
mod plan;
mod road;
pub(crate) mod schedule;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateways::Family;
use ledger::{AccountId, AccountRow, Agenda, LedgerError, OrderId, OrderRow, Watch};
use tokio::sync::Notify;

use crate::clock::JUMP_MS;
use crate::desk::{lock, market};
use crate::events::DeskEvent;
use crate::{Desk, DeskError};
use lane::{Lane, LaneLimits, Room};
use road::Road;

/// So many questions may be under way at once, all accounts together.
const UNDER_WAY_MAX: usize = 32;
/// So many due orders of a rank are looked at to find one that is not under way already.
const LOOK: u32 = 6;
/// The tracker looks at least this often, whatever it believes is due: clocks get set.
const ROUND_MS_MAX: i64 = 30_000;
/// How often orders without a plan are looked for, by the steady clock.
const SWEEP_MS: i64 = 60_000;
/// How long an account that has felt the way later leaves the next try to each of those before it.
const PROBE_TURN_MS: i64 = 2_000;
/// No screen shows more orders in full than this.
const ON_SCREEN_MAX: usize = 20;

/// The tracker's state in memory; its plan is in the ledger.
#[derive(Debug)]
pub(crate) struct Tracker {
    limits: LaneLimits,
    wake: Notify,
    lanes: Mutex<HashMap<AccountId, Lane>>,
    road: Mutex<Road>,
    under_way: Mutex<HashSet<OrderId>>,
    /// Of which something was heard while they were being asked about: the answer may be older than that.
    again: Mutex<HashSet<OrderId>>,
    /// Whose gateway's clock is being measured.
    measuring: Mutex<HashSet<AccountId>>,
    on_screen: Mutex<Vec<OrderId>>,
    /// When the last round looked, by both clocks.
    looked: Mutex<Option<(i64, i64)>>,
    swept_at_ms: AtomicI64,
    /// Which account is served first in a round.
    turn: AtomicUsize,
    #[cfg(test)]
    rounds: AtomicUsize,
}

/// What the tracker is doing: the bottom line of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackerState {
    /// How many orders are watched.
    pub watched: u64,
    /// When the next is asked about, Unix milliseconds; in the past while more are due than the budget allows.
    pub next_at_ms: Option<i64>,
    /// Since when no gateway at all could be reached, Unix milliseconds.
    pub offline_since_ms: Option<i64>,
}

impl Tracker {
    pub(crate) fn new(questions_per_minute: u32, haste: u32) -> Self {
        Self {
            limits: LaneLimits::new(questions_per_minute, haste),
            wake: Notify::new(),
            lanes: Mutex::default(),
            road: Mutex::default(),
            under_way: Mutex::default(),
            again: Mutex::default(),
            measuring: Mutex::default(),
            on_screen: Mutex::default(),
            looked: Mutex::default(),
            swept_at_ms: AtomicI64::new(0),
            turn: AtomicUsize::new(0),
            #[cfg(test)]
            rounds: AtomicUsize::new(0),
        }
    }

    /// Whatever stood in the way is gone, or nobody knows any more: everything goes on, within the budgets.
    fn resume(&self) {
        lock(&self.lanes).values_mut().for_each(Lane::resume);
        lock(&self.road).reset();
        self.wake.notify_one();
    }
}

impl Desk {
    /// How many orders are watched, when the next is asked about, and whether anybody can be reached.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn tracker_state(&self) -> Result<TrackerState, DeskError> {
        Ok(TrackerState {
            watched: self.ledger.watch_count().await?,
            next_at_ms: self.ledger.next_due_at().await?,
            offline_since_ms: self.offline_since_ms(),
        })
    }

    /// Since when no gateway at all could be reached, Unix milliseconds; `None` while somebody can.
    #[must_use]
    pub fn offline_since_ms(&self) -> Option<i64> {
        self.reachabilities.offline_since_ms()
    }

    /// Tells which orders are on screen: when they are due they are asked about before all others. Replaces what was
    /// told before.
    pub fn look_at(&self, orders: &[OrderId]) {
        *lock(&self.tracker.on_screen) = orders.iter().copied().take(ON_SCREEN_MAX).collect();
        self.tracker.wake.notify_one();
    }

    /// Plans what a crash left unplanned, and begins to ask.
    pub(crate) async fn start_tracker(self: &Arc<Self>) -> Result<(), DeskError> {
        self.tracker.swept_at_ms.store(self.clock.steady_ms(), Ordering::Relaxed);
        self.past_damage(self.sweep().await)?;
        let desk = Arc::clone(self);
        self.tasks.spawn(async move { desk.track().await });
        Ok(())
    }

    /// The vault can be read again: what waited for it goes on.
    pub(crate) fn resume_tracker(&self) {
        self.tracker.resume();
    }

    /// This computer went offline, or is back.
    pub(crate) fn road_changed(&self) {
        let offline = self.reachabilities.offline_since_ms().is_some();
        tracing::info!(offline, "the way to the gateways has changed");
        if !offline {
            self.tracker.resume();
        }
        self.emit(DeskEvent::TrackerChanged);
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

    /// Serves every account once; returns how long there will be nothing to do.
    async fn round(self: &Arc<Self>) -> Result<Duration, DeskError> {
        #[cfg(test)]
        self.tracker.rounds.fetch_add(1, Ordering::Relaxed);
        let mut wait_ms = ROUND_MS_MAX;
        if self.ledger.damage().is_some() {
            // Answers could not be kept.
            return Ok(Duration::from_millis(wait_ms.unsigned_abs()));
        }
        self.notice_jump().await?;
        self.sweep_if_due().await?;
        let accounts = self.ledger.accounts(true).await?;
        let first = self.tracker.turn.fetch_add(1, Ordering::Relaxed) % accounts.len().max(1);
        for account in accounts.iter().cycle().skip(first).take(accounts.len()) {
            wait_ms = wait_ms.min(self.serve(account).await?);
        }
        Ok(Duration::from_millis(wait_ms.clamp(10, ROUND_MS_MAX).unsigned_abs()))
    }

    /// Wall clock and steady clock have parted: somebody has set the wall clock, or the computer slept.
    ///
    /// After a sleep, and after a clock that was set forward, more is due than was; the budgets see to that. A clock that
    /// was set back takes the plan with it, else nothing would be asked about until the former time comes again.
    async fn notice_jump(&self) -> Result<(), DeskError> {
        let (wall, steady) = (self.now_ms(), self.clock.steady_ms());
        let Some((wall_before, steady_before)) = lock(&self.tracker.looked).replace((wall, steady)) else {
            return Ok(());
        };
        let jump_ms = wall.saturating_sub(wall_before).saturating_sub(steady.saturating_sub(steady_before));
        if jump_ms.abs() <= JUMP_MS {
            return Ok(());
        }
        tracing::info!(jump_ms, "the clock was set, or the computer slept");
        self.tracker.resume();
        if jump_ms < 0 {
            self.ledger.shift_watches(jump_ms).await?;
        }
        // The difference to the gateways' clocks is unknown now.
        self.emit(DeskEvent::TrackerChanged);
        Ok(())
    }

    async fn sweep_if_due(&self) -> Result<(), DeskError> {
        let steady = self.clock.steady_ms();
        if steady.saturating_sub(self.tracker.swept_at_ms.load(Ordering::Relaxed)) < SWEEP_MS {
            return Ok(());
        }
        self.tracker.swept_at_ms.store(steady, Ordering::Relaxed);
        self.past_damage(self.sweep().await)
    }

    /// What is due of the orders on screen.
    async fn due_on_screen(&self, account: AccountId) -> Result<Vec<Watch>, DeskError> {
        let ids = lock(&self.tracker.on_screen).clone();
        let mut due = Vec::new();
        for id in ids {
            let watch = self.ledger.watch(id).await?;
            due.extend(
                watch.filter(|watch| watch.account_id == account && watch.next_at_ms <= self.now_ms()),
            );
        }
        Ok(due)
    }

    /// Asks what one account's lane has room for; returns in how many milliseconds there is more to do.
    async fn serve(self: &Arc<Self>, account: &AccountRow) -> Result<i64, DeskError> {
        if account.damaged {
            return self.set_account_aside(account.id).await;
        }
        while !self.closing.is_cancelled() {
            let now = self.now_ms();
            // Before the plan is read: what ends meanwhile has a new plan that this reading does not show.
            let under_way = lock(&self.tracker.under_way).clone();
            let mut due = self.due_on_screen(account.id).await?;
            let seen = due.len();
            let agenda = self.ledger.agenda(account.id, now, LOOK).await?;
            if agenda == Agenda::default() {
                return Ok(ROUND_MS_MAX);
            }
            due.extend(agenda.due);
            match self.room(account.id) {
                Room::For(_) => {}
                Room::From(at) => return Ok(at.saturating_sub(self.clock.steady_ms())),
                Room::AfterOne => return Ok(ROUND_MS_MAX),
            }
            if self.measures(account) || self.waits_for_the_time(account.id) {
                return Ok(ROUND_MS_MAX);
            }
            let patient = lock(&self.tracker.lanes).get(&account.id).is_some_and(Lane::is_patients_turn);
            match pick(due, seen, &under_way, patient) {
                Some(watch) => self.admit(watch).await?,
                // Those that are due are under way; each wakes the tracker when it ends.
                None => return Ok(agenda.next_at_ms.map_or(ROUND_MS_MAX, |at| at.saturating_sub(now))),
            }
        }
        Ok(ROUND_MS_MAX)
    }

    /// What there is room for: in the account's lane, in all of them together, and on the road.
    fn room(&self, account: AccountId) -> Room {
        let steady = self.clock.steady_ms();
        if lock(&self.tracker.under_way).len() >= UNDER_WAY_MAX {
            return Room::AfterOne;
        }
        let mut lanes = lock(&self.tracker.lanes);
        let lane = lanes.entry(account).or_default();
        if !lane.is_failing() || self.reachabilities.offline_since_ms().is_none() {
            return lane.room(&self.tracker.limits, steady);
        }
        // Offline: whoever was not reached last waits for the one question that feels the way for all. Those that have
        // felt it longest ago go first: one whose gateway is gone for good must not be the only one that tries.
        let (probed_ms, may_probe) = (lane.probed_ms(), lane.may_probe());
        let ahead =
            lanes.values().filter(|other| other.is_failing() && other.probed_ms() < probed_ms).count();
        let turn_ms = PROBE_TURN_MS / i64::from(self.haste);
        let wait_ms = turn_ms.saturating_mul(i64::try_from(ahead).unwrap_or(i64::MAX));
        match lock(&self.tracker.road).next_probe_ms(steady).map(|at| at.saturating_add(wait_ms)) {
            Some(at) if at > steady => Room::From(at),
            Some(_) if may_probe => Room::For(1),
            Some(_) | None => Room::AfterOne,
        }
    }

    async fn admit(self: &Arc<Self>, watch: Watch) -> Result<(), DeskError> {
        let order = match self.ledger.order(watch.order_id).await {
            Ok(Some(order)) => order,
            Ok(None) => return Ok(self.ledger.unschedule(watch.order_id).await?),
            Err(LedgerError::Damaged(_)) => return self.set_aside(watch.order_id, watch.attempts).await,
            Err(other) => return Err(other.into()),
        };
        let probes = self.takes_room(order.account_id);
        lock(&self.tracker.under_way).insert(order.id);
        let desk = Arc::clone(self);
        self.tasks.spawn(async move { desk.follow(order, watch, probes).await });
        Ok(())
    }

    /// Takes room in a lane; true when the question feels the way for all.
    fn takes_room(&self, account: AccountId) -> bool {
        let mut lanes = lock(&self.tracker.lanes);
        let lane = lanes.entry(account).or_default();
        let probes = lane.is_failing() && self.reachabilities.offline_since_ms().is_some();
        lane.ask(self.clock.steady_ms());
        if probes {
            lane.probe(self.clock.steady_ms());
            lock(&self.tracker.road).probe();
        }
        probes
    }

    /// One planned question, its effect, and the next plan.
    async fn follow(self: Arc<Self>, order: OrderRow, watch: Watch, probes: bool) {
        let question = self.query_order(order.id);
        let asked = self.closing.run_until_cancelled(question).await;
        let failed_on_the_way =
            matches!(asked, Some(Err(DeskError::NoConnection(_) | DeskError::NoAnswer(_))));
        self.gives_room(order.account_id, failed_on_the_way, probes);
        if let Some(asked) = asked
            && let Err(error) = self.plan_after(&order, &watch, asked).await
        {
            tracing::error!(order = order.id.0, code = error.code(), "no plan for an order");
            // It is due still: without a rest it would be asked about again at once.
            self.rest(&order);
        }
        lock(&self.tracker.under_way).remove(&order.id);
        let again = lock(&self.tracker.again).remove(&order.id);
        if again && let Err(error) = self.ask_soon(&order).await {
            tracing::error!(order = order.id.0, code = error.code(), "not asked about again");
        }
        self.tracker.wake.notify_one();
    }

    fn gives_room(&self, account: AccountId, failed_on_the_way: bool, probes: bool) {
        let steady = self.clock.steady_ms();
        if let Some(lane) = lock(&self.tracker.lanes).get_mut(&account) {
            lane.done(&self.tracker.limits, failed_on_the_way, steady);
        }
        if probes {
            lock(&self.tracker.road).probed(self.haste, steady);
        }
    }

    /// Has the gateway's clock measured anew when what is known of it is old; true when that was begun. It takes the
    /// place of a question.
    fn measures(self: &Arc<Self>, account: &AccountRow) -> bool {
        let family = market(&account.market_id).map(|market| market.family);
        let signs_a_time = family.is_ok_and(|family| family == Family::CashFast);
        let offline = self.reachabilities.offline_since_ms().is_some();
        if !signs_a_time || offline || !self.differences.asks_again(account.id, self.now_ms()) {
            return false;
        }
        self.takes_room(account.id);
        lock(&self.tracker.measuring).insert(account.id);
        let (desk, account) = (Arc::clone(self), account.clone());
        self.tasks.spawn(async move {
            let measure = async {
                match desk.line(&account).await {
                    Ok(line) => {
                        desk.measure_clock(&line).await;
                        desk.reachability(account.id).is_none_or(|known| known.reachable)
                    }
                    Err(error) => {
                        tracing::debug!(code = error.code(), "a gateway's clock was not measured");
                        true
                    }
                }
            };
            let answered = desk.closing.run_until_cancelled(measure).await;
            desk.gives_room(account.id, answered == Some(false), false);
            lock(&desk.tracker.measuring).remove(&account.id);
            desk.tracker.wake.notify_one();
        });
        true
    }

    /// Whether the gateway's time is unknown and being asked for: what is signed meanwhile might be refused.
    fn waits_for_the_time(&self, account: AccountId) -> bool {
        lock(&self.tracker.measuring).contains(&account) && self.clock_difference(account).is_none()
    }
}

/// The order that is asked about next: of those that are due and not under way the first, or, when it is the patients'
/// turn, the one that waits longest. The first `seen` are on screen, and go before all.
fn pick(due: Vec<Watch>, seen: usize, under_way: &HashSet<OrderId>, patient: bool) -> Option<Watch> {
    let is_free = |watch: &Watch| !under_way.contains(&watch.order_id);
    let on_screen = due.iter().take(seen).any(is_free);
    let mut free = due.into_iter().filter(is_free);
    if patient && !on_screen { free.min_by_key(|watch| watch.next_at_ms) } else { free.next() }
}
