//! Both books side by side: what the ledger says and what the gateway holds, payment by payment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use ledger::{Ledger, OrderQuery, Sort};
use money::Amount;
use orders::Status;
use serde::{Deserialize, Serialize};

use super::Trouble;
use super::run_sheet::Item;

/// How many orders are read at a time.
const PAGE: u32 = 500;

/// Where a payment stands at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// Not ended yet.
    Open,
    /// Paid.
    Paid,
    /// Ended without money moving, or money that came back.
    NotPaid,
}

/// A payment in the gateway's book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The merchant's number.
    pub number: String,
    /// How much.
    pub amount: String,
    /// Where it stands.
    pub status: Held,
}

/// The gateway's book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayBook {
    /// Every payment that it holds.
    pub payments: Vec<Payment>,
    /// How many creations arrived with each number that was asked about, whatever became of them.
    pub arrivals: BTreeMap<String, usize>,
}

/// An order in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Our number.
    pub number: String,
    /// Who is paid.
    pub payee: String,
    /// How much.
    pub amount: String,
    /// Where it stands.
    pub status: Status,
    /// Every status that it ever had.
    pub history: BTreeSet<Status>,
    /// Whether its number may have reached the gateway.
    pub submitted: bool,
    /// When and why it is asked about next, in words; `None` when it is not.
    pub plan: Option<String>,
    /// Whether the record or its history is not as it was written.
    pub damaged: bool,
}

/// The ledger's book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerBook {
    /// Every order.
    pub entries: Vec<Entry>,
}

impl LedgerBook {
    /// Reads a ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read(ledger: &Ledger) -> Result<Self, Trouble> {
        let mut entries = Vec::new();
        let mut query = OrderQuery { sort: Sort::Oldest, limit: PAGE, ..OrderQuery::default() };
        loop {
            let page = ledger.list_orders(&query).await?;
            for row in &page.rows {
                let detail = ledger.detail(row.id).await?.ok_or("an order of the list is not there")?;
                entries.push(Entry {
                    number: detail.order.number,
                    payee: detail.order.party.name.unwrap_or_default(),
                    amount: detail.order.amount.to_string(),
                    status: detail.order.status,
                    history: detail.events.iter().map(|event| event.to_status).collect(),
                    submitted: detail.order.submitted,
                    plan: detail.watch.map(|watch| format!("{watch:?}")),
                    damaged: detail.history_damaged || detail.order.damaged,
                });
            }
            let Some(next) = page.next else { return Ok(Self { entries }) };
            query.after = Some(next);
        }
    }

    /// All order numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.number.as_str())
    }
}

/// A step that the clerk reported after the ledger had acknowledged it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledged {
    /// Of which order.
    pub number: String,
    /// What it had become.
    pub status: Status,
}

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The gateway holds a number more than once.
    HeldTwice(String),
    /// More than one creation with this number arrived at the gateway.
    SubmittedTwice(String),
    /// One payout of the run was paid, or may be paid, by more than one payment.
    PaidTwice(String),
    /// The gateway holds a payment that the ledger does not know.
    MissingInLedger(String),
    /// The ledger believes in a payment that the gateway does not hold.
    MissingAtGateway(String),
    /// Both know it, and do not agree where it stands or how much it is.
    Disagree(String),
    /// A step was acknowledged and is not in the ledger.
    LostStep(Acknowledged),
    /// An open order that nobody asks about.
    Unwatched(String),
    /// A record that is not as it was written.
    Damaged(String),
    /// A payout of the run that never left.
    Forgotten(String),
}

impl Difference {
    /// Whether time may still mend it: the gateway and the tracker are at work.
    #[must_use]
    pub const fn may_settle(&self) -> bool {
        match self {
            Self::Disagree(_) | Self::Unwatched(_) | Self::Forgotten(_) => true,
            Self::HeldTwice(_)
            | Self::SubmittedTwice(_)
            | Self::PaidTwice(_)
            | Self::MissingInLedger(_)
            | Self::MissingAtGateway(_)
            | Self::LostStep(_)
            | Self::Damaged(_) => false,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeldTwice(what) => write!(to, "held twice: {what}"),
            Self::SubmittedTwice(what) => write!(to, "submitted twice: {what}"),
            Self::PaidTwice(what) => write!(to, "paid twice: {what}"),
            Self::MissingInLedger(what) => write!(to, "not in the ledger: {what}"),
            Self::MissingAtGateway(what) => write!(to, "not at the gateway: {what}"),
            Self::Disagree(what) => write!(to, "the books disagree: {what}"),
            Self::LostStep(step) => write!(to, "a lost step: {} {}", step.number, step.status.as_str()),
            Self::Unwatched(what) => write!(to, "nobody asks about it: {what}"),
            Self::Damaged(what) => write!(to, "damaged: {what}"),
            Self::Forgotten(what) => write!(to, "never left: {what}"),
        }
    }
}

