//! A schedule: everything that a seed decides. What is written out here can be shrunk; the rest follows by [`Dice`].

mod clerk;

use practice::RepeatedNumbers;

pub use self::clerk::{Clerk, DAY_CEILING, GIVING_UP_MS, GivesUp, WATCHING_MS};
use super::dice::Dice;
use crate::disk::Survivors;

/// The laboratory's world goes ten times as fast as life: the tracker's looks at the clock stay as they are, so
/// fewer of them are empty.
pub const HASTE: u32 = 10;
/// When every schedule begins, Unix milliseconds: 2025-10-09 08:53:20 UTC.
pub const BEGINNING_MS: i64 = 1_760_000_000_000;
/// How long a request waits for its answer, in milliseconds.
pub const TOTAL_LIMIT_MS: i64 = 3_000;
/// From the last fault to the comparison of the books: longer than the longest wait between two questions.
pub const CALM_MS: i64 = 480_000;

/// The markets of the laboratory: one of each family.
pub const MARKETS: [&str; 2] = ["cashfast-mx", "cashy-mx"];

/// One run of the laboratory.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// What everything else follows from.
    pub seed: u64,
    /// At which gateway.
    pub market: &'static str,
    /// What the merchant wants.
    pub wishes: Vec<Wish>,
    /// How often what goes wrong.
    pub faults: Faults,
    /// When the program dies.
    pub crashes: Vec<Crash>,
    /// How far this computer's clock is off, from when on (milliseconds after the beginning; milliseconds ahead).
    pub clock: Vec<(i64, i64)>,
    /// What the gateway does with an order number that comes twice.
    pub repeated_numbers: RepeatedNumbers,
    /// Milliseconds after the beginning: from then on nothing goes wrong.
    pub calm_from_ms: i64,
    /// What a clerk does beside; `None`: nothing.
    pub clerk: Option<Clerk>,
}

/// An order that the merchant wants to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Milliseconds after the beginning.
    pub at_ms: i64,
    /// Pay out, or collect.
    pub payout: bool,
    /// How much, in whole units. Its last two digits choose what the practice gateway makes of it.
    pub amount: u32,
    /// Whether a reason is given for paying the same again.
    pub reason: bool,
    /// At the second account, which is at the other market.
    pub elsewhere: bool,
}

/// How often something goes wrong, in a thousand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    /// No connection comes about.
    pub no_connection: u64,
    /// A creation is lost on its way.
    pub creation_lost: u64,
    /// A creation arrives long after we ceased to wait.
    pub creation_late: u64,
    /// A creation arrives twice.
    pub creation_twice: u64,
    /// The answer to a creation is lost.
    pub answer_lost: u64,
    /// The answer to a creation breaks off.
    pub answer_broken: u64,
    /// Somebody on the way answers in the gateway's place.
    pub answer_of_proxy: u64,
    /// The gateway made the order and says that it refused it.
    pub answer_refuses: u64,
    /// A question or its answer is lost.
    pub question_lost: u64,
    /// The gateway does not know yet what it accepted a moment ago.
    pub question_too_early: u64,
    /// The answer to a question is about another order.
    pub question_swapped: u64,
    /// The answer to a question is slow, and overtaken by others.
    pub question_slow: u64,
    /// A callback is lost.
    pub callback_lost: u64,
    /// A callback is late.
    pub callback_late: u64,
    /// A callback comes twice.
    pub callback_twice: u64,
}

/// When the program dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At the n-th write or sync since its start.
    Operation(u64),
    /// At the n-th creation: its bytes have left, and nothing has arrived yet.
    CreationLeft(u64),
    /// At the n-th creation: it has arrived, and the answer is not back yet.
    CreationArrived(u64),
    /// So many milliseconds after the beginning.
    At(i64),
}

/// One death, and what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// When.
    pub when: When,
    /// What of the unsynced writes reached the disk.
    pub survivors: Survivors,
    /// How long it takes until somebody starts the program again, in milliseconds.
    pub down_ms: i64,
}

