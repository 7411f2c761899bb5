//! The line to an account's gateway: who speaks, to whom, signed how; and one question over it.

use std::fmt;
use std::sync::Arc;

use gateways::catalogue::Market;
use gateways::{EncodeError, Habits, Key, Method, Operation, WireRequest};
use ledger::{AccountId, AccountRow, NewExchange, OrderId};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::accounts::base_url::resolve;
use crate::desk::market;
use crate::http::{Answer, Attempt, Errand, Exchange, address};
use crate::mask::{mask_answer, mask_headers, mask_request};
use crate::{Desk, DeskError};

/// The word that pings are recorded under.
const PING: &str = "ping";

/// Everything that a request to one gateway needs.
pub(crate) struct Line {
    /// Whose; `None` while an account is being tried out before it is added.
    pub(crate) account_id: Option<AccountId>,
    pub(crate) market: &'static Market,
    pub(crate) base_url: Url,
    pub(crate) key_id: String,
    pub(crate) secret: Arc<SecretString>,
    pub(crate) habits: Habits,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

impl Line {
    /// The body of an answer without this line's secret and without the signature of its request.
    fn masked(&self, body: &[u8], request: &WireRequest) -> Vec<u8> {
        let signature = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("sign"));
        let signature = signature.map_or("", |(_, value)| value.as_str());
        mask_answer(body, &[self.secret.expose_secret(), signature])
    }
}

/// One question and what came of it, not yet recorded.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) attempt: Attempt,
    /// When it ended, by our clock, Unix milliseconds.
    pub(crate) received_at_ms: i64,
    /// The exchange as the ledger keeps it.
    pub(crate) record: NewExchange,
}

impl Heard {
    /// The answer, if there is one that may be read: a redirect is none.
    pub(crate) fn answer(&self) -> Result<&Answer, DeskError> {
        match &self.attempt {
            Attempt::Answered(answer) => match answer.redirects_to() {
                Some(to_host) => Err(DeskError::Redirected { to_host }),
                None => Ok(answer),
            },
            Attempt::NoConnection(why) => Err(DeskError::NoConnection(why.clone())),
            Attempt::Lost(why) => Err(DeskError::NoAnswer(why.clone())),
        }
    }
}

impl Desk {
    /// The line of an account. There is none while the ledger is damaged: what a gateway says could not be kept. Nor for an
    /// account that is not as it was written: at another address nobody knows its orders, and "not found" is believed.
    pub(crate) async fn line(&self, account: &AccountRow) -> Result<Line, DeskError> {
        self.ledger.check_writable()?;
        account.check_sound()?;
        let market = market(&account.market_id)?;
        let base_url = resolve(&account.base_url, self.practice_origin.as_ref())?;
        let secret = self.keyring.get(account.id, account.key_slot).await?;
        let key_id = account.key_id.clone();
        let habits = read_habits(account);
        Ok(Line { account_id: Some(account.id), market, base_url, key_id, secret, habits })
    }

    /// Writes and signs a request for this moment of the gateway's clock.
    pub(crate) fn write(&self, line: &Line, operation: &Operation<'_>) -> Result<WireRequest, EncodeError> {
        let now = self.now_ms();
        let theirs = line.account_id.map_or(now, |account| self.differences.time_for(account, now));
        let key = Key { id: &line.key_id, secret: &line.secret, habits: &line.habits };
        gateways::encode(line.market, operation, &key, &self.chance.stamp(theirs))
    }

    /// Asks one question, once, after the gateway's time is known. Nothing is recorded yet.
    pub(crate) async fn ask(
        &self,
        line: &Line,
        operation: &Operation<'_>,
        order_id: Option<OrderId>,
    ) -> Result<Heard, DeskError> {
        self.know_the_time(line).await;
        self.ask_at_once(line, operation, order_id).await
    }

