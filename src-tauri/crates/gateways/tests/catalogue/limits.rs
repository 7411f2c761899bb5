//! Amounts, currencies, products.

use gateways::catalogue::{AmountOverride, LimitOverrides, Problem, markets};
use money::{Amount, Currency};
use orders::{Draft, Product};
use rstest::rstest;

use crate::drafts::{all_good, amount, get, good, of, one, pairs, problems};

/// The smallest step that the gateway takes: 1, or 0.01 with two decimals.
fn step(decimals: u32) -> Amount {
    amount(if decimals == 0 { "1" } else { "0.01" })
}

#[test]
fn z17_limits_are_inclusive() {
    let mut edges = 0;
    for (market, draft) in all_good() {
        let rule = &market.product(draft.product).unwrap().amount;
        let at = |value: Amount| problems(&market.id, &Draft { amount: value, ..draft.clone() });
        let step = step(rule.decimals);
        if let Some(min) = rule.min {
            assert_eq!(at(min), [], "{} {min}", market.id);
            assert_eq!(at(min.checked_sub(step).unwrap()), one("amount", Problem::BelowMinimum { min }));
            edges += 1;
        }
        if let Some(max) = rule.max {
            assert_eq!(at(max), [], "{} {max}", market.id);
            assert_eq!(at(max.checked_add(step).unwrap()), one("amount", Problem::AboveMaximum { max }));
            edges += 1;
        }
    }
    assert!(edges > 40, "only {edges} edges");
}

#[rstest]
#[case::cashfast_collect("cashfast-mx", Product::Collect, "40", None)]
#[case::cashfast_payout("cashfast-mx", Product::Payout, "40", None)]
#[case::mexico_pay_in("cashy-mx", Product::Collect, "40", Some("15000"))]
#[case::mexico_pay_out("cashy-mx", Product::Payout, "40", Some("15000"))]
#[case::tanzania_desk("cashy-tz", Product::CashierDesk, "500", Some("5000000"))]
#[case::tanzania_pay_in("cashy-tz", Product::Collect, "500", Some("5000000"))]
#[case::tanzania_pay_out("cashy-tz", Product::Payout, "500", Some("3000000"))]
#[case::thailand_pay_in("cashy-th", Product::Collect, "15.00", Some("500000.00"))]
#[case::thailand_pay_out("cashy-th", Product::Payout, "15.00", Some("500000.00"))]
fn the_contract_limits(
    #[case] id: &str,
    #[case] product: Product,
    #[case] min: &str,
    #[case] max: Option<&str>,
) {
    let rule = &get(id).product(product).unwrap().amount;
    assert_eq!(rule.min, Some(amount(min)));
    assert_eq!(rule.max, max.map(amount));
}

#[test]
fn a18_the_cashfast_minimum_is_inclusive_and_can_be_changed_for_an_account() {
    let draft = good("cashfast-mx", Product::Collect, Some("OXXO"));
    assert_eq!(problems("cashfast-mx", &of(&draft, "40.00")), []);
    let below = of(&draft, "39.99");
    assert_eq!(problems("cashfast-mx", &below), one("amount", Problem::BelowMinimum { min: amount("40") }));
    let lower = limits(Product::Collect, Some("10"), None);
    assert_eq!(pairs(&get("cashfast-mx").check(&below, &lower)), []);
}

#[test]
fn z5_the_tanzanian_payout_maximum_can_be_changed_for_an_account() {
    let draft = of(&good("cashy-tz", Product::Payout, None), "3000001");
    let max = amount("3000000");
    assert_eq!(problems("cashy-tz", &draft), one("amount", Problem::AboveMaximum { max }));
    let higher = limits(Product::Payout, None, Some("300000010000"));
    assert_eq!(pairs(&get("cashy-tz").check(&draft, &higher)), []);
    // The least stays the catalogue's, and another product's limits stay as they are.
    let below = of(&draft, "499");
    assert_eq!(
        pairs(&get("cashy-tz").check(&below, &higher)),
        one("amount", Problem::BelowMinimum { min: amount("500") })
    );
    let desk = of(&good("cashy-tz", Product::CashierDesk, None), "5000001");
    assert_eq!(
        pairs(&get("cashy-tz").check(&desk, &higher)),
        one("amount", Problem::AboveMaximum { max: amount("5000000") })
    );
}

fn limits(product: Product, min: Option<&str>, max: Option<&str>) -> LimitOverrides {
    let set = AmountOverride { min: min.map(amount), max: max.map(amount) };
    LimitOverrides { amounts: [(product, set)].into(), ..LimitOverrides::default() }
}

#[test]
fn an_override_below_nothing_still_asks_for_more_than_nothing() {
    let draft = of(&good("cashfast-mx", Product::Payout, Some("BANK")), "0");
    let open = limits(Product::Payout, Some("-5"), None);
    assert_eq!(pairs(&get("cashfast-mx").check(&draft, &open)), one("amount", Problem::NotPositive));
}

#[rstest]
#[case::nothing("0")]
#[case::less("-50")]
fn amounts_are_more_than_nothing(#[case] text: &str) {
    for (market, draft) in all_good() {
        assert_eq!(
            problems(&market.id, &of(&draft, text)),
            one("amount", Problem::NotPositive),
            "{}",
            market.id
        );
    }
}

#[rstest]
#[case::mexico_takes_whole_pesos("cashy-mx", "100.5", 0)]
#[case::tanzania_takes_whole_shillings("cashy-tz", "1000.01", 0)]
#[case::thailand_takes_satang("cashy-th", "100.005", 2)]
#[case::cashfast_takes_centavos("cashfast-mx", "100.0001", 2)]
fn too_many_decimals(#[case] id: &str, #[case] text: &str, #[case] max: u32) {
    let channel = (id == "cashfast-mx").then_some("BANK");
    let draft = good(id, Product::Payout, channel);
    assert_eq!(problems(id, &of(&draft, text)), one("amount", Problem::TooManyDecimals { max }));
    assert_eq!(problems(id, &of(&draft, "1000.00")), []);
}

#[test]
fn an_amount_can_be_wrong_in_two_ways() {
    let draft = of(&good("cashy-mx", Product::Payout, None), "15000.5");
    let both = [
        one("amount", Problem::AboveMaximum { max: amount("15000") }),
        one("amount", Problem::TooManyDecimals { max: 0 }),
    ];
    assert_eq!(problems("cashy-mx", &draft), both.concat());
}

#[test]
fn another_currency_is_wrong() {
    let draft = Draft { currency: Currency::THB, ..good("cashy-mx", Product::Payout, None) };
    assert_eq!(problems("cashy-mx", &draft), one("currency", Problem::WrongCurrency));
}

#[test]
fn a_product_that_the_market_does_not_offer_is_the_only_problem() {
    let desk = good("cashy-tz", Product::CashierDesk, None);
    for id in ["cashfast-mx", "cashy-mx", "cashy-th", "cashy-tr"] {
        assert_eq!(problems(id, &desk), one("product", Problem::NoSuchProduct), "{id}");
    }
    assert!(markets().iter().filter(|market| market.product(Product::CashierDesk).is_some()).count() >= 3);
}
