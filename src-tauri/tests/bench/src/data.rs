//! The ledgers that are measured: invented orders by seed, made once and kept while the makers stay the same.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use demo::{Accounts, Plan};
use ledger::{AccountId, Ledger, PastOrder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::samples::{bytes, count};
use crate::{Trouble, machine};

/// The end of 21 November 2026: the same orders on whatever day they are made.
pub(crate) const UNTIL_MS: i64 = 1_795_305_600_000;
const SEED: u64 = 1;
/// Orders that questions are made from, spread over all.
const EXAMPLES: u64 = 1_000;
/// What the kept data depends on, below the repository: when one of these changes, it is made anew.
const MAKERS: [&str; 6] = [
    "src-tauri/crates/ledger/migrations",
    "src-tauri/crates/ledger/src/past.rs",
    "src-tauri/crates/ledger/src/search",
    "src-tauri/crates/ledger/src/tables/past_orders.rs",
    "src-tauri/crates/demo/src",
    "src-tauri/crates/demo/data",
];

/// A ledger of so many orders, and what belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) folder: PathBuf,
    pub(crate) orders: u64,
}

/// An order of the kept ledger: questions are made from its fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Example {
    pub(crate) account: i64,
    pub(crate) number: String,
    pub(crate) gateway_number: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) account_no: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) remark: Option<String>,
    pub(crate) channel: Option<String>,
    /// Ten-thousandths of a unit.
    pub(crate) amount: i64,
    pub(crate) created_at_ms: i64,
    pub(crate) record: String,
}

impl Example {
    fn of(order: &PastOrder) -> Self {
        let party = order.party.clone();
        Self {
            account: order.account_id.0,
            number: order.number.clone(),
            gateway_number: order.gateway_number.clone(),
            name: party.name,
            account_no: party.account_no,
            phone: party.phone,
            email: party.email,
            remark: party.remark,
            channel: order.channel.clone(),
            amount: order.amount.ten_thousandths(),
            created_at_ms: order.created_at_ms,
            record: order.record.clone(),
        }
    }
}

impl Kept {
    pub(crate) fn ledger_folder(&self) -> PathBuf {
        self.folder.join("ledger")
    }

    pub(crate) fn ledger_file(&self) -> PathBuf {
        self.ledger_folder().join("ledger.db")
    }

    /// The export that `grep` reads: what a merchant would have instead of the ledger.
    pub(crate) fn sheet(&self) -> PathBuf {
        self.folder.join("orders.csv")
    }

    /// The same with the gateways' raw answers.
    pub(crate) fn sheet_with_records(&self) -> PathBuf {
        self.folder.join("orders-with-records.csv")
    }

    pub(crate) fn examples(&self) -> Result<Vec<Example>, Trouble> {
        Ok(serde_json::from_slice(&fs::read(self.folder.join("examples.json"))?)?)
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan { orders: self.orders, seed: SEED, until_ms: UNTIL_MS }
    }

    /// A copy that may be written to.
    pub(crate) fn copied(&self, to: &Path) -> Result<(), Trouble> {
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        fs::create_dir_all(to)?;
        // No log lies beside it: it was closed when it was made, and is only read since.
        fs::copy(self.ledger_file(), to.join("ledger.db"))?;
        Ok(())
    }

    /// The orders of a further year, for writing: none of their numbers is taken.
    pub(crate) fn further(&self, orders: u64, seed: u64) -> impl Iterator<Item = PastOrder> {
        const YEAR_MS: i64 = 366 * 24 * 3_600_000;
        Plan { orders, seed: SEED + seed, until_ms: UNTIL_MS + YEAR_MS }.orders(accounts())
    }
}

/// The accounts of a new ledger have these numbers.
fn accounts() -> Accounts {
    Accounts::new([1, 2, 3, 4].map(AccountId))
}

/// The ledger of so many orders, made if it is not there or was made otherwise.
pub(crate) async fn ready(root: &Path, home: &Path, orders: u64) -> Result<Kept, Trouble> {
    let kept = Kept { folder: home.join(orders.to_string()), orders };
    let stamp = format!("{orders} orders, seed {SEED}, until {UNTIL_MS}, makers {}", makers(root)?);
    let stamp_file = kept.folder.join("made-as.txt");
    if fs::read_to_string(&stamp_file).is_ok_and(|made| made == stamp) {
        return Ok(kept);
    }
    println!("Making a ledger of {} orders in {}", count(orders), kept.folder.display());
    if kept.folder.exists() {
        fs::remove_dir_all(&kept.folder)?;
    }
    fs::create_dir_all(&kept.folder)?;
    fill(&kept).await?;
    export(&kept)?;
    // Written last: an interrupted making is begun again.
    fs::write(stamp_file, stamp)?;
    Ok(kept)
}

