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
        self.check_twins(&account, &order, &draft).await?;
        let notify_url = self.notify_url(&account).await?;
        let new = NewOrder { number: &order.number, notify_url: notify_url.as_deref(), draft: &draft };
        let request = line.write(&Operation::Create(new.clone()), self.gateway_time(&line))?;

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

        let exchange = self.transport.create(&line.base_url, &request).await;

        let heard = self.heard(&line, &request, exchange, "create", Some(id), started_at_ms);
        let asked = Asked { market: line.market, order: &sending, new: &new };
        let outcome = read_outcome(&asked, heard, self.now_ms());
        self.settle_outcome(id, outcome).await
    }

    /// An unknown payout like this one stops it even now: it may have become unknown since the check.
    async fn check_twins(
        &self,
        account: &AccountRow,
        order: &OrderRow,
        draft: &Draft,
    ) -> Result<(), DeskError> {
        if draft.product.direction() != Direction::Payout {
            return Ok(());
        }
        let rules = market(&account.market_id)?.product(draft.product);
        let Some(account_no) = role_text(rules, draft, Role::PayeeAccount) else { return Ok(()) };
        let alike = self.alike(account_no, draft).await?;
        match alike.into_iter().find(|other| other.status == Status::Unknown && other.id != order.id) {
            Some(twin) => Err(DeskError::UnknownTwin { order: twin.id, number: twin.number }),
            None => Ok(()),
        }
    }

    async fn settle_outcome(self: &Arc<Self>, id: OrderId, outcome: Outcome) -> Result<OrderRow, DeskError> {
        for tried in 1..=WRITE_TRIES {
            match self.ledger.record_outcome(id, &outcome, self.now_ms()).await {
                Ok(applied) => return self.after_outcome(applied).await,
                Err(error) if tried == WRITE_TRIES => {
                    tracing::error!(order = id.0, %error, "an outcome could not be written");
                    self.write_later(id, outcome);
                    return Err(error.into());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
        Err(DeskError::Internal("outcome"))
    }

    /// The disk may have room again later (R7). Until then the order stays `sending`, and `unknown` after a restart.
    fn write_later(self: &Arc<Self>, id: OrderId, outcome: Outcome) {
        let desk = Arc::clone(self);
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            while closing.run_until_cancelled(tokio::time::sleep(Duration::from_secs(10))).await.is_some() {
                match desk.ledger.record_outcome(id, &outcome, desk.now_ms()).await {
                    Ok(applied) => {
                        if let Err(error) = desk.after_outcome(applied).await {
                            tracing::error!(order = id.0, code = error.code(), "no plan for an order");
                        }
                        return;
                    }
                    Err(LedgerError::Full | LedgerError::Locked | LedgerError::Storage(_)) => {}
                    Err(_) => return,
                }
            }
        });
    }

    async fn after_outcome(&self, applied: Applied) -> Result<OrderRow, DeskError> {
        self.emit_order(&applied.order, Some(applied.before), &applied.new_flags);
        self.plan_watch(&applied.order, false).await?;
        Ok(applied.order)
    }
}
