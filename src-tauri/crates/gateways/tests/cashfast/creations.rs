//! Answers to creations: a clear yes, a clear no, and all that is neither.

use gateways::{CreationReading, Evidence, GatewayTime, Refusal, RefusalKind};
use orders::{Flag, Product, ReportedStatus};
use rstest::rstest;

use super::{accepted, answer, created, envelope, fixture, fixture_json, unlisted};

const OURS: &str = "354997490558818072";

fn unknown(product: Product, status: u16, body: &str) -> Evidence {
    let reading = created(product, OURS, &answer(status, body));
    let CreationReading::Unknown(evidence) = reading else { panic!("{reading:?}") };
    evidence
}

fn refused(status: u16, body: &str) -> Refusal {
    let reading = created(Product::Collect, OURS, &answer(status, body));
    let CreationReading::Refused(refusal) = reading else { panic!("{reading:?}") };
    refusal
}

#[test]
fn collect_as_documented() {
    let reading =
        accepted(created(Product::Collect, OURS, &answer(200, fixture("collect_create.response.json"))));
    // The order's number, not the cashier's that stands in the link.
    let order = "OCURRPAID202307140712051689318725535DOCKER020000000400000168";
    assert_eq!(reading.gateway_number.as_deref(), Some(order));
    let link = "http://192.168.1.74:88/OCURRPAID202307140712051689318725469DOCKER020000000200000167";
    assert_eq!(reading.pay_url.as_deref(), Some(link));
    assert_eq!((reading.gateway_status, reading.status, reading.expires), (None, None, None));
    assert_eq!(reading.flags, []);
}

#[test]
fn payout_as_documented() {
    let body = fixture("payout_create.response.json");
    let reading = accepted(created(Product::Payout, "687279463984441035", &answer(200, body)));
    let order = "OCURRDRAW202307140712081689318728627DOCKER020000000200000169";
    assert_eq!(reading.gateway_number.as_deref(), Some(order));
    assert_eq!(reading.gateway_status.as_deref(), Some("Accepted"));
    assert_eq!(reading.status, Some(ReportedStatus::Pending));
    assert_eq!((reading.pay_url, reading.flags), (None, vec![]));
}

#[test]
fn flat_as_in_sister_countries() {
    let data = r#"{"cashierId":"C1","cashierUrl":"https://pay.example/c","cashierCurrencyAmount":"40.20",
        "cashierExpireTime":1689318725000,"externalOrderId":354997490558818072,"orderId":"O1","currency":"MXN"}"#;
    let reading = accepted(created(Product::Collect, OURS, &envelope(data)));
    assert_eq!(reading.gateway_number.as_deref(), Some("O1"));
    let expires = GatewayTime { text: "1689318725000".into(), zone: None, unix_ms: Some(1_689_318_725_000) };
    assert_eq!((reading.expires, reading.flags), (Some(expires), vec![]));
}

