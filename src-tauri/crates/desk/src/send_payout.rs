//! What a person can do with orders that did not leave, or of which nobody knows: send, declare never made.

use std::sync::Arc;

use ledger::{OrderId, OrderRow};
use orders::{Source, Status};

use crate::{Desk, DeskError};

/// The shortest reason for declaring an order never made, in characters: who said so, and when, is no single word.
pub const ABANDON_REASON_CHARS_MIN: usize = 10;
/// The longest such reason, in characters.
pub const ABANDON_REASON_CHARS_MAX: usize = 2_000;

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
    /// [`DeskError::Unexplained`] without a reason of [`ABANDON_REASON_CHARS_MIN`] to [`ABANDON_REASON_CHARS_MAX`]
    /// characters; [`DeskError::WrongStatus`] when the order is not unknown; [`DeskError::NoSuchOrder`],
    /// [`DeskError::Ledger`].
    pub async fn abandon_order(&self, id: OrderId, reason: &str) -> Result<OrderRow, DeskError> {
        let reason = reason.trim();
        if !(ABANDON_REASON_CHARS_MIN..=ABANDON_REASON_CHARS_MAX).contains(&reason.chars().count()) {
            return Err(DeskError::Unexplained);
        }
        let before = self.existing_order(id).await?;
        if before.status != Status::Unknown {
            return Err(DeskError::WrongStatus(before.status));
        }
        let order = self.ledger.abandon(id, reason, self.now_ms()).await?;
        self.plan_watch(&order, false).await?;
        self.emit_order(&order, Some(before.status), &[]);
        Ok(order)
    }
}
