//! Orders of the past: written once, counted on their own days, never to be sent.

use orders::{Product, Source, Status};

use super::{DAY_MS, Fixture, NOON, amount, request};
use crate::{LedgerError, OrderQuery, Party, PastOrder, PastStep, PayInstructions, ToldTime};

/// The `n`th order of a merchant's past: one a day, paid after a minute; each tenth came back a day later.
pub(crate) fn order(fixture: &Fixture, n: i64) -> PastOrder {
    let created_at_ms = NOON - (400 - n) * DAY_MS;
    let step = |after_ms: i64, status: Status| PastStep {
        at_ms: created_at_ms + after_ms,
        status,
        gateway_status: Some(format!("S{after_ms}")),
    };
    let mut steps = vec![step(0, Status::Pending), step(60_000, Status::Succeeded)];
    if n % 10 == 0 {
        steps.push(step(DAY_MS, Status::Returned));
    }
    PastOrder {
        account_id: fixture.account.id,
        product: Product::Payout,
        number: format!("PAST{n:04}"),
        gateway_number: Some(format!("GP{n:04}")),
        channel_number: None,
        channel: None,
        amount: amount("10"),
        currency: money::Currency::MXN,
        fee: Some(amount("0.5")),
        actual_amount: None,
        party: Party { name: Some("Ana García".to_owned()), ..Party::default() },
        pay: PayInstructions::default(),
        reason: None,
        created_at_ms,
        completed: Some(ToldTime {
            text: "then".to_owned(),
            zone: None,
            unix_ms: Some(created_at_ms + 60_000),
        }),
        zone: "-06:00".to_owned(),
        steps,
        record: format!("\"record-of-{n}\""),
        origin: format!("history.csv, line {}", n + 2),
    }
}

#[tokio::test]
async fn the_past_is_whole_counted_and_sound() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let past: Vec<_> = (0..120).map(|n| order(&fixture, n)).collect();
    assert_eq!(ledger.write_past(&past, NOON).await.unwrap().written, 120);
    let integrity = ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    let returned = ledger.order_by_number(fixture.account.id, "PAST0010").await.unwrap().unwrap();
    assert_eq!((returned.status, returned.submitted, returned.damaged), (Status::Returned, true, false));
    let detail = ledger.detail(returned.id).await.unwrap().unwrap();
    assert!(!detail.history_damaged);
    let statuses: Vec<Status> = detail.events.iter().map(|event| event.to_status).collect();
    assert_eq!(statuses, [Status::Pending, Status::Succeeded, Status::Returned]);
    assert_eq!(detail.events[0].note.as_deref(), Some("imported: history.csv, line 12"));
    let day = |shift: i64| crate::day::day_of(returned.created_at_ms + shift, "-06:00").unwrap();
    let totals = ledger.totals(None, &day(0), &day(DAY_MS)).await.unwrap();
    let told: Vec<(&str, i64)> = totals.iter().map(|total| (total.day.as_str(), total.n)).collect();
    assert_eq!(told, [(day(0).as_str(), 1), (day(DAY_MS).as_str(), 1), (day(DAY_MS).as_str(), 1)]);

    // It can never be sent, whoever presses what.
    let sent = ledger.begin_sending(returned.id, &request(), Source::Person, None, NOON).await;
    assert!(matches!(sent, Err(LedgerError::Conflict(_))), "{sent:?}");
}

#[tokio::test]
async fn what_is_known_is_left_out_and_told() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    ledger.write_past(&[order(&fixture, 1)], NOON).await.unwrap();
    let same_number = PastOrder { gateway_number: None, ..order(&fixture, 1) };
    let same_gateway_number = PastOrder { number: "ELSE".to_owned(), ..order(&fixture, 1) };
    let twice = PastOrder { number: "PAST0002".to_owned(), gateway_number: None, ..order(&fixture, 3) };
    let given = [same_number, order(&fixture, 2), same_gateway_number, twice];
    let written = ledger.write_past(&given, NOON).await.unwrap();
    assert_eq!((written.written, written.known), (1, vec![0, 2, 3]));
    assert_eq!(ledger.list_orders(&OrderQuery::default()).await.unwrap().rows.len(), 2);
}

#[tokio::test]
async fn what_cannot_be_is_refused_whole() {
    let fixture = Fixture::new().await;
    let good = order(&fixture, 1);
    let never_sent = PastStep { at_ms: NOON, status: Status::Prepared, gateway_status: None };
    for bad in [
        PastOrder { steps: Vec::new(), ..good.clone() },
        PastOrder { steps: vec![never_sent], ..good.clone() },
        PastOrder { amount: money::Amount::ZERO, ..good.clone() },
        PastOrder { zone: "Mexico".to_owned(), ..good.clone() },
    ] {
        let refused = fixture.ledger.write_past(&[order(&fixture, 2), bad], NOON).await;
        assert!(matches!(refused, Err(LedgerError::Invalid(_))), "{refused:?}");
    }
    let stranger = PastOrder { account_id: crate::AccountId(99), ..good };
    let refused = fixture.ledger.write_past(&[stranger], NOON).await;
    assert!(matches!(refused, Err(LedgerError::NotFound(_))), "{refused:?}");
    assert!(fixture.ledger.recent(10).await.unwrap().is_empty());
}
