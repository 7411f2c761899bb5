//! A damaged ledger is no dead end (R8): the window opens, nothing is sent, and the last good backup takes its place.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::drafts::{confirmed, payout};
use crate::gateway::Gateway;
use crate::rig::{Rig, eventually, text};

const PAGE: usize = 4096;

fn file(home: &Path) -> PathBuf {
    home.join("live/ledger.db")
}

fn change(home: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file(home)).unwrap();
    how(&mut bytes);
    fs::write(file(home), bytes).unwrap();
}

/// Where an order's record stands in the file.
fn place(bytes: &[u8], number: &str) -> usize {
    let sought = format!("payout{number}");
    bytes.windows(sought.len()).position(|window| window == sought.as_bytes()).unwrap()
}

/// A console with one account and a backup that holds a paid payout and one that waits.
struct Scene {
    rig: Rig,
    gateway: Gateway,
    account: String,
    paid: Value,
    waiting: Value,
    backup: Value,
}

fn prepare(rig: &Rig, account: &str, amount: &str) -> Value {
    let draft = payout("cashfast-mx", amount);
    let asked = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
    rig.call("prepare_payout", asked)["summary"].clone()
}

fn scene() -> Scene {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let paid = prepare(&rig, &account, "1200");
    rig.call("send_payout", json!({ "id": paid["id"] }));
    rig.ask_until(text(&paid, "id"), "succeeded");
    let waiting = prepare(&rig, &account, "1300");
    let data = rig.call("back_up", json!({}));
    let backup = data["backups"][0].clone();
    assert_eq!(backup["orders"], 2);
    Scene { rig, gateway, account, paid, waiting, backup }
}

fn status(rig: &Rig, order: &Value) -> String {
    text(&rig.call("order_detail", json!({ "id": order["id"] }))["summary"], "status").to_owned()
}

/// Every command that writes, with arguments that it would take from a sound ledger.
fn writing(scene: &Scene) -> Vec<(&'static str, Value)> {
    let id = json!({ "id": scene.waiting["id"] });
    let draft = payout("cashfast-mx", "1700");
    let known = scene.gateway.credentials("cashfast-mx");
    let account = &scene.account;
    vec![
        ("prepare_payout", json!({ "accountId": account, "draft": draft, "confirmation": confirmed() })),
        (
            "create_collect",
            json!({ "accountId": account, "draft": crate::drafts::collect("cashfast-mx", "1700") }),
        ),
        ("send_payout", id.clone()),
        ("cancel_payout", id.clone()),
        ("ask_gateway", json!({ "id": scene.paid["id"] })),
        ("add_note", json!({ "id": scene.paid["id"], "text": "The payee called." })),
        ("mark_flag_seen", json!({ "id": scene.paid["id"], "flag": "paid_short" })),
        ("refresh_balance", json!({ "accountId": account })),
        ("refresh_banks", json!({ "accountId": account })),
        ("connect_account", json!({ "request": scene.gateway.form("cashy-mx") })),
        ("rotate_key", json!({ "id": account, "keyId": known.key_id, "secret": known.secret })),
        ("retire_account", json!({ "id": account })),
        ("set_listener", json!({ "on": true, "port": null })),
        ("back_up", json!({})),
        ("restore_dealt_with", json!({})),
    ]
}

fn assert_nothing_is_written(scene: &Scene) {
    for (command, arguments) in writing(scene) {
        let refused = scene.rig.refuse(command, arguments);
        assert_eq!(refused["code"], "ledger_damaged", "{command}: {refused}");
    }
    assert_eq!(scene.gateway.0.orders_seen(text(&scene.waiting, "number")), 0);
}

fn health(rig: &Rig) -> Value {
    rig.call("app_state", json!({}))["health"].clone()
}

fn offered(rig: &Rig) -> Value {
    eventually("an offer", || {
        let health = health(rig);
        (health["offerSought"] == true).then(|| health["offer"].clone())
    })
}

