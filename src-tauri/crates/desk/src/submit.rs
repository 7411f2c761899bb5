//! The one attempt: everything between a stub and its outcome.
//!
//! The order of the steps is the promise (DESIGN §1.1, §1.2): secret, bytes, commit, send, outcome. There is no
//! loop around the sending, here or below.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use gateways::{NewOrder, Operation, Refusal};
use ledger::{AccountRow, Applied, CreationRequest, LedgerError, OrderId, OrderRow, Outcome};
use orders::{Direction, Draft, Source, Status};

use crate::desk::market;
use crate::http::Errand;
use crate::outcome::{Asked, read_outcome};
use crate::payee::Payee;
use crate::{Desk, DeskError};

/// How often writing an outcome is tried again at once; after that, in the background until the program ends.
const WRITE_TRIES: u32 = 3;

impl Desk {
    /// Sends an order, once, and returns it with its outcome.
    ///
    /// The work goes on even if the caller goes away: a window that closes must not leave an order half sent.
    pub(crate) async fn submit(
        self: &Arc<Self>,
        id: OrderId,
        source: Source,
        note: Option<String>,
    ) -> Result<OrderRow, DeskError> {
        self.check_open()?;
        let desk = Arc::clone(self);
        let work = self.tasks.spawn(async move { desk.submit_once(id, source, note).await });
        work.await.map_err(|_| DeskError::Closing)?
    }

    async fn submit_once(
        self: &Arc<Self>,
        id: OrderId,
        source: Source,
        note: Option<String>,
    ) -> Result<OrderRow, DeskError> {
        let order = self.existing_order(id).await?;
        if !matches!(order.status, Status::Prepared | Status::NotSent) {
            return Err(DeskError::WrongStatus(order.status));
        }
        let account = self.sound_account(order.account_id).await?;
        let line = self.line(&account).await?;
        let draft: Draft =
            serde_json::from_str(&order.draft_json).map_err(|_| DeskError::Internal("stored draft"))?;
        let notify_url = self.notify_url(&account).await?;
        let new = NewOrder { number: &order.number, notify_url: notify_url.as_deref(), draft: &draft };
        // A creation is signed once: with a wrong time it would be refused for good.
        self.know_the_time(&line).await;
        let request = self.write(&line, &Operation::Create(new.clone()))?;

        // Held until the step into `sending` is written, so that of two alike the second one sees the first.
        let one_at_a_time = self.preparing.lock().await;
        self.check_again(&account, &order, &draft).await?;
        let stored = CreationRequest { path: request.path.to_owned(), body: request.body.clone() };
        let started_at_ms = self.now_ms();
        let sending =
            match self.ledger.begin_sending(id, &stored, source, note.as_deref(), started_at_ms).await {
                Ok(sending) => sending,
                // Somebody else was quicker: what they do with it is theirs to report.
                Err(LedgerError::Conflict(_)) => return Err(self.why_not(id).await?),
                Err(LedgerError::AboveCeiling(ceiling)) => return Err(ceiling.into()),
                Err(other) => return Err(other.into()),
            };
        drop(one_at_a_time);
        self.emit_order(&sending, Some(order.status), &[]);

        let exchange = self.carrier.carry(&line.base_url, &request, Errand::Creation).await;

        let heard = self.heard(&line, &request, exchange, "create", Some(id), started_at_ms);
        let asked = Asked { market: line.market, order: &sending, new: &new };
        let outcome = read_outcome(&asked, heard, self.now_ms());
        let refused = outcome.note.as_deref().and_then(|note| serde_json::from_str::<Refusal>(note).ok());
        let order = self.settle_outcome(sending, outcome).await;
        if let Some(refusal) = refused {
            // It stays refused; the next one shall not be.
            let desk = Arc::clone(self);
            self.tasks.spawn(async move { desk.suspect_clock(&line, &refusal.kind).await });
        }
        Ok(order)
    }

