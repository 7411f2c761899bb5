//! Written before sent, and sent once.

use std::sync::Arc;

use money::Amount;
use orders::{Flag, Judgement, ReportedStatus, Source, Status};
use rstest::rstest;

use super::{Fixture, NOON, exchange, request, told};
use crate::{LedgerError, OrderId, Outcome, OutcomeStatus};

#[tokio::test]
async fn a_stub_is_all_there_before_anything_is_sent() {
    let fixture = Fixture::new().await;
    let mut stub = fixture.stub("N1A");
    stub.draft_json = r#"{"amount":"100.5"}"#.to_owned();
    stub.duplicate_reason = Some("the customer asked for two".to_owned());
    let written = fixture.ledger.write_stub(&stub, NOON).await.unwrap();
    assert_eq!(written.status, Status::Prepared);
    assert_eq!((written.submitted, &written.request, written.sent_at_ms), (false, &None, None));
    assert_eq!((written.created_day.as_str(), &written.day), ("2026-01-01", &None));
    assert_eq!((&written.party, &written.draft_json), (&stub.party, &stub.draft_json));
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.ledger.order(written.id).await.unwrap().unwrap(), written);
    let detail = fixture.ledger.detail(written.id).await.unwrap().unwrap();
    assert_eq!((detail.events.len(), detail.history_damaged), (1, false));
    assert_eq!(detail.events[0].note, stub.duplicate_reason);
}

#[tokio::test]
async fn a_number_is_given_once_within_an_account() {
    let fixture = Fixture::new().await;
    fixture.prepared("N1A").await;
    let again = fixture.ledger.write_stub(&fixture.stub("N1A"), NOON).await;
    assert!(matches!(again, Err(LedgerError::Conflict(_))), "{again:?}");
    let other = fixture.ledger.add_account(&super::new_account(), NOON).await.unwrap();
    let mut elsewhere = fixture.stub("N1A");
    elsewhere.account_id = other.id;
    let elsewhere = fixture.ledger.write_stub(&elsewhere, NOON).await.unwrap();
    let found = fixture.ledger.order_by_number(other.id, "N1A").await.unwrap().unwrap();
    assert_eq!(found.id, elsewhere.id);
    assert!(fixture.ledger.order_by_number(other.id, "N2A").await.unwrap().is_none());
}

#[rstest]
#[case::nothing(0)]
#[case::less_than_nothing(-1)]
#[tokio::test]
async fn an_order_is_for_more_than_nothing(#[case] ten_thousandths: i64) {
    let fixture = Fixture::new().await;
    let mut stub = fixture.stub("N1A");
    stub.amount = Amount::from_ten_thousandths(ten_thousandths);
    assert!(matches!(fixture.ledger.write_stub(&stub, NOON).await, Err(LedgerError::Invalid(_))));
}

#[tokio::test]
async fn the_exact_bytes_are_kept_before_they_leave() {
    let fixture = Fixture::new().await;
    let sent = fixture.sending("N1A").await;
    assert_eq!((sent.status, sent.submitted, sent.sent_at_ms), (Status::Sending, true, Some(NOON)));
    assert_eq!(sent.request, Some(request()));
    assert_eq!(fixture.ledger.order(sent.id).await.unwrap().unwrap(), sent);
}

/// Promise 2: of many callers, one may send.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_can_begin_to_send_twice() {
    let fixture = Arc::new(Fixture::new().await);
    let id = fixture.prepared("N1A").await.id;
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let fixture = Arc::clone(&fixture);
            tokio::spawn(async move { fixture.begin(id).await })
        })
        .collect();
    let mut begun = 0;
    for caller in callers {
        match caller.await.unwrap() {
            Ok(_) => begun += 1,
            Err(error) => assert!(matches!(error, LedgerError::Conflict(_)), "{error:?}"),
        }
    }
    assert_eq!(begun, 1);
    assert_eq!(fixture.statuses(id).await, [Status::Prepared, Status::Sending]);
}