    /// Asks one question, once, whatever is known of the gateway's time.
    pub(crate) async fn ask_at_once(
        &self,
        line: &Line,
        operation: &Operation<'_>,
        order_id: Option<OrderId>,
    ) -> Result<Heard, DeskError> {
        let request = self.write(line, operation)?;
        let started_at_ms = self.now_ms();
        let exchange = self.carrier.carry(&line.base_url, &request, Errand::Question).await;
        Ok(self.heard(line, &request, exchange, name_of(operation), order_id, started_at_ms))
    }

    /// What every exchange teaches (the clock, whether the gateway answers), and how it is kept.
    pub(crate) fn heard(
        &self,
        line: &Line,
        request: &WireRequest,
        exchange: Exchange,
        operation: &str,
        order_id: Option<OrderId>,
        started_at_ms: i64,
    ) -> Heard {
        let took_ms = exchange.took_ms();
        let received_at_ms = self.now_ms();
        let mut attempt = exchange.attempt;
        if let Attempt::Answered(answer) = &mut attempt {
            // Before anything is read from it: what it says goes into reasons and histories too.
            answer.wire.body = line.masked(&answer.wire.body, request);
        }
        if let Some(account) = line.account_id {
            self.note_reachability(account, &attempt, received_at_ms);
            // A ping tells the time itself; its two times are one testimony, not two.
            if let Attempt::Answered(answer) = &attempt
                && operation != PING
                && let Some(date) = answer.header("date")
            {
                let body = &answer.wire.body;
                self.differences.learn_from_date(account, date, body, received_at_ms, took_ms);
            }
        }
        let mut record = NewExchange {
            account_id: line.account_id,
            order_id,
            operation: operation.to_owned(),
            method: method_name(request.method).to_owned(),
            url: address(&line.base_url, request.path),
            request_headers_json: headers_json(&mask_request(request)),
            request_body: request.body.clone(),
            status: None,
            response_headers_json: None,
            response_body: None,
            error: None,
            started_at_ms,
            took_ms,
        };
        match &attempt {
            Attempt::Answered(answer) => {
                let headers =
                    mask_headers(answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
                record.status = Some(answer.wire.status);
                record.response_headers_json = Some(headers_json(&headers));
                record.response_body = Some(answer.wire.body.clone());
            }
            Attempt::NoConnection(why) => record.error = Some(why.code().to_owned()),
            Attempt::Lost(why) => record.error = Some(why.code().to_owned()),
        }
        Heard { attempt, received_at_ms, record }
    }

    /// Keeps an exchange that belongs to no order.
    pub(crate) async fn keep(&self, heard: &Heard) -> Result<(), DeskError> {
        self.ledger.record_exchange(&heard.record).await?;
        Ok(())
    }

    /// Changes what is known of an account's gateway.
    pub(crate) async fn learn(
        &self,
        account: AccountId,
        change: impl FnOnce(&mut Habits) + Send,
    ) -> Result<Habits, DeskError> {
        let _one_at_a_time = self.learning.lock().await;
        let mut habits = read_habits(&self.existing_account(account).await?);
        let before = habits.clone();
        change(&mut habits);
        if habits != before {
            let json = serde_json::to_string(&habits).map_err(|_| DeskError::Internal("habits"))?;
            self.ledger.set_habits(account, &json).await?;
        }
        Ok(habits)
    }
}

/// What is known of an account's gateway; nothing, if that cannot be read.
pub(crate) fn read_habits(account: &AccountRow) -> Habits {
    serde_json::from_str(&account.habits_json).unwrap_or_default()
}

/// Headers as the ledger keeps them: an array of pairs, in order.
pub(crate) fn headers_json(headers: &[(String, String)]) -> String {
    serde_json::to_string(headers).unwrap_or_else(|_| "[]".to_owned())
}

const fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

const fn name_of(operation: &Operation<'_>) -> &'static str {
    match operation {
        Operation::Ping { .. } => PING,
        Operation::Create(_) => "create",
        Operation::Query(_) => "query",
        Operation::Balance => "balance",
        Operation::Banks(_) => "banks",
    }
}
