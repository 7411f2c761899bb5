//! R8: an account that is not as it was written sends nothing and asks nothing. At another address a gateway would not know
//! its orders, or somebody else would take the money (DESIGN §6).

use orders::{ReportedStatus, Source};
use rstest::rstest;

use super::{Fixture, NOON, amount, new_account, told};
use crate::{AccountEdit, LedgerError};

fn edit() -> AccountEdit {
    AccountEdit {
        name: "Otra".to_owned(),
        notify_url: Some("https://me.example/in".to_owned()),
        limits_json: "{}".to_owned(),
        max_payout: Some(amount("900")),
        max_day: Some(amount("9000")),
    }
}

/// A ledger with ceilings and a former key, its guards taken off as rot would not mind them.
async fn unguarded() -> Fixture {
    let fixture = Fixture::new().await;
    let id = fixture.account.id;
    fixture.ledger.edit_account(id, &edit()).await.unwrap();
    let slot = fixture.ledger.next_key_slot().await.unwrap();
    fixture.ledger.rotate_key(id, slot, "AK2", NOON + 5).await.unwrap();
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
    for statement in [
        "DROP TRIGGER accounts_fixed",
        "DROP TRIGGER account_keys_fixed",
        "PRAGMA ignore_check_constraints = ON",
        "PRAGMA foreign_keys = OFF",
    ] {
        sqlx::query(statement).execute(&fixture.ledger.writer).await.unwrap();
    }
    fixture
}

#[rstest]
#[case::market_id("UPDATE accounts SET market_id = 'cashfast-mz'")]
#[case::live("UPDATE accounts SET live = 1")]
#[case::base_url("UPDATE accounts SET base_url = 'https://gateway.exammle'")]
#[case::base_url_is_no_text("UPDATE accounts SET base_url = CAST(x'68747470733afffe' AS TEXT)")]
#[case::notify_url("UPDATE accounts SET notify_url = 'https://me.example/io'")]
#[case::no_notify_url("UPDATE accounts SET notify_url = NULL")]
#[case::limits("UPDATE accounts SET limits_json = '{ }'")]
#[case::max_payout("UPDATE accounts SET max_payout = max_payout + 1048576")]
#[case::no_max_payout("UPDATE accounts SET max_payout = NULL")]
#[case::max_day("UPDATE accounts SET max_day = max_day + 1")]
#[case::no_max_day("UPDATE accounts SET max_day = NULL")]
#[case::created("UPDATE accounts SET created_at_ms = created_at_ms + 1")]
#[case::retired("UPDATE accounts SET retired_at_ms = 1")]
#[case::checksum("UPDATE accounts SET checksum = zeroblob(16)")]
#[case::no_checksum("UPDATE accounts SET checksum = NULL")]
#[case::key_id("UPDATE account_keys SET key_id = 'AK3' WHERE replaced_at_ms IS NULL")]
#[case::key_slot("UPDATE account_keys SET slot = 66 WHERE replaced_at_ms IS NULL")]
#[case::key_since("UPDATE account_keys SET since_ms = 1 WHERE replaced_at_ms IS NULL")]
#[case::no_key_checksum("UPDATE account_keys SET checksum = NULL WHERE replaced_at_ms IS NULL")]
#[tokio::test]
async fn a_changed_account_is_noticed_and_takes_no_more_steps(#[case] damage: &'static str) {
    let fixture = unguarded().await;
    let (ledger, id) = (&fixture.ledger, fixture.account.id);
    let waiting = fixture.prepared("N1A").await.id;
    let sent = fixture.accepted("N2A").await.id;
    sqlx::query(damage).execute(&ledger.writer).await.unwrap();

    assert!(ledger.account(id).await.unwrap().unwrap().damaged);
    assert!(ledger.accounts(true).await.unwrap()[0].damaged);
    let slot = ledger.next_key_slot().await.unwrap();
    let refused = [
        ledger.write_stub(&fixture.stub("N3A"), NOON).await.err(),
        fixture.begin(waiting).await.err(),
        ledger.edit_account(id, &edit()).await.err(),
        ledger.rotate_key(id, slot, "AK4", NOON).await.err(),
        ledger.retire_account(id, NOON).await.err(),
    ];
    for (n, error) in refused.iter().enumerate() {
        assert!(matches!(error, Some(LedgerError::Damaged(_))), "{n}: {error:?}");
    }
    assert!(ledger.account(id).await.unwrap().unwrap().damaged, "nothing wrote a new checksum over it");
    // What is heard of an order that has left is as true as before.
    ledger.apply(sent, &told(Source::Delivery, ReportedStatus::Succeeded), NOON).await.unwrap();
    let integrity = ledger.check_integrity().await.unwrap();
    let told_of = |problem: &String| problem.contains("account");
    assert!(integrity.problems.iter().any(told_of), "{integrity:?}");
    assert!(integrity.damaged_orders.is_empty());
}

