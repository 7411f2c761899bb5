//! Reading the answer to a question about an order.

use orders::Flag;

use super::answers::{Opened, open};
use super::{observation, refusal};
use crate::catalogue::Market;
use crate::json::{Json, Object};
use crate::{Evidence, Observation, OrderRef, QueryReading, WireAnswer};

/// Reads the answer. How an unknown order is answered is not documented: an empty success or a message that
/// clearly says so is "not found", which proves nothing by itself (Z21).
pub(crate) fn decode_query(market: &Market, asked: &OrderRef<'_>, answer: &WireAnswer) -> QueryReading {
    match open(answer) {
        Opened::Refused(refusal) if refusal::says_not_found(&refusal.message) => {
            QueryReading::NotFound { message: refusal.message }
        }
        Opened::Refused(refusal) => QueryReading::Refused(refusal),
        Opened::Unclear(Evidence::Unlisted { message, .. }) if refusal::says_not_found(&message) => {
            QueryReading::NotFound { message }
        }
        Opened::Unclear(evidence) => QueryReading::Unreadable(evidence),
        Opened::Success { message, data } => match Orders::of(data.as_ref()) {
            Orders::None => QueryReading::NotFound { message },
            Orders::One(data) => found(market, asked, data),
            Orders::Several(count) => QueryReading::Several(count),
            Orders::Nonsense => QueryReading::Unreadable(Evidence::NotAnEnvelope),
        },
    }
}

/// What stands in the data: documented is one object; a list of objects is understood too.
enum Orders<'a> {
    None,
    One(&'a Object),
    Several(usize),
    Nonsense,
}

impl<'a> Orders<'a> {
    fn of(data: Option<&'a Json>) -> Self {
        match data {
            None | Some(Json::Null) => Self::None,
            Some(Json::Object(object)) if object.members().is_empty() => Self::None,
            Some(Json::Object(object)) => Self::One(object),
            Some(Json::Array(items)) => match items.as_slice() {
                [] => Self::None,
                [one] => one.as_object().map_or(Self::Nonsense, Self::One),
                several => Self::Several(several.len()),
            },
            Some(Json::Text(text)) if text.trim().is_empty() => Self::None,
            Some(Json::Bool(_) | Json::Number(_) | Json::Text(_)) => Self::Nonsense,
        }
    }
}

fn found(market: &Market, asked: &OrderRef<'_>, data: &Object) -> QueryReading {
    let Some(mut observation) = observation::observe(market, data, Some(asked.product.direction())) else {
        return QueryReading::Unreadable(Evidence::NotAnEnvelope);
    };
    match identity(asked, &observation) {
        Ok(None) => {}
        Ok(Some(flag)) => observation::add(&mut observation.flags, flag),
        Err(evidence) => return QueryReading::Unreadable(evidence),
    }
    QueryReading::Found(Box::new(observation))
}

/// Whether the answer speaks of the order that was asked about: by our number, or where it tells none, by
/// theirs.
fn identity(asked: &OrderRef<'_>, found: &Observation) -> Result<Option<Flag>, Evidence> {
    let theirs = found.gateway_number.as_deref();
    match (found.number.as_deref(), theirs, asked.gateway_number) {
        (Some(number), _, _) if number != asked.number => {
            Err(Evidence::OtherOrder { number: number.to_owned() })
        }
        (Some(_), Some(told), Some(known)) if told != known => Ok(Some(Flag::NumberDiffers)),
        (Some(_), _, _) => Ok(None),
        (None, Some(told), Some(known)) if told == known => Ok(None),
        (None, Some(told), Some(_)) => Err(Evidence::OtherOrder { number: told.to_owned() }),
        // Nothing in the answer ties it to the order: a status of who knows what.
        (None, _, None) | (None, None, _) => Err(Evidence::NotAnEnvelope),
    }
}
