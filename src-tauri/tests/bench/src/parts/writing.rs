//! P9, and P6 while pages are being written: on a copy, so that the kept ledger stays as it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ledger::{Ledger, PastOrder};

use crate::asked::{Kind, shapes};
use crate::data::{Kept, UNTIL_MS, ready};
use crate::outcome::{Bar, Chart, Line, Measure, Outcome, Table};
use crate::race;
use crate::samples::{Samples, count, per_second, time};
use crate::{Place, Trouble};

/// A page as a gateway hands it over.
const PAGE: usize = 100;
/// Pages that are written one after the other for P9.
const PAGES: usize = 300;
/// Between two pages while searching.
const BEAT: Duration = Duration::from_millis(100);
/// Each shape of fragment is searched so long while pages come.
const SEARCHED: Duration = Duration::from_secs(4);
const MS: u64 = 1_000_000;
/// After the year of the kept orders and the one of the further ones.
const LATER_MS: i64 = UNTIL_MS + 400 * 24 * 3_600_000;

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let copy = place.home.join("written");
    kept.copied(&copy)?;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    let ledger = Arc::new(Ledger::open(&copy, LATER_MS).await?);
    while_writing(&kept, &ledger, &mut outcome).await?;
    pages(&kept, &ledger, &mut outcome).await?;
    import(&kept, &ledger, &mut outcome).await?;
    ledger.close().await;
    std::fs::remove_dir_all(copy)?;
    Ok(outcome)
}

fn in_pages(orders: impl Iterator<Item = PastOrder>, length: usize) -> Vec<Vec<PastOrder>> {
    let orders: Vec<PastOrder> = orders.collect();
    orders.chunks(length).map(<[PastOrder]>::to_vec).collect()
}

/// Ten pages a second come in while fragments are searched.
async fn while_writing(kept: &Kept, ledger: &Arc<Ledger>, outcome: &mut Outcome) -> Result<(), Trouble> {
    let mut shapes = shapes(&kept.examples()?);
    shapes.retain(|shape| matches!(shape.kind, Kind::Fragment | Kind::Raw | Kind::Short | Kind::First));
    let seconds = SEARCHED.as_secs() * u64::try_from(shapes.len())? + 30;
    let pages = in_pages(kept.further(seconds * 1_000, 1), PAGE);
    let done = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (ledger, done) = (Arc::clone(ledger), Arc::clone(&done));
        async move {
            let mut took = Samples::default();
            let mut beat = tokio::time::interval(BEAT);
            for page in pages {
                beat.tick().await;
                if done.load(Ordering::Acquire) {
                    break;
                }
                let started = Instant::now();
                ledger.write_past(&page, LATER_MS).await?;
                took.add(started.elapsed());
            }
            Ok::<Samples, ledger::LedgerError>(took)
        }
    });
    println!("Searching while ten pages of {PAGE} a second are written");
    let mut table = Table::new(
        "Searching while ten pages of 100 orders a second are written",
        &["what", "samples", "p50", "p99", "longest"],
    );
    let mut lines = Vec::new();
    let mut worst: Option<(u64, &'static str, Samples)> = None;
    for shape in &shapes {
        let samples = race::alone(ledger, &shape.asks, SEARCHED).await?;
        let [p50, p99, longest] = samples.told();
        println!("  {:<42} {p50:>8} {p99:>8}", shape.name);
        let counted = count(u64::try_from(samples.len())?);
        table.rows.push(vec![shape.name.to_owned(), counted, p50, p99, longest]);
        lines.push(Line::new(shape.name, samples.p50(), Some(samples.p99()), false));
        let is_fragment = matches!(shape.kind, Kind::Fragment | Kind::Raw);
        if is_fragment && worst.as_ref().is_none_or(|(p99, _, _)| samples.p99() > *p99) {
            worst = Some((samples.p99(), shape.name, samples));
        }
    }
    done.store(true, Ordering::Release);
    let written = writer.await??;
    if let Some((p99, name, samples)) = worst {
        let what = format!("any fragment while pages are written, p50 / p99; the slowest: {name}");
        let bar = Bar::new("P6", &what, "p99 ≤ 30 ms");
        outcome.bars.push(bar.measured(format!("{} / {}", time(samples.p50()), time(p99)), p99 <= 30 * MS));
    }
    let [p50, p99, longest] = written.told();
    outcome.facts.push((
        "The pages written meanwhile".to_owned(),
        format!("{} of {PAGE} orders: p50 {p50}, p99 {p99}, longest {longest}", written.len()),
    ));
    outcome.tables.push(table);
    let title = "Searching while pages are written: median / 99 of 100".to_owned();
    let limit = Some(30 * MS);
    outcome.charts.push(Chart { name: "writing".to_owned(), title, measure: Measure::Time, lines, limit });
    Ok(())
}

/// Pages as they would come one after the other, each committed and searchable when it returns.
async fn pages(kept: &Kept, ledger: &Ledger, outcome: &mut Outcome) -> Result<(), Trouble> {
    println!("Writing {PAGES} pages of {PAGE}");
    let mut took = Samples::default();
    for page in in_pages(kept.further(u64::try_from(PAGES * PAGE)?, 2), PAGE) {
        let started = Instant::now();
        ledger.write_past(&page, LATER_MS).await?;
        took.add(started.elapsed());
    }
    let [p50, p99, longest] = took.told();
    let rate = per_second(u64::try_from(took.len() * PAGE)?, took.sum());
    let bar = Bar::new("P9", "live writing with all indexes, pages of 100", "≥ 5,000 orders/s");
    outcome.bars.push(bar.measured(format!("{} orders/s", count(rate)), rate >= 5_000));
    let bar = Bar::new("P9", "a page of 100 committed, p50 / p99", "≤ 15 ms / ≤ 60 ms");
    let met = took.p50() <= 15 * MS && took.p99() <= 60 * MS;
    outcome.bars.push(bar.measured(format!("{p50} / {p99} (longest {longest})"), met));
    Ok(())
}

/// A merchant's past, as the import hands it to the ledger.
async fn import(kept: &Kept, ledger: &Ledger, outcome: &mut Outcome) -> Result<(), Trouble> {
    let orders = (kept.orders / 5).clamp(1_000, 100_000);
    println!("Importing {} orders", count(orders));
    let batches = in_pages(kept.further(orders, 3), demo::BATCH);
    let started = Instant::now();
    for batch in &batches {
        ledger.write_past(batch, LATER_MS).await?;
    }
    ledger.count_trigrams().await?;
    let took = u64::try_from(started.elapsed().as_nanos())?;
    let rate = per_second(orders, took);
    let what = format!(
        "import of {} orders in steps of {}, searchable at once",
        count(orders),
        count(u64::try_from(demo::BATCH)?)
    );
    let bar = Bar::new("P9", &what, "≥ 20,000 orders/s")
        .measured(format!("{} orders/s", count(rate)), rate >= 20_000);
    outcome.bars.push(bar.beside("reading the file is not in it", "–"));
    Ok(())
}
