//! Links to orders, and windows of an order's own: a link shows an order or a search, and does nothing else.

#![expect(clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

use crate::drafts::collect;
use crate::exports::past_named;
use crate::gateway::Gateway;
use crate::rig::{Rig, text, wait};

/// A console with one collect order; returns the order's id and number.
fn with_order() -> (Rig, Gateway, String, String, String) {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let draft = json!({ "accountId": account, "draft": collect("cashfast-mx", "120") });
    let created = rig.call("create_collect", draft);
    let of = |name: &str| text(&created["summary"], name).to_owned();
    let (id, number) = (of("id"), of("number"));
    (rig, gateway, account, id, number)
}

fn place(rig: &Rig) -> Value {
    rig.call("take_place", json!({}))
}

#[test]
fn a_link_leads_to_its_order_once() {
    let (rig, _gateway, _, id, number) = with_order();
    assert!(place(&rig).is_null());
    rig.console().follow_link(&format!("counterfoil://order/{number}"));
    assert!(rig.outside.told.lock().unwrap().iter().any(|told| told == "null"), "the window is told");
    assert_eq!(place(&rig), json!({ "kind": "order", "orderId": id, "number": number }));
    assert!(place(&rig).is_null());
}

#[test]
fn a_number_that_is_unknown_or_not_one_orders_leads_to_a_search() {
    let (rig, gateway, account, _, number) = with_order();
    rig.console().follow_link("counterfoil://order/NOBODYS1");
    assert_eq!(place(&rig), json!({ "kind": "nothing", "orderId": null, "number": "NOBODYS1" }));
    // A fragment is not a number.
    let fragment = number.get(..8).unwrap();
    rig.console().follow_link(&format!("counterfoil://order/{fragment}"));
    assert_eq!(text(&place(&rig), "kind"), "nothing");
    // The same number at another account: a person has to say which is meant.
    let other = gateway.connect(&rig, "cashy-mx");
    assert_ne!(other, account);
    let console = rig.console();
    wait(console.desk().ledger().write_past(&[past_named(&other, &number)], 1_770_000_000_000)).unwrap();
    rig.console().follow_link(&format!("counterfoil://order/{number}"));
    assert_eq!(place(&rig), json!({ "kind": "several", "orderId": null, "number": number }));
}

#[test]
fn s07_a_hostile_link_does_nothing_and_is_not_repeated() {
    let (rig, _gateway, _, id, number) = with_order();
    let before = rig.call("order_detail", json!({ "id": id }));
    for link in [
        "counterfoil:".to_owned(),
        format!("counterfoil://order/{number}/send"),
        format!("counterfoil://order/{number}?send=1"),
        format!("counterfoil://order/{number}#x"),
        format!("counterfoil://pay/{number}"),
        format!("counterfoil://order/%43{number}"),
        format!("counterfoil://order/{number}\u{202e}"),
        format!("counterfoil://order/{}", "9".repeat(1_000_000)),
        "counterfoil://order/' OR 1=1 --".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        rig.console().follow_link(&link);
        assert_eq!(place(&rig), json!({ "kind": "refused", "orderId": null, "number": null }));
    }
    assert_eq!(rig.call("order_detail", json!({ "id": id })), before);
    assert!(rig.outside.links.lock().unwrap().is_empty() && rig.outside.windows.lock().unwrap().is_empty());
}

#[test]
fn an_orders_own_window_is_opened_by_its_number_and_closed_with_its_ledger() {
    let (rig, _gateway, _, id, number) = with_order();
    rig.call("open_order_window", json!({ "id": id }));
    rig.call("show_in_main", json!({ "id": id }));
    assert_eq!(place(&rig), json!({ "kind": "order", "orderId": id, "number": null }));
    rig.call("close_order_window", json!({ "id": id }));
    rig.call("set_mode", json!({ "mode": "live" }));
    rig.call("start_practice", json!({}));
    assert_eq!(
        *rig.outside.windows.lock().unwrap(),
        [format!("open {id} {number}"), "raise".to_owned(), format!("close {id}"), "close all".to_owned()]
    );
}