#[rstest]
#[case::unknown(OutcomeStatus::Unknown, Status::Unknown)]
#[case::refused(OutcomeStatus::Refused, Status::Refused)]
#[case::pending(OutcomeStatus::Accepted(ReportedStatus::Pending), Status::Pending)]
#[case::processing(OutcomeStatus::Accepted(ReportedStatus::Processing), Status::Processing)]
#[case::succeeded(OutcomeStatus::Accepted(ReportedStatus::Succeeded), Status::Succeeded)]
#[case::failed(OutcomeStatus::Accepted(ReportedStatus::Failed), Status::Failed)]
#[tokio::test]
async fn after_any_answer_nothing_leads_back_to_sending(
    #[case] outcome: OutcomeStatus,
    #[case] status: Status,
) {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    let applied = fixture.outcome(id, outcome).await;
    assert_eq!((applied.before, applied.after), (Status::Sending, status));
    for source in [Source::Program, Source::Person] {
        let again = fixture.ledger.begin_sending(id, &request(), source, Some("please"), NOON).await;
        assert!(matches!(again, Err(LedgerError::Conflict(_))), "{again:?}");
    }
    assert!(fixture.ledger.cancel(id, None, NOON).await.is_err());
    // Nor does going below the interface.
    let forced = sqlx::query("UPDATE orders SET status = 'sending', submissions = 1 WHERE id = ?")
        .bind(id.0)
        .execute(&fixture.ledger.writer)
        .await;
    assert!(forced.is_err());
    let forced = sqlx::query("UPDATE orders SET submissions = 0 WHERE id = ?")
        .bind(id.0)
        .execute(&fixture.ledger.writer)
        .await;
    assert!(forced.is_err());
}

#[tokio::test]
async fn only_what_is_proven_not_to_have_left_can_be_sent_again_and_only_by_a_person() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    let applied = fixture.outcome(id, OutcomeStatus::NotSent).await;
    assert_eq!((applied.after, applied.order.submitted), (Status::NotSent, false));
    assert!(matches!(fixture.begin(id).await, Err(LedgerError::Conflict(_))));
    let again =
        fixture.ledger.begin_sending(id, &request(), Source::Person, Some("network is back"), NOON).await;
    assert_eq!(again.unwrap().status, Status::Sending);
    assert_eq!(
        fixture.statuses(id).await,
        [Status::Prepared, Status::Sending, Status::NotSent, Status::Sending]
    );
}

#[tokio::test]
async fn what_was_not_sent_can_be_withdrawn() {
    let fixture = Fixture::new().await;
    let prepared = fixture.prepared("N1A").await.id;
    let cancelled = fixture.ledger.cancel(prepared, Some("wrong person"), NOON).await.unwrap();
    assert_eq!(cancelled.status, Status::Cancelled);
    assert!(fixture.begin(prepared).await.is_err());

    let unsent = fixture.sending("N2A").await.id;
    assert!(fixture.ledger.cancel(unsent, None, NOON).await.is_err());
    fixture.outcome(unsent, OutcomeStatus::NotSent).await;
    assert_eq!(fixture.ledger.cancel(unsent, None, NOON).await.unwrap().status, Status::Cancelled);
}

#[tokio::test]
async fn an_answer_brings_what_it_tells_in_one_commit() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    let mut outcome = Outcome::new(OutcomeStatus::Accepted(ReportedStatus::Processing));
    outcome.gateway_number = Some("G77".to_owned());
    outcome.gateway_status = Some("2".to_owned());
    outcome.fee = Some(super::amount("5.1"));
    outcome.pay.pay_url = Some("https://pay.example/1".to_owned());
    outcome.flags = vec![Flag::AmountDiffers];
    outcome.exchange = Some(exchange("create", "{}"));
    let applied = fixture.ledger.record_outcome(id, &outcome, NOON + 1).await.unwrap();
    assert_eq!(applied.judgement, Some(Judgement::Moves(Status::Processing)));
    assert_eq!(applied.new_flags, [Flag::AmountDiffers]);
    let order = applied.order;
    assert_eq!((order.gateway_number.as_deref(), order.gateway_status.as_deref()), (Some("G77"), Some("2")));
    assert_eq!((order.fee, order.pay.pay_url), (outcome.fee, outcome.pay.pay_url));
    let kept = fixture.ledger.exchanges_of_order(id, 10).await.unwrap();
    assert_eq!((kept.len(), Some(kept[0].id)), (1, applied.exchange_id));
    assert_eq!(kept[0].account_id, Some(fixture.account.id));
    let last = fixture.ledger.events(id).await.unwrap().pop().unwrap();
    assert_eq!((last.id, last.exchange_id), (applied.event_id, applied.exchange_id));
    let found = fixture.ledger.order_by_gateway_number(fixture.account.id, "G77").await.unwrap().unwrap();
    assert_eq!(found.id, id);
}

