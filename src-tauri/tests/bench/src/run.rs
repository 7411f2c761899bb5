//! Running the parts one by one, each for a limited time, and writing the page.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use crate::outcome::{Bar, Outcome, Verdict, forget, keep, kept};
use crate::{Place, Trouble, machine, page, parts};

pub(crate) const HELP: &str = "\
bench: the bars of SPEED_AND_SAFETY, measured beside their limits and rivals

  --orders N      orders in the large ledger (default 1000000; made once and kept)
  --only WORDS    some parts: ledger, window, or one part's name (default all)
  --home DIR      where ledgers and figures are kept (default target/bench)
  --soak S        seconds of the soak (default 120)
  --part NAME     runs one part in this process, without writing the page
  --help          this text

parts: reading writing sizes (ledger); start inside list soak (window)
";

const ORDERS: u64 = 1_000_000;
const SOAK_S: u64 = 120;

/// A part: its name, its group, how it is called on the page, how many minutes it may take.
struct Part {
    name: &'static str,
    group: &'static str,
    title: &'static str,
    minutes: u64,
}

const PARTS: [Part; 7] = [
    Part { name: "reading", group: "ledger", title: "Finding and listing", minutes: 60 },
    Part { name: "writing", group: "ledger", title: "Writing", minutes: 30 },
    Part { name: "sizes", group: "ledger", title: "Room on disk", minutes: 15 },
    Part { name: "start", group: WINDOW, title: "Start", minutes: 30 },
    Part { name: "inside", group: WINDOW, title: "Memory and calls", minutes: 20 },
    Part { name: "list", group: WINDOW, title: "The list in the window", minutes: 30 },
    Part { name: "soak", group: WINDOW, title: "A long stretch", minutes: 75 },
];
/// These run on a screen of their own.
const WINDOW: &str = "window";
const ON_OWN_SCREEN: &str = "src-tauri/on-own-screen.sh";

/// What was asked for.
pub(crate) enum Wish {
    Help,
    Bench { place: Place, only: Vec<String> },
    Part { place: Place, name: String },
}

pub(crate) fn wish(mut arguments: impl Iterator<Item = String>) -> Result<Wish, String> {
    let root = std::env::current_dir().map_err(|error| error.to_string())?;
    let mut place = Place { home: root.join("target/bench"), root, orders: ORDERS, soak_s: SOAK_S };
    let (mut only, mut part) = (Vec::new(), None);
    while let Some(argument) = arguments.next() {
        if argument == "--help" {
            return Ok(Wish::Help);
        }
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{argument} needs a number, not “{value}”"));
        match argument.as_str() {
            "--orders" => place.orders = number()?.max(1),
            "--only" => only = chosen(&value)?,
            "--soak" => place.soak_s = number()?,
            "--home" => place.home = place.root.join(&value),
            "--part" => part = Some(known(&value)?.name.to_owned()),
            _ => return Err(format!("there is no option {argument}")),
        }
    }
    Ok(match part {
        Some(name) => Wish::Part { place, name },
        None => Wish::Bench { place, only },
    })
}

/// Names of parts and groups; nothing: all.
fn chosen(words: &str) -> Result<Vec<String>, String> {
    let words: Vec<String> =
        words.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    for word in &words {
        if !PARTS.iter().any(|part| part.group == word) {
            known(word)?;
        }
    }
    Ok(words)
}

fn known(name: &str) -> Result<&'static Part, String> {
    PARTS.iter().find(|part| part.name == name).ok_or_else(|| format!("there is no part {name}"))
}

/// Runs the chosen parts and writes the page with all figures there are.
pub(crate) fn all(place: &Place, only: &[String]) -> ExitCode {
    let figures = figures(&place.home);
    for part in &PARTS {
        let wanted = only.is_empty() || only.iter().any(|word| word == part.name || word == part.group);
        if !wanted {
            continue;
        }
        println!("\n— {} (load {})", part.title, machine::load());
        forget(&figures, part.name);
        if let Err(trouble) = alone(place, part) {
            eprintln!("{}: {trouble}", part.name);
            let failed = kept(&figures, part.name).unwrap_or_default();
            let failed = Outcome { trouble: Some(trouble.to_string()), at: machine::now(), ..failed };
            if let Err(trouble) = keep(&figures, part.name, &failed) {
                eprintln!("{}: {trouble}", figures.display());
            }
        }
    }
    let parts: Vec<(&str, Option<Outcome>)> =
        PARTS.iter().map(|part| (part.title, kept(&figures, part.name))).collect();
    let docs = place.root.join("docs");
    if let Err(trouble) = page::write(&docs, &machine::facts(&place.root), &parts) {
        eprintln!("{}: {trouble}", docs.display());
        return ExitCode::FAILURE;
    }
    tell(&parts);
    ExitCode::SUCCESS
}

