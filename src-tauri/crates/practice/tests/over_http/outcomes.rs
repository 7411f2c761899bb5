//! The outcome table, line by line, for payouts and collects of both families.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use practice::{Market, OUTCOMES, OrderStatus};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::sign;
use crate::site::{
    Answer, COLLECT, COLLECT_QUERY, CashFastCall, CashyCall, PAYOUT, PAYOUT_QUERY, Site, cashy_body, collect,
    merge, payout, quick, until,
};

/// The four kinds of creation the table speaks of.
const KINDS: [&str; 4] = ["cashfast payout", "cashfast collect", "cashy payout", "cashy collect"];

/// Creates an order of this kind whose amount ends in `ending`. Cashy by way of Mexico, or of Thailand for collects.
async fn create(site: &Site, kind: &str, ending: u8) -> (String, Result<Answer, reqwest::Error>) {
    let number = format!("{}{ending:02}A", kind.replace(' ', ""));
    let amount = 700 + i64::from(ending);
    let with = |body: Value| merge(&[body, json!({"mchOrderNo": number, "amount": amount})]);
    let answer = match kind {
        "cashfast payout" => {
            let body = payout(&number, &format!("{amount}.50"));
            site.try_cashfast(CashFastCall::post(PAYOUT, &body)).await
        }
        "cashfast collect" => {
            let body = collect(&number, &format!("{amount}.50"));
            site.try_cashfast(CashFastCall::post(COLLECT, &body)).await
        }
        "cashy payout" => {
            let body = with(cashy_body(Market::CashyMx, "payOut"));
            site.try_cashy(CashyCall::new(Market::CashyMx, "/api/payOut", &body)).await
        }
        _ => {
            let body = with(cashy_body(Market::CashyTh, "payIn"));
            site.try_cashy(CashyCall::new(Market::CashyTh, "/api/payIn", &body)).await
        }
    };
    (number, answer)
}

/// What the gateway says when asked about the order: status word or number.
async fn asked(site: &Site, kind: &str, number: &str) -> Value {
    let cashfast = json!({"externalOrderId": number});
    let cashy = json!({"mchOrderNo": number, "nonceStr": "1"});
    match kind {
        "cashfast payout" => site.cashfast(PAYOUT_QUERY, cashfast).await["data"][0].clone(),
        "cashfast collect" => site.cashfast(COLLECT_QUERY, cashfast).await["data"][0].clone(),
        "cashy payout" => site.cashy(Market::CashyMx, "/api/payOutQuery", cashy).await["data"].clone(),
        _ => site.cashy(Market::CashyTh, "/api/payInQuery", cashy).await["data"].clone(),
    }
}

#[tokio::test]
async fn outcomes_without_an_order_make_none() {
    let site = Site::start(quick()).await;
    for kind in KINDS {
        let cashfast = kind.starts_with("cashfast");
        for ending in [1, 18, 19, 23] {
            let (number, answer) = create(&site, kind, ending).await;
            let answer = answer.unwrap().json();
            let (code, msg) = match (ending, kind) {
                (1, "cashfast payout") => ("300", "Parameter error: accountId"),
                (1, "cashfast collect") => ("300", "Parameter error: channelType"),
                (1, "cashy payout") => ("400", "Params_accountNo_error"),
                (1, _) => ("400", "Params_remark_error"),
                (18, _) => {
                    if cashfast {
                        ("301", "IP not allowed")
                    } else {
                        ("400", "Request_ip_notWhiteList")
                    }
                }
                (19, _) if cashfast => ("307", "Signature error: access key not active"),
                (19, _) => ("400", "Sign_verify_error"),
                (_, "cashy payout") => ("400", "Channel_unusual_situation"),
                (_, "cashy collect") => ("500", "Payin_Order_Error"),
                (_, _) => ("418", "Unusual situation"),
            };
            let told = if cashfast { &answer["msgEn"] } else { &answer["msg"] };
            let told_code = answer["code"].as_str().map_or_else(|| answer["code"].to_string(), str::to_owned);
            assert_eq!((told_code.as_str(), told), (code, &json!(msg)), "{kind} {ending}");
            assert_eq!((site.server.orders_seen(&number), site.held(&number)), (1, None));
        }
        let (number, answer) = create(&site, kind, 14).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, 502);
        assert!(answer.text.starts_with("<html>"));
        assert_eq!(site.held(&number), None);

        let (number, answer) = create(&site, kind, 16).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, 307);
        assert!(answer.location.unwrap().ends_with("/elsewhere"));
        assert_eq!(site.held(&number), None);

        let (number, answer) = create(&site, kind, 15).await;
        assert!(answer.is_err(), "{kind}");
        assert_eq!((site.server.orders_seen(&number), site.held(&number)), (1, None));
    }
    assert!(site.server.requests().keys().all(|path| !path.contains("elsewhere")));
}

