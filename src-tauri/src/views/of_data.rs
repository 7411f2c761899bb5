//! The ledger's health as views.

use desk::{Desk, Offer};
use ledger::{Backup, DamagedOrder, RestoreNotice};

use super::{BackupView, DamageView, DamagedOrderView, HealthView, LedgerDataView, RestoredView, time_text};

/// So many problems are shown; the first ones tell enough.
const PROBLEMS_SHOWN: usize = 20;

impl HealthView {
    /// The health of a desk's ledger.
    pub(crate) fn of(desk: &Desk, restored: Option<RestoreNotice>) -> Self {
        let state = desk.ledger_state();
        let damage = desk.ledger().damage();
        Self {
            damage: damage.map(|damage| DamageView { kind: damage.kind.into(), what: damage.what.clone() }),
            damaged_records: count(state.problems.len()),
            offer_sought: state.offer != Offer::NotSought,
            offer: match &state.offer {
                Offer::Found(backup) => Some(backup.into()),
                Offer::Nothing | Offer::NotSought => None,
            },
            has_backups: desk.backups().is_some(),
            restored: restored.map(|notice| RestoredView {
                from: time_text(notice.from_ms),
                at: time_text(notice.at_ms),
                kept_in: notice.kept_in,
            }),
        }
    }
}

impl From<&Backup> for BackupView {
    fn from(backup: &Backup) -> Self {
        Self {
            name: backup.name.clone(),
            made_at: time_text(backup.made_at_ms),
            orders: u32::try_from(backup.orders).unwrap_or(u32::MAX),
            kilobytes: u32::try_from(backup.bytes.div_ceil(1_024)).unwrap_or(u32::MAX),
        }
    }
}

impl From<&DamagedOrder> for DamagedOrderView {
    fn from(order: &DamagedOrder) -> Self {
        Self {
            id: order.id.to_string(),
            number: order.number.clone(),
            created_at: order.created_at_ms.map(time_text),
        }
    }
}

impl LedgerDataView {
    /// What there is of a desk's ledger.
    pub(crate) fn of(desk: &Desk) -> Self {
        let mut state = desk.ledger_state();
        state.problems.truncate(PROBLEMS_SHOWN);
        let backups = desk.backups();
        Self {
            ledger_folder: desk.ledger().folder().display().to_string(),
            backups_folder: backups.map(|kept| kept.folder().display().to_string()).unwrap_or_default(),
            backups: backups.map(|kept| kept.list().iter().map(Into::into).collect()).unwrap_or_default(),
            backup_failure: state.backup_failure,
            backing_up: state.backing_up,
            checked_at: state.checked_at_ms.map(time_text),
            checking: state.checking,
            problems: state.problems,
            damaged: desk.ledger().damage().is_some(),
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
