//! The gateway's own affairs: orders move on, callbacks leave, and the world keeps a record of both.

use practice::{Delivery, OrderStatus, PaymentSeen};
use rust_decimal::Decimal;

use super::{Event, State, World};
use crate::laboratory::dice::Dice;

/// What an order can be, as far as money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::laboratory) enum Chapter {
    Open,
    Paid,
    NotPaid,
}

/// How the program was told of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    InCallback,
    InAnswer,
}

/// Amounts that end so bring a forged callback and no other.
const FORGED_ENDING: u32 = 11;

impl World {
    /// A callback was taken in, or not.
    pub(in crate::laboratory) fn delivered(&self, delivery: &Delivery, status: Option<u16>) {
        let mut state = self.lock();
        if status.is_some_and(|status| delivery.is_received(status)) {
            state.seen.acknowledged.push(delivery.body.clone().into_bytes());
            state.note_told(&delivery.body, Told::InCallback);
        }
        let place = state.under_way.iter().position(|known| known.body == delivery.body);
        if let Some(place) = place {
            state.under_way.swap_remove(place);
            let now = state.gateway_ms();
            state.gateway.delivered(delivery, status, now);
        }
    }

    /// The gateway's own book.
    pub(in crate::laboratory) fn payments(&self) -> Vec<PaymentSeen> {
        self.lock().gateway.payments()
    }
}

impl State {
    pub(super) fn note_told(&mut self, body: &str, told: Told) {
        let payments = self.gateway.payments().into_iter().filter(|payment| {
            // What a forged callback says, nobody has been told: it is kept, acknowledged and not believed.
            let forged = (payment.amount % Decimal::ONE_HUNDRED).trunc() == Decimal::from(FORGED_ENDING);
            told == Told::InAnswer || !forged
        });
        let numbers = payments.map(|payment| payment.gateway_number);
        self.seen.told.extend(numbers.filter(|number| body.contains(number)));
    }

    /// Until when a callback is held back, because it would tell of the order that the gateway denies.
    fn hidden_until(&self, body: &str) -> Option<i64> {
        let number = self.hidden.as_deref().filter(|number| self.is_hidden(number))?;
        let payments = self.gateway.payments();
        let told = payments.iter().filter(|payment| payment.number == number);
        let tells =
            body.contains(number) || told.into_iter().any(|payment| body.contains(&payment.gateway_number));
        self.schedule.hidden_until_ms().filter(|_| tells)
    }

    /// Nobody is at home to take these callbacks.
    pub(super) fn undelivered(&mut self, deliveries: Vec<Delivery>) {
        let now = self.gateway_ms();
        for delivery in deliveries {
            self.gateway.delivered(&delivery, None, now);
        }
    }

    /// Keeps what every order at the gateway has gone through.
    pub(super) fn write_stories(&mut self) {
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
    pub(super) fn let_the_gateway_go_on(&mut self) {
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
            let mut at = self.elapsed_ms + dice.between(2, 100) + late_ms;
            if let Some(until) = self.hidden_until(&delivery.body) {
                if dice.chance(500) {
                    self.gateway.delivered(&delivery, None, now);
                    continue;
                }
                at = until + dice.between(2, 3_000);
            }
            self.under_way.push(delivery.clone());
            if dice.chance(faults.callback_twice) {
                self.put(at + dice.between(0, 5_000), Event::Callback(delivery.clone()));
            }
            self.put(at, Event::Callback(delivery));
        }
    }
}
