//! Search: the same hits as reading every text, whatever is asked.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;

use super::{Fixture, NOON, told};
use crate::{Cursor, OrderQuery, OrderRow, SearchField, Sort, Sought, Word, fold};

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

/// As exactly as a search knows the time of an order.
const SECOND: i64 = 1_000;

async fn filled() -> (Fixture, Vec<Plain>) {
    let fixture = Fixture::new().await;
    let mut orders = Vec::new();
    for (n, name) in (0_i64..).zip(NAMES) {
        let mut stub = fixture.stub(&format!("0ABC{n:02}XYZA"));
        stub.party.name = Some(name.to_owned());
        stub.party.account_no = Some(format!("64618000003005{:04}", n * 37));
        stub.party.email = Some(format!("user.{n}@Example.COM"));
        stub.party.phone = Some(format!("+52 55 1234 {n:04}"));
        stub.party.remark = Some(name.chars().rev().collect());
        orders.push(Plain::of(&fixture.ledger.write_stub(&stub, NOON + n).await.unwrap()));
    }
    (fixture, orders)
}

async fn found(fixture: &Fixture, asked: &str) -> Vec<i64> {
    listed(fixture, Sought::fragment(asked)).await
}

async fn listed(fixture: &Fixture, sought: Sought) -> Vec<i64> {
    let mut query = OrderQuery { limit: 500, sought, ..OrderQuery::default() };
    let mut found = Vec::new();
    loop {
        let page = fixture.ledger.list_orders(&query).await.unwrap();
        found.extend(page.rows.iter().map(|row| row.id.0));
        query.after = page.next;
        if query.after.is_none() {
            return found;
        }
    }
}

/// An order as a plain reading sees it.
struct Plain {
    id: i64,
    /// Folded.
    number: String,
    name: String,
    /// Everything that can be found, each for itself. Written down once more, so that what the program forgets to put into
    /// its index is missed here.
    fields: Vec<String>,
}

impl Plain {
    fn of(order: &OrderRow) -> Self {
        let (party, pay) = (&order.party, &order.pay);
        // As people write it.
        let amount = "100.50".to_owned();
        assert_eq!(Ok(order.amount), amount.parse());
        let fields = [
            Some(&order.number),
            order.gateway_number.as_ref(),
            order.channel_number.as_ref(),
            party.name.as_ref(),
            party.account_no.as_ref(),
            party.phone.as_ref(),
            party.email.as_ref(),
            party.remark.as_ref(),
            party.document_number.as_ref(),
            party.bank.as_ref(),
            pay.pay_code.as_ref(),
            pay.reference.as_ref(),
            pay.concept.as_ref(),
            pay.bank_name.as_ref(),
            Some(&amount),
        ];
        Self {
            id: order.id.0,
            number: fold(&order.number),
            name: party.name.as_deref().map(fold).unwrap_or_default(),
            fields: fields.into_iter().flatten().map(|field| fold(field)).collect(),
        }
    }

    fn has(&self, fragment: &str) -> bool {
        self.fields.iter().any(|field| field.contains(fragment))
    }

    /// Whether a folded word occurs: one or two letters begin the name, one of its words or the number; more stand anywhere.
    fn is_hit(&self, asked: &str) -> bool {
        if asked.chars().count() > 2 {
            return self.has(asked);
        }
        let mut words = self.name.split(|c: char| !c.is_alphanumeric());
        self.name.starts_with(asked)
            || self.number.starts_with(asked)
            || words.any(|word| word.starts_with(asked))
    }

    /// Whether a word of the fields begins so.
    fn begins(&self, head: &str) -> bool {
        let head: Vec<char> = head.chars().collect();
        self.fields.iter().any(|field| {
            let letters: Vec<char> = field.chars().collect();
            (0..letters.len())
                .any(|at| letters[at..].starts_with(&head) && (at == 0 || !letters[at - 1].is_alphanumeric()))
        })
    }
}

fn folded(asked: &str) -> String {
    fold(asked).trim().to_owned()
}

/// What reading every order gives: first the order of that number, then those whose number begins with it.
fn naive(orders: &[Plain], asked: &str) -> Vec<i64> {
    let asked = folded(asked);
    let mut hits: Vec<&Plain> = orders.iter().rev().filter(|order| order.is_hit(&asked)).collect();
    if asked.chars().count() >= 3 && !asked.contains(char::is_whitespace) {
        hits.sort_by_key(|order| match &order.number {
            own if *own == asked => 0,
            own if own.starts_with(&asked) => 1,
            _ => 2,
        });
    }
    hits.into_iter().map(|order| order.id).collect()
}

