//! Tests that use several tables or look below the public interface, and the ledger that all tests begin with.

mod account_seals;
mod accounts;
mod callback_order;
mod ceilings;
mod damage;
mod full_disk;
mod house;
mod lists;
mod migrating;
mod opening;
pub(crate) mod past;
mod plans;
mod reports;
mod restoring;
mod sealing;
mod search;
mod sending;
mod settling;
mod supplements;
mod totals;
mod wire;

use money::{Amount, Currency};
use orders::{Product, ReportedStatus, Source, Status};
use tempfile::TempDir;

use crate::sql::Sql;
use crate::{
    AccountRow, Applied, CreationRequest, Ledger, LedgerError, NewAccount, NewDelivery, NewExchange, NewStub,
    OrderId, OrderRow, Outcome, OutcomeStatus, Party, Report,
};

/// 2026-01-01T12:00:00Z, six in the morning in Mexico.
pub(crate) const NOON: i64 = 1_767_268_800_000;
pub(crate) const DAY_MS: i64 = 86_400_000;

/// A new ledger in a folder of its own, with one account.
pub(crate) struct Fixture {
    pub(crate) ledger: Ledger,
    pub(crate) account: AccountRow,
    pub(crate) folder: TempDir,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path(), NOON).await.unwrap();
        let account = ledger.add_account(&new_account(), NOON).await.unwrap();
        Self { ledger, account, folder }
    }

    /// How SQLite would answer a statement.
    pub(crate) async fn plan_of(&self, sql: Sql) -> Vec<String> {
        self.ledger.reading.ask(move |reader| Ok(reader.plan_of(&sql))).await.unwrap()
    }

    /// Closes the ledger and opens it again, as a restart does.
    pub(crate) async fn restarted(self) -> Self {
        let Self { ledger, account, folder } = self;
        ledger.close().await;
        let ledger = Ledger::open(folder.path(), NOON + DAY_MS).await.unwrap();
        Self { ledger, account, folder }
    }

    pub(crate) fn stub(&self, number: &str) -> NewStub {
        NewStub {
            account_id: self.account.id,
            product: Product::Payout,
            number: number.to_owned(),
            channel: None,
            amount: amount("100.5"),
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

    pub(crate) async fn prepared(&self, number: &str) -> OrderRow {
        self.ledger.write_stub(&self.stub(number), NOON).await.unwrap()
    }

    pub(crate) async fn begin(&self, id: OrderId) -> Result<OrderRow, LedgerError> {
        self.ledger.begin_sending(id, &request(), Source::Program, None, NOON).await
    }

    pub(crate) async fn sending(&self, number: &str) -> OrderRow {
        let id = self.prepared(number).await.id;
        self.begin(id).await.unwrap()
    }

    pub(crate) async fn accepted(&self, number: &str) -> OrderRow {
        let id = self.sending(number).await.id;
        self.outcome(id, OutcomeStatus::Accepted(ReportedStatus::Pending)).await.order
    }

    pub(crate) async fn outcome(&self, id: OrderId, status: OutcomeStatus) -> Applied {
        self.ledger.record_outcome(id, &Outcome::new(status), NOON).await.unwrap()
    }

    pub(crate) async fn report(&self, id: OrderId, source: Source, reported: ReportedStatus) -> Applied {
        self.ledger.apply(id, &told(source, reported), NOON).await.unwrap()
    }

    pub(crate) async fn statuses(&self, id: OrderId) -> Vec<Status> {
        self.ledger.events(id).await.unwrap().iter().map(|event| event.to_status).collect()
    }
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn request() -> CreationRequest {
    CreationRequest { path: "/order/create".to_owned(), body: br#"{"externalOrderId":"N1A"}"#.to_vec() }
}

pub(crate) fn told(source: Source, reported: ReportedStatus) -> Report {
    let mut report = Report::new(source);
    report.reported = Some(reported);
    report
}

pub(crate) fn new_account() -> NewAccount {
    NewAccount {
        name: "Tienda".to_owned(),
        market_id: "cashfast-mx".to_owned(),
        live: false,
        base_url: "https://gateway.example".to_owned(),
        key_id: "AK1".to_owned(),
        notify_url: None,
        limits_json: "{}".to_owned(),
        habits_json: "{}".to_owned(),
        max_payout: None,
    }
}

pub(crate) fn delivery(body: &[u8], verified: bool) -> NewDelivery {
    NewDelivery {
        account_id: None,
        order_id: None,
        received_at_ms: NOON,
        headers_json: "[]".to_owned(),
        body: body.to_owned(),
        nonce: None,
        verdict_json: "{}".to_owned(),
        verified,
        effect: "stored".to_owned(),
    }
}

pub(crate) fn exchange(operation: &str, answer: &str) -> NewExchange {
    NewExchange {
        account_id: None,
        order_id: None,
        operation: operation.to_owned(),
        method: "POST".to_owned(),
        url: "https://gateway.example/x".to_owned(),
        request_headers_json: "[]".to_owned(),
        request_body: b"{}".to_vec(),
        status: Some(200),
        response_headers_json: None,
        response_body: Some(answer.as_bytes().to_vec()),
        error: None,
        started_at_ms: NOON,
        took_ms: 12,
    }
}
