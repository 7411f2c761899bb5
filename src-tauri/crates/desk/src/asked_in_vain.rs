//! Whether an account's questions are of any use. A gateway that refuses each of them (our address is not on its list any
//! more, a key was revoked), answers nonsense or sends us elsewhere counts as reachable, and all the account's open orders
//! stand still: that has to be told, or nobody learns of it until a payee calls.

use std::collections::HashMap;
use std::sync::Mutex;

use ledger::AccountId;
use vault::VaultError;

use crate::desk::lock;
use crate::events::DeskEvent;
use crate::{Desk, DeskError, QueryAnswer};

/// So many in a row are told: one may be a hiccup, or about one odd order.
const TOLD_AFTER: u32 = 3;

/// An account about whose orders nothing has been learnt for a while, though its gateway was asked and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedInVain {
    /// Since the first of these questions, Unix milliseconds.
    pub since_ms: i64,
    /// How many questions.
    pub questions: u32,
    /// What became of the last one, as [`DeskError::code`] tells.
    pub code: String,
}

/// By account; forgotten with the first answer that tells something.
#[derive(Debug, Default)]
pub(crate) struct InVain(Mutex<HashMap<AccountId, AskedInVain>>);

impl Desk {
    /// Since when the questions of an account have all been in vain; `None` while they are answered, or not put.
    #[must_use]
    pub fn asked_in_vain(&self, account: AccountId) -> Option<AskedInVain> {
        lock(&self.in_vain.0).get(&account).filter(|row| row.questions >= TOLD_AFTER).cloned()
    }

    /// Notes what became of a question about one of an account's orders.
    pub(crate) fn note_use(&self, account: AccountId, answer: &Result<QueryAnswer, DeskError>) {
        let before = self.asked_in_vain(account);
        match answer {
            Ok(_) => drop(lock(&self.in_vain.0).remove(&account)),
            Err(error) if is_in_vain(error) => {
                let mut accounts = lock(&self.in_vain.0);
                let row = accounts.entry(account).or_insert_with(|| AskedInVain {
                    since_ms: self.now_ms(),
                    questions: 0,
                    code: String::new(),
                });
                row.questions = row.questions.saturating_add(1);
                error.code().clone_into(&mut row.code);
            }
            Err(_) => {}
        }
        if before.is_some() != self.asked_in_vain(account).is_some() {
            self.emit(DeskEvent::TrackerChanged);
        }
    }
}

/// What asking again will not mend by itself. A gateway that is away, or a vault that is locked, is told elsewhere.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else goes wrong says nothing of the gateway's answers"
)]
const fn is_in_vain(error: &DeskError) -> bool {
    match error {
        DeskError::Refused(_) | DeskError::Unreadable(_) | DeskError::Redirected { .. } => true,
        DeskError::Vault(error) => matches!(error, VaultError::NoSuchSecret),
        _ => false,
    }
}
