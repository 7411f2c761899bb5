//! What the forms check is checked again in Rust: commands called directly write nothing and send nothing.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use crate::drafts::{collect, confirmed, payout, with_field};
use crate::gateway::{Gateway, connect, with};
use crate::rig::{Rig, text};

/// A draft that must be refused, and the field and code that say why.
type Case = (&'static str, Value, &'static str, &'static str);

fn cashfast_drafts() -> Vec<Case> {
    let market = "cashfast-mx";
    let changed = |changes: Value| with(collect(market, "100"), changes);
    let payout = || payout(market, "100");
    vec![
        ("below the least", collect(market, "39.99"), "amount", "below_minimum"),
        ("too fine", collect(market, "40.001"), "amount", "too_many_decimals"),
        ("finer than money is kept", collect(market, "40.00001"), "amount", "too_fine"),
        ("a comma", collect(market, "1,000"), "amount", "not_a_number"),
        ("an exponent", collect(market, "1e3"), "amount", "not_a_number"),
        ("beyond counting", collect(market, "99999999999999999999"), "amount", "too_large"),
        ("empty", collect(market, " "), "amount", "required"),
        ("nothing", collect(market, "0"), "amount", "not_positive"),
        ("less than nothing", collect(market, "-100"), "amount", "not_positive"),
        ("unknown channel", changed(json!({ "channel": "PIX" })), "channel", "not_a_choice"),
        ("no channel", changed(json!({ "channel": null })), "channel", "required"),
        (
            "another market's product",
            changed(json!({ "product": "cashier_desk" })),
            "product",
            "no_such_product",
        ),
        (
            "long remark",
            with_field(collect(market, "100"), "remark", Some(&"x".repeat(256))),
            "remark",
            "too_long",
        ),
        ("unknown field", with_field(collect(market, "100"), "sign", Some("x")), "sign", "no_such_field"),
        (
            "bad address",
            with_field(collect(market, "100"), "returnUrl", Some("ftp://x")),
            "returnUrl",
            "not_an_url",
        ),
        ("no name", with_field(payout(), "accountName", None), "accountName", "required"),
        ("blank name", with_field(payout(), "accountName", Some("  ")), "accountName", "required"),
        (
            "17 digits",
            with_field(payout(), "accountId", Some("64618000003005684")),
            "accountId",
            "wrong_digit_count",
        ),
        ("letters", with_field(payout(), "accountId", Some("64618000003005684X")), "accountId", "not_digits"),
        ("unknown kind", with_field(payout(), "accountType", Some("IBAN")), "accountType", "not_a_choice"),
    ]
}

fn cashy_drafts() -> Vec<Case> {
    let market = "cashy-mx";
    let collect = || collect(market, "100");
    let payout = || payout(market, "100");
    vec![
        ("above the most", crate::drafts::payout(market, "15001"), "amount", "above_maximum"),
        ("no decimals here", crate::drafts::collect(market, "100.5"), "amount", "too_many_decimals"),
        ("accents", with_field(payout(), "remark", Some("año")), "remark", "bad_characters"),
        ("long remark", with_field(payout(), "remark", Some(&"x".repeat(33))), "remark", "too_long"),
        ("no bank", with_field(payout(), "bankId", None), "bankId", "required"),
        ("STP takes only CLABE", card_at_stp(), "accountType", "bank_needs_account_kind"),
        ("no e-mail address", with_field(collect(), "email", Some("ana")), "email", "not_an_email"),
        ("no telephone number", with_field(collect(), "phone", Some("call me")), "phone", "not_a_phone"),
        ("no seconds", with_field(collect(), "expireTime", Some("an hour")), "expireTime", "not_seconds"),
    ]
}

fn card_at_stp() -> Value {
    let draft = with_field(payout("cashy-mx", "100"), "accountType", Some("3"));
    with_field(draft, "accountNo", Some("4152314092856502"))
}

/// Calls the command that a draft is for.
fn submit(rig: &Rig, account: &str, draft: &Value) -> Value {
    if draft["product"] == "payout" {
        let arguments = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
        rig.refuse("prepare_payout", arguments)
    } else {
        rig.refuse("create_collect", json!({ "accountId": account, "draft": draft }))
    }
}

fn found(problems: &Value, field: &str, code: &str) -> bool {
    let problems = problems.as_array().unwrap();
    problems.iter().any(|problem| problem["field"] == field && problem["code"] == code)
}

#[test]
fn the_same_rules_hold_when_commands_are_called_directly() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    for (market, cases) in [("cashfast-mx", cashfast_drafts()), ("cashy-mx", cashy_drafts())] {
        let account = gateway.connect(&rig, market);
        for (name, draft, field, code) in cases {
            let refused = submit(&rig, &account, &draft);
            assert_eq!(text(&refused, "code"), "draft", "{market} {name}: {refused}");
            assert!(found(&refused["problems"], field, code), "{market} {name}: {refused}");
            let checked = rig.call("check_draft", json!({ "accountId": account, "draft": draft }));
            assert!(found(&checked["problems"], field, code), "{market} {name}: {checked}");
        }
    }
    assert_eq!(rig.order_count(), 0, "a refused draft leaves no stub");
    assert_eq!(gateway.requests(), 0, "nothing was sent, nor asked");
}

