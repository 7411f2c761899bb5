//! What a person may decide about an order of which nobody knows: that it was never made, that it was after all unsure,
//! or, with evidence, what became of it.
//!
//! "Not found" is never proof by itself: gateways are late, ask the wrong replica, and forget (A12, Z21). So an order may
//! be given up only after it was not found often enough, over a long enough time of asking, just now too, and never found in
//! between. Evidence from outside (a bank statement, the gateway's support) may settle it at any time.

use ledger::{
    EvidenceRow, EvidenceVerdict, FindingKind, LedgerError, NewEvidence, OrderDetail, OrderId, OrderRow,
    QuestionCount, Replacements,
};
use orders::Status;

use crate::ask_gateway::Finding;
use crate::{Desk, DeskError};

/// The shortest reason for declaring an order never made, or for taking that back, in characters: who said so, and when,
/// is no single word.
pub const ABANDON_REASON_CHARS_MIN: usize = 10;
/// The longest such reason, in characters.
pub const ABANDON_REASON_CHARS_MAX: usize = 2_000;
/// So often the gateway must have said "not found" before an order may be given up.
pub const NOT_FOUNDS_NEEDED: u64 = 6;
/// So long must lie between the first and the last of them, in milliseconds; divided by the desk's haste, as the
/// tracker's waits are.
pub const NOT_FOUND_SPAN_MS: i64 = 24 * 3_600_000;
/// An older "not found" is no ground any more, in milliseconds: asking has stopped, and a gateway that has been silent since
/// may have paid it meanwhile.
pub const NOT_FOUND_LATELY_MS: i64 = ledger::PAUSE_COUNTS_MS;
/// An order that the gateway accepted longer ago may have been forgotten there, and one that it accepted later may not have
/// come to all of its servers yet; in milliseconds.
const REMEMBERED_MS: std::ops::Range<i64> = NOT_FOUND_LATELY_MS..30 * 24 * 3_600_000;
/// So many of what it has accepted are asked about until it knows one.
const REMEMBERED_ASKED: u32 = 5;
/// The shortest and the longest reference of evidence, in characters.
pub const REFERENCE_CHARS: std::ops::RangeInclusive<usize> = 3..=200;
/// The shortest and the longest note of evidence, in characters.
pub const EVIDENCE_NOTE_CHARS: std::ops::RangeInclusive<usize> = 10..=2_000;
/// The largest file that is kept as evidence, in bytes.
pub const EVIDENCE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// How an order's outcome is being found out, and what a person may decide about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// What was asked since it became unknown (or since it was sent), by what it brought.
    pub asked: Vec<QuestionCount>,
    /// How far it is from being given up.
    pub grounds: Grounds,
    /// Whether a person may declare it never made, now.
    pub can_abandon: bool,
    /// When that will be possible at the soonest, if asking goes on like this and only time is missing.
    pub abandon_waits_until_ms: Option<i64>,
    /// Whether a person may settle it with evidence.
    pub can_settle: bool,
    /// Whether a person may take back that it was never made.
    pub can_reopen: bool,
    /// The evidence given so far, oldest first.
    pub evidence: Vec<EvidenceRow>,
    /// What it was made in place of, and what was made in place of it.
    pub replacements: Replacements,
}

/// What the questions say for giving an order up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    /// How often the gateway said "not found".
    pub not_found: u64,
    /// How long was asked between the first and the last of them, in milliseconds.
    pub span_ms: i64,
    /// How long it has to be.
    pub span_needed_ms: i64,
    /// Whether the gateway also said that there is one, or several.
    pub contradicted: bool,
    /// Whether the last of them is not older than [`NOT_FOUND_LATELY_MS`].
    pub lately: bool,
    first_at_ms: Option<i64>,
}

impl Grounds {
    fn of(asked: &[QuestionCount], haste: u32, now_ms: i64) -> Self {
        let not_found = asked.iter().find(|count| count.finding == FindingKind::NotFound);
        Self {
            not_found: not_found.map_or(0, |count| count.n),
            span_ms: not_found.map_or(0, |count| count.last_at_ms.saturating_sub(count.first_at_ms)),
            span_needed_ms: NOT_FOUND_SPAN_MS / i64::from(haste.max(1)),
            contradicted: asked
                .iter()
                .any(|count| matches!(count.finding, FindingKind::Found | FindingKind::Several)),
            // A clock that was set back makes the last one lie ahead: how old it is, nobody knows then.
            lately: not_found
                .is_some_and(|count| now_ms.saturating_sub(count.last_at_ms).abs() <= NOT_FOUND_LATELY_MS),
            first_at_ms: not_found.map(|count| count.first_at_ms),
        }
    }

