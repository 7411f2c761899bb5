//! When an order is asked about next: pure, so that the whole plan can be read and tested here.
//!
//! An order whose money question is open is asked about for as long as it is open. A refused one and a final one
//! are asked about a few times more: gateways refuse what exists, and pay what failed (SPEED_AND_SAFETY §1.2, R2).

use orders::{Direction, Status};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// So long after the end of its offer a collect order that nobody paid counts as expired: the gateway's clock and
/// the payer's bank are slower than ours.
pub(crate) const EXPIRY_MARGIN_MS: i64 = 10 * MINUTE;
/// A collect order without an end of its own grows stale after this (cashfast.md §7: it stays pending for ever).
pub(crate) const STALE_COLLECT_MS: i64 = 3 * DAY;

/// The first questions about an order of which nobody knows whether it was paid.
const IN_DOUBT: [i64; 8] =
    [5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];

/// Why an order is asked about: each has its own rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// It is being sent. Only if its outcome is never written down is there anything to ask.
    Sending,
    /// No trustworthy answer came.
    Unknown,
    /// A payout on its way.
    OpenPayout,
    /// A collect order that waits for its payer.
    OpenCollect,
    /// A collect order that nobody paid in time, or of which only a person has said how it ended; it may still be paid.
    Expired,
    /// A success that may be turned round as a matter of course (cashy.md, Z13).
    Provisional,
    /// A payout that ended: asked about a little longer, for doubles and reversals (R2).
    EndedPayout,
    /// A payout that ended by a person's word alone: asked about until the gateway has said what became of it.
    ByWord,
    /// Callbacks have told two ends, and no question has told yet which of them holds.
    Contradicted,
    /// The gateway said no; it is asked all the same whether the order exists (R2).
    Refused,
    /// A person declared that it was never made; proof may turn up (cashy.md, Z21).
    Abandoned,
}

impl Plan {
    /// The plan for an order as it stands; `None` for orders that no gateway needs to be asked about.
    pub(crate) const fn of(status: Status, direction: Direction, provisional: bool) -> Option<Self> {
        let payout = matches!(direction, Direction::Payout);
        match status {
            Status::Sending => Some(Self::Sending),
            Status::Unknown => Some(Self::Unknown),
            Status::Pending | Status::Processing if payout => Some(Self::OpenPayout),
            Status::Pending | Status::Processing => Some(Self::OpenCollect),
            Status::Expired => Some(Self::Expired),
            Status::Succeeded if provisional => Some(Self::Provisional),
            Status::Succeeded | Status::Failed | Status::Returned if payout => Some(Self::EndedPayout),
            Status::Refused => Some(Self::Refused),
            Status::Abandoned => Some(Self::Abandoned),
            Status::Succeeded
            | Status::Failed
            | Status::Returned
            | Status::Prepared
            | Status::NotSent
            | Status::Cancelled => None,
        }
    }

