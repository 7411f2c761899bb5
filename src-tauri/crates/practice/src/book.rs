//! The gateway's book: orders, balances, and what is still going to happen to them.
//!
//! Everything here is plain data moved by method calls that are told the time; there is no clock, no socket and no
//! randomness. `BTreeMap`s make every run of the same requests end in the same book.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::callbacks::Delivery;
use crate::market::{Family, compact_utc};
use crate::order::{Claim, Order, OrderKind, OrderStatus, Wanted};
use crate::progress::{Planned, Step};
use crate::{Market, Outcome};

/// Most callbacks that wait at a time; the oldest are dropped. 20,000 orders with one callback each, and some more.
const DELIVERIES_MAX: usize = 25_000;

/// What a merchant has at one gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be paid out.
    pub available: Decimal,
    /// Claimed by payouts that are not final.
    pub frozen: Decimal,
}

/// The book.
#[derive(Default)]
pub(crate) struct Book {
    serial: u64,
    orders: BTreeMap<u64, Order>,
    by_number: BTreeMap<(Market, String), BTreeSet<u64>>,
    by_gateway_number: BTreeMap<String, u64>,
    by_cashier_number: BTreeMap<String, u64>,
    balances: BTreeMap<Market, Balance>,
    /// By due time, then in the order planned.
    agenda: BTreeMap<(i64, u64), Planned>,
    deliveries: BTreeMap<u64, Delivery>,
}

/// The book as it is kept on disk. Indexes are made again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Snapshot {
    serial: u64,
    orders: Vec<Order>,
    balances: Vec<(Market, Balance)>,
    agenda: Vec<Planned>,
    deliveries: Vec<Delivery>,
}

