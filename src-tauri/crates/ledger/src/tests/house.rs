//! House rules that hold for the whole crate: how connections are set, and what the source must not contain.

use std::path::Path;

use super::Fixture;

#[tokio::test]
async fn the_writer_syncs_fully_and_readers_cannot_write() {
    let fixture = Fixture::new().await;
    let writer = &fixture.ledger.writer;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(writer).await.unwrap();
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(writer).await.unwrap();
    let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(writer).await.unwrap();
    let busy: i64 = sqlx::query_scalar("PRAGMA busy_timeout").fetch_one(writer).await.unwrap();
    assert_eq!((mode.as_str(), synchronous, keys, busy), ("wal", 2, 1, 5_000));
    let refused =
        sqlx::query("INSERT INTO settings VALUES ('a', 'b')").execute(&fixture.ledger.readers).await;
    assert!(refused.is_err());
}

/// R9: what this crate relies on is compiled in.
#[tokio::test]
async fn the_linked_library_has_what_is_needed() {
    let fixture = Fixture::new().await;
    let options: Vec<String> =
        sqlx::query_scalar("PRAGMA compile_options").fetch_all(&fixture.ledger.readers).await.unwrap();
    for needed in ["ENABLE_FTS5", "THREADSAFE=1", "ENABLE_QPSG", "DEFAULT_MEMSTATUS=0"] {
        assert!(options.iter().any(|option| option == needed), "{needed} is missing in {options:?}");
    }
}

#[test]
fn the_source_has_no_offset_and_no_unchecked_sql() {
    let mut read = 0;
    for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains(" OFFSET ") && !text.contains("AssertSqlSafe"), "{}", file.display());
        read += 1;
    }
    assert!(read > 20, "only {read} files were read");
}

/// Every file but those of the tests, which name what is forbidden.
fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
