//! Callbacks: verified over the raw bytes, and read.

use gateways::catalogue::Market;
use gateways::{
    Delivery, DeliveryKey, GatewayTime, NearMiss, Observation, Rendering, Supplement, SuspicionKind, Verdict,
    read_delivery,
};
use orders::{Flag, ReportedStatus};
use secrecy::SecretString;
use serde_json::Value;

use crate::support::{SECRET, amount, delivered, fixture, headers, mexico, tanzania, thailand};

fn vectors() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../fixtures/vectors.json")).unwrap();
    all["cashy"].as_array().unwrap().clone()
}

fn vector(id: &str) -> (String, String) {
    let vectors = vectors();
    let vector = vectors.iter().find(|vector| vector["id"] == id).unwrap();
    (vector["raw_body"].as_str().unwrap().to_owned(), vector["sign"].as_str().unwrap().to_owned())
}

/// The documented body, signed with the tests' key by Python's hashlib.
fn genuine(market: &Market, name: &str, sign: &str) -> Observation {
    match delivered(market, &fixture(name), &headers("1002001", sign)) {
        Verdict::Verified { key_index: 0, rendering: Rendering::RawBody, observation: Some(observation) } => {
            *observation
        }
        other @ (Verdict::Verified { .. } | Verdict::Unverified { .. }) => panic!("{name}: {other:?}"),
    }
}

fn completed(text: &str, zone: &str, unix_ms: i64) -> Option<GatewayTime> {
    Some(GatewayTime { text: text.to_owned(), zone: Some(zone.to_owned()), unix_ms: Some(unix_ms) })
}

fn payout(zone: &str, unix_ms: i64) -> Observation {
    Observation {
        number: Some("1863484722378907648".to_owned()),
        gateway_number: Some("PAYOUT8551739282639106048".to_owned()),
        channel_number: None,
        gateway_status: "SUCCESS".to_owned(),
        status: Some(ReportedStatus::Succeeded),
        amount: Some(amount("60000")),
        actual_amount: None,
        fee: Some(amount("5150")),
        currency: None,
        reason: None,
        completed: completed("2024-12-02 08:42:54", zone, unix_ms),
        pay_url: None,
        pay_code: None,
        channel: Some("11".to_owned()),
        supplement: None,
        flags: Vec::new(),
    }
}

#[test]
fn z13_z15_z19_payouts_paid_and_turned_round() {
    for (market, zone, unix_ms, names) in [
        (
            mexico(),
            "-06:00",
            1_733_150_574_000,
            [
                "mxn/payout_callback.raw.request.json",
                "mxn/payout_callback_success.request.json",
                "mxn/payout_callback_fail.request.json",
            ],
        ),
        (
            tanzania(),
            "+03:00",
            1_733_118_174_000,
            [
                "tzs/payout_callback.raw.request.json",
                "tzs/payout_callback_success.request.json",
                "tzs/payout_callback_fail.request.json",
            ],
        ),
    ] {
        let [raw, success, fail] = names;
        let paid = payout(zone, unix_ms);
        // The body of the raw sample names merchant 3002124, its header 1002001.
        let other_merchant = Observation { flags: vec![Flag::MerchantDiffers], ..paid.clone() };
        assert_eq!(genuine(market, raw, "FCAC3175FDD2871340884D9A179ECC1A"), other_merchant);
        assert_eq!(genuine(market, success, "8F020925695748589C41774F281CB442"), paid);
        let failed = Observation {
            gateway_status: "FAIL".to_owned(),
            status: Some(ReportedStatus::Failed),
            reason: Some("ACCOUNT NOT EXITS".to_owned()),
            ..paid
        };
        assert_eq!(genuine(market, fail, "483E3705087AC2ADE5C50BB7726B6163"), failed);
    }
}

#[test]
fn z26_desks_paid_and_failed() {
    let page = "https://idpaydesk2.brcashypro.com/index.html?PAYDESK27618551850988355260416";
    let paid = Observation {
        number: Some("1313068703462109184".to_owned()),
        gateway_number: Some("PAYDESK27618551850988355260416".to_owned()),
        amount: Some(amount("358320")),
        actual_amount: Some(amount("358320")),
        fee: Some(amount("9083")),
        completed: completed("2024-12-02 16:08:32", "+03:00", 1_733_144_912_000),
        pay_url: Some(page.to_owned()),
        channel: None,
        ..payout("+03:00", 0)
    };
    assert_eq!(
        genuine(tanzania(), "tzs/paydesk_callback_success.request.json", "E3CCC68954E284AFFEE31999EE9DEC23"),
        paid
    );
    let raw = Observation {
        fee: Some(amount("2500")),
        completed: completed("2024-12-02 12:07:06", "+03:00", 1_733_130_426_000),
        pay_url: Some("https://payurl.com".to_owned()),
        pay_code: Some("OR.GPNQR..INOPROID_BS".to_owned()),
        channel: Some("41".to_owned()),
        ..paid.clone()
    };
    assert_eq!(
        genuine(tanzania(), "tzs/paydesk_callback.raw.request.json", "F9BC2F7FA17185FAD38D2A007115261C"),
        raw
    );
    let failed = Observation {
        gateway_status: "FAIL".to_owned(),
        status: Some(ReportedStatus::Failed),
        actual_amount: None,
        ..paid
    };
    assert_eq!(
        genuine(tanzania(), "tzs/paydesk_callback_fail.request.json", "FF20AB1F4C005A633FC2A85364AAE929"),
        failed
    );
}

