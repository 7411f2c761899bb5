//! A merchant's day, made up from a seed: orders written, sent, answered, asked about, paid, returned.

use ledger::{
    AccountId, CreationRequest, Ledger, LedgerError, NewAccount, NewBalance, NewDelivery, NewExchange,
    NewStub, OrderId, Outcome, OutcomeStatus, Party, Report, SupplementReport,
};
use money::{Amount, Currency};
use orders::{Product, ReportedStatus, Source, Status};

use crate::disk::Dice;

/// When the story begins, Unix milliseconds.
const MORNING: i64 = 1_767_268_800_000;
const NAMES: [&str; 4] = ["María García", "José Núñez", "สมชาย ใจดี", "Asha Mwinyi"];

/// What happens next. A step is one call of the ledger, and one commit.
#[derive(Debug, Clone)]
pub enum Step {
    /// A stub is written.
    Write(Box<NewStub>),
    /// Sending begins.
    Begin(OrderId, CreationRequest),
    /// The answer to a creation is recorded.
    Answer(OrderId, Box<Outcome>),
    /// A query or a callback says something.
    Told(OrderId, Box<Report>),
    /// A further payment to a collect order.
    Supplement(OrderId, Box<SupplementReport>),
    /// A person withdraws an order that was not sent.
    Cancel(OrderId),
    /// A callback is stored.
    Delivery(Box<NewDelivery>),
    /// A balance is read.
    Balance(NewBalance),
    /// The next question is planned.
    Plan(OrderId, i64),
}

#[derive(Debug, Clone, Copy)]
struct Tale {
    id: OrderId,
    product: Product,
    status: Status,
}

/// The story so far.
#[derive(Debug, Clone)]
pub struct Story {
    dice: Dice,
    now_ms: i64,
    account: AccountId,
    tales: Vec<Tale>,
    written: u64,
}

impl Story {
    /// Begins a story at a new ledger, with one account.
    ///
    /// # Errors
    /// When the account cannot be written.
    pub async fn begin(ledger: &Ledger, seed: u64) -> Result<Self, LedgerError> {
        let account = ledger.add_account(&account(), MORNING).await?;
        Ok(Self {
            dice: Dice::new(seed),
            now_ms: MORNING,
            account: account.id,
            tales: Vec::new(),
            written: 0,
        })
    }

    /// The time in the story, Unix milliseconds.
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The orders written so far.
    #[must_use]
    pub fn orders(&self) -> Vec<OrderId> {
        self.tales.iter().map(|tale| tale.id).collect()
    }

    /// The ledger was opened again: nobody knows what became of what was being sent.
    pub fn reopened(&mut self) {
        for tale in &mut self.tales {
            if tale.status == Status::Sending {
                tale.status = Status::Unknown;
            }
        }
    }

    /// What shall happen next. It has not happened until [`Story::perform`] has returned.
    pub fn plan(&mut self) -> Step {
        self.now_ms += 700;
        let throw = self.dice.below(10);
        if throw < 3 || self.tales.is_empty() {
            return self.write();
        }
        match throw {
            3 => Step::Delivery(Box::new(self.delivery())),
            4 => Step::Balance(self.balance()),
            _ => {
                // The newest few orders have the most before them.
                let back = self.dice.place(self.tales.len().min(5));
                let tale = self.tales.len().checked_sub(back + 1).and_then(|place| self.tales.get(place));
                match tale.copied() {
                    Some(tale) => self.go_on(tale),
                    None => self.write(),
                }
            }
        }
    }

    /// Lets the step happen.
    ///
    /// # Errors
    /// What the ledger says; the story is then where it was, and the same step may be tried again.
    pub async fn perform(&mut self, ledger: &Ledger, step: &Step) -> Result<(), LedgerError> {
        let now = self.now_ms;
        let (id, status) = match step {
            Step::Write(stub) => {
                let row = ledger.write_stub(stub, now).await?;
                self.tales.push(Tale { id: row.id, product: row.product, status: row.status });
                self.written += 1;
                return Ok(());
            }
            Step::Begin(id, request) => {
                (*id, ledger.begin_sending(*id, request, Source::Person, None, now).await?.status)
            }
            Step::Answer(id, outcome) => (*id, ledger.record_outcome(*id, outcome, now).await?.after),
            Step::Told(id, report) => (*id, ledger.apply(*id, report, now).await?.after),
            Step::Cancel(id) => (*id, ledger.cancel(*id, Some("not wanted any more"), now).await?.status),
            Step::Supplement(id, report) => {
                return ledger.apply_supplement(*id, report, now).await.map(drop);
            }
            Step::Delivery(delivery) => return ledger.store_delivery(delivery).await.map(drop),
            Step::Balance(balance) => return ledger.add_balance(balance).await,
            Step::Plan(id, at_ms) => return ledger.schedule(*id, *at_ms, 1, "asked").await,
        };
        if let Some(tale) = self.tales.iter_mut().find(|tale| tale.id == id) {
            tale.status = status;
        }
        Ok(())
    }

