//! R11: files of former versions migrate and keep everything.

use std::path::Path;

use orders::{ReportedStatus, Source};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use super::{Fixture, NOON, amount, delivery, exchange, new_account};
use crate::connection::migrations;
use crate::open::newest_known;
use crate::{AccountEdit, Ledger, NewExchange, OrderDetail, OrderQuery, OutcomeStatus};

/// The tables of version 1 that are not kept by its triggers.
const TABLES: [&str; 14] = [
    "accounts",
    "account_keys",
    "orders",
    "order_papers",
    "order_events",
    "order_flags",
    "supplements",
    "postings",
    "exchanges",
    "deliveries",
    "balance_readings",
    "bank_lists",
    "banks",
    "watches",
];

/// Writes a file of version 1, made by that version's own statements, with the rows of a ledger of today.
pub(crate) async fn write_version_1(file: &Path, today: &Path) {
    write_version(1, file, today).await;
}

/// The same of another version, with what was in version 1.
async fn write_version(number: i64, file: &Path, today: &Path) {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let first = migrations().iter().filter(|step| step.version <= number).cloned().collect::<Vec<_>>();
    sqlx::migrate::Migrator::with_migrations(first).run_direct(None, &mut connection, false).await.unwrap();
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await.unwrap();
    assert_eq!(version, number);
    sqlx::query("ATTACH ? AS today").bind(today.to_str().unwrap()).execute(&mut connection).await.unwrap();
    for table in TABLES {
        copy(&mut connection, table).await;
    }
    connection.close().await.unwrap();
}

/// Copies the columns that the file has.
async fn copy(connection: &mut SqliteConnection, table: &str) {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?, 'main')")
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let columns = columns.join(", ");
    let statement = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
    let copied = sqlx::query(AssertSqlSafe(statement)).execute(connection).await.unwrap();
    assert!(
        copied.rows_affected() > 0
            || ["supplements", "bank_lists", "banks", "balance_readings"].contains(&table),
        "{table}"
    );
}

#[tokio::test]
async fn a_file_of_version_1_keeps_everything() {
    let fixture = Fixture::new().await;
    let unknown = fixture.sending("N1A").await.id;
    let asked = NewExchange { order_id: Some(unknown), ..exchange("query", "never heard of it") };
    fixture.ledger.record_exchange(&asked).await.unwrap();
    fixture.outcome(unknown, OutcomeStatus::Unknown).await;
    let paid = fixture.accepted("N2A").await.id;
    fixture.report(paid, Source::Query, ReportedStatus::Succeeded).await;
    fixture.report(paid, Source::Query, ReportedStatus::Failed).await;
    let given_up = fixture.sending("N3A").await.id;
    fixture.outcome(given_up, OutcomeStatus::Unknown).await;
    fixture.ledger.abandon(given_up, "never made", NOON).await.unwrap();
    fixture.ledger.schedule(unknown, NOON, 3, "unknown").await.unwrap();
    fixture.ledger.store_delivery(&delivery(b"{}", true)).await.unwrap();

    let old = tempfile::tempdir().unwrap();
    let file = old.path().join("ledger.db");
    write_version_1(&file, &fixture.folder.path().join("ledger.db")).await;

    let migrated = Ledger::open(old.path(), NOON).await.unwrap();
    let version: u32 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&migrated.readers).await.unwrap();
    assert_eq!(version, newest_known());
    for id in [unknown, paid, given_up] {
        let detail = |ledger: Option<OrderDetail>| {
            let detail = ledger.unwrap();
            let plan =
                detail.watch.as_ref().map(|watch| (watch.next_at_ms, watch.attempts, watch.reason.clone()));
            // How urgent a plan is, version 1 did not know.
            (OrderDetail { watch: None, ..detail }, plan)
        };
        let now = detail(migrated.detail(id).await.unwrap());
        assert_eq!(now, detail(fixture.ledger.detail(id).await.unwrap()));
        assert!(!now.0.history_damaged && !now.0.order.damaged);
    }
    let exchanges = |ledger: &Ledger| {
        let readers = ledger.readers.clone();
        async move {
            let n: i64 =
                sqlx::query_scalar("SELECT count(*) FROM exchanges").fetch_one(&readers).await.unwrap();
            n
        }
    };
    assert_eq!(exchanges(&migrated).await, exchanges(&fixture.ledger).await);
    let found = OrderQuery::fragment("garcia");
    assert_eq!(migrated.search_state().await.unwrap().missing, 3);
    assert!(migrated.list_orders(&found).await.unwrap().rows.is_empty());
    while migrated.fill_search().await.unwrap() {}
    assert_eq!(migrated.search_state().await.unwrap().missing, 0);
    assert_eq!(migrated.list_orders(&found).await.unwrap().rows.len(), 3, "the search index came along");
    assert_eq!(migrated.recent(10).await.unwrap(), fixture.ledger.recent(10).await.unwrap());
    let integrity = migrated.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");

    // What the new version can do, it can do with the old orders.
    let twin = migrated
        .abandoned_payout_to("646180000030056845", amount("100.5"), money::Currency::MXN)
        .await
        .unwrap();
    assert_eq!(twin.map(|order| order.id), Some(given_up));
    assert!(migrated.questions(unknown).await.unwrap().is_empty());
    migrated.close().await;
    Ledger::open(old.path(), NOON).await.unwrap();
}

