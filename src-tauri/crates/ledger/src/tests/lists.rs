//! Lists: filters, pages, what needs a person, and what is known of a payee.

use money::Currency;
use orders::{Direction, Flag, Product, ReportedStatus, Source, Status};
use rstest::rstest;

use super::{Fixture, NOON, amount};
use crate::{CountFilter, OrderQuery, OutcomeStatus, Sort, Sought};

/// Thirty orders: three per moment, amounts that repeat, two products, two names.
async fn filled() -> Fixture {
    let fixture = Fixture::new().await;
    for n in 0_i64..30 {
        let mut stub = fixture.stub(&format!("NUMBER{n:02}A"));
        stub.product = if n % 3 == 0 { Product::CashierDesk } else { Product::Payout };
        stub.amount = money::Amount::from_ten_thousandths(10_000 * (n % 7 + 1));
        stub.channel = (n % 2 == 0).then(|| "BANK".to_owned());
        stub.party.name = Some(if n % 5 == 0 { "Zoë Núñez".to_owned() } else { "Li Wei".to_owned() });
        let id = fixture.ledger.write_stub(&stub, NOON + n / 3).await.unwrap().id;
        if n % 4 == 0 {
            fixture.begin(id).await.unwrap();
            fixture.outcome(id, OutcomeStatus::Accepted(ReportedStatus::Pending)).await;
        }
    }
    fixture
}

async fn all_pages(fixture: &Fixture, mut query: OrderQuery) -> Vec<i64> {
    let mut found = Vec::new();
    loop {
        let page = fixture.ledger.list_orders(&query).await.unwrap();
        assert!(page.rows.len() <= usize::try_from(query.limit).unwrap());
        found.extend(page.rows.iter().map(|row| row.id.0));
        match page.next {
            Some(cursor) => query.after = Some(cursor),
            None => return found,
        }
    }
}

/// Whatever the page's length, the pages together are the whole list in its order, each row once.
#[rstest]
#[tokio::test]
async fn pages_neither_skip_nor_repeat(
    #[values(Sort::Newest, Sort::Oldest, Sort::AmountDescending, Sort::AmountAscending)] sort: Sort,
    #[values(None, Some("number"), Some("li"), Some("nunez"))] text: Option<&str>,
    #[values(false, true)] filtered: bool,
) {
    let fixture = filled().await;
    let query = OrderQuery {
        sought: text.map(Sought::fragment).unwrap_or_default(),
        sort,
        statuses: if filtered { vec![Status::Pending, Status::Cancelled] } else { Vec::new() },
        limit: 500,
        ..OrderQuery::default()
    };
    let whole = all_pages(&fixture, query.clone()).await;
    assert!(!whole.is_empty());
    let mut expected: Vec<(i64, i64, i64)> = Vec::new();
    for n in 0_i64..30 {
        let in_text = match text {
            None | Some("number") => true,
            Some("li") => n % 5 != 0,
            _ => n % 5 == 0,
        };
        if in_text && (!filtered || n % 4 == 0) {
            expected.push((n / 3, n % 7, n + 1));
        }
    }
    match sort {
        Sort::Newest => expected.sort_by_key(|row| (-row.0, -row.2)),
        Sort::Oldest => expected.sort_by_key(|row| (row.0, row.2)),
        Sort::AmountDescending => expected.sort_by_key(|row| (-row.1, -row.2)),
        Sort::AmountAscending => expected.sort_by_key(|row| (row.1, row.2)),
        Sort::Status => unreachable!(),
    }
    assert_eq!(whole, expected.iter().map(|row| row.2).collect::<Vec<_>>());
    for limit in [1, 2, 7] {
        assert_eq!(all_pages(&fixture, OrderQuery { limit, ..query.clone() }).await, whole);
    }
}

