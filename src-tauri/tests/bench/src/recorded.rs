//! What the ledger really asks SQLite, with every value: heard by SQLite's own tracing, so that the rival runs the same
//! statements and no list of them can grow old.
#![expect(unsafe_code, reason = "SQLite's tracing is a C interface")]

use std::collections::{BTreeMap, HashMap};
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use libsqlite3_sys as sys;

use crate::Trouble;
use crate::raw::{Statement, Value};

static HEARD: LazyLock<Mutex<Heard>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Heard {
    listening: bool,
    /// The outermost statement of each connection: what the index's own tables are asked lies within it.
    running: HashMap<usize, usize>,
    /// As written, and with its values.
    statements: Vec<(String, String)>,
}

fn heard() -> MutexGuard<'static, Heard> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// While this lives, connections that are opened can be listened to.
pub(crate) struct Listening(());

impl Listening {
    pub(crate) fn begin() -> Self {
        // SAFETY: `attach` has the signature of an entry point and lives as long as the program.
        unsafe { sys::sqlite3_auto_extension(Some(attach)) };
        Self(())
    }

    /// Hears from now on.
    pub(crate) fn start(&self) {
        let mut heard = heard();
        heard.statements.clear();
        heard.listening = true;
    }

    /// What was heard since [`Self::start`].
    pub(crate) fn stop(&self) -> Result<Vec<Statement>, Trouble> {
        let mut heard = heard();
        heard.listening = false;
        std::mem::take(&mut heard.statements)
            .into_iter()
            .map(|(sql, expanded)| {
                let values =
                    values(&sql, &expanded).ok_or_else(|| format!("values of “{sql}” in “{expanded}”"))?;
                Ok(Statement { sql, values })
            })
            .collect()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // SAFETY: the very function that was registered.
        unsafe { sys::sqlite3_cancel_auto_extension(Some(attach)) };
    }
}

unsafe extern "C" fn attach(
    db: *mut sys::sqlite3,
    _message: *mut *mut c_char,
    _routines: *const sys::sqlite3_api_routines,
) -> c_int {
    let events = sys::SQLITE_TRACE_STMT | sys::SQLITE_TRACE_PROFILE;
    // SAFETY: SQLite hands over a connection that is just being opened.
    unsafe { sys::sqlite3_trace_v2(db, events, Some(hear), ptr::null_mut()) }
}

unsafe extern "C" fn hear(
    event: c_uint,
    _context: *mut c_void,
    statement: *mut c_void,
    _: *mut c_void,
) -> c_int {
    let statement: *mut sys::sqlite3_stmt = statement.cast();
    // SAFETY: for both events the first pointer is the statement they are about.
    let db = unsafe { sys::sqlite3_db_handle(statement) }.addr();
    let mut heard = heard();
    if event == sys::SQLITE_TRACE_PROFILE {
        if heard.running.get(&db) == Some(&statement.addr()) {
            heard.running.remove(&db);
        }
        return 0;
    }
    if heard.running.contains_key(&db) {
        return 0;
    }
    heard.running.insert(db, statement.addr());
    if heard.listening {
        // SAFETY: the statement's text is its own; the other text is made for us, and given back.
        let texts = unsafe {
            let written = sys::sqlite3_sql(statement);
            let expanded = sys::sqlite3_expanded_sql(statement);
            if written.is_null() || expanded.is_null() {
                return 0;
            }
            let texts = (copied(written), copied(expanded));
            sys::sqlite3_free(expanded.cast());
            texts
        };
        // An index opened for the first time reads its settings before the statement begins.
        if texts.0.contains("'main'.'") {
            return 0;
        }
        heard.statements.push(texts);
    }
    0
}

