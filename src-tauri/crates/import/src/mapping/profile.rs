//! What a column's values look like.

use std::collections::HashSet;

use gateways::catalogue::Market;
use orders::Direction;

use crate::reading::{plain, read_sum, read_time};
use crate::{Sheet, words};

/// How many rows are looked at.
const SAMPLE: usize = 5_000;
/// The longest text that can be a status.
const STATUS_LENGTH: usize = 60;

/// Counts over the first rows of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// Rows looked at.
    rows: usize,
    /// Cells with any text.
    filled: usize,
    times: usize,
    sums: usize,
    clabes: usize,
    emails: usize,
    currencies: usize,
    statuses: usize,
    gateway_numbers: usize,
    /// Letters and digits only, six at least.
    codes: usize,
    distinct: HashSet<String>,
}

impl Profile {
    pub(super) fn of(sheet: &Sheet, column: usize, market: &Market) -> Self {
        let currency = words::currency_spellings(market.currency);
        let mut profile = Self::default();
        for row in sheet.rows().take(SAMPLE) {
            profile.rows += 1;
            let text = plain(row.cell(column));
            if text.is_empty() {
                continue;
            }
            profile.filled += 1;
            let count = |counter: &mut usize, is: bool| *counter += usize::from(is);
            count(&mut profile.times, read_time(text).is_some());
            // Long numbers are numbers of orders or accounts, not sums.
            count(&mut profile.sums, text.len() <= 16 && read_sum(text, &currency).is_ok());
            count(&mut profile.clabes, reference::clabe::read(text).is_ok_and(|clabe| clabe.check_digit_ok));
            count(&mut profile.emails, is_email(text));
            count(&mut profile.currencies, currency.contains(&text.to_lowercase()));
            count(&mut profile.statuses, is_status(text, market));
            count(&mut profile.gateway_numbers, words::product_of_gateway_number(text).is_some());
            count(&mut profile.codes, text.len() >= 6 && text.bytes().all(is_code));
            profile.distinct.insert(text.to_owned());
        }
        profile
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.filled == 0
    }

    pub(super) const fn are_times(&self, percent: usize) -> bool {
        self.mostly(self.times, percent)
    }

    pub(super) const fn are_sums(&self, percent: usize) -> bool {
        self.mostly(self.sums, percent)
    }

    pub(super) const fn are_clabes(&self) -> bool {
        self.mostly(self.clabes, 80)
    }

    pub(super) const fn are_emails(&self) -> bool {
        self.mostly(self.emails, 80)
    }

    pub(super) const fn are_currencies(&self) -> bool {
        self.mostly(self.currencies, 95)
    }

    pub(super) fn are_statuses(&self) -> bool {
        self.mostly(self.statuses, 80) && self.distinct.len() <= 20
    }

    pub(super) const fn are_gateway_numbers(&self) -> bool {
        self.mostly(self.gateway_numbers, 90)
    }

    /// Whether the values name rows: always there, never twice, and no time or sum.
    pub(super) fn are_names_of_rows(&self) -> bool {
        self.filled == self.rows
            && self.distinct.len() == self.filled
            && self.mostly(self.codes, 95)
            && !self.are_times(50)
            && !self.are_sums(50)
    }

    const fn mostly(&self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}

fn is_status(text: &str, market: &Market) -> bool {
    let read = |direction| words::status(text, market.family, direction);
    // Bare numbers are statuses at CashFast, but also counts: values alone do not tell.
    let is_word = text.len() <= STATUS_LENGTH && text.chars().any(char::is_alphabetic);
    is_word && [Direction::Payout, Direction::Collect].into_iter().any(|direction| read(direction).is_some())
}

const fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
