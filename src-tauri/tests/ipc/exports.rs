//! The list as a file (S14, S15, S18): what stands in it, where it stands, and what is left when it does not come about.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use ledger::{AccountId, Party, PastOrder, PastStep, PayInstructions};
use money::Currency;
use orders::{Product, Status};
use serde_json::{Value, json};

use crate::drafts::CLABE;
use crate::gateway::{Gateway, with};
use crate::rig::{Rig, eventually, text, wait};

/// More than two pages of what is read at once.
const ORDERS: i64 = 1_234;
/// What people are called whose names a spreadsheet would carry out.
const NAMES: [&str; 8] = [
    "=HYPERLINK(\"http://evil.example\",\"Ana\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\tAna",
    "Ana \"La Güera\", Pérez\r\nsecond line",
    "＝1+1",
    "王伟;=1+cmd|'/C calc'!A0;",
];
const COLUMNS: [&str; 16] = [
    "created", "status", "amount", "currency", "actual", "fee", "product", "name", "payee", "number",
    "gateway", "channel", "account", "updated", "star", "labels",
];

fn past(account: AccountId, n: i64) -> PastOrder {
    let created_at_ms = 1_760_000_000_000 + n * 60_000;
    let step = |status| PastStep { at_ms: created_at_ms, status, gateway_status: None };
    let status = if n % 2 == 0 { Status::Succeeded } else { Status::Failed };
    PastOrder {
        account_id: account,
        product: Product::Payout,
        number: format!("PAST{n:05}"),
        gateway_number: Some(format!("=G{n}")),
        channel_number: None,
        channel: None,
        amount: format!("{n}.2505").parse().unwrap(),
        currency: Currency::MXN,
        fee: Some("0.5".parse().unwrap()),
        actual_amount: None,
        party: Party {
            name: Some(NAMES[usize::try_from(n).unwrap() % NAMES.len()].to_owned()),
            account_no: Some(CLABE.to_owned()),
            ..Party::default()
        },
        pay: PayInstructions::default(),
        reason: None,
        created_at_ms,
        completed: None,
        zone: "-06:00".to_owned(),
        steps: vec![step(status)],
        record: "{}".to_owned(),
        origin: "history.csv".to_owned(),
    }
}

/// The same with a number of one's own.
pub(crate) fn past_named(account: &str, number: &str) -> PastOrder {
    PastOrder { number: number.to_owned(), ..past(AccountId(account.parse().unwrap()), 1) }
}

/// A console whose ledger has a past.
fn with_past() -> (Rig, Gateway) {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = AccountId(gateway.connect(&rig, "cashfast-mx").parse().unwrap());
    let orders: Vec<PastOrder> = (0..ORDERS).map(|n| past(account, n)).collect();
    let console = rig.console();
    let written = wait(console.desk().ledger().write_past(&orders, 1_770_000_000_000)).unwrap();
    assert_eq!(written.written, u64::try_from(ORDERS).unwrap());
    (rig, gateway)
}

fn request(changes: Value) -> Value {
    let columns: Vec<Value> = COLUMNS
        .iter()
        .map(|column| json!({ "column": column, "heading": format!("The {column}") }))
        .collect();
    let request = json!({
        "ids": null, "query": {}, "columns": columns, "starred": "yes", "fullAccountNumbers": false,
        "statuses": [{ "status": "succeeded", "word": "Succeeded" }, { "status": "failed", "word": "Failed" }],
        "products": [{ "product": "payout", "word": "Payout" }],
    });
    json!({ "request": with(request, changes), "progress": "__CHANNEL__:7" })
}

/// The lines of a CSV file after RFC 4180.
fn read(file: &Path) -> Vec<Vec<String>> {
    let whole = std::fs::read_to_string(file).unwrap();
    let bare = whole.strip_prefix('\u{feff}').unwrap();
    let (mut lines, mut line, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = bare.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.push(rest.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(rest.next(), Some('\n'));
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && cell.is_empty() && line.is_empty(), "the file ends with a whole line");
    lines
}

fn column<'a>(lines: &'a [Vec<String>], name: &str) -> Vec<&'a str> {
    let at = COLUMNS.iter().position(|column| *column == name).unwrap();
    lines.iter().skip(1).map(|line| line[at].as_str()).collect()
}

fn choose(rig: &Rig, place: PathBuf) {
    *rig.outside.place.lock().unwrap() = Some(place);
}

#[test]
fn s14_the_whole_list_is_written_page_by_page_and_no_cell_can_do_harm() {
    let (rig, _gateway) = with_past();
    let place = rig.home().join("list.csv");
    choose(&rig, place.clone());
    let starred = rig.call("list_orders", json!({ "query": { "limit": 1 } }))["orders"][0]["id"].clone();
    rig.call("set_star", json!({ "ids": [starred], "wanted": true }));
    for label in ["late", "VIP"] {
        rig.call("set_label", json!({ "ids": [starred], "name": label, "wanted": true }));
    }
    let done = rig.call("export_orders", request(json!({})));
    assert_eq!(done, json!({ "end": "written", "rows": ORDERS, "unreadable": 0, "name": "list.csv" }));
    assert!(rig.outside.suggested.lock().unwrap().last().unwrap().ends_with(".csv"));

    let lines = read(&place);
    assert_eq!(lines[0], COLUMNS.map(|name| format!("The {name}")));
    assert_eq!(lines.len(), 1 + usize::try_from(ORDERS).unwrap());
    let newest_first: Vec<String> = (0..ORDERS).rev().map(|n| format!("PAST{n:05}")).collect();
    assert_eq!(column(&lines, "number"), newest_first);
    // Each cell that a person or a gateway wrote begins harmlessly, and is whole again without the apostrophe.
    for line in &lines {
        for cell in line {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝']), "{cell:?}");
            assert!(!cell.contains(";="), "where the list separator is a semicolon: {cell:?}");
        }
    }
    let bare = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).replace(";'=", ";=");
    let names: Vec<String> = column(&lines, "name").into_iter().map(bare).collect();
    let of = |n: i64| NAMES[usize::try_from(n).unwrap() % NAMES.len()];
    assert_eq!(names, (0..ORDERS).rev().map(of).collect::<Vec<_>>());
    // Amounts are exact numbers, times are RFC 3339, words are the window's.
    let last = &lines[1];
    assert_eq!(
        [&last[0], &last[1], &last[2], &last[3], &last[5], &last[6], &last[8], &last[14], &last[15]],
        [
            "2025-10-10T05:26:20.000Z",
            "Failed",
            "1233.2505",
            "MXN",
            "0.5",
            "Payout",
            "•••• 6845",
            "yes",
            "late, VIP"
        ]
    );
    assert!(column(&lines, "payee").iter().all(|account| *account == "•••• 6845"), "S15");
}

