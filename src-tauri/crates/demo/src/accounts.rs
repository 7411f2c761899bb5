//! The merchant's four accounts: the same that the practice merchant has, so that the program's practice side takes them over.

use gateways::Family;
use ledger::{AccountId, Ledger, LedgerError, NewAccount};

use crate::market::DemoMarket;

/// Which account is whose market's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accounts([AccountId; 4]);

impl Accounts {
    /// Accounts in the order of the markets cashfast-mx, cashy-mx, cashy-tz, cashy-th.
    #[must_use]
    pub const fn new(ids: [AccountId; 4]) -> Self {
        Self(ids)
    }

    pub(crate) const fn of(&self, market: DemoMarket) -> AccountId {
        let [cashfast_mx, cashy_mx, cashy_tz, cashy_th] = self.0;
        match market {
            DemoMarket::CashFastMx => cashfast_mx,
            DemoMarket::CashyMx => cashy_mx,
            DemoMarket::CashyTz => cashy_tz,
            DemoMarket::CashyTh => cashy_th,
        }
    }
}

/// Adds the four practice accounts, unless they are there.
///
/// # Errors
/// [`LedgerError`] when they cannot be read or written.
pub async fn add_accounts(ledger: &Ledger, now_ms: i64) -> Result<Accounts, LedgerError> {
    let existing = ledger.accounts(true).await?;
    let mut ids = [AccountId(0); 4];
    for (id, market) in ids.iter_mut().zip(DemoMarket::ALL) {
        let new = account(market);
        *id = match existing.iter().find(|account| account.base_url == new.base_url) {
            Some(account) => account.id,
            None => ledger.add_account(&new, now_ms).await?.id,
        };
    }
    Ok(Accounts(ids))
}

fn account(market: DemoMarket) -> NewAccount {
    let family = match market.family() {
        Family::CashFast => "CashFast",
        Family::Cashy => "Cashy",
    };
    let country = market.catalogue().map_or("", |rules| rules.name.as_str());
    NewAccount {
        name: format!("Practice {country} {family}"),
        market_id: market.id().to_owned(),
        live: false,
        base_url: format!("practice:{}", market.id()),
        key_id: market.key_id().to_owned(),
        notify_url: None,
        limits_json: "{}".to_owned(),
        habits_json: "{}".to_owned(),
        max_payout: None,
    }
}