/// Damages the file of a closed console, opens it again, and returns the scene.
fn damaged(scene: Scene, how: impl FnOnce(&mut Vec<u8>)) -> Scene {
    let Scene { rig, gateway, account, paid, waiting, backup } = scene;
    let closed = rig.close();
    change(closed.0.path(), how);
    Scene { rig: Rig::reopen(closed), gateway, account, paid, waiting, backup }
}

#[test]
fn a_ledger_without_its_head_is_offered_its_backup_and_goes_on() {
    let scene = damaged(scene(), |bytes| bytes[..100].fill(0));
    let found = health(&scene.rig);
    assert_eq!(found["damage"]["kind"], "not_a_ledger");
    assert!(scene.rig.call("list_orders", json!({ "query": {} }))["orders"].as_array().unwrap().is_empty());
    assert_eq!(offered(&scene.rig), scene.backup);
    let refused = scene.rig.refuse("connect_account", json!({ "request": scene.gateway.form("cashy-mx") }));
    assert_eq!(refused["code"], "ledger_damaged");
    assert_eq!(
        scene.rig.refuse("restore_backup", json!({ "name": "../ledger.db" }))["code"],
        "no_such_backup"
    );

    scene.rig.call("restore_backup", json!({ "name": scene.backup["name"] }));
    after_restoring(&scene);
    // And once more after a restart.
    let Scene { rig, gateway, account, paid, waiting, backup } = scene;
    after_restoring(&Scene { rig: rig.restart(), gateway, account, paid, waiting, backup });
}

/// Nothing is lost that the backup holds, and what was waiting is asked about, never sent by a click.
fn after_restoring(scene: &Scene) {
    let Scene { rig, gateway, account, paid, waiting, backup } = scene;
    let found = health(rig);
    assert!(found["damage"].is_null(), "{found}");
    assert_eq!(found["restored"]["from"], backup["madeAt"]);
    assert!(Path::new(text(&found["restored"], "keptIn")).join("ledger.db").exists());
    assert_eq!(status(rig, paid), "succeeded");
    let detail = rig.call("order_detail", json!({ "id": waiting["id"] }));
    assert_eq!((&detail["summary"]["status"], &detail["canSend"]), (&json!("unknown"), &json!(false)));
    assert_eq!(rig.refuse("send_payout", json!({ "id": waiting["id"] }))["code"], "wrong_status");
    let again = paid_again(account);
    assert_eq!(rig.refuse("prepare_payout", again)["code"], "restore_gap", "nobody has compared yet");
    assert_eq!(gateway.0.orders_seen(text(waiting, "number")), 0);
    let state = rig.call("app_state", json!({}));
    assert_eq!(state["accounts"].as_array().unwrap().len(), 1);
}

fn paid_again(account: &str) -> Value {
    let draft = payout("cashfast-mx", "1300");
    json!({ "accountId": account, "draft": draft, "confirmation": confirmed() })
}

#[test]
fn a_ledger_with_a_lost_page_shows_what_it_can_and_takes_nothing() {
    // The root of an index that the tracker needs; the orders stay readable.
    let scene = damaged(scene(), |bytes| {
        let page = index_page(bytes, "CREATE INDEX watches_next");
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
    });
    // Found at the start or by the check.
    scene.rig.call("check_ledger", json!({}));
    let found = health(&scene.rig);
    assert_eq!(found["damage"]["kind"], "pages", "{found}");
    assert_eq!(offered(&scene.rig), scene.backup);
    assert_eq!(scene.rig.order_count(), 2);
    let detail = scene.rig.call("order_detail", json!({ "id": scene.waiting["id"] }));
    assert_eq!((&detail["canSend"], &detail["canCancel"]), (&json!(false), &json!(false)));
    scene.rig.call("overview", json!({}));
    assert_nothing_is_written(&scene);

    // Practice is another ledger and goes on.
    scene.rig.call("set_mode", json!({ "mode": "practice" }));
    assert!(health(&scene.rig)["damage"].is_null());
    scene.rig.call("set_mode", json!({ "mode": "live" }));
    scene.rig.call("restore_backup", json!({ "name": scene.backup["name"] }));
    after_restoring(&scene);
    scene.rig.call("restore_dealt_with", json!({}));
    assert!(health(&scene.rig)["restored"].is_null());
    let again = scene.rig.refuse("prepare_payout", paid_again(&scene.account));
    assert_eq!(again["code"], "unknown_twin", "it may have been paid since");
}

