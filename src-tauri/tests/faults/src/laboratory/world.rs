//! Time, and everything outside the program: what is on its way, the gateway behind it, and a count of what left.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use desk::{Answer, Attempt, Errand, Exchange, Lost, NoConnection};
use gateways::{Method, WireAnswer, WireRequest};
use jiff::Timestamp;
use practice::{Delivery, OrderStatus, Pace, PaymentSeen, Practice, PracticeOptions, Reply, Request};
use tokio::sync::oneshot;
use url::Url;

use super::dice::Dice;
use super::schedule::{BEGINNING_MS, HASTE, Schedule, TOTAL_LIMIT_MS, When};

/// How long a slow answer takes, in milliseconds.
const SLOW_MS: i64 = 800;
/// So long after the calm began a clock that was put right must have been noticed, in milliseconds.
const CLOCK_NOTICED_MS: i64 = 30_000;
/// A gateway may not find what it accepted less than this ago, in milliseconds.
const TOO_EARLY_MS: i64 = 5_000;

/// The world outside the program. Clones are the same world.
#[derive(Clone)]
pub(super) struct World(Arc<Mutex<State>>);

/// What happens next in the world.
pub(super) enum Event {
    /// Somebody in the program has waited long enough.
    Wake(oneshot::Sender<()>),
    /// A request arrives at the gateway.
    Arrival(Arrival),
    /// An answer arrives at the program, or its patience is over.
    Answer { to: ReplyTo, exchange: Exchange },
    /// A callback arrives at the program.
    Callback(Delivery),
    /// The merchant wants something.
    Wish(usize),
    /// The merchant looks at what did not leave.
    Tidy,
    /// Somebody sets this computer's clock.
    SetClock(i64),
    /// The program dies.
    Die,
}

/// Where an answer goes; whoever comes first, answer or end of patience, takes it.
type ReplyTo = Arc<Mutex<Option<oneshot::Sender<Exchange>>>>;

/// A request on its way.
pub(super) struct Arrival {
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
    Swapped,
}

/// What the world saw of the program, whatever the program believes.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// How often each order number left.
    pub(super) left: BTreeMap<String, u32>,
    /// Bodies of the callbacks that the program acknowledged.
    pub(super) acknowledged: Vec<Vec<u8>>,
    /// Refusals for a bad signature or time, well after every clock was put right.
    pub(super) bad_signatures_in_calm: u32,
    /// Questions asked.
    pub(super) questions: u64,
    /// Gateway numbers that the program was surely told of: in callbacks that it acknowledged, in answers during the calm.
    pub(super) told: BTreeSet<String>,
    /// What each gateway number went through at the gateway, in order.
    pub(super) stories: BTreeMap<String, Vec<Chapter>>,
}

/// What an order can be, as far as money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chapter {
    Open,
    Paid,
    NotPaid,
}

struct State {
    schedule: Arc<Schedule>,
    elapsed_ms: i64,
    ahead_ms: i64,
    queue: BTreeMap<(i64, u64), Event>,
    queued: u64,
    gateway: Practice,
    /// A gateway that knows no order: what it says when it is asked too early.
    empty: Practice,
    made_ms: HashMap<String, i64>,
    /// The last answer to a question, by order number.
    told: BTreeMap<String, Reply>,
    asked: HashMap<String, u64>,
    numbers: Vec<String>,
    creations: u64,
    callbacks: u64,
    under_way: Vec<Delivery>,
    seen: Seen,
    /// The program dies at this creation's departure or arrival.
    dies: Option<When>,
    dead: bool,
}

