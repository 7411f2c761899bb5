//! Callbacks that come while the vault is locked: kept, not believed and not doubted, and applied once it is open.

use std::sync::Arc;

use desk::{AccountForm, Desk};
use ledger::{AccountRow, DeliveryRow, NewDelivery, OrderRow};
use orders::Status;
use tempfile::TempDir;
use vault::{KeychainUse, Vault, VaultOptions, VaultStatus};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::callbacks::post;
use crate::stage::{Stage, collect_draft, desk_options, eventually, form, practice_options};

type Headers = Vec<(String, String)>;

/// A desk whose account's secret lies in a passphrase vault, restarted and not unlocked yet; with the gateway's genuine
/// callbacks about one order, which have not been delivered.
struct Locked {
    stage: Stage,
    vault: Arc<Vault>,
    account: AccountRow,
    order: OrderRow,
    callbacks: Vec<(Headers, Vec<u8>)>,
}

async fn locked(market: &str, amount: &str, callbacks: usize) -> Locked {
    let stage = Stage::with(market, practice_options(), |options| options.haste = 1).await;
    let relay = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&relay).await;
    let own = AccountForm {
        base_url: format!("http://{}/{market}", stage.practice.address()),
        notify_url: Some(relay.uri()),
        ..form(market, &stage.practice)
    };
    let account = stage.desk.connect_account(own).await.unwrap();
    let order = stage.desk.create_collect(account.id, &collect_draft(market, amount)).await.unwrap();
    // Nobody asks: what comes of the order is told by callbacks only.
    stage.desk.stop().await;
    if callbacks == 1 {
        stage.practice.pay_collect(&order.number, None).unwrap();
    }
    let told = eventually(async || {
        let told = relay.received_requests().await.unwrap();
        (told.len() >= callbacks).then_some(told)
    });
    let told = told.await.unwrap();
    let callbacks = told
        .iter()
        .map(|request| {
            let headers = request.headers.iter();
            let headers =
                headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
            (headers, request.body.clone())
        })
        .collect();
    let vault = reopened_vault(&stage.folder).await;
    assert_eq!(vault.state().await.unwrap().status, VaultStatus::Locked);
    let options = desk_options(stage.folder.path(), &vault, &stage.practice);
    let Stage { practice, desk, account: other, vault: former, folder } = stage;
    drop((desk, former));
    let desk = Desk::open(options).await.unwrap();
    desk.start().await.unwrap();
    let stage = Stage { practice, desk, account: other, vault: Arc::clone(&vault), folder };
    Locked { stage, vault, account, order, callbacks }
}

async fn reopened_vault(folder: &TempDir) -> Arc<Vault> {
    let options = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    Arc::new(Vault::open(folder.path(), options).await.unwrap())
}

impl Locked {
    async fn deliver(&self, headers: &[(String, String)], body: &[u8]) -> u16 {
        let url = self.stage.desk.callback_url(self.account.id).await.unwrap().unwrap();
        post(&url, headers, body).await
    }

    async fn kept(&self) -> Vec<DeliveryRow> {
        let mut rows = self.stage.desk.ledger().deliveries(100, None).await.unwrap();
        rows.retain(|row| row.account_id == Some(self.account.id));
        rows
    }

    async fn unlock(&self) {
        self.vault.unlock("correct horse battery".into()).await.unwrap();
        self.stage.desk.vault_opened();
    }
}

#[tokio::test]
async fn a_supplement_that_came_while_locked_is_not_lost() {
    let locked = locked("cashy-th", "1209", 2).await;
    for (headers, body) in &locked.callbacks {
        assert_eq!(locked.deliver(headers, body).await, 200, "it is on disk, so the gateway is told so");
    }
    let kept = locked.kept().await;
    assert!(kept.len() >= 2);
    for row in &kept {
        assert!(!row.verified && row.effect == "stored", "{row:?}");
        assert!(row.verdict_json.contains("undecided"), "not unverified: {}", row.verdict_json);
    }
    let ledger = locked.stage.desk.ledger();
    assert_eq!(ledger.unverified_since(0).await.unwrap(), 0);
    assert!(ledger.supplements(locked.order.id).await.unwrap().is_empty());

    locked.unlock().await;
    let children = eventually(async || {
        let children = ledger.supplements(locked.order.id).await.unwrap();
        (!children.is_empty()).then_some(children)
    });
    let children = children.await.expect("the further payment is there after all");
    assert_eq!((children.len(), children[0].status), (1, Status::Succeeded));
    let all_decided = eventually(async || {
        let kept = locked.kept().await;
        kept.iter().all(|row| row.verified && row.effect != "stored").then_some(kept)
    });
    let kept = all_decided.await.expect("the verdicts are written back");
    assert!(kept.iter().all(|row| row.verdict_json.contains("verified")), "{kept:?}");
    assert!(kept.iter().any(|row| row.effect == "supplement"));
    assert_eq!(ledger.undecided_deliveries().await.unwrap(), 0);
}

