//! Where a match stands, for the person who looks at the list.

use serde::{Deserialize, Serialize};

use super::question::{Drive, Question, Word};
use super::text::FIELDS;

/// Letters shown on either side of a match.
const AROUND: usize = 24;

/// Where something can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchField {
    /// Our number.
    Number,
    /// The gateway's number.
    GatewayNumber,
    /// The number of the bank or channel behind the gateway.
    ChannelNumber,
    /// The name of payer or payee.
    Name,
    /// Their account number.
    AccountNo,
    /// Their phone.
    Phone,
    /// Their e-mail address.
    Email,
    /// The remark or purpose.
    Remark,
    /// The number of an identity document.
    DocumentNumber,
    /// The bank as sent to the gateway.
    Bank,
    /// The code that the payer was given.
    PayCode,
    /// The reference that the payer has to give.
    Reference,
    /// The concept line that the payer has to give.
    Concept,
    /// The bank that the pay code belongs to.
    BankName,
    /// How much it is for, as a plain number.
    Amount,
    /// A label that a person gave it.
    Label,
    /// A note that a person wrote.
    Note,
    /// What a gateway said: an answer or a callback.
    Raw,
}

/// A match: its field, and what stands there, folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// In which field.
    pub field: SearchField,
    /// What stands before it.
    pub before: String,
    /// What was sought.
    pub hit: String,
    /// What stands after it.
    pub after: String,
}

/// What an order's three texts hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) text: &'a str,
    pub(crate) said: &'a str,
    pub(crate) raw: &'a str,
}

impl Texts<'_> {
    /// Every line with its field.
    fn lines(&self) -> impl Iterator<Item = (SearchField, &str)> {
        let said = self.said.split('\n').enumerate();
        let field = |n: usize| if n == 0 { SearchField::Label } else { SearchField::Note };
        FIELDS
            .into_iter()
            .zip(self.text.split('\n'))
            .chain(said.map(move |(n, line)| (field(n), line)))
            .chain(self.raw.split('\n').map(|line| (SearchField::Raw, line)))
    }

    /// Whether a word of what people wrote, or of a field, begins so.
    fn has_beginning(&self, head: &str) -> bool {
        let begins = |line: &str| {
            line.match_indices(head).any(|(at, _)| {
                line.get(..at)
                    .and_then(|before| before.chars().next_back())
                    .is_none_or(|c| !c.is_alphanumeric())
            })
        };
        self.text.split('\n').chain(self.said.split('\n')).any(begins)
    }

    fn find_any(&self, word: &Word) -> Option<Found> {
        word.any().iter().find_map(|text| self.find(text, word.fields()))
    }

    /// Where a fragment stands first, within some fields or anywhere.
    fn find(&self, fragment: &str, fields: &[SearchField]) -> Option<Found> {
        let allowed = |field: SearchField| fields.is_empty() || fields.contains(&field);
        self.lines().filter(|(field, _)| allowed(*field)).find_map(|(field, line)| {
            let (before, after) = line.split_once(fragment)?;
            let from = before.chars().count().saturating_sub(AROUND);
            Some(Found {
                field,
                before: before.chars().skip(from).collect(),
                hit: fragment.to_owned(),
                after: after.chars().take(AROUND).collect(),
            })
        })
    }
}

/// Whether an order is what is sought, and where; `Some(None)` when only short words were sought, which the index of
/// heads has answered.
///
/// The statement has verified the fragments already; here their fields are verified.
pub(crate) fn found_in(question: &Question, texts: Texts<'_>) -> Option<Option<Found>> {
    let sought = &question.sought;
    let by_heads = matches!(question.drive, Drive::Head(_));
    let mut first = sought.joined.as_deref().and_then(|joined| texts.find(joined, &[]));
    let as_one_number = first.is_some();
    if !as_one_number && sought.joined.is_some() && !sought.words.iter().any(Word::is_anywhere) {
        return None;
    }
    for word in sought.words.iter().filter(|word| !(as_one_number && word.is_anywhere())) {
        if !word.is_short() {
            let found = texts.find_any(word)?;
            first.get_or_insert(found);
        } else if !by_heads && !word.any().iter().any(|text| texts.has_beginning(text)) {
            return None;
        }
    }
    if sought.without.iter().any(|word| texts.find_any(word).is_some()) {
        return None;
    }
    Some(first)
}
