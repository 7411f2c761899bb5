//! How a list is gone through: which index hands out the candidates, and whether it serves the whole of it.

use std::collections::VecDeque;

use orders::Status;

use super::Asked;
use super::driver::{Driver, Key};
use super::query::{Cursor, Is, OrderQuery, Part, Sort};
use super::statement::{Stretch, with_head, within_amounts};
use crate::LedgerError;
use crate::reading::Reader;
use crate::row::Columns;
use crate::search::{Drive, Question};
use crate::sql::Sql;

/// So many rows are sorted without a thought.
const SORTED_MAX: i64 = 20_000;
/// Up to so many statuses are each read from the index and merged.
const MERGED_MAX: usize = 4;
/// So few orders of an amount are read by that.
const OF_AMOUNT_MAX: i64 = 2_000;
/// What needs a person comes first, then what is open, then what has ended.
const BY_STATUS: [Status; 13] = [
    Status::Unknown,
    Status::NotSent,
    Status::Prepared,
    Status::Returned,
    Status::Sending,
    Status::Pending,
    Status::Processing,
    Status::Refused,
    Status::Failed,
    Status::Abandoned,
    Status::Expired,
    Status::Cancelled,
    Status::Succeeded,
];

/// Those that need a person, each order in one of them. Flags that nobody has seen are few; they alone are sorted.
const NEEDING: [Driver; 4] = [
    Driver::NeedingFor(Status::Unknown),
    Driver::NeedingFor(Status::NotSent),
    Driver::NeedingFor(Status::Prepared),
    Driver::NeedingForFlag,
];

/// How a list is gone through.
#[derive(Debug)]
pub(super) struct Plan {
    /// Its parts, one after the other.
    pub(super) legs: VecDeque<Leg>,
    pub(super) key: Key,
    pub(super) ascending: bool,
    /// Many candidates may have to be looked at for few rows.
    pub(super) windowed: bool,
    /// Too many match to be put into the order that was asked for.
    pub(super) sorted_by_time: bool,
}

/// A part of a list with an order of its own.
#[derive(Debug)]
pub(super) struct Leg {
    pub(super) part: Part,
    pub(super) status: Option<Status>,
    /// What hands out its candidates, merged.
    pub(super) drivers: Vec<Driver>,
}

impl Plan {
    pub(super) fn new(asked: Asked<'_>) -> Result<Self, LedgerError> {
        let Asked { query, question, .. } = asked;
        let driver = driver(asked)?;
        let few = match driver {
            // Every candidate is a row: a page takes as long as it is long, and nobody has to count them.
            Some(Driver::Search) if is_one_head(asked) => true,
            Some(Driver::Search) => candidates(asked)? <= SORTED_MAX,
            Some(driver) => driver.is_small(),
            None => false,
        };
        // A list goes on as it began, though more has been found, or counted, since.
        let sortable = match query.after.map(|place| place.part) {
            Some(Part::ByTime) => false,
            Some(Part::Rest | Part::Of(_)) => true,
            Some(Part::Ranked | Part::Moment) | None => few || driver != Some(Driver::Search),
        };
        let sort = if sortable { query.sort } else { by_time(query.sort) };
        let key = match sort {
            Sort::AmountDescending | Sort::AmountAscending => Key::Amount,
            Sort::Newest | Sort::Oldest | Sort::Status if driver == Some(Driver::Search) => Key::Place,
            Sort::Newest | Sort::Oldest | Sort::Status => Key::Created,
        };
        let mut legs = legs(query, sort, driver);
        let sorted_by_time = sort != query.sort;
        for leg in legs.iter_mut().filter(|_| sorted_by_time) {
            leg.part = Part::ByTime;
        }
        let windowed = !few && !legs.iter().all(|leg| is_served(query, question, leg));
        Ok(Self {
            legs,
            key,
            ascending: matches!(sort, Sort::Oldest | Sort::AmountAscending),
            windowed,
            sorted_by_time,
        })
    }

