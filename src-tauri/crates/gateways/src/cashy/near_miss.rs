//! Why a callback's signature is wrong: what a relay on its way may have done to the body.
//!
//! Never a way to accept one: it only names the likely cause to the merchant's programmer.

use secrecy::SecretString;

use super::sign::Claimed;
use crate::NearMiss;
use crate::json::{Json, Object, quote};

/// Looks for a change of the body that would have made the signature fit.
pub(super) fn find(claimed: &Claimed, body: &[u8], secret: &SecretString) -> Option<NearMiss> {
    let fits = |candidate: &[u8]| claimed.fits(candidate, secret);
    if respaced(body).iter().any(|candidate| fits(candidate)) {
        return Some(NearMiss::Whitespace);
    }
    let json = Json::parse(body)?;
    let rewritten = rewritten(json.as_object()?);
    rewritten.iter().any(|candidate| fits(candidate.as_bytes())).then_some(NearMiss::Reserialised)
}

/// The body without the space around it, and with what senders put there.
fn respaced(body: &[u8]) -> Vec<Vec<u8>> {
    let bare = body.trim_ascii();
    [("", ""), ("", "\n"), ("", "\r\n"), (" ", "")]
        .iter()
        .map(|(before, after)| [before.as_bytes(), bare, after.as_bytes()].concat())
        .collect()
}

/// What the body may have been before something parsed and wrote it: compact, its members in the given
/// order or sorted, its figures as they are or with the places of the raw samples (`20000.00`,
/// `2500.0000`), slashes plain or escaped.
fn rewritten(object: &Object) -> Vec<String> {
    let spelled: Vec<(String, String)> =
        object.members().iter().map(|(name, value)| (name.clone(), value.to_compact())).collect();
    let padded: Vec<(String, String)> = spelled
        .iter()
        .map(|(name, value)| (name.clone(), padded(object, name).unwrap_or_else(|| value.clone())))
        .collect();
    let mut bodies = Vec::new();
    for members in [spelled, padded] {
        let mut sorted = members.clone();
        sorted.sort();
        for members in [members, sorted] {
            let members: Vec<String> =
                members.iter().map(|(name, value)| format!("{}:{value}", quote(name))).collect();
            let body = format!("{{{}}}", members.join(","));
            bodies.push(body.replace('/', "\\/"));
            bodies.push(body);
        }
    }
    bodies
}

/// An amount with two places or a fee with four, as the gateway writes them.
fn padded(object: &Object, name: &str) -> Option<String> {
    let places = match name {
        "amount" => 2,
        "fee" => 4,
        _ => return None,
    };
    matches!(object.get(name), Some(Json::Number(_)))
        .then(|| object.amount(name).ok().flatten()?.with_decimals(places))
        .flatten()
}
