//! Finding the account number in whatever a person pasted: a chat message, a bank's page, an e-mail.

use std::cmp::Reverse;
use std::ops::Range;

use crate::{card, clabe, digits, phone};

/// How much of a pasted text is looked at, in characters: a message, not a book.
const TEXT_LIMIT: usize = 20_000;

/// The longest account number that any market of the catalogue has, in digits.
const DIGITS_LIMIT: usize = 20;

/// The most groups in which CLABEs and cards are usually printed (by fours: 4-4-4-4-2).
const PRINTED_GROUPS_MAX: usize = 5;

/// What an account number looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// A Mexican CLABE: 18 digits with a check digit.
    Clabe,
    /// A bank card: 16 digits (15 for American Express) with a check digit.
    Card,
    /// A Tanzanian mobile number: the wallet's account.
    TanzanianPhone,
    /// A Thai mobile number.
    ThaiPhone,
    /// Digits that may be an account somewhere (Thai banks: 10 to 15); nothing about them can be checked.
    Plain,
}

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it looks like.
    pub kind: AccountKind,
    /// The digits as the gateways write them: without separators; Tanzanian numbers with nine digits, Thai
    /// mobile numbers with ten.
    pub digits: String,
    /// Whether its check digit or its prefix is right; always true for [`AccountKind::Plain`].
    pub ok: bool,
}

/// Finds every account number in a text, the likeliest first.
///
/// One stretch of digits can be several things (`0612345678` is a telephone in two countries): then each is
/// given. A number with a wrong check digit is given too, with `ok == false`, so that it can be shown.
///
/// ```
/// use reference::account::{AccountKind, recognise};
/// let found = recognise("Hola, mi CLABE es 646 180 00003005684 5, gracias");
/// assert_eq!(found.first().map(|it| (it.kind, it.ok)), Some((AccountKind::Clabe, true)));
/// ```
#[must_use]
pub fn recognise(text: &str) -> Vec<Candidate> {
    let mut found: Vec<Found> = runs(text).iter().flat_map(Run::readings).collect();
    found.sort_by_key(|it| (it.strength, Reverse(it.span.len()), it.span.start));
    let mut kept: Vec<Found> = Vec::new();
    for it in found {
        let shadowed = kept.iter().any(|other| it.span != other.span && overlap(&it.span, &other.span));
        let same = kept.iter().any(|other| other.candidate == it.candidate);
        if (!shadowed || it.strength == Strength::WholeFailed) && !same {
            kept.push(it);
        }
    }
    kept.into_iter().map(|it| it.candidate).collect()
}

/// How likely a reading is meant; the order decides which of two overlapping readings stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// A check digit agrees.
    Checked,
    /// The whole stretch has the length of a CLABE or card, but the check digit is wrong.
    WholeFailed,
    /// A telephone with its `0`, `+` or country code.
    Dialled,
    /// Nine digits that would be a telephone.
    Bare,
    /// Part of a longer stretch has the length of a CLABE or card, with a wrong check digit.
    PartFailed,
    /// Only digits.
    Plain,
}

struct Found {
    candidate: Candidate,
    strength: Strength,
    /// Positions of digits within the text, counted in digits, so that separators do not matter.
    span: Range<usize>,
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Digits that stand together, in groups with one separator between.
#[derive(Default)]
struct Run {
    groups: Vec<Group>,
    /// A letter touches the run: part of some other code, unless a check digit says otherwise.
    glued: bool,
    /// A plus stands before it.
    plus: bool,
    first_digit: usize,
}

struct Group {
    digits: String,
    /// A dash, not a space, joins it to the group before: only so are plain account numbers written.
    dashed: bool,
}

impl Run {
    fn readings(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut start = self.first_digit;
        for (first, group) in self.groups.iter().enumerate() {
            self.windows_from(first, start, &mut found);
            start += group.digits.len();
        }
        found
    }

    /// Every window of whole groups that begins at the given one and is not too long.
    fn windows_from(&self, first: usize, start: usize, found: &mut Vec<Found>) {
        let mut digits = String::new();
        let mut dashed = true;
        for (index, group) in self.groups.iter().enumerate().skip(first) {
            if digits.len() + group.digits.len() > DIGITS_LIMIT {
                return;
            }
            dashed &= index == first || group.dashed;
            digits.push_str(&group.digits);
            let whole = first == 0 && index + 1 == self.groups.len();
            let window = Window {
                span: start..start + digits.len(),
                digits: &digits,
                whole,
                plus: self.plus && first == 0,
                glued: self.glued,
                dashed,
                groups: index - first + 1,
            };
            found.extend(window.readings());
        }
    }
}

struct Window<'a> {
    digits: &'a str,
    span: Range<usize>,
    whole: bool,
    plus: bool,
    glued: bool,
    dashed: bool,
    groups: usize,
}

