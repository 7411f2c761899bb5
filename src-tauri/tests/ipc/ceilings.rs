//! S16: the window is not trusted with ceilings. Every way to raise or pass one without the passphrase, by calling the
//! commands directly.

use serde_json::{Value, json};

use crate::drafts::payout;
use crate::gateway::{Gateway, connect, nobody, with};
use crate::rig::{Rig, text};

const MARKET: &str = "cashfast-mx";
/// The vault of a ready rig has this passphrase, so it is the guard.
const RIGHT: &str = "correct horse battery";
const WRONG: &str = "battery horse correct";

fn ceilings(payout: Value, day: Value) -> Value {
    json!({
        "name": "Shop", "notifyUrl": null, "payoutCeiling": payout, "dayCeiling": day, "limits": [],
        "signInLowerCase": false, "amountAsText": false,
    })
}

fn edit(account: &str, changes: &Value, passphrase: Value) -> Value {
    json!({ "id": account, "changes": changes, "passphrase": passphrase })
}

fn prepare(account: &str, amount: &str, passphrase: Value) -> Value {
    let confirmation = json!({ "lastFour": "6845", "duplicateReason": null, "passphrase": passphrase });
    json!({ "accountId": account, "draft": payout(MARKET, amount), "confirmation": confirmation })
}

/// Everything that does not raise by itself: an empty passphrase is no passphrase.
fn without() -> [(Value, &'static str); 3] {
    [(Value::Null, "needed"), (json!(""), "vault_wrong_passphrase"), (json!(WRONG), "vault_wrong_passphrase")]
}

/// Ends the count of wrong passphrases.
fn settle(rig: &Rig) {
    rig.call("unlock_vault", json!({ "passphrase": RIGHT }));
}

fn refused_with(rig: &Rig, command: &str, arguments: Value, expected: &str) -> Value {
    let refused = rig.refuse(command, arguments);
    assert_eq!(text(&refused, "code"), expected, "{command}: {refused}");
    refused
}

#[test]
fn s16_no_way_to_raise_a_ceiling_without_the_passphrase() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, MARKET);
    let stand = ceilings(json!("1000"), json!("5000"));
    rig.call("edit_account", edit(&account, &stand, Value::Null));
    let mut left_out = stand.clone();
    for name in ["payoutCeiling", "dayCeiling"] {
        left_out.as_object_mut().unwrap().remove(name);
    }
    let raising = [
        ceilings(json!("1000.0001"), json!("5000")),
        ceilings(json!("1000"), json!("5000.0001")),
        ceilings(Value::Null, json!("5000")),
        ceilings(json!("1000"), Value::Null),
        ceilings(json!(" "), json!("5000")),
        ceilings(json!("1"), json!("9000000")),
        left_out,
    ];
    for changes in &raising {
        for (passphrase, expected) in without() {
            let expected = if expected == "needed" { "guard_needed" } else { expected };
            refused_with(&rig, "edit_account", edit(&account, changes, passphrase), expected);
        }
        settle(&rig);
        let bare = json!({ "id": account, "changes": changes });
        refused_with(&rig, "edit_account", bare, "guard_needed");
    }
    let now = rig.call("list_accounts", json!({ "includeRetired": false }));
    assert_eq!((text(&now[0], "payoutCeiling"), text(&now[0], "dayCeiling")), ("1000", "5000"));
    // Neither choosing the passphrase anew nor changing it without the old one is a way.
    refused_with(&rig, "set_guard", json!({ "passphrase": "another horse battery" }), "vault");
    refused_with(&rig, "set_up_vault", json!({ "passphrase": "another horse battery" }), "vault");
    let change = json!({ "old": WRONG, "next": "another horse battery" });
    refused_with(&rig, "change_guard", change, "vault_wrong_passphrase");
    // Lowering is free; what was lowered is raised with the passphrase only.
    let lower = ceilings(json!("10"), json!("50"));
    rig.call("edit_account", edit(&account, &lower, Value::Null));
    refused_with(&rig, "edit_account", edit(&account, &stand, Value::Null), "guard_needed");
    let raised = rig.call("edit_account", edit(&account, &stand, json!(RIGHT)));
    assert_eq!(text(&raised, "payoutCeiling"), "1000");
}

