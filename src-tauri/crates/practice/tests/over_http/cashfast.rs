//! CashFast: every endpoint, in the shape of the documented samples.

use practice::Market;
use serde_json::{Value, json};

use crate::shape::{assert_like, sample};
use crate::site::{
    BALANCE, BANKS, COLLECT, COLLECT_QUERY, CashFastCall, PAYOUT, PAYOUT_QUERY, Site, collect, payout, quick,
    still, until,
};

#[tokio::test]
async fn ping_goes_bare_and_signed_but_not_signed_wrongly() {
    let site = Site::start(still()).await;
    let bare = site.send(site.client().get(site.url(Market::CashFastMx, "/ping"))).await.unwrap().json();
    assert_eq!(bare["version"], "1.0.1");
    assert_eq!(bare["timestamp"].to_string().len(), 13);
    let signed = site.cashfast_call(CashFastCall::get("/ping")).await.json();
    assert_eq!(signed["version"], "1.0.1");
    let wrong = CashFastCall { secret: "another".into(), ..CashFastCall::get("/ping") };
    assert_eq!(site.cashfast_call(wrong).await.json()["code"], "307");
}

#[tokio::test]
async fn a_collect_order_is_made_and_found() {
    let site = Site::start(still()).await;
    let made = site.cashfast(COLLECT, collect("COLLECT1A", "40.20")).await;
    assert_like(&sample!("cashfast/collect_create.response.json"), &made);
    assert_eq!(made["code"], "200");
    let order = &made["data"]["currencyOrderVo"];
    assert_eq!(order["amount"], "40.2");
    assert_eq!(order["externalOrderId"], "COLLECT1A");
    let gateway_number = order["orderId"].as_str().unwrap();
    assert_eq!(gateway_number.len(), 60);
    assert!(!made["data"]["cashierUrl"].as_str().unwrap().contains(gateway_number));

    let found = site
        .cashfast(COLLECT_QUERY, json!({"externalOrderId": "COLLECT1A", "orderId": gateway_number}))
        .await;
    assert_like(&sample!("cashfast/collect_query.response.json"), &found);
    let row = &found["data"][0];
    assert_eq!((&row["orderStatus"], &row["orderStatusCode"]), (&json!(1), &json!("Accepted")));
    assert_eq!((&row["orderActualAmount"], &row["orderFee"]), (&Value::Null, &Value::Null));

    site.server.pay_collect("COLLECT1A", None).unwrap();
    let paid = &site.cashfast(COLLECT_QUERY, json!({"externalOrderId": "COLLECT1A"})).await["data"][0];
    assert_eq!((&paid["orderStatus"], &paid["orderStatusCode"]), (&json!(2), &json!("Payment success")));
    assert_eq!((&paid["orderActualAmount"], &paid["orderFee"]), (&json!("40.2"), &json!(5)));
    assert!(paid["orderPayTime"].is_i64());
}

#[tokio::test]
async fn a_payout_is_made_and_followed_to_success() {
    let site = Site::start(quick()).await;
    let made = site.cashfast(PAYOUT, payout("PAYOUT1A", "40.20")).await;
    assert_like(&sample!("cashfast/payout_create.response.json"), &made);
    assert_eq!(
        (&made["data"]["orderStatus"], &made["data"]["currencyType"]),
        (&json!("Accepted"), &json!("MXN"))
    );
    assert!(made["data"]["orderId"].as_str().unwrap().starts_with("OCURRDRAW"));
    let mut seen = Vec::new();
    loop {
        let found = site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "PAYOUT1A", "orderId": ""})).await;
        assert_like(&sample!("cashfast/payout_query.response.json"), &found);
        let row = found["data"][0].clone();
        assert_eq!(row["orderFee"], "0.8");
        assert_eq!(row["orderActualAmount"], "41");
        let status = row["orderStatus"].as_i64().unwrap();
        if seen.last() != Some(&status) {
            seen.push(status);
        }
        if status == 8 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(seen.last(), Some(&8));
    assert!(seen.iter().all(|status| [1, 2, 8].contains(status)) && seen.is_sorted());
}

