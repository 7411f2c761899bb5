//! Everything that is asked for, put together: what the search needs, without the places in the text.

use std::collections::BTreeSet;

use money::{Amount, Currency};
use orders::{Direction, Flag, Product, Status};
use serde::Serialize;

use crate::{AmountRange, Attachment, Choice, Days, Field, Mark, StatusWord, Term, Word, joined};

/// What an order has to be. All of it has to hold; what is empty asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Asked {
    /// Words that all have to occur somewhere in the order's texts, unless [`Asked::joined`] occurs.
    pub words: Vec<Word>,
    /// The number that is as good as all the words together, when they are the groups of a pasted number.
    pub joined: Option<String>,
    /// Words that must not occur.
    pub without: Vec<Word>,
    /// The least and most that was asked for.
    pub amount: Bounds,
    /// When it was made.
    pub days: Days,
    /// Where it stands; groups are taken apart. [`Asked::allowed_statuses`] sums it up.
    pub status: OneOf<Status>,
    /// Which way the money goes.
    pub direction: OneOf<Direction>,
    /// Which kind of order. [`Asked::allowed_products`] sums it up, directions included.
    pub product: OneOf<Product>,
    /// In which currency.
    pub currency: OneOf<Currency>,
    /// The account's name, as a whole.
    pub account: OneOf<String>,
    /// The channel's code, as a whole.
    pub channel: OneOf<String>,
    /// A fragment of the bank's code or name.
    pub bank: OneOf<String>,
    /// Each of these: any of its flags, or none of them.
    pub flags: Vec<Choice<Flag>>,
    /// Each of these: any of its marks, or none of them.
    pub marks: Vec<Choice<Mark>>,
    /// Each of these: any of its attachments, or none of them.
    pub has: Vec<Choice<Attachment>>,
    /// What the other texts say.
    pub texts: Vec<TextTest>,
}

/// The least and the most, both included; none where there is no such end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Bounds {
    /// This or more.
    pub at_least: Option<Amount>,
    /// This or less.
    pub at_most: Option<Amount>,
}

/// What the one value that an order has must be. An order without a value is none of `any` and none of `none`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OneOf<T> {
    /// One of these; when empty, anything.
    pub any: Vec<T>,
    /// None of these.
    pub none: Vec<T>,
}

/// What one of an order's texts has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextTest {
    /// Which text.
    pub field: Field,
    /// Any of these has to occur (or to be it, when [`Field::is_whole`]).
    pub any: Vec<Fragment>,
    /// Whether it is the other way round: none of them must.
    pub not: bool,
}

/// A value that is looked for in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fragment {
    /// As it was typed.
    pub text: String,
    /// The number that is as good, when it was typed in groups and the field is one of numbers.
    pub joined: Option<String>,
}

impl<T> Default for OneOf<T> {
    fn default() -> Self {
        Self { any: Vec::new(), none: Vec::new() }
    }
}

impl<T: Clone + PartialEq> OneOf<T> {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.none.is_empty()
    }

    /// Whether this value will do.
    #[must_use]
    pub fn allows(&self, value: &T) -> bool {
        (self.any.is_empty() || self.any.contains(value)) && !self.none.contains(value)
    }

    fn add(&mut self, values: impl IntoIterator<Item = T>, not: bool) {
        let list = if not { &mut self.none } else { &mut self.any };
        for value in values {
            if !list.contains(&value) {
                list.push(value);
            }
        }
    }

    /// Those of `every` that will do; none when nothing is asked.
    fn allowed(&self, every: &[T]) -> Option<Vec<T>> {
        (!self.is_empty()).then(|| every.iter().filter(|value| self.allows(value)).cloned().collect())
    }

    /// Whether everything that is wanted is ruled out, where `ruled_out(wanted, unwanted)`.
    fn is_hopeless(&self, ruled_out: impl Fn(&T, &T) -> bool) -> bool {
        let lost = |wanted: &T| self.none.iter().any(|unwanted| ruled_out(wanted, unwanted));
        !self.any.is_empty() && self.any.iter().all(lost)
    }
}

const DIRECTIONS: [Direction; 2] = [Direction::Collect, Direction::Payout];
const PRODUCTS: [Product; 3] = [Product::Collect, Product::CashierDesk, Product::Payout];

impl Asked {
    /// Whether nothing is asked: every order will do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The statuses that will do; none when every one will.
    #[must_use]
    pub fn allowed_statuses(&self) -> Option<Vec<Status>> {
        self.status.allowed(&Status::ALL)
    }

    /// The products that will do, by kind and by direction; none when every one will.
    #[must_use]
    pub fn allowed_products(&self) -> Option<Vec<Product>> {
        if self.direction.is_empty() {
            return self.product.allowed(&PRODUCTS);
        }
        let allowed =
            |product: &Product| self.product.allows(product) && self.direction.allows(&product.direction());
        Some(PRODUCTS.into_iter().filter(allowed).collect())
    }

