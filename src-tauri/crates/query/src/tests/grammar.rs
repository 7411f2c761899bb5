//! Every filter, what words mean, and how parts combine.

use crate::{AmountRange, Asked, Choice, Day, Field, FilterName, Span, Term, byte_of_utf16, parse};
use jiff::civil::date;
use jiff::tz::TimeZone;
use money::Amount;
use orders::{Product, Status};
use rstest::rstest;

/// The canonical text of a question in which everything is right.
fn canonical(text: &str) -> String {
    let query = parse(text);
    assert_eq!(query.mistakes, [], "{text}");
    query.canonical()
}

fn asked(text: &str) -> Asked {
    let query = parse(text);
    assert_eq!(query.mistakes, [], "{text}");
    query.asked
}

#[test]
fn the_example_of_the_documentation() {
    let text =
        "garcia \"san pedro\" amount:40..60 status:unknown,returned from:2026-11-01 bank:stp is:starred";
    let query = parse(text);
    assert_eq!((query.mistakes.as_slice(), query.hints.as_slice()), (&[][..], &[][..]));
    assert_eq!(query.canonical(), text);
    let spans: Vec<&str> = query.parts.iter().map(|part| part.span.of(text)).collect();
    assert_eq!(
        spans,
        [
            "garcia",
            "\"san pedro\"",
            "amount:40..60",
            "status:unknown,returned",
            "from:2026-11-01",
            "bank:stp",
            "is:starred"
        ]
    );
    let amount = |text| Some(Amount::parse(text).unwrap());
    let asked = query.asked;
    assert_eq!(asked.words.len(), 2);
    assert_eq!((asked.amount.at_least, asked.amount.at_most), (amount("40"), amount("60")));
    assert_eq!(asked.allowed_statuses(), Some(vec![Status::Unknown, Status::Returned]));
    assert_eq!((asked.days.from, asked.days.to), (Some(Day::Date(date(2026, 11, 1))), None));
    assert_eq!(asked.bank.any, ["stp"]);
    assert_eq!(asked.joined, None);
}

#[rstest]
#[case("amount:>=1,000", "amount:1000..")]
#[case("AMT:<60", "amount:<60")]
#[case("status:Waiting,pending,abandoned", "status:waiting,given_up")]
#[case("state:not-sent,open,final", "status:not_sent,open,final")]
#[case(r#"status:"given up""#, "status:given_up")]
#[case("-status:failed,refused", "-status:failed,refused")]
#[case("since:2026-11 until:2026-12", "from:2026-11 to:2026-12")]
#[case("day:today", "on:today")]
#[case("on:-7d", "on:-7d")]
#[case("account:north,south", "account:north,south")]
#[case(r#"acc:"North shop""#, r#"account:"North shop""#)]
#[case("direction:OUT", "direction:payout")]
#[case("-direction:collect", "-direction:collect")]
#[case("product:cashier_desk,collect", "product:cashier_page,collect")]
#[case("channel:SPEI", "channel:SPEI")]
#[case("currency:mxn,ＴＨＢ", "currency:MXN,THB")]
#[case("-bank:stp", "-bank:stp")]
#[case("name:garcía,王", "name:garcía,王")]
#[case("payee:646180", "payee:646180")]
#[case("clabe:646180", "payee:646180")]
#[case("phone:+255", "phone:+255")]
#[case("email:a@b.c", "email:a@b.c")]
#[case("number:AB12,CD34", "number:AB12,CD34")]
#[case("remark:a:b", "remark:a:b")]
#[case(r#"label:"big, late",vip"#, r#"label:"big, late",vip"#)]
#[case("-label:vip", "-label:vip")]
#[case("note:ring", "note:ring")]
#[case("flag:paid-twice", "flag:paid_twice")]
#[case("is:needs-person,starred,flagged,provisional", "is:needs_person,starred,flagged,provisional")]
#[case("-is:starred", "-is:starred")]
#[case("has:notes,label,callback,evidence", "has:note,label,callback,evidence")]
#[case("name:ชัย", "name:ชัย")]
#[case("状态 ｓｔａｔｕｓ：ｕｎｋｎｏｗｎ，ｆａｉｌｅｄ", "状态 status:unknown,failed")]
#[case("amount：４０．．６０", "amount:40..60")]
#[case("payee:๖๔๖", "payee:646")]
#[case("-garcia -\"san pedro\"", "-garcia -\"san pedro\"")]
#[case("12:30 https://a.b/c?d=e:f", "12:30 https://a.b/c?d=e:f")]
fn every_filter(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(canonical(text), expected);
}

#[test]
fn each_filter_has_a_test_above_and_reads_its_own_name() {
    let values = |filter: FilterName| match filter {
        FilterName::Amount => "40",
        FilterName::From | FilterName::To | FilterName::On => "today",
        FilterName::Status => "unknown",
        FilterName::Direction | FilterName::Product => "payout",
        FilterName::Currency => "MXN",
        FilterName::Flag => "paid_short",
        FilterName::Is => "starred",
        FilterName::Has => "note",
        FilterName::Account
        | FilterName::Channel
        | FilterName::Bank
        | FilterName::Name
        | FilterName::Payee
        | FilterName::Phone
        | FilterName::Email
        | FilterName::Number
        | FilterName::Remark
        | FilterName::Label
        | FilterName::Note => "x1",
    };
    for filter in FilterName::ALL {
        for name in [filter.as_str()].iter().chain(filter.aliases()) {
            let query = parse(&format!("{name}:{}", values(filter)));
            assert_eq!(query.canonical(), format!("{filter}:{}", values(filter)), "{name}");
            let part = query.parts.first().unwrap();
            assert_eq!((part.filter, part.term.as_ref().unwrap().filter()), (Some(filter), Some(filter)));
        }
    }
    for field in Field::ALL {
        assert_eq!(FilterName::from_word(field.name().as_str()), Some(field.name()));
    }
}

