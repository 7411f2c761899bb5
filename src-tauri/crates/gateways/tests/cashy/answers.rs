//! Answers to creations, balances and bank lists.

use gateways::{
    Accepted, BalanceLine, BalanceReading, BankLine, BanksReading, CreationReading, Evidence, Family,
    GatewayTime, RefusalKind, acknowledge, decode_balance, decode_banks,
};
use money::Currency;
use orders::{Flag, Product, ReportedStatus};
use serde_json::{Value, json};

use crate::support::{amount, answer, asked, created, fixture, mexico, tanzania, thailand};

fn accepted(reading: CreationReading) -> Accepted {
    match reading {
        CreationReading::Accepted(accepted) => *accepted,
        other @ (CreationReading::Refused(_) | CreationReading::Unknown(_)) => {
            panic!("not accepted: {other:?}")
        }
    }
}

#[test]
fn mexican_payout_accepted() {
    let asked = asked(mexico(), Product::Payout, "60000");
    let body = fixture("mxn/payout_create.response.json");
    assert_eq!(
        accepted(created(mexico(), "697670130731094", &asked, body)),
        Accepted {
            gateway_number: Some("PAYOUT8551827184491839488".to_owned()),
            gateway_status: Some("PROCESSING".to_owned()),
            status: Some(ReportedStatus::Processing),
            fee: Some(amount("0")),
            ..Accepted::default()
        }
    );
}

#[test]
fn tanzanian_payout_accepted_with_numbers_for_amounts() {
    let asked = asked(tanzania(), Product::Payout, "30000");
    let body = fixture("tzs/payout_create.response.json");
    assert_eq!(
        accepted(created(tanzania(), "orderxxxxxxxxxxxxx", &asked, body)),
        Accepted {
            gateway_number: Some("PAYOUTxxxxxxxxxxxxxxxxxx".to_owned()),
            gateway_status: Some("PROCESSING".to_owned()),
            status: Some(ReportedStatus::Processing),
            fee: Some(amount("0")),
            ..Accepted::default()
        }
    );
}

#[test]
fn thai_payout_accepted_with_another_amount_is_flagged() {
    let asked = asked(thailand(), Product::Payout, "1500");
    let body = fixture("public/thb_payout_create.response.json");
    assert_eq!(
        accepted(created(thailand(), "order000000001", &asked, body)),
        Accepted {
            gateway_number: Some("PAYOUT8232147000000000001".to_owned()),
            gateway_status: Some("PROCESSING".to_owned()),
            status: Some(ReportedStatus::Processing),
            fee: Some(amount("0")),
            flags: vec![Flag::AmountDiffers],
            ..Accepted::default()
        }
    );
}

#[test]
fn z16_a_desk_tells_when_its_page_ends_as_a_time() {
    let asked = asked(tanzania(), Product::CashierDesk, "100000");
    let body = fixture("tzs/paydesk_create.response.json");
    assert_eq!(
        accepted(created(tanzania(), "M165690800000001", &asked, body)),
        Accepted {
            gateway_number: Some("PAYDESKxxxxxxxxxxxxxxxxxx".to_owned()),
            pay_url: Some("http://paydesk.testpage.com/PAYDESKxxxxxxxxxxxxxxx".to_owned()),
            expires: Some(GatewayTime {
                text: "2022-12-06 17:48:40".to_owned(),
                zone: Some("+03:00".to_owned()),
                unix_ms: Some(1_670_338_120_000),
            }),
            ..Accepted::default()
        }
    );
}

#[test]
fn thai_collect_accepted_with_a_virtual_account() {
    let asked = asked(thailand(), Product::Collect, "100.00");
    let body = fixture("thb/payin_create.response.json");
    assert_eq!(
        accepted(created(thailand(), "order000000001", &asked, body)),
        Accepted {
            gateway_number: Some("PAYINxxxxxxxxx00000000001".to_owned()),
            pay_url: Some("https://xxx.com/pay/PAYIN8232154612109344768".to_owned()),
            pay_code: Some("646012000000015942".to_owned()),
            ..Accepted::default()
        }
    );
}

