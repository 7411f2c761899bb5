//! What is known about a draft before it is sent.

use desk::Needs;
use orders::Status;

use crate::stage::{Stage, amount, payout_draft};

#[tokio::test]
async fn a_payout_is_held_against_balance_and_history() {
    let stage = Stage::new("cashfast-mx").await;
    stage.desk.refresh_balance(stage.id()).await.unwrap();
    let draft = payout_draft("cashfast-mx", "1200");
    let first = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert!(first.problems.is_empty(), "{:?}", first.problems);
    assert_eq!(first.needs, Needs { reason: false, last4: true });
    assert_eq!(first.largest_before, None);
    let available = first.available.unwrap();
    assert_eq!(first.balance_after, available.checked_sub(amount("1200")));

    let paid = stage.payout("1200").await;
    stage.until_status(paid.id, Status::Succeeded).await;
    let again = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert_eq!(again.needs, Needs { reason: true, last4: false });
    assert_eq!(again.same_within_day.len(), 1);
    assert_eq!(again.largest_before, Some(amount("1200")));
    assert!(!again.exactly_ten_times);

    let slip = stage.desk.check_draft(stage.id(), &payout_draft("cashfast-mx", "12000")).await.unwrap();
    assert!(slip.exactly_ten_times && slip.needs.last4);

    let mut other = payout_draft("cashfast-mx", "1200");
    other.fields.insert("accountName".to_owned(), "Somebody Else".to_owned());
    let other = stage.desk.check_draft(stage.id(), &other).await.unwrap();
    assert_eq!(other.other_names.len(), 1, "this CLABE was paid under another name");
    assert!(again.other_names.is_empty());
}

#[tokio::test]
async fn what_is_under_way_is_claimed() {
    let stage = Stage::new("cashfast-mx").await;
    // 13: accepted, never changes.
    let open = stage.payout("1213").await;
    stage.until(open.id, "open", |order| order.status.claims_balance()).await;
    let report = stage.desk.check_draft(stage.id(), &payout_draft("cashfast-mx", "1000")).await.unwrap();
    assert_eq!(report.claimed, amount("1213"));
    assert_eq!(report.available, None, "no balance was read yet");
}

#[tokio::test]
async fn separators_go_and_problems_stand_at_their_field() {
    let stage = Stage::new("cashfast-mx").await;
    let mut draft = payout_draft("cashfast-mx", "1200");
    draft.fields.insert("accountId".to_owned(), "646 180 0000 3005 6845".to_owned());
    let report = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.tidied.field("accountId"), Some(crate::stage::CLABE));
    draft.fields.insert("accountId".to_owned(), "64618".to_owned());
    let report = stage.desk.check_draft(stage.id(), &draft).await.unwrap();
    assert_eq!(report.problems[0].field, "accountId");
}
