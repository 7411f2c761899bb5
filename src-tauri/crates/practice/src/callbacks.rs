//! Callbacks to the merchant: what waits, when it is tried again, and what counts as received.
//!
//! A callback is written and signed once; every attempt sends the same bytes. The sending itself is in `server`.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Market;
use crate::market::Family;
use crate::progress::scaled;

/// How a callback is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Manner {
    Genuine,
    /// Signed with a secret that is not the merchant's.
    Forged,
    /// Numbers spelt in another way than usual.
    OtherSpelling,
}

impl Manner {
    /// The secret a callback in this manner is signed with.
    pub(crate) fn secret(self, market: Market) -> &'static str {
        match self {
            Self::Genuine | Self::OtherSpelling => market.secret(),
            Self::Forged => "not-the-secret-of-any-merchant",
        }
    }
}

/// One callback on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    pub(crate) serial: u64,
    pub(crate) market: Market,
    /// Where it goes.
    pub url: String,
    /// Signature headers, as the gateway names them.
    pub headers: Vec<(String, String)>,
    /// The exact body.
    pub body: String,
    /// How often it has been tried.
    pub attempts: u32,
    pub(crate) due_ms: i64,
}

const MINUTE_MS: i64 = 60_000;

/// Cashy's waits: 1, 2, 4 … 512 minutes, ten repeats (contract A7).
const CASHY_REPEATS: u32 = 10;

impl Delivery {
    /// Whether this HTTP status means received: CashFast 200 (S §6.5), Cashy 200, 301 or 302 (A7). Bodies do not count.
    #[must_use]
    pub fn is_received(&self, status: u16) -> bool {
        match self.market.family() {
            Family::CashFast => status == 200,
            Family::Cashy => matches!(status, 200 | 301 | 302),
        }
    }

    /// The wait before the next attempt after `attempts` failed ones, or `None` when the gateway gives up.
    /// CashFast: 3 minutes, two notifications in total (S §6.4, A14).
    pub(crate) fn next_wait_ms(&self, factor: Decimal) -> Option<i64> {
        let minutes = match self.market.family() {
            Family::CashFast if self.attempts == 1 => 3,
            Family::Cashy if (1..=CASHY_REPEATS).contains(&self.attempts) => 1_i64 << (self.attempts - 1),
            Family::CashFast | Family::Cashy => return None,
        };
        Some(scaled(minutes * MINUTE_MS, factor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(market: Market) -> Vec<i64> {
        let mut delivery = Delivery {
            serial: 1,
            market,
            url: String::new(),
            headers: Vec::new(),
            body: String::new(),
            attempts: 1,
            due_ms: 0,
        };
        let mut waits = Vec::new();
        while let Some(wait) = delivery.next_wait_ms(Decimal::ONE) {
            waits.push(wait / MINUTE_MS);
            delivery.attempts += 1;
        }
        waits
    }

    #[test]
    fn a14_retries_are_the_documented_ones() {
        assert_eq!(waits(Market::CashFastMx), [3]);
        let cashy = waits(Market::CashyTh);
        assert_eq!(cashy, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
        assert_eq!(cashy.iter().sum::<i64>(), 1_023);
    }
}
