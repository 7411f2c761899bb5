//! JSON that keeps the source spelling of numbers.
//!
//! `50.000000` must stay `50.000000`: signatures and exact amounts depend on it (cashfast.md, A3, A6).
//! `serde_json`'s `arbitrary_precision` would do it too, but it is global and changes every other user.

use money::{Amount, AmountError};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Deeper JSON than this is nobody's honest answer.
const DEPTH_MAX: u32 = 32;

/// A JSON value whose numbers are their source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// The number as it was spelled.
    Number(String),
    Text(String),
    Array(Vec<Json>),
    Object(Object),
}

/// The members of a JSON object in source order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Object(Vec<(String, Json)>);

impl Json {
    /// Reads one JSON document; `None` when it is not JSON, is nested beyond reason, or repeats a member's name.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let raw: &RawValue = serde_json::from_slice(body).ok()?;
        Self::read(raw, 0)
    }

    fn read(raw: &RawValue, depth: u32) -> Option<Self> {
        if depth > DEPTH_MAX {
            return None;
        }
        let text = raw.get().trim();
        Some(match text.as_bytes().first()? {
            b'n' => Self::Null,
            b't' => Self::Bool(true),
            b'f' => Self::Bool(false),
            b'"' => Self::Text(serde_json::from_str(text).ok()?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Self::Array(items.into_iter().map(|item| Self::read(item, depth + 1)).collect::<Option<_>>()?)
            }
            b'{' => {
                let Members(members) = serde_json::from_str(text).ok()?;
                let mut object = Object::default();
                for (name, value) in members {
                    if object.get(&name).is_some() {
                        return None;
                    }
                    object.0.push((name, Self::read(value, depth + 1)?));
                }
                Self::Object(object)
            }
            _ => Self::Number(text.to_owned()),
        })
    }

    /// The members, when this is an object.
    pub(crate) fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Array(_) => None,
        }
    }

    /// The items, when this is an array.
    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Object(_) => None,
        }
    }

    /// The text of a text or the source of a number; `None` for all else and for the empty text.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Number(text) | Self::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            Self::Null | Self::Bool(_) | Self::Array(_) | Self::Object(_) => None,
        }
    }

    /// Compact JSON in source order and source spelling of numbers.
    pub(crate) fn to_compact(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(source) => source.clone(),
            Self::Text(text) => quote(text),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::to_compact).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(object) => {
                let members: Vec<String> = object
                    .members()
                    .iter()
                    .map(|(name, value)| format!("{}:{}", quote(name), value.to_compact()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

/// A text as a JSON string.
pub(crate) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An object from members in the order to write them; their names must differ.
impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl Object {
    /// All members in source order.
    pub(crate) fn members(&self) -> &[(String, Json)] {
        &self.0
    }

    /// A member's value.
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A text, or a number's source, as text; `None` when absent, null, empty or anything else.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(Json::scalar).map(str::to_owned)
    }

    /// An exact amount from a text or a number (A6); `None` when absent, null or empty.
    ///
    /// # Errors
    /// [`AmountError`] when something stands there that is no amount we can hold.
    pub(crate) fn amount(&self, name: &str) -> Result<Option<Amount>, AmountError> {
        self.get(name).and_then(Json::scalar).map(Amount::parse).transpose()
    }

    /// A whole number from a number or a text of digits.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Json::scalar).and_then(|text| text.trim().parse().ok())
    }
}

/// The raw members of an object, in order and with repetitions.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::Json;
    use proptest::prelude::{any, proptest};

    #[test]
    fn keeps_the_spelling_of_numbers() {
        let body = br#" {"a": 50.000000, "b":[1.0,2E+3,{"c":null}], "d":"\u00e9","e":true} "#;
        let json = Json::parse(body).unwrap();
        assert_eq!(json.to_compact(), r#"{"a":50.000000,"b":[1.0,2E+3,{"c":null}],"d":"é","e":true}"#);
        assert_eq!(json.as_object().unwrap().text("a").as_deref(), Some("50.000000"));
    }

    #[test]
    fn a_repeated_member_is_no_honest_body() {
        assert_eq!(Json::parse(br#"{"amount":1,"amount":2}"#), None);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(Json::parse(deep.as_bytes()), None);
        let closed = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(Json::parse(closed.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _json = Json::parse(&bytes);
        }

        #[test]
        fn no_text_panics(text in r#"[\[\]{}",:0-9a-z\\ ]{0,60}"#) {
            let _json = Json::parse(text.as_bytes());
        }
    }
}
