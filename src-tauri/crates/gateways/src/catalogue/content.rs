//! The check of one field's text by itself: presence, length, characters, and the form its kind asks for.

use orders::Draft;
use reference::{ascii, phone};
use url::Url;

use super::check::channel_of;
use super::{
    Charset, DraftCheck, Field, FieldKind, Market, PhonePlan, Problem, ProductRules, Role, Warning, WireType,
};

/// No telephone number is shorter than this anywhere, or longer than ITU-T E.164 allows (15 digits).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// Checks one field that exists in the draft's form.
pub(super) fn check_field(
    check: &mut DraftCheck,
    market: &Market,
    rules: &ProductRules,
    draft: &Draft,
    field: &Field,
) {
    let Some(text) = draft.field(&field.name) else {
        if field.required_for(channel_of(draft)) {
            check.problem(&field.name, Problem::Required);
        } else if field.warn_when_empty {
            check.warn(&field.name, Warning::SoonRequired);
        }
        return;
    };
    if let Some(problem) = length_problem(field, text) {
        check.problem(&field.name, problem);
    }
    // A text with characters that may not be there is not looked at further: its form would be wrong as well.
    if let Some(problem) = characters_problem(field.charset, text) {
        check.problem(&field.name, problem);
        return;
    }
    if let Some(problem) = form_problem(rules, draft, field, text) {
        check.problem(&field.name, problem);
        return;
    }
    if let Some(warning) = characters_warning(field.charset, text) {
        check.warn(&field.name, warning);
    }
    if market.phone_plan.is_some_and(|plan| is_unusual_phone(plan, field, text)) {
        check.warn(&field.name, Warning::UnusualPhone);
    }
}

/// Whether a text is a whole number as JSON writes it: no sign, no leading zeros, within 64 bits.
pub(super) fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number >= 0 && number.to_string() == text)
}

/// A number of seconds, more than none.
pub(super) fn seconds(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|seconds| *seconds > 0 && seconds.to_string() == text)
}

fn length_problem(field: &Field, text: &str) -> Option<Problem> {
    let max = field.max_length?;
    let have = count(text.chars().count());
    (have > max).then_some(Problem::TooLong { max, have })
}

/// A length for people; nobody's text is longer than this can hold.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn characters_problem(charset: Charset, text: &str) -> Option<Problem> {
    let is_bad = |character: &char| match charset {
        Charset::Any | Charset::AsciiAdvised => character.is_control() || turns_direction(*character),
        Charset::PrintableAscii => !matches!(character, ' '..='~'),
    };
    let characters = each_once(text.chars().filter(is_bad));
    if characters.is_empty() {
        return None;
    }
    let suggestion = match charset {
        Charset::Any | Charset::AsciiAdvised => Some(spaced(text)),
        Charset::PrintableAscii => ascii::transliterate(text),
    };
    Some(Problem::BadCharacters { characters, suggestion: offered(suggestion) })
}

/// Names in MXN: "same caution" as for remarks, but a name is never refused by us for its accents (Z18).
fn characters_warning(charset: Charset, text: &str) -> Option<Warning> {
    if charset != Charset::AsciiAdvised || ascii::is_printable(text) {
        return None;
    }
    let characters = each_once(text.chars().filter(|character| !matches!(character, ' '..='~')));
    Some(Warning::UnusualCharacters { characters, suggestion: offered(ascii::transliterate(text)) })
}

/// Control characters as spaces (a line break or tab in a pasted name), direction marks as nothing.
fn spaced(text: &str) -> String {
    let kept = text.chars().filter(|character| !turns_direction(*character));
    kept.map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// Marks that make a text read otherwise than it is sent: on a review page they would show another name.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A suggestion worth making: trimmed, and not empty.
fn offered(suggestion: Option<String>) -> Option<String> {
    suggestion.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn each_once(characters: impl Iterator<Item = char>) -> String {
    let mut seen = String::new();
    for character in characters {
        if !seen.contains(character) {
            seen.push(character);
        }
    }
    seen
}

fn form_problem(rules: &ProductRules, draft: &Draft, field: &Field, text: &str) -> Option<Problem> {
    let problem = match field.kind {
        FieldKind::Text => None,
        FieldKind::Digits => (!is_digits(text)).then_some(Problem::NotDigits),
        FieldKind::Phone => (!is_phone(text)).then_some(Problem::NotAPhone),
        FieldKind::Email => (!is_email(text)).then_some(Problem::NotAnEmail),
        FieldKind::Url => (!is_web_address(text)).then_some(Problem::NotAnUrl),
        FieldKind::Choice => field.choice(text).is_none().then_some(Problem::NotAChoice),
        FieldKind::Toggle => (!is_toggle(field, text)).then_some(Problem::NotAChoice),
        FieldKind::Seconds => seconds(text).is_none().then_some(Problem::NotSeconds),
        // Which banks there are is the gateway's to say; a bank's id must at least be one.
        FieldKind::Bank | FieldKind::CollectBank => {
            (field.wire == WireType::Integer && !is_integer(text)).then_some(Problem::NotAChoice)
        }
    };
    problem.or_else(|| digits_problem(rules, draft, field, text))
}

/// Exact digit counts that hang on another field (`accountType` 40 → 18 digits).
fn digits_problem(rules: &ProductRules, draft: &Draft, field: &Field, text: &str) -> Option<Problem> {
    let rule = field.digits_when.iter().find(|rule| {
        rules.field(&rule.field).is_some() && draft.field(&rule.field) == Some(rule.value.as_str())
    })?;
    if !is_digits(text) {
        return Some(Problem::NotDigits);
    }
    let have = count(text.len());
    (have != rule.digits).then_some(Problem::WrongDigitCount { expected: rule.digits, have })
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_toggle(field: &Field, text: &str) -> bool {
    matches!(text, "true" | "false") && (field.choices.is_empty() || field.choice(text).is_some())
}

/// Digits with an optional plus, and what people put between them.
fn is_phone(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    let is_allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')');
    number.chars().all(is_allowed)
        && PHONE_DIGITS.contains(&number.chars().filter(char::is_ascii_digit).count())
}

/// One `@` with something plain before it and a dotted name behind it: enough to catch a slip of the hand.
fn is_email(text: &str) -> bool {
    let Some((mailbox, host)) = text.split_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let mailbox_ok = !mailbox.is_empty()
        && !mailbox.starts_with('.')
        && !mailbox.ends_with('.')
        && !mailbox.contains("..")
        && mailbox.chars().all(|c| {
            c.is_ascii_graphic()
                && !matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | ':' | '"' | '\\')
        });
    mailbox_ok && host.contains('.') && host.split('.').all(is_label)
}

/// An http or https address with a host. `Url` forgives spaces and line breaks inside; gateways do not.
fn is_web_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether a number does not look like the country's. A wallet's account is the bare national number.
fn is_unusual_phone(plan: PhonePlan, field: &Field, text: &str) -> bool {
    let is_wallet = matches!(field.role, Role::PayeeAccount | Role::PayerWallet);
    match plan {
        PhonePlan::Tanzania if is_wallet => {
            phone::tanzania(text).map_or(true, |number| number.national != text)
        }
        PhonePlan::Tanzania => field.kind == FieldKind::Phone && phone::tanzania(text).is_err(),
        PhonePlan::Thailand => field.kind == FieldKind::Phone && phone::thailand(text).is_err(),
    }
}
