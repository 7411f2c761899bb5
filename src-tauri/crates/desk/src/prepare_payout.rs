//! Preparing a payout: the stub is written, and for a few seconds it can still be cancelled (UX §4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use gateways::catalogue::Role;
use ledger::{AccountId, LedgerError, OrderId, OrderRow, OrderSummary};
use orders::{Direction, Draft, Source, Status};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::check_draft::role_text;
use crate::desk::lock;
use crate::events::DeskEvent;
use crate::{Desk, DeskError, DraftReport};

/// What a person confirmed on the review page.
#[derive(Debug, Clone, Default)]
pub struct Confirmation {
    /// Why the same amount goes to the same account again within 24 hours.
    pub duplicate_reason: Option<String>,
    /// The last four digits of the payee's account, typed again.
    pub last4: Option<String>,
    /// The abandoned payout that this one is made in place of.
    pub replaces: Option<OrderId>,
    /// The guard passphrase, for a payout above a ceiling.
    pub passphrase: Option<SecretString>,
}

/// When a grace ends so much later than it should, the computer slept: whoever pressed “send” is not sitting there now.
const OVERSLEPT_MS: i64 = 60_000;

/// Payouts within their grace.
#[derive(Debug, Default)]
pub(crate) struct GraceTimers(Mutex<HashMap<OrderId, GraceTimer>>);

#[derive(Debug)]
struct GraceTimer {
    stop: CancellationToken,
    sends_at_ms: i64,
}

impl GraceTimers {
    /// Ends one grace; true when it was running.
    pub(crate) fn cancel(&self, id: OrderId) -> bool {
        let timer = lock(&self.0).remove(&id);
        timer.map(|timer| timer.stop.cancel()).is_some()
    }

    pub(crate) fn cancel_all(&self) {
        for (_, timer) in lock(&self.0).drain() {
            timer.stop.cancel();
        }
    }
}

impl Desk {
    /// Writes a payout's stub and, after the grace, sends it by itself, once.
    ///
    /// # Errors
    /// [`DeskError::Draft`]; [`DeskError::AboveCeiling`] and [`DeskError::AboveDayCeiling`] without the passphrase (S16); [`DeskError::UnknownTwin`];
    /// [`DeskError::ReplacesNeeded`]; [`DeskError::ReplacedExists`]; [`DeskError::ReasonNeeded`];
    /// [`DeskError::LastFour`]; [`DeskError::AccountRetired`]; [`DeskError::RestoreGap`]; [`DeskError::NotifyUrl`]; [`DeskError::Vault`];
    /// [`DeskError::Ledger`]. Nothing is written then.
    pub async fn prepare_payout(
        self: &Arc<Self>,
        account_id: AccountId,
        draft: &Draft,
        confirmation: Confirmation,
    ) -> Result<OrderRow, DeskError> {
        self.check_open()?;
        if draft.product.direction() != Direction::Payout {
            return Err(DeskError::WrongKind);
        }
        let account = self.sound_account(account_id).await?;
        if account.retired_at_ms.is_some() {
            return Err(DeskError::AccountRetired);
        }
        self.check_no_gap().await?;
        let _one_at_a_time = self.preparing.lock().await;
        let report = self.check_draft(account_id, draft).await?;
        if !report.problems.is_empty() {
            return Err(DeskError::Draft(report.problems));
        }
        let market = crate::desk::market(&account.market_id)?;
        let account_no = role_text(market.product(draft.product), &report.tidied, Role::PayeeAccount);
        check_confirmation(&report, &confirmation, account_no)?;
        if let Some(replaces) = confirmation.replaces.filter(|_| report.abandoned_twin.is_none()) {
            return Err(self.not_replaceable(replaces).await);
        }
        self.line(&account).await?;
        self.notify_url(&account).await?;
        // Last, so that no passphrase is asked for what would be refused all the same.
        let pass = self.check_ceilings(&report, confirmation.passphrase.as_ref()).await?;
        let reason = confirmation.duplicate_reason.filter(|reason| !reason.trim().is_empty());
        let written = match confirmation.replaces {
            Some(old) => self.write_replacement(&account, market, &report.tidied, reason, old).await,
            None => self.write_stub(&account, market, &report.tidied, reason).await,
        };
        let order = match (written, confirmation.replaces) {
            (Err(DeskError::Ledger(LedgerError::Conflict(_))), Some(old)) => {
                return Err(self.not_replaceable(old).await);
            }
            (written, _) => written?,
        };
        let order = self.let_pass(order, pass).await?;
        self.begin_grace(order.id);
        Ok(order)
    }

