//! Which window may call which commands, what else it may do, and what it may load (S5).

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::every_command::commands;

fn json(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The files of a folder, by name.
fn files(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    files
}

/// The commands that a window's permission allows.
fn allowed(file: &str) -> BTreeSet<String> {
    let permissions = json(&format!("src-tauri/permissions/{file}"));
    let [permission] = permissions["permission"].as_array().unwrap().as_slice() else {
        unreachable!("{file}")
    };
    assert_eq!(file, format!("{}.json", permission["identifier"].as_str().unwrap()));
    let allowed = permission["commands"]["allow"].as_array().unwrap();
    allowed.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

#[test]
fn s05_a_window_may_call_its_commands_and_listen() {
    let files = files("src-tauri/capabilities");
    assert_eq!(files, ["main.json", "order.json"], "a new capability is a decision of its own");
    insta::assert_json_snapshot!(json("src-tauri/capabilities/main.json"), @r#"
    {
      "$schema": "../../gen/schemas/desktop-schema.json",
      "identifier": "main",
      "description": "All that the main window may do: its commands, and listening to the program's events.",
      "windows": [
        "main"
      ],
      "permissions": [
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "main-window"
      ]
    }
    "#);
    insta::assert_json_snapshot!(json("src-tauri/capabilities/order.json"), @r#"
    {
      "$schema": "../../gen/schemas/desktop-schema.json",
      "identifier": "order",
      "description": "All that a window of an order's own may do: its few commands, and listening to the program's events.",
      "windows": [
        "order-*"
      ],
      "permissions": [
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "order-window"
      ]
    }
    "#);
}

#[test]
fn s05_the_window_of_an_order_moves_no_money_and_takes_no_secret() {
    assert_eq!(files("src-tauri/permissions"), ["main-window.json", "order-window.json"]);
    let order = allowed("order-window.json");
    insta::assert_json_snapshot!(order, @r#"
    [
      "add_note",
      "app_state",
      "ask_gateway",
      "cancel_payout",
      "close_order_window",
      "copy_text",
      "labels",
      "list_accounts",
      "list_markets",
      "mark_flag_seen",
      "open_link",
      "order_detail",
      "save_evidence_file",
      "set_label",
      "set_star",
      "show_in_main"
    ]
    "#);
}

#[test]
fn s05_every_command_is_some_windows_and_only_those_of_its_own_are_not_the_main_ones() {
    let all = commands();
    let (main, order) = (allowed("main-window.json"), allowed("order-window.json"));
    let missing: Vec<_> = all.iter().filter(|name| !main.contains(*name) && !order.contains(*name)).collect();
    assert!(
        missing.is_empty(),
        "no window may call {missing:?}: add them to src-tauri/permissions/main-window.json"
    );
    let gone: Vec<_> = main.union(&order).filter(|name| !all.contains(*name)).collect();
    assert!(gone.is_empty(), "there is no command {gone:?} any more");
    let only_order: Vec<_> = order.difference(&main).collect();
    assert_eq!(only_order, ["close_order_window", "show_in_main"]);
}

#[test]
fn the_pages_may_load_nothing_from_elsewhere() {
    let config = json("tauri.conf.json");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    insta::assert_json_snapshot!(config["app"]["security"], @r#"
    {
      "capabilities": [
        "main",
        "order"
      ],
      "csp": {
        "default-src": "'self'",
        "connect-src": "ipc: http://ipc.localhost",
        "img-src": "'self' data:",
        "style-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'"
      },
      "freezePrototype": false,
      "pattern": {
        "use": "isolation",
        "options": {
          "dir": "src-tauri/isolation"
        }
      }
    }
    "#);
}

#[test]
fn no_dangerous_plugin_is_linked() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for plugin in ["tauri-plugin-fs", "tauri-plugin-shell", "tauri-plugin-http"] {
        assert!(!manifest.contains(plugin), "{plugin} gives the window more than it needs");
    }
    assert!(!manifest.contains("\"devtools\""), "devtools stay out of release builds");
}
