//! Requests, byte for byte.

use gateways::catalogue::market;
use gateways::{BankList, EncodeError, Habits, Method, NewOrder, Operation, OrderRef, WireRequest};
use orders::{Draft, Product};
use serde_json::Value;

use crate::support::{
    NONCE, NOTIFY, NUMBER, create, draft, fixture, mexico, tanzania, thailand, write, write_with,
};

fn body(request: &WireRequest) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

fn sign(request: &WireRequest) -> &str {
    request.headers.iter().find(|(name, _)| *name == "Sign").map(|(_, value)| value.as_str()).unwrap()
}

/// The frame that every creation has, with the rest of the body around it.
fn expected(text: &str) -> String {
    text.replace("NUMBER", NUMBER).replace("NOTIFY", NOTIFY).replace("NONCE", NONCE)
}

pub(crate) fn mexican_payout() -> Draft {
    let fields = [
        ("accountName", "José Núñez"),
        ("accountNo", "646180000030056845"),
        ("accountType", "40"),
        ("bankId", "38"),
        ("remark", "salary \"May\" a/b"),
        ("phone", "6285767828472"),
        ("email", "bobs@gmail.com"),
        ("idType", "  "),
    ];
    draft(mexico(), Product::Payout, None, "1500", &fields)
}

fn thai_collect(channel: &str, fields: &[(&str, &str)]) -> Draft {
    let common = [
        ("email", "test@gmail.com"),
        ("remark", "PayIn"),
        ("expireTime", "300"),
        ("reusableStatus", "false"),
    ];
    draft(thailand(), Product::Collect, Some(channel), "1200.5", &[&common, fields].concat())
}

#[test]
fn a01_a02_a_mexican_payout_with_its_headers() {
    let request = create(mexico(), &mexican_payout()).unwrap();
    assert_eq!((request.method, request.path), (Method::Post, "/api/payOut"));
    assert_eq!(
        body(&request),
        expected(
            r#"{"accountName":"José Núñez","accountNo":"646180000030056845","accountType":40,"currency":"MXN","amount":1500,"bankId":38,"mchOrderNo":"NUMBER","notifyUrl":"NOTIFY","nonceStr":"NONCE","remark":"salary \"May\" a/b","phone":"6285767828472","email":"bobs@gmail.com"}"#
        )
    );
    let headers: Vec<(&str, &str)> =
        request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Computed with Python's hashlib over the same bytes.
    assert_eq!(
        headers,
        [
            ("Content-Type", "application/json"),
            ("MerchantId", "1002001"),
            ("Sign", "43CAA80ED08BC2EF85F141FFA942334C")
        ]
    );
}

#[test]
fn a_mexican_collect_may_be_paid_more_than_once() {
    let fields =
        [("realName", "Ana Paz"), ("remark", "order 1"), ("expireTime", "3600"), ("reusableStatus", "true")];
    let draft = draft(mexico(), Product::Collect, Some("69"), "152", &fields);
    let request = create(mexico(), &draft).unwrap();
    assert_eq!(request.path, "/api/payIn");
    assert_eq!(
        body(&request),
        expected(
            r#"{"currency":"MXN","payType":69,"amount":152,"reusableStatus":true,"mchOrderNo":"NUMBER","expireTime":3600,"notifyUrl":"NOTIFY","nonceStr":"NONCE","remark":"order 1","realName":"Ana Paz"}"#
        )
    );
    assert_eq!(sign(&request), "D66E246678DFD0F86DBDA1C6F3B97868");
}

#[test]
fn z10_a_tanzanian_desk_has_document_and_return_address_where_they_belong() {
    let fields = [
        ("mobileMoneyPhone", "721323213"),
        ("realName", "Jeson"),
        ("phone", "255721323213"),
        ("email", "test@gmail.com"),
        ("idType", "1"),
        ("idCard", "10351512345"),
        ("returnUrl", "https://shop.example/thanks"),
        ("remark", "payment"),
        ("expireTime", "899"),
        ("reusableStatus", "false"),
    ];
    let draft = draft(tanzania(), Product::CashierDesk, None, "10000", &fields);
    let request = create(tanzania(), &draft).unwrap();
    assert_eq!(request.path, "/api/payDesk");
    assert_eq!(
        body(&request),
        expected(
            r#"{"mobileMoneyPhone":"721323213","currency":"TZS","amount":10000,"reusableStatus":false,"mchOrderNo":"NUMBER","expireTime":899,"notifyUrl":"NOTIFY","nonceStr":"NONCE","realName":"Jeson","phone":"255721323213","email":"test@gmail.com","idType":"1","idCard":"10351512345","returnUrl":"https://shop.example/thanks","remark":"payment"}"#
        )
    );
    assert_eq!(sign(&request), "61C9DA75D841D290BEB87667B3DD2483");
}

