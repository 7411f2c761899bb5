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

/// Many exports have one number, and do not say whose: an order that is here under one of its numbers is not written again.
#[tokio::test]
async fn what_is_known_by_the_other_number_is_left_out_too() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let live = fixture.accepted("OURS1").await.id;
    let mut report = super::told(Source::Query, orders::ReportedStatus::Succeeded);
    report.gateway_number = Some("GW-1".to_owned());
    ledger.apply(live, &report, NOON).await.unwrap();
    ledger.write_past(&[PastOrder { gateway_number: None, ..order(&fixture, 7) }], NOON).await.unwrap();
    let by_gateway_number =
        PastOrder { number: "GW-1".to_owned(), gateway_number: None, ..order(&fixture, 1) };
    let now_with_both = PastOrder {
        number: "M0007".to_owned(),
        gateway_number: Some("PAST0007".to_owned()),
        ..order(&fixture, 7)
    };
    let written = ledger.write_past(&[by_gateway_number, now_with_both], NOON).await.unwrap();
    assert_eq!((written.written, written.known), (0, vec![0, 1]));
}

/// A file that tells days and no times, in several steps, and a second file of the same day.
#[tokio::test]
async fn any_number_of_orders_of_one_moment_are_taken() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let of_that_moment = |from: i64, to: i64| -> Vec<PastOrder> {
        let first = order(&fixture, 0);
        (from..to).map(|n| PastOrder { created_at_ms: first.created_at_ms, ..order(&fixture, n) }).collect()
    };
    for (from, to) in [(0, 300), (300, 400), (400, 405)] {
        let orders = of_that_moment(from, to);
        let written = ledger.write_past(&orders, NOON).await.unwrap().written;
        assert_eq!(written, u64::try_from(orders.len()).unwrap());
    }
    let query = OrderQuery { limit: 500, ..OrderQuery::fragment("garcia") };
    assert_eq!(ledger.list_orders(&query).await.unwrap().rows.len(), 405);
}

/// Paid at the gateway's own console while a stub waited here, and imported then: the stub must not leave without a word.
#[tokio::test]
async fn an_imported_payout_stops_a_stub_like_it() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let stub = fixture.prepared("WAITS").await;
    let account_no = stub.party.account_no.clone().unwrap();
    let imported = |n: i64, age_days: i64, status: Status| PastOrder {
        amount: stub.amount,
        party: Party { account_no: Some(account_no.clone()), ..Party::default() },
        created_at_ms: NOON - age_days * DAY_MS + 60_000,
        completed: None,
        steps: vec![PastStep { at_ms: NOON, status, gateway_status: None }],
        ..order(&fixture, n)
    };
    let left = async |reasoned| {
        let like = ledger.payout_left_since(stub.id, &account_no, stub.amount, stub.currency, reasoned);
        like.await.unwrap().map(|order| order.number)
    };
    ledger.write_past(&[imported(1, 30, Status::Succeeded)], NOON).await.unwrap();
    ledger.write_past(&[imported(2, 1, Status::Failed)], NOON).await.unwrap();
    assert_eq!(left(false).await, None, "a month old, or failed");
    for (n, status) in [(3, Status::Succeeded), (4, Status::Processing), (5, Status::Unknown)] {
        ledger.write_past(&[imported(n, 1, status)], NOON).await.unwrap();
        let number = format!("PAST{n:04}");
        assert_eq!((left(false).await, left(true).await), (Some(number.clone()), Some(number)), "{status:?}");
    }
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
