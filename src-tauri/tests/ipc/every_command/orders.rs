//! Orders: made, looked up, given up, settled, marked.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::around::taken_elsewhere;
use super::refuse_all;
use crate::drafts::{collect, confirmed, payout};
use crate::gateway::{Gateway, Manner, Odd, connect, http, with};
use crate::rig::{Rig, text};
use crate::settling::not_found_for_a_day;

pub(super) fn money(rig: &Rig, account: &str) {
    let before = rig.call("banks", json!({ "accountId": account }));
    assert!(before["fetchedAt"].is_null(), "the printed list, before the first fetch");
    let banks = rig.call("refresh_banks", json!({ "accountId": account }));
    assert!(banks["fetchedAt"].is_string() && banks["added"].as_u64().unwrap() > 0);
    let again = rig.call("banks", json!({ "accountId": account }));
    assert_eq!(again["banks"], banks["banks"]);
    let read = rig.call("refresh_balance", json!({ "accountId": account }));
    assert_eq!(read["balances"][0]["available"], "100000000");
    let all = rig.call("balances", json!({}));
    assert_eq!(all[0]["balances"], read["balances"]);
    let overview = rig.call("overview", json!({}));
    assert_eq!(overview["balances"], all);
    assert_eq!((&overview["latest"], &overview["needsPersonCount"]), (&json!([]), &json!(0)));
    for command in ["banks", "refresh_banks", "refresh_balance"] {
        refuse_all(
            rig,
            &[
                (command, json!({ "accountId": "999" }), "no_such_account"),
                (command, json!({ "accountId": "one" }), "malformed"),
                (command, json!({}), "unreadable arguments"),
            ],
        );
    }
}