#[test]
fn z07_a_tanzanian_payout_never_has_a_bank() {
    let mut fields = vec![
        ("accountName", "Jack"),
        ("accountNo", "713512345"),
        ("accountType", "1"),
        ("remark", "wages"),
        ("idType", "1"),
        ("idCard", "19870331141130000329"),
        ("phone", "713512345"),
        ("email", "jack@gmail.com"),
    ];
    let order = draft(tanzania(), Product::Payout, None, "30000", &fields);
    let request = create(tanzania(), &order).unwrap();
    assert_eq!(request.path, "/api/payOut");
    assert_eq!(
        body(&request),
        expected(
            r#"{"accountName":"Jack","accountNo":"713512345","accountType":1,"currency":"TZS","amount":30000,"mchOrderNo":"NUMBER","notifyUrl":"NOTIFY","nonceStr":"NONCE","remark":"wages","idType":"1","idCard":"19870331141130000329","phone":"713512345","email":"jack@gmail.com"}"#
        )
    );
    assert_eq!(sign(&request), "E6E3C3657C50B240E753E264DD8505C1");
    fields.push(("bankId", "2"));
    let with_bank = draft(tanzania(), Product::Payout, None, "30000", &fields);
    assert_eq!(field_of(create(tanzania(), &with_bank)), "bankId");
}

#[test]
fn a_tanzanian_push_names_the_wallet_and_its_channel() {
    let fields = [
        ("mobileMoneyPhone", "721323213"),
        ("realName", "Jack"),
        ("phone", "255721323213"),
        ("email", "jack@gmail.com"),
        ("remark", "x"),
        ("expireTime", "3600"),
        ("reusableStatus", "false"),
    ];
    let order = draft(tanzania(), Product::Collect, Some("810"), "20000", &fields);
    let request = create(tanzania(), &order).unwrap();
    assert_eq!(
        body(&request),
        expected(
            r#"{"currency":"TZS","payType":810,"amount":20000,"reusableStatus":false,"mchOrderNo":"NUMBER","expireTime":3600,"notifyUrl":"NOTIFY","nonceStr":"NONCE","remark":"x","realName":"Jack","phone":"255721323213","email":"jack@gmail.com","mobileMoneyPhone":"721323213"}"#
        )
    );
}

#[test]
fn z06_thai_amounts_have_two_decimals_as_a_number_or_by_habit_as_a_text() {
    let payer = [("realName", "Test"), ("phone", "0621812345"), ("idCard", "3310401123456")];
    let order = thai_collect("412", &payer);
    let request = create(thailand(), &order).unwrap();
    let text = expected(
        r#"{"currency":"THB","payType":412,"amount":1200.50,"reusableStatus":false,"mchOrderNo":"NUMBER","expireTime":300,"notifyUrl":"NOTIFY","nonceStr":"NONCE","remark":"PayIn","realName":"Test","phone":"0621812345","email":"test@gmail.com","idCard":"3310401123456"}"#,
    );
    assert_eq!(body(&request), text);
    assert_eq!(sign(&request), "6EC7AC71E91A99C949710E22E7391C55");

    let operation = Operation::Create(NewOrder { number: NUMBER, notify_url: Some(NOTIFY), draft: &order });
    let habits = Habits { amount_as_text: true, ..Habits::default() };
    let as_text = write_with(thailand(), &operation, &habits).unwrap();
    assert_eq!(body(&as_text), text.replace("1200.50", "\"1200.50\""));
    assert_ne!(sign(&as_text), sign(&request));
}

#[test]
fn pay_type_414_drops_name_and_phone_and_no_other_does() {
    assert!(create(thailand(), &thai_collect("414", &[])).is_ok());
    assert_eq!(field_of(create(thailand(), &thai_collect("412", &[]))), "realName");
    assert_eq!(field_of(create(thailand(), &thai_collect("412", &[("realName", "Test")]))), "phone");
}

#[test]
fn z01_lower_case_by_habit() {
    let habits = Habits { sign_in_lower_case: true, ..Habits::default() };
    let request = write_with(mexico(), &Operation::Balance, &habits).unwrap();
    assert_eq!(sign(&request), "2cc6952f53c54bdba36902ecbbf3fd79");
}

