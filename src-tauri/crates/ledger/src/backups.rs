//! The folder of backups: made while the ledger is in use, checked as a whole, kept for some days and weeks.
//!
//! Their names tell when they were made and how many orders they hold, so that a list of them opens none.
//!
//! Absent on purpose: encryption (a backup holds names and account numbers, though no secrets; the folder is for its
//! owner alone) and copies to other machines.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sqlx::{Connection, SqliteConnection};

use crate::connection::failed;
use crate::integrity::check_content;
use crate::open::{bring_up_to_date, newest_known};
use crate::{Integrity, Ledger, LedgerError, connection, protect};

/// So many days keep their newest backup.
const DAYS: usize = 3;
/// So many weeks keep their newest backup.
const WEEKS: usize = 4;
const PREFIX: &str = "ledger-";
const SUFFIX: &str = "-orders.db";
const TIME: &str = "%Y%m%dT%H%M%SZ";
/// The ending of a copy that is brought up to date to be checked.
const TRIAL: &str = "trial";
/// A backup that is being made, or was when the machine stopped.
const UNFINISHED: &str = "unfinished.db";

/// A folder of backups of one ledger.
#[derive(Debug, Clone)]
pub struct Backups {
    folder: PathBuf,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file's name, which is unique in its folder.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// When it was made, Unix milliseconds, to the second.
    pub made_at_ms: i64,
    /// How many orders it holds.
    pub orders: u64,
    /// How large it is.
    pub bytes: u64,
}

impl Backups {
    /// The backups in a folder, which need not exist yet.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The backups by their names, newest first. Whether they can be used, [`Backups::check`] tells.
    #[must_use]
    pub fn list(&self) -> Vec<Backup> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut found: Vec<Backup> = entries.filter_map(|entry| read(&entry)).collect();
        found
            .sort_unstable_by(|one, other| (other.made_at_ms, &other.name).cmp(&(one.made_at_ms, &one.name)));
        found
    }

    /// The backup of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Backup> {
        self.list().into_iter().find(|backup| backup.name == name)
    }

    /// Makes a backup of the ledger as it is now, checks it as a whole, and lets go of old ones that are no longer
    /// needed. A ledger with damage makes none: its backups would push out the good ones.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`], [`LedgerError::Full`], or that it cannot be written. Nothing is left of it then, and the
    /// older ones stay.
    pub async fn make(&self, ledger: &Ledger, now_ms: i64) -> Result<Backup, LedgerError> {
        let storage = |cause: io::Error| LedgerError::Storage(Box::new(cause));
        protect::private_folder(&self.folder).map_err(storage)?;
        let unfinished = self.folder.join(UNFINISHED);
        remove(&unfinished).map_err(storage)?;
        let made = self.finish(ledger, &unfinished, now_ms).await;
        if made.is_err() {
            remove(&unfinished).map_err(storage)?;
        }
        let made = made?;
        self.rotate();
        tracing::info!(orders = made.orders, bytes = made.bytes, "a backup was made");
        Ok(made)
    }

    async fn finish(&self, ledger: &Ledger, unfinished: &Path, now_ms: i64) -> Result<Backup, LedgerError> {
        ledger.backup_to(unfinished).await?;
        let checked = check(unfinished).await?;
        if let Some(problem) = checked.problems.first() {
            return Err(LedgerError::Damaged(problem.clone()));
        }
        let name = name(now_ms, checked.orders_checked)
            .ok_or_else(|| LedgerError::Invalid(format!("{now_ms} is not a time")))?;
        let file = self.folder.join(&name);
        let kept = fs::rename(unfinished, &file).and_then(|()| protect::sync(&self.folder));
        kept.map_err(|cause| LedgerError::Storage(Box::new(cause)))?;
        self.find(&name).ok_or_else(|| LedgerError::Invalid(format!("{name} cannot be found again")))
    }

    /// Checks a backup as a whole: the file, every checksum, every history, the books.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be checked; damage found is not an error but the answer, as far as the file can be
    /// opened at all.
    pub async fn check(&self, backup: &Backup) -> Result<Integrity, LedgerError> {
        check(&backup.file).await
    }

    /// The newest backup without damage.
    pub async fn newest_sound(&self) -> Option<Backup> {
        for backup in self.list() {
            match self.check(&backup).await {
                Ok(checked) if checked.is_sound() => return Some(backup),
                Ok(checked) => {
                    tracing::error!(backup.name, problem = checked.problems.first(), "a backup is damaged");
                }
                Err(error) => tracing::error!(backup.name, %error, "a backup cannot be checked"),
            }
        }
        None
    }

    /// Removes what is neither among the newest of the last days nor of the last weeks.
    fn rotate(&self) {
        let backups = self.list();
        let times: Vec<i64> = backups.iter().map(|backup| backup.made_at_ms).collect();
        let kept = kept(&times);
        for backup in backups.iter().filter(|backup| !kept.contains(&backup.made_at_ms)) {
            if let Err(error) = fs::remove_file(&backup.file) {
                tracing::warn!(backup.name, %error, "an old backup could not be removed");
            }
        }
    }
}

