//! What crosses to the window, whole: a member that is new, gone or spelt otherwise shows here.

use serde_json::json;

use crate::drafts::{collect, payout};
use crate::gateway::Gateway;
use crate::rig::{Rig, stable, text};

#[test]
fn the_state_of_a_new_folder() {
    let rig = Rig::new();
    insta::assert_json_snapshot!(stable(&rig.call("app_state", json!({}))), @r#"
    {
      "mode": "live",
      "version": "[version]",
      "dataFolder": "[dataFolder]",
      "vault": {
        "kind": "passphrase",
        "status": "not_set_up",
        "retryAfterS": null,
        "guardSet": false,
        "guardRetryAfterS": null,
        "keychainMissing": false
      },
      "accounts": [],
      "practiceExists": false,
      "notices": [],
      "health": {
        "damage": null,
        "damagedRecords": 0,
        "offer": null,
        "offerSought": false,
        "hasBackups": true,
        "restored": null
      },
      "practiceOutcomes": []
    }
    "#);
}

#[test]
fn an_account_and_its_balance() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = rig.call("connect_account", json!({ "request": gateway.form("cashfast-mx") }));
    insta::assert_json_snapshot!(stable(&account), @r#"
    {
      "id": "[id]",
      "name": "Shop cashfast-mx",
      "marketId": "cashfast-mx",
      "country": "MX",
      "currency": "MXN",
      "live": true,
      "builtIn": false,
      "baseUrl": "[baseUrl]",
      "insecure": true,
      "keyId": "PractMX1",
      "notifyUrl": "https://shop.example/callbacks",
      "keyEditedAt": "[time]",
      "payoutCeiling": null,
      "dayCeiling": null,
      "limits": [],
      "signInLowerCase": false,
      "amountAsText": false,
      "createdAt": "[time]",
      "retiredAt": null
    }
    "#);
    let read = rig.call("refresh_balance", json!({ "accountId": account["id"] }));
    insta::assert_json_snapshot!(stable(&read), @r#"
    {
      "accountId": "[accountId]",
      "accountName": "Shop cashfast-mx",
      "balances": [
        {
          "accountId": "[accountId]",
          "accountName": "Shop cashfast-mx",
          "currency": "MXN",
          "available": "100000000",
          "frozen": "0",
          "waiting": "0",
          "claimed": "0",
          "state": "InAndOut",
          "readAt": "[time]"
        }
      ],
      "history": [
        {
          "accountId": "[accountId]",
          "accountName": "Shop cashfast-mx",
          "currency": "MXN",
          "available": "100000000",
          "frozen": "0",
          "waiting": "0",
          "claimed": "0",
          "state": "InAndOut",
          "readAt": "[time]"
        }
      ]
    }
    "#);
    let on = rig.call("set_listener", json!({ "on": true, "port": null }));
    insta::assert_json_snapshot!(stable(&on), @r#"
    {
      "on": true,
      "port": "[port]",
      "error": null,
      "lastHitAt": null,
      "addresses": [
        {
          "accountId": "[accountId]",
          "accountName": "Shop cashfast-mx",
          "url": "[url]"
        }
      ]
    }
    "#);
}

#[test]
fn a_checked_draft_and_an_order() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    rig.call("refresh_balance", json!({ "accountId": account }));
    let draft = payout("cashfast-mx", "1200");
    let checked = rig.call("check_draft", json!({ "accountId": account, "draft": draft }));
    insta::assert_json_snapshot!(stable(&checked), @r#"
    {
      "problems": [],
      "warnings": [
        {
          "field": "certificatesId",
          "code": "soon_required",
          "values": {}
        }
      ],
      "tidied": {
        "accountId": "646180000030056845",
        "accountName": "Ana Lopez",
        "accountType": "CLABE",
        "bankName": "STP"
      },
      "accountGrouped": "646 180 00003005684 5",
      "bankByAccount": "STP",
      "payout": {
        "available": "100000000",
        "availableReadAt": "[time]",
        "claimed": "0",
        "leftAfter": "99998800",
        "exceedsBalance": false,
        "paidBefore": false,
        "lastPaidAt": null,
        "otherNames": [],
        "largestBefore": null,
        "unusuallyLarge": false,
        "tenTimes": false,
        "sameWithinDay": [],
        "sameWithinWeek": [],
        "unknownTwin": null,
        "abandonedTwin": null,
        "aboveCeiling": null,
        "dayCeiling": null,
        "retypeLastFour": true
      }
    }
    "#);

    let create = json!({ "accountId": account, "draft": collect("cashfast-mx", "1200") });
    let created = rig.call("create_collect", create);
    assert!(text(&created, "payUrl").starts_with(&gateway.credentials("cashfast-mx").base_url));
    let mut shown = stable(&created);
    // What went over the wire is looked at in `troubles`.
    shown["exchanges"] = json!(created["exchanges"].as_array().unwrap().len());
    insta::assert_json_snapshot!(shown, @r#"
    {
      "summary": {
        "id": "[id]",
        "accountId": "[accountId]",
        "accountName": "Shop cashfast-mx",
        "product": "collect",
        "direction": "collect",
        "number": "[number]",
        "gatewayNumber": "[gatewayNumber]",
        "channel": "Bank transfer",
        "amount": "1200.00",
        "actualAmount": null,
        "fee": null,
        "currency": "MXN",
        "status": "pending",
        "provisional": false,
        "name": null,
        "accountMasked": null,
        "createdAt": "[time]",
        "updatedAt": "[time]",
        "flags": [],
        "needsPerson": false,
        "damaged": false,
        "found": null,
        "starred": false,
        "labels": []
      },
      "marketId": "cashfast-mx",
      "gatewayStatus": null,
      "accountNumber": null,
      "accountGrouped": null,
      "fields": [
        {
          "name": "remark",
          "value": "order 7"
        }
      ],
      "payUrl": "[payUrl]",
      "payCode": null,
      "reference": null,
      "concept": null,
      "bankName": null,
      "expiresAt": null,
      "reason": null,
      "reasonCode": null,
      "reasonField": null,
      "channelNumber": null,
      "duplicateReason": null,
      "completedAt": null,
      "supplements": [],
      "receivedTotal": null,
      "events": [
        {
          "id": "[id]",
          "at": "[time]",
          "source": "program",
          "from": null,
          "to": "prepared",
          "judgement": "moves",
          "gatewayStatus": null,
          "note": null,
          "repeats": 0,
          "lastAt": null
        },
        {
          "id": "[id]",
          "at": "[time]",
          "source": "program",
          "from": "prepared",
          "to": "sending",
          "judgement": "moves",
          "gatewayStatus": null,
          "note": null,
          "repeats": 0,
          "lastAt": null
        },
        {
          "id": "[id]",
          "at": "[time]",
          "source": "answer",
          "from": "sending",
          "to": "pending",
          "judgement": "moves",
          "gatewayStatus": null,
          "note": null,
          "repeats": 0,
          "lastAt": null
        }
      ],
      "exchanges": 1,
      "deliveries": [],
      "flags": [],
      "sendsAt": null,
      "nextQuestionAt": "[time]",
      "questionsAsked": 0,
      "canAsk": true,
      "canCancel": false,
      "canSend": false,
      "settling": null,
      "draft": {
        "product": "collect",
        "channel": "BANK",
        "amount": "1200",
        "fields": {
          "remark": "order 7"
        }
      }
    }
    "#);
}
