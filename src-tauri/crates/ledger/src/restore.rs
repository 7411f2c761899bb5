//! Putting a backup in a ledger's place.
//!
//! The backup knows nothing of what came after it. An order that was waiting to be sent when it was made may have been
//! sent since, so each becomes `unknown` and is asked about: nobody pays twice because a disk failed. What was in the
//! ledger's place is kept aside, whatever its state.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use money::Amount;
use orders::{Source, Status};
use sqlx::Connection;

use crate::connection::{Work, commit, failed};
use crate::lock::FolderLock;
use crate::open::FILE;
use crate::sending::step;
use crate::tables::orders::load_sound;
use crate::tables::watches::{self, NewWatch};
use crate::{
    AccountEdit, AccountRow, Backup, Ledger, LedgerError, OpenError, OrderId, backups, connection, protect,
};

/// What belongs to a ledger's file and goes aside with it.
pub(crate) const FILES: [&str; 3] = [FILE, "ledger.db-wal", "ledger.db-shm"];
/// Where the backup is made ready. Never the only place of anything.
const WORKSHOP: &str = "restoring";
const FROM_SETTING: &str = "restore/from_ms";
const AT_SETTING: &str = "restore/at_ms";
const ASIDE_SETTING: &str = "restore/aside";

/// What restoring came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the files that were in the ledger's place are kept; `None` when there were none.
    pub kept_in: Option<PathBuf>,
    /// How many orders may have been sent after the backup was made, and are `unknown` now.
    pub made_unknown: u64,
}

/// A restoration that no person has yet confirmed to have dealt with: what came between is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreNotice {
    /// When the backup was made, Unix milliseconds.
    pub from_ms: i64,
    /// When it was restored, Unix milliseconds.
    pub at_ms: i64,
    /// Where the former files are kept.
    pub kept_in: Option<String>,
}

impl Ledger {
    /// Puts a backup in the place of the ledger in `folder`, which must not be open. The backup itself stays.
    ///
    /// `today` are the accounts as they are now, as far as they can be read: of an account's ceilings then and now the
    /// lower ones stand, or an old backup would be a way to raise them without the passphrase (S16).
    ///
    /// A crash on the way leaves the former files where they are, or aside and the ledger's place empty
    /// ([`Ledger::is_missing`]); then restoring is done again.
    ///
    /// # Errors
    /// [`OpenError::Ledger`] with [`LedgerError::Damaged`] when the backup is not sound; [`OpenError`] as of
    /// [`Ledger::open`]. The ledger's place is as it was then.
    pub async fn restore(
        folder: &Path,
        backup: &Backup,
        today: &[AccountRow],
        now_ms: i64,
    ) -> Result<Restored, OpenError> {
        let trouble = |cause| OpenError::Folder { path: folder.to_owned(), cause };
        protect::private_folder(folder).map_err(trouble)?;
        let _lock = FolderLock::take(folder)?;
        let checked = backups::check(&backup.file).await?;
        if let Some(problem) = checked.problems.first() {
            return Err(LedgerError::Damaged(problem.clone()).into());
        }
        let workshop = folder.join(WORKSHOP);
        clear(&workshop).map_err(trouble)?;
        protect::private_folder(&workshop).map_err(trouble)?;
        let aside = aside(folder, now_ms);
        let made_unknown = make_ready(&workshop, backup, today, aside.as_deref(), now_ms).await?;
        fs::File::open(workshop.join(FILE)).and_then(|file| file.sync_all()).map_err(trouble)?;

        let kept_in = keep_aside(folder, aside).map_err(trouble)?;
        fs::rename(workshop.join(FILE), folder.join(FILE)).map_err(trouble)?;
        protect::sync(folder).map_err(trouble)?;
        clear(&workshop).map_err(trouble)?;
        tracing::warn!(backup.name, made_unknown, "a backup was restored");
        Ok(Restored { kept_in, made_unknown })
    }

    /// The restoration whose gap nobody has confirmed to have dealt with.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn restore_notice(&self) -> Result<Option<RestoreNotice>, LedgerError> {
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
        let from = number(self.setting(FROM_SETTING).await?);
        let at = number(self.setting(AT_SETTING).await?);
        let kept_in = self.setting(ASIDE_SETTING).await?;
        Ok(from.zip(at).map(|(from_ms, at_ms)| RestoreNotice { from_ms, at_ms, kept_in }))
    }

    /// A person has dealt with what came between backup and restoration.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn restore_dealt_with(&self) -> Result<(), LedgerError> {
        for setting in [FROM_SETTING, AT_SETTING, ASIDE_SETTING] {
            self.remove_setting(setting).await?;
        }
        Ok(())
    }
}

