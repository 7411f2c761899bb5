//! From what a gateway reports of an order to what the ledger applies.

use gateways::catalogue::Market;
use gateways::{GatewayTime, Observation, Supplement};
use ledger::{DeliveryId, NewExchange, OrderRow, PayInstructions, Report, ToldTime};
use orders::{Direction, Flag, Source};

/// The report of an observation, held against what was asked.
///
/// A report that names another order number, or another number of the gateway's than the one we know, is never this order's
/// status: it is noted and flagged. A request that the network doubled makes two orders of one number of ours, and what
/// becomes of the other says nothing about this one.
pub(crate) fn report(market: &Market, order: &OrderRow, seen: &Observation, source: Source) -> Report {
    // An order may be a further payment itself: one that was imported from the gateway's own list.
    let is_itself = order.gateway_number.is_some() && order.gateway_number == seen.gateway_number;
    if let Some(supplement) = seen.supplement.as_ref().filter(|_| !is_itself) {
        return of_further_payment(order, seen, supplement, source);
    }
    let direction = order.product.direction();
    let mut flags = seen.flags.clone();
    flags.extend(seen.compare(&order.number, order.amount, order.currency, direction));
    flags.dedup();
    let known = order.gateway_number.as_deref();
    let sibling = known.zip(seen.gateway_number.as_deref()).is_some_and(|(known, told)| known != told);
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
        ..Report::new(source)
    }
}

/// A gateway that is asked about an order may answer with a further payment to it (cashy.md, Z11). What became of that one says
/// nothing about the order; it only tells the order's own number there, by which the next question finds it.
fn of_further_payment(
    order: &OrderRow,
    seen: &Observation,
    supplement: &Supplement,
    source: Source,
) -> Report {
    let payment = seen.gateway_number.as_deref().unwrap_or_default();
    let mut flags = seen.flags.clone();
    flags.extend(seen.compare(&order.number, order.amount, order.currency, order.product.direction()));
    Report {
        gateway_number: supplement.original_gateway_number.clone().filter(|_| order.gateway_number.is_none()),
        flags,
        note: Some(format!("told of the further payment {payment}")),
        ..Report::new(source)
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

#[cfg(test)]
mod tests {
    use gateways::{OrderRef, QueryReading, WireAnswer, catalogue, decode_query};
    use orders::{Flag, Product, ReportedStatus, Source};

    use super::report;
    use crate::rig::Rig;

    /// In the spelling of the sample (cashy.md, Z11) a further payment has the order's own number of ours. Its success is not
    /// the order's, and its number not the order's number.
    #[tokio::test]
    async fn z11_a_further_payment_that_a_question_brings_is_not_the_order() {
        let rig = Rig::new().await;
        let account = rig.account("M1", "cashy-th").await;
        let known = rig.pending(account.id, Product::Collect, "N1A").await;
        let market = catalogue::market("cashy-th").unwrap();
        let told = |further: &str, gateway_number: Option<&str>| {
            let body = format!(
                r#"{{"code":200,"msg":"SUCCESS","data":{{"mchOrderNo":"N1A",{further}"orderStatus":"SUCCESS","amount":"20","fee":"1","payUrl":"https://pay.example","completionTime":null}}}}"#
            );
            let asked = OrderRef { product: Product::Collect, number: "N1A", gateway_number };
            let wire = WireAnswer {
                status: 200,
                content_type: Some("application/json".to_owned()),
                body: body.into(),
            };
            let reading = decode_query(market, &asked, &wire);
            let QueryReading::Found(seen) = reading else { panic!("{reading:?}") };
            let mut order = known.clone();
            order.gateway_number = gateway_number.map(str::to_owned);
            report(market, &order, &seen, Source::Query)
        };
        let patch = r#""orderNo":"P2","patchOrderNo":"P1","orderType":"PATCH","#;
        let further = told(patch, None);
        assert_eq!((further.reported, further.gateway_status, further.actual_amount), (None, None, None));
        assert_eq!(
            further.gateway_number.as_deref(),
            Some("P1"),
            "by which the next question finds the order"
        );
        assert_eq!((further.fee, further.pay.pay_url), (None, None));
        assert_eq!(further.note.as_deref(), Some("told of the further payment P2"));
        let further = told(patch, Some("P1"));
        assert_eq!((further.reported, further.gateway_number), (None, None));
        assert!(further.flags.contains(&Flag::NumberDiffers), "a person sees that there is one");

        let imported = told(patch, Some("P2"));
        assert_eq!(
            imported.reported,
            Some(ReportedStatus::Succeeded),
            "an order that is the further payment itself"
        );
        assert_eq!(imported.flags, []);

        let itself = told(r#""orderNo":"P1","#, None);
        assert_eq!(itself.reported, Some(ReportedStatus::Succeeded));
        assert_eq!(itself.gateway_number.as_deref(), Some("P1"));
    }
}
