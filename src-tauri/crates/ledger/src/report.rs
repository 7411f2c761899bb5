//! Applying what a gateway or a person reports of an order: judged against its history, never forgotten.

use money::Amount;
use orders::{Flag, Judgement, ReportedStatus, Source, Status, judge};
use sqlx::SqliteConnection;

use crate::connection::{commit, failed};
use crate::day::day_of;
use crate::tables::events::{self, NewEvent};
use crate::tables::orders::{Held, load_sound, store};
use crate::tables::{exchanges, flags, questions, replacements};
use crate::{
    DeliveryId, EventId, ExchangeId, FindingKind, Ledger, LedgerError, NewExchange, OrderId, OrderRow,
    PayInstructions, ToldTime, postings, search,
};

/// A completion time is believed when it lies between a day before the order and a day from now: clocks and
/// zones are off by hours, not by years.
const BELIEVED_MS: i64 = 86_400_000;

/// What was reported of an order. `None` means "not told" and never overwrites what is known.
///
/// The order's amount and currency are not here: what was asked for never changes, and a gateway that speaks of
/// others is flagged by the caller, who has both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it comes from.
    pub source: Source,
    /// The status; `None` when there was none or its word is not known.
    pub reported: Option<ReportedStatus>,
    /// The gateway's word, verbatim.
    pub gateway_status: Option<String>,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The fee.
    pub fee: Option<Amount>,
    /// What the payer of a collect order really paid.
    pub actual_amount: Option<Amount>,
    /// What the payer needs.
    pub pay: PayInstructions,
    /// The reason of a failure, verbatim.
    pub reason: Option<String>,
    /// When it was completed, as told.
    pub completed: Option<ToldTime>,
    /// Whether a success may still be turned round as a matter of course.
    pub provisional: bool,
    /// What in it deserves an eye.
    pub flags: Vec<Flag>,
    /// A person's reason or our explanation, for the history.
    pub note: Option<String>,
    /// Where the order stood when the question left. If it has moved since, an older word must not be taken for a newer one
    /// (cashy.md, Z14): the report moves nothing then.
    pub as_of: Option<Status>,
    /// What the question brought, if it was one; counted in the same commit.
    pub finding: Option<FindingKind>,
    /// The exchange that brought it; kept in the same commit.
    pub exchange: Option<NewExchange>,
    /// The stored delivery that brought it.
    pub delivery_id: Option<DeliveryId>,
}

impl Report {
    /// A report that tells nothing yet.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            source,
            reported: None,
            gateway_status: None,
            gateway_number: None,
            channel_number: None,
            fee: None,
            actual_amount: None,
            pay: PayInstructions::default(),
            reason: None,
            completed: None,
            provisional: false,
            flags: Vec::new(),
            note: None,
            as_of: None,
            finding: None,
            exchange: None,
            delivery_id: None,
        }
    }

    /// What is left of it when the order has moved since the question left.
    fn overtaken(&self) -> Self {
        let note = Some("overtaken".to_owned());
        Self { note, finding: self.finding, exchange: self.exchange.clone(), ..Self::new(self.source) }
    }
}

/// What a report came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The order now.
    pub order: OrderRow,
    /// Its status before.
    pub before: Status,
    /// Its status now.
    pub after: Status,
    /// How the report was judged; `None` when it had no status.
    pub judgement: Option<Judgement>,
    /// The order had moved since the question left ([`Report::as_of`]): the report has moved nothing.
    pub overtaken: bool,
    /// Flags that a person has not met yet.
    pub new_flags: Vec<Flag>,
    /// Other orders on which [`Flag::PaidTwice`] was raised by this.
    pub paid_twice_with: Vec<OrderId>,
    /// It said the same as the report before it, and was only counted.
    pub repeated: bool,
    /// Its line in the history.
    pub event_id: EventId,
    /// The exchange as kept.
    pub exchange_id: Option<ExchangeId>,
}

impl Applied {
    /// Whether the window has anything to show that it does not show yet.
    #[must_use]
    pub fn changed(&self) -> bool {
        !self.repeated || !self.new_flags.is_empty()
    }
}

