//! A list of orders into a CSV file, page by page: never more than one page of it is in memory, beside the orders' ids.

mod cells;
mod rows;
mod total;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use desk::{Desk, LookUp};
use ledger::{OrderId, OrderPage, Sort};

use self::cells::BYTE_ORDER_MARK;
use self::rows::Lines;
pub(crate) use self::total::Total;
use crate::error::CommandError;
use crate::evidence_files::in_background;
use crate::private_file::PrivateFile;
use crate::views::{Accounts, ExportRequest};

/// Orders that are read at once.
const PAGE: u32 = 500;
/// A heading or word is no longer than that, in characters.
const WORD_CHARS_MAX: usize = 200;
/// More columns than the list has ask for some of them twice.
const COLUMNS_MAX: usize = 40;

/// Stops the export that is under way. There is one at a time.
#[derive(Debug, Default)]
pub(crate) struct Exports(Mutex<Option<Arc<AtomicBool>>>);

impl Exports {
    /// Begins one.
    ///
    /// # Errors
    /// `export_busy` while another is under way.
    pub(crate) fn begin(&self) -> Result<Running<'_>, CommandError> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.is_some() {
            return Err(CommandError::new("export_busy", "another file is being written"));
        }
        let stop = Arc::new(AtomicBool::new(false));
        *now = Some(Arc::clone(&stop));
        Ok(Running { all: self, stop })
    }

    /// Asks the one under way to stop.
    pub(crate) fn stop(&self) {
        if let Some(stop) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            stop.store(true, Ordering::Release);
        }
    }
}

/// An export under way, until it is dropped.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    all: &'a Exports,
    stop: Arc<AtomicBool>,
}

impl Running<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.all.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Which orders.
#[derive(Debug)]
pub(crate) enum Which {
    /// These, in this order.
    These(Vec<OrderId>),
    /// All that a list has. Boxed: it is large.
    All(Box<LookUp>),
}

/// How many orders were written, and how many could not be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) rows: u32,
    pub(crate) unreadable: u32,
    /// It was stopped, and there is no file.
    pub(crate) stopped: bool,
}

/// Refuses what no window of ours asks for.
///
/// # Errors
/// `malformed`.
pub(crate) fn check(request: &ExportRequest) -> Result<(), CommandError> {
    let words = request.columns.iter().map(|column| &column.heading);
    let words = words.chain(request.statuses.iter().map(|status| &status.word));
    let mut words = words.chain(request.products.iter().map(|product| &product.word));
    let endless = |word: &String| word.chars().count() > WORD_CHARS_MAX;
    if request.columns.is_empty()
        || request.columns.len() > COLUMNS_MAX
        || words.any(endless)
        || endless(&request.starred)
    {
        return Err(CommandError::malformed("export"));
    }
    Ok(())
}

/// Writes the orders to `place`, and tells after each page how many there are.
///
/// # Errors
/// `file_not_saved`; whatever keeps the ledger from being read. There is no file then, or the one that was there before.
pub(crate) async fn write(
    desk: &Desk,
    request: &ExportRequest,
    which: Which,
    place: PathBuf,
    running: &Running<'_>,
    mut tell: impl FnMut(u32),
) -> Result<Written, CommandError> {
    let ledger = desk.ledger();
    let accounts = Accounts::new(ledger.accounts(true).await?);
    let lines = Lines::new(request, &accounts);
    let mut head = BYTE_ORDER_MARK.to_owned();
    lines.head(&mut head);
    let mut file = in_background(move || saved(PrivateFile::begin(place))).await?;
    file = add(file, head).await?;
    let mut source = Source::new(which);
    let mut written = Written::default();
    let mut seen = Seen::default();
    while let Some(mut page) = source.next(desk).await? {
        seen.keep_new(&mut page);
        if running.is_stopped() {
            written.stopped = true;
            return Ok(written);
        }
        let text = lines.of_page(ledger, &page.rows).await?;
        file = add(file, text).await?;
        written.rows = written.rows.saturating_add(count(page.rows.len()));
        written.unreadable = written.unreadable.saturating_add(count(page.damaged.len()));
        tell(written.rows);
    }
    in_background(move || saved(file.finish())).await?;
    Ok(written)
}

async fn add(mut file: PrivateFile, text: String) -> Result<PrivateFile, CommandError> {
    in_background(move || {
        saved(file.write(text.as_bytes()))?;
        Ok(file)
    })
    .await
}

fn saved<T>(done: std::io::Result<T>) -> Result<T, CommandError> {
    done.map_err(|error| CommandError::new("file_not_saved", error.to_string()))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The orders that were handed out already: one that moves on within a list, while it is read, has one line all the same.
#[derive(Default)]
struct Seen(HashSet<OrderId>);

impl Seen {
    fn keep_new(&mut self, page: &mut OrderPage) {
        page.rows.retain(|order| self.0.insert(order.id));
        page.damaged.retain(|order| self.0.insert(order.id));
    }
}

/// Where the pages come from.
enum Source {
    These(std::vec::IntoIter<OrderId>),
    List(Box<LookUp>),
    Over,
}

impl Source {
    fn new(which: Which) -> Self {
        match which {
            Which::These(ids) => Self::These(ids.into_iter()),
            Which::All(mut found) => {
                if let Some(question) = found.question.as_mut() {
                    // Orders change their status while they are read, and would be read twice or not at all; no order
                    // changes the time at which it was made.
                    if question.sort == Sort::Status {
                        question.sort = Sort::Newest;
                    }
                    question.limit = PAGE;
                    question.after = None;
                }
                Self::List(found)
            }
        }
    }

    /// The next page; nothing behind the last one.
    async fn next(&mut self, desk: &Desk) -> Result<Option<OrderPage>, CommandError> {
        match self {
            Self::These(ids) => {
                let some: Vec<OrderId> = ids.take(usize::try_from(PAGE).unwrap_or(usize::MAX)).collect();
                if some.is_empty() {
                    return Ok(None);
                }
                Ok(Some(desk.ledger().lines_of(&some).await?))
            }
            Self::List(found) => {
                let page = desk.list(found).await?;
                match (page.next, found.question.as_mut()) {
                    (Some(next), Some(question)) => question.after = Some(next),
                    (_, _) => *self = Self::Over,
                }
                Ok(Some(page))
            }
            Self::Over => Ok(None),
        }
    }
}
