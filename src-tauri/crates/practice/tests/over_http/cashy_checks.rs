//! Cashy: what it refuses, and with which message.

use practice::{Market, PracticeOptions, RepeatedNumbers};
use reqwest::Method;
use serde_json::{Value, json};

use crate::site::{CashyCall, Site, cashy_body, cashy_creations, merge, still};

#[tokio::test]
async fn transport_and_signature_come_first() {
    let site = Site::start(still()).await;
    let good = || CashyCall::new(Market::CashyTh, "/api/getBalance", &json!({"nonceStr": "1"}));
    assert_eq!(site.cashy_call(good()).await.json()["msg"], "SUCCESS");
    let lower = good().sign.unwrap().to_lowercase();
    assert_eq!(site.cashy_call(CashyCall { sign: Some(lower), ..good() }).await.json()["msg"], "SUCCESS");
    let cases = [
        ("RequestMethod_not_post", CashyCall { method: Method::PUT, ..good() }),
        ("RequestContentType_not_json", CashyCall { content_type: None, ..good() }),
        ("RequestContentType_not_json", CashyCall { content_type: Some("text/json".into()), ..good() }),
        ("MerchantId_is_null", CashyCall { merchant: None, ..good() }),
        ("MerchantId_not_Number", CashyCall { merchant: Some("abc".into()), ..good() }),
        ("MerchantId_is_error", CashyCall { merchant: Some("1".into()), ..good() }),
        ("RequestBody_is_null", CashyCall { body: String::new(), ..good() }),
        ("Sign_verify_error", CashyCall { sign: None, ..good() }),
        ("Sign_verify_error", CashyCall { sign: Some("A6FC73F7D22EC8B4A064C8FFCC592CBF".into()), ..good() }),
        // One space more than was signed (Z3).
        ("Sign_verify_error", CashyCall { body: format!(" {}", good().body), ..good() }),
    ];
    for (msg, call) in cases {
        let answer = site.cashy_call(call).await.json();
        assert_eq!(answer["msg"], msg);
        assert_ne!(answer["code"], 200);
        assert!(answer.get("data").is_none());
    }
    let broken = "{\"nonceStr\":\"1\"";
    let call = CashyCall {
        body: broken.into(),
        sign: Some(crate::sign::cashy(broken, Market::CashyTh.secret())),
        ..good()
    };
    assert_eq!(site.cashy_call(call).await.json()["msg"], "Params_jsonFormat_error");
}

#[tokio::test]
async fn every_required_member_is_required() {
    let site = Site::start(still()).await;
    for (market, what, right) in cashy_creations() {
        for member in right.as_object().unwrap().keys() {
            // Optional in one of the contract's two editions.
            if market == Market::CashyMx && what == "payIn" && ["phone", "email"].contains(&member.as_str()) {
                continue;
            }
            for empty in [None, Some(json!("")), Some(Value::Null)] {
                let mut wrong = right.clone();
                match &empty {
                    Some(value) => wrong[member] = value.clone(),
                    None => drop(wrong.as_object_mut().unwrap().remove(member)),
                }
                let answer = site.cashy(market, &format!("/api/{what}"), wrong).await;
                assert_eq!(answer["msg"], format!("Params_{member}_Required"), "{market:?} {what} {empty:?}");
            }
        }
    }
    assert!(site.server.payments().is_empty());
}

