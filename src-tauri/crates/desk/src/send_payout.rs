//! Sending what did not leave: only ever because a person says so.

use std::sync::Arc;

use ledger::{OrderId, OrderRow};
use orders::{Source, Status};

use crate::{Desk, DeskError};

impl Desk {
    /// Sends an order that has not left: one still `prepared` (its grace ends at once), or one that is proven never
    /// to have been sent. Only ever because a person says so.
    ///
    /// # Errors
    /// [`DeskError::WrongStatus`] for an order in any other status; [`DeskError::UnknownTwin`],
    /// [`DeskError::ReasonNeeded`], [`DeskError::ReplacesNeeded`], [`DeskError::ReplacedExists`]; [`DeskError::RestoreGap`]; [`DeskError::Vault`]; [`DeskError::Ledger`]. Nothing was
    /// sent then.
    pub async fn send_payout(self: &Arc<Self>, id: OrderId) -> Result<OrderRow, DeskError> {
        self.check_open()?;
        let order = self.existing_order(id).await?;
        if !matches!(order.status, Status::Prepared | Status::NotSent) {
            return Err(DeskError::WrongStatus(order.status));
        }
        self.grace_timers.cancel(id);
        self.submit(id, Source::Person, None).await
    }
}
