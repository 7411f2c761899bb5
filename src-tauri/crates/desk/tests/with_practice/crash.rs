//! The program dies between stub and answer.

use std::time::Duration;

use desk::Desk;
use orders::Status;
use practice::PracticeServer;
use rstest::rstest;

use crate::stage::{
    confirmation, desk_options, eventually, form, open_vault, payout_draft, practice_options, until,
};

/// Runs a desk in a runtime of its own until its payout is on the wire, then kills that runtime: every task is
/// dropped where it stands, as in a crash.
#[rstest]
#[case::it_had_arrived("1204", Status::Succeeded)]
#[case::it_had_not("1215", Status::Unknown)]
fn r04_found_unknown_settled_by_asking_never_sent_again(#[case] amount: &str, #[case] end: Status) {
    let world = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let practice = world.block_on(PracticeServer::start(practice_options())).unwrap();
    let vault = world.block_on(open_vault(folder.path()));
    let options = || desk_options(folder.path(), &vault, &practice);

    let doomed = tokio::runtime::Runtime::new().unwrap();
    let order = doomed.block_on(async {
        let desk = Desk::open(options()).await.unwrap();
        desk.start().await.unwrap();
        let account = desk.connect_account(form("cashfast-mx", &practice)).await.unwrap();
        let draft = payout_draft("cashfast-mx", amount);
        let order = desk.prepare_payout(account.id, &draft, confirmation(&draft)).await.unwrap();
        until(&desk, order.id, "sending", |order| order.status == Status::Sending).await;
        let arrived = eventually(async || (practice.orders_seen(&order.number) == 1).then_some(())).await;
        arrived.expect("the creation reaches the gateway");
        order
    });
    doomed.shutdown_timeout(Duration::from_secs(5));

    world.block_on(async {
        let desk = Desk::open(options()).await.unwrap();
        assert_eq!(desk.ledger().found_sending(), 1);
        let found = desk.ledger().order(order.id).await.unwrap().unwrap();
        assert_eq!(found.status, Status::Unknown);
        assert!(found.request.is_some(), "the exact bytes are on record");
        assert!(desk.send_payout(order.id).await.is_err(), "not even a person can send it again");
        desk.start().await.unwrap();
        if end == Status::Unknown {
            let asked = eventually(async || {
                let exchanges = desk.ledger().exchanges_of_order(order.id, 10).await.unwrap();
                let asked: u64 = exchanges.iter().map(|exchange| 1 + exchange.repeats).sum();
                (asked >= 3).then_some(())
            })
            .await;
            asked.expect("it is asked about, and again");
        }
        until(&desk, order.id, end.as_str(), |order| order.status == end).await;
        assert_eq!(practice.orders_seen(&order.number), 1);
        desk.stop().await;
        practice.shutdown().await;
    });
}
