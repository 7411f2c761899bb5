//! Accounts: what may change, what may not, and keys that replace one another.

use super::{Fixture, NOON, amount, new_account};
use crate::{AccountEdit, AccountId, LedgerError};

#[tokio::test]
async fn what_decides_where_money_goes_never_changes() {
    let fixture = Fixture::new().await;
    for change in [
        "UPDATE accounts SET base_url = 'https://evil.example'",
        "UPDATE accounts SET market_id = 'cashy-tz'",
        "UPDATE accounts SET live = 1",
        "DELETE FROM accounts",
        "UPDATE account_keys SET key_id = 'other'",
        "DELETE FROM account_keys",
    ] {
        let refused = sqlx::query(change).execute(&fixture.ledger.writer).await;
        assert!(refused.is_err(), "{change}");
    }
    assert_eq!(fixture.ledger.account(fixture.account.id).await.unwrap().unwrap(), fixture.account);
}

#[tokio::test]
async fn the_rest_can_be_edited() {
    let fixture = Fixture::new().await;
    let edit = AccountEdit {
        name: "Otra".to_owned(),
        notify_url: Some("https://me.example/in".to_owned()),
        limits_json: r#"{"max":"5"}"#.to_owned(),
        max_payout: Some(amount("9.9999")),
        max_day: Some(amount("99.5")),
    };
    let edited = fixture.ledger.edit_account(fixture.account.id, &edit).await.unwrap();
    assert_eq!(
        (&edited.name, &edited.notify_url, &edited.limits_json, edited.max_payout, edited.max_day),
        (&edit.name, &edit.notify_url, &edit.limits_json, edit.max_payout, edit.max_day)
    );
    assert_eq!((edited.base_url, edited.key_id), (fixture.account.base_url, fixture.account.key_id));
    fixture.ledger.set_habits(edited.id, r#"{"a":1}"#).await.unwrap();
    assert_eq!(fixture.ledger.account(edited.id).await.unwrap().unwrap().habits_json, r#"{"a":1}"#);
    let missing = fixture.ledger.edit_account(AccountId(99), &edit).await;
    assert!(matches!(missing, Err(LedgerError::NotFound("account"))));
}

#[tokio::test]
async fn a_former_key_is_remembered_and_no_slot_is_used_twice() {
    let fixture = Fixture::new().await;
    let other = fixture.ledger.add_account(&new_account(), NOON).await.unwrap();
    let slot = fixture.ledger.next_key_slot().await.unwrap();
    let rotated = fixture.ledger.rotate_key(fixture.account.id, slot, "AK2", NOON + 5).await.unwrap();
    assert_eq!(rotated.key_slot, slot);
    let taken = fixture.ledger.rotate_key(fixture.account.id, slot, "AK3", NOON + 6).await;
    assert!(matches!(taken, Err(LedgerError::Conflict(_))), "{taken:?}");
    assert_eq!((rotated.key_id.as_str(), rotated.key_edited_at_ms), ("AK2", NOON + 5));
    assert_ne!(rotated.key_slot, fixture.account.key_slot);

    let keys = fixture.ledger.account_keys(fixture.account.id).await.unwrap();
    let told: Vec<_> = keys.iter().map(|key| (key.key_id.as_str(), key.replaced_at_ms)).collect();
    assert_eq!(told, [("AK2", None), ("AK1", Some(NOON + 5))]);

    // A callback names a key: present owners come first.
    let named = fixture.ledger.keys_named("AK1").await.unwrap();
    let owners: Vec<_> = named.iter().map(|key| key.account_id).collect();
    assert_eq!(owners, [other.id, fixture.account.id]);
    assert!(fixture.ledger.keys_named("AK9").await.unwrap().is_empty());

    // Only the secret may change while the name stays.
    let slot = fixture.ledger.next_key_slot().await.unwrap();
    let same = fixture.ledger.rotate_key(fixture.account.id, slot, "AK2", NOON + 9).await.unwrap();
    assert_ne!(same.key_slot, rotated.key_slot);
}

#[tokio::test]
async fn a_retired_account_keeps_its_orders_and_takes_no_new_ones() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await;
    fixture.ledger.retire_account(fixture.account.id, NOON + 7).await.unwrap();
    fixture.ledger.retire_account(fixture.account.id, NOON + 8).await.unwrap();
    assert!(fixture.ledger.accounts(false).await.unwrap().is_empty());
    let all = fixture.ledger.accounts(true).await.unwrap();
    assert_eq!(all[0].retired_at_ms, Some(NOON + 7));
    assert_eq!(fixture.ledger.order(order.id).await.unwrap().unwrap(), order);
    let refused = fixture.ledger.write_stub(&fixture.stub("N2A"), NOON).await;
    assert!(matches!(refused, Err(LedgerError::Conflict(_))), "{refused:?}");
}
