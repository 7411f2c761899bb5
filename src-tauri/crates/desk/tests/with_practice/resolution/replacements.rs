//! A payment in the place of one that was given up, and what a late proof of that one does.

use desk::{Confirmation, DeskError, DeskEvent};
use ledger::OrderId;
use orders::{Flag, Source, Status};
use serde_json::json;

use super::{REASON, Scripted, draft, in_place_of, refusal, scripted};
use crate::stage::{Stage, confirmation};

#[tokio::test]
async fn a_new_payment_says_what_it_replaces() {
    let (stage, _gateway) = scripted().await;
    let old = stage.abandoned().await;
    let report = stage.desk.check_draft(stage.id(), &draft()).await.unwrap();
    assert_eq!(report.abandoned_twin.map(|twin| twin.id), Some(old.id));
    assert!(report.unknown_twin.is_none());
    for given in [confirmation(&draft()), in_place_of(OrderId(old.id.0 + 7))] {
        let refused = stage.confirm(given).await;
        assert!(
            matches!(&refused, Err(DeskError::ReplacesNeeded { order, number }) if *order == old.id && *number == old.number),
            "{refused:?}"
        );
    }
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    assert_ne!(new.number, old.number);
    let first = stage.desk.ledger().events(new.id).await.unwrap().remove(0);
    assert_eq!(first.note, Some(format!("replaces: {}", old.number)));
    assert_eq!(stage.last_note(old.id).await, (Source::Person, format!("replaced by: {}", new.number)));
    let links = (stage.settling(old.id).await.replacements, stage.settling(new.id).await.replacements);
    assert_eq!(links.0.replaced_by.map(|order| order.id), Some(new.id));
    assert_eq!(links.1.replaces.map(|order| order.id), Some(old.id));

    // It is unknown in its turn: nothing more is paid, whatever is said.
    stage.until_status(new.id, Status::Unknown).await;
    let refused = stage.confirm(in_place_of(old.id)).await;
    assert!(matches!(refused, Err(DeskError::UnknownTwin { order, .. }) if order == new.id), "{refused:?}");
}

#[tokio::test]
async fn an_order_has_one_replacement_that_may_pay() {
    let (stage, gateway) = scripted().await;
    let old = stage.abandoned().await;
    gateway.now_says(|says| says.creation = refusal("bankName error"));
    let refused_by_gateway = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(refused_by_gateway.id, Status::Refused).await;
    // That one is dead: another may be made.
    gateway.now_says(|says| says.creation = json!("gone fishing"));
    let second = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(second.id, Status::Unknown).await;
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(second.id).await.unwrap();
    assert_eq!(stage.order(second.id).await.status, Status::Pending);
    let again = Confirmation { duplicate_reason: Some("again".to_owned()), ..in_place_of(old.id) };
    let third = stage.confirm(again).await;
    assert!(matches!(&third, Err(DeskError::ReplacedExists { order, .. }) if *order == old.id), "{third:?}");
}

#[tokio::test]
async fn a_link_to_what_is_not_abandoned_is_refused() {
    let stage = Stage::new("cashfast-mx").await;
    let paid = stage.payout("1300").await;
    stage.until_status(paid.id, Status::Succeeded).await;
    let refused = stage.confirm(in_place_of(paid.id)).await;
    assert!(
        matches!(&refused, Err(DeskError::ReplacedExists { order, .. }) if *order == paid.id),
        "{refused:?}"
    );
    let nobody = stage.confirm(in_place_of(OrderId(999))).await;
    assert!(matches!(nobody, Err(DeskError::NoSuchOrder)), "{nobody:?}");
}

#[tokio::test]
async fn proof_stops_a_replacement_that_waits() {
    let gateway = Scripted::start().await;
    let stage = gateway.waiting_stage().await;
    let old = stage.payout("1200").await;
    stage.desk.send_payout(old.id).await.unwrap();
    stage.not_found_for_a_day(old.id).await;
    stage.desk.abandon_order(old.id, REASON).await.unwrap();
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    gateway.now_says(|says| says.order = Some(1));
    stage.desk.ask_gateway(old.id).await.unwrap();
    assert!(stage.has_flag(old.id, Flag::AbandonedButExists).await);
    assert!(!stage.has_flag(old.id, Flag::PaidTwice).await, "the new one has not left");
    let refused = stage.desk.send_payout(new.id).await;
    assert!(
        matches!(&refused, Err(DeskError::ReplacedExists { order, .. }) if *order == old.id),
        "{refused:?}"
    );
    assert_eq!(stage.order(new.id).await.status, Status::Prepared);
    assert_eq!(gateway.creations().await, 1, "the replacement never left");
}

#[tokio::test]
async fn proof_after_a_replacement_has_left_alerts_on_both() {
    let (stage, gateway) = scripted().await;
    let old = stage.abandoned().await;
    let new = stage.confirm(in_place_of(old.id)).await.unwrap();
    stage.until_status(new.id, Status::Unknown).await;
    let mut events = stage.desk.events();
    gateway.now_says(|says| says.order = Some(8));
    let answer = stage.desk.ask_gateway(old.id).await.unwrap();
    assert_eq!(answer.applied.after, Status::Succeeded);
    for id in [old.id, new.id] {
        assert!(stage.has_flag(id, Flag::PaidTwice).await);
        let listed = stage.desk.ledger().recent(10).await.unwrap();
        let listed = listed.iter().find(|order| order.id == id).unwrap();
        assert!(listed.unseen_flags.contains(&Flag::PaidTwice), "it needs a person");
    }
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let DeskEvent::OrderChanged { order_id, needs_person: true, .. } = event {
            told.push(order_id);
        }
    }
    assert!(told.contains(&old.id) && told.contains(&new.id), "{told:?}");
}
