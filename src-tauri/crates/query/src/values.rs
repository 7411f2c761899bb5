//! What the values of a filter mean.

use money::Currency;

use crate::digits::{ascii_digits, plain};
use crate::fixed::FixedWord;
use crate::scan::{Body, Token, Value, name_of};
use crate::{
    AmountRange, Choice, Day, Field, FilterName, Hint, HintKind, MAX_LENGTH, MAX_VALUES, Mistake,
    MistakeKind, Span, Term, Word,
};

/// Reads one part, and notes what is wrong with it and what was noticed.
#[derive(Debug)]
pub(crate) struct PartReader {
    part: usize,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) hints: Vec<Hint>,
}

impl PartReader {
    pub(crate) const fn new(part: usize) -> Self {
        Self { part, mistakes: Vec::new(), hints: Vec::new() }
    }

    /// What the token asks for; nothing when nothing of it is right.
    pub(crate) fn term(&mut self, token: &Token) -> Option<Term> {
        match &token.body {
            Body::Word(word) => self.word(word, token.not),
            Body::Filter { name, values, .. } => self.filter(*name, values, token),
        }
    }

    fn mistake(&mut self, span: Span, kind: MistakeKind) {
        self.mistakes.push(Mistake { part: Some(self.part), span, kind });
    }

    fn hint(&mut self, span: Span, kind: HintKind) {
        self.hints.push(Hint { part: self.part, span, kind });
    }

    fn word(&mut self, word: &Value, not: bool) -> Option<Term> {
        if !self.fits(word) {
            return None;
        }
        let near = if word.quoted { None } else { name_of(&word.text) }
            .and_then(|(given, _)| Some((FilterName::near(&given)?, given)));
        if let Some((near, given)) = near {
            self.hint(word.span, HintKind::MisspeltFilter { given, near });
        }
        Some(Term::Word(Word { text: word.text.clone(), exact: word.quoted, not }))
    }

    fn filter(&mut self, filter: FilterName, values: &[Value], token: &Token) -> Option<Term> {
        if token.not && !filter.can_be_negated() {
            self.mistake(token.span, MistakeKind::NoNegation { filter });
            return None;
        }
        if let Some(rest) = values.get(MAX_VALUES) {
            self.mistake(rest.span, MistakeKind::TooManyValues { filter, limit: MAX_VALUES });
        }
        let values: Vec<&Value> =
            values.iter().take(MAX_VALUES).filter(|value| !value.text.trim().is_empty()).collect();
        if values.is_empty() {
            self.mistake(token.span, MistakeKind::NoValue { filter });
            return None;
        }
        let values: Vec<&Value> = values.into_iter().filter(|value| self.fits(value)).collect();
        self.meaning(filter, &values, token.not)
    }

    /// Whether the value is short enough; an open quotation is noticed too.
    fn fits(&mut self, value: &Value) -> bool {
        if value.open {
            self.hint(value.span, HintKind::QuoteOpen);
        }
        let fits = value.text.chars().nth(MAX_LENGTH).is_none();
        if !fits {
            self.mistake(value.span, MistakeKind::TooLong { limit: MAX_LENGTH });
        }
        fits
    }

    fn meaning(&mut self, filter: FilterName, values: &[&Value], not: bool) -> Option<Term> {
        match filter {
            FilterName::Amount => self.single(values, AmountRange::read).map(Term::Amount),
            FilterName::From => self.single(values, Day::read).map(Term::From),
            FilterName::To => self.single(values, Day::read).map(Term::To),
            FilterName::On => self.single(values, Day::read).map(Term::On),
            FilterName::Status => self.fixed(filter, values, not).map(Term::Status),
            FilterName::Direction => self.fixed(filter, values, not).map(Term::Direction),
            FilterName::Product => self.fixed(filter, values, not).map(Term::Product),
            FilterName::Flag => self.fixed(filter, values, not).map(Term::Flag),
            FilterName::Is => self.fixed(filter, values, not).map(Term::Is),
            FilterName::Has => self.fixed(filter, values, not).map(Term::Has),
            FilterName::Currency => self.choice(values, not, currency).map(Term::Currency),
            FilterName::Account => self.text(Field::Account, values, not),
            FilterName::Channel => self.text(Field::Channel, values, not),
            FilterName::Bank => self.text(Field::Bank, values, not),
            FilterName::Name => self.text(Field::Name, values, not),
            FilterName::Payee => self.text(Field::Payee, values, not),
            FilterName::Phone => self.text(Field::Phone, values, not),
            FilterName::Email => self.text(Field::Email, values, not),
            FilterName::Number => self.text(Field::Number, values, not),
            FilterName::Remark => self.text(Field::Remark, values, not),
            FilterName::Label => self.text(Field::Label, values, not),
            FilterName::Note => self.text(Field::Note, values, not),
        }
    }

    /// A filter that has one value.
    fn single<T>(&mut self, values: &[&Value], read: impl Fn(&str) -> Result<T, MistakeKind>) -> Option<T> {
        let value = values.first()?;
        match read(&value.text) {
            Ok(meaning) => {
                self.digits(value);
                Some(meaning)
            }
            Err(kind) => {
                self.mistake(value.span, kind);
                None
            }
        }
    }

    /// Those of the values that are right; nothing when none is.
    fn choice<T: PartialEq>(
        &mut self,
        values: &[&Value],
        not: bool,
        read: impl Fn(&str) -> Result<T, MistakeKind>,
    ) -> Option<Choice<T>> {
        let mut any = Vec::new();
        for value in values {
            match read(&value.text) {
                Ok(meaning) if any.contains(&meaning) => {}
                Ok(meaning) => any.push(meaning),
                Err(kind) => self.mistake(value.span, kind),
            }
        }
        (!any.is_empty()).then_some(Choice { any, not })
    }

    fn fixed<T: FixedWord>(&mut self, filter: FilterName, values: &[&Value], not: bool) -> Option<Choice<T>> {
        self.choice(values, not, |given| {
            let unknown =
                || MistakeKind::UnknownValue { filter, given: given.to_owned(), near: T::meant(given) };
            T::read(given).ok_or_else(unknown)
        })
    }

    fn text(&mut self, field: Field, values: &[&Value], not: bool) -> Option<Term> {
        if field.is_number() {
            for value in values {
                self.digits(value);
            }
        }
        let read = |text: &str| {
            Ok(if field.is_number() { ascii_digits(text).into_owned() } else { text.to_owned() })
        };
        self.choice(values, not, read).map(|choice| Term::Text { field, choice })
    }

    /// Notes it when digits of another script were read.
    fn digits(&mut self, value: &Value) {
        let read = ascii_digits(&value.text).into_owned();
        if read != value.text {
            self.hint(value.span, HintKind::DigitsRead { given: value.text.clone(), read });
        }
    }
}

fn currency(given: &str) -> Result<Currency, MistakeKind> {
    let wrong = |_| MistakeKind::NotACurrency { given: given.to_owned() };
    plain(given).to_uppercase().parse().map_err(wrong)
}
