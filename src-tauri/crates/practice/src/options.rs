//! How a practice server is set up, and how it behaves where the contracts are silent.

use std::path::PathBuf;

use rust_decimal::Decimal;

/// Settings of a practice server. `default()` suits a person trying the program.
#[derive(Debug, Clone)]
pub struct PracticeOptions {
    /// The loopback port to use. `None`, or one that is taken: any free port.
    pub port: Option<u16>,
    /// Where orders, balances and waiting callbacks are kept between runs. `None`: nowhere.
    pub state_file: Option<PathBuf>,
    /// How much faster than life orders move: 2 is twice as fast. Must be above zero.
    pub speed: Decimal,
    /// What the documented waits between callback retries are multiplied with: 0.001 turns a minute into 60 ms.
    pub callback_time_factor: Decimal,
    /// How long a slow answer takes, in milliseconds (not scaled by `speed`).
    pub slow_ms: u64,
    /// How long the silence lasts before the connection closes, in milliseconds (not scaled by `speed`).
    pub silence_ms: u64,
    /// Most orders kept; the oldest are dropped.
    pub orders_max: usize,
    /// What happens to an order number that comes a second time.
    pub repeated_numbers: RepeatedNumbers,
    /// With [`RepeatedNumbers::MakeAnother`]: every order after the first of its number fails at the bank.
    pub doubles_fail: bool,
    /// Cashy: amounts must be JSON numbers; otherwise text is accepted too (Z6).
    pub strict_amounts: bool,
    /// CashFast: an empty value takes part in a signature (A1).
    pub empty_values_signed: bool,
    /// CashFast: a query must carry both numbers, as the document says (A12). Otherwise one is enough, as its later
    /// edition says.
    pub query_needs_both_numbers: bool,
    /// CashFast: a query that names both numbers goes by the merchant's alone, so that every order of it is listed.
    /// Otherwise both have to fit. No document says which.
    pub query_goes_by_our_number: bool,
    /// Members that no document lists are refused.
    pub unknown_members_refused: bool,
    /// How a Cashy supplement's numbers are spelt (Z11).
    pub supplement_spelling: SupplementSpelling,
}

impl Default for PracticeOptions {
    fn default() -> Self {
        Self {
            port: None,
            state_file: None,
            speed: Decimal::ONE,
            callback_time_factor: Decimal::ONE,
            slow_ms: 8_000,
            silence_ms: 60_000,
            orders_max: 20_000,
            repeated_numbers: RepeatedNumbers::UnknownWord,
            doubles_fail: false,
            strict_amounts: false,
            empty_values_signed: true,
            query_needs_both_numbers: false,
            query_goes_by_our_number: false,
            unknown_members_refused: true,
            supplement_spelling: SupplementSpelling::AsProse,
        }
    }
}

/// What happens to an order number that comes a second time. No document says, so a client may rely on nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatedNumbers {
    /// An error that is on no list: the client cannot know whether an order exists.
    UnknownWord,
    /// A parameter error naming the number.
    ParameterError,
    /// A second order is made: the gateway that pays twice.
    MakeAnother,
}

/// Where a supplement's serial stands (Z11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupplementSpelling {
    /// Five digits after `mchOrderNo`, as the contract's prose says.
    AsProse,
    /// Four digits after `patchMchOrderNo`, as the contract's sample shows.
    AsSample,
}
