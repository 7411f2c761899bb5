//! The one attempt: everything between a stub and its outcome.
//!
//! The order of the steps is the promise (DESIGN §1.1, §1.2): secret, bytes, commit, send, outcome. There is no
//! loop around the sending, here or below.

use std::sync::Arc;
use std::time::Duration;

use gateways::catalogue::Role;
use gateways::{NewOrder, Operation};
use ledger::{AccountRow, Applied, CreationRequest, LedgerError, OrderId, OrderRow, Outcome};
use orders::{Direction, Draft, Source, Status};

use crate::check_draft::role_text;
use crate::desk::market;
use crate::http::Errand;
use crate::outcome::{Asked, read_outcome};
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
        let account = self.existing_account(order.account_id).await?;
        let line = self.line(&account).await?;
        let draft: Draft =
            serde_json::from_str(&order.draft_json).map_err(|_| DeskError::Internal("stored draft"))?;
        self.check_again(&account, &order, &draft).await?;
        let notify_url = self.notify_url(&account).await?;
        let new = NewOrder { number: &order.number, notify_url: notify_url.as_deref(), draft: &draft };
        let request = self.write(&line, &Operation::Create(new.clone()))?;

        let stored = CreationRequest { path: request.path.to_owned(), body: request.body.clone() };
        let started_at_ms = self.now_ms();
        let sending =
            match self.ledger.begin_sending(id, &stored, source, note.as_deref(), started_at_ms).await {
                Ok(sending) => sending,
                // Somebody else was quicker: what they do with it is theirs to report.
                Err(LedgerError::Conflict(_)) => {
                    return Err(DeskError::WrongStatus(self.existing_order(id).await?.status));
                }
                Err(other) => return Err(other.into()),
            };
        self.emit_order(&sending, Some(order.status), &[]);

        let exchange = self.carrier.carry(&line.base_url, &request, Errand::Creation).await;

        let heard = self.heard(&line, &request, exchange, "create", Some(id), started_at_ms);
        let asked = Asked { market: line.market, order: &sending, new: &new };
        let outcome = read_outcome(&asked, heard, self.now_ms());
        Ok(self.settle_outcome(sending, outcome).await)
    }

    /// What was checked when the stub was written may have changed while it waited: for its grace, or for days.
    ///
    /// An unknown payout like this one stops it. So does one that was made after this one and has left: the person
    /// who presses “send” on an old stub may have paid by another one meanwhile.
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
        if let Some(ceiling) = account.max_payout.filter(|ceiling| order.amount > *ceiling) {
            return Err(DeskError::AboveCeiling { ceiling });
        }
        let rules = market(&account.market_id)?.product(draft.product);
        let Some(account_no) = role_text(rules, draft, Role::PayeeAccount) else { return Ok(()) };
        let alike = self.alike(account_no, draft).await?;
        let others = || alike.iter().filter(|other| other.id != order.id);
        if let Some(twin) = others().find(|other| other.status == Status::Unknown) {
            return Err(DeskError::UnknownTwin { order: twin.id, number: twin.number.clone() });
        }
        match others().find(|other| other.id > order.id && has_left(other.status)) {
            Some(later) => Err(DeskError::ReasonNeeded { order: later.id, number: later.number.clone() }),
            None => Ok(()),
        }
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
        self.emit_order(&applied.order, Some(applied.before), &applied.new_flags);
        if let Err(error) = self.plan_watch(&applied.order, false).await {
            // The tracker's next sweep finds it.
            tracing::error!(order = applied.order.id.0, code = error.code(), "no plan for an order");
        }
        applied.order
    }
}

/// Whether a payout in this status was taken by the gateway, or may be on its way there.
const fn has_left(status: Status) -> bool {
    match status {
        Status::Sending | Status::Unknown | Status::Pending | Status::Processing | Status::Succeeded => true,
        Status::Prepared
        | Status::NotSent
        | Status::Refused
        | Status::Failed
        | Status::Returned
        | Status::Expired
        | Status::Abandoned
        | Status::Cancelled => false,
    }
}
