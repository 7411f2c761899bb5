//! Creating a collect order: stub, one attempt, outcome.

use ledger::{AccountId, OrderRow};
use orders::{Direction, Draft, Source};

use crate::{Desk, DeskError};
use std::sync::Arc;

impl Desk {
    /// Creates a collect order and returns it, whatever became of it.
    ///
    /// # Errors
    /// Before anything is sent: [`DeskError::Draft`], [`DeskError::AccountRetired`], [`DeskError::NotifyUrl`],
    /// [`DeskError::Vault`], [`DeskError::Ledger`]. Once sending began the order itself says what became of it.
    pub async fn create_collect(
        self: &Arc<Self>,
        account_id: AccountId,
        draft: &Draft,
    ) -> Result<OrderRow, DeskError> {
        self.check_open()?;
        if draft.product.direction() != Direction::Collect {
            return Err(DeskError::WrongKind);
        }
        let account = self.sound_account(account_id).await?;
        if account.retired_at_ms.is_some() {
            return Err(DeskError::AccountRetired);
        }
        let (market, tidied, check) = self.check_fields(&account, draft).await?;
        if !check.problems.is_empty() {
            return Err(DeskError::Draft(check.problems));
        }
        // What could still fail without anything leaving fails before the stub, so that no dead stub remains.
        self.line(&account).await?;
        self.notify_url(&account).await?;
        let order = self.write_stub(&account, market, &tidied, None).await?;
        self.submit(order.id, Source::Program, None).await
    }
}
