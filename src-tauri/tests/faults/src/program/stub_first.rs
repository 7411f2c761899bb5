//! R3: every byte to the wire is preceded by a stub on the disk.
//!
//! The clerk's system calls are recorded. At the moment at which it begins to connect for a creation, the power is cut, as it
//! were: the files as they are certain to be on the disk then are opened as a ledger. The order must be in it, found in
//! the midst of sending, with exactly the bytes that left afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ledger::{Ledger, OrderQuery, OrderRow, Sort};
use orders::Status;

use super::Trouble;
use super::clerk::{Orders, Word};
use super::gateway::Gateway;
use super::kills::Programs;
use super::process::Process;
use super::recording::{Deed, Recorder, Request, posts, read};
use super::replay::Disk;

/// The longest that the clerk may take for its run.
const PATIENCE: Duration = Duration::from_secs(600);

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many people are paid.
    pub payouts: usize,
    /// How many payouts are under way at once.
    pub hands: usize,
    /// At which market.
    pub market: &'static str,
    /// The negative control: the recorder does not see the syncs.
    pub hides_sync: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// What was recorded: system calls.
    pub deeds: usize,
    /// Syncs among them.
    pub syncs: usize,
    /// Creations that left.
    pub creations: usize,
    /// Images of the disk that were opened.
    pub images: usize,
    /// Every creation whose stub was not on the disk, and every order that left otherwise than once.
    pub violations: Vec<String>,
}

/// Does it.
///
/// # Errors
/// When a process does not start, hangs, or ends on its own; when the record cannot be read.
pub fn carry_out(programs: &Programs, plan: &Plan) -> Result<Report, Trouble> {
    let folder = tempfile::tempdir()?;
    let record = folder.path().join("record");
    let home = folder.path().join("home");
    std::fs::create_dir(&home)?;
    run(programs, plan, &home, &Recorder::compile(folder.path())?, &record)?;
    let deeds = read(&record)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(check(&deeds, &home.join("practice")))
}

/// Lets the clerk pay everybody, with the recorder watching.
fn run(
    programs: &Programs,
    plan: &Plan,
    home: &Path,
    recorder: &Recorder,
    record: &Path,
) -> Result<(), Trouble> {
    let gateway = Gateway::start(&programs.gateway)?;
    let orders = Orders {
        home: home.to_owned(),
        gateway: gateway.address(),
        market: plan.market.to_owned(),
        payouts: plan.payouts,
        hands: plan.hands,
        pause_ms: 0,
        pays_unknown_again: false,
    };
    let mut command = Command::new(&programs.clerk);
    recorder.attach(command.arg(serde_json::to_string(&orders)?), record, plan.hides_sync);
    let (process, lines) = Process::start(&mut command)?;
    let deadline = Instant::now() + PATIENCE;
    while let Some((_, line)) = lines.next_before(deadline)? {
        if serde_json::from_str::<Word>(&line)? == Word::Through {
            return process.end();
        }
    }
    Err("the clerk hangs".into())
}

/// Cuts the power before every creation, and looks.
async fn check(deeds: &[Deed], folder: &Path) -> Result<Report, Trouble> {
    let mut report = Report { deeds: deeds.len(), ..Report::default() };
    report.syncs = deeds.iter().filter(|deed| matches!(deed, Deed::SyncEnd(_))).count();
    let orders = submitted(folder).await?;
    let mut creations: BTreeMap<usize, (&OrderRow, Request)> = BTreeMap::new();
    let mut left = BTreeSet::new();
    for request in posts(deeds) {
        let of_request = |order: &&OrderRow| {
            order
                .request
                .as_ref()
                .is_some_and(|stub| request.path.ends_with(&stub.path) && stub.body == request.body)
        };
        let Some(order) = orders.iter().find(of_request) else { continue };
        if !left.insert(&order.number) {
            report.violations.push(format!("{} left twice", order.number));
        }
        creations.insert(request.connected_after, (order, request));
    }
    for order in orders.iter().filter(|order| !left.contains(&order.number)) {
        report.violations.push(format!("{} was submitted without having left", order.number));
    }
    report.creations = creations.len();
    let mut disk = Disk::default();
    for (place, deed) in deeds.iter().enumerate() {
        if let Some((order, request)) = creations.get(&place) {
            report.images += 1;
            if let Err(why) = look(&disk, folder, order, request).await? {
                report.violations.push(format!("{}: {why}", order.number));
            }
        }
        disk.play(deed)?;
    }
    Ok(report)
}

/// Every order that was submitted, as it is in the end.
async fn submitted(folder: &Path) -> Result<Vec<OrderRow>, Trouble> {
    let ledger = Ledger::open(folder, 0).await?;
    let mut query = OrderQuery { sort: Sort::Oldest, limit: 500, ..OrderQuery::default() };
    let mut orders = Vec::new();
    loop {
        let page = ledger.list_orders(&query).await?;
        for row in &page.rows {
            orders.extend(ledger.order(row.id).await?.filter(|order| order.submitted));
        }
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    ledger.close().await;
    Ok(orders)
}

/// Opens what a power cut would leave now. What is wrong with it, if anything.
async fn look(
    disk: &Disk,
    folder: &Path,
    order: &OrderRow,
    request: &Request,
) -> Result<Result<(), String>, Trouble> {
    let image = tempfile::tempdir()?;
    disk.image(folder, image.path())?;
    let ledger = match Ledger::open(image.path(), order.created_at_ms).await {
        Ok(ledger) => ledger,
        Err(error) => return Ok(Err(format!("what is on the disk is no ledger: {error}"))),
    };
    let found = ledger.order(order.id).await;
    ledger.close().await;
    Ok(match found {
        Err(error) => Err(format!("what is on the disk cannot be read: {error}")),
        Ok(None) => Err("it is not on the disk".to_owned()),
        Ok(Some(found)) if found.number != order.number => Err("another order is in its place".to_owned()),
        Ok(Some(found)) if !found.submitted || found.status != Status::Unknown => {
            Err(format!("it is on the disk as {}", found.status.as_str()))
        }
        Ok(Some(found)) if found.request.as_ref().is_none_or(|stub| stub.body != request.body) => {
            Err("it is on the disk with other bytes than those that left".to_owned())
        }
        Ok(Some(_)) => Ok(()),
    })
}
