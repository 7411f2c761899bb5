//! A merchant's past, out of a file that a person chose: what would come of it, and writing it.
//!
//! It is written in batches, each of them whole or not at all, so that the same file can be read again after whatever
//! stopped it: what the account has already is left as it is, and told. Orders of the past are never sent, nor can be; one
//! that is still open is asked about like any other, which practice gateways cannot be: there it is left out.
//!
//! Absent on purpose: taking an import back (nothing in a ledger is ever removed), and changing an order that is there by
//! what a file says of it (only a gateway or a person moves an order).

use std::sync::Arc;

use gateways::catalogue::Market;
use import::{
    AccountFacts, Guess, Mapping, MappingProblem, Preview, ProductRule, Question, REFUSED_TITLES, RowProblem,
    Sheet,
};
use jiff::Timestamp;
use ledger::{AccountId, AccountRow, LedgerError, OrderId, OrderRow, PastOrder, fold};
use orders::Status;

use crate::accounts::PRACTICE_SCHEME;
use crate::desk::market;
use crate::events::DeskEvent;
use crate::{Desk, DeskError};

/// So many orders are written in one commit: whoever else writes waits no longer than a tenth of a second.
const BATCH: usize = 1_000;
/// So many differences are told one by one.
const DIFFERENCES_TOLD: usize = 500;

/// A first mapping of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryGuess {
    /// The mapping, with reasons and questions.
    pub guess: Guess,
    /// Whether a file with the same titles was imported before, and the mapping is that one's.
    pub remembered: bool,
    /// Whether the account is a practice one: open orders are left out then.
    pub practice: bool,
}

/// What would come of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPreview {
    /// The mapping, with what the whole file decides.
    pub mapping: Mapping,
    /// What is still open.
    pub questions: Vec<Question>,
    /// The orders and problems; or why the mapping cannot be used.
    pub outcome: Result<Preview, MappingProblem>,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// Rows looked at.
    pub done: usize,
    /// Rows in all.
    pub of: usize,
    /// Orders written so far.
    pub written: u64,
}

/// What an import came to.
#[derive(Debug, Default)]
pub struct Imported {
    /// Orders written.
    pub written: u64,
    /// Rows whose order the account has already.
    pub known: u64,
    /// Where such a row says something else than the ledger; the first ones.
    pub differences: Vec<Difference>,
    /// How many there are.
    pub difference_count: u64,
    /// Rows that are no orders, in the file's order.
    pub refused: Vec<RefusedRow>,
    /// Rows that were not looked at any more, because somebody stopped it or something failed.
    pub left: usize,
    /// The words that find what was written, in quotation marks.
    pub found_by: String,
    /// What stopped it; what was written before stays.
    pub failure: Option<DeskError>,
}

/// A row that is no order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its place among the rows of data, counted from 0.
    pub index: usize,
    /// The line that it begins in.
    pub line: u32,
    /// Why.
    pub why: RefusedWhy,
}

/// Why a row is no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefusedWhy {
    /// Something in it.
    #[error("{0}")]
    Row(RowProblem),
    /// It is open, and a practice gateway would be asked about it for ever.
    #[error("it is still open ({}), and practice gateways do not know it", .0.as_str())]
    OpenInPractice(Status),
}

/// A row that says something else than the order in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The row's line.
    pub line: u32,
    /// The order.
    pub order_id: OrderId,
    /// Its number in the ledger.
    pub number: String,
    /// In what they differ.
    pub field: DifferentField,
    /// What the ledger has.
    pub here: String,
    /// What the file has.
    pub in_file: String,
}

/// In what a row and an order can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferentField {
    /// Our number; the gateway's is the same.
    Number,
    /// The gateway's number; ours is the same.
    GatewayNumber,
    /// What kind of order.
    Product,
    /// How much.
    Amount,
    /// The payee's or payer's account.
    AccountNo,
    /// How it ended. An export that is older than the ledger's knowledge is no difference.
    Status,
}

