//! S1: planted secrets are looked for after a whole journey, in everything that leaves the program or stays on disk.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::drafts::{collect, confirmed, payout};
use crate::gateway::{Gateway, nobody, with};
use crate::leaks::Leaks;
use crate::rig::{Rig, eventually, text};

/// A word that the journey writes down on purpose: the searcher must find it where secrets must not be.
const DECOY: &str = "a decoy that is no secret 58c2d1";

/// Sixteen random digits and letters; `RandomState` is seeded by the system.
fn random() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

/// What is planted. The letters that need escaping are there so that the encoded forms differ from the plain one.
struct Planted {
    passphrase: String,
    wrong_passphrase: String,
    next_passphrase: String,
    wrong_secret: String,
    refused_secret: String,
    next_key: String,
    next_api_key: String,
}

impl Planted {
    fn new() -> Self {
        Self {
            passphrase: format!("my horse+{} /={}", random(), random()),
            wrong_passphrase: format!("no \"horse\" {}{}", random(), random()),
            next_passphrase: format!("next/horse&={} {}", random(), random()),
            wrong_secret: format!("wrong+/={}{}", random(), random()),
            refused_secret: format!("ends in a space {}{} ", random(), random()),
            next_key: format!("next&key={}+{}/", random(), random()),
            next_api_key: format!("{}\u{e9}\\\"{}", random(), random()),
        }
    }

    /// A searcher for all of them, and for the two secrets that the gateway accepts.
    fn leaks(&self, gateway: &Gateway) -> Leaks {
        let mut leaks = Leaks::default();
        leaks.add("passphrase", &self.passphrase);
        leaks.add("wrong passphrase", &self.wrong_passphrase);
        leaks.add("next passphrase", &self.next_passphrase);
        leaks.add("wrong secret", &self.wrong_secret);
        leaks.add("refused secret", self.refused_secret.trim());
        leaks.add("next key", &self.next_key);
        leaks.add("next apiKey", &self.next_api_key);
        leaks.add("secret_key", gateway.credentials("cashfast-mx").secret);
        leaks.add("apiKey", gateway.credentials("cashy-mx").secret);
        leaks
    }
}

/// Logs everything that anybody says, far more than in daily life.
fn log_everything(home: &Path) {
    let logs = home.join("logs");
    std::fs::create_dir_all(&logs).unwrap();
    let file = Mutex::new(File::create(logs.join("everything.log")).unwrap());
    let filter = tracing_subscriber::EnvFilter::new("trace,mio=off,sqlx=debug");
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(file).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    tracing::info!("{DECOY}");
}

#[test]
fn s01_no_planted_secret_leaves_the_vault() {
    let gateway = Gateway::start();
    let planted = Planted::new();
    let leaks = planted.leaks(&gateway);
    let rig = Rig::new();
    log_everything(rig.home());

    let accounts = connect(&rig, &gateway, &planted);
    for (market, account) in &accounts {
        use_account(&rig, &gateway, market, account);
    }
    fail_in_every_way(&rig, &gateway, &planted, &accounts);
    settle_the_unknown(&rig);
    pass_ceilings(&rig, &planted, &accounts);
    rotate(&rig, &planted, &accounts);
    look_at_everything(&rig);
    assert_found_nothing(&rig, &leaks, "while open");

    let rig = rig.restart();
    reopen(&rig, &planted, &accounts);
    look_at_everything(&rig);
    assert_found_nothing(&rig, &leaks, "after a restart");
    assert_decoy_found(&rig);

    let (home, outside, crossed) = rig.close();
    assert_eq!(leaks.under(home.path()), [], "after the end");
    for text in outside.told.lock().unwrap().iter().chain(crossed.answers.lock().unwrap().iter()) {
        assert_eq!(leaks.in_bytes(text.as_bytes()), [""; 0], "{text}");
    }
}

