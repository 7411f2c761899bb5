//! The page a payer sees: plain HTML and CSS, no script. Anyone who can open it plays the payer.

use crate::order::{Order, OrderKind, OrderStatus};
use crate::paying::PayError;
use crate::practice::Practice;
use crate::wire::{Reply, Request};
use crate::{Market, json};

const STYLE: &str = include_str!("cashier.css");

/// Most orders on the list of open ones.
const LISTED_MAX: usize = 50;

/// The list of collect orders, newest first: the way to the page of an order whose payer was given no link.
pub(crate) fn index(practice: &Practice, request: &Request) -> Reply {
    if request.method != "GET" {
        return Reply::new(405, "text/plain; charset=utf-8", "").header("allow", "GET");
    }
    let orders = practice.book.orders().rev().filter(|order| order.is_collect()).take(LISTED_MAX);
    let rows: String = orders.map(row).collect();
    let list = if rows.is_empty() {
        "<p>No collect order has been made yet. Make one in the console, then pay it here.</p>".to_owned()
    } else {
        format!(
            "<table><caption>The latest collect orders</caption><thead><tr><th scope=\"col\">Order</th>\
             <th scope=\"col\">Amount</th><th scope=\"col\">State</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    html(200, "Practice cashier", &format!("<h1>Practice cashier</h1>{list}"))
}

fn row(order: &Order) -> String {
    format!(
        "<tr><td><a href=\"{}\">{}</a><br><small>{}</small></td><td class=\"figure\">{}</td><td>{}</td></tr>",
        escaped(&order.cashier_path()),
        escaped(&order.number),
        gateway_name(order.market),
        figure(order),
        state(order).0
    )
}

/// The page of one order, and what its buttons do.
pub(crate) fn page(
    practice: &mut Practice,
    request: &Request,
    market: Market,
    number: &str,
    now_ms: i64,
) -> Reply {
    let Some(order) = practice.book.with_cashier_number(market, number) else {
        let text = "<h1>No such order</h1><p>This practice gateway holds no order under this address.</p>";
        return html(404, "No such order", text);
    };
    let (path, gateway_number) = (order.cashier_path(), order.gateway_number.clone());
    let outcome = match request.method.as_str() {
        "GET" => return html(200, "Practice cashier", &sheet(order, now_ms, None)),
        "POST" => act(practice, request, &gateway_number, now_ms),
        _ => return Reply::new(405, "text/plain; charset=utf-8", "").header("allow", "GET, POST"),
    };
    match outcome {
        // See other: so that reloading the page does not pay a second time.
        Ok(()) => Reply::redirect(303, path),
        Err(problem) => {
            let order = practice.book.with_cashier_number(market, number);
            let sheet = order.map(|order| sheet(order, now_ms, Some(problem))).unwrap_or_default();
            html(422, "Practice cashier", &sheet)
        }
    }
}

fn act(practice: &mut Practice, request: &Request, number: &str, now_ms: i64) -> Result<(), PayError> {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
    match value("action") {
        Some("pay") => practice.pay_collect(number, None, now_ms),
        Some("pay_other") => {
            let amount = value("amount").and_then(|text| text.parse().ok()).ok_or(PayError::BadAmount)?;
            practice.pay_collect(number, Some(amount), now_ms)
        }
        Some("fail") => practice.fail_collect(number, now_ms),
        Some(_) | None => Err(PayError::Closed),
    }
}

fn sheet(order: &Order, now_ms: i64, problem: Option<PayError>) -> String {
    let problem = problem
        .map(|problem| format!("<p class=\"problem\" role=\"alert\">{problem}</p>"))
        .unwrap_or_default();
    let (state_text, state_class) = state(order);
    let merchant_page = match order.field("returnUrl") {
        "" => String::new(),
        url => format!("<p><a href=\"{}\" rel=\"noreferrer\">Back to the merchant</a></p>", escaped(url)),
    };
    format!(
        "<h1><span class=\"quiet\">Amount to pay</span> <span class=\"amount\">{}</span></h1>\
         <p class=\"state {state_class}\" role=\"status\">{state_text}</p>{problem}\
         <dl><dt>Order</dt><dd>{}</dd><dt>Gateway number</dt><dd class=\"long\">{}</dd>\
         <dt>Gateway</dt><dd>{}</dd><dt>Channel</dt><dd>{}</dd>{}{}</dl>{}{merchant_page}",
        figure(order),
        escaped(&order.number),
        escaped(&order.gateway_number),
        gateway_name(order.market),
        escaped(&channel(order)),
        payments(order),
        expiry(order),
        actions(order, now_ms)
    )
}

fn payments(order: &Order) -> String {
    let paid = order.paid.map(|amount| format!("<dt>Paid</dt><dd>{}</dd>", money(order.market, amount)));
    let more = order.supplements.iter().map(|payment| {
        format!("<dt>Supplement {}</dt><dd>{}</dd>", payment.serial, money(order.market, payment.amount))
    });
    paid.into_iter().chain(more).collect()
}

fn expiry(order: &Order) -> String {
    let until = order.expires_ms.map(|at_ms| order.market.wall_clock(at_ms));
    until.map(|until| format!("<dt>Pay before</dt><dd>{until} (local time)</dd>")).unwrap_or_default()
}

/// The buttons that still do something.
fn actions(order: &Order, now_ms: i64) -> String {
    let open = order.status == OrderStatus::Accepted && !order.unpayable;
    let expired = order.expires_ms.is_some_and(|expires_ms| now_ms > expires_ms);
    let again = order.status == OrderStatus::Succeeded && order.kind == OrderKind::PayIn;
    if expired && (open || again) {
        return "<p>The time to pay this order has passed.</p>".to_owned();
    }
    if !open && !again {
        return String::new();
    }
    let pay = if open { "Pay this order" } else { "Pay once more" };
    let mut forms = format!(
        "<form method=\"post\"><button class=\"main\" name=\"action\" value=\"pay\">{pay}</button></form>"
    );
    if order.any_amount {
        forms.push_str(
            "<form method=\"post\" class=\"other\"><label for=\"amount\">Another amount</label>\
             <input id=\"amount\" name=\"amount\" inputmode=\"decimal\" autocomplete=\"off\" required \
             pattern=\"[0-9]+([.][0-9]{1,2})?\"><button name=\"action\" value=\"pay_other\">\
             Pay a different amount</button></form>",
        );
    }
    if open {
        forms.push_str(
            "<form method=\"post\"><button class=\"quiet\" name=\"action\" value=\"fail\">Let it fail</button></form>",
        );
    }
    forms
}

fn state(order: &Order) -> (&'static str, &'static str) {
    match order.status {
        OrderStatus::Succeeded => ("✓ Paid", "paid"),
        OrderStatus::Failed | OrderStatus::Rejected => ("✕ Failed", "failed"),
        OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing if order.unpayable => {
            ("✕ Cannot be paid", "failed")
        }
        OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing => {
            ("◷ Waiting for payment", "open")
        }
    }
}

fn gateway_name(market: Market) -> &'static str {
    match market {
        Market::CashFastMx => "CashFast, Mexico",
        Market::CashyMx => "Cashy, Mexico",
        Market::CashyTz => "Cashy, Tanzania",
        Market::CashyTh => "Cashy, Thailand",
    }
}

/// The payment method in words, where the contracts name it.
fn channel(order: &Order) -> String {
    let name = match (order.market, order.channel()) {
        (Market::CashyTz, "810") => "AirtelMoney",
        (Market::CashyTz, "811") => "TigoPesa",
        (Market::CashyTz, "812") => "Halotel",
        (Market::CashyTz, "813") => "Vodacom",
        (Market::CashyTz, "821") => "USSD",
        (Market::CashyTz, "888") => "PayLink",
        (Market::CashyTz, "payDesk") => "Payment page",
        (Market::CashyTh, "411") => "Bank transfer",
        (Market::CashyTh, "412") => "PromptPay",
        (Market::CashyTh, "413") => "TrueMoney wallet",
        (Market::CashyTh, "414") => "TrueMoney payment page",
        (_, other) => other,
    };
    name.to_owned()
}

fn figure(order: &Order) -> String {
    money(order.market, order.amount)
}

fn money(market: Market, amount: rust_decimal::Decimal) -> String {
    let spelt = json::fixed(amount, amount.normalize().scale().max(2));
    let (whole, decimals) = spelt.split_once('.').unwrap_or((&spelt, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{decimals} {}", market.currency())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn html(status: u16, title: &str, main: &str) -> Reply {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head>\
         <body><p class=\"band\"><strong>PRACTICE</strong> No real money moves here.</p><main>{main}</main>\
         </body></html>"
    );
    // No form-action rule: after the post some browsers would apply it to the redirect as well.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
    Reply::new(status, "text/html; charset=utf-8", page)
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "no-store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_an_order_becomes_markup() {
        assert_eq!(escaped("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    }

    #[test]
    fn money_is_grouped() {
        let spelt = |text: &str| money(Market::CashyTz, text.parse().unwrap());
        assert_eq!(spelt("5000000"), "5,000,000.00 TZS");
        assert_eq!(spelt("40.2"), "40.20 TZS");
        assert_eq!(spelt("999"), "999.00 TZS");
    }
}
