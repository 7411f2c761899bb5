//! The program's state as views.

use ledger::Notice;
use vault::{GuardState, VaultState};

use super::{NoticeView, VaultKind, VaultStatus, VaultView};

impl VaultView {
    /// The vault's state at `now_ms` (Unix milliseconds).
    pub(crate) fn of(state: &VaultState, guard: &GuardState, now_ms: i64) -> Self {
        Self {
            kind: match state.kind {
                vault::VaultKind::Keychain => VaultKind::Keychain,
                vault::VaultKind::Passphrase => VaultKind::Passphrase,
            },
            status: match state.status {
                vault::VaultStatus::Ready => VaultStatus::Ready,
                vault::VaultStatus::Locked => VaultStatus::Locked,
                vault::VaultStatus::NotSetUp => VaultStatus::NotSetUp,
            },
            retry_after_s: seconds_until(state.backoff_until_ms, now_ms),
            guard_set: guard.is_set,
            guard_retry_after_s: seconds_until(guard.backoff_until_ms, now_ms),
            keychain_missing: state.keychain_missing,
        }
    }
}

/// Whole seconds left, at least one; `None` when the time is over.
fn seconds_until(until_ms: Option<i64>, now_ms: i64) -> Option<u32> {
    let wait_ms = until_ms.map(|until| until.saturating_sub(now_ms)).filter(|wait| *wait > 0)?;
    u32::try_from(wait_ms.saturating_add(999) / 1000).ok()
}

impl From<&Notice> for NoticeView {
    fn from(notice: &Notice) -> Self {
        match notice {
            Notice::ModeRepaired { path, .. } => {
                Self { code: "permissions_repaired".to_owned(), detail: path.display().to_string() }
            }
        }
    }
}
