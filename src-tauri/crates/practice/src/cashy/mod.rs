//! Cashy (Mexico, Tanzania, Thailand), as `docs/gateways/cashy.md` has it: paths, envelope, refusals.

pub(crate) mod callbacks;
mod checks;
mod tables;
mod words;

use crate::json::Object;
use crate::order::{Order, OrderKind, Wanted};
use crate::outcomes::{Obstacle, Telling};
use crate::practice::{Practice, tell};
use crate::wire::{Reply, Request};
use crate::{Market, RepeatedNumbers, banks};

/// Why a request was refused: the contract's messages (A4), and some that are in no document.
pub(crate) enum Refusal {
    Listed(&'static str),
    Missing(String),
    Wrong(String),
    /// Not in any document: repeated numbers, too little money, unknown orders.
    Unlisted(&'static str),
}

impl Refusal {
    fn wrong(name: &str) -> Self {
        Self::Wrong(name.to_owned())
    }

    /// HTTP 200 and code 400: neither is documented (only that 200 is success), a client must read the message.
    fn reply(&self) -> Reply {
        let msg = match self {
            Self::Listed(msg) | Self::Unlisted(msg) => (*msg).to_owned(),
            Self::Missing(name) => format!("Params_{name}_Required"),
            Self::Wrong(name) => format!("Params_{name}_error"),
        };
        Reply::json(200, &Object::new().text("msg", msg).number("code", 400))
    }
}

/// The samples' failure (S1, S3): no `data` member.
fn system_error() -> Object {
    Object::new().text("msg", "System_error").number("code", 500)
}

fn success() -> Object {
    Object::new().text("msg", "SUCCESS").number("code", 200)
}

#[derive(Clone, Copy)]
enum Endpoint {
    Create(OrderKind),
    Query(OrderKind),
    Balance,
    PayoutBanks,
    CollectBanks,
}

impl Endpoint {
    /// Payment pages (payDesk) are documented for Tanzania only among these markets.
    fn at(market: Market, path: &str) -> Option<Self> {
        Some(match path {
            "api/payIn" => Self::Create(OrderKind::PayIn),
            "api/payInQuery" => Self::Query(OrderKind::PayIn),
            "api/payDesk" if market == Market::CashyTz => Self::Create(OrderKind::PayDesk),
            "api/payDeskQuery" if market == Market::CashyTz => Self::Query(OrderKind::PayDesk),
            "api/payOut" => Self::Create(OrderKind::PayOut),
            "api/payOutQuery" => Self::Query(OrderKind::PayOut),
            "api/getBalance" => Self::Balance,
            "api/bankListQuery" => Self::PayoutBanks,
            "api/payInBankListQuery" => Self::CollectBanks,
            _ => return None,
        })
    }
}

pub(crate) fn answer(
    practice: &mut Practice,
    request: &Request,
    market: Market,
    path: &str,
    now_ms: i64,
) -> Reply {
    let Some(endpoint) = Endpoint::at(market, path) else { return Reply::not_found() };
    handle(practice, request, market, endpoint, now_ms).unwrap_or_else(|refusal| refusal.reply())
}

fn handle(
    practice: &mut Practice,
    request: &Request,
    market: Market,
    endpoint: Endpoint,
    now_ms: i64,
) -> Result<Reply, Refusal> {
    if let (Endpoint::Create(_), Some(body)) = (endpoint, Object::read(&request.body))
        && let Some(number) = body.text_of("mchOrderNo")
    {
        practice.note_arrival(number);
    }
    checks::transport(request, market)?;
    let body = Object::read(&request.body).ok_or(Refusal::Listed("Params_jsonFormat_error"))?;
    match endpoint {
        Endpoint::Create(kind) => {
            let wanted = checks::creation(practice, market, kind, &body, now_ms)?;
            create(practice, wanted, now_ms)
        }
        Endpoint::Query(kind) => query(practice, market, kind, &body),
        Endpoint::Balance => {
            checks::bare(practice, &body)?;
            Ok(Reply::json(200, &success().object("data", &words::balance(practice, market))))
        }
        Endpoint::PayoutBanks => {
            checks::bare(practice, &body)?;
            let list: Vec<Object> = banks::of(market).iter().map(banks::Bank::cashy).collect();
            Ok(Reply::json(200, &success().list("data", &list)))
        }
        // Documented for Colombia only; in these markets no payer has to name a bank.
        Endpoint::CollectBanks => {
            checks::bare(practice, &body)?;
            Ok(Reply::json(200, &success().list("data", &[])))
        }
    }
}

fn create(practice: &mut Practice, wanted: Wanted, now_ms: i64) -> Result<Reply, Refusal> {
    let market = wanted.market;
    if practice.book.with_number(market, &wanted.number).next().is_some() {
        match practice.options.repeated_numbers {
            RepeatedNumbers::UnknownWord => return Err(Refusal::Unlisted("MchOrderNo_is_repeated")),
            RepeatedNumbers::ParameterError => return Err(Refusal::wrong("mchOrderNo")),
            RepeatedNumbers::MakeAnother => {}
        }
    }
    if !practice.book.affords(&wanted) {
        return Err(Refusal::Unlisted("Balance_not_enough"));
    }
    let payout = wanted.kind == OrderKind::PayOut;
    let (serial, telling) = match practice.create(wanted, now_ms) {
        Ok(made) => made,
        Err(Obstacle::Field) => return Err(Refusal::wrong(if payout { "accountNo" } else { "remark" })),
        Err(Obstacle::Ip) => return Err(Refusal::Listed("Request_ip_notWhiteList")),
        Err(Obstacle::Signature) => return Err(Refusal::Listed("Sign_verify_error")),
        Err(Obstacle::UnknownWord) if payout => return Err(Refusal::Unlisted("Channel_unusual_situation")),
        // Documented, but not as a refusal: nothing says that no order exists after it (Z24).
        Err(Obstacle::UnknownWord) => {
            return Ok(Reply::json(200, &Object::new().text("msg", "Payin_Order_Error").number("code", 500)));
        }
        Err(Obstacle::Html) => return Ok(Reply::bad_gateway()),
        Err(Obstacle::Silence) => return Ok(Reply::silence()),
        Err(Obstacle::Redirect) => {
            return Ok(Reply::redirect(307, format!("{}/{}/elsewhere", practice.address, market.name())));
        }
    };
    let Some(order) = practice.book.order(serial) else { return Ok(Reply::json(500, &system_error())) };
    Ok(tell(telling, &creation(practice, order, telling), &system_error()))
}

fn creation(practice: &Practice, order: &Order, telling: Telling) -> Object {
    if telling == Telling::Contradicting {
        return success().with("data", crate::json::Node::Null);
    }
    success().object("data", &words::created(practice, order, telling == Telling::OfAnother))
}

fn query(practice: &Practice, market: Market, kind: OrderKind, body: &Object) -> Result<Reply, Refusal> {
    let asked = checks::query(practice, body)?;
    let fits = |order: &&Order| {
        order.market == market
            && order.kind == kind
            && asked.order_no.as_ref().is_none_or(|number| *number == order.gateway_number)
            && asked.mch_order_no.as_ref().is_none_or(|number| *number == order.number)
    };
    let found = match (&asked.order_no, &asked.mch_order_no) {
        (Some(number), _) => practice.book.with_gateway_number(number).filter(fits),
        (None, Some(number)) => practice.book.with_number(market, number).find(fits),
        (None, None) => None,
    };
    // What a query says about an order that is not there is in no document (Z21).
    let order = found.ok_or(Refusal::Unlisted("Order_not_exist"))?;
    Ok(Reply::json(200, &success().object("data", &words::queried(practice, order))))
}
