//! Unknown outcomes: counted questions, giving up, evidence, second thoughts, and payments made in place of others.

mod evidence;
mod giving_up;
mod replacements;
mod twins;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use desk::{AccountForm, Confirmation, DeskError, DeskOptions, Settling};
use ledger::{EvidenceFile, EvidenceVerdict, FindingKind, NewEvidence, OrderId, OrderRow};
use orders::{Draft, Flag, Source, Status};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::stage::{Stage, confirmation, form, payout_draft, practice_options};

const DAY: i64 = 86_400_000;
const REASON: &str = "Marta at the gateway's support, 14:05: no such number";

/// A `CashFast` gateway that says what it is told to say.
struct Scripted {
    server: MockServer,
    says: Arc<Mutex<Says>>,
}

/// What it answers to creations and to questions.
#[derive(Clone)]
struct Says {
    creation: Value,
    /// An order's status word; `None`: it knows no such order.
    order: Option<u8>,
    /// The status word of a second order of the same number: the network doubled the request.
    double: Option<u8>,
    /// Refuses every question for its form (A12).
    unaskable: bool,
}

impl Scripted {
    /// Neither yes nor no to creations; knows no order.
    async fn start() -> Self {
        let says = Says { creation: json!("gone fishing"), order: None, double: None, unaskable: false };
        let says = Arc::new(Mutex::new(says));
        // Not from the pool: a server of its own stops listening when it is dropped.
        let server = MockServer::builder().start().await;
        let script = Arc::clone(&says);
        let answer = move |request: &Request| {
            let says = script.lock().unwrap().clone();
            let ok = |data: Value| json!({ "code": 200, "success": true, "msg": "ok", "msgEn": "ok", "data": data });
            let body = match request.url.path() {
                "/api/v3/mex/createTransferOrder" => says.creation,
                "/api/v3/mex/query/transferOrder" if says.unaskable => refusal("orderId error"),
                "/api/v3/mex/query/transferOrder" => {
                    let asked: Value = serde_json::from_slice(&request.body).unwrap();
                    let number = asked.get("externalOrderId").cloned();
                    let orders = [("G1", says.order), ("G2", says.double)];
                    let row = |(gateway_number, status): (&str, Option<u8>)| {
                        status.map(|status| json!({ "externalOrderId": number, "orderId": gateway_number, "orderStatus": status }))
                    };
                    ok(Value::Array(orders.into_iter().filter_map(row).collect()))
                }
                _ => ok(json!([])),
            };
            ResponseTemplate::new(200).set_body_json(body)
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self { server, says }
    }

    fn now_says(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().unwrap());
    }

    /// How often it was asked to make a payout.
    async fn creations(&self) -> usize {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().filter(|request| request.url.path().ends_with("createTransferOrder")).count()
    }

    /// A stage whose account is at this gateway.
    async fn stage(&self, change: impl FnOnce(&mut DeskOptions)) -> Stage {
        let mut stage = Stage::with("cashfast-mx", practice_options(), change).await;
        let own = AccountForm { base_url: self.server.uri(), ..form("cashfast-mx", &stage.practice) };
        stage.account = stage.desk.connect_account(own).await.unwrap();
        stage
    }

    /// A stage whose account is at this gateway as if it were one of another market, which nobody practises.
    async fn stage_abroad(&self, market: &str) -> Stage {
        let mut stage = Stage::with("cashy-tz", practice_options(), |options| options.haste = 1).await;
        let own = AccountForm {
            market_id: market.to_owned(),
            base_url: self.server.uri(),
            notify_url: Some("https://example.com/told".to_owned()),
            ..form("cashy-tz", &stage.practice)
        };
        stage.account = stage.desk.connect_account(own).await.unwrap();
        stage
    }

    /// A desk in no haste, whose payouts wait for a minute before they leave: time to send them by hand.
    async fn waiting_stage(&self) -> Stage {
        self.stage(|options| {
            options.haste = 1;
            options.grace = Duration::from_secs(60);
        })
        .await
    }
}

fn refusal(message: &str) -> Value {
    json!({ "code": 300, "success": false, "msg": message, "msgEn": message, "data": null })
}

/// A stage whose account is at a scripted gateway. The tracker asks for the first time after five seconds: the
/// questions of a test are its own.
async fn scripted() -> (Stage, Scripted) {
    let gateway = Scripted::start().await;
    let stage = gateway.stage(|options| options.haste = 1).await;
    (stage, gateway)
}

impl Stage {
    async fn unknown(&self) -> OrderRow {
        let order = self.payout("1200").await;
        self.until_status(order.id, Status::Unknown).await
    }

    /// As if the gateway had been asked often enough in the last day and a minute.
    async fn not_found_for_a_day(&self, id: OrderId) {
        let order = self.order(id).await;
        let now = order.updated_at_ms;
        for at in (0..=24).map(|hour| now - DAY - 60_000 + hour * (DAY + 60_000) / 24) {
            self.desk.ledger().count_question(id, FindingKind::NotFound, at).await.unwrap();
        }
    }

    async fn abandoned(&self) -> OrderRow {
        let order = self.unknown().await;
        self.not_found_for_a_day(order.id).await;
        self.desk.abandon_order(order.id, REASON).await.unwrap()
    }

    async fn settling(&self, id: OrderId) -> Settling {
        let detail = self.desk.ledger().detail(id).await.unwrap().unwrap();
        self.desk.settling(&detail).await.unwrap().unwrap()
    }

    async fn confirm(&self, given: Confirmation) -> Result<OrderRow, DeskError> {
        self.desk.prepare_payout(self.id(), &draft(), given).await
    }

    async fn count(&self, id: OrderId, kind: FindingKind) -> u64 {
        let counts = self.desk.ledger().questions(id).await.unwrap();
        counts.iter().find(|count| count.finding == kind).map_or(0, |count| count.n)
    }

    async fn has_flag(&self, id: OrderId, flag: Flag) -> bool {
        self.desk.ledger().flags(id).await.unwrap().iter().any(|row| row.flag == flag)
    }

    async fn last_note(&self, id: OrderId) -> (Source, String) {
        let event = self.desk.ledger().events(id).await.unwrap().pop().unwrap();
        (event.source, event.note.unwrap())
    }
}

fn draft() -> Draft {
    payout_draft("cashfast-mx", "1200")
}

fn in_place_of(id: OrderId) -> Confirmation {
    Confirmation { replaces: Some(id), ..confirmation(&draft()) }
}

fn evidence(verdict: EvidenceVerdict) -> NewEvidence {
    NewEvidence {
        verdict,
        reference: " SPEI 7A ".to_owned(),
        note: "seen in the bank's statement ".to_owned(),
        file: Some(EvidenceFile { name: "statement.pdf".to_owned(), bytes: b"%PDF paid".to_vec() }),
    }
}