impl World {
    pub(super) fn new(schedule: Arc<Schedule>) -> Self {
        let options = || PracticeOptions {
            speed: HASTE.into(),
            callback_time_factor: "0.1".parse().unwrap_or_default(),
            repeated_numbers: schedule.repeated_numbers,
            ..PracticeOptions::default()
        };
        let mut state = State {
            elapsed_ms: 0,
            ahead_ms: 0,
            queue: BTreeMap::new(),
            queued: 0,
            gateway: Practice::new(options(), "http://127.0.0.1:9".to_owned()),
            empty: Practice::new(options(), "http://127.0.0.1:9".to_owned()),
            made_ms: HashMap::new(),
            told: BTreeMap::new(),
            asked: HashMap::new(),
            numbers: Vec::new(),
            creations: 0,
            callbacks: 0,
            under_way: Vec::new(),
            seen: Seen::default(),
            dies: None,
            dead: false,
            schedule: Arc::clone(&schedule),
        };
        for (index, wish) in schedule.wishes.iter().enumerate() {
            state.put(wish.at_ms, Event::Wish(index));
        }
        for (from_ms, ahead_ms) in &schedule.clock {
            state.put(*from_ms, Event::SetClock(*ahead_ms));
        }
        // Often enough that what waits for a person does not wait for ever.
        for at_ms in [schedule.calm_from_ms / 2, schedule.calm_from_ms, schedule.calm_from_ms + 10_000] {
            state.put(at_ms, Event::Tidy);
        }
        Self(Arc::new(Mutex::new(state)))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds since the beginning, by a clock that nobody sets.
    pub(super) fn elapsed_ms(&self) -> i64 {
        self.lock().elapsed_ms
    }

    /// This computer's clock, as wrong as it is.
    pub(super) fn wall_ms(&self) -> i64 {
        let state = self.lock();
        BEGINNING_MS + state.elapsed_ms + state.ahead_ms
    }

    pub(super) fn wake_after(&self, wait_ms: i64) -> oneshot::Receiver<()> {
        let (wake, woken) = oneshot::channel();
        let mut state = self.lock();
        let at = state.elapsed_ms.saturating_add(wait_ms);
        state.put(at, Event::Wake(wake));
        woken
    }

    /// Takes a request of the program's.
    pub(super) fn post(
        &self,
        base_url: &Url,
        request: &WireRequest,
        errand: Errand,
    ) -> oneshot::Receiver<Exchange> {
        self.lock().post(base_url, request, errand)
    }

    /// The program starts: when does it die of something in the world?
    pub(super) fn begin_life(&self, dies: Option<When>) {
        let mut state = self.lock();
        state.dies = dies;
        state.dead = false;
        if let Some(When::At(at_ms)) = dies {
            let at_ms = at_ms.max(state.elapsed_ms);
            state.put(at_ms, Event::Die);
        }
    }

    /// Whether the program dies now.
    pub(super) fn is_dead(&self) -> bool {
        self.lock().dead
    }

    /// The program died. What was on its way to it comes to nothing, and it is started again later.
    pub(super) fn end_life(&self, down_ms: i64) {
        let mut state = self.lock();
        state.dies = None;
        let up_again = state.elapsed_ms + down_ms;
        let under_way = std::mem::take(&mut state.under_way);
        state.undelivered(under_way);
        while let Some(due) =
            state.gateway.next_due_ms().map(|at| at - BEGINNING_MS).filter(|at| *at < up_again)
        {
            state.elapsed_ms = due.max(state.elapsed_ms);
            let now = state.gateway_ms();
            state.gateway.advance(now);
            state.write_stories();
            let knocking = state.gateway.take_deliveries(now, 32);
            state.undelivered(knocking);
        }
        state.elapsed_ms = up_again;
        let tidy_at = state.elapsed_ms + 500;
        state.put(tidy_at, Event::Tidy);
        state.queue.retain(|_, event| match event {
            Event::Wake(_) | Event::Answer { .. } | Event::Die | Event::Callback(_) => false,
            Event::Arrival(_) | Event::Wish(_) | Event::Tidy | Event::SetClock(_) => true,
        });
    }

    /// What happens next, with the time set to it; `None` when nothing does before `end_ms`.
    pub(super) fn next(&self, end_ms: i64) -> Option<Event> {
        let mut state = self.lock();
        loop {
            let gateway_due = state.gateway.next_due_ms().map(|at| at - BEGINNING_MS);
            let queued = state.queue.first_key_value().map(|(key, _)| key.0);
            let at_ms = [gateway_due, queued].into_iter().flatten().min()?.max(state.elapsed_ms);
            if at_ms > end_ms {
                return None;
            }
            state.elapsed_ms = at_ms;
            if gateway_due.is_some_and(|due| due <= at_ms) {
                state.let_the_gateway_go_on();
                continue;
            }
            match state.queue.pop_first()?.1 {
                Event::Wake(wake) if wake.is_closed() => {}
                Event::Arrival(arrival) => state.arrive(arrival),
                Event::SetClock(ahead_ms) => state.ahead_ms = ahead_ms,
                Event::Die => {
                    state.dead = true;
                    return Some(Event::Die);
                }
                event @ (Event::Wake(_)
                | Event::Answer { .. }
                | Event::Callback(_)
                | Event::Wish(_)
                | Event::Tidy) => return Some(event),
            }
            if state.dead {
                return Some(Event::Die);
            }
        }
    }

    /// A callback was taken in, or not.
    pub(super) fn delivered(&self, delivery: &Delivery, status: Option<u16>) {
        let mut state = self.lock();
        if status.is_some_and(|status| delivery.is_received(status)) {
            state.seen.acknowledged.push(delivery.body.clone().into_bytes());
            state.note_told(&delivery.body);
        }
        let place = state.under_way.iter().position(|known| known.body == delivery.body);
        if let Some(place) = place {
            state.under_way.swap_remove(place);
            let now = state.gateway_ms();
            state.gateway.delivered(delivery, status, now);
        }
    }

    /// The gateway's own book.
    pub(super) fn payments(&self) -> Vec<PaymentSeen> {
        self.lock().gateway.payments()
    }

    pub(super) fn take_seen(&self) -> Seen {
        std::mem::take(&mut self.lock().seen)
    }
}

impl State {
    fn put(&mut self, at_ms: i64, event: Event) {
        self.queued += 1;
        self.queue.insert((at_ms, self.queued), event);
    }

