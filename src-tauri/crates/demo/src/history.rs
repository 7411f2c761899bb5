//! What became of an order, and when.

use gateways::Family;
use ledger::PastStep;
use orders::{Direction, Product, Status};

use crate::lists::{CASHFAST_FAILURES, CASHFAST_REFUSALS, CASHY_FAILURES, CASHY_REFUSALS};
use crate::random::Random;

/// An order's way to where it stands.
pub(crate) struct History {
    pub(crate) steps: Vec<PastStep>,
    pub(crate) status: Status,
    /// The gateway's last word.
    pub(crate) word: &'static str,
    /// Why it was refused, failed or came back: for Chinese and for English readers where the gateway writes both.
    pub(crate) reason: Option<(&'static str, &'static str)>,
    /// When the gateway calls it complete.
    pub(crate) completed_ms: Option<i64>,
}

/// Where the orders of a direction end, in thousandths. Payouts are refused and come back, collect orders expire;
/// over both directions it is 1 % unknown, 2 % open, 80 % paid, 10 % failed, 5 % refused or expired, 2 % returned.
const PAYOUTS: [(Status, u64); 6] = [
    (Status::Succeeded, 800),
    (Status::Failed, 100),
    (Status::Returned, 40),
    (Status::Refused, 30),
    (Status::Processing, 20),
    (Status::Unknown, 10),
];
const COLLECTS: [(Status, u64); 5] = [
    (Status::Succeeded, 800),
    (Status::Failed, 100),
    (Status::Expired, 70),
    (Status::Pending, 20),
    (Status::Unknown, 10),
];

impl History {
    pub(crate) fn of(
        family: Family,
        product: Product,
        made_ms: i64,
        until_ms: i64,
        random: &mut Random,
    ) -> Self {
        let ends: &[(Status, u64)] =
            if product.direction() == Direction::Payout { &PAYOUTS } else { &COLLECTS };
        let status =
            random.weighted(ends, |(_, weight)| *weight).map_or(Status::Succeeded, |(status, _)| *status);
        let mut at_ms = made_ms;
        let steps: Vec<PastStep> = way(family, product, status)
            .iter()
            .enumerate()
            .map(|(index, (status, word))| {
                at_ms = (at_ms + wait(*status, product, index, random)).min(until_ms);
                PastStep { at_ms, status: *status, gateway_status: word.map(str::to_owned) }
            })
            .collect();
        let word = way(family, product, status).last().and_then(|(_, word)| *word).unwrap_or_default();
        Self {
            completed_ms: completed(status, &steps),
            reason: reason(family, status, random),
            steps,
            status,
            word,
        }
    }
}

type Stage = (Status, Option<&'static str>);

/// The steps to a status, each with the gateway's word for it.
fn way(family: Family, product: Product, end: Status) -> &'static [Stage] {
    use Status::{Expired, Failed, Pending, Processing, Refused, Returned, Succeeded, Unknown};
    match (family, product.direction(), end) {
        (_, _, Unknown) => &[(Unknown, None)],
        (_, _, Refused) => &[(Unknown, None), (Refused, None)],
        (Family::CashFast, Direction::Payout, Succeeded) => {
            &[(Pending, Some("1")), (Processing, Some("2")), (Succeeded, Some("8"))]
        }
        (Family::CashFast, Direction::Payout, Returned) => {
            &[(Pending, Some("1")), (Processing, Some("2")), (Succeeded, Some("8")), (Returned, Some("16"))]
        }
        (Family::CashFast, Direction::Payout, Failed) => {
            &[(Pending, Some("1")), (Processing, Some("2")), (Failed, Some("16"))]
        }
        (Family::CashFast, Direction::Payout, _) => &[(Pending, Some("1")), (Processing, Some("2"))],
        (Family::CashFast, Direction::Collect, Succeeded) => &[(Pending, Some("1")), (Succeeded, Some("2"))],
        (Family::CashFast, Direction::Collect, Failed) => &[(Pending, Some("1")), (Failed, Some("4"))],
        (Family::CashFast, Direction::Collect, Expired) => &[(Pending, Some("1")), (Expired, None)],
        (Family::CashFast, Direction::Collect, _) => &[(Pending, Some("1"))],
        (Family::Cashy, Direction::Payout, Succeeded) => {
            &[(Processing, Some("PROCESSING")), (Succeeded, Some("SUCCESS"))]
        }
        (Family::Cashy, Direction::Payout, Returned) => {
            &[(Processing, Some("PROCESSING")), (Succeeded, Some("SUCCESS")), (Returned, Some("FAIL"))]
        }
        (Family::Cashy, Direction::Payout, Failed) => {
            &[(Processing, Some("PROCESSING")), (Failed, Some("FAIL"))]
        }
        (Family::Cashy, Direction::Payout, _) => &[(Processing, Some("PAYING"))],
        (Family::Cashy, Direction::Collect, Succeeded) => {
            &[(Pending, Some("PAYING")), (Succeeded, Some("SUCCESS"))]
        }
        (Family::Cashy, Direction::Collect, Failed) => &[(Pending, Some("PAYING")), (Failed, Some("FAIL"))],
        (Family::Cashy, Direction::Collect, Expired) => &[(Pending, Some("PAYING")), (Expired, None)],
        (Family::Cashy, Direction::Collect, _) => &[(Pending, Some("PAYING"))],
    }
}

