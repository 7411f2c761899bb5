//! From what a gateway reports of an order to what the ledger applies.

use gateways::catalogue::Market;
use gateways::{GatewayTime, Observation};
use ledger::{DeliveryId, NewExchange, OrderRow, PayInstructions, Report, ToldTime};
use orders::{Direction, Flag, Source};

/// The report of an observation, held against what was asked.
///
/// A report that names another order number is never this order's status: it is noted and flagged.
pub(crate) fn report(market: &Market, order: &OrderRow, seen: &Observation, source: Source) -> Report {
    let direction = order.product.direction();
    let mut flags = seen.flags.clone();
    flags.extend(seen.compare(&order.number, order.amount, order.currency, direction));
    flags.dedup();
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
        note: other_order.then(|| format!("told of {}", seen.number.as_deref().unwrap_or_default())),
        finding: None,
        exchange: None,
        delivery_id: None,
    }
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
