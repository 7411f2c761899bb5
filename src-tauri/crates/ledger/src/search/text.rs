//! What can be found of an order: its fields, what people said of it, what gateways said of it.

use std::collections::BTreeSet;

use money::Amount;

use super::found::SearchField;
use crate::{OrderRow, fold};

/// What gateways said of one order is searchable up to so many bytes; beyond, the oldest goes. A hostile gateway could
/// fill the disk otherwise.
pub(crate) const RAW_BYTES_MAX: usize = 64 * 1024;

/// The fields of an order's text, in the order of its lines.
pub(crate) const FIELDS: [SearchField; 15] = [
    SearchField::Number,
    SearchField::GatewayNumber,
    SearchField::ChannelNumber,
    SearchField::Name,
    SearchField::AccountNo,
    SearchField::Phone,
    SearchField::Email,
    SearchField::Remark,
    SearchField::DocumentNumber,
    SearchField::Bank,
    SearchField::PayCode,
    SearchField::Reference,
    SearchField::Concept,
    SearchField::BankName,
    SearchField::Amount,
];

/// An order's fields, folded, in a fixed order with a line break between: where a match stands tells its field.
pub(crate) fn text(order: &OrderRow) -> String {
    let field = |field: &SearchField| {
        if *field == SearchField::Amount {
            amounts(order)
        } else {
            of_field(order, *field).map(fold).unwrap_or_default()
        }
    };
    // Folding leaves no line break inside a field.
    FIELDS.iter().map(field).collect::<Vec<_>>().join("\n")
}

/// What was asked for, and what was paid where that is something else: with two decimals at least, as people write them.
fn amounts(order: &OrderRow) -> String {
    let plain = |amount: Amount| amount.with_decimals(amount.decimals().max(2)).unwrap_or_default();
    match order.actual_amount.filter(|paid| *paid != order.amount) {
        None => plain(order.amount),
        Some(paid) => format!("{} {}", plain(order.amount), plain(paid)),
    }
}

fn of_field(order: &OrderRow, field: SearchField) -> Option<&str> {
    let (party, pay) = (&order.party, &order.pay);
    let kept = match field {
        SearchField::Number => return Some(&order.number),
        SearchField::GatewayNumber => &order.gateway_number,
        SearchField::ChannelNumber => &order.channel_number,
        SearchField::Name => &party.name,
        SearchField::AccountNo => &party.account_no,
        SearchField::Phone => &party.phone,
        SearchField::Email => &party.email,
        SearchField::Remark => &party.remark,
        SearchField::DocumentNumber => &party.document_number,
        SearchField::Bank => &party.bank,
        SearchField::PayCode => &pay.pay_code,
        SearchField::Reference => &pay.reference,
        SearchField::Concept => &pay.concept,
        SearchField::BankName => &pay.bank_name,
        SearchField::Amount | SearchField::Label | SearchField::Note | SearchField::Raw => &None,
    };
    kept.as_deref()
}

/// How the words of the name and the order number begin: their first letter, and their first two.
pub(crate) fn heads(order: &OrderRow) -> BTreeSet<String> {
    let name = order.party.name.as_deref().map(fold).unwrap_or_default();
    let number = fold(&order.number);
    name.split(|c: char| !c.is_alphanumeric())
        .chain([name.as_str(), number.as_str()])
        .flat_map(|word| [1, 2].map(|n| word.chars().take(n).collect::<String>()))
        .filter(|head| !head.is_empty())
        .collect()
}

/// Labels on the first line, then the notes.
pub(super) fn said(labels: &[String], notes: &[String]) -> String {
    let labels = fold(&labels.join(", "));
    std::iter::once(labels).chain(notes.iter().map(|note| fold(note))).collect::<Vec<_>>().join("\n")
}

/// Adds a body to what gateways said, unless it is there; `None`: nothing changes.
pub(super) fn with_body(raw: &str, body: &[u8]) -> Option<String> {
    let line = body_line(body);
    if line.is_empty() || raw.lines().any(|known| known == line) {
        return None;
    }
    let mut lines: Vec<&str> = raw.lines().chain([line.as_str()]).collect();
    let mut bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    while bytes > RAW_BYTES_MAX && lines.len() > 1 {
        bytes -= lines.remove(0).len() + 1;
    }
    Some(lines.join("\n"))
}

/// A body as one folded line. What JSON spells as `\u00e9` is found as the letter that it means.
fn body_line(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..body.len().min(RAW_BYTES_MAX)).unwrap_or_default());
    let mut line = fold(unescaped(&text).trim());
    while line.len() > RAW_BYTES_MAX {
        line.pop();
    }
    line
}

/// The text with the letters that its `\u` escapes mean. All else stays as it was received: a number that went through a
/// reader of JSON would come back without its last zeros.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        plain.push_str(before);
        let (letter, escape) = match escaped_letter(from) {
            Some((letter, escape)) => (Some(letter), escape),
            // Another escape: its second letter begins none.
            None => (None, from.chars().take(2).map(char::len_utf8).sum()),
        };
        let (written, next) = from.split_at_checked(escape).unwrap_or((from, ""));
        match letter {
            Some(letter) => plain.push(letter),
            None => plain.push_str(written),
        }
        rest = next;
    }
    plain.push_str(rest);
    plain
}

/// The letter that an escape at the beginning means, and the escape's length; of letters that mean something to JSON none.
fn escaped_letter(text: &str) -> Option<(char, usize)> {
    const LENGTH: usize = 6;
    let unit = |at: usize| {
        let digits = text.get(at..at + LENGTH)?.strip_prefix("\\u")?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    let (letter, length) = match char::from_u32(u32::from(first)) {
        Some(letter) => (letter, LENGTH),
        None => (char::decode_utf16([first, unit(LENGTH)?]).next()?.ok()?, LENGTH * 2),
    };
    (letter != '"' && letter != '\\' && !letter.is_control()).then_some((letter, length))
}

#[cfg(test)]
mod tests {
    use super::{RAW_BYTES_MAX, with_body};

    #[test]
    fn bodies_are_lines_each_once_and_the_oldest_goes() {
        let one = with_body("", b"{\"Msg\":\"Mar\\u00eda\"}\n").unwrap();
        assert_eq!(one, r#"{"msg":"maria"}"#);
        assert_eq!(with_body(&one, br#"{"msg":"maria"}"#), None);
        assert_eq!(with_body(&one, b" \n"), None);
        let escapes = br#"{"a":50.000000,"b":"\ud83d\ude00 \u00c9\n\\u0041\u0022\ud83d \u12"}"#;
        let expected = "{\"a\":50.000000,\"b\":\"\u{1f600} e\\n\\\\u0041\\u0022\\ud83d \\u12\"}";
        assert_eq!(with_body("", escapes).as_deref(), Some(expected), "all but letters is as received");
        let two = with_body(&one, b"\xff yes").unwrap();
        assert_eq!(two, format!("{one}\n\u{fffd} yes"));
        let large = vec![b'x'; RAW_BYTES_MAX * 2];
        let full = with_body(&two, &large).unwrap();
        assert!(full.len() <= RAW_BYTES_MAX && !full.contains("maria"));
    }
}
