//! Both sides' books, compared. What must hold is written here from DESIGN §1 and §5, not taken from the program:
//! a mistake in the program's own table must not hide behind itself.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever is not listed is wrong, which is the point")]

mod debts;
mod violation;

use std::collections::{BTreeMap, BTreeSet};

use ledger::{AccountId, DeliveryRow, Ledger, LedgerError, MoneyKind, OrderDetail, OrderId, OrderQuery};
use money::Amount;
use orders::{Direction, Flag, Source, Status};
use practice::{OrderKind, OrderStatus, PaymentSeen};

pub use self::violation::Violation;
use super::clerk::Told;
use super::schedule::{BEGINNING_MS, Schedule};
use super::world::{Chapter, Seen};

/// The ledger's side.
pub(super) struct Books {
    orders: Vec<OrderDetail>,
    deliveries: Vec<DeliveryRow>,
    problems: Vec<String>,
    /// What the days add up to for payouts: succeeded less returned.
    kept_payouts: Amount,
    /// Which order was made in place of which.
    replaces: BTreeMap<OrderId, OrderId>,
    /// The account that has a ceiling for the day.
    limited: Option<AccountId>,
}

impl Books {
    pub(super) async fn read(ledger: &Ledger, limited: Option<AccountId>) -> Result<Self, LedgerError> {
        let page = ledger.list_orders(&OrderQuery { limit: 500, ..OrderQuery::default() }).await?;
        let mut orders = Vec::new();
        let mut replaces = BTreeMap::new();
        for row in page.rows {
            orders.extend(ledger.detail(row.id).await?);
            let replaced = ledger.replacements(row.id).await?.replaces;
            replaces.extend(replaced.map(|old| (row.id, old.id)));
        }
        let mut kept_payouts = Amount::ZERO;
        for total in ledger.totals(None, "2025-01-01", "2026-12-31").await? {
            if total.product.direction() == Direction::Payout {
                let sum = match total.kind {
                    MoneyKind::Succeeded => kept_payouts.checked_add(total.amount),
                    MoneyKind::Returned => kept_payouts.checked_sub(total.amount),
                };
                kept_payouts = sum.unwrap_or(kept_payouts);
            }
        }
        Ok(Self {
            orders,
            deliveries: ledger.deliveries(500, None).await?,
            problems: ledger.check_integrity().await?.problems,
            kept_payouts,
            replaces,
            limited,
        })
    }

    pub(super) fn unknown(&self) -> usize {
        self.orders.iter().filter(|detail| detail.order.status == Status::Unknown).count()
    }

    /// The history of each order, line by line: when (milliseconds after the beginning), who said so, and what came of it.
    pub(super) fn histories(&self) -> Vec<String> {
        self.orders.iter().map(history).collect()
    }

    fn of(&self, number: &str) -> Option<&OrderDetail> {
        self.orders.iter().find(|detail| detail.order.number == number)
    }
}

fn history(detail: &OrderDetail) -> String {
    let order = &detail.order;
    let mut told = format!("{} {:?} {} {}", order.number, order.product, order.amount, order.status.as_str());
    for event in &detail.events {
        let from = event.from_status.map_or("-", Status::as_str);
        told += &format!(
            "\n  {:>7} {:?} {from} to {} {:?} {:?} {:?}",
            event.at_ms - BEGINNING_MS,
            event.source,
            event.to_status.as_str(),
            event.judgement,
            event.gateway_status,
            event.note,
        );
    }
    let flags: Vec<Flag> = detail.flags.iter().map(|row| row.flag).collect();
    told + &format!(
        "\n  flags {flags:?}, next {:?}",
        detail.watch.as_ref().map(|watch| watch.next_at_ms - BEGINNING_MS)
    )
}

/// How many numbers were paid more than once.
pub(super) fn doubled(payments: &[PaymentSeen]) -> usize {
    by_number(payments).values().filter(|same| same.len() > 1).count()
}

fn by_number(payments: &[PaymentSeen]) -> BTreeMap<&str, Vec<&PaymentSeen>> {
    let mut numbers: BTreeMap<&str, Vec<&PaymentSeen>> = BTreeMap::new();
    for payment in payments {
        numbers.entry(&payment.number).or_default().push(payment);
    }
    numbers
}