    /// The order that a person wanted to replace is not abandoned any more, or was replaced already.
    async fn not_replaceable(&self, id: OrderId) -> DeskError {
        match self.existing_order(id).await {
            Ok(order) => DeskError::ReplacedExists { order: id, number: order.number },
            Err(error) => error,
        }
    }

    /// Withdraws a payout that was not sent.
    ///
    /// # Errors
    /// [`DeskError::WrongStatus`] when it may have been sent by now.
    pub async fn cancel_payout(&self, id: OrderId) -> Result<OrderRow, DeskError> {
        let order = self.existing_order(id).await?;
        if !matches!(order.status, Status::Prepared | Status::NotSent) {
            return Err(DeskError::WrongStatus(order.status));
        }
        let cancelled = match self.ledger.cancel(id, None, self.now_ms()).await {
            Ok(cancelled) => cancelled,
            // The grace ended in this very moment: the ledger decided.
            Err(LedgerError::Conflict(_)) => {
                return Err(DeskError::WrongStatus(self.existing_order(id).await?.status));
            }
            Err(other) => return Err(other.into()),
        };
        self.grace_timers.cancel(id);
        self.emit_order(&cancelled, Some(order.status), &[]);
        Ok(cancelled)
    }

    /// When a payout within its grace will be sent, Unix milliseconds; `None` when it waits for a person.
    #[must_use]
    pub fn sends_at_ms(&self, id: OrderId) -> Option<i64> {
        lock(&self.grace_timers.0).get(&id).map(|timer| timer.sends_at_ms)
    }

    /// It waits for a person now, and the window must not go on saying that it is being sent.
    async fn leave_to_person(&self, id: OrderId) {
        // First, whatever can be read: its timer is gone. Of an order that is not prepared any more it says nothing.
        self.ledger.leave_to_person(id);
        let Ok(order) = self.existing_order(id).await else { return };
        if order.status != Status::Prepared {
            self.emit_order(&order, Some(order.status), &[]);
            return;
        }
        self.emit(DeskEvent::OrderChanged {
            order_id: id,
            number: order.number,
            from: Some(order.status),
            to: order.status,
            needs_person: true,
        });
    }

    fn begin_grace(self: &Arc<Self>, id: OrderId) {
        let stop = self.closing.child_token();
        let grace_ms = i64::try_from(self.grace.as_millis()).unwrap_or(i64::MAX);
        let sends_at_ms = self.now_ms().saturating_add(grace_ms);
        lock(&self.grace_timers.0).insert(id, GraceTimer { stop: stop.clone(), sends_at_ms });
        let desk = Arc::clone(self);
        self.tasks.spawn(async move {
            let waited = stop.run_until_cancelled(desk.clock.sleep(desk.grace)).await;
            // Whoever takes the timer out of the map decides: a person who cancels, or the grace that ends.
            if waited.is_none() || !desk.grace_timers.cancel(id) {
                return;
            }
            if desk.now_ms().saturating_sub(sends_at_ms) > OVERSLEPT_MS {
                tracing::warn!(
                    order = id.0,
                    "the computer slept through a grace; the payout waits for a person"
                );
            } else if let Err(error) = desk.submit(id, Source::Program, None).await {
                tracing::error!(order = id.0, code = error.code(), "a prepared payout was not sent");
            } else {
                return;
            }
            desk.leave_to_person(id).await;
        });
    }
}

/// Whether the person has done what the draft asks for.
fn check_confirmation(
    report: &DraftReport,
    confirmation: &Confirmation,
    account_no: Option<&str>,
) -> Result<(), DeskError> {
    if let Some(twin) = &report.unknown_twin {
        return Err(DeskError::UnknownTwin { order: twin.id, number: twin.number.clone() });
    }
    if let Some(twin) = report.abandoned_twin.as_ref().filter(|twin| confirmation.replaces != Some(twin.id)) {
        return Err(DeskError::ReplacesNeeded { order: twin.id, number: twin.number.clone() });
    }
    let given = confirmation.duplicate_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if report.needs.reason && !given {
        return Err(newest_duplicate(report));
    }
    let typed = confirmation.last4.as_deref().map(str::trim);
    if report.needs.last4 && typed.is_none_or(|typed| Some(typed) != account_no.and_then(last_four)) {
        return Err(DeskError::LastFour);
    }
    Ok(())
}

fn newest_duplicate(report: &DraftReport) -> DeskError {
    match report.same_within_day.first() {
        Some(OrderSummary { id, number, .. }) => {
            DeskError::ReasonNeeded { order: *id, number: number.clone() }
        }
        None => DeskError::Unexplained,
    }
}

/// The last four characters of an account number, or all of a shorter one.
fn last_four(account_no: &str) -> Option<&str> {
    let start = account_no.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    account_no.get(start..)
}