#[tokio::test]
async fn every_filter_narrows_to_what_it_says() {
    let fixture = filled().await;
    let check = async |query: OrderQuery, fits: &dyn Fn(i64) -> bool| {
        let mut found = all_pages(&fixture, OrderQuery { limit: 10, ..query.clone() }).await;
        found.sort_unstable();
        let expected: Vec<i64> = (0..30).filter(|n| fits(*n)).map(|n| n + 1).collect();
        assert_eq!(found, expected, "{query:?}");
    };
    let none = OrderQuery::default;
    check(OrderQuery { accounts: vec![fixture.account.id], ..none() }, &|_| true).await;
    check(OrderQuery { accounts: vec![crate::AccountId(99)], ..none() }, &|_| false).await;
    check(OrderQuery { products: vec![Product::Collect, Product::CashierDesk], ..none() }, &|n| n % 3 == 0)
        .await;
    check(OrderQuery { products: vec![Product::Payout], ..none() }, &|n| n % 3 != 0).await;
    check(OrderQuery { statuses: vec![Status::Prepared], ..none() }, &|n| n % 4 != 0).await;
    check(OrderQuery { channels: vec!["BANK".to_owned()], ..none() }, &|n| n % 2 == 0).await;
    // People type channels as they say them.
    check(OrderQuery { channels: vec!["bank".to_owned()], ..none() }, &|n| n % 2 == 0).await;
    check(OrderQuery { not_channels: vec!["Bank".to_owned()], ..none() }, &|n| n % 2 != 0).await;
    check(OrderQuery { currencies: vec![Currency::THB], ..none() }, &|_| false).await;
    check(OrderQuery { from_ms: Some(NOON + 2), to_ms: Some(NOON + 4), ..none() }, &|n| (6..12).contains(&n))
        .await;
    let (min, max) = (Some(amount("2")), Some(amount("3")));
    check(OrderQuery { min_amount: min, max_amount: max, ..none() }, &|n| (1..=2).contains(&(n % 7))).await;
    let both = OrderQuery { products: vec![Product::Payout], ..OrderQuery::fragment("nuñes") };
    check(both, &|_| false).await;
    let both = OrderQuery { products: vec![Product::Payout], ..OrderQuery::fragment("núñ") };
    check(both, &|n| n % 5 == 0 && n % 3 != 0).await;
}

#[tokio::test]
async fn what_needs_a_person_is_found_and_nothing_else() {
    let fixture = Fixture::new().await;
    let unknown = fixture.sending("UNKNOWNA").await.id;
    fixture.outcome(unknown, OutcomeStatus::Unknown).await;
    let unsent = fixture.sending("UNSENTA").await.id;
    fixture.outcome(unsent, OutcomeStatus::NotSent).await;
    let returned = fixture.accepted("RETURNEDA").await.id;
    fixture.report(returned, Source::Query, ReportedStatus::Succeeded).await;
    fixture.report(returned, Source::Query, ReportedStatus::Failed).await;
    let flagged = fixture.accepted("FLAGGEDA").await.id;
    fixture.ledger.raise_flag(flagged, Flag::PaidShort, NOON).await.unwrap();
    let informed = fixture.accepted("INFORMEDA").await.id;
    fixture.ledger.raise_flag(informed, Flag::Provisional, NOON).await.unwrap();
    let waiting = fixture.prepared("WAITINGA").await.id;

    let listed = async |fixture: &Fixture| -> Vec<_> {
        fixture.ledger.needs_person(50).await.unwrap().iter().map(|row| row.id).collect()
    };
    assert_eq!(listed(&fixture).await, [flagged, returned, unsent, unknown]);
    let flags: Vec<Vec<Flag>> =
        fixture.ledger.needs_person(2).await.unwrap().into_iter().map(|row| row.unseen_flags).collect();
    assert_eq!(flags, [vec![Flag::PaidShort], vec![Flag::Reversed]]);
    fixture.ledger.mark_seen(flagged, NOON).await.unwrap();
    fixture.ledger.mark_seen(returned, NOON).await.unwrap();
    assert_eq!(listed(&fixture).await, [unsent, unknown]);
    // What an earlier run prepared and did not send waits for a person; what this run prepares does not.
    let fixture = fixture.restarted().await;
    fixture.prepared("FRESHA").await;
    assert_eq!(listed(&fixture).await, [waiting, unsent, unknown]);
}

