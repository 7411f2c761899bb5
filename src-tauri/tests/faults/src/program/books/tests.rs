//! A comparison that finds nothing in wrong books would make every campaign worthless: each kind of difference is made once.

use std::collections::BTreeSet;

use orders::Status;

use super::{Acknowledged, Difference, Entry, GatewayBook, Held, LedgerBook, Payment, differences};

fn entry(number: &str, item: usize, status: Status) -> Entry {
    Entry {
        number: number.to_owned(),
        payee: format!("Payee {item}"),
        amount: "130".to_owned(),
        status,
        history: BTreeSet::from([Status::Prepared, Status::Sending, status]),
        submitted: true,
        plan: Some("soon".to_owned()),
        damaged: false,
    }
}

fn payment(number: &str, status: Held) -> Payment {
    Payment { number: number.to_owned(), amount: "130.00".to_owned(), status }
}

/// One paid, one unknown that never arrived.
fn sound() -> (LedgerBook, GatewayBook) {
    let ledger =
        LedgerBook { entries: vec![entry("A", 0, Status::Succeeded), entry("B", 1, Status::Unknown)] };
    let arrivals = [("A".to_owned(), 1), ("B".to_owned(), 0)].into();
    (ledger, GatewayBook { payments: vec![payment("A", Held::Paid)], arrivals })
}

fn found(change: impl FnOnce(&mut LedgerBook, &mut GatewayBook)) -> Vec<Difference> {
    let (mut ledger, mut gateway) = sound();
    change(&mut ledger, &mut gateway);
    let acknowledged = BTreeSet::from([Acknowledged { number: "A".to_owned(), status: Status::Sending }]);
    differences(&ledger, &gateway, &acknowledged, 2)
}

#[test]
fn sound_books_do_not_differ() {
    assert_eq!(found(|_, _| {}), []);
}

#[test]
fn a_number_held_twice() {
    let found = found(|_, gateway| gateway.payments.push(payment("A", Held::Paid)));
    assert_eq!(found, [Difference::HeldTwice("A".into()), Difference::PaidTwice("Payee 0".into())]);
}

#[test]
fn a_number_submitted_twice() {
    let found = found(|_, gateway| _ = gateway.arrivals.insert("B".into(), 2));
    assert_eq!(found, [Difference::SubmittedTwice("B".into())]);
}

#[test]
fn the_same_payout_under_two_numbers() {
    let found = found(|ledger, gateway| {
        ledger.entries.push(entry("C", 0, Status::Succeeded));
        gateway.payments.push(payment("C", Held::Paid));
    });
    assert_eq!(found, [Difference::PaidTwice("Payee 0".into())]);
}

#[test]
fn a_payment_that_one_side_lacks() {
    let lost = found(|ledger, _| drop(ledger.entries.remove(0)));
    assert!(lost.contains(&Difference::MissingInLedger("A".into())), "{lost:?}");
    let invented = found(|_, gateway| gateway.payments.clear());
    assert!(matches!(invented.as_slice(), [Difference::MissingAtGateway(_)]), "{invented:?}");
}

#[test]
fn another_status_or_amount() {
    for status in [Held::Open, Held::NotPaid] {
        let found = found(|_, gateway| gateway.payments = vec![payment("A", status)]);
        assert!(matches!(found.as_slice(), [Difference::Disagree(_)]), "{found:?}");
    }
    let amount = found(|ledger, _| ledger.entries[0].amount = "131".into());
    assert!(matches!(amount.as_slice(), [Difference::Disagree(_)]), "{amount:?}");
}

#[test]
fn an_unknown_one_that_the_gateway_has() {
    let found = found(|_, gateway| gateway.payments.push(payment("B", Held::Paid)));
    assert!(matches!(found.as_slice(), [Difference::Disagree(_)]), "{found:?}");
}

#[test]
fn one_that_left_and_is_on_record_as_not_sent() {
    let found = found(|ledger, gateway| {
        ledger.entries[1].submitted = false;
        gateway.arrivals.insert("B".into(), 1);
    });
    assert!(matches!(found.as_slice(), [Difference::Disagree(_)]), "{found:?}");
}

#[test]
fn a_lost_step_an_unwatched_order_a_damaged_one_a_forgotten_payout() {
    let lost = found(|ledger, _| _ = ledger.entries[0].history.remove(&Status::Sending));
    assert!(matches!(lost.as_slice(), [Difference::LostStep(_)]), "{lost:?}");
    let unwatched = found(|ledger, _| ledger.entries[1].plan = None);
    assert_eq!(unwatched, [Difference::Unwatched("B".into())]);
    let damaged = found(|ledger, _| ledger.entries[1].damaged = true);
    assert_eq!(damaged, [Difference::Damaged("B".into())]);
    let forgotten = found(|ledger, _| ledger.entries[1].status = Status::Prepared);
    assert_eq!(forgotten, [Difference::Forgotten("Payee 1".into())]);
}
