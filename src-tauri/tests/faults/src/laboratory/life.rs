//! One start of the program, from opening the ledger to its death.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use desk::{Chance, Clock, Desk, TimeLimits};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::clock::VirtualClock;
use super::dice::Dice;
use super::network::SimulatedNetwork;
use super::schedule::{Crash, HASTE, TOTAL_LIMIT_MS, When};
use super::template::{Accounts, Template, options, runtime};
use super::world::World;
use crate::disk::{self, Disk, Survivors};

/// So often in a row nobody must have anything to do before time goes on.
const QUIET_ROUNDS: u32 = 6;

/// One running program.
pub(super) struct Life {
    pub(super) desk: Arc<Desk>,
    pub(super) accounts: Accounts,
    runtime: Runtime,
    disk: Disk,
    folder: TempDir,
}

/// Why a life did not begin.
pub(super) enum Stillborn {
    /// The power was cut while the ledger was being opened.
    Died(Remains),
    /// The program could not open what was left.
    CannotOpen(String),
}

/// The disk of a dead program.
pub(super) struct Remains {
    disk: Disk,
    _folder: TempDir,
}

impl Remains {
    /// What of it is there when the machine starts again.
    pub(super) fn recovered(&self, survivors: Survivors, seed: u64) -> io::Result<TempDir> {
        let folder = disk::scratch()?;
        self.disk.image(folder.path(), survivors, seed)?;
        Ok(folder)
    }
}

impl Life {
    /// Starts the program on a folder. `crash`: when it is to die.
    pub(super) fn begin(
        world: &World,
        template: &Template,
        folder: TempDir,
        accounts: Accounts,
        crash: Option<Crash>,
        chance: Dice,
    ) -> io::Result<Result<Self, Stillborn>> {
        let runtime = runtime()?;
        let disk = Disk::new(folder.path())?;
        if let Some(Crash { when: When::Operation(operation), .. }) = crash {
            disk.crash_at(operation);
        }
        world.begin_life(crash.map(|crash| crash.when));
        let opened = runtime.block_on(open(world, template, folder.path(), chance));
        Ok(match opened {
            Ok(desk) => Ok(Self { desk, accounts, runtime, disk, folder }),
            Err(_) if disk.crashed() => {
                runtime.shutdown_background();
                Err(Stillborn::Died(Remains { disk, _folder: folder }))
            }
            Err(error) => Err(Stillborn::CannotOpen(error)),
        })
    }

    pub(super) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Begins something that the program does beside everything else.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        drop(self.runtime.spawn(work));
    }

    /// Whether the power is cut.
    pub(super) fn crashed(&self) -> bool {
        self.disk.crashed()
    }

    /// Lets everybody in the program go on until all of them wait for the world.
    pub(super) fn settle(&self) {
        self.runtime.block_on(async {
            let mut quiet = 0;
            while quiet < QUIET_ROUNDS && !self.disk.crashed() {
                tokio::task::yield_now().await;
                if self.desk.ledger().is_idle() {
                    quiet += 1;
                } else {
                    quiet = 0;
                    // SQLite works in a thread of its own.
                    thread::yield_now();
                }
            }
        });
    }

    /// Kills the program: nothing that it began goes on, and nothing reaches the disk any more.
    pub(super) fn kill(self) -> Remains {
        self.disk.cut_now();
        drop(self.desk);
        self.runtime.shutdown_background();
        Remains { disk: self.disk, _folder: self.folder }
    }
}

async fn open(world: &World, template: &Template, folder: &Path, chance: Dice) -> Result<Arc<Desk>, String> {
    let numbers = AtomicU64::new(0);
    let seed = { chance }.bits();
    let mut options = options(folder, &template.vault);
    options.clock = Clock::of(VirtualClock(world.clone()));
    options.carrier = Some(Arc::new(SimulatedNetwork(world.clone())));
    options.chance =
        Chance::from_fn(move || Dice::of(seed, "chance", &[numbers.fetch_add(1, Ordering::Relaxed)]).bits());
    options.haste = HASTE;
    options.questions_per_minute = 600;
    options.grace = Duration::from_millis(1_000);
    options.time_limits = TimeLimits {
        connect: Duration::from_millis(1_000),
        total: Duration::from_millis(TOTAL_LIMIT_MS.unsigned_abs()),
    };
    let desk = Desk::open(options).await.map_err(|error| error.to_string())?;
    // It would open sealed, to be read only; after a power cut it has to be whole.
    if let Some(damage) = desk.ledger().damage() {
        return Err(format!("{damage:?}"));
    }
    desk.start().await.map_err(|error| error.to_string())?;
    Ok(desk)
}
