//! R7: the disk is full. Nothing is begun without its stub, what was told as failed has not happened in any part,
//! reading goes on, and when there is room again so does writing, without opening anything anew.

use ledger::{Ledger, LedgerError, OpenError};
use sqlx::{Connection, SqliteConnection};

use super::dump::connect;
use super::life::{Opened, open};
use super::{Beginning, Findings, Life, REOPENED_AT, Step, Trouble};
use crate::disk::{Disk, Survivors, scratch};

/// How many different stories there are.
const BEGINNINGS: u64 = 7;
/// Steps that are tried on each full disk before it is given room again.
const TRIED: usize = 40;

/// What full disks did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FullDisk {
    /// Sizes at which the disk was full.
    pub sizes: u64,
    /// Steps that were acknowledged on a disk that was filling up.
    pub done: u64,
    /// Steps that were told as failed because the disk is full.
    pub told_full: u64,
    /// Of these stubs that could not be written.
    pub stubs_refused: u64,
    /// Of these sendings that could not begin.
    pub sendings_refused: u64,
    /// Questions that were answered on a full disk.
    pub read: u64,
    /// Ledgers that were opened on a full disk.
    pub opened_full: u64,
    /// Ledgers that could not be opened on a full disk, and said why.
    pub not_opened: u64,
    /// What must not be.
    pub broken: Findings,
}

/// Fills the disk up at `sizes` sizes, from nothing to `room` bytes more than there is.
///
/// # Errors
/// When it cannot be staged.
pub async fn full_disk(seed: u64, sizes: u64, room: u64) -> Result<FullDisk, Trouble> {
    let mut figures = FullDisk::default();
    let mut beginnings = Vec::new();
    for place in 0..BEGINNINGS {
        beginnings.push(Beginning::new(seed + place, 10).await?);
    }
    for (number, beginning) in (0..sizes).zip(beginnings.iter().cycle()) {
        let bytes = room * number / sizes;
        fill_up(beginning, bytes, &mut figures).await?;
        open_when_full(beginning, bytes / 8, &mut figures).await?;
        figures.sizes += 1;
    }
    Ok(figures)
}

async fn fill_up(beginning: &Beginning, bytes: u64, figures: &mut FullDisk) -> Result<(), Trouble> {
    let mut life = Life::begin(beginning).await?;
    let mut beside = connect(life.folder()).await?;
    life.disk.refuse_space_after(bytes);
    let mut refused = None;
    for _ in 0..TRIED {
        let step = life.story.plan();
        // A smaller step that still fitted may have taken its place.
        refused = try_when_full(&mut life, &step, &mut beside, figures).await?.then_some(step);
    }
    read_on(&life, figures).await;
    // The power fails while the disk is full.
    let image = scratch()?;
    life.disk.image(image.path(), Survivors::Dropped, bytes)?;
    if let Opened::Unsound(what) | Opened::Refused(what) = open(image.path()).await? {
        figures.broken.add(format!("{bytes} bytes, then a power cut: {what}"));
    }
    life.disk.free_space();
    // The very step that was refused can be done now: nothing of it stands in the way.
    for again in [refused, None] {
        let step = again.unwrap_or_else(|| life.story.plan());
        if let Err(error) = life.attempt(&step).await? {
            figures.broken.add(format!("{bytes} bytes: with room again, {step:?}: {error}"));
        }
    }
    beside.close().await?;
    if let Err(what) = life.end().await? {
        figures.broken.add(format!("{bytes} bytes: at the end: {what}"));
    }
    Ok(())
}

/// Whether the step was refused because the disk is full.
async fn try_when_full(
    life: &mut Life,
    step: &Step,
    beside: &mut SqliteConnection,
    figures: &mut FullDisk,
) -> Result<bool, Trouble> {
    let before = commits_seen(beside).await?;
    let told = life.attempt(step).await?;
    let changed = commits_seen(beside).await? != before;
    match told {
        Ok(()) => {
            figures.done += 1;
            if !changed {
                figures.broken.add(format!("acknowledged, and nothing was written: {step:?}"));
            }
            return Ok(false);
        }
        Err(LedgerError::Full) => figures.told_full += 1,
        Err(other) => figures.broken.add(format!("not told as a full disk: {step:?}: {other:?}")),
    }
    if changed {
        figures.broken.add(format!("told as failed, and written all the same: {step:?}"));
    }
    match step {
        Step::Write(_) => figures.stubs_refused += 1,
        Step::Begin(..) => figures.sendings_refused += 1,
        Step::Answer(..)
        | Step::Told(..)
        | Step::Supplement(..)
        | Step::Cancel(_)
        | Step::Delivery(_)
        | Step::Balance(_)
        | Step::Plan(..) => {}
    }
    Ok(true)
}

/// A number that changes when another connection has committed (<https://www.sqlite.org/pragma.html#pragma_data_version>).
async fn commits_seen(beside: &mut SqliteConnection) -> Result<i64, Trouble> {
    Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(beside).await?)
}

async fn read_on(life: &Life, figures: &mut FullDisk) {
    let Ok(ledger) = life.ledger() else { return };
    let orders = life.story.orders();
    match ledger.recent(500).await {
        Ok(listed) if listed.len() == orders.len() => figures.read += 1,
        Ok(listed) => figures.broken.add(format!("{} of {} orders are listed", listed.len(), orders.len())),
        Err(error) => figures.broken.add(format!("the list cannot be read: {error}")),
    }
    for id in orders {
        match ledger.detail(id).await {
            Ok(Some(detail)) if !detail.order.damaged && !detail.history_damaged => figures.read += 1,
            Ok(_) => figures.broken.add(format!("order {id} is not there, or damaged")),
            Err(error) => figures.broken.add(format!("order {id} cannot be read: {error}")),
        }
    }
}

/// The program is started while the disk is full; what a crash has left has to be settled, which needs room.
async fn open_when_full(beginning: &Beginning, bytes: u64, figures: &mut FullDisk) -> Result<(), Trouble> {
    let mut life = Life::begin(beginning).await?;
    life.go_on(8).await?;
    let folder = scratch()?;
    life.disk.image(folder.path(), Survivors::Kept, bytes)?;
    let disk = Disk::new(folder.path())?;
    disk.refuse_space_after(bytes);
    match Ledger::open(folder.path(), REOPENED_AT).await {
        Ok(ledger) => {
            figures.opened_full += 1;
            ledger.close().await;
        }
        Err(OpenError::Ledger(LedgerError::Full)) => figures.not_opened += 1,
        Err(other) => figures.broken.add(format!("{bytes} bytes: opening says {other:?}")),
    }
    disk.free_space();
    match open(folder.path()).await? {
        Opened::Sound(dump) if life.place_of(&dump) == Some(life.acknowledged() - 1) => {}
        Opened::Sound(dump) => {
            figures.broken.add(format!("{bytes} bytes: opened later, {:?} differ", life.differences(&dump)));
        }
        Opened::Unsound(what) | Opened::Refused(what) => {
            figures.broken.add(format!("{bytes} bytes: opened later: {what}"));
        }
    }
    Ok(())
}
