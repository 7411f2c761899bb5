//! What happens to an order by itself, and when.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::callbacks::Manner;
use crate::market::Family;
use crate::order::{Order, OrderKind, OrderStatus};
use crate::{Market, Outcome};

/// One thing that will happen to an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Step {
    /// The status changes; final ones are called back in this manner, if any.
    Become { status: OrderStatus, reason: Option<String>, call_back: Option<Manner> },
    /// A callback claims this status, whatever the truth.
    Claim { status: OrderStatus, manner: Manner },
    /// The payer pays. An order that is paid already stays as it is.
    Pay { amount: Decimal, call_back: Option<Manner> },
    /// The payer pays once more: a supplement.
    PayAgain { amount: Decimal },
}

/// A step with its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Planned {
    pub(crate) serial: u64,
    pub(crate) order: u64,
    pub(crate) due_ms: i64,
    pub(crate) step: Step,
}

/// How much is paid over or short by the outcomes that do so.
const DIFFERENCE: Decimal = Decimal::TEN;

/// `base_ms` at this speed, at most about 100 days.
pub(crate) fn scaled(base_ms: i64, factor: Decimal) -> i64 {
    let scaled = Decimal::from(base_ms).checked_mul(factor).and_then(|ms| ms.round().to_i64());
    scaled.unwrap_or(i64::MAX).clamp(0, 8_640_000_000)
}

/// The times (milliseconds after creation, at speed 1) and steps of a new order.
pub(crate) fn plan(order: &Order) -> Vec<(i64, Step)> {
    if order.kind == OrderKind::PayOut { payout(order) } else { collect(order) }
}

fn becomes(status: OrderStatus, reason: Option<&str>) -> Step {
    Step::Become { status, reason: reason.map(str::to_owned), call_back: Some(Manner::Genuine) }
}

fn quietly(status: OrderStatus) -> Step {
    Step::Become { status, reason: None, call_back: None }
}

fn claims(status: OrderStatus, manner: Manner) -> Step {
    Step::Claim { status, manner }
}

fn payout(order: &Order) -> Vec<(i64, Step)> {
    use OrderStatus::{Failed, Processing, Rejected, Succeeded, Waiting};
    let market = order.market;
    let mut steps = Vec::new();
    if order.outcome == Outcome::NeverChanges {
        return steps;
    }
    if market.family() == Family::Cashy {
        steps.push((1_000, quietly(Waiting)));
    }
    if order.outcome == Outcome::Rejected {
        steps.push((2_000, becomes(Rejected, Some(refused_by_bank(market)))));
        return steps;
    }
    steps.push((2_000, quietly(Processing)));
    match order.outcome {
        Outcome::AcceptedThenFailed => steps.push((6_000, becomes(Failed, Some(no_account(market))))),
        Outcome::SuccessThenReturned => {
            steps.push((6_000, becomes(Succeeded, None)));
            steps.push((16_000, becomes(Failed, Some(sent_back(market)))));
        }
        Outcome::TwoStageSpei => {
            let second = if market.is_mexican() { 11_000 } else { 16_000 };
            steps.push((6_000, becomes(Succeeded, None)));
            steps.push((second, becomes(Failed, Some(sent_back(market)))));
        }
        Outcome::FailedThenPaid => {
            steps.push((6_000, becomes(Failed, Some("GATEWAY_TIMEOUT"))));
            steps.push((16_000, becomes(Succeeded, None)));
        }
        Outcome::DoubleCallbacks => {
            steps.push((6_000, becomes(Succeeded, None)));
            steps.push((6_500, claims(Processing, Manner::Genuine)));
            steps.push((7_000, claims(Succeeded, Manner::Genuine)));
        }
        Outcome::ForgedCallback => steps.push((6_000, claims(Succeeded, Manner::Forged))),
        Outcome::OtherSpelling => steps.push((
            6_000,
            Step::Become { status: Succeeded, reason: None, call_back: Some(Manner::OtherSpelling) },
        )),
        // NeverChanges and Rejected have returned above; the others trouble the creation, or only collects.
        Outcome::NeverChanges
        | Outcome::Rejected
        | Outcome::Normal
        | Outcome::Refused
        | Outcome::Slow
        | Outcome::TimeoutAfterAccepting
        | Outcome::ErrorAfterAccepting
        | Outcome::BrokenJson
        | Outcome::Supplement
        | Outcome::HtmlError
        | Outcome::TimeoutNotCreated
        | Outcome::Redirect
        | Outcome::PaidShort
        | Outcome::IpNotAllowed
        | Outcome::KeyNotActive
        | Outcome::PaidAutomatically
        | Outcome::UnknownWord
        | Outcome::Contradiction
        | Outcome::OtherAmount => steps.push((6_000, becomes(Succeeded, None))),
    }
    steps
}

