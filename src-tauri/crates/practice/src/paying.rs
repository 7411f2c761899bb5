//! The payer: pays a collect order, pays it again, pays something else, or gives up.

use rust_decimal::Decimal;

use crate::Market;
use crate::book::cashy_number;
use crate::callbacks::Manner;
use crate::order::{Order, OrderKind, OrderStatus, Supplement};
use crate::practice::{AMOUNT_MAX, Practice};

/// Why a collect order cannot be paid or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PayError {
    /// No collect order has this number.
    #[error("There is no collect order with this number.")]
    Unknown,
    /// It was paid; only Cashy payIn takes a second payment.
    #[error("This order is paid already.")]
    AlreadyPaid,
    /// It failed, or its outcome is that nothing ever happens.
    #[error("This order cannot be paid.")]
    Closed,
    /// The time given by `expireTime` has passed.
    #[error("The time to pay this order has passed.")]
    Expired,
    /// The merchant switched other amounts off (CashFast `dynamicAmountNotify` 2).
    #[error("The merchant takes the exact amount only.")]
    ExactAmountOnly,
    /// Not above zero, too large, or with more than two decimals.
    #[error("The amount must be above zero and have at most two decimals.")]
    BadAmount,
}

impl Practice {
    /// Someone pays the collect order with this order number or gateway number: `amount`, or what was asked.
    ///
    /// # Errors
    /// [`PayError`], the order unchanged.
    pub fn pay_collect(
        &mut self,
        number: &str,
        amount: Option<Decimal>,
        now_ms: i64,
    ) -> Result<(), PayError> {
        let order = self.find_collect(number)?;
        let amount = amount.unwrap_or(order.amount);
        if amount <= Decimal::ZERO || amount > Decimal::from(AMOUNT_MAX) || amount.normalize().scale() > 2 {
            return Err(PayError::BadAmount);
        }
        if order.unpayable {
            return Err(PayError::Closed);
        }
        if order.expires_ms.is_some_and(|expires_ms| now_ms > expires_ms) {
            return Err(PayError::Expired);
        }
        let (serial, exact) = (order.serial, amount == order.amount);
        if !exact && !order.any_amount {
            return Err(PayError::ExactAmountOnly);
        }
        match (order.kind, order.status) {
            // Another amount, or a second payment, is a supplement; the order itself stays as it is (S4).
            (OrderKind::PayIn, OrderStatus::Succeeded) => self.supplement(serial, amount, now_ms),
            (OrderKind::PayIn, OrderStatus::Accepted) if !exact => self.supplement(serial, amount, now_ms),
            (_, OrderStatus::Accepted) => self.settle(serial, amount, Some(Manner::Genuine), now_ms),
            (_, OrderStatus::Succeeded) => return Err(PayError::AlreadyPaid),
            (
                _,
                OrderStatus::Waiting | OrderStatus::Processing | OrderStatus::Rejected | OrderStatus::Failed,
            ) => {
                return Err(PayError::Closed);
            }
        }
        self.touch();
        Ok(())
    }

    /// The payer gives up: the collect order with this order number or gateway number fails. CashFast has no word for
    /// that: there the order stays as it is and can no longer be paid.
    ///
    /// # Errors
    /// [`PayError`], the order unchanged.
    pub fn fail_collect(&mut self, number: &str, now_ms: i64) -> Result<(), PayError> {
        let order = self.find_collect(number)?;
        let serial = order.serial;
        match order.status {
            OrderStatus::Accepted if !order.unpayable => {}
            OrderStatus::Succeeded => return Err(PayError::AlreadyPaid),
            OrderStatus::Accepted
            | OrderStatus::Waiting
            | OrderStatus::Processing
            | OrderStatus::Rejected
            | OrderStatus::Failed => return Err(PayError::Closed),
        }
        self.change(
            serial,
            OrderStatus::Failed,
            Some("UNKNOWN_ERROR".to_owned()),
            Some(Manner::Genuine),
            now_ms,
        );
        self.touch();
        Ok(())
    }

    fn find_collect(&self, number: &str) -> Result<&Order, PayError> {
        let by_number = || {
            Market::ALL
                .into_iter()
                .flat_map(|market| self.book.with_number(market, number))
                .find(|order| order.is_collect())
        };
        let by_gateway_number = self.book.with_gateway_number(number).filter(|order| order.is_collect());
        by_gateway_number.or_else(by_number).ok_or(PayError::Unknown)
    }

    /// The payer's money arrives and the order is paid with it.
    pub(crate) fn settle(&mut self, serial: u64, amount: Decimal, call_back: Option<Manner>, at_ms: i64) {
        let Some(order) = self.book.order_mut(serial) else { return };
        let fee = order.market.collect_fee(amount);
        order.paid = Some(amount);
        order.fee = fee;
        let market = order.market;
        self.book.set_status(serial, OrderStatus::Succeeded, at_ms);
        self.book.move_balance(market, amount - fee, Decimal::ZERO);
        if let Some(manner) = call_back {
            self.call_back(serial, OrderStatus::Succeeded, manner, None, at_ms);
        }
    }

    /// A payment beside the order: a new number, linked to it (Cashy PATCH).
    pub(crate) fn supplement(&mut self, serial: u64, amount: Decimal, at_ms: i64) {
        let number = cashy_number(OrderKind::PayIn, self.book.next_serial(), at_ms);
        let Some(order) = self.book.order_mut(serial) else { return };
        let (market, fee) = (order.market, order.market.collect_fee(amount));
        let index = order.supplements.len();
        let payment = Supplement {
            gateway_number: number,
            serial: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1),
            amount,
            fee,
            paid_ms: at_ms,
        };
        order.supplements.push(payment);
        self.book.move_balance(market, amount - fee, Decimal::ZERO);
        self.call_back(serial, OrderStatus::Succeeded, Manner::Genuine, Some(index), at_ms);
    }
}
