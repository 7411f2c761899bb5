//! One order as a query's row or a callback's body describes it (cashfast.md §6.4, §6.5, §8).
//!
//! `accountName`, `accountNo` and `accountType` are not read: they hold the bank and codes where requests hold
//! the payee (A9), and an order is never found by them.

use money::{Amount, AmountError, Currency};
use orders::{Direction, Flag};

use super::{name, status};
use crate::json::Object;
use crate::{GatewayTime, Observation};

/// The names under which the channel's label is told, the documents' misspelling included (A5).
const CHANNELS: [&str; 3] = ["payTypeCode", "payTypaCode", "payTypeName"];
/// The names under which the completion is told, the better one first.
const COMPLETIONS: [&str; 2] = ["orderCompleteTime", "orderPayTime"];

/// Reads a row; `None` when it names no order at all.
///
/// Without a direction the status stays unknown: 2 is paid for a collect, on its way for a payout.
pub(super) fn read(row: &Object, direction: Option<Direction>) -> Option<Observation> {
    let (number, gateway_number) = (row.text(name::NUMBER), row.text(name::GATEWAY_NUMBER));
    if number.is_none() && gateway_number.is_none() {
        return None;
    }
    let told = status::told(row);
    let status =
        direction.zip(told.number).and_then(|(direction, number)| status::meaning(direction, number));
    let mut flags = Vec::new();
    if status.is_none() {
        flags.push(Flag::UnknownStatus);
    }
    let amount = amount(row, name::AMOUNT, &mut flags);
    let actual_amount = match direction {
        // A payout's "actual" amount is amount plus fee in the documents' sample: never what was delivered (A8).
        Some(Direction::Payout) | None => None,
        Some(Direction::Collect) => self::amount(row, name::ACTUAL_AMOUNT, &mut flags),
    };
    Some(Observation {
        number,
        gateway_number,
        channel_number: row.text("channelOrderId"),
        channel: first_text(row, &CHANNELS),
        gateway_status: told.verbatim,
        status,
        amount,
        actual_amount,
        fee: self::amount(row, name::FEE, &mut flags),
        currency: currency(row, &mut flags),
        reason: first_text(row, &["errorMsgEn", "errorMsg"]),
        completed: COMPLETIONS.iter().find_map(|name| time(row, name)),
        pay_url: first_text(row, &["payParam", name::CASHIER_URL]),
        pay_code: None,
        supplement: None,
        flags,
    })
}

/// An exact amount from text or number (A6). One that cannot be held is left out and flagged.
pub(super) fn amount(row: &Object, name: &str, flags: &mut Vec<Flag>) -> Option<Amount> {
    row.amount(name).unwrap_or_else(|error| {
        flag(
            flags,
            match error {
                AmountError::TooManyDecimals(_) => Flag::AmountTooFine,
                AmountError::NotANumber(_) | AmountError::OutOfRange(_) => Flag::AmountDiffers,
            },
        );
        None
    })
}

/// The currency told; one that is no currency code is left out and flagged.
pub(super) fn currency(row: &Object, flags: &mut Vec<Flag>) -> Option<Currency> {
    let told = first_text(row, &name::CURRENCIES)?;
    told.parse().map_err(|_| flag(flags, Flag::CurrencyDiffers)).ok()
}

/// Adds a flag once.
pub(super) fn flag(flags: &mut Vec<Flag>, new: Flag) {
    if !flags.contains(&new) {
        flags.push(new);
    }
}

/// A moment in Unix milliseconds.
pub(super) fn time(row: &Object, name: &str) -> Option<GatewayTime> {
    Some(GatewayTime { text: row.text(name)?, zone: None, unix_ms: row.integer(name) })
}

fn first_text(row: &Object, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| row.text(name))
}
