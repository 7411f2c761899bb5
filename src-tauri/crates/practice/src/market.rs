//! The four practice markets: their names, invented credentials, fees and clocks.
//!
//! The credentials are constants on purpose: they open nothing but this program, so they may be
//! printed, and a merchant's programmer can write them into a test.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A gateway in one country, as the practice server offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Market {
    /// CashFast in Mexico (MXN).
    #[serde(rename = "cashfast-mx")]
    CashFastMx,
    /// Cashy in Mexico (MXN).
    #[serde(rename = "cashy-mx")]
    CashyMx,
    /// Cashy in Tanzania (TZS).
    #[serde(rename = "cashy-tz")]
    CashyTz,
    /// Cashy in Thailand (THB).
    #[serde(rename = "cashy-th")]
    CashyTh,
}

/// Which contract a market speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    CashFast,
    Cashy,
}

impl Market {
    /// Every market, in the order the console shows them.
    pub const ALL: [Self; 4] = [Self::CashFastMx, Self::CashyMx, Self::CashyTz, Self::CashyTh];

    /// The name, which is also the first part of every path of the market.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CashFastMx => "cashfast-mx",
            Self::CashyMx => "cashy-mx",
            Self::CashyTz => "cashy-tz",
            Self::CashyTh => "cashy-th",
        }
    }

    /// The market with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|market| market.name() == name)
    }

    /// The ISO 4217 code of the only currency of the market.
    #[must_use]
    pub fn currency(self) -> &'static str {
        match self {
            Self::CashFastMx | Self::CashyMx => "MXN",
            Self::CashyTz => "TZS",
            Self::CashyTh => "THB",
        }
    }

    /// CashFast's `access_key` or Cashy's `MerchantId`.
    #[must_use]
    pub fn key_id(self) -> &'static str {
        match self {
            Self::CashFastMx => "PractMX1",
            Self::CashyMx => "9000052",
            Self::CashyTz => "9000255",
            Self::CashyTh => "9000066",
        }
    }

    /// The secret to sign with. Invented; protects nothing.
    #[must_use]
    pub fn secret(self) -> &'static str {
        match self {
            Self::CashFastMx => "practice-secret-cashfast-mx-no-real-money",
            Self::CashyMx => "practice-secret-cashy-mx-no-real-money",
            Self::CashyTz => "practice-secret-cashy-tz-no-real-money",
            Self::CashyTh => "practice-secret-cashy-th-no-real-money",
        }
    }

    pub(crate) fn family(self) -> Family {
        match self {
            Self::CashFastMx => Family::CashFast,
            Self::CashyMx | Self::CashyTz | Self::CashyTh => Family::Cashy,
        }
    }

    pub(crate) fn is_mexican(self) -> bool {
        self.currency() == "MXN"
    }

    /// What the gateway takes for a payout. Our choice; CashFast's is the figure of its sample (0.8).
    pub(crate) fn payout_fee(self) -> Decimal {
        match self {
            Self::CashFastMx => Decimal::new(8, 1),
            Self::CashyMx => Decimal::from(4),
            Self::CashyTz => Decimal::from(300),
            Self::CashyTh => Decimal::from(10),
        }
    }

    /// What the gateway takes from a payment of `paid`: 5 at CashFast (its sample; the collect query types the
    /// fee as a whole number), 1.5 % at Cashy.
    pub(crate) fn collect_fee(self, paid: Decimal) -> Decimal {
        match self.family() {
            Family::CashFast => Decimal::from(5),
            Family::Cashy => (paid * Decimal::new(15, 3)).round_dp(2),
        }
    }

    /// The balance on the first day: so large that practice never runs dry by accident.
    pub(crate) fn opening_balance(self) -> Decimal {
        match self {
            Self::CashFastMx | Self::CashyMx | Self::CashyTh => Decimal::from(100_000_000),
            Self::CashyTz => Decimal::from(10_000_000_000_i64),
        }
    }

    /// `yyyy-MM-dd HH:mm:ss` on the market's wall clock: how Cashy writes times, without a zone.
    /// Mexico has had no summer time since 2022, so fixed offsets are right.
    pub(crate) fn wall_clock(self, at_ms: i64) -> String {
        let offset = match self {
            Self::CashFastMx | Self::CashyMx => Offset::constant(-6),
            Self::CashyTz => Offset::constant(3),
            Self::CashyTh => Offset::constant(7),
        };
        format_at(at_ms, offset, "%Y-%m-%d %H:%M:%S")
    }
}

/// The compact UTC form that stands inside CashFast's order numbers.
pub(crate) fn compact_utc(at_ms: i64) -> String {
    format_at(at_ms, Offset::UTC, "%Y%m%d%H%M%S")
}

fn format_at(at_ms: i64, offset: Offset, form: &str) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::fixed(offset)).strftime(form).to_string()
}

/// What an account needs to speak to one practice market.
#[derive(Clone, PartialEq, Eq)]
pub struct PracticeCredentials {
    /// The market's name, for example `cashfast-mx`.
    pub market: &'static str,
    /// Where the documented paths begin, without a slash at the end.
    pub base_url: String,
    /// CashFast's `access_key` or Cashy's `MerchantId`.
    pub key_id: &'static str,
    /// CashFast's `secret_key` or Cashy's `apiKey`. Invented; protects nothing.
    pub secret: &'static str,
}

// By hand, so that printing a credential never becomes a habit, not even here where the secret is no secret.
impl std::fmt::Debug for PracticeCredentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PracticeCredentials")
            .field("market", &self.market)
            .field("base_url", &self.base_url)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clocks_follow_the_market() {
        let noon_utc = 1_700_000_000_000; // 2023-11-14 22:13:20 UTC
        assert_eq!(Market::CashyMx.wall_clock(noon_utc), "2023-11-14 16:13:20");
        assert_eq!(Market::CashyTz.wall_clock(noon_utc), "2023-11-15 01:13:20");
        assert_eq!(Market::CashyTh.wall_clock(noon_utc), "2023-11-15 05:13:20");
    }

    #[test]
    fn every_market_has_credentials_of_its_own() {
        let keys: std::collections::BTreeSet<_> = Market::ALL.map(Market::key_id).into();
        let secrets: std::collections::BTreeSet<_> = Market::ALL.map(Market::secret).into();
        assert_eq!((keys.len(), secrets.len()), (4, 4));
        assert!(Market::ALL.iter().all(|market| Market::from_name(market.name()) == Some(*market)));
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials = PracticeCredentials {
            market: "cashy-mx",
            base_url: "http://127.0.0.1:1/cashy-mx".into(),
            key_id: Market::CashyMx.key_id(),
            secret: Market::CashyMx.secret(),
        };
        assert!(!format!("{credentials:?}").contains("secret"));
    }
}
