//! JSON objects that keep the spelling of numbers and the order of members.
//!
//! Both gateways sign text: CashFast the values one by one, Cashy the whole body. `50.000000` must therefore stay
//! `50.000000`, which a reader that turns numbers into floats cannot promise.

use std::fmt::{self, Display};

use rust_decimal::Decimal;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Null,
    Flag(bool),
    /// As spelt in the source.
    Number(String),
    Text(String),
    /// An object or array as compact JSON.
    Nested(String),
}

/// An object: members in source order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Object {
    members: Vec<(String, Node)>,
}

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reads a body. `None` when it is not one JSON object, or when a member comes twice (which of the two would be
    /// signed?).
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// The text member `name`, if it is text.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Node::Text(text)) => Some(text),
            Some(Node::Null | Node::Flag(_) | Node::Number(_) | Node::Nested(_)) | None => None,
        }
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.members.iter().map(|(name, node)| (name.as_str(), node))
    }

    pub(crate) fn with(mut self, name: &str, node: Node) -> Self {
        self.members.push((name.to_owned(), node));
        self
    }

    pub(crate) fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.with(name, Node::Text(value.into()))
    }

    /// `value` as text, or null.
    pub(crate) fn text_or_null(self, name: &str, value: Option<impl Into<String>>) -> Self {
        self.with(name, value.map_or(Node::Null, |text| Node::Text(text.into())))
    }

    pub(crate) fn number(self, name: &str, value: impl Display) -> Self {
        self.with(name, Node::Number(value.to_string()))
    }

    /// `value` as a number, or null.
    pub(crate) fn number_or_null(self, name: &str, value: Option<impl Display>) -> Self {
        self.with(name, value.map_or(Node::Null, |value| Node::Number(value.to_string())))
    }

    pub(crate) fn flag(self, name: &str, value: bool) -> Self {
        self.with(name, Node::Flag(value))
    }

    pub(crate) fn object(self, name: &str, value: &Self) -> Self {
        self.with(name, Node::Nested(value.to_json()))
    }

    pub(crate) fn list(self, name: &str, values: &[Self]) -> Self {
        let items: Vec<String> = values.iter().map(Self::to_json).collect();
        self.with(name, Node::Nested(format!("[{}]", items.join(","))))
    }

    /// Compact JSON, members in order, non-ASCII characters as they are.
    pub(crate) fn to_json(&self) -> String {
        let members: Vec<String> =
            self.members.iter().map(|(name, node)| format!("{}:{}", quote(name), node.to_json())).collect();
        format!("{{{}}}", members.join(","))
    }
}

impl Node {
    fn to_json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Flag(value) => value.to_string(),
            Self::Number(spelling) | Self::Nested(spelling) => spelling.clone(),
            Self::Text(text) => quote(text),
        }
    }

    fn of(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let source = raw.get();
        Ok(match source.bytes().next() {
            Some(b'"') => Self::Text(serde_json::from_str(source)?),
            Some(b'{' | b'[') => Self::Nested(compact(source)),
            Some(b'n') => Self::Null,
            Some(b't') => Self::Flag(true),
            Some(b'f') => Self::Flag(false),
            Some(_) | None => Self::Number(source.to_owned()),
        })
    }
}

fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Leaves out white space between tokens; keeps everything else, number spelling included.
fn compact(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut quoted, mut escaped) = (false, false);
    for letter in source.chars() {
        if quoted {
            quoted = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
        } else {
            quoted = letter == '"';
            if letter.is_ascii_whitespace() {
                continue;
            }
        }
        out.push(letter);
    }
    out
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Object, M::Error> {
                let mut object = Object::new();
                while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
                    if object.get(&name).is_some() {
                        return Err(M::Error::custom("a member twice"));
                    }
                    object.members.push((name, Node::of(&raw).map_err(M::Error::custom)?));
                }
                Ok(object)
            }
        }
        from.deserialize_map(Members)
    }
}

/// An amount with exactly `places` decimals: `50.000000`.
pub(crate) fn fixed(amount: Decimal, places: u32) -> String {
    let mut amount = amount;
    amount.rescale(places);
    amount.to_string()
}

/// An amount without zeros at the end: `40.2`, `41`.
pub(crate) fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_order_survive() {
        let source = r#"{"b":50.000000,"a":"x\"é","n":null,"t":true,"o":{"k":[1.50,"a b"]},"big":12345678901234567890}"#;
        let object = Object::read(source.as_bytes()).unwrap();
        assert_eq!(object.to_json(), source);
        assert_eq!(object.get("b"), Some(&Node::Number("50.000000".into())));
    }

    #[test]
    fn white_space_goes_only_between_tokens() {
        let object = Object::read(b" { \"o\" : { \"k \\\" \" : [ 1 , \" a \" ] } } ").unwrap();
        assert_eq!(object.to_json(), r#"{"o":{"k \" ":[1," a "]}}"#);
    }

    #[test]
    fn twice_the_same_member_is_no_object() {
        assert_eq!(Object::read(br#"{"a":1,"a":2}"#), None);
        assert_eq!(Object::read(b"[]"), None);
        assert_eq!(Object::read(b"{} x"), None);
    }

    #[test]
    fn amounts_are_spelt_as_asked() {
        let amount: Decimal = "40.20".parse().unwrap();
        assert_eq!((fixed(amount, 6), plain(amount)), ("40.200000".into(), "40.2".into()));
        assert_eq!(plain("100".parse().unwrap()), "100");
    }
}