    /// Whether they are enough.
    #[must_use]
    pub const fn suffice(&self) -> bool {
        self.sufficed() && self.lately
    }

    /// Whether they were enough when the gateway last said "not found".
    #[must_use]
    pub const fn sufficed(&self) -> bool {
        !self.contradicted && self.not_found >= NOT_FOUNDS_NEEDED && self.span_ms >= self.span_needed_ms
    }

    /// When they may be enough at the soonest, Unix milliseconds, if only time is missing.
    fn wait_until_ms(&self) -> Option<i64> {
        let only_time =
            !self.contradicted && self.not_found >= NOT_FOUNDS_NEEDED && self.span_ms < self.span_needed_ms;
        self.first_at_ms.filter(|_| only_time).map(|first| first.saturating_add(self.span_needed_ms))
    }
}

impl Desk {
    /// How an order's outcome is being found out; `None` for an order whose outcome was never in doubt.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn settling(&self, found: &OrderDetail) -> Result<Option<Settling>, DeskError> {
        let order = &found.order;
        let replacements = self.ledger.replacements(order.id).await?;
        let doubtful = matches!(order.status, Status::Unknown | Status::Abandoned | Status::Refused)
            || found.events.iter().any(|event| event.to_status == Status::Unknown);
        if !doubtful && replacements == Replacements::default() {
            return Ok(None);
        }
        let asked = self.ledger.questions(order.id).await?;
        let grounds = Grounds::of(&asked, self.haste, self.now_ms());
        let is_unknown = order.status == Status::Unknown && !order.damaged;
        let can_give_up = is_unknown && self.can_ask(order).await?;
        Ok(Some(Settling {
            can_abandon: can_give_up && grounds.suffice(),
            abandon_waits_until_ms: grounds.wait_until_ms().filter(|_| can_give_up),
            can_settle: is_unknown,
            can_reopen: order.status == Status::Abandoned && !order.damaged,
            evidence: self.ledger.evidence_of_order(order.id).await?,
            asked,
            grounds,
            replacements,
        }))
    }

    /// A person declares, with a reason, that an unknown order was never made. It is asked about daily all the same.
    ///
    /// # Errors
    /// [`DeskError::Unexplained`] without a reason of [`ABANDON_REASON_CHARS_MIN`] to [`ABANDON_REASON_CHARS_MAX`]
    /// characters; [`DeskError::WrongStatus`] when the order is not unknown; [`DeskError::AbandonTooEarly`],
    /// [`DeskError::AbandonStale`], [`DeskError::AbandonContradicted`], [`DeskError::AbandonCannotAsk`] when the gateway's
    /// answers are no ground for it; [`DeskError::AbandonDenied`] when the gateway denies what it has accepted, and
    /// [`DeskError::NoConnection`], [`DeskError::NoAnswer`] or [`DeskError::Vault`] when it cannot be asked about that
    /// now; [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn abandon_order(&self, id: OrderId, reason: &str) -> Result<OrderRow, DeskError> {
        let reason = explained(reason)?;
        let before = self.existing_order(id).await?;
        if before.status != Status::Unknown {
            return Err(DeskError::WrongStatus(before.status));
        }
        if !self.can_ask(&before).await? {
            return Err(DeskError::AbandonCannotAsk);
        }
        self.check_grounds(id).await?;
        self.check_memory(&before).await?;
        // That took its time, in which the gateway may have spoken of this order.
        self.check_grounds(id).await?;
        let order = match self.ledger.abandon(id, reason, self.now_ms()).await {
            Ok(order) => order,
            Err(error) => return Err(self.overtaken(id, error).await),
        };
        self.replan(&order).await;
        self.emit_order(&order, Some(before.status), &[]);
        Ok(order)
    }

    async fn check_grounds(&self, id: OrderId) -> Result<(), DeskError> {
        let grounds = Grounds::of(&self.ledger.questions(id).await?, self.haste, self.now_ms());
        if grounds.contradicted {
            return Err(DeskError::AbandonContradicted);
        }
        if grounds.sufficed() && !grounds.lately {
            return Err(DeskError::AbandonStale);
        }
        if !grounds.suffice() {
            return Err(DeskError::AbandonTooEarly { until_ms: grounds.wait_until_ms(), grounds });
        }
        Ok(())
    }

    /// A gateway that denies all that it has accepted lately says nothing by "not found": it is asked in another merchant's
    /// name (a `CashFast` key names none), or has lost its records. What it says nothing readable of proves nothing.
    async fn check_memory(&self, order: &OrderRow) -> Result<(), DeskError> {
        let now = self.now_ms();
        let made = now.saturating_sub(REMEMBERED_MS.end)..now.saturating_sub(REMEMBERED_MS.start);
        let mut denied = Ok(());
        for accepted in self.ledger.newest_accepted(order, made, REMEMBERED_ASKED).await? {
            let asked = self.ask_gateway(accepted).await;
            match asked.map(|answer| (answer.finding, answer.applied.order.number)) {
                Ok((Finding::NotFound { .. }, number)) => {
                    denied = denied.and(Err(DeskError::AbandonDenied { order: accepted, number }));
                }
                Ok((Finding::Found | Finding::Overtaken | Finding::Several(_), _)) => return Ok(()),
                Err(
                    DeskError::Refused(_)
                    | DeskError::Unreadable(_)
                    | DeskError::Encode(_)
                    | DeskError::Ledger(LedgerError::Damaged(_)),
                ) => {}
                Err(other) => return Err(other),
            }
        }
        denied
    }

    /// A person takes back, with a reason, that an order was never made: it is unknown again, and asked about as if it had
    /// just become so.
    ///
    /// # Errors
    /// [`DeskError::Unexplained`] as of [`Desk::abandon_order`]; [`DeskError::WrongStatus`] when the order is not
    /// abandoned; [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn reopen_order(&self, id: OrderId, reason: &str) -> Result<OrderRow, DeskError> {
        let reason = explained(reason)?;
        let before = self.existing_order(id).await?;
        if before.status != Status::Abandoned {
            return Err(DeskError::WrongStatus(before.status));
        }
        let order = match self.ledger.reopen(id, reason, self.now_ms()).await {
            Ok(order) => order,
            Err(error) => return Err(self.overtaken(id, error).await),
        };
        self.replan(&order).await;
        self.emit_order(&order, Some(before.status), &[]);
        Ok(order)
    }

    /// A person settles an unknown order with evidence. It is watched on, and the gateway may still turn it round.
    ///
    /// # Errors
    /// [`DeskError::EvidenceField`] for a reference, note or file that cannot be kept; [`DeskError::WrongStatus`] when
    /// the order is not unknown; [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn settle_order(&self, id: OrderId, evidence: NewEvidence) -> Result<OrderRow, DeskError> {
        let evidence = checked(evidence)?;
        let before = self.existing_order(id).await?;
        if before.status != Status::Unknown {
            return Err(DeskError::WrongStatus(before.status));
        }
        let applied = match self.ledger.settle_with_evidence(id, &evidence, self.now_ms()).await {
            Ok(applied) => applied,
            Err(error) => return Err(self.overtaken(id, error).await),
        };
        tracing::info!(order = id.0, verdict = EvidenceVerdict::as_str(evidence.verdict), "settled by hand");
        self.replan(&applied.order).await;
        self.announce(&applied).await;
        Ok(applied.order)
    }

    /// Plans the next question about an order whose step is written: what was done must not be told as not done because the
    /// plan could not be written. It keeps the plan that it had, or the tracker's next sweep finds it.
    pub(crate) async fn replan(&self, order: &OrderRow) {
        if let Err(error) = self.plan_watch(order, false).await {
            tracing::error!(order = order.id.0, code = error.code(), "no new plan for an order");
        }
    }

    /// An answer or callback came between a person's look and their decision: they are told how it stands now.
    pub(crate) async fn overtaken(&self, id: OrderId, error: LedgerError) -> DeskError {
        if let LedgerError::Conflict(_) = &error
            && let Ok(order) = self.existing_order(id).await
        {
            return DeskError::WrongStatus(order.status);
        }
        error.into()
    }
}

