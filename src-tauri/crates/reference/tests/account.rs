//! Account numbers in pasted texts.

use proptest::prelude::*;
use reference::account::{AccountKind, recognise};
use reference::clabe;

/// What is found, likeliest first, as `(kind, digits, ok)`.
fn found(text: &str) -> Vec<(AccountKind, String, bool)> {
    recognise(text).into_iter().map(|it| (it.kind, it.digits, it.ok)).collect()
}

fn one(kind: AccountKind, digits: &str, ok: bool) -> Vec<(AccountKind, String, bool)> {
    vec![(kind, digits.to_owned(), ok)]
}

#[rstest::rstest]
#[case::alone("646180000030056845")]
#[case::in_a_chat("Hola! mi CLABE es: 646 180 00003005684 5, a nombre de José. Gracias")]
#[case::by_fours("6461 8000 0030 0568 45")]
#[case::dashes("646-180-00003005684-5")]
#[case::glued_to_a_word("CLABE646180000030056845")]
#[case::no_break_spaces("Cuenta\u{a0}646\u{a0}180\u{a0}00003005684\u{a0}5")]
#[case::direction_marks("\u{200e}646180000030056845\u{200e}")]
#[case::with_an_amount("Monto $1,500.00 MXN\nCLABE\t646180000030056845\nFecha 2026-09-11 10:22:33")]
fn a_clabe_is_found(#[case] text: &str) {
    assert_eq!(found(text), one(AccountKind::Clabe, "646180000030056845", true));
}

/// The document's own sample: shown with its wrong check digit, also beside the card that its beginning
/// could by chance be.
#[test]
fn a_clabe_with_a_wrong_check_digit_is_shown_as_such() {
    assert_eq!(found("131789685841234567"), one(AccountKind::Clabe, "131789685841234567", false));
    let by_fours = found("1317 8968 5841 2345 67");
    assert!(by_fours.contains(&(AccountKind::Clabe, "131789685841234567".to_owned(), false)), "{by_fours:?}");
}

#[test]
fn a_clabe_with_a_digit_too_few_or_too_many_is_none() {
    assert!(found("64618000003005684").is_empty());
    assert!(found("6461800000300568450").is_empty());
}

#[rstest::rstest]
#[case::alone("4111111111111111", "4111111111111111", true)]
#[case::grouped("Tarjeta: 4111 1111 1111 1111 (Visa)", "4111111111111111", true)]
#[case::wrong_digit("4111 1111 1111 1112", "4111111111111112", false)]
#[case::fifteen_digits("3782 822463 10005", "378282246310005", true)]
#[case::security_code_behind_it("4111 1111 1111 1111 123", "4111111111111111", true)]
fn a_card_is_found(#[case] text: &str, #[case] digits: &str, #[case] ok: bool) {
    assert_eq!(found(text), one(AccountKind::Card, digits, ok));
}

/// Eighteen digits in a row may also be a mistyped CLABE: that is said too, behind the card that agrees.
#[test]
fn a_card_with_its_expiry_is_a_card_first() {
    let found = found("4111 1111 1111 1111 12/28");
    assert_eq!(found.first(), Some(&(AccountKind::Card, "4111111111111111".to_owned(), true)));
    assert_eq!(found.last(), Some(&(AccountKind::Clabe, "411111111111111112".to_owned(), false)));
}

#[rstest::rstest]
#[case::plus("Lipa kwa +255 754 123 456 tafadhali", AccountKind::TanzanianPhone, "754123456")]
#[case::country_code("255754123456", AccountKind::TanzanianPhone, "754123456")]
#[case::thai_plus("+66 98 221 2345", AccountKind::ThaiPhone, "0982212345")]
#[case::bare_wallet("721323213", AccountKind::TanzanianPhone, "721323213")]
fn a_phone_is_found_first(#[case] text: &str, #[case] kind: AccountKind, #[case] digits: &str) {
    let first = found(text).into_iter().next();
    assert_eq!(first, Some((kind, digits.to_owned(), true)), "{:?}", found(text));
}

/// 06… is a mobile number in both countries, and ten digits are a Thai bank account too.
#[test]
fn what_can_be_several_things_is_given_as_each() {
    let kinds: Vec<_> = recognise("0612345678").into_iter().map(|it| (it.kind, it.digits)).collect();
    assert_eq!(
        kinds,
        [
            (AccountKind::TanzanianPhone, "612345678".to_owned()),
            (AccountKind::ThaiPhone, "0612345678".to_owned()),
            (AccountKind::Plain, "0612345678".to_owned()),
        ]
    );
    assert_eq!(found("123-4-56789-0"), one(AccountKind::Plain, "1234567890", true), "as Thai banks print it");
}

#[test]
fn several_accounts_in_one_text_are_all_found() {
    let text = "646180000030056845 o tarjeta 4111 1111 1111 1111, tel. +255 754 123 456";
    let kinds: Vec<_> = recognise(text).into_iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [AccountKind::Clabe, AccountKind::Card, AccountKind::TanzanianPhone]);
    let side_by_side = found("646180000030056845 4111111111111111");
    assert_eq!(side_by_side.len(), 2, "{side_by_side:?}");
    assert_eq!(found("646180000030056845 646180000030056845").len(), 1, "the same one twice is one");
}

#[rstest::rstest]
#[case::nothing("")]
#[case::words("please pay Juan Pérez")]
#[case::amount("MXN 1,500.00")]
#[case::dates("2026-09-11 10:22:33 2026-09-12 11:00:00")]
#[case::order_number("P20260911102233A")]
#[case::part_of_a_code("ref_0754123456x")]
#[case::kenya("+254 754 123 456")]
fn nothing_is_found_where_nothing_is(#[case] text: &str) {
    assert_eq!(found(text), []);
}

#[test]
fn a_book_is_read_to_its_limit_only() {
    let text = "12 ".repeat(2_000_000);
    assert_eq!(found(&text), []);
    assert_eq!(found(&format!("{}646180000030056845", " ".repeat(30_000))), []);
}

proptest! {
    #[test]
    fn any_text_is_survived_and_gives_digits_only(text in any::<String>(), digits in "[0-9 \\-+a\n]{0,80}") {
        for text in [text, digits] {
            for candidate in recognise(&text) {
                prop_assert!((9..=18).contains(&candidate.digits.len()), "{:?}", candidate);
                prop_assert!(candidate.digits.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }

    #[test]
    fn a_right_clabe_is_found_first_however_it_is_spaced(
        first_17 in "[0-9]{17}",
        breaks in proptest::collection::btree_set(1_usize..18, 0..6),
        separator in prop_oneof![Just(' '), Just('-'), Just('\u{a0}')],
        around in ("[a-zA-Z :]{0,20}", "[ ,.a-z]{0,20}"),
    ) {
        let clabe = format!("{first_17}{}", clabe::check_digit(&first_17).unwrap());
        let mut spaced = String::new();
        for (at, digit) in clabe.chars().enumerate() {
            if breaks.contains(&at) {
                spaced.push(separator);
            }
            spaced.push(digit);
        }
        let text = format!("{}{spaced}{}", around.0, around.1);
        let first = found(&text).into_iter().next();
        prop_assert_eq!(first, Some((AccountKind::Clabe, clabe, true)), "{}", text);
    }
}
