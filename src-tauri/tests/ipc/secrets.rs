//! S2: a secret is read from a text and nothing else, and the refusal does not repeat what came instead.

use serde_json::json;

use crate::drafts::payout;
use crate::gateway::{Gateway, with};
use crate::rig::{Rig, text};

#[test]
fn s02_a_secret_of_another_shape_is_not_quoted_back() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    for secret in [json!(918_273_645), json!(["918273645"]), json!({ "918273645": 1 }), json!(true)] {
        let form = with(gateway.form("cashfast-mx"), json!({ "secret": secret }));
        let draft = payout("cashfast-mx", "100");
        let confirmation = json!({ "lastFour": null, "duplicateReason": null, "passphrase": secret });
        let changes = json!({
            "name": "Shop", "notifyUrl": null, "payoutCeiling": null, "dayCeiling": null, "limits": [],
            "signInLowerCase": false, "amountAsText": false,
        });
        for (command, arguments) in [
            ("connect_account", json!({ "request": form })),
            ("test_connection", json!({ "request": { "what": "new", "value": form } })),
            ("rotate_key", json!({ "id": "1", "keyId": "k", "secret": secret })),
            ("unlock_vault", json!({ "passphrase": secret })),
            ("set_up_vault", json!({ "passphrase": secret })),
            ("set_guard", json!({ "passphrase": secret })),
            ("change_guard", json!({ "old": secret, "next": "x" })),
            ("change_guard", json!({ "old": "x", "next": secret })),
            ("send_payout", json!({ "id": "1", "passphrase": secret })),
            ("prepare_payout", json!({ "accountId": "1", "draft": draft, "confirmation": confirmation })),
            ("edit_account", json!({ "id": "1", "changes": changes, "passphrase": secret })),
        ] {
            let refused = rig.refuse(command, arguments).to_string();
            assert!(refused.contains("the secret must be a text"), "{command}: {refused}");
            assert!(!refused.contains("918273645"), "{command}: {refused}");
        }
    }
}

#[test]
fn s02_wrong_passphrases_are_slowed_down_and_told_in_seconds() {
    let rig = Rig::ready().restart();
    assert_eq!(rig.call("app_state", json!({}))["vault"]["status"], "locked");
    for _ in 0..5 {
        let refused = rig.refuse("unlock_vault", json!({ "passphrase": "wrong horse battery" }));
        assert_eq!(text(&refused, "code"), "vault_wrong_passphrase");
    }
    let refused = rig.refuse("unlock_vault", json!({ "passphrase": "correct horse battery" }));
    assert_eq!(text(&refused, "code"), "vault_back_off");
    assert_eq!(text(&refused["details"], "seconds"), "1");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let state = rig.call("unlock_vault", json!({ "passphrase": "correct horse battery" }));
    assert_eq!(state["vault"]["status"], "ready");
}