/// A callback may be quicker than the answer to the creation.
#[tokio::test]
async fn an_answer_after_the_callback_undoes_nothing_and_fills_in_the_rest() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    fixture.report(id, Source::Delivery, ReportedStatus::Pending).await;
    fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await;
    let mut outcome = Outcome::new(OutcomeStatus::Accepted(ReportedStatus::Pending));
    outcome.gateway_number = Some("G1".to_owned());
    let applied = fixture.ledger.record_outcome(id, &outcome, NOON).await.unwrap();
    assert_eq!((applied.after, applied.judgement), (Status::Succeeded, Some(Judgement::Late)));
    assert_eq!(applied.order.gateway_number.as_deref(), Some("G1"));

    let applied = fixture.outcome(id, OutcomeStatus::Unknown).await;
    assert_eq!((applied.after, applied.judgement), (Status::Succeeded, None));
    let applied = fixture.outcome(id, OutcomeStatus::Refused).await;
    assert_eq!(applied.after, Status::Succeeded);
    assert!(applied.new_flags.contains(&Flag::RefusedButExists));
}

#[tokio::test]
async fn abandoning_needs_an_unknown_order_and_a_reason() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    assert!(fixture.ledger.abandon(id, "never arrived", NOON).await.is_err());
    fixture.outcome(id, OutcomeStatus::Unknown).await;
    assert!(matches!(fixture.ledger.abandon(id, "  ", NOON).await, Err(LedgerError::Invalid(_))));
    let abandoned = fixture.ledger.abandon(id, "the gateway says never", NOON).await.unwrap();
    assert_eq!(abandoned.status, Status::Abandoned);
    assert_eq!(fixture.ledger.reopen(id, "not sure", NOON).await.unwrap().status, Status::Unknown);
    fixture.ledger.abandon(id, "sure now", NOON).await.unwrap();
    let proof =
        fixture.ledger.apply(id, &told(Source::Query, ReportedStatus::Succeeded), NOON).await.unwrap();
    assert_eq!(proof.after, Status::Succeeded);
    assert_eq!(proof.new_flags, [Flag::AbandonedButExists]);
}

#[tokio::test]
async fn expiry_is_soft() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    assert_eq!(fixture.ledger.expire(id, NOON).await.unwrap().status, Status::Expired);
    assert!(fixture.ledger.expire(id, NOON).await.is_err());
    assert_eq!(
        fixture.report(id, Source::Delivery, ReportedStatus::Succeeded).await.after,
        Status::Succeeded
    );
}

#[tokio::test]
async fn an_order_that_does_not_exist_is_told() {
    let fixture = Fixture::new().await;
    let missing = fixture.begin(OrderId(77)).await;
    assert!(matches!(missing, Err(LedgerError::NotFound("order"))), "{missing:?}");
    assert!(fixture.ledger.order(OrderId(77)).await.unwrap().is_none());
    assert!(fixture.ledger.detail(OrderId(77)).await.unwrap().is_none());
}

/// A caller that goes away in the midst of writing (a closed window, a time limit) leaves all or nothing behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_leaves_no_half_written_order() {
    let fixture = Arc::new(Fixture::new().await);
    for n in 0_u64..60 {
        let writer = Arc::clone(&fixture);
        let task = tokio::spawn(async move { writer.sending(&format!("N{n}A")).await });
        tokio::time::sleep(std::time::Duration::from_micros(n * 40)).await;
        task.abort();
    }
    let last = fixture.accepted("LASTA").await;
    assert_eq!(fixture.ledger.order(last.id).await.unwrap().unwrap(), last);
    let integrity = fixture.ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
}
