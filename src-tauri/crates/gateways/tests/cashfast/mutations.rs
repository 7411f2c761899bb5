//! No bytes panic a decoder, and nothing but the gateway's own words is verified.

use gateways::{Observation, Rendering, Verdict, decode_balance, decode_banks, decode_ping, read_delivery};
use orders::Product;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use serde_json::Value;

use super::{answer, created, delivered, fixture, headers, mexico, queried, sign_for};

/// Reads the bytes as every answer and as a callback.
fn read_as_everything(status: u16, bytes: &[u8]) {
    let answer = answer(status, bytes);
    for product in [Product::Collect, Product::CashierDesk, Product::Payout] {
        let _creation = created(product, "N1A", &answer);
        let _query = queried(product, "N1A", Some("O1"), &answer);
    }
    let _balance = decode_balance(mexico(), &answer);
    let _banks = decode_banks(mexico(), &answer);
    let _ping = decode_ping(mexico(), &answer);
    for sign in ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="] {
        let verdict = delivered(&headers(sign), bytes, None);
        assert!(matches!(verdict, Verdict::Unverified { .. }));
    }
}

#[derive(Debug, Clone)]
enum Change {
    Replace(u8),
    Insert(u8),
    Delete,
    Flip(u32),
}

impl Change {
    fn apply(&self, bytes: &[u8], index: &Index) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        let at = index.index(bytes.len());
        match self {
            Self::Replace(byte) => changed[at] = *byte,
            Self::Insert(byte) => changed.insert(at, *byte),
            Self::Delete => {
                changed.remove(at);
            }
            Self::Flip(bit) => changed[at] ^= 1 << (bit % 8),
        }
        changed
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Replace),
        any::<u8>().prop_map(Change::Insert),
        Just(Change::Delete),
        any::<u32>().prop_map(Change::Flip),
    ]
}

fn sample() -> impl Strategy<Value = Vec<u8>> {
    select(vec!["collect_callback.repaired.request.json", "payout_callback.request.json"]).prop_map(fixture)
}

fn rendering() -> impl Strategy<Value = Rendering> {
    select(vec![
        Rendering::SourceKeepEmpty,
        Rendering::SourceDropEmpty,
        Rendering::TrimmedKeepEmpty,
        Rendering::TrimmedDropEmpty,
    ])
}

fn observed(verdict: Verdict) -> Option<Observation> {
    match verdict {
        Verdict::Verified { observation, .. } => Some(*observation.unwrap()),
        Verdict::Unverified { .. } => None,
    }
}

/// The members that have a value.
fn meaning(body: &[u8]) -> Vec<(String, Value)> {
    let members: serde_json::Map<String, Value> = serde_json::from_slice(body).unwrap();
    members.into_iter().filter(|(_, value)| *value != "" && !value.is_null()).collect()
}

/// A JSON value the way hostile gateways may write one.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec![
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e999",
            "50.000000",
            "\"200\"",
            "200",
            "\"\"",
            "[]",
            "{}"
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,12}".prop_map(|text| Value::from(text).to_string()),
    ];
    let names = select(vec![
        "code",
        "success",
        "msg",
        "msgEn",
        "data",
        "orderId",
        "externalOrderId",
        "orderStatus",
        "orderStatusCode",
        "orderAmount",
        "currencyType",
        "currencyOrderVo",
        "amount",
        "bankName",
        "accountBalance",
        "version",
    ]);
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::btree_map(names.clone(), inner, 0..6).prop_map(|members| {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_panic_a_decoder(status in any::<u16>(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_as_everything(status, &bytes);
    }

    #[test]
    fn no_json_panics_a_decoder(status in select(vec![200_u16, 307, 500]), body in json()) {
        read_as_everything(status, body.as_bytes());
        let accepting = format!(r#"{{"code":"200","success":true,"data":{body}}}"#);
        read_as_everything(status, accepting.as_bytes());
    }

    #[test]
    fn a_changed_body_is_unverified_or_means_the_same(
        body in sample(), signed_as in rendering(), change in change(), at in any::<Index>(),
    ) {
        let headers = headers(&sign_for(&body, signed_as));
        let original = observed(delivered(&headers, &body, None)).unwrap();
        let changed = change.apply(&body, &at);
        if let Some(observation) = observed(delivered(&headers, &changed, None)) {
            // Only space between members, another spelling of the very same value, or a member without a
            // value where such are not signed.
            assert_eq!(meaning(&changed), meaning(&body));
            assert_eq!(observation, original);
        }
    }

    #[test]
    fn a_changed_header_is_always_unverified(
        body in sample(), signed_as in rendering(), which in 0_usize..4, change in change(), at in any::<Index>(),
    ) {
        let mut headers = headers(&sign_for(&body, signed_as));
        let changed = change.apply(headers[which].1.as_bytes(), &at);
        let changed = String::from_utf8_lossy(&changed).into_owned();
        if changed != headers[which].1 {
            headers[which].1 = changed;
            assert_eq!(observed(delivered(&headers, &body, None)), None);
        }
    }

    #[test]
    fn a_made_up_signature_is_unverified(body in sample(), sign in "[A-Za-z0-9+/]{27}=") {
        assert_eq!(observed(delivered(&headers(&sign), &body, None)), None);
    }
}

#[test]
fn no_key_verifies_nothing() {
    let body = fixture("payout_callback.request.json");
    let headers = headers(&sign_for(&body, Rendering::SourceKeepEmpty));
    let delivery = gateways::Delivery { headers: &headers, body: &body };
    assert_eq!(observed(read_delivery(mexico(), &delivery, &[])), None);
}