/// Sets the vault up, tries forms out and connects both kinds of account.
fn connect(rig: &Rig, gateway: &Gateway, planted: &Planted) -> Vec<(&'static str, String)> {
    rig.call("set_up_vault", json!({ "passphrase": planted.passphrase }));
    rig.call("set_listener", json!({ "on": true, "port": null }));
    let accounts: Vec<_> = ["cashfast-mx", "cashy-mx"]
        .map(|market| {
            let form = gateway.form(market);
            let wrong = with(form.clone(), json!({ "secret": planted.wrong_secret }));
            let test = |form: &Value| {
                let report =
                    rig.call("test_connection", json!({ "request": { "what": "new", "value": form } }));
                text(&report, "verdict").to_owned()
            };
            assert_eq!((test(&form), test(&wrong)), ("works".to_owned(), "bad_signature".to_owned()));
            (market, gateway.connect(rig, market))
        })
        .into();
    let listener = rig.call("listener_state", json!({}));
    for address in listener["addresses"].as_array().unwrap() {
        let changes = json!({
            "name": address["accountName"], "notifyUrl": address["url"], "payoutCeiling": null, "limits": [],
            "signInLowerCase": false, "amountAsText": false,
        });
        rig.call("edit_account", json!({ "id": address["accountId"], "changes": changes }));
    }
    accounts
}

/// Orders of both kinds, their end, callbacks genuine and forged, balance and banks.
fn use_account(rig: &Rig, gateway: &Gateway, market: &str, account: &str) {
    rig.call("refresh_balance", json!({ "accountId": account }));
    rig.call("refresh_banks", json!({ "accountId": account }));
    let create = json!({ "accountId": account, "draft": collect(market, "1200") });
    let collected = rig.call("create_collect", create);
    gateway.0.pay_collect(text(&collected["summary"], "number"), None).unwrap();
    // The same sum to the same account in both markets would need a reason.
    let hundreds = if market == "cashfast-mx" { 13 } else { 23 };
    // 11 brings a forged callback, 12 numbers spelt in another way.
    for ending in ["00", "11", "12"] {
        let draft = payout(market, &format!("{hundreds}{ending}"));
        let arguments = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
        let prepared = rig.call("prepare_payout", arguments);
        rig.call("send_payout", json!({ "id": prepared["summary"]["id"] }));
    }
    rig.call("add_note", json!({ "id": collected["summary"]["id"], "text": DECOY }));
    rig.ask_until(text(&collected["summary"], "id"), "succeeded");
    eventually("genuine and forged callbacks", || {
        let page = rig.call("list_deliveries", json!({ "after": null }));
        let deliveries = page["deliveries"].as_array().unwrap();
        let any = |verified: bool| deliveries.iter().any(|delivery| delivery["verified"] == verified);
        (any(true) && any(false)).then_some(())
    });
}

