//! Runs schedules of the fault laboratory and prints what came of them.
//!
//! `laboratory --seconds 180 --at-least 2000`: as many as fit, from seed 0.
//! `laboratory --schedules 100000 --from 5000`: that many. `--stop-at 1` ends with the first that fails.
//! `laboratory --seed 77`: one, told in detail.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::io;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use faults::laboratory::{Report, Schedule, Template, Violation, run, shrink};

/// So many failing schedules are enough to look at, unless told otherwise.
const FAILURES_MAX: u64 = 5;
/// A long run says that it goes on after so many schedules.
const TOLD_EVERY: u64 = 5_000;

#[derive(Debug, Default)]
struct Plan {
    seconds: Option<u64>,
    at_least: u64,
    schedules: Option<u64>,
    from: u64,
    seed: Option<u64>,
    stop_at: Option<u64>,
}

#[derive(Debug, Default)]
struct Sum {
    schedules: u64,
    crashes: u64,
    sent: usize,
    payments: usize,
    doubled: usize,
    unknown: usize,
    questions: u64,
    paid_twice: usize,
    turned_up: usize,
    doings: BTreeMap<&'static str, u64>,
}

impl Sum {
    fn add(&mut self, report: &Report) {
        self.schedules += 1;
        self.crashes += u64::from(report.crashes);
        self.sent += report.sent;
        self.payments += report.payments;
        self.doubled += report.doubled;
        self.unknown += report.unknown;
        self.questions += report.questions;
        self.paid_twice += report.paid_twice;
        self.turned_up += report.turned_up;
        for (doing, times) in &report.doings {
            *self.doings.entry(doing).or_default() += times;
        }
    }
}

static PANICS: AtomicU64 = AtomicU64::new(0);

