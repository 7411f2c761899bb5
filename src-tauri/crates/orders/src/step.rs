//! The table of allowed steps (DESIGN §5), and how a report is held against it.

use serde::{Deserialize, Serialize};

use crate::{ReportedStatus, Status};

/// Where the knowledge behind a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The program itself: writing the stub, beginning to send, finding a crash at start-up.
    Program,
    /// The gateway's answer to the creation.
    Answer,
    /// The gateway's answer to a question.
    Query,
    /// A verified callback.
    Delivery,
    /// A person, with a written reason.
    Person,
}

impl Source {
    /// The word it is stored under.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Answer => "answer",
            Self::Query => "query",
            Self::Delivery => "delivery",
            Self::Person => "person",
        }
    }

    /// The source stored under `word`, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Program, Self::Answer, Self::Query, Self::Delivery, Self::Person]
            .into_iter()
            .find(|source| source.as_str() == word)
    }
}

/// What becomes of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The order takes this status.
    Moves(Status),
    /// It says what is known already.
    Confirms,
    /// It repeats a status that the order has left behind; nothing changes (cashy.md, Z14).
    Late,
    /// The table has no such step: recorded, changes nothing, raises a flag.
    Outside,
}

impl Status {
    /// Whether an order may go from this status to `next`.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        use Status::{
            Abandoned, Cancelled, Expired, Failed, NotSent, Pending, Prepared, Processing, Refused, Returned,
            Sending, Succeeded, Unknown,
        };
        let allowed: &[Self] = match self {
            Prepared => &[Sending, Cancelled],
            Sending => &[Pending, Processing, Succeeded, Refused, Unknown, NotSent, Failed],
            NotSent => &[Sending, Cancelled],
            Unknown => &[Pending, Processing, Succeeded, Failed, Refused, Returned, Expired, Abandoned],
            Refused => &[Pending, Processing, Succeeded, Failed, Returned],
            Pending => &[Processing, Succeeded, Failed, Expired],
            Processing => &[Succeeded, Failed],
            Succeeded => &[Returned],
            Failed | Returned => &[Succeeded],
            Expired => &[Pending, Succeeded, Failed],
            Abandoned => &[Unknown, Pending, Processing, Succeeded, Failed, Returned],
            Cancelled => &[],
        };
        allowed.contains(&next)
    }
}

/// Holds a gateway's report against an order's present status and the statuses it has left behind.
///
/// `left` are the statuses that the order had before, in any order. A callback that repeats one of them is
/// late and loses; a query is asked now and answered now, so it may turn a final status round, but it cannot
/// lead back to an open one.
#[must_use]
pub fn judge(now: Status, left: &[Status], reported: ReportedStatus, source: Source) -> Judgement {
    let next = meaning(now, reported);
    if next == now {
        return Judgement::Confirms;
    }
    let repeats = left.contains(&next) || (next == Status::Returned && left.contains(&Status::Failed));
    let open = matches!(reported, ReportedStatus::Pending | ReportedStatus::Processing);
    let certain = source == Source::Query || source == Source::Person;
    // An expired order that the gateway still calls pending has not moved: expiry is our own soft notion.
    if now == Status::Expired && open {
        return Judgement::Late;
    }
    // Callbacks overtake one another: an open word that comes after a later one was only slow on its way.
    let overtaken = open && source == Source::Delivery && has_gone_on(now);
    if overtaken || (repeats && (open || !certain)) {
        return Judgement::Late;
    }
    if now.may_become(next) { Judgement::Moves(next) } else { Judgement::Outside }
}

/// Whether an order has been beyond waiting.
fn has_gone_on(now: Status) -> bool {
    matches!(now, Status::Processing | Status::Succeeded | Status::Failed | Status::Returned)
}

