//! A desk without sockets and without waiting, for tests: a clock that moves when nothing else does, and a gateway that
//! is a few lines.

mod gateway;
mod time;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ledger::{
    AccountId, AccountRow, CreationRequest, NewAccount, NewStub, OrderId, OrderRow, Outcome, OutcomeStatus,
    Party,
};
use money::{Amount, Currency};
use orders::{Product, ReportedStatus, Source};
use tempfile::TempDir;
use url::Url;
use vault::{KeychainUse, Vault, VaultOptions};

pub(crate) use gateway::{Asked, Manner, SimGateway};
pub(crate) use time::Time;

use crate::{Chance, Desk, DeskOptions};

pub(crate) const SECRET: &str = "a secret of the rig";
/// 2026-01-01T12:00:00Z.
pub(crate) const NOON: i64 = 1_767_268_800_000;

/// A desk with its clock and its gateway.
pub(crate) struct Rig {
    pub(crate) desk: Arc<Desk>,
    pub(crate) time: Time,
    pub(crate) gateway: SimGateway,
    pub(crate) folder: TempDir,
    vault: Arc<Vault>,
    /// The vault works on threads of its own: a test that uses it waits for them too.
    pub(crate) uses_vault: bool,
}

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut DeskOptions)) -> Self {
        let time = Time::at(NOON);
        let gateway = SimGateway::new(time.clone());
        let folder = memory_folder();
        let mut options = options(folder.path(), &time, &gateway).await;
        change(&mut options);
        let vault = Arc::clone(&options.vault);
        let desk = Desk::open(options).await.unwrap();
        Self { desk, time, gateway, folder, vault, uses_vault: false }
    }

    /// Ends the desk and opens it again on the same folder.
    pub(crate) async fn reopened(self) -> Self {
        let Self { desk, time, gateway, folder, vault: _, uses_vault } = self;
        desk.stop().await;
        desk.close().await;
        drop(desk);
        let options = options(folder.path(), &time, &gateway).await;
        let vault = Arc::clone(&options.vault);
        let desk = Desk::open(options).await.unwrap();
        Self { desk, time, gateway, folder, vault, uses_vault }
    }

    pub(crate) async fn account(&self, key_id: &str, market_id: &str) -> AccountRow {
        let new = NewAccount {
            name: key_id.to_owned(),
            market_id: market_id.to_owned(),
            live: false,
            base_url: format!("practice:{market_id}"),
            key_id: key_id.to_owned(),
            notify_url: None,
            limits_json: "{}".to_owned(),
            habits_json: "{}".to_owned(),
            max_payout: None,
        };
        let account = self.desk.ledger.add_account(&new, self.time.wall_ms()).await.unwrap();
        self.desk.keyring.hold(account.key_slot, SECRET.into());
        account
    }

    /// An order that the gateway has accepted, as after its creation.
    pub(crate) async fn pending(&self, account: AccountId, product: Product, number: &str) -> OrderRow {
        self.sent(account, product, number, OutcomeStatus::Accepted(ReportedStatus::Pending)).await
    }

    pub(crate) async fn sent(
        &self,
        account: AccountId,
        product: Product,
        number: &str,
        status: OutcomeStatus,
    ) -> OrderRow {
        let (ledger, now) = (&self.desk.ledger, self.time.wall_ms());
        let stub = NewStub {
            account_id: account,
            product,
            number: number.to_owned(),
            channel: None,
            amount: "100".parse::<Amount>().unwrap(),
            currency: Currency::MXN,
            zone: "-06:00".to_owned(),
            party: Party::default(),
            draft_json: "{}".to_owned(),
            duplicate_reason: None,
        };
        let id = ledger.write_stub(&stub, now).await.unwrap().id;
        let request = CreationRequest { path: "/x".to_owned(), body: b"{}".to_vec() };
        ledger.begin_sending(id, &request, Source::Program, None, now).await.unwrap();
        let outcome = Outcome { gateway_number: Some(format!("G{number}")), ..Outcome::new(status) };
        ledger.record_outcome(id, &outcome, now).await.unwrap().order
    }

    pub(crate) async fn order(&self, id: OrderId) -> OrderRow {
        self.desk.ledger.order(id).await.unwrap().unwrap()
    }

    /// Lets so much time pass, moment by moment: whenever everybody waits, the clock goes on to the next one's time.
    pub(crate) async fn pass(&self, how_long: Duration) {
        let end = self.time.steady_ms() + i64::try_from(how_long.as_millis()).unwrap();
        loop {
            self.settle().await;
            match self.time.next_waking_ms() {
                Some(at) if at <= end => self.time.go_on_to_ms(at),
                Some(_) | None => break,
            }
        }
        self.time.go_on_to_ms(end);
        self.settle().await;
    }

    /// Waits until everybody waits: nobody reads or writes, and whatever runs waits for the clock.
    pub(crate) async fn settle(&self) {
        let mut quiet = 0;
        while quiet < 30 {
            tokio::task::yield_now().await;
            if self.uses_vault && quiet % 10 == 0 {
                // Its work is done one after the other: when this is, all before it is.
                self.vault.state().await.unwrap();
            }
            quiet = if self.desk.ledger.is_idle() { quiet + 1 } else { 0 };
            if quiet == 0 {
                tokio::time::sleep(Duration::from_micros(20)).await;
            }
        }
    }
}

async fn options(folder: &Path, time: &Time, gateway: &SimGateway) -> DeskOptions {
    let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    let vault = Arc::new(Vault::open(folder, options).await.unwrap());
    let origin = Url::parse("http://gateway.test").unwrap();
    let drawn = AtomicU64::new(1);
    DeskOptions {
        built_in_secrets: HashMap::from([
            ("AK1".to_owned(), SECRET.into()),
            ("AK2".to_owned(), SECRET.into()),
        ]),
        clock: time.clock(),
        chance: Chance::from_fn(move || {
            // splitmix64: always the same numbers, well mixed.
            let n = drawn.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB) ^ (n >> 31)
        }),
        carrier: Some(Arc::new(gateway.clone())),
        ..DeskOptions::new(folder.join("practice"), false, vault, Some(origin))
    }
}

/// A folder in memory where there is one: these tests are not about disks.
fn memory_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
