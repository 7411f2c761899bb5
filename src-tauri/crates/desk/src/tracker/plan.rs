//! The next question about one order: planned after each step, each answer and each trouble.

use gateways::EncodeError;
use ledger::{AccountId, Applied, LedgerError, NewWatch, OrderId, OrderRow, Watch};
use orders::{Direction, Judgement, Status};

use super::ROUND_MS_MAX;
use super::schedule::{EXPIRY_MARGIN_MS, Plan, STALE_COLLECT_MS, jittered};
use crate::ask_gateway::{Finding, QueryAnswer};
use crate::desk::lock;
use crate::events::DeskEvent;
use crate::listener::Waiting;
use crate::{Desk, DeskError};

/// Orders that nobody asks about are looked for in steps of so many.
const UNWATCHED_STEP: u32 = 500;
/// Orders of a damaged account are set aside in steps of so many of each rank.
const SET_ASIDE_STEP: u32 = 500;
/// When an order that cannot be read, or whose account is damaged, is looked at again.
const DAMAGED_WAITS_MS: i64 = 3_600_000;
/// When an order that is final here and open at the gateway is asked about again.
const CONTRADICTED_WAITS_MS: i64 = 3_600_000;
/// The soonest that an order which cannot be asked about is tried again.
const UNASKABLE_WAITS_MS: i64 = 3_600_000;
/// How long a lane rests when it is us who cannot ask: a locked vault, a full disk.
const OWN_TROUBLE_MS: i64 = 30_000;
/// Further ahead than these no plan reaches, neither for an order that is open nor for one that has ended; a little
/// more than the longest waits, which vary by a tenth.
const OPEN_REACH_MS: i64 = 75 * 60_000;
const ENDED_REACH_MS: i64 = 8 * 24 * 3_600_000;
/// Why an order is asked about that has no plan: a callback spoke of it.
const HEARD: &str = "heard";
/// An order that is watched for a while is not asked for the last time by a question that taught nothing: it is put again after
/// this pause, until the order is so old.
const UNTAUGHT_WAITS_MS: i64 = 24 * 3_600_000;
const UNTAUGHT_AGE_MS_MAX: i64 = 60 * 24 * 3_600_000;

impl Desk {
    /// Plans questions for open orders that have no plan (a crash or a full disk came between), brings near what a wrong
    /// clock has planned for far ahead, and settles callbacks that wait.
    pub(super) async fn sweep(&self) -> Result<(), DeskError> {
        loop {
            let unwatched = self.ledger.unwatched(UNWATCHED_STEP).await?;
            if unwatched.is_empty() {
                break;
            }
            self.plan_unwatched(&unwatched).await?;
            self.emit(DeskEvent::TrackerChanged);
        }
        let brought = self.ledger.rein_in_watches(self.now_ms(), OPEN_REACH_MS, ENDED_REACH_MS).await?;
        if brought > 0 {
            tracing::info!(brought, "questions were planned by a clock that was ahead");
        }
        self.settle_stored_deliveries(Waiting::ForLong).await
    }

    async fn plan_unwatched(&self, unwatched: &[OrderId]) -> Result<(), DeskError> {
        let mut plans = Vec::with_capacity(unwatched.len());
        for id in unwatched {
            let (in_ms, reason) = match self.existing_order(*id).await {
                Ok(order) => match self.planned(&order, 0).await? {
                    Some((plan, wait_ms)) => (wait_ms, plan.as_str()),
                    // It has ended in this moment.
                    None => continue,
                },
                Err(DeskError::Ledger(LedgerError::Damaged(_))) => (DAMAGED_WAITS_MS, "damaged"),
                Err(error) => return Err(error),
            };
            let next_at_ms = self.now_ms().saturating_add(in_ms);
            plans.push(NewWatch { order_id: *id, next_at_ms, attempts: 0, reason });
        }
        Ok(self.ledger.schedule_all(&plans).await?)
    }

    /// An order that cannot be read must not stand before all others: it is looked at again in an hour.
    pub(super) async fn set_aside(&self, id: OrderId, attempts: u32) -> Result<(), DeskError> {
        tracing::error!(order = id.0, "an order cannot be read; the ledger is damaged");
        let at = self.now_ms().saturating_add(DAMAGED_WAITS_MS);
        Ok(self.ledger.schedule(id, at, attempts, "damaged").await?)
    }

    /// Nobody can be asked about the orders of an account that is not as it was written: they are looked at again in an
    /// hour too. Returns in how many milliseconds there is more to do.
    pub(super) async fn set_account_aside(&self, account: AccountId) -> Result<i64, DeskError> {
        loop {
            let now = self.now_ms();
            let agenda = self.ledger.agenda(account, now, SET_ASIDE_STEP).await?;
            if agenda.due.is_empty() {
                return Ok(agenda.next_at_ms.map_or(ROUND_MS_MAX, |at| at.saturating_sub(now)));
            }
            tracing::error!(
                account = account.0,
                "an account is not as it was written; nobody is asked in its name"
            );
            let next_at_ms = now.saturating_add(DAMAGED_WAITS_MS);
            let plan = |watch: &Watch| {
                let (order_id, attempts) = (watch.order_id, watch.attempts);
                NewWatch { order_id, next_at_ms, attempts, reason: "damaged" }
            };
            self.ledger.schedule_all(&agenda.due.iter().map(plan).collect::<Vec<_>>()).await?;
            self.emit(DeskEvent::TrackerChanged);
        }
    }

