//! A ledger on a simulated disk, with a story that happens to it and a record of what was acknowledged when.

use std::path::Path;
use std::sync::Arc;

use ledger::{Ledger, LedgerError};
use tempfile::TempDir;

use super::{Dump, REOPENED_AT, Step, Story, Trouble, copy_files};
use crate::disk::{Disk, Survivors, scratch};

/// A ledger that lives on a simulated disk.
#[derive(Debug)]
pub struct Life {
    /// The disk.
    pub disk: Arc<Disk>,
    /// What happens to it.
    pub story: Story,
    ledger: Option<Ledger>,
    /// What opening the ledger gives after each step: the first is before any.
    states: Vec<Dump>,
    folder: TempDir,
}

/// A closed ledger that has some steps behind it: what lives begin with, so that it is made once for many.
#[derive(Debug)]
pub struct Beginning {
    folder: TempDir,
    story: Story,
    state: Dump,
}

impl Beginning {
    /// A new ledger with an account and `before` steps behind it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn new(seed: u64, before: usize) -> Result<Self, Trouble> {
        let folder = scratch()?;
        let ledger = Ledger::open(folder.path(), REOPENED_AT).await?;
        let mut story = Story::begin(&ledger, seed).await?;
        for _ in 0..before {
            let step = story.plan();
            story.perform(&ledger, &step).await?;
        }
        ledger.close().await;
        story.reopened();
        match open(folder.path()).await? {
            Opened::Sound(state) => Ok(Self { folder, story, state: *state }),
            Opened::Unsound(what) | Opened::Refused(what) => Err(what.into()),
        }
    }

    /// The folder that it lies in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it says.
    #[must_use]
    pub const fn state(&self) -> &Dump {
        &self.state
    }
}

/// What opening an image came to.
#[derive(Debug)]
pub(super) enum Opened {
    /// It is sound and says this.
    Sound(Box<Dump>),
    /// It opens, and its own check finds this.
    Unsound(String),
    /// It does not open, for this reason.
    Refused(String),
}

impl Life {
    /// A ledger in a new folder that begins as `beginning` ended: in the main file, and durable.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn begin(beginning: &Beginning) -> Result<Self, Trouble> {
        let folder = scratch()?;
        copy_files(beginning.folder.path(), folder.path())?;
        let disk = Arc::new(Disk::new(folder.path())?);
        let ledger = Ledger::open(folder.path(), REOPENED_AT).await?;
        let states = vec![beginning.state.clone()];
        Ok(Self { disk, story: beginning.story.clone(), ledger: Some(ledger), states, folder })
    }

    /// The ledger.
    ///
    /// # Errors
    /// Between closing and opening there is none.
    pub fn ledger(&self) -> Result<&Ledger, Trouble> {
        self.ledger.as_ref().ok_or_else(|| "the ledger is closed".into())
    }

    /// The folder that the ledger lives in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the next `count` steps of the story happen; what they have led to is acknowledged and remembered.
    ///
    /// # Errors
    /// When the ledger refuses one, which no step of a story gives a reason for.
    pub async fn go_on(&mut self, count: usize) -> Result<(), Trouble> {
        for _ in 0..count {
            let step = self.story.plan();
            self.attempt(&step).await??;
        }
        self.remember().await
    }

    /// Tries to let the step happen; what the ledger says of it. Not remembered.
    ///
    /// # Errors
    /// When the ledger is closed.
    pub async fn attempt(&mut self, step: &Step) -> Result<Result<(), LedgerError>, Trouble> {
        let ledger = self.ledger.as_ref().ok_or("the ledger is closed")?;
        Ok(self.story.perform(ledger, step).await)
    }

    /// Closes the ledger for good and checks what it left: what is wrong with that.
    ///
    /// # Errors
    /// When it cannot be looked at.
    pub async fn end(&mut self) -> Result<Result<(), String>, Trouble> {
        if let Some(ledger) = self.ledger.take() {
            ledger.close().await;
        }
        Ok(match open(self.folder.path()).await? {
            Opened::Sound(dump) if dump.rows("orders") == self.story.orders().len() => Ok(()),
            Opened::Sound(dump) => {
                Err(format!("{} orders of {}", dump.rows("orders"), self.story.orders().len()))
            }
            Opened::Unsound(what) | Opened::Refused(what) => Err(what),
        })
    }

    /// Closes the ledger and opens it again, as a restart of the program does.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn restart(&mut self) -> Result<(), Trouble> {
        if let Some(ledger) = self.ledger.take() {
            ledger.close().await;
        }
        self.ledger = Some(Ledger::open(self.folder.path(), REOPENED_AT).await?);
        self.story.reopened();
        self.remember().await
    }

    /// How many states were acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.states.len()
    }

    /// The newest acknowledged state that says the same, counted from 0.
    #[must_use]
    pub fn place_of(&self, dump: &Dump) -> Option<usize> {
        self.states.iter().rposition(|state| state == dump)
    }

    /// In what a dump differs from the newest acknowledged state.
    #[must_use]
    pub fn differences(&self, dump: &Dump) -> Vec<String> {
        self.states.last().map(|state| state.differences(dump)).unwrap_or_default()
    }

    /// What was written up to now is acknowledged: remembers what opening it gives.
    async fn remember(&mut self) -> Result<(), Trouble> {
        let image = scratch()?;
        self.disk.image(image.path(), Survivors::Kept, 0)?;
        match open(image.path()).await? {
            Opened::Sound(dump) => {
                self.states.push(*dump);
                Ok(())
            }
            Opened::Unsound(what) | Opened::Refused(what) => Err(what.into()),
        }
    }
}

/// Opens what is left with the program's own means, checks it and reads it all.
pub(super) async fn open(folder: &Path) -> Result<Opened, Trouble> {
    let ledger = match Ledger::open(folder, REOPENED_AT).await {
        Ok(ledger) => ledger,
        Err(error) => return Ok(Opened::Refused(error.to_string())),
    };
    let checked = ledger.check_integrity().await;
    ledger.close().await;
    match checked {
        Ok(found) if found.is_sound() => Ok(Opened::Sound(Box::new(Dump::of(folder).await?))),
        Ok(found) => Ok(Opened::Unsound(found.problems.join("; "))),
        Err(error) => Ok(Opened::Unsound(error.to_string())),
    }
}