/// The bars, for the terminal.
fn tell(parts: &[(&str, Option<Outcome>)]) {
    println!();
    for bar in parts.iter().filter_map(|(_, part)| part.as_ref()).flat_map(|part| &part.bars) {
        let Bar { number, what, limit, measured, rival, ratio, verdict } = bar;
        let word = match verdict {
            Verdict::Met => "met",
            Verdict::Missed => "MISSED",
            Verdict::Told => "",
        };
        println!("{number:<4} {word:<7} {what}: {measured} (bar: {limit}; beside it: {rival}, {ratio})");
    }
    println!("\nWritten to docs/performance.md");
}

/// A part in a process of its own, and in a process group, so that nothing of it outlives its time.
fn alone(place: &Place, part: &Part) -> Result<(), Trouble> {
    use std::os::unix::process::CommandExt;
    let program = std::env::current_exe()?;
    let mut command = if part.group == WINDOW {
        let screen = place.home.join("screen");
        std::fs::create_dir_all(&screen)?;
        let mut command = Command::new(place.root.join(ON_OWN_SCREEN));
        command.arg(program).env("COUNTERFOIL_SCREEN_FOLDER", screen);
        command
    } else {
        Command::new(program)
    };
    let (orders, soak) = (place.orders.to_string(), place.soak_s.to_string());
    command.args(["--part", part.name, "--orders", &orders, "--soak", &soak, "--home"]).arg(&place.home);
    let mut child = command.current_dir(&place.root).process_group(0).spawn()?;
    let limit = Duration::from_secs(part.minutes * 60);
    let ended = wait(&mut child, limit)?;
    // What it may have left behind.
    let group = format!("-{}", child.id());
    drop(Command::new("kill").args(["-KILL", "--", &group]).stderr(std::process::Stdio::null()).status());
    drop(child.wait());
    match ended {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(format!("the part ended with {status}").into()),
        None => Err(format!("the part took more than {} minutes and was ended", part.minutes).into()),
    }
}

/// How it ended; `None`: not within its time.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>, Trouble> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(None)
}

/// One part, in this process.
pub(crate) async fn part(place: &Place, name: &str) -> ExitCode {
    let started = Instant::now();
    let loaded = machine::load();
    let measured = match name {
        "reading" => parts::reading::measure(place).await,
        "writing" => parts::writing::measure(place).await,
        "sizes" => parts::sizes::measure(place).await,
        "start" => parts::start::measure(place).await,
        "inside" => parts::inside::measure(place).await,
        "list" => parts::list::measure(place).await,
        "soak" => parts::soak::measure(place, place.soak_s).await,
        _ => Err(format!("there is no part {name}").into()),
    };
    let outcome = match measured {
        Ok(outcome) => outcome,
        Err(trouble) => {
            eprintln!("{name}: {trouble}");
            Outcome { trouble: Some(trouble.to_string()), ..Outcome::default() }
        }
    };
    let outcome = finished(outcome, &place.root, started, &loaded);
    match keep(&figures(&place.home), name, &outcome) {
        Ok(()) if outcome.trouble.is_none() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{name}: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn figures(home: &Path) -> PathBuf {
    home.join("figures")
}

fn finished(outcome: Outcome, root: &Path, started: Instant, loaded: &str) -> Outcome {
    let mut facts = outcome.facts;
    facts.push(("Waiting for a processor when it began".to_owned(), loaded.to_owned()));
    Outcome {
        at: machine::now(),
        commit: machine::commit(root),
        took_s: started.elapsed().as_secs(),
        facts,
        ..outcome
    }
}