#[tokio::test]
async fn counts_are_those_of_the_list() {
    let fixture = filled().await;
    let counts = async |filter: CountFilter| {
        let mut counts: Vec<(Status, u64)> = Vec::new();
        for count in fixture.ledger.counts_by_status(&filter).await.unwrap() {
            counts.push((count.status, count.n));
        }
        counts.sort_by_key(|(status, _)| status.as_str());
        counts
    };
    assert_eq!(counts(CountFilter::default()).await, [(Status::Pending, 8), (Status::Prepared, 22)]);
    let collect = CountFilter { direction: Some(Direction::Collect), ..CountFilter::default() };
    assert_eq!(counts(collect).await, [(Status::Pending, 3), (Status::Prepared, 7)]);
    let day = |from: &str, to: &str| CountFilter {
        from_day: Some(from.to_owned()),
        to_day: Some(to.to_owned()),
        account: Some(fixture.account.id),
        direction: Some(Direction::Payout),
    };
    assert_eq!(counts(day("2026-01-01", "2026-01-01")).await, [(Status::Pending, 5), (Status::Prepared, 15)]);
    assert!(counts(day("2026-01-02", "2026-12-31")).await.is_empty());
}

#[tokio::test]
async fn unsettled_payouts_claim_their_amounts() {
    let fixture = Fixture::new().await;
    fixture.prepared("PREPAREDA").await;
    fixture.sending("SENDINGA").await;
    let unknown = fixture.sending("UNKNOWNA").await.id;
    fixture.outcome(unknown, OutcomeStatus::Unknown).await;
    let done = fixture.accepted("DONEA").await.id;
    fixture.report(done, Source::Query, ReportedStatus::Succeeded).await;
    fixture.accepted("PENDINGA").await;
    let claimed = fixture.ledger.claimed(fixture.account.id).await.unwrap();
    assert_eq!((claimed.len(), claimed[0].n, claimed[0].amount), (1, 3, amount("301.5")));
    assert!(fixture.ledger.claimed(crate::AccountId(9)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_payee_is_remembered() {
    let fixture = Fixture::new().await;
    let pay = async |number: &str, name: &str, sum: &str, at_ms: i64| {
        let mut stub = fixture.stub(number);
        stub.party.name = Some(name.to_owned());
        stub.amount = amount(sum);
        fixture.ledger.write_stub(&stub, at_ms).await.unwrap().id
    };
    pay("N1A", "María", "10", NOON).await;
    let paid = pay("N2A", "Maria", "70", NOON + 1).await;
    fixture.begin(paid).await.unwrap();
    fixture.outcome(paid, OutcomeStatus::Accepted(ReportedStatus::Succeeded)).await;
    let last = pay("N3A", "María", "10", NOON + 2).await;
    pay("N4A", "María", "900", NOON + 3).await;
    let number = "646180000030056845";
    let ids = async |since_ms| -> Vec<_> {
        let found = fixture.ledger.payouts_to(number, amount("10"), Currency::MXN, since_ms).await.unwrap();
        found.iter().map(|row| row.id.0).collect()
    };
    assert_eq!(ids(NOON).await, [3, 1]);
    assert_eq!(ids(NOON + 1).await, [3]);
    assert_eq!(fixture.ledger.largest_to(number, Currency::MXN).await.unwrap(), Some(amount("70")));
    assert_eq!(fixture.ledger.largest_to("1", Currency::MXN).await.unwrap(), None);
    fixture.ledger.cancel(last, None, NOON + 4).await.unwrap();
    let names = fixture.ledger.names_for_account_no(number).await.unwrap();
    let told: Vec<_> = names.iter().map(|known| (known.name.as_str(), known.n, known.last_at_ms)).collect();
    assert_eq!(told, [("María", 2, NOON + 3), ("Maria", 1, NOON + 1)]);
}
