//! What is sought, and how the index is asked for it.

use std::collections::BTreeSet;

use super::found::SearchField;
use super::marks::head_written;
use super::rarity::{Counts, counts, different};
use crate::reading::Reader;
use crate::sql::Sql;
use crate::{LedgerError, fold};

/// What is sought in the texts of orders: all of the words. Those that may stand anywhere may be a number instead, which they
/// are when written together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought {
    /// Each of these has to occur.
    pub words: Vec<Word>,
    /// The number that a person pasted with spaces or dashes, without them: where it occurs, the words that may stand
    /// anywhere need not. Those of a field have to, all the same.
    pub joined: Option<String>,
    /// None of these may occur.
    pub without: Vec<Word>,
}

/// A fragment of a text, or one of several.
///
/// Of fewer than three characters: how a word begins. Alone, how one of the name or the number begins, which an index tells;
/// beside longer words, one of any text but the gateways'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    any: Vec<String>,
    fields: Vec<SearchField>,
}

impl Word {
    /// A word that may stand anywhere.
    #[must_use]
    pub fn anywhere(text: &str) -> Self {
        Self::within([text], &[])
    }

    /// Words of which one has to stand in one of those fields; no field: anywhere.
    #[must_use]
    pub fn within<'t>(any: impl IntoIterator<Item = &'t str>, fields: &[SearchField]) -> Self {
        let folded = any.into_iter().map(|text| fold(text).trim().to_owned());
        Self { any: folded.filter(|text| !text.is_empty()).collect(), fields: fields.to_vec() }
    }

    /// Its spellings, folded.
    pub(crate) fn any(&self) -> &[String] {
        &self.any
    }

    /// Its one spelling, if it has one.
    pub(crate) fn alone(&self) -> Option<&str> {
        match self.any.as_slice() {
            [text] => Some(text),
            _ => None,
        }
    }

    pub(super) fn fields(&self) -> &[SearchField] {
        &self.fields
    }

    /// Whether trigrams cannot find it. In a field of its own a short one is verified by reading alone.
    pub(super) fn is_short(&self) -> bool {
        self.fields.is_empty() && self.any.iter().any(|text| text.chars().count() < 3)
    }

    fn is_nothing(&self) -> bool {
        self.any.is_empty()
    }

    /// Whether it may stand anywhere.
    pub(super) fn is_anywhere(&self) -> bool {
        self.fields.is_empty()
    }

    fn columns(&self) -> BTreeSet<Column> {
        if self.fields.is_empty() {
            return [Column::Text, Column::Said, Column::Raw].into();
        }
        self.fields.iter().map(|field| Column::of(*field)).collect()
    }
}

/// Where a word is looked for, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Text,
    Said,
    Raw,
}

impl Column {
    const fn of(field: SearchField) -> Self {
        match field {
            SearchField::Label | SearchField::Note => Self::Said,
            SearchField::Raw => Self::Raw,
            SearchField::Number
            | SearchField::GatewayNumber
            | SearchField::ChannelNumber
            | SearchField::Name
            | SearchField::AccountNo
            | SearchField::Phone
            | SearchField::Email
            | SearchField::Remark
            | SearchField::DocumentNumber
            | SearchField::Bank
            | SearchField::PayCode
            | SearchField::Reference
            | SearchField::Concept
            | SearchField::BankName
            | SearchField::Amount => Self::Text,
        }
    }

    /// The condition that a text occurs here, around the text.
    const fn occurs(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("instr(f.text, ", ") > 0"),
            Self::Said => ("instr(f.said, ", ") > 0"),
            Self::Raw => {
                ("EXISTS (SELECT 1 FROM find_raw r WHERE r.place = f.place AND instr(r.raw, ", ") > 0)")
            }
        }
    }
}

impl Sought {
    /// One fragment, as it is.
    #[must_use]
    pub fn fragment(text: &str) -> Self {
        Self { words: vec![Word::anywhere(text)], ..Self::default() }
    }

