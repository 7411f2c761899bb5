//! What we send: endpoints, headers, bodies.

use gateways::{
    BankList, BankQueryForm, EncodeError, Habits, Key, Method, NewOrder, Operation, OrderQueryForm, OrderRef,
    Rendering, Stamp, Verdict, WireRequest, encode,
};
use money::Currency;
use orders::{Draft, Product};
use rstest::rstest;
use secrecy::SecretString;
use serde_json::Value;

use super::{
    ACCESS_KEY, NONCE, SECRET, amount, delivered, draft, encoded, fixture, fixture_json, header, mexico,
    secret, stamp,
};

fn create(draft: &Draft, number: &str, notify_url: Option<&str>) -> Result<WireRequest, EncodeError> {
    encoded(&Operation::Create(NewOrder { number, notify_url, draft }), &Habits::default())
}

/// Writes a documented request again: the fixture's members go through a draft.
fn again(name: &str, product: Product, amount_name: &str) -> WireRequest {
    let sample = fixture_json(name);
    let text = |name: &str| sample[name].as_str().unwrap_or_default().to_owned();
    let mut fields: Vec<(&str, String)> = Vec::new();
    for (name, value) in sample.as_object().unwrap() {
        if ![amount_name, "channelType", "externalOrderId", "notifyUrl"].contains(&name.as_str()) {
            fields.push((name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let draft = draft(product, &text("channelType"), &text(amount_name), &fields);
    let request = create(&draft, &text("externalOrderId"), Some(&text("notifyUrl"))).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), sample, "{name}");
    request
}

#[test]
fn collect_as_documented() {
    let request = again("collect_create.request.json", Product::Collect, "amount");
    assert_eq!(
        (request.method, request.path),
        (Method::Post, "/api/v3/mex/bankTransfers/createCollectingOrder")
    );
    assert_eq!(header(&request, "sign"), "fEYFojQdLl+qTCyeyS6bq1geeZ0=");
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        concat!(
            r#"{"amount":"40.20","channelType":"BANK","externalOrderId":"354997490558818072","remark":"123","#,
            r#""dynamicAmountNotify":1,"returnUrl":"http://192.168.1.135:30001","#,
            r#""notifyUrl":"http://192.168.1.135:30001/"}"#
        )
    );
    let later = again("public/collect_create.v2.request.json", Product::Collect, "amount");
    assert!(String::from_utf8(later.body).unwrap().contains(r#""channelType":"CASH""#));
}

#[test]
fn payout_as_documented() {
    let request = again("payout_create.request.json", Product::Payout, "currencyAmount");
    assert_eq!((request.method, request.path), (Method::Post, "/api/v3/mex/createTransferOrder"));
    assert_eq!(header(&request, "sign"), "wCuCCNQ+CycLjqsdbMk5S4eZ1xA=");
    let later = again("public/payout_create.v2.request.json", Product::Payout, "currencyAmount");
    assert!(String::from_utf8(later.body).unwrap().contains(r#""accountId":"646180000030056845""#));
}

#[test]
fn headers_in_the_documents_order() {
    let request = encoded(&Operation::Balance, &Habits::default()).unwrap();
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["access_key", "timestamp", "nonce", "sign", "content-type"]);
    assert_eq!(header(&request, "access_key"), ACCESS_KEY);
    assert_eq!(header(&request, "timestamp"), "1700000000123");
    assert_eq!(header(&request, "nonce"), NONCE);
    let sample = fixture_json("request_headers.sample.json");
    for (name, value) in sample.as_object().unwrap() {
        assert_eq!(header(&request, name).len(), value.as_str().unwrap().len(), "{name}");
    }
    assert_eq!(sample["content-type"], header(&request, "content-type"));
}

/// What we send is verified the way callbacks are: by the same rule, from the bytes that leave.
#[rstest]
#[case::both(OrderQueryForm::OursOnly, Some("O1"), BankQueryForm::DropEmpty, Rendering::SourceKeepEmpty)]
#[case::ours(OrderQueryForm::OursOnly, None, BankQueryForm::DropEmpty, Rendering::SourceKeepEmpty)]
#[case::kept(OrderQueryForm::EmptyGatewayNumber, None, BankQueryForm::KeepEmpty, Rendering::SourceKeepEmpty)]
#[case::dropped(
    OrderQueryForm::EmptyGatewayNumber,
    None,
    BankQueryForm::DropEmpty,
    Rendering::SourceDropEmpty
)]
fn a01_a12_an_empty_gateway_number_is_signed_as_the_bank_query_taught_us(
    #[case] order_query_form: OrderQueryForm,
    #[case] gateway_number: Option<&str>,
    #[case] bank_query_form: BankQueryForm,
    #[case] expected: Rendering,
) {
    let habits = Habits { order_query_form, bank_query_form, ..Habits::default() };
    let order = OrderRef { product: Product::Collect, number: "N1A", gateway_number };
    let request = encoded(&Operation::Query(order), &habits).unwrap();
    let headers: Vec<(String, String)> =
        request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    match delivered(&headers, &request.body, None) {
        Verdict::Verified { rendering, .. } => assert_eq!(rendering, expected),
        unverified @ Verdict::Unverified { .. } => panic!("{unverified:?}"),
    }
}

#[test]
fn gets_have_no_body_and_a_bare_ping_no_headers() {
    let balance = encoded(&Operation::Balance, &Habits::default()).unwrap();
    assert_eq!((balance.method, balance.path), (Method::Get, "/api/v3/mex/query/balance"));
    assert_eq!(balance.body, b"");
    let bare = encoded(&Operation::Ping { bare: true }, &Habits::default()).unwrap();
    assert_eq!(bare, WireRequest { method: Method::Get, path: "/ping", headers: vec![], body: vec![] });
    let signed = encoded(&Operation::Ping { bare: false }, &Habits::default()).unwrap();
    assert_eq!((signed.path, signed.headers.len(), signed.body.len()), ("/ping", 5, 0));
}

#[rstest]
#[case::unicode("ord-ü-001", None, "备注 ñ é – prueba 😀", "jwIa8HbTBTzyPH7v41MJydVKNNc=")]
#[case::special(
    "ord-9",
    Some("https://m.example/cb?a=1&b=2#x"),
    "a+b/c=d &e%20 f",
    "tlBlf+7AXHO++hr6CoIYrmlzgnY="
)]
fn values_are_signed_raw(
    #[case] number: &str,
    #[case] notify_url: Option<&str>,
    #[case] remark: &str,
    #[case] sign: &str,
) {
    let draft = draft(Product::Collect, "BANK", "40.20", &[("remark", remark)]);
    let request = create(&draft, number, notify_url).unwrap();
    assert_eq!(header(&request, "sign"), sign);
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["remark"], remark);
}

