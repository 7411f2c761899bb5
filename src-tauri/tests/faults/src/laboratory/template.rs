//! The ledger that every schedule begins with: made once, then copied.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use desk::{AccountChange, AccountForm, Desk, DeskOptions};
use gateways::catalogue::LimitOverrides;
use ledger::{AccountId, AccountRow, Ledger, OpenError};
use practice::{Delivery, Market};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use url::Url;
use vault::{KeychainUse, Vault, VaultOptions};

use super::schedule::{BEGINNING_MS, DAY_CEILING, MARKETS, Schedule};
use crate::disk;

/// The only file of a ledger that was closed in good order.
const LEDGER_FILE: &str = "ledger.db";

/// The merchant's accounts and their markets.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts(Vec<(&'static str, AccountId)>);

impl Accounts {
    pub(super) fn at(&self, market: &str) -> Option<AccountId> {
        self.0.iter().find(|(own, _)| *own == market).map(|(_, account)| *account)
    }

    /// Whose callback it is, by where it goes.
    pub(super) fn called(&self, delivery: &Delivery) -> Option<AccountId> {
        let place = (0..self.0.len()).find(|place| delivery.url == notify_url(*place))?;
        self.0.get(place).map(|(_, account)| *account)
    }

    /// The account that has a ceiling for the day.
    pub(super) fn limited(&self) -> Option<AccountId> {
        self.0.get(1).map(|(_, account)| *account)
    }
}

/// A ledger, and the accounts in it.
struct Ready {
    accounts: Accounts,
    content: Vec<u8>,
}

/// So often a ledger that was just closed is looked at, every 50 ms.
const CLOSING_TRIES: u32 = 200;

/// What all schedules share.
pub struct Template {
    pub(super) vault: Arc<Vault>,
    /// By the market of the only account.
    alone: BTreeMap<&'static str, Ready>,
    /// With two accounts, by the market of the first: the second has a ceiling.
    both: BTreeMap<&'static str, Ready>,
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
        let made = |name: String, markets: &[&'static str]| -> io::Result<Ready> {
            let folder = home.path().join(name);
            let accounts = runtime.block_on(fill(markets, &folder, &vault)).map_err(io::Error::other)?;
            Ok(Ready { accounts, content: fs::read(folder.join(LEDGER_FILE))? })
        };
        let (mut alone, mut both) = (BTreeMap::new(), BTreeMap::new());
        for market in MARKETS {
            alone.insert(market, made(market.to_owned(), &[market])?);
            let other = MARKETS.iter().copied().find(|other| *other != market).unwrap_or(market);
            both.insert(market, made(format!("{market}-first"), &[market, other])?);
        }
        Ok(Self { vault, alone, both, _home: home })
    }

    /// Puts the schedule's ledger into a new folder; returns the accounts in it.
    pub(super) fn place(&self, schedule: &Schedule, folder: &Path) -> io::Result<Accounts> {
        let ledgers = if schedule.has_two_accounts() { &self.both } else { &self.alone };
        let ready =
            ledgers.get(schedule.market).ok_or_else(|| io::Error::other("a market without a template"))?;
        fs::create_dir_all(folder)?;
        fs::write(folder.join(LEDGER_FILE), &ready.content)?;
        Ok(ready.accounts.clone())
    }
}

/// Where the callbacks of the first, the second account go. Nobody listens there: they are handed in directly.
fn notify_url(place: usize) -> String {
    match place {
        0 => "http://127.0.0.1:9/callback".to_owned(),
        place => format!("http://127.0.0.1:9/callback/{place}"),
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

/// Makes a ledger with an account at each of these markets; all but the first have a ceiling for the day.
async fn fill(markets: &[&'static str], folder: &Path, vault: &Arc<Vault>) -> Result<Accounts, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let mut options = options(folder, vault);
    options.clock = desk::Clock::from_fn(|| BEGINNING_MS - 3_600_000);
    let desk = Desk::open(options).await.map_err(|error| text(&error))?;
    // Callbacks are handed in directly.
    desk.set_listener(false, None).await.map_err(|error| text(&error))?;
    let mut accounts = Accounts::default();
    for (place, market) in markets.iter().enumerate() {
        let account = connect(&desk, market, notify_url(place)).await?;
        if place > 0 {
            let change = limited(&account).ok_or("a ceiling that is no amount")?;
            desk.edit_account(account.id, change, None).await.map_err(|error| text(&error))?;
        }
        accounts.0.push((market, account.id));
    }
    desk.stop().await;
    drop(desk);
    // Closing leaves everything in one file.
    let ledger = closed(folder).await.map_err(|error| text(&error))?;
    ledger.close().await;
    Ok(accounts)
}

/// The ledger that a desk has just given up: on a busy machine its last task may hold it a little longer.
async fn closed(folder: &Path) -> Result<Ledger, OpenError> {
    let mut tries = 0;
    loop {
        match Ledger::open(folder, BEGINNING_MS - 3_600_000).await {
            Err(OpenError::InUse) if tries < CLOSING_TRIES => tries += 1,
            opened => return opened,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn connect(desk: &Arc<Desk>, market: &str, notify_url: String) -> Result<AccountRow, String> {
    let known = Market::from_name(market).ok_or("no such market")?;
    let form = AccountForm {
        name: market.to_owned(),
        market_id: market.to_owned(),
        base_url: format!("practice:{market}"),
        typed_confirmation: None,
        key_id: known.key_id().to_owned(),
        secret: known.secret().into(),
        notify_url: Some(notify_url),
        key_edited_now: false,
        max_payout: None,
    };
    desk.connect_account(form).await.map_err(|error| error.to_string())
}

fn limited(account: &AccountRow) -> Option<AccountChange> {
    Some(AccountChange {
        name: account.name.clone(),
        notify_url: account.notify_url.clone(),
        limits: LimitOverrides::default(),
        max_payout: None,
        max_day: Some(DAY_CEILING.to_string().parse().ok()?),
        sign_in_lower_case: false,
        amount_as_text: false,
    })
}