#[test]
fn z11_an_ordinary_collect_order_and_its_supplement() {
    let paid = Observation {
        number: Some("order_xxxxxxxxxxxxxx".to_owned()),
        gateway_number: Some("PAYIN1234500000000001".to_owned()),
        amount: Some(amount("1000")),
        actual_amount: Some(amount("1000")),
        fee: Some(amount("2")),
        completed: completed("2024-11-24 21:56:55", "+07:00", 1_732_460_215_000),
        pay_url: Some("https://xxxxx.xxxx.com/xxx/xx/xxx".to_owned()),
        pay_code: Some("60088888888888".to_owned()),
        channel: Some("69".to_owned()),
        flags: vec![Flag::MerchantDiffers],
        ..payout("+07:00", 0)
    };
    assert_eq!(
        genuine(thailand(), "thb/payin_callback_api.request.json", "E100257A60DAA166FFA0D0490D5A2A7A"),
        paid
    );
    let number = "order_xxxxxxxxxxxxxx".to_owned();
    let numbers = ["", "0001", "000", "00", "0"].map(|serial| format!("{number}{serial}")).to_vec();
    let supplement = Observation {
        gateway_number: Some("PAYIN1234500000000002".to_owned()),
        pay_url: None,
        supplement: Some(Supplement {
            original_gateway_number: Some("PAYIN1234500000000001".to_owned()),
            original_number_candidates: numbers,
        }),
        ..paid
    };
    assert_eq!(
        genuine(thailand(), "thb/payin_callback_patch.request.json", "EC7C882608D05C72FFAB3101F6EA12D3"),
        supplement
    );
    let raw = Observation {
        number: Some("1386503284355244033".to_owned()),
        gateway_number: Some("PAYIN8551790545658687488".to_owned()),
        amount: Some(amount("20000")),
        actual_amount: Some(amount("20000")),
        fee: Some(amount("2500")),
        completed: completed("2024-12-02 12:07:06", "+07:00", 1_733_116_026_000),
        pay_url: Some("https://payurl.com".to_owned()),
        pay_code: Some("OR.GPNQR..INOPROID_BS".to_owned()),
        channel: Some("41".to_owned()),
        supplement: None,
        ..supplement
    };
    let cy_09 = vector("cy-09-callback-raw").1;
    assert_eq!(genuine(thailand(), "thb/payin_callback.raw.request.json", &cy_09), raw);
}

#[test]
fn z01_z02_every_vector_verifies_over_its_bytes_in_either_case() {
    for vector in vectors() {
        let body = vector["raw_body"].as_str().unwrap().as_bytes();
        let secret = SecretString::from(vector["api_key"].as_str().unwrap());
        let keys = [DeliveryKey { id: "7", secret: &secret, rendering_first: None }];
        for sign in ["sign", "sign_lowercase"] {
            let headers = headers("7", vector[sign].as_str().unwrap());
            let verdict = read_delivery(mexico(), &Delivery { headers: &headers, body }, &keys);
            assert!(matches!(verdict, Verdict::Verified { key_index: 0, .. }), "{vector}");
        }
    }
}

#[test]
fn a_genuine_body_without_an_order_is_verified_and_says_nothing() {
    let (body, sign) = vector("cy-12-crlf-tail");
    assert_eq!(
        delivered(mexico(), body.as_bytes(), &headers("1002001", &sign)),
        Verdict::Verified { key_index: 0, rendering: Rendering::RawBody, observation: None }
    );
}

fn suspicion(body: &[u8], headers: &[(String, String)]) -> (SuspicionKind, Option<NearMiss>, Option<String>) {
    match delivered(mexico(), body, headers) {
        Verdict::Unverified { suspicion, claim } => {
            (suspicion.kind, suspicion.near_miss, claim.and_then(|claim| claim.number))
        }
        verified @ Verdict::Verified { .. } => panic!("{verified:?}"),
    }
}

