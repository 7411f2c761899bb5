//! R5: the power is cut, anywhere. What was acknowledged is there, and nothing is half there.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use ledger::Ledger;
use tempfile::TempDir;

use super::life::{Opened, open};
use super::{Beginning, Findings, Life, REOPENED_AT, Trouble};
use crate::disk::{Dice, Disk, Operation, Survivors, scratch};

/// On what kind of disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// An honest one: nothing may be lost.
    None,
    /// The log is synced as `synchronous=NORMAL` would: steps must be found lost.
    Normal,
    /// Syncs do nothing: steps must be found lost.
    LyingDisk,
}

/// What the power cuts did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PowerCuts {
    /// Steps that were acknowledged.
    pub steps: u64,
    /// Writes, truncations, syncs and deletions that were made.
    pub operations: u64,
    /// Images that were opened.
    pub images: u64,
    /// Of these, the ones whose power was cut a second time while they were being opened.
    pub cut_twice: u64,
    /// Images with the last acknowledged state.
    pub at_last: u64,
    /// Images with the step that was under way, in whole.
    pub one_more: u64,
    /// Images that lack a step that was acknowledged.
    pub lost: u64,
    /// Images that do not open, do not check, or say what never was.
    pub broken: Findings,
}

impl PowerCuts {
    /// Adds the figures of another story.
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.operations += other.operations;
        self.images += other.images;
        self.cut_twice += other.cut_twice;
        self.at_last += other.at_last;
        self.one_more += other.one_more;
        self.lost += other.lost;
        self.broken.count += other.broken.count;
        self.broken.told.extend(other.broken.told);
    }
}

/// An image and what it was made from.
struct Image {
    folder: TempDir,
    after: Operation,
    how: Survivors,
}

type Images = Arc<Mutex<Vec<Image>>>;

/// Cuts the power after every `every`-th operation of a story of `steps` steps, each time leaving another kind of survivors.
///
/// # Errors
/// When it cannot be staged.
pub async fn power_cuts(seed: u64, steps: usize, every: u64, control: Control) -> Result<PowerCuts, Trouble> {
    let mut life = Life::begin(&Beginning::new(seed, 12).await?).await?;
    match control {
        Control::None => {}
        Control::Normal => life.disk.as_with_normal(),
        Control::LyingDisk => life.disk.without_sync(),
    }
    let images = Images::default();
    take_images(&life.disk, every, &images);
    let mut figures = PowerCuts::default();
    for number in 1..=steps {
        if number % 40 == 0 {
            life.restart().await?;
        } else {
            life.go_on(1).await?;
        }
        let taken = std::mem::take(&mut *images.lock().unwrap_or_else(PoisonError::into_inner));
        for image in taken {
            judge(&life, &image, &mut figures).await?;
        }
        figures.steps += 1;
    }
    figures.operations = life.disk.operations();
    Ok(figures)
}

/// Cuts the power after every `every`-th operation of a new ledger's first opening: what is left opens, as an empty ledger.
///
/// # Errors
/// When it cannot be staged.
pub async fn power_cuts_at_birth(every: u64) -> Result<PowerCuts, Trouble> {
    let folder = scratch()?;
    let disk = Arc::new(Disk::new(folder.path())?);
    let images = Images::default();
    take_images(&disk, every, &images);
    Ledger::open(folder.path(), REOPENED_AT).await?.close().await;
    let mut figures = PowerCuts { operations: disk.operations(), ..PowerCuts::default() };
    let taken = std::mem::take(&mut *images.lock().unwrap_or_else(PoisonError::into_inner));
    for image in taken {
        figures.images += 1;
        let told = |what: &str| format!("after {:?}, {:?}: {what}", image.after, image.how);
        match open(image.folder.path()).await? {
            Opened::Sound(dump) if dump.rows("accounts") == 0 => figures.at_last += 1,
            Opened::Sound(_) => figures.broken.add(told("a new ledger is not empty")),
            Opened::Unsound(what) | Opened::Refused(what) => figures.broken.add(told(&what)),
        }
    }
    Ok(figures)
}

fn take_images(disk: &Arc<Disk>, every: u64, images: &Images) {
    let images = Arc::clone(images);
    // Weak: the disk holds the hook.
    let watched: Weak<Disk> = Arc::downgrade(disk);
    disk.on_operation(move |operation| {
        if !operation.number.is_multiple_of(every) {
            return;
        }
        let turn = usize::try_from((operation.number / every) % 4).unwrap_or_default();
        let (Some(disk), Some(how)) = (watched.upgrade(), Survivors::ALL.get(turn).copied()) else { return };
        if let Ok(folder) = scratch()
            && disk.image(folder.path(), how, operation.number).is_ok()
        {
            let mut images = images.lock().unwrap_or_else(PoisonError::into_inner);
            images.push(Image { folder, after: operation.clone(), how });
        }
    });
}

async fn judge(life: &Life, image: &Image, figures: &mut PowerCuts) -> Result<(), Trouble> {
    figures.images += 1;
    let twice = figures.images.is_multiple_of(5);
    let told = |what: &str| format!("after {:?}, {:?}, twice {twice}: {what}", image.after, image.how);
    let opened = if twice {
        figures.cut_twice += 1;
        let second = cut_while_opening(image.folder.path(), image.after.number).await?;
        open(second.path()).await?
    } else {
        open(image.folder.path()).await?
    };
    // The newest state is the one that the step under way has led to meanwhile.
    let newest = life.acknowledged() - 1;
    match opened {
        Opened::Sound(dump) => match life.place_of(&dump) {
            Some(place) if place == newest => figures.one_more += 1,
            Some(place) if place + 1 == newest => figures.at_last += 1,
            Some(_) => figures.lost += 1,
            None => figures.broken.add(told(&format!("differs in {:?}", life.differences(&dump)))),
        },
        Opened::Unsound(what) | Opened::Refused(what) => figures.broken.add(told(&what)),
    }
    Ok(())
}

/// Opens an image on a disk whose power is cut again on the way; what that leaves.
async fn cut_while_opening(folder: &Path, seed: u64) -> Result<TempDir, Trouble> {
    let mut dice = Dice::new(seed);
    let disk = Disk::new(folder)?;
    disk.crash_at(dice.below(40));
    // It succeeds when the cut comes later, when closing.
    if let Ok(ledger) = Ledger::open(folder, REOPENED_AT).await {
        ledger.close().await;
    }
    let left = scratch()?;
    let how = Survivors::ALL.get(dice.place(4)).copied().unwrap_or(Survivors::Kept);
    disk.image(left.path(), how, seed)?;
    Ok(left)
}
