//! Whether each account's gateway answers: the bottom line of the window.

use std::collections::HashMap;
use std::sync::Mutex;

use ledger::AccountId;

use crate::Desk;
use crate::desk::lock;
use crate::events::DeskEvent;
use crate::http::Attempt;

/// The last that was heard of a gateway, or not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reachability {
    /// Whether the last request was answered, by whatever answer.
    pub reachable: bool,
    /// When that was, Unix milliseconds.
    pub at_ms: i64,
    /// When the last answer came, Unix milliseconds; `None` before the first since the program's start.
    pub last_answer_ms: Option<i64>,
}

/// The last that was heard, by account.
#[derive(Debug, Default)]
pub(crate) struct Reachabilities(Mutex<HashMap<AccountId, Reachability>>);

impl Desk {
    /// Whether an account's gateway answers; `None` before the first request since the program's start.
    #[must_use]
    pub fn reachability(&self, account: AccountId) -> Option<Reachability> {
        lock(&self.reachabilities.0).get(&account).copied()
    }

    pub(crate) fn note_reachability(&self, account_id: AccountId, attempt: &Attempt, at_ms: i64) {
        let reachable = matches!(attempt, Attempt::Answered(_));
        let before = {
            let mut known = lock(&self.reachabilities.0);
            let before = known.get(&account_id).copied();
            let last_answer_ms =
                if reachable { Some(at_ms) } else { before.and_then(|before| before.last_answer_ms) };
            known.insert(account_id, Reachability { reachable, at_ms, last_answer_ms });
            before
        };
        if before.map(|before| before.reachable) != Some(reachable) {
            self.emit(DeskEvent::GatewayReachability { account_id, reachable, at_ms });
        }
    }
}