    /// An order's plan as it stands now.
    ///
    /// A payout that ended by a person's word alone is asked about until the gateway has said what became of it: one that
    /// was said to have failed may still be paid, and one that was said to be paid may never be. A collect order is asked about
    /// as long as one that nobody paid in time: not every gateway has a word for one that failed. One of which callbacks have
    /// told two ends is asked about until an answer tells which of them holds: a question that failed, or was answered with
    /// nonsense, must not leave it for a day.
    async fn plan(&self, order: &OrderRow) -> Result<Option<Plan>, DeskError> {
        let plan = Plan::of(order.status, order.product.direction(), order.provisional);
        if !matches!(order.status, Status::Succeeded | Status::Failed | Status::Returned) {
            return Ok(plan);
        }
        if self.ledger.is_contradicted(order.id).await? {
            return Ok(Some(Plan::Contradicted));
        }
        if !self.ledger.is_by_word_alone(order.id).await? {
            return Ok(plan);
        }
        Ok(Some(match order.product.direction() {
            Direction::Payout => Plan::ByWord,
            Direction::Collect => Plan::Expired,
        }))
    }

    /// An order's plan as it stands now, and how long it waits after so many questions, spread a little.
    async fn planned(&self, order: &OrderRow, attempts: u32) -> Result<Option<(Plan, i64)>, DeskError> {
        let plan = self.plan(order).await?;
        Ok(plan.and_then(|plan| Some((plan, self.wait_ms(plan, order, attempts)?))))
    }

    fn wait_ms(&self, plan: Plan, order: &OrderRow, attempts: u32) -> Option<i64> {
        let began_ms = order.sent_at_ms.unwrap_or(order.created_at_ms);
        let age_ms = self.now_ms().saturating_sub(began_ms).max(0);
        let delay_ms = plan.delay_ms(attempts, age_ms)?;
        Some(jittered(delay_ms, self.chance.bits(), self.haste))
    }

    /// Plans the next question about an order as it stands now. `asked`: one was just asked by plan.
    pub(crate) async fn plan_watch(&self, order: &OrderRow, asked: bool) -> Result<(), DeskError> {
        let watch = self.ledger.watch(order.id).await?;
        let plan = self.plan(order).await?;
        let same_plan = watch.as_ref().filter(|watch| plan.is_some_and(|plan| plan.as_str() == watch.reason));
        let attempts = match same_plan {
            // The same rhythm goes on; a question out of turn does not disturb it.
            Some(_) if !asked => return Ok(()),
            Some(watch) => watch.attempts.saturating_add(1),
            None => 0,
        };
        let planned = self.planned(order, attempts).await?;
        match planned {
            Some((plan, delay_ms)) => {
                let at = self.now_ms().saturating_add(delay_ms);
                self.ledger.schedule(order.id, at, attempts, plan.as_str()).await?;
                self.tracker.wake.notify_one();
            }
            None if watch.is_some() => self.ledger.unschedule(order.id).await?,
            None => {}
        }
        // While it was being sent nobody was told that it is watched.
        let watched_before = watch.is_some_and(|watch| watch.reason != Plan::Sending.as_str());
        if planned.is_some() != watched_before {
            self.emit(DeskEvent::TrackerChanged);
        }
        Ok(())
    }

    /// Has an order asked about soon, because something was heard of it; its rhythm goes on from where it was.
    pub(crate) async fn ask_soon(&self, order: &OrderRow) -> Result<(), DeskError> {
        if matches!(order.status, Status::Prepared | Status::NotSent | Status::Cancelled) {
            return Ok(());
        }
        if lock(&self.tracker.under_way).contains(&order.id) {
            lock(&self.tracker.again).insert(order.id);
        }
        let soon = self.now_ms().saturating_add(jittered(1_000, self.chance.bits(), self.haste));
        let spread = jittered(200, self.chance.bits(), self.haste);
        match self.ledger.watch(order.id).await? {
            Some(watch) if watch.next_at_ms <= soon.saturating_add(spread) => {}
            // It will be counted when it is asked. A plan that ends after so many must not be used up by what was heard.
            Some(watch) => {
                let attempts = watch.attempts.saturating_sub(1);
                self.ledger.schedule(order.id, soon, attempts, &watch.reason).await?;
            }
            None => self.ledger.schedule(order.id, soon, 0, HEARD).await?,
        }
        self.tracker.wake.notify_one();
        Ok(())
    }

