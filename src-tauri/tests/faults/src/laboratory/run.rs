//! Driving one schedule: time goes from event to event, the program dies and is started again, the books are compared.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use desk::{Confirmation, Desk};
use ledger::{AccountId, OrderQuery};
use orders::Status;

use super::books::{self, Books, Violation};
use super::dice::Dice;
use super::drafts::{LAST_FOUR, draft};
use super::life::{Life, Remains, Stillborn};
use super::schedule::{CALM_MS, Crash, Schedule, Wish};
use super::template::Template;
use super::world::{Event, World, hand_over};
use crate::disk;

/// What one schedule came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What must never happen, and did.
    pub violations: Vec<Violation>,
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
}

/// What the program told the merchant, whatever became of it later.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Numbers of orders that the program said it has.
    pub(super) numbers: Vec<String>,
    /// How many payouts and collects the merchant tried to make.
    pub(super) tried: usize,
}

type SharedTold = Arc<Mutex<Told>>;

/// Runs one schedule to its end.
///
/// # Errors
/// When the laboratory itself fails: no room, no threads. What the program does wrong is in the report.
pub fn run(schedule: &Schedule, template: &Template) -> io::Result<Report> {
    let schedule = Arc::new(schedule.clone());
    let world = World::new(Arc::clone(&schedule));
    let told = SharedTold::default();
    let folder = disk::scratch()?;
    let account = template.place(schedule.market, folder.path())?;
    let mut report = Report::default();
    let mut crashes = schedule.crashes.iter().copied();
    let mut next_folder = folder;
    let mut lives: u64 = 0;
    loop {
        let crash = crashes.next();
        let chance = Dice::of(schedule.seed, "life", &[lives]);
        lives += 1;
        let begun = Life::begin(&world, template, next_folder, account, crash, chance)?;
        let remains = match begun {
            Ok(life) => match live(&life, &world, &schedule, &told) {
                End::Calm => {
                    compare(&life, &world, &told, &schedule, &mut report);
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

fn live(life: &Life, world: &World, schedule: &Schedule, told: &SharedTold) -> End {
    let end_ms = schedule.calm_from_ms + CALM_MS;
    loop {
        life.settle();
        if life.crashed() || world.is_dead() {
            return End::Died;
        }
        match world.next(end_ms) {
            None => return End::Calm,
            Some(Event::Die) => return End::Died,
            Some(event) => happen(life, world, schedule, told, event),
        }
    }
}

fn happen(life: &Life, world: &World, schedule: &Schedule, told: &SharedTold, event: Event) {
    match event {
        Event::Wake(wake) => drop(wake.send(())),
        Event::Answer { to, exchange } => hand_over(&to, exchange),
        Event::Callback(delivery) => {
            let (desk, world, account) = (Arc::clone(&life.desk), world.clone(), life.account);
            life.spawn(async move {
                let body = delivery.body.clone().into_bytes();
                let answer = desk.receive(account, delivery.headers.clone(), body).await;
                world.delivered(&delivery, Some(answer.status));
            });
        }
        Event::Wish(index) => {
            if let Some(wish) = schedule.wishes.get(index).copied() {
                let (desk, account, told) = (Arc::clone(&life.desk), life.account, Arc::clone(told));
                life.spawn(make(desk, account, schedule.market, wish, told));
            }
        }
        Event::Tidy => life.spawn(tidy(Arc::clone(&life.desk), schedule.seed, Arc::clone(told))),
        // The world keeps these to itself.
        Event::Arrival(_) | Event::SetClock(_) | Event::Die => {}
    }
}

/// The merchant fills in a form and confirms what the program asks about.
async fn make(desk: Arc<Desk>, account: AccountId, market: &'static str, wish: Wish, told: SharedTold) {
    let Some(draft) = draft(market, wish) else { return };
    lock(&told).tried += 1;
    let made = if wish.payout {
        let confirmation = Confirmation {
            duplicate_reason: Some("the customer asked for it twice".to_owned()),
            last4: Some(LAST_FOUR.to_owned()),
            ..Confirmation::default()
        };
        desk.prepare_payout(account, &draft, confirmation).await
    } else {
        desk.create_collect(account, &draft).await
    };
    if let Ok(order) = made {
        lock(&told).numbers.push(order.number);
    }
}

/// The merchant looks at what did not leave, and sends it or withdraws it.
async fn tidy(desk: Arc<Desk>, seed: u64, told: SharedTold) {
    let query =
        OrderQuery { statuses: vec![Status::Prepared, Status::NotSent], limit: 500, ..OrderQuery::default() };
    let Ok(page) = desk.ledger().list_orders(&query).await else { return };
    for order in page.rows {
        if desk.sends_at_ms(order.id).is_some() {
            continue;
        }
        let id = u64::try_from(order.id.0).unwrap_or_default();
        let done = if Dice::of(seed, "tidy", &[id]).chance(250) {
            desk.cancel_payout(order.id).await
        } else {
            desk.send_payout(order.id).await
        };
        if let Ok(order) = done {
            lock(&told).numbers.push(order.number);
        }
    }
}

fn compare(life: &Life, world: &World, told: &SharedTold, schedule: &Schedule, report: &mut Report) {
    let seen = world.take_seen();
    let payments = world.payments();
    let told = std::mem::take(&mut *lock(told));
    let read = life.block_on(Books::read(life.desk.ledger(), life.account));
    report.sent = seen.left.len();
    report.questions = seen.questions;
    report.payments = payments.len();
    match read {
        Ok(ours) => {
            report.unknown = ours.unknown();
            report.doubled = books::doubled(&payments);
            report.violations = books::compare(&ours, &payments, &seen, &told, schedule);
        }
        Err(error) => report.violations.push(Violation::Unreadable(error.to_string())),
    }
}

fn lock(told: &SharedTold) -> std::sync::MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}
