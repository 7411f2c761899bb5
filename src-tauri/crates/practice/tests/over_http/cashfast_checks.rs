//! CashFast: what it refuses, and with which code.

use practice::PracticeOptions;
use serde_json::{Value, json};

use crate::sign;
use crate::site::{
    BALANCE, BANKS, COLLECT, COLLECT_QUERY, CashFastCall, PAYOUT, Site, collect, merge, payout, still,
};

fn good() -> CashFastCall {
    CashFastCall::post(COLLECT_QUERY, &json!({"externalOrderId": "X1"}))
}

#[tokio::test]
async fn every_part_of_the_signature_counts() {
    let site = Site::start(still()).await;
    assert_eq!(site.cashfast_call(good()).await.json()["code"], "200");
    let now = jiff::Timestamp::now().as_millisecond();
    let cases: Vec<(&str, CashFastCall)> = vec![
        ("access_key is missing", CashFastCall { left_out: Some("access_key"), ..good() }),
        ("timestamp is missing", CashFastCall { left_out: Some("timestamp"), ..good() }),
        ("nonce is missing", CashFastCall { left_out: Some("nonce"), ..good() }),
        ("sign is missing", CashFastCall { left_out: Some("sign"), ..good() }),
        ("access_key is unknown", CashFastCall { access_key: "Another1".into(), ..good() }),
        ("sign does not match", CashFastCall { secret: "another".into(), ..good() }),
        ("timestamp", CashFastCall { timestamp: (now - 301_000).to_string(), ..good() }),
        ("timestamp", CashFastCall { timestamp: (now + 301_000).to_string(), ..good() }),
        ("timestamp", CashFastCall { timestamp: (now / 1000).to_string(), ..good() }),
        ("timestamp", CashFastCall { timestamp: "now".into(), ..good() }),
        ("nonce is not a UUID v4", CashFastCall { nonce: "1".into(), ..good() }),
        (
            "nonce is not a UUID v4",
            CashFastCall { nonce: "7d444840-9dc0-11d1-b245-5ffdce74fad2".into(), ..good() },
        ),
        (
            "nonce is not a UUID v4",
            CashFastCall { nonce: uuid::Uuid::new_v4().simple().to_string(), ..good() },
        ),
    ];
    for (why, call) in cases {
        let answer = site.cashfast_call(call).await.json();
        assert_eq!(answer["code"], "307", "{why}");
        assert_eq!(answer["success"], false);
        assert_eq!(answer["msgEn"], format!("Signature error: {why}"));
        assert!(answer.get("data").is_none());
    }
    let inside = CashFastCall { timestamp: (now - 290_000).to_string(), ..good() };
    assert_eq!(site.cashfast_call(inside).await.json()["code"], "200");
}

#[tokio::test]
async fn a_changed_body_and_a_repeated_nonce_are_refused() {
    let site = Site::start(still()).await;
    let call = good();
    let signature =
        sign::cashfast(&call.body, [&call.access_key, &call.timestamp, &call.nonce], &call.secret);
    let changed = json!({"externalOrderId": "X2"}).to_string();
    let refused =
        site.cashfast_call(CashFastCall { body: changed, sign: Some(signature), ..call }).await.json();
    assert_eq!(refused["msgEn"], "Signature error: sign does not match");

    let nonce = uuid::Uuid::new_v4().to_string();
    let same = || CashFastCall { nonce: nonce.clone(), ..good() };
    assert_eq!(site.cashfast_call(same()).await.json()["code"], "200");
    assert_eq!(site.cashfast_call(same()).await.json()["msgEn"], "Signature error: nonce was used before");
}

