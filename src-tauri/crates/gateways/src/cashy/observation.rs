//! What the gateway tells of one order: the members that answers and callbacks share.

use money::{Amount, AmountError};
use orders::{Direction, Flag, ReportedStatus};

use super::status::{self, Word};
use super::{supplement, times};
use crate::Observation;
use crate::catalogue::Market;
use crate::json::Object;

/// Reads an order; `None` when there is no status in it.
///
/// `direction` is known for a query and inferred for a callback ([`direction_of`]).
pub(super) fn observe(market: &Market, data: &Object, direction: Option<Direction>) -> Option<Observation> {
    let gateway_status = data.text("orderStatus")?;
    let mut flags = Vec::new();
    let status = reported(&gateway_status, direction, &mut flags);
    let amount = amount(data, "amount", &mut flags);
    let fee = fee(data, &mut flags);
    let (pay_url, pay_code) = payer_ways(data);
    Some(Observation {
        number: data.text("mchOrderNo"),
        gateway_number: data.text("orderNo"),
        channel_number: data.text("channelOrderNo"),
        actual_amount: amount.filter(|_| is_received(direction, status)),
        gateway_status,
        status,
        amount,
        fee,
        currency: data.text("currency").and_then(|code| code.parse().ok()),
        reason: data.text("resultDesc"),
        completed: data.text("completionTime").map(|text| times::read(&text, &market.zone)),
        pay_url,
        pay_code,
        channel: data.text("payType"),
        supplement: supplement::read(data),
        flags,
    })
}

/// What a status word means, with a flag for one that nobody documented (A5).
pub(super) fn reported(
    word: &str,
    direction: Option<Direction>,
    flags: &mut Vec<Flag>,
) -> Option<ReportedStatus> {
    match status::read(word, direction) {
        Word::Means(status) => Some(status),
        Word::DependsOnKind => None,
        Word::Undocumented => {
            flags.push(Flag::UnknownStatus);
            None
        }
    }
}

/// Cashy tells one amount. Of a collect order that is paid it is what arrived.
fn is_received(direction: Option<Direction>, status: Option<ReportedStatus>) -> bool {
    direction == Some(Direction::Collect) && status == Some(ReportedStatus::Succeeded)
}

/// An amount from a number or a text (Z6). One that cannot be kept exactly is left to the raw body and flagged.
pub(super) fn amount(data: &Object, name: &str, flags: &mut Vec<Flag>) -> Option<Amount> {
    match data.amount(name) {
        Ok(amount) => amount,
        Err(AmountError::TooManyDecimals(_)) => {
            add(flags, Flag::AmountTooFine);
            None
        }
        Err(AmountError::NotANumber(_) | AmountError::OutOfRange(_)) => {
            add(flags, Flag::AmountDiffers);
            None
        }
    }
}

/// The fee, with up to four decimals (Z25): `fee` of payouts, queries and callbacks, `orderFee` of a new payIn.
/// A fee that is no number is left to the raw body: it says nothing about the order's amount.
pub(super) fn fee(data: &Object, flags: &mut Vec<Flag>) -> Option<Amount> {
    let told = match data.amount("fee") {
        Ok(None) => data.amount("orderFee"),
        told => told,
    };
    match told {
        Ok(fee) => fee,
        Err(AmountError::TooManyDecimals(_)) => {
            add(flags, Flag::AmountTooFine);
            None
        }
        Err(AmountError::NotANumber(_) | AmountError::OutOfRange(_)) => None,
    }
}

/// Adds a flag once.
pub(super) fn add(flags: &mut Vec<Flag>, flag: Flag) {
    if !flags.contains(&flag) {
        flags.push(flag);
    }
}

/// The payer's link and code, of whatever length (Z26): `payUrl` before `payDeskUrl`. A `payUrl` that is no web
/// address is what a QR code shall contain, and so the code when there is no other.
pub(super) fn payer_ways(data: &Object) -> (Option<String>, Option<String>) {
    let (web, other): (Vec<String>, Vec<String>) =
        ["payUrl", "payDeskUrl"].iter().filter_map(|name| data.text(name)).partition(|text| is_web(text));
    let (mut web, mut other) = (web.into_iter(), other.into_iter());
    match (web.next(), data.text("payCode")) {
        (Some(url), Some(code)) => (Some(url), Some(code)),
        (Some(url), None) => (Some(url), other.next()),
        (None, Some(code)) => (other.next(), Some(code)),
        (None, None) => (None, other.next()),
    }
}

