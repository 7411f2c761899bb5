//! The gateway's answer to a query, as the documents' samples have it: what an order's raw record looks like.

use gateways::Family;
use ledger::PastOrder;
use orders::{Direction, Status};
use serde_json::{Value, json};

use crate::history::History;
use crate::market::DemoMarket;
use crate::numbers;
use crate::people::Person;

/// The raw answer, some four hundred bytes.
pub(crate) fn of(market: DemoMarket, order: &PastOrder, history: &History, person: &Person) -> String {
    if history.status == Status::Refused {
        return refusal(market, history);
    }
    if history.status == Status::Unknown {
        // No answer came: what is left is the request's own echo of itself.
        return json!({"mchOrderNo": order.number, "amount": order.amount.to_string(), "error": "timeout"})
            .to_string();
    }
    match market.family() {
        Family::CashFast => cashfast(order, history, person),
        Family::Cashy => cashy(market, order, history),
    }
}

fn refusal(market: DemoMarket, history: &History) -> String {
    let (chinese, english) = history.reason.unwrap_or_default();
    match market.family() {
        Family::CashFast => {
            json!({"code": "300", "success": false, "msg": chinese, "msgEn": english, "data": null})
                .to_string()
        }
        Family::Cashy => json!({"msg": english, "code": 500}).to_string(),
    }
}

fn cashfast(order: &PastOrder, history: &History, person: &Person) -> String {
    let is_payout = order.product.direction() == Direction::Payout;
    let (chinese, english) = history.reason.unwrap_or_default();
    let status = history.word.parse::<u32>().unwrap_or(1);
    let word = match (is_payout, status) {
        (_, 1) => "Accepted",
        (true, 2) => "In bank processing",
        (true, 8) | (false, 2) => "Payment success",
        _ => "Payment failed",
    };
    let paid = order.actual_amount.map(|amount| amount.to_string());
    let mut row = json!({
        "orderId": order.gateway_number,
        "orderType": if is_payout { 2 } else { 1 },
        "orderStatus": status,
        "orderTime": order.created_at_ms,
        "channelOrderId": order.channel_number,
        "externalOrderId": order.number,
        "orderAmount": order.amount.to_string(),
        "orderActualAmount": paid,
        "orderFee": order.fee.map(|fee| fee.to_string()),
        "orderCompleteTime": history.completed_ms,
        "currencyType": "MXN",
        "tradeNote": order.party.remark,
        "orderTypeCode": if is_payout { "Transfer" } else { "Pay" },
        "orderStatusCode": word,
        "payTypeCode": order.channel,
    });
    let fields: [(&str, Value); 5] = [
        ("errorMsg", chinese.into()),
        ("errorMsgEn", english.into()),
        ("accountType", if is_payout { person.account_kind.into() } else { "".into() }),
        ("accountName", if is_payout { person.name.as_str().into() } else { "".into() }),
        ("accountNo", if is_payout { person.account_no.as_str().into() } else { "".into() }),
    ];
    if let Value::Object(row) = &mut row {
        row.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    }
    json!({"code": "200", "success": true, "msg": "成功", "msgEn": "SUCCESS", "data": [row]}).to_string()
}

fn cashy(market: DemoMarket, order: &PastOrder, history: &History) -> String {
    let completed = history.completed_ms.map(|at| wall_clock(market, at));
    let mut data = json!({
        "merchantId": market.key_id(),
        "mchOrderNo": order.number,
        "orderNo": order.gateway_number,
        "channelOrderNo": order.channel_number,
        "amount": order.amount.to_string(),
        "fee": order.fee.map(|fee| fee.to_string()),
        "orderStatus": history.word,
        "completionTime": completed,
        "resultDesc": history.reason.map(|(_, english)| english),
    });
    let pay = &order.pay;
    let fields: [(&str, Option<&String>); 6] = [
        ("payType", order.channel.as_ref()),
        ("payCode", pay.pay_code.as_ref()),
        ("payUrl", pay.pay_url.as_ref()),
        ("reference", pay.reference.as_ref()),
        ("concept", pay.concept.as_ref()),
        ("bankName", pay.bank_name.as_ref()),
    ];
    if let (Value::Object(data), Direction::Collect) = (&mut data, order.product.direction()) {
        data.extend(
            fields.map(|(name, value)| {
                (name.to_owned(), value.map_or(Value::Null, |text| text.as_str().into()))
            }),
        );
    }
    json!({"msg": "SUCCESS", "code": 200, "data": data}).to_string()
}

/// `yyyy-MM-dd HH:mm:ss`, the market's clock.
pub(crate) fn wall_clock(market: DemoMarket, at_ms: i64) -> String {
    numbers::local(market, at_ms).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
