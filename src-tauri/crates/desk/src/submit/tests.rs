//! What happens when the ledger fails after the bytes have left, and when a grace ends in a refusal.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use money::Currency;
use orders::{Draft, Product, Status};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::rig::Rig;
use crate::{Confirmation, DeskError, DeskEvent};

fn draft() -> Draft {
    let fields = [
        ("accountName", "Ana Lopez"),
        ("accountType", "CLABE"),
        ("accountId", "646180000030056845"),
        ("bankName", "STP"),
    ];
    let fields: BTreeMap<String, String> =
        fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect();
    Draft {
        product: Product::Payout,
        channel: Some("BANK".to_owned()),
        amount: "100".parse().unwrap(),
        currency: Currency::MXN,
        fields,
    }
}

fn confirmed() -> Confirmation {
    Confirmation { last4: Some("6845".to_owned()), ..Confirmation::default() }
}

async fn exec(rig: &Rig, statement: &'static str) {
    let file = rig.folder.path().join("practice").join("ledger.db");
    let options = SqliteConnectOptions::new().filename(file);
    let mut raw = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query(statement).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[tokio::test]
async fn after_the_bytes_left_nothing_comes_back_as_an_error_and_the_outcome_is_written_when_it_can_be() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.desk.prepare_payout(account.id, &draft(), confirmed()).await.unwrap();
    rig.gateway.takes_ms(9_000);
    let desk = Arc::clone(&rig.desk);
    let sending = tokio::spawn(async move { desk.send_payout(order.id).await });
    // Three seconds of patience for the time, and then it is on its way.
    rig.pass(Duration::from_secs(5)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Sending);

    // As a disk that takes nothing more: no outcome can be written.
    exec(&rig, "ALTER TABLE exchanges RENAME TO exchanges_away").await;
    let mut events = rig.desk.events();
    rig.pass(Duration::from_secs(15)).await;
    let told = sending.await.unwrap();
    assert_eq!(told.expect("the bytes have left: no error").status, Status::Sending);
    assert_eq!(rig.order(order.id).await.status, Status::Sending);
    let again = rig.desk.send_payout(order.id).await;
    assert!(matches!(again, Err(DeskError::WrongStatus(Status::Sending))), "{again:?}");

    exec(&rig, "ALTER TABLE exchanges_away RENAME TO exchanges").await;
    rig.pass(Duration::from_secs(15)).await;
    let settled = rig.order(order.id).await;
    assert_eq!(settled.status, Status::Unknown, "what came back was no order");
    assert!(rig.desk.ledger.watch(order.id).await.unwrap().is_some(), "and it is asked about");
    let mut steps = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let DeskEvent::OrderChanged { from, to, .. } = event {
            steps.push((from, to));
        }
    }
    assert!(steps.contains(&(Some(Status::Sending), Status::Unknown)), "the window is told: {steps:?}");
    let creations = rig.gateway.asked().into_iter().filter(|asked| asked.path.contains("createTransfer"));
    assert_eq!(creations.count(), 1);
}

#[tokio::test]
async fn a_grace_that_ends_in_a_refusal_is_told() {
    let rig = Rig::new().await;
    let account = rig.account("AK1", "cashfast-mx").await;
    let order = rig.desk.prepare_payout(account.id, &draft(), confirmed()).await.unwrap();
    assert!(rig.desk.sends_at_ms(order.id).is_some());
    rig.desk.ledger.retire_account(account.id, rig.time.wall_ms()).await.unwrap();
    let mut events = rig.desk.events();
    rig.pass(Duration::from_secs(11)).await;
    assert_eq!(rig.order(order.id).await.status, Status::Prepared);
    assert_eq!(rig.desk.sends_at_ms(order.id), None, "the window must not go on counting down");
    let mut told = false;
    while let Ok(event) = events.try_recv() {
        told |= matches!(event, DeskEvent::OrderChanged { to: Status::Prepared, order_id, .. } if order_id == order.id);
    }
    assert!(told);
    assert!(rig.gateway.asked().iter().all(|asked| !asked.path.contains("create")));
}
