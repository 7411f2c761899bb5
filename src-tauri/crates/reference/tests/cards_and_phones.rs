//! Cards, telephones and ASCII by example: the documents' samples, the networks' published test numbers and
//! the spellings people use.

use proptest::prelude::*;
use reference::card::{self, CardBrand};
use reference::phone::{self, PhoneError, TanzanianOperator};
use reference::{ascii, clabe};

#[rstest::rstest]
#[case::visa("4111111111111111", Some(CardBrand::Visa))]
#[case::visa_grouped("4242 4242 4242 4242", Some(CardBrand::Visa))]
#[case::mastercard("5555555555554444", Some(CardBrand::Mastercard))]
#[case::mastercard_of_the_two_series("2223003122003222", Some(CardBrand::Mastercard))]
#[case::american_express("378282246310005", Some(CardBrand::AmericanExpress))]
#[case::another_network("6011111111111117", None)]
fn published_test_cards_pass(#[case] text: &str, #[case] brand: Option<CardBrand>) {
    assert!(card::luhn(text));
    assert_eq!(card::brand(text), brand);
}

#[test]
fn what_is_no_card_fails_luhn() {
    for text in [
        "",
        "0",
        "00000000000",
        "4111111111111112",
        "411111111111111x",
        "41111111111111111111",
        "４１１１１１１１１１１１１１１１",
    ] {
        assert!(!card::luhn(text), "{text}");
    }
    assert_eq!(card::brand("41"), None, "too short to tell");
    assert_eq!(CardBrand::AmericanExpress.name(), "American Express");
}

#[test]
fn cards_are_grouped_by_four_while_typing() {
    assert_eq!(card::group("4111111111111111"), "4111 1111 1111 1111");
    assert_eq!(card::group("41111"), "4111 1");
    assert_eq!(card::group("4111-1111 11"), "4111 1111 11");
}

#[rstest::rstest]
#[case::sample_of_the_cashy_document("721323213")]
#[case::with_zero("0721323213")]
#[case::country_code("255721323213")]
#[case::plus("+255 721 323 213")]
#[case::zero_zero("00255-721-323-213")]
#[case::zero_in_brackets("+255 (0) 721 323 213")]
#[case::pasted_with_marks("\u{202a}+255 721 323 213\u{202c}")]
fn tanzanian_spellings_mean_the_same_number(#[case] text: &str) {
    let phone = phone::tanzania(text).unwrap();
    assert_eq!(phone.national, "721323213");
    assert_eq!((phone.local().as_str(), phone.international().as_str()), ("0721323213", "+255721323213"));
}

#[rstest::rstest]
#[case("0754123456", Some(TanzanianOperator::Vodacom))]
#[case("0784123456", Some(TanzanianOperator::Airtel))]
#[case("0652123456", Some(TanzanianOperator::Tigo))]
#[case("0773123456", Some(TanzanianOperator::Tigo))]
#[case("0621123456", Some(TanzanianOperator::Halotel))]
#[case("0732123456", Some(TanzanianOperator::Ttcl))]
#[case("0642123456", None)]
fn operators_are_guessed_by_prefix(#[case] text: &str, #[case] operator: Option<TanzanianOperator>) {
    assert_eq!(phone::tanzania(text).unwrap().operator, operator);
}

#[rstest::rstest]
#[case::empty("", PhoneError::WrongLength { digits: 0 })]
#[case::short("075412345", PhoneError::WrongLength { digits: 8 })]
#[case::long("+2557541234567", PhoneError::WrongLength { digits: 10 })]
#[case::fixed_line_of_dar_es_salaam("0222123456", PhoneError::NotMobile)]
#[case::kenya("+254754123456", PhoneError::OtherCountry { expected: "255" })]
#[case::letters("0754 CALL ME", PhoneError::NotDigits { found: 'C' })]
#[case::plus_inside("0754+123456", PhoneError::NotDigits { found: '+' })]
fn other_numbers_are_refused_with_the_reason(#[case] text: &str, #[case] error: PhoneError) {
    assert_eq!(phone::tanzania(text), Err(error));
}

#[rstest::rstest]
#[case::sample_of_the_cashy_document("0982212345")]
#[case::spaced("098-221-2345")]
#[case::plus("+66 98 221 2345")]
#[case::country_code("66982212345")]
#[case::spreadsheet_ate_the_zero("982212345")]
#[case::zero_after_country_code("+66 (0)98 221 2345")]
fn thai_spellings_mean_the_same_number(#[case] text: &str) {
    let phone = phone::thailand(text).unwrap();
    assert_eq!(phone.national, "982212345");
    assert_eq!((phone.local().as_str(), phone.international().as_str()), ("0982212345", "+66982212345"));
}

