//! CashFast's answers, with the contract's own oddities kept: `payTypaCode` in one query and `payTypeCode` in the other,
//! number and text swapped between query and callback (A4), fees as number here and text there (A6).

use rust_decimal::Decimal;

use super::MARKET;
use crate::json::{Node, Object, plain};
use crate::order::{Order, OrderKind, OrderStatus};
use crate::practice::Practice;

/// One invented user, in the form of the samples.
const USER_ID: &str = "1900000000000000001";

/// The status as number and text (§7). A collect order knows only 1 and 2: one that failed stays 1.
pub(super) fn status(kind: OrderKind, status: OrderStatus) -> (u8, &'static str) {
    let collect = kind != OrderKind::PayOut;
    match status {
        OrderStatus::Succeeded if collect => (2, "Payment success"),
        OrderStatus::Accepted
        | OrderStatus::Waiting
        | OrderStatus::Processing
        | OrderStatus::Rejected
        | OrderStatus::Failed
            if collect =>
        {
            (1, "Accepted")
        }
        OrderStatus::Accepted | OrderStatus::Waiting => (1, "Accepted"),
        OrderStatus::Processing => (2, "In bank processing"),
        OrderStatus::Rejected => (4, "Bank did not accept"),
        OrderStatus::Succeeded => (8, "Payment success"),
        OrderStatus::Failed => (16, "Payment failed"),
    }
}

/// 102 and 202 are BANK (§6.4); the numbers of OXXO and CASH are not documented, these are ours.
pub(super) fn pay_type(order: &Order) -> u16 {
    match (order.kind, order.channel()) {
        (OrderKind::PayOut, _) => 202,
        (_, "OXXO") => 103,
        (_, "CASH") => 104,
        (_, _) => 102,
    }
}

/// The account type goes in as a word and comes back as a code: 3 card, 40 CLABE (§8.3, inferred).
pub(super) fn account_code(order: &Order) -> &'static str {
    if order.field("accountType") == "BANK_CARD" { "3" } else { "40" }
}

/// The answer to a created collect order; of `another` amount when the outcome says so.
pub(super) fn collect_created(practice: &Practice, order: &Order, another: bool) -> Object {
    let amount = if another { order.amount + Decimal::ONE } else { order.amount };
    let vo = Object::new()
        .text("orderId", &order.gateway_number)
        .text("externalOrderId", &order.number)
        .text("currency", MARKET.currency())
        .text("amount", plain(amount))
        .text("tradeNote", order.field("remark"));
    Object::new()
        .text("cashierUrl", practice.cashier_url(order))
        .text("currency", MARKET.currency())
        .object("currencyOrderVo", &vo)
}

/// The answer to a created payout. It carries no amount, so `another` names another order.
pub(super) fn payout_created(order: &Order, another: bool) -> Object {
    let number = if another { format!("{}X", order.number) } else { order.number.clone() };
    Object::new()
        .text("orderId", &order.gateway_number)
        .text("orderStatus", "Accepted")
        .text("externalOrderId", number)
        .text("currencyType", MARKET.currency())
}

/// One element of a query's answer.
pub(super) fn queried(order: &Order) -> Object {
    let collect = order.is_collect();
    let (number, text) = status(order.kind, order.status);
    let paid_ms = order.done_ms.filter(|_| order.status == OrderStatus::Succeeded);
    // A payout's "actual" amount is amount plus fee in the sample; a collect's is what was paid (A8).
    let actual = if collect { order.paid } else { Some(order.total()) };
    let fee = match (collect, order.paid) {
        (true, None) => Node::Null,
        (true, Some(_)) => Node::Number(plain(order.fee)),
        (false, _) => Node::Text(plain(order.fee)),
    };
    let answer = Object::new()
        .text("orderId", &order.gateway_number)
        .text("cashierId", if collect { &order.cashier_number } else { "" })
        .number("orderType", if collect { 1 } else { 2 })
        .number("orderResourceType", 2)
        .text("userId", USER_ID)
        .number("orderStatus", number)
        .number("orderTime", order.created_ms)
        .text("channelOrderId", if collect { channel_number(order) } else { String::new() })
        .text("externalOrderId", &order.number)
        .text("orderAmount", plain(order.amount))
        .text_or_null("orderActualAmount", actual.map(plain))
        .with("orderFee", fee)
        .number_or_null("orderPayTime", paid_ms);
    let answer = if collect { answer.number_or_null("orderCompleteTime", paid_ms) } else { answer };
    let reason = order.reason.as_deref().unwrap_or_default();
    answer
        .text("currencyType", MARKET.currency())
        .number("payType", pay_type(order))
        .text("tradeNote", order.field("remark"))
        .text("notifyUrl", order.field("notifyUrl"))
        .number("markStatus", 0)
        .text("errorMsg", reason)
        .text("errorMsgEn", reason)
        .text("accountType", if collect { "" } else { account_code(order) })
        .text("accountName", order.field("bankName"))
        .text("accountNo", order.field("accountId"))
        .text("orderTypeCode", if collect { "Pay" } else { "Transfer" })
        .text("orderResourceTypeCode", "Currency")
        .text("orderStatusCode", text)
        .text(if collect { "payTypaCode" } else { "payTypeCode" }, order.field("channelType"))
}

fn channel_number(order: &Order) -> String {
    format!("{}{:08}", crate::market::compact_utc(order.created_ms), order.serial % 100_000_000)
}

/// The only element of the balance answer (§6.6).
pub(super) fn balance(practice: &Practice) -> Object {
    let balance = practice.book.balance(MARKET);
    Object::new()
        .text("accountBalance", plain(balance.available))
        .text("accountFreezeAmount", plain(balance.frozen))
        .number("accountStatusId", 4)
        .text("accountWaitSettledAmount", "0")
        .text("currencyType", MARKET.currency())
        .text("accountStatus", "InAndOut")
}