    fn gateway_ms(&self) -> i64 {
        BEGINNING_MS + self.elapsed_ms
    }

    fn is_calm(&self) -> bool {
        self.elapsed_ms >= self.schedule.calm_from_ms
    }

    /// The dice for something about an order: they fall the same whatever else happens at that moment.
    fn dice(&mut self, purpose: &str, number: &str, nth: u64) -> Dice {
        let place = self.numbers.iter().position(|known| known == number).unwrap_or_else(|| {
            self.numbers.push(number.to_owned());
            self.numbers.len() - 1
        });
        Dice::of(self.schedule.seed, purpose, &[u64::try_from(place).unwrap_or_default(), nth])
    }

    fn post(&mut self, base_url: &Url, request: &WireRequest, errand: Errand) -> oneshot::Receiver<Exchange> {
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
        let lost = dice.chance(faults.creation_lost);
        let late_ms =
            if dice.chance(faults.creation_late) { dice.between(TOTAL_LIMIT_MS, 30_000) } else { 0 };
        let twice = dice.chance(faults.creation_twice).then(|| (dice.between(1, 4_000), dice.chance(500)));
        let trick = if dice.chance(faults.answer_lost) {
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
        let trick = if dice.chance(faults.question_too_early) {
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

    /// A request is at the gateway: it acts, and its answer goes on its way.
    fn arrive(&mut self, arrival: Arrival) {
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
            self.note_told(&String::from_utf8_lossy(&reply.body));
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

    fn note_told(&mut self, body: &str) {
        let numbers = self.gateway.payments().into_iter().map(|payment| payment.gateway_number);
        self.seen.told.extend(numbers.filter(|number| body.contains(number)));
    }

    /// Nobody is at home to take these callbacks.
    fn undelivered(&mut self, deliveries: Vec<Delivery>) {
        let now = self.gateway_ms();
        for delivery in deliveries {
            self.gateway.delivered(&delivery, None, now);
        }
    }

    /// Keeps what every order at the gateway has gone through.
    fn write_stories(&mut self) {
        for payment in self.gateway.payments() {
            let chapter = match payment.status {
                OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing => Chapter::Open,
                OrderStatus::Succeeded => Chapter::Paid,
                OrderStatus::Rejected | OrderStatus::Failed => Chapter::NotPaid,
            };
            let story = self.seen.stories.entry(payment.gateway_number).or_default();
            if story.last() != Some(&chapter) {
                story.push(chapter);
            }
        }
    }

    /// The gateway's own affairs: orders move on, callbacks leave.
    fn let_the_gateway_go_on(&mut self) {
        let now = self.gateway_ms();
        self.gateway.advance(now);
        self.write_stories();
        for delivery in self.gateway.take_deliveries(now, 32) {
            self.callbacks += 1;
            let mut dice = Dice::of(self.schedule.seed, "callback", &[self.callbacks]);
            let faults = if self.is_calm() { Default::default() } else { self.schedule.faults };
            if dice.chance(faults.callback_lost) {
                self.gateway.delivered(&delivery, None, now);
                continue;
            }
            let late_ms = if dice.chance(faults.callback_late) { dice.between(300, 20_000) } else { 0 };
            let at = self.elapsed_ms + dice.between(2, 100) + late_ms;
            self.under_way.push(delivery.clone());
            if dice.chance(faults.callback_twice) {
                self.put(at + dice.between(0, 5_000), Event::Callback(delivery.clone()));
            }
            self.put(at, Event::Callback(delivery));
        }
    }
}

/// Hands an answer over, if nobody was quicker.
pub(super) fn hand_over(to: &ReplyTo, exchange: Exchange) {
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