fn main() -> ExitCode {
    let Some(plan) = read(std::env::args().skip(1)) else {
        println!(
            "laboratory [--seconds N --at-least N] [--schedules N] [--from SEED] [--stop-at FAILURES] [--seed SEED]"
        );
        return ExitCode::FAILURE;
    };
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        usual(panic);
    }));
    let done = match plan.seed {
        Some(seed) => one(seed),
        None => many(&plan),
    };
    match done {
        Ok(true) if PANICS.load(Ordering::Relaxed) == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("the laboratory itself failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut arguments: impl Iterator<Item = String>) -> Option<Plan> {
    let mut plan = Plan::default();
    while let Some(name) = arguments.next() {
        let value: u64 = arguments.next()?.parse().ok()?;
        match name.as_str() {
            "--seconds" => plan.seconds = Some(value),
            "--at-least" => plan.at_least = value,
            "--schedules" => plan.schedules = Some(value),
            "--from" => plan.from = value,
            "--stop-at" => plan.stop_at = Some(value),
            "--seed" => plan.seed = Some(value),
            _ => return None,
        }
    }
    Some(plan)
}

fn one(seed: u64) -> io::Result<bool> {
    let template = Template::new()?;
    let schedule = Schedule::of(seed);
    println!("{schedule:#?}");
    let mut report = run(&schedule, &template)?;
    let histories = std::mem::take(&mut report.histories);
    println!("{report:#?}");
    let Some(first) = report.violations.first() else { return Ok(true) };
    tell_histories(&histories);
    let smallest = shrink(&schedule, first.kind(), &template)?;
    println!("smallest that fails in the same way:\n{smallest:#?}");
    tell_histories(&run(&smallest, &template)?.histories);
    Ok(false)
}

fn tell_histories(histories: &[String]) {
    for history in histories {
        println!("{history}");
    }
}

fn many(plan: &Plan) -> io::Result<bool> {
    let template = Template::new()?;
    let started = Instant::now();
    let next = AtomicU64::new(plan.from);
    let enough = AtomicBool::new(false);
    let sum = Mutex::new(Sum::default());
    let failures: Mutex<Vec<(u64, Vec<Violation>)>> = Mutex::default();
    let work = &|place: usize| -> io::Result<()> {
        stay_on_one(place);
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if enough.load(Ordering::Relaxed) || is_over(plan, seed - plan.from, started.elapsed()) {
                return Ok(());
            }
            let report = run(&Schedule::of(seed), &template)?;
            if let Ok(mut sum) = sum.lock() {
                sum.add(&report);
                if sum.schedules % TOLD_EVERY == 0 {
                    println!("{:>8} so far, {} s", sum.schedules, started.elapsed().as_secs());
                }
            }
            if !report.violations.is_empty()
                && let Ok(mut failures) = failures.lock()
            {
                println!("seed {seed}: {}", kinds(&report.violations));
                report.violations.iter().for_each(|violation| println!("  {violation}"));
                failures.push((seed, report.violations));
                let stop_at = plan.stop_at.unwrap_or(FAILURES_MAX);
                enough.fetch_or(u64::try_from(failures.len()).is_ok_and(|n| n >= stop_at), Ordering::Relaxed);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| -> io::Result<()> {
        let workers: Vec<_> = (0..threads).map(|place| scope.spawn(move || work(place))).collect();
        for worker in workers {
            worker.join().map_err(|_| io::Error::other("a laboratory panicked"))??;
        }
        Ok(())
    })?;
    let sum = sum.into_inner().unwrap_or_default();
    let failures = failures.into_inner().unwrap_or_default();
    tell(&sum, started.elapsed(), failures.len());
    if plan.stop_at.is_none()
        && let Some((seed, violations)) = failures.first()
        && let Some(first) = violations.first()
    {
        println!("\nseed {seed}:");
        let smallest = shrink(&Schedule::of(*seed), first.kind(), &template)?;
        println!("smallest that fails in the same way:\n{smallest:#?}");
    }
    Ok(failures.is_empty())
}

/// Keeps this thread, and all that it begins, on the n-th of our processors. A schedule is a long conversation between
/// the desk and SQLite's threads, of which one works at a time: woken on another processor each would wait for the other
/// twice as long.
#[cfg(target_os = "linux")]
fn stay_on_one(nth: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let Ok(ours) = sched_getaffinity(None) else { return };
    let mut one = CpuSet::new();
    one.set((0..CpuSet::MAX_CPU).filter(|cpu| ours.is_set(*cpu)).nth(nth).unwrap_or_default());
    // It is slower without, and as good.
    let _slower = sched_setaffinity(None, &one);
}

#[cfg(not(target_os = "linux"))]
const fn stay_on_one(_: usize) {}

fn is_over(plan: &Plan, begun: u64, elapsed: Duration) -> bool {
    match (plan.schedules, plan.seconds) {
        (Some(schedules), _) => begun >= schedules,
        (None, Some(seconds)) => begun >= plan.at_least && elapsed.as_secs() >= seconds,
        (None, None) => begun >= plan.at_least.max(100),
    }
}

fn kinds(violations: &[Violation]) -> String {
    let mut kinds: Vec<&str> = violations.iter().map(Violation::kind).collect();
    kinds.dedup();
    kinds.join(", ")
}

fn tell(sum: &Sum, took: Duration, failures: usize) {
    println!("schedules            {}", sum.schedules);
    println!("crashes              {}", sum.crashes);
    println!("orders that left     {}", sum.sent);
    println!("questions asked      {}", sum.questions);
    println!("payments made        {}", sum.payments);
    println!("doubled on the way   {} (all noticed, unless named above)", sum.doubled);
    println!("unknown at the end   {} (none of them at the gateway)", sum.unknown);
    println!(
        "paid twice           {} (one debt, no reason given, the first came to light too late; all flagged)",
        sum.paid_twice
    );
    println!("given up, turned up  {} (all flagged)", sum.turned_up);
    println!("the clerks");
    for (doing, times) in &sum.doings {
        println!("  {times:>8}  {doing}");
    }
    println!("schedules that fail  {failures}");
    let per_second = u128::from(sum.schedules) * 1_000 / took.as_millis().max(1);
    println!("took                 {} s, {per_second} schedules a second", took.as_secs());
}
