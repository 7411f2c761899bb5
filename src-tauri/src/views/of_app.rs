//! The program's state as views.

use ledger::Notice;
use vault::VaultState;

use super::{NoticeView, VaultKind, VaultStatus, VaultView};

impl VaultView {
    /// The vault's state at `now_ms` (Unix milliseconds).
    pub(crate) fn of(state: &VaultState, now_ms: i64) -> Self {
        let wait_ms =
            state.backoff_until_ms.map(|until| until.saturating_sub(now_ms)).filter(|wait| *wait > 0);
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
            retry_after_s: wait_ms.and_then(|wait| u32::try_from(wait.saturating_add(999) / 1000).ok()),
            keychain_missing: state.keychain_missing,
        }
    }
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
