//! Looking orders up: what a person types means the orders that it says.

use std::time::Duration;

use jiff::tz::TimeZone;
use ledger::OrderQuery;
use orders::{Product, Status};
use rstest::rstest;

use crate::stage::{Stage, collect_draft, eventually};

/// A stage with a payout that was paid, one that is unknown, and a collect order.
async fn filled() -> Stage {
    let stage =
        Stage::with("cashfast-mx", crate::stage::practice_options(), |options| options.haste = 1).await;
    let paid = stage.payout("1200").await;
    stage.until_status(paid.id, Status::Succeeded).await;
    let unknown = stage.payout("1214").await;
    stage.until_status(unknown.id, Status::Unknown).await;
    stage.desk.create_collect(stage.id(), &collect_draft("cashfast-mx", "1300")).await.unwrap();
    stage.desk.set_label(&[paid.id], "Queja VIP", true).await.unwrap();
    stage.desk.set_star(&[unknown.id], true).await.unwrap();
    stage.desk.add_note(unknown.id, "Llamó el cliente").await.unwrap();
    stage
}

async fn amounts(stage: &Stage, text: &str, base: OrderQuery) -> Vec<String> {
    let found = stage.desk.look_up(text, base, &TimeZone::UTC).await.unwrap();
    let page = stage.desk.list(&found).await.unwrap();
    let counted = stage.desk.count(&found, Duration::from_secs(9)).await.unwrap();
    assert_eq!((counted.n, counted.exact), (page.rows.len().try_into().unwrap(), true), "{text}");
    let mut amounts: Vec<String> = page.rows.iter().map(|row| row.amount.to_string()).collect();
    amounts.sort();
    amounts
}

#[rstest]
#[case::nothing("", &["1200", "1214", "1300"])]
#[case::amounts("amount:1201..1300", &["1214", "1300"])]
#[case::status("status:unknown", &["1214"])]
#[case::either("status:unknown,succeeded", &["1200", "1214"])]
#[case::not("-status:unknown", &["1200", "1300"])]
#[case::direction("direction:payout amount:>1200", &["1214"])]
#[case::kind("-product:payout", &["1300"])]
#[case::today("from:today", &["1200", "1214", "1300"])]
#[case::long_ago("to:2020", &[])]
#[case::account(r#"account:"practice CASHFAST-mx""#, &["1200", "1214", "1300"])]
#[case::no_such_account("account:nobody", &[])]
#[case::not_the_account("-account:nobody direction:collect", &["1300"])]
#[case::label(r#"label:"queja vip""#, &["1200"])]
#[case::not_the_label(r#"-label:"queja vip" direction:payout"#, &["1214"])]
#[case::starred("is:starred", &["1214"])]
#[case::needs_person("is:needs_person", &["1214"])]
#[case::noted("has:note", &["1214"])]
#[case::note("note:cliente", &["1214"])]
#[case::note_of_another_field("remark:cliente", &[])]
#[case::words("cliente llamo", &["1214"])]
#[case::amount_as_a_word("1214.00", &["1214"])]
#[case::amount_with_its_thousands_apart("1,214.00", &["1214"])]
#[case::no_amount("12,14.00", &[])]
#[case::without_a_word("-cliente direction:payout", &["1200"])]
#[case::pasted_account("payee:\"646 180 0000 3005 6845\"", &["1200", "1214"])]
#[case::pasted_number("6461-8000-0030-0568-45", &["1200", "1214"])]
#[case::currency("currency:MXN -currency:THB status:unknown", &["1214"])]
#[case::mistakes_are_left_out("status:lost amount:lots is:starred", &["1214"])]
#[case::what_the_gateway_said("createTransferOrder", &[])]
#[tokio::test]
async fn what_is_typed_means_what_it_says(#[case] text: &str, #[case] expected: &[&str]) {
    let stage = filled().await;
    // A payout that was just paid is told of by a callback too.
    let found = eventually(async || {
        let found = amounts(&stage, text, OrderQuery::default()).await;
        (found == expected).then_some(())
    });
    assert!(found.await.is_some(), "{:?}", amounts(&stage, text, OrderQuery::default()).await);
}

#[tokio::test]
async fn what_was_clicked_and_what_was_typed_both_hold() {
    let stage = filled().await;
    let payouts = || OrderQuery { products: vec![Product::Payout], ..OrderQuery::default() };
    assert_eq!(amounts(&stage, "amount:>1200", payouts()).await, ["1214"]);
    assert!(amounts(&stage, "direction:collect", payouts()).await.is_empty());
    let unknown = OrderQuery { statuses: vec![Status::Unknown], ..payouts() };
    assert!(amounts(&stage, "status:succeeded", unknown.clone()).await.is_empty());
    assert_eq!(amounts(&stage, "status:open", unknown).await, ["1214"]);
}

#[tokio::test]
async fn what_may_stand_behind_a_colon_is_this_ledgers_own() {
    let stage = filled().await;
    let known = stage.desk.known_values().await.unwrap();
    assert_eq!(
        (known.accounts, known.labels),
        (vec!["Practice cashfast-mx".to_owned()], vec!["Queja VIP".to_owned()])
    );
    assert_eq!(known.currencies, ["MXN"]);
    assert!(known.channels.contains(&"BANK".to_owned()), "{:?}", known.channels);
}
