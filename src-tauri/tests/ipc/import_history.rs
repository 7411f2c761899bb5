//! Importing a merchant's past through the window's commands: good files, hostile files, the same file twice.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::gateway::Gateway;
use crate::rig::{Rig, text};

/// A console's export: four payouts that ended, one that is still open, one of which a spreadsheet has eaten the number,
/// one that stands there twice, and a status that nobody knows.
pub(crate) const EXPORT: &str = "\
Merchant Order No,Order No,Amount (MXN),Fee,Order Status,Account Name,Account No,Create Time
H-000001,PAYOUT8551739282639106001,\"1,234\",17.34,SUCCESS,\"García López, María\",012180003005680000,2026-10-01 09:15:02
H-000002,PAYOUT8551739282639106002,500.50,10.01,FAIL,José Ñáñez Ibáñez,012180003005680013,2026-10-01 10:00:00
H-000003,PAYOUT8551739282639106003,750,12.5,PAYING,欧阳娜娜,012180003005680026,2026-10-02 23:59:59
H-000004,PAYOUT8551739282639106004,\"15,000.00\",155,SUCCESS,=HYPERLINK(1),012180003005680039,2026-10-03 00:00:00
1.23E+17,PAYOUT8551739282639106005,10,1,SUCCESS,Luz,012180003005680042,2026-10-03 00:00:01
H-000004,PAYOUT8551739282639106006,10,1,SUCCESS,-Twice,012180003005680042,2026-10-03 00:00:02
H-000007,PAYOUT8551739282639106007,10,1,EMBARGADO,Tomás,012180003005680055,2026-10-03 00:00:03
";

/// What the window hands in as the channel for progress.
const CHANNEL: &str = "__CHANNEL__:7";

struct Desk {
    _gateway: Gateway,
    rig: Rig,
    account: String,
}

impl Desk {
    /// A live account, whose gateway knows nothing of the file's orders.
    fn new() -> Self {
        let gateway = Gateway::start();
        let rig = Rig::ready();
        let account = gateway.connect(&rig, "cashy-mx");
        Self { _gateway: gateway, rig, account }
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.rig.home().join(name);
        std::fs::write(&path, content).unwrap();
        *self.rig.outside.chosen.lock().unwrap() = Some(path.clone());
        path
    }

    fn choose(&self, name: &str, content: &str) -> Value {
        self.file(name, content.as_bytes());
        self.rig.call("import_choose", json!({ "accountId": self.account }))
    }

    fn with(&self, sheet: &Value, mapping: &Value) -> Value {
        json!({
            "token": sheet["token"], "accountId": self.account, "mapping": mapping, "progress": CHANNEL,
        })
    }

    fn preview(&self, sheet: &Value, mapping: &Value) -> Value {
        self.rig.call("import_preview", self.with(sheet, mapping))
    }

    fn run(&self, sheet: &Value, mapping: &Value) -> Value {
        self.rig.call("import_run", self.with(sheet, mapping))
    }

    fn find(&self, words: &str) -> Vec<Value> {
        let page = self.rig.call("list_orders", json!({ "query": { "text": words, "limit": 100 } }));
        page["orders"].as_array().unwrap().clone()
    }
}

/// Says what the one unknown word means.
fn decided(sheet: &Value, status: Value) -> Value {
    let mut mapping = sheet["mapping"].clone();
    let rules = mapping["statuses"].as_array_mut().unwrap();
    let rule = rules.iter_mut().find(|rule| rule["word"] == "EMBARGADO").unwrap();
    rule["status"] = status;
    rule["ask"] = json!(false);
    mapping
}

