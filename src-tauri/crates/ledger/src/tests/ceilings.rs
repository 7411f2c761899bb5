//! S16 in the ledger: no payout above a ceiling begins to be sent unless a person let it pass, whatever the order of events.

use std::sync::Arc;

use money::Amount;
use orders::{ReportedStatus, Source, Status};
use rstest::rstest;

use super::{DAY_MS, Fixture, NOON, amount, request, told};
use crate::{
    AccountEdit, CONFIRMED_ABOVE_CEILING, Ceiling, CeilingPass, LedgerError, NewStub, OrderId, OrderRow,
    OutcomeStatus, PaidToday, PastOrder, PastStep,
};

const HOUR_MS: i64 = 3_600_000;
const ZONE: &str = "-06:00";

/// NOON is six in the morning in Mexico: the day began six hours before.
const MIDNIGHT: i64 = NOON - 6 * HOUR_MS;

impl Fixture {
    async fn ceilings(&self, max_payout: Option<&str>, max_day: Option<&str>) {
        let edit = AccountEdit {
            name: "Tienda".to_owned(),
            notify_url: None,
            limits_json: "{}".to_owned(),
            max_payout: max_payout.map(amount),
            max_day: max_day.map(amount),
        };
        self.ledger.edit_account(self.account.id, &edit).await.unwrap();
    }

    async fn prepared_for(&self, number: &str, text: &str, now_ms: i64) -> OrderRow {
        let stub = NewStub { amount: amount(text), ..self.stub(number) };
        self.ledger.write_stub(&stub, now_ms).await.unwrap()
    }

    async fn send_at(&self, id: OrderId, now_ms: i64) -> Result<OrderRow, LedgerError> {
        self.ledger.begin_sending(id, &request(), Source::Person, None, now_ms).await
    }

    async fn today(&self, now_ms: i64) -> (String, Amount, Amount) {
        let PaidToday { day, sent, waiting } =
            self.ledger.paid_today(self.account.id, ZONE, now_ms).await.unwrap();
        (day, sent, waiting)
    }

    async fn sent_today(&self) -> Amount {
        self.today(NOON).await.1
    }
}

fn stopped_by_day(result: &Result<OrderRow, LedgerError>) -> Option<(Amount, Amount)> {
    match result {
        Err(LedgerError::AboveCeiling(Ceiling::Day { max, used })) => Some((*max, *used)),
        _ => None,
    }
}

#[tokio::test]
async fn a_payout_above_its_ceiling_is_not_begun_and_stays_as_it_was() {
    let fixture = Fixture::new().await;
    fixture.ceilings(Some("100"), None).await;
    let at = fixture.prepared_for("AT1A", "100", NOON).await.id;
    fixture.send_at(at, NOON).await.unwrap();
    let above = fixture.prepared_for("ABOVE1A", "100.0001", NOON).await;
    let refused = fixture.send_at(above.id, NOON).await;
    assert!(
        matches!(refused, Err(LedgerError::AboveCeiling(Ceiling::Payout { max })) if max == amount("100")),
        "{refused:?}"
    );
    assert_eq!(fixture.ledger.order(above.id).await.unwrap().unwrap(), above);
}

/// What the ceiling sees is what stands in the account when sending begins, not what stood there before.
#[tokio::test]
async fn a_ceiling_that_was_lowered_holds_for_what_waits() {
    let fixture = Fixture::new().await;
    fixture.ceilings(Some("200"), Some("1000")).await;
    let waits = fixture.prepared_for("N1A", "150", NOON).await.id;
    fixture.ceilings(Some("149.9999"), Some("1000")).await;
    assert!(matches!(
        fixture.send_at(waits, NOON).await,
        Err(LedgerError::AboveCeiling(Ceiling::Payout { .. }))
    ));
    fixture.ceilings(None, Some("149.9999")).await;
    assert!(stopped_by_day(&fixture.send_at(waits, NOON).await).is_some());
    fixture.ceilings(None, Some("150")).await;
    fixture.send_at(waits, NOON).await.unwrap();
}

