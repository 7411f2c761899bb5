//! Links that name an order: `counterfoil://order/<number>`.
//!
//! Anybody can put such a link before a person, so it may only ever show an order, and anything that is not exactly one is
//! refused. It is never shown or logged as it came.

use desk::Desk;
use ledger::OrderId;

use crate::error::CommandError;

/// What every link to an order begins with.
const BEGINNING: &str = "counterfoil://order/";
/// The scheme, by which the system tells whose link it is.
pub(crate) const SCHEME: &str = "counterfoil";
/// The longest number that a link may name, in bytes. Ours have at most 27.
const NUMBER_BYTES_MAX: usize = 64;

/// The order number of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkedNumber(String);

impl LinkedNumber {
    /// Reads a link. Letters and digits of ASCII, and `-`, `_` and `.` behind the first of them: there is nothing to be
    /// decoded, so nothing can be hidden.
    pub(crate) fn read(link: &str) -> Option<Self> {
        let number = link.strip_prefix(BEGINNING)?;
        let begins = number.starts_with(|c: char| c.is_ascii_alphanumeric());
        let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        (begins && plain && number.len() <= NUMBER_BYTES_MAX).then(|| Self(number.to_owned()))
    }

    pub(crate) fn number(&self) -> &str {
        &self.0
    }
}

/// What a start of the program was handed, if it looks like a link at all: its first argument, and no other.
pub(crate) fn handed(arguments: impl IntoIterator<Item = String>) -> Option<String> {
    let first = arguments.into_iter().nth(1)?;
    let scheme = first.get(..SCHEME.len())?;
    let colon = first.get(SCHEME.len()..)?.starts_with(':');
    (colon && scheme.eq_ignore_ascii_case(SCHEME)).then_some(first)
}

/// The orders of exactly this number, of any account.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) async fn orders_of(desk: &Desk, number: &LinkedNumber) -> Result<Vec<OrderId>, CommandError> {
    let mut found = Vec::new();
    for account in desk.ledger().accounts(true).await? {
        let order = desk.ledger().order_by_number(account.id, number.number()).await?;
        found.extend(order.map(|order| order.id));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{LinkedNumber, handed};

    fn arguments(given: &[&str]) -> Option<String> {
        handed(given.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn a_link_names_one_order() {
        for number in ["CF7K2M9Q4T8W1Z5X3V6B0N4PA", "20261122-0001", "a", "INV_2026.11"] {
            let read = LinkedNumber::read(&format!("counterfoil://order/{number}"));
            assert_eq!(read.unwrap().number(), number);
        }
    }

    #[test]
    fn s07_whatever_else_a_link_says_is_refused() {
        let endless = format!("counterfoil://order/{}", "x".repeat(65));
        for link in [
            "",
            "counterfoil:",
            "counterfoil://",
            "counterfoil://order",
            "counterfoil://order/",
            "counterfoil://order//A1",
            "counterfoil://order/A1/",
            "counterfoil://order/A1/send",
            "counterfoil://order/A1?send=1",
            "counterfoil://order/A1#send",
            "counterfoil://order/A1 A2",
            "counterfoil://order/A1\n",
            "counterfoil://order/A1\0",
            "counterfoil://order/%41%31",
            "counterfoil://order/A1%2Fsend",
            "counterfoil://order/..",
            "counterfoil://order/../payout",
            "counterfoil://order/-A1",
            "counterfoil://order/A\u{202e}1",
            "counterfoil://order/\u{0410}1",
            "counterfoil://order/A１",
            "counterfoil://order/\"A1\"",
            "counterfoil://order/is:starred",
            "counterfoil://order/<b>",
            "counterfoil://order@evil/A1",
            "counterfoil://order:80/A1",
            "counterfoil://payout/A1",
            "counterfoil://settings/A1",
            "counterfoil:order/A1",
            "counterfoil:///order/A1",
            "COUNTERFOIL://order/A1",
            "https://order/A1",
            "javascript:alert(1)",
            " counterfoil://order/A1",
            &endless,
        ] {
            assert_eq!(LinkedNumber::read(link), None, "{link:?}");
        }
    }

    #[test]
    fn only_the_first_argument_can_be_a_link() {
        assert_eq!(arguments(&["counterfoil"]), None);
        assert_eq!(arguments(&["counterfoil", "--help"]), None);
        assert_eq!(arguments(&["counterfoil", "--", "counterfoil://order/A1"]), None);
        assert_eq!(arguments(&["counterfoil", "counterfoils://order/A1"]), None);
        assert_eq!(arguments(&["counterfoil", "¢ounterfoil"]), None);
        let link = "counterfoil://order/A1";
        assert_eq!(arguments(&["counterfoil", link, "--more"]).as_deref(), Some(link));
        // It looks like one, so that somebody is told that it is none.
        assert_eq!(arguments(&["counterfoil", "Counterfoil:x"]).as_deref(), Some("Counterfoil:x"));
    }
}