/// 066… and bare 66… exist in Thailand: `66` is then no country code.
#[test]
fn thai_numbers_that_begin_like_the_country_code() {
    assert_eq!(phone::thailand("0661234567").unwrap().national, "661234567");
    assert_eq!(phone::thailand("661234567").unwrap().national, "661234567");
    assert_eq!(phone::thailand("66661234567").unwrap().national, "661234567");
}

#[test]
fn thai_fixed_lines_and_other_countries_are_refused() {
    assert_eq!(phone::thailand("02 123 4567"), Err(PhoneError::WrongLength { digits: 8 }));
    assert_eq!(phone::thailand("0212345678"), Err(PhoneError::NotMobile));
    assert_eq!(phone::thailand("+255754123456"), Err(PhoneError::OtherCountry { expected: "66" }));
}

#[rstest::rstest]
#[case::spanish("Ñandú, pingüino: ¿qué?", Some("Nandu, pinguino: que?"))]
#[case::decomposed("Jose\u{301}", Some("Jose"))]
#[case::typographic("“Pago” – n.º 5…", Some("\"Pago\" - n.o 5..."))]
#[case::line_break("a\nb\u{a0}c", Some("a b c"))]
#[case::already_plain("Order 7 ~ ok", Some("Order 7 ~ ok"))]
#[case::empty("", Some(""))]
#[case::german("Straße", Some("Strasse"))]
#[case::thai("สมชาย", None)]
#[case::chinese("付款", None)]
#[case::emoji("ok 👍", None)]
#[case::control_character("a\u{7}b", None)]
fn texts_become_printable_ascii_or_are_left_to_a_person(#[case] text: &str, #[case] plain: Option<&str>) {
    assert_eq!(ascii::transliterate(text).as_deref(), plain);
}

proptest! {
    #[test]
    fn any_single_wrong_digit_of_a_card_is_caught(digits in "4[0-9]{14}", at in 0_usize..16, other in 1_u32..10) {
        let right = (0..10).map(|check| format!("{digits}{check}")).find(|card| card::luhn(card)).unwrap();
        let wrong: String = right
            .chars()
            .enumerate()
            .map(|(index, digit)| {
                let digit = digit.to_digit(10).unwrap();
                char::from_digit(if index == at { (digit + other) % 10 } else { digit }, 10).unwrap()
            })
            .collect();
        prop_assert!(!card::luhn(&wrong), "{right} {wrong}");
    }

    #[test]
    fn transliteration_gives_printable_ascii_and_changes_it_no_further(text in any::<String>()) {
        if let Some(plain) = ascii::transliterate(&text) {
            prop_assert!(ascii::is_printable(&plain));
            prop_assert_eq!(ascii::transliterate(&plain), Some(plain));
        }
    }

    #[test]
    fn spanish_always_has_a_likeness(text in "[ -~áéíóúüñÁÉÍÓÚÜÑ¡¿«»ºª]{0,40}") {
        prop_assert!(ascii::transliterate(&text).is_some());
    }

    #[test]
    fn no_text_makes_a_reader_panic_and_phones_have_nine_digits(text in any::<String>(), like in "[+0-9 ()-]{0,20}") {
        for text in [text, like] {
            for national in [
                phone::tanzania(&text).map(|phone| phone.national),
                phone::thailand(&text).map(|phone| phone.national),
            ].into_iter().flatten() {
                prop_assert!(national.len() == 9 && national.bytes().all(|byte| byte.is_ascii_digit()));
            }
            prop_assert!(!card::luhn(&text) || text.chars().filter(char::is_ascii_digit).count() >= 12);
            prop_assert!(card::brand(&text).is_none() || text.chars().filter(char::is_ascii_digit).count() >= 6);
            prop_assert!(clabe::check_digit(&text).is_none_or(|digit| digit < 10));
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            for grouped in [card::group(&text), clabe::group(&text)] {
                prop_assert_eq!(digits(&grouped), digits(&text), "grouping loses no digit");
            }
            if let Ok(reading) = clabe::read(&text) {
                prop_assert_eq!(reading.digits.len(), 18);
            }
        }
    }
}
