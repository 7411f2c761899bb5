//! The clerk: the real desk, ledger and vault without a window, and somebody who sits before it and pays a run of people.
//!
//! It says on its standard output what it does: `Ready` when the folder is open and the tracker at work, every step that
//! the ledger has acknowledged, `Through` when nothing is left to send. Killed and started again on the same folder, it
//! does what a person does who has not lost the list: what was written down and not sent is sent now, what was not
//! written down is prepared; what was sent is left to the tracker.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::io::{BufRead, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use desk::{AccountForm, Desk, DeskError, DeskEvent, DeskOptions, PRACTICE_SCHEME, TimeLimits};
use ledger::{AccountId, OrderId};
use orders::Status;
use practice::Market;
use rand::Rng;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use vault::{KeychainUse, Vault, VaultOptions};

use super::Trouble;
use super::books::LedgerBook;
use super::run_sheet::{Item, confirmation};

/// How long a payout that is left to itself waits before it goes.
const GRACE: Duration = Duration::from_millis(15);
/// The tracker's waits are so many times shorter than in life: its longest, an hour, takes fifteen seconds.
const HASTE: u32 = 240;
/// How long a request may take. Kept short, for one payout in sixteen gets no answer; but the machine may be busy.
const LIMITS: TimeLimits = TimeLimits { connect: Duration::from_millis(900), total: Duration::from_secs(2) };

/// What the clerk is told at its start.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Orders {
    /// The data folder.
    pub home: PathBuf,
    /// Where the gateway listens.
    pub gateway: SocketAddr,
    /// At which market.
    pub market: String,
    /// How many people are paid.
    pub payouts: usize,
    /// How many payouts are under way at once.
    pub hands: usize,
    /// The longest pause of a hand between two payouts, in milliseconds.
    pub pause_ms: u64,
    /// The mistake that no harness may overlook: whoever has an unknown payout is paid once more.
    pub pays_unknown_again: bool,
}

/// What the clerk is asked while it follows what it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What the ledger says.
    Book,
}

/// What the clerk says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// The folder is open and the tracker at work.
    Ready,
    /// The ledger has acknowledged that an order is so now.
    Step(String, Status),
    /// Nothing is left to send.
    Through,
    /// What the ledger says.
    Book(LedgerBook),
}

/// One thing to do.
#[derive(Debug, Clone, Copy)]
enum Job {
    /// Pay this person. `again`: to their second account, whatever became of the first payment.
    Pay { item: Item, again: bool },
    /// Send what was written down and has not left.
    Send(OrderId),
}

/// The clerk's process: works until its standard input ends.
///
/// # Errors
/// Everything that keeps a person from working: the harness shows it.
pub async fn work(orders: Orders) -> Result<(), Trouble> {
    let desk = Desk::open(options(&orders).await?).await?;
    let account = account(&desk, &orders.market).await?;
    let told = tokio::spawn(tell(desk.events()));
    desk.start().await?;
    say(&Word::Ready)?;
    let jobs = Arc::new(Mutex::new(jobs(&desk, &orders).await?));
    let hands: Vec<_> = (0..orders.hands.max(1))
        .map(|_| {
            let (desk, jobs, orders) = (Arc::clone(&desk), Arc::clone(&jobs), orders.clone());
            tokio::spawn(async move { hand(&desk, account, &jobs, &orders).await })
        })
        .collect();
    for hand in hands {
        hand.await??;
    }
    say(&Word::Through)?;
    answer(&desk).await?;
    desk.stop().await;
    told.abort();
    Ok(())
}

async fn options(orders: &Orders) -> Result<DeskOptions, Trouble> {
    let folder = orders.home.join("vault");
    std::fs::create_dir_all(&folder)?;
    let vault = VaultOptions { keychain: KeychainUse::Never, ..VaultOptions::default() };
    let vault = Arc::new(Vault::open(&folder, vault).await?);
    let secrets: HashMap<_, _> =
        Market::ALL.into_iter().map(|market| (market.key_id().to_owned(), market.secret().into())).collect();
    let origin = format!("http://{}", orders.gateway).parse()?;
    Ok(DeskOptions {
        built_in_secrets: secrets,
        grace: GRACE,
        time_limits: LIMITS,
        haste: HASTE,
        questions_per_minute: 60_000,
        ..DeskOptions::new(orders.home.join("practice"), false, vault, Some(origin))
    })
}