/// A ledger of version 4 with whatever accounts there can be: one with a former key and ceilings, one retired.
async fn accounts_of_version_4() -> (Fixture, tempfile::TempDir) {
    let fixture = Fixture::new().await;
    let (ledger, id) = (&fixture.ledger, fixture.account.id);
    let order = fixture.accepted("N1A").await;
    let slot = ledger.next_key_slot().await.unwrap();
    ledger.rotate_key(id, slot, "AK2", NOON + 5).await.unwrap();
    let edit = AccountEdit {
        name: "Otra".to_owned(),
        notify_url: Some("https://me.example/in".to_owned()),
        limits_json: "{}".to_owned(),
        max_payout: Some(amount("9")),
        max_day: Some(amount("99")),
    };
    ledger.edit_account(id, &edit).await.unwrap();
    let retired = ledger.add_account(&new_account(), NOON).await.unwrap();
    ledger.retire_account(retired.id, NOON + 7).await.unwrap();
    ledger.schedule(order.id, NOON, 0, "x").await.unwrap();
    ledger.record_exchange(&exchange("query", "x")).await.unwrap();
    ledger.store_delivery(&delivery(b"{}", true)).await.unwrap();
    fixture.report(order.id, Source::Query, ReportedStatus::Succeeded).await;
    let _flagged = fixture.report(order.id, Source::Query, ReportedStatus::Failed).await;
    let old = tempfile::tempdir().unwrap();
    write_version(4, &old.path().join("ledger.db"), &fixture.folder.path().join("ledger.db")).await;
    (fixture, old)
}

async fn at(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.join("ledger.db")).connect().await.unwrap()
}

async fn assert_sealed(folder: &Path, as_of: &Fixture) {
    let ledger = Ledger::open(folder, NOON).await.unwrap();
    let accounts = ledger.accounts(true).await.unwrap();
    assert_eq!(accounts, as_of.ledger.accounts(true).await.unwrap());
    assert!(accounts.iter().all(|account| !account.damaged));
    let keys = ledger.account_keys(as_of.account.id).await.unwrap();
    assert_eq!((keys.len(), &keys), (2, &as_of.ledger.account_keys(as_of.account.id).await.unwrap()));
    let integrity = ledger.check_integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    assert_eq!(ledger.setting("accounts/unsealed").await.unwrap(), None);
    ledger.close().await;
}

#[tokio::test]
async fn the_accounts_of_version_4_get_their_checksums_once() {
    let (fixture, old) = accounts_of_version_4().await;
    assert_sealed(old.path(), &fixture).await;
    // A checksum that is missing later is damage, not an older file.
    let mut raw = at(old.path()).await;
    sqlx::query("UPDATE accounts SET checksum = NULL WHERE id = 1").execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    let ledger = Ledger::open(old.path(), NOON).await.unwrap();
    let damaged: Vec<bool> =
        ledger.accounts(true).await.unwrap().iter().map(|account| account.damaged).collect();
    assert_eq!(damaged, [true, false]);
}

/// Power may fail between the migration and the checksums, which the migration cannot compute.
#[tokio::test]
async fn checksums_cut_short_by_a_crash_are_gone_on_with() {
    let (fixture, old) = accounts_of_version_4().await;
    let mut raw = at(old.path()).await;
    migrations().run_direct(None, &mut raw, false).await.unwrap();
    let version: u32 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut raw).await.unwrap();
    assert_eq!(version, newest_known());
    let unsealed: i64 = sqlx::query_scalar("SELECT count(*) FROM accounts WHERE checksum IS NULL")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(unsealed, 2);
    raw.close().await.unwrap();
    assert_sealed(old.path(), &fixture).await;
}

/// What is no text any more in an older file keeps neither the file from opening nor the other accounts from working.
#[tokio::test]
async fn an_unreadable_account_of_an_older_file_gets_no_checksum() {
    let (_fixture, old) = accounts_of_version_4().await;
    let mut raw = at(old.path()).await;
    for statement in [
        "DROP TRIGGER accounts_fixed",
        "UPDATE accounts SET base_url = CAST(x'68747470733afffe' AS TEXT) WHERE id = 1",
    ] {
        sqlx::query(statement).execute(&mut raw).await.unwrap();
    }
    raw.close().await.unwrap();
    let ledger = Ledger::open(old.path(), NOON).await.unwrap();
    let accounts = ledger.accounts(true).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.damaged).collect::<Vec<_>>(), [true, false]);
    assert!(!ledger.check_integrity().await.unwrap().is_sound());
}
