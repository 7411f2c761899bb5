//! The ledger that every schedule begins with: made once, then copied.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use desk::{AccountForm, Desk, DeskOptions};
use ledger::{AccountId, Ledger};
use practice::Market;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use url::Url;
use vault::{KeychainUse, Vault, VaultOptions};

use super::schedule::{BEGINNING_MS, MARKETS};
use crate::disk;

/// The only file of a ledger that was closed in good order.
const LEDGER_FILE: &str = "ledger.db";

/// What all schedules share.
pub struct Template {
    pub(super) vault: Arc<Vault>,
    ledgers: HashMap<&'static str, (AccountId, Vec<u8>)>,
    _home: TempDir,
}

impl Template {
    /// Makes an empty vault and, for each market, a ledger with one account.
    ///
    /// # Errors
    /// When a folder cannot be made or written; the program's own errors come as text.
    pub fn new() -> io::Result<Self> {
        let home = disk::scratch()?;
        let runtime = runtime()?;
        let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
        let vault =
            runtime.block_on(Vault::open(&home.path().join("vault"), options)).map_err(io::Error::other)?;
        let vault = Arc::new(vault);
        let mut ledgers = HashMap::new();
        for market in MARKETS {
            let folder = home.path().join(market);
            let account = runtime.block_on(connect(market, &folder, &vault)).map_err(io::Error::other)?;
            ledgers.insert(market, (account, fs::read(folder.join(LEDGER_FILE))?));
        }
        Ok(Self { vault, ledgers, _home: home })
    }

    /// Puts the market's ledger into a new folder; returns the account in it.
    pub(super) fn place(&self, market: &str, folder: &Path) -> io::Result<AccountId> {
        let (account, content) =
            self.ledgers.get(market).ok_or_else(|| io::Error::other("a market without a template"))?;
        fs::create_dir_all(folder)?;
        fs::write(folder.join(LEDGER_FILE), content)?;
        Ok(*account)
    }
}

/// One thread, so that nothing in the program happens at the same time as anything else.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// The settings of the laboratory's desks, but for clock, chance and network.
pub(super) fn options(folder: &Path, vault: &Arc<Vault>) -> DeskOptions {
    let secret = |market: Market| (market.key_id().to_owned(), market.secret().into());
    DeskOptions {
        built_in_secrets: Market::ALL.into_iter().map(secret).collect(),
        ..DeskOptions::new(folder.to_owned(), false, Arc::clone(vault), Url::parse("http://127.0.0.1:9").ok())
    }
}

async fn connect(market: &'static str, folder: &Path, vault: &Arc<Vault>) -> Result<AccountId, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let mut options = options(folder, vault);
    options.clock = desk::Clock::from_fn(|| BEGINNING_MS - 3_600_000);
    let desk = Desk::open(options).await.map_err(|error| text(&error))?;
    // Callbacks are handed in directly.
    desk.set_listener(false, None).await.map_err(|error| text(&error))?;
    let known = Market::from_name(market).ok_or("no such market")?;
    let account = desk
        .connect_account(AccountForm {
            name: market.to_owned(),
            market_id: market.to_owned(),
            base_url: format!("practice:{market}"),
            typed_confirmation: None,
            key_id: known.key_id().to_owned(),
            secret: known.secret().into(),
            notify_url: Some("http://127.0.0.1:9/callback".to_owned()),
            key_edited_now: false,
            max_payout: None,
        })
        .await
        .map_err(|error| text(&error))?;
    desk.stop().await;
    drop(desk);
    // Closing leaves everything in one file.
    let ledger = Ledger::open(folder, BEGINNING_MS - 3_600_000).await.map_err(|error| text(&error))?;
    ledger.close().await;
    Ok(account.id)
}
