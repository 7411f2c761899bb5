//! What would have made a wrong signature right: help for the merchant's programmer, never a verification.
//!
//! Also here every comparison is in constant time, so that nobody can measure a signature into being.

use money::Amount;
use secrecy::SecretString;
use subtle::ConstantTimeEq as _;

use super::callback::Signed;
use super::name;
use super::sign::{self, Head, Style};
use crate::NearMiss;
use crate::json::{Json, Object};

const STYLES: [Style; 4] = [
    Style { trim_fractions: false, drop_empty: false },
    Style { trim_fractions: false, drop_empty: true },
    Style { trim_fractions: true, drop_empty: false },
    Style { trim_fractions: true, drop_empty: true },
];

/// The most decimals that the gateway has been seen to write.
const DECIMALS_MAX: u32 = 6;

/// Looks for the one change that explains a wrong signature.
pub(super) fn find(body: &Object, signed: &Signed<'_>, secrets: &[&SecretString]) -> Option<NearMiss> {
    let expected = signatures(body, signed.head, secrets);
    let sign = signed.sign;
    if is_one_of(&expected, &mended_encoding(sign)) {
        return Some(NearMiss::SignatureEncoding);
    }
    let lower: Vec<String> = expected.iter().map(|expected| expected.to_ascii_lowercase()).collect();
    if is_one_of(&lower, &sign.to_ascii_lowercase()) {
        return Some(NearMiss::SignatureCase);
    }
    if without_whitespace(body, signed, secrets) {
        return Some(NearMiss::Whitespace);
    }
    rewritten(body)
        .iter()
        .any(|body| is_one_of(&signatures(body, signed.head, secrets), sign))
        .then_some(NearMiss::Reserialised)
}

fn signatures(body: &Object, head: Head<'_>, secrets: &[&SecretString]) -> Vec<String> {
    let strings = STYLES.map(|style| sign::string_to_sign(body, head, style));
    let of = |secret| strings.iter().filter_map(move |string| sign::signature(secret, string));
    secrets.iter().copied().flat_map(of).collect()
}

fn is_one_of(expected: &[String], sign: &str) -> bool {
    expected.iter().any(|expected| expected.as_bytes().ct_eq(sign.as_bytes()).into())
}

/// A signature that was URL-encoded, or decoded once too often, as it was before.
fn mended_encoding(sign: &str) -> String {
    let mut mended = sign.replace([' ', '-'], "+").replace('_', "/");
    for (escape, character) in
        [("%2B", "+"), ("%2b", "+"), ("%2F", "/"), ("%2f", "/"), ("%3D", "="), ("%3d", "=")]
    {
        mended = mended.replace(escape, character);
    }
    mended
}

/// Space around a header's value or around a text in the body, that the signer did not have.
fn without_whitespace(body: &Object, signed: &Signed<'_>, secrets: &[&SecretString]) -> bool {
    let head = Head {
        access_key: signed.head.access_key.trim(),
        timestamp: signed.head.timestamp.trim(),
        nonce: signed.head.nonce.trim(),
    };
    let trimmed = mapped(body, |value| match value {
        Json::Text(text) => Json::Text(text.trim().to_owned()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => value.clone(),
    });
    let sign = signed.sign.trim();
    [body, &trimmed].into_iter().any(|body| is_one_of(&signatures(body, head, secrets), sign))
}

/// The body as it may have been before a program on its way parsed it and wrote it again: amounts with other
/// decimals, and `&curren` that a browser took for a currency sign (the documents' own sample, §8.2).
fn rewritten(body: &Object) -> Vec<Object> {
    let mended = mapped(body, |value| match value {
        Json::Text(text) => Json::Text(text.replace('¤', "&curren")),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => value.clone(),
    });
    let mut bodies = Vec::new();
    for source in [body, &mended] {
        bodies.extend((0..=DECIMALS_MAX).map(|decimals| with_decimals(source, decimals)));
    }
    bodies.push(mended);
    // Most bodies have little to rewrite: what has been tried already is not tried again.
    bodies.retain(|rewritten| rewritten != body);
    bodies.dedup();
    bodies
}

fn with_decimals(body: &Object, decimals: u32) -> Object {
    let members = body.members().iter().map(|(key, value)| {
        let spelled = match value {
            Json::Number(source)
                if [name::AMOUNT, name::ACTUAL_AMOUNT, name::FEE].contains(&key.as_str()) =>
            {
                spell(source, decimals).map(Json::Number)
            }
            Json::Null
            | Json::Bool(_)
            | Json::Number(_)
            | Json::Text(_)
            | Json::Array(_)
            | Json::Object(_) => None,
        };
        (key.clone(), spelled.unwrap_or_else(|| value.clone()))
    });
    members.collect()
}

/// A number with exactly so many decimals, beyond the four that an amount has too.
fn spell(source: &str, decimals: u32) -> Option<String> {
    let exact = Amount::parse(source).ok()?;
    let mut text = exact.with_decimals(decimals.min(4))?;
    text.extend((4..decimals).map(|_| '0'));
    Some(text)
}

fn mapped(body: &Object, change: impl Fn(&Json) -> Json) -> Object {
    body.members().iter().map(|(key, value)| (key.clone(), change(value))).collect()
}