impl Schedule {
    /// The schedule of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut schedule = Self::without_clerk(seed);
        schedule.clerk = Clerk::of(&mut schedule);
        schedule
    }

    /// The schedule of a seed without its clerk: as the seeds were before there were clerks.
    #[must_use]
    pub fn without_clerk(seed: u64) -> Self {
        let mut dice = Dice::of(seed, "schedule", &[]);
        let market = dice.pick(&MARKETS).unwrap_or(MARKETS[0]);
        let wishes = wishes(&mut dice);
        let calm_from_ms = wishes.last().map_or(0, |wish| wish.at_ms) + 40_000;
        let repeated_numbers = match dice.below(3) {
            0 => RepeatedNumbers::UnknownWord,
            1 => RepeatedNumbers::ParameterError,
            _ => RepeatedNumbers::MakeAnother,
        };
        Self {
            seed,
            market,
            wishes,
            faults: faults(&mut dice),
            crashes: crashes(&mut dice),
            clock: clock(&mut dice, calm_from_ms),
            repeated_numbers,
            calm_from_ms,
            clerk: None,
        }
    }
}

fn wishes(dice: &mut Dice) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut at_ms = 0;
    for place in 0..dice.between(1, 5) {
        at_ms += dice.between(100, 12_000);
        let before = wishes.iter().rev().find(|wish| wish.payout).copied();
        let wish = match before {
            // The same once more: somebody believes that the first one failed.
            Some(before) if dice.chance(120) => Wish { at_ms, ..before },
            Some(_) | None => {
                let payout = dice.chance(750);
                let ending = if dice.chance(550) { 50 } else { dice.below(26) };
                let hundreds = 200 + 100 * u64::try_from(place).unwrap_or_default();
                let amount = u32::try_from(hundreds + ending).unwrap_or(250);
                Wish { at_ms, payout, amount, reason: true, elsewhere: false }
            }
        };
        wishes.push(wish);
    }
    wishes
}

/// Each schedule has a few kinds of faults only, and those often: together they would hide one another.
fn faults(dice: &mut Dice) -> Faults {
    let mut faults = Faults::default();
    for rate in faults.each() {
        if dice.chance(350) {
            *rate = dice.below(400);
        }
    }
    faults
}

impl Faults {
    /// Every rate, to be changed.
    pub fn each(&mut self) -> [&mut u64; 15] {
        [
            &mut self.no_connection,
            &mut self.creation_lost,
            &mut self.creation_late,
            &mut self.creation_twice,
            &mut self.answer_lost,
            &mut self.answer_broken,
            &mut self.answer_of_proxy,
            &mut self.answer_refuses,
            &mut self.question_lost,
            &mut self.question_too_early,
            &mut self.question_swapped,
            &mut self.question_slow,
            &mut self.callback_lost,
            &mut self.callback_late,
            &mut self.callback_twice,
        ]
    }
}

fn crashes(dice: &mut Dice) -> Vec<Crash> {
    let number = dice.pick(&[0, 0, 1, 1, 2, 3]).unwrap_or(0);
    (0..number).map(|_| crash(dice)).collect()
}

fn crash(dice: &mut Dice) -> Crash {
    let when = match dice.below(5) {
        0 => When::CreationLeft(dice.below(4)),
        1 => When::CreationArrived(dice.below(4)),
        2 => When::At(dice.between(100, 60_000)),
        _ => When::Operation(dice.below(160)),
    };
    let survivors = match dice.below(4) {
        0 => Survivors::Dropped,
        1 => Survivors::Kept,
        2 => Survivors::Half,
        _ => Survivors::Torn,
    };
    Crash { when, survivors, down_ms: dice.between(50, 20_000) }
}

/// One in five has a clock that is wrong, and is put right before the end. Beyond five minutes `CashFast` refuses.
fn clock(dice: &mut Dice, calm_from_ms: i64) -> Vec<(i64, i64)> {
    if !dice.chance(200) {
        return Vec::new();
    }
    let off = dice.between(310_000, 420_000);
    let off = if dice.chance(500) { off } else { -off };
    let wrong_from = if dice.chance(500) { 0 } else { dice.between(0, calm_from_ms / 2) };
    vec![(wrong_from, off), (dice.between(calm_from_ms / 2, calm_from_ms), 0)]
}
