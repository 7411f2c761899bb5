//! A gateway of a few lines: `CashFast` as far as questions go, with a clock of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use gateways::{WireAnswer, WireRequest};
use url::Url;

use super::Time;
use crate::http::{Answer, Attempt, Carrier, Errand, Exchange, Lost, NoConnection};

/// How the gateway behaves towards one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Manner {
    /// It answers.
    #[default]
    Answers,
    /// There is no way to it.
    Unreachable,
    /// It refuses connections.
    Closed,
    /// It takes a question and says nothing.
    Silent,
}

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// When it was sent, by the steady clock.
    pub(crate) at_ms: i64,
    /// Whose key.
    pub(crate) key_id: String,
    pub(crate) path: &'static str,
    /// The order's number, for questions about one.
    pub(crate) number: Option<String>,
    /// The signed time less the gateway's at arrival, where there is one.
    pub(crate) off_ms: Option<i64>,
}

#[derive(Clone)]
pub(crate) struct SimGateway {
    time: Time,
    state: Arc<Mutex<State>>,
}

struct State {
    manners: HashMap<String, Manner>,
    manner: Manner,
    asked: Vec<Asked>,
    /// There and back; how far a request has come is not seen from outside.
    round_trip_ms: i64,
    /// The gateway's clock less the true time.
    clock_off_ms: i64,
    /// Answers that a signed time of this much off is refused with.
    refuses_off_by_ms: Option<i64>,
    /// What answers' `Date` headers are off by, beyond the gateway's clock: a relay with a clock of its own.
    date_off_ms: i64,
    /// The status of every order.
    order_status: u8,
    /// The numbers that it knows; `None`: whatever it is asked about.
    known: Option<Vec<String>>,
    /// Whose questions it refuses: the address is not on the key's list.
    refused_key: Option<String>,
    most_at_once: HashMap<String, u32>,
    at_once: HashMap<String, u32>,
}

impl std::fmt::Debug for SimGateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SimGateway")
    }
}

impl SimGateway {
    pub(crate) fn new(time: Time) -> Self {
        let state = State {
            manners: HashMap::new(),
            manner: Manner::Answers,
            asked: Vec::new(),
            round_trip_ms: 100,
            clock_off_ms: 0,
            refuses_off_by_ms: None,
            date_off_ms: 0,
            order_status: 1,
            known: None,
            refused_key: None,
            most_at_once: HashMap::new(),
            at_once: HashMap::new(),
        };
        Self { time, state: Arc::new(Mutex::new(state)) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap())
    }

    pub(crate) fn behaves(&self, manner: Manner) {
        self.with(|state| state.manner = manner);
    }

    pub(crate) fn behaves_to(&self, key_id: &str, manner: Manner) {
        self.with(|state| state.manners.insert(key_id.to_owned(), manner));
    }

    pub(crate) fn takes_ms(&self, round_trip_ms: i64) {
        self.with(|state| state.round_trip_ms = round_trip_ms);
    }

    pub(crate) fn is_ahead_by_ms(&self, clock_off_ms: i64) {
        self.with(|state| state.clock_off_ms = clock_off_ms);
    }

    pub(crate) fn refuses_times_off_by_ms(&self, off_ms: i64) {
        self.with(|state| state.refuses_off_by_ms = Some(off_ms));
    }

    pub(crate) fn dates_are_off_by_ms(&self, off_ms: i64) {
        self.with(|state| state.date_off_ms = off_ms);
    }

    /// Status 1: waiting; 2: paid (collect); 8: paid (payout).
    pub(crate) fn says_of_orders(&self, status: u8) {
        self.with(|state| state.order_status = status);
    }

    pub(crate) fn knows_no_orders(&self) {
        self.knows_only(&[]);
    }

    pub(crate) fn knows_only(&self, numbers: &[&str]) {
        self.with(|state| state.known = Some(numbers.iter().map(|number| (*number).to_owned()).collect()));
    }

    pub(crate) fn refuses(&self, key_id: &str) {
        self.with(|state| state.refused_key = Some(key_id.to_owned()));
    }

    pub(crate) fn refuses_nobody(&self) {
        self.with(|state| state.refused_key = None);
    }