#[test]
fn limits_cross_with_the_problem() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let draft = with_field(collect("cashfast-mx", "39.99"), "remark", Some(&"x".repeat(256)));
    let refused = submit(&rig, &account, &draft);
    insta::assert_json_snapshot!(refused, @r#"
    {
      "code": "draft",
      "message": "the order has 2 field(s) to be mended",
      "details": {},
      "problems": [
        {
          "field": "amount",
          "code": "below_minimum",
          "values": {
            "min": "40"
          }
        },
        {
          "field": "remark",
          "code": "too_long",
          "values": {
            "have": "256",
            "max": "255"
          }
        }
      ]
    }
    "#);
}

#[test]
fn a_command_for_one_direction_does_not_take_the_other() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let payout = json!({ "accountId": account, "draft": payout("cashfast-mx", "100") });
    assert_eq!(text(&rig.refuse("create_collect", payout), "code"), "wrong_kind");
    let collect = json!({
        "accountId": account, "draft": collect("cashfast-mx", "100"), "confirmation": confirmed(),
    });
    assert_eq!(text(&rig.refuse("prepare_payout", collect), "code"), "wrong_kind");
    assert_eq!((rig.order_count(), gateway.requests()), (0, 0));
}

#[test]
fn a_callback_address_is_asked_for_where_the_market_wants_one() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let without = with(gateway.form("cashy-mx"), json!({ "notifyUrl": null }));
    let refused = rig.refuse("connect_account", json!({ "request": without }));
    assert_eq!((text(&refused, "code"), text(&refused["details"], "problem")), ("notify_url", "required"));
    for (url, problem) in [("ftp://shop.example", "not_an_url"), ("https://s.example/\u{e9} x", "not_an_url")]
    {
        let form = with(gateway.form("cashy-mx"), json!({ "notifyUrl": url }));
        let refused = rig.refuse("connect_account", json!({ "request": form }));
        assert_eq!(text(&refused["details"], "problem"), problem, "{url}");
    }
    assert!(rig.call("list_accounts", json!({ "includeRetired": true })).as_array().unwrap().is_empty());

    let account = gateway.connect(&rig, "cashy-mx");
    let refused = rig.refuse("edit_account", json!({ "id": account, "changes": changes(None, None) }));
    assert_eq!((text(&refused, "code"), text(&refused["details"], "problem")), ("notify_url", "required"));
    // CashFast can do without.
    connect(&rig, with(gateway.form("cashfast-mx"), json!({ "notifyUrl": "" })));
}

fn changes(notify_url: Option<&str>, ceiling: Option<&str>) -> Value {
    json!({
        "name": "Shop", "notifyUrl": notify_url, "payoutCeiling": ceiling, "limits": [],
        "signInLowerCase": false, "amountAsText": false,
    })
}