    /// Whether nothing is sought in texts.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.words.iter().all(Word::is_nothing)
            && self.joined.is_none()
            && self.without.iter().all(Word::is_nothing)
    }

    /// The same without words of nothing.
    pub(crate) fn tidied(&self) -> Self {
        let some = |words: &[Word]| words.iter().filter(|word| !word.is_nothing()).cloned().collect();
        let joined = self.joined.as_deref().map(|number| fold(number).trim().to_owned());
        let joined = joined.filter(|number| number.chars().count() >= 3);
        let mut words: Vec<Word> = some(&self.words);
        // Pairs of digits are a number that somebody has pasted, and no words.
        if joined.is_some() && words.iter().filter(|word| word.is_anywhere()).all(Word::is_short) {
            words.retain(|word| !word.is_anywhere());
        }
        Self { words, joined, without: some(&self.without) }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) sought: Sought,
    pub(crate) drive: Drive,
}

/// What hands out the candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Drive {
    /// Nothing is sought in texts, or nothing that an index can find: every order.
    Everything,
    /// How a name's words or the order number begin.
    Head(String),
    /// Trigrams.
    Trigrams {
        /// The index expression that narrows the candidates.
        expression: String,
        /// How many candidates there are, roughly; `None` when nobody has counted.
        candidates: Option<i64>,
    },
}

impl Question {
    /// Whether the texts have to be read.
    pub(crate) fn reads_texts(&self) -> bool {
        !self.sought.is_nothing()
    }

    /// Whether a statement only narrows: where in a text a word stands is seen by reading.
    pub(crate) fn is_verified_by_reading(&self) -> bool {
        let Sought { words, without, .. } = &self.sought;
        words.iter().chain(without).any(|word| !word.fields.is_empty())
            || (words.iter().any(Word::is_short) && !matches!(self.drive, Drive::Head(_)))
    }

    /// Whether nothing is sought but how a word begins.
    pub(crate) fn is_one_head(&self) -> bool {
        let Sought { words, joined, without } = &self.sought;
        matches!(self.drive, Drive::Head(_)) && words.len() == 1 && joined.is_none() && without.is_empty()
    }

    /// How to ask, given how common trigrams are.
    ///
    /// # Errors
    /// [`LedgerError`] when the counts cannot be read.
    pub(crate) fn new(reader: &Reader, sought: &Sought) -> Result<Self, LedgerError> {
        let sought = sought.tidied();
        let counts = counts(reader, &sought)?;
        Ok(Self::counted(sought, &counts))
    }

    fn counted(sought: Sought, counts: &Counts) -> Self {
        let of_words = different(sought.words.iter().filter_map(Word::alone));
        let drive = if let Some(joined) = &sought.joined {
            let fielded = sought.words.iter().filter(|word| !word.is_anywhere());
            let as_one = different(fielded.filter_map(Word::alone).chain([joined.as_str()]));
            if sought.words.iter().any(Word::is_anywhere) {
                counts.drive(&[of_words, as_one])
            } else {
                counts.drive(&[as_one])
            }
        } else if !of_words.is_empty() {
            counts.drive(&[of_words])
        } else if let Some(head) = sought.words.iter().find(|word| word.is_short()).and_then(Word::alone) {
            Drive::Head(head.to_owned())
        } else {
            counts.drive_any(&sought.words)
        };
        Self { sought, drive }
    }
}

/// The conditions that verify a question on `find f`: an index of trigrams only narrows.
pub(crate) fn conditions(sql: &mut Sql, question: &Question) {
    let Sought { words, joined, without } = &question.sought;
    let (anywhere, fielded): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|word| word.is_anywhere());
    if !anywhere.is_empty() || joined.is_some() {
        sql.push(" AND (");
        if let Some(joined) = joined {
            sql.push("(");
            occurs(sql, &Word::anywhere(joined));
            sql.push(if anywhere.is_empty() { ")" } else { ") OR " });
        }
        for (n, word) in anywhere.into_iter().enumerate() {
            sql.push(if n == 0 { "(" } else { " AND (" });
            if word.is_short() && matches!(question.drive, Drive::Head(_)) {
                begins(sql, word);
            } else {
                occurs(sql, word);
            }
            sql.push(")");
        }
        sql.push(")");
    }
    for word in fielded {
        sql.push(" AND (");
        occurs(sql, word);
        sql.push(")");
    }
    for word in without.iter().filter(|word| word.fields.is_empty()) {
        sql.push(" AND NOT (");
        occurs(sql, word);
        sql.push(")");
    }
}

