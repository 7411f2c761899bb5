//! Both gateways as one value: give it a request and the time, and it answers; give it the time, and what is due
//! happens. No socket, no clock; randomness only in the nonces of callbacks.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::book::{Balance, Book, Snapshot};
use crate::callbacks::{Delivery, Manner};
use crate::json::Object;
use crate::market::Family;
use crate::options::PracticeOptions;
use crate::order::{Order, OrderKind, OrderStatus, Wanted};
use crate::outcomes::{Fate, Obstacle, Telling};
use crate::progress::{Planned, Step, plan, scaled};
use crate::wire::{Pace, Reply, Request};
use crate::{Market, Outcome, cashfast, cashier, cashy};

/// An order the gateways hold, for tests that count money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSeen {
    /// The market.
    pub market: Market,
    /// What was ordered.
    pub kind: OrderKind,
    /// The merchant's number.
    pub number: String,
    /// The gateway's number.
    pub gateway_number: String,
    /// As ordered, in units of the market's currency.
    pub amount: Decimal,
    /// What payers paid in all, supplements included. `None` for payouts and for orders nobody paid.
    pub paid: Option<Decimal>,
    /// Where it stands.
    pub status: OrderStatus,
}

/// No amount is above this: it keeps every sum far from the edge of exact arithmetic.
pub(crate) const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Most paths counted apart; more come under one name.
const PATHS_MAX: usize = 1_000;
/// Most order numbers whose arrivals are counted.
const NUMBERS_MAX: usize = 200_000;

/// Both practice gateways.
pub struct Practice {
    pub(crate) options: PracticeOptions,
    pub(crate) book: Book,
    /// `http://127.0.0.1:PORT`.
    pub(crate) address: String,
    /// CashFast nonces of the last minutes, with the time they came.
    pub(crate) nonces: BTreeMap<String, i64>,
    requests: BTreeMap<String, usize>,
    arrivals: BTreeMap<String, usize>,
    /// Callbacks being sent. They stay in the book meanwhile, so that a crash loses none.
    on_their_way: BTreeSet<u64>,
    /// Counts changes worth keeping on disk.
    version: u64,
}

impl Practice {
    /// A fresh pair of gateways whose pages are reached at `address` (`http://127.0.0.1:PORT`).
    #[must_use]
    pub fn new(options: PracticeOptions, address: String) -> Self {
        Self {
            options,
            book: Book::opened(),
            address,
            nonces: BTreeMap::new(),
            requests: BTreeMap::new(),
            arrivals: BTreeMap::new(),
            on_their_way: BTreeSet::new(),
            version: 0,
        }
    }