impl Desk {
    /// Proposes how a file is read for an account: as one with the same titles was read before, else by what it says.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn guess_history(
        &self,
        account_id: AccountId,
        sheet: Arc<Sheet>,
    ) -> Result<HistoryGuess, DeskError> {
        let account = self.existing_account(account_id).await?;
        let market = market(&account.market_id)?;
        let kept = self.ledger.setting(&memory_key(market, &sheet)).await?;
        let kept: Option<Mapping> = kept.and_then(|text| serde_json::from_str(&text).ok());
        let (guess, remembered) = in_background(move || {
            let mut guess = import::guess(&sheet, market);
            let fits =
                |mapping: &Mapping| mapping.columns.values().all(|column| *column < sheet.titles().len());
            let kept = kept.filter(fits);
            let remembered = kept.is_some();
            if let Some(kept) = kept {
                (guess.mapping, guess.questions) = import::settle(&sheet, market, &kept);
            }
            (guess, remembered)
        })
        .await?;
        Ok(HistoryGuess { guess, remembered, practice: self.is_practice(&account) })
    }

    /// What would come of a file, read by a mapping. Nothing is written.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn preview_history(
        &self,
        account_id: AccountId,
        sheet: Arc<Sheet>,
        mapping: Mapping,
    ) -> Result<HistoryPreview, DeskError> {
        let account = self.existing_account(account_id).await?;
        let facts = AccountFacts { account_id, market: market(&account.market_id)?, now_ms: self.now_ms() };
        in_background(move || {
            let (mapping, questions) = import::settle(&sheet, facts.market, &mapping);
            let outcome = import::preview(&sheet, &mapping, &facts);
            HistoryPreview { mapping, questions, outcome }
        })
        .await
    }

    /// Writes a file's orders, batch by batch. After each, `go_on` is told how far it has come, and may say that it is
    /// enough. What the account has already, by either number, is left as it is.
    ///
    /// # Errors
    /// [`DeskError::Mapping`], [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`] before
    /// anything was written. What fails later is told in [`Imported::failure`].
    pub async fn import_history(
        &self,
        account_id: AccountId,
        sheet: &Sheet,
        mapping: &Mapping,
        go_on: &mut (dyn FnMut(ImportProgress) -> bool + Send),
    ) -> Result<Imported, DeskError> {
        self.check_open()?;
        let account = self.sound_account(account_id).await?;
        let facts = AccountFacts { account_id, market: market(&account.market_id)?, now_ms: self.now_ms() };
        let mut run = Run {
            desk: self,
            account_id,
            market: facts.market,
            practice: self.is_practice(&account),
            said: imported_at(facts.now_ms),
            file: sheet.name(),
            batch: Vec::with_capacity(BATCH),
            open: false,
            result: Imported::default(),
        };
        let rows = sheet.row_count();
        for (index, row) in import::orders(sheet, mapping, &facts)?.enumerate() {
            match row {
                Ok(order) => run.take(index, sheet, order),
                Err(trouble) => run.refuse(index, trouble.line, RefusedWhy::Row(trouble.problem)),
            }
            let done = index + 1;
            if run.batch.len() < BATCH && done < rows {
                continue;
            }
            if let Err(error) = run.flush().await {
                run.result.left = rows.saturating_sub(done).saturating_add(run.batch.len());
                run.result.failure = Some(error);
                break;
            }
            if !go_on(ImportProgress { done, of: rows, written: run.result.written }) {
                run.result.left = rows - done;
                break;
            }
        }
        let Run { open, said, mut result, .. } = run;
        result.found_by = format!("\"{said}\"");
        if result.written > 0 {
            self.remember(facts.market, sheet, mapping).await;
        }
        if result.written > 0
            && let Err(error) = self.hear_again(account_id).await
        {
            // The tracker's next sweep settles what was taken up.
            tracing::error!(code = error.code(), "callbacks about imported orders wait");
        }
        if open {
            // The tracker's next look plans the questions.
            self.emit(DeskEvent::TrackerChanged);
        }
        Ok(result)
    }

    fn is_practice(&self, account: &AccountRow) -> bool {
        !self.live || account.base_url.starts_with(PRACTICE_SCHEME)
    }

    /// Callbacks about orders that were not here (after a restoration above all) have their effect now: a further payment
    /// is told by its callback alone.
    async fn hear_again(&self, account: AccountId) -> Result<(), DeskError> {
        let heard = self.ledger.take_up_again(account).await?;
        self.settle_taken_up(&heard).await
    }

    /// Keeps how the titles were read. What a file's own rows decide is found anew in each file.
    async fn remember(&self, market: &Market, sheet: &Sheet, mapping: &Mapping) {
        let mut kept = mapping.clone();
        kept.dates.order = None;
        kept.dates.cells = None;
        kept.decimals = None;
        // The next file with these titles may hold the other kind.
        kept.product = kept.product.filter(|rule| !matches!(rule, ProductRule::Fixed { .. }));
        let Ok(text) = serde_json::to_string(&kept) else { return };
        if let Err(error) = self.ledger.set_setting(&memory_key(market, sheet), &text).await {
            tracing::warn!(%error, "how the file was read is not remembered");
        }
    }
}

/// An import under way.
struct Run<'a> {
    desk: &'a Desk,
    account_id: AccountId,
    market: &'a Market,
    practice: bool,
    /// What finds all its orders again.
    said: String,
    file: &'a str,
    /// What is to be written next, each with its line.
    batch: Vec<(u32, PastOrder)>,
    /// Whether an order was written that is still open.
    open: bool,
    result: Imported,
}

