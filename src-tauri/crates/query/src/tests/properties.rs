//! What holds for any text and any term.

use crate::{
    AmountRange, Attachment, Choice, Day, Field, Known, Mark, MistakeKind, Query, StatusGroup, StatusWord,
    Term, Unit, Word, complete, parse, replaced, with, without,
};
use money::{Amount, Currency};
use orders::{Direction, Flag, Product, Status};
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

/// Texts in which the grammar's own signs are frequent.
fn texts() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        " ",
        " ",
        " ",
        "\"",
        "\"",
        "“",
        "”",
        ":",
        "：",
        ",",
        "，",
        "-",
        "--",
        ".",
        "..",
        "/",
        ">",
        "<=",
        "garcia",
        "a",
        "王伟",
        "ชัย",
        "😀",
        "é",
        "\u{200b}",
        "\n",
        "\u{3000}",
        "40",
        "1,000",
        "1.000",
        "６０",
        "646 180 0000",
        "status:",
        "status:unknown",
        "-status:open",
        "status:returnd,failed",
        "amount:",
        "amount:40..60",
        "from:",
        "from:-7d",
        "to:2026-11",
        "on:today",
        "01/11/2026",
        "label:",
        "label:\"big late\",vip",
        "-label:vip",
        "is:starred",
        "-is:starred",
        "name:",
        "payee:๑๒",
        "statsu:",
        "https://x",
    ]);
    let mixed = prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => mixed, 1 => ".{0,40}".prop_map(String::from)]
}

/// What can stand in a value: anything that is not blank.
fn value() -> impl Strategy<Value = String> {
    let signs = prop::collection::vec(
        select("ab Z9é王ชَ,;，、:：\"“”-–./\\\n\u{3000}\u{200b}".chars().collect::<Vec<_>>()),
        1..8,
    );
    signs
        .prop_map(|signs| signs.into_iter().collect::<String>())
        .prop_filter("not blank", |text| !text.trim().is_empty())
}

fn choice<T: Clone + PartialEq + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = T>,
) -> impl Strategy<Value = Choice<T>> {
    (prop::collection::vec(values, 1..4), any::<bool>()).prop_map(|(mut any, not)| {
        let mut seen = Vec::new();
        any.retain(|value| {
            !seen.contains(value) && {
                seen.push(value.clone());
                true
            }
        });
        Choice { any, not }
    })
}

fn amounts() -> impl Strategy<Value = AmountRange> {
    let amount =
        || prop_oneof![any::<i64>(), -20_000_000..20_000_000_i64].prop_map(Amount::from_ten_thousandths);
    (amount(), amount(), 0..6).prop_map(|(one, other, kind)| match kind {
        0 => AmountRange::Exactly { amount: one },
        1 => AmountRange::Between { from: one.min(other), to: one.max(other) },
        2 => AmountRange::AtLeast { amount: one },
        3 => AmountRange::AtMost { amount: one },
        4 => AmountRange::Over { amount: one },
        _ => AmountRange::Under { amount: one },
    })
}

fn days() -> impl Strategy<Value = Day> {
    let date = (1970..2400_i16, 1..=12_i8, 1..=28_i8);
    prop_oneof![
        select(vec![Day::Today, Day::Yesterday, Day::ThisMonth, Day::LastMonth]),
        (0..=100_u16, select(vec![Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]))
            .prop_map(|(n, unit)| Day::Ago { n, unit }),
        date.prop_map(|(year, month, day)| Day::Date(jiff::civil::date(year, month, day))),
        (1970..2400_i16, 1..=12_i8).prop_map(|(year, month)| Day::Month { year, month }),
        (1970..2400_i16).prop_map(Day::Year),
    ]
}

fn statuses() -> impl Strategy<Value = StatusWord> {
    let one = select(Status::ALL.to_vec()).prop_map(StatusWord::One);
    prop_oneof![one, select(vec![StatusGroup::Open, StatusGroup::Final]).prop_map(StatusWord::Group)]
}