#[test]
fn a01_a02_no_empty_and_no_null_member_is_sent() {
    let fields = [("remark", " "), ("returnUrl", ""), ("dynamicAmountNotify", "")];
    let request = create(&draft(Product::Collect, "OXXO", "40", &fields), "N1A", Some(" ")).unwrap();
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        r#"{"amount":"40.00","channelType":"OXXO","externalOrderId":"N1A"}"#
    );
}

#[test]
fn dynamic_amount_is_a_json_integer() {
    for (given, wire) in [("1", r#""dynamicAmountNotify":1"#), ("2", r#""dynamicAmountNotify":2"#)] {
        let draft = draft(Product::Collect, "CASH", "40", &[("dynamicAmountNotify", given)]);
        let body = String::from_utf8(create(&draft, "N1A", None).unwrap().body).unwrap();
        assert!(body.contains(wire), "{body}");
    }
}

#[rstest]
#[case::collect(
    Product::Collect,
    "collect_query.request.json",
    "/api/v3/mex/bankTransfers/query/collectingOrder"
)]
#[case::payout(Product::Payout, "payout_query.request.json", "/api/v3/mex/query/transferOrder")]
fn a12_both_numbers_when_both_are_known(#[case] product: Product, #[case] sample: &str, #[case] path: &str) {
    let sample = fixture_json(sample);
    let (number, gateway_number) = (sample["externalOrderId"].as_str().unwrap(), sample["orderId"].as_str());
    // What is remembered for unknown gateway numbers does not matter then.
    for form in [OrderQueryForm::OursOnly, OrderQueryForm::EmptyGatewayNumber, OrderQueryForm::CannotAsk] {
        let habits = Habits { order_query_form: form, ..Habits::default() };
        let request =
            encoded(&Operation::Query(OrderRef { product, number, gateway_number }), &habits).unwrap();
        assert_eq!((request.method, request.path), (Method::Post, path));
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), sample);
    }
}

