//! Sending, once: the step before the first byte leaves, what the answer was, and what a crash left behind.

use money::Amount;
use orders::{Flag, Judgement, ReportedStatus, Source, Status, judge};
use sqlx::{SqliteConnection, SqlitePool};

use crate::connection::{Work, commit, failed};
use crate::report::{Applied, Report, settle};
use crate::tables::events::{self, NewEvent};
use crate::tables::orders::{Held, load_sound, store};
use crate::tables::watches::{self, NewWatch};
use crate::tables::{account_seals, questions, replacements};
use crate::{
    CreationRequest, Ledger, LedgerError, NewExchange, OrderId, OrderRow, PayInstructions, ceilings, search,
};

/// What became of a creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeStatus {
    /// The gateway accepted it; it stands so (pending, when the answer has no known word).
    Accepted(ReportedStatus),
    /// The gateway said no.
    Refused,
    /// No trustworthy answer.
    Unknown,
    /// Proven never to have left: no connection was made.
    NotSent,
}

/// What the answer to a creation brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What became of it.
    pub status: OutcomeStatus,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The fee, where it is told.
    pub fee: Option<Amount>,
    /// What the payer needs.
    pub pay: PayInstructions,
    /// Whether a success may still be turned round as a matter of course.
    pub provisional: bool,
    /// The refusal or failure, verbatim.
    pub reason: Option<String>,
    /// Our explanation, for the history.
    pub note: Option<String>,
    /// What did not agree with the request.
    pub flags: Vec<Flag>,
    /// The exchange itself; kept in the same commit.
    pub exchange: Option<NewExchange>,
}

impl Outcome {
    /// An outcome with nothing but its status.
    #[must_use]
    pub fn new(status: OutcomeStatus) -> Self {
        Self {
            status,
            gateway_status: None,
            gateway_number: None,
            fee: None,
            pay: PayInstructions::default(),
            provisional: false,
            reason: None,
            note: None,
            flags: Vec::new(),
            exchange: None,
        }
    }
}

impl Ledger {
    /// Puts an order into `sending`, with the exact bytes that will leave. Only after this has returned may they.
    ///
    /// It works once: from `prepared`, or from `not_sent` when a person says so. Of any number of
    /// callers, at whatever moment, one succeeds.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order stands anywhere else, or when one that it was made in place of has turned
    /// up: nothing may be sent then.
    /// [`LedgerError::AboveCeiling`] when it is above a ceiling of its account and was not let pass.
    /// [`LedgerError::Damaged`] when the order or its account is not as it was written. Also when it cannot be written:
    /// then nothing may be sent either.
    pub async fn begin_sending(
        &self,
        id: OrderId,
        request: &CreationRequest,
        source: Source,
        note: Option<&str>,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        let mut tx = self.begin().await?;
        let mut held = load_sound(&mut tx, id).await?;
        check_may_send(&held.row, source)?;
        // Also when what is wrong with it has come to be after it was looked at.
        let account = account_seals::load_sound(&mut tx, held.row.account_id).await?;
        ceilings::check(&mut tx, &held.row, &account, now_ms).await?;
        replacements::check_may_send(&mut tx, id).await?;
        held.row.submitted = true;
        held.row.sent_at_ms = Some(now_ms);
        held.row.request = Some(request.clone());
        sqlx::query("UPDATE order_papers SET request_path = ?, request_body = ? WHERE order_id = ?")
            .bind(&request.path)
            .bind(&request.body)
            .bind(id.0)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        step(&mut tx, &mut held, Status::Sending, source, note, now_ms).await?;
        watches::plan_sending(&mut tx, id, now_ms).await?;
        commit(tx).await?;
        Ok(held.row)
    }

    /// Records what became of a creation. Whatever a callback has brought in the meantime is not undone.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written: the order then stays `sending`, and `unknown` after a restart.
    pub async fn record_outcome(
        &self,
        id: OrderId,
        outcome: &Outcome,
        now_ms: i64,
    ) -> Result<Applied, LedgerError> {
        let mut tx = self.begin().await?;
        let mut held = load_sound(&mut tx, id).await?;
        let left = events::statuses(&mut tx, id).await?;
        let judgement = judge_outcome(held.row.status, &left, outcome.status);
        let mut report = report_of(outcome);
        let exists = !matches!(held.row.status, Status::Sending | Status::Unknown | Status::NotSent);
        if outcome.status == OutcomeStatus::Refused && exists {
            report.flags.push(Flag::RefusedButExists);
        }
        // Nothing left the machine, so the number was not submitted; the database checks this step once more.
        if judgement == Some(Judgement::Moves(Status::NotSent)) {
            held.row.submitted = false;
        }
        let applied = settle(&mut tx, held, judgement, report, now_ms).await?;
        commit(tx).await?;
        Ok(applied)
    }

    /// Withdraws an order that was not sent.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when it may have been sent.
    pub async fn cancel(
        &self,
        id: OrderId,
        note: Option<&str>,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        self.step_alone(id, Status::Cancelled, Source::Person, note, now_ms).await
    }

    /// A person declares, with a reason, that an unknown order was never made.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order is not unknown; [`LedgerError::Invalid`] without a reason.
    pub async fn abandon(&self, id: OrderId, reason: &str, now_ms: i64) -> Result<OrderRow, LedgerError> {
        if reason.trim().is_empty() {
            return Err(LedgerError::Invalid("abandoning an order needs a reason".to_owned()));
        }
        self.step_alone(id, Status::Abandoned, Source::Person, Some(reason), now_ms).await
    }

