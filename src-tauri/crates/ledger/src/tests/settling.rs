//! Settling what is unknown: counted questions, evidence, and payouts made in place of others.

use orders::{Flag, ReportedStatus, Source, Status};
use rstest::rstest;

use super::{Fixture, NOON, amount, request, told};
use crate::{
    EvidenceFile, EvidenceVerdict, FindingKind, LedgerError, NewEvidence, NewStub, OrderId, OrderRow,
    OutcomeStatus, Report,
};

const MINUTE: i64 = 60_000;

impl Fixture {
    pub(crate) async fn unknown(&self, number: &str) -> OrderRow {
        let id = self.sending(number).await.id;
        self.outcome(id, OutcomeStatus::Unknown).await.order
    }

    async fn abandoned(&self, number: &str) -> OrderRow {
        let id = self.unknown(number).await.id;
        self.ledger.abandon(id, "support says never made", NOON).await.unwrap()
    }

    async fn in_place_of(&self, old: OrderId, number: &str) -> Result<OrderRow, LedgerError> {
        self.ledger.write_replacement(&self.stub(number), &[], old, NOON).await
    }

    async fn flagged(&self, id: OrderId) -> bool {
        self.ledger.flags(id).await.unwrap().iter().any(|row| row.flag == Flag::PaidTwice)
    }
}

fn evidence(verdict: EvidenceVerdict, file: Option<&[u8]>) -> NewEvidence {
    NewEvidence {
        verdict,
        reference: "SPEI 7A".to_owned(),
        note: "seen in the bank's statement".to_owned(),
        file: file.map(|bytes| EvidenceFile { name: "statement.pdf".to_owned(), bytes: bytes.to_owned() }),
    }
}

#[tokio::test]
async fn questions_are_counted_from_when_it_became_unknown() {
    let fixture = Fixture::new().await;
    let id = fixture.sending("N1A").await.id;
    fixture.ledger.count_question(id, FindingKind::NotFound, NOON).await.unwrap();
    fixture.outcome(id, OutcomeStatus::Unknown).await;
    assert!(fixture.ledger.questions(id).await.unwrap().is_empty(), "it was on its way then");

    let not_found = Report { finding: Some(FindingKind::NotFound), ..Report::new(Source::Query) };
    fixture.ledger.apply(id, &not_found, NOON + MINUTE).await.unwrap();
    fixture.ledger.count_question(id, FindingKind::NoAnswer, NOON + 2 * MINUTE).await.unwrap();
    fixture.ledger.apply(id, &not_found, NOON + 5 * MINUTE).await.unwrap();
    let fixture = fixture.restarted().await;
    let counts = fixture.ledger.questions(id).await.unwrap();
    let told: Vec<_> =
        counts.iter().map(|count| (count.finding, count.n, count.first_at_ms, count.last_at_ms)).collect();
    assert_eq!(
        told,
        [
            (FindingKind::NotFound, 2, NOON + MINUTE, NOON + 5 * MINUTE),
            (FindingKind::NoAnswer, 1, NOON + 2 * MINUTE, NOON + 2 * MINUTE)
        ]
    );
    fixture.ledger.abandon(id, "never made", NOON).await.unwrap();
    assert_eq!(fixture.ledger.questions(id).await.unwrap(), counts, "giving up forgets nothing");
    fixture.ledger.reopen(id, "not sure", NOON).await.unwrap();
    assert!(fixture.ledger.questions(id).await.unwrap().is_empty(), "but being unsure begins anew");
}

