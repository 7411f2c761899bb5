//! The live side: the desk of real money, and how a backup takes the place of its ledger.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use desk::{Desk, DeskOptions};
use ledger::{AccountRow, Backup, Ledger};
use vault::Vault;

use crate::console::OnShow;
use crate::error::CommandError;
use crate::home::Home;
use crate::outside::Outside;
use crate::relay;
use crate::views::Mode;

/// What a live desk is made of.
pub(crate) struct LiveParts {
    pub(crate) home: Home,
    pub(crate) vault: Arc<Vault>,
    pub(crate) outside: Arc<dyn Outside>,
    pub(crate) mode: OnShow,
}

/// The live desk, and those that came after it by restoring.
pub(crate) struct LiveSide {
    parts: LiveParts,
    first: Link,
    /// One restoration at a time.
    restoring: tokio::sync::Mutex<()>,
}

/// A desk with its successor. Commands under way keep the closed one until they end with its error, so that
/// nobody has to wait for a lock to read the ledger.
struct Link {
    desk: Arc<Desk>,
    next: OnceLock<Box<Link>>,
}

impl Link {
    fn new(desk: Arc<Desk>) -> Self {
        Self { desk, next: OnceLock::new() }
    }

    fn newest(&self) -> &Self {
        let mut link = self;
        while let Some(next) = link.next.get() {
            link = next;
        }
        link
    }
}

impl LiveSide {
    /// Opens the ledger and begins its work.
    ///
    /// # Errors
    /// Everything that keeps the ledger from being opened. Damage does not: see [`Desk::open`].
    pub(crate) async fn open(parts: LiveParts) -> Result<Self, CommandError> {
        let first = Link::new(parts.desk().await?);
        Ok(Self { parts, first, restoring: tokio::sync::Mutex::default() })
    }

    /// The desk that works now.
    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.first.newest().desk
    }

    /// Puts a backup in the ledger's place and goes on with it. What was in its place is kept aside.
    ///
    /// # Errors
    /// `no_such_backup`; whatever keeps it from being restored: the ledger then is as it was.
    pub(crate) async fn restore(&self, name: &str) -> Result<(), CommandError> {
        let _one_at_a_time = self.restoring.lock().await;
        let link = self.first.newest();
        let backup = link
            .desk
            .backups()
            .and_then(|backups| backups.find(name))
            .ok_or_else(|| CommandError::new("no_such_backup", "there is no such backup"))?;
        // Of a damaged ledger whatever can be read.
        let today = link.desk.ledger().accounts(true).await.unwrap_or_default();
        link.desk.stop().await;
        link.desk.close().await;
        let restored = restore(self.parts.home.live(), &backup, &today).await;
        // Whatever came of it, the window needs a desk.
        let next = match self.parts.desk().await {
            Ok(desk) => Link::new(desk),
            Err(error) => return restored.and(Err(error)),
        };
        match link.next.set(Box::new(next)) {
            Ok(()) => restored,
            Err(_) => Err(CommandError::new("internal", "another ledger took its place meanwhile")),
        }
    }
}

async fn restore(folder: PathBuf, backup: &Backup, today: &[AccountRow]) -> Result<(), CommandError> {
    let now_ms = jiff::Timestamp::now().as_millisecond();
    Ledger::restore(&folder, backup, today, now_ms).await.map_err(desk::DeskError::from)?;
    Ok(())
}

impl LiveParts {
    async fn desk(&self) -> Result<Arc<Desk>, CommandError> {
        let mut options = DeskOptions::new(self.home.live(), true, Arc::clone(&self.vault), None);
        options.backups = Some(self.home.backups());
        let desk = Desk::open(options).await?;
        relay::begin(&desk, Mode::Live, self.mode.clone(), Arc::clone(&self.outside));
        desk.start().await?;
        Ok(desk)
    }
}
