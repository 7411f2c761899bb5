//! Callbacks: verified against every rendering that the documents leave open, then read (cashfast.md §8, A3).

use orders::Direction;
use secrecy::SecretString;

use super::sign::{self, Head, Style};
use super::{name, near_miss, observation};
use crate::json::{Json, Object};
use crate::{Delivery, DeliveryKey, Observation, Rendering, Suspicion, SuspicionKind, Verdict};

/// The renderings in the order in which they are tried, when no earlier callback has taught a better one.
const RENDERINGS: [Rendering; 4] = [
    Rendering::SourceKeepEmpty,
    Rendering::SourceDropEmpty,
    Rendering::TrimmedKeepEmpty,
    Rendering::TrimmedDropEmpty,
];

/// What signs a callback: the signed headers and the signature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) head: Head<'a>,
    pub(super) sign: &'a str,
}

/// Verifies and reads a callback.
pub(crate) fn read_delivery(delivery: &Delivery<'_>, keys: &[DeliveryKey<'_>]) -> Verdict {
    let json = Json::parse(delivery.body);
    let body = json.as_ref().and_then(Json::as_object);
    let Some(signed) = signed(delivery) else {
        return unverified(body, SuspicionKind::MissingHeader, None, Vec::new());
    };
    let mut owners = keys.iter().enumerate().filter(|(_, key)| key.id == signed.head.access_key).peekable();
    let first = first_rendering(owners.peek().map(|(_, key)| *key));
    let string = body.map(|body| string(body, &signed, first)).unwrap_or_default();
    if owners.peek().is_none() {
        return unverified(body, SuspicionKind::UnknownKey, string, Vec::new());
    }
    let Some(body) = body else {
        return unverified(None, SuspicionKind::NotJson, None, Vec::new());
    };
    let mut tried = Vec::new();
    let mut secrets: Vec<&SecretString> = Vec::new();
    for (key_index, key) in owners {
        let order = renderings(key.rendering_first);
        if let Some(rendering) =
            order.iter().copied().find(|rendering| verifies(body, &signed, key, *rendering))
        {
            let observation = read(body).map(Box::new);
            return Verdict::Verified { key_index, rendering, observation };
        }
        secrets.push(key.secret);
        if tried.is_empty() {
            tried = order;
        }
    }
    let mut verdict = unverified(Some(body), SuspicionKind::WrongSignature, string, tried);
    if let Verdict::Unverified { suspicion, .. } = &mut verdict {
        suspicion.near_miss = near_miss::find(body, &signed, &secrets);
    }
    verdict
}

fn signed<'a>(delivery: &Delivery<'a>) -> Option<Signed<'a>> {
    let header = |name: &str| delivery.header(name).filter(|value| !value.is_empty());
    let head = Head {
        access_key: header(name::ACCESS_KEY)?,
        timestamp: header(name::TIMESTAMP)?,
        nonce: header(name::NONCE)?,
    };
    Some(Signed { head, sign: header(name::SIGN)? })
}

fn first_rendering(key: Option<&DeliveryKey<'_>>) -> Rendering {
    let learnt = key.and_then(|key| key.rendering_first);
    learnt.filter(|learnt| RENDERINGS.contains(learnt)).unwrap_or(Rendering::SourceKeepEmpty)
}

/// All renderings, the learnt one first.
fn renderings(learnt: Option<Rendering>) -> Vec<Rendering> {
    let mut order = RENDERINGS.to_vec();
    // Stable: what is not the learnt one keeps its place.
    order.sort_by_key(|rendering| learnt != Some(*rendering));
    order
}

fn string(body: &Object, signed: &Signed<'_>, rendering: Rendering) -> Option<String> {
    Style::of(rendering).map(|style| sign::string_to_sign(body, signed.head, style))
}

fn verifies(body: &Object, signed: &Signed<'_>, key: &DeliveryKey<'_>, rendering: Rendering) -> bool {
    sign::is_unambiguous(body, signed.head)
        && string(body, signed, rendering)
            .is_some_and(|string| sign::is_signature(key.secret, &string, signed.sign))
}

fn unverified(
    body: Option<&Object>,
    kind: SuspicionKind,
    string_built: Option<String>,
    tried: Vec<Rendering>,
) -> Verdict {
    Verdict::Unverified {
        suspicion: Suspicion { kind, string_built, tried, near_miss: None },
        claim: body.and_then(read).map(Box::new),
    }
}

fn read(body: &Object) -> Option<Observation> {
    observation::read(body, direction(body))
}

/// Which way the money goes. Nothing in a callback says so outright, and the number 2 is *paid* for the one
/// and *on its way* for the other: so all signs there are must agree, else the status stays unknown.
fn direction(body: &Object) -> Option<Direction> {
    let mut signs = [by_pay_type(body), by_gateway_number(body), by_members(body)].into_iter().flatten();
    let first = signs.next()?;
    signs.all(|other| other == first).then_some(first)
}

/// 102 is a collect by bank, 202 a payout by bank (§6.4); that all of a hundred go together is our reading.
fn by_pay_type(body: &Object) -> Option<Direction> {
    match body.integer("payType")? {
        100..=199 => Some(Direction::Collect),
        200..=299 => Some(Direction::Payout),
        _ => None,
    }
}

/// As every sample begins.
fn by_gateway_number(body: &Object) -> Option<Direction> {
    let number = body.text(name::GATEWAY_NUMBER)?;
    if number.starts_with("OCURRPAID") {
        Some(Direction::Collect)
    } else if number.starts_with("OCURRDRAW") {
        Some(Direction::Payout)
    } else {
        None
    }
}

/// Members that only one of the two tables has (§8.2, §8.3).
fn by_members(body: &Object) -> Option<Direction> {
    let has = |names: &[&str]| names.iter().any(|name| body.text(name).is_some());
    match (has(&["payParam", name::ACTUAL_AMOUNT]), has(&["accountCode", "accountNo", "userInfoName"])) {
        (true, false) => Some(Direction::Collect),
        (false, true) => Some(Direction::Payout),
        (true, true) | (false, false) => None,
    }
}
