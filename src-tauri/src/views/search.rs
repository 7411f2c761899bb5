//! What a search came to, as the window shows it: chips, mistakes, where a match stands.

use std::collections::BTreeMap;

use ledger::{Counted, Found, LabelCount, SavedView, SearchField};
use query::{Completion, Hint, Mistake, Query, Span, Suggested};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::mirror;

mirror! {
    /// Where a match stands.
    FoundIn of SearchField {
        Number: "our number",
        GatewayNumber: "the gateway's number",
        ChannelNumber: "the channel's number",
        Name: "the name",
        AccountNo: "the account number",
        Phone: "the phone",
        Email: "the e-mail address",
        Remark: "the remark",
        DocumentNumber: "the identity document",
        Bank: "the bank",
        PayCode: "the code for the payer",
        Reference: "the reference for the payer",
        Concept: "the concept for the payer",
        BankName: "the bank of the pay code",
        Amount: "how much it is for, or what was paid",
        Label: "a label",
        Note: "a note",
        Raw: "what the gateway said",
    }
}

/// A match: its field, and what stands there, in lower case without accents.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    /// In which field.
    pub field: FoundIn,
    /// What stands before it.
    pub before: String,
    /// What was sought.
    pub hit: String,
    /// What stands after it.
    pub after: String,
}

/// How the text of the search field was read.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchReading {
    /// Its parts from left to right.
    pub parts: Vec<SearchPart>,
    /// What was left out, and why, from left to right.
    pub mistakes: Vec<SearchMistake>,
    /// What counts, but was perhaps not meant so.
    pub hints: Vec<SearchMistake>,
}

/// A word or filter: a chip. Places are counted as the window's strings count, in UTF-16 units.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchPart {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Which filter it is; none for a word.
    pub filter: Option<String>,
    /// The same in its plain spelling; none when it asks for nothing.
    pub plain: Option<String>,
    /// What it asks for, each value as it is; empty when it asks for nothing.
    pub values: Vec<String>,
    /// Whether it asks for what must not be.
    pub not: bool,
    /// Whether it is searched for.
    pub counts: bool,
}

/// Something wrong or doubtful in the text, as data.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchMistake {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What is wrong, as a text id (`not_an_amount`).
    pub code: String,
    /// What the text needs, by name.
    pub details: BTreeMap<String, String>,
}

/// A change of the search text, as clicking a filter makes it.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchEdit {
    /// Which filter: `status`.
    pub filter: String,
    /// Its values as they are, not as they are spelled in a text.
    pub values: Vec<String>,
    /// What is done with them.
    pub how: SearchEditKind,
}

/// What an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SearchEditKind {
    /// Puts these values in the place of all that the filter asks for now; without values it only takes away.
    Set,
    /// Asks for these values too.
    Add,
    /// Takes away what asks for exactly these values.
    Remove,
}

/// How many orders a search is about.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CountView {
    /// So many.
    pub n: u32,
    /// All were counted; else there are at least so many.
    pub exact: bool,
}

/// What can be typed at the cursor.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompletionView {
    /// Where what a suggestion takes the place of begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// The suggestions, best first.
    pub suggestions: Vec<SuggestionView>,
}

/// One way to go on.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// What to write.
    pub text: String,
    /// Whether it is a filter's name, not a value.
    pub is_filter: bool,
}

/// A label and how many orders have it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LabelView {
    /// Its name.
    pub name: String,
    /// How many orders.
    pub n: u32,
}

/// A list kept under a name.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedViewView {
    /// Its name.
    pub name: String,
    /// What is searched, as typed; dates stay relative.
    pub query: String,
    /// The window's own: order of the rows, columns, as JSON.
    pub look: String,
}

impl From<&Found> for FoundView {
    fn from(found: &Found) -> Self {
        Self {
            field: found.field.into(),
            before: found.before.clone(),
            hit: found.hit.clone(),
            after: found.after.clone(),
        }
    }
}

impl SearchReading {
    /// The reading of a text.
    pub(crate) fn of(text: &str, read: &Query) -> Self {
        let part = |part: &query::Part| {
            let (from, to) = units(text, part.span);
            SearchPart {
                from,
                to,
                filter: part.filter.map(|filter| word(&filter)),
                plain: part.term.as_ref().map(ToString::to_string),
                values: part.term.as_ref().map(query::Term::values).unwrap_or_default(),
                not: part.term.as_ref().is_some_and(query::Term::is_turned_round),
                counts: part.counts,
            }
        };
        let mut mistakes: Vec<SearchMistake> =
            read.mistakes.iter().map(|Mistake { span, kind, .. }| mistake(text, *span, kind)).collect();
        mistakes.sort_by_key(|mistake| mistake.from);
        Self {
            parts: read.parts.iter().map(part).collect(),
            mistakes,
            hints: read.hints.iter().map(|Hint { span, kind, .. }| mistake(text, *span, kind)).collect(),
        }
    }
}

/// A mistake or hint, its arguments as texts; several of a kind are joined.
fn mistake(text: &str, span: Span, kind: &impl Serialize) -> SearchMistake {
    let (from, to) = units(text, span);
    let mut code = String::new();
    let mut details = BTreeMap::new();
    if let Ok(serde_json::Value::Object(members)) = serde_json::to_value(kind) {
        for (name, value) in members {
            match (name.as_str(), plain(&value)) {
                ("mistake" | "hint", Some(word)) => code = word,
                (_, Some(word)) => drop(details.insert(name, word)),
                (_, None) => {}
            }
        }
    }
    SearchMistake { from, to, code, details }
}

fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(bool) => Some(bool.to_string()),
        serde_json::Value::Array(values) => {
            Some(values.iter().filter_map(plain).collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Object(members) => {
            Some(members.values().filter_map(plain).collect::<Vec<_>>().join(" "))
        }
        serde_json::Value::Null => None,
    }
}

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().as_ref().and_then(plain).unwrap_or_default()
}

/// A stretch of the text as the window's strings count.
fn units(text: &str, span: Span) -> (u32, u32) {
    let at = |byte: usize| {
        let units = text.get(..byte).map_or(0, |before| before.encode_utf16().count());
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    (at(span.start), at(span.end))
}

impl From<Counted> for CountView {
    fn from(counted: Counted) -> Self {
        Self { n: u32::try_from(counted.n).unwrap_or(u32::MAX), exact: counted.exact }
    }
}

impl CompletionView {
    /// The completion at a place of a text.
    pub(crate) fn of(text: &str, completion: &Completion) -> Self {
        let (from, to) = units(text, completion.span);
        let suggestions = completion
            .suggestions
            .iter()
            .map(|suggestion| SuggestionView {
                text: suggestion.text.clone(),
                is_filter: matches!(suggestion.what, Suggested::Filter { .. }),
            })
            .collect();
        Self { from, to, suggestions }
    }
}

impl From<LabelCount> for LabelView {
    fn from(label: LabelCount) -> Self {
        Self { name: label.name, n: u32::try_from(label.n).unwrap_or(u32::MAX) }
    }
}

impl From<SavedView> for SavedViewView {
    fn from(view: SavedView) -> Self {
        Self { name: view.name, query: view.query, look: view.look }
    }
}

impl From<SavedViewView> for SavedView {
    fn from(view: SavedViewView) -> Self {
        Self { name: view.name, query: view.query, look: view.look }
    }
}
