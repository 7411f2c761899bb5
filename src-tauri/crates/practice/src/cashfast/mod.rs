//! CashFast (Mexico), as `docs/gateways/cashfast.md` has it: paths, envelope, refusals.

pub(crate) mod callbacks;
mod checks;
mod words;

use crate::json::Object;
use crate::market::Market;
use crate::order::{Order, OrderKind, Wanted};
use crate::outcomes::{Obstacle, Telling};
use crate::practice::{Practice, tell};
use crate::wire::{Reply, Request};
use crate::{RepeatedNumbers, banks};

const MARKET: Market = Market::CashFastMx;

/// Where the 307 of outcome 16 points. Nothing lives there; requests to it are counted, so that a client that follows
/// a redirect with a signed order is caught.
const ELSEWHERE: &str = "/cashfast-mx/elsewhere";

/// Why a request was refused. Codes 300, 301 and 307 are the contract's (§9); the others are not in it.
pub(crate) enum Refusal {
    Parameter(String),
    Ip,
    Signature(&'static str),
    Repeated,
    NotEnough,
    UnknownWord,
}

impl Refusal {
    fn parameter(name: &str) -> Self {
        Self::Parameter(name.to_owned())
    }

    /// HTTP 200 throughout: no HTTP status of an error is documented, and a client must read the envelope anyway.
    fn reply(&self) -> Reply {
        let (code, msg, msg_en) = match self {
            Self::Parameter(name) => ("300", format!("参数错误: {name}"), format!("Parameter error: {name}")),
            Self::Ip => ("301", "IP不允许".to_owned(), "IP not allowed".to_owned()),
            Self::Signature(what) => ("307", format!("签名错误: {what}"), format!("Signature error: {what}")),
            Self::Repeated => ("309", "订单号重复".to_owned(), "Order number repeated".to_owned()),
            Self::NotEnough => ("310", "余额不足".to_owned(), "Balance not enough".to_owned()),
            Self::UnknownWord => ("418", "未知情况".to_owned(), "Unusual situation".to_owned()),
        };
        let envelope =
            Object::new().text("code", code).flag("success", false).text("msg", msg).text("msgEn", msg_en);
        Reply::json(200, &envelope)
    }
}

fn system_error() -> Object {
    Object::new()
        .text("code", "500")
        .flag("success", false)
        .text("msg", "系统错误")
        .text("msgEn", "System error")
}

fn accepted() -> Object {
    Object::new().text("code", "200").flag("success", true).text("msg", "成功").text("msgEn", "SUCCESS")
}

#[derive(Clone, Copy)]
enum Endpoint {
    Ping,
    CreateCollect,
    CreatePayout,
    QueryCollect,
    QueryPayout,
    Balance,
    Banks,
}

impl Endpoint {
    fn at(path: &str) -> Option<Self> {
        Some(match path {
            "ping" => Self::Ping,
            "api/v3/mex/bankTransfers/createCollectingOrder" => Self::CreateCollect,
            "api/v3/mex/createTransferOrder" => Self::CreatePayout,
            "api/v3/mex/bankTransfers/query/collectingOrder" => Self::QueryCollect,
            "api/v3/mex/query/transferOrder" => Self::QueryPayout,
            "api/v3/mex/query/balance" => Self::Balance,
            "api/v3/mex/query/bank" => Self::Banks,
            _ => return None,
        })
    }

    fn method(self) -> &'static str {
        match self {
            Self::Ping | Self::Balance => "GET",
            Self::CreateCollect
            | Self::CreatePayout
            | Self::QueryCollect
            | Self::QueryPayout
            | Self::Banks => "POST",
        }
    }
}

pub(crate) fn answer(practice: &mut Practice, request: &Request, path: &str, now_ms: i64) -> Reply {
    let Some(endpoint) = Endpoint::at(path) else { return Reply::not_found() };
    if request.method != endpoint.method() {
        return Reply::new(405, "text/plain; charset=utf-8", "").header("allow", endpoint.method());
    }
    handle(practice, request, endpoint, now_ms).unwrap_or_else(|refusal| refusal.reply())
}

