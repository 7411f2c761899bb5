//! P1: from the program's start until its first page stands, seen from outside, beside an empty window in turn.

use std::time::Instant;

use crate::data::ready;
use crate::outcome::{Bar, Chart, Line, Measure, Outcome, Table};
use crate::samples::{Samples, ratio, ratio_text, time};
use crate::window::driven::{Which, end, folder, start};
use crate::window::homes;
use crate::window::screen::Screen;
use crate::{Place, Trouble};

/// Starts of each; the first brings files into memory and is not counted.
const STARTS: usize = 13;
const MS: u64 = 1_000_000;

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let screen = Screen::open()?;
    let full = Which::Program(homes::made(&folder(&place.home, "full"), Some(&kept)).await?);
    let bare = Which::Program(homes::made(&folder(&place.home, "bare"), None).await?);
    let empty = Which::Empty(folder(&place.home, "empty"));
    let mut took = [Samples::default(), Samples::default(), Samples::default()];
    println!("Starting each window {STARTS} times");
    for round in 0..STARTS {
        for (which, samples) in [&empty, &full, &bare].into_iter().zip(&mut took) {
            let started = Instant::now();
            let mut child = start(which)?;
            let painted = screen.painted(started, &mut child);
            end(child)?;
            if round > 0 {
                samples.add(painted?);
            }
        }
        let [empty, full, bare] = &took;
        println!(
            "  empty {}, full {}, without orders {}",
            time(empty.p50()),
            time(full.p50()),
            time(bare.p50())
        );
    }
    let [empty, full, bare] = took;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    let times = ratio(full.p50(), empty.p50());
    let bar = Bar::new(
        "P1",
        "start until the first page and its search field stand, p50",
        "≤ 1.8 × empty window, ≤ 700 ms",
    );
    let bar = bar.measured(time(full.p50()), times <= 180 && full.p50() <= 700 * MS);
    outcome.bars.push(bar.beside(format!("empty window {}", time(empty.p50())), ratio_text(times)));
    let grown = ratio(full.p50(), bare.p50());
    let bar = Bar::new("P1", "the same beside an empty ledger, p50", "within 10 %");
    let bar = bar.measured(time(full.p50()), grown <= 110);
    outcome.bars.push(bar.beside(format!("without orders {}", time(bare.p50())), ratio_text(grown)));
    let mut table = Table::new("Starts", &["window", "p50", "longest"]);
    let mut lines = Vec::new();
    for (name, samples, rival) in [
        ("empty Tauri window", &empty, true),
        ("the program", &full, false),
        ("the program without orders", &bare, false),
    ] {
        let [p50, _, longest] = samples.told();
        table.rows.push(vec![name.to_owned(), p50, longest]);
        lines.push(Line::new(name, samples.p50(), Some(samples.max()), rival));
    }
    outcome.tables.push(table);
    outcome.facts.push((
        "What counts as painted".to_owned(),
        "98.5 % of the ink of the picture at which the screen comes to rest; the first page is the overview, which has \
         the search field"
            .to_owned(),
    ));
    let title = "From start to painted: median / longest".to_owned();
    let limit = Some(700 * MS);
    outcome.charts.push(Chart { name: "start".to_owned(), title, measure: Measure::EvenTime, lines, limit });
    Ok(outcome)
}