/// Everything in which the two books differ, or in which the ledger differs from what was acknowledged, after a run of
/// so many payouts.
#[must_use]
pub fn differences(
    ledger: &LedgerBook,
    gateway: &GatewayBook,
    acknowledged: &BTreeSet<Acknowledged>,
    payouts: usize,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let entries: BTreeMap<&str, &Entry> =
        ledger.entries.iter().map(|entry| (entry.number.as_str(), entry)).collect();
    let mut held: BTreeMap<&str, Vec<&Payment>> = BTreeMap::new();
    for payment in &gateway.payments {
        held.entry(&payment.number).or_default().push(payment);
    }
    for (number, payments) in &held {
        if payments.len() > 1 {
            found.push(Difference::HeldTwice((*number).to_owned()));
        }
        if !entries.contains_key(number) {
            found.push(Difference::MissingInLedger((*number).to_owned()));
        }
    }
    for (number, count) in &gateway.arrivals {
        if *count > 1 {
            found.push(Difference::SubmittedTwice(number.clone()));
        }
    }
    for entry in &ledger.entries {
        let payment = held.get(entry.number.as_str()).and_then(|payments| payments.first());
        let arrived = gateway.arrivals.get(&entry.number).copied().unwrap_or_default() > 0;
        found.extend(of_entry(entry, payment.copied(), arrived));
    }
    found.extend(of_run(ledger, &held, payouts));
    for step in acknowledged {
        let kept =
            entries.get(step.number.as_str()).is_some_and(|entry| entry.history.contains(&step.status));
        if !kept {
            found.push(Difference::LostStep(step.clone()));
        }
    }
    found
}

fn of_entry(entry: &Entry, payment: Option<&Payment>, arrived: bool) -> Vec<Difference> {
    let what = || {
        let held = payment.map(|payment| payment.status);
        let (number, status) = (&entry.number, entry.status.as_str());
        format!("{number} {status} here, {held:?} there, was {:?}, plan {:?}", entry.history, entry.plan)
    };
    let mut found = Vec::new();
    if entry.damaged {
        found.push(Difference::Damaged(entry.number.clone()));
    }
    if (payment.is_some() || arrived) && !entry.submitted {
        found.push(Difference::Disagree(format!("{} has left, and is on record as not sent", what())));
    }
    match (expected(entry.status), payment) {
        (Expected::Held(statuses), Some(payment)) => {
            let same = entry.amount.parse::<Amount>().ok() == payment.amount.parse::<Amount>().ok();
            if !same || !statuses.contains(&payment.status) {
                found.push(Difference::Disagree(what()));
            }
        }
        (Expected::Held(_), None) => found.push(Difference::MissingAtGateway(what())),
        (Expected::None, Some(_)) => found.push(Difference::Disagree(what())),
        (Expected::None, None) => {}
    }
    let open = matches!(entry.status, Status::Unknown | Status::Pending | Status::Processing);
    if open && entry.plan.is_none() {
        found.push(Difference::Unwatched(entry.number.clone()));
    }
    found
}

/// What the gateway must hold for an order that stands so in the ledger.
enum Expected {
    Held(&'static [Held]),
    None,
}

const fn expected(status: Status) -> Expected {
    match status {
        Status::Pending | Status::Processing | Status::Expired => Expected::Held(&[Held::Open]),
        Status::Succeeded => Expected::Held(&[Held::Paid]),
        Status::Failed | Status::Returned => Expected::Held(&[Held::NotPaid]),
        // An unknown order is settled by asking: one that stays unknown must be one that the gateway does not have.
        Status::Unknown
        | Status::Prepared
        | Status::Sending
        | Status::NotSent
        | Status::Refused
        | Status::Abandoned
        | Status::Cancelled => Expected::None,
    }
}

fn of_run(ledger: &LedgerBook, held: &BTreeMap<&str, Vec<&Payment>>, payouts: usize) -> Vec<Difference> {
    let mut left: BTreeMap<Item, usize> = BTreeMap::new();
    let mut paid: BTreeMap<Item, usize> = BTreeMap::new();
    for entry in &ledger.entries {
        let Some(item) = Item::of_payee(&entry.payee) else { continue };
        if !matches!(entry.status, Status::Prepared | Status::NotSent | Status::Sending) {
            *left.entry(item).or_default() += 1;
        }
        *paid.entry(item).or_default() += held.get(entry.number.as_str()).map_or(0, Vec::len);
    }
    let twice = paid.into_iter().filter(|(_, count)| *count > 1);
    let forgotten = (0..payouts).map(Item).filter(|item| !left.contains_key(item));
    twice
        .map(|(item, _)| Difference::PaidTwice(item.payee()))
        .chain(forgotten.map(|item| Difference::Forgotten(item.payee())))
        .collect()
}

#[cfg(test)]
mod tests;