async fn fill(kept: &Kept) -> Result<(), Trouble> {
    let mut told = 0;
    let progress = demo::fill(&kept.ledger_folder(), kept.plan(), |progress| {
        let part = progress.written * 10 / kept.orders.max(1);
        if part > told {
            told = part;
            println!("  {} orders after {} s", count(progress.written), progress.took.as_secs());
        }
    })
    .await?;
    let ledger = Ledger::open(&kept.ledger_folder(), UNTIL_MS).await?;
    // What the program does when it is idle.
    while ledger.fill_search().await? {}
    ledger.count_trigrams().await?;
    ledger.close().await;
    let size = fs::metadata(kept.ledger_file())?.len();
    println!("  filled in {} s, {}, load {}", progress.took.as_secs(), bytes(size), machine::load());
    Ok(())
}

/// Writes the sheets and the examples, from the same orders once more.
fn export(kept: &Kept) -> Result<(), Trouble> {
    let mut sheet = BufWriter::new(File::create(kept.sheet())?);
    let mut with_records = BufWriter::new(File::create(kept.sheet_with_records())?);
    let mut examples = Vec::new();
    let step = (kept.orders / EXAMPLES).max(1);
    for (order, place) in kept.plan().orders(accounts()).zip(0_u64..) {
        let line = csv_line(&order);
        writeln!(sheet, "{line}")?;
        writeln!(with_records, "{line},{}", quoted(&order.record))?;
        // Not always the first of a stretch: the step may go well with some rhythm of the days.
        if place % step == (place / step).wrapping_mul(7_919) % step {
            examples.push(Example::of(&order));
        }
    }
    sheet.flush()?;
    with_records.flush()?;
    fs::write(kept.folder.join("examples.json"), serde_json::to_vec(&examples)?)?;
    Ok(())
}

fn csv_line(order: &PastOrder) -> String {
    let party = &order.party;
    let status = order.steps.last().map_or("", |step| step.status.as_str());
    let fields: [Option<&str>; 13] = [
        Some(&order.number),
        order.gateway_number.as_deref(),
        order.channel_number.as_deref(),
        Some(status),
        order.channel.as_deref(),
        party.name.as_deref(),
        party.account_no.as_deref(),
        party.bank.as_deref(),
        party.phone.as_deref(),
        party.email.as_deref(),
        party.remark.as_deref(),
        party.document_number.as_deref(),
        Some(order.currency.code()),
    ];
    let mut line = String::new();
    for field in fields {
        line.push_str(&quoted(field.unwrap_or_default()));
        line.push(',');
    }
    // A string: writing to it cannot fail.
    let _written = write!(line, "{},{}", order.amount, order.created_at_ms);
    line
}

/// A field of a CSV (RFC 4180).
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// A hash over everything that decides what the data is.
fn makers(root: &Path) -> Result<String, Trouble> {
    let mut hash = Sha256::new();
    for maker in MAKERS {
        add(&mut hash, &root.join(maker))?;
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn add(hash: &mut Sha256, path: &Path) -> Result<(), Trouble> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Trouble>>()?;
        inside.sort();
        for path in inside {
            add(hash, &path)?;
        }
        return Ok(());
    }
    let told = |error| format!("{}: {error}", path.display());
    hash.update(fs::read(path).map_err(told)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Kept, quoted, ready};
    use ledger::{AccountId, Ledger};
    use std::path::Path;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        assert_eq!(["plain", "a,b", "say \"x\""].map(quoted), ["plain", "\"a,b\"", "\"say \"\"x\"\"\""]);
    }

    #[tokio::test]
    async fn a_kept_ledger_is_what_its_examples_say_and_is_made_once() {
        let _alone = crate::ALONE.lock().await;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let home = tempfile::tempdir().unwrap();
        let kept = ready(&root, home.path(), 50).await.unwrap();
        let examples = kept.examples().unwrap();
        assert_eq!(examples.len(), 50);
        let ledger = Ledger::open(&kept.ledger_folder(), super::UNTIL_MS).await.unwrap();
        for example in &examples {
            let found = ledger.order_by_number(AccountId(example.account), &example.number).await.unwrap();
            assert_eq!(found.unwrap().amount.ten_thousandths(), example.amount);
        }
        ledger.close().await;
        let lines = |path| std::fs::read_to_string(path).unwrap().lines().count();
        assert_eq!((lines(kept.sheet()), lines(kept.sheet_with_records())), (50, 50));
        // What is there is not made again.
        std::fs::write(kept.sheet(), "kept").unwrap();
        let Kept { folder, .. } = ready(&root, home.path(), 50).await.unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("orders.csv")).unwrap(), "kept");
    }
}