impl Ledger {
    /// Applies a report: judged against the order's history, recorded in it whatever the judgement, all in one commit.
    ///
    /// # Errors
    /// [`LedgerError::NotFound`]; [`LedgerError::Damaged`] when the order is not as it was written; or that it
    /// cannot be written: then nothing of the report was kept.
    pub async fn apply(&self, id: OrderId, report: &Report, now_ms: i64) -> Result<Applied, LedgerError> {
        let mut tx = self.begin().await?;
        let held = load_sound(&mut tx, id).await?;
        let now = held.row.status;
        // Here, where nothing can come between: whoever looked before the commit may have waited for the writer since.
        let overtaken = report.as_of.is_some_and(|then| then != now);
        let report = if overtaken { report.overtaken() } else { report.clone() };
        let judgement = match report.reported {
            None => None,
            Some(reported) => {
                let mut left = events::statuses(&mut tx, id).await?;
                left.retain(|status| *status != now);
                Some(judge(now, &left, reported, report.source))
            }
        };
        let applied = settle(&mut tx, held, judgement, report, now_ms).await?;
        commit(tx).await?;
        Ok(Applied { overtaken, ..applied })
    }
}

/// Writes down a judged report with all that follows from it.
pub(crate) async fn settle(
    connection: &mut SqliteConnection,
    mut held: Held,
    judgement: Option<Judgement>,
    mut report: Report,
    now_ms: i64,
) -> Result<Applied, LedgerError> {
    let former = held.clone();
    let before = held.row.status;
    withhold_foreign_number(connection, &held.row, &mut report).await?;
    merge(&mut held.row, judgement, &report);
    let after = held.row.status;
    let believed_ms = believed(&held.row, report.completed.as_ref(), now_ms);
    if after == Status::Succeeded && held.row.day.is_none() {
        held.row.day = Some(day_of(believed_ms, &held.row.zone)?);
    }

    let exchange_id = keep_exchange(connection, &held.row, &report).await?;
    let event = NewEvent {
        order_id: held.row.id,
        at_ms: now_ms,
        source: report.source,
        from: Some(before),
        to: after,
        judgement,
        gateway_status: report.gateway_status.as_deref(),
        note: report.note.as_deref().or(report.reason.as_deref()),
        exchange_id,
        delivery_id: report.delivery_id,
    };
    let added = events::append(connection, &held.head, &event).await?;
    held.head = added.head;
    if held.row != former.row || held.head != former.head {
        held.row.updated_at_ms = now_ms;
        store(connection, &held).await?;
        search::refresh(connection, &former.row, &held.row).await?;
    }
    if report.source == Source::Person {
        search::say_again(connection, held.row.id).await?;
    }
    postings::follow(connection, &former.row, &held.row, believed_ms, now_ms).await?;
    if after != before && after == Status::Unknown {
        questions::restart(connection, held.row.id).await?;
    }
    if let Some(finding) = report.finding {
        questions::count(connection, held.row.id, finding, now_ms).await?;
    }
    let mut new_flags = raise_flags(connection, &held.row, before, judgement, &report.flags, now_ms).await?;
    let mut paid_twice_with = Vec::new();
    if after != before {
        paid_twice_with = replacements::raise_paid_twice(connection, &held.row, now_ms).await?;
        if paid_twice_with.contains(&held.row.id) {
            new_flags.push(Flag::PaidTwice);
            paid_twice_with.retain(|id| *id != held.row.id);
        }
    }
    Ok(Applied {
        order: held.row,
        before,
        after,
        judgement,
        overtaken: false,
        new_flags,
        paid_twice_with,
        repeated: added.repeated,
        event_id: added.id,
        exchange_id,
    })
}

/// A gateway number that is another order's or a further payment's, or differs from the one that we know, must not be
/// taken over; the report itself must not be lost over it either.
async fn withhold_foreign_number(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    report: &mut Report,
) -> Result<(), LedgerError> {
    let Some(told) = report.gateway_number.as_deref().filter(|told| !told.is_empty()) else {
        report.gateway_number = None;
        return Ok(());
    };
    let foreign = match order.gateway_number.as_deref() {
        Some(known) => known != told,
        None => sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM orders WHERE account_id = ?1 AND gateway_number = ?2 AND id <> ?3)
                 OR EXISTS (SELECT 1 FROM supplements WHERE account_id = ?1 AND gateway_number = ?2)",
        )
        .bind(order.account_id.0)
        .bind(told)
        .bind(order.id.0)
        .fetch_one(connection)
        .await
        .map_err(failed)?,
    };
    if foreign {
        let remark = format!("gateway number {told} not taken over");
        report.note = Some(match report.note.take() {
            Some(note) => format!("{note}; {remark}"),
            None => remark,
        });
        report.flags.push(Flag::NumberDiffers);
        report.gateway_number = None;
    }
    Ok(())
}