fn marks() -> Vec<Mark> {
    vec![Mark::NeedsPerson, Mark::Starred, Mark::Flagged, Mark::Provisional]
}

fn attachments() -> Vec<Attachment> {
    vec![Attachment::Note, Attachment::Label, Attachment::Callback, Attachment::Evidence]
}

/// Every kind of term. One that rules itself out (`-status:open,final`) is no term that is searched for.
fn terms() -> impl Strategy<Value = Term> {
    let currencies = select(vec![Currency::MXN, Currency::TZS, Currency::THB]);
    let products = select(vec![Product::Collect, Product::CashierDesk, Product::Payout]);
    prop_oneof![
        (value(), any::<bool>()).prop_map(|(text, not)| Term::Word(Word { text, exact: true, not })),
        ("[a-zé王]{1,6}(:[0-9]{1,2})?", any::<bool>())
            .prop_filter("no filter", |(text, _)| parse(text).parts[0].filter.is_none())
            .prop_map(|(text, not)| Term::Word(Word { text, exact: false, not })),
        amounts().prop_map(Term::Amount),
        (days(), 0..3).prop_map(|(day, kind)| match kind {
            0 => Term::From(day),
            1 => Term::To(day),
            _ => Term::On(day),
        }),
        choice(statuses()).prop_map(Term::Status),
        choice(select(vec![Direction::Collect, Direction::Payout])).prop_map(Term::Direction),
        choice(products).prop_map(Term::Product),
        choice(currencies).prop_map(Term::Currency),
        choice(select(Flag::ALL.to_vec())).prop_map(Term::Flag),
        choice(select(marks())).prop_map(Term::Is),
        choice(select(attachments())).prop_map(Term::Has),
        (select(Field::ALL.to_vec()), choice(value()))
            .prop_map(|(field, choice)| Term::Text { field, choice }),
    ]
}

/// What a part asks for, its mistakes and hints, without places; contradictions depend on other parts and are left out.
fn meanings(query: &Query) -> Vec<(Option<Term>, Vec<MistakeKind>)> {
    let alone = |kind: &MistakeKind| {
        !matches!(
            kind,
            MistakeKind::Contradicts { .. } | MistakeKind::OnlyOne { .. } | MistakeKind::RangeTurned { .. }
        )
    };
    let mistakes = |n: usize| {
        let own = query.mistakes.iter().filter(move |mistake| mistake.part == Some(n));
        own.map(|mistake| mistake.kind.clone()).filter(alone).collect()
    };
    query.parts.iter().enumerate().map(|(n, part)| (part.term.clone(), mistakes(n))).collect()
}

/// The term of a text that has just one.
fn only_term(text: &str) -> Option<Term> {
    let query = parse(text);
    let mut terms = query.terms().cloned();
    terms.next().filter(|_| terms.next().is_none())
}