/// The reason as it is kept.
fn explained(reason: &str) -> Result<&str, DeskError> {
    let reason = reason.trim();
    if (ABANDON_REASON_CHARS_MIN..=ABANDON_REASON_CHARS_MAX).contains(&reason.chars().count()) {
        Ok(reason)
    } else {
        Err(DeskError::Unexplained)
    }
}

/// The evidence as it is kept.
fn checked(evidence: NewEvidence) -> Result<NewEvidence, DeskError> {
    let reference = evidence.reference.trim().to_owned();
    let note = evidence.note.trim().to_owned();
    if !REFERENCE_CHARS.contains(&reference.chars().count()) {
        return Err(DeskError::EvidenceField("reference"));
    }
    if !EVIDENCE_NOTE_CHARS.contains(&note.chars().count()) {
        return Err(DeskError::EvidenceField("note"));
    }
    let fits = |size: usize| (1..=EVIDENCE_BYTES_MAX).contains(&size);
    if evidence.file.as_ref().is_some_and(|file| !fits(file.bytes.len()) || file.name.trim().is_empty()) {
        return Err(DeskError::EvidenceField("file"));
    }
    Ok(NewEvidence { reference, note, ..evidence })
}

#[cfg(test)]
mod tests {
    use super::{Grounds, NOT_FOUND_LATELY_MS, NOT_FOUND_SPAN_MS, NOT_FOUNDS_NEEDED, checked};
    use crate::DeskError;
    use ledger::{EvidenceFile, EvidenceVerdict, FindingKind, NewEvidence, QuestionCount};
    use rstest::rstest;