    /// What follows from a planned question.
    pub(super) async fn plan_after(
        &self,
        order: &OrderRow,
        watch: &Watch,
        asked: Result<QueryAnswer, DeskError>,
    ) -> Result<(), DeskError> {
        match asked {
            Ok(answer) if answer.finding == Finding::Overtaken => self.ask_soon(&answer.applied.order).await,
            Ok(answer) if is_open_there(&answer.applied) => self.ask_on(&answer.applied.order).await,
            Ok(answer) => self.after_answer(&answer.applied.order).await,
            Err(error) => self.after_trouble(order, watch, &error).await,
        }
    }

    /// Final here (by a person's evidence, or by an answer that was wrong) and open there: asked about until both agree,
    /// however long that takes. The flag tells a person.
    async fn ask_on(&self, order: &OrderRow) -> Result<(), DeskError> {
        let watch = self.ledger.watch(order.id).await?;
        let (attempts, reason) =
            watch.map_or((0, "contradicted".to_owned()), |watch| (watch.attempts, watch.reason));
        let at =
            self.now_ms().saturating_add(jittered(CONTRADICTED_WAITS_MS, self.chance.bits(), self.haste));
        Ok(self.ledger.schedule(order.id, at, attempts, &reason).await?)
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
        let steady = self.clock.steady_ms();
        let wait_ms = match error {
            // The gateway answered, if not usefully: the plan goes on, else a dead question would be asked densely.
            DeskError::Refused(_) | DeskError::Unreadable(_) | DeskError::Redirected { .. } => {
                return self.after_untaught(order.id, watch).await;
            }
            // The lane knows how long to leave that gateway alone. Others go first then: an order that never gets an
            // answer must not stand before all the rest.
            DeskError::NoConnection(_) | DeskError::NoAnswer(_) => {
                let paused = lock(&self.tracker.lanes)
                    .get(&order.account_id)
                    .and_then(super::lane::Lane::paused_until_ms)
                    .unwrap_or(steady);
                paused.saturating_sub(steady).max(0)
            }
            // Nothing is wrong with this order: the whole lane rests, and nothing has to be written.
            DeskError::Vault(_)
            | DeskError::Ledger(LedgerError::Locked | LedgerError::Full | LedgerError::Sealed) => {
                self.rest(order);
                return Ok(());
            }
            DeskError::Encode(EncodeError::CannotAsk) => return self.ask_rarely(order, watch).await,
            DeskError::WrongStatus(_) => return Ok(self.ledger.unschedule(order.id).await?),
            _ => 3_600_000,
        };
        let spread = jittered(500, self.chance.bits(), self.haste);
        let at = self.now_ms().saturating_add(wait_ms).saturating_add(spread);
        Ok(self.ledger.schedule(order.id, at, watch.attempts, &watch.reason).await?)
    }

    /// The plan goes on, but a question that taught nothing is not the last one.
    async fn after_untaught(&self, id: OrderId, watch: &Watch) -> Result<(), DeskError> {
        let order = self.existing_order(id).await?;
        let goes_on = match self.plan(&order).await? {
            Some(plan) if plan.as_str() == watch.reason => {
                self.wait_ms(plan, &order, watch.attempts.saturating_add(1)).is_some()
            }
            Some(_) => true,
            // What was heard of an order without a plan has its one question.
            None => watch.reason != HEARD,
        };
        let age_ms = self.now_ms().saturating_sub(order.created_at_ms);
        if goes_on || age_ms > UNTAUGHT_AGE_MS_MAX {
            return self.plan_watch(&order, true).await;
        }
        let wait_ms = jittered(UNTAUGHT_WAITS_MS, self.chance.bits(), self.haste);
        let at = self.now_ms().saturating_add(wait_ms);
        Ok(self.ledger.schedule(id, at, watch.attempts, &watch.reason).await?)
    }

    /// The plan goes on, but never densely: the gateway takes no question about this order in any form (A12), which may change
    /// some day.
    async fn ask_rarely(&self, order: &OrderRow, watch: &Watch) -> Result<(), DeskError> {
        let order = self.existing_order(order.id).await?;
        let attempts = watch.attempts.saturating_add(1);
        let Some((plan, delay_ms)) = self.planned(&order, attempts).await? else {
            return Ok(self.ledger.unschedule(order.id).await?);
        };
        let at = self.now_ms().saturating_add(delay_ms.max(UNASKABLE_WAITS_MS));
        Ok(self.ledger.schedule(order.id, at, attempts, plan.as_str()).await?)
    }

    /// Lets an account's lane rest for half a minute.
    pub(super) fn rest(&self, order: &OrderRow) {
        let pause_ms = OWN_TROUBLE_MS / i64::from(self.haste);
        let steady = self.clock.steady_ms();
        lock(&self.tracker.lanes).entry(order.account_id).or_default().hold(steady, pause_ms);
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

/// Whether a payout that is final here was just told to be open at the gateway. A word that it once had is judged late,
/// and may be a slow replica's; asking goes on until both agree.
fn is_open_there(applied: &Applied) -> bool {
    let payout = applied.order.product.direction() == Direction::Payout;
    payout
        && applied.after.is_final()
        && matches!(applied.judgement, Some(Judgement::Outside | Judgement::Late))
}
