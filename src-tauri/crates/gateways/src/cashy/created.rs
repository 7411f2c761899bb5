//! Reading the answer to a creation.

use orders::Flag;

use super::answers::{Opened, open};
use super::{observation, times};
use crate::catalogue::Market;
use crate::json::{Json, Object};
use crate::{Accepted, CreationReading, Evidence, NewOrder, WireAnswer};

/// Reads the answer and holds it against what was asked. Code 200 means accepted, not paid (A3); only the
/// listed refusals are a no, and everything else is unknown (Z21, Z24).
pub(crate) fn decode_creation(market: &Market, asked: &NewOrder<'_>, answer: &WireAnswer) -> CreationReading {
    match open(answer) {
        Opened::Refused(refusal) => CreationReading::Refused(refusal),
        Opened::Unclear(evidence) => CreationReading::Unknown(evidence),
        Opened::Success { data, .. } => {
            match accepted(market, asked, data.as_ref().and_then(Json::as_object)) {
                Ok(accepted) => CreationReading::Accepted(Box::new(accepted)),
                Err(evidence) => CreationReading::Unknown(evidence),
            }
        }
    }
}

fn accepted(market: &Market, asked: &NewOrder<'_>, data: Option<&Object>) -> Result<Accepted, Evidence> {
    // An acceptance without the order it accepted is none.
    let data = data.ok_or(Evidence::Contradiction)?;
    let gateway_number = data.text("orderNo");
    match data.text("mchOrderNo") {
        Some(number) if number != asked.number => return Err(Evidence::OtherOrder { number }),
        None if gateway_number.is_none() => return Err(Evidence::Contradiction),
        Some(_) | None => {}
    }
    let mut flags = Vec::new();
    let gateway_status = data.text("orderStatus");
    let direction = Some(asked.draft.product.direction());
    let status = gateway_status.as_ref().and_then(|word| observation::reported(word, direction, &mut flags));
    compare(asked, data, &mut flags);
    let (pay_url, pay_code) = observation::payer_ways(data);
    Ok(Accepted {
        gateway_number,
        gateway_status,
        status,
        fee: observation::fee(data, &mut flags),
        pay_url,
        pay_code,
        reference: data.text("reference"),
        concept: data.text("concept"),
        bank_name: data.text("bankName"),
        expires: data.text("expireTime").map(|text| times::read(&text, &market.zone)),
        flags,
    })
}

fn compare(asked: &NewOrder<'_>, data: &Object, flags: &mut Vec<Flag>) {
    if observation::amount(data, "amount", flags).is_some_and(|amount| amount != asked.draft.amount) {
        observation::add(flags, Flag::AmountDiffers);
    }
    if data.text("currency").is_some_and(|code| code != asked.draft.currency.code()) {
        observation::add(flags, Flag::CurrencyDiffers);
    }
}