    /// A person takes back that an order was never made: it is unknown again.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order is not abandoned.
    pub async fn reopen(&self, id: OrderId, reason: &str, now_ms: i64) -> Result<OrderRow, LedgerError> {
        self.step_alone(id, Status::Unknown, Source::Person, Some(reason), now_ms).await
    }

    /// Marks a collect order as one that nobody paid in time. Soft: the gateway may still say otherwise.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order is not waiting for its payer.
    pub async fn expire(&self, id: OrderId, now_ms: i64) -> Result<OrderRow, LedgerError> {
        self.step_alone(id, Status::Expired, Source::Program, None, now_ms).await
    }

    async fn step_alone(
        &self,
        id: OrderId,
        to: Status,
        source: Source,
        note: Option<&str>,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        let mut tx = self.begin().await?;
        let mut held = load_sound(&mut tx, id).await?;
        // A sending order becomes unknown by its answer's outcome, never by a person's word.
        let by_outcome = held.row.status == Status::Sending;
        if by_outcome || !held.row.status.may_become(to) {
            return Err(not_from(held.row.status, to));
        }
        step(&mut tx, &mut held, to, source, note, now_ms).await?;
        commit(tx).await?;
        Ok(held.row)
    }
}

/// At start-up: nobody knows whether the bytes of an order in `sending` left. Each is asked about at once.
pub(crate) async fn settle_interrupted(writer: &SqlitePool, now_ms: i64) -> Result<u64, LedgerError> {
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM orders WHERE status = 'sending' ORDER BY id")
        .fetch_all(writer)
        .await
        .map_err(failed)?;
    let mut settled = 0;
    for id in ids.into_iter().map(OrderId) {
        let mut tx = Work::writing(writer).await?;
        let mut held = match load_sound(&mut tx, id).await {
            Ok(held) => held,
            // A damaged order must not keep the program from starting; it takes no step and cannot be sent.
            Err(LedgerError::Damaged(what)) => {
                tracing::error!(order = id.0, what, "an interrupted order is damaged and was left as it is");
                continue;
            }
            Err(other) => return Err(other),
        };
        step(&mut tx, &mut held, Status::Unknown, Source::Program, Some("found at start-up"), now_ms).await?;
        let at_once = NewWatch { order_id: id, next_at_ms: now_ms, attempts: 0, reason: "interrupted" };
        watches::plan(&mut tx, &at_once).await?;
        commit(tx).await?;
        settled += 1;
    }
    // Only a matter of haste: a full disk must not keep the program from opening.
    if let Err(error) = watches::hasten_left_sending(writer, now_ms).await {
        tracing::warn!(%error, "orders that lost their plan to a crash are asked about a little later");
    }
    Ok(settled)
}

fn check_may_send(order: &OrderRow, source: Source) -> Result<(), LedgerError> {
    let may = match order.status {
        Status::Prepared => true,
        Status::NotSent => source == Source::Person,
        Status::Sending
        | Status::Unknown
        | Status::Refused
        | Status::Pending
        | Status::Processing
        | Status::Succeeded
        | Status::Failed
        | Status::Returned
        | Status::Expired
        | Status::Abandoned
        | Status::Cancelled => false,
    };
    if may && !order.submitted { Ok(()) } else { Err(not_from(order.status, Status::Sending)) }
}

fn not_from(from: Status, to: Status) -> LedgerError {
    LedgerError::Conflict(format!("an order that is {} cannot become {}", from.as_str(), to.as_str()))
}

/// A step of our own: no gateway reported it.
pub(crate) async fn step(
    connection: &mut SqliteConnection,
    held: &mut Held,
    to: Status,
    source: Source,
    note: Option<&str>,
    now_ms: i64,
) -> Result<(), LedgerError> {
    let event = NewEvent {
        order_id: held.row.id,
        at_ms: now_ms,
        source,
        from: Some(held.row.status),
        to,
        judgement: None,
        gateway_status: None,
        note,
        exchange_id: None,
        delivery_id: None,
    };
    let added = events::append(connection, &held.head, &event).await?;
    held.head = added.head;
    if to == Status::Unknown && held.row.status != to {
        questions::restart(connection, held.row.id).await?;
    }
    held.row.status = to;
    held.row.updated_at_ms = now_ms;
    if source == Source::Person && note.is_some() {
        search::say_again(connection, held.row.id).await?;
    }
    store(connection, held).await
}

/// The answer is the first to speak of the order, unless a callback or query was quicker.
fn judge_outcome(now: Status, left: &[Status], outcome: OutcomeStatus) -> Option<Judgement> {
    let moves = |to: Status| Some(if now.may_become(to) { Judgement::Moves(to) } else { Judgement::Outside });
    match outcome {
        OutcomeStatus::Accepted(reported) => {
            let left: Vec<Status> = left.iter().copied().filter(|status| *status != now).collect();
            Some(judge(now, &left, reported, Source::Answer))
        }
        OutcomeStatus::Refused => moves(Status::Refused),
        // Knowing nothing is no news for an order that somebody else has spoken of already.
        OutcomeStatus::Unknown if now != Status::Sending => None,
        OutcomeStatus::Unknown => moves(Status::Unknown),
        OutcomeStatus::NotSent => moves(Status::NotSent),
    }
}

fn report_of(outcome: &Outcome) -> Report {
    let mut report = Report::new(Source::Answer);
    report.gateway_status.clone_from(&outcome.gateway_status);
    report.gateway_number.clone_from(&outcome.gateway_number);
    report.fee = outcome.fee;
    report.pay = outcome.pay.clone();
    report.provisional = outcome.provisional;
    report.reason.clone_from(&outcome.reason);
    report.note.clone_from(&outcome.note);
    report.flags.clone_from(&outcome.flags);
    report.exchange.clone_from(&outcome.exchange);
    report
}