    pub(crate) fn restore(&mut self, from: Snapshot) {
        self.book = Book::restored(from);
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    pub(crate) fn touch(&mut self) {
        self.version += 1;
    }

    /// Answers one request at this time (Unix milliseconds, UTC).
    pub fn answer(&mut self, request: &Request, now_ms: i64) -> Reply {
        self.advance(now_ms);
        self.count(request.path_only());
        let path = request.path_only().trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let Some(market) = Market::from_name(first) else {
            return if path.is_empty() { cashier::index(self, request) } else { Reply::not_found() };
        };
        if let Some(number) = rest.strip_prefix("cashier/") {
            return cashier::page(self, request, market, number, now_ms);
        }
        match market.family() {
            Family::CashFast => cashfast::answer(self, request, rest, now_ms),
            Family::Cashy => cashy::answer(self, request, market, rest, now_ms),
        }
    }

    fn count(&mut self, path: &str) {
        let known = self.requests.contains_key(path) || self.requests.len() < PATHS_MAX;
        *self.requests.entry(if known { path } else { "(others)" }.to_owned()).or_default() += 1;
    }

    /// Counts a creation that carries this number, whatever becomes of it.
    pub(crate) fn note_arrival(&mut self, number: &str) {
        if self.arrivals.len() < NUMBERS_MAX || self.arrivals.contains_key(number) {
            *self.arrivals.entry(number.to_owned()).or_default() += 1;
        }
    }

    /// Makes the order if its amount's outcome lets it be made, and says how the merchant is to hear of it.
    pub(crate) fn create(&mut self, wanted: Wanted, now_ms: i64) -> Result<(u64, Telling), Obstacle> {
        match Outcome::of(wanted.amount).fate() {
            Fate::NotMade(obstacle) => Err(obstacle),
            Fate::Made(telling) => {
                let is_double = self.options.doubles_fail
                    && self.book.orders().any(|order| order.number == wanted.number);
                let serial = self.book.enter(wanted, now_ms, self.options.orders_max);
                if let Some(order) = self.book.order_mut(serial).filter(|_| is_double) {
                    order.outcome = Outcome::AcceptedThenFailed;
                }
                let steps = self.book.order(serial).map(plan).unwrap_or_default();
                for (after_ms, step) in steps {
                    let due_ms = now_ms + self.paced(after_ms);
                    self.book.plan(serial, due_ms, step);
                }
                self.touch();
                Ok((serial, telling))
            }
        }
    }

    fn paced(&self, base_ms: i64) -> i64 {
        scaled(base_ms, Decimal::ONE.checked_div(self.options.speed).unwrap_or(Decimal::ONE))
    }

    /// Lets everything happen that is due at this time.
    pub fn advance(&mut self, now_ms: i64) {
        while let Some(planned) = self.book.take_due(now_ms) {
            self.carry_out(planned);
            self.touch();
        }
    }

    /// A step happens at the time it was planned for, even if nobody looked until later.
    fn carry_out(&mut self, planned: Planned) {
        let (serial, at_ms) = (planned.order, planned.due_ms);
        match planned.step {
            Step::Become { status, reason, call_back } => {
                self.change(serial, status, reason, call_back, at_ms)
            }
            Step::Claim { status, manner } => self.call_back(serial, status, manner, None, at_ms),
            Step::Pay { amount, call_back } => {
                if self.book.order(serial).is_some_and(|order| order.status == OrderStatus::Accepted) {
                    self.settle(serial, amount, call_back, at_ms);
                }
            }
            Step::PayAgain { amount } => self.supplement(serial, amount, at_ms),
        }
    }

    pub(crate) fn change(
        &mut self,
        serial: u64,
        status: OrderStatus,
        reason: Option<String>,
        manner: Option<Manner>,
        at_ms: i64,
    ) {
        let Some(order) = self.book.order_mut(serial) else { return };
        // A payer was quicker than the failure that was planned.
        if order.is_collect() && order.status != OrderStatus::Accepted {
            return;
        }
        order.reason = reason;
        if order.is_collect() {
            order.unpayable = true;
        }
        // CashFast has no word for a collect order that failed: it stays as it is, and no callback comes (§7).
        let told = order.kind != OrderKind::Collect;
        self.book.set_status(serial, status, at_ms);
        if let (true, Some(manner)) = (told, manner) {
            self.call_back(serial, status, manner, None, at_ms);
        }
    }

    pub(crate) fn call_back(
        &mut self,
        serial: u64,
        claimed: OrderStatus,
        manner: Manner,
        supplement: Option<usize>,
        at_ms: i64,
    ) {
        let delivery_serial = self.book.next_serial();
        let Some(order) = self.book.order(serial) else { return };
        let Some(url) = order.notify_url().map(str::to_owned) else { return };
        let market = order.market;
        let (headers, body) = match market.family() {
            Family::CashFast => cashfast::callbacks::write(self, order, claimed, manner, at_ms),
            Family::Cashy => {
                let supplement = supplement.and_then(|index| order.supplements.get(index));
                cashy::callbacks::write(self, order, claimed, manner, supplement, at_ms)
            }
        };
        self.book.queue(Delivery {
            serial: delivery_serial,
            market,
            url,
            headers,
            body,
            attempts: 0,
            due_ms: at_ms,
        });
    }

    /// When something is due next, be it a step or a callback.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        let delivery = self.idle_deliveries().map(|delivery| delivery.due_ms).min();
        [self.book.next_step_ms(), delivery].into_iter().flatten().min()
    }