    /// What was checked when the stub was written may have changed while it waited: for its grace, or for days.
    ///
    /// A payout like this one that is unknown or being sent stops it. So does one that has left since this stub was
    /// written: the person who presses “send” on an old stub may have paid by another one meanwhile, or one that had
    /// failed may have been paid after all. An older one that was waiting when a reason was given for this one does not.
    /// So does one that has ended unpaid and may have been paid all the same, unless a reason was given. And so does one
    /// that was given up: whoever pays in its place has to say so.
    async fn check_again(
        &self,
        account: &AccountRow,
        order: &OrderRow,
        draft: &Draft,
    ) -> Result<(), DeskError> {
        if draft.product.direction() != Direction::Payout {
            return Ok(());
        }
        if account.retired_at_ms.is_some() {
            return Err(DeskError::AccountRetired);
        }
        self.check_no_gap().await?;
        let Some(payee) = Payee::of(market(&account.market_id)?, draft) else { return Ok(()) };
        if let Some(twin) = self.unresolved_twin(&payee, draft, Some(order.id)).await? {
            return Err(DeskError::UnknownTwin { order: twin.id, number: twin.number });
        }
        let reasoned = order.duplicate_reason.is_some();
        let left = self.left_since(order.id, &payee, draft, reasoned).await?;
        if let Some(other) = left {
            let replaces = self.ledger.replacements(order.id).await?.replaces;
            return Err(if replaces.is_some_and(|old| old.id == other.id) {
                DeskError::ReplacedExists { order: other.id, number: other.number }
            } else {
                DeskError::ReasonNeeded { order: other.id, number: other.number }
            });
        }
        if !reasoned && let Some(other) = self.doubtful_twin(&payee, draft).await? {
            return Err(DeskError::ReasonNeeded { order: other.id, number: other.number });
        }
        match self.abandoned_twin(&payee, draft).await? {
            Some(other) => Err(DeskError::ReplacesNeeded { order: other.id, number: other.number }),
            None => Ok(()),
        }
    }

    /// Why the ledger did not let an order go: somebody else was quicker, or the one that it replaces has turned up.
    async fn why_not(&self, id: OrderId) -> Result<DeskError, DeskError> {
        let status = self.existing_order(id).await?.status;
        let waits = matches!(status, Status::Prepared | Status::NotSent);
        Ok(match self.ledger.replacements(id).await?.replaces.filter(|_| waits) {
            Some(old) => DeskError::ReplacedExists { order: old.id, number: old.number },
            None => DeskError::WrongStatus(status),
        })
    }

    /// Writes the outcome and returns the order as the ledger has it. From here on nothing may come back as an error:
    /// the bytes have left, and an error would read as “nothing was sent, try again”.
    async fn settle_outcome(self: &Arc<Self>, sending: OrderRow, outcome: Outcome) -> OrderRow {
        let id = sending.id;
        for _ in 0..WRITE_TRIES {
            match self.ledger.record_outcome(id, &outcome, self.now_ms()).await {
                Ok(applied) => return self.after_outcome(applied).await,
                Err(error) => tracing::error!(order = id.0, %error, "an outcome could not be written"),
            }
            self.clock.sleep(Duration::from_millis(200)).await;
        }
        self.write_later(id, outcome);
        sending
    }

    /// The disk may have room again later (R7). Until then the order stays `sending`, and `unknown` after a restart.
    fn write_later(self: &Arc<Self>, id: OrderId, outcome: Outcome) {
        let desk = Arc::clone(self);
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            while closing.run_until_cancelled(desk.clock.sleep(Duration::from_secs(10))).await.is_some() {
                match desk.ledger.record_outcome(id, &outcome, desk.now_ms()).await {
                    Ok(applied) => {
                        desk.after_outcome(applied).await;
                        return;
                    }
                    Err(LedgerError::Full | LedgerError::Locked | LedgerError::Storage(_)) => {}
                    Err(_) => return,
                }
            }
        });
    }

    async fn after_outcome(&self, applied: Applied) -> OrderRow {
        self.announce(&applied).await;
        self.replan(&applied.order).await;
        applied.order
    }
}