#[tokio::test]
async fn troubled_answers_leave_an_order_that_can_be_asked_about() {
    let site = Site::start(quick()).await;
    for kind in KINDS {
        let cashfast = kind.starts_with("cashfast");
        for ending in [3, 4, 5, 6, 24, 25] {
            let began = Instant::now();
            let (number, answer) = create(&site, kind, ending).await;
            match ending {
                3 => {
                    assert!(began.elapsed() >= Duration::from_millis(300), "{kind}");
                    assert_eq!(answer.unwrap().status, 200);
                }
                4 => {
                    assert!(began.elapsed() >= Duration::from_millis(300), "{kind}");
                    assert!(!answer.unwrap_err().is_timeout(), "{kind}");
                }
                5 => {
                    let answer = answer.unwrap();
                    let (code, msg) =
                        if cashfast { (json!("500"), "System error") } else { (json!(500), "System_error") };
                    assert_eq!(answer.status, 500);
                    assert_eq!(answer.json()["code"], code);
                    assert_eq!(answer.json()[if cashfast { "msgEn" } else { "msg" }], msg);
                }
                6 => {
                    let answer = answer.unwrap();
                    assert_eq!(answer.status, 200);
                    assert!(
                        serde_json::from_str::<Value>(&answer.text).is_err() && answer.text.starts_with('{')
                    );
                }
                24 => {
                    let answer = answer.unwrap().json();
                    let doubt = if cashfast { &answer["success"] } else { &answer["data"] };
                    assert!(!doubt.is_object() && doubt != &json!(true), "{answer}");
                    assert!(answer["code"] == json!("200") || answer["code"] == json!(200));
                }
                _ => {
                    let text = answer.unwrap().text;
                    let other =
                        if kind == "cashfast payout" { format!("{number}X") } else { "726".to_owned() };
                    assert!(text.contains(&other), "{kind} {text}");
                }
            }
            let found = asked(&site, kind, &number).await;
            let ours = if cashfast { &found["externalOrderId"] } else { &found["mchOrderNo"] };
            assert_eq!(ours, &json!(number), "{kind} {ending}");
            if kind.ends_with("payout") {
                until("paid after all", || site.status(&number) == OrderStatus::Succeeded).await;
            } else {
                assert_eq!(site.status(&number), OrderStatus::Accepted);
                site.server.pay_collect(&number, None).unwrap();
                assert_eq!(site.status(&number), OrderStatus::Succeeded);
            }
        }
    }
}

