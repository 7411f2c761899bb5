//! S7 through the command: what the opener is asked for. The full table of hostile links is the desk's.

use serde_json::json;

use crate::rig::{Rig, text};

const HOSTILE: [&str; 24] = [
    "javascript:alert(1)",
    "JaVaScRiPt://example.com/%0aalert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "file://server/share/x.exe",
    "smb://server/share",
    "\\\\server\\share",
    "//server/share",
    "/etc/passwd",
    "",
    "--gpu-launcher=calc",
    "https:\\\\example.com",
    "https://good.example@evil.example/",
    "https://user:password@evil.example/",
    "https://evil.example\\@good.example",
    "https://example.com/\nSet-Cookie: x",
    "https://example.com/\0",
    "https://example.com/\u{202e}gpj.exe",
    "https://p\u{430}ypal.com/",
    "https://xn--pypal-4ve.com/",
    "http://2130706433/",
    "ms-settings:privacy",
    "https://example..com/",
];

#[test]
fn s07_no_hostile_link_reaches_the_opener() {
    let rig = Rig::new();
    for link in HOSTILE {
        let refused = rig.refuse("open_link", json!({ "url": link }));
        assert_eq!(text(&refused, "code"), "link_refused", "{link:?}");
    }
    let endless = format!("https://example.com/{}", "x".repeat(10_000));
    assert_eq!(text(&rig.refuse("open_link", json!({ "url": endless })), "code"), "link_refused");
    assert!(rig.outside.links.lock().unwrap().is_empty());
}

#[test]
fn s07_what_is_opened_is_what_was_judged() {
    let rig = Rig::new();
    for link in [
        "https://pay.example.com",
        "HTTPS://Pay.Example.com:443/a/../b?c=d#e",
        "http://127.0.0.1:4040/cashier/7",
    ] {
        rig.call("open_link", json!({ "url": link }));
    }
    assert_eq!(
        *rig.outside.links.lock().unwrap(),
        ["https://pay.example.com/", "https://pay.example.com/b?c=d#e", "http://127.0.0.1:4040/cashier/7"]
    );
}

#[test]
fn the_clipboard_takes_a_text_as_it_is() {
    let rig = Rig::new();
    let copied = "646 180 00003005684 5\nAna López \u{1f4b8}";
    rig.call("copy_text", json!({ "text": copied }));
    assert_eq!(text(&rig.refuse("copy_text", json!({ "text": "x".repeat(300_000) })), "code"), "clipboard");
    assert_eq!(*rig.outside.copied.lock().unwrap(), [copied]);
}
