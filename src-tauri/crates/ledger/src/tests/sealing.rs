//! Damage in the file itself, made by changing its bytes: what can be read is read, and nothing is written (R8).

use std::fs;
use std::path::{Path, PathBuf};

use orders::{Source, Status};

use super::{Fixture, NOON, amount, new_account, request};
use crate::{
    Damage, DamageKind, Ledger, LedgerError, NewStub, OpenError, OrderQuery, OutcomeStatus, Party, Sort,
    Sought,
};

pub(crate) const PAGE: usize = 4096;

pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("ledger.db")
}

/// Changes the bytes of a closed ledger's file.
pub(crate) fn change(folder: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file(folder)).unwrap();
    how(&mut bytes);
    fs::write(file(folder), bytes).unwrap();
}

/// Where an order's record stands in the file: its product and number are neighbours there, and nowhere else.
pub(crate) fn place(bytes: &[u8], number: &str) -> usize {
    let sought = format!("payout{number}");
    bytes.windows(sought.len()).position(|window| window == sought.as_bytes()).unwrap()
}

pub(crate) fn pages(what: &str) -> Damage {
    Damage { kind: DamageKind::Pages, what: what.to_owned() }
}

/// A closed ledger with so many payouts, numbered N000A, N001A and so on, a minute between them.
async fn closed(orders: u8) -> tempfile::TempDir {
    let Fixture { ledger, folder, account } = Fixture::new().await;
    for n in 0..orders {
        let stub = NewStub {
            account_id: account.id,
            product: orders::Product::Payout,
            number: format!("N{n:03}A"),
            channel: None,
            amount: amount(&format!("{n}.5")),
            currency: money::Currency::MXN,
            zone: "-06:00".to_owned(),
            party: Party { account_no: Some("646180000030056845".to_owned()), ..Party::default() },
            draft_json: "{}".to_owned(),
            duplicate_reason: None,
        };
        ledger.write_stub(&stub, NOON + i64::from(n) * 60_000).await.unwrap();
    }
    ledger.close().await;
    folder
}

