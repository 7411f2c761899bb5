//! Time, and everything outside the program: what is on its way, the gateway behind it, and a count of what left.

mod gateway;
mod road;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::{Errand, Exchange};
use gateways::WireRequest;
use practice::{Delivery, Practice, PracticeOptions, Reply};
use tokio::sync::oneshot;
use url::Url;

pub(super) use self::gateway::Chapter;
pub(super) use self::road::hand_over;
use self::road::{Arrival, ReplyTo};
use super::dice::Dice;
use super::schedule::{BEGINNING_MS, Clerk, GIVING_UP_MS, HASTE, Schedule, When};

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
    /// The clerk enters a payout again.
    Again(usize),
    /// The clerk decides about what is unknown, for the n-th time.
    Decide(usize),
    /// The merchant looks at what did not leave.
    Tidy,
    /// Somebody sets this computer's clock.
    SetClock(i64),
    /// The program dies.
    Die,
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
    /// The payout that its gateway denies for a while.
    hidden: Option<String>,
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
            doubles_fail: schedule.clerk.as_ref().is_some_and(|clerk| clerk.doubles_fail),
            query_goes_by_our_number: schedule.clerk.as_ref().is_some_and(|clerk| clerk.lists_doubles),
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
            hidden: None,
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
        if let Some(clerk) = &schedule.clerk {
            state.put_clerk(clerk, schedule.calm_from_ms);
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
            Event::Arrival(_)
            | Event::Wish(_)
            | Event::Again(_)
            | Event::Decide(_)
            | Event::Tidy
            | Event::SetClock(_) => true,
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
                | Event::Again(_)
                | Event::Decide(_)
                | Event::Tidy) => return Some(event),
            }
            if state.dead {
                return Some(Event::Die);
            }
        }
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

    fn put_clerk(&mut self, clerk: &Clerk, calm_from_ms: i64) {
        for (index, again) in clerk.again.iter().enumerate() {
            self.put(again.at_ms, Event::Again(index));
        }
        if clerk.gives_up.is_some() {
            let giving_up_ms = calm_from_ms + GIVING_UP_MS;
            // Too early, in time, and once more when some have been given up.
            for (nth, at_ms) in
                [calm_from_ms + 60_000, giving_up_ms, giving_up_ms + 5_000].into_iter().enumerate()
            {
                self.put(at_ms, Event::Decide(nth));
            }
            self.put(giving_up_ms + 20_000, Event::Tidy);
        }
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
}
