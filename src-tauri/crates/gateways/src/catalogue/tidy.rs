//! Tidying a draft: what people add for the eye goes, nothing that means something changes.

use std::collections::BTreeMap;

use orders::{Draft, Product};
use reference::phone;

use super::mobile_numbers::{MobileNumbers, plain};
use super::{Field, FieldKind, Market, PhonePlan, ProductRules, Role};

impl Market {
    /// The draft as it will be checked, stored and sent.
    ///
    /// Texts are trimmed and empty ones dropped; spaces and dashes go from digits, accounts and telephone
    /// numbers; a wallet that is a telephone number loses its country's code and the leading zero, where the market's
    /// wallets are national numbers ([`PhonePlan::Tanzania`]): one payee is one text, or paying twice would go
    /// unnoticed; fields that the chosen channel does not have are dropped. A field that the product has with no
    /// channel at all stays, so that [`check`](Self::check) can name it. Tidying twice changes nothing.
    #[must_use]
    pub fn tidy(&self, draft: &Draft) -> Draft {
        let channel = draft.channel.as_deref().map(str::trim).filter(|channel| !channel.is_empty());
        let rules = self.product(draft.product);
        let fields: BTreeMap<String, String> = draft
            .fields
            .iter()
            .filter_map(|(name, text)| Some((name.clone(), self.tidy_field(rules, channel, name, text)?)))
            .collect();
        Draft { channel: channel.map(str::to_owned), fields, ..draft.clone() }
    }

    /// An account, card or wallet as a ledger keeps it: as a draft of this market has it that can be sent, so that one
    /// account is one text wherever it came from; besides, dots go where digits alone are taken, and of an account in free
    /// text goes what means nothing, though it is sent as it was typed: what parts the digits of a telephone number behind
    /// its plus, and whether an e-mail address or a random key is in capitals.
    #[must_use]
    pub fn tidy_account(&self, product: Product, text: &str) -> String {
        let trimmed = text.trim();
        let field = self.account_field(product);
        if let Some(wallet) = field.and_then(|field| self.wallet(field, trimmed)) {
            return wallet;
        }
        let takes_dots =
            field.is_some_and(|field| field.kind == FieldKind::Text && field.digits_when.is_empty());
        let signs: &[char] = if takes_dots { &[] } else { &['.'] };
        bare(trimmed, signs, false)
            .or_else(|| in_free_text(self.mobile_numbers.as_ref()?, trimmed))
            .unwrap_or_else(|| trimmed.to_owned())
    }

    /// Every text that may stand for an account in a ledger: as it is spelt now, as it was given, and for a wallet with its
    /// country's code or a leading zero, as such were kept until they were tidied, or are where they are free text. Whoever
    /// looks for an earlier payment has to look for all of them.
    #[must_use]
    pub fn account_spellings(&self, product: Product, text: &str) -> Vec<String> {
        let tidy = self.tidy_account(product, text);
        let is_wallet = self.account_field(product).is_some_and(|field| self.wallet(field, &tidy).is_some());
        let others = match &self.mobile_numbers {
            _ if is_wallet => vec![format!("0{tidy}"), format!("255{tidy}")],
            Some(numbers) => others_in_free_text(numbers, &tidy),
            None => Vec::new(),
        };
        let mut spellings = vec![tidy];
        for other in others.into_iter().chain([text.to_owned()]) {
            if !spellings.contains(&other) {
                spellings.push(other);
            }
        }
        spellings
    }

    /// A telephone number out of a file, as a draft of this market has it.
    #[must_use]
    pub fn tidy_phone(&self, product: Product, text: &str) -> String {
        let trimmed = text.trim();
        let field = self.product(product).and_then(|rules| rules.role(Role::Phone));
        let tidy = match field {
            Some(field) => compact(field, trimmed),
            None => bare_phone(trimmed),
        };
        tidy.unwrap_or_else(|| trimmed.to_owned())
    }

