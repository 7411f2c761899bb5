//! P2 and P13: memory of all processes, and calls between page and program, beside the empty window.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::data::ready;
use crate::outcome::{Bar, Outcome};
use crate::samples::{Samples, bytes, ratio, ratio_text, time};
use crate::window::driven::{Driven, Which, folder};
use crate::window::{homes, processes};
use crate::{Place, Trouble};

const CALLS: &str = include_str!("../window/ipc.js");
/// After its start a window has so long to come to rest.
const REST: Duration = Duration::from_secs(6);
/// Times that are taken of each call, in turn.
const ROUNDS: usize = 25;
/// Calls of one time.
const TOGETHER: u32 = 100;
const MS: u64 = 1_000_000;
/// Chromium with an empty page on the machine of the baselines (SPEED_AND_SAFETY §2.1).
const CHROMIUM: u64 = 365_000_000;

pub(crate) async fn measure(place: &Place) -> Result<Outcome, Trouble> {
    let kept = ready(&place.root, &place.home, place.orders).await?;
    let mut outcome = Outcome { orders: place.orders, ..Outcome::default() };
    let empty = Driven::open(&Which::Empty(folder(&place.home, "empty"))).await?;
    empty.wait_for("return document.querySelector('h1') ? true : null").await?;
    let of_empty = memory(&empty).await;
    let home = homes::made(&folder(&place.home, "full"), Some(&kept)).await?;
    let program = Driven::open(&Which::Program(home)).await?;
    program.wait_for("return document.querySelector('nav') ? true : null").await?;
    program.go("#/orders").await?;
    program.wait_for("return document.querySelector('[role=grid] [data-at]') ? true : null").await?;
    let of_program = memory(&program).await;
    outcome.bars.push(memory_bar(of_program, of_empty));
    calls(&program, &empty, &mut outcome).await?;
    program.close().await;
    empty.close().await;
    Ok(outcome)
}

async fn memory(window: &Driven) -> Option<u64> {
    tokio::time::sleep_until((window.opened + REST).max(Instant::now()).into()).await;
    processes::pss_bytes(&window.processes())
}

fn memory_bar(program: Option<u64>, empty: Option<u64>) -> Bar {
    let bar =
        Bar::new("P2", "memory (PSS) of all processes on the orders page", "≤ 1.4 × empty window, < 365 MB");
    let Some((program, empty)) = program.zip(empty) else {
        return bar.told("not readable: the program closes its memory to others; run as administrator");
    };
    let times = ratio(program, empty);
    let bar = bar.measured(bytes(program), times <= 140 && program < CHROMIUM);
    bar.beside(format!("empty window {}", bytes(empty)), ratio_text(times))
}

async fn calls(program: &Driven, empty: &Driven, outcome: &mut Outcome) -> Result<(), Trouble> {
    println!("Calling commands");
    let (mut ours, mut rival, mut page) = (Samples::default(), Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        let took = [
            // Tells which orders are on the screen: none. There is no emptier command in the program.
            call(program, "on_screen", json!({ "ids": [] }), TOGETHER).await?,
            call(empty, "nothing", json!({}), TOGETHER).await?,
            call(program, "list_orders", json!({ "query": { "limit": 100 } }), TOGETHER / 4).await?,
        ];
        // The first warms both up.
        if round > 0 {
            for (samples, ns) in [&mut ours, &mut rival, &mut page].into_iter().zip(took) {
                samples.add_ns(ns);
            }
        }
    }
    let times = ratio(ours.p50(), rival.p50());
    let bar = Bar::new("P13", "an empty command, called from the page, p50", "≤ 1.3 × empty window");
    let bar = bar.measured(time(ours.p50()), times <= 130);
    outcome.bars.push(bar.beside(format!("empty window {}", time(rival.p50())), ratio_text(times)));
    let bar = Bar::new("P13", "a page of 100 orders, called from the page, p50", "≤ 3 ms");
    outcome.bars.push(bar.measured(time(page.p50()), page.p50() <= 3 * MS));
    Ok(())
}

async fn call(window: &Driven, command: &str, arguments: Value, times: u32) -> Result<u64, Trouble> {
    let told = window.ask(CALLS, vec![json!(command), arguments, json!(times)]).await?;
    told.as_u64().ok_or_else(|| format!("{command}: {told}").into())
}
