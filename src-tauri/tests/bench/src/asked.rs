//! The questions: what a clerk asks of the ledger, in shapes, each about many different orders.

use ledger::{AccountId, Cursor, Is, Ledger, LedgerError, OrderPage, OrderQuery, Sort, Sought};
use money::{Amount, Currency};
use orders::{Product, Status};

use crate::data::Example;

/// Orders on a page, as the window asks for them.
const PAGE: u32 = 100;
/// Orders of a search, as in the baselines of SPEED_AND_SAFETY §2.2.
const FOUND: u32 = 50;
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

/// One question.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    Number(AccountId, String),
    List(Box<OrderQuery>),
}

impl Ask {
    /// Asks, and lets go of the answer; how many rows it had.
    pub(crate) async fn of(&self, ledger: &Ledger) -> Result<usize, LedgerError> {
        Ok(match self {
            Self::Number(account, number) => {
                usize::from(ledger.order_by_number(*account, number).await?.is_some())
            }
            Self::List(query) => rows(&ledger.list_orders(query).await?),
        })
    }
}

fn rows(page: &OrderPage) -> usize {
    std::hint::black_box(page).rows.len()
}

/// Which bar a shape is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// P4
    Exact,
    /// P5: how a number begins.
    Prefix,
    /// P5: a page that an index serves.
    Page,
    /// P5: the first and the last page of the plain list.
    First,
    Last,
    /// A page by filters that no one index serves: its first rows.
    Filters,
    /// P6
    Fragment,
    /// P6: what stands in the gateways' raw answers only.
    Raw,
    /// P7
    Short,
}

/// A shape of question with its examples.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) asks: Vec<Ask>,
    /// The text that `grep` is given instead.
    pub(crate) texts: Vec<String>,
}

/// All shapes, about these orders (the oldest first).
pub(crate) fn shapes(examples: &[Example]) -> Vec<Shape> {
    let mut shapes = numbers(examples);
    shapes.extend(pages(examples));
    shapes.extend(filters(examples));
    shapes.extend(fragments(examples));
    shapes.extend(short(examples));
    shapes
}

fn numbers(examples: &[Example]) -> Vec<Shape> {
    let ask = |example: &Example| Ask::Number(AccountId(example.account), example.number.clone());
    let exact = examples.iter().map(ask).collect();
    vec![
        Shape { kind: Kind::Exact, name: "an order by its number", asks: exact, texts: Vec::new() },
        searched(Kind::Prefix, "first 13 characters of a number", examples, |it| beginning(&it.number, 13)),
    ]
}

fn listed(
    kind: Kind,
    name: &'static str,
    examples: &[Example],
    query: impl Fn(&Example) -> OrderQuery,
) -> Shape {
    let ask = |example: &Example| Ask::List(Box::new(OrderQuery { limit: PAGE, ..query(example) }));
    Shape { kind, name, asks: examples.iter().map(ask).collect(), texts: Vec::new() }
}

/// A page from the moment of the example on.
fn from_there(example: &Example, sort: Sort) -> OrderQuery {
    OrderQuery { sort, after: Some(Cursor::at(example.created_at_ms, sort)), ..OrderQuery::default() }
}

fn pages(examples: &[Example]) -> Vec<Shape> {
    let newest = |example: &Example| from_there(example, Sort::Newest);
    // The last whole page of the list, seen from the newest.
    let last = examples.get(examples.len() / 50..).unwrap_or_default();
    let last = last.get(..1).unwrap_or_default();
    vec![
        listed(Kind::First, "the first page", examples, |_| OrderQuery::default()),
        listed(Kind::Last, "one of the last pages", last, newest),
        listed(Kind::Page, "newest first, anywhere", examples, newest),
        listed(Kind::Page, "oldest first, anywhere", examples, |it| from_there(it, Sort::Oldest)),
        listed(Kind::Page, "failed, anywhere", examples, |it| OrderQuery {
            statuses: vec![Status::Failed],
            ..newest(it)
        }),
        listed(Kind::Page, "succeeded, anywhere", examples, |it| OrderQuery {
            statuses: vec![Status::Succeeded],
            ..newest(it)
        }),
        listed(Kind::Page, "unknown, pending or processing, anywhere", examples, |it| OrderQuery {
            statuses: vec![Status::Unknown, Status::Pending, Status::Processing],
            ..newest(it)
        }),
        listed(Kind::Page, "of one account, anywhere", examples, |it| OrderQuery {
            accounts: vec![AccountId(it.account)],
            ..newest(it)
        }),
        listed(Kind::Page, "of one week", examples, |it| OrderQuery {
            from_ms: Some(it.created_at_ms),
            to_ms: Some(it.created_at_ms + WEEK_MS),
            ..OrderQuery::default()
        }),
        listed(Kind::Page, "of one account and week", examples, |it| OrderQuery {
            accounts: vec![AccountId(it.account)],
            from_ms: Some(it.created_at_ms),
            to_ms: Some(it.created_at_ms + WEEK_MS),
            ..OrderQuery::default()
        }),
        listed(Kind::Page, "largest first, anywhere", examples, |it| by_amount(it, Sort::AmountDescending)),
        listed(Kind::Page, "smallest first, anywhere", examples, |it| by_amount(it, Sort::AmountAscending)),
        listed(Kind::Page, "by status, the first page", examples, |_| OrderQuery {
            sort: Sort::Status,
            ..OrderQuery::default()
        }),
    ]
}