    /// The word it is stored under.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            // The ledger plans it by this word when sending begins.
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::OpenPayout => "open_payout",
            Self::OpenCollect => "open_collect",
            Self::Expired => "expired",
            Self::Provisional => "provisional",
            Self::EndedPayout => "ended_payout",
            Self::ByWord => "by_word",
            Self::Contradicted => "contradicted",
            Self::Refused => "refused",
            Self::Abandoned => "abandoned",
        }
    }

    /// How long to wait before the next question, after `asked` of them about an order that was sent `age_ms` ago, in
    /// milliseconds. `None`: the order has been watched long enough.
    ///
    /// An order that waits for its payer or its bank is not asked about more densely than a hundredth of its age: one that
    /// has waited for days does not end within seconds, even if its status has just changed or its plan begins anew.
    pub(crate) fn delay_ms(self, asked: u32, age_ms: i64) -> Option<i64> {
        let delay_ms = self.step_ms(asked)?;
        Some(match self {
            Self::OpenPayout | Self::OpenCollect => delay_ms.max((age_ms / 100).min(HOUR)),
            Self::Sending
            | Self::Unknown
            | Self::Expired
            | Self::Provisional
            | Self::EndedPayout
            | Self::ByWord
            | Self::Contradicted
            | Self::Refused
            | Self::Abandoned => delay_ms,
        })
    }

    fn step_ms(self, asked: u32) -> Option<i64> {
        let (steps, then): (&[i64], Then) = match self {
            Self::Sending => (&[], Then::Every(2 * MINUTE)),
            Self::Unknown => (&IN_DOUBT, Then::Every(HOUR)),
            Self::Contradicted => (&IN_DOUBT, Then::Every(DAY)),
            Self::OpenPayout => (
                &[
                    2 * SECOND,
                    5 * SECOND,
                    10 * SECOND,
                    20 * SECOND,
                    30 * SECOND,
                    MINUTE,
                    2 * MINUTE,
                    5 * MINUTE,
                    10 * MINUTE,
                    30 * MINUTE,
                ],
                Then::Every(HOUR),
            ),
            Self::OpenCollect => (
                &[
                    3 * SECOND,
                    5 * SECOND,
                    10 * SECOND,
                    20 * SECOND,
                    30 * SECOND,
                    MINUTE,
                    2 * MINUTE,
                    5 * MINUTE,
                ],
                Then::Every(10 * MINUTE),
            ),
            // The account that a payer pays into may live for 180 days (cashy.md, Mexican payIn): payers come back to it.
            Self::Expired => (&[HOUR, 6 * HOUR], Then::Times(&[(14, DAY), (27, WEEK)])),
            Self::Provisional => (
                &[
                    MINUTE,
                    MINUTE,
                    2 * MINUTE,
                    3 * MINUTE,
                    3 * MINUTE,
                    5 * MINUTE,
                    5 * MINUTE,
                    5 * MINUTE,
                    5 * MINUTE,
                ],
                Then::Times(&[(7, DAY)]),
            ),
            // "Can still be reversed, in both directions" (cashy.md, from S1 and S3): a week, as of a provisional success.
            Self::EndedPayout => (&[5 * MINUTE, HOUR, DAY, DAY, 2 * DAY, 3 * DAY], Then::Stop),
            Self::ByWord => (&[5 * MINUTE, HOUR], Then::Every(DAY)),
            Self::Refused => (&[30 * SECOND, 10 * MINUTE, HOUR, DAY], Then::Stop),
            Self::Abandoned => (&[], Then::Every(DAY)),
        };
        let index = usize::try_from(asked).unwrap_or(usize::MAX);
        steps.get(index).copied().or_else(|| {
            let mut beyond = index - steps.len();
            match then {
                Then::Every(pause) => Some(pause),
                Then::Times(stretches) => stretches.iter().find_map(|(times, pause)| {
                    let left = beyond.checked_sub(*times);
                    beyond = left.unwrap_or_default();
                    left.is_none().then_some(*pause)
                }),
                Then::Stop => None,
            }
        })
    }
}

enum Then {
    /// On and on.
    Every(i64),
    /// So many times more, with such a pause; one stretch after the other.
    Times(&'static [(usize, i64)]),
    Stop,
}

/// Spreads a delay by up to a tenth either way, so that a thousand orders do not ask in one moment.
/// `random` is any number; `haste` divides the delay (tests and the practice mode are in a hurry).
pub(crate) fn jittered(delay_ms: i64, random: u64, haste: u32) -> i64 {
    let thousandths = 900 + i64::try_from(random % 201).unwrap_or(100);
    let spread = delay_ms.saturating_mul(thousandths) / 1_000;
    (spread / i64::from(haste.max(1))).max(1)
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, Plan, jittered};
    use orders::{Direction, Status};
    use proptest::prelude::{any, proptest};

    const ALL: [Plan; 11] = [
        Plan::Sending,
        Plan::Unknown,
        Plan::OpenPayout,
        Plan::OpenCollect,
        Plan::Expired,
        Plan::Provisional,
        Plan::EndedPayout,
        Plan::ByWord,
        Plan::Contradicted,
        Plan::Refused,
        Plan::Abandoned,
    ];

    #[test]
    fn z21_an_unknown_order_is_asked_about_on_and_on() {
        let first: Vec<i64> = (0..9).filter_map(|n| Plan::Unknown.delay_ms(n, 3 * DAY)).collect();
        let seconds: Vec<i64> = first.iter().map(|ms| ms / 1000).collect();
        assert_eq!(seconds, [5, 15, 30, 60, 120, 300, 600, 1800, 3600]);
        assert_eq!(Plan::Unknown.delay_ms(u32::MAX, 0), Some(HOUR));
    }

