//! Damage that the database's own checks do not see: changed money, changed or missing history (R8).

use orders::{ReportedStatus, Source};
use rstest::rstest;

use super::{Fixture, NOON, amount, told};
use crate::{LedgerError, NewBalance, OrderId, SupplementReport};

/// A ledger with one of everything, its guards taken off as rot would not mind them.
async fn unguarded() -> (Fixture, OrderId) {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    fixture.report(id, Source::Query, ReportedStatus::Succeeded).await;
    let payment = SupplementReport {
        source: Source::Delivery,
        gateway_number: "S1".to_owned(),
        number: None,
        amount: amount("7"),
        fee: None,
        reported: Some(ReportedStatus::Succeeded),
        gateway_status: None,
        channel_number: None,
        reason: None,
        completed: None,
        delivery_id: None,
    };
    fixture.ledger.apply_supplement(id, &payment, NOON).await.unwrap();
    let balance = NewBalance {
        account_id: fixture.account.id,
        at_ms: NOON,
        currency: money::Currency::MXN,
        available: amount("5"),
        frozen: None,
        waiting: None,
        state: None,
    };
    fixture.ledger.add_balance(&balance).await.unwrap();
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
    for trigger in [
        "DROP TRIGGER orders_fixed",
        "DROP TRIGGER orders_recounted",
        "DROP TRIGGER order_papers_fixed",
        "DROP TRIGGER order_events_fixed",
        "DROP TRIGGER order_events_kept",
        "DROP TRIGGER postings_fixed",
        "DROP TRIGGER find_changed",
        "PRAGMA ignore_check_constraints = ON",
    ] {
        sqlx::query(trigger).execute(&fixture.ledger.writer).await.unwrap();
    }
    (fixture, id)
}

#[rstest]
#[case::amount("UPDATE orders SET amount = amount + 1")]
#[case::payee("UPDATE orders SET account_no = '646180000030056846'")]
#[case::status("UPDATE orders SET status = 'failed'")]
#[case::fee("UPDATE orders SET fee = 1")]
#[case::actual("UPDATE orders SET actual_amount = 1")]
#[case::day("UPDATE orders SET day = '2026-01-02'")]
#[case::zone("UPDATE orders SET zone = '-05:00'")]
#[case::currency("UPDATE orders SET currency = 'TZS'")]
#[case::name("UPDATE orders SET name = 'Somebody'")]
#[case::checksum("UPDATE orders SET checksum = zeroblob(16)")]
#[case::history_head("UPDATE orders SET history_head = zeroblob(16)")]
#[case::submitted("UPDATE orders SET submissions = 0")]
#[case::body("UPDATE order_papers SET request_body = x'00'")]
#[case::draft("UPDATE order_papers SET draft_json = 'x'")]
#[tokio::test]
async fn a_changed_order_is_noticed_and_takes_no_more_steps(#[case] damage: &'static str) {
    let (fixture, id) = unguarded().await;
    if damage.contains("submissions") {
        sqlx::query("DROP TRIGGER orders_submission_stands").execute(&fixture.ledger.writer).await.unwrap();
    }
    sqlx::query(damage).execute(&fixture.ledger.writer).await.unwrap();
    let detail = fixture.ledger.detail(id).await.unwrap().unwrap();
    assert!(detail.order.damaged);
    assert!(fixture.ledger.order(id).await.unwrap().unwrap().damaged);
    let step = fixture.ledger.apply(id, &told(Source::Query, ReportedStatus::Failed), NOON).await;
    assert!(matches!(step, Err(LedgerError::Damaged(_))), "{step:?}");
    assert!(!fixture.ledger.check_integrity().await.unwrap().is_sound());
}

#[rstest]
#[case::changed("UPDATE order_events SET note = 'never happened' WHERE id = 2")]
#[case::moved("UPDATE order_events SET at_ms = at_ms - 1 WHERE id = 3")]
#[case::heard_later("UPDATE order_events SET last_at_ms = last_at_ms - 1 WHERE id = 3")]
#[case::first_is_gone("DELETE FROM order_events WHERE id = 1")]
#[case::last_is_gone("DELETE FROM order_events WHERE id = (SELECT max(id) FROM order_events)")]
#[case::all_are_gone("DELETE FROM order_events")]
#[case::added(
    "INSERT INTO order_events SELECT 99, order_id, at_ms, source, from_status, to_status, judgement,
    gateway_status, note, exchange_id, delivery_id, repeats, last_at_ms, hash FROM order_events WHERE id = 1"
)]
#[tokio::test]
async fn changed_history_is_noticed(#[case] damage: &'static str) {
    let (fixture, id) = unguarded().await;
    sqlx::query(damage).execute(&fixture.ledger.writer).await.unwrap();
    let detail = fixture.ledger.detail(id).await.unwrap().unwrap();
    assert_eq!((detail.order.damaged, detail.history_damaged), (false, true));
    let problems = fixture.ledger.check_integrity().await.unwrap().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("history"), "{problems:?}");
}

#[rstest]
#[case::posting("UPDATE postings SET amount = amount + 1", "money by day")]
#[case::day_total("UPDATE daily_money SET amount = amount + 1", "money by day")]
#[case::day_count("UPDATE daily_orders SET n = n + 1", "orders by day")]
#[case::balance("UPDATE balance_readings SET available = 6", "balance")]
#[case::payment("UPDATE supplements SET amount = amount + 1", "further payment")]
#[case::search("UPDATE find SET text = 'something else entirely'", "search index")]
#[case::papers("DELETE FROM order_papers", "papers")]
#[tokio::test]
async fn the_rest_is_noticed_by_the_check(#[case] damage: &'static str, #[case] told: &str) {
    let (fixture, _) = unguarded().await;
    if damage.contains("order_papers") {
        sqlx::query("DROP TRIGGER order_papers_kept").execute(&fixture.ledger.writer).await.unwrap();
    }
    sqlx::query(damage).execute(&fixture.ledger.writer).await.unwrap();
    let problems = fixture.ledger.check_integrity().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains(told)), "{problems:?}");
}

/// A word that no version ever wrote is damage, not a reason to crash.
#[tokio::test]
async fn an_unreadable_word_is_damage() {
    let (fixture, id) = unguarded().await;
    sqlx::query("UPDATE orders SET currency = 'pesos'").execute(&fixture.ledger.writer).await.unwrap();
    assert!(matches!(fixture.ledger.order(id).await, Err(LedgerError::Damaged(_))));
    assert!(!fixture.ledger.check_integrity().await.unwrap().is_sound());
}