/// S17: hostile questions are never an error and have the hits of a plain reading.
#[test]
fn any_question_has_the_hits_of_a_plain_reading() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (fixture, orders) = runtime.block_on(filled());
    let pieces: Vec<String> = orders.iter().map(|order| order.fields.join("\n")).collect();
    let fragment = (0..pieces.len(), 0_usize..80, 1_usize..14).prop_map(move |(which, from, length)| {
        pieces[which].chars().skip(from).take(length).collect::<String>()
    });
    let hostile = "[\"'*^:(){}\\-+%_ \u{0}a-eNEARORD0-9á王\u{e01}\u{301}]{0,12}";
    let question =
        prop_oneof![3 => fragment, 3 => hostile, 1 => any::<String>(), 1 => Just("2026".to_owned())];
    let mut runner =
        TestRunner::new(Config { cases: 100_000, failure_persistence: None, ..Config::default() });
    let hits = std::cell::Cell::new(0_usize);
    runner
        .run(&question, |asked| {
            let found = runtime.block_on(found(&fixture, &asked));
            assert_eq!(found, naive(&orders, &asked), "{asked:?}");
            hits.set(hits.get() + usize::from(!found.is_empty()));
            Ok(())
        })
        .unwrap();
    assert!(hits.get() > 20_000, "only {} questions had a hit: the generator is too weak", hits.get());
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

/// Several words, each anywhere; a pasted number as one; words that must not occur: the hits of a plain reading.
#[test]
fn words_combine_as_a_plain_reading_does() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (fixture, orders) = runtime.block_on(filled());
    let pieces: Vec<String> = orders.iter().map(|order| order.fields.join("\n")).collect();
    let word = prop_oneof![
        4 => (0..pieces.len(), 0_usize..80, 1_usize..7).prop_map(move |(which, from, length)| {
            pieces[which].chars().skip(from).take(length).collect::<String>()
        }),
        1 => "[a-z0-9]{1,4}",
    ];
    let words = proptest::collection::vec(word.clone(), 0..4);
    let of_name =
        proptest::option::weighted(0.3, prop_oneof![Just("a".to_owned()), Just("ia ga".to_owned())]);
    let question =
        (words, proptest::option::of(word.clone()), proptest::collection::vec(word, 0..2), of_name);
    let mut runner = TestRunner::new(Config { cases: 1_500, failure_persistence: None, ..Config::default() });
    let hits = std::cell::Cell::new(0_usize);
    runner
        .run(&question, |(words, joined, without, of_name)| {
            let fielded = of_name.as_ref().map(|text| Word::within([text.as_str()], &[SearchField::Name]));
            let sought = Sought {
                words: words.iter().map(|word| Word::anywhere(word)).chain(fielded).collect(),
                joined: joined.clone(),
                without: without.iter().map(|word| Word::anywhere(word)).collect(),
            };
            let mut found = runtime.block_on(listed(&fixture, sought));
            found.sort_unstable();
            let joined = joined.as_deref().map(folded).filter(|number| number.chars().count() >= 3);
            let some = words.iter().any(|word| folded(word).chars().count() >= 3);
            // Beside something longer a short word may begin any word of the text.
            let beside = some || of_name.as_ref().is_some_and(|text| text.len() >= 3);
            let wanted = |order: &Plain| {
                let all = words.iter().all(|word| {
                    let word = folded(word);
                    let short = (1..3).contains(&word.chars().count());
                    if short && beside { order.begins(&word) } else { order.is_hit(&word) }
                });
                let as_one = joined.as_ref().is_some_and(|number| order.has(number));
                let named = of_name.as_ref().is_none_or(|text| order.name.contains(text));
                named && (as_one || (all && (some || joined.is_none())))
            };
            let banned = |order: &Plain| {
                without.iter().map(|word| folded(word)).any(|word| !word.is_empty() && order.has(&word))
            };
            let expected: Vec<i64> =
                orders.iter().filter(|order| wanted(order) && !banned(order)).map(|order| order.id).collect();
            assert_eq!(found, expected, "{words:?} {joined:?} -{without:?} name:{of_name:?}");
            hits.set(hits.get() + usize::from(!found.is_empty()));
            Ok(())
        })
        .unwrap();
    assert!(hits.get() > 200, "only {} questions had a hit: the generator is too weak", hits.get());
}