/// What a report means for an order that stands at `now`: failing after success is a return.
fn meaning(now: Status, reported: ReportedStatus) -> Status {
    match reported {
        ReportedStatus::Pending => Status::Pending,
        ReportedStatus::Processing => Status::Processing,
        ReportedStatus::Succeeded => Status::Succeeded,
        ReportedStatus::Failed if matches!(now, Status::Succeeded | Status::Returned) => Status::Returned,
        ReportedStatus::Failed => Status::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Judgement, Source, judge};
    use crate::ReportedStatus::{Failed, Pending, Processing, Succeeded};
    use crate::Status;
    use rstest::rstest;

    #[rstest]
    #[case::skips_steps(Status::Unknown, &[Status::Sending], Succeeded, Source::Query, Judgement::Moves(Status::Succeeded))]
    #[case::repeats(Status::Succeeded, &[Status::Pending], Succeeded, Source::Delivery, Judgement::Confirms)]
    #[case::late_open_word(Status::Succeeded, &[Status::Pending], Pending, Source::Delivery, Judgement::Late)]
    #[case::late_open_word_by_query(Status::Succeeded, &[Status::Pending], Pending, Source::Query, Judgement::Late)]
    #[case::overtaken_callback(Status::Succeeded, &[Status::Sending], Processing, Source::Delivery, Judgement::Late)]
    #[case::never_was_processing(Status::Succeeded, &[Status::Pending], Processing, Source::Query, Judgement::Outside)]
    #[case::failing_after_success_is_a_return(Status::Succeeded, &[Status::Pending], Failed, Source::Delivery, Judgement::Moves(Status::Returned))]
    #[case::late_success_after_return(Status::Returned, &[Status::Pending, Status::Succeeded], Succeeded, Source::Delivery, Judgement::Late)]
    #[case::asked_success_after_return(Status::Returned, &[Status::Pending, Status::Succeeded], Succeeded, Source::Query, Judgement::Moves(Status::Succeeded))]
    #[case::late_failure_after_reversal(Status::Succeeded, &[Status::Pending, Status::Failed], Failed, Source::Delivery, Judgement::Late)]
    #[case::asked_failure_after_reversal(Status::Succeeded, &[Status::Pending, Status::Failed], Failed, Source::Query, Judgement::Moves(Status::Returned))]
    #[case::returned_stays_returned(Status::Returned, &[Status::Succeeded], Failed, Source::Query, Judgement::Confirms)]
    #[case::refused_yet_there(Status::Refused, &[Status::Sending], Processing, Source::Query, Judgement::Moves(Status::Processing))]
    #[case::backwards_is_outside(Status::Processing, &[Status::Sending], Pending, Source::Query, Judgement::Outside)]
    #[case::cancelled_stays(Status::Cancelled, &[Status::Prepared], Succeeded, Source::Query, Judgement::Outside)]
    #[case::abandoned_reopens(Status::Abandoned, &[Status::Unknown], Succeeded, Source::Delivery, Judgement::Moves(Status::Succeeded))]
    #[case::a_persons_no_is_turned_round(Status::Failed, &[Status::Sending, Status::Unknown], Succeeded, Source::Query, Judgement::Moves(Status::Succeeded))]
    #[case::a_persons_yes_is_turned_round(Status::Succeeded, &[Status::Sending, Status::Unknown], Failed, Source::Query, Judgement::Moves(Status::Returned))]
    #[case::a_persons_no_and_an_open_word(Status::Failed, &[Status::Sending, Status::Unknown], Processing, Source::Query, Judgement::Outside)]
    #[case::reopened_and_found(Status::Unknown, &[Status::Sending, Status::Abandoned], Pending, Source::Query, Judgement::Moves(Status::Pending))]
    #[case::expired_is_soft(Status::Expired, &[Status::Pending], Succeeded, Source::Query, Judgement::Moves(Status::Succeeded))]
    #[case::expired_and_still_waiting(Status::Expired, &[Status::Pending], Pending, Source::Query, Judgement::Late)]
    fn reports_are_held_against_history(
        #[case] now: Status,
        #[case] left: &[Status],
        #[case] reported: crate::ReportedStatus,
        #[case] source: Source,
        #[case] expected: Judgement,
    ) {
        assert_eq!(judge(now, left, reported, source), expected);
    }

    #[test]
    fn nothing_leads_back_to_sending_after_it_began_but_a_proof_that_nothing_left() {
        let back: Vec<Status> =
            Status::ALL.into_iter().filter(|status| status.may_become(Status::Sending)).collect();
        assert_eq!(back, [Status::Prepared, Status::NotSent]);
    }

    #[test]
    fn words_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.as_str()), Some(status));
        }
        assert_eq!(Status::from_word("paid"), None);
    }
}