    /// Whether so few candidates are handed out that they are gone through at once.
    pub(super) fn is_small(&self) -> bool {
        self.legs.iter().flat_map(|leg| &leg.drivers).all(|driver| driver.is_small())
    }

    /// Where a place stands in this list.
    pub(super) const fn standing(&self, place: Cursor) -> Cursor {
        self.key.standing(place, if self.sorted_by_time { Part::ByTime } else { Part::Rest })
    }

    /// A stretch of this list, as long as the whole.
    pub(super) const fn stretch<'q>(
        &self,
        asked: Asked<'q>,
        status: Option<Status>,
        driver: Driver,
    ) -> Stretch<'q> {
        let Asked { query, question, left, .. } = asked;
        let (key, ascending) = (self.key, self.ascending);
        Stretch { query, question, left, driver, key, ascending, status, beyond: None, window: None }
    }
}

const fn by_time(sort: Sort) -> Sort {
    match sort {
        Sort::Oldest => Sort::Oldest,
        Sort::Newest | Sort::AmountDescending | Sort::AmountAscending | Sort::Status => Sort::Newest,
    }
}

/// What narrows most; `None`: nothing but what the list is ordered by.
fn driver(asked: Asked<'_>) -> Result<Option<Driver>, LedgerError> {
    let Asked { reader, query, question, .. } = asked;
    if question.drive != Drive::Everything {
        return Ok(Some(Driver::Search));
    }
    let by_amount = matches!(query.sort, Sort::AmountDescending | Sort::AmountAscending);
    let bounded = !by_amount && (query.min_amount.is_some() || query.max_amount.is_some());
    let few = query.few().map(|is| match is {
        Is::NeedsPerson => Driver::NeedsPerson,
        Is::Starred => Driver::Starred,
        Is::Labelled(_)
        | Is::Flagged
        | Is::WithFlag(_)
        | Is::Provisional
        | Is::WithNote
        | Is::WithLabel
        | Is::WithCallback
        | Is::WithEvidence => Driver::Labelled,
    });
    Ok(if few.is_some() {
        few
    } else if bounded && count(reader, &within_amounts(query, OF_AMOUNT_MAX + 1))? <= OF_AMOUNT_MAX {
        Some(Driver::OfAmount)
    } else {
        None
    })
}

/// Whether the list is, by time, of all orders of which a word begins so: the index tells that alone.
fn is_one_head(asked: Asked<'_>) -> bool {
    let Asked { query, question, .. } = asked;
    question.is_one_head()
        && matches!(query.sort, Sort::Newest | Sort::Oldest)
        && query.accounts.is_empty()
        && query.statuses.is_empty()
        && query.from_ms.is_none()
        && query.to_ms.is_none()
        && query.min_amount.is_none()
        && query.max_amount.is_none()
        && has_no_other_filters(query)
}

/// How many orders the search's index hands out, roughly.
fn candidates(asked: Asked<'_>) -> Result<i64, LedgerError> {
    match &asked.question.drive {
        // Nobody has counted: the ledger is small.
        Drive::Trigrams { candidates, .. } => Ok(candidates.unwrap_or(0)),
        Drive::Head(head) => count(asked.reader, &with_head(head, SORTED_MAX + 1)),
        Drive::Everything => Ok(i64::MAX),
    }
}

fn count(reader: &Reader, sql: &Sql) -> Result<i64, LedgerError> {
    Ok(reader.first(sql, |row| row.at(0))?.unwrap_or_default())
}

