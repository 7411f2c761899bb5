//! How much: many small sums, few large ones, and the round sums that people like.

use money::Amount;
use orders::Product;

use crate::market::DemoMarket;
use crate::random::Random;

const UNIT: u64 = 10_000;

/// Ranges in whole units with their weights: least, most, step of round sums.
const MEXICO: [(u64, u64, u64, u64); 4] =
    [(40, 500, 50, 45), (500, 2_000, 100, 33), (2_000, 6_000, 500, 16), (6_000, 15_000, 1_000, 6)];
const TANZANIA: [(u64, u64, u64, u64); 4] = [
    (500, 10_000, 500, 40),
    (10_000, 50_000, 1_000, 35),
    (50_000, 300_000, 5_000, 20),
    (300_000, 2_900_000, 50_000, 5),
];
const THAILAND: [(u64, u64, u64, u64); 4] =
    [(15, 500, 50, 42), (500, 3_000, 100, 36), (3_000, 20_000, 500, 18), (20_000, 200_000, 5_000, 4)];

/// An amount that the market takes.
pub(crate) fn amount(market: DemoMarket, random: &mut Random) -> Amount {
    let ranges = match market {
        DemoMarket::CashFastMx | DemoMarket::CashyMx => &MEXICO,
        DemoMarket::CashyTz => &TANZANIA,
        DemoMarket::CashyTh => &THAILAND,
    };
    let (least, most, step, _) = *random.weighted(ranges, |(.., weight)| *weight).unwrap_or(&ranges[0]);
    let exact = random.between(least, most);
    let whole = if random.permille(600) { (exact / step * step).max(least) } else { exact };
    let has_cents = matches!(market, DemoMarket::CashFastMx | DemoMarket::CashyTh) && whole < most;
    let cents = if has_cents && random.permille(220) { random.below(100) } else { 0 };
    ten_thousandths(whole * UNIT + cents * UNIT / 100)
}

/// The gateway's fee: a share and a fixed part, to the cent.
pub(crate) fn fee(market: DemoMarket, product: Product, amount: Amount) -> Amount {
    let (permille, fixed) = match (market, product) {
        (DemoMarket::CashFastMx, Product::Payout) => (8, 3),
        (DemoMarket::CashFastMx, _) => (15, 0),
        (DemoMarket::CashyMx, Product::Payout) => (10, 5),
        (DemoMarket::CashyMx, _) => (18, 0),
        (DemoMarket::CashyTz, Product::Payout) => (15, 0),
        (DemoMarket::CashyTz, _) => (25, 0),
        (DemoMarket::CashyTh, Product::Payout) => (5, 7),
        (DemoMarket::CashyTh, _) => (16, 0),
    };
    let units = amount.ten_thousandths().unsigned_abs();
    let cent = UNIT / 100;
    ten_thousandths((units * permille / 1000 + fixed * UNIT) / cent * cent)
}

/// What a payer paid who did not keep to the amount.
pub(crate) fn other_amount(amount: Amount, random: &mut Random) -> Amount {
    let units = amount.ten_thousandths().unsigned_abs() / UNIT;
    let off = random.between(1, (units / 10).max(1));
    let paid = if random.permille(600) { units.saturating_sub(off).max(1) } else { units + off };
    ten_thousandths(paid * UNIT)
}

fn ten_thousandths(value: u64) -> Amount {
    Amount::from_ten_thousandths(i64::try_from(value).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::amount;
    use crate::market::DemoMarket;
    use crate::random::Random;

    #[test]
    fn every_amount_is_one_that_the_market_takes() {
        let mut random = Random::new(3, 3);
        for market in DemoMarket::ALL {
            for rules in &market.catalogue().unwrap().products {
                for _ in 0..2000 {
                    let amount = amount(market, &mut random);
                    assert!(rules.amount.min.is_none_or(|min| amount >= min), "{market:?} {amount}");
                    assert!(rules.amount.max.is_none_or(|max| amount <= max), "{market:?} {amount}");
                    assert!(amount.with_decimals(rules.amount.decimals).is_some(), "{market:?} {amount}");
                }
            }
        }
    }
}
