//! Search: one folded text per order, found by trigrams and verified by reading (SPEED_AND_SAFETY §2.2).
//!
//! Absent on purpose: raw answers in the text, and a table of counts to choose the rarest trigrams by; a question
//! takes up to four of its trigrams, evenly spread, and a poor choice costs time, never a result.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;

use crate::connection::failed;
use crate::{LedgerError, OrderRow, fold};

/// More trigrams than this cost more to intersect than they save (SPEED_AND_SAFETY §1.6).
const TRIGRAMS: usize = 4;

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// Nothing is asked: every order.
    Nothing,
    /// One or two characters: how a name's words or the order number begin.
    Head(String),
    /// Three or more: anywhere in the text.
    Fragment {
        /// The folded question, to be found literally.
        text: String,
        /// The index expression that narrows the candidates.
        trigrams: String,
    },
}

impl Question {
    pub(crate) fn new(text: &str) -> Self {
        let folded = fold(text);
        let asked = folded.trim();
        let letters: Vec<char> = asked.chars().collect();
        match letters.len() {
            0 => Self::Nothing,
            1 | 2 => Self::Head(asked.to_owned()),
            _ => Self::Fragment { text: asked.to_owned(), trigrams: expression(&letters) },
        }
    }
}

/// Up to four different trigrams, the first and the last among them, all of which must occur.
fn expression(letters: &[char]) -> String {
    let mut seen = BTreeSet::new();
    let trigrams: Vec<&[char]> = letters.windows(3).filter(|trigram| seen.insert(*trigram)).collect();
    let last = trigrams.len().saturating_sub(1);
    let places: BTreeSet<usize> = (0..TRIGRAMS).map(|n| n * last / (TRIGRAMS - 1)).collect();
    let quoted: Vec<String> = places
        .into_iter()
        .filter_map(|place| trigrams.get(place))
        // Inside quotes nothing has a meaning to the index's language but the quote itself, which is doubled.
        .map(|trigram| format!("\"{}\"", trigram.iter().collect::<String>().replace('"', "\"\"")))
        .collect();
    quoted.join(" AND ")
}

/// Puts a new order into the search.
pub(crate) async fn add(connection: &mut SqliteConnection, order: &OrderRow) -> Result<(), LedgerError> {
    sqlx::query("INSERT INTO find (order_id, text) VALUES (?, ?)")
        .bind(order.id.0)
        .bind(text(order))
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    // Names and our number never change, so heads are written once.
    for head in heads(order) {
        sqlx::query("INSERT INTO find_heads (head, order_id) VALUES (?, ?)")
            .bind(head)
            .bind(order.id.0)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Puts what became known of an order into the search.
pub(crate) async fn refresh(
    connection: &mut SqliteConnection,
    former: &OrderRow,
    order: &OrderRow,
) -> Result<(), LedgerError> {
    let new = text(order);
    if new == text(former) {
        return Ok(());
    }
    sqlx::query("UPDATE find SET text = ? WHERE order_id = ?")
        .bind(new)
        .bind(order.id.0)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Everything searchable, folded, in a fixed order with a line break between: where a match stands tells its field.
pub(crate) fn text(order: &OrderRow) -> String {
    let (party, pay) = (&order.party, &order.pay);
    let fields: [Option<&str>; 14] = [
        Some(&order.number),
        order.gateway_number.as_deref(),
        order.channel_number.as_deref(),
        party.name.as_deref(),
        party.account_no.as_deref(),
        party.phone.as_deref(),
        party.email.as_deref(),
        party.remark.as_deref(),
        party.document_number.as_deref(),
        party.bank.as_deref(),
        pay.pay_code.as_deref(),
        pay.reference.as_deref(),
        pay.concept.as_deref(),
        pay.bank_name.as_deref(),
    ];
    // Folding leaves no line break inside a field.
    fields.map(|field| field.map(fold).unwrap_or_default()).join("\n")
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

#[cfg(test)]
mod tests {
    use super::Question;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(" \n", Question::Nothing)]
    #[case::accent_is_no_letter("\u{301}", Question::Nothing)]
    #[case::one("É", Question::Head("e".to_owned()))]
    #[case::chinese_name("王伟", Question::Head("王伟".to_owned()))]
    fn short_questions(#[case] text: &str, #[case] question: Question) {
        assert_eq!(Question::new(text), question);
    }

    #[rstest]
    #[case::three("abc", r#""abc""#)]
    #[case::four("ABCD", r#""abc" AND "bcd""#)]
    #[case::long("0123456789", r#""012" AND "234" AND "456" AND "789""#)]
    #[case::repeating("aaaaaaaa", r#""aaa""#)]
    #[case::quotes(r#"a"b"#, r#""a""b""#)]
    fn fragments(#[case] text: &str, #[case] expected: &str) {
        let Question::Fragment { trigrams, .. } = Question::new(text) else { panic!("{text}") };
        assert_eq!(trigrams, expected);
    }
}
