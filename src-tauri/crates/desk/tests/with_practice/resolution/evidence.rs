//! Evidence, and words taken back: the gateway's against a person's, and against its own.

use desk::DeskError;
use ledger::{EvidenceVerdict, FindingKind, NewEvidence};
use orders::{Flag, Source, Status};
use rstest::rstest;

use super::{REASON, Scripted, evidence, refusal, scripted};
use crate::stage::eventually;

#[tokio::test]
async fn a12_what_cannot_be_asked_about_is_settled_with_evidence_only() {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    stage.not_found_for_a_day(id).await;
    gateway.now_says(|says| says.unaskable = true);
    stage.desk.ask_gateway(id).await.unwrap_err();
    let settling = stage.settling(id).await;
    assert!(!settling.can_abandon && settling.can_settle);
    let refused = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(refused, Err(DeskError::AbandonCannotAsk)), "{refused:?}");
    let settled = stage.desk.settle_order(id, evidence(EvidenceVerdict::Failed)).await.unwrap();
    assert_eq!(settled.status, Status::Failed);
}

#[rstest]
// A success of this market may be turned round as a matter of course.
#[case::paid(EvidenceVerdict::Succeeded, Status::Succeeded, 8, "provisional")]
#[case::not_paid(EvidenceVerdict::Failed, Status::Failed, 4, "ended_payout")]
#[tokio::test]
async fn evidence_settles_and_the_order_is_watched_until_the_gateway_says_so_too(
    #[case] verdict: EvidenceVerdict,
    #[case] end: Status,
    #[case] word: u8,
    #[case] afterwards: &str,
) {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    for wrong in [
        NewEvidence { reference: "7A".to_owned(), ..evidence(verdict) },
        NewEvidence { note: "it is so".to_owned(), ..evidence(verdict) },
    ] {
        let refused = stage.desk.settle_order(id, wrong).await;
        assert!(matches!(refused, Err(DeskError::EvidenceField(_))), "{refused:?}");
    }
    let settled = stage.desk.settle_order(id, evidence(verdict)).await.unwrap();
    assert_eq!((settled.status, settled.provisional), (end, false));
    let note = "evidence: SPEI 7A: seen in the bank's statement".to_owned();
    assert_eq!(stage.last_note(id).await, (Source::Person, note));
    let rhythm = async || stage.desk.ledger().watch(id).await.unwrap().unwrap().reason;
    assert_eq!(rhythm().await, "by_word");
    let settling = stage.settling(id).await;
    assert_eq!(settling.evidence.len(), 1);
    assert!(!settling.can_settle && !settling.can_abandon && !settling.can_reopen);
    // The gateway goes on knowing nothing: that is no contradiction.
    stage.desk.ask_gateway(id).await.unwrap();
    assert_eq!(stage.order(id).await.status, end);
    assert_eq!(rhythm().await, "by_word");
    gateway.now_says(|says| says.order = Some(word));
    stage.desk.ask_gateway(id).await.unwrap();
    assert_eq!((stage.order(id).await.status, rhythm().await.as_str()), (end, afterwards));
    let again = stage.desk.settle_order(id, evidence(verdict)).await;
    assert!(matches!(again, Err(DeskError::WrongStatus(_))), "{again:?}");
}

#[rstest]
#[case::paid_after_all(EvidenceVerdict::Failed, 8, Status::Succeeded)]
#[case::failed_after_all(EvidenceVerdict::Succeeded, 4, Status::Returned)]
#[tokio::test]
async fn the_gateway_may_turn_a_persons_word_round(
    #[case] verdict: EvidenceVerdict,
    #[case] word: u8,
    #[case] end: Status,
) {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    stage.desk.settle_order(id, evidence(verdict)).await.unwrap();
    gateway.now_says(|says| says.order = Some(word));
    let answer = stage.desk.ask_gateway(id).await.unwrap();
    assert_eq!(answer.applied.after, end);
    assert!(stage.has_flag(id, Flag::Reversed).await);
    assert!(stage.desk.ledger().check_integrity().await.unwrap().is_sound(), "the day's money is corrected");
}

/// The gateway says "on its way" of a payout that a person had settled: nothing moves yet, a person is told, and the asking
/// does not end before both agree.
#[rstest]
#[case::failed(EvidenceVerdict::Failed, Status::Failed, 8, Status::Succeeded)]
#[case::paid(EvidenceVerdict::Succeeded, Status::Succeeded, 4, Status::Returned)]
#[tokio::test]
async fn an_open_word_against_a_persons_word_is_asked_about_until_it_is_final(
    #[case] verdict: EvidenceVerdict,
    #[case] settled: Status,
    #[case] word: u8,
    #[case] end: Status,
) {
    let gateway = Scripted::start().await;
    let stage = gateway.stage(|options| options.haste = 20_000).await;
    let id = stage.unknown().await.id;
    stage.desk.settle_order(id, evidence(verdict)).await.unwrap();
    gateway.now_says(|says| says.order = Some(2));
    let flagged = eventually(async || stage.has_flag(id, Flag::StepOutsideTable).await.then_some(()));
    assert!(flagged.await.is_some());
    // By its own plan it would be asked about three times, the last one after 4.3 seconds.
    let often = eventually(async || (stage.count(id, FindingKind::Found).await > 8).then_some(()));
    assert!(often.await.is_some());
    assert_eq!(stage.order(id).await.status, settled);
    gateway.now_says(|says| says.order = Some(word));
    stage.until_status(id, end).await;
    assert!(stage.has_flag(id, Flag::Reversed).await);
}

/// R2: refused, and it exists all the same.
#[tokio::test]
async fn r2_a_refused_order_that_exists_is_found_by_the_tracker() {
    let gateway = Scripted::start().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let stage = gateway.stage(|options| options.haste = 100).await;
    let order = stage.payout("1200").await;
    stage.until_status(order.id, Status::Refused).await;
    assert!(stage.settling(order.id).await.asked.is_empty());
    gateway.now_says(|says| says.order = Some(8));
    stage.until_status(order.id, Status::Succeeded).await;
    assert!(stage.has_flag(order.id, Flag::RefusedButExists).await);
}

/// A word that the order once had is late, and may be a slow replica's: the payout stays as it is, and is asked about
/// until both agree.
#[tokio::test]
async fn an_open_word_after_a_final_one_is_asked_about_until_it_is_final_again() {
    let gateway = Scripted::start().await;
    let stage = gateway.stage(|options| options.haste = 20_000).await;
    let id = stage.unknown().await.id;
    gateway.now_says(|says| says.order = Some(2));
    stage.until(id, "open", |order| matches!(order.status, Status::Pending | Status::Processing)).await;
    gateway.now_says(|says| says.order = Some(8));
    stage.until_status(id, Status::Succeeded).await;
    gateway.now_says(|says| says.order = Some(2));
    let before = stage.count(id, FindingKind::Found).await;
    // By its own plan it would be asked about three times.
    let often = eventually(async || (stage.count(id, FindingKind::Found).await > before + 8).then_some(()));
    assert!(often.await.is_some());
    assert_eq!(stage.order(id).await.status, Status::Succeeded);
}