#[tokio::test]
async fn a_day_comes_to_its_ceiling_and_no_further() {
    let fixture = Fixture::new().await;
    fixture.ceilings(None, Some("250")).await;
    for (number, text) in [("N1A", "100"), ("N2A", "149.9999")] {
        let id = fixture.prepared_for(number, text, NOON).await.id;
        fixture.send_at(id, NOON).await.unwrap();
    }
    let more = fixture.prepared_for("N3A", "0.0002", NOON).await.id;
    let refused = fixture.send_at(more, NOON).await;
    assert_eq!(stopped_by_day(&refused), Some((amount("250"), amount("249.9999"))), "{refused:?}");
    let exactly = fixture.prepared_for("N4A", "0.0001", NOON).await.id;
    fixture.send_at(exactly, NOON).await.unwrap();
    assert_eq!(fixture.sent_today().await, amount("250"));
    // Another account has a day of its own.
    let other = fixture.ledger.add_account(&super::new_account(), NOON).await.unwrap();
    let stub = NewStub { account_id: other.id, ..fixture.stub("N5A") };
    let elsewhere = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id;
    fixture.send_at(elsewhere, NOON).await.unwrap();
}

/// The ceiling cannot be passed by preparing yesterday: what counts is the day of sending.
#[tokio::test]
async fn an_old_stub_counts_for_the_day_on_which_it_is_sent() {
    let fixture = Fixture::new().await;
    fixture.ceilings(None, Some("200")).await;
    let old = fixture.prepared_for("OLDA", "150", NOON - DAY_MS).await.id;
    assert_eq!(fixture.today(NOON).await, ("2026-01-01".to_owned(), amount("0"), amount("0")));
    let today = fixture.prepared_for("TODAYA", "100", NOON).await.id;
    fixture.send_at(today, NOON).await.unwrap();
    assert_eq!(stopped_by_day(&fixture.send_at(old, NOON).await), Some((amount("200"), amount("100"))));
    fixture.send_at(old, NOON + DAY_MS).await.unwrap();
    let next = fixture.prepared_for("NEXTA", "50.0001", NOON + DAY_MS).await.id;
    assert_eq!(
        stopped_by_day(&fixture.send_at(next, NOON + DAY_MS).await),
        Some((amount("200"), amount("150")))
    );
}

