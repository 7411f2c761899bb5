//! Totals: equal to a recount after any sequence of steps.

use std::collections::BTreeMap;

use money::Amount;
use orders::{Direction, Product, ReportedStatus, Source, Status};
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, TestRunner};

use super::{DAY_MS, Fixture, NOON, amount, request, told};
use crate::{CountFilter, MoneyKind, OrderId, OrderQuery, Outcome, OutcomeStatus, ToldTime};

#[derive(Debug, Clone)]
struct Step {
    order: usize,
    what: u8,
    hours: i64,
    actual: Option<i64>,
    fee: Option<i64>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0_usize..6, 0_u8..14, 0_i64..60, any::<Option<u8>>(), any::<Option<u8>>()).prop_map(
        |(order, what, hours, actual, fee)| Step {
            order,
            what,
            hours,
            actual: actual.map(i64::from),
            fee: fee.map(i64::from),
        },
    );
    proptest::collection::vec(step, 1..60)
}

async fn take(fixture: &Fixture, ids: &[OrderId], step: &Step) {
    let (ledger, id) = (&fixture.ledger, ids[step.order]);
    let now_ms = NOON + step.hours * 3_600_000;
    let reports = [
        ReportedStatus::Pending,
        ReportedStatus::Processing,
        ReportedStatus::Succeeded,
        ReportedStatus::Failed,
    ];
    // Most steps are refused somewhere on the way: that, too, must leave the books right.
    match step.what {
        0 => drop(ledger.begin_sending(id, &request(), Source::Person, None, now_ms).await),
        1 => drop(ledger.cancel(id, None, now_ms).await),
        2 => drop(ledger.abandon(id, "gone", now_ms).await),
        3 => drop(ledger.expire(id, now_ms).await),
        4 => drop(ledger.record_outcome(id, &Outcome::new(OutcomeStatus::Unknown), now_ms).await),
        5 => drop(ledger.record_outcome(id, &Outcome::new(OutcomeStatus::NotSent), now_ms).await),
        _ => {
            let source = if step.what < 10 { Source::Query } else { Source::Delivery };
            let mut report = told(source, reports[usize::from(step.what) % 4]);
            report.actual_amount = step.actual.map(Amount::from_ten_thousandths);
            report.fee = step.fee.map(Amount::from_ten_thousandths);
            report.completed = Some(ToldTime { text: String::new(), zone: None, unix_ms: Some(now_ms) });
            ledger.apply(id, &report, now_ms).await.unwrap();
        }
    }
}

/// P8, and the books against a count made here, apart from SQL.
#[test]
fn totals_equal_a_recount_after_any_steps() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 25, failure_persistence: None, ..Config::default() });
    let returns = std::cell::Cell::new(0);
    runner
        .run(&steps(), |steps| {
            runtime.block_on(async {
                let fixture = Fixture::new().await;
                let mut ids = Vec::new();
                for n in 0_i64..6 {
                    let mut stub = fixture.stub(&format!("N{n}A"));
                    stub.product = if n % 2 == 0 { Product::Payout } else { Product::Collect };
                    let id = fixture.ledger.write_stub(&stub, NOON + n * DAY_MS / 2).await.unwrap().id;
                    fixture.begin(id).await.unwrap();
                    ids.push(id);
                }
                for step in &steps {
                    take(&fixture, &ids, step).await;
                }
                returns.set(returns.get() + check(&fixture).await);
            });
            Ok(())
        })
        .unwrap();
    assert!(returns.get() > 5, "only {} returns: the steps are too tame", returns.get());
}

