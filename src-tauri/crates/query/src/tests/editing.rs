//! Clicking is the same as typing.

use crate::{FilterName, Term, cleared, parse, replaced, term_of, with, without, without_term};
use rstest::rstest;

fn term(text: &str) -> Term {
    parse(text).terms().next().unwrap().clone()
}

#[rstest]
#[case("", "status:unknown", "status:unknown")]
#[case("garcia ", "status:unknown", "garcia status:unknown")]
#[case("status:returned", "status:unknown", "status:returned status:unknown")]
#[case("x STATE:unknown y", "status:unknown", "x STATE:unknown y")]
#[case("\"san pe", "status:unknown", "\"san pe\" status:unknown")]
#[case("name:\"a\"\"", "status:unknown", "name:\"a\"\"\" status:unknown")]
#[case("x", "label:\"big, late\"", "x label:\"big, late\"")]
fn added(#[case] text: &str, #[case] addition: &str, #[case] expected: &str) {
    let addition = term(addition);
    let longer = with(text, &addition);
    assert_eq!(longer, expected);
    assert!(parse(&longer).terms().any(|term| *term == addition));
    assert_eq!(with(&longer, &addition), longer);
}

#[rstest]
#[case("garcia status:unknown x", "status:failed", "garcia status:failed x")]
#[case("status:unknown x -status:open y", "status:failed", "status:failed x y")]
#[case("x status:wrong", "status:failed", "x status:failed")]
#[case("x", "status:failed", "x status:failed")]
#[case("from:2026 x to:today", "on:today", "on:today x")]
#[case("on:2026 x", "from:today", "from:today x")]
#[case("from:2026 to:today", "from:-7d", "from:-7d to:today")]
#[case("amount:>40 amount:<60", "amount:50", "amount:50")]
#[case("garcia", "lopez", "garcia lopez")]
#[case("label:\"a", "label:b", "label:b")]
fn put_in_its_place(#[case] text: &str, #[case] addition: &str, #[case] expected: &str) {
    assert_eq!(replaced(text, &term(addition)), expected);
}

#[test]
fn a_term_without_values_only_takes_away() {
    let nothing = Term::Status(crate::Choice::any(Vec::new()));
    assert_eq!(replaced("x status:unknown y", &nothing), "x y");
    assert_eq!(with("x", &nothing), "x");
}

#[rstest]
#[case("garcia status:unknown lopez", 1, "garcia lopez")]
#[case("garcia, lopez", 0, ", lopez")]
#[case("\"a\"b\"c\"", 0, "b\"c\"")]
#[case("name:\"a\"-\"b\",c", 1, "name:\"a\" ,c")]
#[case("x \"open end", 0, "\"open end")]
#[case("x", 0, "")]
fn cut(#[case] text: &str, #[case] part: usize, #[case] expected: &str) {
    assert_eq!(without(text, parse(text).parts[part].span), expected);
}

#[rstest]
#[case("garcia status:unknown x -status:failed", FilterName::Status, "garcia x")]
#[case("amount:much 12 amount:>5", FilterName::Amount, "12")]
#[case("garcia", FilterName::Status, "garcia")]
fn cleared_of_a_filter(#[case] text: &str, #[case] filter: FilterName, #[case] expected: &str) {
    assert_eq!(cleared(text, filter), expected);
}

#[rstest]
#[case("is:needs_person x is:starred", "is:needs-person", "x is:starred")]
#[case("is:needs_person,starred x", "is:needs_person", "is:needs_person,starred x")]
#[case("-is:needs_person x", "is:needs_person", "-is:needs_person x")]
fn cleared_of_one_term(#[case] text: &str, #[case] gone: &str, #[case] expected: &str) {
    assert_eq!(without_term(text, &term(gone)), expected);
}

#[rstest]
#[case(FilterName::Status, &["unknown", "pending"], "status:unknown,waiting")]
#[case(FilterName::Account, &["Tienda \"Azul\", norte"], "account:\"Tienda \"\"Azul\"\", norte\"")]
#[case(FilterName::Amount, &["40..60"], "amount:40..60")]
#[case(FilterName::From, &["-7d"], "from:-7d")]
#[case(FilterName::Currency, &["mxn"], "currency:MXN")]
fn a_term_of_values(#[case] filter: FilterName, #[case] values: &[&str], #[case] expected: &str) {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let made = term_of(filter, &values).unwrap();
    assert_eq!(made.to_string(), expected);
    assert_eq!(parse(expected).parts[0].term.as_ref(), Some(&made));
    assert!(!made.is_turned_round());
}

#[test]
fn values_come_back_as_they_are() {
    let text = "-label:\"big, late\",vip";
    let made = term(text);
    assert_eq!(
        (made.values(), made.is_turned_round()),
        (vec!["big, late".to_owned(), "vip".to_owned()], true)
    );
    assert_eq!(term("garcia").values(), ["garcia"]);
    assert_eq!(term("status:pending").values(), ["waiting"]);
}

#[rstest]
#[case(FilterName::Status, &["lost"])]
#[case(FilterName::Amount, &["40", "50"])]
#[case(FilterName::From, &["someday"])]
#[case(FilterName::Status, &[])]
fn no_term_of_wrong_values(#[case] filter: FilterName, #[case] values: &[&str]) {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    assert_eq!(term_of(filter, &values), None);
}
