//! The answer to a creation, held against what was asked (cashfast.md §6.2, §6.3, A7, A12).

use orders::{Direction, Flag, ReportedStatus};

use super::{answers, name, observation, requests, status};
use crate::catalogue::Market;
use crate::json::{Json, Object};
use crate::{Accepted, CreationReading, Evidence, NewOrder, Refusal, WireAnswer};

/// Reads the answer to a creation.
pub(crate) fn decode_creation(market: &Market, asked: &NewOrder<'_>, answer: &WireAnswer) -> CreationReading {
    let body = match answers::parse(answer) {
        Ok(body) => body,
        Err(none) => return none.into(),
    };
    let fields = requests::field_names(market, asked.draft.product);
    match answers::data(answer.status, &body, &fields) {
        Ok(data) => accepted(asked, data),
        Err(answers::NoData::Refused(refusal)) => refused(refusal, &body),
        Err(none @ answers::NoData::Unclear(_)) => none.into(),
    }
}

/// A refusal that names an order of the gateway's contradicts itself.
fn refused(refusal: Refusal, body: &Json) -> CreationReading {
    let data = body.as_object().and_then(|envelope| envelope.get("data"));
    let made = data
        .and_then(Json::as_object)
        .is_some_and(|data| parts(data).any(|part| part.text(name::GATEWAY_NUMBER).is_some()));
    if made { CreationReading::Unknown(Evidence::Contradiction) } else { CreationReading::Refused(refusal) }
}

/// The order in an answer stands flat in the table, nested in the sample: both are read, the nested one first.
fn parts(data: &Object) -> impl Iterator<Item = &Object> {
    data.get("currencyOrderVo").and_then(Json::as_object).into_iter().chain([data])
}

fn accepted(asked: &NewOrder<'_>, data: Option<&Json>) -> CreationReading {
    let Some(data) = data.and_then(Json::as_object) else {
        return CreationReading::Unknown(Evidence::NotAnEnvelope);
    };
    let text = |key: &str| parts(data).find_map(|part| part.text(key));
    if let Some(number) =
        parts(data).filter_map(|part| part.text(name::NUMBER)).find(|told| told != asked.number)
    {
        return CreationReading::Unknown(Evidence::OtherOrder { number });
    }
    let pay_url = text(name::CASHIER_URL);
    let gateway_number = text(name::GATEWAY_NUMBER);
    if gateway_number.is_none() && pay_url.is_none() && text(name::NUMBER).is_none() {
        return CreationReading::Unknown(Evidence::NotAnEnvelope);
    }
    let mut flags = Vec::new();
    let (gateway_status, status) = status(asked.draft.product.direction(), data, &mut flags);
    for part in parts(data) {
        compare(asked, part, &mut flags);
    }
    let fee = observation::amount(data, name::FEE, &mut flags);
    CreationReading::Accepted(Box::new(Accepted {
        gateway_number,
        gateway_status,
        status,
        fee,
        pay_url,
        expires: observation::time(data, "cashierExpireTime"),
        flags,
        ..Accepted::default()
    }))
}

/// The word of an accepting answer. Here it is a text, `Accepted`; any other text is not documented.
fn status(
    direction: Direction,
    data: &Object,
    flags: &mut Vec<Flag>,
) -> (Option<String>, Option<ReportedStatus>) {
    let told = status::told(data);
    if told.verbatim.is_empty() {
        return (None, None);
    }
    let meaning = match told.number {
        Some(number) => status::meaning(direction, number),
        None => (told.verbatim == "Accepted").then_some(ReportedStatus::Pending),
    };
    if meaning.is_none() {
        observation::flag(flags, Flag::UnknownStatus);
    }
    (Some(told.verbatim), meaning)
}

/// Holds amount and currency against the draft: by value, as `40.20` comes back as `40.2` (A7).
fn compare(asked: &NewOrder<'_>, part: &Object, flags: &mut Vec<Flag>) {
    for amount in ["amount", "currencyAmount", "cashierCurrencyAmount", name::AMOUNT] {
        if observation::amount(part, amount, flags).is_some_and(|told| told != asked.draft.amount) {
            observation::flag(flags, Flag::AmountDiffers);
        }
    }
    if observation::currency(part, flags).is_some_and(|told| told != asked.draft.currency) {
        observation::flag(flags, Flag::CurrencyDiffers);
    }
}