fn handle(
    practice: &mut Practice,
    request: &Request,
    endpoint: Endpoint,
    now_ms: i64,
) -> Result<Reply, Refusal> {
    // The document both asks for the four headers everywhere and exempts public endpoints (§6.1): with a signature it
    // must be right, without one it is not asked for.
    if matches!(endpoint, Endpoint::Ping) && request.header("sign").is_none() {
        return Ok(ping(now_ms));
    }
    let body = checks::body(request)?;
    if let (Endpoint::CreateCollect | Endpoint::CreatePayout, Some(number)) =
        (endpoint, body.text_of("externalOrderId"))
    {
        practice.note_arrival(number);
    }
    checks::signature(practice, request, &body, now_ms)?;
    match endpoint {
        Endpoint::Ping => Ok(ping(now_ms)),
        Endpoint::CreateCollect => {
            let wanted = checks::collect(practice, &body)?;
            create(practice, wanted, now_ms)
        }
        Endpoint::CreatePayout => {
            let wanted = checks::payout(practice, &body)?;
            create(practice, wanted, now_ms)
        }
        Endpoint::QueryCollect => query(practice, &body, OrderKind::Collect),
        Endpoint::QueryPayout => query(practice, &body, OrderKind::PayOut),
        Endpoint::Balance => Ok(Reply::json(200, &accepted().list("data", &[words::balance(practice)]))),
        Endpoint::Banks => {
            let name = checks::bank_query(practice, &body)?;
            let wanted = banks::of(MARKET).iter().filter(|bank| name.is_empty() || bank.bank_name == name);
            let found: Vec<Object> = wanted.map(banks::Bank::cashfast).collect();
            Ok(Reply::json(200, &accepted().list("data", &found)))
        }
    }
}

fn ping(now_ms: i64) -> Reply {
    Reply::json(200, &Object::new().text("version", "1.0.1").number("timestamp", now_ms))
}

fn create(practice: &mut Practice, wanted: Wanted, now_ms: i64) -> Result<Reply, Refusal> {
    if practice.book.with_number(MARKET, &wanted.number).next().is_some() {
        match practice.options.repeated_numbers {
            RepeatedNumbers::UnknownWord => return Err(Refusal::Repeated),
            RepeatedNumbers::ParameterError => return Err(Refusal::parameter("externalOrderId")),
            RepeatedNumbers::MakeAnother => {}
        }
    }
    if !practice.book.affords(&wanted) {
        return Err(Refusal::NotEnough);
    }
    let refused_field = if wanted.kind == OrderKind::PayOut { "accountId" } else { "channelType" };
    let (serial, telling) = match practice.create(wanted, now_ms) {
        Ok(made) => made,
        Err(Obstacle::Field) => return Err(Refusal::parameter(refused_field)),
        Err(Obstacle::Ip) => return Err(Refusal::Ip),
        Err(Obstacle::Signature) => return Err(Refusal::Signature("access key not active")),
        Err(Obstacle::UnknownWord) => return Err(Refusal::UnknownWord),
        Err(Obstacle::Html) => return Ok(Reply::bad_gateway()),
        Err(Obstacle::Silence) => return Ok(Reply::silence()),
        Err(Obstacle::Redirect) => {
            return Ok(Reply::redirect(307, format!("{}{ELSEWHERE}", practice.address)));
        }
    };
    let Some(order) = practice.book.order(serial) else { return Ok(Reply::json(500, &system_error())) };
    Ok(tell(telling, &creation(practice, order, telling), &system_error()))
}

fn creation(practice: &Practice, order: &Order, telling: Telling) -> Object {
    let envelope = match telling {
        Telling::Contradicting => Object::new()
            .text("code", "200")
            .flag("success", false)
            .text("msg", "成功")
            .text("msgEn", "SUCCESS"),
        Telling::Plainly
        | Telling::Slowly
        | Telling::Never
        | Telling::AsError
        | Telling::Broken
        | Telling::OfAnother => accepted(),
    };
    let another = telling == Telling::OfAnother;
    let data = if order.is_collect() {
        words::collect_created(practice, order, another)
    } else {
        words::payout_created(order, another)
    };
    envelope.object("data", &data)
}

fn query(practice: &Practice, body: &Object, kind: OrderKind) -> Result<Reply, Refusal> {
    let asked = checks::query(practice, body)?;
    let by_ours = practice.options.query_goes_by_our_number && asked.external_order_id.is_some();
    let fits = |order: &&Order| {
        order.kind == kind
            && order.market == MARKET
            && (by_ours || asked.order_id.as_ref().is_none_or(|number| *number == order.gateway_number))
            && asked.external_order_id.as_ref().is_none_or(|number| *number == order.number)
    };
    let found: Vec<Object> = match (&asked.external_order_id, &asked.order_id) {
        (Some(number), _) => {
            practice.book.with_number(MARKET, number).filter(fits).map(words::queried).collect()
        }
        (None, Some(number)) => {
            practice.book.with_gateway_number(number).into_iter().filter(fits).map(words::queried).collect()
        }
        (None, None) => Vec::new(),
    };
    Ok(Reply::json(200, &accepted().list("data", &found)))
}
