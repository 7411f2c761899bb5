//! Every command once with good and once with bad input. The list is the generated one, so that a new command
//! without a call here fails.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use counterfoil_lib::LinkPlaces;
use serde_json::{Value, json};

use crate::drafts::{collect, confirmed, payout};
use crate::gateway::{Gateway, Manner, Odd, connect, http, with};
use crate::rig::{Rig, text};
use crate::settling::not_found_for_a_day;

/// Commands without arguments: there is no bad input.
const TAKE_NOTHING: [&str; 15] = [
    "app_state",
    "start_practice",
    "status_line",
    "list_markets",
    "overview",
    "balances",
    "listener_state",
    "data_state",
    "check_ledger",
    "back_up",
    "labels",
    "saved_views",
    "stop_export",
    "take_place",
    "link_handler",
];

/// The names of all commands, from the window's bindings.
pub(crate) fn commands() -> BTreeSet<String> {
    let bindings = include_str!("../../../ui/src/ipc/bindings.ts");
    bindings
        .lines()
        .filter(|line| line.contains("__TAURI_INVOKE<"))
        .map(|line| {
            let (_, after) = line.split_once(">(\"").unwrap();
            after.split_once('"').unwrap().0.to_owned()
        })
        .collect()
}

/// The code of a refusal; Tauri's own words where the arguments could not even be read.
fn code(refused: &Value) -> &str {
    refused["code"].as_str().unwrap_or("unreadable arguments")
}

/// Calls that must be refused, with the code expected.
fn refuse_all(rig: &Rig, table: &[(&str, Value, &str)]) {
    for (command, arguments, expected) in table {
        let refused = rig.refuse(command, arguments.clone());
        assert_eq!(code(&refused), *expected, "{command} {arguments}: {refused}");
    }
}

#[test]
fn every_command_answers_and_refuses() {
    let gateway = Gateway::start();
    let rig = Rig::new();
    the_program(&rig, &gateway);
    let account = accounts(&rig, &gateway);
    money(&rig, &account);
    let order = sending(&rig, &account);
    orders(&rig, &account, &order);
    giving_up(&rig, &gateway);
    callbacks_and_links(&rig, &gateway);
    history(&rig, &gateway);
    data(&rig);
    practice(&rig);

    let all = commands();
    assert!(all.len() >= 34, "the bindings are read: {all:?}");
    assert_eq!(*rig.crossed.answered.lock().unwrap(), all, "each command answers good input");
    let refusing: BTreeSet<String> =
        all.into_iter().filter(|name| !TAKE_NOTHING.contains(&name.as_str())).collect();
    assert_eq!(*rig.crossed.refused.lock().unwrap(), refusing, "each command refuses bad input");
}