#[test]
fn s16_no_way_to_pass_a_ceiling_without_the_passphrase() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, MARKET);
    let stand = ceilings(json!("1000"), json!("2500"));
    rig.call("edit_account", edit(&account, &stand, Value::Null));
    for (passphrase, expected) in without() {
        let expected = if expected == "needed" { "above_ceiling" } else { expected };
        refused_with(&rig, "prepare_payout", prepare(&account, "1000.01", passphrase), expected);
    }
    settle(&rig);
    // Amounts from …26 on play no outcome of the practice table.
    for amount in ["930", "931"] {
        let prepared = rig.call("prepare_payout", prepare(&account, amount, Value::Null));
        rig.call("send_payout", json!({ "id": prepared["summary"]["id"] }));
    }
    let checked = rig.call("check_draft", json!({ "accountId": account, "draft": payout(MARKET, "700") }));
    assert_eq!(
        checked["payout"]["dayCeiling"],
        json!({ "max": "2500", "used": "1861", "near": true, "above": true })
    );
    for (passphrase, expected) in without() {
        let expected = if expected == "needed" { "above_day_ceiling" } else { expected };
        refused_with(&rig, "prepare_payout", prepare(&account, "700", passphrase), expected);
    }
    settle(&rig);
    let refused =
        refused_with(&rig, "prepare_payout", prepare(&account, "700", Value::Null), "above_day_ceiling");
    assert_eq!(refused["details"], json!({ "ceiling": "2500", "used": "1861" }));
    assert_eq!((rig.order_count(), gateway.0.payments().len()), (2, 2));

    let passed = rig.call("prepare_payout", prepare(&account, "1200", json!(RIGHT)));
    let sent = rig.call("send_payout", json!({ "id": passed["summary"]["id"] }));
    let notes: Vec<_> =
        sent["events"].as_array().unwrap().iter().map(|event| event["note"].clone()).collect();
    assert!(notes.contains(&json!("above_ceiling_confirmed")), "{notes:?}");
    let today = rig.call("paid_today", json!({ "accountId": account }));
    assert_eq!((text(&today, "sent"), text(&today, "waiting")), ("3061", "0"));
    refused_with(&rig, "prepare_payout", prepare(&account, "1", Value::Null), "draft");
    refused_with(&rig, "prepare_payout", prepare(&account, "100", Value::Null), "above_day_ceiling");
}

/// Stubs prepared before the ceiling, over a restart, and one that never left: each is held against it once more.
#[test]
fn s16_what_waits_is_held_against_the_ceilings_when_it_is_sent() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, MARKET);
    let elsewhere = connect(&rig, with(gateway.form(MARKET), json!({ "baseUrl": nobody() })));
    let stub = rig.call("prepare_payout", prepare(&account, "1200", Value::Null));
    let unsent = rig.call("prepare_payout", prepare(&elsewhere, "1300", Value::Null));
    let unsent = rig.call("send_payout", json!({ "id": unsent["summary"]["id"] }));
    assert_eq!(text(&unsent["summary"], "status"), "not_sent");
    let rig = rig.restart();
    settle(&rig);
    for (account, order, changes, needed) in [
        (&account, &stub, ceilings(json!("1000"), Value::Null), "above_ceiling"),
        (&elsewhere, &unsent, ceilings(Value::Null, json!("1000")), "above_day_ceiling"),
    ] {
        rig.call("edit_account", edit(account, &changes, Value::Null));
        let id = &order["summary"]["id"];
        for (passphrase, expected) in without() {
            let expected = if expected == "needed" { needed } else { expected };
            refused_with(&rig, "send_payout", json!({ "id": id, "passphrase": passphrase }), expected);
        }
        settle(&rig);
        refused_with(&rig, "send_payout", json!({ "id": id }), needed);
        let detail = rig.call("order_detail", json!({ "id": id }));
        assert_eq!(detail["summary"]["status"], order["summary"]["status"]);
    }
    assert_eq!(gateway.0.payments().len(), 0, "nothing was sent");
    let id = &stub["summary"]["id"];
    let sent = rig.call("send_payout", json!({ "id": id, "passphrase": RIGHT }));
    assert!(sent["summary"]["gatewayNumber"].is_string(), "{sent}");
    let id = &unsent["summary"]["id"];
    let tried = rig.call("send_payout", json!({ "id": id, "passphrase": RIGHT }));
    assert_eq!(text(&tried["summary"], "status"), "not_sent", "tried again, and nobody was there");
}

