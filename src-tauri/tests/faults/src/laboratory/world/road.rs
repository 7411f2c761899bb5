//! What happens to a request on its way to the gateway, and to its answer on its way back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use desk::{Answer, Attempt, Errand, Exchange, Lost, NoConnection};
use gateways::{Method, WireAnswer, WireRequest};
use jiff::Timestamp;
use practice::{Pace, Reply, Request};
use tokio::sync::oneshot;
use url::Url;

use super::gateway::Told;
use super::{Event, State};
use crate::laboratory::schedule::{BEGINNING_MS, TOTAL_LIMIT_MS, When};

/// How long a slow answer takes, in milliseconds.
const SLOW_MS: i64 = 800;
/// So long after the calm began a clock that was put right must have been noticed, in milliseconds.
const CLOCK_NOTICED_MS: i64 = 30_000;
/// A gateway may not find what it accepted less than this ago, in milliseconds.
const TOO_EARLY_MS: i64 = 5_000;

/// Where an answer goes; whoever comes first, answer or end of patience, takes it.
pub(in crate::laboratory) type ReplyTo = Arc<Mutex<Option<oneshot::Sender<Exchange>>>>;

/// A request on its way.
pub(in crate::laboratory) struct Arrival {
    request: Request,
    number: String,
    errand: Errand,
    /// `None`: nobody hears the answer.
    reply_to: Option<ReplyTo>,
    trick: Trick,
    answer_after_ms: i64,
    sent_ms: i64,
    /// Which creation it is, counted from 0.
    creation: Option<u64>,
}

/// What happens to an answer on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trick {
    None,
    Lost,
    Broken,
    OfProxy,
    Refuses,
    TooEarly,
    Denied,
    Swapped,
}

impl State {
    pub(super) fn post(
        &mut self,
        base_url: &Url,
        request: &WireRequest,
        errand: Errand,
    ) -> oneshot::Receiver<Exchange> {
        let (sender, receiver) = oneshot::channel();
        if self.dead {
            return receiver;
        }
        let request = Request {
            method: match request.method {
                Method::Get => "GET".to_owned(),
                Method::Post => "POST".to_owned(),
            },
            path: format!("{}{}", base_url.path().trim_end_matches('/'), request.path),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            body: request.body.clone(),
        };
        let reply_to = Arc::new(Mutex::new(Some(sender)));
        let patience = self.elapsed_ms + TOTAL_LIMIT_MS;
        let silence = exchange(Attempt::Lost(Lost::Silent), TOTAL_LIMIT_MS);
        self.put(patience, Event::Answer { to: Arc::clone(&reply_to), exchange: silence });
        match errand {
            Errand::Creation => self.post_creation(request, reply_to),
            Errand::Question => self.post_question(request, reply_to),
        }
        receiver
    }

    fn post_creation(&mut self, request: Request, reply_to: ReplyTo) {
        let number = number_in(&request).unwrap_or_default();
        let times = self.seen.left.get(&number).copied().unwrap_or_default();
        let mut dice = self.dice("creation", &number, u64::from(times));
        let faults = if self.is_calm() { Default::default() } else { self.schedule.faults };
        let road_ms = dice.between(5, 300);
        if dice.chance(faults.no_connection) {
            let why = dice.pick(&[0, 1]).map_or(NoConnection::Dns, |which| match which {
                0 => NoConnection::Dns,
                _ => NoConnection::Refused,
            });
            let none = exchange(Attempt::NoConnection(why), road_ms);
            self.put(self.elapsed_ms + road_ms, Event::Answer { to: reply_to, exchange: none });
            return;
        }
        let creation = self.creations;
        self.creations += 1;
        self.dead |= self.dies == Some(When::CreationLeft(creation));
        *self.seen.left.entry(number.clone()).or_default() += 1;
        let hidden = self.hides(&request.path, &number);
        // What is to be hidden is made.
        let lost = dice.chance(faults.creation_lost) && !hidden;
        let late_ms =
            if dice.chance(faults.creation_late) { dice.between(TOTAL_LIMIT_MS, 30_000) } else { 0 };
        let twice = dice.chance(faults.creation_twice).then(|| (dice.between(1, 4_000), dice.chance(500)));
        let trick = if dice.chance(faults.answer_lost) || hidden {
            Trick::Lost
        } else if dice.chance(faults.answer_broken) {
            Trick::Broken
        } else if dice.chance(faults.answer_of_proxy) {
            Trick::OfProxy
        } else if dice.chance(faults.answer_refuses) {
            Trick::Refuses
        } else {
            Trick::None
        };
        let arrival = |reply_to: Option<ReplyTo>, answer_after_ms| Arrival {
            request: request.clone(),
            number: number.clone(),
            errand: Errand::Creation,
            reply_to,
            trick,
            answer_after_ms,
            sent_ms: self.elapsed_ms,
            creation: Some(creation),
        };
        let first_answers = twice.is_none_or(|(_, second_answers)| !second_answers);
        let first = arrival(first_answers.then(|| Arc::clone(&reply_to)), dice.between(5, 300));
        let second = twice.map(|(after, answers)| (after, arrival(answers.then_some(reply_to), 20)));
        let at = self.elapsed_ms + road_ms + late_ms;
        if !lost {
            self.put(at, Event::Arrival(first));
        }
        if let Some((after, second)) = second {
            self.put(at + after, Event::Arrival(second));
        }
    }