fn begins(sql: &mut Sql, word: &Word) {
    for (n, head) in word.any.iter().enumerate() {
        sql.push(if n == 0 { "" } else { " OR " });
        sql.push("instr(f.heads, ").bind(head_written(head)).push(") > 0");
    }
}

fn occurs(sql: &mut Sql, word: &Word) {
    let columns = word.columns();
    let spelt = word.any.iter().flat_map(|text| columns.iter().map(move |column| (*column, text)));
    for (n, (column, text)) in spelt.enumerate() {
        let (before, after) = column.occurs();
        sql.push(if n == 0 { "" } else { " OR " }).push(before).bind(text.clone()).push(after);
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Drive, Question, Sought, Word};
    use rstest::rstest;

    fn drive(texts: &[&str], counts: &Counts) -> Drive {
        let words = texts.iter().map(|text| Word::anywhere(text)).collect();
        Question::counted(Sought { words, ..Sought::default() }.tidied(), counts).drive
    }

    fn expression(drive: Drive) -> String {
        let Drive::Trigrams { expression, .. } = drive else { panic!("{drive:?}") };
        expression
    }

    #[rstest]
    #[case::nothing(" \n", Drive::Everything)]
    #[case::accent_is_no_letter("\u{301}", Drive::Everything)]
    #[case::one("É", Drive::Head("e".to_owned()))]
    #[case::chinese_name("王伟", Drive::Head("王伟".to_owned()))]
    fn short_questions(#[case] text: &str, #[case] expected: Drive) {
        assert_eq!(drive(&[text], &Counts::default()), expected);
    }

    #[rstest]
    #[case::three("abc", r#"("abc")"#)]
    #[case::four("ABCD", r#"("abc" AND "bcd")"#)]
    #[case::long("0123456789", r#"("012" AND "234" AND "456" AND "789")"#)]
    #[case::repeating("aaaaaaaa", r#"("aaa")"#)]
    #[case::quotes(r#"a"b"#, r#"("a""b")"#)]
    fn fragments(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(expression(drive(&[text], &Counts::default())), expected);
    }

    #[test]
    fn the_rarest_of_all_words_are_asked_for() {
        let known = [("abc", 9), ("bcd", 1), ("cde", 5), ("def", 7), ("xyz", 3)];
        let counts = Counts {
            known: known.map(|(trigram, n)| (trigram.to_owned(), n)).to_vec(),
            any: true,
            shapes: Vec::new(),
        };
        let asked = drive(&["abcdef", "xyz"], &counts);
        let Drive::Trigrams { expression, candidates } = asked else { panic!() };
        assert_eq!(expression, r#"("bcd" AND "xyz" AND "cde" AND "def")"#);
        assert_eq!(candidates, Some(1));
    }

    /// What is the same in all answers stands in no order's own index, but in the shape that the order is marked with.
    #[test]
    fn a_trigram_of_a_shape_is_asked_for_as_that_too() {
        let shapes =
            vec![("x1x".to_owned(), "\"name\":\"".to_owned()), ("x2x".to_owned(), "\"nam\":".to_owned())];
        let counts = Counts { shapes, ..Counts::default() };
        assert_eq!(expression(drive(&["nam"], &counts)), r#"(("nam" OR "x1x" OR "x2x"))"#);
        assert_eq!(
            expression(drive(&["name"], &counts)),
            r#"(("nam" OR "x1x" OR "x2x") AND ("ame" OR "x1x"))"#
        );
    }

    #[test]
    fn a_pasted_number_is_one_number_or_its_parts() {
        let sought = Sought {
            words: vec![Word::anywhere("646"), Word::anywhere("180")],
            joined: Some("646180".to_owned()),
            without: Vec::new(),
        };
        let asked = Question::counted(sought, &Counts::default()).drive;
        assert_eq!(expression(asked), r#"("646" AND "180") OR ("646" AND "461" AND "618" AND "180")"#);
    }
}