#[test]
fn tanzanian_push_accepted_without_link_or_code() {
    let asked = asked(tanzania(), Product::Collect, "20000");
    let body = fixture("public/tzs_payin_create.response.json");
    assert_eq!(
        accepted(created(tanzania(), "orderxxxxxxxxxxxxx", &asked, body)),
        Accepted {
            gateway_number: Some("PAYINxxxxxxxxxxxxxxxxx".to_owned()),
            fee: Some(amount("300")),
            ..Accepted::default()
        }
    );
}

#[test]
fn mexican_collect_accepted_with_all_that_a_payer_needs() {
    let asked = asked(mexico(), Product::Collect, "152");
    let body = fixture("public/mxn_payin_create.response.json");
    let page = "http://testpaydesk.mxcashypay.com/index.html?PAYIN8374561426934530048";
    assert_eq!(
        accepted(created(mexico(), "test2275700811", &asked, body)),
        Accepted {
            gateway_number: Some("PAYIN8374561426934530048".to_owned()),
            fee: Some(amount("1")),
            pay_url: Some(page.to_owned()),
            pay_code: Some("000000000000000001".to_owned()),
            reference: Some("1411217".to_owned()),
            concept: Some("33812449733594396233".to_owned()),
            bank_name: Some("BBVA Bancomer".to_owned()),
            ..Accepted::default()
        }
    );
}

#[test]
fn z21_z24_the_gateways_own_trouble_is_never_a_no() {
    for (name, product, message) in [
        ("mxn/payout_create.error.response.json", Product::Payout, "System_error"),
        ("tzs/payout_create.error.response.json", Product::Payout, "System_error"),
        ("thb/payin_create.error.response.json", Product::Collect, "Payin_Order_Error"),
    ] {
        assert_eq!(
            created(mexico(), "A", &asked(mexico(), product, "100"), fixture(name)),
            CreationReading::Unknown(Evidence::GatewayError {
                code: "500".to_owned(),
                message: message.to_owned()
            })
        );
    }
}

