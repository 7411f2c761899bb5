use serde_json::Value;

use super::{cashfast, cashy};
use crate::json::Object;

fn vectors(family: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../tests/fixtures/vectors.json")).unwrap();
    all[family].as_array().unwrap().clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

#[test]
fn cashfast_vectors() {
    let vectors = vectors("cashfast");
    assert_eq!(vectors.len(), 16);
    for vector in &vectors {
        let body =
            vector["raw_body"].as_str().map_or_else(Object::new, |raw| Object::read(raw.as_bytes()).unwrap());
        let headers = &vector["headers"];
        let stamp = cashfast::Stamp {
            access_key: text(headers, "access_key"),
            timestamp: text(headers, "timestamp"),
            nonce: text(headers, "nonce"),
        };
        let built = cashfast::string_to_sign(&body, &stamp, cashfast::Rendering::CANONICAL);
        assert_eq!(built, text(vector, "string_to_sign"), "{}", vector["id"]);
        assert_eq!(
            cashfast::sign(&built, text(vector, "secret_key")),
            text(vector, "sign"),
            "{}",
            vector["id"]
        );
        assert!(cashfast::verify(&built, text(vector, "secret_key"), text(vector, "sign")));
        assert!(!cashfast::verify(&built, "another secret", text(vector, "sign")));
    }
}

#[test]
fn cashfast_other_renderings_are_the_documented_alternatives() {
    let vectors = vectors("cashfast");
    let find = |id: &str| vectors.iter().find(|vector| vector["id"] == id).unwrap().clone();
    let build = |vector: &Value, rendering| {
        let body = Object::read(text(vector, "raw_body").as_bytes()).unwrap();
        let headers = &vector["headers"];
        let stamp = cashfast::Stamp {
            access_key: text(headers, "access_key"),
            timestamp: text(headers, "timestamp"),
            nonce: text(headers, "nonce"),
        };
        cashfast::string_to_sign(&body, &stamp, rendering)
    };
    let dropped = cashfast::Rendering { empties_kept: false, zeros_trimmed: false };
    let bank = find("cf-05-bank-all-empty-value");
    assert_eq!(build(&bank, dropped), text(&bank["alternatives"][0], "string_to_sign"));
    let collect = find("cf-13-collect-callback");
    let trimmed = build(&collect, cashfast::Rendering { empties_kept: true, zeros_trimmed: true });
    assert!(trimmed.contains("&orderAmount=50&") && trimmed.contains("&orderTime=1689238247000&"));
}

#[test]
fn cashy_vectors() {
    let vectors = vectors("cashy");
    assert_eq!(vectors.len(), 16);
    for vector in &vectors {
        let (body, key) = (text(vector, "raw_body").as_bytes(), text(vector, "api_key"));
        assert_eq!(cashy::sign(body, key), text(vector, "sign"), "{}", vector["id"]);
        assert!(cashy::verify(body, key, text(vector, "sign_lowercase")));
        assert!(!cashy::verify(body, "another key", text(vector, "sign")));
        if let Some(other) = vector["must_not_equal"].as_str() {
            let other = vectors.iter().find(|vector| vector["id"] == other).unwrap();
            assert!(!cashy::verify(body, key, text(other, "sign")));
        }
    }
}
