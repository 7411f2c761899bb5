//! From what a gateway reports of an order to what the ledger applies.

use gateways::catalogue::Market;
use gateways::{GatewayTime, Observation};
use ledger::{DeliveryId, NewExchange, OrderRow, PayInstructions, Report, ToldTime};
use orders::{Direction, Flag, Source};

/// The report of an observation, held against what was asked.
///
/// A report that names another order number, or another number of the gateway's than the one we know, is never this order's
/// status: it is noted and flagged. A request that the network doubled makes two orders of one number of ours, and what
/// becomes of the other says nothing about this one.
pub(crate) fn report(market: &Market, order: &OrderRow, seen: &Observation, source: Source) -> Report {
    let direction = order.product.direction();
    let mut flags = seen.flags.clone();
    flags.extend(seen.compare(&order.number, order.amount, order.currency, direction));
    flags.dedup();
    let known = order.gateway_number.as_deref();
    let sibling = seen.supplement.is_none()
        && known.zip(seen.gateway_number.as_deref()).is_some_and(|(known, told)| known != told);
    if sibling {
        flags.push(Flag::NumberDiffers);
        flags.dedup();
    }
    let other_order = flags.contains(&Flag::NumberDiffers);
    Report {
        source,
        reported: seen.status.filter(|_| !other_order),
        gateway_status: Some(seen.gateway_status.clone()).filter(|_| !other_order),
        gateway_number: seen.gateway_number.clone().filter(|_| !other_order),
        channel_number: seen.channel_number.clone(),
        fee: seen.fee,
        actual_amount: seen.actual_amount.filter(|_| direction == Direction::Collect),
        pay: PayInstructions {
            pay_url: seen.pay_url.clone(),
            pay_code: seen.pay_code.clone(),
            ..PayInstructions::default()
        },
        reason: seen.reason.clone(),
        completed: seen.completed.as_ref().map(told_time),
        provisional: market.payout_success_is_provisional && direction == Direction::Payout,
        flags,
        note: other_order.then(|| told_of(seen, sibling)),
        finding: None,
        exchange: None,
        delivery_id: None,
    }
}

fn told_of(seen: &Observation, sibling: bool) -> String {
    let number = if sibling { &seen.gateway_number } else { &seen.number };
    format!("told of {}", number.as_deref().unwrap_or_default())
}

/// A report without a status: something was said that moves nothing.
pub(crate) fn remark(source: Source, note: String, flags: Vec<Flag>) -> Report {
    Report { flags, note: Some(note), ..Report::new(source) }
}

/// The same report, with the exchange that brought it.
pub(crate) fn with_exchange(report: Report, exchange: NewExchange) -> Report {
    Report { exchange: Some(exchange), ..report }
}

/// The same report, with the stored delivery that brought it.
pub(crate) fn with_delivery(report: Report, delivery: DeliveryId) -> Report {
    Report { delivery_id: Some(delivery), ..report }
}

/// A gateway's time as the ledger keeps it.
pub(crate) fn told_time(time: &GatewayTime) -> ToldTime {
    ToldTime { text: time.text.clone(), zone: time.zone.clone(), unix_ms: time.unix_ms }
}
