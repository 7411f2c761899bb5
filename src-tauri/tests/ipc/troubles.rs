//! Everything that can go wrong between us and a gateway: its own verdict, the right status, and the draft kept.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use crate::drafts::{collect, confirmed, payout};
use crate::gateway::{Gateway, Manner, Odd, connect, http, nobody, with};
use crate::rig::{Rig, stable, text};

fn envelope(code: &str, message: &str) -> String {
    json!({ "code": code, "success": false, "msg": message, "msgEn": message, "data": null }).to_string()
}

fn says(status: &str, headers: &[&str], body: &str) -> Odd {
    Odd::start(Manner::Says(http(status, headers, body)))
}

/// Tries a form out: the verdict, and what goes with it.
fn verdict(rig: &Rig, form: &Value) -> (String, Value, Value) {
    let report = rig.call("test_connection", json!({ "request": { "what": "new", "value": form } }));
    (text(&report, "verdict").to_owned(), report["detail"].clone(), report["waitS"].clone())
}

#[test]
fn each_mistake_of_a_connection_has_its_own_verdict() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let form = |changes: Value| with(gateway.form("cashfast-mx"), changes);
    let at = |origin: String| form(json!({ "baseUrl": origin }));
    let page = says("404 Not Found", &["content-type: text/html"], "<html>Not here</html>");
    let html = says("200 OK", &["content-type: text/html"], "<html>Welcome</html>");
    let away = says("307 Temporary Redirect", &["location: https://evil.example/x"], "");
    let listed = says("200 OK", &["content-type: application/json"], &envelope("301", "IP not permitted"));
    let field = says("200 OK", &["content-type: application/json"], &envelope("300", "amount error"));
    let broken = says("200 OK", &["content-type: application/json"], &envelope("500", "system error"));
    let hangs_up = Odd::start(Manner::HangsUp);

    let none = Value::Null;
    let table = [
        ("works", form(json!({})), none.clone(), none.clone()),
        ("bad_signature", form(json!({ "secret": "something else" })), none.clone(), none.clone()),
        ("bad_signature", form(json!({ "secret": "another", "keyIsNew": true })), none.clone(), json!(90)),
        ("not_this_gateway", at(page.origin()), json!("HTTP 404"), none.clone()),
        ("not_this_gateway", at(html.origin()), json!("HTTP 200"), none.clone()),
        ("connection_refused", at(nobody()), json!("refused"), none.clone()),
        ("redirected", at(away.origin()), json!("evil.example"), none.clone()),
        ("address_not_allowed", at(listed.origin()), none.clone(), none.clone()),
        ("refused", at(field.origin()), json!("300 amount error"), none.clone()),
        ("gateway_trouble", at(broken.origin()), json!("500 system error"), none.clone()),
        ("interrupted", at(hangs_up.origin()), json!("closed"), none.clone()),
        ("tls_failed", at(format!("https://{}", gateway.0.address())), json!("tls_not_tls"), none.clone()),
    ];
    for (expected, form, detail, wait) in table {
        assert_eq!(verdict(&rig, &form), (expected.to_owned(), detail, wait), "{}", form["baseUrl"]);
    }
    let stranger = with(gateway.form("cashy-mx"), json!({ "keyId": "1" }));
    assert_eq!(verdict(&rig, &stranger).0, "unknown_merchant");
    assert!(rig.call("list_accounts", json!({ "includeRetired": true })).as_array().unwrap().is_empty());
}

/// Prepares and sends a payout.
fn send(rig: &Rig, account: &str, draft: &Value) -> Value {
    let arguments = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", arguments);
    assert_eq!(text(&prepared["summary"], "status"), "prepared");
    rig.call("send_payout", json!({ "id": prepared["summary"]["id"] }))
}

fn assert_draft_kept(draft: &Value, detail: &Value) {
    assert_eq!(detail["draft"]["product"], draft["product"]);
    assert_eq!(detail["draft"]["channel"], draft["channel"]);
    assert_eq!(detail["draft"]["amount"], draft["amount"]);
    for (name, value) in draft["fields"].as_object().unwrap() {
        assert_eq!(detail["draft"]["fields"][name], *value, "{name}");
    }
}

/// How an order stands and why: status, reason code, field.
fn standing(detail: &Value) -> (&str, Option<&str>, Option<&str>) {
    let member = |name: &str| detail[name].as_str();
    (text(&detail["summary"], "status"), member("reasonCode"), member("reasonField"))
}