    fn idle_deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.book.deliveries().filter(|delivery| !self.on_their_way.contains(&delivery.serial))
    }

    /// At most `limit` callbacks that are due. They are not given out again until [`Self::delivered`] says how it went.
    pub fn take_deliveries(&mut self, now_ms: i64, limit: usize) -> Vec<Delivery> {
        let mut due: Vec<&Delivery> =
            self.idle_deliveries().filter(|delivery| delivery.due_ms <= now_ms).collect();
        due.sort_by_key(|delivery| (delivery.due_ms, delivery.serial));
        let due: Vec<Delivery> = due.into_iter().take(limit).cloned().collect();
        self.on_their_way.extend(due.iter().map(|delivery| delivery.serial));
        due
    }

    /// A callback was tried: `status` is the merchant's HTTP status, `None` when no answer came.
    pub fn delivered(&mut self, delivery: &Delivery, status: Option<u16>, now_ms: i64) {
        self.touch();
        self.on_their_way.remove(&delivery.serial);
        let Some(mut delivery) = self.book.take_delivery(delivery.serial) else { return };
        if status.is_some_and(|status| delivery.is_received(status)) {
            return;
        }
        delivery.attempts += 1;
        match delivery.next_wait_ms(self.options.callback_time_factor) {
            Some(wait_ms) => {
                delivery.due_ms = now_ms + wait_ms;
                self.book.queue(delivery);
            }
            None => tracing::info!(attempts = delivery.attempts, "callback given up"),
        }
    }

    /// How many creations with this order number have arrived since the start, whatever became of them.
    #[must_use]
    pub fn orders_seen(&self, number: &str) -> usize {
        self.arrivals.get(number).copied().unwrap_or(0)
    }

    /// Every order the gateways hold, oldest first.
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentSeen> {
        self.book.orders().map(payment_seen).collect()
    }

    /// How many requests came to each path (`/cashy-mx/api/payOut`) since the start.
    #[must_use]
    pub fn requests(&self) -> BTreeMap<String, usize> {
        self.requests.clone()
    }

    /// The balance of a market.
    #[must_use]
    pub fn balance(&self, market: Market) -> Balance {
        self.book.balance(market)
    }

    /// How many callbacks still wait.
    #[must_use]
    pub fn callbacks_waiting(&self) -> usize {
        self.book.deliveries().count()
    }

    pub(crate) fn cashier_url(&self, order: &Order) -> String {
        format!("{}{}", self.address, order.cashier_path())
    }
}

fn payment_seen(order: &Order) -> PaymentSeen {
    let supplements: Vec<Decimal> = order.supplements.iter().map(|payment| payment.amount).collect();
    let paid = (order.paid.is_some() || !supplements.is_empty())
        .then(|| order.paid.unwrap_or_default() + supplements.into_iter().sum::<Decimal>());
    PaymentSeen {
        market: order.market,
        kind: order.kind,
        number: order.number.clone(),
        gateway_number: order.gateway_number.clone(),
        amount: order.amount,
        paid,
        status: order.status,
    }
}

/// Turns the plain answer to a creation into what the outcome makes of it.
pub(crate) fn tell(telling: Telling, plain: &Object, error: &Object) -> Reply {
    match telling {
        Telling::Plainly | Telling::Contradicting | Telling::OfAnother => Reply::json(200, plain),
        Telling::Slowly => Reply::json(200, plain).at(Pace::Slow),
        Telling::Never => Reply::silence(),
        Telling::AsError => Reply::json(500, error),
        Telling::Broken => Reply::json(200, plain).broken_off(),
    }
}
