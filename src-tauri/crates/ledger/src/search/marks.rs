//! What the index is given beside an order's text: how its words begin, and the gateways' words without what they share.
//!
//! An answer of a gateway is mostly its keys, the same in every order, and the fields that the order's text has already.
//! Indexing them again for every order would be half of the index. So the keys of a line, its *shape*, are kept once for
//! the whole ledger, and an order is marked with the shape's number. The promise, which a question relies on: every three
//! letters of an order's raw lines stand in its text, in its marks, or in a shape whose mark it has.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Stands around the beginnings of words. Folding leaves no control character, so no text has it.
const HEAD: char = '\u{1}';
/// Stands around the number of a shape.
const SHAPE: char = '\u{2}';
/// So many shapes are kept: the two gateway families have some twenty. What has another is indexed letter by letter.
pub(super) const SHAPES_MAX: i64 = 64;
/// A longer one is not worth keeping: it is data, and no shape.
const SHAPE_BYTES_MAX: usize = 2_000;
/// The number of the first shape is written so, the others by the letters after it: each in one byte.
const FIRST_SHAPE: u32 = 0x30;

/// The numbers of the known shapes.
pub(super) type Shapes = BTreeMap<String, i64>;

/// The beginnings of words as they are written for the index: each is three letters of it, or two and a mark.
pub(super) fn heads_text(heads: &BTreeSet<String>) -> String {
    let mut text = String::new();
    for head in heads {
        text.push(HEAD);
        text.push_str(head);
    }
    if !heads.is_empty() {
        text.push(HEAD);
    }
    text
}

/// What the index is asked for to find a beginning of one or two letters.
pub(super) fn head_term(head: &str) -> String {
    let closed = if head.chars().count() < 2 { String::from(HEAD) } else { String::new() };
    format!("{HEAD}{head}{closed}")
}

/// What stands in the text of the beginnings for exactly this one.
pub(super) fn head_written(head: &str) -> String {
    format!("{HEAD}{head}{HEAD}")
}

/// What the index is asked for to find the orders with a shape.
pub(super) fn shape_term(id: i64) -> Option<String> {
    let letter = u32::try_from(id).ok().and_then(|id| char::from_u32(FIRST_SHAPE.checked_add(id)?))?;
    Some(format!("{SHAPE}{letter}{SHAPE}"))
}

/// The shape of a line, its parts one a line; `None` when it has none, or one that is too long.
pub(super) fn shape_of(line: &str) -> Option<String> {
    let parts = fixed_parts(line);
    let long = parts.iter().filter(|part| part.chars().count() >= 3).copied().collect::<Vec<_>>().join("\n");
    let has_keys = long.contains("\":");
    (has_keys && long.len() <= SHAPE_BYTES_MAX).then_some(long)
}

/// The parts of a line of JSON that are no values: keys, brackets, commas. Whatever the line is, they are parts of it.
fn fixed_parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let bytes = line.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = end_of_string(bytes, at + 1);
                if bytes.get(end + 1) == Some(&b':') {
                    at = end + 2;
                } else {
                    // The opening quote belongs to what comes before the value, the closing one to what comes after.
                    parts.extend(line.get(from..=at));
                    from = end;
                    at = end + 1;
                }
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' => at += 1,
            _ => {
                parts.extend(line.get(from..at));
                let bare =
                    |byte: &&u8| !matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ');
                at += bytes.get(at..).unwrap_or_default().iter().take_while(bare).count();
                from = at;
            }
        }
    }
    parts.extend(line.get(from..));
    parts
}

/// Where the quote stands that ends a string, or where the line ends.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            None | Some(b'"') => return at,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// An order's marks: its shapes, then every three letters of its raw lines that stand neither in those nor in its text.
pub(super) fn marks(text: &str, raw: &str, shapes: &Shapes) -> String {
    let mut marks = String::new();
    if raw.is_empty() {
        return marks;
    }
    let mut seen = Seen::default();
    seen.0.reserve(text.len().saturating_add(raw.len()));
    seen.add(text);
    let mut used = BTreeSet::new();
    for line in raw.split('\n') {
        let Some(shape) = shape_of(line) else { continue };
        if let Some(id) = shapes.get(&shape)
            && used.insert(*id)
        {
            shape.split('\n').for_each(|part| seen.add(part));
        }
    }
    for term in used.into_iter().filter_map(shape_term) {
        // The mark that ends one begins the next.
        marks.push_str(if marks.is_empty() { &term } else { term.trim_start_matches(SHAPE) });
    }
    for line in raw.split('\n') {
        seen.add_new_of(line, &mut marks);
    }
    marks
}

/// The groups of three letters that the index has of an order already.
#[derive(Default)]
struct Seen(HashSet<u64, BuildHasherDefault<Mixed>>);

impl Seen {
    fn add(&mut self, text: &str) {
        let mut three = Three::default();
        for letter in text.chars() {
            if let Some(group) = three.next(letter) {
                self.0.insert(group);
            }
        }
    }