proptest! {
    #[test]
    fn no_text_panics_and_places_are_in_order(text in texts(), cursor in 0..200_usize) {
        let query = parse(&text);
        let mut end = 0;
        for part in &query.parts {
            prop_assert!(part.span.start >= end && part.span.end > part.span.start);
            prop_assert!(text.get(part.span.start..part.span.end).is_some());
            end = part.span.end;
        }
        prop_assert!(end <= text.len());
        for (part, span) in query.mistakes.iter().map(|mistake| (mistake.part, mistake.span))
            .chain(query.hints.iter().map(|hint| (Some(hint.part), hint.span)))
        {
            prop_assert!(text.get(span.start..span.end).is_some_and(|text| !text.is_empty()));
            let whole = part.and_then(|part| query.parts.get(part)).unwrap().span;
            prop_assert!(whole.start <= span.start && span.end <= whole.end);
        }
        let known = Known { labels: vec!["big late".to_owned()], ..Known::default() };
        let completion = complete(&text, cursor, &known);
        prop_assert!(text.get(completion.span.start..completion.span.end).is_some());
    }

    #[test]
    fn a_part_counts_or_its_mistake_is_told(text in texts()) {
        let query = parse(&text);
        for (n, part) in query.parts.iter().enumerate() {
            prop_assert!(part.counts || query.mistakes.iter().any(|mistake| mistake.part == Some(n)));
            prop_assert!(!part.counts || part.term.is_some());
        }
    }

    #[test]
    fn a_term_reads_back_as_itself(term in terms()) {
        let text = term.to_string();
        let query = parse(&text);
        let read: Vec<_> = query.parts.iter().map(|part| part.term.clone()).collect();
        prop_assert_eq!(read, vec![Some(term)], "{}", text);
    }

    #[test]
    fn the_canonical_text_asks_for_the_same(text in texts()) {
        let query = parse(&text);
        let again = parse(&query.canonical());
        prop_assert_eq!(&again.mistakes, &vec![]);
        prop_assert_eq!(&again.asked, &query.asked);
        prop_assert_eq!(again.canonical(), query.canonical());
        prop_assert_eq!(again.terms().collect::<Vec<_>>(), query.terms().collect::<Vec<_>>());
    }

    #[test]
    fn cutting_a_part_takes_away_exactly_that_part(text in texts(), n in 0..14_usize) {
        let query = parse(&text);
        if let Some(part) = query.parts.get(n) {
            let shorter = without(&text, part.span);
            let mut left = meanings(&query);
            left.remove(n);
            let read = parse(&shorter);
            prop_assert_eq!(meanings(&read), left, "{:?}", shorter);
            let slices = |text: &str, query: &Query| -> Vec<String> {
                query.parts.iter().map(|part| part.span.of(text).to_owned()).collect()
            };
            let mut pieces = slices(&text, &query);
            pieces.remove(n);
            prop_assert_eq!(slices(&shorter, &read), pieces);
        }
    }

    #[test]
    fn a_clicked_term_is_a_typed_one(text in texts(), term in terms()) {
        let longer = with(&text, &term);
        let (former, read) = (parse(&text), parse(&longer));
        if longer != text {
            let mut wanted: Vec<_> = meanings(&former).into_iter().map(|(term, _)| term).collect();
            wanted.push(Some(term.clone()));
            let terms: Vec<_> = meanings(&read).into_iter().map(|(term, _)| term).collect();
            prop_assert_eq!(terms, wanted, "{:?}", longer);
        }
        let exchanged = parse(&replaced(&text, &term));
        let same = exchanged.parts.iter().filter(|part| part.filter.is_some() && part.filter == term.filter());
        prop_assert_eq!(same.count(), usize::from(term.filter().is_some()));
        prop_assert!(exchanged.parts.iter().any(|part| part.term.as_ref() == Some(&term)));
    }

    #[test]
    fn quoted_text_stays_as_it_is(text in value()) {
        let quoted = format!("\"{}\"", text.replace('"', "\"\"").replace('“', "““").replace('”', "””"));
        let word = Word { text: text.clone(), exact: true, not: false };
        prop_assert_eq!(only_term(&quoted), Some(Term::Word(word)));
        let choice = Choice::any(vec![text]);
        prop_assert_eq!(only_term(&format!("label:{quoted}")), Some(Term::Text { field: Field::Label, choice }));
    }

    #[test]
    fn a_range_holds_what_it_says(range in amounts(), stored in any::<i64>()) {
        let amount = Amount::from_ten_thousandths(stored);
        let (least, most) = range.bounds();
        let within = least.is_none_or(|least| amount >= least) && most.is_none_or(|most| amount <= most);
        let said = match range {
            AmountRange::Exactly { amount: only } => amount == only,
            AmountRange::Between { from, to } => from <= amount && amount <= to,
            AmountRange::AtLeast { amount: least } => amount >= least,
            AmountRange::AtMost { amount: most } => amount <= most,
            AmountRange::Over { amount: over } => amount > over,
            AmountRange::Under { amount: under } => amount < under,
        };
        prop_assert_eq!(within, said);
    }
}