/// Everything that does not hold.
pub(super) fn compare(
    ours: &Books,
    payments: &[PaymentSeen],
    seen: &Seen,
    told: &Told,
    schedule: &Schedule,
) -> Vec<Violation> {
    let theirs = by_number(payments);
    let mut found = Vec::new();
    sent_once(seen, &mut found);
    asked_for(ours, told, &mut found);
    for (number, same) in &theirs {
        match (ours.of(number), same.as_slice()) {
            (None, _) => found.push(Violation::Lost { number: (*number).to_owned() }),
            (Some(order), [payment]) => {
                stands_right(order, payment, &mut found);
                let story = seen.stories.get(&payment.gateway_number);
                tells_the_truth(order, story.map_or(&[], Vec::as_slice), &mut found);
            }
            (Some(order), several) => {
                stands_as_one_of(order, several, seen, &mut found);
                let told = several.iter().filter(|payment| seen.told.contains(&payment.gateway_number));
                if told.count() > 1 {
                    noticed(order, &mut found);
                }
            }
        }
    }
    for order in ours.orders.iter().filter(|detail| !theirs.contains_key(detail.order.number.as_str())) {
        never_made(order, &mut found);
    }
    for order in &ours.orders {
        lived_right(order, &mut found);
        not_stuck(order, &mut found);
    }
    ours.departures(&mut found);
    ours.debts(payments, seen, &mut found);
    told_right(ours, told, &mut found);
    totals(ours, &mut found);
    found.extend(ours.problems.iter().map(|problem| Violation::Unsound { problem: problem.clone() }));
    callbacks(ours, seen, &mut found);
    if seen.bad_signatures_in_calm > 0
        && (schedule.market.starts_with("cashfast") || schedule.has_two_accounts())
    {
        found.push(Violation::BadSignatures { times: seen.bad_signatures_in_calm });
    }
    found
}

fn sent_once(seen: &Seen, found: &mut Vec<Violation>) {
    for (number, times) in seen.left.iter().filter(|(_, times)| **times > 1) {
        found.push(Violation::SentTwice { number: number.clone(), times: *times });
    }
}

/// Every wish makes one order at the most, and what was told stays.
fn asked_for(ours: &Books, told: &Told, found: &mut Vec<Violation>) {
    if ours.orders.len() > told.tried {
        found.push(Violation::NobodyAskedFor { tried: told.tried, made: ours.orders.len() });
    }
    let numbers: BTreeSet<&String> = told.numbers.iter().collect();
    for number in numbers.into_iter().filter(|number| ours.of(number).is_none()) {
        found.push(Violation::Forgotten { number: number.clone() });
    }
}

/// What the program said to the clerk.
fn told_right(ours: &Books, told: &Told, found: &mut Vec<Violation>) {
    for number in &told.given_up_early {
        found.push(Violation::GivenUpTooEarly { number: number.clone() });
    }
    for (code, number) in &told.stopped_by {
        let stood = |status| {
            let order = ours.of(number);
            order.is_some_and(|detail| detail.events.iter().any(|event| event.to_status == status))
        };
        let so = match *code {
            "unknown_twin" => stood(Status::Unknown) || stood(Status::Sending),
            "replaces_needed" | "replaced_exists" => stood(Status::Abandoned),
            _ => stood(Status::Prepared),
        };
        if !so {
            found.push(Violation::StoppedForNothing { code, number: number.clone() });
        }
    }
}

/// Several orders of one number: ours is the one whose gateway number we know, and stands as that one does.
fn stands_as_one_of(detail: &OrderDetail, several: &[&PaymentSeen], seen: &Seen, found: &mut Vec<Violation>) {
    let known = detail.order.gateway_number.as_deref();
    let ours = several.iter().find(|payment| Some(payment.gateway_number.as_str()) == known);
    if let Some(payment) = ours {
        stands_right(detail, payment, found);
        let story = seen.stories.get(&payment.gateway_number);
        tells_the_truth(detail, story.map_or(&[], Vec::as_slice), found);
        return;
    }
    // Nobody could tell which of them it is: it is as good as unknown, or as one of them.
    let mut wrong = Vec::new();
    let right = several.iter().any(|payment| {
        let before = wrong.len();
        stands_right(detail, payment, &mut wrong);
        wrong.len() == before
    });
    if !right && detail.order.status != Status::Unknown {
        found.extend(wrong.pop());
    }
}

/// Whether the status is a person's word, and not the gateway's.
fn is_by_word(detail: &OrderDetail) -> bool {
    let moved = detail.events.iter().rev().find(|event| event.from_status != Some(event.to_status));
    moved.is_some_and(|event| {
        event.source == Source::Person && matches!(event.to_status, Status::Succeeded | Status::Failed)
    })
}

/// One payment: the ledger says of it what the gateway says.
fn stands_right(detail: &OrderDetail, payment: &PaymentSeen, found: &mut Vec<Violation>) {
    let status = detail.order.status;
    let payout = payment.kind == OrderKind::PayOut;
    let right = match payment.status {
        OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing => match status {
            Status::Pending | Status::Processing => true,
            Status::Expired => !payout,
            // A person's evidence says that it has ended; that the gateway says otherwise is flagged.
            Status::Succeeded | Status::Failed => is_by_word(detail) && has(detail, Flag::StepOutsideTable),
            _ => false,
        },
        OrderStatus::Succeeded => status == Status::Succeeded,
        OrderStatus::Rejected | OrderStatus::Failed => match status {
            Status::Failed => true,
            Status::Returned => payout,
            // CashFast has no word for a collect order that failed (cashfast.md §7).
            Status::Pending | Status::Expired => !payout,
            _ => false,
        },
    };
    if !right {
        found.push(Violation::StandsWrong {
            number: payment.number.clone(),
            ours: status.as_str(),
            theirs: format!("{:?}", payment.status),
        });
    }
}