    /// Adds a term.
    pub(crate) fn add(&mut self, term: &Term) {
        match term {
            Term::Word(word) if word.not => self.without.push(word.clone()),
            Term::Word(word) => self.words.push(word.clone()),
            Term::Amount(range) => self.amount.narrow(*range),
            Term::From(day) => self.days.from = Some(*day),
            Term::To(day) => self.days.to = Some(*day),
            Term::On(day) => self.days = Days { from: Some(*day), to: Some(*day) },
            Term::Status(choice) => {
                self.status.add(choice.any.iter().copied().flat_map(StatusWord::statuses), choice.not);
            }
            Term::Direction(choice) => self.direction.add(choice.any.iter().copied(), choice.not),
            Term::Product(choice) => self.product.add(choice.any.iter().copied(), choice.not),
            Term::Currency(choice) => self.currency.add(choice.any.iter().copied(), choice.not),
            Term::Flag(choice) => self.flags.push(choice.clone()),
            Term::Is(choice) => self.marks.push(choice.clone()),
            Term::Has(choice) => self.has.push(choice.clone()),
            Term::Text { field, choice } => self.add_text(*field, choice),
        }
    }

    fn add_text(&mut self, field: Field, choice: &Choice<String>) {
        let values = choice.any.iter().cloned();
        match field {
            Field::Account => self.account.add(values, choice.not),
            Field::Channel => self.channel.add(values, choice.not),
            Field::Bank => self.bank.add(values, choice.not),
            Field::Name
            | Field::Payee
            | Field::Phone
            | Field::Email
            | Field::Number
            | Field::Remark
            | Field::Label
            | Field::Note => {
                let fragment = |text: String| {
                    let joined = if field.is_number() { joined(&text) } else { None };
                    Fragment { text, joined }
                };
                self.texts.push(TextTest { field, any: values.map(fragment).collect(), not: choice.not });
            }
        }
    }

    /// Reads the words as the groups of one number, when that is all they are.
    pub(crate) fn join_words(&mut self) {
        if self.words.iter().any(|word| word.exact) {
            return;
        }
        let texts: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        self.joined = joined(&texts.join(" "));
    }

    /// Whether no order can match, as far as that can be seen from the question alone.
    pub(crate) fn is_hopeless(&self) -> bool {
        let hopeless_amount =
            matches!((self.amount.at_least, self.amount.at_most), (Some(least), Some(most)) if least > most);
        let whole = |wanted: &String, unwanted: &String| lower(wanted) == lower(unwanted);
        let fragment = |wanted: &String, unwanted: &String| lower(wanted).contains(&lower(unwanted));
        hopeless_amount
            || self.allowed_statuses().is_some_and(|allowed| allowed.is_empty())
            || self.allowed_products().is_some_and(|allowed| allowed.is_empty())
            || self.direction.allowed(&DIRECTIONS).is_some_and(|allowed| allowed.is_empty())
            || self.currency.is_hopeless(|wanted, unwanted| wanted == unwanted)
            || self.account.is_hopeless(whole)
            || self.channel.is_hopeless(whole)
            || self.bank.is_hopeless(fragment)
            || are_hopeless(&self.flags)
            || are_hopeless(&self.marks)
            || are_hopeless(&self.has)
            || self.words_are_hopeless()
            || self.texts_are_hopeless()
    }

    fn words_are_hopeless(&self) -> bool {
        let unwanted: Vec<String> = self.without.iter().map(|word| lower(&word.text)).collect();
        let mut wanted = self.words.iter().map(|word| lower(&word.text));
        // That holds for the one number too: it contains its groups.
        wanted.any(|word| unwanted.iter().any(|no| word.contains(no)))
    }

    fn texts_are_hopeless(&self) -> bool {
        Field::ALL.into_iter().any(|field| {
            let tests = || self.texts.iter().filter(move |test| test.field == field);
            let unwanted: BTreeSet<String> = tests()
                .filter(|test| test.not)
                .flat_map(|test| &test.any)
                .map(|no| lower(&no.text))
                .collect();
            let lost = |fragment: &Fragment| {
                let wanted = lower(&fragment.text);
                let within = || unwanted.iter().any(|no| wanted.contains(no));
                if field.is_whole() { unwanted.contains(&wanted) } else { within() }
            };
            tests().any(|test| !test.not && test.any.iter().all(lost))
        })
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// Whether one of the choices wants only what others rule out.
fn are_hopeless<T: PartialEq>(choices: &[Choice<T>]) -> bool {
    let ruled_out = |value: &T| choices.iter().any(|choice| choice.not && choice.any.contains(value));
    choices.iter().any(|choice| !choice.not && choice.any.iter().all(ruled_out))
}

impl Bounds {
    /// Narrows it to what is in `range` as well.
    fn narrow(&mut self, range: AmountRange) {
        let (least, most) = range.bounds();
        self.at_least = self.at_least.max(least);
        self.at_most = match (self.at_most, most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}