impl Run<'_> {
    fn take(&mut self, index: usize, sheet: &Sheet, mut order: PastOrder) {
        let line = sheet.row(index).map_or(0, |row| row.line());
        match order.steps.last().map(|step| step.status) {
            Some(status) if self.practice && is_open(status) => {
                self.refuse(index, line, RefusedWhy::OpenInPractice(status));
            }
            Some(_) | None => {
                order.record = format!("{} {} from {}", order.record, self.said, self.file);
                self.batch.push((line, order));
            }
        }
    }

    fn refuse(&mut self, index: usize, line: u32, why: RefusedWhy) {
        self.result.refused.push(RefusedRow { index, line, why });
    }

    /// Writes the batch, and holds what is known already against the ledger.
    async fn flush(&mut self) -> Result<(), DeskError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.desk.check_open()?;
        let (lines, orders): (Vec<u32>, Vec<PastOrder>) = self.batch.iter().cloned().unzip();
        let written = self.desk.ledger.write_past(&orders, self.desk.now_ms()).await?;
        self.batch.clear();
        self.result.written += written.written;
        self.open |= written.written > 0
            && orders.iter().any(|order| order.steps.last().is_some_and(|step| is_open(step.status)));
        for place in written.known {
            self.result.known += 1;
            if let (Some(line), Some(order)) = (lines.get(place), orders.get(place)) {
                self.compare(*line, order).await?;
            }
        }
        Ok(())
    }

    async fn compare(&mut self, line: u32, order: &PastOrder) -> Result<(), DeskError> {
        let found = match self.held(order).await {
            Ok(found) => found,
            // Nothing can be said of a record that is not as it was written.
            Err(LedgerError::Damaged(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(held) = found else { return Ok(()) };
        for (field, here, in_file) in differences(&held, order, self.market) {
            self.result.difference_count += 1;
            if self.result.differences.len() < DIFFERENCES_TOLD {
                let (order_id, number) = (held.id, held.number.clone());
                self.result.differences.push(Difference { line, order_id, number, field, here, in_file });
            }
        }
        Ok(())
    }

    /// The account's order of that number, else of the gateway's.
    async fn held(&self, order: &PastOrder) -> Result<Option<OrderRow>, LedgerError> {
        let ledger = &self.desk.ledger;
        if let Some(held) = ledger.order_by_number(self.account_id, &order.number).await? {
            return Ok(Some(held));
        }
        match &order.gateway_number {
            Some(told) => ledger.order_by_gateway_number(self.account_id, told).await,
            None => Ok(None),
        }
    }
}

const fn is_open(status: Status) -> bool {
    matches!(status, Status::Unknown | Status::Pending | Status::Processing)
}

/// Where a row says something else than the order in the ledger. What either does not know is no difference.
fn differences(held: &OrderRow, order: &PastOrder, market: &Market) -> Vec<(DifferentField, String, String)> {
    use DifferentField as F;
    let mut found = Vec::new();
    let mut note = |field, differs: bool, here: &str, in_file: &str| {
        if differs {
            found.push((field, here.to_owned(), in_file.to_owned()));
        }
    };
    let both = |here: &Option<String>, in_file: &Option<String>| {
        here.clone().zip(in_file.clone()).filter(|(here, in_file)| fold(here) != fold(in_file))
    };
    note(F::Number, held.number != order.number, &held.number, &order.number);
    if let Some((here, in_file)) = both(&held.gateway_number, &order.gateway_number) {
        note(F::GatewayNumber, true, &here, &in_file);
    }
    note(F::Product, held.product != order.product, held.product.as_str(), order.product.as_str());
    note(F::Amount, held.amount != order.amount, &held.amount.to_string(), &order.amount.to_string());
    // An account that was typed with its country's code, or imported with dashes, is the same account.
    let here = held.party.account_no.as_deref().map(|text| market.tidy_account(held.product, text));
    if let Some((here, in_file)) = both(&here, &order.party.account_no) {
        note(F::AccountNo, true, &here, &in_file);
    }
    if let Some(last) = order.steps.last() {
        let differs = !is_open(last.status) && held.status != last.status;
        note(F::Status, differs, held.status.as_str(), last.status.as_str());
    }
    found
}

/// `imported 2026-11-22 20:15:30`, in UTC: it stands in the searched record of every order of one import.
fn imported_at(now_ms: i64) -> String {
    let time = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    format!("imported {}", time.strftime("%Y-%m-%d %H:%M:%S"))
}

/// Under which name the reading of a set of titles is kept. Our own two columns of refused rows change nothing.
fn memory_key(market: &Market, sheet: &Sheet) -> String {
    let mut titles: Vec<&str> = sheet.titles().iter().map(String::as_str).collect();
    if titles.ends_with(&REFUSED_TITLES) {
        titles.truncate(titles.len() - REFUSED_TITLES.len());
    }
    let titles: Vec<String> = titles.into_iter().map(fold).collect();
    format!("import:{}:{}", market.id, titles.join("\u{1f}"))
}

/// Off the threads that answer the window: a large file takes a moment.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| DeskError::Internal("a file's reading was broken off"))
}