#[tokio::test]
async fn every_member_has_its_form() {
    let site = Site::start(still()).await;
    for (market, what, right) in cashy_creations() {
        let mut cases = vec![
            ("amount", json!("1e3")),
            ("amount", json!(-50)),
            ("amount", json!(true)),
            ("currency", json!("USD")),
            ("mchOrderNo", json!("x".repeat(33))),
            ("mchOrderNo", json!(12345)),
            ("nonceStr", json!("x".repeat(33))),
            ("remark", json!("x".repeat(33))),
            ("remark", json!("té")),
            ("notifyUrl", json!("ftp://shop.example")),
            ("notifyUrl", json!("http://192.168.1.135:30001/")),
            ("notifyUrl", json!("http://10.0.0.1/")),
            ("notifyUrl", json!(format!("https://shop.example/{}", "x".repeat(250)))),
            ("email", json!("nobody")),
            ("phone", json!("12a456")),
            ("surprise", json!("x")),
        ];
        if what == "payOut" {
            cases.extend([
                ("accountNo", json!("12")),
                ("accountNo", json!("64618000003005684X")),
                ("accountType", json!(99)),
                ("accountType", json!("card")),
                ("accountName", json!("x".repeat(65))),
                ("bankId", json!(99999)),
            ]);
        } else {
            cases.extend([
                ("expireTime", json!(0)),
                ("expireTime", json!("soon")),
                ("reusableStatus", json!("false")),
                ("realName", json!("x".repeat(65))),
                ("payType", json!(1)),
            ]);
            if market != Market::CashyMx {
                cases.push(("reusableStatus", json!(true)));
            }
        }
        for (member, value) in cases {
            let wrong = merge(&[right.clone(), json!({ member: value })]);
            let answer = site.cashy(market, &format!("/api/{what}"), wrong).await;
            assert_eq!(answer["msg"], format!("Params_{member}_error"), "{market:?} {what} {value}");
        }
    }
    assert!(site.server.payments().is_empty());
}

#[tokio::test]
async fn limits_are_inclusive_and_decimals_follow_the_market() {
    let site = Site::start(still()).await;
    let cases = [
        (Market::CashyMx, "payOut", vec!["40", "15000", "41"], vec!["39", "15001", "150.5", "150.0"]),
        (Market::CashyMx, "payIn", vec!["40", "15000"], vec!["39", "15001", "50.01"]),
        (Market::CashyTz, "payOut", vec!["500", "3000000"], vec!["499", "3000001", "600.5"]),
        (Market::CashyTz, "payIn", vec!["500", "5000000"], vec!["499", "5000001"]),
        (Market::CashyTz, "payDesk", vec!["500", "5000000"], vec!["499", "5000001", "600.00"]),
        (
            Market::CashyTh,
            "payOut",
            vec!["15.00", "500000.00", "1500.5"],
            vec!["14.99", "500000.01", "50.001"],
        ),
        (Market::CashyTh, "payIn", vec!["15", "500000", "99.99"], vec!["14.99", "500000.01", "50.001"]),
    ];
    for (market, what, right, wrong) in cases {
        for (index, (amount, fits)) in right
            .iter()
            .map(|amount| (amount, true))
            .chain(wrong.iter().map(|amount| (amount, false)))
            .enumerate()
        {
            // As a number, spelt exactly so; and as text.
            for quote in ["", "\""] {
                let number = format!("{}{what}{index}{}A", &market.name()[6..], quote.len());
                let body = merge(&[cashy_body(market, what), json!({"mchOrderNo": number, "amount": 0})])
                    .to_string();
                let body = body.replace("\"amount\":0", &format!("\"amount\":{quote}{amount}{quote}"));
                let sign = Some(crate::sign::cashy(&body, market.secret()));
                let call =
                    CashyCall { body, sign, ..CashyCall::new(market, &format!("/api/{what}"), &json!({})) };
                let answer = site.cashy_call(call).await.json();
                let msg = if fits { "SUCCESS" } else { "Params_amount_error" };
                assert_eq!(answer["msg"], msg, "{market:?} {what} {quote}{amount}");
            }
        }
    }
}

#[tokio::test]
async fn text_amounts_are_refused_when_asked_to() {
    let site = Site::start(PracticeOptions { strict_amounts: true, ..still() }).await;
    let body = cashy_body(Market::CashyTh, "payIn");
    let text = merge(&[body.clone(), json!({"amount": "1200"})]);
    assert_eq!(site.cashy(Market::CashyTh, "/api/payIn", text).await["msg"], "Params_amount_error");
    assert_eq!(site.cashy(Market::CashyTh, "/api/payIn", body).await["msg"], "SUCCESS");
}

