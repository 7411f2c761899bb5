//! Exchanges and deliveries: kept as they were, the very same only counted.

use super::{Fixture, NOON, delivery, exchange};
use crate::{DeliveryId, LedgerError};

#[tokio::test]
async fn an_exchange_is_kept_as_it_was() {
    let fixture = Fixture::new().await;
    let mut new = exchange("balance", "\u{0}not json\u{ff}");
    new.account_id = Some(fixture.account.id);
    new.status = None;
    new.error = Some("timeout: no answer after 30 s".to_owned());
    let id = fixture.ledger.record_exchange(&new).await.unwrap();
    let kept = fixture.ledger.exchange(id).await.unwrap().unwrap();
    assert_eq!((kept.response_body, kept.status, kept.error), (new.response_body, None, new.error));
    assert_eq!((kept.request_body, kept.took_ms, kept.repeats), (new.request_body, 12, 0));
}

#[tokio::test]
async fn only_the_same_answer_in_a_row_is_counted() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await.id;
    let ask = async |operation: &str, answer: &str| {
        let mut new = exchange(operation, answer);
        new.order_id = Some(order);
        fixture.ledger.record_exchange(&new).await.unwrap()
    };
    let first = ask("query", "1").await;
    assert_eq!(ask("query", "1").await, first);
    assert_ne!(ask("create", "1").await, first, "another question");
    assert_eq!(ask("query", "1").await, first, "in a row of the same question");
    let second = ask("query", "2").await;
    assert_ne!(second, first);
    assert_ne!(ask("query", "1").await, first, "not the last answer any more");
    assert_eq!(fixture.ledger.exchanges_of_order(order, 50).await.unwrap().len(), 4);

    let mut alone = exchange("balance", "1");
    alone.account_id = Some(fixture.account.id);
    let first = fixture.ledger.record_exchange(&alone).await.unwrap();
    assert_eq!(fixture.ledger.record_exchange(&alone).await.unwrap(), first);
    assert_eq!(fixture.ledger.exchanges_of_account(fixture.account.id, 50).await.unwrap().len(), 1);
    // Before an account exists nothing can be compared, and everything is kept.
    let unowned = exchange("ping", "1");
    let one = fixture.ledger.record_exchange(&unowned).await.unwrap();
    assert_ne!(fixture.ledger.record_exchange(&unowned).await.unwrap(), one);
}

/// S12: the same delivery many times has one row.
#[tokio::test]
async fn the_very_same_callback_is_counted() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await.id;
    let mut new = delivery(b"{\"a\":1}", true);
    new.account_id = Some(fixture.account.id);
    new.nonce = Some("n-1".to_owned());
    assert!(!fixture.ledger.nonce_seen(fixture.account.id, "n-1").await.unwrap());
    let first = fixture.ledger.store_delivery(&new).await.unwrap();
    assert_eq!(first.repeats, 0);
    for n in 1..=30 {
        let again = fixture.ledger.store_delivery(&new).await.unwrap();
        assert_eq!((again.id, again.repeats), (first.id, n));
    }
    assert!(fixture.ledger.nonce_seen(fixture.account.id, "n-1").await.unwrap());
    // Another nonce, another body or another verdict is another callback.
    for change in 0..3 {
        let mut other = new.clone();
        match change {
            0 => other.nonce = Some("n-2".to_owned()),
            1 => other.body = b"{\"a\": 1}".to_vec(),
            _ => other.verified = false,
        }
        assert_ne!(fixture.ledger.store_delivery(&other).await.unwrap().id, first.id);
    }
    fixture.ledger.settle_delivery(first.id, Some(order), "applied").await.unwrap();
    let kept = fixture.ledger.deliveries_of_order(order).await.unwrap().pop().unwrap();
    assert_eq!((kept.id, kept.effect.as_str(), kept.body), (first.id, "applied", new.body));
    let missing = fixture.ledger.settle_delivery(DeliveryId(999), None, "x").await;
    assert!(matches!(missing, Err(LedgerError::NotFound(_))));
}

#[tokio::test]
async fn an_unverified_callback_makes_no_nonce_used() {
    let fixture = Fixture::new().await;
    let mut forged = delivery(b"{}", false);
    forged.account_id = Some(fixture.account.id);
    forged.nonce = Some("n-1".to_owned());
    let stored = fixture.ledger.store_delivery(&forged).await.unwrap();
    fixture.ledger.settle_delivery(stored.id, None, "unverified").await.unwrap();
    assert!(!fixture.ledger.nonce_seen(fixture.account.id, "n-1").await.unwrap());
    assert_eq!(fixture.ledger.unverified_since(NOON).await.unwrap(), 1);
    assert_eq!(fixture.ledger.unverified_since(NOON + 1).await.unwrap(), 0);
}

#[tokio::test]
async fn callbacks_are_listed_page_by_page() {
    let fixture = Fixture::new().await;
    for n in 0_u8..7 {
        fixture.ledger.store_delivery(&delivery(&[n], true)).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = fixture.ledger.deliveries(3, before).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        seen.extend(page.iter().map(|row| row.body[0]));
    }
    assert_eq!(seen, [6, 5, 4, 3, 2, 1, 0]);
}
