//! Two runners in turn, so that whatever disturbs the machine disturbs both: the ledger, and SQLite with its statements.

use std::time::{Duration, Instant};

use ledger::Ledger;

use crate::Trouble;
use crate::asked::{Ask, Shape};
use crate::data::{Kept, UNTIL_MS};
use crate::raw::{Raw, Statement};
use crate::recorded::Listening;
use crate::samples::Samples;

/// Different questions of one shape: what they ask is recorded beforehand, each once, which warms both runners.
const DIFFERENT: usize = 250;
/// Enough for the 99th of a hundred to be more than the worst.
const SAMPLES: usize = 1_000;
/// A slow shape is not asked for longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// However slow it is, so often.
const LEAST: usize = 20;
/// Not counted.
const WARMING: usize = 3;

/// A question, and what it asks SQLite.
pub(crate) struct Recorded {
    ask: Ask,
    statements: Vec<Statement>,
}

impl Recorded {
    /// Whether a place in a list is found by counting rows from its beginning.
    pub(crate) fn skips_rows(&self) -> bool {
        self.statements.iter().any(|statement| statement.sql.to_uppercase().contains("OFFSET"))
    }
}

/// What a race came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Race {
    pub(crate) ours: Samples,
    pub(crate) raw: Samples,
}

/// Has the ledger answer every shape's questions once, and writes down what it asks for it.
pub(crate) async fn record(kept: &Kept, shapes: &[Shape]) -> Result<Vec<Vec<Recorded>>, Trouble> {
    let listening = Listening::begin();
    let ledger = Ledger::open(&kept.ledger_folder(), UNTIL_MS).await?;
    let mut all = Vec::new();
    for shape in shapes {
        let mut recorded = Vec::new();
        let begun = Instant::now();
        let step = shape.asks.len().div_ceil(DIFFERENT).max(1);
        for ask in shape.asks.iter().step_by(step) {
            listening.start();
            let answered = ask.of(&ledger).await;
            let statements = listening.stop()?;
            answered?;
            recorded.push(Recorded { ask: ask.clone(), statements });
            if begun.elapsed() > PATIENCE && recorded.len() >= LEAST {
                break;
            }
        }
        all.push(recorded);
    }
    ledger.close().await;
    Ok(all)
}

/// The ledger and its rival, one question each in turn, the one and then the other first.
pub(crate) async fn run(ledger: &Ledger, raw: &mut Raw, asked: &[Recorded]) -> Result<Race, Trouble> {
    let mut race = Race::default();
    let begun = Instant::now();
    for (n, recorded) in asked.iter().cycle().take(SAMPLES + WARMING).enumerate() {
        if race.ours.len() >= LEAST && begun.elapsed() > PATIENCE {
            break;
        }
        let mut took = [Duration::ZERO; 2];
        for turn in 0..2 {
            let started = Instant::now();
            if (n + turn).is_multiple_of(2) {
                recorded.ask.of(ledger).await?;
                took[0] = started.elapsed();
            } else {
                for statement in &recorded.statements {
                    raw.run(statement)?;
                }
                took[1] = started.elapsed();
            }
        }
        if n >= WARMING {
            race.ours.add(took[0]);
            race.raw.add(took[1]);
        }
    }
    Ok(race)
}

/// The ledger alone, for so long.
pub(crate) async fn alone(ledger: &Ledger, asks: &[Ask], patience: Duration) -> Result<Samples, Trouble> {
    let mut samples = Samples::default();
    let begun = Instant::now();
    for ask in asks.iter().cycle().take(SAMPLES) {
        let started = Instant::now();
        ask.of(ledger).await?;
        samples.add(started.elapsed());
        if samples.len() >= LEAST && begun.elapsed() > patience {
            break;
        }
    }
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::{SAMPLES, record, run};
    use crate::data::{UNTIL_MS, ready};
    use crate::raw::Raw;
    use ledger::Ledger;
    use std::path::Path;

    #[tokio::test]
    async fn both_run_the_same_questions() {
        let _alone = crate::ALONE.lock().await;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let home = tempfile::tempdir().unwrap();
        let kept = ready(&root, home.path(), 60).await.unwrap();
        let mut shapes = crate::asked::shapes(&kept.examples().unwrap());
        shapes.retain(|shape| {
            ["an order by its number", "the first page", "a full name"].contains(&shape.name)
        });
        let recorded = record(&kept, &shapes).await.unwrap();
        assert_eq!(recorded.len(), 3);
        let ledger = Ledger::open(&kept.ledger_folder(), UNTIL_MS).await.unwrap();
        let mut raw = Raw::open(&kept.ledger_file()).unwrap();
        for asked in &recorded {
            // An order found by its number is one statement with a row; nothing is skipped over.
            assert!(
                !asked.is_empty() && asked.iter().all(|one| !one.statements.is_empty() && !one.skips_rows())
            );
            for one in asked.iter().take(3) {
                let rows: usize = one.statements.iter().map(|statement| raw.run(statement).unwrap()).sum();
                assert!(rows >= one.ask.of(&ledger).await.unwrap().min(1));
            }
        }
        let race = run(&ledger, &mut raw, &recorded[0]).await.unwrap();
        assert_eq!(race.ours.len(), race.raw.len());
        assert!((20..=SAMPLES).contains(&race.ours.len()));
        ledger.close().await;
    }
}
