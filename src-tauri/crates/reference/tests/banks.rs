//! The table of Mexican banks is read whole and found by code and name.

use reference::banks::{self, BankStatus};

#[test]
fn every_row_of_the_table_is_read() {
    let rows =
        include_str!("../data/mx_bank_codes.csv").lines().skip(2).filter(|line| !line.is_empty()).count();
    assert_eq!(banks::mexico().len(), rows);
    let current = banks::mexico().iter().filter(|bank| bank.status == BankStatus::Current).count();
    assert_eq!(current, 97, "as many as the central bank's list has");
    assert!(banks::mexico().iter().all(|bank| !bank.short_name.is_empty()));
}

/// The search by code is binary: it needs the order.
#[test]
fn codes_are_three_digits_in_rising_order() {
    let codes: Vec<_> = banks::mexico().iter().map(|bank| bank.code).collect();
    assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())));
    assert!(codes.is_sorted_by(|one, next| one < next));
    assert!(codes.iter().all(|code| banks::by_code(code).is_some_and(|bank| bank.code == *code)));
}

#[test]
fn codes_that_nobody_has_are_not_found() {
    for code in ["", "999", "64", "6461", "646 ", "abc", "६४६"] {
        assert!(banks::by_code(code).is_none(), "{code}");
    }
}

#[test]
fn one_row_in_full() {
    let bank = banks::by_code("132").unwrap();
    assert_eq!((bank.short_name, bank.spei_key), ("MULTIVA BANCO", Some("40132")));
    assert_eq!(bank.document_names, ["MULTIVA", "MULTIVA BANCO"]);
    assert_eq!((bank.status, bank.note), (BankStatus::Current, "document lists both names"));
    assert_eq!(banks::by_code("022").unwrap().spei_key, None);
    assert_eq!(banks::by_code("846").unwrap().status, BankStatus::Test);
    assert_eq!(banks::by_code("872").unwrap().status, BankStatus::Secondary);
}

#[rstest::rstest]
#[case::exact("STP", Some("646"))]
#[case::small_letters_and_accents(" bbva México ", Some("012"))]
#[case::second_name_of_the_document("Multiva", Some("132"))]
#[case::former_name_in_the_document("akala", Some("638"))]
#[case::present_name("NUBANK", Some("638"))]
#[case::mixed_case_in_the_table("MERCADO PAGO W", Some("722"))]
#[case::unknown("Banco de Nadie", None)]
#[case::empty(" ", None)]
#[case::not_latin("银行", None)]
fn banks_are_found_by_any_of_their_names(#[case] name: &str, #[case] code: Option<&str>) {
    assert_eq!(banks::by_name(name).map(|bank| bank.code), code);
}

#[test]
fn every_name_finds_a_bank_of_that_name() {
    for bank in banks::mexico() {
        for name in std::iter::once(&bank.short_name).chain(&bank.document_names) {
            let found = banks::by_name(name).unwrap();
            let names = std::iter::once(&found.short_name).chain(&found.document_names);
            assert!(names.into_iter().any(|it| it.eq_ignore_ascii_case(name)), "{name}");
        }
    }
}
