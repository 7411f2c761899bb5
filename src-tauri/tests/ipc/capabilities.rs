//! What the window may do beside our commands, and what it may load (S5).

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use serde_json::Value;

fn json(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_window_may_only_listen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    let files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, ["main.json"], "a new capability is a decision of its own");
    insta::assert_json_snapshot!(json("src-tauri/capabilities/main.json"), @r#"
    {
      "$schema": "../../gen/schemas/desktop-schema.json",
      "identifier": "main",
      "description": "All that the main window may do beside the program's own commands: listen to the program's events.",
      "windows": [
        "main"
      ],
      "permissions": [
        "core:event:allow-listen",
        "core:event:allow-unlisten"
      ]
    }
    "#);
}

#[test]
fn the_pages_may_load_nothing_from_elsewhere() {
    let config = json("tauri.conf.json");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    insta::assert_json_snapshot!(config["app"]["security"], @r#"
    {
      "capabilities": [
        "main"
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