#[test]
fn a_past_is_read_shown_written_and_found() {
    let desk = Desk::new();
    let sheet = desk.choose("payouts \u{202e}october.csv", EXPORT);
    assert_eq!((text(&sheet, "name"), sheet["rows"].as_u64()), ("payouts october.csv", Some(7)));
    assert!(sheet["practice"] == false && sheet["remembered"] == false);
    assert_eq!(sheet["mapping"]["product"], json!({ "kind": "gateway_number" }));
    assert_eq!(sheet["columns"][2]["guesses"], json!([{ "field": "amount", "why": "title" }]));

    let shown = desk.preview(&sheet, &sheet["mapping"]);
    assert_eq!((shown["good"].as_u64(), shown["bad"].as_u64()), (Some(4), Some(3)), "{shown}");
    let kinds: Vec<&str> =
        shown["problems"].as_array().unwrap().iter().map(|problem| text(problem, "kind")).collect();
    assert_eq!(kinds, ["number_repeated", "digits_eaten", "status_unknown"]);
    assert_eq!(shown["problems"][1]["examples"][0]["line"], 6);
    assert_eq!(shown["questions"], json!([{ "code": "statuses" }]));
    let total = |status: &str| {
        shown["totals"].as_array().unwrap().iter().find(|total| total["status"] == status).unwrap().clone()
    };
    assert_eq!((text(&total("succeeded"), "amount"), text(&total("succeeded"), "fees")), ("16234", "172.34"));
    assert_eq!(desk.rig.order_count(), 0, "a preview writes nothing");

    let mapping = decided(&sheet, json!("failed"));
    let done = desk.run(&sheet, &mapping);
    assert_eq!((&done["written"], &done["known"], &done["refused"]), (&json!(5), &json!(0), &json!(2)));
    assert!(done["left"] == 0 && done["failure"].is_null());
    let by_import = desk.find(text(&done, "foundBy"));
    assert_eq!(by_import.len(), 5, "{}", done["foundBy"]);
    let one = desk.find("garcia lop");
    assert_eq!((one.len(), text(&one[0], "number")), (1, "H-000001"));
    assert_eq!(desk.find("embargado").len(), 1, "the record is searched too");

    let detail = desk.rig.call("order_detail", json!({ "id": one[0]["id"] }));
    assert_eq!(text(&detail["summary"], "status"), "succeeded");
    assert_eq!(text(&detail["events"][0], "note"), "imported: payouts october.csv, line 2");
    assert!(detail["exchanges"] == json!([]) && detail["sendsAt"].is_null(), "we sent nothing");
    let id = json!({ "id": one[0]["id"] });
    for command in ["send_payout", "cancel_payout"] {
        assert_eq!(text(&desk.rig.refuse(command, id.clone()), "code"), "wrong_status");
    }
    // Only what is open is asked about.
    let console = desk.rig.console();
    let open: Vec<_> = crate::rig::wait(console.desk().ledger().unwatched(10)).unwrap();
    let watched = crate::rig::wait(console.desk().ledger().watch_count()).unwrap();
    assert_eq!(u64::try_from(open.len()).unwrap() + watched, 1);
}

#[test]
fn the_same_file_again_adds_only_what_is_missing_and_changes_nothing() {
    let desk = Desk::new();
    let first: String = EXPORT.lines().take(3).map(|line| format!("{line}\n")).collect();
    let sheet = desk.choose("october.csv", &first);
    assert_eq!(desk.run(&sheet, &sheet["mapping"])["written"], 2);

    // The same export, later: one amount is another, one failure was paid after all, one number is the gateway's only.
    let changed = EXPORT.replace("\"1,234\"", "\"1,235\"").replace("FAIL", "SUCCESS");
    let sheet = desk.choose("october again.csv", &changed);
    assert_eq!(sheet["remembered"], true);
    let mapping = decided(&sheet, Value::Null);
    let done = desk.run(&sheet, &mapping);
    assert_eq!((&done["written"], &done["known"], &done["refused"]), (&json!(2), &json!(2), &json!(3)));
    let differences: Vec<String> = done["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!("{} {} {} {}", one["line"], text(one, "field"), text(one, "here"), text(one, "inFile"))
        })
        .collect();
    assert_eq!(differences, ["2 amount 1234 1235", "3 status failed succeeded"]);
    let one = desk.find("number:H-000001");
    assert_eq!(
        (text(&one[0], "amount"), text(&desk.find("number:H-000002")[0], "status")),
        ("1234", "failed")
    );
    let again = desk.run(&sheet, &mapping);
    assert_eq!((&again["written"], &again["known"]), (&json!(0), &json!(4)));
    assert_eq!(desk.rig.order_count(), 4);
}

