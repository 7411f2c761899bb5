//! Whether each account's gateway answers, and whether this computer has a connection at all: the bottom line of the
//! window.

use std::collections::HashMap;
use std::sync::Mutex;

use ledger::AccountId;

use crate::Desk;
use crate::desk::lock;
use crate::events::DeskEvent;
use crate::http::{Attempt, Lost, NoConnection};

/// So many attempts in a row without any connection mean that it is this computer that is offline.
const OFFLINE_AFTER: u32 = 2;

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

/// The last that was heard, by account, and of the road that all of them share.
#[derive(Debug, Default)]
pub(crate) struct Reachabilities {
    accounts: Mutex<HashMap<AccountId, Reachability>>,
    road: Mutex<Road>,
}

/// The way out of this computer. While nobody at all was reached, it is the road that is closed, not the gateways.
#[derive(Debug, Default)]
struct Road {
    failures: u32,
    failing_since_ms: Option<i64>,
}

/// What one attempt says of the road.
enum Passage {
    Open,
    Closed,
    Unclear,
}

impl Road {
    /// Whether offline or not has changed by this attempt.
    fn note(&mut self, passage: &Passage, at_ms: i64) -> bool {
        let before = self.offline_since_ms().is_some();
        match passage {
            Passage::Open => *self = Self::default(),
            Passage::Closed => {
                self.failures = self.failures.saturating_add(1);
                self.failing_since_ms = self.failing_since_ms.or(Some(at_ms));
            }
            Passage::Unclear => {}
        }
        before != self.offline_since_ms().is_some()
    }

    fn offline_since_ms(&self) -> Option<i64> {
        self.failing_since_ms.filter(|_| self.failures >= OFFLINE_AFTER)
    }
}

impl Reachabilities {
    /// Since when nobody at all can be reached; `None` while somebody can.
    pub(crate) fn offline_since_ms(&self) -> Option<i64> {
        lock(&self.road).offline_since_ms()
    }
}

impl Desk {
    /// Whether an account's gateway answers; `None` before the first request since the program's start.
    #[must_use]
    pub fn reachability(&self, account: AccountId) -> Option<Reachability> {
        lock(&self.reachabilities.accounts).get(&account).copied()
    }

    pub(crate) fn note_reachability(&self, account_id: AccountId, attempt: &Attempt, at_ms: i64) {
        let reachable = matches!(attempt, Attempt::Answered(_));
        let before = {
            let mut known = lock(&self.reachabilities.accounts);
            let before = known.get(&account_id).copied();
            let last_answer_ms =
                if reachable { Some(at_ms) } else { before.and_then(|before| before.last_answer_ms) };
            known.insert(account_id, Reachability { reachable, at_ms, last_answer_ms });
            before
        };
        if before.map(|before| before.reachable) != Some(reachable) {
            self.emit(DeskEvent::GatewayReachability { account_id, reachable, at_ms });
        }
        if lock(&self.reachabilities.road).note(&passage(attempt), at_ms) {
            self.road_changed();
        }
    }
}

/// A refused connection or a wrong certificate is an answer from out there; a name that is not found, or a host that is not
/// reached, is what a computer without a network sees everywhere.
fn passage(attempt: &Attempt) -> Passage {
    match attempt {
        Attempt::Answered(_)
        | Attempt::NoConnection(NoConnection::Refused | NoConnection::Tls { .. })
        | Attempt::Lost(Lost::NotHttp | Lost::TooLarge { .. }) => Passage::Open,
        Attempt::NoConnection(
            NoConnection::Dns | NoConnection::ConnectTimeout | NoConnection::Unreachable { .. },
        ) => Passage::Closed,
        // A connection that dies after the cable was pulled, or a gateway that is slow: nobody can tell.
        Attempt::NoConnection(NoConnection::Unsendable { .. })
        | Attempt::Lost(Lost::Silent | Lost::Closed) => Passage::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::{Passage, Road};

    #[test]
    fn one_failure_is_no_trouble_of_ours_and_one_connection_ends_it() {
        let mut road = Road::default();
        assert!(!road.note(&Passage::Closed, 10));
        assert_eq!(road.offline_since_ms(), None);
        assert!(!road.note(&Passage::Unclear, 15));
        assert!(road.note(&Passage::Closed, 20));
        assert_eq!(road.offline_since_ms(), Some(10), "since the first of them");
        assert!(!road.note(&Passage::Closed, 30));
        assert!(!road.note(&Passage::Unclear, 35));
        assert!(road.note(&Passage::Open, 40));
        assert_eq!(road.offline_since_ms(), None);
        assert!(!road.note(&Passage::Closed, 50), "counted anew");
    }
}