/// How long it takes to come to a status, in milliseconds.
fn wait(status: Status, product: Product, index: usize, random: &mut Random) -> i64 {
    const SECOND: u64 = 1_000;
    const HOUR: u64 = 3_600 * SECOND;
    let is_collect = product.direction() == Direction::Collect;
    let waits = if index == 0 {
        random.between(300, 2_500)
    } else if status == Status::Expired {
        HOUR
    } else if status == Status::Returned {
        random.between(HOUR / 2, 40 * HOUR)
    } else if is_collect {
        // The payer's own time: a code lives an hour.
        random.between(20 * SECOND, HOUR * 9 / 10)
    } else if random.permille(40) {
        // Most payouts arrive within minutes, some only when the bank opens.
        random.between(HOUR, 14 * HOUR)
    } else {
        random.between(4 * SECOND, 240 * SECOND)
    };
    i64::try_from(waits).unwrap_or_default()
}

/// The first success, or the failure.
fn completed(status: Status, steps: &[PastStep]) -> Option<i64> {
    let ended = steps.iter().find(|step| matches!(step.status, Status::Succeeded | Status::Failed));
    ended.filter(|_| status != Status::Unknown).map(|step| step.at_ms)
}

fn reason(family: Family, status: Status, random: &mut Random) -> Option<(&'static str, &'static str)> {
    let both = |line: &'static str| line.split_once('|').unwrap_or((line, line));
    match (status, family) {
        (Status::Failed | Status::Returned, Family::CashFast) => {
            random.pick(&CASHFAST_FAILURES).map(|line| both(line))
        }
        (Status::Failed | Status::Returned, Family::Cashy) => {
            random.pick(&CASHY_FAILURES).map(|line| both(line))
        }
        (Status::Refused, Family::CashFast) => random
            .pick(&CASHFAST_REFUSALS)
            .and_then(|line| line.split_once('|'))
            .map(|(_, texts)| both(texts)),
        (Status::Refused, Family::Cashy) => random.pick(&CASHY_REFUSALS).map(|line| both(line)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{COLLECTS, History, PAYOUTS};
    use crate::random::Random;
    use gateways::Family;
    use orders::Product;

    #[test]
    fn every_way_is_one_that_orders_can_go() {
        let mut random = Random::new(9, 9);
        for family in [Family::CashFast, Family::Cashy] {
            for product in [Product::Payout, Product::Collect, Product::CashierDesk] {
                for _ in 0..2000 {
                    let history = History::of(family, product, 1_000_000, i64::MAX, &mut random);
                    assert!((1..=4).contains(&history.steps.len()));
                    assert!(history.steps.is_sorted_by_key(|step| step.at_ms));
                    for pair in history.steps.windows(2) {
                        assert!(pair[0].status.may_become(pair[1].status), "{pair:?}");
                    }
                    assert_eq!(history.steps.last().unwrap().status, history.status);
                }
            }
        }
    }

    #[test]
    fn shares_are_whole() {
        assert_eq!(PAYOUTS.iter().map(|(_, share)| share).sum::<u64>(), 1000);
        assert_eq!(COLLECTS.iter().map(|(_, share)| share).sum::<u64>(), 1000);
    }
}
