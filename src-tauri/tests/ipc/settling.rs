//! Settling what nobody knows, through the window's commands: evidence in and out, second thoughts, payments made in
//! place of others.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use ledger::{FindingKind, OrderId};
use serde_json::{Value, json};

use crate::drafts::{confirmed, payout};
use crate::gateway::{Gateway, Manner, Odd, connect, http, with};
use crate::rig::{Rig, text};

const DAY_MS: i64 = 86_400_000;
const REASON: &str = "Marta at the gateway's support, 14:05: no such number";
const CONTENT: &[u8] = b"%PDF-1.7 account statement, page 1: 1,400.00 to 6845";

/// As if the gateway had said "not found" often enough in the last day and a minute.
pub(crate) fn not_found_for_a_day(rig: &Rig, order: &str) {
    not_found_until(rig, order, 0);
}

/// The same, but the last time so long ago.
fn not_found_until(rig: &Rig, order: &str, ago_ms: i64) {
    let id = OrderId(order.parse().unwrap());
    let last = jiff::Timestamp::now().as_millisecond() - ago_ms;
    let console = rig.console();
    for at in (0..=24).map(|hour| last - DAY_MS - 60_000 + hour * (DAY_MS + 60_000) / 24) {
        let counted = console.desk().ledger().count_question(id, FindingKind::NotFound, at);
        crate::rig::wait(counted).unwrap();
    }
}

/// A live account at an address where nobody is a gateway: every payout is unknown and stays so.
struct Nowhere {
    rig: Rig,
    account: String,
    folder: tempfile::TempDir,
    _hotel: Odd,
}

impl Nowhere {
    fn new() -> Self {
        let gateway = Gateway::start();
        let rig = Rig::ready();
        let hotel =
            Odd::start(Manner::Says(http("200 OK", &["content-type: text/html"], "<html>Welcome</html>")));
        let form = with(gateway.form("cashfast-mx"), json!({ "baseUrl": hotel.origin() }));
        let account = connect(&rig, form);
        Self { rig, account, folder: tempfile::tempdir().unwrap(), _hotel: hotel }
    }

    fn prepare(&self, more: Value) -> Value {
        let confirmation = with(confirmed(), more);
        json!({ "accountId": self.account, "draft": payout("cashfast-mx", "1400"), "confirmation": confirmation })
    }

