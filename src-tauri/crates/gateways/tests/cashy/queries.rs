//! Answers to questions about an order.

use gateways::{Evidence, GatewayTime, Observation, QueryReading, RefusalKind};
use orders::{Direction, Flag, Product, ReportedStatus};
use serde_json::json;

use crate::support::{amount, fixture, mexico, queried, tanzania, thailand};

fn found(reading: QueryReading) -> Observation {
    match reading {
        QueryReading::Found(observation) => *observation,
        other @ (QueryReading::NotFound { .. }
        | QueryReading::Several(_)
        | QueryReading::Refused(_)
        | QueryReading::Unreadable(_)) => panic!("not found: {other:?}"),
    }
}

/// An observation that says no more than its status.
fn bare(number: &str, gateway_number: &str, word: &str, status: ReportedStatus) -> Observation {
    Observation {
        number: Some(number.to_owned()),
        gateway_number: Some(gateway_number.to_owned()),
        channel_number: None,
        gateway_status: word.to_owned(),
        status: Some(status),
        amount: None,
        actual_amount: None,
        fee: None,
        currency: None,
        reason: None,
        completed: None,
        pay_url: None,
        pay_code: None,
        channel: None,
        supplement: None,
        flags: Vec::new(),
    }
}

#[test]
fn a_payout_being_paid() {
    for (name, market) in
        [("mxn/payout_query.response.json", mexico()), ("tzs/payout_query.response.json", tanzania())]
    {
        let (ours, theirs) = ("1863484722378907648", "PAYOUT8551739282639106048");
        let expected = Observation {
            amount: Some(amount("60000")),
            fee: Some(amount("5150")),
            ..bare(ours, theirs, "PAYING", ReportedStatus::Processing)
        };
        assert_eq!(found(queried(market, Product::Payout, ours, Some(theirs), fixture(name))), expected);
    }
}

#[test]
fn a_desk_waiting_for_its_payer() {
    let (ours, theirs) = ("202411301909131862936942783582208", "PAYDESK39568551277959484616704");
    let page = "https://idpaydesk2.brcashypro.com/index.html?PAYDESK39568551277959484616704";
    let expected = Observation {
        amount: Some(amount("1000000")),
        fee: Some(amount("0")),
        pay_url: Some(page.to_owned()),
        ..bare(ours, theirs, "PAYING", ReportedStatus::Pending)
    };
    let body = fixture("tzs/paydesk_query.response.json");
    assert_eq!(found(queried(tanzania(), Product::CashierDesk, ours, None, body)), expected);
}

#[test]
fn z15_a_collect_order_before_and_after_it_is_paid() {
    let (ours, theirs) = ("1386556575370063873", "PAYIN8551843837024997376");
    let waiting = Observation {
        amount: Some(amount("20000")),
        fee: Some(amount("1700")),
        pay_url: Some("https://m.dana.id/link/pay?bizNo=202412021112128001101660361270".to_owned()),
        channel: Some("43".to_owned()),
        ..bare(ours, theirs, "PAYING", ReportedStatus::Pending)
    };
    let body = fixture("thb/payin_query_paying.response.json");
    assert_eq!(found(queried(thailand(), Product::Collect, ours, Some(theirs), body)), waiting);

    let paid = Observation {
        gateway_status: "SUCCESS".to_owned(),
        status: Some(ReportedStatus::Succeeded),
        actual_amount: Some(amount("20000")),
        completed: Some(GatewayTime {
            text: "2024-12-02 15:40:50".to_owned(),
            zone: Some("+07:00".to_owned()),
            unix_ms: Some(1_733_128_850_000),
        }),
        ..waiting
    };
    let body = fixture("thb/payin_query_success.response.json");
    let observation = found(queried(thailand(), Product::Collect, ours, Some(theirs), body));
    assert_eq!(observation, paid);
    let compare = |sum| observation.compare(ours, amount(sum), thailand().currency, Direction::Collect);
    assert_eq!(compare("20000.00"), []);
    assert!(compare("20001").contains(&Flag::PaidShort));
    assert!(compare("19999").contains(&Flag::PaidOver));
}

fn payout(body: &str) -> QueryReading {
    queried(mexico(), Product::Payout, "A", Some("P"), body)
}

