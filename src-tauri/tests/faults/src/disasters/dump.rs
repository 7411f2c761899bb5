//! Everything that a ledger's file says, read past the ledger: to compare what was with what is left.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, QueryBuilder, Sqlite, SqliteConnection};

use super::{LEDGER, Trouble};

/// Every row of every table, as text; the search index apart, which has its own check against the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump(BTreeMap<String, Vec<String>>);

impl Dump {
    /// Reads a ledger's folder that nobody has open.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn of(folder: &Path) -> Result<Self, Trouble> {
        Self::without(folder, &[]).await
    }

    /// The same without these columns (of a table each).
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn without(folder: &Path, columns: &[(&str, &str)]) -> Result<Self, Trouble> {
        let mut connection = connect(folder).await?;
        let read = tables(&mut connection, columns).await;
        connection.close().await?;
        read.map(Self)
    }

    /// The tables in which the two differ.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let names = self.0.keys().chain(other.0.keys().filter(|name| !self.0.contains_key(*name)));
        names.filter(|name| self.0.get(*name) != other.0.get(*name)).cloned().collect()
    }

    /// The first row that differs, before and after, in words.
    #[must_use]
    pub fn changes(&self, other: &Self) -> String {
        for (name, rows) in &self.0 {
            let others = other.0.get(name).map(Vec::as_slice).unwrap_or_default();
            if let Some((was, is)) = rows.iter().zip(others).find(|(was, is)| was != is) {
                return format!("{name}: {was} became {is}");
            }
        }
        format!("rows of {:?}", self.differences(other))
    }

    /// How many rows a table has.
    #[must_use]
    pub fn rows(&self, table: &str) -> usize {
        self.0.get(table).map_or(0, Vec::len)
    }
}

/// Opens a ledger's file past the ledger.
pub(super) async fn connect(folder: &Path) -> Result<SqliteConnection, Trouble> {
    Ok(SqliteConnectOptions::new().filename(folder.join(LEDGER)).connect().await?)
}

async fn tables(
    connection: &mut SqliteConnection,
    without: &[(&str, &str)],
) -> Result<BTreeMap<String, Vec<String>>, Trouble> {
    // Names of our own schema, nobody's input.
    let names: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.name, (SELECT group_concat(c.name) FROM pragma_table_info(s.name) c) FROM sqlite_schema s
         WHERE s.type = 'table' AND s.name NOT LIKE 'find_index%' AND s.name NOT LIKE 'sqlite_stat%'",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut tables = BTreeMap::new();
    for (name, columns) in names {
        let quoted: Vec<String> = columns
            .split(',')
            .filter(|column| !without.contains(&(name.as_str(), *column)))
            .map(|column| format!("quote(\"{column}\")"))
            .collect();
        // One long text instead of many short rows: much quicker to fetch.
        let mut question = QueryBuilder::<Sqlite>::new("SELECT group_concat(line, char(10)) FROM (SELECT ");
        question.push(quoted.join(" || '|' || ")).push(" AS line FROM \"").push(&name).push("\"");
        if name == "daily_orders" {
            // Nothing of something says nothing; the ledger leaves such rows behind, and reads past them.
            question.push(" WHERE n <> 0 OR amount <> 0");
        }
        question.push(" ORDER BY 1)");
        let text: Option<String> = question.build_query_scalar().fetch_one(&mut *connection).await?;
        tables.insert(name, text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default());
    }
    Ok(tables)
}