/// Only time in which somebody asked is time over which it was not found.
#[tokio::test]
async fn pauses_between_not_founds_count_little() {
    const HOUR: i64 = 60 * MINUTE;
    let fixture = Fixture::new().await;
    let id = fixture.unknown("N1A").await.id;
    let mut now = NOON;
    let span = async |kind: FindingKind| {
        let counts = fixture.ledger.questions(id).await.unwrap();
        let of = counts.iter().find(|count| count.finding == kind).unwrap();
        of.last_at_ms - of.first_at_ms
    };
    for (pause, expected) in [
        (0, 0),
        (HOUR, HOUR),
        (2 * HOUR, 3 * HOUR),
        // The program was closed, or the clock was set forward.
        (30 * HOUR, 3 * HOUR + 150 * MINUTE),
        // The clock was set back.
        (-500 * HOUR, 3 * HOUR + 150 * MINUTE),
        (HOUR, 4 * HOUR + 150 * MINUTE),
    ] {
        now += pause;
        fixture.ledger.count_question(id, FindingKind::NotFound, now).await.unwrap();
        assert_eq!(span(FindingKind::NotFound).await, expected, "after {pause}");
    }
    for (at, expected) in [(NOON, 0), (NOON + 30 * HOUR, 30 * HOUR), (NOON, 30 * HOUR)] {
        fixture.ledger.count_question(id, FindingKind::NoAnswer, at).await.unwrap();
        assert_eq!(span(FindingKind::NoAnswer).await, expected, "what is no ground keeps its times");
    }
}

#[test]
fn words_of_findings_and_verdicts_read_back() {
    for kind in FindingKind::ALL {
        assert_eq!(FindingKind::from_word(kind.as_str()), Some(kind));
    }
    for verdict in [EvidenceVerdict::Succeeded, EvidenceVerdict::Failed] {
        assert_eq!(EvidenceVerdict::from_word(verdict.as_str()), Some(verdict));
    }
}

#[rstest]
#[case::succeeded(EvidenceVerdict::Succeeded, Status::Succeeded)]
#[case::failed(EvidenceVerdict::Failed, Status::Failed)]
#[tokio::test]
async fn evidence_settles_an_unknown_order_and_stays(
    #[case] verdict: EvidenceVerdict,
    #[case] status: Status,
) {
    let fixture = Fixture::new().await;
    let id = fixture.unknown("N1A").await.id;
    let given = evidence(verdict, Some(b"%PDF paid"));
    let applied = fixture.ledger.settle_with_evidence(id, &given, NOON).await.unwrap();
    assert_eq!((applied.before, applied.after), (Status::Unknown, status));
    let last = fixture.ledger.events(id).await.unwrap().pop().unwrap();
    assert_eq!(last.source, Source::Person);
    assert_eq!(last.note.as_deref(), Some("evidence: SPEI 7A: seen in the bank's statement"));

    let fixture = fixture.restarted().await;
    let kept = fixture.ledger.evidence_of_order(id).await.unwrap();
    assert_eq!(kept.len(), 1);
    let facts = kept[0].file.clone().unwrap();
    assert_eq!((kept[0].verdict, facts.bytes, facts.sha256.len(), kept[0].damaged), (verdict, 9, 32, false));
    assert_eq!(fixture.ledger.evidence_file(id, kept[0].id).await.unwrap(), given.file);
    let other = fixture.prepared("N2A").await.id;
    assert_eq!(fixture.ledger.evidence_file(other, kept[0].id).await.unwrap(), None, "of that order only");
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound(), "and the day's money agrees");
}

#[tokio::test]
async fn evidence_needs_an_unknown_order_and_words() {
    let fixture = Fixture::new().await;
    for id in [
        fixture.prepared("N1A").await.id,
        fixture.accepted("N2A").await.id,
        fixture.abandoned("N3A").await.id,
    ] {
        let refused =
            fixture.ledger.settle_with_evidence(id, &evidence(EvidenceVerdict::Failed, None), NOON).await;
        assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{refused:?}");
        assert!(fixture.ledger.evidence_of_order(id).await.unwrap().is_empty(), "all or nothing");
    }
    let id = fixture.unknown("N4A").await.id;
    let wordless = NewEvidence { note: " ".to_owned(), ..evidence(EvidenceVerdict::Failed, None) };
    let refused = fixture.ledger.settle_with_evidence(id, &wordless, NOON).await;
    assert!(matches!(refused, Err(LedgerError::Invalid(_))), "{refused:?}");
}

