//! Balances, banks, the ping.

use gateways::{
    BalanceLine, BalanceReading, BankLine, BanksReading, Evidence, PingReading, RefusalKind, decode_balance,
    decode_banks, decode_ping,
};
use money::Currency;
use serde_json::json;

use super::{amount, answer, envelope, fixture, fixture_json, mexico};

#[test]
fn balance_as_documented() {
    let expected = BalanceLine {
        currency: Currency::MXN,
        available: amount("10026.1"),
        frozen: Some(amount("0")),
        waiting: Some(amount("0")),
        state: Some("InAndOut".into()),
    };
    let reading = decode_balance(mexico(), &answer(200, fixture("balance.response.json")));
    assert_eq!(reading, BalanceReading::Balances(vec![expected]));
    assert_eq!(decode_balance(mexico(), &envelope("[]")), BalanceReading::Balances(vec![]));
}

#[test]
fn a06_a_balance_that_cannot_be_read_exactly_is_not_shown_in_part() {
    let good = r#"{"currencyType":"MXN","accountBalance":10.5}"#;
    for bad in [
        r#"{"currencyType":"USD","accountBalance":"1.00001"}"#,
        r#"{"currencyType":"USD","accountBalance":null}"#,
        r#"{"accountBalance":"1"}"#,
        r#""text""#,
    ] {
        let reading = decode_balance(mexico(), &envelope(&format!("[{good},{bad}]")));
        assert_eq!(reading, BalanceReading::Unreadable(Evidence::NotAnEnvelope), "{bad}");
    }
}

#[test]
fn banks_as_documented() {
    let reading = decode_banks(mexico(), &answer(200, fixture("bank_query.response.json")));
    let bank = BankLine { value: "AZTECA2".into(), name: "AZTECA2".into(), code: Some("91927".into()) };
    assert_eq!(reading, BanksReading::Banks(vec![bank]));
}

#[test]
fn a19_every_name_of_the_printed_list_is_kept_to_the_letter() {
    let names: Vec<String> =
        serde_json::from_value(fixture_json("banks_reference.json")["banks"].clone()).unwrap();
    assert_eq!(names.len(), 88);
    let rows: Vec<_> = names.iter().map(|name| json!({"bankName": name, "bankCode": 40012})).collect();
    let BanksReading::Banks(banks) = decode_banks(mexico(), &envelope(&json!(rows).to_string())) else {
        panic!("not read");
    };
    assert_eq!(banks.iter().map(|bank| bank.value.as_str()).collect::<Vec<_>>(), names);
    assert!(banks.iter().all(|bank| bank.code.as_deref() == Some("40012") && bank.value == bank.name));
    for name in ["AZTECA", "AZTECA2", "MULTIVA", "MULTIVA BANCO", "CoDi Valida"] {
        assert_eq!(banks.iter().filter(|bank| bank.value == name).count(), 1, "{name}");
    }
}

#[test]
fn a01_a_wrong_signature_of_the_bank_query_is_told_as_such() {
    let body = answer(200, r#"{"code":"307","success":false,"msg":"签名错误","msgEn":"sign error"}"#);
    let reading = decode_banks(mexico(), &body);
    let BanksReading::Refused(refusal) = reading else { panic!("{reading:?}") };
    assert_eq!(refusal.kind, RefusalKind::BadSignature);
}

#[test]
fn a21_the_ping_tells_the_gateways_clock() {
    let alive = PingReading::Alive { version: "1.0.1".into(), unix_ms: Some(1_688_116_827_306) };
    assert_eq!(decode_ping(mexico(), &answer(200, fixture("ping.response.json"))), alive);
}

#[test]
fn a_ping_may_be_refused_or_say_nothing() {
    let refused = decode_ping(mexico(), &answer(200, r#"{"code":"301","success":false,"msg":"IP"}"#));
    assert!(
        matches!(&refused, PingReading::Refused(refusal) if refusal.kind == RefusalKind::AddressNotAllowed)
    );
    for (status, body, evidence) in [
        (200, "<html>", Evidence::NotJson),
        (200, "{}", Evidence::NotAnEnvelope),
        (502, r#"{"version":"1.0.1"}"#, Evidence::NotAnEnvelope),
        (200, r#"{"code":"200","success":true,"data":{}}"#, Evidence::NotAnEnvelope),
    ] {
        assert_eq!(decode_ping(mexico(), &answer(status, body)), PingReading::Unreadable(evidence), "{body}");
    }
}
