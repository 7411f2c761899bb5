//! Making a failing schedule small: whatever can be left out without the failure going away is left out.

use std::io;

use super::run::run;
use super::schedule::{Clerk, Schedule};
use super::template::Template;

/// The smallest schedule found that still fails in the same way.
///
/// # Errors
/// When the laboratory itself fails.
pub fn shrink(schedule: &Schedule, kind: &str, template: &Template) -> io::Result<Schedule> {
    let mut best = schedule.clone();
    loop {
        let mut smaller = None;
        for candidate in candidates(&best) {
            let report = run(&candidate, template)?;
            if report.violations.iter().any(|violation| violation.kind() == kind) {
                smaller = Some(candidate);
                break;
            }
        }
        match smaller {
            Some(candidate) => best = candidate,
            None => return Ok(best),
        }
    }
}

/// The same schedule with one thing less.
fn candidates(schedule: &Schedule) -> Vec<Schedule> {
    let mut all = Vec::new();
    for place in 0..schedule.wishes.len() {
        let mut less = schedule.clone();
        less.wishes.remove(place);
        all.push(less);
    }
    if let Some(clerk) = &schedule.clerk {
        let with = |clerk| Schedule { clerk, ..schedule.clone() };
        all.push(with(None));
        if clerk.gives_up.is_some() {
            all.push(with(Some(Clerk { gives_up: None, ..clerk.clone() })));
        }
        for place in 0..clerk.again.len() {
            let mut less = clerk.clone();
            less.again.remove(place);
            all.push(with(Some(less)));
        }
    }
    // From the last: a crash left out would hand its place to the next.
    if !schedule.crashes.is_empty() {
        let mut less = schedule.clone();
        less.crashes.pop();
        all.push(less);
    }
    if !schedule.clock.is_empty() {
        let mut less = schedule.clone();
        less.clock.clear();
        all.push(less);
    }
    let rates = schedule.faults.clone().each().map(|rate| *rate);
    for (place, _) in rates.iter().enumerate().filter(|(_, rate)| **rate > 0) {
        let mut less = schedule.clone();
        if let Some(rate) = less.faults.each().into_iter().nth(place) {
            *rate = 0;
        }
        all.push(less);
    }
    all
}