    const DAY: i64 = NOT_FOUND_SPAN_MS;

    fn count(finding: FindingKind, n: u64, first_at_ms: i64, last_at_ms: i64) -> QuestionCount {
        QuestionCount { finding, n, first_at_ms, last_at_ms }
    }

    #[rstest]
    #[case::enough(NOT_FOUNDS_NEEDED, DAY, true, None)]
    #[case::more(100, 9 * DAY, true, None)]
    #[case::too_few(NOT_FOUNDS_NEEDED - 1, DAY, false, None)]
    #[case::too_soon(NOT_FOUNDS_NEEDED, DAY - 1, false, Some(7 + DAY))]
    #[case::neither(1, 0, false, None)]
    fn not_found_often_enough_and_long_enough(
        #[case] n: u64,
        #[case] span: i64,
        #[case] enough: bool,
        #[case] until: Option<i64>,
    ) {
        let grounds = Grounds::of(&[count(FindingKind::NotFound, n, 7, 7 + span)], 1, 7 + span);
        assert_eq!((grounds.suffice(), grounds.wait_until_ms()), (enough, until));
    }

    #[test]
    fn silence_is_no_ground_and_being_found_speaks_against_it() {
        assert!(!Grounds::of(&[], 1, DAY).suffice());
        let not_found = count(FindingKind::NotFound, 50, 0, DAY);
        for kind in FindingKind::ALL {
            let only_that = Grounds::of(&[count(kind, 50, 0, DAY)], 1, DAY);
            assert_eq!(only_that.suffice(), kind == FindingKind::NotFound, "{kind:?}");
            let both = Grounds::of(&[not_found, count(kind, 1, 0, 0)], 1, DAY);
            let contradicts = matches!(kind, FindingKind::Found | FindingKind::Several);
            assert_eq!(both.suffice(), !contradicts, "{kind:?}");
        }
    }

    #[test]
    fn haste_shortens_the_span_only() {
        let hasty =
            Grounds::of(&[count(FindingKind::NotFound, NOT_FOUNDS_NEEDED, 0, DAY / 20)], 20, DAY / 20);
        assert!(hasty.suffice());
        assert!(!Grounds::of(&[count(FindingKind::NotFound, 5, 0, DAY)], 20, DAY).suffice());
    }

    #[rstest]
    #[case::just_now(0, true)]
    #[case::one_question_missed(NOT_FOUND_LATELY_MS, true)]
    #[case::silent_since(NOT_FOUND_LATELY_MS + 1, false)]
    #[case::the_clock_was_set_back(-NOT_FOUND_LATELY_MS - 1, false)]
    fn old_answers_are_no_ground(#[case] since: i64, #[case] enough: bool) {
        let asked = [count(FindingKind::NotFound, 30, 0, DAY)];
        let grounds = Grounds::of(&asked, 1, DAY + since);
        assert_eq!((grounds.suffice(), grounds.sufficed()), (enough, true));
    }

    #[rstest]
    #[case::short_reference("ab", "seen in the statement", Some(1), Some("reference"))]
    #[case::blank_reference("     ", "seen in the statement", Some(1), Some("reference"))]
    #[case::short_note("Marta", "it is so ", Some(1), Some("note"))]
    #[case::empty_file("Marta", "seen in the statement", Some(0), Some("file"))]
    #[case::huge_file("Marta", "seen in the statement", Some(5 * 1024 * 1024 + 1), Some("file"))]
    #[case::largest("Marta", "seen in the statement", Some(5 * 1024 * 1024), None)]
    #[case::without("SPEI 7", "0123456789", None, None)]
    fn evidence_says_who_and_what(
        #[case] reference: &str,
        #[case] note: &str,
        #[case] bytes: Option<usize>,
        #[case] wrong: Option<&str>,
    ) {
        let file = bytes.map(|bytes| EvidenceFile { name: "a.pdf".to_owned(), bytes: vec![7; bytes] });
        let evidence = NewEvidence {
            verdict: EvidenceVerdict::Failed,
            reference: reference.to_owned(),
            note: note.to_owned(),
            file,
        };
        match (checked(evidence), wrong) {
            (Ok(kept), None) => assert_eq!(kept.note, note.trim()),
            (Err(DeskError::EvidenceField(field)), Some(wrong)) => assert_eq!(field, wrong),
            (other, _) => panic!("{other:?}"),
        }
    }
}
