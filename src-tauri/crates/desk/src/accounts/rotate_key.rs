//! A new key for an account. The former one goes on verifying callbacks for orders placed with it (cashfast.md §8.1).

use gateways::Family;
use ledger::{AccountId, AccountRow};
use secrecy::SecretString;

use super::connect::check_key;
use crate::desk::market;
use crate::events::DeskEvent;
use crate::{Desk, DeskError};

impl Desk {
    /// Gives an account a new key.
    ///
    /// # Errors
    /// [`DeskError::AccountField`]: the key is no key, or another merchant's where the merchant's id is the key's name
    /// (that would be another account). [`DeskError::Vault`] when the secret cannot be kept.
    pub async fn rotate_key(
        &self,
        id: AccountId,
        key_id: &str,
        secret: SecretString,
    ) -> Result<AccountRow, DeskError> {
        self.ledger.check_writable()?;
        let account = self.sound_account(id).await?;
        let market = market(&account.market_id)?;
        let key_id = check_key(market, key_id, &secret)?;
        if market.family == Family::Cashy && key_id != account.key_id {
            return Err(DeskError::AccountField {
                field: "key_id",
                why: "another merchant id is another account: connect it as a new one",
            });
        }
        self.keyring.check_ready().await?;
        let _one_at_a_time = self.learning.lock().await;
        // The secret first: a key whose secret could not be kept would leave the account without any.
        let slot = self.ledger.next_key_slot().await?;
        self.keyring.put(id, slot, secret).await?;
        let account = match self.ledger.rotate_key(id, slot, &key_id, self.now_ms()).await {
            Ok(account) => account,
            Err(error) => {
                self.keyring.forget(id, slot).await;
                return Err(error.into());
            }
        };
        self.emit(DeskEvent::AccountChanged { account_id: id });
        Ok(account)
    }
}
