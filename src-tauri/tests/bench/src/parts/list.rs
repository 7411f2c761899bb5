//! P14 and P15: the list in the real window, scrolled and searched.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::data::{Example, ready};
use crate::outcome::{Bar, Chart, Line, Measure, Outcome, Table};
use crate::samples::{Samples, per_second, time};
use crate::window::driven::{Driven, Which, folder};
use crate::window::homes;
use crate::{Place, Trouble};

const SCROLL: &str = include_str!("../window/scroll.js");
const KEYS: &str = include_str!("../window/keys.js");
/// Pixels a frame: read along, and thrown.
const SPEEDS: [(&str, u32); 2] = [("slowly, 32 px a frame", 32), ("fast, 400 px a frame", 400)];
const FRAMES: u32 = 900;
/// Words that are typed letter by letter.
const WORDS: usize = 60;
/// Letters of each.
const LETTERS: usize = 5;
/// A letter that changes nothing in sight is let go after this.
const UNCHANGED: Duration = Duration::from_millis(1_500);
const MS: u64 = 1_000_000;

/// What `scroll.js` answers.
#[derive(Debug, Deserialize)]
struct Scrolled {
    times: Vec<u64>,
    blanks: Vec<bool>,
    waited: u64,
    reached: u64,
}

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let examples = kept.examples()?;
    let home = homes::made(&folder(&place.home, "full"), Some(&kept)).await?;
    let window = Driven::open(&Which::Program(home)).await?;
    window.wait_for("return document.querySelector('nav') ? true : null").await?;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    scrolling(&window, &mut outcome).await?;
    ends(&window, &examples, &mut outcome).await?;
    typing(&window, &examples, &mut outcome).await?;
    window.close().await;
    Ok(outcome)
}

async fn list(window: &Driven, place: &str) -> Result<(), Trouble> {
    window.go(place).await?;
    window.wait_for("return document.querySelector('[role=grid] [data-at]') ? true : null").await?;
    tokio::time::sleep(Duration::from_millis(700)).await;
    Ok(())
}

async fn scrolling(window: &Driven, outcome: &mut Outcome) -> Result<(), Trouble> {
    println!("Scrolling");
    let head = [
        "how",
        "frames",
        "frames a second",
        "p50",
        "p99",
        "longest",
        "longest blank",
        "rows passed",
        "frames at the end of what was loaded",
    ];
    let mut table = Table::new("Scrolling the list from its beginning", &head);
    let mut lines = Vec::new();
    for (place, (how, step)) in ["#/orders?sort=newest", "#/orders?sort=oldest"].into_iter().zip(SPEEDS) {
        list(window, place).await?;
        let told = window.ask(SCROLL, vec![json!(step), json!(FRAMES)]).await?;
        let scrolled: Scrolled =
            serde_json::from_value(told.clone()).map_err(|_| format!("scrolling: {told}"))?;
        let mut frames = Samples::default();
        for ms in &scrolled.times {
            frames.add_ns(ms * MS);
        }
        let fps = per_second(u64::try_from(frames.len())?, frames.sum());
        let blank = longest_blank(&scrolled);
        let [p50, p99, longest] = frames.told();
        let bar = Bar::new("P14", &format!("scrolling {how}"), "≥ 58 a second, p99 ≤ 24 ms, none > 50 ms");
        let met = fps >= 58 && frames.p99() <= 24 * MS && frames.max() <= 50 * MS;
        outcome.bars.push(bar.measured(format!("{fps} a second, p99 {p99}, longest {longest}"), met));
        let bar = Bar::new("P14", &format!("no blank place, scrolling {how}"), "≤ 100 ms");
        outcome.bars.push(bar.measured(time(blank * MS), blank <= 100));
        lines.extend(spread(how, &scrolled.times));
        table.rows.push(vec![
            how.to_owned(),
            frames.len().to_string(),
            fps.to_string(),
            p50,
            p99,
            longest,
            time(blank * MS),
            scrolled.reached.to_string(),
            scrolled.waited.to_string(),
        ]);
    }
    outcome.tables.push(table);
    let title = "Frames by their length".to_owned();
    outcome.charts.push(Chart {
        name: "frames".to_owned(),
        title,
        measure: Measure::Count,
        lines,
        limit: None,
    });
    Ok(())
}

/// The longest time in which some place in sight had no row, in milliseconds.
fn longest_blank(scrolled: &Scrolled) -> u64 {
    let (mut longest, mut now) = (0, 0);
    for (ms, blank) in scrolled.times.iter().zip(&scrolled.blanks) {
        now = if *blank { now + ms } else { 0 };
        longest = longest.max(now);
    }
    longest
}

/// How many frames took how long.
fn spread(how: &str, times: &[u64]) -> Vec<Line> {
    let steps = [(0, 18), (18, 24), (24, 34), (34, 51), (51, u64::MAX)];
    let names = ["up to 17 ms", "18 to 23 ms", "24 to 33 ms", "34 to 50 ms", "longer"];
    let line = |((from, to), name): ((u64, u64), &str)| {
        let n = times.iter().filter(|ms| (from..to).contains(*ms)).count();
        Line::new(
            format!("{}: {name}", how.split(',').next().unwrap_or(how)),
            u64::try_from(n).unwrap_or(0),
            None,
            false,
        )
    };
    steps.into_iter().zip(names).map(line).collect()
}

