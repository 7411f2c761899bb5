//! What can be found of an order: its fields, what people said of it, what gateways said of it.

use std::collections::BTreeSet;

use super::found::SearchField;
use crate::{OrderRow, fold};

/// What gateways said of one order is searchable up to so many bytes; beyond, the oldest goes. A hostile gateway could
/// fill the disk otherwise.
pub(crate) const RAW_BYTES_MAX: usize = 64 * 1024;

/// The fields of an order's text, in the order of its lines.
pub(crate) const FIELDS: [SearchField; 14] = [
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
];

/// An order's fields, folded, in a fixed order with a line break between: where a match stands tells its field.
pub(crate) fn text(order: &OrderRow) -> String {
    let field = |field: &SearchField| of_field(order, *field).map(fold).unwrap_or_default();
    // Folding leaves no line break inside a field.
    FIELDS.iter().map(field).collect::<Vec<_>>().join("\n")
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
        SearchField::Label | SearchField::Note | SearchField::Raw => &None,
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
    let plain = if text.contains("\\u") {
        serde_json::from_str::<serde_json::Value>(&text)
            .map_or_else(|_| text.to_string(), |json| json.to_string())
    } else {
        text.into_owned()
    };
    let mut line = fold(plain.trim());
    while line.len() > RAW_BYTES_MAX {
        line.pop();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{RAW_BYTES_MAX, with_body};

    #[test]
    fn bodies_are_lines_each_once_and_the_oldest_goes() {
        let one = with_body("", b"{\"Msg\":\n\"Mar\\u00eda\"}").unwrap();
        assert_eq!(one, r#"{"msg":"maria"}"#);
        assert_eq!(with_body(&one, br#"{"msg":"maria"}"#), None);
        assert_eq!(with_body(&one, b" \n"), None);
        let two = with_body(&one, b"\xff yes").unwrap();
        assert_eq!(two, format!("{one}\n\u{fffd} yes"));
        let large = vec![b'x'; RAW_BYTES_MAX * 2];
        let full = with_body(&two, &large).unwrap();
        assert!(full.len() <= RAW_BYTES_MAX && !full.contains("maria"));
    }
}