#[tokio::test]
async fn bodies_are_json_and_gets_have_none() {
    let site = Site::start(still()).await;
    let refused =
        |call| async { site.cashfast_call(call).await.json()["msgEn"].as_str().unwrap().to_owned() };
    let plain = CashFastCall { content_type: Some("text/plain".into()), ..good() };
    assert_eq!(refused(plain).await, "Parameter error: content-type");
    let latin = CashFastCall { content_type: Some("application/json;charset=latin1".into()), ..good() };
    assert_eq!(refused(latin).await, "Parameter error: content-type");
    let twice =
        CashFastCall { body: r#"{"orderId":"1","orderId":"2"}"#.into(), sign: Some("x".into()), ..good() };
    assert_eq!(refused(twice).await, "Parameter error: body is not JSON");
    let query = CashFastCall::get(&format!("{BALANCE}?currency=MXN"));
    assert_eq!(refused(query).await, "Parameter error: parameters");
}

#[tokio::test]
async fn empty_values_are_signed_or_left_out_as_set() {
    let unsigned = || CashFastCall { sign: None, ..CashFastCall::post(BANKS, &json!({"bankName": ""})) };
    // Signing an empty body makes the string without the pair: the rendering that drops empties.
    let dropped = || {
        let call = unsigned();
        let sign = sign::cashfast("{}", [&call.access_key, &call.timestamp, &call.nonce], &call.secret);
        CashFastCall { sign: Some(sign), ..call }
    };
    for (empty_values_signed, kept_code, dropped_code) in [(true, "200", "307"), (false, "307", "200")] {
        let site = Site::start(PracticeOptions { empty_values_signed, ..still() }).await;
        assert_eq!(site.cashfast_call(unsigned()).await.json()["code"], kept_code);
        assert_eq!(site.cashfast_call(dropped()).await.json()["code"], dropped_code);
    }
}

/// Each wrong body, and the member the refusal names.
async fn refused_by_member(site: &Site, path: &str, right: &Value, cases: Vec<(&str, Value)>) {
    for (member, wrong) in cases {
        let answer = site.cashfast(path, merge(&[right.clone(), wrong.clone()])).await;
        assert_eq!(answer["code"], "300", "{wrong}: {answer}");
        assert_eq!(answer["msgEn"], format!("Parameter error: {member}"), "{wrong}");
    }
    for member in right.as_object().unwrap().keys() {
        let mut without = right.clone();
        without.as_object_mut().unwrap().remove(member);
        let optional = ["remark", "returnUrl", "dynamicAmountNotify", "notifyUrl", "certificatesId"];
        let answer = site.cashfast(path, merge(&[without, json!({})])).await;
        if optional.contains(&member.as_str()) {
            assert_ne!(answer["code"], "300", "{member}");
        } else {
            assert_eq!(answer["msgEn"], format!("Parameter error: {member}"));
        }
    }
}

#[tokio::test]
async fn collects_are_checked_member_by_member() {
    let site = Site::start(still()).await;
    let cases = vec![
        ("amount", json!({"amount": "39.99"})),
        ("amount", json!({"amount": "40.001"})),
        ("amount", json!({"amount": 40})),
        ("amount", json!({"amount": "4e2"})),
        ("amount", json!({"amount": "040"})),
        ("amount", json!({"amount": "-50"})),
        ("amount", json!({"amount": " 50"})),
        ("amount", json!({"amount": "50."})),
        ("amount", json!({"amount": "99999999999999999999999999999999"})),
        ("channelType", json!({"channelType": "QRIS"})),
        ("channelType", json!({"channelType": "bank"})),
        ("externalOrderId", json!({"externalOrderId": "x".repeat(65)})),
        ("externalOrderId", json!({"externalOrderId": 17})),
        ("externalOrderId", json!({"externalOrderId": ""})),
        ("dynamicAmountNotify", json!({"dynamicAmountNotify": 3})),
        ("dynamicAmountNotify", json!({"dynamicAmountNotify": "1"})),
        ("remark", json!({"remark": "x".repeat(256)})),
        ("remark", json!({"remark": null})),
        ("notifyUrl", json!({"notifyUrl": "ftp://shop.example"})),
        ("returnUrl", json!({"returnUrl": "shop"})),
        ("currency", json!({"currency": "MXN"})),
    ];
    refused_by_member(&site, COLLECT, &collect("CHECK1A", "50"), cases).await;
    let edge = collect(&"é".repeat(64), "40");
    assert_eq!(site.cashfast(COLLECT, edge).await["code"], "200");
}

#[tokio::test]
async fn payouts_are_checked_member_by_member() {
    let site = Site::start(still()).await;
    let cases = vec![
        ("currencyAmount", json!({"currencyAmount": "39"})),
        ("currencyAmount", json!({"currencyAmount": 50.5})),
        ("channelType", json!({"channelType": "OXXO"})),
        ("externalOrderId", json!({"externalOrderId": "x".repeat(65)})),
        ("accountName", json!({"accountName": "  "})),
        ("accountId", json!({"accountId": "64618000003005684"})),
        ("accountId", json!({"accountId": "64618000003005684A"})),
        ("accountId", json!({"accountType": "BANK_CARD"})),
        ("bankName", json!({"bankName": "stp"})),
        ("bankName", json!({"bankName": ""})),
        ("accountType", json!({"accountType": "clabe"})),
        ("accountType", json!({"accountType": 40})),
        ("remark", json!({"remark": "x".repeat(256)})),
        ("notifyUrl", json!({"notifyUrl": "shop"})),
        ("amount", json!({"amount": "50"})),
    ];
    refused_by_member(&site, PAYOUT, &payout("CHECK2A", "50"), cases).await;
    let kinds = [
        ("BANK_CARD", "4152314092856502"),
        ("SPEI", "anything"),
        ("NET_BANKING", "5"),
        ("CLABE", "131789685841234567"),
    ];
    for (index, (kind, account)) in kinds.into_iter().enumerate() {
        let right = payout(&format!("KIND{index}A"), "40");
        let answer =
            site.cashfast(PAYOUT, merge(&[right, json!({"accountType": kind, "accountId": account})])).await;
        assert_eq!(answer["code"], "200", "{kind}");
    }
}

#[tokio::test]
async fn unknown_members_pass_when_asked_to() {
    let site = Site::start(PracticeOptions { unknown_members_refused: false, ..still() }).await;
    let more = merge(&[collect("MORE1A", "50"), json!({"currency": "MXN"})]);
    assert_eq!(site.cashfast(COLLECT, more).await["code"], "200");
}

#[tokio::test]
async fn a_payout_beyond_the_balance_gets_a_word_of_no_document() {
    let site = Site::start(still()).await;
    assert_eq!(site.cashfast(PAYOUT, payout("RICH1A", "99999999.5")).await["code"], "310");
    assert_eq!(site.cashfast(PAYOUT, payout("RICH2A", "99999999.2")).await["code"], "200");
    assert_eq!(site.cashfast(PAYOUT, payout("RICH3A", "40")).await["code"], "310");
}
