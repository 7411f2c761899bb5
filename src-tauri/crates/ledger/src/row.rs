//! Reading a row's columns as what they mean.

use money::{Amount, Currency};
use orders::{Product, Status};
use rusqlite::types::FromSql;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite};

use crate::connection::failed;
use crate::{LedgerError, reading};

/// What a column can be read as, by either library.
pub(crate) trait Readable: for<'r> sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite> + FromSql {}

impl<T> Readable for T where T: for<'r> sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite> + FromSql {}

/// A row's columns by name. Whatever does not read as what it should be means a damaged file.
pub(crate) trait Columns {
    fn get<T: Readable>(&self, name: &str) -> Result<T, LedgerError>;

    /// The column at a place, from 0 on: where a row is one of hundreds, looking for names would take as long as the rest.
    fn at<T: Readable>(&self, place: usize) -> Result<T, LedgerError>;

    fn amount(&self, name: &str) -> Result<Amount, LedgerError> {
        self.get(name).map(Amount::from_ten_thousandths)
    }

    fn amount_if_any(&self, name: &str) -> Result<Option<Amount>, LedgerError> {
        Ok(self.get::<Option<i64>>(name)?.map(Amount::from_ten_thousandths))
    }

    fn currency(&self, name: &str) -> Result<Currency, LedgerError> {
        self.word(name, |word| word.parse().ok())
    }

    fn status(&self, name: &str) -> Result<Status, LedgerError> {
        self.word(name, Status::from_word)
    }

    fn product(&self, name: &str) -> Result<Product, LedgerError> {
        self.word(name, Product::from_word)
    }

    /// A count, which is never negative.
    fn count(&self, name: &str) -> Result<u64, LedgerError> {
        u64::try_from(self.get::<i64>(name)?).map_err(|_| unreadable(name))
    }

    /// A word of a closed list.
    fn word<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, LedgerError> {
        read(&self.get::<String>(name)?).ok_or_else(|| unreadable(name))
    }
}

impl Columns for SqliteRow {
    fn get<T: Readable>(&self, name: &str) -> Result<T, LedgerError> {
        self.try_get(name).map_err(failed)
    }

    fn at<T: Readable>(&self, place: usize) -> Result<T, LedgerError> {
        self.try_get(place).map_err(failed)
    }
}

impl Columns for rusqlite::Row<'_> {
    fn get<T: Readable>(&self, name: &str) -> Result<T, LedgerError> {
        Self::get(self, name).map_err(reading::failed)
    }

    fn at<T: Readable>(&self, place: usize) -> Result<T, LedgerError> {
        Self::get(self, place).map_err(reading::failed)
    }
}

/// A row's columns one after the other, as the statement names them.
pub(crate) struct InTurn<'r, R> {
    row: &'r R,
    next: usize,
}

impl<'r, R: Columns> InTurn<'r, R> {
    pub(crate) const fn new(row: &'r R) -> Self {
        Self { row, next: 0 }
    }

    pub(crate) fn next<T: Readable>(&mut self) -> Result<T, LedgerError> {
        let place = self.next;
        self.next += 1;
        self.row.at(place)
    }

    pub(crate) fn amount_if_any(&mut self) -> Result<Option<Amount>, LedgerError> {
        Ok(self.next::<Option<i64>>()?.map(Amount::from_ten_thousandths))
    }

    /// A word of a closed list.
    pub(crate) fn word<T>(&mut self, what: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, LedgerError> {
        read(&self.next::<String>()?).ok_or_else(|| unreadable(what))
    }
}

fn unreadable(name: &str) -> LedgerError {
    LedgerError::Damaged(format!("the column {name} cannot be read"))
}