async fn account(desk: &Desk, market: &str) -> Result<AccountId, Trouble> {
    if let Some(account) = desk.ledger().accounts(false).await?.first() {
        return Ok(account.id);
    }
    let known = Market::from_name(market).ok_or("no such market")?;
    let form = AccountForm {
        name: format!("Practice {market}"),
        market_id: market.to_owned(),
        base_url: format!("{PRACTICE_SCHEME}{market}"),
        typed_confirmation: None,
        key_id: known.key_id().to_owned(),
        secret: known.secret().into(),
        notify_url: None,
        key_edited_now: false,
        max_payout: None,
    };
    Ok(desk.connect_account(form).await?.id)
}

/// What is to be done on this folder now.
async fn jobs(desk: &Desk, orders: &Orders) -> Result<VecDeque<Job>, Trouble> {
    let mut written = BTreeSet::new();
    let mut jobs = VecDeque::new();
    let mut query = ledger::OrderQuery { limit: 500, ..ledger::OrderQuery::default() };
    loop {
        let page = desk.ledger().list_orders(&query).await?;
        for row in &page.rows {
            let Some(item) = row.name.as_deref().and_then(Item::of_payee) else { continue };
            written.insert(item);
            match row.status {
                Status::Prepared | Status::NotSent => jobs.push_back(Job::Send(row.id)),
                Status::Unknown if orders.pays_unknown_again => {
                    jobs.push_back(Job::Pay { item, again: true })
                }
                Status::Unknown
                | Status::Sending
                | Status::Refused
                | Status::Pending
                | Status::Processing
                | Status::Succeeded
                | Status::Failed
                | Status::Returned
                | Status::Expired
                | Status::Abandoned
                | Status::Cancelled => {}
            }
        }
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    let new = (0..orders.payouts).map(Item).filter(|item| !written.contains(item));
    jobs.extend(new.map(|item| Job::Pay { item, again: false }));
    Ok(jobs)
}

/// One pair of hands: one job after the other, until none is left.
async fn hand(
    desk: &Arc<Desk>,
    account: AccountId,
    jobs: &Mutex<VecDeque<Job>>,
    orders: &Orders,
) -> Result<(), Trouble> {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(job) = job else { return Ok(()) };
        match job {
            Job::Send(id) => send(desk, id).await?,
            Job::Pay { item, again } => pay(desk, account, item, again, orders).await?,
        }
        let pause = rand::rng().random_range(0..=orders.pause_ms);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

/// Prepares a payout. Every second one is sent by a key press, the others go by themselves when their grace is over.
async fn pay(
    desk: &Arc<Desk>,
    account: AccountId,
    item: Item,
    again: bool,
    orders: &Orders,
) -> Result<(), Trouble> {
    let draft = item.draft(&orders.market, again)?;
    let order = match desk.prepare_payout(account, &draft, confirmation(&draft)).await {
        Ok(order) => order,
        // Even who does it wrong is stopped at the second attempt.
        Err(DeskError::UnknownTwin { .. } | DeskError::ReasonNeeded { .. }) if again => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    say(&Word::Step(order.number, order.status))?;
    if item.0.is_multiple_of(2) {
        return send(desk, order.id).await;
    }
    loop {
        tokio::time::sleep(GRACE).await;
        let now = desk.ledger().order(order.id).await?.ok_or("an order is gone")?;
        if !matches!(now.status, Status::Prepared | Status::Sending) {
            return Ok(());
        }
    }
}

async fn send(desk: &Arc<Desk>, id: OrderId) -> Result<(), Trouble> {
    match desk.send_payout(id).await {
        Ok(order) => say(&Word::Step(order.number, order.status)),
        // The grace was over in this very moment.
        Err(DeskError::WrongStatus(_)) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// Tells every step that the desk tells the window: each is committed by then.
async fn tell(mut events: Receiver<DeskEvent>) {
    loop {
        match events.recv().await {
            Ok(DeskEvent::OrderChanged { number, to, .. }) => {
                if say(&Word::Step(number, to)).is_err() {
                    return;
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn answer(desk: &Arc<Desk>) -> Result<(), Trouble> {
    loop {
        let line = tokio::task::spawn_blocking(|| std::io::stdin().lock().lines().next()).await?;
        let Some(line) = line else { return Ok(()) };
        match serde_json::from_str(&line?)? {
            Question::Book => say(&Word::Book(LedgerBook::read(desk.ledger()).await?))?,
        }
    }
}

/// One line, written at once: what was said before a kill has been said.
fn say(word: &Word) -> Result<(), Trouble> {
    let line = serde_json::to_string(word)? + "\n";
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes())?;
    Ok(out.flush()?)
}
