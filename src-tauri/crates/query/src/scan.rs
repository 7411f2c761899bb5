//! Cutting the text into words and filters, without yet asking what the values mean.

use crate::digits::half_width;
use crate::{FilterName, MAX_VALUES, Span};

/// A part as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    /// Whether dashes stood before it.
    pub(crate) not: bool,
    pub(crate) body: Body,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Word(Value),
    Filter {
        name: FilterName,
        /// Where the name stands, without its colon.
        name_span: Span,
        values: Vec<Value>,
    },
}

/// A word or a filter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// Where it stands, with its quotation marks.
    pub(crate) span: Span,
    /// What it says, without them.
    pub(crate) text: String,
    pub(crate) quoted: bool,
    /// Whether a quotation mark was not closed.
    pub(crate) open: bool,
}

/// Longer words before a colon are no filter's name.
const LONGEST_NAME: usize = 24;

pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}

pub(crate) fn is_comma(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '、' | '；')
}

pub(crate) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '−' | '‐'..='―')
}

/// What only separates: words that consist of nothing else ask for nothing.
pub(crate) fn is_separator(c: char) -> bool {
    is_dash(c) || is_comma(c) || matches!(c, '.' | '/')
}

/// What stands before the first colon, in lower case and plain signs, and what stands after it.
///
/// Only letters and underscores make a name.
pub(crate) fn name_of(text: &str) -> Option<(String, &str)> {
    let (name, rest) = text.split_once(is_colon)?;
    let folded: String =
        name.chars().take(LONGEST_NAME + 1).flat_map(|c| half_width(c).to_lowercase()).collect();
    let is_name = !folded.is_empty() && folded.chars().all(|c| c.is_alphabetic() || c == '_');
    (is_name && folded.chars().count() <= LONGEST_NAME).then_some((folded, rest))
}

/// Adds a value; those beyond the limit are kept as one stretch, because all that is said of them is where they stand.
fn keep(values: &mut Vec<Value>, value: Value) {
    match values.get_mut(MAX_VALUES) {
        Some(rest) => {
            rest.span.end = value.span.end;
            rest.open |= value.open;
        }
        None => values.push(value),
    }
}

