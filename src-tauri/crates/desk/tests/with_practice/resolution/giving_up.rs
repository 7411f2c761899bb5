//! Questions counted by what they bring, giving up for want of an answer, and taking that back.

use std::time::Duration;

use desk::{DeskError, Grounds, NOT_FOUNDS_NEEDED};
use ledger::{EvidenceVerdict, FindingKind};
use orders::{Source, Status};
use wiremock::matchers::any;
use wiremock::{Mock, ResponseTemplate};

use super::{DAY, REASON, evidence, scripted};
use crate::stage::{Stage, eventually, practice_options};

#[tokio::test]
async fn every_question_is_counted_by_what_it_brought() {
    let (stage, gateway) = scripted().await;
    let id = stage.unknown().await.id;
    let ask = || async { stage.desk.ask_gateway(id).await };
    for _ in 0..3 {
        ask().await.unwrap();
    }
    gateway.now_says(|says| says.unaskable = true);
    assert!(matches!(ask().await, Err(DeskError::Encode(gateways::EncodeError::CannotAsk))));
    gateway.server.reset().await;
    let answer = ResponseTemplate::new(502).set_body_string("<html>");
    Mock::given(any()).respond_with(answer).mount(&gateway.server).await;
    assert!(matches!(ask().await, Err(DeskError::Unreadable(_))));
    gateway.server.reset().await;
    let answer = ResponseTemplate::new(200).set_body_string("{}").set_delay(Duration::from_secs(5));
    Mock::given(any()).respond_with(answer).mount(&gateway.server).await;
    assert!(matches!(ask().await, Err(DeskError::NoAnswer(_))));
    drop(gateway);
    assert!(matches!(ask().await, Err(DeskError::NoConnection(_))));

    // The tracker may have asked once as well by now.
    let counted = [
        (FindingKind::NotFound, 3),
        (FindingKind::CannotAsk, 1),
        (FindingKind::Unreadable, 1),
        (FindingKind::NoAnswer, 1),
        (FindingKind::NoConnection, 1),
    ];
    for (kind, n) in counted {
        let have = stage.count(id, kind).await;
        assert!((n..=n + 1).contains(&have), "{kind:?}: {have}");
    }
    assert_eq!(stage.order(id).await.status, Status::Unknown);
}

#[tokio::test]
async fn an_order_is_given_up_only_after_enough_questions_over_enough_time() {
    let (stage, _gateway) = scripted().await;
    let id = stage.unknown().await.id;
    for short in [" ", "not there", &"x".repeat(2_001)] {
        assert!(matches!(stage.desk.abandon_order(id, short).await, Err(DeskError::Unexplained)));
    }
    let early = |refused| match refused {
        Err(DeskError::AbandonTooEarly { grounds: Grounds { not_found, .. }, until_ms }) => {
            (not_found, until_ms)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(early(stage.desk.abandon_order(id, REASON).await), (0, None));
    for _ in 0..NOT_FOUNDS_NEEDED {
        stage.desk.ask_gateway(id).await.unwrap();
    }
    let (asked, until) = early(stage.desk.abandon_order(id, REASON).await);
    let first = stage.desk.ledger().questions(id).await.unwrap()[0].first_at_ms;
    assert_eq!((asked >= NOT_FOUNDS_NEEDED, until), (true, Some(first + DAY)), "only time is missing");
    let settling = stage.settling(id).await;
    assert_eq!((settling.can_abandon, settling.abandon_waits_until_ms), (false, until));
    assert!(settling.can_settle && !settling.can_reopen);

    stage.not_found_for_a_day(id).await;
    assert!(stage.settling(id).await.can_abandon);
    let abandoned = stage.desk.abandon_order(id, &format!("  {REASON} ")).await.unwrap();
    assert_eq!(abandoned.status, Status::Abandoned);
    assert_eq!(stage.last_note(id).await, (Source::Person, REASON.to_owned()));
    assert_eq!(stage.desk.ledger().watch(id).await.unwrap().unwrap().reason, "abandoned");
    let again = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(again, Err(DeskError::WrongStatus(Status::Abandoned))), "{again:?}");
}

/// The whole way by itself, a thousand days in a few minutes: the tracker asks, a person gives up, the tracker goes on.
#[tokio::test]
async fn z21_the_tracker_gathers_the_grounds_and_asks_on_daily() {
    let stage = Stage::with("cashfast-mx", practice_options(), |options| options.haste = 50_000).await;
    // 14: an HTML page instead of an answer, and no order.
    let order = stage.payout("1214").await;
    stage.until_status(order.id, Status::Unknown).await;
    let early = stage.desk.abandon_order(order.id, REASON).await;
    assert!(matches!(early, Err(DeskError::AbandonTooEarly { .. })), "{early:?}");
    let abandoned = eventually(async || stage.desk.abandon_order(order.id, REASON).await.ok()).await.unwrap();
    assert_eq!(abandoned.status, Status::Abandoned);
    let before = stage.count(order.id, FindingKind::NotFound).await;
    assert!(before >= NOT_FOUNDS_NEEDED);
    let more = eventually(async || {
        let now = stage.count(order.id, FindingKind::NotFound).await;
        (now > before).then_some(now)
    });
    assert!(more.await.is_some(), "asked about daily");
    assert_eq!(stage.order(order.id).await.status, Status::Abandoned);
    assert_eq!(stage.practice.orders_seen(&order.number), 1);
}

#[tokio::test]
async fn what_was_found_once_cannot_be_given_up() {
    let (stage, gateway) = scripted().await;
    let order = stage.unknown().await;
    // The gateway has it, under a word that nobody documented.
    gateway.now_says(|says| says.order = Some(3));
    stage.desk.ask_gateway(order.id).await.unwrap();
    assert_eq!(stage.order(order.id).await.status, Status::Unknown);
    stage.not_found_for_a_day(order.id).await;
    assert!(!stage.settling(order.id).await.can_abandon);
    let refused = stage.desk.abandon_order(order.id, REASON).await;
    assert!(matches!(refused, Err(DeskError::AbandonContradicted)), "{refused:?}");
    stage.desk.settle_order(order.id, evidence(EvidenceVerdict::Failed)).await.unwrap();
}

#[tokio::test]
async fn a_person_may_take_it_back() {
    let (stage, _gateway) = scripted().await;
    let id = stage.abandoned().await.id;
    assert!(stage.settling(id).await.can_reopen);
    assert!(matches!(stage.desk.reopen_order(id, "hm").await, Err(DeskError::Unexplained)));
    let reopened = stage.desk.reopen_order(id, "the payee says that it came").await.unwrap();
    assert_eq!(reopened.status, Status::Unknown);
    let watch = stage.desk.ledger().watch(id).await.unwrap().unwrap();
    assert_eq!((watch.reason.as_str(), watch.attempts), ("unknown", 0), "from the beginning");
    assert_eq!(stage.count(id, FindingKind::NotFound).await, 0);
    let again = stage.desk.reopen_order(id, "the payee says that it came").await;
    assert!(matches!(again, Err(DeskError::WrongStatus(Status::Unknown))), "{again:?}");
    let early = stage.desk.abandon_order(id, REASON).await;
    assert!(matches!(early, Err(DeskError::AbandonTooEarly { .. })), "{early:?}");
}