/// # Safety
/// A text that ends with a zero and stays while it is copied.
unsafe fn copied(text: *const c_char) -> String {
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// The values that stand in the expanded text where the written one has question marks, by their numbers.
fn values(written: &str, expanded: &str) -> Option<Vec<Value>> {
    let (mut written, mut expanded) = (written, expanded);
    let mut found: BTreeMap<usize, Value> = BTreeMap::new();
    while let Some(next) = written.chars().next() {
        if next == '?' {
            let rest = written.get(1..)?;
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let named = rest.get(..digits)?;
            let last = found.last_key_value().map_or(0, |(number, _)| *number);
            let number = if named.is_empty() { last + 1 } else { named.parse().ok()? };
            let (value, after) = literal(expanded)?;
            found.insert(number, value);
            (written, expanded) = (rest.get(digits..)?, after);
            continue;
        }
        // A text within the statement may hold question marks.
        let length = if next == '\'' || next == '"' { quoted(written)? } else { next.len_utf8() };
        let same = written.get(..length)?;
        expanded = expanded.strip_prefix(same)?;
        written = written.get(length..)?;
    }
    let count = found.last_key_value().map_or(0, |(number, _)| *number);
    expanded.is_empty().then(|| (1..=count).map(|n| found.remove(&n).unwrap_or(Value::Nothing)).collect())
}

/// How long a quoted text at the beginning is, its quotes included; a doubled quote is one within it.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut after = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = after.next() {
        if c == quote && after.next_if(|(_, next)| *next == quote).is_none() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// A value as SQLite writes it, and what follows.
fn literal(text: &str) -> Option<(Value, &str)> {
    if let Some(rest) = text.strip_prefix("NULL") {
        return Some((Value::Nothing, rest));
    }
    if let Some(hex) = text.strip_prefix("x'") {
        let (hex, rest) = hex.split_once('\'')?;
        let bytes = (0..hex.len() / 2).map(|n| u8::from_str_radix(hex.get(n * 2..n * 2 + 2)?, 16).ok());
        return Some((Value::Bytes(bytes.collect::<Option<_>>()?), rest));
    }
    if text.starts_with('\'') {
        let length = quoted(text)?;
        let inside = text.get(1..length - 1)?.replace("''", "'");
        return Some((Value::Text(inside), text.get(length..)?));
    }
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    Some((Value::Whole(text.get(..length)?.parse().ok()?), text.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::{Listening, values};
    use crate::raw::{Raw, Value};
    use ledger::{Ledger, OrderQuery};

    #[test]
    fn values_are_read_back_from_the_expanded_text() {
        let text = |text: &str| Value::Text(text.to_owned());
        let found = values(
            "SELECT '?', \"a\"\"?\" WHERE a = ? AND b IN (?, ?) -- é",
            "SELECT '?', \"a\"\"?\" WHERE a = 'it''s ?' AND b IN (-12, NULL) -- é",
        );
        assert_eq!(found, Some(vec![text("it's ?"), Value::Whole(-12), Value::Nothing]));
        let found = values(
            "BETWEEN ?1 AND ?2 AND (?3 IS NULL OR x = ?3)",
            "BETWEEN 'a' AND x'00ff' AND (7 IS NULL OR x = 7)",
        );
        assert_eq!(found, Some(vec![text("a"), Value::Bytes(vec![0, 255]), Value::Whole(7)]));
        assert_eq!(values("a = ?", "b = 1"), None);
        assert_eq!(values("a = ?", "a = 1 more"), None);
        assert_eq!(values("no values", "no values"), Some(Vec::new()));
    }

    #[tokio::test]
    async fn what_the_ledger_asks_is_heard_and_can_be_asked_again() {
        let _alone = crate::ALONE.lock().await;
        let folder = tempfile::tempdir().unwrap();
        let listening = Listening::begin();
        let ledger = Ledger::open(folder.path(), 1).await.unwrap();
        listening.start();
        ledger.list_orders(&OrderQuery::fragment("it's a?")).await.unwrap();
        let statements = listening.stop().unwrap();
        ledger.close().await;
        drop(listening);
        let asked = statements.iter().find(|statement| statement.sql.contains("MATCH")).unwrap();
        assert!(asked.values.contains(&Value::Text("it's a?".to_owned())), "{asked:?}");
        // What the index asks of its own tables is part of the statement, and not heard.
        assert!(statements.iter().all(|statement| !statement.sql.contains("find_index_")), "{statements:?}");
        let mut raw = Raw::open(&folder.path().join("ledger.db")).unwrap();
        for statement in &statements {
            raw.run(statement).unwrap();
        }
    }
}
