//! The cashier page, as a browser uses it: get the page, send the form.

use practice::{Market, OrderStatus, PayError, PracticeOptions};
use serde_json::{Value, json};

use crate::site::{Answer, COLLECT, Site, cashy_body, collect, merge, still};

async fn get(site: &Site, url: &str) -> Answer {
    site.send(site.client().get(url)).await.unwrap()
}

async fn post(site: &Site, url: &str, form: &'static str) -> Answer {
    let request =
        site.client().post(url).header("content-type", "application/x-www-form-urlencoded").body(form);
    site.send(request).await.unwrap()
}

async fn cashfast_order(site: &Site, number: &str, changes: Value) -> String {
    let made = site.cashfast(COLLECT, merge(&[collect(number, "1234.50"), changes])).await;
    made["data"]["cashierUrl"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_page_shows_the_order_and_pays_it() {
    let site = Site::start(still()).await;
    let url = cashfast_order(&site, "PAGE1A", json!({})).await;
    let page = get(&site, &format!("{url}?amount=50&currency=MXN")).await;
    assert_eq!(page.status, 200);
    for part in
        ["PRACTICE", "1,234.50 MXN", "PAGE1A", "BANK", "Waiting for payment", "Pay this order", "Let it fail"]
    {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(!page.text.contains("<script"));
    let paid = post(&site, &url, "action=pay").await;
    assert_eq!(paid.status, 303);
    assert_eq!(site.status("PAGE1A"), OrderStatus::Succeeded);
    let page = get(&site, &format!("http://{}{}", site.server.address(), paid.location.unwrap())).await;
    assert!(page.text.contains("Paid") && !page.text.contains("<button"));
    let again = post(&site, &url, "action=pay").await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains(&PayError::AlreadyPaid.to_string()));
    assert!(again.text.contains("https://shop.example/back?a=1&amp;b=2"));
}

#[tokio::test]
async fn another_amount_is_paid_or_refused() {
    let site = Site::start(still()).await;
    let url = cashfast_order(&site, "OTHER1A", json!({})).await;
    for wrong in [
        "action=pay_other&amount=",
        "action=pay_other&amount=-1",
        "action=pay_other&amount=1.234",
        "action=dance",
    ] {
        assert_eq!(post(&site, &url, wrong).await.status, 422, "{wrong}");
    }
    assert_eq!(post(&site, &url, "action=pay_other&amount=+1200.25+").await.status, 303);
    assert_eq!(site.held("OTHER1A").unwrap().paid, Some("1200.25".parse().unwrap()));

    let exact = cashfast_order(&site, "EXACT1A", json!({"dynamicAmountNotify": 2})).await;
    assert!(!get(&site, &exact).await.text.contains("different amount"));
    assert_eq!(post(&site, &exact, "action=pay_other&amount=1").await.status, 422);
    assert_eq!(post(&site, &exact, "action=pay_other&amount=1234.5").await.status, 303);
}

#[tokio::test]
async fn payers_can_give_up() {
    let site = Site::start(still()).await;
    let url = cashfast_order(&site, "GIVEUP1A", json!({})).await;
    assert_eq!(post(&site, &url, "action=fail").await.status, 303);
    assert!(get(&site, &url).await.text.contains("Failed"));
    assert_eq!(post(&site, &url, "action=pay").await.status, 422);
    let desk = site.cashy(Market::CashyTz, "/api/payDesk", cashy_body(Market::CashyTz, "payDesk")).await;
    let url = desk["data"]["payUrl"].as_str().unwrap();
    assert_eq!(post(&site, url, "action=fail").await.status, 303);
    let asked = json!({"mchOrderNo": "TZD1A", "nonceStr": "1"});
    let found = site.cashy(Market::CashyTz, "/api/payDeskQuery", asked).await;
    assert_eq!(found["data"]["orderStatus"], "FAIL");
}

#[tokio::test]
async fn a_cashy_pay_in_takes_other_amounts_and_second_payments_as_supplements() {
    let site = Site::start(still()).await;
    let made = site.cashy(Market::CashyTh, "/api/payIn", cashy_body(Market::CashyTh, "payIn")).await;
    let url = made["data"]["payUrl"].as_str().unwrap();
    // Another amount: the order itself stays open (S4).
    assert_eq!(post(&site, url, "action=pay_other&amount=200").await.status, 303);
    assert_eq!(site.status("THI1A"), OrderStatus::Accepted);
    assert_eq!(post(&site, url, "action=pay").await.status, 303);
    assert_eq!(site.status("THI1A"), OrderStatus::Succeeded);
    let page = get(&site, url).await.text;
    assert!(page.contains("Pay once more") && page.contains("Supplement 1") && !page.contains("Let it fail"));
    assert_eq!(post(&site, url, "action=pay").await.status, 303);
    assert_eq!(site.held("THI1A").unwrap().paid, Some(2600.into()));
}

#[tokio::test]
async fn nothing_typed_by_a_merchant_becomes_markup() {
    let site = Site::start(still()).await;
    let url =
        cashfast_order(&site, "<b>\"'&</b>", json!({"returnUrl": "https://x.example/?\"><script>"})).await;
    let page = get(&site, &url).await.text;
    assert!(!page.contains("<b>") && !page.contains("<script"), "{page}");
    assert!(page.contains("&lt;b&gt;"));
}

#[tokio::test]
async fn orders_expire_for_payers_only() {
    let site = Site::start(still()).await;
    let body = merge(&[cashy_body(Market::CashyTz, "payIn"), json!({"expireTime": 1})]);
    site.cashy(Market::CashyTz, "/api/payIn", body).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    assert_eq!(site.server.pay_collect("TZI1A", None), Err(PayError::Expired));
    assert_eq!(site.status("TZI1A"), OrderStatus::Accepted);
}

#[tokio::test]
async fn the_front_page_lists_orders_and_strangers_get_nothing() {
    let site = Site::start(PracticeOptions::default()).await;
    let front = format!("http://{}/", site.server.address());
    assert!(get(&site, &front).await.text.contains("No collect order"));
    let url = cashfast_order(&site, "LISTED1A", json!({})).await;
    let listed = get(&site, &front).await.text;
    assert!(listed.contains("LISTED1A") && listed.contains(url.split_once("/cashfast-mx").unwrap().1));
    assert_eq!(get(&site, &format!("{front}cashy-mx/cashier/PAYIN1")).await.status, 404);
    // The page of one market is not another's.
    assert_eq!(get(&site, &url.replace("cashfast-mx", "cashy-mx")).await.status, 404);
    let rebound = site.client().get(&front).header("host", "evil.example");
    assert_eq!(site.send(rebound).await.unwrap().status, 421);
    assert_eq!(site.server.pay_collect("NOBODY", None), Err(PayError::Unknown));
}
