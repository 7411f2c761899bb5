//! Statements put together piece by piece.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A statement put together from constants only; every value is bound.
#[derive(Debug)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Bound>,
}

/// A value for a place in a statement.
#[derive(Debug)]
pub(crate) enum Bound {
    /// No value.
    Nothing,
    /// A number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl Sql {
    pub(crate) fn new(constant: &'static str) -> Self {
        Self { text: constant.to_owned(), values: Vec::new() }
    }

    pub(crate) fn push(&mut self, constant: &'static str) -> &mut Self {
        self.text.push_str(constant);
        self
    }

    pub(crate) fn bind(&mut self, value: impl Into<Bound>) -> &mut Self {
        self.text.push('?');
        self.with(value)
    }

    /// A value for a place that the constants have already.
    pub(crate) fn with(&mut self, value: impl Into<Bound>) -> &mut Self {
        self.values.push(value.into());
        self
    }

    /// The values, separated by commas.
    pub(crate) fn bind_all(&mut self, values: impl IntoIterator<Item = impl Into<Bound>>) -> &mut Self {
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.text.push_str(", ");
            }
            self.bind(value);
        }
        self
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn values(&self) -> &[Bound] {
        &self.values
    }
}

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Nothing => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<String> for Bound {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Bound {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