#[test]
fn each_answer_to_a_payout_has_its_status_and_reason() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    // The amounts are those of the practice gateways' table.
    // Each market has hundreds of its own: an unknown payout stops any other of the same sum to the same account.
    for (market, field, hundreds) in [("cashfast-mx", "accountId", 12), ("cashy-mx", "accountNo", 13)] {
        let account = gateway.connect(&rig, market);
        let table = [
            ("01", "refused", "bad_field", Some(field)),
            ("05", "unknown", "gateway_error", None),
            ("06", "unknown", "not_json", None),
            ("14", "unknown", "not_json", None),
            ("16", "unknown", "redirected", Some("127.0.0.1")),
            ("18", "refused", "address_not_allowed", None),
            ("19", "refused", "bad_signature", None),
            ("23", "unknown", "unlisted", None),
            ("24", "unknown", "contradiction", None),
        ];
        for (ending, status, code, field) in table {
            let amount = format!("{hundreds}{ending}");
            let draft = payout(market, &amount);
            let detail = send(&rig, &account, &draft);
            assert_eq!(standing(&detail), (status, Some(code), field), "{market} {amount}");
            assert_draft_kept(&draft, &detail);
            assert_eq!(gateway.0.orders_seen(text(&detail["summary"], "number")), 1, "{market} {amount}");
            let needs_person = status == "unknown";
            assert_eq!(detail["summary"]["needsPerson"] == true, needs_person, "{market} {amount}");
        }
        let ordinary = send(&rig, &account, &payout(market, &format!("{hundreds}00")));
        assert!(matches!(standing(&ordinary), ("pending" | "processing" | "succeeded", None, None)));
        let id = text(&ordinary["summary"], "id").to_owned();
        rig.ask_until(&id, "succeeded");
    }
}

#[test]
fn what_went_over_the_wire_is_shown_without_its_signature() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashy-mx");
    let detail = send(&rig, &account, &payout("cashy-mx", "1201"));
    let exchanges = detail["exchanges"].as_array().unwrap();
    assert_eq!(exchanges.len(), 1);
    assert!(text(&exchanges[0], "curl").contains("Sign: •••"), "{}", exchanges[0]["curl"]);
    let answer: Value = serde_json::from_str(text(&exchanges[0], "responseBody")).unwrap();
    insta::assert_json_snapshot!(json!({
        "operation": exchanges[0]["operation"],
        "method": exchanges[0]["method"],
        "requestHeaders": exchanges[0]["requestHeaders"],
        "status": exchanges[0]["status"],
        "answer": stable(&answer),
        "error": exchanges[0]["error"],
    }), @r#"
    {
      "operation": "create",
      "method": "POST",
      "requestHeaders": [
        {
          "name": "Content-Type",
          "value": "application/json"
        },
        {
          "name": "MerchantId",
          "value": "9000052"
        },
        {
          "name": "Sign",
          "value": "•••"
        }
      ],
      "status": 200,
      "answer": {
        "msg": "Params_accountNo_error",
        "code": 400
      },
      "error": null
    }
    "#);
}

#[test]
fn a_gateway_that_is_down_is_proven_never_to_have_heard() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = connect(&rig, with(gateway.form("cashfast-mx"), json!({ "baseUrl": nobody() })));
    let draft = payout("cashfast-mx", "1200");
    let detail = send(&rig, &account, &draft);
    assert_eq!(standing(&detail), ("not_sent", Some("refused"), None));
    assert_draft_kept(&draft, &detail);
    assert_eq!((&detail["canSend"], &detail["canCancel"]), (&json!(true), &json!(true)));
    let refused = rig.refuse("ask_gateway", json!({ "id": detail["summary"]["id"] }));
    assert_eq!((text(&refused, "code"), text(&refused["details"], "status")), ("wrong_status", "not_sent"));
    let draft = collect("cashfast-mx", "1200");
    let created = rig.call("create_collect", json!({ "accountId": account, "draft": draft }));
    assert_eq!(standing(&created), ("not_sent", Some("refused"), None));
    assert_draft_kept(&draft, &created);
    for command in ["refresh_balance", "refresh_banks"] {
        let refused = rig.refuse(command, json!({ "accountId": account }));
        assert_eq!((text(&refused, "code"), text(&refused["details"], "kind")), ("no_connection", "refused"));
    }
    let line = rig.call("status_line", json!({}));
    assert_eq!(line["gateways"][0]["reachable"], false);
}

