//! Tests that need to look below the public interface, and the ledger that all tests begin with.

mod damage;
mod full_disk;

use money::{Amount, Currency};
use orders::Product;
use tempfile::TempDir;

use crate::{AccountRow, Ledger, NewAccount, NewDelivery, NewStub, Party};

/// A new ledger in a folder of its own, with one account.
pub(crate) struct Fixture {
    pub(crate) ledger: Ledger,
    pub(crate) account: AccountRow,
    pub(crate) folder: TempDir,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path(), 1_000).await.unwrap();
        let new = NewAccount {
            name: "Tienda".to_owned(),
            market_id: "cashfast-mx".to_owned(),
            live: false,
            base_url: "https://gateway.example".to_owned(),
            key_id: "AK1".to_owned(),
            notify_url: None,
            limits_json: "{}".to_owned(),
            habits_json: "{}".to_owned(),
            max_payout: None,
        };
        let account = ledger.add_account(&new, 1_000).await.unwrap();
        Self { ledger, account, folder }
    }

    pub(crate) fn stub(&self, number: &str) -> NewStub {
        NewStub {
            account_id: self.account.id,
            product: Product::Payout,
            number: number.to_owned(),
            channel: None,
            amount: Amount::parse("100.50").unwrap(),
            currency: Currency::MXN,
            zone: "-06:00".to_owned(),
            party: Party {
                name: Some("María García".to_owned()),
                account_no: Some("646180000030056845".to_owned()),
                ..Party::default()
            },
            draft_json: "{}".to_owned(),
            duplicate_reason: None,
        }
    }
}

pub(crate) fn delivery(body: &[u8], verified: bool) -> NewDelivery {
    NewDelivery {
        account_id: None,
        order_id: None,
        received_at_ms: 1_000,
        headers_json: "[]".to_owned(),
        body: body.to_owned(),
        nonce: None,
        verdict_json: "{}".to_owned(),
        verified,
        effect: "stored".to_owned(),
    }
}
