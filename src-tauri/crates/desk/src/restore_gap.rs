//! What came between a backup and its restoration is not known here: until a person has compared with the gateway's console,
//! no payout leaves, since it may have been paid under a number that was lost. Collects and questions go on.

use secrecy::SecretString;

use crate::{Desk, DeskError};

impl Desk {
    /// Refuses payouts while nobody has confirmed to have dealt with the gap.
    pub(crate) async fn check_no_gap(&self) -> Result<(), DeskError> {
        match self.ledger.restore_notice().await? {
            Some(_) => Err(DeskError::RestoreGap),
            None => Ok(()),
        }
    }

    /// A person has dealt with what came between backup and restoration; payouts may leave again. Where an account has a
    /// ceiling this takes the guard passphrase: what was paid in the gap no longer counts towards the day's (S16).
    ///
    /// # Errors
    /// [`DeskError::GuardNeeded`] without the passphrase where it is needed, [`DeskError::Vault`] with a wrong one;
    /// [`DeskError::Ledger`].
    pub async fn restore_dealt_with(&self, passphrase: Option<SecretString>) -> Result<(), DeskError> {
        self.check_open()?;
        if self.ledger.restore_notice().await?.is_none() {
            return Ok(());
        }
        let accounts = self.ledger.accounts(true).await?;
        if accounts.iter().any(|account| account.max_payout.is_some() || account.max_day.is_some()) {
            self.confirm_guard(passphrase.as_ref(), DeskError::GuardNeeded).await?;
        }
        Ok(self.ledger.restore_dealt_with().await?)
    }
}
