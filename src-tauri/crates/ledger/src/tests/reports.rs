//! Reports: judged against history, recorded whatever comes of them, never overwriting what is known with nothing.

use orders::{Flag, Judgement, ReportedStatus, Source, Status};

use super::{Fixture, NOON, amount, exchange, told};
use crate::{DeliveryId, FindingKind, OutcomeStatus, Report, ToldTime};

#[tokio::test]
async fn what_is_not_told_overwrites_nothing() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut full = told(Source::Query, ReportedStatus::Processing);
    full.gateway_status = Some("PAYING".to_owned());
    full.gateway_number = Some("G1".to_owned());
    full.channel_number = Some("C1".to_owned());
    full.fee = Some(amount("1.2345"));
    full.reason = Some("bank is slow".to_owned());
    full.pay.pay_code = Some("0123".to_owned());
    full.completed = Some(ToldTime { text: "soon".to_owned(), zone: None, unix_ms: None });
    let known = fixture.ledger.apply(id, &full, NOON + 1).await.unwrap().order;
    let bare =
        fixture.ledger.apply(id, &told(Source::Query, ReportedStatus::Succeeded), NOON + 2).await.unwrap();
    let mut expected = known.clone();
    expected.status = Status::Succeeded;
    expected.day = Some("2026-01-01".to_owned());
    expected.updated_at_ms = NOON + 2;
    assert_eq!(bare.order, expected);
    assert_eq!(fixture.ledger.order(id).await.unwrap().unwrap(), expected);
}

#[tokio::test]
async fn a_step_outside_the_table_changes_nothing_and_is_flagged() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let before = fixture.report(id, Source::Query, ReportedStatus::Processing).await.order;
    fixture.ledger.apply(id, &told(Source::Delivery, ReportedStatus::Pending), NOON).await.unwrap();
    let cancelled = fixture.prepared("N2A").await.id;
    fixture.ledger.cancel(cancelled, None, NOON).await.unwrap();
    let mut report = told(Source::Query, ReportedStatus::Succeeded);
    report.gateway_number = Some("G1".to_owned());
    let applied = fixture.ledger.apply(cancelled, &report, NOON).await.unwrap();
    assert_eq!((applied.after, applied.judgement), (Status::Cancelled, Some(Judgement::Outside)));
    assert_eq!((applied.new_flags, applied.order.gateway_number), (vec![Flag::StepOutsideTable], None));
    assert_eq!(fixture.ledger.events(cancelled).await.unwrap().len(), 3, "recorded all the same");
    assert_eq!(fixture.ledger.order(id).await.unwrap().unwrap().status, before.status);
}

#[tokio::test]
async fn an_unknown_word_keeps_the_last_known_status() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut report = Report::new(Source::Query);
    report.gateway_status = Some("FROBNICATED".to_owned());
    report.flags = vec![Flag::UnknownStatus];
    report.gateway_number = Some("G1".to_owned());
    let applied = fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert_eq!((applied.after, applied.judgement), (Status::Pending, None));
    assert_eq!((applied.order.gateway_status, applied.order.gateway_number.as_deref()), (None, Some("G1")));
    let last = fixture.ledger.events(id).await.unwrap().pop().unwrap();
    assert_eq!(last.gateway_status.as_deref(), Some("FROBNICATED"));
}

