//! Practice and live: two ledgers that never meet.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use crate::rig::{Rig, eventually, text};

/// Orders of the practice merchant's history: five in each of the four markets.
const HISTORY: usize = 20;

fn account_names(state: &Value) -> Vec<&str> {
    state["accounts"].as_array().unwrap().iter().map(|account| text(account, "name")).collect()
}

/// Waits until the whole history is written and nothing of it is under way any more.
fn wait_for_history(rig: &Rig) -> Vec<Value> {
    eventually("the practice history", || {
        let page = rig.call("list_orders", json!({ "query": { "limit": 500 } }));
        let orders = page["orders"].as_array().unwrap();
        let under_way = |order: &Value| matches!(text(order, "status"), "prepared" | "sending");
        (orders.len() >= HISTORY && !orders.iter().any(under_way)).then(|| orders.clone())
    })
}

#[test]
fn practice_begins_once_however_often_it_is_asked_for() {
    let rig = Rig::new();
    // A double click.
    let first = rig.begin("start_practice", json!({}));
    let second = rig.begin("start_practice", json!({}));
    rig.finish("start_practice", &first).unwrap();
    rig.finish("start_practice", &second).unwrap();
    let state = rig.call("start_practice", json!({}));
    assert_eq!(text(&state, "mode"), "practice");
    let mut names = account_names(&state);
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Practice Mexico CashFast",
            "Practice Mexico Cashy",
            "Practice Tanzania Cashy",
            "Practice Thailand Cashy"
        ]
    );
    assert!(state["accounts"].as_array().unwrap().iter().all(|account| account["builtIn"] == true));
    assert_eq!(state["practiceOutcomes"].as_array().unwrap().len(), practice::OUTCOMES.len());
    // Without a passphrase ever having been chosen: its secrets protect nothing.
    assert_eq!(state["vault"]["status"], "not_set_up");

    let orders = wait_for_history(&rig);
    assert_eq!(orders.len(), HISTORY);
    let overview = rig.call("overview", json!({}));
    let balances = overview["balances"].as_array().unwrap();
    assert_eq!(balances.len(), 4);
    assert!(balances.iter().all(|account| !account["balances"].as_array().unwrap().is_empty()));
    rig.call("start_practice", json!({}));
    assert_eq!(rig.order_count(), HISTORY, "the history is made once");
}

#[test]
fn the_two_ledgers_stay_apart_and_practice_survives_a_restart() {
    let rig = Rig::new();
    let live = rig.call("app_state", json!({}));
    assert_eq!((text(&live, "mode"), live["practiceExists"] == true), ("live", false));
    let practice = rig.call("set_mode", json!({ "mode": "practice" }));
    assert_eq!(account_names(&practice).len(), 4);
    wait_for_history(&rig);

    let live = rig.call("set_mode", json!({ "mode": "live" }));
    assert_eq!(text(&live, "mode"), "live");
    assert!(account_names(&live).is_empty() && live["practiceOutcomes"].as_array().unwrap().is_empty());
    assert_eq!(rig.order_count(), 0);
    let overview = rig.call("overview", json!({}));
    assert!(
        overview["latest"].as_array().unwrap().is_empty()
            && overview["balances"].as_array().unwrap().is_empty()
    );
    rig.call("set_mode", json!({ "mode": "practice" }));
    assert_eq!(rig.order_count(), HISTORY);
    assert!(rig.outside.told.lock().unwrap().iter().any(|event| event == r#"{"mode":"live"}"#));

    let rig = rig.restart();
    let state = rig.call("app_state", json!({}));
    assert_eq!((text(&state, "mode"), state["practiceExists"] == true), ("practice", true));
    assert_eq!(account_names(&state).len(), 4);
    let page = rig.call("list_orders", json!({ "query": { "limit": 500 } }));
    let orders = page["orders"].as_array().unwrap();
    assert_eq!(orders.len(), HISTORY);
    for order in orders {
        let asked = rig.call("ask_gateway", json!({ "id": order["id"] }));
        let last =
            asked["events"].as_array().unwrap().iter().rfind(|event| event["source"] == "query").unwrap();
        let note = last["note"].as_str().unwrap_or_default();
        assert!(!note.starts_with("not found"), "the practice gateway forgot {order}");
        assert!(matches!(
            text(&asked["summary"], "status"),
            "pending" | "processing" | "succeeded" | "failed"
        ));
    }
}