#[rstest]
#[case::shorter("\"40.2\"", &[])]
#[case::longer("40.200000", &[])]
#[case::null("null", &[])]
#[case::other("\"40.21\"", &[Flag::AmountDiffers])]
#[case::too_fine("\"40.20001\"", &[Flag::AmountTooFine])]
#[case::no_number("\"forty\"", &[Flag::AmountDiffers])]
fn a06_a07_amounts_are_compared_by_value(#[case] amount: &str, #[case] flags: &[Flag]) {
    let data = format!(r#"{{"currencyOrderVo":{{"orderId":"O1","amount":{amount}}}}}"#);
    assert_eq!(accepted(created(Product::Collect, OURS, &envelope(&data))).flags, flags);
}

#[rstest]
#[case::other("THB")]
#[case::no_code("pesos")]
fn another_currency_is_flagged(#[case] currency: &str) {
    let data = format!(r#"{{"orderId":"O1","currencyType":"{currency}"}}"#);
    assert_eq!(accepted(created(Product::Payout, OURS, &envelope(&data))).flags, [Flag::CurrencyDiffers]);
}

#[rstest]
#[case::number(r#"{"orderId":"O1","orderStatus":16}"#, Some(ReportedStatus::Failed), &[])]
#[case::both(r#"{"orderId":"O1","orderStatus":"Accepted","orderStatusCode":2}"#, Some(ReportedStatus::Processing), &[])]
#[case::other_word(r#"{"orderId":"O1","orderStatus":"Pending review"}"#, None, &[Flag::UnknownStatus])]
#[case::none(r#"{"orderId":"O1","orderStatus":null}"#, None, &[])]
fn the_status_of_a_creation(
    #[case] data: &str,
    #[case] status: Option<ReportedStatus>,
    #[case] flags: &[Flag],
) {
    let reading = accepted(created(Product::Payout, OURS, &envelope(data)));
    assert_eq!((reading.status, reading.flags.as_slice()), (status, flags));
}

#[rstest]
#[case::nested(r#"{"currencyOrderVo":{"orderId":"O1","externalOrderId":"ANOTHER"}}"#)]
#[case::flat(r#"{"orderId":"O1","externalOrderId":"ANOTHER"}"#)]
#[case::one_of_two(&format!(r#"{{"externalOrderId":"ANOTHER","currencyOrderVo":{{"externalOrderId":"{OURS}"}}}}"#))]
fn another_number_proves_nothing(#[case] data: &str) {
    let reading = created(Product::Collect, OURS, &envelope(data));
    assert_eq!(reading, CreationReading::Unknown(Evidence::OtherOrder { number: "ANOTHER".into() }));
}

#[test]
fn every_documented_code() {
    let codes = fixture_json("error_codes.json")["codes"].as_object().unwrap().clone();
    assert_eq!(codes.len(), 5);
    for code in codes.keys() {
        let body = format!(r#"{{"code":"{code}","success":false,"msg":"错","msgEn":"wrong"}}"#);
        let refusal = |kind| {
            let (message, message_other) = ("wrong".to_owned(), Some("错".to_owned()));
            CreationReading::Refused(Refusal { kind, code: code.clone(), message, message_other })
        };
        let expected = match code.as_str() {
            "200" => CreationReading::Unknown(Evidence::Contradiction),
            "300" => refusal(RefusalKind::BadField(None)),
            "301" => refusal(RefusalKind::AddressNotAllowed),
            "307" => refusal(RefusalKind::BadSignature),
            "500" => CreationReading::Unknown(Evidence::GatewayError {
                code: code.clone(),
                message: "wrong".into(),
            }),
            _ => panic!("{code} has no expectation"),
        };
        assert_eq!(created(Product::Collect, OURS, &answer(200, body)), expected, "{code}");
    }
}

#[rstest]
#[case::text(r#"{"code":"307","success":false,"msg":"签名错误"}"#)]
#[case::number(r#"{"code":307,"success":false,"msg":"签名错误"}"#)]
#[case::success_as_text(r#"{"code":307,"success":"false","msg":"签名错误"}"#)]
#[case::success_left_out(r#"{"code":307,"msg":"签名错误","msgEn":null,"data":null}"#)]
fn a_refusal_in_every_spelling_whatever_the_http_status(#[case] body: &str) {
    for status in [200, 307, 400, 401, 500, 502] {
        let refusal = refused(status, body);
        assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::BadSignature, "307"));
        assert_eq!((refusal.message.as_str(), refusal.message_other), ("签名错误", None));
    }
}

#[rstest]
#[case::english("", "amount can not be empty", Some("amount"))]
#[case::chinese("channelType错误", "parameter error", Some("channelType"))]
#[case::other_case("", "NotifyURL is not valid", Some("notifyUrl"))]
#[case::part_of_a_word("", "the amounts are odd", None)]
#[case::field_of_another_product("", "accountName is required", None)]
fn a_bad_field_is_named_where_the_words_name_it(
    #[case] msg: &str,
    #[case] english: &str,
    #[case] field: Option<&str>,
) {
    let refusal =
        refused(200, &format!(r#"{{"code":"300","success":false,"msg":"{msg}","msgEn":"{english}"}}"#));
    assert_eq!(refusal.kind, RefusalKind::BadField(field.map(str::to_owned)));
}

// A request that the network doubled is refused for its number, and the first of the two has made an order.
#[rstest]
#[case::of_the_number("", "externalOrderId is invalid")]
#[case::that_it_is_there("", "order exists, notify the merchant")]
#[case::in_chinese("订单号重复", "parameter error")]
#[case::as_there_already("订单已存在", "")]
fn a_complaint_about_the_number_is_no_refusal(#[case] msg: &str, #[case] english: &str) {
    let body = format!(r#"{{"code":"300","success":false,"msg":"{msg}","msgEn":"{english}"}}"#);
    for product in [Product::Collect, Product::Payout] {
        assert!(matches!(unknown(product, 200, &body), Evidence::Unlisted { code, .. } if code == "300"));
    }
}

#[rstest]
#[case::html("<html><body>502 Bad Gateway</body></html>", Evidence::NotJson)]
#[case::nothing("", Evidence::NotJson)]
#[case::cut(r#"{"code":"200","success":true,"da"#, Evidence::NotJson)]
#[case::repeated_member(
    r#"{"code":"300","code":"200","success":true,"data":{"orderId":"O1"}}"#,
    Evidence::NotJson
)]
#[case::list("[]", Evidence::NotAnEnvelope)]
#[case::no_code(r#"{"success":true,"data":{"orderId":"O1"}}"#, Evidence::NotAnEnvelope)]
#[case::no_success(r#"{"code":"200","data":{"orderId":"O1"}}"#, Evidence::NotAnEnvelope)]
#[case::no_data(r#"{"code":"200","success":true}"#, Evidence::NotAnEnvelope)]
#[case::null_data(r#"{"code":"200","success":true,"data":null}"#, Evidence::NotAnEnvelope)]
#[case::data_without_order(
    r#"{"code":"200","success":true,"data":{"currency":"MXN"}}"#,
    Evidence::NotAnEnvelope
)]
#[case::yes_and_no(r#"{"code":"200","success":false}"#, Evidence::Contradiction)]
#[case::no_and_yes(r#"{"code":"300","success":true}"#, Evidence::Contradiction)]
#[case::refused_with_an_order(
    r#"{"code":"300","success":false,"data":{"currencyOrderVo":{"orderId":"O1"}}}"#,
    Evidence::Contradiction
)]
#[case::not_on_the_list(r#"{"code":"302","success":false,"msg":"duplicate"}"#, unlisted("302", "duplicate"))]
fn a12_all_else_is_unknown(#[case] body: &str, #[case] evidence: Evidence) {
    assert_eq!(unknown(Product::Collect, 200, body), evidence);
}

#[test]
fn a12_a_500_is_never_a_refusal() {
    for body in [r#"{"code":"500","success":false,"msg":"系统异常"}"#, r#"{"code":500,"msg":"系统异常"}"#]
    {
        let evidence = Evidence::GatewayError { code: "500".into(), message: "系统异常".into() };
        assert_eq!(unknown(Product::Payout, 200, body), evidence);
    }
}

#[test]
fn a_good_body_under_a_bad_http_status_is_a_contradiction() {
    let body = String::from_utf8(fixture("collect_create.response.json")).unwrap();
    assert_eq!(unknown(Product::Collect, 502, &body), Evidence::Contradiction);
    assert!(matches!(created(Product::Collect, OURS, &answer(201, body)), CreationReading::Accepted(_)));
}
