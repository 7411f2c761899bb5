//! The ledger's upkeep: its check, its backups, and what happens when it is found to be damaged.
//!
//! All of it runs beside the work and through the readers: the window does not wait for it. A file that is damaged is
//! sealed at once: nothing is sent from a ledger of which nobody knows what it has forgotten. Single damaged records
//! are told of, and take no step.
//!
//! Absent on purpose: restoring. It closes this desk and begins with another (the shell does that).

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ledger::{Backup, Backups, Damage, DamageKind, Ledger, LedgerError, OpenError};

use crate::desk::lock;
use crate::events::DeskEvent;
use crate::{Desk, DeskError};

/// The first seconds belong to the window.
const FIRST_AFTER: Duration = Duration::from_secs(15);
/// After a failure, such as a full disk, it is left alone for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(3_600);
/// How often it is looked whether something is due.
const ROUND: Duration = Duration::from_secs(60);
/// A check and a backup are due when the last is older than this.
const DAY_MS: i64 = 24 * 3_600_000;
/// So many lines of history since the last backup make another one due.
const CHANGES: i64 = 1_000;
/// So many problems go into the words about a damaged file.
const PROBLEMS_TOLD: usize = 3;

/// The upkeep's state in memory.
#[derive(Debug)]
pub(crate) struct Upkeep {
    backups: Option<Backups>,
    state: Mutex<LedgerState>,
    /// One check or backup at a time.
    working: tokio::sync::Mutex<()>,
    /// Damage was met on the way: the first check does not wait.
    hurried: AtomicBool,
    /// The newest line of history that a backup of this run holds, or that was there at the start.
    backed_up_to: Mutex<Option<i64>>,
}

/// What is known of the ledger's health.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerState {
    /// When it was last checked, Unix milliseconds; `None` since the program's start.
    pub checked_at_ms: Option<i64>,
    /// What the last check found wrong, in technical words; at most 200 lines.
    pub problems: Vec<String>,
    /// Whether it is being checked.
    pub checking: bool,
    /// Whether a backup is being made.
    pub backing_up: bool,
    /// Why the last backup could not be made.
    pub backup_failure: Option<String>,
    /// The newest backup without damage, sought only when the ledger has some.
    pub offer: Offer,
}

/// The backup that may be restored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Offer {
    /// Nobody has looked, or it is being looked for.
    #[default]
    NotSought,
    /// There is none that can be used.
    Nothing,
    /// This one, checked as a whole.
    Found(Backup),
}

impl Upkeep {
    pub(crate) fn new(backups: Option<Backups>) -> Self {
        Self {
            backups,
            state: Mutex::default(),
            working: tokio::sync::Mutex::default(),
            hurried: AtomicBool::new(false),
            backed_up_to: Mutex::default(),
        }
    }

    pub(crate) fn hurry(&self) {
        self.hurried.store(true, Ordering::Release);
    }
}

/// Opens a ledger; a damaged one for reading, as far as it can be read.
///
/// # Errors
/// [`OpenError`] for whatever is no damage. A strange file is damage only where there are backups of a ledger; without
/// them somebody has put it there.
pub(crate) async fn open_ledger(
    folder: &Path,
    backups: Option<&Backups>,
    now_ms: i64,
) -> Result<Ledger, OpenError> {
    let had_one = backups.is_some_and(|backups| !backups.list().is_empty());
    if had_one && Ledger::is_missing(folder) {
        let what = format!("{} is missing or empty", folder.display());
        return Ledger::open_damaged(folder, Damage { kind: DamageKind::Missing, what }).await;
    }
    let error = match Ledger::open(folder, now_ms).await {
        Ok(ledger) => return Ok(ledger),
        Err(error) => error,
    };
    match error.damage() {
        Some(damage) if had_one || damage.kind != DamageKind::NotALedger => {
            Ledger::open_damaged(folder, damage).await
        }
        Some(_) | None => Err(error),
    }
}

impl Desk {
    /// What is known of the ledger's health.
    #[must_use]
    pub fn ledger_state(&self) -> LedgerState {
        lock(&self.upkeep.state).clone()
    }

    /// The backups of this ledger; `None` where none are made (practice).
    #[must_use]
    pub const fn backups(&self) -> Option<&Backups> {
        self.upkeep.backups.as_ref()
    }

    /// Checks the ledger now. A damaged file is sealed.
    ///
    /// # Errors
    /// [`DeskError::Ledger`] when it cannot be checked.
    pub async fn check_ledger(&self) -> Result<LedgerState, DeskError> {
        let _one_at_a_time = self.upkeep.working.lock().await;
        self.change_state(|state| state.checking = true);
        let checked = self.ledger.check_records().await;
        self.change_state(|state| state.checking = false);
        let checked = checked?;
        if checked.file_damaged {
            let told: Vec<&str> = checked.problems.iter().take(PROBLEMS_TOLD).map(String::as_str).collect();
            self.seal(Damage { kind: DamageKind::Pages, what: told.join("; ") }).await;
        }
        let sound = checked.is_sound();
        let now = self.now_ms();
        self.change_state(|state| {
            state.checked_at_ms = Some(now);
            state.problems = checked.problems;
        });
        if !sound {
            self.seek_offer().await;
        }
        Ok(self.ledger_state())
    }

