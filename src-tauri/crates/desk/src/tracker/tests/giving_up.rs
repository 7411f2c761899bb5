//! What the tracker's questions are worth as grounds for giving an order up: only fresh ones, over time of asking, of a gateway
//! that has its wits about it.

use std::time::Duration;

use ledger::{OrderId, OutcomeStatus};
use orders::{Product, Status};
use rstest::rstest;

use super::{DAY, HOUR};
use crate::DeskError;
use crate::rig::{Manner, Rig, SECRET};

const SUPPORT_SAYS: &str = "Marta at the gateway says: no such number";

/// A payout that the gateway does not know, and a desk that has asked about it for a while.
async fn not_found_for(asked_s: u64) -> (Rig, OrderId) {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.sent(account.id, Product::Payout, "GONEA", OutcomeStatus::Unknown).await;
    rig.gateway.knows_no_orders();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(asked_s)).await;
    (rig, order.id)
}

/// Six answers within twenty minutes, and a clock that is set forward by a day, while the program runs or while it is closed:
/// nobody has been asked for a day.
#[rstest]
#[tokio::test]
async fn a_clock_set_forward_is_no_time_of_asking(#[values(false, true)] closed: bool) {
    let (mut rig, order) = not_found_for(1_200).await;
    let early = rig.desk.abandon_order(order, SUPPORT_SAYS).await;
    assert!(
        matches!(&early, Err(DeskError::AbandonTooEarly { grounds, .. }) if grounds.not_found >= 6),
        "{early:?}"
    );
    if closed {
        rig = rig.reopened().await;
    }
    rig.time.set_wall_by(DAY + HOUR);
    if closed {
        let account = rig.desk.ledger.accounts(true).await.unwrap().remove(0);
        rig.desk.keyring.hold(account.key_slot, SECRET.into());
        rig.desk.start_tracker().await.unwrap();
    }
    rig.pass(Duration::from_secs(4 * 3_600)).await;
    let still = rig.desk.abandon_order(order, SUPPORT_SAYS).await;
    assert!(
        matches!(&still, Err(DeskError::AbandonTooEarly { grounds, .. }) if grounds.span_ms < 8 * HOUR),
        "{still:?}"
    );
    rig.pass(Duration::from_secs(22 * 3_600)).await;
    rig.desk.abandon_order(order, SUPPORT_SAYS).await.unwrap();
}

/// The gateway has not known it for a day, and then was away for two: it may have paid it meanwhile.
#[tokio::test]
async fn nothing_is_given_up_on_old_answers() {
    let (rig, order) = not_found_for(26 * 3_600).await;
    rig.gateway.behaves(Manner::Unreachable);
    rig.pass(Duration::from_secs(48 * 3_600)).await;
    let stale = rig.desk.abandon_order(order, SUPPORT_SAYS).await;
    assert!(matches!(stale, Err(DeskError::AbandonStale)), "{stale:?}");
    let detail = rig.desk.ledger.detail(order).await.unwrap().unwrap();
    let settling = rig.desk.settling(&detail).await.unwrap().unwrap();
    assert_eq!((settling.can_abandon, settling.grounds.sufficed()), (false, true));
    rig.gateway.behaves(Manner::Answers);
    rig.pass(Duration::from_secs(2 * 3_600)).await;
    rig.desk.abandon_order(order, SUPPORT_SAYS).await.unwrap();
}

/// Asked with another merchant's key, or after it has lost its records, it denies what it had accepted as well.
#[tokio::test]
async fn nothing_is_given_up_on_the_word_of_a_gateway_that_denies_what_it_had_accepted() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let accepted = rig.pending(account.id, Product::Payout, "TAKENA").await;
    let order = rig.sent(account.id, Product::Payout, "GONEA", OutcomeStatus::Unknown).await;
    rig.gateway.knows_no_orders();
    rig.desk.start_tracker().await.unwrap();
    rig.pass(Duration::from_secs(26 * 3_600)).await;
    let give_up = async || {
        let (given_up, ()) =
            tokio::join!(rig.desk.abandon_order(order.id, SUPPORT_SAYS), rig.pass(Duration::from_secs(60)));
        given_up
    };
    let denied = give_up().await;
    assert!(
        matches!(&denied, Err(DeskError::AbandonDenied { order, number }) if *order == accepted.id && number == "TAKENA"),
        "{denied:?}"
    );
    rig.gateway.behaves(Manner::Closed);
    let unreachable = give_up().await;
    assert!(matches!(unreachable, Err(DeskError::NoConnection(_))), "nobody knows: {unreachable:?}");
    rig.gateway.behaves(Manner::Answers);
    rig.gateway.knows_only(&["TAKENA"]);
    assert_eq!(give_up().await.unwrap().status, Status::Abandoned);
}
