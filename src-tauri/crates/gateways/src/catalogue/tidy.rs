//! Tidying a draft: what people add for the eye goes, nothing that means something changes.

use std::collections::BTreeMap;

use orders::Draft;

use super::{Field, FieldKind, Market, ProductRules, Role};

impl Market {
    /// The draft as it will be checked, stored and sent.
    ///
    /// Texts are trimmed and empty ones dropped; spaces and dashes go from digits, accounts and telephone
    /// numbers; fields that the chosen channel does not have are dropped. A field that the product has with no
    /// channel at all stays, so that [`check`](Self::check) can name it. Tidying twice changes nothing.
    #[must_use]
    pub fn tidy(&self, draft: &Draft) -> Draft {
        let channel = draft.channel.as_deref().map(str::trim).filter(|channel| !channel.is_empty());
        let rules = self.product(draft.product);
        let fields: BTreeMap<String, String> = draft
            .fields
            .iter()
            .filter_map(|(name, text)| Some((name.clone(), tidy_field(rules, channel, name, text)?)))
            .collect();
        Draft { channel: channel.map(str::to_owned), fields, ..draft.clone() }
    }
}

/// The tidy text of a field; `None` for one that is to be dropped.
fn tidy_field(rules: Option<&ProductRules>, channel: Option<&str>, name: &str, text: &str) -> Option<String> {
    let trimmed = text.trim();
    let field = rules.and_then(|rules| rules.field(name));
    let dropped = field.is_some_and(|field| !field.exists_for(channel));
    if trimmed.is_empty() || dropped {
        return None;
    }
    Some(field.and_then(|field| compact(field, trimmed)).unwrap_or_else(|| trimmed.to_owned()))
}

/// The text without separators, if the field is one for digits and digits are all that remains: in `12-A`
/// the dash may be part of the number.
fn compact(field: &Field, text: &str) -> Option<String> {
    let is_phone = field.kind == FieldKind::Phone;
    if !is_phone && field.kind != FieldKind::Digits && field.role != Role::PayeeAccount {
        return None;
    }
    let is_bracket = |character: char| is_phone && matches!(character, '(' | ')' | '.');
    let bare: String = text
        .chars()
        .filter(|character| !is_separator(*character))
        .filter(|character| !is_bracket(*character))
        .collect();
    let digits = if is_phone { bare.strip_prefix('+').unwrap_or(&bare) } else { &bare };
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then_some(bare)
}

/// What only separates digits for the eye. Banks' pages and chat programs put no-break spaces, typographic
/// dashes and invisible direction marks into numbers; a person cannot see the difference.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{2010}'..='\u{2015}'
                | '\u{2212}'
                | '\u{00AD}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
        )
}
