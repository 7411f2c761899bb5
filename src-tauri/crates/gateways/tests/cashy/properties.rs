//! What holds for all inputs: nothing panics, and no change of a signed callback goes unseen.

use gateways::{
    BankList, Delivery, DeliveryKey, NewOrder, Operation, OrderRef, Verdict, WireAnswer, decode_balance,
    decode_banks, decode_creation, decode_query, read_delivery,
};
use orders::Product;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use secrecy::SecretString;
use serde_json::Value;

use crate::support::{SECRET, asked, fixture, headers, mexico, stamp, thailand};

/// Bytes, JSON-like text, and documented bodies with a piece cut out or put in.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let samples = ["mxn/payout_query.response.json", "thb/payin_callback_patch.request.json"].map(fixture);
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        r#"[\[\]{}",:0-9a-zA-Z_.\\ -]{0,80}"#.prop_map(String::into_bytes),
        (
            0..samples.len(),
            any::<proptest::sample::Index>(),
            any::<proptest::sample::Index>(),
            any::<Vec<u8>>()
        )
            .prop_map(move |(which, from, to, put)| {
                let mut body = samples[which].clone();
                let (from, to) = (from.index(body.len()), to.index(body.len()));
                body.splice(from.min(to)..from.max(to), put);
                body
            }),
    ]
}

/// A member's value of any kind, in a body that is otherwise right.
fn odd_values() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null"),
        Just("true"),
        Just("[]"),
        Just("{}"),
        Just("1e999999999"),
        Just("-0.00001"),
        Just("99999999999999999999999999999999"),
        Just("\"\""),
        Just("\"\\ud83d\\ude00\""),
        Just("\"2024-99-99 99:99:99\""),
    ];
    let names = proptest::sample::select(vec![
        "mchOrderNo",
        "orderNo",
        "amount",
        "fee",
        "orderStatus",
        "completionTime",
        "expireTime",
        "payUrl",
        "orderType",
        "patchOrderNo",
        "patchMchOrderNo",
        "merchantId",
        "balance",
        "bankId",
    ]);
    (names, value).prop_map(|(name, value)| {
        let mut data = r#"{"mchOrderNo":"A","orderStatus":"SUCCESS","balance":1}"#.to_owned();
        if data.contains(&format!("\"{name}\"")) {
            data = r#"{"x":1}"#.to_owned();
        }
        let data = data.replacen('{', &format!("{{\"{name}\":{value},"), 1);
        format!(r#"{{"code":200,"msg":"SUCCESS","data":{data}}}"#)
    })
}

fn read_everything(body: &[u8]) {
    let draft = asked(mexico(), Product::Payout, "100");
    let answer = WireAnswer { status: 200, content_type: None, body: body.to_vec() };
    let order = NewOrder { number: "A", notify_url: None, draft: &draft };
    let _reading = decode_creation(mexico(), &order, &answer);
    for product in [Product::Payout, Product::Collect, Product::CashierDesk] {
        let question = OrderRef { product, number: "A", gateway_number: None };
        let _reading = decode_query(mexico(), &question, &answer);
    }
    let _reading = decode_balance(mexico(), &answer);
    let _reading = decode_banks(mexico(), &answer);
    let secret = SecretString::from(SECRET);
    let keys = [DeliveryKey { id: "1", secret: &secret, rendering_first: None }];
    let headers = headers("1", "00000000000000000000000000000000");
    let verdict = read_delivery(mexico(), &Delivery { headers: &headers, body }, &keys);
    assert!(matches!(verdict, Verdict::Unverified { .. }));
}

proptest! {
    #[test]
    fn no_body_panics_any_reader(body in bodies()) {
        read_everything(&body);
    }

    #[test]
    fn no_value_panics_any_reader(body in odd_values()) {
        read_everything(body.as_bytes());
    }

    #[test]
    fn no_header_panics(merchant in ".{0,40}", sign in ".{0,40}") {
        let headers = headers(&merchant, &sign);
        let secret = SecretString::from(SECRET);
        let keys = [DeliveryKey { id: "1", secret: &secret, rendering_first: None }];
        let verdict = read_delivery(mexico(), &Delivery { headers: &headers, body: b"{}" }, &keys);
        let is_unverified = matches!(verdict, Verdict::Unverified { .. });
        assert!(is_unverified);
    }

    #[test]
    fn what_is_written_is_json_with_the_given_texts(
        name in any::<String>(), remark in ".{0,60}", number in "[0-9A-Za-z]{1,32}", url in "https://[ -~]{1,40}",
    ) {
        let fields = [
            ("accountName", name.as_str()), ("accountNo", "1"), ("accountType", "40"), ("bankId", "7"),
            ("remark", remark.as_str()),
        ];
        let draft = crate::support::draft(mexico(), Product::Payout, None, "100", &fields);
        let operation = Operation::Create(NewOrder { number: &number, notify_url: Some(&url), draft: &draft });
        let empty = name.trim().is_empty() || remark.trim().is_empty();
        match crate::support::write(mexico(), &operation) {
            Ok(request) => {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                assert_eq!(body["accountName"].as_str(), Some(name.trim()));
                assert_eq!(body["remark"].as_str(), Some(remark.trim()));
                assert_eq!(body["mchOrderNo"].as_str(), Some(number.as_str()));
                assert_eq!(body["notifyUrl"].as_str(), Some(url.as_str()));
                assert_eq!(body["nonceStr"].as_str(), Some(stamp().nonce.replace('-', "").as_str()));
                assert!(!empty);
            }
            Err(_) => assert!(empty),
        }
    }

    #[test]
    fn any_single_change_of_a_signed_callback_is_unverified(
        place in any::<proptest::sample::Index>(), flip in 1_u8..=255, how in 0_u8..3,
    ) {
        let mut body = fixture("thb/payin_callback.raw.request.json");
        let at = place.index(body.len());
        match how {
            0 => body[at] ^= flip,
            1 => { body.remove(at); }
            _ => body.insert(at, flip),
        }
        let verdict = crate::support::delivered(thailand(), &body, &headers("1002001", "C68C0C452458F008575E7065EA33C406"));
        let is_unverified = matches!(verdict, Verdict::Unverified { .. });
        assert!(is_unverified);
    }

    #[test]
    fn any_changed_digit_of_a_signature_is_unverified(place in 0_usize..32, digit in 0_u8..16) {
        let sign = "C68C0C452458F008575E7065EA33C406";
        let digit = char::from_digit(u32::from(digit), 16).unwrap();
        let changed: String = sign.chars().enumerate().map(|(at, old)| if at == place { digit } else { old }).collect();
        let verdict = crate::support::delivered(
            thailand(), &fixture("thb/payin_callback.raw.request.json"), &headers("1002001", &changed));
        let is_verified = matches!(verdict, Verdict::Verified { .. });
        assert_eq!(is_verified, changed.eq_ignore_ascii_case(sign));
    }
}

#[test]
fn a_bank_list_is_asked_for_with_fresh_bytes_each_time() {
    let first = crate::support::write(mexico(), &Operation::Banks(BankList::All)).unwrap();
    let mut later = stamp();
    later.nonce = "00000000-0000-4000-8000-000000000000".to_owned();
    let secret = SecretString::from(SECRET);
    let habits = gateways::Habits::default();
    let key = gateways::Key { id: "1002001", secret: &secret, habits: &habits };
    let second = gateways::encode(mexico(), &Operation::Banks(BankList::All), &key, &later).unwrap();
    assert_ne!(first.body, second.body);
    assert_ne!(first.headers, second.headers);
}
