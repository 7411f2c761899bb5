//! Files with a merchant's past on their way in. The window never sees a path: a person chooses in the system's own dialog,
//! the table stays here, and the window gets what it shows of it and a token.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use import::{ReadOptions, Sheet, SheetError};

use crate::error::CommandError;
use crate::evidence_files::{in_background, plain_name};
use crate::views::Mode;

/// One byte more than the largest file that is read (bar S14): the reader then says that it is too large.
const BYTES_MAX: u64 = (20 << 20) + 1;

/// The file that a person has chosen last.
#[derive(Debug, Default)]
pub(crate) struct ChosenHistory(Mutex<Option<Arc<HistoryFile>>>);

/// A file, as it was when it was chosen.
#[derive(Debug)]
pub(crate) struct HistoryFile {
    token: String,
    /// Accounts of the two ledgers have the same ids: a file is for the one that was on show.
    mode: Mode,
    name: String,
    bytes: Vec<u8>,
    sheet: Mutex<Arc<Sheet>>,
    running: AtomicBool,
    stopped: AtomicBool,
    /// The rows that the last import left out, by place, each with the reason.
    refused: Mutex<Arc<Vec<(usize, String)>>>,
}

impl ChosenHistory {
    /// Keeps a file in place of the one before.
    pub(crate) fn keep(&self, file: HistoryFile) -> Arc<HistoryFile> {
        let file = Arc::new(file);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&file));
        file
    }

    /// The file of a token, in the mode that it was chosen in.
    ///
    /// # Errors
    /// `import_not_chosen`: another was chosen since, the other ledger is on show, or the program was started anew.
    pub(crate) fn get(&self, token: &str, mode: Mode) -> Result<Arc<HistoryFile>, CommandError> {
        let chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = chosen.as_ref().filter(|file| file.token == token && file.mode == mode);
        found
            .cloned()
            .ok_or_else(|| CommandError::new("import_not_chosen", "the file has to be chosen again"))
    }
}

impl HistoryFile {
    /// Reads a file that was chosen, off the threads that answer the window.
    ///
    /// # Errors
    /// `import_file`, with `why`.
    pub(crate) async fn read(path: std::path::PathBuf, mode: Mode) -> Result<Self, CommandError> {
        in_background(move || {
            let bytes = bytes_of(&path)?;
            let name = plain_name(&path);
            let sheet = Sheet::read(&name, &bytes).map_err(|error| unreadable(&error))?;
            Ok(Self {
                token: uuid::Uuid::new_v4().to_string(),
                mode,
                name,
                bytes,
                sheet: Mutex::new(Arc::new(sheet)),
                running: AtomicBool::new(false),
                stopped: AtomicBool::new(false),
                refused: Mutex::default(),
            })
        })
        .await
    }

    /// Reads it in another way.
    ///
    /// # Errors
    /// `import_file`, with `why`: it stays as it was.
    pub(crate) async fn read_again(self: &Arc<Self>, options: ReadOptions) -> Result<(), CommandError> {
        let file = Arc::clone(self);
        in_background(move || {
            let sheet = Sheet::read_with(&file.name, &file.bytes, &options);
            let sheet = sheet.map_err(|error| unreadable(&error))?;
            *file.sheet.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(sheet);
            Ok(())
        })
        .await
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn sheet(&self) -> Arc<Sheet> {
        Arc::clone(&self.sheet.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins to import it: one at a time.
    ///
    /// # Errors
    /// `import_running`.
    pub(crate) fn begin(&self) -> Result<Running<'_>, CommandError> {
        if self.running.swap(true, Ordering::AcqRel) {
            return Err(CommandError::new("import_running", "this file is being imported"));
        }
        self.stopped.store(false, Ordering::Release);
        Ok(Running(self))
    }

    /// Asks an import under way to stop after the batch that it is at.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    pub(crate) fn refused(&self) -> Arc<Vec<(usize, String)>> {
        Arc::clone(&self.refused.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An import under way; it has ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Running<'a>(&'a HistoryFile);

impl Running<'_> {
    pub(crate) fn goes_on(&self) -> bool {
        !self.0.stopped.load(Ordering::Acquire)
    }

    pub(crate) fn leave_out(&self, rows: Vec<(usize, String)>) {
        *self.0.refused.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(rows);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, CommandError> {
    let unreadable = |message: String| CommandError::new("import_file", message).with("why", "unreadable");
    // Before opening: a named pipe would wait for ever.
    let facts = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if !facts.is_file() {
        return Err(unreadable("this is no file".to_owned()));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BYTES_MAX).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(error.to_string()))?;
    Ok(bytes)
}

fn unreadable(error: &SheetError) -> CommandError {
    let why = match error {
        SheetError::Empty => "empty",
        SheetError::TooLarge { limit, .. } => match limit {
            import::Limit::FileBytes | import::Limit::UnpackedBytes | import::Limit::TextBytes => "too_large",
            import::Limit::Rows => "too_many_rows",
            import::Limit::Columns | import::Limit::Cells => "too_many_columns",
        },
        SheetError::OldExcel => "old_excel",
        SheetError::WebPage => "web_page",
        SheetError::Pdf => "pdf",
        SheetError::NotATable => "not_a_table",
        SheetError::BrokenWorkbook { .. } => "broken_workbook",
        SheetError::NoSuchPage { .. } => "no_such_page",
        SheetError::UnclosedQuote { .. } => "unclosed_quote",
    };
    let line = if let SheetError::UnclosedQuote { line } = error { line.to_string() } else { String::new() };
    CommandError::new("import_file", error.to_string()).with("why", why).with("line", line)
}