    /// Where a draft has the account that pays or is paid.
    fn account_field(&self, product: Product) -> Option<&Field> {
        let rules = self.product(product)?;
        rules.role(Role::PayeeAccount).or_else(|| rules.role(Role::PayerWallet))
    }

    /// The tidy text of a field; `None` for one that is to be dropped.
    fn tidy_field(
        &self,
        rules: Option<&ProductRules>,
        channel: Option<&str>,
        name: &str,
        text: &str,
    ) -> Option<String> {
        let trimmed = text.trim();
        let field = rules.and_then(|rules| rules.field(name));
        let dropped = field.is_some_and(|field| !field.exists_for(channel));
        if trimmed.is_empty() || dropped {
            return None;
        }
        let tidy = field.and_then(|field| self.wallet(field, trimmed).or_else(|| compact(field, trimmed)));
        Some(tidy.unwrap_or_else(|| trimmed.to_owned()))
    }

    /// The national number of a wallet; `None` where the field or the market has none, or it is not one of the country's.
    fn wallet(&self, field: &Field, text: &str) -> Option<String> {
        let is_wallet = matches!(field.role, Role::PayeeAccount | Role::PayerWallet);
        let has_plan = self.phone_plan == Some(PhonePlan::Tanzania);
        (is_wallet && has_plan).then(|| phone::tanzania(text).ok())?.map(|number| number.national)
    }
}

/// An account in free text without what means nothing; `None` where every sign may mean something.
fn in_free_text(numbers: &MobileNumbers, text: &str) -> Option<String> {
    // Mailboxes and PIX keys are the same in capitals; a dash belongs to them.
    if text.contains('@') || is_random_key(text) {
        let visible: String = text.chars().filter(|it| !is_separator(*it) || is_dash(*it)).collect();
        return Some(visible.to_lowercase());
    }
    if numbers.national(text).is_some() {
        return Some(plain(text));
    }
    // A number of another country: nobody knows its shape, but the plus says what it is.
    bare_phone(text).filter(|number| number.starts_with('+'))
}

/// Other texts that an account in free text may stand under. Zeros before digits count, unless they are a telephone
/// number's: they are part of many banks' account numbers.
fn others_in_free_text(numbers: &MobileNumbers, tidy: &str) -> Vec<String> {
    if let Some(national) = numbers.national(tidy) {
        return numbers.spellings(&national);
    }
    match tidy.strip_prefix('+') {
        Some(number) => vec![number.to_owned(), format!("00{number}")],
        None if bare(tidy, &[], false).is_none() => Vec::new(),
        None => vec![format!("+{}", tidy.strip_prefix("00").unwrap_or(tidy))],
    }
}

/// Whether it is a key like `123e4567-e89b-12d3-a456-426614174000`, in any case.
fn is_random_key(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The text without separators, if the field is one for digits and digits are all that remains: in `12-A`
/// the dash may be part of the number.
fn compact(field: &Field, text: &str) -> Option<String> {
    let is_phone = field.kind == FieldKind::Phone;
    if !is_phone && field.kind != FieldKind::Digits && field.role != Role::PayeeAccount {
        return None;
    }
    if is_phone { bare_phone(text) } else { bare(text, &[], false) }
}

/// A telephone number without what people part its digits by.
fn bare_phone(text: &str) -> Option<String> {
    bare(text, &['(', ')', '.'], true)
}

/// The text without separators and these signs; `None` if anything but digits remains, and a plus before them where one may
/// stand.
fn bare(text: &str, signs: &[char], may_have_plus: bool) -> Option<String> {
    let bare: String = text.chars().filter(|it| !is_separator(*it) && !signs.contains(it)).collect();
    let digits = if may_have_plus { bare.strip_prefix('+').unwrap_or(&bare) } else { &bare };
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then_some(bare)
}

/// What only separates digits for the eye. Banks' pages and chat programs put no-break spaces, typographic
/// dashes and invisible direction marks into numbers; a person cannot see the difference.
pub(super) fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || is_dash(character)
        || matches!(
            character,
            '\u{00AD}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
        )
}

const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
