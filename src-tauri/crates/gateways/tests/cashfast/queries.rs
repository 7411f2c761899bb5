//! Answers to questions about orders.

use gateways::{Evidence, GatewayTime, Observation, QueryReading, RefusalKind, Supplement};
use money::Currency;
use orders::{Direction, Flag, Product, ReportedStatus};
use rstest::rstest;

use super::{amount, answer, envelope, fixture, found, queried};

fn asked(product: Product, row: &str) -> Observation {
    found(queried(product, "N1A", None, &envelope(&format!("[{row}]"))))
}

#[test]
fn collect_as_documented() {
    let body = answer(200, fixture("collect_query.response.json"));
    let order = "OCURRPAID202307140712051689318725535DOCKER020000000400000168";
    let expected = Observation {
        number: Some("354997490558818072".into()),
        gateway_number: Some(order.into()),
        channel_number: Some("20230714071207439140854557".into()),
        channel: Some("BANK".into()),
        gateway_status: "1".into(),
        status: Some(ReportedStatus::Pending),
        amount: Some(amount("40.2")),
        actual_amount: None,
        fee: None,
        currency: Some(Currency::MXN),
        reason: None,
        completed: None,
        pay_url: None,
        pay_code: None,
        supplement: None,
        flags: vec![],
    };
    for gateway_number in [None, Some(""), Some(order)] {
        assert_eq!(found(queried(Product::Collect, "354997490558818072", gateway_number, &body)), expected);
    }
}

#[test]
fn a08_a09_a10_payout_as_documented() {
    let body = answer(200, fixture("payout_query.response.json"));
    let expected = Observation {
        number: Some("979744221460536657".into()),
        gateway_number: Some("OCURRDRAW202307170821151689582075477DOCKER020000000200000233".into()),
        channel_number: None,
        channel: Some("BANK".into()),
        gateway_status: "1".into(),
        status: Some(ReportedStatus::Pending),
        amount: Some(amount("40.2")),
        // "41" is amount plus fee: never what was delivered (A8). The bank and the 11 digits that stand in
        // accountName and accountNo are nobody's name and number (A9, A10).
        actual_amount: None,
        fee: Some(amount("0.8")),
        currency: Some(Currency::MXN),
        reason: None,
        completed: None,
        pay_url: None,
        pay_code: None,
        supplement: None,
        flags: vec![],
    };
    assert_eq!(found(queried(Product::Payout, "979744221460536657", None, &body)), expected);
}

