//! The payouts of a run: whom, how much, and what the practice gateway makes of each.

use std::collections::BTreeMap;

use desk::Confirmation;
use gateways::catalogue;
use money::Amount;
use orders::{Draft, Product};

use super::Trouble;

/// The last two digits of the amounts (`practice::OUTCOMES`), in turn. About half are ordinary.
///
/// 02 fails, 03 slow, 04 no answer after accepting, 05 error after accepting, 06 broken JSON, 07 and 08 returned, 10 double
/// callbacks, 14 to 16 not made and no clear answer, 18 refused, 21 rejected, 22 paid after failing, 24 contradiction,
/// 25 an answer about another order.
const ENDINGS: [i64; 32] = [
    30, 4, 31, 5, 32, 6, 33, 7, 34, 3, 35, 2, 36, 8, 37, 24, 38, 25, 39, 22, 40, 10, 41, 15, 42, 14, 43, 18,
    44, 16, 45, 21,
];
/// Before a payee's number; the number tells which payout of the run it is.
const PAYEE: &str = "Payee ";
/// A payee's second account has a number so much higher.
const SECOND_ACCOUNT: u64 = 5_000_000;
/// The weights of a CLABE's first seventeen digits (Banco de México).
const WEIGHTS: [u64; 3] = [3, 7, 1];

/// One payout of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item(pub usize);

impl Item {
    /// The payout that an order of this payee is for.
    #[must_use]
    pub fn of_payee(name: &str) -> Option<Self> {
        name.strip_prefix(PAYEE)?.parse().ok().map(Self)
    }

    /// The payee's name.
    #[must_use]
    pub fn payee(self) -> String {
        format!("{PAYEE}{}", self.0)
    }

    fn amount(self) -> Result<Amount, Trouble> {
        let ending = ENDINGS.get(self.0 % ENDINGS.len()).copied().unwrap_or_default();
        let hundreds = i64::try_from(self.0 / ENDINGS.len())?.saturating_add(1);
        Ok(hundreds.saturating_mul(100).saturating_add(ending).to_string().parse()?)
    }

    /// The draft of this payout in a Mexican market, to the payee's usual account or to the second one.
    ///
    /// # Errors
    /// When there is no such market, or the run is too long for its amounts.
    pub fn draft(self, market: &str, second_account: bool) -> Result<Draft, Trouble> {
        let rules = catalogue::market(market).ok_or("no such market")?;
        let serial = u64::try_from(self.0)? + if second_account { SECOND_ACCOUNT } else { 0 };
        let account = clabe(serial)?;
        let payee = self.payee();
        let fields: &[(&str, &str)] = match rules.family {
            gateways::Family::CashFast => &[
                ("accountName", &payee),
                ("accountType", "CLABE"),
                ("accountId", &account),
                ("bankName", "STP"),
            ],
            gateways::Family::Cashy => &[
                ("accountName", &payee),
                ("accountType", "40"),
                ("accountNo", &account),
                ("bankId", "24"),
                ("remark", "supplier"),
            ],
        };
        let fields: BTreeMap<String, String> =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let channel = match rules.family {
            gateways::Family::CashFast => Some("BANK".to_owned()),
            gateways::Family::Cashy => None,
        };
        Ok(Draft {
            product: Product::Payout,
            channel,
            amount: self.amount()?,
            currency: rules.currency,
            fields,
        })
    }
}

/// What a person confirms who reads the review page.
#[must_use]
pub fn confirmation(draft: &Draft) -> Confirmation {
    let account = draft.field("accountNo").or_else(|| draft.field("accountId")).unwrap_or_default();
    let last4 = account.get(account.len().saturating_sub(4)..).map(str::to_owned);
    Confirmation { last4, ..Confirmation::default() }
}

/// A CLABE at STP with a right check digit.
fn clabe(serial: u64) -> Result<String, Trouble> {
    let first = format!("646180{serial:011}");
    let mut sum = 0;
    for (digit, weight) in first.chars().zip(WEIGHTS.into_iter().cycle()) {
        let digit = u64::from(digit.to_digit(10).ok_or("not a digit")?);
        sum += digit * weight % 10;
    }
    Ok(format!("{first}{}", (10 - sum % 10) % 10))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Item, clabe, confirmation};
    use gateways::catalogue::{LimitOverrides, market};

    #[test]
    fn a_clabe_has_its_check_digit() {
        assert_eq!(clabe(3_005_684).unwrap(), "646180000030056845");
    }

    #[test]
    fn every_payout_is_one_that_its_market_takes_and_no_two_are_alike() {
        for id in ["cashy-mx", "cashfast-mx"] {
            let rules = market(id).unwrap();
            let mut seen = BTreeSet::new();
            for item in (0..1_000).map(Item) {
                let draft = item.draft(id, false).unwrap();
                assert_eq!(rules.check(&rules.tidy(&draft), &LimitOverrides::default()).problems, []);
                assert!(seen.insert(draft.amount));
                assert_eq!(Item::of_payee(draft.field("accountName").unwrap()), Some(item));
                assert_eq!(confirmation(&draft).last4.map(|text| text.len()), Some(4));
                assert_ne!(item.draft(id, true).unwrap().fields, draft.fields);
            }
        }
    }
}
