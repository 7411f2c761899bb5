//! Reading a row's columns as what they mean.

use money::{Amount, Currency};
use orders::{Product, Status};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite};

use crate::LedgerError;
use crate::connection::failed;

/// A row's columns by name. Whatever does not read as what it should be means a damaged file.
pub(crate) trait Columns {
    fn get<'r, T>(&'r self, name: &str) -> Result<T, LedgerError>
    where
        T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>;

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
    fn get<'r, T>(&'r self, name: &str) -> Result<T, LedgerError>
    where
        T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
    {
        self.try_get(name).map_err(failed)
    }
}

fn unreadable(name: &str) -> LedgerError {
    LedgerError::Damaged(format!("the column {name} cannot be read"))
}
