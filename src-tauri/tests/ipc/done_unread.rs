//! What was done is never told as if it had not been, whatever keeps its page from being read afterwards.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

use crate::drafts::{collect, confirmed, payout};
use crate::gateway::Gateway;
use crate::rig::{Rig, text};

/// Takes away, or gives back, a table that only the order's page reads.
fn hide_labels(rig: &Rig, hidden: bool) {
    let file = rig.home().join("live/ledger.db");
    let statement = if hidden {
        "ALTER TABLE order_labels RENAME TO hidden_labels"
    } else {
        "ALTER TABLE hidden_labels RENAME TO order_labels"
    };
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let options = SqliteConnectOptions::new().filename(file);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

#[test]
fn a_deed_whose_page_cannot_be_read_says_that_it_was_done() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let asked = |amount: &str| json!({ "accountId": account, "draft": payout("cashfast-mx", amount), "confirmation": confirmed() });
    let waiting = rig.call("prepare_payout", asked("1300"))["summary"].clone();
    hide_labels(&rig, true);
    let done = |command: &str, arguments: Value| {
        let error = rig.refuse(command, arguments);
        assert_eq!(text(&error, "code"), "done_unread", "{command}: {error}");
        text(&error["details"], "orderId").to_owned()
    };
    let prepared = done("prepare_payout", asked("1200"));
    let collected =
        done("create_collect", json!({ "accountId": account, "draft": collect("cashfast-mx", "1500") }));
    let cancelled = done("cancel_payout", json!({ "id": waiting["id"] }));
    let sent = done("send_payout", json!({ "id": prepared }));
    assert_eq!((cancelled, sent.as_str()), (text(&waiting, "id").to_owned(), prepared.as_str()));
    // The page itself is a plain question, and its failure a plain one.
    assert_eq!(text(&rig.refuse("order_detail", json!({ "id": prepared })), "code"), "ledger");

    hide_labels(&rig, false);
    for (id, statuses) in [
        (prepared, ["pending", "processing", "succeeded"]),
        (collected, ["pending", "processing", "succeeded"]),
        (text(&waiting, "id").to_owned(), ["cancelled", "cancelled", "cancelled"]),
    ] {
        let order = rig.call("order_detail", json!({ "id": id }));
        assert!(statuses.contains(&text(&order["summary"], "status")), "{order}");
        assert_eq!(
            gateway.0.orders_seen(text(&order["summary"], "number")),
            usize::from(statuses[0] == "pending")
        );
    }
}