#[test]
fn s16_payouts_prepared_at_the_same_moment_do_not_pass_the_day_together() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, MARKET);
    rig.call("edit_account", edit(&account, &ceilings(Value::Null, json!("5000")), Value::Null));
    let begun: Vec<_> = (0..10)
        .map(|n| rig.begin("prepare_payout", prepare(&account, &format!("{}", 1030 + n), Value::Null)))
        .collect();
    let answers: Vec<_> = begun.iter().map(|answer| rig.finish("prepare_payout", answer)).collect();
    let ids: Vec<_> = answers.iter().flatten().map(|order| order["summary"]["id"].clone()).collect();
    assert_eq!((ids.len(), rig.order_count()), (4, 4));
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(text(refused, "code"), "above_day_ceiling", "{refused}");
    }
    // Lowered while they wait: sent at the same moment, they do not pass the new one together either.
    rig.call("edit_account", edit(&account, &ceilings(Value::Null, json!("2500")), Value::Null));
    let begun: Vec<_> = ids.iter().map(|id| rig.begin("send_payout", json!({ "id": id }))).collect();
    let sent = begun.iter().filter(|answer| rig.finish("send_payout", answer).is_ok()).count();
    assert_eq!((sent, gateway.0.payments().len()), (2, 2));
}

#[test]
fn s16_wrong_passphrases_are_slowed_down_wherever_they_are_given() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, MARKET);
    rig.call("edit_account", edit(&account, &ceilings(json!("1000"), Value::Null), Value::Null));
    let raise = edit(&account, &ceilings(json!("9000"), Value::Null), json!(WRONG));
    let pass = prepare(&account, "1200", json!(WRONG));
    let change = json!({ "old": WRONG, "next": "another horse battery" });
    for (command, arguments) in [
        ("edit_account", &raise),
        ("prepare_payout", &pass),
        ("change_guard", &change),
        ("edit_account", &raise),
        ("prepare_payout", &pass),
    ] {
        refused_with(&rig, command, arguments.clone(), "vault_wrong_passphrase");
    }
    let right = prepare(&account, "1200", json!(RIGHT));
    let refused = refused_with(&rig, "prepare_payout", right.clone(), "vault_back_off");
    assert_eq!(text(&refused["details"], "seconds"), "1");
    let state = rig.call("app_state", json!({}));
    assert_eq!((&state["vault"]["guardSet"], &state["vault"]["guardRetryAfterS"]), (&json!(true), &json!(1)));
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    rig.call("prepare_payout", right);
}

/// Practice needs no passphrase for its gateways, but ceilings have one all the same: chosen at the first need, for both modes.
#[test]
fn s16_practice_has_the_same_guard() {
    let rig = Rig::new();
    let state = rig.call("start_practice", json!({}));
    assert_eq!(state["vault"]["guardSet"], false);
    let account = state["accounts"].as_array().unwrap().iter().find(|account| account["marketId"] == MARKET);
    let account = text(account.unwrap(), "id").to_owned();
    rig.call("edit_account", edit(&account, &ceilings(json!("1000"), Value::Null), Value::Null));
    let raise = |passphrase: Value| edit(&account, &ceilings(json!("9000"), Value::Null), passphrase);
    refused_with(&rig, "edit_account", raise(Value::Null), "guard_needed");
    refused_with(&rig, "edit_account", raise(json!(RIGHT)), "guard_not_set");
    refused_with(&rig, "set_guard", json!({ "passphrase": "short" }), "vault_too_short");
    let state = rig.call("set_guard", json!({ "passphrase": RIGHT }));
    assert_eq!((&state["vault"]["guardSet"], text(&state["vault"], "status")), (&json!(true), "ready"));
    rig.call("edit_account", raise(json!(RIGHT)));
    let state = rig.call("set_mode", json!({ "mode": "live" }));
    assert_eq!(state["vault"]["guardSet"], true);
}
