//! What Cashy refuses: transport and signature (contract A1, A2), then members by their table.

use std::collections::BTreeMap;
use std::net::IpAddr;

use rust_decimal::Decimal;
use url::{Host, Url};

use super::Refusal;
use super::tables::{Form, Need, limits, rows};
use crate::json::{Node, Object};
use crate::order::{OrderKind, Wanted};
use crate::practice::Practice;
use crate::signing::cashy::verify;
use crate::wire::Request;
use crate::{Market, banks};

const ADDRESS_MAX: usize = 250;
const ACCOUNT_MAX: usize = 32;
const PAY_PAGE: i64 = 414;
/// PromptPay's QR code dies after five minutes, whatever `expireTime` asks (H-app, Z16).
const PROMPT_PAY: i64 = 412;
const PROMPT_PAY_SECONDS: i64 = 300;

/// Method, content type, merchant, body, signature; in this order, so that each message can be met.
pub(super) fn transport(request: &Request, market: Market) -> Result<(), Refusal> {
    if request.method != "POST" {
        return Err(Refusal::Listed("RequestMethod_not_post"));
    }
    if !request.is_json() {
        return Err(Refusal::Listed("RequestContentType_not_json"));
    }
    let merchant = request.header("merchantid").unwrap_or_default();
    if merchant.is_empty() {
        return Err(Refusal::Listed("MerchantId_is_null"));
    }
    if !merchant.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Listed("MerchantId_not_Number"));
    }
    if merchant != market.key_id() {
        return Err(Refusal::Listed("MerchantId_is_error"));
    }
    if request.body.is_empty() {
        return Err(Refusal::Listed("RequestBody_is_null"));
    }
    if !verify(&request.body, market.secret(), request.header("sign").unwrap_or_default()) {
        return Err(Refusal::Listed("Sign_verify_error"));
    }
    Ok(())
}

/// A creation, checked against its table.
pub(super) fn creation(
    practice: &Practice,
    market: Market,
    kind: OrderKind,
    body: &Object,
    now_ms: i64,
) -> Result<Wanted, Refusal> {
    let table = rows(market, kind);
    let pay_page = whole(body.get("payType")) == Some(PAY_PAGE);
    for (name, need, form) in table {
        let required = match need {
            Need::Required => true,
            Need::Optional => false,
            Need::UnlessPayPage => !pay_page,
        };
        match body.get(name) {
            None | Some(Node::Null) if required => return Err(Refusal::Missing((*name).to_owned())),
            None | Some(Node::Null) => {}
            Some(Node::Text(text)) if text.is_empty() && required => {
                return Err(Refusal::Missing((*name).to_owned()));
            }
            // Nothing is said of empty optional members; nothing is in them, so nothing can be wrong with them.
            Some(Node::Text(text)) if text.is_empty() => {}
            Some(node) => {
                let fits = Check { practice, market, kind, body }.fits(node, *form);
                if !fits {
                    return Err(Refusal::wrong(name));
                }
            }
        }
    }
    // STP takes CLABEs only (M-app).
    let card = market == Market::CashyMx && whole(body.get("accountType")) == Some(3);
    if card && whole(body.get("bankId")) == Some(banks::STP_BANK_ID) {
        return Err(Refusal::wrong("accountType"));
    }
    refuse_unknown(practice, body, |name| table.iter().any(|(known, _, _)| *known == name))?;
    let amount = body.get("amount").and_then(Node::decimal).ok_or_else(|| Refusal::wrong("amount"))?;
    let seconds = whole(body.get("expireTime")).map(|seconds| {
        let dies_early = whole(body.get("payType")) == Some(PROMPT_PAY) && market == Market::CashyTh;
        if dies_early { seconds.min(PROMPT_PAY_SECONDS) } else { seconds }
    });
    Ok(Wanted {
        market,
        kind,
        number: body.text_of("mchOrderNo").unwrap_or_default().to_owned(),
        amount,
        expires_ms: seconds.map(|seconds| now_ms.saturating_add(seconds.saturating_mul(1_000))),
        any_amount: true,
        fields: fields(body),
    })
}

/// The numbers a query asks about.
pub(super) struct Asked {
    pub(super) order_no: Option<String>,
    pub(super) mch_order_no: Option<String>,
}

/// A query: at least one of the two numbers. Longer ones are accepted than in creations, as in the contract's own sample.
pub(super) fn query(practice: &Practice, body: &Object) -> Result<Asked, Refusal> {
    refuse_unknown(practice, body, |name| ["orderNo", "mchOrderNo", "nonceStr"].contains(&name))?;
    nonce(body, 33)?;
    let number = |name: &str| match body.get(name) {
        None | Some(Node::Null) => Ok(None),
        Some(Node::Text(text)) if text.chars().count() <= 33 => {
            Ok(Some(text.clone()).filter(|text| !text.is_empty()))
        }
        Some(_) => Err(Refusal::wrong(name)),
    };
    let asked = Asked { order_no: number("orderNo")?, mch_order_no: number("mchOrderNo")? };
    if asked.order_no.is_none() && asked.mch_order_no.is_none() {
        return Err(Refusal::Missing("orderNo".to_owned()));
    }
    Ok(asked)
}

/// A request that has nothing but a nonce: balance and bank lists.
pub(super) fn bare(practice: &Practice, body: &Object) -> Result<(), Refusal> {
    refuse_unknown(practice, body, |name| name == "nonceStr")?;
    nonce(body, 32)
}