/// A page of the list by amount from the example's amount on.
fn by_amount(example: &Example, sort: Sort) -> OrderQuery {
    // As the window hands a place back: as text.
    let place = serde_json::json!({ "part": "rest", "key": example.amount, "id": 0 });
    OrderQuery { sort, after: serde_json::from_value(place).ok(), ..OrderQuery::default() }
}

fn filters(examples: &[Example]) -> Vec<Shape> {
    let newest = |example: &Example| from_there(example, Sort::Newest);
    let about = |it: &Example| Amount::from_ten_thousandths(it.amount);
    let status = |status: Status| vec![status];
    let kind = Kind::Filters;
    vec![
        listed(kind, "failed, of one account", examples, |it| OrderQuery {
            statuses: status(Status::Failed),
            accounts: vec![AccountId(it.account)],
            ..newest(it)
        }),
        listed(kind, "returned payouts of one account", examples, |it| OrderQuery {
            statuses: status(Status::Returned),
            products: vec![Product::Payout],
            accounts: vec![AccountId(it.account)],
            ..newest(it)
        }),
        listed(kind, "collect orders", examples, |it| OrderQuery {
            products: vec![Product::Collect, Product::CashierDesk],
            ..newest(it)
        }),
        listed(kind, "in Thai baht", examples, |it| OrderQuery {
            currencies: vec![Currency::THB],
            ..newest(it)
        }),
        listed(kind, "through one channel", examples, |it| OrderQuery {
            channels: it.channel.iter().cloned().collect(),
            ..newest(it)
        }),
        listed(kind, "of exactly one amount", examples, |it| OrderQuery {
            min_amount: Some(about(it)),
            max_amount: Some(about(it)),
            ..OrderQuery::default()
        }),
        listed(kind, "from one amount to twice it, unknown", examples, |it| OrderQuery {
            min_amount: Some(about(it)),
            max_amount: Some(Amount::from_ten_thousandths(it.amount.saturating_mul(2))),
            statuses: status(Status::Unknown),
            ..OrderQuery::default()
        }),
        listed(kind, "largest first, of one account", examples, |it| OrderQuery {
            accounts: vec![AccountId(it.account)],
            ..by_amount(it, Sort::AmountDescending)
        }),
        listed(kind, "what needs a person", examples, |_| OrderQuery {
            tests: vec![Is::NeedsPerson.into()],
            ..OrderQuery::default()
        }),
        listed(kind, "with a callback (none has)", examples, |_| OrderQuery {
            tests: vec![Is::WithCallback.into()],
            ..OrderQuery::default()
        }),
    ]
}

fn searched(
    kind: Kind,
    name: &'static str,
    examples: &[Example],
    text: impl Fn(&Example) -> Option<String>,
) -> Shape {
    let texts: Vec<String> = examples.iter().filter_map(text).collect();
    let ask = |text: &String| {
        Ask::List(Box::new(OrderQuery {
            sought: Sought::fragment(text),
            limit: FOUND,
            ..OrderQuery::default()
        }))
    };
    Shape { kind, name, asks: texts.iter().map(ask).collect(), texts }
}