/// Creates one collect order and some payouts; returns the collect order.
pub(super) fn sending(rig: &Rig, account: &str) -> String {
    let market = "cashfast-mx";
    let draft = payout(market, "1200");
    let checked = rig.call("check_draft", json!({ "accountId": account, "draft": draft }));
    assert_eq!((&checked["problems"], &checked["bankByAccount"]), (&json!([]), &json!("STP")));
    let created =
        rig.call("create_collect", json!({ "accountId": account, "draft": collect(market, "1200") }));
    assert_eq!(text(&created["summary"], "status"), "pending");

    let prepare = |amount: &str| json!({ "accountId": account, "draft": payout(market, amount), "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", prepare("1200"));
    assert!(prepared["sendsAt"].is_string() && prepared["exchanges"] == json!([]), "{prepared}");
    let withdrawn = rig.call("cancel_payout", json!({ "id": prepared["summary"]["id"] }));
    assert_eq!(text(&withdrawn["summary"], "status"), "cancelled");
    let second = rig.call("prepare_payout", prepare("1300"));
    let sent = rig.call("send_payout", json!({ "id": second["summary"]["id"] }));
    assert!(sent["summary"]["gatewayNumber"].is_string() && sent["sendsAt"].is_null(), "{sent}");
    rig.ask_until(text(&sent["summary"], "id"), "succeeded");
    // 14: an HTML page instead of an answer, and no order.
    let lost = rig.call("prepare_payout", prepare("1314"));
    let lost = rig.call("send_payout", json!({ "id": lost["summary"]["id"] }));
    let declare = |reason: &str| json!({ "id": lost["summary"]["id"], "reason": reason });
    refuse_all(rig, &[("abandon_order", declare(" "), "unexplained")]);
    not_found_for_a_day(rig, text(&lost["summary"], "id"));
    let abandoned = rig.call("abandon_order", declare("The gateway's support found no such order."));
    assert_eq!(text(&abandoned["summary"], "status"), "abandoned");

    let (cancelled, gone) = (&withdrawn["summary"]["id"], &sent["summary"]["id"]);
    let no_account = json!({ "accountId": "999", "draft": draft, "confirmation": confirmed() });
    refuse_all(
        rig,
        &[
            ("check_draft", no_account.clone(), "no_such_account"),
            (
                "check_draft",
                json!({ "accountId": account, "draft": { "product": "loan" } }),
                "unreadable arguments",
            ),
            ("create_collect", json!({ "accountId": account, "draft": collect(market, "1") }), "draft"),
            ("create_collect", no_account.clone(), "no_such_account"),
            ("prepare_payout", no_account, "no_such_account"),
            ("prepare_payout", prepare("49.99"), "draft"), // the account's own limit
            ("abandon_order", declare("It was never made."), "wrong_status"),
            ("abandon_order", json!({ "id": "999", "reason": "It was never made." }), "no_such_order"),
            ("cancel_payout", json!({ "id": cancelled }), "wrong_status"),
            ("cancel_payout", json!({ "id": gone }), "wrong_status"),
            ("cancel_payout", json!({ "id": "999" }), "no_such_order"),
            ("send_payout", json!({ "id": cancelled }), "wrong_status"),
            ("send_payout", json!({ "id": gone }), "wrong_status"),
            ("send_payout", json!({ "id": "999" }), "no_such_order"),
            ("send_payout", json!({ "id": "1 OR 1=1" }), "malformed"),
        ],
    );
    text(&created["summary"], "id").to_owned()
}

pub(super) fn orders(rig: &Rig, account: &str, order: &str) {
    let page = |query: Value| rig.call("list_orders", json!({ "query": query }));
    let numbers = |page: &Value| -> Vec<String> {
        page["orders"].as_array().unwrap().iter().map(|order| text(order, "number").to_owned()).collect()
    };
    let all = page(json!({ "accountId": account }));
    assert_eq!(numbers(&all).len(), 4);
    let first = page(json!({ "limit": 2 }));
    let rest = page(json!({ "limit": 2, "after": first["next"] }));
    assert_eq!([numbers(&first), numbers(&rest)].concat(), numbers(&all));
    assert!(rest["next"].is_null());
    let by_fragment = page(json!({ "text": "order 7" }));
    assert_eq!(numbers(&by_fragment).len(), 1);
    let by_filter = page(json!({
        "direction": "payout", "statuses": ["succeeded"], "min": "1300", "max": "1300", "sort": "largest",
        "from": "2020-01-01T00:00:00Z", "to": "2120-01-01T00:00:00Z",
    }));
    assert_eq!(numbers(&by_filter).len(), 1);
    assert_eq!(by_filter["orders"][0]["accountMasked"], "•••• 6845");

    let detail = rig.call("order_detail", json!({ "id": order }));
    assert_eq!(text(&detail["summary"], "id"), order);
    rig.call("on_screen", json!({ "ids": [order] }));
    let asked = rig.call("ask_gateway", json!({ "id": order }));
    assert!(asked["exchanges"].as_array().unwrap().len() > detail["exchanges"].as_array().unwrap().len());
    let noted = rig.call("add_note", json!({ "id": order, "text": "The payer called." }));
    assert_eq!(noted["events"].as_array().unwrap().last().unwrap()["note"], "The payer called.");
    rig.call("mark_flag_seen", json!({ "id": order, "flag": "paid_short" }));
    searched(rig, order);
    taken_elsewhere(rig, order);
    refuse_all(
        rig,
        &[
            ("count_orders", json!({ "query": { "accountId": "x" } }), "malformed"),
            ("complete_search", json!({ "text": "sta", "cursor": -1 }), "unreadable arguments"),
            ("edit_search", json!({ "text": "", "edits": [edit("statsu", &["open"], "set")] }), "malformed"),
            ("edit_search", json!({ "text": "", "edits": [edit("status", &["lost"], "add")] }), "malformed"),
            ("edit_search", json!({ "text": "", "edits": [edit("is", &[], "remove")] }), "malformed"),
            ("list_orders", json!({ "query": { "at": "yesterday" } }), "malformed"),
            ("set_label", json!({ "ids": ["x"], "name": "a", "wanted": true }), "malformed"),
            ("set_label", json!({ "ids": [order], "name": " ", "wanted": true }), "ledger"),
            ("set_star", json!({ "ids": ["x"], "wanted": true }), "malformed"),
            ("set_saved_views", json!({ "views": [{ "name": "", "query": "", "look": "{}" }] }), "ledger"),
            ("list_orders", json!({ "query": { "after": "the beginning" } }), "malformed"),
            ("list_orders", json!({ "query": { "accountId": "x" } }), "malformed"),
            ("list_orders", json!({ "query": { "from": "yesterday" } }), "malformed"),
            ("list_orders", json!({ "query": { "min": "lots" } }), "draft"),
            ("list_orders", json!({ "query": { "statuses": ["lost"] } }), "unreadable arguments"),
            ("order_detail", json!({ "id": "999" }), "no_such_order"),
            ("order_detail", json!({ "id": "9999999999999999999" }), "malformed"),
            ("ask_gateway", json!({ "id": "999" }), "no_such_order"),
            ("on_screen", json!({ "ids": ["7", "seven"] }), "malformed"),
            ("add_note", json!({ "id": order, "text": "  " }), "unexplained"),
            ("add_note", json!({ "id": order, "text": "x".repeat(2_001) }), "unexplained"),
            ("add_note", json!({ "id": "999", "text": "x" }), "no_such_order"),
            ("mark_flag_seen", json!({ "id": order, "flag": "pretty" }), "unreadable arguments"),
            ("mark_flag_seen", json!({ "id": "999", "flag": "paid_short" }), "no_such_order"),
        ],
    );
}

/// A payout that stays unknown is declared never made; only then may the same be paid again.
pub(super) fn giving_up(rig: &Rig, gateway: &Gateway) {
    let hotel =
        Odd::start(Manner::Says(http("200 OK", &["content-type: text/html"], "<html>Welcome</html>")));
    let account = connect(rig, with(gateway.form("cashfast-mx"), json!({ "baseUrl": hotel.origin() })));
    let draft = payout("cashfast-mx", "1400");
    let prepare = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
    let prepared = rig.call("prepare_payout", prepare.clone());
    let id = text(&prepared["summary"], "id").to_owned();
    let declare = |reason: &str| json!({ "id": id, "reason": reason });
    let reason = "Marta at the gateway's support, 14:05: no such number";
    refuse_all(
        rig,
        &[
            ("abandon_order", declare(reason), "wrong_status"), // not sent yet
            ("abandon_order", json!({ "id": "999", "reason": reason }), "no_such_order"),
            ("abandon_order", json!({ "id": "x", "reason": reason }), "malformed"),
            ("abandon_order", json!({ "id": id }), "unreadable arguments"),
        ],
    );
    let sent = rig.call("send_payout", json!({ "id": id }));
    assert_eq!(text(&sent["summary"], "status"), "unknown");
    refuse_all(
        rig,
        &[
            ("prepare_payout", prepare.clone(), "unknown_twin"),
            ("abandon_order", declare("not there "), "unexplained"),
            ("abandon_order", declare(&"x".repeat(2_001)), "unexplained"),
            ("abandon_order", declare(reason), "abandon_too_early"),
        ],
    );
    not_found_for_a_day(rig, &id);
    let declared = rig.call("abandon_order", declare(&format!("  {reason} ")));
    assert_eq!(text(&declared["summary"], "status"), "abandoned");
    assert!(declared["nextQuestionAt"].is_string() && declared["summary"]["needsPerson"] == false);
    let last = declared["events"].as_array().unwrap().last().unwrap();
    assert_eq!((text(last, "source"), text(last, "note")), ("person", reason));
    refuse_all(rig, &[("abandon_order", declare(reason), "wrong_status")]);

    refuse_all(rig, &[("prepare_payout", prepare.clone(), "replaces_needed")]);
    let in_its_place = with(confirmed(), json!({ "replaces": id }));
    let again = rig.call("prepare_payout", with(prepare, json!({ "confirmation": in_its_place })));
    assert_ne!(again["summary"]["number"], prepared["summary"]["number"]);
    rig.call("cancel_payout", json!({ "id": again["summary"]["id"] }));
    settling(rig, &id);
    rig.call("retire_account", json!({ "id": account }));
}

/// What was given up is doubted again, and settled with a document.
fn settling(rig: &Rig, id: &str) {
    let take_back = |reason: &str| json!({ "id": id, "reason": reason });
    let settle = |more: Value| {
        let settlement = json!({ "verdict": "failed", "reference": "SPEI 7A", "note": "not in the statement", "file": null });
        json!({ "id": id, "settlement": with(settlement, more) })
    };
    refuse_all(
        rig,
        &[
            ("settle_order", settle(json!({})), "wrong_status"),
            ("settle_order", settle(json!({ "verdict": "perhaps" })), "unreadable arguments"),
            ("reopen_order", take_back("hm"), "unexplained"),
            ("reopen_order", json!({ "id": "999", "reason": "the payee has it" }), "no_such_order"),
        ],
    );
    let doubted = rig.call("reopen_order", take_back("the payee has it"));
    assert_eq!(text(&doubted["summary"], "status"), "unknown");
    *rig.outside.chosen.lock().unwrap() = Some(rig.home().to_owned());
    refuse_all(
        rig,
        &[
            ("reopen_order", take_back("the payee has it"), "wrong_status"),
            ("choose_evidence_file", json!({}), "evidence_unreadable"),
            ("settle_order", settle(json!({ "file": "C:\\statement.pdf" })), "evidence_not_chosen"),
            ("settle_order", settle(json!({ "note": "so" })), "evidence_field"),
        ],
    );
    let document = rig.home().join("statement.txt");
    std::fs::write(&document, "nothing for 6845").unwrap();
    *rig.outside.chosen.lock().unwrap() = Some(document.clone());
    let chosen = rig.call("choose_evidence_file", json!({}));
    let settled = rig.call("settle_order", settle(json!({ "file": chosen["token"] })));
    assert_eq!(text(&settled["summary"], "status"), "failed");
    let evidence = &settled["settling"]["evidence"][0]["id"];
    let save = |order: &str, evidence: &Value| json!({ "orderId": order, "evidenceId": evidence });
    refuse_all(
        rig,
        &[
            ("save_evidence_file", save("999", evidence), "not_found"),
            ("save_evidence_file", save(id, &json!("x")), "malformed"),
        ],
    );
    let place = rig.home().join("again.txt");
    *rig.outside.place.lock().unwrap() = Some(place.clone());
    rig.call("save_evidence_file", save(id, evidence));
    assert_eq!(std::fs::read(&place).unwrap(), std::fs::read(&document).unwrap());
}

/// What is typed is read by one grammar, counted and completed; orders are marked, and lists kept.
fn searched(rig: &Rig, order: &str) {
    let page = |text: &str| rig.call("list_orders", json!({ "query": { "text": text } }));
    let number = text(&rig.call("order_detail", json!({ "id": order }))["summary"], "number").to_owned();
    let labelled = json!({ "ids": [order], "name": "Claim", "wanted": true });
    assert_eq!(rig.call("set_label", labelled.clone()), json!([order]));
    assert_eq!(rig.call("set_label", labelled), json!([]), "it has it already");
    assert_eq!(rig.call("labels", json!({})), json!([{ "name": "Claim", "n": 1 }]));
    assert_eq!(rig.call("set_star", json!({ "ids": [order], "wanted": true })), json!([order]));
    let found = page("label:claim is:starred amount:lots");
    assert_eq!(found["orders"].as_array().unwrap().len(), 1);
    let line = &found["orders"][0];
    assert_eq!(
        (text(line, "number"), &line["starred"], &line["labels"]),
        (number.as_str(), &json!(true), &json!(["Claim"]))
    );
    let reading = &found["reading"];
    assert_eq!(reading["parts"][0]["plain"], json!("label:claim"));
    assert_eq!(reading["mistakes"][0]["code"], json!("not_an_amount"));
    assert_eq!((&reading["mistakes"][0]["from"], &reading["mistakes"][0]["to"]), (&json!(30), &json!(34)));
    let by_number = page(&number);
    assert_eq!(by_number["orders"][0]["found"]["field"], json!("number"));
    assert!(page("account:nobody")["orders"].as_array().unwrap().is_empty());
    let counted = rig.call("count_orders", json!({ "query": { "text": "label:claim" } }));
    assert_eq!(counted, json!({ "n": 1, "exact": true }));
    let completed = rig.call("complete_search", json!({ "text": "label:c", "cursor": 7 }));
    assert!(
        completed["suggestions"].as_array().unwrap().iter().any(|one| text(one, "text").contains("Claim"))
    );
    let edits = json!([
        edit("status", &["unknown", "pending"], "set"),
        edit("on", &[], "set"),
        edit("is", &["needs_person"], "add"),
        edit("is", &["starred"], "remove"),
    ]);
    let edited =
        rig.call("edit_search", json!({ "text": "is:starred on:today garcia status:open", "edits": edits }));
    assert_eq!(edited, json!("garcia status:unknown,waiting is:needs_person"));
    // From a moment a list goes both ways, and leaves nothing out but what was made at that very moment.
    let created = text(&rig.call("order_detail", json!({ "id": order }))["summary"], "createdAt").to_owned();
    let listed = |query: Value| -> BTreeSet<String> {
        let page = rig.call("list_orders", json!({ "query": query }));
        let orders = page["orders"].as_array().unwrap().clone();
        orders
            .iter()
            .filter(|line| text(line, "createdAt") != created)
            .map(|line| text(line, "id").to_owned())
            .collect()
    };
    let older = listed(json!({ "at": created }));
    let newer = listed(json!({ "at": created, "sort": "oldest" }));
    assert!(older.is_disjoint(&newer));
    assert_eq!(&older | &newer, listed(json!({})));
    assert_eq!(listed(json!({ "at": created, "sort": "largest" })), listed(json!({})));
    let detail = rig.call("order_detail", json!({ "id": order }));
    assert_eq!(
        (&detail["summary"]["labels"], &detail["summary"]["starred"]),
        (&json!(["Claim"]), &json!(true))
    );
    let views = json!([{ "name": "Claims", "query": "label:claim from:-7d", "look": "{}" }]);
    assert_eq!(rig.call("set_saved_views", json!({ "views": views })), views);
    assert_eq!(rig.call("saved_views", json!({})), views);
}

fn edit(filter: &str, values: &[&str], how: &str) -> Value {
    json!({ "filter": filter, "values": values, "how": how })
}