/// Checks a backup as a whole. One of an older program is brought up to date in a copy first; it stays as it is itself.
pub(crate) async fn check(file: &Path) -> Result<Integrity, LedgerError> {
    let mut connection = connection::copy(file).await?;
    let version = sqlx::query_scalar::<_, u32>("PRAGMA user_version").fetch_one(&mut connection).await;
    let version = version.map_err(failed)?;
    if version == newest_known() {
        let checked = check_opened(&mut connection).await;
        connection.close().await.map_err(failed)?;
        return checked;
    }
    if version > newest_known() {
        connection.close().await.map_err(failed)?;
        return Err(LedgerError::Invalid("this backup was made by a newer program".to_owned()));
    }
    let trial = file.with_extension(TRIAL);
    let storage = |cause: io::Error| LedgerError::Storage(Box::new(cause));
    remove(&trial).map_err(storage)?;
    let copied = copy_to(&mut connection, &trial).await;
    connection.close().await.map_err(failed)?;
    let checked = match copied {
        Ok(()) => check_trial(&trial).await,
        Err(error) => Err(error),
    };
    remove(&trial).map_err(storage)?;
    checked
}

/// Writes a copy of what a connection reads, for its owner alone, and has it on disk when it returns.
pub(crate) async fn copy_to(connection: &mut SqliteConnection, file: &Path) -> Result<(), LedgerError> {
    let storage = |cause: io::Error| LedgerError::Storage(Box::new(cause));
    let name = file
        .to_str()
        .ok_or_else(|| LedgerError::Invalid(format!("{} is not a name in Unicode", file.display())))?;
    // Made empty beforehand, so that its bytes are never readable for others, not for a moment.
    drop(protect::private_file(file).map_err(storage)?);
    sqlx::query("VACUUM INTO ?").bind(name).execute(connection).await.map_err(failed)?;
    File::open(file).and_then(|file| file.sync_all()).map_err(storage)
}

async fn check_trial(trial: &Path) -> Result<Integrity, LedgerError> {
    let mut connection = connection::alone(trial).await?;
    let checked = match bring_up_to_date(&mut connection).await {
        Ok(()) => check_opened(&mut connection).await,
        Err(error) => Err(error),
    };
    connection.close().await.map_err(failed)?;
    checked
}

async fn check_opened(connection: &mut SqliteConnection) -> Result<Integrity, LedgerError> {
    let mut result = Integrity::default();
    check_content(connection, &mut result).await.map(|()| result)
}

/// Which of these times (newest first) are kept: the newest of each of the last days and weeks that have one.
fn kept(times: &[i64]) -> BTreeSet<i64> {
    let (mut days, mut weeks, mut kept) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for time in times {
        // A time that no calendar has is not ours to remove.
        let Ok(moment) = Timestamp::from_millisecond(*time) else {
            kept.insert(*time);
            continue;
        };
        let date = TimeZone::UTC.to_datetime(moment).date();
        let week = date.iso_week_date();
        let of_day = days.len() < DAYS && days.insert(date);
        let of_week = weeks.len() < WEEKS && weeks.insert((week.year(), week.week()));
        if of_day || of_week {
            kept.insert(*time);
        }
    }
    kept
}

fn name(made_at_ms: i64, orders: u64) -> Option<String> {
    let moment = Timestamp::from_millisecond(made_at_ms).ok()?;
    let time = TimeZone::UTC.to_datetime(moment).strftime(TIME).to_string();
    Some(format!("{PREFIX}{time}-{orders}{SUFFIX}"))
}

fn read(entry: &fs::DirEntry) -> Option<Backup> {
    let name = entry.file_name().into_string().ok()?;
    let (time, orders) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-')?;
    let made = DateTime::strptime(TIME, time).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let orders = orders.parse().ok()?;
    let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Backup {
        file: entry.path(),
        made_at_ms: made.timestamp().as_millisecond(),
        orders,
        bytes: found.len(),
        name,
    })
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{kept, name};

    const DAY: i64 = 86_400_000;
    /// 2026-01-01T12:00:00Z, a Thursday.
    const NOON: i64 = 1_767_268_800_000;

    #[test]
    fn the_newest_of_three_days_and_four_weeks_are_kept() {
        // One every six hours for sixty days, newest first.
        let times: Vec<i64> = (0..240).map(|n| NOON - n * DAY / 4).collect();
        let kept: Vec<i64> = kept(&times).into_iter().rev().map(|time| (NOON - time) / (DAY / 4)).collect();
        // Today noon; the two days before at 18:00; then the Sundays of three weeks at 18:00 (4, 11, 18 days ago).
        assert_eq!(kept, [0, 3, 7, 15, 43, 71]);
    }

    #[test]
    fn few_are_all_kept_and_rotating_again_changes_nothing() {
        let times: Vec<i64> = [0, 3, 7, 15, 43, 71].map(|n| NOON - n * DAY / 4).to_vec();
        assert_eq!(kept(&times).len(), times.len());
        assert!(kept(&[]).is_empty());
        assert_eq!(kept(&[i64::MAX]).len(), 1);
    }

    #[test]
    fn names_tell_time_and_number() {
        assert_eq!(name(NOON, 1_234).as_deref(), Some("ledger-20260101T120000Z-1234-orders.db"));
    }
}