    fn post_question(&mut self, request: Request, reply_to: ReplyTo) {
        let number = self.number_asked_about(&request);
        let asked = self.asked.entry(number.clone()).or_default();
        *asked += 1;
        let nth = *asked;
        self.seen.questions += 1;
        let mut dice = self.dice("question", &number, nth);
        let faults = if self.is_calm() { Default::default() } else { self.schedule.faults };
        if dice.chance(faults.question_lost) {
            return;
        }
        let trick = if self.is_hidden(&number) {
            Trick::Denied
        } else if dice.chance(faults.question_too_early) {
            Trick::TooEarly
        } else if dice.chance(faults.question_swapped) {
            Trick::Swapped
        } else {
            Trick::None
        };
        let slow = dice.chance(faults.question_slow);
        let answer_after_ms = if slow { dice.between(500, 2_600) } else { dice.between(5, 200) };
        let at = self.elapsed_ms + dice.between(5, 200);
        let arrival = Arrival {
            request,
            number,
            errand: Errand::Question,
            reply_to: Some(reply_to),
            trick,
            answer_after_ms,
            sent_ms: self.elapsed_ms,
            creation: None,
        };
        self.put(at, Event::Arrival(arrival));
    }

    /// Our number or the gateway's, whichever the question names.
    fn number_asked_about(&self, request: &Request) -> String {
        let text = String::from_utf8_lossy(&request.body);
        let ours = self.numbers.iter().find(|number| text.contains(number.as_str()));
        ours.cloned().unwrap_or_else(|| {
            let payments = self.gateway.payments();
            let theirs = payments.iter().find(|payment| text.contains(&payment.gateway_number));
            theirs.map(|payment| payment.number.clone()).unwrap_or_default()
        })
    }

    /// Whether this creation is the one that the gateway makes and denies: the first payout that leaves.
    fn hides(&mut self, path: &str, number: &str) -> bool {
        if self.schedule.hidden_until_ms().is_none() || !is_payout(path) {
            return false;
        }
        self.hidden.get_or_insert_with(|| number.to_owned()) == number
    }

    /// Whether the gateway denies this order now.
    pub(super) fn is_hidden(&self, number: &str) -> bool {
        self.hidden.as_deref() == Some(number)
            && self.schedule.hidden_until_ms().is_some_and(|until| self.elapsed_ms < until)
    }

