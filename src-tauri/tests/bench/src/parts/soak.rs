//! P3: a long stretch of searching, scrolling and events; what it grows by, and what is left when it ends.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::data::{Example, ready};
use crate::outcome::{Bar, Chart, Line, Measure, Outcome};
use crate::samples::{bytes, ratio};
use crate::window::driven::{Driven, Which, folder, gone};
use crate::window::{homes, processes};
use crate::{Place, Trouble};

/// Growth counts from here on: caches are full by then.
const WARM: Duration = Duration::from_secs(20);
/// 10,000 events in half an hour.
const EVENTS: u64 = 10_000;
const HALF_AN_HOUR_S: u64 = 1_800;
/// Points of the picture.
const POINTS: u64 = 16;

/// One round: searches, scrolls, and marks orders with a star or takes it away, which is an event each.
const ROUND: &str = "const [text, stars, wanted] = arguments;
    const done = arguments[arguments.length - 1];
    const { invoke } = window.__TAURI_INTERNALS__;
    (async () => {
        location.hash = text === '' ? '#/orders' : `#/orders?text=${encodeURIComponent(text)}`;
        await new Promise((after) => setTimeout(after, 400));
        const grid = document.querySelector('[role=\"grid\"]');
        for (let n = 0; grid !== null && n < 20; n += 1) {
            grid.scrollTop += 300;
            await new Promise(requestAnimationFrame);
        }
        const page = await invoke('list_orders', { query: { limit: 100 } });
        for (let n = 0; n < stars; n += 1) {
            await invoke('set_star', { ids: [page.orders[n % page.orders.length].id], wanted });
        }
        return stars;
    })().then(done, (error) => done(`failed: ${JSON.stringify(error)}`));";

pub(crate) async fn measure(place: &Place, seconds: u64) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let examples = kept.examples()?;
    let home = homes::made(&folder(&place.home, "full"), Some(&kept)).await?;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    let window = open(&home).await?;
    soak(&window, &examples, seconds, &mut outcome).await?;
    let left = window.processes();
    window.close().await;
    let closed = gone(&left, Duration::from_secs(10));
    let window = open(&home).await?;
    let left = window.processes();
    window.kill();
    let killed = gone(&left, Duration::from_secs(10));
    let bar = Bar::new("P3", "processes left after the window is closed, and after kill -9", "none");
    let word = |gone: bool| if gone { "none" } else { "some" };
    outcome.bars.push(bar.measured(format!("{} and {}", word(closed), word(killed)), closed && killed));
    Ok(outcome)
}

async fn open(home: &std::path::Path) -> Result<Driven, Trouble> {
    let window = Driven::open(&Which::Program(home.to_owned())).await?;
    window.wait_for("return document.querySelector('nav') ? true : null").await?;
    Ok(window)
}

async fn soak(
    window: &Driven,
    examples: &[Example],
    seconds: u64,
    outcome: &mut Outcome,
) -> Result<(), Trouble> {
    println!("Soaking for {seconds} s");
    let length = Duration::from_secs(seconds);
    let begun = Instant::now();
    let (mut events, mut rounds, mut before) = (0_u64, 0_u64, None);
    let mut lines: Vec<Line> = Vec::new();
    for example in examples.iter().cycle() {
        if begun.elapsed() >= length {
            break;
        }
        // As many as are due by now.
        let due = EVENTS * begun.elapsed().as_secs() / HALF_AN_HOUR_S;
        let text = match rounds % 3 {
            0 => example.name.clone().unwrap_or_default(),
            1 => example.number.chars().skip(6).take(6).collect(),
            _ => String::new(),
        };
        let stars = due.saturating_sub(events).min(200);
        let told =
            window.ask(ROUND, vec![json!(text), json!(stars), json!(rounds.is_multiple_of(2))]).await?;
        events += told.as_u64().ok_or_else(|| format!("a round of the soak: {told}"))?;
        rounds += 1;
        if begun.elapsed() >= WARM.min(length / 3) && before.is_none() {
            before = processes::pss_bytes(&window.processes());
        }
        let point = begun.elapsed().as_secs() * POINTS / seconds.max(1);
        if u64::try_from(lines.len())? <= point
            && let Some(memory) = processes::pss_bytes(&window.processes())
        {
            lines.push(Line::new(format!("after {} s", begun.elapsed().as_secs()), memory, None, false));
        }
    }
    let after = processes::pss_bytes(&window.processes());
    let what = format!(
        "memory after {seconds} s of searching, scrolling and {events} events (the bar asks for 30 min)"
    );
    let bar = Bar::new("P3", &what, "≤ +10 %");
    outcome.bars.push(match before.zip(after) {
        Some((before, after)) => {
            let grown = ratio(after, before);
            let bar = bar.measured(bytes(after), grown <= 110);
            bar.beside(format!("{} once warm", bytes(before)), format!("{:+} %", i64::try_from(grown)? - 100))
        }
        None => bar.told("not readable: the program closes its memory to others; run as administrator"),
    });
    let title = "Memory of all processes while soaking".to_owned();
    outcome.charts.push(Chart {
        name: "soak".to_owned(),
        title,
        measure: Measure::Bytes,
        lines,
        limit: None,
    });
    Ok(())
}
