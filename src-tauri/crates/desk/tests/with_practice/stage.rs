//! The stage of every test: a practice server, a vault, a desk with one account.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::{AccountChange, AccountForm, Confirmation, Desk, DeskOptions, TimeLimits};
use gateways::catalogue::LimitOverrides;
use ledger::{AccountId, AccountRow, OrderId, OrderRow};
use money::Amount;
use orders::{Draft, Product, Status};
use practice::{PracticeOptions, PracticeServer};
use tempfile::TempDir;
use url::Url;
use vault::{KeychainUse, Vault, VaultOptions};

pub(crate) const MARKETS: [&str; 4] = ["cashfast-mx", "cashy-mx", "cashy-tz", "cashy-th"];
/// A CLABE with a right check digit (cashfast.md §6.3).
pub(crate) const CLABE: &str = "646180000030056845";

pub(crate) struct Stage {
    pub(crate) practice: PracticeServer,
    pub(crate) desk: Arc<Desk>,
    pub(crate) account: AccountRow,
    pub(crate) vault: Arc<Vault>,
    pub(crate) folder: TempDir,
}

/// Everything runs twenty times as fast as in life; silence lasts longer than the desk's patience.
pub(crate) fn practice_options() -> PracticeOptions {
    PracticeOptions {
        speed: "20".parse().unwrap(),
        callback_time_factor: "0.001".parse().unwrap(),
        slow_ms: 300,
        silence_ms: 4_000,
        ..PracticeOptions::default()
    }
}

pub(crate) fn desk_options(folder: &Path, vault: &Arc<Vault>, practice: &PracticeServer) -> DeskOptions {
    let origin = Url::parse(&format!("http://{}", practice.address())).unwrap();
    let secret = |known: practice::PracticeCredentials| (known.key_id.to_owned(), known.secret.into());
    DeskOptions {
        built_in_secrets: practice.credentials().into_iter().map(secret).collect(),
        grace: Duration::from_millis(20),
        time_limits: TimeLimits { connect: Duration::from_millis(500), total: Duration::from_millis(1_500) },
        haste: 20,
        questions_per_minute: 6_000,
        ..DeskOptions::new(folder.join("practice"), false, Arc::clone(vault), Some(origin))
    }
}

pub(crate) async fn open_vault(folder: &Path) -> Arc<Vault> {
    let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    let vault = Vault::open(folder, options).await.unwrap();
    vault.set_up("correct horse battery".into()).await.unwrap();
    Arc::new(vault)
}

impl Stage {
    pub(crate) async fn new(market: &str) -> Self {
        Self::with(market, practice_options(), |_| {}).await
    }

    /// A stage whose payouts wait so long before they are sent by themselves.
    pub(crate) async fn with_grace(market: &str, grace: Duration) -> Self {
        Self::with(market, practice_options(), |options| options.grace = grace).await
    }

    /// A stage with other settings.
    pub(crate) async fn with(
        market: &str,
        practice: PracticeOptions,
        change: impl FnOnce(&mut DeskOptions),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let practice = PracticeServer::start(practice).await.unwrap();
        let vault = open_vault(folder.path()).await;
        let mut options = desk_options(folder.path(), &vault, &practice);
        change(&mut options);
        let desk = Desk::open(options).await.unwrap();
        desk.start().await.unwrap();
        let account = desk.connect_account(form(market, &practice)).await.unwrap();
        Self { practice, desk, account, vault, folder }
    }

    pub(crate) fn id(&self) -> AccountId {
        self.account.id
    }

    pub(crate) async fn collect(&self, amount: &str) -> OrderRow {
        let draft = collect_draft(&self.account.market_id, amount);
        self.desk.create_collect(self.id(), &draft).await.unwrap()
    }

    /// Prepares a payout and lets it go.
    pub(crate) async fn payout(&self, amount: &str) -> OrderRow {
        let draft = payout_draft(&self.account.market_id, amount);
        self.desk.prepare_payout(self.id(), &draft, confirmation(&draft)).await.unwrap()
    }

    pub(crate) async fn order(&self, id: OrderId) -> OrderRow {
        self.desk.ledger().order(id).await.unwrap().unwrap()
    }

    /// Waits until an order is as wanted.
    pub(crate) async fn until(
        &self,
        id: OrderId,
        what: &str,
        wanted: impl Fn(&OrderRow) -> bool,
    ) -> OrderRow {
        until(&self.desk, id, what, wanted).await
    }

    pub(crate) async fn until_status(&self, id: OrderId, status: Status) -> OrderRow {
        self.until(id, status.as_str(), |order| order.status == status).await
    }

    /// Closes the desk and opens it again on the same folder, not started yet.
    pub(crate) async fn reopen(self) -> Self {
        self.desk.stop().await;
        let options = desk_options(self.folder.path(), &self.vault, &self.practice);
        drop(self.desk);
        let desk = Desk::open(options).await.unwrap();
        Self { desk, ..self }
    }
}