/// The tokens of a text, from left to right.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    open: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, open: false }
    }

    /// Whether the text ends inside a quotation that nobody closed.
    pub(crate) fn ends_open(text: &'a str) -> bool {
        let mut tokens = Self::new(text);
        while tokens.next().is_some() {}
        tokens.open
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes past everything that fits, and says where it stood.
    fn pass(&mut self, fits: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        self.at += self.rest().find(|c| !fits(c)).unwrap_or(self.rest().len());
        Span { start, end: self.at }
    }

    /// Goes past spaces, and past words that only separate.
    fn pass_separators(&mut self) {
        loop {
            self.pass(|c| c.is_whitespace() || is_comma(c));
            let run = self.pass(is_separator);
            let whole = self.peek().is_none_or(char::is_whitespace);
            if run.start == run.end || !whole {
                self.at = run.start;
                return;
            }
        }
    }

    /// What stands in quotation marks; the first of them is next.
    fn quoted(&mut self) -> Value {
        let start = self.at;
        let mut text = String::new();
        let mut letters = self.rest().chars();
        letters.next();
        let mut open = true;
        while let Some(c) = letters.next() {
            if !is_quote(c) {
                text.push(c);
            } else if letters.clone().next().is_some_and(is_quote) {
                letters.next();
                text.push(c);
            } else {
                open = false;
                break;
            }
        }
        self.at = self.text.len() - letters.as_str().len();
        self.open |= open;
        Value { span: Span { start, end: self.at }, text, quoted: true, open }
    }

    /// What stands without quotation marks, up to a character that ends it; commas at its end do not belong to it.
    fn bare(&mut self, ends: impl Fn(char) -> bool) -> Value {
        let run = self.pass(|c| !ends(c));
        let text = run.of(self.text).trim_end_matches(is_comma).to_owned();
        let span = Span { start: run.start, end: run.start + text.len() };
        Value { span, text, quoted: false, open: false }
    }

    /// The filter whose name and colon come next, if they do.
    fn filter(&mut self) -> Option<(FilterName, Span)> {
        let run = self.rest().split(|c: char| c.is_whitespace() || is_quote(c)).next()?;
        let (word, after) = name_of(run)?;
        let name = FilterName::from_word(&word)?;
        let value_at = self.at + run.len() - after.len();
        let name_text = Span { start: self.at, end: value_at }.of(self.text).trim_end_matches(is_colon);
        let span = Span { start: self.at, end: self.at + name_text.len() };
        self.at = value_at;
        Some((name, span))
    }

    fn values(&mut self, list: bool) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            let value = if self.peek().is_some_and(is_quote) {
                self.quoted()
            } else {
                self.bare(|c| c.is_whitespace() || (list && is_comma(c)))
            };
            if value.quoted || !value.text.is_empty() {
                keep(&mut values, value);
            }
            match self.peek() {
                Some(c) if list && is_comma(c) => self.at += c.len_utf8(),
                Some(_) | None => return values,
            }
        }
    }

    fn token(&mut self) -> Token {
        let before = self.pass(|c| is_dash(c) || is_comma(c));
        let not = before.of(self.text).contains(is_dash);
        let (start, body) = if self.peek().is_some_and(is_quote) {
            (before.start, Body::Word(self.quoted()))
        } else if let Some((name, name_span)) = self.filter() {
            let values = self.values(name.takes_list());
            (before.start, Body::Filter { name, name_span, values })
        } else {
            (before.start, Body::Word(self.bare(char::is_whitespace)))
        };
        let end = match &body {
            Body::Word(word) => word.span.end,
            Body::Filter { name, values, .. } => match values.last() {
                Some(last) if !name.takes_list() => last.span.end,
                Some(_) | None => self.at,
            },
        };
        Token { span: Span { start, end }, not, body }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            self.pass_separators();
            self.peek()?;
            let token = self.token();
            // `""` and `" "` ask for nothing.
            let blank = matches!(&token.body, Body::Word(word) if word.text.trim().is_empty());
            if !blank {
                return Some(token);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Body, Tokens};
    use rstest::rstest;

    fn words(text: &str) -> Vec<String> {
        Tokens::new(text)
            .map(|token| {
                let dash = if token.not { "-" } else { "" };
                match token.body {
                    Body::Word(word) => format!("{dash}{}", word.text),
                    Body::Filter { name, values, .. } => {
                        let values: Vec<String> = values.into_iter().map(|value| value.text).collect();
                        format!("{dash}{name}={}", values.join("|"))
                    }
                }
            })
            .collect()
    }

    #[rstest]
    #[case::words("garcia  lopez\n", &["garcia", "lopez"])]
    #[case::commas("garcia, lopez; ,x", &["garcia", "lopez", "x"])]
    #[case::quoted(r#""san pedro" x"#, &["san pedro", "x"])]
    #[case::quotes_in_quotes(r#""a ""b"" c""#, &[r#"a "b" c"#])]
    #[case::curly("“san pedro” „x y“", &["san pedro", "x y"])]
    #[case::adjacent(r#""a"b"#, &["a", "b"])]
    #[case::quote_inside_is_a_letter(r#"5"x y"z"#, &["5\"x", "y\"z"])]
    #[case::open(r#"x "san pe"#, &["x", "san pe"])]
    #[case::empty_quotes(r#""" x """#, &["x"])]
    #[case::dashes(r#"-x --y - "-z" -"a b""#, &["-x", "-y", "-z", "-a b"])]
    #[case::only_separators("646 - 180 / ... ,", &["646", "180"])]
    #[case::url("https://x.y:80/z 12:30", &["https://x.y:80/z", "12:30"])]
    #[case::filter("status:unknown,returned x", &["status=unknown|returned", "x"])]
    #[case::alias_and_case("STATE:a", &["status=a"])]
    #[case::chinese_keyboard("ｓｔａｔｕｓ：a，b、c", &["status=a|b|c"])]
    #[case::commas_in_lists("label:,a,, label:b,", &["label=a", "label=b"])]
    #[case::quoted_values(r#"label:"a b",c,"d,e"f"#, &["label=a b|c|d,e", "f"])]
    #[case::no_list_for_amounts("amount:1,000, x", &["amount=1,000", "x"])]
    #[case::negated_filter("-status:a", &["-status=a"])]
    #[case::no_value("status: x", &["status=", "x"])]
    #[case::colon_in_value("remark:a:b name:", &["remark=a:b", "name="])]
    fn cut_up(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(words(text), expected);
    }

    #[test]
    fn knows_an_open_end() {
        for (text, open) in
            [("\"a", true), ("\"a\"", false), ("a\"", false), ("name:\"a\"\"", true), ("x \"", true)]
        {
            assert_eq!(Tokens::ends_open(text), open, "{text}");
        }
    }
}