    /// Adds a line, and writes down the groups that are new. Groups that overlap or touch are written as one piece.
    fn add_new_of(&mut self, line: &str, marks: &mut String) {
        let letters: Vec<char> = line.chars().collect();
        let mut three = Three::default();
        let mut written = None;
        for (last, letter) in letters.iter().enumerate() {
            let Some(group) = three.next(*letter) else { continue };
            if !self.0.insert(group) {
                continue;
            }
            let first = last.saturating_sub(2);
            let from = match written {
                Some(end) if first <= end + 1 => end,
                _ => {
                    if !marks.is_empty() {
                        marks.push('\n');
                    }
                    first
                }
            };
            marks.extend(letters.get(from..=last).unwrap_or_default());
            written = Some(last + 1);
        }
    }
}

/// The last three letters as one number: a letter has 21 bits.
#[derive(Default)]
struct Three {
    letters: u64,
    n: usize,
}

impl Three {
    fn next(&mut self, letter: char) -> Option<u64> {
        self.letters = ((self.letters << 21) | u64::from(u32::from(letter))) & ((1 << 63) - 1);
        self.n += 1;
        (self.n >= 3).then_some(self.letters)
    }
}

/// Mixes a number's bits. Whoever chooses his letters so that they meet makes one order's writing slow, and no more.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Shapes, head_term, head_written, heads_text, marks, shape_of, shape_term};
    use proptest::prelude::{Just, Strategy, any, prop, proptest};
    use proptest::prop_oneof;

    fn groups(text: &str) -> BTreeSet<String> {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(3).map(|three| three.iter().collect()).collect()
    }

    #[test]
    fn a_shape_is_the_keys_without_the_values() {
        let shape = shape_of(r#"{"code":200,"data":[{"no":"ab","fee":null},{"no":"c\"d"}],"msg":"ok"}"#);
        let expected = "{\"code\":\n,\"data\":[{\"no\":\"\n\",\"fee\":\n},{\"no\":\"\n\"}],\"msg\":\"";
        assert_eq!(shape.as_deref(), Some(expected));
        assert_eq!(shape_of("12;ana;\"x\""), None, "no keys");
        assert_eq!(shape_of(&format!("{{{}}}", "\"key\":1,".repeat(500))), None, "too long");
    }

    #[test]
    fn what_the_text_and_the_shape_have_is_not_written_again() {
        let line = r#"{"number":"abcdef","fee":"12.50"}"#;
        let shapes = Shapes::from([(shape_of(line).unwrap(), 3)]);
        let marks = marks("abcdef", line, &shapes);
        assert!(marks.starts_with(&shape_term(3).unwrap()), "{marks:?}");
        assert!(marks.contains("12.50") && !marks.contains("number") && !marks.contains("bcde"), "{marks:?}");
    }

    #[test]
    fn beginnings_are_each_a_group_of_their_own() {
        let heads: BTreeSet<String> = ["a", "ab", "王", "王伟", "\""].map(str::to_owned).into();
        let text = heads_text(&heads);
        for head in &heads {
            assert!(groups(&text).contains(&head_term(head)), "{head}");
            assert!(text.contains(&head_written(head)), "{head}");
        }
        for other in ["b", "伟", "ba", "a\""] {
            assert!(!groups(&text).contains(&head_term(other)), "{other}");
            assert!(!text.contains(&head_written(other)), "{other}");
        }
        assert_eq!(heads_text(&BTreeSet::new()), "");
    }

    fn json() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            "[a-d0-9 \\\\\"]{0,9}".prop_map(|text| serde_json::Value::from(text).to_string()),
            Just("null".to_owned()),
            any::<u16>().prop_map(|number| number.to_string()),
        ];
        let pair = ("[a-d]{1,6}", value).prop_map(|(key, value)| format!("\"{key}\":{value}"));
        prop::collection::vec(pair, 0..6).prop_map(|pairs| format!("{{{}}}", pairs.join(",")))
    }

    proptest! {
        /// The promise of this module, whatever gateways say.
        #[test]
        fn every_three_letters_are_in_the_text_the_marks_or_a_marked_shape(
            text in "[a-d0-9\\n]{0,30}",
            lines in prop::collection::vec(prop_oneof![json(), "[a-d\":,{} ]{0,40}", "\\PC{0,12}"], 0..4),
            known in any::<[bool; 4]>(),
        ) {
            let raw = lines.join("\n");
            let mut shapes = Shapes::new();
            for (id, line) in lines.iter().enumerate().filter(|(id, _)| known[*id]) {
                if let Some(shape) = shape_of(line) {
                    let id = i64::try_from(id).unwrap() + 1;
                    shapes.entry(shape).or_insert(id);
                }
            }
            let marks = marks(&text, &raw, &shapes);
            let mut there = groups(&text);
            there.extend(groups(&marks));
            for (shape, id) in &shapes {
                if there.contains(&shape_term(*id).unwrap()) {
                    there.extend(groups(shape));
                }
            }
            for line in raw.split('\n') {
                for group in groups(line) {
                    assert!(there.contains(&group), "{group:?} of {line:?} is nowhere: {marks:?}");
                }
            }
        }
    }
}