impl Book {
    pub(crate) fn opened() -> Self {
        let opening =
            |market: Market| (market, Balance { available: market.opening_balance(), frozen: Decimal::ZERO });
        Self { balances: Market::ALL.into_iter().map(opening).collect(), ..Self::default() }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            serial: self.serial,
            orders: self.orders.values().cloned().collect(),
            balances: self.balances.iter().map(|(market, balance)| (*market, *balance)).collect(),
            agenda: self.agenda.values().cloned().collect(),
            deliveries: self.deliveries.values().cloned().collect(),
        }
    }

    pub(crate) fn restored(from: Snapshot) -> Self {
        let mut book = Self::opened();
        book.balances.extend(from.balances);
        book.agenda =
            from.agenda.into_iter().map(|planned| ((planned.due_ms, planned.serial), planned)).collect();
        book.deliveries = from.deliveries.into_iter().map(|delivery| (delivery.serial, delivery)).collect();
        for order in from.orders {
            book.index(&order);
            book.orders.insert(order.serial, order);
        }
        book.serial = from.serial;
        book
    }

    fn index(&mut self, order: &Order) {
        self.by_number.entry((order.market, order.number.clone())).or_default().insert(order.serial);
        self.by_gateway_number.insert(order.gateway_number.clone(), order.serial);
        self.by_cashier_number.insert(order.cashier_number.clone(), order.serial);
    }

    /// A number nothing else in this book has.
    pub(crate) fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    pub(crate) fn balance(&self, market: Market) -> Balance {
        self.balances
            .get(&market)
            .copied()
            .unwrap_or(Balance { available: Decimal::ZERO, frozen: Decimal::ZERO })
    }

    pub(crate) fn orders(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.orders.values()
    }

    pub(crate) fn order(&self, serial: u64) -> Option<&Order> {
        self.orders.get(&serial)
    }

    pub(crate) fn order_mut(&mut self, serial: u64) -> Option<&mut Order> {
        self.orders.get_mut(&serial)
    }

    /// Orders of this merchant number, oldest first. More than one only if repeated numbers are let through.
    pub(crate) fn with_number(&self, market: Market, number: &str) -> impl Iterator<Item = &Order> {
        let serials = self.by_number.get(&(market, number.to_owned()));
        serials.into_iter().flatten().filter_map(|serial| self.orders.get(serial))
    }

    pub(crate) fn with_gateway_number(&self, number: &str) -> Option<&Order> {
        self.by_gateway_number.get(number).and_then(|serial| self.orders.get(serial))
    }

    pub(crate) fn with_cashier_number(&self, market: Market, number: &str) -> Option<&Order> {
        let order = self.by_cashier_number.get(number).and_then(|serial| self.orders.get(serial));
        order.filter(|order| order.market == market)
    }

    /// Whether a payout of `amount` can be paid from what is available.
    pub(crate) fn affords(&self, wanted: &Wanted) -> bool {
        wanted.kind != OrderKind::PayOut
            || self.balance(wanted.market).available >= wanted.amount + wanted.market.payout_fee()
    }

    /// Enters an order, freezes what it claims, and drops the oldest order above `orders_max`.
    pub(crate) fn enter(&mut self, wanted: Wanted, now_ms: i64, orders_max: usize) -> u64 {
        let serial = self.next_serial();
        let (gateway_number, cashier_number) = numbers_for(&wanted, serial, now_ms);
        let outcome = Outcome::of(wanted.amount);
        let order = Order {
            serial,
            market: wanted.market,
            kind: wanted.kind,
            outcome,
            number: wanted.number,
            gateway_number,
            cashier_number,
            amount: wanted.amount,
            paid: None,
            fee: if wanted.kind == OrderKind::PayOut { wanted.market.payout_fee() } else { Decimal::ZERO },
            status: OrderStatus::Accepted,
            reason: None,
            created_ms: now_ms,
            done_ms: None,
            expires_ms: wanted.expires_ms,
            any_amount: wanted.any_amount,
            unpayable: wanted.kind == OrderKind::PayOut || outcome == Outcome::NeverChanges,
            fields: wanted.fields,
            supplements: Vec::new(),
        };
        if order.kind == OrderKind::PayOut {
            let total = order.total();
            self.move_balance(order.market, -total, total);
        }
        self.index(&order);
        self.orders.insert(serial, order);
        while self.orders.len() > orders_max.max(1) {
            self.drop_oldest();
        }
        serial
    }

    fn drop_oldest(&mut self) {
        let Some(serial) = self.orders.keys().next().copied() else { return };
        // What an unfinished payout still claims would otherwise stay frozen for ever.
        if self.orders.get(&serial).is_some_and(|order| order.status.claim() == Claim::Held) {
            self.set_status(
                serial,
                OrderStatus::Failed,
                self.orders.get(&serial).map_or(0, |order| order.created_ms),
            );
        }
        let Some(order) = self.orders.remove(&serial) else { return };
        self.by_gateway_number.remove(&order.gateway_number);
        self.by_cashier_number.remove(&order.cashier_number);
        let key = (order.market, order.number);
        if let Some(serials) = self.by_number.get_mut(&key) {
            serials.remove(&serial);
            if serials.is_empty() {
                self.by_number.remove(&key);
            }
        }
    }

    pub(crate) fn move_balance(&mut self, market: Market, available: Decimal, frozen: Decimal) {
        if let Some(balance) = self.balances.get_mut(&market) {
            balance.available += available;
            balance.frozen += frozen;
        }
    }

    /// Moves an order to a status, and its money with it.
    pub(crate) fn set_status(&mut self, serial: u64, status: OrderStatus, now_ms: i64) {
        let Some(order) = self.orders.get_mut(&serial) else { return };
        let (before, after) = (order.status.claim(), status.claim());
        order.status = status;
        if after != Claim::Held {
            order.done_ms = Some(now_ms);
        }
        if order.kind == OrderKind::PayOut {
            let (market, total) = (order.market, order.total());
            let (available, frozen) = match (before, after) {
                (Claim::Held, Claim::Moved) => (Decimal::ZERO, -total),
                (Claim::Held, Claim::Released) => (total, -total),
                (Claim::Moved, Claim::Released) => (total, Decimal::ZERO),
                (Claim::Released, Claim::Moved) => (-total, Decimal::ZERO),
                (Claim::Moved | Claim::Released, Claim::Held) => (-total, total),
                (Claim::Held, Claim::Held)
                | (Claim::Moved, Claim::Moved)
                | (Claim::Released, Claim::Released) => (Decimal::ZERO, Decimal::ZERO),
            };
            self.move_balance(market, available, frozen);
        }
    }

    pub(crate) fn plan(&mut self, order: u64, due_ms: i64, step: Step) {
        let serial = self.next_serial();
        self.agenda.insert((due_ms, serial), Planned { serial, order, due_ms, step });
    }

    /// The next step whose time has come.
    pub(crate) fn take_due(&mut self, now_ms: i64) -> Option<Planned> {
        let first = self.agenda.first_entry()?;
        (first.key().0 <= now_ms).then(|| first.remove())
    }

    pub(crate) fn next_step_ms(&self) -> Option<i64> {
        self.agenda.keys().next().map(|(due_ms, _)| *due_ms)
    }

    pub(crate) fn queue(&mut self, delivery: Delivery) {
        self.deliveries.insert(delivery.serial, delivery);
        while self.deliveries.len() > DELIVERIES_MAX {
            self.deliveries.pop_first();
        }
    }

    pub(crate) fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values()
    }

    pub(crate) fn take_delivery(&mut self, serial: u64) -> Option<Delivery> {
        self.deliveries.remove(&serial)
    }
}

/// The gateway's own numbers, in the form each gateway prints them.
pub(crate) fn numbers_for(wanted: &Wanted, serial: u64, now_ms: i64) -> (String, String) {
    let tail = serial % 100_000_000;
    match wanted.market.family() {
        // 60 characters in every sample; the page's number differs from the order's.
        Family::CashFast => {
            let kind = if wanted.kind == OrderKind::PayOut { "OCURRDRAW" } else { "OCURRPAID" };
            let stem = format!("{kind}{}{now_ms:013}DOCKER", compact_utc(now_ms));
            (format!("{stem}0200000004{tail:08}"), format!("{stem}0200000002{tail:08}"))
        }
        Family::Cashy => {
            let number = cashy_number(wanted.kind, serial, now_ms);
            (number.clone(), number)
        }
    }
}

/// `PAYIN8551843837024997376`: the kind and 19 digits.
pub(crate) fn cashy_number(kind: OrderKind, serial: u64, now_ms: i64) -> String {
    let kind = match kind {
        OrderKind::PayOut => "PAYOUT",
        OrderKind::PayDesk => "PAYDESK",
        OrderKind::PayIn | OrderKind::Collect => "PAYIN",
    };
    format!("{kind}{now_ms:013}{:06}", serial % 1_000_000)
}
