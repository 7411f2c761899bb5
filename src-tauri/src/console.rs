//! The program's state: the vault and the two sides, live and practice, each with a ledger and a desk of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use desk::Desk;
use ledger::{LedgerError, OrderId};
use tokio::sync::OnceCell;
use vault::{Vault, VaultOptions};

use crate::error::CommandError;
use crate::events::{AppStateChanged, PlaceAsked, WindowEvent};
use crate::evidence_files::ChosenFile;
use crate::export::Exports;
use crate::history_files::ChosenHistory;
use crate::home::Home;
use crate::live_side::{LiveParts, LiveSide};
use crate::outside::Outside;
use crate::places::{Asked, Places, Shown};
use crate::practice_side::{self, PracticeSide};
use crate::relay;
use crate::views::Mode;

/// The live ledger's setting that remembers the mode between runs.
const MODE_SETTING: &str = "mode";

const fn setting_of(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "live",
        Mode::Practice => "practice",
    }
}

/// Which mode the window shows, shared with those who tell it of changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct OnShow(Arc<AtomicBool>);

impl OnShow {
    pub(crate) fn mode(&self) -> Mode {
        if self.0.load(Ordering::Acquire) { Mode::Practice } else { Mode::Live }
    }

    fn set(&self, mode: Mode) {
        self.0.store(mode == Mode::Practice, Ordering::Release);
    }
}

/// Everything that commands work on.
pub struct Console {
    home: Home,
    vault: Arc<Vault>,
    outside: Arc<dyn Outside>,
    live: LiveSide,
    /// Opened when first needed, then kept until the program ends.
    practice: OnceCell<PracticeSide>,
    mode: OnShow,
    chosen_file: ChosenFile,
    chosen_history: ChosenHistory,
    exports: Exports,
    places: Places,
    shown: Shown,
}

impl Console {
    /// Opens vault and ledger and begins to watch open orders.
    ///
    /// # Errors
    /// Everything that keeps the live ledger from being opened: another instance owns it, it is newer than the program …
    pub async fn open(
        home: Home,
        vault_options: VaultOptions,
        outside: Arc<dyn Outside>,
    ) -> Result<Self, CommandError> {
        let folder = home.vault().map_err(|error| CommandError::new("data_folder", error.to_string()))?;
        let vault = Arc::new(Vault::open(&folder, vault_options).await?);
        let mode = OnShow::default();
        let live = LiveSide::open(LiveParts {
            home: home.clone(),
            vault: Arc::clone(&vault),
            outside: Arc::clone(&outside),
            mode: mode.clone(),
        })
        .await?;
        let console = Self {
            home,
            vault,
            outside,
            live,
            practice: OnceCell::new(),
            mode,
            chosen_file: ChosenFile::default(),
            chosen_history: ChosenHistory::default(),
            exports: Exports::default(),
            places: Places::default(),
            shown: Shown::default(),
        };
        // A damaged ledger may not remember; then the person has to see the live one.
        let remembered = console.live().ledger().setting(MODE_SETTING).await.unwrap_or_default();
        if remembered.as_deref() == Some(setting_of(Mode::Practice)) {
            console.practice_side().await?;
            console.mode.set(Mode::Practice);
        }
        Ok(console)
    }

    /// The folder with all data.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The secrets.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The desktop around the program.
    #[must_use]
    pub fn outside(&self) -> &dyn Outside {
        self.outside.as_ref()
    }

    /// The file that a person has chosen last.
    pub(crate) const fn chosen_file(&self) -> &ChosenFile {
        &self.chosen_file
    }

    /// The file with a merchant's past that a person has chosen last.
    pub(crate) const fn chosen_history(&self) -> &ChosenHistory {
        &self.chosen_history
    }

    /// The export under way.
    pub(crate) const fn exports(&self) -> &Exports {
        &self.exports
    }

    /// Where the main window is asked to go.
    pub(crate) const fn places(&self) -> &Places {
        &self.places
    }

    /// Asks the main window to go somewhere.
    pub(crate) fn go_to(&self, asked: Asked) {
        self.places.put(asked);
        self.outside.tell(WindowEvent::Place(PlaceAsked));
    }

    /// Follows a link to an order, or says that it is none.
    pub fn follow_link(&self, link: &str) {
        self.go_to(Asked::by_link(link));
    }

    /// The main window shows these orders in full.
    pub(crate) fn shown_in_main(&self, ids: Vec<OrderId>) {
        self.desk().look_at(&self.shown.in_main(ids));
    }

    /// An order has a window of its own now, or none any more.
    pub(crate) fn shown_in_own(&self, id: OrderId, open: bool) {
        self.desk().look_at(&self.shown.in_own(id, open));
    }

    /// The mode on show.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode.mode()
    }

    /// The desk of the mode on show.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        match (self.mode(), self.practice.get()) {
            (Mode::Practice, Some(practice)) => practice.desk(),
            (Mode::Practice, None) | (Mode::Live, _) => self.live.desk(),
        }
    }

    /// The live desk, whatever is on show.
    #[must_use]
    pub fn live(&self) -> &Arc<Desk> {
        self.live.desk()
    }

    /// The secrets can be read: what waited for them on either side goes on.
    pub fn vault_opened(&self) {
        self.live().vault_opened();
        if let Some(practice) = self.practice.get() {
            practice.desk().vault_opened();
        }
    }

    /// Puts a backup in the live ledger's place and goes on with it.
    ///
    /// # Errors
    /// `no_such_backup`; whatever keeps it from being restored: the ledger then is as it was.
    pub async fn restore(&self, name: &str) -> Result<(), CommandError> {
        self.outside.close_orders();
        let restored = self.live.restore(name).await;
        // All that the window holds may be another ledger's.
        self.outside.tell(WindowEvent::AppState(AppStateChanged { mode: self.mode() }));
        restored
    }

    /// The practice side, opened if need be: its gateways, its ledger and its desk.
    ///
    /// # Errors
    /// When its ledger cannot be opened or no port is free.
    pub async fn practice_side(&self) -> Result<&PracticeSide, CommandError> {
        self.practice
            .get_or_try_init(|| async {
                let side = PracticeSide::open(self.home.practice(), Arc::clone(&self.vault)).await?;
                relay::begin(side.desk(), Mode::Practice, self.mode.clone(), Arc::clone(&self.outside));
                side.desk().start().await?;
                Ok(side)
            })
            .await
    }

    /// Whether the practice merchant was ever made on this computer.
    #[must_use]
    pub fn practice_exists(&self) -> bool {
        self.practice.get().is_some() || practice_side::exists(&self.home.practice())
    }

    /// Shows the other side in the whole window.
    ///
    /// # Errors
    /// When the practice side cannot be opened, or the choice cannot be remembered.
    pub async fn switch(&self, mode: Mode) -> Result<(), CommandError> {
        if mode == Mode::Practice {
            self.practice_side().await?;
        }
        match self.live().ledger().set_setting(MODE_SETTING, setting_of(mode)).await {
            // Not remembered; shown all the same.
            Ok(()) | Err(LedgerError::Sealed) => {}
            Err(error) => return Err(error.into()),
        }
        if mode != self.mode() {
            // They show orders of the other ledger.
            self.outside.close_orders();
        }
        self.mode.set(mode);
        self.outside.tell(WindowEvent::AppState(AppStateChanged { mode }));
        Ok(())
    }

    /// Ends both sides in good order: nothing new is begun, what is being written is finished.
    pub async fn close(&self) {
        self.live().stop().await;
        self.live().close().await;
        if let Some(practice) = self.practice.get() {
            practice.close().await;
        }
    }
}
