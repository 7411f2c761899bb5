//! A running practice server and a client of both families.

use std::time::{Duration, Instant};

use practice::{Market, OrderStatus, PaymentSeen, PracticeOptions, PracticeServer};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::sign;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) location: Option<String>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }
}

/// A hundred times life's speed: a payout succeeds after 60 ms. Slow and silent answers take 300 ms.
pub(crate) fn quick() -> PracticeOptions {
    PracticeOptions {
        speed: Decimal::ONE_HUNDRED,
        slow_ms: 300,
        silence_ms: 300,
        // A documented minute is 1 ms.
        callback_time_factor: Decimal::ONE / Decimal::from(60_000),
        ..PracticeOptions::default()
    }
}

/// Nothing moves by itself within a test.
pub(crate) fn still() -> PracticeOptions {
    PracticeOptions { speed: Decimal::new(1, 4), ..quick() }
}

pub(crate) struct Site {
    pub(crate) server: PracticeServer,
    client: reqwest::Client,
}

/// One CashFast request, right unless a test says otherwise.
pub(crate) struct CashFastCall {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) timestamp: String,
    pub(crate) nonce: String,
    pub(crate) content_type: Option<String>,
    pub(crate) sign: Option<String>,
    pub(crate) left_out: Option<&'static str>,
}

impl CashFastCall {
    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self {
            method: Method::POST,
            path: path.to_owned(),
            body: body.to_string(),
            access_key: Market::CashFastMx.key_id().to_owned(),
            secret: Market::CashFastMx.secret().to_owned(),
            timestamp: jiff::Timestamp::now().as_millisecond().to_string(),
            nonce: uuid::Uuid::new_v4().to_string(),
            content_type: Some("application/json;charset=utf-8".to_owned()),
            sign: None,
            left_out: None,
        }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self {
            method: Method::GET,
            body: String::new(),
            content_type: None,
            ..Self::post(path, &Value::Null)
        }
    }
}

/// One Cashy request, right unless a test says otherwise.
pub(crate) struct CashyCall {
    pub(crate) method: Method,
    pub(crate) market: Market,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) merchant: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) sign: Option<String>,
}

impl CashyCall {
    pub(crate) fn new(market: Market, path: &str, body: &Value) -> Self {
        let body = body.to_string();
        let sign = sign::cashy(&body, market.secret());
        Self {
            method: Method::POST,
            market,
            path: path.to_owned(),
            body,
            merchant: Some(market.key_id().to_owned()),
            content_type: Some("application/json".to_owned()),
            sign: Some(sign),
        }
    }
}

impl Site {
    pub(crate) async fn start(options: PracticeOptions) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        Self { server: PracticeServer::start(options).await.unwrap(), client }
    }

    pub(crate) fn url(&self, market: Market, path: &str) -> String {
        format!("http://{}/{}{path}", self.server.address(), market.name())
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        Ok(Answer { status: response.status().as_u16(), text: response.text().await?, location })
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    pub(crate) async fn try_cashfast(&self, call: CashFastCall) -> Result<Answer, reqwest::Error> {
        let stamp = [call.access_key.as_str(), &call.timestamp, &call.nonce];
        let signature = call.sign.clone().unwrap_or_else(|| sign::cashfast(&call.body, stamp, &call.secret));
        let mut request = self.client.request(call.method, self.url(Market::CashFastMx, &call.path));
        let headers = [
            ("access_key", Some(call.access_key)),
            ("timestamp", Some(call.timestamp)),
            ("nonce", Some(call.nonce)),
            ("sign", Some(signature)),
            ("content-type", call.content_type),
        ];
        for (name, value) in headers {
            if let Some(value) = value.filter(|_| call.left_out != Some(name)) {
                request = request.header(name, value);
            }
        }
        self.send(request.body(call.body)).await
    }

    pub(crate) async fn cashfast_call(&self, call: CashFastCall) -> Answer {
        self.try_cashfast(call).await.unwrap()
    }

    /// A right request; the envelope of its answer.
    pub(crate) async fn cashfast(&self, path: &str, body: Value) -> Value {
        self.cashfast_call(CashFastCall::post(path, &body)).await.json()
    }

    pub(crate) async fn try_cashy(&self, call: CashyCall) -> Result<Answer, reqwest::Error> {
        let mut request = self.client.request(call.method, self.url(call.market, &call.path));
        let headers =
            [("MerchantId", call.merchant), ("Content-Type", call.content_type), ("Sign", call.sign)];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        self.send(request.body(call.body)).await
    }

    pub(crate) async fn cashy_call(&self, call: CashyCall) -> Answer {
        self.try_cashy(call).await.unwrap()
    }

    pub(crate) async fn cashy(&self, market: Market, path: &str, body: Value) -> Value {
        self.cashy_call(CashyCall::new(market, path, &body)).await.json()
    }

    /// The order with this number, if the gateway holds one.
    pub(crate) fn held(&self, number: &str) -> Option<PaymentSeen> {
        self.server.payments().into_iter().find(|payment| payment.number == number)
    }

    pub(crate) fn status(&self, number: &str) -> OrderStatus {
        self.held(number).unwrap_or_else(|| panic!("no order {number}")).status
    }
}

