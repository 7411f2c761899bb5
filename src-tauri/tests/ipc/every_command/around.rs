//! What surrounds the orders: callbacks and links, a history from a file, the data folder, practice, files and windows.

use counterfoil_lib::LinkPlaces;
use serde_json::{Value, json};

use super::refuse_all;
use crate::gateway::Gateway;
use crate::rig::{Rig, text};

pub(super) fn callbacks_and_links(rig: &Rig, gateway: &Gateway) {
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
pub(super) fn history(rig: &Rig, gateway: &Gateway) {
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

pub(super) fn data(rig: &Rig) {
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

pub(super) fn practice(rig: &Rig) {
    let state = rig.call("start_practice", json!({}));
    assert_eq!(text(&state, "mode"), "practice");
    let state = rig.call("set_mode", json!({ "mode": "live" }));
    assert_eq!((text(&state, "mode"), &state["practiceExists"]), ("live", &json!(true)));
    assert_eq!(state["accounts"].as_array().unwrap().len(), 1);
}

/// Orders in a file, in windows of their own, and through links.
pub(super) fn taken_elsewhere(rig: &Rig, order: &str) {
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
