//! Looking orders up: what a person typed, as a question to the ledger.

use std::time::Duration;

use gateways::catalogue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ledger::{
    AccountRow, BankUse, Counted, Is, OrderPage, OrderQuery, SearchField, Sought, Test, Word, fold,
};
use orders::Product;
use query::{Asked, Attachment, Field, Known, Mark, OneOf, Query, TextTest};

use crate::{Desk, DeskError};

/// What a text means, and what of it could not be read.
#[derive(Debug, Clone)]
pub struct LookUp {
    /// The text's parts, hints and mistakes; also those that only the ledger can tell.
    pub read: Query,
    /// The question; `None` when no order can be meant (an account of that name does not exist).
    pub question: Option<OrderQuery>,
}

impl Desk {
    /// Reads what a person typed. `base` holds what was chosen otherwise; both have to hold. Days are those of `zone`.
    ///
    /// # Errors
    /// [`DeskError::Ledger`] when the accounts cannot be read.
    pub async fn look_up(&self, text: &str, base: OrderQuery, zone: &TimeZone) -> Result<LookUp, DeskError> {
        let mut read = query::parse(text);
        let today = Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH);
        let (moments, turned) = read.moments(zone.to_datetime(today).date(), zone);
        read.mistakes.extend(turned);
        let accounts = self.ledger.accounts(true).await?;
        let question = question(&read.asked, base, &accounts).map(|question| OrderQuery {
            from_ms: question.from_ms.max(moments.from_ms),
            to_ms: earlier(question.to_ms, moments.before_ms),
            ..question
        });
        Ok(LookUp { read, question })
    }

    /// A page of what a person looked up.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn list(&self, found: &LookUp) -> Result<OrderPage, DeskError> {
        match &found.question {
            Some(question) => Ok(self.ledger.list_orders(question).await?),
            None => Ok(OrderPage::default()),
        }
    }

    /// How many orders a person looked up, as far as they can be counted within `patience`.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn count(&self, found: &LookUp, patience: Duration) -> Result<Counted, DeskError> {
        match &found.question {
            Some(question) => Ok(self.ledger.count_orders(question, patience).await?),
            None => Ok(Counted { n: 0, exact: true }),
        }
    }

    /// What can stand behind a filter's colon: accounts, currencies, channels, banks and labels of this ledger.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn known_values(&self) -> Result<Known, DeskError> {
        let accounts = self.ledger.accounts(true).await?;
        let markets = accounts.iter().filter_map(|account| catalogue::market(&account.market_id));
        let mut known = Known::default();
        for market in markets {
            push(&mut known.currencies, market.currency.code());
            for product in [Product::Collect, Product::CashierDesk, Product::Payout] {
                for channel in market.product(product).into_iter().flat_map(|rules| &rules.channels) {
                    push(&mut known.channels, &channel.value);
                }
            }
        }
        for account in &accounts {
            push(&mut known.accounts, &account.name);
            if let Some(list) = self.ledger.banks(account.id, BankUse::Payout).await? {
                list.banks.iter().for_each(|bank| push(&mut known.banks, &bank.name));
            }
        }
        known.labels = self.ledger.labels().await?.into_iter().map(|label| label.name).collect();
        Ok(known)
    }
}