/// An error of each kind, with a secret in the call wherever one fits.
fn fail_in_every_way(rig: &Rig, gateway: &Gateway, planted: &Planted, accounts: &[(&'static str, String)]) {
    for (market, account) in accounts {
        let form = |changes: Value| with(gateway.form(market), changes);
        for changes in [
            json!({ "secret": planted.refused_secret }),
            json!({ "secret": planted.wrong_secret, "baseUrl": "ftp://gateway.example" }),
            json!({ "secret": planted.wrong_secret, "marketId": "nowhere" }),
            json!({ "secret": planted.wrong_secret, "name": 7 }),
            json!({ "secret": [planted.wrong_secret] }),
            json!({ "secret": planted.next_key, "keyId": "" }),
        ] {
            rig.refuse("connect_account", json!({ "request": form(changes.clone()) }));
            let trial = json!({ "request": { "what": "new", "value": form(changes) } });
            // A trial needs no name.
            let _verdict = rig.try_call("test_connection", trial);
        }
        let down = form(json!({ "secret": planted.wrong_secret, "baseUrl": nobody() }));
        rig.call("test_connection", json!({ "request": { "what": "new", "value": down } }));
        // Refused, error after accepting, broken JSON, HTML, redirect, address, signature, unknown word, contradiction.
        for amount in ["1401", "1405", "1406", "1414", "1416", "1418", "1419", "1423", "1424", "1425"] {
            let create = json!({ "accountId": account, "draft": collect(market, amount) });
            rig.call("create_collect", create);
        }
    }
    for arguments in [
        json!({ "passphrase": planted.wrong_passphrase }),
        json!({ "passphrase": { "is": planted.wrong_passphrase } }),
    ] {
        rig.refuse("unlock_vault", arguments.clone());
        rig.refuse("set_up_vault", arguments);
    }
}

/// Settles what nobody knows with evidence and a file.
fn settle_the_unknown(rig: &Rig) {
    let document = rig.home().join("statement.txt");
    std::fs::write(&document, DECOY).unwrap();
    *rig.outside.chosen.lock().unwrap() = Some(document);
    let page = rig.call("list_orders", json!({ "query": { "statuses": ["unknown"], "limit": 500 } }));
    let settle = |order: &Value| {
        let chosen = rig.call("choose_evidence_file", json!({}));
        let settlement =
            json!({ "verdict": "failed", "reference": "SPEI 7A", "note": DECOY, "file": chosen["token"] });
        // An answer to a question may have come first.
        rig.try_call("settle_order", json!({ "id": order["id"], "settlement": settlement })).is_ok()
    };
    assert!(page["orders"].as_array().unwrap().iter().filter(|order| settle(order)).count() > 0);
}

/// The passphrase, wrong and right, wherever a ceiling asks for it; then another one, and back.
fn pass_ceilings(rig: &Rig, planted: &Planted, accounts: &[(&'static str, String)]) {
    let [(market, account), ..] = accounts else { unreachable!("two accounts") };
    let edit = |ceiling: &str, passphrase: Option<&str>| {
        json!({
            "id": account, "passphrase": passphrase,
            "changes": {
                "name": "Shop", "notifyUrl": null, "payoutCeiling": ceiling, "dayCeiling": null, "limits": [],
                "signInLowerCase": false, "amountAsText": false,
            },
        })
    };
    let prepare = |amount: &str, passphrase: Option<&str>| {
        let confirmation = json!({ "lastFour": "6845", "duplicateReason": null, "passphrase": passphrase });
        json!({ "accountId": account, "draft": payout(market, amount), "confirmation": confirmation })
    };
    let (right, wrong, next) = (&planted.passphrase, &planted.wrong_passphrase, &planted.next_passphrase);
    let stub = rig.call("prepare_payout", prepare("4130", None));
    let stub = &stub["summary"]["id"];
    rig.call("edit_account", edit("1000", None));
    rig.refuse("edit_account", edit("2000", Some(wrong)));
    rig.call("edit_account", edit("2000", Some(right)));
    rig.refuse("prepare_payout", prepare("4230", Some(wrong)));
    let passed = rig.call("prepare_payout", prepare("4230", Some(right)));
    rig.call("send_payout", json!({ "id": passed["summary"]["id"] }));
    rig.refuse("send_payout", json!({ "id": stub, "passphrase": wrong }));
    rig.call("send_payout", json!({ "id": stub, "passphrase": right }));
    rig.refuse("set_guard", json!({ "passphrase": next }));
    rig.refuse("change_guard", json!({ "old": wrong, "next": next }));
    rig.call("change_guard", json!({ "old": right, "next": next }));
    rig.call("change_guard", json!({ "old": next, "next": right }));
}

/// Gives both accounts keys that the gateway does not know, and uses them.
fn rotate(rig: &Rig, planted: &Planted, accounts: &[(&'static str, String)]) {
    let [(_, cashfast), (_, cashy)] = accounts else { unreachable!("two accounts") };
    rig.call("rotate_key", json!({ "id": cashfast, "keyId": "NextKey1", "secret": planted.next_key }));
    rig.call("rotate_key", json!({ "id": cashy, "keyId": "9000052", "secret": planted.next_api_key }));
    let other = json!({ "id": cashy, "keyId": "9000053", "secret": planted.next_api_key });
    rig.refuse("rotate_key", other);
    for (market, account) in accounts {
        let refused = rig.refuse("refresh_balance", json!({ "accountId": account }));
        assert_eq!(text(&refused, "code"), "gateway_refused");
        let create = json!({ "accountId": account, "draft": collect(market, "1500") });
        assert_eq!(rig.call("create_collect", create)["reasonCode"], "bad_signature");
    }
}

/// After a restart: locked, a wrong passphrase, the right one, and work again.
fn reopen(rig: &Rig, planted: &Planted, accounts: &[(&'static str, String)]) {
    let [(market, account), ..] = accounts else { unreachable!("two accounts") };
    let create = json!({ "accountId": account, "draft": collect(market, "1600") });
    assert_eq!(text(&rig.refuse("create_collect", create.clone()), "code"), "vault_locked");
    rig.refuse("unlock_vault", json!({ "passphrase": planted.wrong_passphrase }));
    rig.call("unlock_vault", json!({ "passphrase": planted.passphrase }));
    assert_eq!(rig.call("create_collect", create)["reasonCode"], "bad_signature");
    rig.call("start_practice", json!({}));
    rig.call("set_mode", json!({ "mode": "live" }));
}

/// Opens every page: all that the window can show crosses once.
fn look_at_everything(rig: &Rig) {
    for command in ["app_state", "status_line", "list_markets", "overview", "balances", "listener_state"] {
        rig.call(command, json!({}));
    }
    rig.call("list_accounts", json!({ "includeRetired": true }));
    rig.call("list_deliveries", json!({ "after": null }));
    let page = rig.call("list_orders", json!({ "query": { "limit": 500 } }));
    for order in page["orders"].as_array().unwrap() {
        let detail = rig.call("order_detail", json!({ "id": order["id"] }));
        for exchange in detail["exchanges"].as_array().unwrap() {
            assert!(text(exchange, "curl").contains("curl -X"));
        }
        let _may_be_refused = rig.try_call("ask_gateway", json!({ "id": order["id"] }));
    }
}

fn assert_found_nothing(rig: &Rig, leaks: &Leaks, when: &str) {
    assert_eq!(leaks.under(rig.home()), [], "files, {when}");
    for answer in rig.crossed.answers.lock().unwrap().iter() {
        assert_eq!(leaks.in_bytes(answer.as_bytes()), [""; 0], "an answer, {when}: {answer}");
    }
    for event in rig.outside.told.lock().unwrap().iter() {
        assert_eq!(leaks.in_bytes(event.as_bytes()), [""; 0], "an event, {when}: {event}");
    }
    #[cfg(target_os = "linux")]
    for file in ["/proc/self/cmdline", "/proc/self/environ"] {
        assert_eq!(leaks.in_bytes(&std::fs::read(file).unwrap()), [""; 0], "{file}, {when}");
    }
    #[cfg(target_os = "linux")]
    for entry in std::fs::read_dir("/proc/self/fd").unwrap() {
        // Temporary files, deleted ones too.
        let path = entry.unwrap().path();
        if std::fs::metadata(&path).is_ok_and(|found| found.is_file()) {
            let name = std::fs::read_link(&path).unwrap_or_default();
            let bytes = std::fs::read(&path).unwrap_or_default();
            assert_eq!(leaks.in_bytes(&bytes), [""; 0], "{}, {when}", name.display());
        }
    }
}

/// The search looks in the right places: what was written down on purpose is found in all of them.
fn assert_decoy_found(rig: &Rig) {
    let mut decoy = Leaks::default();
    decoy.add("decoy", DECOY);
    let files = decoy.under(rig.home());
    for part in ["/live/", "/logs/"] {
        assert!(files.iter().any(|(file, _)| file.contains(part)), "{part}: {files:?}");
    }
    let answers = rig.crossed.answers.lock().unwrap();
    assert!(answers.iter().any(|answer| !decoy.in_bytes(answer.as_bytes()).is_empty()));
    assert!(answers.len() > 100 && rig.outside.told.lock().unwrap().len() > 50);
    // Both accounts' secrets are in this folder, sealed: the vault is among the files searched.
    assert!(rig.home().join("vault/vault.cfv").metadata().unwrap().len() > 200);
}