fn is_web(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// Which way the money of a callback's order goes. No member tells it outright: the gateway's number begins
/// with the kind in every document (our reading), else members that only one kind has decide.
pub(super) fn direction_of(data: &Object) -> Option<Direction> {
    const COLLECT: [&str; 6] =
        ["orderType", "patchOrderNo", "patchMchOrderNo", "payUrl", "payDeskUrl", "payCode"];
    const PAYOUT: [&str; 2] = ["resultDesc", "channelOrderNo"];
    let number = data.text("orderNo").unwrap_or_default();
    let has = |names: &[&str]| names.iter().any(|name| data.get(name).is_some());
    if number.starts_with("PAYOUT") {
        return Some(Direction::Payout);
    }
    if number.starts_with("PAYIN") || number.starts_with("PAYDESK") || has(&COLLECT) {
        return Some(Direction::Collect);
    }
    has(&PAYOUT).then_some(Direction::Payout)
}

#[cfg(test)]
mod tests {
    use super::{amount, direction_of, fee, payer_ways};
    use crate::json::{Json, Object};
    use money::Amount;
    use orders::{Direction, Flag};

    fn object(text: &str) -> Object {
        Json::parse(text.as_bytes()).unwrap().as_object().unwrap().clone()
    }

    #[test]
    fn z26_links_have_any_length_and_a_code_is_told_from_a_link() {
        let long = format!("https://pay.example/{}", "x".repeat(5000));
        let data = object(&format!(r#"{{"payUrl":"{long}","payDeskUrl":"https://desk.example"}}"#));
        assert_eq!(payer_ways(&data), (Some(long), None));
        for (text, url, code) in [
            (r#"{"payUrl":null,"payDeskUrl":"https://d"}"#, Some("https://d"), None),
            (r#"{"payUrl":"0002010102","payDeskUrl":"https://d"}"#, Some("https://d"), Some("0002010102")),
            (r#"{"payUrl":"0002010102"}"#, None, Some("0002010102")),
            (r#"{"payUrl":"0002010102","payCode":"646"}"#, Some("0002010102"), Some("646")),
            (r#"{"payUrl":"HTTP://d","payCode":"646"}"#, Some("HTTP://d"), Some("646")),
            (r#"{"payUrl":"","payCode":""}"#, None, None),
        ] {
            let (have_url, have_code) = payer_ways(&object(text));
            assert_eq!((have_url.as_deref(), have_code.as_deref()), (url, code), "{text}");
        }
    }

    #[test]
    fn z06_z25_amounts_and_fees_of_any_spelling_are_exact() {
        for (text, expected, expected_fee) in [
            (r#"{"amount":60000.00,"fee":5150.0000}"#, "60000", "5150"),
            (r#"{"amount":"60000","fee":"0.1234"}"#, "60000", "0.1234"),
            (r#"{"amount":1500.5,"orderFee":1}"#, "1500.5", "1"),
            (r#"{"amount":"1200.0","fee":null,"orderFee":"2.50"}"#, "1200", "2.5"),
        ] {
            let mut flags = Vec::new();
            let data = object(text);
            assert_eq!(amount(&data, "amount", &mut flags), Amount::parse(expected).ok(), "{text}");
            assert_eq!(fee(&data, &mut flags), Amount::parse(expected_fee).ok(), "{text}");
            assert_eq!(flags, []);
        }
        let mut flags = Vec::new();
        let fine = object(r#"{"amount":1.00001,"fee":0.00001}"#);
        assert_eq!((amount(&fine, "amount", &mut flags), fee(&fine, &mut flags)), (None, None));
        assert_eq!(flags, [Flag::AmountTooFine]);
        let mut flags = Vec::new();
        let odd = object(r#"{"amount":"much","fee":"some"}"#);
        assert_eq!((amount(&odd, "amount", &mut flags), fee(&odd, &mut flags)), (None, None));
        assert_eq!(flags, [Flag::AmountDiffers]);
    }

    #[test]
    fn the_kind_of_a_callback() {
        for (text, expected) in [
            (r#"{"orderNo":"PAYOUT1","payUrl":"x"}"#, Some(Direction::Payout)),
            (r#"{"orderNo":"PAYIN1"}"#, Some(Direction::Collect)),
            (r#"{"orderNo":"PAYDESK1"}"#, Some(Direction::Collect)),
            (r#"{"orderNo":"X1","payUrl":null}"#, Some(Direction::Collect)),
            (r#"{"orderNo":"X1","orderType":"API"}"#, Some(Direction::Collect)),
            (r#"{"orderNo":"X1","resultDesc":"NO"}"#, Some(Direction::Payout)),
            (r#"{"orderNo":"X1","payType":"11"}"#, None),
        ] {
            assert_eq!(direction_of(&object(text)), expected, "{text}");
        }
    }
}