    /// Sends a payout of which nobody knows.
    fn unknown(&self) -> String {
        let prepared = self.rig.call("prepare_payout", self.prepare(json!({})));
        let sent = self.rig.call("send_payout", json!({ "id": prepared["summary"]["id"] }));
        assert_eq!(text(&sent["summary"], "status"), "unknown");
        text(&sent["summary"], "id").to_owned()
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn choose(&self, path: &Path) -> Value {
        *self.rig.outside.chosen.lock().unwrap() = Some(path.to_owned());
        self.rig.call("choose_evidence_file", json!({}))
    }
}

fn settle(id: &str, more: Value) -> Value {
    let settlement = json!({
        "verdict": "succeeded", "reference": "SPEI 7A", "note": "seen in the bank's statement", "file": null,
    });
    json!({ "id": id, "settlement": with(settlement, more) })
}

#[test]
fn a_statement_settles_an_order_and_comes_out_again() {
    let nowhere = Nowhere::new();
    let rig = &nowhere.rig;
    let id = nowhere.unknown();
    let detail = rig.call("order_detail", json!({ "id": id }));
    assert!(detail["settling"]["canSettle"] == true && detail["settling"]["canAbandon"] == false);
    assert_eq!(
        (&detail["settling"]["notFoundNeeded"], &detail["settling"]["spanNeededMinutes"]),
        (&json!(6), &json!(1440))
    );

    let chosen = nowhere.choose(&nowhere.file("statement.pdf", CONTENT));
    assert_eq!((text(&chosen, "name"), chosen["bytes"].as_u64()), ("statement.pdf", Some(52)));
    let with_file = json!({ "file": chosen["token"] });
    let settled = rig.call("settle_order", settle(&id, with_file.clone()));
    assert_eq!(text(&settled["summary"], "status"), "succeeded");
    let evidence = &settled["settling"]["evidence"][0];
    assert_eq!((text(evidence, "verdict"), text(evidence, "fileName")), ("succeeded", "statement.pdf"));
    assert_eq!((text(evidence, "sha256").len(), &evidence["damaged"]), (16, &json!(false)));
    let last = settled["events"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (text(last, "source"), text(last, "note")),
        ("person", "evidence: SPEI 7A: seen in the bank's statement")
    );
    let again = rig.refuse("settle_order", settle(&id, with_file));
    assert_eq!(text(&again, "code"), "evidence_not_chosen", "a token is good once");
    assert_eq!(text(&rig.refuse("settle_order", settle(&id, json!({}))), "code"), "wrong_status");

    let place = nowhere.folder.path().join("out.pdf");
    let save = json!({ "orderId": id, "evidenceId": evidence["id"] });
    assert_eq!(rig.call("save_evidence_file", save.clone()), json!(false), "changed their mind");
    *rig.outside.place.lock().unwrap() = Some(place.clone());
    assert_eq!(rig.call("save_evidence_file", save.clone()), json!(true));
    assert_eq!(std::fs::read(&place).unwrap(), CONTENT);
    assert_eq!(rig.outside.suggested.lock().unwrap().last().map(String::as_str), Some("statement.pdf"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
    }
    *rig.outside.place.lock().unwrap() = Some(nowhere.folder.path().join("no/such/folder/out.pdf"));
    assert_eq!(text(&rig.refuse("save_evidence_file", save), "code"), "file_not_saved");
    let of_another = json!({ "orderId": "999", "evidenceId": evidence["id"] });
    assert_eq!(text(&rig.refuse("save_evidence_file", of_another), "code"), "not_found");

    // Neither a path nor a byte of the file ever crossed to the window.
    let folder = nowhere.folder.path().to_string_lossy().into_owned();
    for answer in rig.crossed.answers.lock().unwrap().iter() {
        assert!(!answer.contains(&folder) && !answer.contains("account statement"), "{answer}");
    }
}

#[test]
fn evidence_that_cannot_be_kept_is_refused() {
    let nowhere = Nowhere::new();
    let rig = &nowhere.rig;
    let id = nowhere.unknown();
    assert_eq!(rig.call("choose_evidence_file", json!({})), Value::Null, "changed their mind");
    let large = nowhere.file("large.pdf", &vec![7; desk::EVIDENCE_BYTES_MAX + 1]);
    for (path, code) in [
        (nowhere.folder.path().to_owned(), "evidence_unreadable"),
        (nowhere.folder.path().join("gone.pdf"), "evidence_unreadable"),
        (nowhere.file("empty.pdf", b""), "evidence_unreadable"),
        (large, "evidence_too_large"),
    ] {
        *rig.outside.chosen.lock().unwrap() = Some(path);
        assert_eq!(text(&rig.refuse("choose_evidence_file", json!({})), "code"), code);
    }
    for (more, code) in [
        (json!({ "reference": "7A" }), "evidence_field"),
        (json!({ "note": "it is so" }), "evidence_field"),
        (json!({ "note": "x".repeat(2_001) }), "evidence_field"),
        (json!({ "file": "/etc/passwd" }), "evidence_not_chosen"),
    ] {
        assert_eq!(text(&rig.refuse("settle_order", settle(&id, more)), "code"), code);
    }
    let field = rig.refuse("settle_order", settle(&id, json!({ "reference": " " })));
    assert_eq!(text(&field["details"], "field"), "reference");
    let first = nowhere.choose(&nowhere.file("a.txt", b"first"));
    let second = nowhere.choose(&nowhere.file("b.txt", b"second"));
    let stale = rig.refuse("settle_order", settle(&id, json!({ "file": first["token"] })));
    assert_eq!(text(&stale, "code"), "evidence_not_chosen");
    let refused =
        rig.refuse("settle_order", settle(&id, json!({ "file": second["token"], "note": "short" })));
    assert_eq!(text(&refused, "code"), "evidence_field");
    let settled =
        rig.call("settle_order", settle(&id, json!({ "file": second["token"], "verdict": "failed" })));
    assert_eq!(text(&settled["summary"], "status"), "failed");
    assert_eq!(settled["settling"]["evidence"].as_array().unwrap().len(), 1, "the refused ones left nothing");
}

#[test]
fn giving_up_too_early_tells_what_is_missing() {
    let nowhere = Nowhere::new();
    let rig = &nowhere.rig;
    let id = nowhere.unknown();
    let declare = json!({ "id": id, "reason": REASON });
    let refused = rig.refuse("abandon_order", declare.clone());
    assert_eq!(text(&refused, "code"), "abandon_too_early");
    let details = &refused["details"];
    assert_eq!((text(details, "have"), text(details, "needed")), ("0", "6"));
    assert_eq!((text(details, "spanMinutes"), text(details, "spanNeededMinutes")), ("0", "1440"));
    assert!(details["until"].is_null());

    // The hotel's page is no answer, and is counted as such.
    rig.refuse("ask_gateway", json!({ "id": id }));
    let detail = rig.call("order_detail", json!({ "id": id }));
    let asked = detail["settling"]["asked"].as_array().unwrap();
    assert!(asked.iter().all(|row| row["finding"] == "unreadable") && !asked.is_empty(), "{asked:?}");

    let settling = || rig.call("order_detail", json!({ "id": id }))["settling"].clone();
    not_found_until(rig, &id, DAY_MS / 8);
    let stale = settling();
    assert_eq!((&stale["canAbandon"], &stale["notFoundStale"]), (&json!(false), &json!(true)));
    let refused = rig.refuse("abandon_order", declare.clone());
    assert_eq!(text(&refused, "code"), "abandon_stale");
    not_found_for_a_day(rig, &id);
    let fresh = settling();
    assert_eq!((&fresh["canAbandon"], &fresh["notFoundStale"]), (&json!(true), &json!(false)));
    assert_eq!(fresh["notFound"], 50);
    let abandoned = rig.call("abandon_order", declare);
    assert!(abandoned["settling"]["canReopen"] == true && abandoned["settling"]["canAbandon"] == false);
    let reopened = rig.call("reopen_order", json!({ "id": id, "reason": "the payee says that it came" }));
    assert_eq!(text(&reopened["summary"], "status"), "unknown");
    assert_eq!(reopened["settling"]["notFound"], 0);
}

#[test]
fn a_new_payment_names_the_one_that_it_replaces() {
    let nowhere = Nowhere::new();
    let rig = &nowhere.rig;
    let id = nowhere.unknown();
    let stopped = rig.refuse("prepare_payout", nowhere.prepare(json!({ "replaces": id })));
    assert_eq!(text(&stopped, "code"), "unknown_twin", "whatever is confirmed");
    not_found_for_a_day(rig, &id);
    let old = rig.call("abandon_order", json!({ "id": id, "reason": REASON }));

    let draft = payout("cashfast-mx", "1400");
    let checked = rig.call("check_draft", json!({ "accountId": nowhere.account, "draft": draft }));
    assert_eq!(checked["payout"]["abandonedTwin"]["id"], json!(id));
    assert!(checked["payout"]["unknownTwin"].is_null());
    for replaces in [json!(null), json!("999")] {
        let refused = rig.refuse("prepare_payout", nowhere.prepare(json!({ "replaces": replaces })));
        assert_eq!(
            (text(&refused, "code"), text(&refused["details"], "orderId")),
            ("replaces_needed", id.as_str())
        );
        assert_eq!(refused["details"]["number"], old["summary"]["number"]);
    }
    let malformed = rig.refuse("prepare_payout", nowhere.prepare(json!({ "replaces": "the other one" })));
    assert_eq!(text(&malformed, "code"), "malformed");
    let new = rig.call("prepare_payout", nowhere.prepare(json!({ "replaces": id })));
    assert_eq!(new["settling"]["replaces"]["id"], json!(id));
    let old = rig.call("order_detail", json!({ "id": id }));
    assert_eq!(old["settling"]["replacedBy"]["id"], new["summary"]["id"]);
    let another =
        rig.refuse("prepare_payout", nowhere.prepare(json!({ "replaces": id, "duplicateReason": "again" })));
    assert_eq!(text(&another, "code"), "replaced_exists");
    // The old one turns out to be unsure: the new one stays where it is.
    rig.call("reopen_order", json!({ "id": id, "reason": "the payee says that it came" }));
    let refused = rig.refuse("send_payout", json!({ "id": new["summary"]["id"] }));
    assert_eq!(text(&refused, "code"), "unknown_twin");
    rig.call("settle_order", settle(&id, json!({})));
    let refused = rig.refuse("send_payout", json!({ "id": new["summary"]["id"] }));
    assert_eq!(text(&refused, "code"), "replaced_exists");
    assert_eq!(rig.order_count(), 2);
}