#[test]
fn what_is_searched_or_selected_is_what_is_written() {
    let (rig, _gateway) = with_past();
    let place = rig.home().join("some.csv");
    choose(&rig, place.clone());
    let query =
        json!({ "text": "status:succeeded amount:100..200", "sort": "smallest", "limit": 7, "after": null });
    let done = rig.call("export_orders", request(json!({ "query": query })));
    assert_eq!(done["rows"], 50);
    let evens: Vec<String> = (100..200).step_by(2).map(|n| format!("PAST{n:05}")).collect();
    assert_eq!(column(&read(&place), "number"), evens);

    let page = rig.call("list_orders", json!({ "query": { "limit": 3 } }));
    let ids: Vec<Value> =
        page["orders"].as_array().unwrap().iter().rev().map(|order| order["id"].clone()).collect();
    rig.call("export_orders", request(json!({ "ids": ids })));
    assert_eq!(column(&read(&place), "number"), ["PAST01231", "PAST01232", "PAST01233"]);

    let nobody = json!({ "text": "account:nobody" });
    assert_eq!(rig.call("export_orders", request(json!({ "query": nobody })))["rows"], 0);
    assert_eq!(read(&place).len(), 1, "the headings only");
}

#[test]
fn no_order_moves_while_it_is_written_and_none_has_two_lines() {
    let (rig, _gateway) = with_past();
    let place = rig.home().join("all.csv");
    choose(&rig, place.clone());
    // By status, an order that changes meanwhile would stand in the file twice or not at all.
    let query = json!({ "text": "", "sort": "status", "limit": 7, "after": null });
    let done = rig.call("export_orders", request(json!({ "query": query })));
    assert_eq!(done["rows"], ORDERS);
    let newest_first: Vec<String> = (0..ORDERS).rev().map(|n| format!("PAST{n:05}")).collect();
    assert_eq!(column(&read(&place), "number"), newest_first);

    // More than are read at once, the first of them again at the end.
    let (mut ids, mut after): (Vec<Value>, _) = (Vec::new(), Value::Null);
    while ids.len() < 600 {
        let page = rig.call("list_orders", json!({ "query": { "limit": 300, "after": after } }));
        ids.extend(page["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()));
        after = page["next"].clone();
    }
    ids.push(ids[0].clone());
    let done = rig.call("export_orders", request(json!({ "ids": ids })));
    assert_eq!((&done["rows"], read(&place).len()), (&json!(600), 601));
}

#[test]
fn s15_full_account_numbers_only_where_a_person_asks_for_them() {
    let (rig, _gateway) = with_past();
    let place = rig.home().join("full.csv");
    choose(&rig, place.clone());
    rig.call("export_orders", request(json!({ "fullAccountNumbers": true })));
    assert!(column(&read(&place), "payee").iter().all(|account| *account == CLABE));
}

#[cfg(unix)]
#[test]
fn s18_the_file_is_its_owners_alone_and_what_fails_leaves_what_was_there() {
    use std::os::unix::fs::PermissionsExt;
    let (rig, _gateway) = with_past();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("list.csv");
    std::fs::write(&place, "what was there").unwrap();
    choose(&rig, place.clone());
    rig.call("export_orders", request(json!({})));
    assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);

    choose(&rig, folder.path().join("gone/list.csv"));
    assert_eq!(text(&rig.refuse("export_orders", request(json!({}))), "code"), "file_not_saved");
    choose(&rig, folder.path().to_owned());
    assert_eq!(text(&rig.refuse("export_orders", request(json!({}))), "code"), "file_not_saved");
    *rig.outside.place.lock().unwrap() = None;
    assert_eq!(text(&rig.call("export_orders", request(json!({}))), "end"), "no_place");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["list.csv"], "nothing half written is left");
}

#[test]
fn a_stopped_export_leaves_nothing_behind_and_the_next_one_can_begin() {
    let (rig, _gateway) = with_past();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("list.csv");
    *rig.outside.holds.lock().unwrap() = true;
    let first = rig.begin("export_orders", request(json!({})));
    let chosen = eventually("the person is asked for a place", || rig.outside.held.lock().unwrap().take());
    assert_eq!(text(&rig.refuse("export_orders", request(json!({}))), "code"), "export_busy");
    rig.call("stop_export", json!({}));
    chosen(Some(place.clone()));
    let done = rig.finish("export_orders", &first).unwrap();
    assert_eq!((text(&done, "end"), std::fs::read_dir(folder.path()).unwrap().count()), ("stopped", 0));
    *rig.outside.holds.lock().unwrap() = false;
    choose(&rig, place);
    let done = rig.call("export_orders", request(json!({})));
    assert_eq!((text(&done, "end"), &done["rows"]), ("written", &json!(ORDERS)));
}