#[tokio::test]
async fn the_day_is_the_markets() {
    let fixture = Fixture::new().await;
    fixture.ceilings(None, Some("100")).await;
    let before = fixture.prepared_for("BEFOREA", "100", MIDNIGHT - 1).await.id;
    fixture.send_at(before, MIDNIGHT - 1).await.unwrap();
    let late = fixture.prepared_for("LATEA", "0.0001", MIDNIGHT - 1).await.id;
    assert!(stopped_by_day(&fixture.send_at(late, MIDNIGHT - 1).await).is_some());
    fixture.send_at(late, MIDNIGHT).await.unwrap();
    assert_eq!(fixture.today(MIDNIGHT).await, ("2026-01-01".to_owned(), amount("0.0001"), amount("0")));
    assert_eq!(fixture.today(MIDNIGHT - 1).await.1, amount("100.0001"), "a clock set back makes no room");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn payouts_sent_at_the_same_moment_do_not_pass_the_day_together() {
    let fixture = Arc::new(Fixture::new().await);
    fixture.ceilings(None, Some("1000")).await;
    let mut sending = Vec::new();
    for n in 0..40 {
        let id = fixture.prepared_for(&format!("N{n}A"), "100", NOON).await.id;
        let fixture = Arc::clone(&fixture);
        sending.push(tokio::spawn(async move { fixture.send_at(id, NOON).await }));
    }
    let mut sent = 0;
    for sending in sending {
        let result = sending.await.unwrap();
        sent += usize::from(result.is_ok());
        assert!(result.is_ok() || stopped_by_day(&result).is_some(), "{result:?}");
    }
    assert_eq!((sent, fixture.sent_today().await), (10, amount("1000")));
}

#[rstest]
#[case::unknown(OutcomeStatus::Unknown, true)]
#[case::pending(OutcomeStatus::Accepted(ReportedStatus::Pending), true)]
#[case::succeeded(OutcomeStatus::Accepted(ReportedStatus::Succeeded), true)]
#[case::refused(OutcomeStatus::Refused, false)]
#[case::failed(OutcomeStatus::Accepted(ReportedStatus::Failed), false)]
#[case::not_sent(OutcomeStatus::NotSent, false)]
#[tokio::test]
async fn what_has_paid_or_may_pay_counts(#[case] outcome: OutcomeStatus, #[case] counts: bool) {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    assert_eq!(fixture.sent_today().await, amount("100.5"), "while it is being sent");
    fixture.outcome(id, outcome).await;
    assert_eq!(fixture.sent_today().await == amount("100.5"), counts);
}

#[tokio::test]
async fn what_never_left_counts_when_it_is_sent_again() {
    let fixture = Fixture::new().await;
    fixture.ceilings(None, Some("150")).await;
    let unsent = fixture.sending("N1A").await.id;
    fixture.outcome(unsent, OutcomeStatus::NotSent).await;
    let other = fixture.prepared_for("N2A", "100", NOON).await.id;
    fixture.send_at(other, NOON).await.unwrap();
    assert!(stopped_by_day(&fixture.send_at(unsent, NOON).await).is_some());
    fixture.send_at(unsent, NOON + DAY_MS).await.unwrap();
    assert_eq!(fixture.today(NOON + DAY_MS).await.1, amount("100.5"));
}

#[tokio::test]
async fn a_persons_word_makes_no_room_but_the_gateways_does() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    fixture.outcome(id, OutcomeStatus::Unknown).await;
    fixture.ledger.abandon(id, "their support found nothing", NOON).await.unwrap();
    assert_eq!(fixture.sent_today().await, amount("100.5"), "declared never made");
    fixture.ledger.reopen(id, "not sure", NOON).await.unwrap();
    fixture.ledger.apply(id, &told(Source::Person, ReportedStatus::Failed), NOON).await.unwrap();
    assert_eq!(fixture.ledger.order(id).await.unwrap().unwrap().status, Status::Failed);
    assert_eq!(fixture.sent_today().await, amount("100.5"), "declared failed");
    fixture.ledger.apply(id, &told(Source::Query, ReportedStatus::Failed), NOON).await.unwrap();
    assert_eq!(fixture.sent_today().await, Amount::ZERO, "the gateway says so too");

    let returned = fixture.accepted("N2A").await.id;
    fixture.report(returned, Source::Query, ReportedStatus::Succeeded).await;
    assert_eq!(fixture.sent_today().await, amount("100.5"));
    fixture.report(returned, Source::Query, ReportedStatus::Failed).await;
    assert_eq!(fixture.sent_today().await, Amount::ZERO, "it came back");
}

#[tokio::test]
async fn stubs_of_today_are_told_apart_from_what_was_sent() {
    let fixture = Fixture::new().await;
    fixture.sending("N1A").await;
    let waits = fixture.prepared("N2A").await.id;
    fixture.prepared_for("YESTERDAYA", "7", NOON - DAY_MS).await;
    assert_eq!(
        fixture.today(NOON).await,
        ("2026-01-01".to_owned(), amount("100.5"), amount("100.5")),
        "yesterday's stub counts when it is sent"
    );
    let all = fixture.ledger.paid_today(fixture.account.id, ZONE, NOON).await.unwrap();
    assert_eq!(all.used(), amount("201"));
    fixture.ledger.cancel(waits, None, NOON).await.unwrap();
    assert_eq!(fixture.today(NOON).await.2, Amount::ZERO);
    assert!(fixture.ledger.paid_today(fixture.account.id, "Mexico", NOON).await.is_err());
}