/// Takes over what the judgement allows: everything that moves or confirms, only what was unknown from a late
/// report or one without a status, nothing from a step outside the table.
fn merge(order: &mut OrderRow, judgement: Option<Judgement>, report: &Report) {
    match judgement {
        Some(Judgement::Outside) => {}
        Some(Judgement::Late) | None => fill(order, report),
        Some(Judgement::Confirms) => overwrite(order, report),
        Some(Judgement::Moves(to)) => {
            order.status = to;
            overwrite(order, report);
        }
    }
}

fn fill(order: &mut OrderRow, report: &Report) {
    let keep = |known: &mut Option<String>, told: &Option<String>| {
        if known.is_none() {
            known.clone_from(told);
        }
    };
    keep(&mut order.gateway_number, &report.gateway_number);
    keep(&mut order.channel_number, &report.channel_number);
    let (known, told) = (&mut order.pay, &report.pay);
    keep(&mut known.pay_url, &told.pay_url);
    keep(&mut known.pay_code, &told.pay_code);
    keep(&mut known.reference, &told.reference);
    keep(&mut known.concept, &told.concept);
    keep(&mut known.bank_name, &told.bank_name);
    known.expires_at_ms = known.expires_at_ms.or(told.expires_at_ms);
}

fn overwrite(order: &mut OrderRow, report: &Report) {
    let take = |known: &mut Option<String>, told: &Option<String>| {
        if told.is_some() {
            known.clone_from(told);
        }
    };
    take(&mut order.gateway_status, &report.gateway_status);
    take(&mut order.gateway_number, &report.gateway_number);
    take(&mut order.channel_number, &report.channel_number);
    take(&mut order.reason, &report.reason);
    let (known, told) = (&mut order.pay, &report.pay);
    take(&mut known.pay_url, &told.pay_url);
    take(&mut known.pay_code, &told.pay_code);
    take(&mut known.reference, &told.reference);
    take(&mut known.concept, &told.concept);
    take(&mut known.bank_name, &told.bank_name);
    known.expires_at_ms = told.expires_at_ms.or(known.expires_at_ms);
    order.fee = report.fee.or(order.fee);
    order.actual_amount = report.actual_amount.or(order.actual_amount);
    if report.completed.is_some() {
        order.completed.clone_from(&report.completed);
    }
    order.provisional = order.status == Status::Succeeded && (report.provisional || order.provisional);
}

/// When it happened: the told time, if it can be true, else now.
fn believed(order: &OrderRow, told: Option<&ToldTime>, now_ms: i64) -> i64 {
    told.and_then(|told| told.unix_ms)
        .filter(|told| {
            *told >= order.created_at_ms.saturating_sub(BELIEVED_MS)
                && *told <= now_ms.saturating_add(BELIEVED_MS)
        })
        .unwrap_or(now_ms)
}

async fn keep_exchange(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    report: &Report,
) -> Result<Option<ExchangeId>, LedgerError> {
    let Some(exchange) = &report.exchange else { return Ok(None) };
    let mut exchange = exchange.clone();
    exchange.account_id = Some(order.account_id);
    exchange.order_id = Some(order.id);
    exchanges::record(connection, &exchange).await.map(Some)
}

/// Raises the report's flags and those that follow from the judgement; returns the ones that are new.
async fn raise_flags(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    before: Status,
    judgement: Option<Judgement>,
    reported: &[Flag],
    now_ms: i64,
) -> Result<Vec<Flag>, LedgerError> {
    let mut wanted = reported.to_vec();
    match judgement {
        Some(Judgement::Outside) => wanted.push(Flag::StepOutsideTable),
        Some(Judgement::Moves(to)) => wanted.extend(turned(before, to)),
        Some(Judgement::Confirms | Judgement::Late) | None => {}
    }
    if order.provisional {
        wanted.push(Flag::Provisional);
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut new = Vec::new();
    for flag in wanted {
        if flags::raise(connection, order.id, flag, now_ms).await? {
            new.push(flag);
        }
    }
    Ok(new)
}

/// What a move by itself gives reason to look at.
fn turned(before: Status, to: Status) -> Option<Flag> {
    match (before, to) {
        (Status::Refused, _) => Some(Flag::RefusedButExists),
        (Status::Abandoned, _) => Some(Flag::AbandonedButExists),
        (Status::Succeeded, Status::Returned) | (Status::Failed | Status::Returned, Status::Succeeded) => {
            Some(Flag::Reversed)
        }
        (_, _) => None,
    }
}
