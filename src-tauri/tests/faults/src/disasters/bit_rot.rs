//! R8: single bits flip in the file. Whatever they change is noticed when it is read or checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ledger::Ledger;
use sqlx::Connection;

use super::dump::connect;
use super::{Beginning, Dump, Findings, LEDGER, REOPENED_AT, Trouble};
use crate::disk::{Dice, scratch};

/// The tables whose rows speak of money: what was asked for, what happened, what it adds up to.
pub const MONEY_TABLES: [&str; 8] = [
    "orders",
    "order_papers",
    "order_events",
    "supplements",
    "postings",
    "daily_money",
    "daily_orders",
    "balance_readings",
];
/// Tables beside them: kept for the record and for the plan, and guarded by the library's own checks only.
pub const FURTHER_TABLES: [&str; 6] =
    ["accounts", "account_keys", "order_flags", "exchanges", "deliveries", "watches"];

/// Columns of these tables that no check covers, because they say nothing of money: when and how often the very same was
/// heard again, and at what moment of its day an amount was booked.
pub const BESIDE_MONEY: [(&str, &str); 3] =
    [("order_events", "repeats"), ("order_events", "last_at_ms"), ("postings", "at_ms")];

/// What flipped bits in the pages of one table (its indexes apart) came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRot {
    /// Bits that were flipped.
    pub flips: u64,
    /// Noticed: the ledger does not open, cannot be read, or its check finds something.
    pub noticed: u64,
    /// Flipped where a former row lay: every table says exactly what it said.
    pub harmless: u64,
    /// Only a column of [`BESIDE_MONEY`] says something else, and nothing noticed.
    pub beside: u64,
    /// Some row says something else, and nothing noticed.
    pub missed: u64,
}

/// What bit rot came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BitRot {
    /// By table.
    pub tables: BTreeMap<String, TableRot>,
    /// Of the noticed ones, those that SQLite's own `integrity_check` notices.
    pub sqlite_alone: u64,
    /// The changes that nothing noticed, in words.
    pub missed: Findings,
}

impl BitRot {
    /// The sum over these tables.
    #[must_use]
    pub fn sum(&self, tables: &[&str]) -> TableRot {
        let chosen = self.tables.iter().filter(|(name, _)| tables.contains(&name.as_str()));
        chosen.fold(TableRot::default(), |sum, (_, one)| TableRot {
            flips: sum.flips + one.flips,
            noticed: sum.noticed + one.noticed,
            harmless: sum.harmless + one.harmless,
            beside: sum.beside + one.beside,
            missed: sum.missed + one.missed,
        })
    }
}

/// Flips one bit in copies of a ledger, anywhere where the leaf and overflow pages of the `tables` hold something,
/// each table in turn, until `count` flips have changed something.
///
/// # Errors
/// When it cannot be staged.
pub async fn bit_rot(seed: u64, count: u64, tables: &[&str]) -> Result<BitRot, Trouble> {
    let sound = Beginning::new(seed, 110).await?;
    let file = fs::read(sound.folder().join(LEDGER))?;
    let used = used(sound.folder(), &file).await?;
    let of_money = Dump::without(sound.folder(), &BESIDE_MONEY).await?;
    let mut dice = Dice::new(seed);
    let mut figures = BitRot::default();
    let mut changed = 0;
    for table in tables.iter().cycle() {
        if changed >= count {
            break;
        }
        let places = used.get(*table).ok_or_else(|| format!("the table {table} holds nothing"))?;
        let place = places.get(dice.place(places.len())).copied().unwrap_or_default();
        let bit = dice.below(8);
        let folder = scratch()?;
        let mut rotten = file.clone();
        if let Some(byte) = rotten.get_mut(place) {
            *byte ^= 1 << bit;
        }
        fs::write(folder.path().join(LEDGER), &rotten)?;
        let rot = figures.tables.entry((*table).to_owned()).or_default();
        rot.flips += 1;
        if sqlite_notices(folder.path()).await {
            figures.sqlite_alone += 1;
        }
        if noticed(folder.path()).await {
            rot.noticed += 1;
            changed += 1;
            continue;
        }
        let says = Dump::of(folder.path()).await.ok();
        if says.as_ref() == Some(sound.state()) {
            rot.harmless += 1;
        } else if Dump::without(folder.path(), &BESIDE_MONEY).await.is_ok_and(|says| says == of_money) {
            rot.beside += 1;
        } else {
            rot.missed += 1;
            changed += 1;
            let differ = says.map(|says| sound.state().changes(&says)).unwrap_or_default();
            figures.missed.add(format!("{table}, bit {bit} of byte {place}: {differ}"));
        }
    }
    Ok(figures)
}

/// Every byte of the file that the pages with a table's rows make use of, by table.
async fn used(folder: &Path, file: &[u8]) -> Result<BTreeMap<String, Vec<usize>>, Trouble> {
    let mut connection = connect(folder).await?;
    let pages: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT name, pagetype, pgoffset, pgsize FROM dbstat WHERE pagetype IN ('leaf', 'overflow')
         ORDER BY pageno",
    )
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    let mut used: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (table, kind, start, length) in pages {
        let (start, length) = (usize::try_from(start)?, usize::try_from(length)?);
        // A leaf begins with its header and the places of its cells, and ends with the cells; between lies nothing
        // (<https://www.sqlite.org/fileformat2.html#b_tree_pages>). The first page of the file is none of ours.
        let number = |at: usize| {
            let bytes = file.get(start + at..start + at + 2).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, |bytes| usize::from(u16::from_be_bytes(bytes)))
        };
        let hole = if kind == "leaf" { 8 + 2 * number(3)..number(5) } else { 0..0 };
        let places = (0..length).filter(|at| !hole.contains(at)).map(|at| start + at);
        used.entry(table).or_default().extend(places);
    }
    Ok(used)
}

async fn sqlite_notices(folder: &Path) -> bool {
    let Ok(mut connection) = connect(folder).await else { return true };
    let answer: Result<String, _> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await;
    drop(connection.close().await);
    !answer.is_ok_and(|answer| answer == "ok")
}

/// Whether opening, checking or reading tells that something is wrong.
async fn noticed(folder: &Path) -> bool {
    let Ok(ledger) = Ledger::open(folder, REOPENED_AT).await else { return true };
    let checked = ledger.check_integrity().await;
    ledger.close().await;
    !checked.is_ok_and(|found| found.is_sound())
}