#[tokio::test]
async fn the_same_again_is_counted_not_stored() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut report = told(Source::Query, ReportedStatus::Pending);
    report.exchange = Some(exchange("query", r#"{"status":1}"#));
    let first = fixture.ledger.apply(id, &report, NOON + 1).await.unwrap();
    let events = fixture.ledger.events(id).await.unwrap().len();
    for n in 2..=20 {
        let applied = fixture.ledger.apply(id, &report, NOON + n).await.unwrap();
        assert!(applied.repeated && !applied.changed());
        assert_eq!((applied.event_id, applied.exchange_id), (first.event_id, first.exchange_id));
    }
    let history = fixture.ledger.events(id).await.unwrap();
    assert_eq!(history.len(), events);
    let last = history.last().unwrap();
    assert_eq!((last.repeats, last.at_ms, last.last_at_ms), (19, NOON + 1, NOON + 20));
    assert_eq!(fixture.ledger.exchanges_of_order(id, 10).await.unwrap()[0].repeats, 19);
    // The row itself was left alone.
    assert_eq!(fixture.ledger.order(id).await.unwrap().unwrap().updated_at_ms, NOON + 1);
}

#[tokio::test]
async fn a_payout_can_come_back_and_that_is_seen() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut success = told(Source::Delivery, ReportedStatus::Succeeded);
    success.provisional = true;
    let applied = fixture.ledger.apply(id, &success, NOON).await.unwrap();
    assert!(applied.order.provisional);
    assert_eq!(applied.new_flags, [Flag::Provisional]);
    let returned = fixture.report(id, Source::Delivery, ReportedStatus::Failed).await;
    assert_eq!((returned.after, returned.order.provisional), (Status::Returned, false));
    assert_eq!(returned.new_flags, [Flag::Reversed]);
    // A late callback loses, a question wins, and what turned round again after being seen is unseen again.
    assert_eq!(fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await.after, Status::Returned);
    assert_eq!(fixture.ledger.mark_seen(id, NOON).await.unwrap(), 2);
    let again = fixture.report(id, Source::Query, ReportedStatus::Succeeded).await;
    assert_eq!((again.after, again.new_flags), (Status::Succeeded, vec![Flag::Reversed]));
    let flags = fixture.ledger.flags(id).await.unwrap();
    let unseen: Vec<Flag> = flags.iter().filter(|row| row.seen_at_ms.is_none()).map(|row| row.flag).collect();
    assert_eq!(unseen, [Flag::Reversed]);
}

#[tokio::test]
async fn the_day_of_the_first_success_stays() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let at = |unix_ms: i64| Some(ToldTime { text: unix_ms.to_string(), zone: None, unix_ms: Some(unix_ms) });
    let mut report = told(Source::Query, ReportedStatus::Succeeded);
    report.completed = at(NOON - 13 * 3_600_000); // 2025-12-31 in Mexico, within a day before the order
    let order = fixture.ledger.apply(id, &report, NOON).await.unwrap().order;
    assert_eq!(order.day.as_deref(), Some("2025-12-31"));
    report.completed = at(NOON);
    let order = fixture.ledger.apply(id, &report, NOON + 1).await.unwrap().order;
    assert_eq!((order.day.as_deref(), order.completed), (Some("2025-12-31"), at(NOON)));

    // A time that cannot be true is kept as told, and not believed.
    let id = fixture.accepted("N2A").await.id;
    report.completed = at(0);
    let order = fixture.ledger.apply(id, &report, NOON).await.unwrap().order;
    assert_eq!((order.day.as_deref(), order.completed), (Some("2026-01-01"), at(0)));
}

#[tokio::test]
async fn a_gateway_number_of_another_order_is_not_taken_over_and_loses_nothing() {
    let fixture = Fixture::new().await;
    let first = fixture.accepted("N1A").await.id;
    let second = fixture.accepted("N2A").await.id;
    let mut report = told(Source::Query, ReportedStatus::Processing);
    report.gateway_number = Some("G1".to_owned());
    fixture.ledger.apply(first, &report, NOON).await.unwrap();
    let applied = fixture.ledger.apply(second, &report, NOON).await.unwrap();
    assert_eq!((applied.after, applied.order.gateway_number), (Status::Processing, None));
    assert_eq!(applied.new_flags, [Flag::NumberDiffers]);
    // Nor is a known number ever replaced.
    report.gateway_number = Some("G2".to_owned());
    let applied = fixture.ledger.apply(first, &report, NOON).await.unwrap();
    assert_eq!(applied.order.gateway_number.as_deref(), Some("G1"));
    assert_eq!(applied.new_flags, [Flag::NumberDiffers]);
}