#[tokio::test]
async fn the_number_itself_comes_first_then_what_begins_with_it_then_the_rest() {
    let fixture = Fixture::new().await;
    let mut ids = Vec::new();
    for (n, number) in ["XYZ77", "77", "AB77", "77001", "7700", "770"].into_iter().enumerate() {
        let mut stub = fixture.stub(number);
        stub.party.remark = Some(format!("about 7700 and {n}"));
        ids.push(
            fixture.ledger.write_stub(&stub, NOON + i64::try_from(n).unwrap() * SECOND).await.unwrap().id.0,
        );
    }
    let [xyz, short, ab, longer, exact, shorter] = ids[..] else { panic!() };
    assert_eq!(found(&fixture, "7700").await, [exact, longer, shorter, ab, short, xyz]);
    // Page by page it is the same list, however short the pages.
    for limit in [1, 2, 3] {
        let mut query = OrderQuery { limit, ..OrderQuery::fragment("7700") };
        let mut seen = Vec::new();
        loop {
            let page = fixture.ledger.list_orders(&query).await.unwrap();
            seen.extend(page.rows.iter().map(|row| row.id.0));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [exact, longer, shorter, ab, short, xyz], "{limit}");
    }
    // From the middle of it everything stands where its time puts it.
    let middle = OrderQuery {
        unranked: true,
        after: Some(Cursor::at(NOON + 5 * SECOND, Sort::Newest)),
        ..OrderQuery::fragment("7700")
    };
    let older: Vec<i64> =
        fixture.ledger.list_orders(&middle).await.unwrap().rows.iter().map(|row| row.id.0).collect();
    assert_eq!(older, [exact, longer, ab, short, xyz]);
    let by_time = OrderQuery { sort: Sort::Oldest, ..OrderQuery::fragment("7700") };
    let oldest: Vec<i64> =
        fixture.ledger.list_orders(&by_time).await.unwrap().rows.iter().map(|row| row.id.0).collect();
    assert_eq!(oldest, ids);
}

