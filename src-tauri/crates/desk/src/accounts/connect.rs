//! Connecting an account: its form is checked, the row is written, the secret goes to the vault.

use gateways::catalogue::{Market, check_notify_url};
use gateways::{Family, Habits};
use ledger::{AccountRow, NewAccount};
use money::Amount;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::base_url::{PRACTICE_SCHEME, is_this_computer, normalise};
use crate::desk::market;
use crate::events::DeskEvent;
use crate::{Desk, DeskError};

/// A key works only so long after it was made or edited (cashfast.md §2).
pub const KEY_ACTIVATION_MS: i64 = 90_000;

/// Longest name of an account, in characters.
const NAME_CHARS_MAX: usize = 80;
/// Longest key name and secret, in bytes: headers carry them.
const KEY_BYTES_MAX: usize = 256;

/// What a person fills in to connect an account. The secret enters here and never comes back.
#[derive(Debug)]
pub struct AccountForm {
    /// What the merchant calls it.
    pub name: String,
    /// The market in the catalogue.
    pub market_id: String,
    /// The gateway's address, or `practice:<market>`.
    pub base_url: String,
    /// The host as typed to confirm an insecure address.
    pub typed_confirmation: Option<String>,
    /// `access_key` or merchant id.
    pub key_id: String,
    /// `secret_key` or `apiKey`.
    pub secret: SecretString,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Whether the key was made or edited just now, so that it may not be active yet.
    pub key_edited_now: bool,
    /// The most that one payout may be.
    pub max_payout: Option<Amount>,
}

/// A form whose every field was found right.
pub(super) struct CheckedForm {
    pub(super) market: &'static Market,
    pub(super) base_url: String,
    pub(super) name: String,
    pub(super) key_id: String,
    pub(super) notify_url: Option<String>,
}

impl Desk {
    /// Connects an account.
    ///
    /// # Errors
    /// [`DeskError::AccountField`], [`DeskError::BaseUrl`], [`DeskError::NotifyUrl`] or [`DeskError::NoSuchMarket`]
    /// for the form; [`DeskError::Vault`] when the secret cannot be kept: then there is no account.
    pub async fn connect_account(&self, form: AccountForm) -> Result<AccountRow, DeskError> {
        self.ledger.check_writable()?;
        let checked = self.check_form(&form)?;
        check_name(&checked.name)?;
        let built_in = checked.base_url.starts_with(PRACTICE_SCHEME);
        if !built_in {
            self.keyring.check_ready().await?;
        }
        let new = NewAccount {
            name: checked.name,
            market_id: checked.market.id.clone(),
            live: self.live,
            base_url: checked.base_url,
            key_id: checked.key_id,
            notify_url: checked.notify_url,
            limits_json: "{}".to_owned(),
            habits_json: serde_json::to_string(&Habits::default())
                .map_err(|_| DeskError::Internal("habits"))?,
            max_payout: form.max_payout,
        };
        let now = self.now_ms();
        // Nobody else may take the slot between the row and its secret.
        let _one_at_a_time = self.learning.lock().await;
        let account = self.ledger.add_account(&new, now).await?;
        if built_in {
            self.keyring.hold(account.key_slot, form.secret);
        } else if let Err(error) = self.keyring.put(account.id, account.key_slot, form.secret).await {
            // Without its secret it is no account: it must not stand in any list.
            self.ledger.retire_account(account.id, now).await?;
            return Err(error.into());
        }
        if !form.key_edited_now {
            self.ledger.set_setting(&settled_key_setting(&account), "1").await?;
        }
        self.emit(DeskEvent::AccountChanged { account_id: account.id });
        Ok(account)
    }

    /// Until when an account's key may not be active yet, Unix milliseconds; `None` once it must be.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn key_active_at_ms(&self, account: &AccountRow) -> Result<Option<i64>, DeskError> {
        let active_at = account.key_edited_at_ms.saturating_add(KEY_ACTIVATION_MS);
        if self.now_ms() >= active_at || market(&account.market_id)?.family != Family::CashFast {
            return Ok(None);
        }
        let settled = self.ledger.setting(&settled_key_setting(account)).await?.is_some();
        Ok(if settled { None } else { Some(active_at) })
    }

    pub(super) fn check_form(&self, form: &AccountForm) -> Result<CheckedForm, DeskError> {
        let market = market(&form.market_id)?;
        let confirmation = form.typed_confirmation.as_deref();
        let base_url = normalise(&form.base_url, !self.live, confirmation)?;
        let key_id = check_key(market, &form.key_id, &form.secret)?;
        let notify_url = self.check_notify(market, &base_url, form.notify_url.as_deref())?;
        Ok(CheckedForm { market, base_url, name: form.name.trim().to_owned(), key_id, notify_url })
    }

    /// A callback address as it may be kept. Practice fills in its own listener's where none is given.
    pub(super) fn check_notify(
        &self,
        market: &Market,
        base_url: &str,
        text: Option<&str>,
    ) -> Result<Option<String>, DeskError> {
        let text = text.unwrap_or_default().trim();
        if text.is_empty() && !self.live {
            return Ok(None);
        }
        // A gateway on this computer reaches addresses that are not public.
        let beside_us = Url::parse(base_url).is_ok_and(|url| is_this_computer(&url));
        check_notify_url(market, text, !self.live || beside_us).map_err(DeskError::NotifyUrl)?;
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }
}

/// The setting that says: this key was in use elsewhere before, it is active.
fn settled_key_setting(account: &AccountRow) -> String {
    format!("account/{}/key/{}/active", account.id, account.key_slot)
}

pub(super) fn check_name(name: &str) -> Result<(), DeskError> {
    let wrong = |why| Err(DeskError::AccountField { field: "name", why });
    if name.is_empty() {
        return wrong("a name is needed");
    }
    if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return wrong("at most 80 characters, without line breaks");
    }
    Ok(())
}

/// Checks a key and its secret; returns the key's name as it will be kept.
pub(super) fn check_key(market: &Market, key_id: &str, secret: &SecretString) -> Result<String, DeskError> {
    let key_id = key_id.trim();
    let header_safe = |text: &str| text.len() <= KEY_BYTES_MAX && text.chars().all(|c| c.is_ascii_graphic());
    if key_id.is_empty() || !header_safe(key_id) {
        return Err(DeskError::AccountField { field: "key_id", why: "letters and digits are needed" });
    }
    if market.family == Family::Cashy && !key_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DeskError::AccountField { field: "key_id", why: "a merchant id has only digits" });
    }
    let secret = secret.expose_secret();
    if secret.is_empty() || secret.len() > KEY_BYTES_MAX || secret.chars().any(char::is_control) {
        return Err(DeskError::AccountField { field: "secret", why: "it is empty or too long" });
    }
    if secret.trim() != secret {
        return Err(DeskError::AccountField {
            field: "secret",
            why: "it begins or ends with a space; was more pasted than the secret?",
        });
    }
    Ok(key_id.to_owned())
}