#[tokio::test]
async fn another_account_goes_on() {
    let fixture = unguarded().await;
    let other = fixture.ledger.add_account(&new_account(), NOON).await.unwrap();
    for statement in [
        "UPDATE accounts SET base_url = CAST(x'68747470733afffe' AS TEXT) WHERE id = 1",
        "UPDATE accounts SET name = CAST(x'fffe' AS TEXT) WHERE id = 1",
    ] {
        sqlx::query(statement).execute(&fixture.ledger.writer).await.unwrap();
    }
    let accounts = fixture.ledger.accounts(false).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.damaged).collect::<Vec<_>>(), [true, false]);
    let stub = crate::NewStub { account_id: other.id, ..fixture.stub("N1A") };
    fixture.ledger.write_stub(&stub, NOON).await.unwrap();
}

/// What a person reads, and what only spells requests, is no reason to stop; a former key signs nothing.
#[rstest]
#[case::name("UPDATE accounts SET name = 'Tiemda'", 0)]
#[case::habits("UPDATE accounts SET habits_json = 'x'", 0)]
#[case::former_key("UPDATE account_keys SET key_id = 'AK9' WHERE replaced_at_ms IS NOT NULL", 1)]
#[tokio::test]
async fn the_rest_stops_no_account(#[case] damage: &'static str, #[case] problems: usize) {
    let fixture = unguarded().await;
    sqlx::query(damage).execute(&fixture.ledger.writer).await.unwrap();
    assert!(!fixture.ledger.account(fixture.account.id).await.unwrap().unwrap().damaged);
    let sent = fixture.sending("N1A").await;
    assert_eq!(sent.number, "N1A");
    let found = fixture.ledger.check_integrity().await.unwrap().problems;
    assert_eq!(found.len(), problems, "{found:?}");
}

/// The join of accounts and keys would miss it.
#[tokio::test]
async fn an_account_without_a_key_is_found_by_the_check() {
    let fixture = unguarded().await;
    sqlx::query("UPDATE account_keys SET replaced_at_ms = 1").execute(&fixture.ledger.writer).await.unwrap();
    assert!(fixture.ledger.account(fixture.account.id).await.unwrap().is_none());
    let found = fixture.ledger.check_integrity().await.unwrap().problems;
    assert!(found.iter().any(|problem| problem.contains("have no key")), "{found:?}");
}

#[tokio::test]
async fn every_change_leaves_a_sound_account() {
    let fixture = Fixture::new().await;
    let (ledger, id) = (&fixture.ledger, fixture.account.id);
    ledger.edit_account(id, &edit()).await.unwrap();
    ledger.set_habits(id, r#"{"a":1}"#).await.unwrap();
    let slot = ledger.next_key_slot().await.unwrap();
    ledger.rotate_key(id, slot, "AK2", NOON + 5).await.unwrap();
    let other = ledger.add_account(&new_account(), NOON).await.unwrap();
    ledger.retire_account(other.id, NOON + 7).await.unwrap();
    let fixture = fixture.restarted().await;
    assert!(fixture.ledger.accounts(true).await.unwrap().iter().all(|account| !account.damaged));
    let integrity = fixture.ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
}

#[tokio::test]
async fn a_keys_record_never_changes() {
    let fixture = Fixture::new().await;
    let slot = fixture.ledger.next_key_slot().await.unwrap();
    fixture.ledger.rotate_key(fixture.account.id, slot, "AK2", NOON + 5).await.unwrap();
    for change in [
        "UPDATE account_keys SET checksum = zeroblob(16)",
        "UPDATE account_keys SET checksum = NULL",
        "UPDATE account_keys SET key_id = 'AK9' WHERE replaced_at_ms IS NOT NULL",
        "UPDATE account_keys SET replaced_at_ms = 7 WHERE replaced_at_ms IS NOT NULL",
        "UPDATE account_keys SET replaced_at_ms = NULL WHERE replaced_at_ms IS NOT NULL",
    ] {
        let refused = sqlx::query(change).execute(&fixture.ledger.writer).await;
        assert!(refused.is_err(), "{change}");
    }
}
