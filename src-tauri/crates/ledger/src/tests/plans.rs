//! The tracker's plan, settings, balances and banks: kept over restarts.

use money::Currency;
use orders::{ReportedStatus, Source};

use super::{Fixture, NOON, amount};
use crate::{BankChange, BankEntry, BankUse, EvidenceVerdict, NewBalance, NewEvidence};

#[tokio::test]
async fn the_plan_survives_a_restart() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.accepted("N1A").await.id, fixture.accepted("N2A").await.id);
    assert!(fixture.ledger.unwatched(10).await.unwrap().is_empty(), "planned when their sending began");
    for id in [a, b] {
        fixture.ledger.unschedule(id).await.unwrap();
    }
    assert_eq!(fixture.ledger.unwatched(10).await.unwrap(), [a, b]);
    fixture.ledger.schedule(a, NOON + 50, 1, "pending").await.unwrap();
    fixture.ledger.schedule(b, NOON + 20, 0, "pending").await.unwrap();
    fixture.ledger.schedule(a, NOON + 10, 2, "refused").await.unwrap();
    assert!(fixture.ledger.unwatched(10).await.unwrap().is_empty());

    let fixture = fixture.restarted().await;
    assert_eq!(fixture.ledger.watch_count().await.unwrap(), 2);
    assert_eq!(fixture.ledger.next_due_at().await.unwrap(), Some(NOON + 10));
    assert!(fixture.ledger.due(NOON + 9, 10).await.unwrap().is_empty());
    let due = fixture.ledger.due(NOON + 20, 10).await.unwrap();
    assert_eq!(due.iter().map(|watch| watch.order_id).collect::<Vec<_>>(), [a, b]);
    assert_eq!((due[0].attempts, due[0].reason.as_str()), (2, "refused"));
    assert_eq!(fixture.ledger.due(NOON + 20, 1).await.unwrap().len(), 1);
    fixture.ledger.unschedule(a).await.unwrap();
    assert_eq!(fixture.ledger.watch(a).await.unwrap(), None);
    fixture.ledger.unschedule(b).await.unwrap();
    assert_eq!(fixture.ledger.next_due_at().await.unwrap(), None);
}

/// A version of this program had asked about these three times only; and a crash may come between the settling and the plan.
#[tokio::test]
async fn what_a_person_settled_is_planned_again_until_the_gateway_has_spoken() {
    let fixture = Fixture::new().await;
    let id = fixture.unknown("N1A").await.id;
    let said = NewEvidence {
        verdict: EvidenceVerdict::Succeeded,
        reference: "SPEI 7A".to_owned(),
        note: "seen in the bank's statement".to_owned(),
        file: None,
    };
    fixture.ledger.settle_with_evidence(id, &said, NOON).await.unwrap();
    fixture.ledger.unschedule(id).await.unwrap();
    assert_eq!(fixture.ledger.unwatched(10).await.unwrap(), [id]);
    fixture.ledger.schedule(id, NOON, 0, "by_word").await.unwrap();
    assert!(fixture.ledger.unwatched(10).await.unwrap().is_empty());
    fixture.ledger.unschedule(id).await.unwrap();
    fixture.report(id, Source::Query, ReportedStatus::Succeeded).await;
    assert!(fixture.ledger.unwatched(10).await.unwrap().is_empty(), "the gateway has confirmed it");
}

#[tokio::test]
async fn settings_are_kept() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.ledger.setting("theme").await.unwrap(), None);
    fixture.ledger.set_setting("theme", "dark").await.unwrap();
    fixture.ledger.set_setting("theme", "light").await.unwrap();
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.ledger.setting("theme").await.unwrap().as_deref(), Some("light"));
    fixture.ledger.remove_setting("theme").await.unwrap();
    assert_eq!(fixture.ledger.setting("theme").await.unwrap(), None);
}

#[tokio::test]
async fn the_newest_balance_of_each_currency_counts() {
    let fixture = Fixture::new().await;
    let read = |at_ms, currency, available| NewBalance {
        account_id: fixture.account.id,
        at_ms,
        currency,
        available: amount(available),
        frozen: Some(amount("0.0001")),
        waiting: None,
        state: Some("InAndOut".to_owned()),
    };
    for new in [
        read(NOON, Currency::MXN, "1"),
        read(NOON + 2, Currency::MXN, "-3.5"),
        read(NOON + 1, Currency::MXN, "2"),
        read(NOON, Currency::THB, "9"),
    ] {
        fixture.ledger.add_balance(&new).await.unwrap();
    }
    let latest = fixture.ledger.latest_balances(fixture.account.id).await.unwrap();
    let told: Vec<_> = latest.iter().map(|row| (row.currency, row.available, row.damaged)).collect();
    assert_eq!(told, [(Currency::MXN, amount("-3.5"), false), (Currency::THB, amount("9"), false)]);
    let history = fixture
        .ledger
        .balance_history(fixture.account.id, Currency::MXN, NOON + 1, NOON + 2, 10)
        .await
        .unwrap();
    assert_eq!(history.iter().map(|row| row.at_ms).collect::<Vec<_>>(), [NOON + 2, NOON + 1]);
}

#[tokio::test]
async fn a_new_bank_list_tells_what_changed() {
    let fixture = Fixture::new().await;
    let id = fixture.account.id;
    let bank =
        |value: &str| BankEntry { value: value.to_owned(), name: format!("Banco {value}"), code: None };
    assert_eq!(fixture.ledger.banks(id, BankUse::Payout).await.unwrap(), None);
    let first = [bank("C"), bank("A"), bank("B")];
    let change = fixture.ledger.replace_banks(id, BankUse::Payout, &first, NOON).await.unwrap();
    assert_eq!(change, BankChange { added: 3, removed: 0 });
    let second = [bank("A"), bank("D"), bank("B"), bank("B")];
    let change = fixture.ledger.replace_banks(id, BankUse::Payout, &second, NOON + 1).await.unwrap();
    assert_eq!(change, BankChange { added: 1, removed: 1 });
    let list = fixture.ledger.banks(id, BankUse::Payout).await.unwrap().unwrap();
    assert_eq!(
        (list.fetched_at_ms, list.change, list.banks.as_slice()),
        (NOON + 1, change, second.as_slice())
    );
    assert_eq!(fixture.ledger.banks(id, BankUse::Collect).await.unwrap(), None);
}