fn the_program(rig: &Rig, gateway: &Gateway) {
    let state = rig.call("app_state", json!({}));
    assert_eq!((text(&state, "mode"), text(&state["vault"], "status")), ("live", "not_set_up"));
    refuse_all(
        rig,
        &[
            ("connect_account", json!({ "request": gateway.form("cashfast-mx") }), "vault_not_set_up"),
            ("unlock_vault", json!({ "passphrase": "correct horse battery" }), "vault_not_set_up"),
            ("set_up_vault", json!({ "passphrase": "short" }), "vault_too_short"),
            ("set_up_vault", json!({ "passphrase": 7 }), "unreadable arguments"),
            ("set_up_vault", json!({}), "unreadable arguments"),
        ],
    );
    let state = rig.call("set_up_vault", json!({ "passphrase": "correct horse battery" }));
    assert_eq!(state["vault"]["status"], "ready");
    refuse_all(
        rig,
        &[
            ("set_up_vault", json!({ "passphrase": "another horse battery" }), "vault"),
            ("unlock_vault", json!({ "passphrase": "wrong horse battery" }), "vault_wrong_passphrase"),
            ("set_mode", json!({ "mode": "both" }), "unreadable arguments"),
        ],
    );
    rig.call("unlock_vault", json!({ "passphrase": "correct horse battery" }));
    passphrase(rig);
    let line = rig.call("status_line", json!({}));
    assert_eq!((&line["gateways"], &line["watched"]), (&json!([]), &json!(0)));
    let markets = rig.call("list_markets", json!({}));
    let of = |market: &Value| format!("{} {} {}", market["id"], market["currency"], market["confirmed"]);
    let markets: Vec<String> = markets.as_array().unwrap().iter().map(of).collect();
    assert_eq!(markets.len(), gateways::catalogue::markets().len());
    assert!(markets.contains(&r#""cashy-tz" "TZS" true"#.to_owned()), "{markets:?}");
}

/// The guard passphrase is the vault's own where there is no keychain.
fn passphrase(rig: &Rig) {
    let (old, new) = ("correct horse battery", "another horse battery");
    refuse_all(
        rig,
        &[
            ("set_guard", json!({ "passphrase": new }), "vault"),
            ("set_guard", json!({}), "unreadable arguments"),
            ("change_guard", json!({ "old": new, "next": new }), "vault_wrong_passphrase"),
            ("change_guard", json!({ "old": old, "next": "short" }), "vault_too_short"),
            ("change_guard", json!({ "old": old }), "unreadable arguments"),
        ],
    );
    rig.call("change_guard", json!({ "old": old, "next": new }));
    rig.call("change_guard", json!({ "old": new, "next": old }));
    // Where none was chosen yet.
    Rig::sharing(rig).call("set_guard", json!({ "passphrase": old }));
}

fn accounts(rig: &Rig, gateway: &Gateway) -> String {
    let form = |changes: Value| with(gateway.form("cashfast-mx"), changes);
    let refused =
        |changes: Value, code: &'static str| ("connect_account", json!({ "request": form(changes) }), code);
    refuse_all(
        rig,
        &[
            refused(json!({ "name": " " }), "account_field"),
            refused(json!({ "keyId": "a\nb" }), "account_field"),
            refused(json!({ "secret": "" }), "account_field"),
            refused(json!({ "secret": "pasted with a space " }), "account_field"),
            refused(json!({ "marketId": "cashfast-xx" }), "no_such_market"),
            refused(json!({ "baseUrl": "http://gateway.example" }), "base_url_insecure"),
            refused(json!({ "baseUrl": "file:///etc/passwd" }), "base_url"),
            refused(json!({ "baseUrl": "practice:cashfast-mx" }), "no_practice"),
            refused(json!({ "notifyUrl": "ftp://shop.example" }), "notify_url"),
            ("connect_account", json!({ "request": { "name": "Shop" } }), "unreadable arguments"),
            ("list_accounts", json!({ "includeRetired": "yes" }), "unreadable arguments"),
        ],
    );
    let account = rig.call("connect_account", json!({ "request": gateway.form("cashfast-mx") }));
    let id = text(&account, "id").to_owned();
    let second = gateway.connect(rig, "cashy-mx");

    for request in
        [json!({ "what": "account", "value": id }), json!({ "what": "new", "value": form(json!({})) })]
    {
        let report = rig.call("test_connection", json!({ "request": request }));
        assert_eq!(text(&report, "verdict"), "works");
        assert_eq!(report["balances"][0]["available"], "100000000");
    }
    let changes = |name: &str, ceiling: &str| {
        json!({
            "name": name, "notifyUrl": "https://shop.example/callbacks", "payoutCeiling": ceiling,
            "limits": [{ "product": "payout", "min": "50", "max": null }],
            "signInLowerCase": false, "amountAsText": false,
        })
    };
    let edited = rig.call("edit_account", json!({ "id": id, "changes": changes("Corner shop", "20000.50") }));
    assert_eq!((text(&edited, "name"), text(&edited, "payoutCeiling")), ("Corner shop", "20000.5"));
    assert_eq!(edited["limits"], json!([{ "product": "payout", "min": "50", "max": null }]));
    let today = rig.call("paid_today", json!({ "accountId": id }));
    assert_eq!((text(&today, "sent"), text(&today, "waiting")), ("0", "0"));
    let known = gateway.credentials("cashfast-mx");
    rig.call("rotate_key", json!({ "id": id, "keyId": known.key_id, "secret": known.secret }));
    refuse_all(
        rig,
        &[
            (
                "test_connection",
                json!({ "request": { "what": "account", "value": "999" } }),
                "no_such_account",
            ),
            ("test_connection", json!({ "request": { "what": "account", "value": "x" } }), "malformed"),
            ("test_connection", json!({ "request": { "what": "else" } }), "unreadable arguments"),
            ("edit_account", json!({ "id": id, "changes": changes("", "1") }), "account_field"),
            ("edit_account", json!({ "id": id, "changes": changes("Shop", "0") }), "account_field"),
            ("edit_account", json!({ "id": id, "changes": changes("Shop", "1,000") }), "draft"),
            ("edit_account", json!({ "id": "999", "changes": changes("Shop", "1") }), "no_such_account"),
            ("rotate_key", json!({ "id": second, "keyId": "9000053", "secret": "x" }), "account_field"),
            ("rotate_key", json!({ "id": id, "keyId": known.key_id, "secret": "" }), "account_field"),
            ("rotate_key", json!({ "id": "999", "keyId": "1", "secret": "x" }), "no_such_account"),
            ("paid_today", json!({ "accountId": "999" }), "no_such_account"),
            ("paid_today", json!({ "accountId": "x" }), "malformed"),
            ("edit_account", json!({ "id": id, "changes": changes("Shop", "20000.51") }), "guard_needed"),
            ("retire_account", json!({ "id": "999" }), "not_found"),
            ("retire_account", json!({ "id": "" }), "malformed"),
        ],
    );
    let retired = rig.call("retire_account", json!({ "id": second }));
    assert!(retired["retiredAt"].is_string());
    let count =
        |all: bool| rig.call("list_accounts", json!({ "includeRetired": all })).as_array().unwrap().len();
    assert_eq!((count(false), count(true)), (1, 2));
    id
}

fn money(rig: &Rig, account: &str) {
    let before = rig.call("banks", json!({ "accountId": account }));
    assert!(before["fetchedAt"].is_null(), "the printed list, before the first fetch");
    let banks = rig.call("refresh_banks", json!({ "accountId": account }));
    assert!(banks["fetchedAt"].is_string() && banks["added"].as_u64().unwrap() > 0);
    let again = rig.call("banks", json!({ "accountId": account }));
    assert_eq!(again["banks"], banks["banks"]);
    let read = rig.call("refresh_balance", json!({ "accountId": account }));
    assert_eq!(read["balances"][0]["available"], "100000000");
    let all = rig.call("balances", json!({}));
    assert_eq!(all[0]["balances"], read["balances"]);
    let overview = rig.call("overview", json!({}));
    assert_eq!(overview["balances"], all);
    assert_eq!((&overview["latest"], &overview["needsPersonCount"]), (&json!([]), &json!(0)));
    for command in ["banks", "refresh_banks", "refresh_balance"] {
        refuse_all(
            rig,
            &[
                (command, json!({ "accountId": "999" }), "no_such_account"),
                (command, json!({ "accountId": "one" }), "malformed"),
                (command, json!({}), "unreadable arguments"),
            ],
        );
    }
}

/// Creates one collect order and some payouts; returns the collect order.
fn sending(rig: &Rig, account: &str) -> String {
    let market = "cashfast-mx";
    let draft = payout(market, "1200");
    let checked = rig.call("check_draft", json!({ "accountId": account, "draft": draft }));
    assert_eq!((&checked["problems"], &checked["bankByAccount"]), (&json!([]), &json!("STP")));
    let created =
        rig.call("create_collect", json!({ "accountId": account, "draft": collect(market, "1200") }));
    assert_eq!(text(&created["summary"], "status"), "pending");

    let prepare = |amount: &str| json!({ "accountId": account, "draft": payout(market, amount), "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", prepare("1200"));
    assert!(prepared["sendsAt"].is_string() && prepared["exchanges"] == json!([]), "{prepared}");
    let withdrawn = rig.call("cancel_payout", json!({ "id": prepared["summary"]["id"] }));
    assert_eq!(text(&withdrawn["summary"], "status"), "cancelled");
    let second = rig.call("prepare_payout", prepare("1300"));
    let sent = rig.call("send_payout", json!({ "id": second["summary"]["id"] }));
    assert!(sent["summary"]["gatewayNumber"].is_string() && sent["sendsAt"].is_null(), "{sent}");
    rig.ask_until(text(&sent["summary"], "id"), "succeeded");
    // 14: an HTML page instead of an answer, and no order.
    let lost = rig.call("prepare_payout", prepare("1314"));
    let lost = rig.call("send_payout", json!({ "id": lost["summary"]["id"] }));
    let declare = |reason: &str| json!({ "id": lost["summary"]["id"], "reason": reason });
    refuse_all(rig, &[("abandon_order", declare(" "), "unexplained")]);
    not_found_for_a_day(rig, text(&lost["summary"], "id"));
    let abandoned = rig.call("abandon_order", declare("The gateway's support found no such order."));
    assert_eq!(text(&abandoned["summary"], "status"), "abandoned");

    let (cancelled, gone) = (&withdrawn["summary"]["id"], &sent["summary"]["id"]);
    let no_account = json!({ "accountId": "999", "draft": draft, "confirmation": confirmed() });
    refuse_all(
        rig,
        &[
            ("check_draft", no_account.clone(), "no_such_account"),
            (
                "check_draft",
                json!({ "accountId": account, "draft": { "product": "loan" } }),
                "unreadable arguments",
            ),
            ("create_collect", json!({ "accountId": account, "draft": collect(market, "1") }), "draft"),
            ("create_collect", no_account.clone(), "no_such_account"),
            ("prepare_payout", no_account, "no_such_account"),
            ("prepare_payout", prepare("49.99"), "draft"), // the account's own limit
            ("abandon_order", declare("It was never made."), "wrong_status"),
            ("abandon_order", json!({ "id": "999", "reason": "It was never made." }), "no_such_order"),
            ("cancel_payout", json!({ "id": cancelled }), "wrong_status"),
            ("cancel_payout", json!({ "id": gone }), "wrong_status"),
            ("cancel_payout", json!({ "id": "999" }), "no_such_order"),
            ("send_payout", json!({ "id": cancelled }), "wrong_status"),
            ("send_payout", json!({ "id": gone }), "wrong_status"),
            ("send_payout", json!({ "id": "999" }), "no_such_order"),
            ("send_payout", json!({ "id": "1 OR 1=1" }), "malformed"),
        ],
    );
    text(&created["summary"], "id").to_owned()
}

fn orders(rig: &Rig, account: &str, order: &str) {
    let page = |query: Value| rig.call("list_orders", json!({ "query": query }));
    let numbers = |page: &Value| -> Vec<String> {
        page["orders"].as_array().unwrap().iter().map(|order| text(order, "number").to_owned()).collect()
    };
    let all = page(json!({ "accountId": account }));
    assert_eq!(numbers(&all).len(), 4);
    let first = page(json!({ "limit": 2 }));
    let rest = page(json!({ "limit": 2, "after": first["next"] }));
    assert_eq!([numbers(&first), numbers(&rest)].concat(), numbers(&all));
    assert!(rest["next"].is_null());
    let by_fragment = page(json!({ "text": "order 7" }));
    assert_eq!(numbers(&by_fragment).len(), 1);
    let by_filter = page(json!({
        "direction": "payout", "statuses": ["succeeded"], "min": "1300", "max": "1300", "sort": "largest",
        "from": "2020-01-01T00:00:00Z", "to": "2120-01-01T00:00:00Z",
    }));
    assert_eq!(numbers(&by_filter).len(), 1);
    assert_eq!(by_filter["orders"][0]["accountMasked"], "•••• 6845");

    let detail = rig.call("order_detail", json!({ "id": order }));
    assert_eq!(text(&detail["summary"], "id"), order);
    rig.call("on_screen", json!({ "ids": [order] }));
    let asked = rig.call("ask_gateway", json!({ "id": order }));
    assert!(asked["exchanges"].as_array().unwrap().len() > detail["exchanges"].as_array().unwrap().len());
    let noted = rig.call("add_note", json!({ "id": order, "text": "The payer called." }));
    assert_eq!(noted["events"].as_array().unwrap().last().unwrap()["note"], "The payer called.");
    rig.call("mark_flag_seen", json!({ "id": order, "flag": "paid_short" }));
    searched(rig, order);
    taken_elsewhere(rig, order);
    refuse_all(
        rig,
        &[
            ("count_orders", json!({ "query": { "accountId": "x" } }), "malformed"),
            ("complete_search", json!({ "text": "sta", "cursor": -1 }), "unreadable arguments"),
            ("edit_search", json!({ "text": "", "edits": [edit("statsu", &["open"], "set")] }), "malformed"),
            ("edit_search", json!({ "text": "", "edits": [edit("status", &["lost"], "add")] }), "malformed"),
            ("edit_search", json!({ "text": "", "edits": [edit("is", &[], "remove")] }), "malformed"),
            ("list_orders", json!({ "query": { "at": "yesterday" } }), "malformed"),
            ("set_label", json!({ "ids": ["x"], "name": "a", "wanted": true }), "malformed"),
            ("set_label", json!({ "ids": [order], "name": " ", "wanted": true }), "ledger"),
            ("set_star", json!({ "ids": ["x"], "wanted": true }), "malformed"),
            ("set_saved_views", json!({ "views": [{ "name": "", "query": "", "look": "{}" }] }), "ledger"),
            ("list_orders", json!({ "query": { "after": "the beginning" } }), "malformed"),
            ("list_orders", json!({ "query": { "accountId": "x" } }), "malformed"),
            ("list_orders", json!({ "query": { "from": "yesterday" } }), "malformed"),
            ("list_orders", json!({ "query": { "min": "lots" } }), "draft"),
            ("list_orders", json!({ "query": { "statuses": ["lost"] } }), "unreadable arguments"),
            ("order_detail", json!({ "id": "999" }), "no_such_order"),
            ("order_detail", json!({ "id": "9999999999999999999" }), "malformed"),
            ("ask_gateway", json!({ "id": "999" }), "no_such_order"),
            ("on_screen", json!({ "ids": ["7", "seven"] }), "malformed"),
            ("add_note", json!({ "id": order, "text": "  " }), "unexplained"),
            ("add_note", json!({ "id": order, "text": "x".repeat(2_001) }), "unexplained"),
            ("add_note", json!({ "id": "999", "text": "x" }), "no_such_order"),
            ("mark_flag_seen", json!({ "id": order, "flag": "pretty" }), "unreadable arguments"),
            ("mark_flag_seen", json!({ "id": "999", "flag": "paid_short" }), "no_such_order"),
        ],
    );
}

/// A payout that stays unknown is declared never made; only then may the same be paid again.
fn giving_up(rig: &Rig, gateway: &Gateway) {
    let hotel =
        Odd::start(Manner::Says(http("200 OK", &["content-type: text/html"], "<html>Welcome</html>")));
    let account = connect(rig, with(gateway.form("cashfast-mx"), json!({ "baseUrl": hotel.origin() })));
    let draft = payout("cashfast-mx", "1400");
    let prepare = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", prepare.clone());
    let id = text(&prepared["summary"], "id").to_owned();
    let declare = |reason: &str| json!({ "id": id, "reason": reason });
    let reason = "Marta at the gateway's support, 14:05: no such number";
    refuse_all(
        rig,
        &[
            ("abandon_order", declare(reason), "wrong_status"), // not sent yet
            ("abandon_order", json!({ "id": "999", "reason": reason }), "no_such_order"),
            ("abandon_order", json!({ "id": "x", "reason": reason }), "malformed"),
            ("abandon_order", json!({ "id": id }), "unreadable arguments"),
        ],
    );
    let sent = rig.call("send_payout", json!({ "id": id }));
    assert_eq!(text(&sent["summary"], "status"), "unknown");
    refuse_all(
        rig,
        &[
            ("prepare_payout", prepare.clone(), "unknown_twin"),
            ("abandon_order", declare("not there "), "unexplained"),
            ("abandon_order", declare(&"x".repeat(2_001)), "unexplained"),
            ("abandon_order", declare(reason), "abandon_too_early"),
        ],
    );
    not_found_for_a_day(rig, &id);
    let declared = rig.call("abandon_order", declare(&format!("  {reason} ")));
    assert_eq!(text(&declared["summary"], "status"), "abandoned");
    assert!(declared["nextQuestionAt"].is_string() && declared["summary"]["needsPerson"] == false);
    let last = declared["events"].as_array().unwrap().last().unwrap();
    assert_eq!((text(last, "source"), text(last, "note")), ("person", reason));
    refuse_all(rig, &[("abandon_order", declare(reason), "wrong_status")]);

    refuse_all(rig, &[("prepare_payout", prepare.clone(), "replaces_needed")]);
    let in_its_place = with(confirmed(), json!({ "replaces": id }));
    let again = rig.call("prepare_payout", with(prepare, json!({ "confirmation": in_its_place })));
    assert_ne!(again["summary"]["number"], prepared["summary"]["number"]);
    rig.call("cancel_payout", json!({ "id": again["summary"]["id"] }));
    settling(rig, &id);
    rig.call("retire_account", json!({ "id": account }));
}

/// What was given up is doubted again, and settled with a document.
fn settling(rig: &Rig, id: &str) {
    let take_back = |reason: &str| json!({ "id": id, "reason": reason });
    let settle = |more: Value| {
        let settlement = json!({ "verdict": "failed", "reference": "SPEI 7A", "note": "not in the statement", "file": null });
        json!({ "id": id, "settlement": with(settlement, more) })
    };
    refuse_all(
        rig,
        &[
            ("settle_order", settle(json!({})), "wrong_status"),
            ("settle_order", settle(json!({ "verdict": "perhaps" })), "unreadable arguments"),
            ("reopen_order", take_back("hm"), "unexplained"),
            ("reopen_order", json!({ "id": "999", "reason": "the payee has it" }), "no_such_order"),
        ],
    );
    let doubted = rig.call("reopen_order", take_back("the payee has it"));
    assert_eq!(text(&doubted["summary"], "status"), "unknown");
    *rig.outside.chosen.lock().unwrap() = Some(rig.home().to_owned());
    refuse_all(
        rig,
        &[
            ("reopen_order", take_back("the payee has it"), "wrong_status"),
            ("choose_evidence_file", json!({}), "evidence_unreadable"),
            ("settle_order", settle(json!({ "file": "C:\\statement.pdf" })), "evidence_not_chosen"),
            ("settle_order", settle(json!({ "note": "so" })), "evidence_field"),
        ],
    );
    let document = rig.home().join("statement.txt");
    std::fs::write(&document, "nothing for 6845").unwrap();
    *rig.outside.chosen.lock().unwrap() = Some(document.clone());
    let chosen = rig.call("choose_evidence_file", json!({}));
    let settled = rig.call("settle_order", settle(json!({ "file": chosen["token"] })));
    assert_eq!(text(&settled["summary"], "status"), "failed");
    let evidence = &settled["settling"]["evidence"][0]["id"];
    let save = |order: &str, evidence: &Value| json!({ "orderId": order, "evidenceId": evidence });
    refuse_all(
        rig,
        &[
            ("save_evidence_file", save("999", evidence), "not_found"),
            ("save_evidence_file", save(id, &json!("x")), "malformed"),
        ],
    );
    let place = rig.home().join("again.txt");
    *rig.outside.place.lock().unwrap() = Some(place.clone());
    rig.call("save_evidence_file", save(id, evidence));
    assert_eq!(std::fs::read(&place).unwrap(), std::fs::read(&document).unwrap());
}

fn callbacks_and_links(rig: &Rig, gateway: &Gateway) {
    let off = rig.call("listener_state", json!({}));
    assert_eq!((&off["on"], &off["addresses"]), (&json!(false), &json!([])));
    refuse_all(
        rig,
        &[
            ("set_listener", json!({ "on": true, "port": gateway.0.address().port() }), "listener"),
            ("set_listener", json!({ "on": true, "port": 70_000 }), "unreadable arguments"),
            ("list_deliveries", json!({ "after": "x" }), "malformed"),
            ("open_link", json!({ "url": "javascript:alert(1)" }), "link_refused"),
            ("copy_text", json!({ "text": "x".repeat(300_000) }), "clipboard"),
        ],
    );
    let failed = rig.call("listener_state", json!({}));
    assert!(failed["on"] == false && failed["error"].is_string(), "{failed}");
    let on = rig.call("set_listener", json!({ "on": true, "port": null }));
    assert_eq!((&on["on"], on["addresses"].as_array().unwrap().len()), (&json!(true), 1));
    rig.call("set_listener", json!({ "on": false, "port": null }));
    let page = rig.call("list_deliveries", json!({ "after": null }));
    assert_eq!(page, json!({ "deliveries": [], "next": null }));
    rig.call("open_link", json!({ "url": "https://pay.example.com/7" }));
    rig.call("copy_text", json!({ "text": "7" }));
}

/// A file with a merchant's past; `import_history.rs` looks closer.
fn history(rig: &Rig, gateway: &Gateway) {
    let account = gateway.connect(rig, "cashy-mx");
    let path = rig.home().join("october.csv");
    std::fs::write(&path, crate::import_history::EXPORT).unwrap();
    *rig.outside.chosen.lock().unwrap() = Some(path);
    let sheet = rig.call("import_choose", json!({ "accountId": account }));
    let with = |token: &Value, account: &str| {
        json!({
            "token": token, "accountId": account, "mapping": sheet["mapping"], "progress": "__CHANNEL__:1",
            "reading": { "page": null, "encoding": "utf8" },
        })
    };
    let (token, nobody) = (&sheet["token"], json!("x"));
    rig.call("import_read", with(token, &account));
    rig.call("import_preview", with(token, &account));
    rig.call("import_run", with(token, &account));
    rig.call("import_stop", json!({ "token": token }));
    rig.call("import_save_refused", json!({ "token": token }));
    refuse_all(
        rig,
        &[
            ("import_choose", json!({ "accountId": "x" }), "malformed"),
            ("import_choose", json!({ "accountId": "999" }), "no_such_account"),
        ],
    );
    for command in ["import_read", "import_preview", "import_run"] {
        refuse_all(rig, &[(command, with(&nobody, &account), "import_not_chosen")]);
    }
    for command in ["import_stop", "import_save_refused"] {
        refuse_all(rig, &[(command, json!({ "token": "x" }), "import_not_chosen")]);
    }
    rig.call("retire_account", json!({ "id": account }));
}

fn data(rig: &Rig) {
    assert_eq!(rig.call("data_state", json!({}))["backups"], json!([]));
    let checked = rig.call("check_ledger", json!({}));
    assert_eq!((checked["checkedAt"].is_string(), &checked["problems"]), (true, &json!([])));
    let orders = rig.order_count();
    let made = rig.call("back_up", json!({}))["backups"][0].clone();
    assert_eq!(made["orders"], orders);
    refuse_all(
        rig,
        &[
            ("restore_backup", json!({ "name": "../live/ledger.db" }), "no_such_backup"),
            ("restore_backup", json!({ "name": 7 }), "unreadable arguments"),
        ],
    );
    rig.call("restore_backup", json!({ "name": made["name"] }));
    assert_eq!(rig.order_count(), orders);
    // What was paid since the backup no longer counts towards an account's ceiling.
    refuse_all(
        rig,
        &[
            ("restore_dealt_with", json!({}), "guard_needed"),
            ("restore_dealt_with", json!({ "passphrase": "wrong horse battery" }), "vault_wrong_passphrase"),
        ],
    );
    rig.call("restore_dealt_with", json!({ "passphrase": "correct horse battery" }));
}

fn practice(rig: &Rig) {
    let state = rig.call("start_practice", json!({}));
    assert_eq!(text(&state, "mode"), "practice");
    let state = rig.call("set_mode", json!({ "mode": "live" }));
    assert_eq!((text(&state, "mode"), &state["practiceExists"]), ("live", &json!(true)));
    assert_eq!(state["accounts"].as_array().unwrap().len(), 1);
}

/// What is typed is read by one grammar, counted and completed; orders are marked, and lists kept.
fn searched(rig: &Rig, order: &str) {
    let page = |text: &str| rig.call("list_orders", json!({ "query": { "text": text } }));
    let number = text(&rig.call("order_detail", json!({ "id": order }))["summary"], "number").to_owned();
    let labelled = json!({ "ids": [order], "name": "Claim", "wanted": true });
    assert_eq!(rig.call("set_label", labelled.clone()), json!([order]));
    assert_eq!(rig.call("set_label", labelled), json!([]), "it has it already");
    assert_eq!(rig.call("labels", json!({})), json!([{ "name": "Claim", "n": 1 }]));
    assert_eq!(rig.call("set_star", json!({ "ids": [order], "wanted": true })), json!([order]));
    let found = page("label:claim is:starred amount:lots");
    assert_eq!(found["orders"].as_array().unwrap().len(), 1);
    let line = &found["orders"][0];
    assert_eq!(
        (text(line, "number"), &line["starred"], &line["labels"]),
        (number.as_str(), &json!(true), &json!(["Claim"]))
    );
    let reading = &found["reading"];
    assert_eq!(reading["parts"][0]["plain"], json!("label:claim"));
    assert_eq!(reading["mistakes"][0]["code"], json!("not_an_amount"));
    assert_eq!((&reading["mistakes"][0]["from"], &reading["mistakes"][0]["to"]), (&json!(30), &json!(34)));
    let by_number = page(&number);
    assert_eq!(by_number["orders"][0]["found"]["field"], json!("number"));
    assert!(page("account:nobody")["orders"].as_array().unwrap().is_empty());
    let counted = rig.call("count_orders", json!({ "query": { "text": "label:claim" } }));
    assert_eq!(counted, json!({ "n": 1, "exact": true }));
    let completed = rig.call("complete_search", json!({ "text": "label:c", "cursor": 7 }));
    assert!(
        completed["suggestions"].as_array().unwrap().iter().any(|one| text(one, "text").contains("Claim"))
    );
    let edits = json!([
        edit("status", &["unknown", "pending"], "set"),
        edit("on", &[], "set"),
        edit("is", &["needs_person"], "add"),
        edit("is", &["starred"], "remove"),
    ]);
    let edited =
        rig.call("edit_search", json!({ "text": "is:starred on:today garcia status:open", "edits": edits }));
    assert_eq!(edited, json!("garcia status:unknown,waiting is:needs_person"));
    // From a moment a list goes both ways, and leaves nothing out but what was made at that very moment.
    let created = text(&rig.call("order_detail", json!({ "id": order }))["summary"], "createdAt").to_owned();
    let listed = |query: Value| -> BTreeSet<String> {
        let page = rig.call("list_orders", json!({ "query": query }));
        let orders = page["orders"].as_array().unwrap().clone();
        orders
            .iter()
            .filter(|line| text(line, "createdAt") != created)
            .map(|line| text(line, "id").to_owned())
            .collect()
    };
    let older = listed(json!({ "at": created }));
    let newer = listed(json!({ "at": created, "sort": "oldest" }));
    assert!(older.is_disjoint(&newer));
    assert_eq!(&older | &newer, listed(json!({})));
    assert_eq!(listed(json!({ "at": created, "sort": "largest" })), listed(json!({})));
    let detail = rig.call("order_detail", json!({ "id": order }));
    assert_eq!(
        (&detail["summary"]["labels"], &detail["summary"]["starred"]),
        (&json!(["Claim"]), &json!(true))
    );
    let views = json!([{ "name": "Claims", "query": "label:claim from:-7d", "look": "{}" }]);
    assert_eq!(rig.call("set_saved_views", json!({ "views": views })), views);
    assert_eq!(rig.call("saved_views", json!({})), views);
}

/// Orders in a file, in windows of their own, and through links.
fn taken_elsewhere(rig: &Rig, order: &str) {
    let column = |column: &str, heading: &str| json!({ "column": column, "heading": heading });
    let request = |columns: Value, ids: Value| {
        let request = json!({
            "ids": ids, "query": { "text": "label:claim" }, "columns": columns, "statuses": [], "products": [],
            "starred": "yes", "fullAccountNumbers": false,
        });
        json!({ "request": request, "progress": "__CHANNEL__:1" })
    };
    let number = json!([column("number", "Number")]);
    let place = rig.home().join("list.csv");
    *rig.outside.place.lock().unwrap() = Some(place);
    assert_eq!(rig.call("export_orders", request(number.clone(), Value::Null))["rows"], 1);
    rig.call("stop_export", json!({}));
    rig.call("open_order_window", json!({ "id": order }));
    rig.call("close_order_window", json!({ "id": order }));
    rig.call("show_in_main", json!({ "id": order }));
    assert_eq!(rig.call("take_place", json!({}))["orderId"], order);
    assert_eq!(rig.call("link_handler", json!({}))["supported"], false);
    let home = rig.home().to_owned();
    *rig.outside.link_places.lock().unwrap() = Some(LinkPlaces {
        applications: home.join("applications"),
        defaults: home.join("mimeapps.list"),
        program: "/usr/bin/counterfoil".into(),
        home: None,
    });
    assert_eq!(rig.call("set_link_handler", json!({ "on": true }))["on"], true);
    assert_eq!(rig.call("set_link_handler", json!({ "on": false }))["on"], false);
    *rig.outside.link_places.lock().unwrap() = None;
    let endless = json!([column("number", &"x".repeat(201))]);
    refuse_all(
        rig,
        &[
            ("export_orders", request(json!([]), Value::Null), "malformed"),
            ("export_orders", request(endless, Value::Null), "malformed"),
            ("export_orders", request(json!([column("secret", "S")]), Value::Null), "unreadable arguments"),
            ("export_orders", request(number, json!(["x"])), "malformed"),
            ("open_order_window", json!({ "id": "999" }), "no_such_order"),
            ("open_order_window", json!({ "id": "../main" }), "malformed"),
            ("close_order_window", json!({ "id": "main" }), "malformed"),
            ("show_in_main", json!({ "id": "999" }), "no_such_order"),
            ("set_link_handler", json!({ "on": true }), "link_handler"),
        ],
    );
}

fn edit(filter: &str, values: &[&str], how: &str) -> Value {
    json!({ "filter": filter, "values": values, "how": how })
}