fn legs(query: &OrderQuery, sort: Sort, driver: Option<Driver>) -> VecDeque<Leg> {
    let whole = |drivers: Vec<Driver>| VecDeque::from([Leg { part: Part::Rest, status: None, drivers }]);
    if sort == Sort::Status {
        let wanted = |status: &Status| query.statuses.is_empty() || query.statuses.contains(status);
        return BY_STATUS
            .into_iter()
            .filter(wanted)
            .map(|status| Leg {
                part: Part::Of(status),
                status: Some(status),
                drivers: vec![driver.unwrap_or(Driver::Status(status))],
            })
            .collect();
    }
    if driver == Some(Driver::NeedsPerson) && matches!(sort, Sort::Newest | Sort::Oldest) {
        // Each from an index in the order of the list: a page of many takes as long as one of few.
        return whole(NEEDING.to_vec());
    }
    if let Some(driver) = driver {
        return whole(vec![driver]);
    }
    let mut statuses = query.statuses.clone();
    statuses.sort_unstable_by_key(|status| status.as_str());
    statuses.dedup();
    match (sort, statuses.len(), query.accounts.as_slice()) {
        (Sort::AmountDescending | Sort::AmountAscending, _, _) => whole(vec![Driver::Amount]),
        (_, 1..=MERGED_MAX, _) => whole(statuses.into_iter().map(Driver::Status).collect()),
        (_, 0, [account]) => whole(vec![Driver::Account(*account)]),
        _ => whole(vec![Driver::Created]),
    }
}

/// Whether every candidate is a row: then a page takes as long as it is long.
fn is_served(query: &OrderQuery, question: &Question, leg: &Leg) -> bool {
    let by_status = leg.drivers.iter().all(|driver| matches!(driver, Driver::Status(_)));
    let by_account = leg.drivers.iter().all(|driver| matches!(driver, Driver::Account(_)));
    let by_amount = leg.drivers.iter().all(|driver| matches!(driver, Driver::Amount));
    let timed = query.from_ms.is_some() || query.to_ms.is_some();
    !question.reads_texts()
        && (query.accounts.is_empty() || by_account)
        && (query.statuses.is_empty() || by_status)
        && (leg.status.is_none() || by_status)
        && (!timed || !by_amount)
        && (by_amount || (query.min_amount.is_none() && query.max_amount.is_none()))
        && has_no_other_filters(query)
}