#[tokio::test]
async fn queries_find_by_either_number_and_nothing_else() {
    let site = Site::start(still()).await;
    let made = site.cashfast(PAYOUT, payout("EITHER1A", "40")).await;
    let gateway_number = made["data"]["orderId"].as_str().unwrap();
    let count = |answer: Value| answer["data"].as_array().unwrap().len();
    assert_eq!(count(site.cashfast(PAYOUT_QUERY, json!({"orderId": gateway_number})).await), 1);
    assert_eq!(count(site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "EITHER1A"})).await), 1);
    let other = json!({"externalOrderId": "OTHER", "orderId": gateway_number});
    assert_eq!(count(site.cashfast(PAYOUT_QUERY, other).await), 0);
    assert_eq!(count(site.cashfast(COLLECT_QUERY, json!({"orderId": gateway_number})).await), 0);
    assert_eq!(site.cashfast(PAYOUT_QUERY, json!({})).await["code"], "300");

    let strict = practice::PracticeOptions { query_needs_both_numbers: true, ..still() };
    let site = Site::start(strict).await;
    let refused = site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "X"})).await;
    assert_eq!((&refused["code"], &refused["msgEn"]), (&json!("300"), &json!("Parameter error: orderId")));
    assert_eq!(
        site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "X", "orderId": ""})).await["code"],
        "200"
    );
}

#[tokio::test]
async fn balance_and_banks_are_told() {
    let site = Site::start(still()).await;
    let balance = site.cashfast_call(CashFastCall::get(BALANCE)).await.json();
    assert_like(&sample!("cashfast/balance.response.json"), &balance);
    assert_eq!(balance["data"][0]["accountBalance"], "100000000");

    let one = site.cashfast(BANKS, json!({"bankName": "AZTECA2"})).await;
    assert_eq!(one, sample!("cashfast/bank_query.response.json"));
    let all = site.cashfast(BANKS, json!({"bankName": ""})).await;
    assert_like(&sample!("cashfast/bank_query.response.json"), &all);
    assert!(all["data"].as_array().unwrap().len() >= 20);
    assert_eq!(site.cashfast(BANKS, json!({"bankName": "azteca2"})).await["data"], json!([]));
    assert_eq!(site.cashfast(BANKS, json!({})).await["code"], "300");
}

#[tokio::test]
async fn a_refused_order_number_is_never_a_second_order() {
    let site = Site::start(quick()).await;
    site.cashfast(PAYOUT, payout("TWICE1A", "40")).await;
    let again = site.cashfast(PAYOUT, payout("TWICE1A", "40")).await;
    // A code of no document: the client cannot take it for a clear no.
    assert_eq!((&again["code"], &again["success"]), (&json!("309"), &json!(false)));
    assert_eq!(site.server.orders_seen("TWICE1A"), 2);
    assert_eq!(site.server.payments().len(), 1);
    until("paid once", || site.status("TWICE1A") == practice::OrderStatus::Succeeded).await;

    let careless =
        practice::PracticeOptions { repeated_numbers: practice::RepeatedNumbers::MakeAnother, ..still() };
    let site = Site::start(careless).await;
    site.cashfast(PAYOUT, payout("TWICE1A", "40")).await;
    assert_eq!(site.cashfast(PAYOUT, payout("TWICE1A", "40")).await["code"], "200");
    let found = site.cashfast(PAYOUT_QUERY, json!({"externalOrderId": "TWICE1A"})).await;
    assert_eq!(found["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_query_by_our_number_lists_the_double_too() {
    for by_ours in [false, true] {
        let careless = practice::PracticeOptions {
            repeated_numbers: practice::RepeatedNumbers::MakeAnother,
            query_goes_by_our_number: by_ours,
            ..still()
        };
        let site = Site::start(careless).await;
        let first = site.cashfast(PAYOUT, payout("TWICE1A", "40")).await["data"]["orderId"].clone();
        site.cashfast(PAYOUT, payout("TWICE1A", "40")).await;
        site.cashfast(PAYOUT, payout("OTHER1A", "40")).await;
        let both = json!({"externalOrderId": "TWICE1A", "orderId": first});
        let found = site.cashfast(PAYOUT_QUERY, both).await;
        let rows = found["data"].as_array().unwrap();
        assert_eq!(rows.len(), if by_ours { 2 } else { 1 });
        assert!(rows.iter().any(|row| row["orderId"] == first));
        let theirs = site.cashfast(PAYOUT_QUERY, json!({"orderId": first})).await;
        assert_eq!(theirs["data"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn paths_and_methods_are_exact() {
    let site = Site::start(still()).await;
    let nowhere =
        site.cashfast_call(CashFastCall::post("/api/v3/mex/createCollectingOrder", &json!({}))).await;
    assert_eq!(nowhere.status, 404);
    assert_eq!(site.cashfast_call(CashFastCall::post(BALANCE, &json!({}))).await.status, 405);
    assert_eq!(site.cashfast_call(CashFastCall::get(COLLECT)).await.status, 405);
    let requests = site.server.requests();
    assert_eq!(requests.get(&format!("/cashfast-mx{BALANCE}")), Some(&1));
}