#[test]
fn rows_that_were_left_out_come_back_as_a_harmless_file() {
    let desk = Desk::new();
    let hostile = EXPORT.replace("Luz", "\"=cmd|'/c calc'!A0\"");
    let sheet = desk.choose("october.csv", &hostile);
    let save = json!({ "token": sheet["token"] });
    assert_eq!(text(&desk.rig.refuse("import_save_refused", save.clone()), "code"), "not_found");
    desk.run(&sheet, &decided(&sheet, Value::Null));
    assert_eq!(desk.rig.call("import_save_refused", save.clone()), json!(false), "changed their mind");
    let place = desk.rig.home().join("left out.csv");
    *desk.rig.outside.place.lock().unwrap() = Some(place.clone());
    assert_eq!(desk.rig.call("import_save_refused", save), json!(true));
    assert_eq!(desk.rig.outside.suggested.lock().unwrap().last().unwrap(), "october left out.csv");
    let written = std::fs::read_to_string(&place).unwrap();
    assert_eq!(written.lines().count(), 4, "{written}");
    assert!(written.contains(",'=cmd|'/c calc'!A0,") && written.contains(",'-Twice,"), "{written}");
    let mended = written.replace("1.23E+17", "H-000005");
    let sheet = desk.choose("mended.csv", &mended);
    assert_eq!(sheet["remembered"], true, "two columns more are the same titles still");
    let done = desk.run(&sheet, &sheet["mapping"]);
    assert_eq!((&done["written"], &done["known"]), (&json!(1), &json!(1)), "{done}");
    assert_eq!(text(&desk.find("number:H-000005")[0], "name"), "=cmd|'/c calc'!A0");
}