fn nonce(body: &Object, letters_max: usize) -> Result<(), Refusal> {
    match body.get("nonceStr") {
        None | Some(Node::Null) => Err(Refusal::Missing("nonceStr".to_owned())),
        Some(Node::Text(text)) if text.is_empty() => Err(Refusal::Missing("nonceStr".to_owned())),
        Some(Node::Text(text)) if text.chars().count() <= letters_max => Ok(()),
        Some(_) => Err(Refusal::wrong("nonceStr")),
    }
}

fn refuse_unknown(practice: &Practice, body: &Object, known: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    let mut unknown = body.members().filter(|(name, _)| !known(name));
    match unknown.next() {
        Some((name, _)) if practice.options.unknown_members_refused => Err(Refusal::wrong(name)),
        Some(_) | None => Ok(()),
    }
}

struct Check<'a> {
    practice: &'a Practice,
    market: Market,
    kind: OrderKind,
    body: &'a Object,
}

impl Check<'_> {
    fn fits(&self, node: &Node, form: Form) -> bool {
        match form {
            Form::Amount => self.is_amount(node),
            Form::OneOf(allowed) => whole(Some(node)).is_some_and(|number| allowed.contains(&number)),
            Form::Bank => whole(Some(node))
                .is_some_and(|number| banks::of(self.market).iter().any(|bank| bank.bank_id == number)),
            Form::Seconds => whole(Some(node)).is_some_and(|seconds| seconds > 0),
            Form::Reusable => match node {
                // Mexico allows one number to be paid many times; elsewhere "only false for now".
                Node::Flag(value) => !value || self.market == Market::CashyMx,
                Node::Null | Node::Number(_) | Node::Text(_) | Node::Nested(_) => false,
            },
            Form::TextOrNumber(letters_max) => {
                whole(Some(node)).is_some() || is_text(node, |text| text.chars().count() <= letters_max)
            }
            Form::Text(letters_max) => is_text(node, |text| text.chars().count() <= letters_max),
            Form::Ascii(letters_max) => is_text(node, |text| {
                text.len() <= letters_max && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            }),
            Form::Currency => is_text(node, |text| text == self.market.currency()),
            Form::Account => is_text(node, |text| self.is_account(text)),
            Form::Address => is_text(node, is_callback_address),
            Form::Phone => is_text(node, is_phone),
            Form::Email(letters_max) => is_text(node, |text| text.len() <= letters_max && is_email(text)),
        }
    }

    fn is_amount(&self, node: &Node) -> bool {
        let limits = limits(self.market, self.kind);
        let spelling = match node {
            Node::Number(spelling) => spelling,
            Node::Text(spelling) if !self.practice.options.strict_amounts => spelling,
            Node::Text(_) | Node::Null | Node::Flag(_) | Node::Nested(_) => return false,
        };
        let decimals = spelling.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let plain = spelling.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        plain
            && decimals <= limits.decimals
            && node.decimal().is_some_and(|amount| (limits.least..=limits.most).contains(&amount))
    }

    /// Lengths and digits by market and account type. Check digits are not tried: the documents do not say that the
    /// gateway does.
    fn is_account(&self, text: &str) -> bool {
        let digits = text.len() <= ACCOUNT_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
        let account_type = whole(self.body.get("accountType"));
        let fits = match (self.market, account_type) {
            (Market::CashyMx, Some(3)) => text.len() == 16,
            (Market::CashyMx, Some(40)) => text.len() == 18,
            // An unknown type is refused at its own member.
            (Market::CashyMx, _) => true,
            // A wallet is a phone number, with or without the country code.
            (Market::CashyTz, _) => (9..=12).contains(&text.len()),
            (Market::CashyTh | Market::CashFastMx, _) => (6..=20).contains(&text.len()),
        };
        digits && fits
    }
}

fn is_text(node: &Node, fits: impl FnOnce(&str) -> bool) -> bool {
    match node {
        Node::Text(text) => fits(text),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Nested(_) => false,
    }
}

/// A whole number, spelt as a number or as text (Z8).
fn whole(node: Option<&Node>) -> Option<i64> {
    match node {
        Some(Node::Number(spelling) | Node::Text(spelling)) => spelling.parse().ok(),
        Some(Node::Null | Node::Flag(_) | Node::Nested(_)) | None => None,
    }
}

/// http or https; an IP must be public (M-in). Loopback is let through: in practice the merchant's own listener is there.
fn is_callback_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let reachable = match url.host() {
        Some(Host::Domain(_)) => true,
        Some(Host::Ipv4(ip)) => ip.is_loopback() || is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || is_public(IpAddr::V6(ip)),
        None => false,
    };
    text.len() <= ADDRESS_MAX && matches!(url.scheme(), "http" | "https") && reachable
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !(ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast())
        }
        IpAddr::V6(ip) => {
            !(ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified() || ip.is_multicast())
        }
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    text.len() <= 32 && (6..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_email(text: &str) -> bool {
    let plain = !text.contains(char::is_whitespace) && text.is_ascii();
    let parts = text.split_once('@');
    plain && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

fn fields(body: &Object) -> BTreeMap<String, String> {
    let texts = body.members().filter_map(|(name, node)| match node {
        Node::Text(value) | Node::Number(value) => Some((name.to_owned(), value.clone())),
        Node::Null | Node::Flag(_) | Node::Nested(_) => None,
    });
    texts.collect()
}

impl Node {
    fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Number(spelling) | Self::Text(spelling) => spelling.parse().ok(),
            Self::Null | Self::Flag(_) | Self::Nested(_) => None,
        }
    }
}
