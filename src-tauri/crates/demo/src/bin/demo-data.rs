//! Fills a new ledger with demonstration orders, for benches and for looking at the program with much in it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: printing is its output"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use demo::{Plan, Progress, fill};

const HELP: &str = "\
demo-data: a ledger full of invented orders of the four markets

  --folder DIR     the ledger's folder; made if need be, and refused when it has orders
  --orders N       how many (default 100000)
  --seed S         the same number, seed and day make the same orders (default 1)
  --until DATE     the last day of their year, 2026-11-22 (default yesterday)
  --help           this text
";

const ORDERS: u64 = 100_000;
const SEED: u64 = 1;

struct Wish {
    folder: PathBuf,
    plan: Plan,
}

#[tokio::main]
async fn main() -> ExitCode {
    let wish = match read(std::env::args().skip(1)) {
        Ok(Some(wish)) => wish,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    println!("Writing {} orders to {}", wish.plan.orders, wish.folder.display());
    let orders = wish.plan.orders;
    let mut told = 0;
    let outcome = fill(&wish.folder, wish.plan, |progress| {
        // Some twenty lines, however many orders.
        if progress.written * 20 / orders.max(1) > told {
            told = progress.written * 20 / orders.max(1);
            println!("{}", line(progress));
        }
    })
    .await;
    match outcome {
        Ok(progress) => {
            println!("Done: {}", line(progress).trim_start());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn line(progress: Progress) -> String {
    let per_second = u128::from(progress.written) * 1000 / progress.took.as_millis().max(1);
    format!("{:>10} orders, {:>6} s, {per_second} orders/s", progress.written, progress.took.as_secs())
}

/// `None`: only help was asked for.
fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Wish>, String> {
    let mut folder = None;
    let mut plan = Plan { orders: ORDERS, seed: SEED, until_ms: end_of_yesterday() };
    while let Some(argument) = arguments.next() {
        if argument == "--help" {
            return Ok(None);
        }
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{argument} needs a number, not “{value}”"));
        match argument.as_str() {
            "--folder" => folder = Some(PathBuf::from(value)),
            "--orders" => plan.orders = number()?,
            "--seed" => plan.seed = number()?,
            "--until" => {
                plan.until_ms =
                    end_of(&value).ok_or_else(|| format!("“{value}” is not a day like 2026-11-22"))?
            }
            _ => return Err(format!("there is no option {argument}")),
        }
    }
    let folder = folder.ok_or("--folder is missing")?;
    Ok(Some(Wish { folder, plan }))
}

/// Yesterday's end in UTC: nothing lies in the future, and everything made today is the same.
fn end_of_yesterday() -> i64 {
    const DAY_MS: i64 = 24 * 3_600_000;
    jiff::Timestamp::now().as_millisecond().div_euclid(DAY_MS) * DAY_MS
}

fn end_of(day: &str) -> Option<i64> {
    let next = day.parse::<jiff::civil::Date>().ok()?.tomorrow().ok()?;
    let end = jiff::tz::Offset::UTC.to_timestamp(next.at(0, 0, 0, 0)).ok()?;
    Some(end.as_millisecond())
}