#[test]
fn a_wrong_secret_is_told_by_the_gateway_and_by_every_order() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account =
        connect(&rig, with(gateway.form("cashfast-mx"), json!({ "secret": "copied from elsewhere" })));
    let report = rig.call("test_connection", json!({ "request": { "what": "account", "value": account } }));
    assert_eq!(text(&report, "verdict"), "bad_signature");
    let draft = collect("cashfast-mx", "1200");
    let created = rig.call("create_collect", json!({ "accountId": account, "draft": draft }));
    assert_eq!(standing(&created), ("refused", Some("bad_signature"), None));
    assert_draft_kept(&draft, &created);
    let refused = rig.refuse("refresh_balance", json!({ "accountId": account }));
    assert_eq!(
        (text(&refused, "code"), text(&refused["details"], "gatewayCode")),
        ("gateway_refused", "307")
    );
    // The right key mends it.
    let known = gateway.credentials("cashfast-mx");
    rig.call("rotate_key", json!({ "id": account, "keyId": known.key_id, "secret": known.secret }));
    rig.call("refresh_balance", json!({ "accountId": account }));
}

/// A collect order at a server that answers every request alike.
fn create_at(rig: &Rig, gateway: &Gateway, server: &Odd) -> Value {
    let account = connect(rig, with(gateway.form("cashfast-mx"), json!({ "baseUrl": server.origin() })));
    let draft = collect("cashfast-mx", "1200");
    let created = rig.call("create_collect", json!({ "accountId": account, "draft": draft }));
    assert_draft_kept(&draft, &created);
    assert_eq!(server.creations(), 1, "one attempt");
    created
}

#[test]
fn odd_servers_leave_the_order_unknown_and_are_asked_once() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let json_type = ["content-type: application/json"];

    let html = says("200 OK", &["content-type: text/html"], "<html>Welcome to the hotel's network</html>");
    assert_eq!(standing(&create_at(&rig, &gateway, &html)), ("unknown", Some("not_json"), None));
    let other = says("200 OK", &json_type, r#"{"status":"ok"}"#);
    assert_eq!(standing(&create_at(&rig, &gateway, &other)), ("unknown", Some("not_an_envelope"), None));
    let hangs_up = Odd::start(Manner::HangsUp);
    assert_eq!(standing(&create_at(&rig, &gateway, &hangs_up)), ("unknown", Some("closed"), None));
    let babble = Odd::start(Manner::Says("SSH-2.0-OpenSSH_9.2\r\n".to_owned()));
    assert_eq!(standing(&create_at(&rig, &gateway, &babble)), ("unknown", Some("not_http"), None));

    let elsewhere = says("200 OK", &json_type, &envelope("200", "ok"));
    let location = format!("location: {}/api", elsewhere.origin().replace("127.0.0.1", "localhost"));
    let away = says("307 Temporary Redirect", &[&location], "");
    let redirected = create_at(&rig, &gateway, &away);
    assert_eq!(standing(&redirected), ("unknown", Some("redirected"), Some("localhost")));
    assert_eq!(elsewhere.requests(), 0, "a redirect is never followed");
    let refused = rig.refuse("ask_gateway", json!({ "id": redirected["summary"]["id"] }));
    assert_eq!(
        (text(&refused, "code"), text(&refused["details"], "host")),
        ("gateway_redirected", "localhost")
    );

    // A documented refusal counts whatever the HTTP status around it.
    for (code, message, reason, field) in [
        ("300", "channelType error", "bad_field", Some("channelType")),
        ("301", "IP not permitted", "address_not_allowed", None),
        ("307", "signature error", "bad_signature", None),
    ] {
        let server = says("400 Bad Request", &json_type, &envelope(code, message));
        let created = create_at(&rig, &gateway, &server);
        assert_eq!(standing(&created), ("refused", Some(reason), field), "{code}");
        assert_eq!(text(&created, "reason"), format!("{code} {message}"));
    }
}

/// Takes the thirty seconds that a gateway is given to answer.
#[test]
fn silence_is_unknown() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let silent = Odd::start(Manner::Silent);
    let form = with(gateway.form("cashy-mx"), json!({ "baseUrl": silent.origin() }));
    let account = connect(&rig, form.clone());
    let draft = payout("cashy-mx", "1200");
    let arguments = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", arguments);
    let trial = rig.begin("test_connection", json!({ "request": { "what": "new", "value": form } }));
    let sending = rig.begin("send_payout", json!({ "id": prepared["summary"]["id"] }));
    let detail = rig.finish("send_payout", &sending).unwrap();
    assert_eq!(standing(&detail), ("unknown", Some("silent"), None));
    assert_draft_kept(&draft, &detail);
    let report = rig.finish("test_connection", &trial).unwrap();
    assert_eq!(text(&report, "verdict"), "silent");
    let again = rig.refuse("send_payout", json!({ "id": prepared["summary"]["id"] }));
    assert_eq!(text(&again, "code"), "wrong_status");
}
