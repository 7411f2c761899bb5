//! CashFast: Base64(HMAC-SHA1(secret, sorted `key=value` pairs)). Contract §4.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

use crate::json::{Node, Object};

/// The three signed headers.
pub(crate) struct Stamp<'a> {
    pub(crate) access_key: &'a str,
    pub(crate) timestamp: &'a str,
    pub(crate) nonce: &'a str,
}

/// How values are rendered where the contract is silent (A1, A3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rendering {
    /// Empty texts take part as `key=`.
    pub(crate) empties_kept: bool,
    /// `50.000000` is signed as `50`.
    pub(crate) zeros_trimmed: bool,
}

impl Rendering {
    /// Source spelling, empties kept: the reading of the vectors.
    pub(crate) const CANONICAL: Self = Self { empties_kept: true, zeros_trimmed: false };
}

/// The text that is signed.
pub(crate) fn string_to_sign(body: &Object, stamp: &Stamp<'_>, rendering: Rendering) -> String {
    let mut pairs: BTreeMap<&str, String> = body
        .members()
        .filter(|(name, _)| *name != "sign")
        .filter_map(|(name, node)| Some((name, render(node, rendering)?)))
        .collect();
    pairs.insert("access_key", stamp.access_key.to_owned());
    pairs.insert("timestamp", stamp.timestamp.to_owned());
    pairs.insert("nonce", stamp.nonce.to_owned());
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn render(node: &Node, rendering: Rendering) -> Option<String> {
    match node {
        Node::Null => None,
        Node::Flag(value) => Some(value.to_string()),
        Node::Text(text) if text.is_empty() && !rendering.empties_kept => None,
        Node::Number(spelling) if rendering.zeros_trimmed && spelling.contains('.') => {
            Some(spelling.trim_end_matches('0').trim_end_matches('.').to_owned())
        }
        Node::Text(value) | Node::Number(value) | Node::Nested(value) => Some(value.clone()),
    }
}

/// Signs `text` with the secret's own bytes.
#[expect(clippy::expect_used, reason = "HMAC takes keys of every length; the error cannot happen")]
pub(crate) fn sign(text: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any key length");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Whether `given` is the signature of `text`, in constant time.
pub(crate) fn verify(text: &str, secret: &str, given: &str) -> bool {
    sign(text, secret).as_bytes().ct_eq(given.as_bytes()).into()
}
