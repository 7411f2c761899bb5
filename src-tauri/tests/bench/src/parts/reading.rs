//! P4 to P8 and P16: finding and listing, beside SQLite itself and `grep`, in the large ledger and in a small one.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use ledger::Ledger;

use super::reading_bars;
use crate::asked::{Kind, Shape, shapes};
use crate::data::{Kept, UNTIL_MS, ready};
use crate::outcome::Outcome;
use crate::race::{self, Race};
use crate::raw::Raw;
use crate::samples::{Samples, bytes, count};
use crate::{Place, Trouble};

/// The small ledger of P16.
const SMALL: u64 = 10_000;
/// Questions that `grep` is asked of one shape: it takes as long for each.
const GREPPED: usize = 5;

/// A shape with its times.
pub(crate) struct Figures {
    pub(crate) shape: Shape,
    pub(crate) race: Race,
    /// What `grep -F` took for the same texts.
    pub(crate) grep: Option<Samples>,
}

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let large = ready(&place.root, &place.home, place.orders).await?;
    let small = ready(&place.root, &place.home, SMALL.min(place.orders)).await?;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    let (few, _) = of(&small, false).await?;
    let (many, skips) = of(&large, true).await?;
    reading_bars::fill(&mut outcome, &many, &few, skips);
    super::totals::measure(&large, &mut outcome).await?;
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    outcome.facts.push((
        "Beside it".to_owned(),
        format!(
            "the same {} orders as CSV: {}, {} with the raw answers; a ledger of {} orders for the scale",
            count(large.orders),
            bytes(size(&large.sheet())),
            bytes(size(&large.sheet_with_records())),
            count(small.orders)
        ),
    ));
    Ok(outcome)
}

/// All shapes in one ledger, and whether any statement skips over rows.
async fn of(kept: &Kept, beside_grep: bool) -> Result<(Vec<Figures>, bool), Trouble> {
    println!("Reading {} orders", count(kept.orders));
    let shapes = shapes(&kept.examples()?);
    let recorded = race::record(kept, &shapes).await?;
    let skips = recorded.iter().flatten().any(race::Recorded::skips_rows);
    let ledger = Ledger::open(&kept.ledger_folder(), UNTIL_MS).await?;
    let mut raw = Raw::open(&kept.ledger_file())?;
    let mut figures = Vec::new();
    for (shape, asked) in shapes.into_iter().zip(&recorded) {
        let race = race::run(&ledger, &mut raw, asked).await?;
        let grep = if beside_grep { grep(kept, &shape)? } else { None };
        let [p50, p99, _] = race.ours.told();
        println!("  {:<42} {p50:>8} {p99:>8}   SQLite {}", shape.name, race.raw.told()[0]);
        figures.push(Figures { shape, race, grep });
    }
    ledger.close().await;
    Ok((figures, skips))
}

/// `grep -F` over the export: with raw answers only where they are searched.
fn grep(kept: &Kept, shape: &Shape) -> Result<Option<Samples>, Trouble> {
    let sheet = match shape.kind {
        Kind::Fragment => kept.sheet(),
        Kind::Raw => kept.sheet_with_records(),
        Kind::Exact | Kind::Prefix | Kind::Page | Kind::First | Kind::Last | Kind::Filters | Kind::Short => {
            return Ok(None);
        }
    };
    let mut samples = Samples::default();
    let step = shape.texts.len().div_ceil(GREPPED).max(1);
    for (n, text) in shape.texts.iter().step_by(step).cycle().take(GREPPED + 1).enumerate() {
        let started = Instant::now();
        let ended = Command::new("grep")
            .args(["-c", "-F", "--", text.as_str()])
            .arg(&sheet)
            // Bytes and not letters: its fastest way.
            .env("LC_ALL", "C")
            .stdout(Stdio::null())
            .status()?;
        // 1: found nothing.
        if ended.code().is_none_or(|code| code > 1) {
            return Err(format!("grep over {} ended with {ended}", sheet.display()).into());
        }
        // The first brings the file into memory.
        if n > 0 {
            samples.add(started.elapsed());
        }
    }
    Ok(Some(samples))
}
