//! Callbacks that are stored and acknowledged and have had no effect yet: a crash came in between, the disk was full, or the
//! vault was locked so that no key could be held against them. None of them is lost: they are settled at the start, when
//! the vault is opened, and every minute.

use std::collections::HashSet;

use gateways::Verdict;
use ledger::{AccountId, DeliveryId, DeliveryRow, StoredDelivery};

use super::receive::{Arrival, kept_verdict, nonce};
use crate::desk::market;
use crate::{Desk, DeskError};

/// So many are read at once.
const STEP: u32 = 200;
/// Whatever came within this time may still be in the hands of the listener.
const IN_HAND_MS: i64 = 30_000;

/// Which of the callbacks that wait are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// All: the listener does not listen yet.
    AtStart,
    /// Those without a verdict, and others that have waited for more than half a minute: the vault has been opened.
    AtUnlocking,
    /// Those that have waited for more than half a minute.
    ForLong,
}

impl Waiting {
    fn includes(self, row: &DeliveryRow, now_ms: i64) -> bool {
        let long = now_ms.abs_diff(row.last_at_ms) >= IN_HAND_MS.unsigned_abs();
        match self {
            Self::AtStart => true,
            Self::AtUnlocking => long || !row.verified,
            Self::ForLong => long,
        }
    }
}

impl Desk {
    /// Settles what waits, oldest first. What cannot be settled now goes on waiting.
    pub(crate) async fn settle_stored_deliveries(&self, which: Waiting) -> Result<(), DeskError> {
        let _one_at_a_time = self.listener.settling.lock().await;
        let mut locked = HashSet::new();
        let mut after = DeliveryId(0);
        loop {
            let step = self.ledger.deliveries_waiting(after, STEP).await?;
            let Some(last) = step.last() else { return Ok(()) };
            after = last.id;
            for row in &step {
                if which.includes(row, self.now_ms()) {
                    self.try_stored(row, &mut locked).await;
                }
            }
        }
    }

    /// Settles these, oldest first: orders that they speak of have come into the ledger.
    pub(crate) async fn settle_taken_up(&self, ids: &[DeliveryId]) -> Result<(), DeskError> {
        let _one_at_a_time = self.listener.settling.lock().await;
        let mut locked = HashSet::new();
        for id in ids {
            if let Some(row) = self.ledger.delivery(*id).await? {
                self.try_stored(&row, &mut locked).await;
            }
        }
        Ok(())
    }

    async fn try_stored(&self, row: &DeliveryRow, locked: &mut HashSet<AccountId>) {
        if let Err(error) = self.settle_stored(row, locked).await {
            tracing::error!(delivery = row.id.0, code = error.code(), "a stored callback was not applied");
        }
    }

    async fn settle_stored(
        &self,
        row: &DeliveryRow,
        locked: &mut HashSet<AccountId>,
    ) -> Result<(), DeskError> {
        let Some(account_id) = row.account_id.filter(|account| !locked.contains(account)) else {
            return Ok(());
        };
        let account = self.existing_account(account_id).await?;
        let market = market(&account.market_id)?;
        let headers: Vec<(String, String)> = serde_json::from_str(&row.headers_json).unwrap_or_default();
        let read = self.read_callback(&account, market, &headers, &row.body).await?;
        if read.undecided {
            locked.insert(account_id);
            return Ok(());
        }
        let verified = matches!(read.verdict, Verdict::Verified { .. });
        let nonce = nonce(market.family, &headers, &row.body, &read.verdict);
        if verified != row.verified {
            self.ledger.decide_delivery(row.id, &kept_verdict(&read), verified, nonce.as_deref()).await?;
        } else if !verified {
            self.ledger.decide_delivery(row.id, &kept_verdict(&read), false, None).await?;
        }
        let seen_before = match nonce.filter(|_| verified) {
            Some(nonce) => self.ledger.nonce_settled(account_id, &nonce, row.id).await?,
            None => false,
        };
        let stored = StoredDelivery { id: row.id, repeats: row.repeats };
        self.settle(&account, market, stored, &read, Arrival::Waited { seen_before }).await
    }
}
