//! R4: the clerk is killed (`SIGKILL`) at random moments in the midst of a run of payouts and started again on the same
//! folder, until the run is through; then both books are compared.
//!
//! A kill proves nothing about power cuts, for the page cache survives it (SPEED_AND_SAFETY §1.5): that is what
//! the simulated disk is for. It proves that no state lives in the process alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use ledger::Ledger;
use orders::Status;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;

use super::Trouble;
use super::books::{Acknowledged, Difference, Entry, LedgerBook, differences};
use super::clerk::{Orders, Question, Word};
use super::figures::Times;
use super::gateway::Gateway;
use super::process::{Lines, Process};

/// The latest kill after the clerk began, in milliseconds.
const KILL_WITHIN_MS: u64 = 300;
/// The longest that anything may take that is not killed.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long after the last payout the gateway may still change its mind (practice outcomes 07 and 22, at its speed).
const LAST_TURN: Duration = Duration::from_millis(1_500);
/// How long the tracker has then to hear of it all: several times its longest wait.
const SETTLING: Duration = Duration::from_secs(90);
/// The markets of the runs, in turn.
const MARKETS: [&str; 2] = ["cashy-mx", "cashfast-mx"];

/// Where the programs are.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The clerk.
    pub clerk: PathBuf,
    /// The gateway.
    pub gateway: PathBuf,
}

impl Programs {
    /// Those beside a program of the same build.
    #[must_use]
    pub fn beside(program: &Path) -> Self {
        Self { clerk: program.with_file_name("clerk"), gateway: program.with_file_name("gateway") }
    }
}

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// So many kills in all; as many runs as that takes.
    pub kills: usize,
    /// How many people each run pays.
    pub payouts: usize,
    /// How many payouts are under way at once.
    pub hands: usize,
    /// The longest pause of a hand between two payouts, in milliseconds: the longer, the more kills fall into one run.
    pub pause_ms: u64,
    /// Where the moments of the kills come from.
    pub seed: u64,
    /// The negative control: the clerk pays again whoever has an unknown payout.
    pub pays_unknown_again: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// Kills made.
    pub kills: usize,
    /// Kills before the clerk had even opened its folder.
    pub kills_while_opening: usize,
    /// Runs brought to their end.
    pub runs: usize,
    /// Orders in the ledgers.
    pub orders: usize,
    /// Orders that were found in the midst of sending after a kill, or got no clear answer: unknown once.
    pub unknown_once: usize,
    /// Orders still unknown at the end; each is one that its gateway does not have, else it is a difference.
    pub unknown_at_end: usize,
    /// Acknowledged steps that were looked for.
    pub acknowledged: usize,
    /// From the start of the process to the open folder and the tracker at work.
    pub starts: Times,
    /// From the last payout to books that agree.
    pub settled: Times,
    /// Every difference, and whatever an integrity check found.
    pub differences: Vec<Difference>,
    /// What the ledgers' own check found.
    pub unsound: Vec<String>,
}

/// Does it.
///
/// # Errors
/// When a process does not start, hangs, or ends on its own.
pub fn carry_out(programs: &Programs, plan: &Plan) -> Result<Report, Trouble> {
    let mut report = Report::default();
    let mut dice = StdRng::seed_from_u64(plan.seed);
    while report.kills < plan.kills {
        let market = MARKETS.get(report.runs % MARKETS.len()).ok_or("no market")?;
        let mut run = Run::begin(programs, plan, market)?;
        run.bring_to_its_end(plan, &mut dice, &mut report)?;
        report.runs += 1;
    }
    Ok(report)
}

/// A moment for a kill.
#[derive(Debug, Clone, Copy)]
enum Kill {
    /// So long after the process was started: perhaps before it has opened its folder.
    AfterStart(Duration),
    /// So long after it was ready.
    AfterReady(Duration),
}

impl Kill {
    fn random(dice: &mut StdRng) -> Self {
        let after = Duration::from_millis(dice.random_range(0..=KILL_WITHIN_MS));
        if dice.random_ratio(1, 5) { Self::AfterStart(after) } else { Self::AfterReady(after) }
    }
}

/// One run of payouts: a folder, a gateway, and one clerk after the other.
struct Run {
    clerk: PathBuf,
    orders: Orders,
    gateway: Gateway,
    folder: TempDir,
    acknowledged: BTreeSet<Acknowledged>,
}

impl Run {
    fn begin(programs: &Programs, plan: &Plan, market: &str) -> Result<Self, Trouble> {
        let folder = tempfile::tempdir()?;
        let gateway = Gateway::start(&programs.gateway)?;
        let orders = Orders {
            home: folder.path().to_owned(),
            gateway: gateway.address(),
            market: market.to_owned(),
            payouts: plan.payouts,
            hands: plan.hands,
            pause_ms: plan.pause_ms,
            pays_unknown_again: plan.pays_unknown_again,
        };
        Ok(Self { clerk: programs.clerk.clone(), orders, gateway, folder, acknowledged: BTreeSet::new() })
    }