/// One unreadable record: every list of orders goes on without it and tells of it.
#[tokio::test]
async fn an_unreadable_order_hides_no_other() {
    let folder = closed(5).await;
    change(folder.path(), |bytes| {
        let at = place(bytes, "N002A");
        bytes[at] ^= 1;
    });
    let ledger = Ledger::open(folder.path(), NOON).await.unwrap();
    for (sort, limit) in
        [(Sort::Newest, 0), (Sort::Oldest, 0), (Sort::AmountDescending, 0), (Sort::Newest, 2)]
    {
        let mut query = OrderQuery { sort, limit, ..OrderQuery::default() };
        let (mut numbers, mut damaged) = (Vec::new(), Vec::new());
        loop {
            let page = ledger.list_orders(&query).await.unwrap();
            numbers.extend(page.rows.into_iter().map(|row| row.number));
            damaged.extend(page.damaged);
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        numbers.sort_unstable();
        assert_eq!(numbers, ["N000A", "N001A", "N003A", "N004A"], "{sort:?}");
        assert_eq!(damaged.len(), 1, "{sort:?}");
        assert_eq!(
            (damaged[0].number.as_deref(), damaged[0].created_at_ms),
            (Some("N002A"), Some(NOON + 120_000))
        );
    }
    assert_eq!(ledger.damaged_orders(), 1);
    // Left behind by an earlier run, they need a person; the damaged one does not hide them.
    assert_eq!(ledger.needs_person(10).await.unwrap().len(), 4);
    let found = OrderQuery::fragment("n00");
    assert_eq!(ledger.list_orders(&found).await.unwrap().rows.len(), 4);
    assert!(ledger.damage().is_none(), "the others go on");
    ledger.write_stub(&stub_at(&ledger).await, NOON).await.unwrap();
}

async fn stub_at(ledger: &Ledger) -> NewStub {
    NewStub {
        account_id: ledger.accounts(true).await.unwrap()[0].id,
        product: orders::Product::Payout,
        number: "AFTERA".to_owned(),
        channel: None,
        amount: amount("7"),
        currency: money::Currency::MXN,
        zone: "-06:00".to_owned(),
        party: Party::default(),
        draft_json: "{}".to_owned(),
        duplicate_reason: None,
    }
}

/// A record that reads, but not as it was written: lists say so once it is known, and it decides about no payout.
#[tokio::test]
async fn an_altered_order_is_marked_and_decides_nothing() {
    let folder = closed(3).await;
    change(folder.path(), |bytes| {
        let at = place(bytes, "N001A");
        // The zone, further on in the same record: -06:00 becomes -07:00.
        let zone = bytes[at..].windows(6).position(|window| window == b"-06:00").unwrap();
        bytes[at + zone + 2] ^= 1;
    });
    let ledger = Ledger::open(folder.path(), NOON).await.unwrap();
    let alike = |n: u8| {
        let ledger = &ledger;
        async move {
            let amount = amount(&format!("{n}.5"));
            ledger.payouts_to("646180000030056845", amount, money::Currency::MXN, 0).await
        }
    };
    assert_eq!(alike(0).await.unwrap().len(), 1);
    assert!(matches!(alike(1).await, Err(LedgerError::Damaged(_))));
    let checked = ledger.check_records().await.unwrap();
    assert!(!checked.file_damaged, "{:?}", checked.problems);
    assert_eq!(checked.damaged_orders.len(), 1);
    let marked: Vec<_> = ledger.recent(10).await.unwrap().into_iter().map(|row| row.damaged).collect();
    assert_eq!(marked, [false, true, false]);
}

/// A page of the file is gone: the orders on other pages are listed and opened, those on it are named by their ids.
#[tokio::test]
async fn a_lost_page_hides_only_what_stood_on_it() {
    let folder = closed(120).await;
    let mut lost = 0;
    change(folder.path(), |bytes| {
        let page = place(bytes, "N060A") / PAGE;
        let gone = page * PAGE..(page + 1) * PAGE;
        lost = (0..120).filter(|n| gone.contains(&place(bytes, &format!("N{n:03}A")))).count();
        bytes[gone].fill(0xA5);
    });
    assert!((2..60).contains(&lost), "{lost}");
    let ledger = Ledger::open_damaged(folder.path(), pages("found by a test")).await.unwrap();
    let page = ledger.list_orders(&OrderQuery { limit: 500, ..OrderQuery::default() }).await.unwrap();
    assert_eq!((page.rows.len(), page.damaged.len()), (120 - lost, lost));
    assert!(page.damaged.iter().all(|order| order.created_at_ms.is_some()));
    let pages_of_ten = async |sort| {
        let (mut query, mut seen) = (OrderQuery { limit: 10, sort, ..OrderQuery::default() }, 0);
        loop {
            let page = ledger.list_orders(&query).await.unwrap();
            seen += page.rows.len() + page.damaged.len();
            query.after = page.next;
            if query.after.is_none() {
                break seen;
            }
        }
    };
    for sort in [Sort::Newest, Sort::Oldest, Sort::Status] {
        assert_eq!(pages_of_ten(sort).await, 120, "{sort:?}");
    }
    // By status from the page on that meets the damage, which here is the first one.
    let by_status = OrderQuery { limit: 500, sort: Sort::Status, ..OrderQuery::default() };
    let by_status = ledger.list_orders(&by_status).await.unwrap();
    assert!(by_status.sorted_by_time && by_status.next.is_none());
    assert_eq!(by_status.rows.len() + by_status.damaged.len(), 120);
    let whole = ledger.detail(page.rows[0].id).await.unwrap().unwrap();
    assert!(!whole.order.damaged && !whole.history_damaged);
    assert!(matches!(ledger.order(page.damaged[0].id).await, Err(LedgerError::Damaged(_))));
    let checked = ledger.check_integrity().await.unwrap();
    assert!(checked.file_damaged && !checked.is_sound());
}

#[tokio::test]
async fn a_lost_page_is_found_by_the_check_of_an_open_ledger() {
    let folder = closed(120).await;
    change(folder.path(), |bytes| {
        let page = place(bytes, "N060A") / PAGE;
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
    });
    let ledger = Ledger::open(folder.path(), NOON).await.unwrap();
    assert!(ledger.check_records().await.unwrap().file_damaged);
}

/// Sealed while it is open: whatever writes is refused with the same word, and reading goes on.
#[tokio::test]
async fn nothing_is_written_to_a_sealed_ledger() {
    let fixture = Fixture::new().await;
    let waiting = fixture.prepared("N1A").await;
    let sending = fixture.sending("N2A").await;
    let ledger = &fixture.ledger;
    ledger.seal(pages("first")).await;
    ledger.seal(pages("second")).await;
    assert_eq!(ledger.damage().unwrap().what, "first");
    assert!(matches!(ledger.check_writable(), Err(LedgerError::Sealed)));
    let refused = [
        ledger.write_stub(&fixture.stub("N3A"), NOON).await.err(),
        ledger.begin_sending(waiting.id, &request(), Source::Person, None, NOON).await.err(),
        ledger.record_outcome(sending.id, &crate::Outcome::new(OutcomeStatus::Unknown), NOON).await.err(),
        ledger.cancel(waiting.id, None, NOON).await.err(),
        ledger.set_setting("a", "b").await.err(),
        ledger.schedule(waiting.id, NOON, 0, "x").await.err(),
        ledger.add_account(&new_account(), NOON).await.err(),
        ledger.mark_seen(waiting.id, NOON).await.err(),
    ];
    for (n, error) in refused.iter().enumerate() {
        assert!(matches!(error, Some(LedgerError::Sealed)), "{n}: {error:?}");
    }
    assert_eq!(ledger.recent(10).await.unwrap().len(), 2);
    assert_eq!(ledger.order(waiting.id).await.unwrap().unwrap().status, Status::Prepared);
    assert!(ledger.check_integrity().await.unwrap().is_sound(), "a check needs no writing");
}

#[tokio::test]
async fn a_file_without_its_head_opens_as_an_empty_sealed_ledger() {
    let folder = closed(3).await;
    change(folder.path(), |bytes| bytes[..100].fill(0));
    let before = fs::read(file(folder.path())).unwrap();
    let refused = Ledger::open(folder.path(), NOON).await.unwrap_err();
    let damage = refused.damage().unwrap();
    assert_eq!(damage.kind, DamageKind::NotALedger);
    let ledger = Ledger::open_damaged(folder.path(), damage).await.unwrap();
    assert!(ledger.recent(10).await.unwrap().is_empty() && ledger.accounts(true).await.unwrap().is_empty());
    assert!(matches!(ledger.set_setting("a", "b").await, Err(LedgerError::Sealed)));
    assert!(matches!(Ledger::open_damaged(folder.path(), pages("x")).await, Err(OpenError::InUse)));
    ledger.close().await;
    assert_eq!(fs::read(file(folder.path())).unwrap(), before);
}

/// The first page holds the schema: without it nothing can be asked, and the file is not touched.
#[tokio::test]
async fn a_file_without_its_schema_is_damaged() {
    let folder = closed(3).await;
    change(folder.path(), |bytes| bytes[100..PAGE].fill(0xFF));
    let before = fs::read(file(folder.path())).unwrap();
    let damage = Ledger::open(folder.path(), NOON).await.unwrap_err().damage().unwrap();
    assert_eq!(damage.kind, DamageKind::Pages);
    let ledger = Ledger::open_damaged(folder.path(), damage).await.unwrap();
    assert!(matches!(ledger.set_setting("a", "b").await, Err(LedgerError::Sealed)));
    ledger.close().await;
    assert_eq!(fs::read(file(folder.path())).unwrap(), before);
}

#[tokio::test]
async fn a_missing_ledger_is_told_from_a_new_one() {
    let folder = closed(1).await;
    assert!(!Ledger::is_missing(folder.path()));
    change(folder.path(), Vec::clear);
    assert!(Ledger::is_missing(folder.path()));
    fs::write(folder.path().join("ledger.db-wal"), "everything is still here").unwrap();
    assert!(!Ledger::is_missing(folder.path()));
    fs::remove_file(file(folder.path())).unwrap();
    assert!(Ledger::is_missing(folder.path()));
}

/// A line of the history that cannot be read hides neither the order nor its other lines.
#[tokio::test]
async fn an_unreadable_line_of_a_history_hides_nothing_else() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    for statement in [
        "DROP TRIGGER order_events_fixed",
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE order_events SET source = 'x' WHERE id = 2",
    ] {
        sqlx::query(statement).execute(&fixture.ledger.writer).await.unwrap();
    }
    let detail = fixture.ledger.detail(id).await.unwrap().unwrap();
    assert_eq!((detail.history_damaged, detail.events.len()), (true, 2));
    assert!(fixture.ledger.recent(1).await.unwrap()[0].damaged);
}

/// Every connection that reads has searched; then so much is written that the search index is merged.
#[tokio::test]
async fn a_sound_ledger_is_called_sound_whatever_was_searched_before() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let searched = OrderQuery { sought: Sought::fragment("0ABC"), ..OrderQuery::default() };
    for round in 0..4 {
        for n in 0..60 {
            ledger.write_stub(&fixture.stub(&format!("0ABC{round}X{n:03}")), NOON).await.unwrap();
        }
        let (a, b, c) = tokio::join!(
            ledger.list_orders(&searched),
            ledger.list_orders(&searched),
            ledger.list_orders(&searched)
        );
        assert!([a, b, c].iter().all(|page| page.is_ok()));
        let checked = ledger.check_records().await.unwrap();
        assert!(checked.is_sound(), "{checked:?}");
    }
}
