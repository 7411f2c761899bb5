//! The answer to a question about an order (cashfast.md §6.4, §6.5, A12, A13).

use orders::Flag;

use super::{answers, name, observation};
use crate::json::{Json, Object};
use crate::{Evidence, OrderRef, QueryReading, WireAnswer};

/// Reads the answer to a question about an order.
pub(crate) fn decode_query(asked: &OrderRef<'_>, answer: &WireAnswer) -> QueryReading {
    let body = match answers::parse(answer) {
        Ok(body) => body,
        Err(none) => return none.into(),
    };
    match answers::data(answer.status, &body, &[name::NUMBER, name::GATEWAY_NUMBER]) {
        Ok(Some(Json::Null)) => QueryReading::NotFound { message: "null".to_owned() },
        Ok(data) => match data.and_then(answers::rows) {
            Some(rows) => choose(asked, &rows),
            None => QueryReading::Unreadable(Evidence::NotAnEnvelope),
        },
        Err(none) => none.into(),
    }
}

/// Takes the one row that is about the order (A13). Rows of other orders only are no "not found": an answer
/// about something else proves nothing.
///
/// A row of our number under another number of the gateway's is an order too many: the network doubled the request. Ours
/// is what it is, but the other one may have paid, so it is told with a flag that a person has to see.
fn choose(asked: &OrderRef<'_>, rows: &[&Object]) -> QueryReading {
    let ours: Vec<&Object> = rows.iter().copied().filter(|row| is_asked(asked, row)).collect();
    let of_our_number = rows.iter().filter(|row| has_our_number(asked, row)).count();
    match ours.as_slice() {
        [row] => match observation::read(row, Some(asked.product.direction())) {
            Some(mut observation) => {
                if of_our_number > ours.len() {
                    observation::flag(&mut observation.flags, Flag::SeveralFound);
                }
                QueryReading::Found(Box::new(observation))
            }
            None => QueryReading::Unreadable(Evidence::NotAnEnvelope),
        },
        [] => none_is_ours(asked, rows),
        several => QueryReading::Several(several.len()),
    }
}

fn is_asked(asked: &OrderRef<'_>, row: &Object) -> bool {
    let gateway_number = row.text(name::GATEWAY_NUMBER);
    has_our_number(asked, row)
        && asked
            .gateway_number
            .zip(gateway_number.as_deref())
            .is_none_or(|(known, told)| known.is_empty() || known == told)
}

fn has_our_number(asked: &OrderRef<'_>, row: &Object) -> bool {
    row.text(name::NUMBER).as_deref() == Some(asked.number)
}

fn none_is_ours(asked: &OrderRef<'_>, rows: &[&Object]) -> QueryReading {
    let Some(first) = rows.first() else {
        return QueryReading::NotFound { message: "[]".to_owned() };
    };
    // Our own number under another gateway number: the gateway number is what is foreign.
    let foreign = first.text(name::NUMBER).filter(|told| told != asked.number);
    match foreign.or_else(|| first.text(name::GATEWAY_NUMBER)) {
        Some(number) => QueryReading::Unreadable(Evidence::OtherOrder { number }),
        None => QueryReading::Unreadable(Evidence::NotAnEnvelope),
    }
}