#[tokio::test]
async fn it_is_applied_after_a_restart_too_and_a_repetition_has_no_second_effect() {
    let locked = locked("cashfast-mx", "1200", 1).await;
    let (headers, body) = &locked.callbacks[0];
    for _ in 0..3 {
        assert_eq!(locked.deliver(headers, body).await, 200);
    }
    assert_eq!(locked.kept().await.len(), 1, "the same one is counted");
    // The person unlocks only the next time the program runs.
    locked.stage.desk.stop().await;
    locked.stage.desk.close().await;
    locked.vault.unlock("correct horse battery".into()).await.unwrap();
    let options = desk_options(locked.stage.folder.path(), &locked.vault, &locked.stage.practice);
    let desk = Desk::open(options).await.unwrap();
    desk.start().await.unwrap();
    let settled = desk.ledger().order(locked.order.id).await.unwrap().unwrap();
    assert_eq!(settled.status, Status::Succeeded, "at the start, before anything is asked");
    let url = desk.callback_url(locked.account.id).await.unwrap().unwrap();
    assert_eq!(post(&url, headers, body).await, 200);
    let events = desk.ledger().events(locked.order.id).await.unwrap();
    let delivered = events.iter().filter(|event| event.source == orders::Source::Delivery).count();
    assert_eq!(delivered, 1, "{events:#?}");
}

#[tokio::test]
async fn a_forged_one_that_came_while_locked_is_found_out() {
    let locked = locked("cashfast-mx", "1200", 1).await;
    let (headers, body) = &locked.callbacks[0];
    let forged: Headers = headers
        .iter()
        .map(|(name, value)| {
            let value = if name == "sign" { "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" } else { value };
            (name.clone(), value.to_owned())
        })
        .collect();
    assert_eq!(locked.deliver(&forged, body).await, 200);
    locked.unlock().await;
    let decided = eventually(async || {
        let kept = locked.kept().await;
        kept.first().filter(|row| row.effect != "stored").cloned()
    });
    let decided = decided.await.expect("it gets its verdict");
    assert!(!decided.verified && decided.effect == "unverified", "{decided:?}");
    assert!(decided.verdict_json.contains("wrong_signature"), "{}", decided.verdict_json);
}

#[tokio::test]
async fn more_than_a_bound_are_not_acknowledged_and_none_that_waits_is_dropped() {
    let locked = locked("cashfast-mx", "1200", 1).await;
    let ledger = locked.stage.desk.ledger();
    for n in 0..2_000 {
        let new = NewDelivery {
            account_id: Some(locked.account.id),
            order_id: None,
            received_at_ms: n,
            headers_json: "[]".to_owned(),
            body: n.to_string().into_bytes(),
            nonce: None,
            verdict_json: r#"{"verdict":"undecided"}"#.to_owned(),
            verified: false,
            effect: ledger::DELIVERY_STORED.to_owned(),
        };
        ledger.store_delivery(&new).await.unwrap();
    }
    let (headers, body) = &locked.callbacks[0];
    assert_ne!(locked.deliver(headers, body).await, 200, "the gateway has to call again");
    assert_eq!(ledger.undecided_deliveries().await.unwrap(), 2_000);
}

/// The program dies after a callback had its effect and before that was noted.
#[tokio::test]
async fn a_callback_applied_before_a_crash_has_no_second_effect() {
    let stage = Stage::with("cashy-th", practice_options(), |options| options.haste = 1).await;
    let order = stage.collect("1209").await;
    let both = eventually(async || {
        let told = stage.desk.ledger().deliveries_of_order(order.id).await.unwrap();
        (told.iter().any(|row| row.effect == "supplement") && told.len() >= 2).then_some(told)
    });
    let told = both.await.expect("paid, and paid once more");
    stage.until_status(order.id, Status::Succeeded).await;
    stage.desk.stop().await;
    let ledger = stage.desk.ledger();
    let before = ledger.detail(order.id).await.unwrap().unwrap();
    let totals = ledger.totals(None, "2000-01-01", "2100-01-01").await.unwrap();
    for row in &told {
        ledger.settle_delivery(row.id, None, ledger::DELIVERY_STORED).await.unwrap();
    }
    let stage = stage.reopen().await;
    stage.desk.start().await.unwrap();
    stage.desk.stop().await;
    let ledger = stage.desk.ledger();
    let after = ledger.detail(order.id).await.unwrap().unwrap();
    assert_eq!(after.events, before.events, "not a line more");
    assert_eq!(after.supplements, before.supplements);
    assert_eq!(ledger.totals(None, "2000-01-01", "2100-01-01").await.unwrap(), totals);
    for row in told {
        let settled = ledger.delivery(row.id).await.unwrap().unwrap();
        assert_eq!((settled.effect, settled.order_id), (row.effect, row.order_id), "noted as it was");
    }
}

#[tokio::test]
async fn a_key_whose_secret_cannot_be_kept_does_not_come_to_be() {
    let stage = Stage::new("cashfast-mx").await;
    let own = AccountForm {
        base_url: format!("http://{}/cashfast-mx", stage.practice.address()),
        ..form("cashfast-mx", &stage.practice)
    };
    let account = stage.desk.connect_account(own).await.unwrap();
    // The vault's next version cannot be written: a folder stands in its place.
    let in_the_way = stage.folder.path().join("vault.new");
    std::fs::create_dir(&in_the_way).unwrap();
    let failed = stage.desk.rotate_key(account.id, "Another1", "a new secret".into()).await;
    assert!(matches!(failed, Err(desk::DeskError::Vault(_))), "{failed:?}");
    let keys = stage.desk.ledger().account_keys(account.id).await.unwrap();
    assert_eq!(keys.iter().map(|key| key.key_id.as_str()).collect::<Vec<_>>(), [account.key_id.as_str()]);
    assert!(stage.desk.refresh_balance(account.id).await.is_ok(), "the former key goes on working");

    std::fs::remove_dir(&in_the_way).unwrap();
    let rotated = stage.desk.rotate_key(account.id, &account.key_id, "a new secret".into()).await.unwrap();
    assert_ne!(rotated.key_slot, account.key_slot);
}
