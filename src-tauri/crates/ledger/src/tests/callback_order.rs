//! Callbacks in every order, some of them twice: after one question all end alike, in status, books and history (R14).

use orders::{Flag, ReportedStatus, Source, Status};

use super::{Fixture, amount};
use crate::MoneyKind;

const TOLD: [ReportedStatus; 5] = [
    ReportedStatus::Pending,
    ReportedStatus::Processing,
    ReportedStatus::Succeeded,
    ReportedStatus::Failed,
    ReportedStatus::Succeeded,
];

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    let Some((first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for shorter in permutations(rest) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, *first);
            all.push(longer);
        }
    }
    all
}

#[tokio::test]
async fn r14_all_orders_of_five_callbacks_come_to_the_same_after_a_question() {
    let fixture = Fixture::new().await;
    let orders = permutations(&[0, 1, 2, 3, 4]);
    assert_eq!(orders.len(), 120);
    let mut paid = 0;
    for (n, order) in orders.iter().enumerate() {
        let id = fixture.accepted(&format!("N{n}A")).await.id;
        for index in order {
            let first = fixture.report(id, Source::Delivery, TOLD[*index]).await;
            let again = fixture.report(id, Source::Delivery, TOLD[*index]).await;
            assert_eq!(again.after, first.after, "{order:?}: the same again moves nothing");
            assert!(again.new_flags.is_empty(), "{order:?}: nor does it alert");
        }
        let (truth, end) = if n % 2 == 0 {
            paid += 1;
            (ReportedStatus::Succeeded, Status::Succeeded)
        } else {
            // It was paid in each of them, so that its failing is a return.
            (ReportedStatus::Failed, Status::Returned)
        };
        let asked = fixture.report(id, Source::Query, truth).await;
        assert_eq!(asked.after, end, "{order:?}");
        let flags = fixture.ledger.flags(id).await.unwrap();
        assert!(
            flags.iter().all(|row| row.flag != Flag::StepOutsideTable),
            "{order:?}: slowness is no fault"
        );
        assert!(
            flags.iter().any(|row| row.flag == Flag::Reversed),
            "{order:?}: it was turned round, and that alerts"
        );
    }
    // The books: what the questions say, whatever was told before.
    let totals = fixture.ledger.totals(None, "2026-01-01", "2026-01-01").await.unwrap();
    let of =
        |kind: MoneyKind| totals.iter().filter(|total| total.kind == kind).map(|total| total.n).sum::<i64>();
    assert_eq!(of(MoneyKind::Succeeded) - of(MoneyKind::Returned), paid);
    let sum = |kind: MoneyKind| {
        totals
            .iter()
            .filter(|total| total.kind == kind)
            .fold(0, |sum, total| sum + total.amount.ten_thousandths())
    };
    let each = amount("100.5").ten_thousandths();
    assert_eq!(sum(MoneyKind::Succeeded) - sum(MoneyKind::Returned), paid * each);
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}
