//! Callbacks: verified over the raw bytes, then read (A7, Z2).

use orders::Flag;

use super::near_miss;
use super::observation::{self, direction_of, observe};
use super::sign::Claimed;
use crate::catalogue::Market;
use crate::json::{Json, Object};
use crate::{Delivery, DeliveryKey, Observation, Rendering, Suspicion, SuspicionKind, Verdict};

/// Verifies and reads a callback. The header's `MerchantId` selects the keys (Z19), of which there may
/// be several while one is being rotated; the signature is compared whatever its case (Z1).
pub(crate) fn read_delivery(market: &Market, delivery: &Delivery<'_>, keys: &[DeliveryKey<'_>]) -> Verdict {
    let json = Json::parse(delivery.body);
    let data = json.as_ref().and_then(Json::as_object);
    let merchant = delivery.header("MerchantId").map(str::trim).filter(|text| !text.is_empty());
    let signature = delivery.header("Sign").map(str::trim).filter(|text| !text.is_empty());
    let suspicion = match (merchant, signature) {
        (Some(merchant), Some(signature)) => {
            let keys: Vec<(usize, &DeliveryKey<'_>)> =
                keys.iter().enumerate().filter(|(_, key)| key.id.trim() == merchant).collect();
            match verify(delivery.body, signature, &keys, data.is_some()) {
                Ok(key_index) => {
                    let observation = data.and_then(|data| read(market, data, merchant)).map(Box::new);
                    return Verdict::Verified { key_index, rendering: Rendering::RawBody, observation };
                }
                Err(suspicion) => suspicion,
            }
        }
        (None, _) | (_, None) => suspicion(SuspicionKind::MissingHeader),
    };
    let claim = data.and_then(|data| read(market, data, merchant.unwrap_or_default())).map(Box::new);
    Verdict::Unverified { suspicion, claim }
}

/// The index of the key that signed the body, or why none did.
fn verify(
    body: &[u8],
    signature: &str,
    keys: &[(usize, &DeliveryKey<'_>)],
    is_object: bool,
) -> Result<usize, Suspicion> {
    if keys.is_empty() {
        return Err(suspicion(SuspicionKind::UnknownKey));
    }
    let claimed = Claimed::parse(signature);
    if let Some(claimed) = &claimed
        && let Some((index, _)) = keys.iter().find(|(_, key)| claimed.fits(body, key.secret))
    {
        return Ok(*index);
    }
    let near_miss = claimed
        .and_then(|claimed| keys.iter().find_map(|(_, key)| near_miss::find(&claimed, body, key.secret)));
    Err(Suspicion {
        kind: if is_object { SuspicionKind::WrongSignature } else { SuspicionKind::NotJson },
        string_built: Some(format!("{}{{apiKey}}", String::from_utf8_lossy(body))),
        tried: vec![Rendering::RawBody],
        near_miss,
    })
}

fn suspicion(kind: SuspicionKind) -> Suspicion {
    Suspicion { kind, string_built: None, tried: Vec::new(), near_miss: None }
}

/// What the callback says. Another merchant in the body than in the header happens in the gateway's own
/// samples: flagged, and accepted all the same (Z19).
fn read(market: &Market, data: &Object, merchant: &str) -> Option<Observation> {
    let mut observation = observe(market, data, direction_of(data))?;
    if data.text("merchantId").is_some_and(|named| named.trim() != merchant) {
        observation::add(&mut observation.flags, Flag::MerchantDiffers);
    }
    Some(observation)
}