#[tokio::test]
async fn notes_labels_answers_and_callbacks_are_found_and_say_where() {
    let fixture = Fixture::new().await;
    let order = fixture.accepted("N1A").await;
    let other = fixture.accepted("N2A").await;
    let ledger = &fixture.ledger;
    let where_found = async |asked: &str| {
        let page = ledger.list_orders(&OrderQuery::fragment(asked)).await.unwrap();
        page.rows
            .into_iter()
            .map(|row| {
                let found = row.found.unwrap();
                (row.id, found.field, format!("{}[{}]{}", found.before, found.hit, found.after))
            })
            .collect::<Vec<_>>()
    };
    let note = crate::Report {
        note: Some("Llamó el señor Ibáñez".to_owned()),
        ..crate::Report::new(orders::Source::Person)
    };
    ledger.apply(order.id, &note, NOON).await.unwrap();
    assert_eq!(
        where_found("IBANEZ").await,
        [(order.id, SearchField::Note, "llamo el senor [ibanez]".to_owned())]
    );
    assert_eq!(
        ledger.set_label(&[order.id, other.id], "Reclamación", true).await.unwrap(),
        [order.id, other.id]
    );
    assert_eq!(ledger.set_label(&[order.id], "reclamacion", true).await.unwrap(), [], "the same label");
    assert_eq!(where_found("clamacion").await.len(), 2);
    ledger.set_label(&[other.id], "alto", true).await.unwrap();
    let labels = ledger.labels_of_orders(&[order.id, other.id, crate::OrderId(999)]).await.unwrap();
    assert_eq!(
        (labels.len(), labels[&order.id].join(","), labels[&other.id].join(",")),
        (2, "Reclamación".into(), "alto,Reclamación".into())
    );
    let lines = ledger.lines_of(&[other.id, crate::OrderId(999), order.id]).await.unwrap();
    assert_eq!(lines.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [other.id, order.id]);
    ledger.set_label(&[other.id], "alto", false).await.unwrap();
    assert_eq!(ledger.set_label(&[other.id], "RECLAMACION", false).await.unwrap(), [other.id]);
    assert_eq!(where_found("clamacion").await, [(order.id, SearchField::Label, "re[clamacion]".to_owned())]);
    let mut asked = super::exchange("query", "x");
    asked.order_id = Some(other.id);
    asked.response_body = Some(br#"{"payerName":"Jos\u00e9 del R\u00edo"}"#.to_vec());
    ledger.record_exchange(&asked).await.unwrap();
    assert_eq!(where_found("jose del rio").await[0].1, SearchField::Raw);
    let mut callback = super::delivery(br#"{"traceId":"abcdef-998877"}"#, true);
    callback.order_id = None;
    let stored = ledger.store_delivery(&callback).await.unwrap();
    assert!(where_found("998877").await.is_empty(), "nobody knows yet which order it is about");
    ledger.settle_delivery(stored.id, Some(order.id), "applied").await.unwrap();
    assert_eq!(where_found("998877").await[0].0, order.id);
    let mut forged = super::delivery(br#"{"traceId":"forged-112233"}"#, false);
    forged.nonce = None;
    let stored = ledger.store_delivery(&forged).await.unwrap();
    ledger.settle_delivery(stored.id, Some(order.id), "forged").await.unwrap();
    assert!(where_found("112233").await.is_empty(), "anybody may have sent it");
    assert!(ledger.check_integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_word_of_a_field_is_found_in_that_field_only() {
    let fixture = Fixture::new().await;
    let mut stub = fixture.stub("STP0001A");
    stub.party.bank = Some("HSBC".to_owned());
    stub.party.remark = Some("moved from STP".to_owned());
    let remarked = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id.0;
    stub.number = "N2A".to_owned();
    stub.party.bank = Some("STP (646)".to_owned());
    stub.party.remark = None;
    let banked = fixture.ledger.write_stub(&stub, NOON + 1).await.unwrap().id.0;
    let within = |text: &str, fields: &[SearchField]| Sought {
        words: vec![Word::within([text], fields)],
        ..Sought::default()
    };
    assert_eq!(listed(&fixture, Sought::fragment("stp")).await, [remarked, banked], "its number begins so");
    assert_eq!(listed(&fixture, within("stp", &[SearchField::Bank])).await, [banked]);
    assert_eq!(listed(&fixture, within("hs", &[SearchField::Bank])).await, [remarked], "short as it is");
    assert_eq!(
        listed(&fixture, within("stp", &[SearchField::Remark, SearchField::Number])).await,
        [remarked]
    );
    let either = Word::within(["hsbc", "stp (6"], &[SearchField::Bank]);
    assert_eq!(
        listed(&fixture, Sought { words: vec![either], ..Sought::default() }).await,
        [banked, remarked]
    );
    let without = Sought { without: vec![Word::within(["hsbc"], &[SearchField::Bank])], ..Sought::default() };
    assert_eq!(listed(&fixture, without).await, [banked]);
    let counted = OrderQuery { sought: within("stp", &[SearchField::Bank]), ..OrderQuery::default() };
    let counted = fixture.ledger.count_orders(&counted, std::time::Duration::from_secs(9)).await.unwrap();
    assert_eq!((counted.n, counted.exact), (1, true));
}

/// A pasted number does not switch off what else is asked for.
#[tokio::test]
async fn a_pasted_number_and_a_field_have_to_be_both() {
    let (fixture, orders) = filled().await;
    let pasted = |field: Option<Word>, without: Vec<Word>| Sought {
        words: ["55", "1234", "0111"].map(Word::anywhere).into_iter().chain(field).collect(),
        joined: Some("5512340111".to_owned()),
        without,
    };
    let of_three = orders[3].id;
    let name = |text: &str| Word::within([text], &[SearchField::Name]);
    assert_eq!(listed(&fixture, pasted(None, Vec::new())).await, [of_three]);
    assert_eq!(listed(&fixture, pasted(Some(name("start")), Vec::new())).await, [of_three]);
    assert!(listed(&fixture, pasted(Some(name("garcia")), Vec::new())).await.is_empty());
    assert!(listed(&fixture, pasted(None, vec![name("start")])).await.is_empty());
}

/// Amounts are searched as people write them.
#[tokio::test]
async fn amounts_are_found_like_everything_else() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let where_found = async |asked: &str| {
        let page = fixture.ledger.list_orders(&OrderQuery::fragment(asked)).await.unwrap();
        page.rows.first().map(|row| row.found.as_ref().unwrap().field)
    };
    assert_eq!(where_found("100.50").await, Some(SearchField::Amount));
    assert_eq!(where_found("99.75").await, None);
    let mut report = told(orders::Source::Query, orders::ReportedStatus::Succeeded);
    report.actual_amount = Some(super::amount("99.75"));
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert_eq!(where_found("99.75").await, Some(SearchField::Amount), "what was paid, too");
    assert_eq!(where_found("100.5").await, Some(SearchField::Amount));
}

/// Version 6 put no amounts into the search: the orders that are in it get theirs by and by, and lose nothing else.
#[tokio::test]
async fn amounts_come_to_orders_that_an_older_program_has_put_there() {
    let fixture = Fixture::new().await;
    let past = super::past::order(&fixture, 7);
    fixture.ledger.write_past(&[past], NOON).await.unwrap();
    for statement in [
        "UPDATE find SET text = substr(text, 1, length(text) - length('10.00') - 1)",
        include_str!("../../migrations/0007_amounts.sql"),
    ] {
        sqlx::raw_sql(statement).execute(&fixture.ledger.writer).await.unwrap();
    }
    assert!(found(&fixture, "10.00").await.is_empty());
    assert_eq!(fixture.ledger.search_state().await.unwrap().missing, 0, "it can be found all the while");
    while fixture.ledger.fill_search().await.unwrap() {}
    assert_eq!(found(&fixture, "10.00").await.len(), 1);
    assert_eq!(found(&fixture, "record-of-7").await.len(), 1, "what only an import's record says stays");
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

/// A list that was too long to be sorted stays as it began, though trigrams are counted between two pages; and the other way.
#[tokio::test]
async fn a_list_goes_on_as_it_began() {
    let fixture = Fixture::new().await;
    let past: Vec<_> = (0..60)
        .map(|n| {
            let order = super::past::order(&fixture, n);
            crate::PastOrder { amount: super::amount(&format!("{}", 10 + n * 7 % 60)), ..order }
        })
        .collect();
    fixture.ledger.write_past(&past, NOON).await.unwrap();
    let many = async |n: i64| {
        sqlx::query("INSERT INTO find_trigrams SELECT value, ? FROM json_each('[\"gar\",\"arc\",\"rci\",\"cia\"]') WHERE true
             ON CONFLICT (trigram) DO UPDATE SET n = excluded.n")
            .bind(n)
            .execute(&fixture.ledger.writer)
            .await
            .unwrap();
    };
    for sort in [Sort::AmountDescending, Sort::AmountAscending, Sort::Status] {
        for (first, then) in [(1, 1_000_000), (1_000_000, 1)] {
            many(first).await;
            let mut query = OrderQuery { sort, limit: 7, ..OrderQuery::fragment("garcia") };
            let mut seen = Vec::new();
            loop {
                let page = fixture.ledger.list_orders(&query).await.unwrap();
                assert_eq!(page.sorted_by_time, first > 1, "{sort:?}");
                seen.extend(page.rows.iter().map(|row| (row.amount, row.id)));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
                many(then).await;
            }
            let ids: std::collections::BTreeSet<_> = seen.iter().map(|(_, id)| *id).collect();
            assert_eq!((ids.len(), seen.len()), (60, 60), "{sort:?} {first}: each once");
            let rising = seen.is_sorted_by_key(|(amount, _)| *amount);
            assert_eq!(rising, sort == Sort::AmountAscending && first == 1, "{sort:?} {first}");
        }
    }
}

/// A merchant's past comes after its present was written, and belongs before it.
#[tokio::test]
async fn an_imported_past_is_found_in_its_place_in_time() {
    let fixture = Fixture::new().await;
    let now = fixture.prepared("NOWA").await.id.0;
    let past: Vec<_> = (0..300).map(|n| super::past::order(&fixture, n)).collect();
    let written = fixture.ledger.write_past(&past, NOON).await.unwrap();
    assert_eq!((written.written, written.known.len()), (300, 0));
    let hits = found(&fixture, "garcia").await;
    assert_eq!((hits[0], hits[1], hits[300]), (now, 301, 2), "newest first, whenever it was written down");
    assert_eq!(found(&fixture, "record-of-7\"").await, [9]);
}

/// The keys that all answers share are in the index once; every fragment of what a gateway said is found all the same,
/// also across a key and its value, before and after trigrams are counted.
#[tokio::test]
async fn any_fragment_of_a_gateways_words_is_found() {
    let fixture = Fixture::new().await;
    let mut past = Vec::new();
    let mut lines = Vec::new();
    for n in 0..60_i64 {
        let mut order = super::past::order(&fixture, n);
        order.record = match n % 4 {
            0 => {
                format!(r#"{{"code":200,"data":{{"orderId":"GP{n:04}","fee":null,"note":"paid \"{n}\""}}}}"#)
            }
            1 => {
                format!(r#"{{"code":200,"data":{{"orderId":"GP{n:04}","fee":{n}.5,"note":"Depósito {n}"}}}}"#)
            }
            2 => format!("number;name;{n};\"Ana: García\";ok"),
            _ => format!(r#"{{"field{n}":"x{n}","code":500,"msg":"no"}}"#),
        };
        lines.push((order.number.clone(), fold(&order.record)));
        past.push(order);
    }
    fixture.ledger.write_past(&past, NOON).await.unwrap();
    for counted in [false, true] {
        if counted {
            sqlx::query("INSERT INTO settings VALUES ('search/counted_to', '-9999')")
                .execute(&fixture.ledger.writer)
                .await
                .unwrap();
            assert!(fixture.ledger.count_trigrams().await.unwrap());
        }
        for (_, line) in lines.iter().step_by(13) {
            let letters: Vec<char> = line.chars().collect();
            for length in [3, 5, 9, 30] {
                for from in (0..letters.len().saturating_sub(length)).step_by(4) {
                    let asked: String = letters[from..from + length].iter().collect();
                    let asked = asked.trim();
                    if asked.chars().count() < 3 {
                        continue;
                    }
                    let mut hits = found(&fixture, asked).await;
                    hits.sort_unstable();
                    let expected: Vec<i64> = (1..)
                        .zip(&lines)
                        .filter(|(id, (_, line))| {
                            let order = &past[usize::try_from(*id - 1).unwrap()];
                            let name = fold(order.party.name.as_deref().unwrap());
                            let fields =
                                [fold(&order.number), fold(order.gateway_number.as_deref().unwrap()), name];
                            line.contains(asked) || fields.iter().any(|field| field.contains(asked))
                        })
                        .map(|(id, _)| id)
                        .collect();
                    assert_eq!(hits, expected, "{asked:?}");
                }
            }
        }
    }
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

/// What an order's text loses, the marks of what gateways said have to take over.
#[tokio::test]
async fn a_field_that_changes_stays_findable_in_what_was_said() {
    let fixture = Fixture::new().await;
    let id = fixture.accepted("N1A").await.id;
    let mut report = told(orders::Source::Query, orders::ReportedStatus::Processing);
    report.channel_number = Some("spei-778899".to_owned());
    report.exchange = Some(super::exchange("query", r#"{"channelNo":"spei-778899"}"#));
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    report.channel_number = Some("spei-1".to_owned());
    report.exchange = None;
    fixture.ledger.apply(id, &report, NOON).await.unwrap();
    assert_eq!(found(&fixture, "778899").await, [id.0], "the answer said so");
    assert_eq!(found(&fixture, "channelno").await, [id.0]);
    assert!(fixture.ledger.check_integrity().await.unwrap().is_sound());
}

/// Whoever answers with keys of his own every time fills the list of shapes, and is found nevertheless.
#[tokio::test]
async fn shapes_are_bounded() {
    let fixture = Fixture::new().await;
    let past: Vec<_> = (0..200_i64)
        .map(|n| {
            let mut order = super::past::order(&fixture, n);
            order.record = format!(r#"{{"hostile{n:03}":"v"}}"#);
            order
        })
        .collect();
    fixture.ledger.write_past(&past, NOON).await.unwrap();
    let shapes: i64 = sqlx::query_scalar("SELECT count(*) FROM find_shapes")
        .fetch_one(&fixture.ledger.readers)
        .await
        .unwrap();
    assert_eq!(shapes, 64);
    for n in [0, 63, 64, 199_i64] {
        assert_eq!(found(&fixture, &format!("ostile{n:03}\":\"v")).await, [n + 1]);
    }
}
