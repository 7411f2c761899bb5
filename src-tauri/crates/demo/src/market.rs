//! The four markets of a demonstration.

use gateways::Family;
use gateways::catalogue;
use orders::Product;

use crate::random::Random;

/// A market of the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DemoMarket {
    CashFastMx,
    CashyMx,
    CashyTz,
    CashyTh,
}

impl DemoMarket {
    pub(crate) const ALL: [Self; 4] = [Self::CashFastMx, Self::CashyMx, Self::CashyTz, Self::CashyTh];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::CashFastMx => "cashfast-mx",
            Self::CashyMx => "cashy-mx",
            Self::CashyTz => "cashy-tz",
            Self::CashyTh => "cashy-th",
        }
    }

    pub(crate) fn catalogue(self) -> Option<&'static catalogue::Market> {
        catalogue::market(self.id())
    }

    pub(crate) const fn family(self) -> Family {
        match self {
            Self::CashFastMx => Family::CashFast,
            Self::CashyMx | Self::CashyTz | Self::CashyTh => Family::Cashy,
        }
    }

    /// The offset of the market's days in minutes; a test holds it against the catalogue.
    pub(crate) const fn offset_minutes(self) -> i64 {
        match self {
            Self::CashFastMx | Self::CashyMx => -360,
            Self::CashyTz => 180,
            Self::CashyTh => 420,
        }
    }

    /// The merchant id at the gateway, as the practice gateways know it.
    pub(crate) const fn key_id(self) -> &'static str {
        match self {
            Self::CashFastMx => "PractMX1",
            Self::CashyMx => "9000052",
            Self::CashyTz => "9000255",
            Self::CashyTh => "9000066",
        }
    }

    /// How much of the merchant's business is here.
    pub(crate) const fn share(self) -> u64 {
        match self {
            Self::CashFastMx => 30,
            Self::CashyMx => 25,
            Self::CashyTz => 20,
            Self::CashyTh => 25,
        }
    }

    /// What kind of order comes next.
    pub(crate) const fn product(self, random: &mut Random) -> Product {
        match (random.below(100), self) {
            (0..50, _) => Product::Payout,
            (50..70, Self::CashyTz) => Product::CashierDesk,
            _ => Product::Collect,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DemoMarket;

    #[test]
    fn the_catalogue_agrees() {
        for market in DemoMarket::ALL {
            let known = market.catalogue().unwrap();
            assert_eq!(known.family, market.family());
            let minutes = market.offset_minutes();
            let sign = if minutes < 0 { '-' } else { '+' };
            assert_eq!(known.zone, format!("{sign}{:02}:00", minutes.abs() / 60));
        }
    }
}
