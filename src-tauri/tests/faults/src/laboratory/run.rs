//! Driving one schedule: time goes from event to event, the program dies and is started again, the books are compared.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::books::{self, Books, Violation};
use super::clerk::Person;
use super::dice::Dice;
use super::life::{Life, Remains, Stillborn};
use super::schedule::{Crash, Schedule};
use super::template::Template;
use super::world::{Event, World, hand_over};
use crate::disk;

/// What one schedule came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What must never happen, and did.
    pub violations: Vec<Violation>,
    /// The histories of the orders, where something is wrong.
    pub histories: Vec<String>,
    /// How often the program died.
    pub crashes: u32,
    /// How many orders left.
    pub sent: usize,
    /// How many payments the gateway made.
    pub payments: usize,
    /// How many numbers the gateway has more than once, because the network doubled them.
    pub doubled: usize,
    /// How many orders were still unknown at the end.
    pub unknown: usize,
    /// How many questions were asked.
    pub questions: u64,
    /// What clerks did and what the program said to it, and how often.
    pub doings: BTreeMap<&'static str, u64>,
    /// How many debts were paid twice although no reason was given, because the first payment came to light too late; all
    /// of them are flagged, unless a violation says otherwise.
    pub paid_twice: usize,
    /// How many orders turned up at the gateway after they had been given up.
    pub turned_up: usize,
}

/// Runs one schedule to its end.
///
/// # Errors
/// When the laboratory itself fails: no room, no threads. What the program does wrong is in the report.
pub fn run(schedule: &Schedule, template: &Template) -> io::Result<Report> {
    let schedule = Arc::new(schedule.clone());
    let world = World::new(Arc::clone(&schedule));
    let folder = disk::scratch()?;
    let accounts = template.place(&schedule, folder.path())?;
    let person = Person::new(&schedule, accounts.clone());
    let mut report = Report::default();
    let mut crashes = schedule.crashes.iter().copied();
    let mut next_folder = folder;
    let mut lives: u64 = 0;
    loop {
        let crash = crashes.next();
        let chance = Dice::of(schedule.seed, "life", &[lives]);
        lives += 1;
        let begun = Life::begin(&world, template, next_folder, accounts.clone(), crash, chance)?;
        let remains = match begun {
            Ok(life) => match live(&life, &world, &schedule, &person) {
                End::Calm => {
                    compare(&life, &world, &person, &schedule, &mut report);
                    drop(life.kill());
                    return Ok(report);
                }
                End::Died => life.kill(),
            },
            Err(Stillborn::Died(remains)) => remains,
            Err(Stillborn::CannotOpen(why)) => {
                report.violations.push(Violation::CannotOpen(why));
                return Ok(report);
            }
        };
        report.crashes += 1;
        next_folder = recover(&remains, crash, &schedule, lives, &world)?;
    }
}

fn recover(
    remains: &Remains,
    crash: Option<Crash>,
    schedule: &Schedule,
    lives: u64,
    world: &World,
) -> io::Result<tempfile::TempDir> {
    let survivors = crash.map_or(disk::Survivors::Kept, |crash| crash.survivors);
    world.end_life(crash.map_or(0, |crash| crash.down_ms));
    remains.recovered(survivors, Dice::of(schedule.seed, "disk", &[lives]).bits())
}

enum End {
    /// The last fault is long past.
    Calm,
    /// The program died.
    Died,
}

fn live(life: &Life, world: &World, schedule: &Schedule, person: &Person) -> End {
    let end_ms = schedule.end_ms();
    loop {
        life.settle();
        if life.crashed() || world.is_dead() {
            return End::Died;
        }
        match world.next(end_ms) {
            None => return End::Calm,
            Some(Event::Die) => return End::Died,
            Some(event) => happen(life, world, person, event),
        }
    }
}

fn happen(life: &Life, world: &World, person: &Person, event: Event) {
    let desk = Arc::clone(&life.desk);
    match event {
        Event::Wake(wake) => drop(wake.send(())),
        Event::Answer { to, exchange } => hand_over(&to, exchange),
        Event::Callback(delivery) => {
            let Some(account) = life.accounts.called(&delivery) else { return };
            let world = world.clone();
            life.spawn(async move {
                let body = delivery.body.clone().into_bytes();
                let answer = desk.receive(account, delivery.headers.clone(), body).await;
                world.delivered(&delivery, Some(answer.status));
            });
        }
        Event::Wish(index) => life.spawn(person.clone().want(desk, index)),
        Event::Again(index) => life.spawn(person.clone().pay_again(desk, index)),
        Event::Decide(nth) => life.spawn(person.clone().decide(desk, nth)),
        Event::Tidy => life.spawn(person.clone().tidy(desk)),
        // The world keeps these to itself.
        Event::Arrival(_) | Event::SetClock(_) | Event::Die => {}
    }
}

fn compare(life: &Life, world: &World, person: &Person, schedule: &Schedule, report: &mut Report) {
    let seen = world.take_seen();
    let payments = world.payments();
    let told = person.take_told();
    let read = life.block_on(Books::read(life.desk.ledger(), life.accounts.limited()));
    report.sent = seen.left.len();
    report.questions = seen.questions;
    report.payments = payments.len();
    match read {
        Ok(ours) => {
            report.unknown = ours.unknown();
            report.doubled = books::doubled(&payments);
            report.paid_twice = ours.paid_twice(&payments, &seen);
            report.turned_up = ours.turned_up().count();
            report.violations = books::compare(&ours, &payments, &seen, &told, schedule);
            if !report.violations.is_empty() {
                report.histories = ours.histories();
            }
        }
        Err(error) => report.violations.push(Violation::Unreadable(error.to_string())),
    }
    report.doings = told.doings;
}
