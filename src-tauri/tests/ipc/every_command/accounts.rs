//! The program itself, its passphrase and its accounts.

use serde_json::{Value, json};

use super::refuse_all;
use crate::gateway::{Gateway, with};
use crate::rig::{Rig, text};

pub(super) fn the_program(rig: &Rig, gateway: &Gateway) {
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

pub(super) fn accounts(rig: &Rig, gateway: &Gateway) -> String {
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