/// Waits until something is so, at most two minutes: machines stand still at times.
pub(crate) async fn until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub(crate) const COLLECT: &str = "/api/v3/mex/bankTransfers/createCollectingOrder";
pub(crate) const PAYOUT: &str = "/api/v3/mex/createTransferOrder";
pub(crate) const COLLECT_QUERY: &str = "/api/v3/mex/bankTransfers/query/collectingOrder";
pub(crate) const PAYOUT_QUERY: &str = "/api/v3/mex/query/transferOrder";
pub(crate) const BALANCE: &str = "/api/v3/mex/query/balance";
pub(crate) const BANKS: &str = "/api/v3/mex/query/bank";

pub(crate) fn collect(number: &str, amount: &str) -> Value {
    json!({"amount": amount, "channelType": "BANK", "externalOrderId": number, "remark": "123",
           "returnUrl": "https://shop.example/back?a=1&b=2", "dynamicAmountNotify": 1})
}

pub(crate) fn payout(number: &str, amount: &str) -> Value {
    json!({"currencyAmount": amount, "channelType": "BANK", "externalOrderId": number, "accountName": "José Núñez",
           "accountId": "646180000030056845", "bankName": "STP", "accountType": "CLABE", "remark": "123"})
}

/// Every creation of every Cashy market: path and a right body without a callback address anybody listens at.
pub(crate) fn cashy_creations() -> Vec<(Market, &'static str, Value)> {
    let common = |number: &str, currency: &str, amount: Value| {
        json!({"currency": currency, "amount": amount, "mchOrderNo": number, "nonceStr": "n1", "remark": "tea",
               "notifyUrl": "http://127.0.0.1:9/cb"})
    };
    let payer = json!({"reusableStatus": false, "expireTime": 3600, "realName": "Neema Mushi",
                       "phone": "255721323213", "email": "neema@example.com"});
    vec![
        (
            Market::CashyMx,
            "payOut",
            merge(&[
                common("MXO1A", "MXN", json!(150)),
                json!({"accountName": "Bob Jeck", "accountNo": "646180000030056845", "accountType": 40, "bankId": 24}),
            ]),
        ),
        (
            Market::CashyMx,
            "payIn",
            merge(&[common("MXI1A", "MXN", json!(150)), json!({"payType": 69}), payer.clone()]),
        ),
        (
            Market::CashyTz,
            "payOut",
            merge(&[
                common("TZO1A", "TZS", json!(30000)),
                json!({"accountName": "Jack", "accountNo": "713512345", "accountType": 1}),
            ]),
        ),
        (
            Market::CashyTz,
            "payIn",
            merge(&[
                common("TZI1A", "TZS", json!(20000)),
                json!({"payType": 888, "mobileMoneyPhone": "721323213"}),
                payer.clone(),
            ]),
        ),
        (
            Market::CashyTz,
            "payDesk",
            merge(&[
                common("TZD1A", "TZS", json!(10000)),
                json!({"mobileMoneyPhone": "721323213"}),
                payer.clone(),
            ]),
        ),
        (
            Market::CashyTh,
            "payOut",
            merge(&[
                common("THO1A", "THB", json!(1500)),
                json!({"accountName": "Somchai", "accountNo": "0342912345", "accountType": 3, "bankId": 11,
                       "idCard": "1910100012345"}),
            ]),
        ),
        (
            Market::CashyTh,
            "payIn",
            merge(&[common("THI1A", "THB", json!(1200)), json!({"payType": 412}), payer]),
        ),
    ]
}

/// The right body of one creation.
pub(crate) fn cashy_body(market: Market, what: &str) -> Value {
    let all = cashy_creations();
    all.into_iter().find(|(at, kind, _)| (*at, *kind) == (market, what)).unwrap().2
}

/// `base` with the members of the others put in.
pub(crate) fn merge(parts: &[Value]) -> Value {
    let mut merged = serde_json::Map::new();
    for part in parts {
        merged.extend(part.as_object().unwrap().clone());
    }
    Value::Object(merged)
}
