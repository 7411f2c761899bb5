//! The disasters in their long form, with their figures as a table for `docs/reliability.md`.
//!
//! `disasters disk` strikes the disk below the ledger (R5 to R8), `disasters program` the program itself (R3, R4); either takes
//! some minutes. A number after it is the first seed, 1 when left out.
//! It ends with a failure when anything was lost or broken, or when a control found nothing.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use faults::disasters::{
    Control, FURTHER_TABLES, Findings, MONEY_TABLES, PowerCuts, Trouble, bit_rot, damaged_logs, full_disk,
    power_cuts, power_cuts_at_birth,
};
use faults::program::kills::Programs;
use faults::program::long_form;

/// What the bars ask for (R5 to R8).
const IMAGES: u64 = 3_000;
const CONTROL_IMAGES: u64 = 600;
const LOGS: u64 = 2_000;
const SIZES: u64 = 200;
const FLIPS: u64 = 1_000;
/// Enough for every full disk to strike somewhere in a story: less than the steps tried would take.
const ROOM: u64 = 800_000;

#[tokio::main]
async fn main() -> ExitCode {
    let seed = std::env::args().nth(2).and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let done = match std::env::args().nth(1).as_deref() {
        Some("disk") => run(seed).await,
        // Processes are waited for, not awaited.
        Some("program") => {
            tokio::task::spawn_blocking(move || strike_the_program(seed)).await.unwrap_or(Ok(false))
        }
        Some(_) | None => Err("disasters disk|program [SEED]".into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            drop(writeln!(io::stderr(), "{trouble}"));
            ExitCode::FAILURE
        }
    }
}

/// R3 and R4, on real processes: the programs `clerk` and `gateway` must be built beside this one.
fn strike_the_program(seed: u64) -> Result<bool, Trouble> {
    Table::begin()?;
    let programs = Programs::beside(&std::env::current_exe()?);
    long_form::carry_out(&programs, seed, &mut io::stdout())
}

async fn run(seed: u64) -> Result<bool, Trouble> {
    let mut table = Table::begin()?;
    for (name, control, images) in [
        ("R5 power cuts, `synchronous=FULL` as the ledger runs", Control::None, IMAGES),
        ("R5 control: as `synchronous=NORMAL` would sync", Control::Normal, CONTROL_IMAGES),
        ("R5 control: a disk whose syncs do nothing", Control::LyingDisk, CONTROL_IMAGES),
    ] {
        let cuts = many_power_cuts(seed, control, images).await?;
        let good = match control {
            Control::None => cuts.lost == 0 && cuts.broken.none(),
            Control::Normal => cuts.lost > 0 && cuts.broken.none(),
            Control::LyingDisk => cuts.lost > 0,
        };
        let result = format!(
            "{} lost an acknowledged step, {} broken; {} with the step under way, {} without; {} cut twice",
            cuts.lost, cuts.broken.count, cuts.one_more, cuts.at_last, cuts.cut_twice
        );
        let quiet = Findings::default();
        // What a lying disk breaks is its own fault, and expected.
        let broken = if control == Control::LyingDisk { &quiet } else { &cuts.broken };
        table.line(name, &format!("{} images", cuts.images), &result, good, broken)?;
    }
    let birth = power_cuts_at_birth(1).await?;
    let result = format!("{} opened as an empty ledger", birth.at_last);
    let name = "Power cuts while a ledger is made";
    table.line(name, &format!("{} images", birth.images), &result, birth.broken.none(), &birth.broken)?;
    logs(seed, &mut table).await?;
    full(seed, &mut table).await?;
    rot(seed, &mut table).await?;
    Ok(table.good)
}

async fn many_power_cuts(seed: u64, control: Control, images: u64) -> Result<PowerCuts, Trouble> {
    let mut sum = PowerCuts::default();
    for story in 0.. {
        if sum.images >= images {
            break;
        }
        let cuts = power_cuts(seed + story, 120, 3, control).await?;
        sum.add(cuts);
    }
    Ok(sum)
}

async fn logs(seed: u64, table: &mut Table) -> Result<(), Trouble> {
    let logs = damaged_logs(seed, LOGS).await?;
    let cases =
        format!("{} logs ({} cut, {} torn, {} flipped)", logs.logs, logs.cut, logs.torn, logs.flipped);
    let result = format!(
        "{} whole, {} in one of {} earlier committed states, {} anything else",
        logs.whole, logs.earlier, logs.states, logs.broken.count
    );
    table.line("R6 damaged write-ahead logs", &cases, &result, logs.broken.none(), &logs.broken)
}

async fn full(seed: u64, table: &mut Table) -> Result<(), Trouble> {
    let full = full_disk(seed, SIZES, ROOM).await?;
    let result = format!(
        "{} steps done, {} told as failed ({} stubs, {} sendings), {} questions answered meanwhile; opened full {}, \
         not opened and told why {}; {} broken",
        full.done,
        full.told_full,
        full.stubs_refused,
        full.sendings_refused,
        full.read,
        full.opened_full,
        full.not_opened,
        full.broken.count
    );
    table.line("R7 full disk", &format!("{} sizes", full.sizes), &result, full.broken.none(), &full.broken)
}

async fn rot(seed: u64, table: &mut Table) -> Result<(), Trouble> {
    let rot = bit_rot(seed, FLIPS, &MONEY_TABLES).await?;
    let sum = rot.sum(&MONEY_TABLES);
    let cases = format!("{} bits that changed something", sum.noticed + sum.missed);
    let result = format!(
        "{} noticed, {} missed (besides: {} where nothing lay any more, {} in columns that say nothing of money); SQLite's own check alone notices {}",
        sum.noticed, sum.missed, sum.harmless, sum.beside, rot.sqlite_alone
    );
    table.line("R8 flipped bits in money rows", &cases, &result, rot.missed.none(), &rot.missed)?;
    let rot = bit_rot(seed, FLIPS / 2, &FURTHER_TABLES).await?;
    for (name, one) in &rot.tables {
        let cases = format!("{} bits that changed something", one.noticed + one.missed);
        let result = format!("{} noticed, {} missed", one.noticed, one.missed);
        let name = format!("Beside R8: flipped bits in `{name}`");
        table.line(&name, &cases, &result, true, &Findings::default())?;
    }
    Ok(())
}

/// The table as it grows.
struct Table {
    good: bool,
    began: Instant,
}

impl Table {
    fn begin() -> Result<Self, Trouble> {
        writeln!(io::stdout(), "| what | how many | result | s |\n|---|---|---|---|")?;
        Ok(Self { good: true, began: Instant::now() })
    }

    fn line(
        &mut self,
        what: &str,
        many: &str,
        result: &str,
        good: bool,
        found: &Findings,
    ) -> Result<(), Trouble> {
        let seconds = self.began.elapsed().as_secs();
        self.began = Instant::now();
        let mark = if good { "" } else { "**bad:** " };
        writeln!(io::stdout(), "| {what} | {many} | {mark}{result} | {seconds} |")?;
        for finding in &found.told {
            writeln!(io::stderr(), "{finding}")?;
        }
        self.good &= good;
        Ok(())
    }
}
