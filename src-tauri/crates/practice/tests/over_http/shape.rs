//! Documented samples as shapes: the same members in the same order, of the same types.

use serde_json::Value;

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Members and types agree. Null agrees with everything: samples print null where nothing is known yet. Member order is
/// not compared: the samples of one gateway differ in it among themselves.
pub(crate) fn assert_like(sample: &Value, answer: &Value) {
    let place = "answer";
    assert_like_at(place, sample, answer);
}

fn assert_like_at(place: &str, sample: &Value, answer: &Value) {
    if sample.is_null() || answer.is_null() {
        return;
    }
    assert_eq!(kind(sample), kind(answer), "{place}: {sample} against {answer}");
    match (sample, answer) {
        (Value::Object(sample), Value::Object(answer)) => {
            let names = |object: &serde_json::Map<String, Value>| {
                let mut names: Vec<String> = object.keys().cloned().collect();
                names.sort();
                names
            };
            assert_eq!(names(sample), names(answer), "{place}");
            for (name, value) in sample {
                assert_like_at(&format!("{place}.{name}"), value, &answer[name]);
            }
        }
        (Value::Array(sample), Value::Array(answer)) => {
            for (index, value) in answer.iter().enumerate() {
                assert_like_at(&format!("{place}[{index}]"), &sample[0], value);
            }
        }
        _ => {}
    }
}

/// A sample body from the fixtures.
macro_rules! sample {
    ($path:literal) => {
        serde_json::from_str::<serde_json::Value>(include_str!(concat!("../fixtures/", $path))).unwrap()
    };
}
pub(crate) use sample;