fn collect(order: &Order) -> Vec<(i64, Step)> {
    use OrderStatus::{Accepted, Failed, Succeeded};
    let pay = |amount, call_back| (3_000, Step::Pay { amount, call_back });
    let genuine = Some(Manner::Genuine);
    match order.outcome {
        Outcome::AcceptedThenFailed => vec![(3_000, becomes(Failed, Some("UNKNOWN_ERROR")))],
        Outcome::Supplement => match order.kind {
            OrderKind::PayIn => {
                vec![pay(order.amount, genuine), (6_000, Step::PayAgain { amount: order.amount })]
            }
            OrderKind::Collect if order.any_amount => vec![pay(order.amount + DIFFERENCE, genuine)],
            OrderKind::Collect | OrderKind::PayDesk | OrderKind::PayOut => vec![pay(order.amount, genuine)],
        },
        Outcome::DoubleCallbacks => vec![
            pay(order.amount, genuine),
            (3_500, claims(Accepted, Manner::Genuine)),
            (4_000, claims(Succeeded, Manner::Genuine)),
        ],
        Outcome::ForgedCallback => vec![(3_000, claims(Succeeded, Manner::Forged))],
        Outcome::OtherSpelling => vec![pay(order.amount, Some(Manner::OtherSpelling))],
        Outcome::PaidShort if order.any_amount => vec![pay(order.amount - DIFFERENCE, genuine)],
        Outcome::PaidShort | Outcome::PaidAutomatically => vec![pay(order.amount, genuine)],
        Outcome::Normal
        | Outcome::Refused
        | Outcome::Slow
        | Outcome::TimeoutAfterAccepting
        | Outcome::ErrorAfterAccepting
        | Outcome::BrokenJson
        | Outcome::SuccessThenReturned
        | Outcome::TwoStageSpei
        | Outcome::NeverChanges
        | Outcome::HtmlError
        | Outcome::TimeoutNotCreated
        | Outcome::Redirect
        | Outcome::IpNotAllowed
        | Outcome::KeyNotActive
        | Outcome::Rejected
        | Outcome::FailedThenPaid
        | Outcome::UnknownWord
        | Outcome::Contradiction
        | Outcome::OtherAmount => Vec::new(),
    }
}

/// Reasons from the markets' own lists of `resultDesc`. CashFast prints none; it gets Cashy's Mexican words.
fn no_account(market: Market) -> &'static str {
    match market {
        // The contract's own sample, misspelling included (Z20).
        Market::CashyMx => "ACCOUNT NOT EXITS",
        Market::CashFastMx => "ACCOUNT_NOT_EXIST",
        Market::CashyTz => "ACCOUNT_AND_MNO_NOT_MATCH",
        Market::CashyTh => "BANK_ACCOUNT_INVALID",
    }
}

fn refused_by_bank(market: Market) -> &'static str {
    match market {
        Market::CashFastMx | Market::CashyMx => "COMPLIANCE_REJECT",
        Market::CashyTz => "UNKNOWN_ERROR",
        Market::CashyTh => "TEMPORARILY_UNABLE_PROCESS_FOR_THIS_BANK",
    }
}

fn sent_back(market: Market) -> &'static str {
    match market {
        Market::CashFastMx | Market::CashyMx => "MCH_NOT_KNOW_PAYMENT",
        Market::CashyTz => "PAYMENT_OFFSET",
        Market::CashyTh => "UPSTREAM_CHANNEL_EXCEPTION",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_scale_exactly_and_stay_bounded() {
        assert_eq!(scaled(6_000, Decimal::ONE), 6_000);
        assert_eq!(scaled(6_000, Decimal::new(1, 2)), 60);
        assert_eq!(scaled(6_000, Decimal::MAX), 8_640_000_000);
        assert_eq!(scaled(6_000, Decimal::NEGATIVE_ONE), 0);
    }
}
