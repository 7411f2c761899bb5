//! Cashy: every endpoint of every market, in the shape of the documented samples.

use practice::{Market, PracticeOptions};
use serde_json::{Value, json};

use crate::shape::{assert_like, sample};
use crate::site::{CashyCall, Site, cashy_body, cashy_creations, merge, quick, still};

#[tokio::test]
async fn every_creation_is_answered_like_its_sample() {
    let site = Site::start(still()).await;
    let samples = [
        sample!("cashy/mxn_payout_create.response.json"),
        sample!("cashy/mxn_payin_create.response.json"),
        sample!("cashy/tzs_payout_create.response.json"),
        sample!("cashy/tzs_payin_create.response.json"),
        sample!("cashy/tzs_paydesk_create.response.json"),
        sample!("cashy/thb_payout_create.response.json"),
        sample!("cashy/thb_payin_create.response.json"),
    ];
    for ((market, what, body), sample) in cashy_creations().into_iter().zip(samples) {
        let made = site.cashy(market, &format!("/api/{what}"), body.clone()).await;
        assert_like(&sample, &made);
        let data = &made["data"];
        assert_eq!(data["merchantId"], market.key_id());
        assert_eq!(data["mchOrderNo"], body["mchOrderNo"]);
        assert_eq!(
            data["amount"].as_str().map_or_else(|| data["amount"].to_string(), str::to_owned),
            body["amount"].to_string()
        );
        let number = data["orderNo"].as_str().unwrap();
        assert!(number.starts_with(&what.to_uppercase()) && number.len() <= 32, "{number}");
    }
}

#[tokio::test]
async fn every_query_finds_its_order_by_either_number() {
    let site = Site::start(still()).await;
    for (market, what, body) in cashy_creations() {
        let made = site.cashy(market, &format!("/api/{what}"), body.clone()).await;
        let (ours, theirs) = (&body["mchOrderNo"], &made["data"]["orderNo"]);
        let path = format!("/api/{what}Query");
        let sample = match what {
            "payOut" => sample!("cashy/payout_query.response.json"),
            "payIn" => sample!("cashy/payin_query.response.json"),
            _ => sample!("cashy/tzs_paydesk_query.response.json"),
        };
        for asked in [
            json!({"mchOrderNo": ours}),
            json!({"orderNo": theirs}),
            json!({"mchOrderNo": ours, "orderNo": theirs}),
        ] {
            let found = site.cashy(market, &path, merge(&[asked, json!({"nonceStr": "1"})])).await;
            assert_like(&sample, &found);
            assert_eq!((&found["data"]["mchOrderNo"], &found["data"]["orderNo"]), (ours, theirs));
            let open = if what == "payOut" { "PROCESSING" } else { "PAYING" };
            assert_eq!(found["data"]["orderStatus"], open);
            assert_eq!(found["data"]["completionTime"], Value::Null);
        }
        let crossed = json!({"mchOrderNo": "OTHER", "orderNo": theirs, "nonceStr": "1"});
        let missing = site.cashy(market, &path, crossed).await;
        assert_eq!((&missing["msg"], missing.get("data")), (&json!("Order_not_exist"), None));
    }
}

#[tokio::test]
async fn payouts_go_through_the_documented_states() {
    let site = Site::start(PracticeOptions { speed: 20.into(), ..quick() }).await;
    for market in [Market::CashyMx, Market::CashyTz, Market::CashyTh] {
        let body = cashy_body(market, "payOut");
        site.cashy(market, "/api/payOut", body.clone()).await;
        let mut seen: Vec<String> = Vec::new();
        while seen.last().is_none_or(|state| state != "SUCCESS") {
            let asked = json!({"mchOrderNo": body["mchOrderNo"], "nonceStr": "1"});
            let data = site.cashy(market, "/api/payOutQuery", asked).await["data"].clone();
            let state = data["orderStatus"].as_str().unwrap().to_owned();
            if seen.last() != Some(&state) {
                seen.push(state);
            }
        }
        let order = ["PROCESSING", "WAITING", "PAYING", "SUCCESS"];
        let places: Vec<_> = seen.iter().map(|state| order.iter().position(|word| word == state)).collect();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{seen:?}");
    }
}

#[tokio::test]
async fn balances_and_bank_lists_are_told() {
    let site = Site::start(still()).await;
    let nonce = || json!({"nonceStr": "4190026990"});
    for market in [Market::CashyMx, Market::CashyTz, Market::CashyTh] {
        let balance = site.cashy_call(CashyCall::new(market, "/api/getBalance", &nonce())).await;
        assert_like(&sample!("cashy/get_balance.response.json"), &balance.json());
        assert!(balance.text.contains("000.0,"), "{}", balance.text);
        let banks = site.cashy(market, "/api/bankListQuery", nonce()).await;
        assert_like(&sample!("cashy/bank_list.response.json"), &banks);
        let expected = match market {
            Market::CashyMx => 85,
            Market::CashyTh => 20,
            Market::CashyTz | Market::CashFastMx => 0,
        };
        assert_eq!(banks["data"].as_array().unwrap().len(), expected);
        assert_eq!(site.cashy(market, "/api/payInBankListQuery", nonce()).await["data"], json!([]));
    }
}

#[tokio::test]
async fn pay_pages_exist_in_tanzania_only() {
    let site = Site::start(still()).await;
    for market in [Market::CashyMx, Market::CashyTh] {
        let call = CashyCall::new(market, "/api/payDesk", &cashy_body(Market::CashyTz, "payDesk"));
        assert_eq!(site.cashy_call(call).await.status, 404);
    }
}

#[tokio::test]
async fn merchants_of_other_markets_are_strangers() {
    let site = Site::start(still()).await;
    let call = CashyCall::new(Market::CashyTz, "/api/getBalance", &json!({"nonceStr": "1"}));
    let elsewhere = CashyCall { market: Market::CashyTh, ..call };
    assert_eq!(site.cashy_call(elsewhere).await.json()["msg"], "MerchantId_is_error");
}

#[tokio::test]
async fn pushed_payments_have_no_link_and_others_have() {
    let site = Site::start(still()).await;
    for (pay_type, linked) in [(810, false), (813, false), (821, true), (888, true)] {
        let number = json!({"payType": pay_type, "mchOrderNo": format!("LINK{pay_type}A")});
        let made = site
            .cashy(Market::CashyTz, "/api/payIn", merge(&[cashy_body(Market::CashyTz, "payIn"), number]))
            .await;
        assert_eq!(made["data"]["payUrl"].is_string(), linked, "{pay_type}");
    }
    let desk = site.cashy(Market::CashyTz, "/api/payDesk", cashy_body(Market::CashyTz, "payDesk")).await;
    let link = desk["data"]["payUrl"].as_str().unwrap();
    assert!(link.starts_with(&format!("http://{}/cashy-tz/", site.server.address())));
    assert_eq!(desk["data"]["expireTime"].as_str().unwrap().len(), "2022-12-06 17:48:40".len());
}
