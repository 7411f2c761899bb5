//! Demonstration orders are the same each time, plausible, and a ledger takes them.

use std::collections::{BTreeMap, BTreeSet};

use demo::{Accounts, BATCH, FillError, Plan, fill};
use ledger::{AccountId, Ledger, PastOrder};
use orders::{Direction, Product, Status};

/// The end of 21 November 2026.
const UNTIL_MS: i64 = 1_795_305_600_000;

fn made(orders: u64, seed: u64) -> Vec<PastOrder> {
    let accounts = Accounts::new([1, 2, 3, 4].map(AccountId));
    Plan { orders, seed, until_ms: UNTIL_MS }.orders(accounts).collect()
}

#[test]
fn the_same_seed_makes_the_same_orders() {
    assert_eq!(made(500, 7), made(500, 7));
    assert_ne!(made(500, 7), made(500, 8));
}

#[test]
fn orders_are_plausible() {
    let orders = made(20_000, 1);
    assert!(orders.is_sorted_by_key(|order| order.created_at_ms));
    let numbers: BTreeSet<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    let theirs: Vec<&str> = orders.iter().filter_map(|order| order.gateway_number.as_deref()).collect();
    assert_eq!(numbers.len(), orders.len());
    assert_eq!(theirs.iter().collect::<BTreeSet<_>>().len(), theirs.len());
    let mut by_status: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_account: BTreeMap<AccountId, usize> = BTreeMap::new();
    for order in &orders {
        let last = order.steps.last().unwrap();
        *by_status.entry(last.status.as_str()).or_default() += 1;
        *by_account.entry(order.account_id).or_default() += 1;
        assert!(order.created_at_ms < UNTIL_MS && last.at_ms <= UNTIL_MS);
        assert!(
            order.amount.is_positive() && serde_json::from_str::<serde_json::Value>(&order.record).is_ok()
        );
        assert!(order.steps.iter().all(|step| step.at_ms >= order.created_at_ms));
        if order.product == Product::Payout {
            assert!(order.party.name.is_some() && order.party.account_no.is_some(), "{order:?}");
        }
        if order.completed.is_some() {
            assert!(order.steps.iter().any(|step| matches!(step.status, Status::Succeeded | Status::Failed)));
        }
    }
    // In thousandths of all: what the demonstration promises, within what chance allows.
    let share = |word: &str| by_status.get(word).copied().unwrap_or_default() * 1000 / orders.len();
    assert!((785..=815).contains(&share("succeeded")), "{by_status:?}");
    assert!((90..=110).contains(&share("failed")), "{by_status:?}");
    assert!((15..=25).contains(&share("returned")) && (7..=13).contains(&share("unknown")), "{by_status:?}");
    assert!((42..=58).contains(&(share("expired") + share("refused"))), "{by_status:?}");
    assert!((15..=25).contains(&(share("pending") + share("processing"))), "{by_status:?}");
    assert!(by_account.len() == 4 && by_account.values().all(|count| *count > 2_500), "{by_account:?}");
    let bytes: usize = orders.iter().map(|order| order.record.len()).sum();
    assert!((250..600).contains(&(bytes / orders.len())), "{}", bytes / orders.len());
    // Customers come back.
    let names: BTreeSet<&str> = orders.iter().filter_map(|order| order.party.name.as_deref()).collect();
    assert!(names.len() < orders.len() / 4, "{}", names.len());
    assert!(names.iter().any(|name| name.contains('ñ')) && names.iter().any(|name| name.contains("ใจดี")));
    assert!(names.iter().any(|name| name.chars().count() == 2));
    let collects = orders.iter().filter(|order| order.product.direction() == Direction::Collect).count();
    assert!((9_000..11_000).contains(&collects), "{collects}");
}

#[tokio::test]
async fn a_new_ledger_is_filled_soundly_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let count = u64::try_from(BATCH).unwrap() + 500;
    let plan = Plan { orders: count, seed: 3, until_ms: UNTIL_MS };
    let mut told = Vec::new();
    let progress = fill(folder.path(), plan, |progress| told.push(progress.written)).await.unwrap();
    assert_eq!((progress.written, told), (count, vec![u64::try_from(BATCH).unwrap(), count]));

    let again = fill(folder.path(), plan, |_| {}).await;
    assert!(matches!(again, Err(FillError::HasOrders)), "{again:?}");

    let ledger = Ledger::open(folder.path(), UNTIL_MS).await.unwrap();
    let integrity = ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    let accounts = ledger.accounts(false).await.unwrap();
    assert!(accounts.len() == 4 && accounts.iter().all(|account| !account.live));
    let first = made(count, 3).into_iter().next().unwrap();
    let account = accounts.iter().find(|account| account.id == first.account_id).unwrap();
    let found = ledger.order_by_number(account.id, &first.number).await.unwrap().unwrap();
    assert_eq!((found.amount, found.party), (first.amount, first.party));
}
