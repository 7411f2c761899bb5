//! The rival: SQLite through its own C interface, the same file and the same settings as the ledger's readers.
#![expect(unsafe_code, reason = "the rival is SQLite's C interface itself")]

use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

use libsqlite3_sys as sys;

use crate::Trouble;

/// What the ledger sets on a connection that reads (`ledger/src/connection.rs`).
const SETTINGS: &CStr = c"PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";

/// A value that a statement is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Nothing,
    Whole(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A statement with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// A connection that only reads. Statements are prepared once and kept, as the ledger's driver does.
pub(crate) struct Raw {
    db: *mut sys::sqlite3,
    prepared: HashMap<String, *mut sys::sqlite3_stmt>,
}

impl Raw {
    pub(crate) fn open(file: &Path) -> Result<Self, Trouble> {
        let name = CString::new(file.as_os_str().as_bytes())?;
        let mut db = ptr::null_mut();
        // SAFETY: the name ends with a zero and outlives the call; `db` is written to.
        let code = unsafe {
            sys::sqlite3_open_v2(name.as_ptr(), &raw mut db, sys::SQLITE_OPEN_READWRITE, ptr::null())
        };
        // From here on the connection is closed whatever happens.
        let raw = Self { db, prepared: HashMap::new() };
        raw.checked(code)?;
        // SAFETY: the connection is open, the settings end with a zero, and nothing is handed back.
        let code =
            unsafe { sys::sqlite3_exec(raw.db, SETTINGS.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
        raw.checked(code)?;
        Ok(raw)
    }

    /// Runs a statement and reads every column of every row; how many rows there were.
    pub(crate) fn run(&mut self, statement: &Statement) -> Result<usize, Trouble> {
        let mut rows = 0;
        let prepared = self.prepared(&statement.sql)?;
        self.bind(prepared, &statement.values)?;
        while self.step(prepared)? {
            rows += 1;
            // SAFETY: the statement stands on a row.
            let columns = unsafe { sys::sqlite3_column_count(prepared) };
            for column in 0..columns {
                // SAFETY: the column exists, and what it holds is not looked at: it is only brought into memory.
                unsafe {
                    if sys::sqlite3_column_type(prepared, column) == sys::SQLITE_INTEGER {
                        std::hint::black_box(sys::sqlite3_column_int64(prepared, column));
                    } else {
                        std::hint::black_box(sys::sqlite3_column_blob(prepared, column));
                        std::hint::black_box(sys::sqlite3_column_bytes(prepared, column));
                    }
                }
            }
        }
        self.reset(prepared);
        Ok(rows)
    }

    /// The rows of a statement as text, for what is counted rather than timed.
    pub(crate) fn texts(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Vec<String>>, Trouble> {
        let mut rows = Vec::new();
        let prepared = self.prepared(sql)?;
        self.bind(prepared, values)?;
        while self.step(prepared)? {
            // SAFETY: the statement stands on a row, and texts are copied before it goes on.
            let row = unsafe {
                (0..sys::sqlite3_column_count(prepared))
                    .map(|n| text(sys::sqlite3_column_text(prepared, n).cast()))
            };
            rows.push(row.collect());
        }
        self.reset(prepared);
        Ok(rows)
    }

    fn prepared(&mut self, sql: &str) -> Result<*mut sys::sqlite3_stmt, Trouble> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(*known);
        }
        let text = CString::new(sql)?;
        let mut made = ptr::null_mut();
        let flags = sys::SQLITE_PREPARE_PERSISTENT;
        // SAFETY: the connection is open, the text ends with a zero, and `made` is written to.
        let code = unsafe {
            sys::sqlite3_prepare_v3(self.db, text.as_ptr(), -1, flags, &raw mut made, ptr::null_mut())
        };
        self.checked(code)?;
        self.prepared.insert(sql.to_owned(), made);
        Ok(made)
    }

    fn bind(&self, prepared: *mut sys::sqlite3_stmt, values: &[Value]) -> Result<(), Trouble> {
        for (value, place) in values.iter().zip(1..) {
            let transient = sys::SQLITE_TRANSIENT();
            // SAFETY: the statement is prepared and not running; SQLite copies what is transient.
            let code = unsafe {
                match value {
                    Value::Nothing => sys::sqlite3_bind_null(prepared, place),
                    Value::Whole(n) => sys::sqlite3_bind_int64(prepared, place, *n),
                    Value::Text(text) => sys::sqlite3_bind_text(
                        prepared,
                        place,
                        text.as_ptr().cast(),
                        c_int::try_from(text.len())?,
                        transient,
                    ),
                    Value::Bytes(bytes) => sys::sqlite3_bind_blob(
                        prepared,
                        place,
                        bytes.as_ptr().cast(),
                        c_int::try_from(bytes.len())?,
                        transient,
                    ),
                }
            };
            self.checked(code)?;
        }
        Ok(())
    }

    /// Whether there is a row.
    fn step(&self, prepared: *mut sys::sqlite3_stmt) -> Result<bool, Trouble> {
        // SAFETY: the statement belongs to this connection, which is open.
        match unsafe { sys::sqlite3_step(prepared) } {
            sys::SQLITE_ROW => Ok(true),
            sys::SQLITE_DONE => Ok(false),
            code => self.checked(code).map(|()| false),
        }
    }

    fn reset(&self, prepared: *mut sys::sqlite3_stmt) {
        // SAFETY: the statement belongs to this connection; values are kept no longer than needed.
        unsafe {
            sys::sqlite3_reset(prepared);
            sys::sqlite3_clear_bindings(prepared);
        }
    }

    fn checked(&self, code: c_int) -> Result<(), Trouble> {
        if code == sys::SQLITE_OK {
            return Ok(());
        }
        // SAFETY: the message belongs to the connection and is copied at once.
        let message = unsafe { text(sys::sqlite3_errmsg(self.db)) };
        Err(format!("SQLite: {message} (code {code})").into())
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        for statement in self.prepared.values() {
            // SAFETY: each statement was prepared here and is ended once.
            unsafe { sys::sqlite3_finalize(*statement) };
        }
        // SAFETY: all statements have ended; closing what never opened is allowed.
        unsafe { sys::sqlite3_close(self.db) };
    }
}

/// # Safety
/// Null, or a text that ends with a zero and stays while it is copied.
unsafe fn text(from: *const c_char) -> String {
    if from.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(from) }.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Raw, Statement, Value};
    use ledger::Ledger;

    #[tokio::test]
    async fn it_reads_a_ledger_and_cannot_write_one() {
        let _alone = crate::ALONE.lock().await;
        let folder = tempfile::tempdir().unwrap();
        Ledger::open(folder.path(), 1).await.unwrap().close().await;
        let mut raw = Raw::open(&folder.path().join("ledger.db")).unwrap();
        let values =
            vec![Value::Text("é".to_owned()), Value::Whole(-7), Value::Nothing, Value::Bytes(vec![0, 255])];
        assert_eq!(
            raw.texts("SELECT ?1, ?2, ?3 IS NULL, hex(?4)", &values).unwrap(),
            [["é", "-7", "1", "00FF"]]
        );
        let two = Statement { sql: "SELECT ? UNION SELECT 'x'".to_owned(), values: vec![Value::Whole(1)] };
        assert_eq!((raw.run(&two).unwrap(), raw.run(&two).unwrap()), (2, 2));
        assert!(raw.texts("INSERT INTO settings (key, value) VALUES ('a', 'b')", &[]).is_err());
        assert!(raw.texts("SELECT nonsense FROM nowhere", &[]).is_err());
    }
}
