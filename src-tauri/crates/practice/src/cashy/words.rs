//! Cashy's answers, with the samples' own types kept: Mexico answers amounts as text, Tanzania and Thailand as numbers
//! (Z6), `merchantId` is text though the tables say int (Z19).

use rust_decimal::Decimal;

use crate::Market;
use crate::json::{Node, Object, fixed, plain};
use crate::order::{Order, OrderKind, OrderStatus};
use crate::practice::Practice;

/// The gateway's word for a status (contract A5).
pub(super) fn status(kind: OrderKind, status: OrderStatus) -> &'static str {
    let payout = kind == OrderKind::PayOut;
    match status {
        OrderStatus::Succeeded => "SUCCESS",
        OrderStatus::Failed => "FAIL",
        OrderStatus::Rejected if payout => "CANCEL",
        OrderStatus::Rejected => "FAIL",
        OrderStatus::Accepted if payout => "PROCESSING",
        OrderStatus::Waiting if payout => "WAITING",
        OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing => "PAYING",
    }
}

/// The addresses a payer can open, by payment method: `payUrl` and `payDeskUrl`.
pub(super) struct Links {
    pub(super) pay_url: Option<String>,
    pub(super) pay_desk_url: Option<String>,
}

pub(super) fn links(practice: &Practice, order: &Order) -> Links {
    let page = Some(practice.cashier_url(order));
    let (pay, desk) = match (order.market, order.channel()) {
        // Pushed to the payer's phone: there is nothing to open (T-in). The list of open orders has the page.
        (Market::CashyTz, "810" | "811" | "812" | "813") => (None, None),
        (Market::CashyTz, _) => (page, None),
        // A bank account to pay to, or the wallet's own app.
        (Market::CashyTh, "411" | "413") => (None, page),
        (Market::CashyTh | Market::CashyMx | Market::CashFastMx, _) => (page.clone(), page),
    };
    Links { pay_url: pay, pay_desk_url: desk }
}

/// What a payer types in: a virtual account in Thailand, a CLABE in Mexico (the prefix the contract names), else nothing.
pub(super) fn pay_code(order: &Order) -> String {
    let tail = order.serial % 100_000_000;
    match (order.market, order.channel()) {
        (Market::CashyTh, "411") => format!("6460120000{tail:08}"),
        (Market::CashyMx, _) if order.kind == OrderKind::PayIn => format!("684180104{tail:09}"),
        (Market::CashyTh | Market::CashyTz | Market::CashyMx | Market::CashFastMx, _) => String::new(),
    }
}

fn amount_node(market: Market, amount: Decimal) -> Node {
    match market {
        Market::CashyMx | Market::CashFastMx => Node::Text(plain(amount)),
        Market::CashyTz | Market::CashyTh => Node::Number(plain(amount)),
    }
}

/// The `data` of a creation's answer; of `another` amount when the outcome says so.
pub(super) fn created(practice: &Practice, order: &Order, another: bool) -> Object {
    let market = order.market;
    let amount = amount_node(market, if another { order.amount + Decimal::ONE } else { order.amount });
    let head = Object::new()
        .text("merchantId", market.key_id())
        .text("mchOrderNo", &order.number)
        .text("orderNo", &order.gateway_number);
    match order.kind {
        OrderKind::PayOut => head
            .with("amount", amount)
            .with("fee", amount_node(market, Decimal::ZERO))
            .text("orderStatus", status(order.kind, order.status)),
        OrderKind::PayDesk => head
            .text_or_null("payUrl", links(practice, order).pay_url)
            .text("amount", plain(order.amount + if another { Decimal::ONE } else { Decimal::ZERO }))
            .text("expireTime", order.expires_ms.map(|at_ms| market.wall_clock(at_ms)).unwrap_or_default()),
        OrderKind::PayIn | OrderKind::Collect => pay_in_created(practice, order, head, amount),
    }
}

fn pay_in_created(practice: &Practice, order: &Order, head: Object, amount: Node) -> Object {
    let links = links(practice, order);
    let code = pay_code(order);
    let fee = order.market.collect_fee(order.amount);
    let head = if order.market == Market::CashyMx {
        head.text("bankName", "BBVA Bancomer")
            .text("reference", format!("{:07}", order.serial % 10_000_000))
            .text("concept", format!("{:020}", order.serial))
    } else {
        head
    };
    let code = if order.market == Market::CashyTz { None } else { Some(code) };
    let answer = head
        .text_or_null("payCode", code)
        .text_or_null("payUrl", links.pay_url)
        .text_or_null("payDeskUrl", links.pay_desk_url)
        .with("amount", amount);
    match order.market {
        // The Thai sample lacks it, though its table has it.
        Market::CashyTh => answer,
        Market::CashyMx | Market::CashyTz | Market::CashFastMx => {
            answer.with("orderFee", amount_node(order.market, fee))
        }
    }
}

/// The `data` of a query's answer. Figures are text here in every market.
pub(super) fn queried(practice: &Practice, order: &Order) -> Object {
    let market = order.market;
    let links = links(practice, order);
    let done_ms = order.done_ms.filter(|_| order.status.claim() != crate::order::Claim::Held);
    let completed = done_ms.map(|at_ms| market.wall_clock(at_ms));
    let amount = order.paid.unwrap_or(order.amount);
    // A fee is there before anything was paid, against the table, as in the PAYING sample.
    let fee = if order.is_collect() { market.collect_fee(amount) } else { order.fee };
    let head = Object::new()
        .text("merchantId", market.key_id())
        .text("mchOrderNo", &order.number)
        .text("orderNo", &order.gateway_number);
    let head = match order.kind {
        OrderKind::PayOut => head,
        OrderKind::PayDesk => head.text_or_null("payUrl", links.pay_url),
        OrderKind::PayIn | OrderKind::Collect => head
            .text("payType", order.channel())
            .text("payCode", pay_code(order))
            .text_or_null("payUrl", links.pay_url)
            .text_or_null("payDeskUrl", links.pay_desk_url),
    };
    let answer = head
        .text("amount", plain(amount))
        .text("fee", plain(fee))
        .text("orderStatus", status(order.kind, order.status))
        .text_or_null("completionTime", completed);
    match order.kind {
        OrderKind::PayOut => answer.text_or_null("resultDesc", order.reason.clone()),
        OrderKind::PayDesk | OrderKind::PayIn | OrderKind::Collect => answer.with("nonceStr", Node::Null),
    }
}

/// Numbers with at least one decimal, as in the sample (`133334.0`).
pub(super) fn balance(practice: &Practice, market: Market) -> Object {
    let balance = practice.book.balance(market);
    let spelt = |amount: Decimal| fixed(amount, amount.normalize().scale().max(1));
    Object::new()
        .text("mchId", market.key_id())
        .number("balance", spelt(balance.available))
        .number("unBalance", spelt(balance.frozen))
}