    /// Makes a backup now.
    ///
    /// # Errors
    /// [`DeskError::Ledger`] when it cannot be made; the older ones stay.
    pub async fn back_up(&self) -> Result<Backup, DeskError> {
        let none = || LedgerError::Invalid("no backups are made of this ledger".to_owned());
        let backups = self.upkeep.backups.as_ref().ok_or_else(none)?;
        self.ledger.check_writable()?;
        let _one_at_a_time = self.upkeep.working.lock().await;
        let newest_event = self.ledger.newest_event().await?;
        self.change_state(|state| state.backing_up = true);
        let made = backups.make(&self.ledger, self.now_ms()).await;
        *lock(&self.upkeep.backed_up_to) = Some(newest_event);
        self.change_state(|state| {
            state.backing_up = false;
            state.backup_failure = made.as_ref().err().map(ToString::to_string);
        });
        Ok(made?)
    }

    /// Begins the upkeep; a ledger without backups (practice) has none.
    pub(crate) fn start_upkeep(self: &Arc<Self>) {
        if self.upkeep.backups.is_some() {
            let desk = Arc::clone(self);
            self.tasks.spawn(async move { desk.keep_up().await });
        }
    }

    /// Goes on in spite of a damaged record or page: the check that follows at once decides what it means.
    pub(crate) fn past_damage(&self, step: Result<(), DeskError>) -> Result<(), DeskError> {
        match step {
            Err(DeskError::Ledger(LedgerError::Damaged(what))) => {
                tracing::error!(what, "damage was met while starting");
                self.upkeep.hurry();
                Ok(())
            }
            other => other,
        }
    }

    /// Seals the ledger, and ends whatever would go on by itself.
    async fn seal(&self, damage: Damage) {
        self.ledger.seal(damage).await;
        self.grace_timers.cancel_all();
        self.stop_listening().await;
        self.emit(DeskEvent::LedgerSealed);
    }

    async fn keep_up(self: Arc<Self>) {
        let hurried = self.upkeep.hurried.load(Ordering::Acquire) || self.ledger.damage().is_some();
        let mut wait = if hurried { Duration::ZERO } else { FIRST_AFTER };
        while self.closing.run_until_cancelled(self.clock.sleep(wait)).await.is_some() {
            // A backup that is cut short is begun anew next time.
            wait = match self.closing.run_until_cancelled(self.look_after()).await {
                Some(Err(error)) => {
                    tracing::error!(code = error.code(), %error, "the ledger's upkeep failed");
                    AFTER_FAILURE
                }
                Some(Ok(())) | None => ROUND,
            };
        }
    }

    /// Does what is due.
    async fn look_after(&self) -> Result<(), DeskError> {
        if self.ledger.damage().is_some() {
            if self.ledger_state().offer == Offer::NotSought {
                self.seek_offer().await;
            }
            return Ok(());
        }
        let mut state = self.ledger_state();
        if state.checked_at_ms.is_none_or(|at| self.is_a_day_off(at)) {
            state = self.check_ledger().await?;
        }
        // The backups of a damaged ledger would push out the good ones.
        if state.problems.is_empty() && self.is_backup_due().await? {
            self.back_up().await?;
        }
        Ok(())
    }

    async fn is_backup_due(&self) -> Result<bool, DeskError> {
        let newest = self.ledger.newest_event().await?;
        if newest == 0 && self.ledger.accounts(true).await?.is_empty() {
            return Ok(false);
        }
        let before = *lock(&self.upkeep.backed_up_to).get_or_insert(newest);
        if newest.saturating_sub(before) >= CHANGES {
            return Ok(true);
        }
        let last = self.upkeep.backups.as_ref().and_then(|backups| backups.list().into_iter().next());
        Ok(last.is_none_or(|last| self.is_a_day_off(last.made_at_ms)))
    }

    /// Either way: a clock that was set back must not put off backups for years.
    fn is_a_day_off(&self, at_ms: i64) -> bool {
        self.now_ms().saturating_sub(at_ms).saturating_abs() >= DAY_MS
    }

    async fn seek_offer(&self) {
        let Some(backups) = &self.upkeep.backups else { return };
        let found = backups.newest_sound().await.map_or(Offer::Nothing, Offer::Found);
        self.change_state(|state| state.offer = found);
    }

    fn change_state(&self, change: impl FnOnce(&mut LedgerState)) {
        change(&mut lock(&self.upkeep.state));
        self.emit(DeskEvent::UpkeepChanged);
    }
}
