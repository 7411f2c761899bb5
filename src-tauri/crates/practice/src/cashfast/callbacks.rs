//! CashFast's two callbacks, written member by member as the samples have them (contract §8.2, §8.3), and signed over the
//! spelling that stands in the body.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::MARKET;
use super::words::{account_code, pay_type, status};
use crate::banks;
use crate::callbacks::Manner;
use crate::json::{Node, Object, fixed, plain};
use crate::order::{Order, OrderStatus};
use crate::practice::Practice;
use crate::signing::cashfast::{Rendering, Stamp, sign, string_to_sign};

/// Headers and body of a callback that claims `claimed`.
pub(crate) fn write(
    practice: &Practice,
    order: &Order,
    claimed: OrderStatus,
    manner: Manner,
    at_ms: i64,
) -> (Vec<(String, String)>, String) {
    let body = if order.is_collect() {
        collect(practice, order, claimed, at_ms)
    } else {
        payout(order, claimed, manner, at_ms)
    };
    let (timestamp, nonce) = (format!("{at_ms:013}"), Uuid::new_v4().to_string());
    let stamp = Stamp { access_key: MARKET.key_id(), timestamp: &timestamp, nonce: &nonce };
    // The other spelling: 50 is signed where the body says 50.000000 (A3).
    let rendering = Rendering { zeros_trimmed: manner == Manner::OtherSpelling, ..Rendering::CANONICAL };
    let signature = sign(&string_to_sign(&body, &stamp, rendering), manner.secret(MARKET));
    let headers = [
        ("content-type", "application/json;charset=utf-8"),
        ("access_key", stamp.access_key),
        ("timestamp", &timestamp),
        ("nonce", &nonce),
        ("sign", &signature),
    ];
    (headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(), body.to_json())
}

fn collect(practice: &Practice, order: &Order, claimed: OrderStatus, at_ms: i64) -> Object {
    let (number, text) = status(order.kind, claimed);
    let paid = claimed == OrderStatus::Succeeded;
    let actual = if paid { order.paid.unwrap_or(order.amount) } else { Decimal::ZERO };
    let fee = if paid { MARKET.collect_fee(actual) } else { Decimal::ZERO };
    // An address with & and = in it, as in the sample: a trap for whoever splits the signed text.
    let cashier = practice.cashier_url(order);
    let pay_param = format!("{cashier}?amount={}&currency={}", plain(order.amount), MARKET.currency());
    let body = Object::new()
        .text("currencyType", MARKET.currency())
        .text("errorMsg", "")
        .text("errorMsgEn", "")
        .text("externalOrderId", &order.number)
        .number("markStatus", 0)
        .number("orderActualAmount", fixed(actual, 6))
        .number("orderAmount", fixed(order.amount, 6))
        .number("orderFee", fixed(fee, 6))
        .text("orderId", &order.gateway_number);
    let body = if paid { body.number("orderPayTime", order.done_ms.unwrap_or(at_ms)) } else { body };
    body.number("orderTime", order.created_ms)
        .text("orderStatus", text)
        .number("orderStatusCode", number)
        .text("payParam", pay_param)
        .number("payType", pay_type(order))
        .text("payTypeName", order.channel())
        .text("tradeNote", order.field("remark"))
}

fn payout(order: &Order, claimed: OrderStatus, manner: Manner, at_ms: i64) -> Object {
    let (number, text) = status(order.kind, claimed);
    let bank = order.field("bankName");
    // Amounts are text in the sample. In the other spelling they are numbers, as the table types one of them.
    let amount = |value: Decimal| match manner {
        Manner::OtherSpelling => Node::Number(fixed(value, 6)),
        Manner::Genuine | Manner::Forged => Node::Text(plain(value)),
    };
    let body = Object::new()
        .text("currencyType", MARKET.currency())
        .text("accountCode", banks::cashfast_code(bank).unwrap_or_default())
        .text("accountName", bank)
        .text("orderId", &order.gateway_number)
        .text("accountType", account_code(order))
        .with("orderFee", amount(order.fee))
        .text("orderStatus", text)
        .text("externalOrderId", &order.number)
        .text("payTypeName", order.field("channelType"))
        .with("orderAmount", amount(order.amount))
        .number("orderTime", order.created_ms);
    let body = if claimed == OrderStatus::Succeeded {
        body.number("orderPayTime", order.done_ms.unwrap_or(at_ms))
    } else {
        body
    };
    body.number("payType", pay_type(order))
        .text("userInfoName", order.field("accountName"))
        .text("accountNo", order.field("accountId"))
        .number("orderStatusCode", number)
        .number("markStatus", 0)
}