#[rstest]
#[case::verdict("UPDATE evidence SET verdict = 'failed'", true)]
#[case::note("UPDATE evidence SET note = 'never paid'", true)]
#[case::order("UPDATE evidence SET order_id = 2", true)]
#[case::hash("UPDATE evidence SET sha256 = zeroblob(32)", true)]
#[case::file("UPDATE evidence SET file = x'00'", false)]
#[tokio::test]
async fn changed_evidence_is_noticed(#[case] damage: &'static str, #[case] by_row: bool) {
    let fixture = Fixture::new().await;
    let (id, other) = (fixture.unknown("N1A").await.id, fixture.unknown("N2A").await.id);
    let given = evidence(EvidenceVerdict::Succeeded, Some(b"%PDF paid"));
    fixture.ledger.settle_with_evidence(id, &given, NOON).await.unwrap();
    let writer = &fixture.ledger.writer;
    assert!(sqlx::query(damage).execute(writer).await.is_err(), "the database itself refuses");
    assert!(sqlx::query("DELETE FROM evidence").execute(writer).await.is_err());
    sqlx::query("DROP TRIGGER evidence_fixed").execute(writer).await.unwrap();
    sqlx::query(damage).execute(writer).await.unwrap();
    let mut rows = fixture.ledger.evidence_of_order(id).await.unwrap();
    rows.extend(fixture.ledger.evidence_of_order(other).await.unwrap());
    assert_eq!(rows[0].damaged, by_row);
    if damage.contains("SET file") || damage.contains("sha256") {
        let read = fixture.ledger.evidence_file(id, rows[0].id).await;
        assert!(matches!(read, Err(LedgerError::Damaged(_))), "{read:?}");
    }
    let problems = fixture.ledger.check_integrity().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains("evidence")), "{problems:?}");
}

#[tokio::test]
async fn both_histories_name_the_other() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("OLDA").await;
    let stub = NewStub { duplicate_reason: Some("second month".to_owned()), ..fixture.stub("NEWA") };
    let new = fixture.ledger.write_replacement(&stub, &[], old.id, NOON).await.unwrap();
    let notes = |id| {
        let ledger = &fixture.ledger;
        async move { ledger.events(id).await.unwrap().pop().unwrap().note.unwrap() }
    };
    assert_eq!(notes(new.id).await, "replaces: OLDA; second month");
    assert_eq!(notes(old.id).await, "replaced by: NEWA");
    let link = fixture.ledger.replacements(new.id).await.unwrap();
    assert_eq!(link.replaces.map(|order| order.id), Some(old.id));
    let link = fixture.ledger.replacements(old.id).await.unwrap();
    assert_eq!((link.replaces, link.replaced_by.map(|order| order.id)), (None, Some(new.id)));
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
    for forgery in ["UPDATE replacements SET replaces = 1", "DELETE FROM replacements"] {
        assert!(sqlx::query(forgery).execute(&fixture.ledger.writer).await.is_err());
    }
}

#[tokio::test]
async fn only_what_is_abandoned_and_alike_is_replaced() {
    let fixture = Fixture::new().await;
    let unknown = fixture.unknown("N1A").await;
    let old = fixture.abandoned("N2A").await;
    let other_sum = NewStub { amount: amount("100.51"), ..fixture.stub("N3A") };
    let mut other_payee = fixture.stub("N4A");
    other_payee.party.account_no = Some("646180000030056846".to_owned());
    for (stub, id) in [(fixture.stub("N5A"), unknown.id), (other_sum, old.id), (other_payee, old.id)] {
        let refused = fixture.ledger.write_replacement(&stub, &[], id, NOON).await;
        assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{refused:?}");
        let written = fixture.ledger.order_by_number(stub.account_id, &stub.number).await.unwrap();
        assert_eq!(written, None, "nothing is half written");
    }
    let nobody = fixture.in_place_of(OrderId(999), "N6A").await;
    assert!(matches!(nobody, Err(LedgerError::NotFound(_))), "{nobody:?}");
}

