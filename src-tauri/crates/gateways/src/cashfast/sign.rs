//! The string that is signed, and its signature (cashfast.md §4, A1–A3).

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

use super::name;
use crate::Rendering;
use crate::json::{Json, Object};

/// What the headers add to the signed parameters, with exactly the text that stands there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) access_key: &'a str,
    pub(super) timestamp: &'a str,
    pub(super) nonce: &'a str,
}

/// How values are put into the string where the documents are silent (A1, A3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Zeros at the end of fractions are left out (`50.000000` → `50`).
    pub(super) trim_fractions: bool,
    /// Pairs with an empty value are left out.
    pub(super) drop_empty: bool,
}

impl Style {
    /// What this program signs with: everything as it stands in the body.
    pub(super) const SOURCE: Self = Self { trim_fractions: false, drop_empty: false };

    /// The style of a rendering; `None` for the other family's.
    pub(super) fn of(rendering: Rendering) -> Option<Self> {
        let (trim_fractions, drop_empty) = match rendering {
            Rendering::SourceKeepEmpty => (false, false),
            Rendering::SourceDropEmpty => (false, true),
            Rendering::TrimmedKeepEmpty => (true, false),
            Rendering::TrimmedDropEmpty => (true, true),
            Rendering::RawBody => return None,
        };
        Some(Self { trim_fractions, drop_empty })
    }
}

/// `key=value` pairs sorted by the bytes of their keys, joined with `&`; values raw and untrimmed.
pub(super) fn string_to_sign(body: &Object, head: Head<'_>, style: Style) -> String {
    let mut pairs: BTreeMap<&str, Cow<'_, str>> = body
        .members()
        .iter()
        .filter(|(key, _)| key != name::SIGN && key != name::SECRET_KEY)
        .filter_map(|(key, value)| rendered(value, style).map(|text| (key.as_str(), text)))
        .collect();
    pairs.insert(name::ACCESS_KEY, head.access_key.into());
    pairs.insert(name::TIMESTAMP, head.timestamp.into());
    pairs.insert(name::NONCE, head.nonce.into());
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

/// Whether the string can be read in one way only, as far as names and headers go.
///
/// `&` and `=` are not escaped in it. A forger who holds a genuine callback could let a header's value swallow the
/// pair that follows (a "new" nonce, the same signature), or hide pairs in a member's name.
pub(super) fn is_unambiguous(body: &Object, head: Head<'_>) -> bool {
    let names = body.members().iter().map(|(name, _)| name.as_str());
    names.chain([head.timestamp, head.nonce]).all(|text| !text.contains(['&', '=']))
}

/// A value's text in the string; `None` leaves the pair out, as for every null (A2).
fn rendered(value: &Json, style: Style) -> Option<Cow<'_, str>> {
    match value {
        Json::Null => None,
        Json::Bool(value) => Some(value.to_string().into()),
        Json::Number(source) if style.trim_fractions => Some(trim_fraction(source).into()),
        Json::Number(source) => Some(source.as_str().into()),
        Json::Text(text) if text.is_empty() && style.drop_empty => None,
        Json::Text(text) => Some(text.as_str().into()),
        Json::Array(_) | Json::Object(_) => Some(value.to_compact().into()),
    }
}

/// A number without the zeros at the end of its fraction, nor a bare point. Integers and exponents stay.
pub(super) fn trim_fraction(source: &str) -> &str {
    if !source.contains('.') || source.contains(['e', 'E']) {
        return source;
    }
    source.trim_end_matches('0').trim_end_matches('.')
}

/// The signature of a string: Base64 of HMAC-SHA1, the secret being the UTF-8 bytes of its text.
///
/// `None` for an empty secret: with one, anybody could sign.
pub(super) fn signature(secret: &SecretString, string: &str) -> Option<String> {
    let key = secret.expose_secret().as_bytes();
    if key.is_empty() {
        return None;
    }
    let mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    Some(STANDARD.encode(mac.chain_update(string.as_bytes()).finalize().into_bytes()))
}

/// Whether `sign` is the signature of the string, compared in constant time.
///
/// The texts are compared, not the decoded bytes: a signature has one spelling only.
pub(super) fn is_signature(secret: &SecretString, string: &str, sign: &str) -> bool {
    signature(secret, string).is_some_and(|expected| expected.as_bytes().ct_eq(sign.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::{Head, Style, is_signature, signature, string_to_sign, trim_fraction};
    use crate::json::Json;
    use rstest::rstest;
    use secrecy::SecretString;

    const HEAD: Head<'_> = Head { access_key: "AK", timestamp: "1700000000123", nonce: "n" };

    fn built(body: &str, style: Style) -> String {
        string_to_sign(Json::parse(body.as_bytes()).unwrap().as_object().unwrap(), HEAD, style)
    }

    #[rstest]
    #[case::documented("50.000000", "50")]
    #[case::fraction_left("0.80", "0.8")]
    #[case::integer_untouched("1689238357000", "1689238357000")]
    #[case::nothing("0", "0")]
    #[case::zero_with_fraction("0.00", "0")]
    #[case::negative("-1.50", "-1.5")]
    #[case::exponent_untouched("5.0E+10", "5.0E+10")]
    fn a03_only_the_ends_of_fractions_are_trimmed(#[case] source: &str, #[case] trimmed: &str) {
        assert_eq!(trim_fraction(source), trimmed);
    }

    #[test]
    fn a02_nulls_left_out_booleans_as_words_nested_compact() {
        let body = r#"{"n":null,"t":true,"f":false,"o":{"z":1.50,"a":[null,"x"]}}"#;
        assert_eq!(
            built(body, Style { trim_fractions: true, drop_empty: false }),
            r#"access_key=AK&f=false&nonce=n&o={"z":1.50,"a":[null,"x"]}&t=true&timestamp=1700000000123"#
        );
    }

    #[test]
    fn only_the_header_speaks_for_itself() {
        let body = r#"{"sign":"x","secret_key":"y","nonce":"another","a":"1"}"#;
        assert_eq!(built(body, Style::SOURCE), "a=1&access_key=AK&nonce=n&timestamp=1700000000123");
    }

    #[test]
    fn an_empty_secret_signs_nothing() {
        assert_eq!(signature(&SecretString::from(""), "x"), None);
        // What an empty key gives, by Python's hmac.
        assert!(!is_signature(&SecretString::from(""), "x", "YkTmZFGhyGlduXMc4sT9XeJcz4c="));
    }
}