#[test]
fn s16_the_guards_of_payouts_stand_in_rust() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let prepare = |amount: &str, confirmation: Value| {
        let draft = payout("cashfast-mx", amount);
        json!({ "accountId": account, "draft": draft, "confirmation": confirmation })
    };

    rig.call("edit_account", json!({ "id": account, "changes": changes(None, Some("5000")) }));
    let refused = rig.refuse("prepare_payout", prepare("5000.01", confirmed()));
    assert_eq!((text(&refused, "code"), text(&refused["details"], "ceiling")), ("above_ceiling", "5000"));

    for typed in [Value::Null, json!(""), json!("6846"), json!("684"), json!("056845")] {
        let confirmation = json!({ "lastFour": typed, "duplicateReason": null });
        let refused = rig.refuse("prepare_payout", prepare("1200", confirmation));
        assert_eq!(text(&refused, "code"), "last_four", "{typed}");
    }
    assert_eq!((rig.order_count(), gateway.requests()), (0, 0));

    let first = rig.call("prepare_payout", prepare("1200", confirmed()));
    for reason in [Value::Null, json!(" ")] {
        let confirmation = json!({ "lastFour": "6845", "duplicateReason": reason });
        let refused = rig.refuse("prepare_payout", prepare("1200", confirmation));
        assert_eq!(text(&refused, "code"), "reason_needed");
        assert_eq!(refused["details"]["orderId"], first["summary"]["id"]);
        assert_eq!(refused["details"]["number"], first["summary"]["number"]);
    }
    assert_eq!(rig.order_count(), 1);
    rig.call("cancel_payout", json!({ "id": first["summary"]["id"] }));

    // 05: accepted, but the answer is an error.
    let unknown = rig.call("prepare_payout", prepare("1205", confirmed()));
    let unknown = rig.call("send_payout", json!({ "id": unknown["summary"]["id"] }));
    assert_eq!(text(&unknown["summary"], "status"), "unknown");
    let insisting = json!({ "lastFour": "6845", "duplicateReason": "I am sure" });
    let refused = rig.refuse("prepare_payout", prepare("1205", insisting));
    assert_eq!(text(&refused, "code"), "unknown_twin");
    assert_eq!(refused["details"]["orderId"], unknown["summary"]["id"]);
    assert_eq!(refused["details"]["number"], unknown["summary"]["number"]);
    let checked =
        rig.call("check_draft", json!({ "accountId": account, "draft": payout("cashfast-mx", "1205") }));
    assert_eq!(checked["payout"]["unknownTwin"]["id"], unknown["summary"]["id"]);
    assert_eq!(rig.order_count(), 2);
    assert_eq!(gateway.0.payments().len(), 1, "only one payout ever reached the gateway");
}

#[test]
fn no_order_is_written_without_account_or_secret() {
    let gateway = Gateway::start();
    let rig = Rig::ready();
    let account = gateway.connect(&rig, "cashfast-mx");
    let retired = gateway.connect(&rig, "cashfast-mx");
    rig.call("retire_account", json!({ "id": retired }));
    let both = |account: &str| {
        let draft = collect("cashfast-mx", "100");
        let collect = rig.refuse("create_collect", json!({ "accountId": account, "draft": draft }));
        let draft = payout("cashfast-mx", "100");
        let arguments = json!({ "accountId": account, "draft": draft, "confirmation": confirmed() });
        let payout = rig.refuse("prepare_payout", arguments);
        (text(&collect, "code").to_owned(), text(&payout, "code").to_owned())
    };
    let codes = |code: &str| (code.to_owned(), code.to_owned());
    assert_eq!(both(&retired), codes("account_retired"));
    assert_eq!(both("999"), codes("no_such_account"));
    assert_eq!(both("1; DROP TABLE orders"), codes("malformed"));
    // A vault that is locked keeps the secrets of accounts that were not used since.
    let rig = rig.restart();
    let collect =
        rig.refuse("create_collect", json!({ "accountId": account, "draft": collect("cashfast-mx", "100") }));
    assert_eq!(text(&collect, "code"), "vault_locked");
    let arguments =
        json!({ "accountId": account, "draft": payout("cashfast-mx", "100"), "confirmation": confirmed() });
    assert_eq!(text(&rig.refuse("prepare_payout", arguments), "code"), "vault_locked");
    assert_eq!((rig.order_count(), gateway.requests()), (0, 0));
}
