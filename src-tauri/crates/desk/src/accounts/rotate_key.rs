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
        let account = self.existing_account(id).await?;
        let market = market(&account.market_id)?;
        let key_id = check_key(market, key_id, &secret)?;
        if market.family == Family::Cashy && key_id != account.key_id {
            return Err(DeskError::AccountField {
                field: "key_id",
                why: "another merchant id is another account: connect it as a new one",
            });
        }
        self.keyring.check_ready().await?;
        let account = self.ledger.rotate_key(id, &key_id, self.now_ms()).await?;
        self.keyring.put(id, account.key_slot, secret).await?;
        self.emit(DeskEvent::AccountChanged { account_id: id });
        Ok(account)
    }
}