#[tokio::test]
async fn one_payee_is_replaced_whichever_way_their_account_is_spelt() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let mut stub = fixture.stub("N2A");
    let older = stub.party.account_no.replace("the newer spelling".to_owned()).unwrap();
    for other in [vec![], vec!["a third one".to_owned()]] {
        let refused = fixture.ledger.write_replacement(&stub, &other, old.id, NOON).await;
        assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{other:?} {refused:?}");
    }
    let spellings = ["the newer spelling".to_owned(), older];
    let nobody = NewStub { party: crate::Party::default(), ..stub.clone() };
    assert!(fixture.ledger.write_replacement(&nobody, &spellings, old.id, NOON).await.is_err());
    let new = fixture.ledger.write_replacement(&stub, &spellings, old.id, NOON).await.unwrap();
    let link = fixture.ledger.replacements(new.id).await.unwrap();
    assert_eq!(link.replaces.map(|order| order.id), Some(old.id));
}

#[tokio::test]
async fn one_replacement_at_a_time_may_still_pay() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let (account_no, sum, currency) = ("646180000030056845", old.amount, old.currency);
    let twin = || async {
        let found = fixture.ledger.abandoned_payout_to(account_no, sum, currency).await.unwrap();
        found.map(|order| order.number)
    };
    assert_eq!(twin().await.as_deref(), Some("N1A"));
    let first = fixture.in_place_of(old.id, "N2A").await.unwrap();
    assert_eq!(twin().await, None, "it is replaced");
    let second = fixture.in_place_of(old.id, "N3A").await;
    assert!(matches!(second, Err(LedgerError::Conflict(_))), "{second:?}");
    fixture.ledger.cancel(first.id, None, NOON).await.unwrap();
    assert_eq!(twin().await.as_deref(), Some("N1A"));

    let third = fixture.in_place_of(old.id, "N4A").await.unwrap();
    fixture.begin(third.id).await.unwrap();
    fixture.outcome(third.id, OutcomeStatus::Unknown).await;
    fixture.ledger.abandon(third.id, "never made either", NOON).await.unwrap();
    assert_eq!(twin().await.as_deref(), Some("N4A"), "the newest first");
    fixture.in_place_of(third.id, "N5A").await.unwrap();
    assert_eq!(twin().await, None, "the whole family is replaced");
    assert!(fixture.in_place_of(old.id, "N6A").await.is_err(), "from whichever end");
}

#[tokio::test]
async fn a_replacement_is_not_sent_once_the_old_one_has_turned_up() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let new = fixture.in_place_of(old.id, "N2A").await.unwrap();
    let moved = fixture.report(old.id, Source::Query, ReportedStatus::Pending).await;
    assert_eq!((moved.new_flags, moved.paid_twice_with), (vec![Flag::AbandonedButExists], vec![]));
    assert!(!fixture.flagged(new.id).await, "nothing was paid twice: the new one never left");
    let refused = fixture.ledger.begin_sending(new.id, &request(), Source::Person, None, NOON).await;
    assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{refused:?}");
    // The old one came to nothing after all.
    fixture.report(old.id, Source::Query, ReportedStatus::Failed).await;
    fixture.begin(new.id).await.unwrap();
}

#[rstest]
#[case::on_its_way(None)]
#[case::nobody_knows(Some(OutcomeStatus::Unknown))]
#[case::accepted(Some(OutcomeStatus::Accepted(ReportedStatus::Pending)))]
#[case::paid(Some(OutcomeStatus::Accepted(ReportedStatus::Succeeded)))]
#[tokio::test]
async fn a_payment_made_twice_alerts_on_both(#[case] outcome: Option<OutcomeStatus>) {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let new = fixture.in_place_of(old.id, "N2A").await.unwrap();
    fixture.begin(new.id).await.unwrap();
    if let Some(outcome) = outcome {
        let applied = fixture.outcome(new.id, outcome).await;
        assert!(!applied.new_flags.contains(&Flag::PaidTwice), "the old one is abandoned");
    }
    let moved = fixture.report(old.id, Source::Delivery, ReportedStatus::Processing).await;
    assert_eq!(moved.new_flags, [Flag::AbandonedButExists, Flag::PaidTwice]);
    assert_eq!(moved.paid_twice_with, [new.id]);
    assert!(fixture.flagged(old.id).await && fixture.flagged(new.id).await);
    let listed = fixture.ledger.recent(10).await.unwrap();
    assert!(listed.iter().all(|order| order.unseen_flags.contains(&Flag::PaidTwice)));
}

