//! Further payments to a collect order.

use orders::{Flag, Product, ReportedStatus, Source, Status};

use super::{Fixture, NOON, amount};
use crate::{LedgerError, MoneyKind, OrderId, SupplementReport};

async fn collect(fixture: &Fixture, number: &str) -> OrderId {
    let mut stub = fixture.stub(number);
    stub.product = Product::Collect;
    let id = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id;
    fixture.begin(id).await.unwrap();
    fixture.outcome(id, crate::OutcomeStatus::Accepted(ReportedStatus::Pending)).await;
    fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await;
    id
}

fn paid(gateway_number: &str, reported: ReportedStatus) -> SupplementReport {
    SupplementReport {
        source: Source::Delivery,
        gateway_number: gateway_number.to_owned(),
        number: None,
        amount: amount("7.25"),
        fee: Some(amount("0.5")),
        reported: Some(reported),
        gateway_status: Some("SUCCESS".to_owned()),
        channel_number: None,
        reason: None,
        completed: None,
        delivery_id: None,
    }
}

#[tokio::test]
async fn a_further_payment_is_kept_told_and_counted_once() {
    let fixture = Fixture::new().await;
    let id = collect(&fixture, "N1A").await;
    let report = paid("S1", ReportedStatus::Succeeded);
    let first = fixture.ledger.apply_supplement(id, &report, NOON).await.unwrap();
    assert_eq!((first.before, first.supplement.status), (None, Status::Succeeded));
    for _ in 0..3 {
        let again = fixture.ledger.apply_supplement(id, &report, NOON).await.unwrap();
        assert_eq!((again.before, again.supplement), (Some(Status::Succeeded), first.supplement.clone()));
    }
    let detail = fixture.ledger.detail(id).await.unwrap().unwrap();
    assert_eq!(detail.supplements, [first.supplement]);
    assert!(
        detail.events.iter().any(|event| event.note.as_deref().is_some_and(|note| note.contains("7.25 MXN")))
    );
    assert_eq!(
        (detail.order.status, detail.order.damaged, detail.history_damaged),
        (Status::Succeeded, false, false)
    );
    let totals = fixture.ledger.totals(None, "2026-01-01", "2026-01-01").await.unwrap();
    assert_eq!((totals.len(), totals[0].n, totals[0].amount), (1, 2, amount("107.75")));
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

/// One payment is either an order or a further payment to one: in the books once, whichever was known first.
#[tokio::test]
async fn no_payment_is_an_order_and_a_further_payment() {
    let fixture = Fixture::new().await;
    let id = collect(&fixture, "N1A").await;
    fixture.ledger.apply_supplement(id, &paid("S1", ReportedStatus::Succeeded), NOON).await.unwrap();
    let other = collect(&fixture, "N2A").await;
    let mut told = super::told(Source::Query, ReportedStatus::Succeeded);
    for (number, taken) in [("S1", None), ("G2", Some("G2"))] {
        told.gateway_number = Some(number.to_owned());
        let applied = fixture.ledger.apply(other, &told, NOON).await.unwrap();
        assert_eq!(applied.order.gateway_number.as_deref(), taken);
        assert_eq!(applied.new_flags.contains(&Flag::NumberDiffers), taken.is_none());
    }
    let again = fixture.ledger.apply_supplement(id, &paid("G2", ReportedStatus::Succeeded), NOON).await;
    assert!(matches!(again, Err(LedgerError::Conflict(_))), "{again:?}");
    assert_eq!(fixture.ledger.supplements(id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_further_payment_can_move_and_come_back() {
    let fixture = Fixture::new().await;
    let id = collect(&fixture, "N1A").await;
    let steps = [
        (ReportedStatus::Pending, Status::Pending),
        (ReportedStatus::Succeeded, Status::Succeeded),
        (ReportedStatus::Pending, Status::Succeeded),
        (ReportedStatus::Failed, Status::Returned),
        (ReportedStatus::Succeeded, Status::Returned), // a late callback
    ];
    for (reported, expected) in steps {
        let applied = fixture.ledger.apply_supplement(id, &paid("S1", reported), NOON).await.unwrap();
        assert_eq!(applied.supplement.status, expected);
    }
    let totals = fixture.ledger.totals(None, "2026-01-01", "2026-01-01").await.unwrap();
    let returned = totals.iter().find(|total| total.kind == MoneyKind::Returned).unwrap();
    assert_eq!((returned.n, returned.amount), (1, amount("7.25")));
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn another_orders_payment_and_another_sum_are_told() {
    let fixture = Fixture::new().await;
    let first = collect(&fixture, "N1A").await;
    let second = collect(&fixture, "N2A").await;
    let mut report = paid("S1", ReportedStatus::Succeeded);
    fixture.ledger.apply_supplement(first, &report, NOON).await.unwrap();
    let refused = fixture.ledger.apply_supplement(second, &report, NOON).await;
    assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{refused:?}");
    report.amount = amount("9");
    let applied = fixture.ledger.apply_supplement(first, &report, NOON).await.unwrap();
    assert_eq!(applied.supplement.amount, amount("7.25"));
    let flags = fixture.ledger.flags(first).await.unwrap();
    assert_eq!(flags.iter().map(|row| row.flag).collect::<Vec<_>>(), [Flag::AmountDiffers]);
}

#[tokio::test]
async fn candidates_come_in_the_order_asked() {
    let fixture = Fixture::new().await;
    let first = collect(&fixture, "N1A").await;
    let second = collect(&fixture, "N2A").await;
    let asked = ["N2A", "N9A", "N1A"].map(str::to_owned);
    let found = fixture.ledger.orders_by_numbers(fixture.account.id, &asked).await.unwrap();
    assert_eq!(found.iter().map(|order| order.id).collect::<Vec<_>>(), [second, first]);
}
