//! One debt, several numbers: what is allowed when two payouts of one sum go to one payee (DESIGN §1.3, §5). All histories
//! are read together, in the order in which they were written, so that at each stub and at each departure of bytes it is
//! known how every other one stood in our ledger at that moment.
//!
//! The laboratory's payouts all go to one payee in one currency: those of one amount are alike.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EventRow, OrderDetail, OrderId};
use money::Amount;
use orders::{Direction, Flag, Judgement, Source, Status};
use practice::{OrderKind, OrderStatus, PaymentSeen};

use super::{Books, Violation, has};
use crate::laboratory::schedule::DAY_CEILING;
use crate::laboratory::world::Seen;

/// How every payout stands at one moment.
#[derive(Default)]
struct Moment<'a> {
    standing: BTreeMap<OrderId, (&'a OrderDetail, Status)>,
    /// Which others a person was shown when this one was made, and gave a reason for.
    covered: BTreeMap<OrderId, BTreeSet<OrderId>>,
    /// Those that have ended by a person's word, to which the gateway has not agreed.
    by_word: BTreeSet<OrderId>,
    /// Those that have ended, and of which the gateway, asked, has then said that they have not.
    open_there: BTreeSet<OrderId>,
}

/// Whether it may be at the gateway, as it or nobody says.
const fn is_in_doubt(status: Status) -> bool {
    matches!(status, Status::Sending | Status::Unknown)
}

const fn is_alive(status: Status) -> bool {
    matches!(status, Status::Pending | Status::Processing | Status::Succeeded)
}

const fn waits(status: Status) -> bool {
    matches!(status, Status::Prepared | Status::NotSent)
}

impl<'a> Moment<'a> {
    /// The others that are alike.
    fn alike(&self, detail: &OrderDetail) -> Vec<(&'a OrderDetail, Status)> {
        let others = self.standing.values().filter(|(other, _)| other.order.id != detail.order.id);
        others.filter(|(other, _)| other.order.amount == detail.order.amount).copied().collect()
    }

    fn family(&self, books: &Books, of: OrderId) -> BTreeSet<OrderId> {
        let mut family = BTreeSet::from([of]);
        loop {
            let links = books.replaces.iter().filter(|(new, _)| self.standing.contains_key(new));
            let near = links.filter(|(new, old)| family.contains(new) || family.contains(old));
            let wider: BTreeSet<OrderId> = near.flat_map(|(new, old)| [*new, *old]).chain([of]).collect();
            if wider.len() == family.len() {
                return family;
            }
            family = wider;
        }
    }

    /// Whether something was made in place of one that was given up, so that it no longer stands for a debt by itself.
    fn is_replaced(&self, books: &Books, given_up: OrderId) -> bool {
        self.family(books, given_up).iter().filter(|id| **id != given_up).any(|id| {
            self.standing
                .get(id)
                .is_some_and(|(_, status)| is_alive(*status) || is_in_doubt(*status) || waits(*status))
        })
    }

    /// Whether it has failed as far as we know, and may be paid all the same: it failed by a person's word alone, or the gateway
    /// says that it is on its way.
    fn may_yet_pay(&self, other: &OrderDetail, status: Status) -> bool {
        let id = other.order.id;
        status == Status::Failed && (self.by_word.contains(&id) || self.open_there.contains(&id))
    }

    /// What a line of its history says about whose word its end is.
    fn hear(&mut self, event: &EventRow, id: OrderId) {
        let moved = event.from_status.is_some_and(|from| from != event.to_status);
        let agreed = moved || event.judgement == Some(Judgement::Confirms);
        if event.source == Source::Person && moved {
            self.by_word.insert(id);
        } else if matches!(event.source, Source::Answer | Source::Query | Source::Delivery) && agreed {
            self.by_word.remove(&id);
            self.open_there.remove(&id);
        } else if event.source == Source::Query && event.judgement.is_some() {
            self.open_there.insert(id);
        }
    }

    /// What stands against making this payout now.
    fn against_stub(&mut self, books: &Books, detail: &OrderDetail, found: &mut Vec<Violation>) {
        let reasoned = detail.order.duplicate_reason.is_some();
        for (other, status) in self.alike(detail) {
            if is_in_doubt(status) {
                found.push(beside_unknown(detail, other));
            } else if is_alive(status) || waits(status) || self.may_yet_pay(other, status) {
                if reasoned {
                    self.covered.entry(detail.order.id).or_default().insert(other.order.id);
                } else {
                    found.push(beside_other(detail, other, status));
                }
            } else if status == Status::Abandoned && !self.is_replaced(books, other.order.id) {
                found.push(beside_other(detail, other, status));
            }
        }
    }

    /// What stands against the departure of this payout's bytes now.
    fn against_departure(&self, books: &Books, detail: &OrderDetail, found: &mut Vec<Violation>) {
        let reasoned = detail.order.duplicate_reason.is_some();
        for (other, status) in self.alike(detail) {
            let doubtful = self.may_yet_pay(other, status);
            let covered =
                self.covered.get(&detail.order.id).is_some_and(|shown| shown.contains(&other.order.id));
            let given_up = status == Status::Abandoned && !self.is_replaced(books, other.order.id);
            if is_in_doubt(status) {
                found.push(beside_unknown(detail, other));
            } else if given_up || (is_alive(status) && !covered) || (doubtful && !reasoned) {
                found.push(beside_other(detail, other, status));
            }
        }
        self.against_ceiling(books, detail, found);
    }