/// Returns how many returns the books hold.
async fn check(fixture: &Fixture) -> i64 {
    let ledger = &fixture.ledger;
    let query = OrderQuery { limit: 500, ..OrderQuery::default() };
    let orders = ledger.list_orders(&query).await.unwrap().rows;
    let mut standing: BTreeMap<&str, u64> = BTreeMap::new();
    let mut due: BTreeMap<Product, (i64, i64, i64)> = BTreeMap::new();
    for order in &orders {
        *standing.entry(order.status.as_str()).or_default() += 1;
        if order.status == Status::Succeeded {
            let collect = order.product.direction() == Direction::Collect;
            let moved = order.actual_amount.filter(|_| collect).unwrap_or(order.amount);
            let sum = due.entry(order.product).or_default();
            sum.0 += 1;
            sum.1 += moved.ten_thousandths();
            sum.2 += order.fee.map_or(0, Amount::ten_thousandths);
        }
    }
    let counted = ledger.counts_by_status(&CountFilter::default()).await.unwrap();
    let counted: BTreeMap<&str, u64> = counted.iter().map(|count| (count.status.as_str(), count.n)).collect();
    assert_eq!(counted, standing);

    let mut booked: BTreeMap<Product, (i64, i64, i64)> = BTreeMap::new();
    let mut returns = 0;
    for total in ledger.totals(None, "0000-00-00", "9999-99-99").await.unwrap() {
        let sign = if total.kind == MoneyKind::Succeeded { 1 } else { -1 };
        returns += if sign < 0 { total.n } else { 0 };
        let sum = booked.entry(total.product).or_default();
        sum.0 += sign * total.n;
        sum.1 += sign * total.amount.ten_thousandths();
        sum.2 += sign * total.fee.ten_thousandths();
    }
    booked.retain(|_, sum| *sum != (0, 0, 0));
    assert_eq!(booked, due);
    let integrity = ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    assert_eq!(integrity.orders_checked, 6);
    returns
}

#[tokio::test]
async fn a_return_is_posted_to_its_own_day() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut report = told(Source::Query, ReportedStatus::Succeeded);
    report.fee = Some(amount("2"));
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    let back = told(Source::Query, ReportedStatus::Failed);
    fixture.ledger.apply(id, &back, NOON + 3 * DAY_MS).await.unwrap();
    let again = told(Source::Query, ReportedStatus::Succeeded);
    fixture.ledger.apply(id, &again, NOON + 5 * DAY_MS).await.unwrap();
    let totals = fixture.ledger.totals(Some(fixture.account.id), "2026-01-01", "2026-01-31").await.unwrap();
    let told: Vec<_> = totals
        .iter()
        .map(|total| (total.day.as_str(), total.kind, total.n, total.amount, total.fee))
        .collect();
    let (sum, fee) = (amount("100.5"), amount("2"));
    assert_eq!(
        told,
        [
            ("2026-01-01", MoneyKind::Succeeded, 1, sum, fee),
            ("2026-01-04", MoneyKind::Returned, 1, sum, fee),
            ("2026-01-06", MoneyKind::Succeeded, 1, sum, fee),
        ]
    );
    assert_eq!(fixture.ledger.order(id).await.unwrap().unwrap().day.as_deref(), Some("2026-01-01"));
    assert!(
        fixture
            .ledger
            .totals(Some(crate::AccountId(9)), "2026-01-01", "2026-01-31")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_sum_told_later_corrects_the_day_of_the_payment() {
    let fixture = Fixture::new().await;
    let mut stub = fixture.stub("N1A");
    stub.product = Product::Collect;
    let id = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id;
    fixture.begin(id).await.unwrap();
    fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await;
    let mut later = told(Source::Query, ReportedStatus::Succeeded);
    later.actual_amount = Some(amount("90"));
    later.fee = Some(amount("1"));
    fixture.ledger.apply(id, &later, NOON + 2 * DAY_MS).await.unwrap();
    let totals = fixture.ledger.totals(None, "2026-01-01", "2026-01-31").await.unwrap();
    let told: Vec<_> =
        totals.iter().map(|total| (total.day.as_str(), total.n, total.amount, total.fee)).collect();
    assert_eq!(told, [("2026-01-01", 1, amount("90"), amount("1"))]);
    assert!(sqlx::query("UPDATE postings SET amount = 1").execute(&fixture.ledger.writer).await.is_err());
    assert!(sqlx::query("DELETE FROM postings").execute(&fixture.ledger.writer).await.is_err());
}
