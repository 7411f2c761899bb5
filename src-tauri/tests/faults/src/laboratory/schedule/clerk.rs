//! What a merchant's clerk does beside entering what is wanted: paying again, at another account too, giving up, settling by
//! evidence. It has dice of its own, so that a schedule without a clerk is the same as ever.

use super::{MARKETS, Schedule, Wish};
use crate::laboratory::dice::Dice;

/// From the calm on, so long until what nobody found may be given up: a day in the laboratory's haste, with some to spare
/// for a clock that was wrong. Milliseconds.
pub const GIVING_UP_MS: i64 = 9_900_000;
/// From the giving up to the comparison of the books: what was given up is asked about daily. Milliseconds.
pub const WATCHING_MS: i64 = 10_200_000;
/// The most that the payouts of one day may come to at the second account, in whole units.
pub const DAY_CEILING: u32 = 900;

/// A clerk's doings.
#[derive(Debug, Clone, Default)]
pub struct Clerk {
    /// There is a second account, at the other family's gateway, with a ceiling for the day.
    pub two_accounts: bool,
    /// The second payout that a gateway makes of a number fails, whatever becomes of the first.
    pub doubles_fail: bool,
    /// A gateway that made two orders of a number lists both, whichever it is asked about (`CashFast`).
    pub lists_doubles: bool,
    /// Payouts entered again, whatever became of the first ones.
    pub again: Vec<Wish>,
    /// What is done about those of which nobody knows; `None`: nothing, they are only waited for.
    pub gives_up: Option<GivesUp>,
}

/// What a clerk does about orders that stay unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivesUp {
    /// So many in a thousand are settled by evidence, which may be wrong; the others are given up when that is allowed.
    pub evidence: u64,
    /// The gateway made the first payout and denies it until then, milliseconds after the moment of giving up.
    pub hidden_until_ms: Option<i64>,
}

impl Clerk {
    /// The clerk of a seed; changes some of the schedule's wishes.
    pub(super) fn of(schedule: &mut Schedule) -> Option<Self> {
        let mut dice = Dice::of(schedule.seed, "clerk", &[]);
        if !dice.chance(400) {
            return None;
        }
        let two_accounts = dice.chance(400);
        for wish in schedule.wishes.iter_mut().filter(|wish| wish.payout) {
            wish.elsewhere = two_accounts && dice.chance(400);
            wish.reason = dice.chance(300);
        }
        let mut again = Vec::new();
        for wish in schedule.wishes.iter().filter(|wish| wish.payout) {
            for _ in 0..dice.pick(&[0, 1, 1, 2]).unwrap_or(1) {
                again.push(Wish {
                    at_ms: wish.at_ms + dice.between(200, 45_000),
                    reason: dice.chance(250),
                    elsewhere: two_accounts && dice.chance(500),
                    ..*wish
                });
            }
        }
        let gives_up = dice.chance(180).then(|| GivesUp::of(&mut dice));
        let doubles_fail = dice.chance(500);
        // Drawn last: whatever else a seed decides stays as it was.
        let lists_doubles = dice.chance(500);
        Some(Self { two_accounts, doubles_fail, lists_doubles, again, gives_up })
    }
}

impl GivesUp {
    fn of(dice: &mut Dice) -> Self {
        let hidden_until_ms = dice.chance(700).then(|| match dice.below(4) {
            // Found before it may be given up, while its replacement waits to be sent, or after that has left.
            0 => dice.between(-3_600_000, -600_000),
            1 => dice.between(0, 1_200),
            _ => dice.between(1_200, 3_600_000),
        });
        Self { evidence: dice.pick(&[0, 300, 600]).unwrap_or(0), hidden_until_ms }
    }
}

impl Schedule {
    /// When the books are compared, milliseconds after the beginning.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        let gives_up = self.clerk.as_ref().is_some_and(|clerk| clerk.gives_up.is_some());
        self.calm_from_ms + if gives_up { GIVING_UP_MS + WATCHING_MS } else { super::CALM_MS }
    }

    /// The market at which something is wanted.
    #[must_use]
    pub fn market_of(&self, wish: Wish) -> &'static str {
        let other = MARKETS.iter().copied().find(|market| *market != self.market);
        other.filter(|_| wish.elsewhere).unwrap_or(self.market)
    }

    /// Whether there is an account at the gateway of the other family too.
    #[must_use]
    pub fn has_two_accounts(&self) -> bool {
        self.clerk.as_ref().is_some_and(|clerk| clerk.two_accounts)
    }

    /// Until when the gateway denies the first payout, milliseconds after the beginning.
    pub(in crate::laboratory) fn hidden_until_ms(&self) -> Option<i64> {
        let hidden = self.clerk.as_ref()?.gives_up?.hidden_until_ms?;
        Some(self.calm_from_ms + GIVING_UP_MS + hidden)
    }
}
