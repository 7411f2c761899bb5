//! Answers to creations that prove nothing, or say something else than was asked.

use gateways::{CreationReading, Evidence, NewOrder, decode_creation};
use orders::{Draft, Flag, Product, ReportedStatus};
use serde_json::json;

use crate::support::{answer, asked, created, mexico};

fn payout() -> Draft {
    asked(mexico(), Product::Payout, "100")
}

fn unknown(body: &str) -> Option<Evidence> {
    match created(mexico(), "A", &payout(), body) {
        CreationReading::Unknown(evidence) => Some(evidence),
        CreationReading::Accepted(_) | CreationReading::Refused(_) => None,
    }
}

#[test]
fn z21_whatever_is_no_clear_answer_is_unknown() {
    for body in ["", "<html>502</html>", "{", "\u{feff}{}", r#"{"code":200,"data":{"mchOrderNo":"A""#] {
        assert_eq!(unknown(body), Some(Evidence::NotJson), "{body}");
    }
    for body in ["null", "[]", "{}", r#"{"msg":"Sign_verify_error"}"#, r#"{"code":{},"msg":"x"}"#] {
        assert_eq!(unknown(body), Some(Evidence::NotAnEnvelope), "{body}");
    }
    for body in [
        r#"{"code":200,"msg":"SUCCESS"}"#,
        r#"{"code":200,"msg":"SUCCESS","data":null}"#,
        r#"{"code":200,"msg":"SUCCESS","data":[]}"#,
        r#"{"code":200,"msg":"SUCCESS","data":{}}"#,
        r#"{"code":200,"msg":"SUCCESS","data":{"mchOrderNo":"","orderNo":null}}"#,
        r#"{"code":200,"msg":"System_error","data":{"mchOrderNo":"A","orderNo":"P"}}"#,
        r#"{"code":500,"msg":"Params_amount_error","data":{"mchOrderNo":"A","orderNo":"P"}}"#,
    ] {
        assert_eq!(unknown(body), Some(Evidence::Contradiction), "{body}");
    }
}

#[test]
fn z21_an_html_page_is_unknown_whatever_its_status() {
    let draft = payout();
    let order = NewOrder { number: "A", notify_url: None, draft: &draft };
    for status in [200, 307, 403, 404, 500, 502, 504] {
        assert_eq!(
            decode_creation(mexico(), &order, &answer(status, "<!doctype html>")),
            CreationReading::Unknown(Evidence::NotJson)
        );
    }
}

#[test]
fn z23_z24_texts_off_the_list_are_unknown() {
    for message in [
        "",
        "Order_repeat",
        "Params_mchOrderNo_repeat",
        "Balance_not_enough",
        "sign_verify_error",
        "余额不足",
        "Payout_Order_Error",
    ] {
        let body = json!({"code": 500, "msg": message}).to_string();
        let expected = Evidence::Unlisted { code: "500".to_owned(), message: message.to_owned() };
        assert_eq!(unknown(&body), Some(expected), "{message}");
    }
    assert_eq!(
        unknown(r#"{"code":500}"#),
        Some(Evidence::Unlisted { code: "500".to_owned(), message: String::new() })
    );
}

#[test]
fn an_acceptance_of_another_number_is_unknown() {
    for number in ["B", "a", "A ", "A00001"] {
        let body = json!({"code": 200, "msg": "SUCCESS", "data": {"mchOrderNo": number, "orderNo": "P"}})
            .to_string();
        assert_eq!(unknown(&body), Some(Evidence::OtherOrder { number: number.to_owned() }));
    }
}

#[test]
fn an_acceptance_is_read_with_whatever_is_missing_or_odd() {
    let CreationReading::Accepted(accepted) = created(
        mexico(),
        "12",
        &payout(),
        r#"{"extra":[1],"code":"200","data":{"mchOrderNo":12,"orderNo":34,"amount":null,"more":{}}}"#,
    ) else {
        panic!("not accepted");
    };
    assert_eq!(accepted.gateway_number.as_deref(), Some("34"));
    assert_eq!((accepted.status, accepted.fee, accepted.flags), (None, None, vec![]));
}

#[test]
fn what_does_not_agree_is_flagged() {
    for (data, flags) in [
        (json!({"amount": "100.00", "currency": "MXN"}), vec![]),
        (json!({"amount": 99.99}), vec![Flag::AmountDiffers]),
        (json!({"amount": "100", "currency": "COP"}), vec![Flag::CurrencyDiffers]),
        (json!({"amount": "100.00001"}), vec![Flag::AmountTooFine]),
        (json!({"amount": "a lot"}), vec![Flag::AmountDiffers]),
        (json!({"amount": 100, "orderStatus": "DREAMING"}), vec![Flag::UnknownStatus]),
    ] {
        let mut data = data;
        data["mchOrderNo"] = json!("A");
        let body = json!({"code": 200, "msg": "SUCCESS", "data": data}).to_string();
        let CreationReading::Accepted(accepted) = created(mexico(), "A", &payout(), body) else {
            panic!("not accepted: {data}");
        };
        assert_eq!(accepted.flags, flags, "{data}");
    }
}

#[test]
fn a_payout_that_fails_at_once_was_accepted_and_has_failed() {
    let body = r#"{"code":200,"msg":"SUCCESS","data":{"mchOrderNo":"A","orderNo":"P","orderStatus":"FAIL"}}"#;
    let CreationReading::Accepted(accepted) = created(mexico(), "A", &payout(), body) else {
        panic!("not accepted");
    };
    assert_eq!(accepted.status, Some(ReportedStatus::Failed));
}
