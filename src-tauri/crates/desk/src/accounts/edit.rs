//! Editing and retiring an account. What decides where its money goes cannot be edited (DESIGN §6).

use gateways::catalogue::LimitOverrides;
use ledger::{AccountEdit, AccountId, AccountRow};
use money::Amount;
use secrecy::SecretString;

use super::connect::check_name;
use crate::desk::market;
use crate::events::DeskEvent;
use crate::guard::raises_a_ceiling;
use crate::{Desk, DeskError};

/// What may be changed of an account; everything is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// What the merchant calls it.
    pub name: String,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Limits instead of the catalogue's.
    pub limits: LimitOverrides,
    /// The most that one payout may be.
    pub max_payout: Option<Amount>,
    /// The most that the payouts of one day may come to.
    pub max_day: Option<Amount>,
    /// Cashy: send signatures in lower case (Z1).
    pub sign_in_lower_case: bool,
    /// Cashy: send amounts as JSON texts (Z6).
    pub amount_as_text: bool,
}

impl Desk {
    /// Changes what may be changed of an account. Raising or removing a ceiling takes the guard passphrase.
    ///
    /// # Errors
    /// [`DeskError::GuardNeeded`] without the passphrase where it is needed, [`DeskError::Vault`] with a wrong one;
    /// [`DeskError::AccountField`], [`DeskError::NotifyUrl`], [`DeskError::NoSuchAccount`], [`DeskError::Ledger`].
    pub async fn edit_account(
        &self,
        id: AccountId,
        change: AccountChange,
        passphrase: Option<SecretString>,
    ) -> Result<AccountRow, DeskError> {
        // What is compared must be what is replaced, so nobody edits in between.
        let _one_at_a_time = self.preparing.lock().await;
        let account = self.sound_account(id).await?;
        let name = change.name.trim().to_owned();
        check_name(&name)?;
        for (field, ceiling) in [("max_payout", change.max_payout), ("max_day", change.max_day)] {
            if ceiling.is_some_and(|ceiling| !ceiling.is_positive()) {
                return Err(DeskError::AccountField { field, why: "more than nothing, or none" });
            }
        }
        let notify_url =
            self.check_notify(market(&account.market_id)?, &account.base_url, change.notify_url.as_deref())?;
        let limits_json = serde_json::to_string(&change.limits).map_err(|_| DeskError::Internal("limits"))?;
        if raises_a_ceiling(&account, &change) {
            self.confirm_guard(passphrase.as_ref(), DeskError::GuardNeeded).await?;
        }
        let (max_payout, max_day) = (change.max_payout, change.max_day);
        let edit = AccountEdit { name, notify_url, limits_json, max_payout, max_day };
        self.ledger.edit_account(id, &edit).await?;
        self.learn(id, |habits| {
            habits.sign_in_lower_case = change.sign_in_lower_case;
            habits.amount_as_text = change.amount_as_text;
        })
        .await?;
        self.emit(DeskEvent::AccountChanged { account_id: id });
        self.existing_account(id).await
    }

    /// Retires an account: it makes no new orders; its old ones are followed to their end.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn retire_account(&self, id: AccountId) -> Result<(), DeskError> {
        self.ledger.retire_account(id, self.now_ms()).await?;
        self.emit(DeskEvent::AccountChanged { account_id: id });
        Ok(())
    }
}