#[rstest]
#[case::unknown(None)]
#[case::empty_is_unknown(Some(""))]
fn a12_without_a_gateway_number_in_the_learnt_form(#[case] gateway_number: Option<&str>) {
    let ask = |form| {
        let habits = Habits { order_query_form: form, ..Habits::default() };
        let order = OrderRef { product: Product::Payout, number: "N1A", gateway_number };
        encoded(&Operation::Query(order), &habits).map(|request| String::from_utf8(request.body).unwrap())
    };
    assert_eq!(ask(OrderQueryForm::OursOnly).unwrap(), r#"{"externalOrderId":"N1A"}"#);
    assert_eq!(ask(OrderQueryForm::EmptyGatewayNumber).unwrap(), r#"{"externalOrderId":"N1A","orderId":""}"#);
    assert_eq!(ask(OrderQueryForm::CannotAsk), Err(EncodeError::CannotAsk));
}

#[test]
fn banks_as_documented() {
    let named = encoded(&Operation::Banks(BankList::Named("AZTECA2")), &Habits::default()).unwrap();
    assert_eq!((named.method, named.path), (Method::Post, "/api/v3/mex/query/bank"));
    for (request, sample) in [
        (named, "bank_query.request.json"),
        (
            encoded(&Operation::Banks(BankList::All), &Habits::default()).unwrap(),
            "bank_query_all.request.json",
        ),
    ] {
        let compact: Vec<u8> =
            fixture(sample).into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
        assert_eq!(request.body, compact);
    }
}

#[rstest]
#[case::collect_banks(Operation::Banks(BankList::Collect), EncodeError::NotOffered)]
#[case::no_cashier_desk(
    Operation::Query(OrderRef { product: Product::CashierDesk, number: "N", gateway_number: None }),
    EncodeError::NoSuchProduct
)]
fn what_is_not_offered(#[case] operation: Operation<'_>, #[case] expected: EncodeError) {
    assert_eq!(encoded(&operation, &Habits::default()), Err(expected));
}

fn field_of(result: Result<WireRequest, EncodeError>) -> String {
    match result {
        Err(EncodeError::Field { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn unchecked_drafts_are_not_written() {
    let good = draft(Product::Collect, "BANK", "40.20", &[]);
    assert!(create(&good, &"N".repeat(64), None).is_ok());
    assert_eq!(field_of(create(&good, &"N".repeat(65), None)), "externalOrderId");
    assert_eq!(field_of(create(&good, "", None)), "externalOrderId");
    assert_eq!(field_of(create(&Draft { channel: None, ..good.clone() }, "N", None)), "channelType");
    assert_eq!(field_of(create(&Draft { amount: amount("40.201"), ..good.clone() }, "N", None)), "amount");
    assert_eq!(field_of(create(&Draft { amount: amount("0"), ..good.clone() }, "N", None)), "amount");
    assert_eq!(field_of(create(&Draft { amount: amount("-40"), ..good.clone() }, "N", None)), "amount");
    assert_eq!(field_of(create(&Draft { currency: Currency::THB, ..good.clone() }, "N", None)), "currency");
    let payout = draft(Product::Payout, "BANK", "40.20", &[("accountName", "bob")]);
    assert_eq!(field_of(create(&payout, "N", None)), "accountType");
    let odd = draft(Product::Collect, "BANK", "40.20", &[("dynamicAmountNotify", "yes")]);
    assert_eq!(field_of(create(&odd, "N", None)), "dynamicAmountNotify");
    let desk = Draft { product: Product::CashierDesk, ..good };
    assert_eq!(create(&desk, "N", None), Err(EncodeError::NoSuchProduct));
    assert_eq!(field_of(encoded(&Operation::Banks(BankList::Named("")), &Habits::default())), "bankName");
}

#[rstest]
#[case::empty("", SECRET)]
#[case::line_break("ak\r\nx: y", SECRET)]
#[case::space("a k", SECRET)]
#[case::not_ascii("añ", SECRET)]
#[case::no_secret(ACCESS_KEY, "")]
fn bad_credentials(#[case] id: &str, #[case] text: &str) {
    let (secret, habits) = (SecretString::from(text), Habits::default());
    let request =
        encode(mexico(), &Operation::Balance, &Key { id, secret: &secret, habits: &habits }, &stamp());
    assert_eq!(request, Err(EncodeError::Credentials));
}

#[rstest]
#[case::seconds(1_700_000_000, NONCE, "timestamp")]
#[case::negative(-100_000_000_000, NONCE, "timestamp")]
#[case::nonce(1_700_000_000_123, "a\nb", "nonce")]
fn bad_stamps(#[case] unix_ms: i64, #[case] nonce: &str, #[case] field: &str) {
    let (secret, habits) = (secret(), Habits::default());
    let key = Key { id: ACCESS_KEY, secret: &secret, habits: &habits };
    let stamp = Stamp { unix_ms, nonce: nonce.to_owned() };
    assert_eq!(field_of(encode(mexico(), &Operation::Balance, &key, &stamp)), field);
}

#[test]
fn the_secret_is_nowhere_to_be_read() {
    let (secret, habits) = (secret(), Habits::default());
    let key = Key { id: ACCESS_KEY, secret: &secret, habits: &habits };
    let request = encode(mexico(), &Operation::Banks(BankList::All), &key, &stamp()).unwrap();
    let everything = format!("{key:?} {request:?} {}", String::from_utf8(request.body.clone()).unwrap());
    assert!(!everything.contains(SECRET));
}