    /// All of the laboratory's payouts leave on one day.
    fn against_ceiling(&self, books: &Books, detail: &OrderDetail, found: &mut Vec<Violation>) {
        if books.limited != Some(detail.order.account_id) {
            return;
        }
        let beside = self.standing.values().filter(|(other, status)| {
            other.order.id != detail.order.id
                && books.limited == Some(other.order.account_id)
                && (is_alive(*status) || is_in_doubt(*status) || *status == Status::Abandoned)
        });
        let sum =
            beside.map(|(other, _)| other.order.amount).try_fold(detail.order.amount, Amount::checked_add);
        let ceiling = Amount::from_ten_thousandths(i64::from(DAY_CEILING) * 10_000);
        if sum.is_none_or(|sum| sum > ceiling) {
            found.push(Violation::AboveCeiling {
                number: detail.order.number.clone(),
                sum: sum.map(|sum| sum.to_string()).unwrap_or_default(),
            });
        }
    }
}

fn beside_unknown(detail: &OrderDetail, other: &OrderDetail) -> Violation {
    Violation::BesideUnknown { number: detail.order.number.clone(), unknown: other.order.number.clone() }
}

fn beside_other(detail: &OrderDetail, other: &OrderDetail, status: Status) -> Violation {
    Violation::BesideOther {
        number: detail.order.number.clone(),
        other: other.order.number.clone(),
        status: status.as_str(),
    }
}

impl Books {
    /// At every stub and every departure of a payout, what was known of the others in that moment.
    pub(super) fn departures(&self, found: &mut Vec<Violation>) {
        let mut moment = Moment::default();
        for (event, detail) in self.lines() {
            let id = detail.order.id;
            let before = moment.standing.get(&id).map(|known| known.1);
            if before.is_none() {
                moment.standing.insert(id, (detail, event.to_status));
                moment.against_stub(self, detail, found);
            } else if event.to_status == Status::Sending && before != Some(Status::Sending) {
                moment.against_departure(self, detail, found);
            }
            moment.standing.insert(id, (detail, event.to_status));
            moment.hear(event, id);
        }
    }

    /// The histories of all payouts, as they were written.
    fn lines(&self) -> Vec<(&EventRow, &OrderDetail)> {
        let payouts =
            self.orders.iter().filter(|detail| detail.order.product.direction() == Direction::Payout);
        let mut lines: Vec<_> =
            payouts.flat_map(|detail| detail.events.iter().map(move |event| (event, detail))).collect();
        lines.sort_by_key(|(event, _)| event.id);
        lines
    }

    /// Debts that the gateways paid twice although no reason was given and nothing was made in place of anything.
    pub(in crate::laboratory) fn paid_twice(&self, payments: &[PaymentSeen], seen: &Seen) -> usize {
        self.twice(payments, seen).len()
    }

    /// Orders that were given up, and of which the gateway then spoke.
    pub(in crate::laboratory) fn turned_up(&self) -> impl Iterator<Item = &OrderDetail> {
        self.orders.iter().filter(|detail| {
            detail.events.iter().any(|event| {
                event.from_status == Some(Status::Abandoned)
                    && !matches!(event.to_status, Status::Abandoned | Status::Unknown)
            })
        })
    }

    /// Whether it is the payment that our order of this number is about.
    fn is_known(&self, payment: &PaymentSeen) -> bool {
        let order = self.orders.iter().find(|detail| detail.order.number == payment.number);
        order.is_some_and(|detail| detail.order.gateway_number.as_ref() == Some(&payment.gateway_number))
    }

    fn twice(&self, payments: &[PaymentSeen], seen: &Seen) -> Vec<(&OrderDetail, &OrderDetail)> {
        let paid: BTreeSet<&str> = payments
            .iter()
            .filter(|payment| payment.kind == OrderKind::PayOut && payment.status == OrderStatus::Succeeded)
            // Of a double that the gateway never mentions nobody can know.
            .filter(|payment| self.is_known(payment) || seen.told.contains(&payment.gateway_number))
            .map(|payment| payment.number.as_str())
            .collect();
        let mut paid: Vec<&OrderDetail> =
            self.orders.iter().filter(|detail| paid.contains(detail.order.number.as_str())).collect();
        paid.sort_by_key(|detail| detail.order.id);
        let mut twice = Vec::new();
        for (place, second) in paid.iter().enumerate() {
            let first = paid.iter().take(place).find(|first| first.order.amount == second.order.amount);
            if let Some(first) = first.filter(|_| second.order.duplicate_reason.is_none()) {
                twice.push((*first, *second));
            }
        }
        twice
    }

    /// A debt may be paid twice where the first payment came to light too late; then somebody is told.
    pub(super) fn debts(&self, payments: &[PaymentSeen], seen: &Seen, found: &mut Vec<Violation>) {
        let flagged = |detail: &OrderDetail| detail.flags.iter().any(|row| row.flag.needs_person());
        for (first, second) in self.twice(payments, seen) {
            if !flagged(first) && !flagged(second) {
                found.push(Violation::PaidTwiceUnnoticed {
                    number: second.order.number.clone(),
                    other: first.order.number.clone(),
                });
            }
        }
        for detail in self.turned_up().filter(|detail| !has(detail, Flag::AbandonedButExists)) {
            found.push(Violation::TurnedUpUnnoticed { number: detail.order.number.clone() });
        }
        for (new, old) in &self.replaces {
            let order = |id: &OrderId| self.orders.iter().find(|detail| detail.order.id == *id);
            let both = [order(new), order(old)].into_iter().flatten();
            let paid: Vec<_> = both.filter(|detail| detail.order.status == Status::Succeeded).collect();
            if let [new, old] = paid.as_slice()
                && !(has(new, Flag::PaidTwice) && has(old, Flag::PaidTwice))
            {
                found.push(Violation::PaidTwiceUnnoticed {
                    number: new.order.number.clone(),
                    other: old.order.number.clone(),
                });
            }
        }
    }
}