#[test]
fn a06_balance_and_bank_lists_send_only_a_nonce() {
    let colombia = market("cashy-co").unwrap();
    for (market, operation, path) in [
        (mexico(), Operation::Balance, "/api/getBalance"),
        (mexico(), Operation::Banks(BankList::All), "/api/bankListQuery"),
        (colombia, Operation::Banks(BankList::Collect), "/api/payInBankListQuery"),
    ] {
        let request = write(market, &operation).unwrap();
        assert_eq!((request.method, request.path), (Method::Post, path));
        assert_eq!(body(&request), expected(r#"{"nonceStr":"NONCE"}"#));
        assert_eq!(sign(&request), "2CC6952F53C54BDBA36902ECBBF3FD79");
    }
    let sample: Value = serde_json::from_slice(&fixture("public/get_balance.request.json")).unwrap();
    assert_eq!(sample.as_object().unwrap().keys().collect::<Vec<_>>(), ["nonceStr"]);
}

#[test]
fn a06_queries_prefer_the_gateways_number() {
    let ask = |product, number, gateway_number| {
        write(mexico(), &Operation::Query(OrderRef { product, number, gateway_number }))
    };
    let both = ask(Product::Payout, "1863484722378907648", Some("PAYOUT8551739282639106048")).unwrap();
    assert_eq!(both.path, "/api/payOutQuery");
    assert_eq!(
        body(&both),
        expected(
            r#"{"orderNo":"PAYOUT8551739282639106048","mchOrderNo":"1863484722378907648","nonceStr":"NONCE"}"#
        )
    );
    assert_eq!(sign(&both), "AA1C65F50AB82C1DEE911FE620E03CF9");
    let ours = ask(Product::Collect, NUMBER, None).unwrap();
    assert_eq!(ours.path, "/api/payInQuery");
    assert_eq!(body(&ours), expected(r#"{"mchOrderNo":"NUMBER","nonceStr":"NONCE"}"#));
    assert_eq!(ask(Product::CashierDesk, NUMBER, None).unwrap().path, "/api/payDeskQuery");
}

#[test]
fn a06_what_is_longer_than_32_characters_is_not_sent() {
    // The payDesk sample's number has 33.
    let long = "202411301909131862936942783582208";
    let ask = |number, gateway_number| {
        write(
            tanzania(),
            &Operation::Query(OrderRef { product: Product::CashierDesk, number, gateway_number }),
        )
    };
    let by_theirs = ask(long, Some("PAYDESK1")).unwrap();
    assert_eq!(body(&by_theirs), expected(r#"{"orderNo":"PAYDESK1","nonceStr":"NONCE"}"#));
    let by_ours = ask(NUMBER, Some(long)).unwrap();
    assert_eq!(body(&by_ours), expected(r#"{"mchOrderNo":"NUMBER","nonceStr":"NONCE"}"#));
    assert_eq!(ask(long, Some(long)), Err(EncodeError::CannotAsk));
    assert_eq!(ask("", None), Err(EncodeError::CannotAsk));
}

#[test]
fn z08_india_sends_its_account_type_as_a_text() {
    let india = market("cashy-in").unwrap();
    let fields = [
        ("accountName", "Asha"),
        ("accountNo", "50100012345678"),
        ("accountType", "BANK_CARD_ACCOUNT"),
        ("ifscCode", "HDFC0001234"),
        ("remark", "x"),
    ];
    let request = create(india, &draft(india, Product::Payout, None, "100", &fields)).unwrap();
    assert!(body(&request).contains(r#""accountType":"BANK_CARD_ACCOUNT","#), "{}", body(&request));
    assert!(body(&request).ends_with(r#""ifscCode":"HDFC0001234"}"#), "{}", body(&request));
}

#[test]
fn z09_the_account_type_has_no_default() {
    for (market, product) in [(mexico(), Product::Payout), (tanzania(), Product::Payout)] {
        let fields = [("accountName", "Ana"), ("accountNo", "721323213"), ("remark", "x")];
        assert_eq!(field_of(create(market, &draft(market, product, None, "1000", &fields))), "accountType");
    }
}

#[test]
fn z16_the_expiry_goes_out_as_asked_in_seconds() {
    let payer = [("realName", "Test"), ("phone", "0621812345")];
    let request = create(thailand(), &thai_collect("412", &payer)).unwrap();
    assert!(body(&request).contains(r#""expireTime":300,"#));
}

/// The documented request samples are not models (Z7), but ours have the members of the same names.
#[test]
fn z07_our_bodies_have_the_members_of_the_samples() {
    let desk_fields = [
        ("mobileMoneyPhone", "721323213"),
        ("realName", "J"),
        ("phone", "2557"),
        ("email", "a@b"),
        ("idType", "1"),
        ("idCard", "1"),
        ("remark", "x"),
        ("expireTime", "9"),
        ("reusableStatus", "false"),
    ];
    let desk = draft(tanzania(), Product::CashierDesk, None, "10000", &desk_fields);
    let mut push = desk.clone();
    (push.product, push.channel) = (Product::Collect, Some("888".to_owned()));
    let wallet = [
        ("accountName", "j"),
        ("accountNo", "7"),
        ("accountType", "1"),
        ("remark", "x"),
        ("idType", "1"),
        ("idCard", "1"),
        ("phone", "7"),
        ("email", "a@b"),
    ];
    let wallet = draft(tanzania(), Product::Payout, None, "30000", &wallet);
    let bank = [
        ("accountName", "T"),
        ("accountNo", "03"),
        ("accountType", "3"),
        ("bankId", "11"),
        ("idCard", "1"),
        ("phone", "09"),
        ("remark", "x"),
    ];
    let bank = draft(thailand(), Product::Payout, None, "1500", &bank);
    let code = thai_collect("412", &[("realName", "t"), ("phone", "06"), ("idCard", "3")]);
    for (name, market, order, only_ours, only_theirs) in [
        ("mxn/payout_create.request.json", mexico(), &mexican_payout(), &[][..], &[][..]),
        ("tzs/paydesk_create.request.json", tanzania(), &desk, &["mobileMoneyPhone"], &[]),
        ("tzs/payout_create.request.json", tanzania(), &wallet, &[], &["bankId"]),
        ("thb/payin_create.request.json", thailand(), &code, &[], &[]),
        ("public/tzs_payin_create.request.json", tanzania(), &push, &[], &[]),
        ("public/thb_payout_create.request.json", thailand(), &bank, &[], &[]),
    ] {
        let ours: Value = serde_json::from_slice(&create(market, order).unwrap().body).unwrap();
        let theirs: Value = serde_json::from_slice(&fixture(name)).unwrap();
        let missing = |from: &Value, names: &Value| -> Vec<String> {
            names
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| from.get(key.as_str()).is_none())
                .cloned()
                .collect()
        };
        assert_eq!(missing(&theirs, &ours), only_ours, "{name}");
        assert_eq!(missing(&ours, &theirs), only_theirs, "{name}");
    }
}

#[test]
fn z03_the_samples_of_queries_are_the_bytes_of_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../fixtures/vectors.json")).unwrap();
    for (id, name) in [
        ("cy-02-mxn-payout", "mxn/payout_create.request.json"),
        ("cy-03-thb-payin", "thb/payin_create.request.json"),
        ("cy-04-leading-space", "tzs/paydesk_query.leading_space.request.json"),
        ("cy-05-no-leading-space", "tzs/paydesk_query.request.json"),
        ("cy-09-callback-raw", "thb/payin_callback.raw.request.json"),
    ] {
        let vector = vectors["cashy"].as_array().unwrap().iter().find(|vector| vector["id"] == id).unwrap();
        assert_eq!(vector["raw_body"].as_str().unwrap().as_bytes(), fixture(name), "{id}");
    }
    for (name, product) in [
        ("mxn/payout_query.request.json", Product::Payout),
        ("tzs/payout_query.request.json", Product::Payout),
        ("thb/payin_query.request.json", Product::Collect),
    ] {
        let sample: Value = serde_json::from_slice(&fixture(name)).unwrap();
        let (ours, theirs) = (sample["mchOrderNo"].as_str().unwrap(), sample["orderNo"].as_str().unwrap());
        let order = OrderRef { product, number: ours, gateway_number: Some(theirs) };
        let asked: Value =
            serde_json::from_slice(&write(mexico(), &Operation::Query(order)).unwrap().body).unwrap();
        assert_eq!((&asked["mchOrderNo"], &asked["orderNo"]), (&sample["mchOrderNo"], &sample["orderNo"]));
    }
}

pub(crate) fn field_of(result: Result<WireRequest, EncodeError>) -> String {
    match result {
        Err(EncodeError::Field { field, .. }) => field,
        other => format!("{other:?}"),
    }
}