#[tokio::test]
async fn rules_of_single_markets() {
    let site = Site::start(still()).await;
    let ask = |market: Market, what: &'static str, changes: Value| {
        let site = &site;
        async move {
            let body = merge(&[cashy_body(market, what), changes]);
            site.cashy(market, &format!("/api/{what}"), body).await["msg"].as_str().unwrap().to_owned()
        }
    };
    // STP takes CLABEs only; a card has 16 digits.
    let card = json!({"accountType": 3, "accountNo": "4152314092856502"});
    assert_eq!(ask(Market::CashyMx, "payOut", card.clone()).await, "Params_accountType_error");
    let elsewhere = merge(&[card, json!({"bankId": "79", "accountType": "3"})]);
    assert_eq!(ask(Market::CashyMx, "payOut", elsewhere).await, "SUCCESS");
    // Tanzania has no banks (Z7), and 3 is an operator there (Z9).
    assert_eq!(ask(Market::CashyTz, "payOut", json!({"bankId": 2})).await, "Params_bankId_error");
    assert_eq!(ask(Market::CashyTz, "payOut", json!({"accountType": 40})).await, "Params_accountType_error");
    assert_eq!(ask(Market::CashyTz, "payOut", json!({"accountType": 3})).await, "SUCCESS");
    // TrueMoney's own page asks the payer.
    let page = json!({"payType": 414, "realName": null, "phone": null});
    assert_eq!(ask(Market::CashyTh, "payIn", page).await, "SUCCESS");
    // Mexico allows reusable orders.
    assert_eq!(ask(Market::CashyMx, "payIn", json!({"reusableStatus": true})).await, "SUCCESS");
    // Loopback is the merchant's own machine; public addresses are fine everywhere.
    let address = json!({"notifyUrl": "https://203.0.113.7/cb", "mchOrderNo": "PUBLIC1A"});
    assert_eq!(ask(Market::CashyMx, "payIn", address).await, "SUCCESS");
}

#[tokio::test]
async fn queries_need_a_nonce_and_a_number() {
    let site = Site::start(still()).await;
    let ask = async |body: Value| site.cashy(Market::CashyMx, "/api/payOutQuery", body).await["msg"].clone();
    assert_eq!(ask(json!({"mchOrderNo": "X"})).await, "Params_nonceStr_Required");
    assert_eq!(ask(json!({"nonceStr": "1"})).await, "Params_orderNo_Required");
    assert_eq!(ask(json!({"nonceStr": "1", "orderNo": ""})).await, "Params_orderNo_Required");
    assert_eq!(ask(json!({"nonceStr": "1", "orderNo": 7})).await, "Params_orderNo_error");
    assert_eq!(ask(json!({"nonceStr": "1", "mchOrderNo": "x".repeat(34)})).await, "Params_mchOrderNo_error");
    assert_eq!(ask(json!({"nonceStr": "1", "mchOrderNo": "X", "page": 1})).await, "Params_page_error");
    let bare = site.cashy(Market::CashyMx, "/api/bankListQuery", json!({})).await;
    assert_eq!(bare["msg"], "Params_nonceStr_Required");
}

#[tokio::test]
async fn a_repeated_number_is_refused_in_the_way_that_was_set() {
    for (rule, msg) in [
        (RepeatedNumbers::UnknownWord, "MchOrderNo_is_repeated"),
        (RepeatedNumbers::ParameterError, "Params_mchOrderNo_error"),
        (RepeatedNumbers::MakeAnother, "SUCCESS"),
    ] {
        let site = Site::start(PracticeOptions { repeated_numbers: rule, ..still() }).await;
        let body = cashy_body(Market::CashyMx, "payOut");
        site.cashy(Market::CashyMx, "/api/payOut", body.clone()).await;
        assert_eq!(site.cashy(Market::CashyMx, "/api/payOut", body).await["msg"], msg);
        assert_eq!(site.server.orders_seen("MXO1A"), 2);
        assert_eq!(site.server.payments().len(), if rule == RepeatedNumbers::MakeAnother { 2 } else { 1 });
    }
}