/// Whether nothing is asked for that only reading tells, whatever hands out the candidates.
const fn has_no_other_filters(query: &OrderQuery) -> bool {
    query.products.is_empty()
        && query.tests.is_empty()
        && query.channels.is_empty()
        && query.not_channels.is_empty()
        && query.currencies.is_empty()
        && query.not_currencies.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Driver, Plan};
    use crate::left_to_person::LeftNow;
    use crate::list::Asked;
    use crate::list::driver::Key;
    use crate::list::query::{Cursor, Is, OrderQuery, Part, Sort, Test};
    use crate::list::statement::{Stretch, ends, of_ids, places, with_head, with_number, within_amounts};
    use crate::reading::Reader;
    use crate::search::Question;
    use crate::sql::Sql;
    use crate::tests::Fixture;
    use crate::{AccountId, OrderId, SearchField, Sought, Word};
    use money::{Amount, Currency};
    use orders::{Flag, Product, Status};

    /// Every combination of what decides a statement's shape.
    fn shapes() -> Vec<OrderQuery> {
        let mut shapes = Vec::new();
        let texts = [
            Sought::default(),
            Sought::fragment("ab"),
            Sought::fragment("abcdefgh"),
            Sought { words: vec![Word::within(["ab"], &[SearchField::Bank])], ..Sought::default() },
            Sought {
                without: vec![Word::anywhere("abc")],
                joined: Some("123456".to_owned()),
                ..Sought::default()
            },
        ];
        let sorts = [Sort::Newest, Sort::Oldest, Sort::AmountDescending, Sort::AmountAscending, Sort::Status];
        for bits in 0_u32..256 {
            for sort in sorts {
                for sought in &texts {
                    let on = |bit: u32| bits & (1 << bit) != 0;
                    let after = Cursor { part: Part::Rest, key: 5, id: OrderId(5) };
                    shapes.push(OrderQuery {
                        sought: sought.clone(),
                        accounts: if on(0) { vec![AccountId(1)] } else { Vec::new() },
                        products: if on(1) { vec![Product::Collect] } else { Vec::new() },
                        statuses: if on(2) { vec![Status::Pending, Status::Unknown] } else { Vec::new() },
                        tests: tests(bits >> 3),
                        channels: if on(4) { vec!["BANK".to_owned()] } else { Vec::new() },
                        not_channels: if on(4) { vec!["CASH".to_owned()] } else { Vec::new() },
                        currencies: if on(4) { vec![Currency::MXN] } else { Vec::new() },
                        not_currencies: if on(4) { vec![Currency::THB] } else { Vec::new() },
                        from_ms: on(5).then_some(1),
                        to_ms: on(6).then_some(2),
                        min_amount: on(7).then_some(Amount::ZERO),
                        max_amount: on(7).then_some(Amount::ZERO),
                        sort,
                        unranked: false,
                        after: on(0).then_some(after),
                        limit: 50,
                    });
                }
            }
        }
        shapes
    }

    fn tests(bits: u32) -> Vec<Test> {
        let every = [
            Is::NeedsPerson,
            Is::Starred,
            Is::Labelled("x".to_owned()),
            Is::Flagged,
            Is::WithFlag(Flag::PaidShort),
            Is::Provisional,
            Is::WithNote,
            Is::WithLabel,
            Is::WithCallback,
            Is::WithEvidence,
        ];
        match bits & 7 {
            0..=2 => Vec::new(),
            3 => vec![Is::NeedsPerson.into()],
            4 => vec![Is::Starred.into(), Test { any: every[3..].to_vec(), not: true }],
            5 => vec![Is::Labelled("x".to_owned()).into(), Is::Starred.into()],
            6 => vec![Test { any: every.to_vec(), not: false }],
            _ => vec![Test { any: every.to_vec(), not: true }],
        }
    }

    /// A list without a ledger's prepared orders.
    fn nobody() -> LeftNow {
        LeftNow { newest_before: OrderId(0), of_this_run: [3].into() }
    }

    /// Nothing is read as a whole but what is small by its nature: a subquery's few rows, the accounts, a partial index.
    fn assert_narrow(lines: &[String], what: &dyn std::fmt::Debug) {
        assert_narrow_but_for(lines, "", what);
    }

    /// The same, but for the index whose order is the list's.
    fn assert_narrow_but_for(lines: &[String], ordering: &str, what: &dyn std::fmt::Debug) {
        for line in lines {
            assert!(!line.contains("AUTOMATIC"), "{what:?}: {lines:#?}");
            let by_order = !ordering.is_empty() && line.starts_with("SCAN o ") && line.ends_with(ordering);
            // M: by what is matched, and nothing else (`xBestIndex` of SQLite's fts5_main.c).
            let matched = line.contains(" VIRTUAL TABLE INDEX ") && line.contains(":M");
            let small = line.ends_with(" USING INDEX order_flags_unseen")
                || line.starts_with("SCAN (subquery")
                || ["SCAN s", "SCAN CONSTANT ROW", "SCAN accounts"].contains(&line.as_str());
            assert!(!line.starts_with("SCAN") || by_order || matched || small, "{what:?}: {lines:#?}");
        }
    }

    /// P7: whatever is asked, no statement reads all orders where an index could narrow or order them, and only small sets
    /// are sorted.
    #[tokio::test]
    async fn no_list_statement_scans_a_table() {
        let fixture = Fixture::new().await;
        let left = nobody();
        let check = move |reader: &Reader| {
            for query in shapes() {
                let question = Question::new(reader, &query.sought)?;
                let asked = Asked { reader, query: &query, question: &question, left: &left };
                let plan = Plan::new(asked)?;
                for leg in &plan.legs {
                    for driver in &leg.drivers {
                        check_driver(asked, &plan, leg.status, *driver);
                    }
                }
                let by_amount = matches!(query.sort, Sort::AmountDescending | Sort::AmountAscending);
                let ordering = if by_amount { "INDEX orders_amount" } else { "INDEX orders_created" };
                assert_narrow_but_for(&reader.plan_of(&places(&query, &left)), ordering, &query);
                let named = of_ids(&query, &question, &left, &[1, 2]);
                assert_narrow(&reader.plan_of(&named), &query);
            }
            Ok(())
        };
        fixture.ledger.reading.ask(check).await.unwrap();
    }

    fn check_driver(asked: Asked<'_>, plan: &Plan, status: Option<Status>, driver: Driver) {
        let Asked { reader, query, .. } = asked;
        let ordering = if driver == Driver::Created {
            "INDEX orders_created"
        } else if driver == Driver::Amount {
            "INDEX orders_amount"
        } else {
            ""
        };
        for (beyond, window) in [(None, None), (Some((5, 5)), Some((1, 9)))] {
            let stretch = Stretch { beyond, window, ..plan.stretch(asked, status, driver) };
            // A stretch of keys is looked up in the index; only a list from its beginning goes along it.
            let ordering = if window.is_none() { ordering } else { "" };
            let lines = reader.plan_of(&stretch.lines(50));
            assert_narrow_but_for(&lines, ordering, query);
            let sorts = lines.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
            let served = matches!(driver, Driver::NeedingFor(_));
            assert!(!sorts || !served, "{query:?}: {lines:#?}");
            let of_matches = driver == Driver::Search && plan.key != Key::Place;
            assert!(!sorts || driver.is_small() || of_matches, "{query:?}: {lines:#?}");
            assert_narrow_but_for(&reader.plan_of(&stretch.count()), ordering, query);
        }
    }

    /// What needs a person is shown at every start: ten thousand unknown orders must not be read for the newest fifty.
    #[tokio::test]
    async fn what_needs_a_person_comes_from_indexes_in_their_order() {
        let fixture = Fixture::new().await;
        let left = nobody();
        let check = move |reader: &Reader| {
            let query = OrderQuery { tests: vec![Is::NeedsPerson.into()], ..OrderQuery::default() };
            let question = Question::new(reader, &query.sought)?;
            let asked = Asked { reader, query: &query, question: &question, left: &left };
            let plan = Plan::new(asked)?;
            let mut sorted = Vec::new();
            for driver in &plan.legs[0].drivers {
                let lines = reader.plan_of(&plan.stretch(asked, None, *driver).lines(50));
                assert_narrow(&lines, driver);
                let by_status = "SEARCH o USING INDEX orders_status_created (status=?)";
                let flagged = "USING INDEX order_flags_unseen";
                assert!(lines.iter().any(|line| line == by_status || line.ends_with(flagged)), "{lines:#?}");
                sorted.extend(lines.iter().any(|line| line.contains("TEMP B-TREE")).then_some(*driver));
            }
            assert_eq!((plan.legs.len(), sorted), (1, vec![Driver::NeedingForFlag]));
            Ok(())
        };
        fixture.ledger.reading.ask(check).await.unwrap();
    }

    #[tokio::test]
    async fn nothing_else_that_a_list_asks_scans_a_table() {
        let fixture = Fixture::new().await;
        let bounded = OrderQuery { min_amount: Some(Amount::ZERO), ..OrderQuery::default() };
        for sql in [
            with_number("abc123", false),
            with_number("abc123", true),
            with_head("ab", 9),
            within_amounts(&bounded, 9),
        ] {
            let what = sql.text().to_owned();
            assert_narrow(&fixture.plan_of(sql).await, &what);
        }
        for key in [Key::Place, Key::Created, Key::Amount] {
            let plan = fixture.plan_of(Sql::new(ends(key))).await;
            assert!(
                plan.iter().all(|line| !line.starts_with("SCAN") || line == "SCAN CONSTANT ROW"),
                "{plan:?}"
            );
        }
    }
}