    /// Everything asked since the last call.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.with(|state| std::mem::take(&mut state.asked))
    }

    /// The most that were ever under way at once for a key.
    pub(crate) fn most_at_once(&self, key_id: &str) -> u32 {
        self.with(|state| state.most_at_once.get(key_id).copied().unwrap_or_default())
    }

    fn arrive(&self, request: &WireRequest, sent_at_ms: i64) -> (Manner, String, i64, Attempt) {
        let header =
            |name: &str| request.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        let key_id = header("access_key").unwrap_or_default();
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let number = body.get("externalOrderId").and_then(|number| number.as_str()).map(str::to_owned);
        let theirs = self.time.true_ms();
        self.with(|state| {
            let theirs = theirs + state.clock_off_ms;
            let off_ms = header("timestamp").and_then(|text| text.parse::<i64>().ok()).map(|ours| ours - theirs);
            let manner = state.manners.get(&key_id).copied().unwrap_or(state.manner);
            state.asked.push(Asked {
                at_ms: sent_at_ms,
                key_id: key_id.clone(),
                path: request.path,
                number: number.clone(),
                off_ms,
            });
            let refused = state
                .refuses_off_by_ms
                .is_some_and(|limit| off_ms.is_some_and(|off_ms| off_ms.abs() > limit));
            let body = if request.path == "/ping" {
                format!(r#"{{"version":"1.0.1","timestamp":{theirs}}}"#)
            } else if refused {
                r#"{"code":"307","success":false,"msg":"sign","msgEn":"sign error","data":null}"#.to_owned()
            } else if state.refused_key.as_ref() == Some(&key_id) {
                r#"{"code":"301","success":false,"msg":"IP","msgEn":"IP not permitted","data":null}"#.to_owned()
            } else if let Some(number) = number
                .as_ref()
                .filter(|number| state.known.as_ref().is_none_or(|known| known.contains(number)))
            {
                envelope(&format!(
                    r#"[{{"externalOrderId":"{number}","orderId":"G{number}","orderStatus":{},"orderStatusCode":"x"}}]"#,
                    state.order_status
                ))
            } else {
                envelope("[]")
            };
            let attempt = match manner {
                Manner::Answers => Attempt::Answered(answer(body, theirs + state.date_off_ms)),
                Manner::Unreachable => Attempt::NoConnection(NoConnection::Dns),
                Manner::Closed => Attempt::NoConnection(NoConnection::Refused),
                Manner::Silent => Attempt::Lost(Lost::Silent),
            };
            (manner, key_id, state.round_trip_ms, attempt)
        })
    }

    fn begins(&self, key_id: &str) {
        self.with(|state| {
            let now = state.at_once.entry(key_id.to_owned()).or_default();
            *now += 1;
            let now = *now;
            let most = state.most_at_once.entry(key_id.to_owned()).or_default();
            *most = now.max(*most);
        });
    }
}

impl Carrier for SimGateway {
    fn carry<'a>(
        &'a self,
        _base_url: &'a Url,
        request: &'a WireRequest,
        _errand: Errand,
    ) -> BoxFuture<'a, Exchange> {
        Box::pin(async move {
            let sent_at_ms = self.time.steady_ms();
            let round_trip_ms = self.with(|state| state.round_trip_ms);
            // A third of the way is the way there: whoever believes in the middle errs by a sixth.
            self.time.wait_ms(round_trip_ms / 3).await;
            let (manner, key_id, _, attempt) = self.arrive(request, sent_at_ms);
            self.begins(&key_id);
            let rest = if manner == Manner::Silent { 30_000 } else { round_trip_ms - round_trip_ms / 3 };
            self.time.wait_ms(rest).await;
            self.with(|state| *state.at_once.entry(key_id).or_default() -= 1);
            let took = self.time.steady_ms() - sent_at_ms;
            Exchange { attempt, took: Duration::from_millis(took.unsigned_abs()) }
        })
    }
}

fn envelope(data: &str) -> String {
    format!(r#"{{"code":"200","success":true,"msg":"ok","msgEn":"SUCCESS","data":{data}}}"#)
}

fn answer(body: String, date_ms: i64) -> Answer {
    let at = jiff::Timestamp::from_millisecond(date_ms).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
    let date = jiff::fmt::rfc2822::to_string(&at).unwrap().replace("+0000", "GMT");
    Answer {
        wire: WireAnswer {
            status: 200,
            content_type: Some("application/json".to_owned()),
            body: body.into_bytes(),
        },
        headers: vec![("date".to_owned(), date)],
    }
}