    fn bring_to_its_end(
        &mut self,
        plan: &Plan,
        dice: &mut StdRng,
        report: &mut Report,
    ) -> Result<(), Trouble> {
        let (process, lines) = loop {
            let kill = (report.kills < plan.kills).then(|| Kill::random(dice));
            if let Some(clerk) = self.live(kill, report)? {
                break clerk;
            }
            report.kills += 1;
        };
        self.settle(process, lines, report)?;
        self.compare(report)
    }

    /// One life of the clerk. `None`: it was killed; else it is through and follows what it sent.
    fn live(&mut self, kill: Option<Kill>, report: &mut Report) -> Result<Option<(Process, Lines)>, Trouble> {
        let started = Instant::now();
        let mut command = Command::new(&self.clerk);
        let (mut process, lines) = Process::start(command.arg(serde_json::to_string(&self.orders)?))?;
        let mut ready = false;
        let mut deadline = match kill {
            Some(Kill::AfterStart(after)) => Some(started + after),
            Some(Kill::AfterReady(_)) | None => None,
        };
        while let Some((at, line)) =
            lines.next_before(deadline.unwrap_or_else(|| Instant::now() + PATIENCE))?
        {
            match serde_json::from_str(&line)? {
                Word::Ready => {
                    ready = true;
                    report.starts.add(at - started);
                    if let Some(Kill::AfterReady(after)) = kill {
                        deadline = Some(at + after);
                    }
                }
                Word::Through => return Ok(Some((process, lines))),
                word @ (Word::Step(..) | Word::Book(_)) => self.hear(word)?,
            }
            // Lines that wait in the channel must not put a kill off.
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                break;
            }
        }
        if deadline.is_none() {
            return Err("the clerk hangs".into());
        }
        process.kill()?;
        report.kills_while_opening += usize::from(!ready);
        // What it had said before is acknowledged; only its very last line may have been cut short.
        for word in lines.rest().map_while(|line| serde_json::from_str(&line).ok()) {
            match word {
                Word::Ready | Word::Through => {}
                word @ (Word::Step(..) | Word::Book(_)) => self.hear(word)?,
            }
        }
        Ok(None)
    }

    fn hear(&mut self, word: Word) -> Result<(), Trouble> {
        match word {
            Word::Step(number, status) => {
                self.acknowledged.insert(Acknowledged { number, status });
                Ok(())
            }
            Word::Ready | Word::Through | Word::Book(_) => Err("the clerk speaks out of turn".into()),
        }
    }

    /// Waits until the books agree, or time cannot mend them, and lets the clerk end.
    fn settle(&mut self, mut process: Process, lines: Lines, report: &mut Report) -> Result<(), Trouble> {
        let through = Instant::now();
        std::thread::sleep(LAST_TURN);
        loop {
            let ledger = self.ask(&mut process, &lines)?;
            let found = self.differ(&ledger)?;
            let waits = !found.is_empty() && found.iter().all(Difference::may_settle);
            if !waits || through.elapsed() > SETTLING {
                break;
            }
            std::thread::sleep(Duration::from_millis(300));
        }
        report.settled.add(through.elapsed());
        process.end()?;
        // What it still said while it ended is acknowledged too.
        for line in lines.rest() {
            self.hear(serde_json::from_str(&line)?)?;
        }
        Ok(())
    }

    fn ask(&mut self, process: &mut Process, lines: &Lines) -> Result<LedgerBook, Trouble> {
        process.say(&serde_json::to_string(&Question::Book)?)?;
        loop {
            match serde_json::from_str(&lines.next()?)? {
                Word::Book(book) => return Ok(book),
                word @ (Word::Ready | Word::Step(..) | Word::Through) => self.hear(word)?,
            }
        }
    }

    fn differ(&mut self, ledger: &LedgerBook) -> Result<Vec<Difference>, Trouble> {
        let gateway = self.gateway.book(ledger.numbers())?;
        Ok(differences(ledger, &gateway, &self.acknowledged, self.orders.payouts))
    }

    /// The last comparison, with the ledger opened anew by another process: this one.
    fn compare(&mut self, report: &mut Report) -> Result<(), Trouble> {
        let folder = self.folder.path().join("practice");
        let now_ms = i64::try_from(std::time::UNIX_EPOCH.elapsed()?.as_millis())?;
        let (ledger, unsound) = tokio::runtime::Runtime::new()?.block_on(async {
            let ledger = Ledger::open(&folder, now_ms).await?;
            let book = LedgerBook::read(&ledger).await?;
            let problems = ledger.check_integrity().await?.problems;
            ledger.close().await;
            Ok::<_, Trouble>((book, problems))
        })?;
        report.differences.extend(self.differ(&ledger)?);
        report.unsound.extend(unsound);
        report.orders += ledger.entries.len();
        report.acknowledged += self.acknowledged.len();
        let unknown = |entry: &&Entry| entry.history.contains(&Status::Unknown);
        report.unknown_once += ledger.entries.iter().filter(unknown).count();
        report.unknown_at_end +=
            ledger.entries.iter().filter(|entry| entry.status == Status::Unknown).count();
        Ok(())
    }
}
