//! The long form of R3 and R4, with figures as a table for `docs/reliability.md`.

use std::io::Write;
use std::time::Instant;

use super::Trouble;
use super::books::Difference;
use super::kills::{self, Programs};
use super::stub_first;

/// What the bars ask for (R3, R4).
const PAYOUTS_RECORDED: usize = 1_000;
const KILLS: usize = 1_000;
const RUN: usize = 200;
const HANDS: usize = 4;
/// So that about thirty kills fall into a run.
const PAUSE_MS: u64 = 60;
/// The negative controls are as long as they need be to find something for certain.
const CONTROL_KILLS: usize = 24;
const CONTROL_PAYOUTS: usize = 100;

/// Does all of it and writes a line of the table each; whether everything is as it must be.
///
/// # Errors
/// When a process does not start, hangs, or ends on its own.
pub fn carry_out(programs: &Programs, seed: u64, table: &mut impl Write) -> Result<bool, Trouble> {
    let stubs = stub(programs, PAYOUTS_RECORDED, false, table)?;
    let control = stub(programs, CONTROL_PAYOUTS, true, table)?;
    let kills = kill(programs, seed, false, table)?;
    let wrong_clerk = kill(programs, seed, true, table)?;
    Ok(stubs && control && kills && wrong_clerk)
}

fn line(table: &mut impl Write, what: &str, many: &str, result: &str, began: Instant) -> Result<(), Trouble> {
    Ok(writeln!(table, "| {what} | {many} | {result} | {} |", began.elapsed().as_secs())?)
}

fn stub(
    programs: &Programs,
    payouts: usize,
    hides_sync: bool,
    table: &mut impl Write,
) -> Result<bool, Trouble> {
    let began = Instant::now();
    let plan = stub_first::Plan { payouts, hands: HANDS, market: "cashy-mx", hides_sync };
    let report = stub_first::carry_out(programs, &plan)?;
    let what = if hides_sync {
        "R3 control: syncs hidden from the recorder"
    } else {
        "R3 stub before the first byte"
    };
    let result = format!(
        "{} creations left, each with its power cut before it; {} without a stub on the disk; {} system calls, {} syncs",
        report.creations,
        report.violations.len(),
        report.deeds,
        report.syncs
    );
    line(table, what, &format!("{payouts} payouts"), &result, began)?;
    tell(table, report.violations.iter().filter(|_| !hides_sync))?;
    let expected = if hides_sync { payouts } else { 0 };
    Ok(report.creations == payouts && report.images == payouts && report.violations.len() == expected)
}

fn kill(programs: &Programs, seed: u64, wrong_clerk: bool, table: &mut impl Write) -> Result<bool, Trouble> {
    let began = Instant::now();
    let plan = kills::Plan {
        kills: if wrong_clerk { CONTROL_KILLS } else { KILLS },
        payouts: if wrong_clerk { CONTROL_PAYOUTS } else { RUN },
        hands: HANDS,
        pause_ms: PAUSE_MS,
        seed,
        pays_unknown_again: wrong_clerk,
    };
    let report = kills::carry_out(programs, &plan)?;
    let paid_twice = |found: &&Difference| matches!(found, Difference::PaidTwice(_));
    let twice = report.differences.iter().filter(paid_twice).count();
    let (what, good) = if wrong_clerk {
        ("R4 control: a clerk who pays unknown ones again", twice > 0)
    } else {
        ("R4 `kill -9` inside runs of payouts", report.differences.is_empty() && report.unsound.is_empty())
    };
    let result = format!(
        "{} differences between both books, {twice} paid twice; {} orders, {} acknowledged steps, all looked for; {} kills \
         before the folder was open; unknown once {}, at the end {}, none of which the gateway has; open again: {}; books \
         settled: {}",
        report.differences.len() + report.unsound.len(),
        report.orders,
        report.acknowledged,
        report.kills_while_opening,
        report.unknown_once,
        report.unknown_at_end,
        report.starts.summary(),
        report.settled.summary(),
    );
    line(table, what, &format!("{} kills in {} runs", report.kills, report.runs), &result, began)?;
    if !wrong_clerk {
        tell(table, &report.differences)?;
        tell(table, &report.unsound)?;
    }
    Ok(good)
}

/// What was found, a line each.
fn tell<T: std::fmt::Display>(
    table: &mut impl Write,
    found: impl IntoIterator<Item = T>,
) -> Result<(), Trouble> {
    for one in found {
        writeln!(table, "  found: {one}")?;
    }
    Ok(())
}