pub(crate) async fn until(
    desk: &Desk,
    id: OrderId,
    what: &str,
    wanted: impl Fn(&OrderRow) -> bool,
) -> OrderRow {
    let found = eventually(async || {
        let order = desk.ledger().order(id).await.unwrap().unwrap();
        wanted(&order).then_some(order)
    })
    .await;
    match found {
        Some(order) => order,
        None => {
            let detail = desk.ledger().detail(id).await.unwrap().unwrap();
            panic!("never {what}: {:?}\n{:#?}", detail.order.status, detail.events)
        }
    }
}

/// The present time, Unix milliseconds.
pub(crate) fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Looks again and again, for two minutes at the most: machines stand still at times.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(look: impl Fn() -> F) -> Option<T> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(120) {
        if let Some(found) = look().await {
            return Some(found);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    None
}

pub(crate) fn form(market: &str, practice: &PracticeServer) -> AccountForm {
    let credentials = practice.credentials().into_iter().find(|known| known.market == market).unwrap();
    AccountForm {
        name: format!("Practice {market}"),
        market_id: market.to_owned(),
        base_url: format!("practice:{market}"),
        typed_confirmation: None,
        key_id: credentials.key_id.to_owned(),
        secret: credentials.secret.into(),
        notify_url: None,
        key_edited_now: false,
        max_payout: None,
    }
}

/// What an account is edited to: nothing but its name is special.
pub(crate) fn plain_change(name: &str) -> AccountChange {
    AccountChange {
        name: name.to_owned(),
        notify_url: None,
        limits: LimitOverrides::default(),
        max_payout: None,
        max_day: None,
        sign_in_lower_case: false,
        amount_as_text: false,
    }
}

/// What a person confirms who reads the review page.
pub(crate) fn confirmation(draft: &Draft) -> Confirmation {
    let account = draft.field("accountNo").or_else(|| draft.field("accountId")).unwrap();
    let last4 = account.split_at(account.len() - 4).1.to_owned();
    Confirmation { last4: Some(last4), ..Confirmation::default() }
}

pub(crate) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn draft(
    market: &str,
    product: Product,
    channel: Option<&str>,
    text: &str,
    fields: &[(&str, &str)],
) -> Draft {
    let currency = gateways::catalogue::market(market).unwrap().currency;
    let fields: BTreeMap<String, String> =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Draft { product, channel: channel.map(str::to_owned), amount: amount(text), currency, fields }
}

const PAYER: [(&str, &str); 6] = [
    ("realName", "Ana Lopez"),
    ("phone", "0982212345"),
    ("email", "ana@example.com"),
    ("remark", "order 7"),
    ("expireTime", "3600"),
    ("reusableStatus", "false"),
];

pub(crate) fn collect_draft(market: &str, text: &str) -> Draft {
    match market {
        "cashfast-mx" => draft(market, Product::Collect, Some("BANK"), text, &[("remark", "order 7")]),
        "cashy-mx" => draft(market, Product::Collect, Some("69"), text, &PAYER),
        "cashy-th" => draft(market, Product::Collect, Some("411"), text, &PAYER),
        "cashy-tz" => {
            let mut fields = PAYER.to_vec();
            // A later field of the same name replaces the earlier one.
            fields.extend([("phone", "255721323213"), ("mobileMoneyPhone", "721323213")]);
            draft(market, Product::CashierDesk, None, text, &fields)
        }
        other => panic!("{other}"),
    }
}

pub(crate) fn payout_draft(market: &str, text: &str) -> Draft {
    match market {
        "cashfast-mx" => draft(
            market,
            Product::Payout,
            Some("BANK"),
            text,
            &[
                ("accountName", "Ana Lopez"),
                ("accountType", "CLABE"),
                ("accountId", CLABE),
                ("bankName", "STP"),
            ],
        ),
        "cashy-mx" => draft(
            market,
            Product::Payout,
            None,
            text,
            &[
                ("accountName", "Ana Lopez"),
                ("accountType", "40"),
                ("accountNo", CLABE),
                ("bankId", "24"),
                ("remark", "rent"),
            ],
        ),
        "cashy-tz" => draft(
            market,
            Product::Payout,
            None,
            text,
            &[("accountName", "Asha"), ("accountType", "0"), ("accountNo", "721323213"), ("remark", "rent")],
        ),
        "cashy-th" => draft(
            market,
            Product::Payout,
            None,
            text,
            &[
                ("accountName", "Somchai"),
                ("accountType", "3"),
                ("accountNo", "1234567890"),
                ("bankId", "1"),
                ("idCard", "1234567890123"),
                ("remark", "rent"),
            ],
        ),
        "cashy-eg" => draft(
            market,
            Product::Payout,
            None,
            text,
            &[
                ("accountName", "Amal"),
                ("accountType", "1"),
                ("accountNo", "01012345678"),
                ("remark", "rent"),
            ],
        ),
        "cashy-br" => draft(
            market,
            Product::Payout,
            None,
            text,
            &[
                ("accountName", "Ana Souza"),
                ("accountType", "4"),
                ("accountNo", "+5511987654321"),
                ("remark", "rent"),
            ],
        ),
        other => panic!("{other}"),
    }
}
