//! Callbacks: which are genuine, and what they say.

use gateways::{
    Delivery, DeliveryKey, Family, GatewayTime, Observation, Rendering, SuspicionKind, Verdict, acknowledge,
    read_delivery,
};
use money::Currency;
use orders::{Flag, ReportedStatus};
use rstest::rstest;
use secrecy::SecretString;
use serde_json::Value;

use super::{
    ACCESS_KEY, SECRET, amount, delivered, fixture, fixture_json, genuine, headers, mexico, secret, sign_for,
};

const ALL: [Rendering; 4] = [
    Rendering::SourceKeepEmpty,
    Rendering::SourceDropEmpty,
    Rendering::TrimmedKeepEmpty,
    Rendering::TrimmedDropEmpty,
];

fn said(name: &str) -> Observation {
    genuine(&String::from_utf8(fixture(name)).unwrap())
}

#[test]
fn a08_collect_as_documented() {
    let link =
        "https://business.h5.cashfastpay.com/payment/20230713085049310135132143?amount=50&currency=MXN";
    let expected = Observation {
        number: Some("93960348".into()),
        gateway_number: Some("OCURRPAID202307130850471689238247122DOCKER020000000400000103".into()),
        channel_number: None,
        channel: Some("BANK".into()),
        gateway_status: "2".into(),
        status: Some(ReportedStatus::Succeeded),
        amount: Some(amount("50")),
        actual_amount: Some(amount("50")),
        fee: Some(amount("5")),
        currency: Some(Currency::MXN),
        reason: None,
        completed: Some(GatewayTime {
            text: "1689238357000".into(),
            zone: None,
            unix_ms: Some(1_689_238_357_000),
        }),
        pay_url: Some(link.into()),
        pay_code: None,
        supplement: None,
        flags: vec![],
    };
    assert_eq!(said("collect_callback.repaired.request.json"), expected);
    // The page lost `&curren` to a currency sign; nothing else differs.
    let pay_url = Some(link.replace("&curren", "¤"));
    assert_eq!(said("collect_callback.request.json"), Observation { pay_url, ..expected });
}

#[test]
fn a09_a11_payout_as_documented() {
    let expected = Observation {
        number: Some("79159948".into()),
        gateway_number: Some("OCURRDRAW202307171006541689588414537BMS001OO0000000200000694".into()),
        channel_number: None,
        channel: Some("BANK".into()),
        gateway_status: "2".into(),
        // 2 is paid for a collect, but on its way for a payout.
        status: Some(ReportedStatus::Processing),
        amount: Some(amount("40")),
        actual_amount: None,
        fee: Some(amount("3")),
        currency: Some(Currency::MXN),
        reason: None,
        completed: None,
        pay_url: None,
        pay_code: None,
        supplement: None,
        flags: vec![],
    };
    assert_eq!(said("payout_callback.request.json"), expected);
    let as_number = String::from_utf8(fixture("payout_callback.request.json")).unwrap();
    assert_eq!(genuine(&as_number.replace("\"79159948\"", "79159948")), expected);
}

#[test]
fn a03_every_rendering_verifies_and_the_learnt_one_is_tried_first() {
    let body = fixture("collect_callback.repaired.request.json");
    for signed_as in ALL {
        let headers = headers(&sign_for(&body, signed_as));
        for learnt in [None, Some(Rendering::RawBody)].into_iter().chain(ALL.map(Some)) {
            match delivered(&headers, &body, learnt) {
                Verdict::Verified { key_index, rendering, .. } => {
                    assert_eq!((key_index, rendering), (0, signed_as))
                }
                Verdict::Unverified { suspicion, .. } => panic!("{signed_as:?} {learnt:?} {suspicion:?}"),
            }
        }
    }
    // Where two renderings give the same string, the learnt one is what is reported.
    let plain = br#"{"externalOrderId":"N1A"}"#;
    let headers = headers(&sign_for(plain, Rendering::SourceKeepEmpty));
    for learnt in ALL {
        match delivered(&headers, plain, Some(learnt)) {
            Verdict::Verified { rendering, .. } => assert_eq!(rendering, learnt),
            Verdict::Unverified { suspicion, .. } => panic!("{suspicion:?}"),
        }
    }
}