#[test]
fn in_practice_open_orders_are_left_out() {
    let rig = Rig::ready();
    let state = rig.call("start_practice", json!({}));
    let accounts = state["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["marketId"] == "cashy-mx").unwrap()["id"].clone();
    let path = rig.home().join("october.csv");
    std::fs::write(&path, EXPORT).unwrap();
    *rig.outside.chosen.lock().unwrap() = Some(path);
    let sheet = rig.call("import_choose", json!({ "accountId": account }));
    assert_eq!(sheet["practice"], true);
    let request = json!({
        "token": sheet["token"], "accountId": account, "mapping": sheet["mapping"], "progress": CHANNEL,
    });
    let done = rig.call("import_run", request.clone());
    assert_eq!((&done["written"], &done["refused"]), (&json!(3), &json!(4)));
    let open = done["refusedRows"].as_array().unwrap().iter().find(|row| row["kind"].is_null()).unwrap();
    assert_eq!((open["line"].as_u64(), text(open, "text")), (Some(4), "processing"));
    // The other ledger's accounts have the same ids.
    rig.call("set_mode", json!({ "mode": "live" }));
    assert_eq!(text(&rig.refuse("import_run", request), "code"), "import_not_chosen");
}

#[test]
fn files_that_are_no_lists_are_told_apart() {
    let desk = Desk::new();
    let why = |name: &str, content: &[u8]| {
        desk.file(name, content);
        let refused = desk.rig.refuse("import_choose", json!({ "accountId": desk.account }));
        assert_eq!(text(&refused, "code"), "import_file", "{refused}");
        text(&refused["details"], "why").to_owned()
    };
    let rows = format!("number,amount,date,status\n{}", "N,1,2026-01-01,ok\n".repeat(50_001));
    for (expected, content) in [
        ("empty", b"\r\n".as_slice()),
        ("old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("web_page", b"<html><table><tr><td>1"),
        ("pdf", b"%PDF-1.7"),
        ("broken_workbook", b"PK\x03\x04broken"),
        ("not_a_table", &[0; 64]),
        ("too_many_rows", rows.as_bytes()),
        ("too_large", &vec![b'x'; (20 << 20) + 1]),
        ("too_many_columns", ",".repeat(300).replace(',', "a,").as_bytes()),
    ] {
        assert_eq!(why("orders.xls", content), expected);
    }
    std::fs::create_dir(desk.rig.home().join("folder.csv")).unwrap();
    *desk.rig.outside.chosen.lock().unwrap() = Some(desk.rig.home().join("folder.csv"));
    let refused = desk.rig.refuse("import_choose", json!({ "accountId": desk.account }));
    assert_eq!(text(&refused["details"], "why"), "unreadable");
    assert!(
        !refused.to_string().contains(&desk.rig.home().display().to_string()),
        "no path crosses: {refused}"
    );
    *desk.rig.outside.chosen.lock().unwrap() = None;
    assert_eq!(desk.rig.call("import_choose", json!({ "accountId": desk.account })), Value::Null);
}

#[test]
fn what_the_window_may_hand_in_is_checked() {
    let desk = Desk::new();
    let sheet = desk.choose("october.csv", EXPORT);
    let code = |command: &str, arguments: Value| {
        let refused = desk.rig.refuse(command, arguments);
        refused["code"].as_str().unwrap_or("unreadable arguments").to_owned()
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut mapping = sheet["mapping"].clone();
        change(&mut mapping);
        desk.with(&sheet, &mapping)
    };
    assert_eq!(code("import_run", with(&|it| it["columns"] = json!([]))), "import_mapping");
    assert_eq!(code("import_run", with(&|it| it["zone"] = json!("Mexico"))), "import_mapping");
    assert_eq!(
        code("import_run", with(&|it| it["columns"][0]["column"] = json!(4_000_000_000_u32))),
        "import_mapping"
    );
    let sent_by_us = with(&|it| it["statuses"][0]["status"] = json!("prepared"));
    assert_eq!(code("import_run", sent_by_us), "import_mapping", "an order of the past waits for no sending");
    assert_eq!(
        code("import_run", with(&|it| it["columns"][0]["field"] = json!("secret"))),
        "unreadable arguments"
    );
    let other =
        json!({ "token": "x", "accountId": desk.account, "mapping": sheet["mapping"], "progress": CHANNEL });
    assert_eq!(code("import_run", other), "import_not_chosen");
    let unusable = desk.preview(&sheet, &{
        let mut mapping = sheet["mapping"].clone();
        mapping["columns"] = json!([]);
        mapping
    });
    assert_eq!((&unusable["usable"], &unusable["good"]), (&json!(false), &json!(0)));
    assert_eq!(desk.rig.order_count(), 0);
}

#[test]
fn more_than_a_batch_is_written_with_progress() {
    let desk = Desk::new();
    let mut content = EXPORT.lines().next().unwrap().to_owned();
    for n in 0..2_500 {
        content.push_str(&format!(
            "\nB-{n:06},PAYOUT9{n:024},{}.25,1,SUCCESS,Name {n},,2026-10-01 {:02}:{:02}:{:02}",
            n + 1,
            n / 3600,
            n / 60 % 60,
            n % 60
        ));
    }
    let sheet = desk.choose("many.csv", &content);
    let running = desk.rig.begin("import_run", desk.with(&sheet, &sheet["mapping"]));
    // Whether this comes before the last batch or after it: what was written is whole batches.
    desk.rig.call("import_stop", json!({ "token": sheet["token"] }));
    let first = desk.rig.finish("import_run", &running).unwrap();
    let (written, left) = (first["written"].as_u64().unwrap(), first["left"].as_u64().unwrap());
    assert_eq!((written + left, written % 500), (2_500, 0), "{first}");
    let rest = desk.run(&sheet, &sheet["mapping"]);
    assert_eq!((&rest["written"], &rest["known"]), (&json!(left), &json!(written)));
    assert_eq!(rest["differenceCount"], 0);
    let counted = desk.rig.call("count_orders", json!({ "query": { "text": "many.csv" } }));
    assert_eq!(counted["n"], 2_500);
}
