//! What is wrong is told, and the right parts still count.

use crate::{
    FilterName, Hint, HintKind, MAX_LENGTH, MAX_PARTS, MAX_VALUES, Mistake, MistakeKind, Query, parse,
};
use jiff::civil::date;
use jiff::tz::TimeZone;
use rstest::rstest;
use std::time::{Duration, Instant};

/// The one mistake in a text, what it underlines, and the question that is left.
fn only(text: &str) -> (MistakeKind, String, String) {
    let query = parse(text);
    let [mistake] = query.mistakes.as_slice() else { panic!("{text}: {:?}", query.mistakes) };
    (mistake.kind.clone(), mistake.span.of(text).to_owned(), query.canonical())
}

fn unknown(filter: FilterName, given: &str, near: Option<&str>) -> MistakeKind {
    MistakeKind::UnknownValue { filter, given: given.to_owned(), near: near.map(str::to_owned) }
}

#[rstest]
#[case("status:", MistakeKind::NoValue { filter: FilterName::Status }, "status:", "x")]
#[case("name:\"\"", MistakeKind::NoValue { filter: FilterName::Name }, "name:\"\"", "x")]
#[case("amount:,", MistakeKind::NoValue { filter: FilterName::Amount }, "amount:,", "x")]
#[case(
    "status:unknown,returnd",
    unknown(FilterName::Status, "returnd", Some("returned")),
    "returnd",
    "x status:unknown"
)]
#[case("status:succ", unknown(FilterName::Status, "succ", Some("succeeded")), "succ", "x")]
#[case("status:blue", unknown(FilterName::Status, "blue", None), "blue", "x")]
#[case("direction:both", unknown(FilterName::Direction, "both", None), "both", "x")]
#[case("product:card", unknown(FilterName::Product, "card", None), "card", "x")]
#[case("flag:paid_shrot", unknown(FilterName::Flag, "paid_shrot", Some("paid_short")), "paid_shrot", "x")]
#[case("is:stared", unknown(FilterName::Is, "stared", Some("starred")), "stared", "x")]
#[case("has:\"call back\"", unknown(FilterName::Has, "call back", Some("callback")), "\"call back\"", "x")]
#[case("currency:pesos,MXN", MistakeKind::NotACurrency { given: "pesos".to_owned() }, "pesos", "x currency:MXN")]
#[case("amount:much", MistakeKind::NotAnAmount { given: "much".to_owned() }, "much", "x")]
#[case("amount:0.00001", MistakeKind::AmountTooFine { given: "0.00001".to_owned() }, "0.00001", "x")]
#[case("amount:9999999999999999", MistakeKind::AmountTooLarge { given: "9".repeat(16) }, "9999999999999999", "x")]
#[case("amount:60..40", MistakeKind::RangeTurned { from: "60".to_owned(), to: "40".to_owned() }, "60..40", "x")]
#[case("from:soon", MistakeKind::NotADay { given: "soon".to_owned() }, "soon", "x")]
#[case("on:2026-02-30", MistakeKind::NoSuchDay { given: "2026-02-30".to_owned() }, "2026-02-30", "x")]
#[case("to:-999y", MistakeKind::DayTooFar { given: "-999y".to_owned() }, "-999y", "x")]
#[case("-amount:40", MistakeKind::NoNegation { filter: FilterName::Amount }, "-amount:40", "x")]
#[case("-from:today", MistakeKind::NoNegation { filter: FilterName::From }, "-from:today", "x")]
fn wrong_values(#[case] text: &str, #[case] kind: MistakeKind, #[case] underlined: &str, #[case] left: &str) {
    assert_eq!(only(&format!("x {text}")), (kind, underlined.to_owned(), left.to_owned()));
}

#[rstest]
#[case("amount:1.000")]
#[case("amount:40,5")]
#[case("on:01/11/2026")]
#[case("on:2569-11")]
fn what_is_asked_back_does_not_count(#[case] text: &str) {
    assert_eq!(only(text).2, "");
}