#[rstest]
#[case::as_documented(r#""orderStatus":2,"orderStatusCode":"Payment success""#)]
#[case::as_in_callbacks(r#""orderStatus":"Payment success","orderStatusCode":2"#)]
#[case::number_as_text(r#""orderStatus":"2","orderStatusCode":"Payment success""#)]
#[case::label_missing(r#""orderStatus":2"#)]
fn a04_a_paid_order_is_shown_paid(#[case] status: &str) {
    let seen = asked(Product::Collect, &format!(r#"{{"externalOrderId":"N1A",{status}}}"#));
    assert_eq!((seen.status, seen.gateway_status.as_str()), (Some(ReportedStatus::Succeeded), "2"));
}

#[rstest]
#[case::contradiction(r#""orderStatus":1,"orderStatusCode":2"#, "1 / 2")]
#[case::words_only(r#""orderStatus":"Payment success","orderStatusCode":"Paid""#, "Payment success / Paid")]
#[case::unlisted(r#""orderStatus":3,"orderStatusCode":"Odd""#, "3")]
#[case::missing(r#""orderStatus":null"#, "")]
fn a04_what_is_not_clear_is_never_guessed(#[case] status: &str, #[case] verbatim: &str) {
    let seen = asked(Product::Collect, &format!(r#"{{"externalOrderId":"N1A",{status}}}"#));
    assert_eq!((seen.status, seen.gateway_status.as_str()), (None, verbatim));
    assert_eq!(seen.flags, [Flag::UnknownStatus]);
}

#[rstest]
#[case("payTypaCode")]
#[case("payTypeCode")]
#[case("payTypeName")]
fn a05_the_channel_under_all_its_names(#[case] name: &str) {
    let row = format!(r#"{{"externalOrderId":"N1A","orderStatus":1,"{name}":"OXXO"}}"#);
    assert_eq!(asked(Product::Collect, &row).channel.as_deref(), Some("OXXO"));
}

#[rstest]
#[case::text("\"0.80\"", Some("0.8"), &[])]
#[case::number("5.000000", Some("5"), &[])]
#[case::exponent("8E-1", Some("0.8"), &[])]
#[case::beyond_floats("90071992547409.9301", Some("90071992547409.9301"), &[])]
#[case::null("null", None, &[])]
#[case::empty("\"\"", None, &[])]
#[case::too_fine("0.12345", None, &[Flag::AmountTooFine])]
#[case::no_number("\"free\"", None, &[Flag::AmountDiffers])]
#[case::too_large("1e30", None, &[Flag::AmountDiffers])]
fn a06_one_tolerant_reader_of_amounts(#[case] fee: &str, #[case] read: Option<&str>, #[case] flags: &[Flag]) {
    let row = format!(r#"{{"externalOrderId":"N1A","orderStatus":1,"orderFee":{fee}}}"#);
    let seen = asked(Product::Payout, &row);
    assert_eq!((seen.fee, seen.flags.as_slice()), (read.map(amount), flags));
}

#[rstest]
#[case::exactly("50.000000", &[])]
#[case::short("49.99", &[Flag::PaidShort])]
#[case::over("50.01", &[Flag::PaidOver])]
fn a08_a_collect_is_credited_with_what_was_paid(#[case] paid: &str, #[case] flags: &[Flag]) {
    let row = format!(
        r#"{{"externalOrderId":"N1A","orderStatus":2,"orderAmount":"50.0","orderActualAmount":{paid}}}"#
    );
    let seen = asked(Product::Collect, &row);
    assert_eq!((seen.amount, seen.actual_amount), (Some(amount("50")), Some(amount(paid))));
    assert_eq!(seen.compare("N1A", amount("50.00"), Currency::MXN, Direction::Collect), flags);
}

#[test]
fn a08_nothing_is_short_before_it_is_paid_and_no_payout_ever() {
    let row = r#"{"externalOrderId":"N1A","orderStatus":1,"orderAmount":50,"orderActualAmount":"0"}"#;
    let waiting = asked(Product::Collect, row);
    assert_eq!(waiting.compare("N1A", amount("50"), Currency::MXN, Direction::Collect), []);
    let row = r#"{"externalOrderId":"N1A","orderStatus":8,"orderAmount":50,"orderActualAmount":"51"}"#;
    let paid_out = asked(Product::Payout, row);
    assert_eq!(paid_out.status, Some(ReportedStatus::Succeeded));
    assert_eq!(paid_out.compare("N1A", amount("50"), Currency::MXN, Direction::Payout), []);
}

#[test]
fn what_differs_from_the_order_is_told() {
    let row = r#"{"externalOrderId":"N1A","orderStatus":1,"orderAmount":"40","currencyType":"THB"}"#;
    let seen = asked(Product::Payout, row);
    assert_eq!(
        seen.compare("N2B", amount("40.01"), Currency::MXN, Direction::Payout),
        [Flag::NumberDiffers, Flag::AmountDiffers, Flag::CurrencyDiffers]
    );
    assert_eq!(seen.compare("N1A", amount("40.00"), Currency::THB, Direction::Payout), []);
    // A further payment has a number and an amount of its own.
    let of_another = Supplement { original_gateway_number: None, original_number_candidates: vec![] };
    let further = Observation { supplement: Some(of_another), ..seen };
    assert_eq!(
        further.compare("N2B", amount("99"), Currency::MXN, Direction::Collect),
        [Flag::CurrencyDiffers]
    );
}

#[test]
fn a07_a_shorter_spelling_is_no_difference() {
    let row = r#"{"externalOrderId":"N1A","orderStatus":1,"orderAmount":"40.2"}"#;
    let seen = asked(Product::Collect, row);
    assert_eq!(seen.compare("N1A", amount("40.20"), Currency::MXN, Direction::Collect), []);
}

#[test]
fn a11_order_numbers_as_raw_numbers_keep_every_digit() {
    let body = envelope(
        r#"[{"externalOrderId":9007199254740993,"orderId":12345678901234567890123,"orderStatus":1}]"#,
    );
    let seen = found(queried(Product::Payout, "9007199254740993", Some("12345678901234567890123"), &body));
    assert_eq!(seen.number.as_deref(), Some("9007199254740993"));
    assert_eq!(queried(Product::Payout, "9007199254740992", None, &body), other("9007199254740993"));
}

fn other(number: &str) -> QueryReading {
    QueryReading::Unreadable(Evidence::OtherOrder { number: number.to_owned() })
}

#[rstest]
#[case::empty("[]")]
#[case::null("null")]
fn a12_an_empty_answer_is_told_as_not_found_in_its_own_words(#[case] data: &str) {
    let reading = queried(Product::Payout, "N1A", None, &envelope(data));
    assert_eq!(reading, QueryReading::NotFound { message: data.to_owned() });
}

#[test]
fn a12_a_question_that_is_not_understood_is_no_not_found() {
    let body = answer(200, r#"{"code":"300","success":false,"msg":"","msgEn":"orderId is required"}"#);
    let reading = queried(Product::Payout, "N1A", None, &body);
    let QueryReading::Refused(refusal) = reading else { panic!("{reading:?}") };
    assert_eq!(refusal.kind, RefusalKind::BadField(Some("orderId".into())));
}

#[test]
fn a13_only_the_row_of_the_order_counts() {
    let rows = r#"[{"externalOrderId":"N2B","orderId":"O2","orderStatus":8},
                   {"externalOrderId":"N1A","orderId":"O1","orderStatus":16}]"#;
    let seen = found(queried(Product::Payout, "N1A", Some("O1"), &envelope(rows)));
    assert_eq!((seen.gateway_number.as_deref(), seen.status), (Some("O1"), Some(ReportedStatus::Failed)));
    assert_eq!(seen.flags, [], "an order of another number is nobody's double");
    // A row may leave the gateway's number out, but not ours.
    let rows = r#"[{"externalOrderId":"N1A","orderStatus":8},{"orderId":"O1","orderStatus":16}]"#;
    let seen = found(queried(Product::Payout, "N1A", Some("O1"), &envelope(rows)));
    assert_eq!(seen.status, Some(ReportedStatus::Succeeded));
}

#[test]
fn a13_two_rows_are_for_a_person_and_foreign_rows_prove_nothing() {
    let two = r#"[{"externalOrderId":"N1A","orderId":"O1","orderStatus":8},
                  {"externalOrderId":"N1A","orderId":"O2","orderStatus":4}]"#;
    assert_eq!(queried(Product::Payout, "N1A", None, &envelope(two)), QueryReading::Several(2));
    for (known, status) in [("O1", ReportedStatus::Succeeded), ("O2", ReportedStatus::Failed)] {
        let seen = found(queried(Product::Payout, "N1A", Some(known), &envelope(two)));
        assert_eq!((seen.gateway_number.as_deref(), seen.status), (Some(known), Some(status)));
        assert_eq!(seen.flags, [Flag::SeveralFound], "the other one is not dropped in silence");
    }
    assert_eq!(queried(Product::Payout, "N1A", Some("O3"), &envelope(two)), other("O1"));
    assert_eq!(queried(Product::Payout, "N3C", None, &envelope(two)), other("N1A"));
}

#[rstest]
#[case::bank_did_not_take_it("4")]
#[case::failed("16")]
fn a17_both_failures_are_final_and_told_apart(#[case] number: &str) {
    let row = format!(
        r#"{{"externalOrderId":"N1A","orderStatus":{number},"errorMsg":"失败","errorMsgEn":"no such account"}}"#
    );
    let seen = asked(Product::Payout, &row);
    assert_eq!((seen.status, seen.gateway_status.as_str()), (Some(ReportedStatus::Failed), number));
    assert_eq!(seen.reason.as_deref(), Some("no such account"));
}

#[test]
fn completion_as_told() {
    let row =
        r#"{"externalOrderId":"N1A","orderStatus":2,"orderPayTime":1689238357000,"orderCompleteTime":null}"#;
    let expected = GatewayTime { text: "1689238357000".into(), zone: None, unix_ms: Some(1_689_238_357_000) };
    assert_eq!(asked(Product::Collect, row).completed, Some(expected));
}

#[rstest]
#[case::one_object_is_one_row(r#"{"externalOrderId":"N1A","orderStatus":1}"#, true)]
#[case::not_objects("[1]", false)]
#[case::text("\"no\"", false)]
#[case::row_without_numbers("[{}]", false)]
fn data_in_other_shapes(#[case] data: &str, #[case] is_found: bool) {
    let reading = queried(Product::Payout, "N1A", None, &envelope(data));
    if is_found {
        assert_eq!(found(reading).number.as_deref(), Some("N1A"));
    } else {
        assert_eq!(reading, QueryReading::Unreadable(Evidence::NotAnEnvelope));
    }
}
