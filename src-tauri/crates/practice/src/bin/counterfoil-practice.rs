//! The practice gateways as a program of their own: for a merchant's programmer who wants to point their system at them.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal: printing is its output"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use practice::{OUTCOMES, PracticeOptions, PracticeServer};

const HELP: &str = "\
counterfoil-practice: CashFast (Mexico) and Cashy (Mexico, Tanzania, Thailand), for practice, without real money

  --port N         the port on 127.0.0.1 (default 7300; any free one when it is taken)
  --state FILE     keep orders and balances in this file
  --speed FACTOR   move orders faster or slower: 2 is twice as fast, 0.5 half
  --help           this text
";

const PORT: u16 = 7300;

#[tokio::main]
async fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match PracticeServer::start(options).await {
        Ok(server) => run(server).await,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(server: PracticeServer) -> ExitCode {
    print_welcome(&server);
    let stopped = tokio::signal::ctrl_c().await;
    println!("Stopping.");
    server.shutdown().await;
    if stopped.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `None`: only help was asked for.
fn read(arguments: impl Iterator<Item = String>) -> Result<Option<PracticeOptions>, String> {
    let mut options = PracticeOptions { port: Some(PORT), ..PracticeOptions::default() };
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        if argument == "--help" {
            return Ok(None);
        }
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value, or is not known."))?;
        match argument.as_str() {
            "--port" => {
                options.port = Some(value.parse().map_err(|_| format!("{value} is not a port."))?);
            }
            "--state" => options.state_file = Some(PathBuf::from(value)),
            "--speed" => options.speed = value.parse().map_err(|_| format!("{value} is not a number."))?,
            _ => return Err(format!("{argument} is not known.")),
        }
    }
    Ok(Some(options))
}

fn print_welcome(server: &PracticeServer) {
    println!(
        "Practice gateways on http://{}/  (this page lists the orders to pay; Ctrl-C stops)\n",
        server.address()
    );
    for credentials in server.credentials() {
        println!("{}", credentials.market);
        println!("  base URL  {}", credentials.base_url);
        println!("  key       {}", credentials.key_id);
        println!("  secret    {}\n", credentials.secret);
    }
    println!("Amounts of 100 or more whose whole part ends in these two digits are special:\n");
    for row in OUTCOMES {
        println!("  {:02}  {:<27}  {}", row.ending, row.name, row.what_happens);
    }
    println!(
        "\nAll others: payouts succeed after 6 s, collect orders wait to be paid on their cashier page."
    );
}
