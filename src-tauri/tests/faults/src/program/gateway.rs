//! The gateway: a practice server in a process of its own, which outlives every clerk and answers questions about its
//! book, one line of JSON each, on its standard output.

use std::io::{BufRead, Write};
use std::net::SocketAddr;
use std::path::Path;

use practice::{OrderStatus, PracticeOptions, PracticeServer, RepeatedNumbers};
use serde::{Deserialize, Serialize};

use super::Trouble;
use super::books::{GatewayBook, Held, Payment};
use super::process::{Lines, Process};

/// Orders move so many times as fast as in life.
const SPEED: u32 = 20;
/// How long a slow answer takes, in milliseconds: within the clerk's patience.
const SLOW_MS: u64 = 200;
/// How long the silence lasts, in milliseconds: beyond the clerk's patience.
const SILENCE_MS: u64 = 5_000;

/// What is said to the gateway.
#[derive(Debug, Serialize, Deserialize)]
enum Question {
    /// What it holds, and how often these numbers arrived.
    Book(Vec<String>),
}

/// What it says.
#[derive(Debug, Serialize, Deserialize)]
enum Word {
    /// It listens here.
    Listening(SocketAddr),
    Book(GatewayBook),
}

/// A gateway that takes a repeated number for another order: no document says that it is refused.
fn options() -> PracticeOptions {
    PracticeOptions {
        speed: SPEED.into(),
        callback_time_factor: rust_decimal::Decimal::new(1, 3),
        slow_ms: SLOW_MS,
        silence_ms: SILENCE_MS,
        repeated_numbers: RepeatedNumbers::MakeAnother,
        ..PracticeOptions::default()
    }
}

/// The gateway's process: serves until its standard input ends.
///
/// # Errors
/// When no port is free, or nobody can be told.
pub fn serve() -> Result<(), Trouble> {
    let runtime = tokio::runtime::Runtime::new()?;
    let server = runtime.block_on(PracticeServer::start(options()))?;
    say(&Word::Listening(server.address()))?;
    for line in std::io::stdin().lock().lines() {
        let Question::Book(numbers) = serde_json::from_str(&line?)?;
        let arrivals = numbers.into_iter().map(|number| (server.orders_seen(&number), number));
        let book = GatewayBook {
            arrivals: arrivals.map(|(count, number)| (number, count)).collect(),
            payments: server.payments().into_iter().map(payment).collect(),
        };
        say(&Word::Book(book))?;
    }
    runtime.block_on(server.shutdown());
    Ok(())
}

fn payment(seen: practice::PaymentSeen) -> Payment {
    let status = match seen.status {
        OrderStatus::Accepted | OrderStatus::Waiting | OrderStatus::Processing => Held::Open,
        OrderStatus::Succeeded => Held::Paid,
        OrderStatus::Rejected | OrderStatus::Failed => Held::NotPaid,
    };
    Payment { number: seen.number, amount: seen.amount.to_string(), status }
}

fn say(word: &Word) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(word)?)?;
    Ok(out.flush()?)
}

/// A gateway that was started.
#[derive(Debug)]
pub struct Gateway {
    process: Process,
    lines: Lines,
    address: SocketAddr,
}

impl Gateway {
    /// Starts the program `gateway` and waits until it listens.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(program: &Path) -> Result<Self, Trouble> {
        let (process, lines) = Process::start(&mut std::process::Command::new(program))?;
        match serde_json::from_str(&lines.next()?)? {
            Word::Listening(address) => Ok(Self { process, lines, address }),
            Word::Book(_) => Err("the gateway speaks out of turn".into()),
        }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its book, and how often creations with these numbers arrived.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn book<'a>(&mut self, numbers: impl Iterator<Item = &'a str>) -> Result<GatewayBook, Trouble> {
        let question = Question::Book(numbers.map(str::to_owned).collect());
        self.process.say(&serde_json::to_string(&question)?)?;
        match serde_json::from_str(&self.lines.next()?)? {
            Word::Book(book) => Ok(book),
            Word::Listening(_) => Err("the gateway speaks out of turn".into()),
        }
    }
}