#[test]
fn z21_not_found_only_when_it_is_clearly_said() {
    for (body, message) in [
        (r#"{"code":200,"msg":"SUCCESS"}"#, "SUCCESS"),
        (r#"{"code":200,"msg":"SUCCESS","data":null}"#, "SUCCESS"),
        (r#"{"code":200,"msg":"SUCCESS","data":{}}"#, "SUCCESS"),
        (r#"{"code":200,"msg":"SUCCESS","data":[]}"#, "SUCCESS"),
        (r#"{"code":200,"msg":"order not exist","data":""}"#, "order not exist"),
        (r#"{"code":500,"msg":"Order_Not_Exist"}"#, "Order_Not_Exist"),
        (r#"{"code":404,"msg":"the order was NOT FOUND"}"#, "the order was NOT FOUND"),
        (r#"{"code":500,"msg":"Params_mchOrderNo_not_exist"}"#, "Params_mchOrderNo_not_exist"),
    ] {
        assert_eq!(payout(body), QueryReading::NotFound { message: message.to_owned() }, "{body}");
    }
    let unlisted = |message: &str| Evidence::Unlisted { code: "500".to_owned(), message: message.to_owned() };
    let trouble =
        |message: &str| Evidence::GatewayError { code: "500".to_owned(), message: message.to_owned() };
    for (body, evidence) in [
        (r#"{"code":500,"msg":"Order_Error"}"#, unlisted("Order_Error")),
        (r#"{"code":500,"msg":"not allowed"}"#, unlisted("not allowed")),
        (r#"{"code":500,"msg":"page not found"}"#, unlisted("page not found")),
        (r#"{"code":500,"msg":"merchant not found"}"#, unlisted("merchant not found")),
        (r#"{"code":500,"msg":"Interface not exist"}"#, unlisted("Interface not exist")),
        (r#"{"code":500,"msg":"System_error"}"#, trouble("System_error")),
        (r#"{"code":500,"msg":"System_not_found"}"#, trouble("System_not_found")),
        ("<html>404 not found</html>", Evidence::NotJson),
        (r#"{"code":200,"msg":"Sign_verify_error","data":null}"#, Evidence::Contradiction),
    ] {
        assert_eq!(payout(body), QueryReading::Unreadable(evidence), "{body}");
    }
}

#[test]
fn a04_a_refused_question_is_told_apart() {
    for (message, kind) in [
        ("MerchantId_not_exist", RefusalKind::UnknownMerchant),
        ("Sign_verify_error", RefusalKind::BadSignature),
        ("Params_mchOrderNo_Required", RefusalKind::BadField(Some("mchOrderNo".to_owned()))),
    ] {
        let reading = payout(&json!({"code": 500, "msg": message}).to_string());
        assert!(matches!(reading, QueryReading::Refused(refusal) if refusal.kind == kind), "{message}");
    }
}

fn one(data: serde_json::Value) -> QueryReading {
    payout(&json!({"code": 200, "msg": "SUCCESS", "data": data}).to_string())
}

#[test]
fn an_answer_about_another_order_changes_nothing() {
    let other = |number: &str| QueryReading::Unreadable(Evidence::OtherOrder { number: number.to_owned() });
    assert_eq!(one(json!({"mchOrderNo": "B", "orderNo": "P", "orderStatus": "SUCCESS"})), other("B"));
    assert_eq!(one(json!({"orderNo": "Q", "orderStatus": "SUCCESS"})), other("Q"));
    let nobody = one(json!({"orderStatus": "SUCCESS"}));
    assert_eq!(nobody, QueryReading::Unreadable(Evidence::NotAnEnvelope));
    let theirs_only = found(one(json!({"orderNo": "P", "orderStatus": "SUCCESS"})));
    assert_eq!((theirs_only.status, theirs_only.flags), (Some(ReportedStatus::Succeeded), vec![]));
    let renumbered = found(one(json!({"mchOrderNo": "A", "orderNo": "Q", "orderStatus": "FAIL"})));
    assert_eq!(renumbered.flags, [Flag::NumberDiffers]);
}

#[test]
fn several_orders_are_for_a_person_and_a_list_of_one_is_that_one() {
    let order = json!({"mchOrderNo": "A", "orderNo": "P", "orderStatus": "SUCCESS"});
    assert_eq!(one(json!([order, order])), QueryReading::Several(2));
    assert_eq!(found(one(json!([order]))).status, Some(ReportedStatus::Succeeded));
    for data in [json!(true), json!(7), json!("yes"), json!([1]), json!({"mchOrderNo": "A"})] {
        assert_eq!(one(data.clone()), QueryReading::Unreadable(Evidence::NotAnEnvelope), "{data}");
    }
}

#[test]
fn an_unknown_word_keeps_the_old_state_and_is_flagged() {
    let odd = found(one(json!({"mchOrderNo": "A", "orderStatus": "REFUNDED"})));
    assert_eq!((odd.gateway_status.as_str(), odd.status), ("REFUNDED", None));
    assert_eq!(odd.flags, [Flag::UnknownStatus]);
}

#[test]
fn z20_a_reason_is_kept_verbatim_and_a_payout_is_never_counted_as_received() {
    let data = json!({"mchOrderNo": "A", "orderNo": "P", "orderStatus": "SUCCESS", "amount": "60.5",
        "resultDesc": "Some free text", "channelOrderNo": 77, "currency": "MXN"});
    let paid = found(one(data));
    assert_eq!(paid.reason.as_deref(), Some("Some free text"));
    assert_eq!(paid.channel_number.as_deref(), Some("77"));
    assert_eq!((paid.amount, paid.actual_amount), (Some(amount("60.5")), None));
    assert_eq!(paid.currency, Some(mexico().currency));
    assert_eq!(gateways::reason_key("ACCOUNT NOT EXITS"), Some("ACCOUNT_NOT_EXIST"));
}

#[test]
fn z13_a_query_can_turn_a_payout_round_in_both_directions() {
    let state = |word| found(one(json!({"mchOrderNo": "A", "orderStatus": word}))).status;
    assert_eq!(state("SUCCESS"), Some(ReportedStatus::Succeeded));
    assert_eq!(state("FAIL"), Some(ReportedStatus::Failed));
    assert_eq!(state("CANCEL"), Some(ReportedStatus::Failed));
    assert!(mexico().payout_success_is_provisional);
}
