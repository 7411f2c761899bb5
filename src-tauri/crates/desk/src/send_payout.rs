//! What a person can do with orders that did not leave, or of which nobody knows: send, declare never made.

use std::sync::Arc;

use ledger::{OrderId, OrderRow};
use orders::{Source, Status};

use crate::{Desk, DeskError};

impl Desk {
    /// Sends an order that has not left: one still `prepared` (its grace ends at once), or one that is proven never
    /// to have been sent. Only ever because a person says so.
    ///
    /// # Errors
    /// [`DeskError::WrongStatus`] for an order in any other status; [`DeskError::UnknownTwin`]; [`DeskError::Vault`];
    /// [`DeskError::Ledger`]. Nothing was sent then.
    pub async fn send_payout(self: &Arc<Self>, id: OrderId) -> Result<OrderRow, DeskError> {
        self.check_open()?;
        let order = self.existing_order(id).await?;
        if !matches!(order.status, Status::Prepared | Status::NotSent) {
            return Err(DeskError::WrongStatus(order.status));
        }
        self.grace_timers.cancel(id);
        self.submit(id, Source::Person, None).await
    }

    /// A person declares, with a reason, that an unknown order was never made. It is asked about daily all the same.
    ///
    /// # Errors
    /// [`DeskError::Unexplained`] without a reason; [`DeskError::WrongStatus`] when the order is not unknown.
    pub async fn abandon_order(&self, id: OrderId, reason: &str) -> Result<OrderRow, DeskError> {
        if reason.trim().is_empty() {
            return Err(DeskError::Unexplained);
        }
        let before = self.existing_order(id).await?;
        if before.status != Status::Unknown {
            return Err(DeskError::WrongStatus(before.status));
        }
        let order = self.ledger.abandon(id, reason.trim(), self.now_ms()).await?;
        self.plan_watch(&order, false).await?;
        self.emit_order(&order, Some(before.status), &[]);
        Ok(order)
    }
}
