//! Reading balances and banks.

use money::Amount;

use super::answers::{Opened, open};
use crate::catalogue::Market;
use crate::json::{Json, Object};
use crate::{BalanceLine, BalanceReading, BankLine, BanksReading, Evidence, WireAnswer};

/// Reads the balance. Cashy names no currency: one merchant account is one country's (inferred).
pub(crate) fn decode_balance(market: &Market, answer: &WireAnswer) -> BalanceReading {
    match open(answer) {
        Opened::Refused(refusal) => BalanceReading::Refused(refusal),
        Opened::Unclear(evidence) => BalanceReading::Unreadable(evidence),
        Opened::Success { data, .. } => data
            .as_ref()
            .and_then(Json::as_object)
            .and_then(|data| balance(market, data))
            .map_or(BalanceReading::Unreadable(Evidence::NotAnEnvelope), |line| {
                BalanceReading::Balances(vec![line])
            }),
    }
}

/// `None` when the available amount is missing or not exact: a balance is never guessed.
fn balance(market: &Market, data: &Object) -> Option<BalanceLine> {
    let exact = |name| -> Option<Option<Amount>> { data.amount(name).ok() };
    Some(BalanceLine {
        currency: data.text("currency").and_then(|code| code.parse().ok()).unwrap_or(market.currency),
        available: exact("balance")??,
        frozen: exact("unBalance")?,
        waiting: None,
        state: None,
    })
}

/// Reads a bank list. A missing list is not an empty one: it must not wipe what is known.
pub(crate) fn decode_banks(answer: &WireAnswer) -> BanksReading {
    match open(answer) {
        Opened::Refused(refusal) => BanksReading::Refused(refusal),
        Opened::Unclear(evidence) => BanksReading::Unreadable(evidence),
        Opened::Success { data, .. } => data
            .as_ref()
            .and_then(Json::as_array)
            .and_then(|banks| banks.iter().map(|bank| bank.as_object().and_then(bank_line)).collect())
            .map_or(BanksReading::Unreadable(Evidence::NotAnEnvelope), BanksReading::Banks),
    }
}

/// One bank: its id is what a payout sends; some lists have no names, only codes.
fn bank_line(bank: &Object) -> Option<BankLine> {
    let value = bank.text("bankId")?;
    let code = bank.text("bankCode");
    let name = bank.text("bankName").or_else(|| code.clone()).unwrap_or_else(|| value.clone());
    Some(BankLine { value, name, code })
}