#[tokio::test]
async fn a_pass_is_for_one_payout_one_ceiling_and_one_day() {
    let fixture = Fixture::new().await;
    fixture.ceilings(Some("50"), Some("80")).await;
    let id = fixture.prepared("N1A").await.id;
    let allow = |payout, day, at| fixture.ledger.allow_above_ceiling(id, CeilingPass { payout, day }, at);
    allow(false, true, NOON).await.unwrap();
    assert!(matches!(
        fixture.send_at(id, NOON).await,
        Err(LedgerError::AboveCeiling(Ceiling::Payout { .. }))
    ));
    allow(true, false, NOON).await.unwrap();
    assert!(stopped_by_day(&fixture.send_at(id, NOON + DAY_MS).await).is_some(), "the pass was yesterday's");
    let sent = fixture.send_at(id, NOON).await.unwrap();

    let notes: Vec<_> = fixture
        .ledger
        .events(id)
        .await
        .unwrap()
        .into_iter()
        .map(|event| (event.source, event.note))
        .collect();
    assert_eq!(notes[1], (Source::Program, Some(CONFIRMED_ABOVE_CEILING.to_owned())), "{notes:?}");
    let late = fixture.ledger.allow_above_ceiling(id, CeilingPass::default(), NOON).await;
    assert!(matches!(late, Err(LedgerError::Conflict(_))), "{late:?}");

    let other = fixture.prepared("N2A").await.id;
    assert!(fixture.send_at(other, NOON).await.is_err(), "a pass is for one order");
    assert_eq!(fixture.sent_today().await, sent.amount, "what was let pass counts for the others");
    for change in ["UPDATE ceiling_passes SET above_payout = 1", "DELETE FROM ceiling_passes"] {
        assert!(sqlx::query(change).execute(&fixture.ledger.writer).await.is_err(), "{change}");
    }
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

/// A sum beyond counting is above every ceiling.
#[tokio::test]
async fn no_overflow_makes_room() {
    let fixture = Fixture::new().await;
    let huge = Amount::from_ten_thousandths(i64::MAX);
    let stub = NewStub { amount: huge, ..fixture.stub("HUGEA") };
    let first = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id;
    fixture.send_at(first, NOON).await.unwrap();
    fixture.ceilings(None, Some("1000")).await;
    let more = fixture.prepared("N1A").await.id;
    assert!(stopped_by_day(&fixture.send_at(more, NOON).await).is_some());
    assert_eq!(fixture.ledger.paid_today(fixture.account.id, ZONE, NOON).await.unwrap().used(), huge);
}

/// What failed elsewhere today and was imported is not money that this program sent.
#[tokio::test]
async fn imported_failures_of_today_do_not_use_up_the_ceiling() {
    let fixture = Fixture::new().await;
    let of_today = |n: i64, statuses: &[Status]| {
        let step = |(n, status): (i64, &Status)| PastStep {
            at_ms: NOON - 60_000 + n,
            status: *status,
            gateway_status: None,
        };
        PastOrder {
            created_at_ms: NOON - 60_000,
            completed: None,
            steps: (0..).zip(statuses).map(step).collect(),
            ..super::past::order(&fixture, n)
        }
    };
    let failed = [of_today(1, &[Status::Failed]), of_today(2, &[Status::Pending, Status::Failed])];
    fixture.ledger.write_past(&failed, NOON).await.unwrap();
    assert_eq!(fixture.sent_today().await, Amount::ZERO);
    fixture.ledger.write_past(&[of_today(3, &[Status::Succeeded])], NOON).await.unwrap();
    assert_eq!(fixture.sent_today().await, amount("10"), "what was paid today was paid today");
}
