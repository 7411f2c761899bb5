//! Balances, banks and the ping (cashfast.md §6.1, §6.6, §6.7).

use super::{answers, name};
use crate::json::{Json, Object};
use crate::{BalanceLine, BalanceReading, BankLine, BanksReading, Evidence, PingReading, WireAnswer};

/// Reads the answer to a balance call. A line that cannot be read exactly makes the whole unreadable: a missing
/// line would look like no money.
pub(crate) fn decode_balance(answer: &WireAnswer) -> BalanceReading {
    let read = |rows: &[&Object]| rows.iter().map(|row| balance_line(row)).collect();
    match list(answer, &[], read) {
        Ok(lines) => BalanceReading::Balances(lines),
        Err(none) => none.into(),
    }
}

/// Reads the answer to a bank query. Names are kept to the letter: they are what a payout sends (A19).
pub(crate) fn decode_banks(answer: &WireAnswer) -> BanksReading {
    let read = |rows: &[&Object]| Some(rows.iter().filter_map(|row| bank_line(row)).collect());
    match list(answer, &[name::BANK_NAME], read) {
        Ok(banks) => BanksReading::Banks(banks),
        Err(none) => none.into(),
    }
}

/// Reads the answer to a ping, which has no envelope. A refusal comes in one.
pub(crate) fn decode_ping(answer: &WireAnswer) -> PingReading {
    let body = match answers::parse(answer) {
        Ok(body) => body,
        Err(none) => return none.into(),
    };
    let alive = body.as_object().and_then(|object| object.text("version").map(|version| (object, version)));
    match (alive, answers::data(answer.status, &body, &[])) {
        (Some((object, version)), _) if (200..300).contains(&answer.status) => {
            PingReading::Alive { version, unix_ms: object.integer("timestamp") }
        }
        (_, Err(none)) => none.into(),
        (_, Ok(_)) => PingReading::Unreadable(Evidence::NotAnEnvelope),
    }
}

fn list<T>(
    answer: &WireAnswer,
    fields: &[&str],
    read: impl Fn(&[&Object]) -> Option<T>,
) -> Result<T, answers::NoData> {
    let body = answers::parse(answer)?;
    let rows = answers::data(answer.status, &body, fields)?.and_then(answers::rows);
    rows.and_then(|rows| read(&rows)).ok_or(answers::NoData::Unclear(Evidence::NotAnEnvelope))
}

fn balance_line(row: &Object) -> Option<BalanceLine> {
    Some(BalanceLine {
        currency: name::CURRENCIES.iter().find_map(|name| row.text(name))?.parse().ok()?,
        available: row.amount("accountBalance").ok()??,
        frozen: row.amount("accountFreezeAmount").ok()?,
        waiting: row.amount("accountWaitSettledAmount").ok()?,
        state: row.text("accountStatus").or_else(|| row.text("accountStatusId")),
    })
}

fn bank_line(row: &Object) -> Option<BankLine> {
    let name = row.get(name::BANK_NAME).and_then(Json::scalar)?.to_owned();
    Some(BankLine { value: name.clone(), name, code: row.text("bankCode") })
}