#[test]
fn a03_a_forgery_is_stored_with_what_was_tried() {
    let body = fixture("payout_callback.request.json");
    let learnt = Some(Rendering::TrimmedDropEmpty);
    match delivered(&headers("AAAAAAAAAAAAAAAAAAAAAAAAAAA="), &body, learnt) {
        Verdict::Unverified { suspicion, claim } => {
            assert_eq!(suspicion.kind, SuspicionKind::WrongSignature);
            assert_eq!(suspicion.tried, [ALL[3], ALL[0], ALL[1], ALL[2]]);
            assert_eq!(suspicion.near_miss, None);
            let string = suspicion.string_built.unwrap();
            assert!(string.starts_with("access_key=TESTak01&accountCode=40012&accountName=BBVA MEXICO&"));
            assert!(!string.contains(SECRET));
            // What it claims tells which order to ask about.
            assert_eq!(claim.unwrap().number.as_deref(), Some("79159948"));
        }
        verified @ Verdict::Verified { .. } => panic!("{verified:?}"),
    }
}

fn suspicion(headers: &[(String, String)], body: &[u8], keys: &[DeliveryKey<'_>]) -> (SuspicionKind, bool) {
    match read_delivery(mexico(), &Delivery { headers, body }, keys) {
        Verdict::Unverified { suspicion, claim } => (suspicion.kind, claim.is_some()),
        verified @ Verdict::Verified { .. } => panic!("{verified:?}"),
    }
}

#[test]
fn why_a_callback_cannot_be_verified() {
    let body = fixture("payout_callback.request.json");
    let sign = sign_for(&body, Rendering::SourceKeepEmpty);
    let secret = secret();
    let key = |id| DeliveryKey { id, secret: &secret, rendering_first: None };
    for missing in ["access_key", "timestamp", "nonce", "sign"] {
        let mut without = headers(&sign);
        without.retain(|(name, _)| name != missing);
        assert_eq!(suspicion(&without, &body, &[key(ACCESS_KEY)]), (SuspicionKind::MissingHeader, true));
        without.push((missing.to_owned(), String::new()));
        assert_eq!(suspicion(&without, &body, &[key(ACCESS_KEY)]), (SuspicionKind::MissingHeader, true));
    }
    let all = headers(&sign);
    assert_eq!(suspicion(&all, &body, &[key("another")]), (SuspicionKind::UnknownKey, true));
    assert_eq!(suspicion(&all, &body, &[key("testAK01")]), (SuspicionKind::UnknownKey, true));
    assert_eq!(suspicion(&all, &body, &[]), (SuspicionKind::UnknownKey, true));
    for broken in [&b""[..], b"[]", b"<html>", b"{\"externalOrderId\":\"1\"", b"{\"a\":1,\"a\":2}"] {
        assert_eq!(suspicion(&all, broken, &[key(ACCESS_KEY)]), (SuspicionKind::NotJson, false));
    }
    assert_eq!(suspicion(&all, b"{}", &[key(ACCESS_KEY)]), (SuspicionKind::WrongSignature, false));
}

#[test]
fn a16_a_replay_cannot_be_dressed_up_as_new() {
    let body = r#"{"externalOrderId":"N1A","orderActualAmount":49,"orderAmount":50,"payType":102}"#;
    let genuine = headers(&sign_for(body.as_bytes(), Rendering::SourceKeepEmpty));
    assert!(matches!(delivered(&genuine, body.as_bytes(), None), Verdict::Verified { .. }));
    // All of these build the very string that was signed.
    let mut nonce = genuine.clone();
    nonce[2].1.push_str("&orderActualAmount=49");
    let swallowed = body.replace(r#""orderActualAmount":49,"#, "");
    let named = body
        .replace(r#""orderActualAmount":49,"orderAmount":50"#, r#""orderActualAmount=49&orderAmount":50"#);
    for (headers, body) in [(&nonce, swallowed), (&genuine, named)] {
        match delivered(headers, body.as_bytes(), None) {
            Verdict::Unverified { suspicion, .. } => {
                assert_eq!(suspicion.kind, SuspicionKind::WrongSignature);
                let string = suspicion.string_built.unwrap();
                assert_eq!(super::hmac(SECRET, &string), genuine[3].1, "{string}");
            }
            verified @ Verdict::Verified { .. } => panic!("{verified:?}"),
        }
    }
}

#[test]
fn header_names_in_any_case() {
    let body = fixture("payout_callback.request.json");
    let mut upper = headers(&sign_for(&body, Rendering::SourceKeepEmpty));
    for (name, _) in &mut upper {
        *name = name.to_uppercase();
    }
    assert!(matches!(delivered(&upper, &body, None), Verdict::Verified { .. }));
}

#[test]
fn a_rotated_secret_still_verifies_and_tells_which_key() {
    let body = fixture("payout_callback.request.json");
    let headers = headers(&sign_for(&body, Rendering::SourceKeepEmpty));
    let (new, old) = (SecretString::from("another secret"), secret());
    let keys = [
        DeliveryKey { id: "other-key", secret: &old, rendering_first: None },
        DeliveryKey { id: ACCESS_KEY, secret: &new, rendering_first: None },
        DeliveryKey { id: ACCESS_KEY, secret: &old, rendering_first: None },
    ];
    match read_delivery(mexico(), &Delivery { headers: &headers, body: &body }, &keys) {
        Verdict::Verified { key_index, .. } => assert_eq!(key_index, 2),
        unverified @ Verdict::Unverified { .. } => panic!("{unverified:?}"),
    }
    assert_eq!(suspicion(&headers, &body, &keys[..2]).0, SuspicionKind::WrongSignature);
}

#[rstest]
#[case::pay_type(r#""payType":102"#, Some(ReportedStatus::Succeeded))]
#[case::pay_type_as_text(r#""payType":"202""#, Some(ReportedStatus::Processing))]
#[case::another_collect_channel(r#""payType":103"#, Some(ReportedStatus::Succeeded))]
#[case::number_of_a_collect(r#""orderId":"OCURRPAID1""#, Some(ReportedStatus::Succeeded))]
#[case::number_of_a_payout(r#""orderId":"OCURRDRAW1""#, Some(ReportedStatus::Processing))]
#[case::members_of_a_collect(r#""orderActualAmount":1"#, Some(ReportedStatus::Succeeded))]
#[case::members_of_a_payout(r#""accountNo":"1""#, Some(ReportedStatus::Processing))]
#[case::contradiction(r#""payType":102,"orderId":"OCURRDRAW1""#, None)]
#[case::members_of_both(r#""orderActualAmount":1,"accountNo":"1""#, None)]
#[case::nothing_tells(r#""payType":7"#, None)]
fn two_is_paid_or_on_its_way_and_never_guessed(#[case] tells: &str, #[case] status: Option<ReportedStatus>) {
    let seen = genuine(&format!(r#"{{"externalOrderId":"N1A","orderStatusCode":2,{tells}}}"#));
    assert_eq!(seen.status, status);
    assert_eq!(seen.flags.contains(&Flag::UnknownStatus), status.is_none());
}

#[test]
fn a04_a_verified_callback_without_a_number_changes_nothing() {
    let seen = genuine(r#"{"externalOrderId":"N1A","payType":102,"orderStatus":"Payment success"}"#);
    assert_eq!((seen.status, seen.gateway_status.as_str()), (None, "Payment success"));
}

#[test]
fn genuine_but_about_no_order() {
    let body = br#"{"hello":"world"}"#;
    let headers = headers(&sign_for(body, Rendering::SourceKeepEmpty));
    match delivered(&headers, body, None) {
        Verdict::Verified { observation, .. } => assert_eq!(observation, None),
        unverified @ Verdict::Unverified { .. } => panic!("{unverified:?}"),
    }
}

#[test]
fn a15_answered_200_as_soon_as_stored_and_500_else() {
    let stored = acknowledge(Family::CashFast, true);
    assert_eq!((stored.status, stored.content_type.as_deref()), (200, Some("application/json")));
    assert_eq!(
        serde_json::from_slice::<Value>(&stored.body).unwrap(),
        fixture_json("callback_ack.response.json")
    );
    assert_eq!(acknowledge(Family::CashFast, false).status, 500);
}

#[test]
fn a16_a_repeated_callback_reads_the_same() {
    let body = fixture("collect_callback.repaired.request.json");
    let headers = headers(&sign_for(&body, Rendering::SourceKeepEmpty));
    assert_eq!(delivered(&headers, &body, None), delivered(&headers, &body, None));
}