#[rstest]
#[case("direction:collect product:payout", Some(0))]
#[case("status:unknown -status:open", Some(0))]
#[case("status:unknown -status:unknown", Some(0))]
#[case("x -status:open -status:final", Some(1))]
#[case("x -status:open,final", None)]
#[case("-direction:in -direction:out", Some(0))]
#[case("amount:40 amount:50", Some(0))]
#[case("amount:>60 amount:<40", Some(0))]
#[case("is:starred -is:starred", Some(0))]
#[case("x is:starred,flagged -is:flagged -is:starred", None)]
#[case("flag:paid_short -flag:paid_short", Some(0))]
#[case("has:note -has:note", Some(0))]
#[case("currency:MXN -currency:MXN", Some(0))]
#[case("account:North -account:north", Some(0))]
#[case("channel:SPEI -channel:spei", Some(0))]
#[case("bank:stp -bank:st", Some(0))]
#[case("label:VIP -label:vip", Some(0))]
#[case("name:garcia -name:gar", Some(0))]
#[case("x García -garcía", Some(1))]
#[case("-646 646180", Some(0))]
fn parts_that_no_order_can_satisfy_together(#[case] text: &str, #[case] other: Option<usize>) {
    let query = parse(text);
    let last = query.parts.len() - 1;
    let [mistake] = query.mistakes.as_slice() else { panic!("{text}: {:?}", query.mistakes) };
    assert_eq!(mistake.kind, MistakeKind::Contradicts { other });
    assert_eq!((mistake.part, mistake.span), (Some(last), query.parts[last].span));
    assert!(!query.parts[last].counts && query.parts[last].term.is_some());
    assert_eq!(query.terms().count(), last);
}

#[rstest]
#[case("direction:collect product:collect")]
#[case("label:vip -label:vi")]
#[case("bank:st -bank:stp")]
#[case("status:open -status:unknown")]
#[case("is:starred,flagged -is:flagged")]
#[case("garcia -garcias")]
#[case("label:a label:b")]
#[case("account:a,b -account:b")]
fn parts_that_go_together(#[case] text: &str) {
    assert_eq!(parse(text).mistakes, []);
}

#[test]
fn only_one_first_and_one_last_day() {
    for (text, filter, other) in [
        ("from:today from:-7d", FilterName::From, 0),
        ("x to:today to:-7d", FilterName::To, 1),
        ("on:today on:yesterday", FilterName::On, 0),
        ("x from:-7d on:today", FilterName::On, 1),
        ("on:2026 to:today", FilterName::To, 0),
    ] {
        assert_eq!(only(text).0, MistakeKind::OnlyOne { filter, other }, "{text}");
    }
    // A mistaken day is no rival.
    assert_eq!(only("from:soon from:-7d").2, "from:-7d");
}

#[test]
fn days_that_are_turned() {
    let turned = |from: &str, to: &str| MistakeKind::RangeTurned { from: from.to_owned(), to: to.to_owned() };
    let (kind, underlined, left) = only("to:2026-11-01 from:2026-11-02");
    assert_eq!(
        (kind, underlined.as_str(), left.as_str()),
        (turned("2026-11-02", "2026-11-01"), "from:2026-11-02", "to:2026-11-01")
    );
    assert_eq!(parse("from:2026-11-30 to:2026-11").mistakes, []);
    // Whether a relative day is before a fixed one is known only on the day.
    let query = parse("from:2026-11-20 to:-7d");
    assert_eq!(query.mistakes, []);
    let on = |day| query.moments(date(2026, 11, day), &TimeZone::UTC);
    assert_eq!(on(27).1, None);
    let (moments, mistake) = on(26);
    let span = query.parts[1].span;
    assert_eq!(mistake, Some(Mistake { part: Some(1), span, kind: turned("2026-11-20", "-7d") }));
    assert_eq!((moments.from_ms, moments.before_ms), (on(27).0.from_ms, None));
    let (moments, mistake) = parse("to:-7d from:today").moments(date(2026, 11, 26), &TimeZone::UTC);
    assert!(mistake.is_some() && moments.from_ms.is_none() && moments.before_ms.is_some());
}

fn hints(text: &str) -> Vec<HintKind> {
    let Query { mistakes, hints, .. } = parse(text);
    assert_eq!(mistakes, [], "{text}");
    hints.into_iter().map(|hint: Hint| hint.kind).collect()
}

#[rstest]
#[case("statsu:unknown", "statsu", FilterName::Status)]
#[case("ACOUNT:north", "acount", FilterName::Account)]
#[case("-lable:vip", "lable", FilterName::Label)]
#[case("form:2026-11-01", "form", FilterName::From)]
#[case("curency:MXN", "curency", FilterName::Currency)]
fn misspelt_filters_are_words_with_a_hint(#[case] text: &str, #[case] given: &str, #[case] near: FilterName) {
    assert_eq!(hints(text), [HintKind::MisspeltFilter { given: given.to_owned(), near }]);
    assert_eq!(parse(text).parts[0].filter, None);
}