#[test]
fn z24_a_refusal_counts_whatever_the_http_status() {
    let draft = asked(mexico(), Product::Payout, "100");
    let order = gateways::NewOrder { number: "A", notify_url: None, draft: &draft };
    for (message, kind) in [
        ("MerchantId_is_error", RefusalKind::UnknownMerchant),
        ("Sign_verify_error", RefusalKind::BadSignature),
        ("Request_ip_notWhiteList", RefusalKind::AddressNotAllowed),
        ("RequestBody_is_null", RefusalKind::BadRequest),
        ("Params_accountNo_Required", RefusalKind::BadField(Some("accountNo".to_owned()))),
        ("Params_amount_error", RefusalKind::BadField(Some("amount".to_owned()))),
    ] {
        for (status, code) in [(200, json!(400)), (400, json!("500")), (500, json!(1)), (403, json!(-1))] {
            let body = json!({"msg": message, "code": code}).to_string();
            match gateways::decode_creation(mexico(), &order, &answer(status, body)) {
                CreationReading::Refused(refusal) => {
                    assert_eq!((refusal.kind, refusal.message.as_str()), (kind.clone(), message));
                    assert_eq!(refusal.code, code.to_string().trim_matches('"'));
                    assert_eq!(refusal.message_other, None);
                }
                other @ (CreationReading::Accepted(_) | CreationReading::Unknown(_)) => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn z23_a_complaint_about_the_number_is_no_refusal() {
    let draft = asked(mexico(), Product::Payout, "100");
    let order = gateways::NewOrder { number: "A", notify_url: None, draft: &draft };
    for message in ["Params_mchOrderNo_error", "Params_mchorderno_Required", "order already exists"] {
        let body = json!({"msg": message, "code": 400}).to_string();
        let reading = gateways::decode_creation(mexico(), &order, &answer(200, body));
        assert!(
            matches!(&reading, CreationReading::Unknown(Evidence::Unlisted { .. })),
            "{message}: {reading:?}"
        );
    }
}

#[test]
fn z25_z26_fees_of_four_places_and_links_of_any_length() {
    let url = format!("https://pay.example/{}", "q".repeat(3000));
    let body = json!({"code": 200, "msg": "SUCCESS", "data": {
        "mchOrderNo": "A", "orderNo": "PAYIN1", "amount": "100", "orderFee": "0.1234", "payUrl": url}});
    let accepted =
        accepted(created(mexico(), "A", &asked(mexico(), Product::Collect, "100"), body.to_string()));
    assert_eq!((accepted.fee, accepted.pay_url), (Some(amount("0.1234")), Some(url)));
}

#[test]
fn q_a_balance_is_in_the_markets_currency() {
    let body = fixture("public/get_balance.response.json");
    assert_eq!(
        decode_balance(tanzania(), &answer(200, body)),
        BalanceReading::Balances(vec![BalanceLine {
            currency: Currency::TZS,
            available: amount("133334"),
            frozen: Some(amount("2437828")),
            waiting: None,
            state: None,
        }])
    );
}

#[test]
fn a_balance_is_never_guessed() {
    for data in [
        json!(null),
        json!({}),
        json!([]),
        json!({"balance": null}),
        json!({"balance": "many"}),
        json!({"balance": "1.00001"}),
        json!({"balance": 1, "unBalance": "x"}),
    ] {
        let body = json!({"code": 200, "msg": "SUCCESS", "data": data}).to_string();
        assert_eq!(
            decode_balance(mexico(), &answer(200, body)),
            BalanceReading::Unreadable(Evidence::NotAnEnvelope),
            "{data}"
        );
    }
    let refused = decode_balance(mexico(), &answer(200, r#"{"code":500,"msg":"Sign_verify_error"}"#));
    assert!(matches!(refused, BalanceReading::Refused(refusal) if refusal.kind == RefusalKind::BadSignature));
    let without_frozen =
        decode_balance(mexico(), &answer(200, r#"{"code":"200","data":{"balance":"-3.5"}}"#));
    assert!(matches!(without_frozen, BalanceReading::Balances(lines)
        if lines.len() == 1 && lines[0].available == amount("-3.5") && lines[0].frozen.is_none()));
}

#[test]
fn q_a_bank_list() {
    let bank = |value: &str| BankLine {
        value: value.to_owned(),
        name: "bankName".to_owned(),
        code: Some("bankCode".to_owned()),
    };
    assert_eq!(
        decode_banks(mexico(), &answer(200, fixture("public/bank_list.response.json"))),
        BanksReading::Banks(vec![bank("1"), bank("2")])
    );
}

#[test]
fn the_printed_bank_lists_read_as_the_query_would_bring_them() {
    for (name, count, first) in [
        ("public/mxn_banks_reference.json", 85, ("5", "BBVA BANCOMER2", "91812")),
        ("public/thb_banks_reference.json", 20, ("1", "BAAC", "BAAC")),
    ] {
        let list: Value = serde_json::from_slice(&fixture(name)).unwrap();
        let body = json!({"code": 200, "msg": "SUCCESS", "data": list["banks"]}).to_string();
        let BanksReading::Banks(banks) = decode_banks(mexico(), &answer(200, body)) else {
            panic!("{name} is no list");
        };
        assert_eq!(banks.len(), count, "{name}");
        let (value, bank_name, code) = first;
        let expected =
            BankLine { value: value.to_owned(), name: bank_name.to_owned(), code: Some(code.to_owned()) };
        assert_eq!(banks.first(), Some(&expected));
    }
}

#[test]
fn a_missing_bank_list_is_not_an_empty_one() {
    let banks = |data: &str| {
        decode_banks(mexico(), &answer(200, format!(r#"{{"code":200,"msg":"SUCCESS","data":{data}}}"#)))
    };
    assert_eq!(banks("[]"), BanksReading::Banks(vec![]));
    for data in ["null", "{}", "\"\"", "[1]", r#"[{"bankName":"no id"}]"#] {
        assert_eq!(banks(data), BanksReading::Unreadable(Evidence::NotAnEnvelope), "{data}");
    }
}

#[test]
fn z22_the_acknowledgement_is_the_documented_one_once_stored() {
    let stored = acknowledge(Family::Cashy, true);
    assert_eq!((stored.status, stored.body.as_slice()), (200, br#"{"status":"SUCCESS"}"#.as_slice()));
    let ours: Value = serde_json::from_slice(&stored.body).unwrap();
    for name in ["mxn/callback_ack.response.json", "tzs/callback_ack.response.json"] {
        assert_eq!(ours, serde_json::from_slice::<Value>(&fixture(name)).unwrap());
    }
    let lost = acknowledge(Family::Cashy, false);
    assert_eq!(lost.status, 500);
    assert_ne!(lost.body, stored.body);
}
