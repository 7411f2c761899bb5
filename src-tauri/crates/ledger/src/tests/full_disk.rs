//! A full disk: nothing is half written, what was acknowledged stays, and work goes on when there is room again.

use super::Fixture;
use crate::{Ledger, LedgerError};

#[tokio::test]
async fn a_full_disk_is_told_and_loses_nothing() {
    let fixture = Fixture::new().await;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&fixture.ledger.writer).await.unwrap();
    assert!(pages < 200, "the limit below must leave little room: {pages}");
    sqlx::query("PRAGMA max_page_count = 200").execute(&fixture.ledger.writer).await.unwrap();

    let mut acknowledged = Vec::new();
    let refused = loop {
        let mut stub = fixture.stub(&format!("N{}A", acknowledged.len()));
        stub.draft_json = format!("\"{}\"", "x".repeat(3_000));
        match fixture.ledger.write_stub(&stub, 2_000).await {
            Ok(row) => acknowledged.push(row.number),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, LedgerError::Full), "{refused:?}");
    assert!(!acknowledged.is_empty());
    // Reading goes on, and the refused stub left no trace.
    assert_eq!(fixture.ledger.recent(500).await.unwrap().len(), acknowledged.len());

    sqlx::query("PRAGMA max_page_count = 1000000").execute(&fixture.ledger.writer).await.unwrap();
    fixture.ledger.write_stub(&fixture.stub("AFTERA"), 3_000).await.unwrap();
    acknowledged.push("AFTERA".to_owned());

    let Fixture { ledger, folder, .. } = fixture;
    ledger.close().await;
    let ledger = Ledger::open(folder.path(), 4_000).await.unwrap();
    let mut kept: Vec<String> = ledger.recent(500).await.unwrap().into_iter().map(|row| row.number).collect();
    kept.sort_unstable();
    acknowledged.sort_unstable();
    assert_eq!(kept, acknowledged);
    assert!(ledger.check_integrity().await.unwrap().is_sound());
}