#[rstest]
#[case::clabe("646 180 0000 3005 6845", Some("646180000030056845"))]
#[case::dashes("646-180-0000", Some("6461800000"))]
#[case::loose_dashes("646 - 180 - 0000", Some("6461800000"))]
#[case::day("2026-11-22", Some("20261122"))]
#[case::beside_a_filter("646 180 status:unknown 0000", Some("6461800000"))]
#[case::full_width("６４６ １８０", Some("646180"))]
#[case::one_word("646180000030056845", None)]
#[case::a_name_too("garcia 646 180 0000", None)]
#[case::quoted("\"646 180\" 0000", None)]
#[case::too_short("12 345", None)]
fn pasted_numbers(#[case] text: &str, #[case] expected: Option<&str>) {
    let asked = asked(text);
    assert_eq!(asked.joined.as_deref(), expected);
    assert!(!asked.words.is_empty());
}

#[test]
fn numbers_in_groups_within_a_filter() {
    let asked = asked("payee:646-180-0000,\"646 180 0001\" name:646-180-0000");
    let [payee, name] = asked.texts.as_slice() else { panic!("{asked:?}") };
    let joined: Vec<_> = payee.any.iter().map(|fragment| fragment.joined.as_deref()).collect();
    assert_eq!(joined, [Some("6461800000"), Some("6461800001")]);
    assert_eq!(name.any.first().unwrap().joined, None);
}

#[test]
fn what_an_order_has_once_adds_and_what_it_can_have_often_narrows() {
    let added = asked("status:unknown status:returned,unknown account:a account:b -bank:x -bank:y");
    assert_eq!(added.status.any, [Status::Unknown, Status::Returned]);
    assert_eq!(added.account.any, ["a", "b"]);
    assert_eq!(added.bank.none, ["x", "y"]);
    let narrowed =
        asked("label:a label:b,c amount:>40 amount:<60 name:garcia name:maria is:starred is:flagged");
    assert_eq!(narrowed.texts.iter().filter(|test| test.field == Field::Label).count(), 2);
    assert_eq!(narrowed.marks.len(), 2);
    assert_eq!(narrowed.amount.at_least, Some(Amount::parse("40.0001").unwrap()));
    assert_eq!(narrowed.amount.at_most, Some(Amount::parse("59.9999").unwrap()));
}

#[test]
fn statuses_and_products_are_summed_up() {
    let open_but_unknown = asked("status:open -status:unknown").allowed_statuses().unwrap();
    assert!(!open_but_unknown.contains(&Status::Unknown) && open_but_unknown.contains(&Status::Sending));
    assert!(open_but_unknown.iter().all(|status| !status.is_final()));
    assert_eq!(
        asked("-status:final").allowed_statuses().unwrap().len(),
        asked("status:open").allowed_statuses().unwrap().len()
    );
    assert_eq!(
        asked("direction:collect").allowed_products(),
        Some(vec![Product::Collect, Product::CashierDesk])
    );
    assert_eq!(
        asked("direction:collect -product:collect").allowed_products(),
        Some(vec![Product::CashierDesk])
    );
    assert_eq!(asked("garcia").allowed_products(), None);
    assert!(asked("").is_empty() && asked(" , - \"\"").is_empty() && !asked("x").is_empty());
}

#[test]
fn relative_days_stay_relative_until_they_are_resolved() {
    let query = parse("from:-7d to:today");
    assert_eq!(query.asked.days.from.unwrap().to_string(), "-7d");
    let (moments, mistake) = query.moments(date(2026, 11, 22), &TimeZone::UTC);
    assert_eq!(mistake, None);
    assert_eq!(moments.before_ms.unwrap() - moments.from_ms.unwrap(), 8 * 86_400_000);
    let month = parse("on:2026-11").moments(date(2020, 1, 1), &TimeZone::UTC).0;
    assert_eq!(month.before_ms.unwrap() - month.from_ms.unwrap(), 30 * 86_400_000);
}

#[test]
fn spans_are_bytes_and_can_be_told_in_utf_16() {
    let text = "王伟 😀 status:unknown";
    let part = parse(text).parts.pop().unwrap();
    assert_eq!(part.span, Span { start: 12, end: 26 });
    assert_eq!(part.span.of(text), "status:unknown");
    assert_eq!(part.span.in_utf16(text), Span { start: 6, end: 20 });
    assert_eq!(byte_of_utf16(text, 6), 12);
    assert_eq!((byte_of_utf16(text, 4), byte_of_utf16(text, 99)), (7, text.len()));
    assert_eq!(Span { start: 1, end: 2 }.of(text), "");
}

#[test]
fn terms_cross_as_json() {
    let text = r#"-garcia "a b" amount:40.. from:-7d status:open,given_up -label:x,"y z" currency:MXN"#;
    for term in parse(text).terms() {
        let json = serde_json::to_string(term).unwrap();
        assert_eq!(&serde_json::from_str::<Term>(&json).unwrap(), term, "{json}");
    }
    let amount = Term::Amount(AmountRange::AtLeast { amount: Amount::parse("40").unwrap() });
    assert_eq!(
        serde_json::to_string(&amount).unwrap(),
        r#"{"kind":"amount","value":{"range":"at_least","amount":"40"}}"#
    );
    let status = Term::Status(Choice::none(vec![crate::StatusWord::Group(crate::StatusGroup::Open)]));
    assert_eq!(
        serde_json::to_string(&status).unwrap(),
        r#"{"kind":"status","value":{"any":["open"],"not":true}}"#
    );
}
