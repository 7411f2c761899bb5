//! The accounts' secrets on their way from the vault to a signature.
//!
//! A secret that was read once stays in memory (wiped when dropped), so that tracker and listener go on
//! while the window is locked (S4), and a keychain is not asked before every request.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ledger::{AccountId, KeySlot};
use secrecy::SecretString;
use vault::{SecretName, Vault, VaultError};

/// The secrets in use.
pub(crate) struct Keyring {
    vault: Arc<Vault>,
    /// Both ledgers count their accounts from one and share a vault.
    side: &'static str,
    known: Mutex<HashMap<KeySlot, Arc<SecretString>>>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    pub(crate) fn new(vault: Arc<Vault>, live: bool) -> Self {
        Self { vault, side: if live { "live" } else { "practice" }, known: Mutex::default() }
    }

    /// Holds the secret of a key at the built-in practice gateway. It protects nothing and is the same at every
    /// start, so it needs no vault: practising must not begin with choosing a passphrase.
    pub(crate) fn hold(&self, slot: KeySlot, secret: SecretString) {
        self.remember(slot, Arc::new(secret));
    }

    /// Keeps the secret of a key.
    ///
    /// # Errors
    /// [`VaultError`] when the vault cannot keep it; it is then not used either.
    pub(crate) async fn put(
        &self,
        account: AccountId,
        slot: KeySlot,
        secret: SecretString,
    ) -> Result<(), VaultError> {
        self.vault.put(self.name(account, slot)?, secret.clone()).await?;
        self.remember(slot, Arc::new(secret));
        Ok(())
    }

    /// The secret of a key.
    ///
    /// # Errors
    /// [`VaultError`] when it was not used yet and the vault cannot give it.
    pub(crate) async fn get(
        &self,
        account: AccountId,
        slot: KeySlot,
    ) -> Result<Arc<SecretString>, VaultError> {
        if let Some(known) = self.lock().get(&slot) {
            return Ok(Arc::clone(known));
        }
        let secret = Arc::new(self.vault.get(self.name(account, slot)?).await?);
        self.remember(slot, Arc::clone(&secret));
        Ok(secret)
    }

    /// Lets go of the secret of a key that did not come to be. What the vault does not let go of harms nobody: the next
    /// key of that slot takes its place.
    pub(crate) async fn forget(&self, account: AccountId, slot: KeySlot) {
        self.lock().remove(&slot);
        if let Ok(name) = self.name(account, slot)
            && let Err(error) = self.vault.forget(name).await
        {
            tracing::warn!(slot = slot.0, %error, "the secret of a key that is none stays in the vault");
        }
    }

    /// Whether secrets can be kept now.
    ///
    /// # Errors
    /// [`VaultError::Locked`] or [`VaultError::NotSetUp`], before anything is written that would need the vault.
    pub(crate) async fn check_ready(&self) -> Result<(), VaultError> {
        match self.vault.state().await?.status {
            vault::VaultStatus::Ready => Ok(()),
            vault::VaultStatus::Locked => Err(VaultError::Locked),
            vault::VaultStatus::NotSetUp => Err(VaultError::NotSetUp),
        }
    }

    /// Whether this is the computer's guard passphrase.
    ///
    /// # Errors
    /// [`VaultError`] when it is not, or cannot be looked at now.
    pub(crate) async fn check_guard(&self, passphrase: SecretString) -> Result<(), VaultError> {
        self.vault.check_guard(passphrase).await
    }

    fn name(&self, account: AccountId, slot: KeySlot) -> Result<SecretName, VaultError> {
        SecretName::new(format!("{}/account/{account}/key/{slot}", self.side))
    }

    fn remember(&self, slot: KeySlot, secret: Arc<SecretString>) {
        self.lock().insert(slot, secret);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<KeySlot, Arc<SecretString>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