#[tokio::test]
async fn a_silent_answer_is_not_one_byte() {
    let site = Site::start(quick()).await;
    let body = payout("SILENT1A", "704.00").to_string();
    let (market, now) = (Market::CashFastMx, jiff::Timestamp::now().as_millisecond().to_string());
    let nonce = uuid::Uuid::new_v4().to_string();
    let sign = sign::cashfast(&body, [market.key_id(), &now, &nonce], market.secret());
    let head = format!(
        "POST /cashfast-mx{PAYOUT} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json;charset=utf-8\r\n\
         access_key: {}\r\ntimestamp: {now}\r\nnonce: {nonce}\r\nsign: {sign}\r\ncontent-length: {}\r\n\r\n{body}",
        market.key_id(),
        body.len()
    );
    let mut stream = tokio::net::TcpStream::connect(site.server.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut came = Vec::new();
    // The connection ends, cleanly or by a reset; either way without a byte.
    let _ = stream.read_to_end(&mut came).await;
    assert!(came.is_empty(), "{}", String::from_utf8_lossy(&came));
    assert!(site.held("SILENT1A").is_some());
}

/// Status after everything planned has happened, for each ending that decides the end of an order.
#[tokio::test]
async fn orders_end_as_the_table_says() {
    let site = Site::start(quick()).await;
    let mut numbers = BTreeMap::new();
    let endings = [2_u8, 7, 8, 9, 10, 11, 12, 13, 17, 20, 21, 22, 0];
    for kind in KINDS {
        for ending in endings {
            let (number, answer) = create(&site, kind, ending).await;
            assert_eq!(answer.unwrap().status, 200, "{kind} {ending}");
            numbers.insert((kind, ending), number);
        }
    }
    // The last step of any plan is at 16 s of life: 160 ms here.
    tokio::time::sleep(Duration::from_millis(400)).await;
    for ((kind, ending), number) in numbers {
        let (status, found) = (site.status(&number), asked(&site, kind, &number).await);
        let expected = if kind.ends_with("payout") {
            match ending {
                2 | 7 | 8 => OrderStatus::Failed,
                11 => OrderStatus::Processing,
                13 => OrderStatus::Accepted,
                21 => OrderStatus::Rejected,
                _ => OrderStatus::Succeeded,
            }
        } else {
            match ending {
                2 => OrderStatus::Failed,
                9 | 10 | 12 | 17 | 20 => OrderStatus::Succeeded,
                _ => OrderStatus::Accepted,
            }
        };
        assert_eq!(status, expected, "{kind} {ending}");
        let word = &found["orderStatus"];
        let said = match (kind, status) {
            ("cashfast payout", OrderStatus::Accepted) => json!(1),
            ("cashfast payout", OrderStatus::Rejected) => json!(4),
            ("cashfast payout", OrderStatus::Succeeded) => json!(8),
            ("cashfast payout", OrderStatus::Failed) => json!(16),
            ("cashfast payout", _) => json!(2),
            // CashFast knows no failed collect: it stays open for ever.
            ("cashfast collect", OrderStatus::Succeeded) => json!(2),
            ("cashfast collect", _) => json!(1),
            (_, OrderStatus::Succeeded) => json!("SUCCESS"),
            (_, OrderStatus::Failed) => json!("FAIL"),
            (_, OrderStatus::Rejected) => json!("CANCEL"),
            ("cashy payout", OrderStatus::Accepted) => json!("PROCESSING"),
            (_, _) => json!("PAYING"),
        };
        assert_eq!(word, &said, "{kind} {ending}");
        if status == OrderStatus::Failed && kind.ends_with("payout") {
            let reason =
                if kind.starts_with("cashfast") { &found["errorMsgEn"] } else { &found["resultDesc"] };
            assert!(reason.as_str().is_some_and(|reason| !reason.is_empty()), "{kind} {ending}");
        }
        let paid = site.held(&number).unwrap().paid;
        let expected = match (kind, ending) {
            ("cashfast collect", 9) => Some("719.50"),
            ("cashfast collect", 17) => Some("707.50"),
            ("cashfast collect", 10 | 12 | 20) => None,
            ("cashy collect", 9) => Some("1418"),
            ("cashy collect", 17) => Some("707"),
            _ => None,
        };
        if let Some(expected) = expected {
            assert_eq!(paid, Some(expected.parse::<Decimal>().unwrap()), "{kind} {ending}");
        }
    }
}

#[tokio::test]
async fn collects_that_never_change_cannot_be_paid() {
    let site = Site::start(quick()).await;
    for kind in ["cashfast collect", "cashy collect"] {
        let (number, _) = create(&site, kind, 13).await;
        assert_eq!(site.server.pay_collect(&number, None), Err(practice::PayError::Closed));
        assert_eq!(site.server.fail_collect(&number), Err(practice::PayError::Closed));
    }
}

#[tokio::test]
async fn integer_markets_have_the_same_table() {
    let site = Site::start(quick()).await;
    let body = |amount: i64, number: &str| {
        merge(&[cashy_body(Market::CashyTz, "payOut"), json!({"amount": amount, "mchOrderNo": number})])
    };
    let refused = site.cashy(Market::CashyTz, "/api/payOut", body(3001, "TZ1A")).await;
    assert_eq!(refused["msg"], "Params_accountNo_error");
    let made = site.cashy(Market::CashyTz, "/api/payOut", body(2_000_002, "TZ2A")).await;
    assert_eq!(made["msg"], "SUCCESS");
    until("failed", || site.status("TZ2A") == OrderStatus::Failed).await;
}

#[test]
fn the_table_can_be_shown() {
    assert_eq!(OUTCOMES.len(), 25);
    assert!(OUTCOMES.iter().all(|row| !row.name.is_empty() && row.what_happens.ends_with('.')));
}
