//! Search: the same hits as reading every text, whatever is asked.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;

use super::{Fixture, NOON, told};
use crate::search::{heads, text};
use crate::{OrderQuery, OrderRow, fold};

/// Texts that have broken searches before: quotes and words of the index's language, marks, several scripts.
const NAMES: [&str; 20] = [
    "María García López",
    "O'Brien \"Bob\" NEAR(a b)",
    "abc* OR xyz AND NOT (def)",
    "^start -minus +plus col:umn",
    "100% _under_ \\back",
    "王伟",
    "สมชาย ใจดี",
    "김철수 이",
    "Łukasz Đorđević Ø",
    "İstanbul ILIK ı",
    "ﬁancé ½ ℡",
    "👩‍👩‍👧 family 🇲🇽",
    "a\u{0}b\u{0}c",
    "line\nbreak\ttab",
    "ΟΔΥΣΣΕΥΣ ς",
    "\u{202e}right to left",
    "''''\"\"\"\"",
    "aaaaaaaaaaaa",
    "x",
    "",
];

async fn filled() -> (Fixture, Vec<OrderRow>) {
    let fixture = Fixture::new().await;
    let mut orders = Vec::new();
    for (n, name) in (0_i64..).zip(NAMES) {
        let mut stub = fixture.stub(&format!("0ABC{n:02}XYZA"));
        stub.party.name = Some(name.to_owned());
        stub.party.account_no = Some(format!("64618000003005{:04}", n * 37));
        stub.party.email = Some(format!("user.{n}@Example.COM"));
        stub.party.phone = Some(format!("+52 55 1234 {n:04}"));
        stub.party.remark = Some(name.chars().rev().collect());
        orders.push(fixture.ledger.write_stub(&stub, NOON + n).await.unwrap());
    }
    (fixture, orders)
}

async fn found(fixture: &Fixture, asked: &str) -> Vec<i64> {
    let query = OrderQuery { text: Some(asked.to_owned()), limit: 500, ..OrderQuery::default() };
    fixture.ledger.list_orders(&query).await.unwrap().rows.iter().map(|row| row.id.0).collect()
}

/// What reading every order's text gives.
fn naive(orders: &[OrderRow], asked: &str) -> Vec<i64> {
    let folded = fold(asked);
    let asked = folded.trim();
    let hit = |order: &OrderRow| match asked.chars().count() {
        0 => true,
        1 | 2 => heads(order).contains(asked),
        _ => text(order).contains(asked),
    };
    orders.iter().rev().filter(|order| hit(order)).map(|order| order.id.0).collect()
}

/// S17: hostile questions are never an error and have the hits of a plain reading.
#[test]
fn any_question_has_the_hits_of_a_plain_reading() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (fixture, orders) = runtime.block_on(filled());
    let pieces: Vec<String> = orders.iter().map(text).collect();
    let fragment = (0..pieces.len(), 0_usize..80, 1_usize..14).prop_map(move |(which, from, length)| {
        pieces[which].chars().skip(from).take(length).collect::<String>()
    });
    let hostile = "[\"'*^:(){}\\-+%_ \u{0}a-eNEARORD0-9á王\u{e01}\u{301}]{0,12}";
    let question =
        prop_oneof![3 => fragment, 3 => hostile, 1 => any::<String>(), 1 => Just("2026".to_owned())];
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let hits = std::cell::Cell::new(0_usize);
    runner
        .run(&question, |asked| {
            let found = runtime.block_on(found(&fixture, &asked));
            assert_eq!(found, naive(&orders, &asked), "{asked:?}");
            hits.set(hits.get() + usize::from(!found.is_empty()));
            Ok(())
        })
        .unwrap();
    assert!(hits.get() > 400, "only {} questions had a hit: the generator is too weak", hits.get());
}

#[rstest]
#[case::middle_of_an_account("03005003", &[2])]
#[case::accents("MARIA GARCÍA", &[1])]
#[case::email("USER.7@example", &[8])]
#[case::number("abc03", &[4])]
#[case::thai("ใจดี", &[7])]
#[case::two_chinese_letters("王伟", &[6])]
#[case::first_letters_of_a_later_word("ga", &[1])]
#[case::nowhere("999999999", &[])]
#[case::spaces_around("  lukasz  ", &[9])]
#[tokio::test]
async fn finds(#[case] asked: &str, #[case] expected: &[i64]) {
    let (fixture, _) = filled().await;
    assert_eq!(found(&fixture, asked).await, expected);
}

#[tokio::test]
async fn what_becomes_known_becomes_findable() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    assert!(found(&fixture, "GATEWAY-55").await.is_empty());
    let mut report = told(orders::Source::Query, orders::ReportedStatus::Processing);
    report.gateway_number = Some("gateway-5577".to_owned());
    report.channel_number = Some("spei-0042".to_owned());
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert_eq!(found(&fixture, "GATEWAY-55").await, [id.0]);
    assert_eq!(found(&fixture, "spei-0042").await, [id.0]);
    assert_eq!(found(&fixture, "garcia").await, [id.0], "what was known stays findable");
    report.channel_number = Some("spei-0043".to_owned());
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert!(found(&fixture, "spei-0042").await.is_empty());
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}