fn fragments(examples: &[Example]) -> Vec<Shape> {
    let kind = Kind::Fragment;
    vec![
        searched(kind, "last 8 of an order number", examples, |it| ending(&it.number, 8)),
        searched(kind, "a whole order number", examples, |it| Some(it.number.clone())),
        searched(kind, "a whole gateway number", examples, |it| it.gateway_number.clone()),
        searched(kind, "6 digits within an account number", examples, |it| {
            within(it.account_no.as_deref()?, 6)
        }),
        searched(kind, "4 digits within an account number", examples, |it| {
            within(it.account_no.as_deref()?, 4)
        }),
        searched(kind, "a full name", examples, |it| it.name.clone()),
        searched(kind, "3 letters within a name", examples, |it| within(it.name.as_deref()?, 3)),
        searched(kind, "a whole e-mail address", examples, |it| it.email.clone()),
        searched(kind, "a whole phone number", examples, |it| it.phone.clone()),
        searched(kind, "a remark", examples, |it| it.remark.clone()),
        searched(kind, "9 digits that are nowhere", examples, |it| nowhere(it.created_at_ms)),
        searched(kind, "a word that most have", examples.get(..1).unwrap_or_default(), |_| {
            Some("success".to_owned())
        }),
        searched(Kind::Raw, "12 characters within a raw answer", examples, |it| within(&it.record, 12)),
    ]
}

fn short(examples: &[Example]) -> Vec<Shape> {
    let kind = Kind::Short;
    vec![
        searched(kind, "first letter of a name", examples, |it| beginning(it.name.as_deref()?, 1)),
        searched(kind, "first two letters of a name", examples, |it| beginning(it.name.as_deref()?, 2)),
        searched(kind, "first two of an order number", examples, |it| beginning(&it.number, 2)),
        searched(kind, "two digits of an account number", examples, |it| {
            within(it.account_no.as_deref()?, 2)
        }),
    ]
}

fn beginning(text: &str, letters: usize) -> Option<String> {
    (text.chars().count() >= letters).then(|| text.chars().take(letters).collect())
}

fn ending(text: &str, letters: usize) -> Option<String> {
    let skipped = text.chars().count().checked_sub(letters)?;
    Some(text.chars().skip(skipped).collect())
}

/// So many from the middle.
fn within(text: &str, letters: usize) -> Option<String> {
    let before = text.chars().count().checked_sub(letters)? / 2;
    let found: String = text.chars().skip(before).take(letters).collect();
    (found.trim().chars().count() == letters).then_some(found)
}

/// Digits that begin with a zero in front of a time: no number here looks so.
fn nowhere(seed: i64) -> Option<String> {
    Some(format!("000{:06}", seed.rem_euclid(999_983)))
}

#[cfg(test)]
mod tests {
    use super::{Ask, Kind, beginning, ending, nowhere, shapes, within};
    use crate::data::Example;

    fn example(n: i64) -> Example {
        Example {
            account: 1,
            number: format!("CF26112200{n:04}K"),
            gateway_number: Some(format!("P{n:08}")),
            name: Some("María Núñez".to_owned()),
            account_no: Some("646180000030056845".to_owned()),
            phone: Some("5512345678".to_owned()),
            email: Some("a@example.com".to_owned()),
            remark: Some("rent of May".to_owned()),
            channel: Some("BANK".to_owned()),
            amount: 10_000 * n,
            created_at_ms: 1_000 * n,
            record: "{\"code\":\"200\",\"success\":true}".to_owned(),
        }
    }

    #[test]
    fn pieces_are_as_long_as_asked() {
        assert_eq!((beginning("王伟", 1).as_deref(), beginning("王", 2)), (Some("王"), None));
        assert_eq!((ending("abcdef", 2).as_deref(), ending("a", 2)), (Some("ef"), None));
        assert_eq!(
            (within("abcdef", 2).as_deref(), within("ab  cd", 2), within("a", 3)),
            (Some("cd"), None, None)
        );
        assert_eq!(nowhere(-1).unwrap().len(), 9);
    }

    #[test]
    fn every_shape_asks_something() {
        let examples: Vec<Example> = (1..=100).map(example).collect();
        let shapes = shapes(&examples);
        for shape in &shapes {
            assert!(!shape.asks.is_empty(), "{}", shape.name);
            let is_search = matches!(shape.kind, Kind::Prefix | Kind::Fragment | Kind::Raw | Kind::Short);
            assert_eq!(is_search, !shape.texts.is_empty(), "{}", shape.name);
        }
        for kind in [Kind::Exact, Kind::Page, Kind::First, Kind::Last, Kind::Filters, Kind::Raw] {
            assert!(shapes.iter().any(|shape| shape.kind == kind), "{kind:?}");
        }
        let by_amount = shapes.iter().find(|shape| shape.name.starts_with("largest first, any")).unwrap();
        let Ask::List(query) = &by_amount.asks[0] else { panic!() };
        assert!(query.after.is_some(), "a place is spelled as the ledger spells it");
    }
}