/// The page of an index, from the schema's row: its root page is the integer before the statement.
fn index_page(bytes: &[u8], statement: &str) -> usize {
    let at = bytes.windows(statement.len()).position(|window| window == statement.as_bytes()).unwrap();
    // One or two bytes, whatever the record's header says: a small file has fewer than 65,536 pages.
    let two = usize::from(bytes[at - 2]) << 8 | usize::from(bytes[at - 1]);
    let one = usize::from(bytes[at - 1]);
    let pages = bytes.len() / PAGE;
    // The name of the table stands before the number and ends with a letter, which is a large high byte.
    (if two <= pages { two } else { one }) - 1
}

#[test]
fn one_unreadable_order_is_told_of_and_the_others_go_on() {
    let before = scene();
    let number = text(&before.paid, "number").to_owned();
    let scene = damaged(before, |bytes| {
        let at = place(bytes, &number);
        // The letter before the number: the product is no word any more.
        bytes[at + 5] ^= 1;
    });
    let page = scene.rig.call("list_orders", json!({ "query": {} }));
    assert_eq!(page["orders"].as_array().unwrap().len(), 1);
    assert_eq!(page["damaged"][0]["number"], number.as_str());
    assert_eq!(scene.rig.refuse("order_detail", json!({ "id": scene.paid["id"] }))["code"], "record_damaged");
    let overview = scene.rig.call("overview", json!({}));
    assert_eq!(overview["latest"].as_array().unwrap().len(), 1);
    // Whether it was paid cannot be told, so the same is not paid again.
    let same = payout("cashfast-mx", "1200");
    let same = json!({ "accountId": scene.account, "draft": same, "confirmation": confirmed() });
    assert_eq!(scene.rig.refuse("prepare_payout", same)["code"], "record_damaged");
}

#[test]
fn a_missing_ledger_is_not_begun_anew() {
    let scene = scene();
    let Scene { rig, gateway, account, paid, waiting, backup } = scene;
    let closed = rig.close();
    fs::remove_file(file(closed.0.path())).unwrap();
    let scene = Scene { rig: Rig::reopen(closed), gateway, account, paid, waiting, backup };
    assert_eq!(health(&scene.rig)["damage"]["kind"], "missing");
    assert!(!file(scene.rig.home()).exists(), "no empty ledger takes its place");
    assert_eq!(offered(&scene.rig), scene.backup);
    scene.rig.call("restore_backup", json!({ "name": scene.backup["name"] }));
    assert_eq!(status(&scene.rig, &scene.waiting), "unknown");
    assert_eq!(status(&scene.rig, &scene.paid), "succeeded");
}

/// A restoration that cannot be made leaves the ledger as it was, and the program at work.
#[test]
fn a_damaged_backup_is_refused_and_the_ledger_goes_on() {
    let scene = scene();
    let backups = scene.rig.home().join("backups");
    let backup = backups.join(text(&scene.backup, "name"));
    let mut bytes = fs::read(&backup).unwrap();
    let at = place(&bytes, text(&scene.paid, "number"));
    bytes[at + 7] ^= 1;
    fs::write(&backup, bytes).unwrap();
    let refused = scene.rig.refuse("restore_backup", json!({ "name": scene.backup["name"] }));
    assert_eq!(refused["code"], "record_damaged");
    assert!(health(&scene.rig)["restored"].is_null());
    assert_eq!(status(&scene.rig, &scene.waiting), "prepared");
    scene.rig.call("send_payout", json!({ "id": scene.waiting["id"] }));
    assert_eq!(scene.gateway.0.orders_seen(text(&scene.waiting, "number")), 1);
}