/// The first and the last order can be brought into sight, at both sizes of text.
async fn ends(window: &Driven, examples: &[Example], outcome: &mut Outcome) -> Result<(), Trouble> {
    println!("Going to both ends");
    let first = examples.first().map(|it| it.number.clone()).unwrap_or_default();
    let mut reached = Vec::new();
    for size in ["100%", "200%"] {
        for place in ["#/orders?sort=newest", "#/orders?sort=oldest"] {
            let set = format!("document.documentElement.style.fontSize = '{size}'; return true");
            window.wait_for(&set).await?;
            list(window, place).await?;
            // The list is scrolled to its beginning, where the newest, or the oldest, has to be in sight as a whole.
            let seen = window
                .wait_for(
                    "const grid = document.querySelector('[role=grid]'); grid.scrollTop = 0;
                     const row = grid.querySelector('[data-at=\"0\"]');
                     if (row === null) return null;
                     const [box, all] = [row.getBoundingClientRect(), grid.getBoundingClientRect()];
                     return box.top >= all.top && box.bottom <= all.bottom ? row.textContent : null",
                )
                .await?;
            let text = seen.as_str().unwrap_or_default().to_owned();
            // The oldest example is the oldest order of all.
            reached.push(!text.is_empty() && (!place.ends_with("oldest") || text.contains(&first)));
        }
    }
    window.wait_for("document.documentElement.style.fontSize = ''; return true").await?;
    let all = reached.iter().all(|it| *it);
    let bar = Bar::new(
        "P14",
        "newest and oldest order in sight, at 100 % and 200 % text (each at the head of its order)",
        "both",
    );
    let count = reached.iter().filter(|it| **it).count();
    outcome.bars.push(bar.measured(format!("{count} of {}", reached.len()), all));
    Ok(())
}

async fn typing(window: &Driven, examples: &[Example], outcome: &mut Outcome) -> Result<(), Trouble> {
    println!("Typing");
    list(window, "#/orders?sort=newest").await?;
    window.ask(KEYS, Vec::new()).await?;
    let words = words(examples);
    let (mut samples, mut unchanged) = (Samples::default(), 0);
    for word in &words {
        // Select all that stands in the field: the first letter takes its place.
        window
            .wait_for("const field = document.querySelector('search input[role=combobox]'); field.focus(); field.select(); return true")
            .await?;
        for letter in word.chars() {
            window.press(&letter.to_string()).await?;
            match painted(window).await? {
                Some(ns) => samples.add_ns(ns),
                None => unchanged += 1,
            }
        }
    }
    let [p50, p99, longest] = samples.told();
    let bar =
        Bar::new("P15", "key press until other rows are painted, p50 / p99", "p50 ≤ 33 ms, p99 ≤ 100 ms");
    let met = samples.p50() <= 33 * MS && samples.p99() <= 100 * MS && samples.len() > 0;
    outcome.bars.push(bar.measured(format!("{p50} / {p99} (longest {longest})"), met));
    outcome.facts.push((
        "Typed".to_owned(),
        format!("{} letters changed what is in sight, {unchanged} did not; each was awaited", samples.len()),
    ));
    Ok(())
}

/// How long after the key was pressed other rows stood; `None` if none came.
async fn painted(window: &Driven) -> Result<Option<u64>, Trouble> {
    let wait = "const done = arguments[arguments.length - 1];
        const until = performance.now() + arguments[0];
        const look = () => {
            const it = window.__painted;
            if (it !== null) done(Math.round((it.painted - it.pressed) * 1e6));
            else if (performance.now() > until) done(-1);
            else setTimeout(look, 20);
        };
        look();";
    let told = window.ask(wait, vec![json!(u64::try_from(UNCHANGED.as_millis())?)]).await?;
    Ok(told.as_u64())
}

/// Beginnings of names and pieces of numbers, in turn.
fn words(examples: &[Example]) -> Vec<String> {
    let step = (examples.len() / WORDS).max(1);
    let text = |(n, it): (usize, &Example)| {
        let whole = if n % 2 == 0 { it.name.clone()? } else { it.account_no.clone()? };
        let plain = whole.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
        plain.then(|| whole.chars().filter(|c| *c != ' ').take(LETTERS).collect::<String>().to_lowercase())
    };
    examples.iter().step_by(step).enumerate().filter_map(text).filter(|word| word.len() == LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::{Scrolled, longest_blank, spread};

    #[test]
    fn blanks_are_counted_as_long_as_they_last() {
        let scrolled = Scrolled {
            times: vec![16, 17, 16, 40, 16],
            blanks: vec![true, false, true, true, false, true],
            waited: 0,
            reached: 9,
        };
        assert_eq!(longest_blank(&scrolled), 56);
        let lines: Vec<u64> = spread("slowly, so", &scrolled.times).iter().map(|line| line.value).collect();
        assert_eq!(lines, [4, 0, 0, 1, 0]);
    }
}