#[test]
fn z02_a_body_that_was_parsed_and_written_again_is_told_as_such() {
    let vectors = vectors();
    let negative = vectors.iter().find(|vector| vector.get("must_not_equal").is_some()).unwrap();
    let (body, sign) = vector(negative["must_not_equal"].as_str().unwrap());
    let rewritten = negative["raw_body"].as_str().unwrap();
    assert_ne!(negative["sign"].as_str(), Some(sign.as_str()));
    let claim = Some("1386503284355244033".to_owned());
    let reserialised = (SuspicionKind::WrongSignature, Some(NearMiss::Reserialised), claim.clone());
    assert_eq!(suspicion(rewritten.as_bytes(), &headers("1002001", &sign)), reserialised);
    let pretty = body.replace(',', ",\n  ").replace("https://", "https:\\/\\/");
    assert_eq!(suspicion(pretty.as_bytes(), &headers("1002001", &sign)), reserialised);
    for respaced in [format!("{body}\n"), format!("{body}\r\n"), format!(" {body}")] {
        let whitespace = (SuspicionKind::WrongSignature, Some(NearMiss::Whitespace), claim.clone());
        assert_eq!(suspicion(respaced.as_bytes(), &headers("1002001", &sign)), whitespace);
    }
    let altered = body.replace("20000.00", "90000.00");
    let forged = (SuspicionKind::WrongSignature, None, claim);
    assert_eq!(suspicion(altered.as_bytes(), &headers("1002001", &sign)), forged);
}

#[test]
fn z03_space_around_a_body_is_part_of_it() {
    let (with_space, its_sign) = vector("cy-04-leading-space");
    let (without, other_sign) = vector("cy-05-no-leading-space");
    for (body, sign) in [(&with_space, &other_sign), (&without, &its_sign)] {
        let (kind, near_miss, _) = suspicion(body.as_bytes(), &headers("1002001", sign));
        assert_eq!((kind, near_miss), (SuspicionKind::WrongSignature, Some(NearMiss::Whitespace)));
    }
}

#[test]
fn what_cannot_be_verified_says_why_and_whom_to_ask_about() {
    let (body, sign) = vector("cy-09-callback-raw");
    let claim = Some("1386503284355244033".to_owned());
    let without = |name: &str| -> Vec<(String, String)> {
        headers("1002001", &sign).into_iter().filter(|(header, _)| header != name).collect()
    };
    for headers in [without("sign"), without("merchantid"), headers("", &sign), headers("1002001", " ")] {
        let missing = (SuspicionKind::MissingHeader, None, claim.clone());
        assert_eq!(suspicion(body.as_bytes(), &headers), missing);
    }
    let unknown = (SuspicionKind::UnknownKey, None, claim.clone());
    assert_eq!(suspicion(body.as_bytes(), &headers("3002120", &sign)), unknown);
    for garbled in ["A6FC73F7D22EC8B4A064C8FFCC592CBF", "xx", "", &sign.repeat(2)] {
        let (kind, near_miss, claimed) =
            suspicion(body.as_bytes(), &headers("1002001", &format!("{garbled}0")));
        assert_eq!((kind, near_miss), (SuspicionKind::WrongSignature, None));
        assert_eq!(claimed, claim);
    }
    assert_eq!(suspicion(b"a=1&b=2", &headers("1002001", &sign)), (SuspicionKind::NotJson, None, None));
}

#[test]
fn the_string_that_was_built_holds_no_secret() {
    let (body, _) = vector("cy-09-callback-raw");
    let verdict = delivered(mexico(), body.as_bytes(), &headers("1002001", &"0".repeat(32)));
    assert!(!format!("{verdict:?}").contains(SECRET));
    let Verdict::Unverified { suspicion, .. } = verdict else { panic!("verified") };
    assert_eq!(suspicion.string_built, Some(format!("{body}{{apiKey}}")));
    assert_eq!(suspicion.tried, [Rendering::RawBody]);
}

#[test]
fn z19_the_header_selects_the_key_and_a_rotated_one_still_counts() {
    let (body, sign) = vector("cy-09-callback-raw");
    let headers = headers("1002001", &sign);
    let (right, wrong) = (SecretString::from(SECRET), SecretString::from("other"));
    let key = |id, secret| DeliveryKey { id, secret, rendering_first: None };
    let keys = [key("3002120", &right), key("1002001", &wrong), key("1002001", &right)];
    let delivery = Delivery { headers: &headers, body: body.as_bytes() };
    let Verdict::Verified { key_index, observation, .. } = read_delivery(thailand(), &delivery, &keys) else {
        panic!("not verified");
    };
    assert_eq!(key_index, 2);
    assert_eq!(observation.unwrap().flags, [Flag::MerchantDiffers]);
    let verdict = read_delivery(thailand(), &delivery, &keys[..2]);
    assert!(matches!(verdict, Verdict::Unverified { suspicion, .. }
        if suspicion.kind == SuspicionKind::WrongSignature));
}