fn has(detail: &OrderDetail, flag: Flag) -> bool {
    detail.flags.iter().any(|row| row.flag == flag)
}

/// The steps in the history happened, in that order: they are the gateway's, perhaps with some left out. Of finals that
/// contradict one another a callback's is believed until the gateway was asked, with an alert (DESIGN §5).
fn tells_the_truth(detail: &OrderDetail, theirs: &[Chapter], found: &mut Vec<Violation>) {
    let mut ours: Vec<Chapter> = Vec::new();
    let mut by_word = false;
    for event in &detail.events {
        if event.from_status != Some(event.to_status) {
            by_word = event.source == Source::Person;
        }
        let chapter = match event.to_status {
            // What a person said is no word of the gateway's.
            _ if by_word => continue,
            Status::Pending | Status::Processing => Chapter::Open,
            Status::Succeeded => Chapter::Paid,
            Status::Failed | Status::Returned => Chapter::NotPaid,
            _ => continue,
        };
        if ours.last() != Some(&chapter) {
            ours.push(chapter);
        }
    }
    let alerted = has(detail, Flag::Reversed);
    let mut rest = theirs.iter();
    if !alerted && !ours.iter().all(|chapter| rest.any(|happened| happened == chapter)) {
        found.push(Violation::FalseHistory {
            number: detail.order.number.clone(),
            ours: format!("{ours:?}"),
            theirs: format!("{theirs:?}"),
        });
    }
}

/// A number that the gateway paid several times, because the network doubled it: once the gateway has spoken of more than
/// one of them, a person has to be told. Of one that it never mentions nobody can know.
fn noticed(detail: &OrderDetail, found: &mut Vec<Violation>) {
    if !detail.flags.iter().any(|row| row.flag.needs_person()) {
        found.push(Violation::DoubleUnnoticed { number: detail.order.number.clone() });
    }
}

fn never_made(detail: &OrderDetail, found: &mut Vec<Violation>) {
    let honest = matches!(
        detail.order.status,
        Status::Prepared
            | Status::NotSent
            | Status::Cancelled
            | Status::Unknown
            | Status::Refused
            | Status::Abandoned
    ) || is_by_word(detail);
    if !honest {
        found.push(Violation::NeverMade {
            number: detail.order.number.clone(),
            ours: detail.order.status.as_str(),
        });
    }
}

/// DESIGN §5, row by row, and the moves of `refused` and `unknown` that it calls "any".
fn allowed(from: Status, to: Status) -> bool {
    use Status::{
        Abandoned, Cancelled, Expired, Failed, NotSent, Pending, Prepared, Processing, Refused, Returned,
        Sending, Succeeded, Unknown,
    };
    let next: &[Status] = match from {
        Prepared => &[Sending, Cancelled],
        Sending => &[Pending, Processing, Succeeded, Failed, Refused, Unknown, NotSent],
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
    next.contains(&to)
}

fn lived_right(detail: &OrderDetail, found: &mut Vec<Violation>) {
    let mut been = BTreeSet::new();
    for event in &detail.events {
        let moved = event.from_status.is_some_and(|from| from != event.to_status);
        if moved && event.source == Source::Delivery && been.contains(event.to_status.as_str()) {
            found.push(Violation::LateBelieved {
                number: detail.order.number.clone(),
                to: event.to_status.as_str(),
            });
        }
        been.insert(event.to_status.as_str());
        if let Some(from) = event.from_status
            && from != event.to_status
            && !allowed(from, event.to_status)
        {
            found.push(Violation::ImpossibleStep {
                number: detail.order.number.clone(),
                from: from.as_str(),
                to: event.to_status.as_str(),
            });
        }
    }
}

fn not_stuck(detail: &OrderDetail, found: &mut Vec<Violation>) {
    let status = detail.order.status;
    let open = matches!(status, Status::Sending | Status::Unknown | Status::Pending | Status::Processing);
    if status == Status::Sending || (open && detail.watch.is_none()) {
        found.push(Violation::Stuck { number: detail.order.number.clone(), status: status.as_str() });
    }
}

fn totals(ours: &Books, found: &mut Vec<Violation>) {
    let due = ours
        .orders
        .iter()
        .filter(|detail| detail.order.product.direction() == Direction::Payout)
        .filter(|detail| detail.order.status == Status::Succeeded)
        .try_fold(Amount::ZERO, |sum, detail| sum.checked_add(detail.order.amount));
    if due != Some(ours.kept_payouts) {
        found.push(Violation::Totals { kept: ours.kept_payouts.to_string(), due: format!("{due:?}") });
    }
}

fn callbacks(ours: &Books, seen: &Seen, found: &mut Vec<Violation>) {
    for body in &seen.acknowledged {
        let kept = ours.deliveries.iter().find(|row| row.body == *body);
        if kept.is_none_or(|row| row.effect == "stored") {
            found.push(Violation::CallbackLost { effect: kept.map(|row| row.effect.clone()) });
        }
    }
}
