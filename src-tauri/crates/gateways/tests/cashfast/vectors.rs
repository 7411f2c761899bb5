//! The 16 signature vectors, their alternatives included.

use gateways::{
    BankList, BankQueryForm, Delivery, DeliveryKey, Habits, Operation, OrderRef, Rendering, Verdict,
};
use orders::Product;
use secrecy::SecretString;
use serde_json::Value;

use super::{encoded, header, mexico};

fn vectors() -> Vec<Value> {
    let path = format!("{}/tests/fixtures/vectors.json", env!("CARGO_MANIFEST_DIR"));
    let all: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    all["cashfast"].as_array().unwrap().clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

/// Holds a signature against the vector's body, headers and secret.
fn verdict(vector: &Value, sign: &str) -> Verdict {
    let mut headers: Vec<(String, String)> = ["access_key", "timestamp", "nonce"]
        .iter()
        .map(|name| ((*name).to_owned(), text(&vector["headers"], name).to_owned()))
        .collect();
    headers.push(("sign".to_owned(), sign.to_owned()));
    let secret = SecretString::from(text(vector, "secret_key"));
    let key =
        DeliveryKey { id: text(&vector["headers"], "access_key"), secret: &secret, rendering_first: None };
    // A GET has no body; an empty object has as few parameters.
    let body = vector["raw_body"].as_str().unwrap_or("{}");
    gateways::read_delivery(mexico(), &Delivery { headers: &headers, body: body.as_bytes() }, &[key])
}

fn rendering(verdict: &Verdict) -> Option<Rendering> {
    match verdict {
        Verdict::Verified { rendering, .. } => Some(*rendering),
        Verdict::Unverified { .. } => None,
    }
}

#[test]
fn every_vector_verifies_and_its_string_is_built() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 16);
    for vector in &vectors {
        let id = text(vector, "id");
        let right = verdict(vector, text(vector, "sign"));
        assert_eq!(rendering(&right), Some(Rendering::SourceKeepEmpty), "{id}");
        let Verdict::Unverified { suspicion, .. } = verdict(vector, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=") else {
            panic!("{id}: verified with a wrong signature");
        };
        assert_eq!(suspicion.string_built.as_deref(), Some(text(vector, "string_to_sign")), "{id}");
    }
}

#[test]
fn a01_a02_a03_alternatives_verify_only_as_the_list_says() {
    let mut seen = 0;
    for vector in vectors() {
        for alternative in vector["alternatives"].as_array().into_iter().flatten() {
            let rule = text(alternative, "rule");
            let expected = match rule {
                "drop empty values" | "source spelling, empties dropped" => Some(Rendering::SourceDropEmpty),
                "numbers normalised" | "numbers normalised (50), empties kept" => {
                    Some(Rendering::TrimmedKeepEmpty)
                }
                "numbers normalised, empties dropped" => Some(Rendering::TrimmedDropEmpty),
                // Nulls are left out; every other way counts as not verifiable (A2).
                "null as empty string" | "null as the word null" => None,
                _ => panic!("{rule}: no expectation"),
            };
            assert_eq!(rendering(&verdict(&vector, text(alternative, "sign"))), expected, "{rule}");
            seen += 1;
        }
    }
    assert_eq!(seen, 7);
}

#[test]
fn no_vector_verifies_with_the_signature_of_another() {
    let vectors = vectors();
    for one in &vectors {
        let alternatives: Vec<&Value> = one["alternatives"].as_array().into_iter().flatten().collect();
        let is_other =
            |sign: &Value| *sign != one["sign"] && alternatives.iter().all(|own| own["sign"] != *sign);
        for other in vectors.iter().filter(|other| is_other(&other["sign"])) {
            assert_eq!(rendering(&verdict(one, text(other, "sign"))), None, "{} {}", one["id"], other["id"]);
        }
    }
}

fn sign_of(id: &str) -> String {
    let vector = vectors().into_iter().find(|vector| vector["id"] == id).unwrap();
    text(&vector, "sign").to_owned()
}

#[test]
fn cf_03_and_cf_04_are_what_we_send() {
    let order = OrderRef {
        product: Product::Collect,
        number: "241534072867503522",
        gateway_number: Some("OCARDDEPO202306090256051686279365706DOCKER020000000200001399"),
    };
    let query = encoded(&Operation::Query(order), &Habits::default()).unwrap();
    assert_eq!(header(&query, "sign"), sign_of("cf-03-query"));
    let balance = encoded(&Operation::Balance, &Habits::default()).unwrap();
    assert_eq!(header(&balance, "sign"), sign_of("cf-04-balance-get"));
    let ping = encoded(&Operation::Ping { bare: false }, &Habits::default()).unwrap();
    assert_eq!(header(&ping, "sign"), sign_of("cf-04-balance-get"));
}

#[test]
fn a01_cf_05_bank_query_for_all_is_signed_as_learnt() {
    let banks = Operation::Banks(BankList::All);
    let kept = encoded(&banks, &Habits::default()).unwrap();
    assert_eq!(header(&kept, "sign"), sign_of("cf-05-bank-all-empty-value"));
    let habits = Habits { bank_query_form: BankQueryForm::DropEmpty, ..Habits::default() };
    let dropped = encoded(&banks, &habits).unwrap();
    assert_eq!(header(&dropped, "sign"), sign_of("cf-04-balance-get"));
    assert_eq!((kept.body.as_slice(), dropped.body.as_slice()), (&br#"{"bankName":""}"#[..], &kept.body[..]));
}