fn push(values: &mut Vec<String>, value: &str) {
    if !values.iter().any(|known| known == value) {
        values.push(value.to_owned());
    }
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What is asked, as the ledger understands it; `None` when no order can be meant.
fn question(asked: &Asked, base: OrderQuery, accounts: &[AccountRow]) -> Option<OrderQuery> {
    let Asked {
        words,
        joined,
        without,
        amount,
        days: _,
        status: _,
        direction: _,
        product: _,
        currency,
        account,
        channel,
        bank,
        flags,
        marks,
        has,
        texts,
    } = asked;
    let mut sought = Sought {
        words: words.iter().map(|word| anywhere(&word.text)).collect(),
        joined: joined.clone(),
        without: without.iter().map(|word| Word::anywhere(&word.text)).collect(),
    };
    let mut tests = base.tests;
    for choice in flags {
        tests
            .push(Test { any: choice.any.iter().map(|flag| Is::WithFlag(*flag)).collect(), not: choice.not });
    }
    for choice in marks {
        tests.push(Test { any: choice.any.iter().map(|mark| of_mark(*mark)).collect(), not: choice.not });
    }
    for choice in has {
        tests.push(Test {
            any: choice.any.iter().map(|with| of_attachment(*with)).collect(),
            not: choice.not,
        });
    }
    for test in texts {
        add_text(&mut sought, &mut tests, test);
    }
    add_bank(&mut sought, bank);
    let statuses = both(base.statuses, asked.allowed_statuses())?;
    let products = both(base.products, asked.allowed_products())?;
    let of_accounts = both(base.accounts, account_ids(account, accounts))?;
    let currencies = both(base.currencies, (!currency.any.is_empty()).then(|| currency.any.clone()))?;
    Some(OrderQuery {
        sought,
        accounts: of_accounts,
        products,
        statuses,
        tests,
        channels: channel.any.clone(),
        not_channels: channel.none.clone(),
        currencies,
        not_currencies: currency.none.clone(),
        min_amount: base.min_amount.max(amount.at_least),
        max_amount: match (base.max_amount, amount.at_most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        },
        ..base
    })
}

/// A word that may stand anywhere; `1,234.50` also as the ledger writes it, `1234.50`.
fn anywhere(text: &str) -> Word {
    match without_grouping(text) {
        Some(plain) => Word::within([text, plain.as_str()], &[]),
        None => Word::anywhere(text),
    }
}

/// A number whose thousands are set apart by commas, without them.
fn without_grouping(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    groups.next().filter(|first| (1..=3).contains(&first.len()) && all_digits(first))?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty() && rest.iter().all(|group| group.len() == 3 && all_digits(group));
    (grouped && decimals.is_none_or(all_digits)).then(|| text.split(',').collect())
}

/// What is in both lists, where an empty or absent one is everything; `None` when nothing is left.
fn both<T: PartialEq>(chosen: Vec<T>, typed: Option<Vec<T>>) -> Option<Vec<T>> {
    let Some(typed) = typed else { return Some(chosen) };
    let left: Vec<T> =
        typed.into_iter().filter(|value| chosen.is_empty() || chosen.contains(value)).collect();
    (!left.is_empty()).then_some(left)
}

/// The accounts that are meant by their names, whatever their case, accents and width.
fn account_ids(asked: &OneOf<String>, accounts: &[AccountRow]) -> Option<Vec<ledger::AccountId>> {
    if asked.is_empty() {
        return None;
    }
    let is = |names: &[String], account: &AccountRow| {
        names.iter().any(|name| fold(name).trim() == fold(&account.name).trim())
    };
    let wanted = |account: &&AccountRow| {
        (asked.any.is_empty() || is(&asked.any, account)) && !is(&asked.none, account)
    };
    Some(accounts.iter().filter(wanted).map(|account| account.id).collect())
}

const fn of_mark(mark: Mark) -> Is {
    match mark {
        Mark::NeedsPerson => Is::NeedsPerson,
        Mark::Starred => Is::Starred,
        Mark::Flagged => Is::Flagged,
        Mark::Provisional => Is::Provisional,
    }
}

const fn of_attachment(with: Attachment) -> Is {
    match with {
        Attachment::Note => Is::WithNote,
        Attachment::Label => Is::WithLabel,
        Attachment::Callback => Is::WithCallback,
        Attachment::Evidence => Is::WithEvidence,
    }
}

/// Each of these has to occur in its field, or none of them.
fn add_text(sought: &mut Sought, tests: &mut Vec<Test>, test: &TextTest) {
    if test.field == Field::Label {
        let any = test.any.iter().map(|label| Is::Labelled(label.text.clone())).collect();
        tests.push(Test { any, not: test.not });
        return;
    }
    let spelt = test.any.iter().flat_map(|fragment| {
        [Some(fragment.text.as_str()), fragment.joined.as_deref()].into_iter().flatten()
    });
    let word = Word::within(spelt, fields_of(test.field));
    if test.not { &mut sought.without } else { &mut sought.words }.push(word);
}

fn add_bank(sought: &mut Sought, bank: &OneOf<String>) {
    let fields = fields_of(Field::Bank);
    if !bank.any.is_empty() {
        sought.words.push(Word::within(bank.any.iter().map(String::as_str), fields));
    }
    if !bank.none.is_empty() {
        sought.without.push(Word::within(bank.none.iter().map(String::as_str), fields));
    }
}

/// Where the ledger keeps what a field's filter means.
const fn fields_of(field: Field) -> &'static [SearchField] {
    match field {
        Field::Bank => &[SearchField::Bank, SearchField::BankName],
        Field::Name => &[SearchField::Name],
        Field::Payee => &[SearchField::AccountNo, SearchField::PayCode],
        Field::Phone => &[SearchField::Phone],
        Field::Email => &[SearchField::Email],
        Field::Number => &[
            SearchField::Number,
            SearchField::GatewayNumber,
            SearchField::ChannelNumber,
            SearchField::Reference,
        ],
        Field::Remark => &[SearchField::Remark, SearchField::Concept],
        Field::Note => &[SearchField::Note],
        Field::Label | Field::Account | Field::Channel => &[],
    }
}