impl Window<'_> {
    fn readings(&self) -> Vec<Found> {
        if self.plus {
            return [self.tanzanian(), self.thai()].into_iter().flatten().collect();
        }
        [self.clabe(), self.card(), self.tanzanian(), self.thai(), self.plain()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn clabe(&self) -> Option<Found> {
        let reading = clabe::read(self.digits).ok()?;
        self.checked(AccountKind::Clabe, reading.check_digit_ok)
    }

    fn card(&self) -> Option<Found> {
        let brand = card::brand(self.digits);
        let length = if brand == Some(card::CardBrand::AmericanExpress) { 15 } else { 16 };
        // A part of a longer stretch passes Luhn's check once in ten by chance: there the brand must be known.
        if self.digits.len() != length || (brand.is_none() && !self.whole) {
            return None;
        }
        self.checked(AccountKind::Card, card::luhn(self.digits))
    }

    fn checked(&self, kind: AccountKind, ok: bool) -> Option<Found> {
        let strength = match (ok, self.whole) {
            (true, _) => Strength::Checked,
            (false, _) if self.glued => return None,
            (false, true) => Strength::WholeFailed,
            // A list of many short numbers is not a mistyped account.
            (false, false) if self.groups > PRINTED_GROUPS_MAX => return None,
            (false, false) => Strength::PartFailed,
        };
        Some(self.found(kind, self.digits.to_owned(), ok, strength))
    }

    fn tanzanian(&self) -> Option<Found> {
        let read = phone::tanzania(&self.dialled()?).ok()?;
        Some(self.found(AccountKind::TanzanianPhone, read.national, true, self.phone_strength()))
    }

    fn thai(&self) -> Option<Found> {
        let read = phone::thailand(&self.dialled()?).ok()?;
        Some(self.found(AccountKind::ThaiPhone, read.local(), true, self.phone_strength()))
    }

    fn dialled(&self) -> Option<String> {
        let sign = if self.plus { "+" } else { "" };
        // Bare nine digits inside a longer stretch are a part of something else.
        let likely = !self.glued && (self.whole || self.phone_strength() == Strength::Dialled);
        likely.then(|| format!("{sign}{}", self.digits))
    }

    fn phone_strength(&self) -> Strength {
        if self.plus || self.digits.len() > 9 { Strength::Dialled } else { Strength::Bare }
    }

    fn plain(&self) -> Option<Found> {
        let fits = self.whole && !self.glued && self.dashed && (10..=15).contains(&self.digits.len());
        fits.then(|| self.found(AccountKind::Plain, self.digits.to_owned(), true, Strength::Plain))
    }

    fn found(&self, kind: AccountKind, digits: String, ok: bool, strength: Strength) -> Found {
        Found { candidate: Candidate { kind, digits, ok }, strength, span: self.span.clone() }
    }
}

/// Splits a text into runs of digits.
fn runs(text: &str) -> Vec<Run> {
    let mut reader = RunReader::default();
    for character in text.chars().take(TEXT_LIMIT).filter(|character| !digits::is_invisible(*character)) {
        reader.take(character);
    }
    reader.end_run(false);
    reader.runs
}

#[derive(Default)]
struct RunReader {
    runs: Vec<Run>,
    run: Run,
    group: String,
    /// The separator after the last group, and whether it was a dash.
    pending: Option<bool>,
    before: Option<char>,
    seen_digits: usize,
}

impl RunReader {
    fn take(&mut self, character: char) {
        let breaks_line = matches!(character, '\n' | '\r' | '\t');
        if character.is_ascii_digit() {
            self.take_digit(character);
        } else if digits::is_separator(character) && !breaks_line && !self.group.is_empty() {
            let dash = !character.is_whitespace();
            self.end_group();
            self.pending = Some(dash);
        } else {
            self.end_run(character.is_alphabetic() || character == '_');
        }
        self.before = Some(character);
    }

    fn take_digit(&mut self, digit: char) {
        if self.group.is_empty() && self.run.groups.is_empty() {
            self.run.glued = self.before.is_some_and(|it| it.is_alphabetic() || it == '_');
            self.run.plus = self.before == Some('+');
            self.run.first_digit = self.seen_digits;
        }
        self.group.push(digit);
        self.seen_digits += 1;
    }

    fn end_group(&mut self) {
        if !self.group.is_empty() {
            let dashed = self.pending.take() == Some(true);
            self.run.groups.push(Group { digits: std::mem::take(&mut self.group), dashed });
        }
    }

    /// Ends the run; `touched` when a letter stands right behind the last digit.
    fn end_run(&mut self, touched: bool) {
        let glued_behind = touched && !self.group.is_empty();
        self.end_group();
        self.pending = None;
        let mut run = std::mem::take(&mut self.run);
        if !run.groups.is_empty() {
            run.glued |= glued_behind;
            self.runs.push(run);
        }
    }
}