    /// A request is at the gateway: it acts, and its answer goes on its way.
    pub(super) fn arrive(&mut self, arrival: Arrival) {
        let now = self.gateway_ms();
        let known_before = self.made_ms.contains_key(&arrival.number);
        let honest = self.gateway.answer(&arrival.request, now);
        self.write_stories();
        if arrival.errand == Errand::Creation && !known_before {
            self.made_ms.insert(arrival.number.clone(), self.elapsed_ms);
        }
        self.dead |= arrival.creation.is_some() && self.dies == arrival.creation.map(When::CreationArrived);
        let reply = match arrival.trick {
            Trick::None | Trick::Lost => honest.clone(),
            Trick::Broken => Reply { body: cut(&honest.body), ..honest.clone() },
            Trick::OfProxy => Reply {
                status: 502,
                headers: vec![("content-type", "text/html".to_owned())],
                body: b"<html><body>502 Bad Gateway</body></html>".to_vec(),
                pace: Pace::AtOnce,
            },
            Trick::Refuses => self.gateway.answer(&with_bad_signature(&arrival.request), now),
            Trick::TooEarly => self.too_early(&arrival, &honest, now),
            Trick::Denied => self.empty.answer(&arrival.request, now),
            Trick::Swapped => self
                .told
                .iter()
                .find(|(number, _)| **number != arrival.number)
                .map_or(&honest, |told| told.1)
                .clone(),
        };
        if arrival.errand == Errand::Question && !arrival.number.is_empty() {
            self.told.insert(arrival.number.clone(), honest.clone());
            let refused = String::from_utf8_lossy(&honest.body);
            let bad =
                refused.contains("307") && honest.body.len() < 200 || refused.contains("Sign_verify_error");
            let settled = self.elapsed_ms >= self.schedule.calm_from_ms + CLOCK_NOTICED_MS;
            self.seen.bad_signatures_in_calm += u32::from(settled && bad);
        }
        let Some(to) = arrival.reply_to else { return };
        if arrival.trick == Trick::Lost || reply.pace == Pace::Silent {
            return;
        }
        if self.is_calm() {
            self.note_told(&String::from_utf8_lossy(&reply.body), Told::InAnswer);
        }
        let slow_ms = if reply.pace == Pace::Slow { SLOW_MS } else { 0 };
        let at = self.elapsed_ms + arrival.answer_after_ms + slow_ms;
        let answer = answer(reply, BEGINNING_MS + at);
        let exchange = exchange(Attempt::Answered(answer), at - arrival.sent_ms);
        self.put(at, Event::Answer { to, exchange });
    }

    fn too_early(&mut self, arrival: &Arrival, honest: &Reply, now: i64) -> Reply {
        let made = self.made_ms.get(&arrival.number);
        if made.is_some_and(|made| self.elapsed_ms - made < TOO_EARLY_MS) {
            self.empty.answer(&arrival.request, now)
        } else {
            honest.clone()
        }
    }
}

/// Hands an answer over, if nobody was quicker.
pub(in crate::laboratory) fn hand_over(to: &ReplyTo, exchange: Exchange) {
    let waiting = to.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(waiting) = waiting {
        // Whoever waited may be gone.
        drop(waiting.send(exchange));
    }
}

fn exchange(attempt: Attempt, took_ms: i64) -> Exchange {
    Exchange { attempt, took: Duration::from_millis(took_ms.unsigned_abs()) }
}

fn answer(reply: Reply, at_ms: i64) -> Answer {
    let date = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let mut headers: Vec<(String, String)> =
        reply.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let content_type =
        headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.clone());
    headers.push(("date".to_owned(), date));
    Answer { wire: WireAnswer { status: reply.status, content_type, body: reply.body }, headers }
}

fn cut(body: &[u8]) -> Vec<u8> {
    body.iter().copied().take(body.len() * 2 / 3).collect()
}

/// Whether a creation goes to where payouts are made.
fn is_payout(path: &str) -> bool {
    path.ends_with("/createTransferOrder") || path.ends_with("/payOut")
}

/// Our order number, as either family spells it.
fn number_in(request: &Request) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(&request.body).ok()?;
    ["externalOrderId", "mchOrderNo"].iter().find_map(|name| body.get(name)?.as_str().map(str::to_owned))
}

/// The same request as somebody without the secret would sign it: any gateway refuses it.
fn with_bad_signature(request: &Request) -> Request {
    let mut bad = request.clone();
    for (name, value) in &mut bad.headers {
        if name.eq_ignore_ascii_case("sign") {
            *value = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
        }
    }
    bad
}
