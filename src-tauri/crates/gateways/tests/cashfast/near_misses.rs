//! Callbacks spoilt on their way: not verified, but the cause is named.

use gateways::{NearMiss, Rendering, SuspicionKind, Verdict};
use rstest::rstest;

use super::{delivered, fixture, headers, sign_for};

fn near_miss(headers: &[(String, String)], body: &[u8]) -> Option<NearMiss> {
    match delivered(headers, body, None) {
        Verdict::Unverified { suspicion, .. } => {
            assert_eq!(suspicion.kind, SuspicionKind::WrongSignature);
            suspicion.near_miss
        }
        verified @ Verdict::Verified { .. } => panic!("{verified:?}"),
    }
}

fn repaired() -> String {
    String::from_utf8(fixture("collect_callback.repaired.request.json")).unwrap()
}

#[test]
fn signature_in_another_case() {
    let body = repaired();
    let sign = sign_for(body.as_bytes(), Rendering::SourceDropEmpty);
    for spoilt in [sign.to_lowercase(), sign.to_uppercase()] {
        assert_eq!(near_miss(&headers(&spoilt), body.as_bytes()), Some(NearMiss::SignatureCase));
    }
}

#[rstest]
#[case::decoded_once_too_often("iu7  GE88e3cx/RV8/il41fRXfQ=")]
#[case::encoded("iu7%2B%2BGE88e3cx%2FRV8%2Fil41fRXfQ%3D")]
#[case::encoded_in_lower_case("iu7%2b%2bGE88e3cx/RV8/il41fRXfQ%3d")]
#[case::url_safe_alphabet("iu7--GE88e3cx_RV8_il41fRXfQ=")]
fn signature_in_another_encoding(#[case] spoilt: &str) {
    // Vector cf-16, whose signature has + and / in it.
    let mut headers = headers(spoilt);
    headers[2].1 = "11111111-1111-4111-8111-1111111100cc".to_owned();
    let body = br#"{"externalOrderId":"1","orderId":"2"}"#;
    assert_eq!(near_miss(&headers, body), Some(NearMiss::SignatureEncoding));
}

#[rstest]
#[case::sign(3)]
#[case::nonce(2)]
#[case::timestamp(1)]
fn whitespace_around_a_header(#[case] index: usize) {
    let body = repaired();
    let mut headers = headers(&sign_for(body.as_bytes(), Rendering::SourceKeepEmpty));
    headers[index].1.push('\t');
    assert_eq!(near_miss(&headers, body.as_bytes()), Some(NearMiss::Whitespace));
}

#[test]
fn whitespace_around_a_value() {
    let headers = headers(&sign_for(repaired().as_bytes(), Rendering::SourceKeepEmpty));
    let spoilt = repaired().replace("wsx12312", "wsx12312\\r\\n");
    assert_eq!(near_miss(&headers, spoilt.as_bytes()), Some(NearMiss::Whitespace));
}

#[test]
fn whitespace_between_members_does_not_matter() {
    let headers = headers(&sign_for(repaired().as_bytes(), Rendering::SourceKeepEmpty));
    let respaced = format!("\r\n {} \n", repaired().replace(": ", " :\t"));
    assert!(matches!(delivered(&headers, respaced.as_bytes(), None), Verdict::Verified { .. }));
}

#[rstest]
#[case::as_javascript_writes("50.000000", "50", "5.000000", "5")]
#[case::as_python_writes("50.000000", "50.0", "5.000000", "5.0")]
#[case::two_decimals("50.000000", "50.00", "5.000000", "5.00")]
fn numbers_written_again(#[case] was: &str, #[case] is: &str, #[case] fee_was: &str, #[case] fee_is: &str) {
    let headers = headers(&sign_for(repaired().as_bytes(), Rendering::SourceKeepEmpty));
    let spoilt = repaired().replace(&format!(": {was}"), &format!(": {is}"));
    let spoilt = spoilt.replace(&format!(": {fee_was}"), &format!(": {fee_is}"));
    assert_ne!(spoilt, repaired());
    assert_eq!(near_miss(&headers, spoilt.as_bytes()), Some(NearMiss::Reserialised));
}

#[test]
fn the_documents_own_accident_with_the_currency_sign() {
    let headers = headers(&sign_for(repaired().as_bytes(), Rendering::SourceKeepEmpty));
    let spoilt = fixture("collect_callback.request.json");
    assert_eq!(near_miss(&headers, &spoilt), Some(NearMiss::Reserialised));
}

#[test]
fn another_amount_is_no_near_miss() {
    let headers = headers(&sign_for(repaired().as_bytes(), Rendering::SourceKeepEmpty));
    let forged = repaired().replace("50.000000", "51.000000");
    assert_eq!(near_miss(&headers, forged.as_bytes()), None);
}