#[tokio::test]
async fn a_refused_order_that_exists_is_flagged() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    fixture.outcome(id, OutcomeStatus::Refused).await;
    let applied = fixture.report(id, Source::Query, ReportedStatus::Processing).await;
    assert_eq!((applied.after, applied.new_flags), (Status::Processing, vec![Flag::RefusedButExists]));
}

#[tokio::test]
async fn history_can_only_be_added_to() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    for change in [
        "UPDATE order_events SET note = 'was different'",
        "UPDATE order_events SET to_status = 'succeeded'",
        "UPDATE order_events SET at_ms = 1",
        "UPDATE order_events SET repeats = -1",
        "DELETE FROM order_events",
        "DELETE FROM order_flags WHERE 1 = 1 OR order_id = 0",
        "DELETE FROM orders",
        "UPDATE orders SET amount = 1",
        "UPDATE orders SET account_no = '1'",
        "UPDATE orders SET number = 'X'",
        "UPDATE order_papers SET draft_json = ''",
    ] {
        let done = sqlx::query(change).execute(&fixture.ledger.writer).await;
        let nothing_to_change = done.as_ref().is_ok_and(|done| done.rows_affected() == 0);
        assert!(done.is_err() || nothing_to_change, "{change}");
        assert!(done.is_err() || change.contains("order_flags"), "{change}");
    }
    let detail = fixture.ledger.detail(id).await.unwrap().unwrap();
    assert_eq!((detail.order.damaged, detail.history_damaged, detail.events.len()), (false, false, 3));
}

#[tokio::test]
async fn a_repeated_callback_is_known() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    assert!(!fixture.ledger.delivered_before(id, "SUCCESS").await.unwrap());
    let mut report = told(Source::Delivery, ReportedStatus::Succeeded);
    report.gateway_status = Some("SUCCESS".to_owned());
    report.delivery_id = Some(DeliveryId(5));
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert!(fixture.ledger.delivered_before(id, "SUCCESS").await.unwrap());
    assert_eq!(fixture.ledger.events(id).await.unwrap().pop().unwrap().delivery_id, Some(DeliveryId(5)));
}

#[tokio::test]
async fn flags_are_raised_once() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    assert!(fixture.ledger.raise_flag(id, Flag::SeveralFound, NOON).await.unwrap());
    assert!(!fixture.ledger.raise_flag(id, Flag::SeveralFound, NOON + 1).await.unwrap());
    assert_eq!(fixture.ledger.mark_seen(id, NOON + 2).await.unwrap(), 1);
    assert!(!fixture.ledger.raise_flag(id, Flag::SeveralFound, NOON + 3).await.unwrap());
    let row = fixture.ledger.flags(id).await.unwrap().pop().unwrap();
    assert_eq!((row.raised_at_ms, row.seen_at_ms), (NOON, Some(NOON + 2)));
}

/// The question left before the callback came, and its answer was kept after it: an older word ends nothing.
#[tokio::test]
async fn z14_an_answer_is_as_old_as_its_question() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await;
    let mut answer = told(Source::Query, ReportedStatus::Failed);
    answer.as_of = Some(Status::Pending);
    answer.finding = Some(FindingKind::Found);
    answer.exchange = Some(exchange("query", "FAIL"));
    answer.reason = Some("no funds".to_owned());
    let applied = fixture.ledger.apply(id, &answer, NOON).await.unwrap();
    assert!(applied.overtaken && applied.judgement.is_none() && applied.exchange_id.is_some());
    assert_eq!((applied.order.status, applied.order.reason), (Status::Succeeded, None));
    assert_eq!(fixture.ledger.questions(id).await.unwrap().len(), 1, "it is counted all the same");
    answer.as_of = Some(Status::Succeeded);
    let applied = fixture.ledger.apply(id, &answer, NOON).await.unwrap();
    assert_eq!((applied.overtaken, applied.after), (false, Status::Returned), "asked since, it counts");
}