#[rstest]
#[case("https://example.org")]
#[case("mailto:a@b.c")]
#[case("12:30")]
#[case("\"statsu:unknown\"")]
#[case("ps: no: c:\\x id:7")]
#[case("名:王")]
#[case("::: a::b")]
fn colons_of_other_things_are_plain(#[case] text: &str) {
    assert_eq!(hints(text), []);
    assert!(parse(text).parts.iter().all(|part| part.filter.is_none()));
}

#[test]
fn other_hints() {
    assert_eq!(hints("x \"san pe"), [HintKind::QuoteOpen]);
    assert_eq!(hints("label:a,\"b c"), [HintKind::QuoteOpen]);
    let read =
        |given: &str, read: &str| HintKind::DigitsRead { given: given.to_owned(), read: read.to_owned() };
    assert_eq!(hints("amount:๔๐"), [read("๔๐", "40")]);
    assert_eq!(hints("on:２０２６"), [read("２０２６", "2026")]);
    assert_eq!(hints("phone:٠١٢,7"), [read("٠١٢", "012")]);
    assert_eq!(hints("name:๔๐"), []);
}

#[test]
fn too_much_is_left_out_and_told() {
    let words = "ab ".repeat(MAX_PARTS + 6);
    let query = parse(&words);
    assert_eq!(query.parts.len(), MAX_PARTS);
    let [mistake] = query.mistakes.as_slice() else { panic!("{:?}", query.mistakes) };
    assert_eq!((mistake.part, &mistake.kind), (None, &MistakeKind::TooManyParts { limit: MAX_PARTS }));
    assert_eq!(mistake.span.of(&words), "ab ab ab ab ab ab");
    assert_eq!(parse(&"ab ".repeat(MAX_PARTS)).mistakes, []);

    let list: Vec<String> = (0..MAX_VALUES + 2).map(|n| format!("N{n}")).collect();
    let (kind, underlined, left) = only(&format!("number:{}", list.join(",")));
    assert_eq!(kind, MistakeKind::TooManyValues { filter: FilterName::Number, limit: MAX_VALUES });
    assert_eq!(underlined, "N64,N65");
    assert_eq!(left, format!("number:{}", list[..MAX_VALUES].join(",")));

    let long = "é".repeat(MAX_LENGTH + 1);
    assert_eq!(
        only(&format!("x {long}")),
        (MistakeKind::TooLong { limit: MAX_LENGTH }, long.clone(), "x".to_owned())
    );
    assert_eq!(only(&format!("label:a,{long}")).2, "label:a");
    assert_eq!(parse(&"é".repeat(MAX_LENGTH)).mistakes, []);
}

#[rstest]
#[case::one_word("a")]
#[case::words("a ")]
#[case::quotes("\"")]
#[case::spaced_quotes("\" ")]
#[case::adjacent("-\"a\"")]
#[case::dashes("-")]
#[case::commas("label:a,")]
#[case::one_list(",a")]
#[case::colons(":")]
#[case::filters("status:a ")]
#[case::fullwidth("：，")]
#[case::digits("1-")]
#[case::spaces(" ")]
fn a_hundred_kilobytes_take_no_time(#[case] unit: &str) {
    let word = parse("x").terms().next().unwrap().clone();
    for begin in ["", "label:", "amount:", "\""] {
        let text = format!("{begin}{}", unit.repeat(100_000 / unit.len()));
        assert!(parse(&text).parts.len() <= MAX_PARTS);
        let works: [(&str, &dyn Fn()); 3] = [
            ("parse", &|| drop(parse(&text))),
            ("complete", &|| drop(crate::complete(&text, text.len(), &crate::Known::default()))),
            ("with", &|| drop(crate::with(&text, &word))),
        ];
        for (what, work) in works {
            // No timing: what grew with the square of the length would take minutes.
            assert!(fastest(work) < Duration::from_secs(30), "{what} {begin}{unit}");
        }
    }
}

/// How long it takes when nothing else disturbs.
fn fastest(work: &dyn Fn()) -> Duration {
    let timed = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    // One quick run is proof enough; a slow one may be the machine's fault.
    (0..5).map(|_| timed()).find(|took| *took < Duration::from_millis(500)).unwrap_or_else(timed)
}