/// Makes a ledger of the backup: of the present version, with every doubt written down, closed in good order.
async fn make_ready(
    workshop: &Path,
    backup: &Backup,
    today: &[AccountRow],
    aside: Option<&Path>,
    now_ms: i64,
) -> Result<u64, OpenError> {
    let mut from = connection::copy(&backup.file).await?;
    let copied = backups::copy_to(&mut from, &workshop.join(FILE)).await;
    from.close().await.map_err(failed)?;
    copied?;
    let ledger = Ledger::open(workshop, now_ms).await?;
    let doubted = doubt(&ledger, backup.made_at_ms, now_ms).await;
    let lowered = keep_ceilings(&ledger, today).await;
    let noted = note(&ledger, backup, aside, now_ms).await;
    ledger.close().await;
    lowered?;
    noted?;
    // Opening has done the same to those that were being sent.
    Ok(doubted?.saturating_add(ledger.found_sending()))
}

/// Whatever had not left when the backup was made may have left since; what was given up may have been paid in its place.
async fn doubt(ledger: &Ledger, made_at_ms: i64, now_ms: i64) -> Result<u64, LedgerError> {
    let mut tx = Work::writing(&ledger.writer).await?;
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM orders WHERE status IN ('prepared', 'not_sent', 'abandoned') ORDER BY id",
    )
    .fetch_all(&mut *tx)
    .await
    .map_err(failed)?;
    let note = format!("restored from a backup of {}", spelled(made_at_ms, "%Y-%m-%dT%H:%M:%SZ"));
    let mut made_unknown = 0;
    for id in ids.into_iter().map(OrderId) {
        let mut held = load_sound(&mut tx, id).await?;
        held.row.submitted = true;
        step(&mut tx, &mut held, Status::Unknown, Source::Program, Some(&note), now_ms).await?;
        let at_once = NewWatch { order_id: id, next_at_ms: now_ms, attempts: 0, reason: "restored" };
        watches::plan(&mut tx, &at_once).await?;
        made_unknown += 1;
    }
    commit(tx).await?;
    Ok(made_unknown)
}

/// Restores no ceiling that is higher than today's.
async fn keep_ceilings(ledger: &Ledger, today: &[AccountRow]) -> Result<(), LedgerError> {
    for then in ledger.accounts(true).await? {
        let Some(now) = today.iter().find(|now| now.id == then.id && now.market_id == then.market_id) else {
            continue;
        };
        let edit = AccountEdit {
            max_payout: lower(then.max_payout, now.max_payout),
            max_day: lower(then.max_day, now.max_day),
            name: then.name,
            notify_url: then.notify_url,
            limits_json: then.limits_json,
        };
        if (edit.max_payout, edit.max_day) != (then.max_payout, then.max_day) {
            ledger.edit_account(then.id, &edit).await?;
        }
    }
    Ok(())
}

/// The lower of two ceilings; `None` is none at all.
fn lower(one: Option<Amount>, other: Option<Amount>) -> Option<Amount> {
    [one, other].into_iter().flatten().min()
}

async fn note(
    ledger: &Ledger,
    backup: &Backup,
    aside: Option<&Path>,
    now_ms: i64,
) -> Result<(), LedgerError> {
    ledger.set_setting(FROM_SETTING, &backup.made_at_ms.to_string()).await?;
    ledger.set_setting(AT_SETTING, &now_ms.to_string()).await?;
    match aside {
        Some(aside) => ledger.set_setting(ASIDE_SETTING, &aside.to_string_lossy()).await,
        None => ledger.remove_setting(ASIDE_SETTING).await,
    }
}

/// A folder for the former files that is not there yet; `None` when there are none.
fn aside(folder: &Path, now_ms: i64) -> Option<PathBuf> {
    FILES.iter().any(|name| folder.join(name).exists()).then_some(())?;
    let dated = format!("replaced-{}", spelled(now_ms, "%Y%m%dT%H%M%SZ"));
    let free = |name: &String| !folder.join(name).exists();
    let later = (2..).map(|n| format!("{dated}-{n}"));
    std::iter::once(dated.clone()).chain(later).find(free).map(|name| folder.join(name))
}

/// Moves the former files into the folder made for them. Nothing is ever deleted.
fn keep_aside(folder: &Path, aside: Option<PathBuf>) -> io::Result<Option<PathBuf>> {
    let Some(aside) = aside else { return Ok(None) };
    protect::private_folder(&aside)?;
    // The ledger before its log: a ledger whose log is gone would open as an older one, in which what was sent since waits to
    // be sent; a log without its ledger opens as nothing, and restoring is done again.
    for name in FILES {
        match fs::rename(folder.join(name), aside.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    protect::sync(&aside)?;
    protect::sync(folder)?;
    Ok(Some(aside))
}

fn clear(workshop: &Path) -> io::Result<()> {
    match fs::remove_dir_all(workshop) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn spelled(unix_ms: i64, format: &str) -> String {
    let moment = Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(moment).strftime(format).to_string()
}