    #[test]
    fn z13_a_provisional_success_is_watched_30_minutes_densely_then_7_days() {
        let delays: Vec<i64> = (0..100).map_while(|n| Plan::Provisional.delay_ms(n, 0)).collect();
        let dense: i64 = delays.iter().filter(|delay| **delay < HOUR).sum();
        assert_eq!(dense, 30 * MINUTE);
        assert_eq!(delays.iter().filter(|delay| **delay == DAY).count(), 7);
        assert_eq!(Plan::Provisional.delay_ms(100, 0), None);
    }

    /// `CashFast` may call back only twice, the second time after three minutes: no order may hang on that.
    #[test]
    fn a14_open_orders_are_asked_about_as_if_no_callback_came() {
        for plan in [Plan::OpenCollect, Plan::OpenPayout] {
            let mut after = 0;
            let times = (0..50).map_while(|n| {
                after += plan.delay_ms(n, after)?;
                Some(after)
            });
            let times: Vec<i64> = times.collect();
            let by_the_retry = times.iter().filter(|time| **time <= 3 * MINUTE).count();
            assert!(by_the_retry >= 5, "{plan:?}: {times:?}");
            assert_eq!(times.len(), 50, "{plan:?} goes on");
            assert!(
                plan.delay_ms(u32::MAX, 100 * DAY).is_some_and(|delay| delay <= HOUR),
                "{plan:?} for ever"
            );
        }
    }

    #[test]
    fn r2_refused_and_ended_ones_are_asked_about_again() {
        for status in [Status::Refused, Status::Succeeded, Status::Failed, Status::Returned] {
            let plan = Plan::of(status, Direction::Payout, false).unwrap();
            assert!((0..10).map_while(|n| plan.delay_ms(n, 0)).count() >= 3, "{status:?}");
        }
    }

    /// Reversals are documented in both directions; one of which nobody hears is a payment too many, or one too few.
    #[test]
    fn s1_s3_an_ended_payout_is_watched_for_a_week() {
        let delays: Vec<i64> = (0..100).map_while(|n| Plan::EndedPayout.delay_ms(n, 0)).collect();
        assert!(delays.iter().sum::<i64>() > 7 * DAY && delays.iter().all(|delay| *delay <= 3 * DAY));
        assert_eq!(Plan::EndedPayout.delay_ms(u32::MAX, 0), None);
    }

    #[test]
    fn an_expired_collect_is_watched_daily_for_two_weeks_and_weekly_for_half_a_year() {
        let delays: Vec<i64> = (0..200).map_while(|n| Plan::Expired.delay_ms(n, 0)).collect();
        let (first, then) = delays.split_at(16);
        assert!(first.iter().all(|delay| *delay <= DAY) && then.iter().all(|delay| *delay == 7 * DAY));
        let whole: i64 = delays.iter().sum();
        assert!((200 * DAY..210 * DAY).contains(&whole), "{whole}");
    }

    #[test]
    fn orders_that_never_left_are_not_asked_about() {
        for status in [Status::Prepared, Status::NotSent, Status::Cancelled] {
            assert_eq!(Plan::of(status, Direction::Payout, true), None, "{status:?}");
        }
    }

    #[test]
    fn an_old_order_is_not_asked_about_densely_whatever_happens_to_it() {
        assert_eq!(Plan::OpenPayout.delay_ms(0, 0), Some(2_000));
        assert_eq!(Plan::OpenPayout.delay_ms(0, HOUR), Some(36_000));
        assert_eq!(Plan::OpenCollect.delay_ms(0, 3 * DAY), Some(3 * DAY / 100));
        assert_eq!(Plan::OpenCollect.delay_ms(9, 100 * DAY), Some(HOUR));
        assert_eq!(Plan::Unknown.delay_ms(0, 3 * DAY), Some(5_000), "money is in doubt");
    }

    #[test]
    fn words_differ() {
        for (index, plan) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(index + 1).all(|other| other.as_str() != plan.as_str()));
        }
    }

    proptest! {
        #[test]
        fn jitter_stays_within_a_tenth(delay in 10_i64..DAY, random in any::<u64>()) {
            let spread = jittered(delay, random, 1);
            assert!(spread >= delay * 9 / 10 - 1 && spread <= delay * 11 / 10 + 1);
        }

        #[test]
        fn no_delay_is_nothing(
            asked in any::<u32>(),
            age in 0..i64::MAX,
            random in any::<u64>(),
            haste in any::<u32>(),
        ) {
            for plan in ALL {
                if let Some(delay) = plan.delay_ms(asked, age) {
                    assert!(jittered(delay, random, haste) >= 1);
                }
            }
        }
    }
}