    fn write(&mut self) -> Step {
        let throw = self.dice.number();
        let product = if throw.is_multiple_of(3) { Product::Collect } else { Product::Payout };
        let name = NAMES.get(self.dice.place(NAMES.len())).copied().unwrap_or_default();
        Step::Write(Box::new(NewStub {
            account_id: self.account,
            product,
            number: format!("F{:05}{:06}A", self.written, throw % 1_000_000),
            channel: Some("SPEI".to_owned()),
            amount: self.amount(),
            currency: Currency::MXN,
            zone: "-06:00".to_owned(),
            party: Party {
                name: Some(name.to_owned()),
                account_no: Some(format!("6461800000{:08}", throw % 100_000_000)),
                remark: Some("x".repeat(self.dice.place(300))),
                ..Party::default()
            },
            draft_json: format!("{{\"draft\":{throw}}}"),
            duplicate_reason: None,
        }))
    }

    fn go_on(&mut self, tale: Tale) -> Step {
        let id = tale.id;
        match tale.status {
            Status::Prepared if self.dice.below(8) == 0 => Step::Cancel(id),
            Status::Prepared | Status::NotSent => {
                let body = format!("{{\"externalOrderId\":\"{id}\",\"salt\":{}}}", self.dice.number());
                Step::Begin(id, CreationRequest { path: "/order/create".to_owned(), body: body.into_bytes() })
            }
            Status::Sending => Step::Answer(id, Box::new(self.outcome(id))),
            Status::Succeeded if tale.product == Product::Collect => {
                Step::Supplement(id, Box::new(self.supplement()))
            }
            Status::Unknown
            | Status::Refused
            | Status::Pending
            | Status::Processing
            | Status::Succeeded
            | Status::Failed
            | Status::Returned
            | Status::Expired
            | Status::Abandoned => {
                if self.dice.below(6) == 0 {
                    Step::Plan(id, self.now_ms + 60_000)
                } else {
                    Step::Told(id, Box::new(self.report(id)))
                }
            }
            Status::Cancelled => self.write(),
        }
    }

    fn outcome(&mut self, id: OrderId) -> Outcome {
        let status = match self.dice.below(8) {
            0 => OutcomeStatus::Refused,
            1 => OutcomeStatus::Unknown,
            2 => OutcomeStatus::NotSent,
            3 => OutcomeStatus::Accepted(ReportedStatus::Processing),
            _ => OutcomeStatus::Accepted(ReportedStatus::Pending),
        };
        let mut outcome = Outcome::new(status);
        if matches!(status, OutcomeStatus::Accepted(_)) {
            outcome.gateway_number = Some(format!("GW{id}"));
        }
        outcome.exchange = Some(self.exchange(id));
        outcome
    }

    fn report(&mut self, id: OrderId) -> Report {
        let source = if self.dice.coin() { Source::Query } else { Source::Delivery };
        let mut report = Report::new(source);
        report.reported = Some(match self.dice.below(8) {
            0 => ReportedStatus::Pending,
            1 | 2 => ReportedStatus::Processing,
            3 => ReportedStatus::Failed,
            _ => ReportedStatus::Succeeded,
        });
        report.gateway_status = Some(format!("{}", self.dice.below(4)));
        report.gateway_number = Some(format!("GW{id}"));
        report.fee = Some(Amount::from_ten_thousandths(25_000));
        if source == Source::Query {
            report.exchange = Some(self.exchange(id));
        }
        report
    }

    fn supplement(&mut self) -> SupplementReport {
        SupplementReport {
            source: Source::Delivery,
            gateway_number: format!("S{:010}", self.dice.below(10_000_000_000)),
            number: None,
            amount: self.amount(),
            fee: Some(Amount::from_ten_thousandths(5_000)),
            reported: Some(ReportedStatus::Succeeded),
            gateway_status: Some("SUCCESS".to_owned()),
            channel_number: None,
            reason: None,
            completed: None,
            delivery_id: None,
        }
    }

    fn exchange(&mut self, id: OrderId) -> NewExchange {
        NewExchange {
            account_id: Some(self.account),
            order_id: Some(id),
            operation: "order".to_owned(),
            method: "POST".to_owned(),
            url: "https://gateway.example/order".to_owned(),
            request_headers_json: "[]".to_owned(),
            request_body: b"{}".to_vec(),
            status: Some(200),
            response_headers_json: Some("[]".to_owned()),
            response_body: Some(format!("{{\"answer\":{}}}", self.dice.number()).into_bytes()),
            error: None,
            started_at_ms: self.now_ms,
            took_ms: 120,
        }
    }

    fn delivery(&mut self) -> NewDelivery {
        NewDelivery {
            account_id: Some(self.account),
            order_id: None,
            received_at_ms: self.now_ms,
            headers_json: "[]".to_owned(),
            body: format!("{{\"callback\":{}}}", self.dice.number()).into_bytes(),
            nonce: Some(format!("{}", self.dice.number())),
            verdict_json: "{}".to_owned(),
            verified: self.dice.coin(),
            effect: "stored".to_owned(),
        }
    }

    fn balance(&mut self) -> NewBalance {
        NewBalance {
            account_id: self.account,
            at_ms: self.now_ms,
            currency: Currency::MXN,
            available: self.amount(),
            frozen: Some(self.amount()),
            waiting: None,
            state: None,
        }
    }

    fn amount(&mut self) -> Amount {
        let hundredths = i64::try_from(self.dice.below(10_000_000)).unwrap_or_default() + 1;
        Amount::from_ten_thousandths(hundredths.saturating_mul(100))
    }
}

fn account() -> NewAccount {
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