/// The gateway refused the first replacement and yet has it: with the second one the payee is paid twice.
#[tokio::test]
async fn replacements_of_one_order_alert_too() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let first = fixture.in_place_of(old.id, "N2A").await.unwrap();
    fixture.begin(first.id).await.unwrap();
    fixture.outcome(first.id, OutcomeStatus::Refused).await;
    let second = fixture.in_place_of(old.id, "N3A").await.unwrap();
    fixture.begin(second.id).await.unwrap();
    fixture.outcome(second.id, OutcomeStatus::Accepted(ReportedStatus::Succeeded)).await;
    let moved = fixture.report(first.id, Source::Query, ReportedStatus::Succeeded).await;
    assert_eq!(moved.paid_twice_with, [second.id]);
    assert!(!fixture.flagged(old.id).await);
}

/// A reopened order is a doubt, not a proof: the alert comes with the proof.
#[tokio::test]
async fn evidence_is_proof_enough_for_the_alert() {
    let fixture = Fixture::new().await;
    let old = fixture.abandoned("N1A").await;
    let new = fixture.in_place_of(old.id, "N2A").await.unwrap();
    fixture.begin(new.id).await.unwrap();
    fixture.ledger.reopen(old.id, "the payee says it came", NOON).await.unwrap();
    fixture.outcome(new.id, OutcomeStatus::Accepted(ReportedStatus::Pending)).await;
    assert!(!fixture.flagged(old.id).await && !fixture.flagged(new.id).await);
    let given = evidence(EvidenceVerdict::Succeeded, None);
    let settled = fixture.ledger.settle_with_evidence(old.id, &given, NOON).await.unwrap();
    assert_eq!((settled.new_flags, settled.paid_twice_with), (vec![Flag::PaidTwice], vec![new.id]));
}

#[tokio::test]
async fn an_unresolved_payout_is_found_behind_any_number_of_others() {
    let fixture = Fixture::new().await;
    let unknown = fixture.unknown("N00A").await;
    let other = fixture.ledger.add_account(&super::new_account(), NOON).await.unwrap();
    for n in 1..60 {
        let stub = NewStub { account_id: other.id, ..fixture.stub(&format!("N{n:02}A")) };
        let order = fixture.ledger.write_stub(&stub, NOON + n).await.unwrap();
        fixture.ledger.cancel(order.id, None, NOON + n).await.unwrap();
    }
    let (account_no, sum, currency) = ("646180000030056845", unknown.amount, unknown.currency);
    let earlier = fixture.ledger.payouts_to(account_no, sum, currency, 0).await.unwrap();
    assert_eq!(earlier.len(), 50, "not all of them");
    assert_eq!(earlier.first().map(|order| order.id), Some(unknown.id), "what may still pay comes first");
    let twin = |besides| fixture.ledger.unresolved_payout_to(account_no, sum, currency, besides);
    assert_eq!(twin(None).await.unwrap().map(|order| order.id), Some(unknown.id));
    assert_eq!(twin(Some(unknown.id)).await.unwrap(), None);
    let sending = fixture.sending("N99A").await;
    assert_eq!(twin(None).await.unwrap().map(|order| order.id), Some(sending.id), "one being sent counts");
    fixture.ledger.apply(sending.id, &told(Source::Query, ReportedStatus::Pending), NOON).await.unwrap();
    fixture.ledger.apply(unknown.id, &told(Source::Query, ReportedStatus::Failed), NOON).await.unwrap();
    assert_eq!(twin(None).await.unwrap(), None);
}
