//! CLABE against real numbers, the documents' samples and every single slip of the finger.

use proptest::prelude::*;
use reference::banks::BankStatus;
use reference::clabe::{self, ClabeError};

/// Published numbers: the sample of a later edition of the CashFast document (cashfast.md §6.3), and the two
/// examples that most descriptions of the standard share.
#[rstest::rstest]
#[case::later_sample_of_cashfast("646180000030056845", "646", Some("STP"))]
#[case::published_example_banamex("002010077777777771", "002", Some("BANAMEX"))]
#[case::published_example_ixe("032180000118359719", "032", Some("IXE"))]
fn check_digits_of_published_numbers_agree(
    #[case] text: &str,
    #[case] code: &str,
    #[case] bank: Option<&str>,
) {
    let reading = clabe::read(text).unwrap();
    assert!(reading.check_digit_ok, "{reading:?}");
    assert_eq!(reading.bank_code, code);
    assert_eq!(reading.bank.map(|bank| bank.short_name), bank);
}

/// cashfast.md §6.3: the document's own sample fails, so a wrong check digit may only warn.
#[test]
fn the_sample_of_the_cashfast_document_is_read_and_its_check_digit_is_wrong() {
    let reading = clabe::read("131789685841234567").unwrap();
    assert!(!reading.check_digit_ok);
    assert_eq!((reading.bank_code.as_str(), reading.city_code.as_str()), ("131", "789"));
    assert_eq!(reading.account, "68584123456");
    assert_eq!(reading.bank.map(|bank| bank.status), Some(BankStatus::Past));
}

#[rstest::rstest]
#[case::as_grouped_here("646 180 00003005684 5")]
#[case::dashes("646-180-00003005684-5")]
#[case::no_break_spaces("646\u{a0}180\u{a0}00003005684\u{a0}5")]
#[case::typographic_dashes("646–180–00003005684–5")]
#[case::invisible_marks_of_a_chat_program("\u{200e}646180000030056845\u{200f}\n")]
fn separators_are_passed_over(#[case] text: &str) {
    let reading = clabe::read(text).unwrap();
    assert_eq!(reading.digits, "646180000030056845");
    assert_eq!(reading.grouped(), "646 180 00003005684 5");
}

#[test]
fn what_is_not_a_clabe_is_told_why() {
    assert_eq!(clabe::read(""), Err(ClabeError::WrongLength { digits: 0 }));
    assert_eq!(clabe::read("64618000003005684"), Err(ClabeError::WrongLength { digits: 17 }));
    assert_eq!(clabe::read("6461800000300568450"), Err(ClabeError::WrongLength { digits: 19 }));
    assert_eq!(clabe::read("64618000003005684X"), Err(ClabeError::NotDigits { found: 'X' }));
    assert_eq!(
        clabe::read("٦٤٦180000030056845"),
        Err(ClabeError::NotDigits { found: '٦' }),
        "not our digits"
    );
    assert_eq!(clabe::read("131").unwrap_err().to_string(), "a CLABE has 18 digits; this has 3");
}

#[test]
fn check_digits_need_seventeen_digits() {
    assert_eq!(clabe::check_digit("64618000003005684"), Some(5));
    assert_eq!(clabe::check_digit("00000000000000000"), Some(0));
    assert_eq!(clabe::check_digit("6461800000300568"), None);
    assert_eq!(clabe::check_digit("6461800000300568x"), None);
    assert_eq!(clabe::check_digit("646180000030056é"), None);
}

#[test]
fn grouping_works_while_typing() {
    assert_eq!(clabe::group(""), "");
    assert_eq!(clabe::group("64"), "64");
    assert_eq!(clabe::group("6461"), "646 1");
    assert_eq!(clabe::group("6461800"), "646 180 0");
    assert_eq!(
        clabe::group("64618000003005684512"),
        "646 180 00003005684 5 12",
        "too many digits stay visible"
    );
    assert_eq!(clabe::group("646x"), "646x", "what is not digits is left alone");
}

#[test]
fn an_unknown_bank_code_is_no_error() {
    let first_17 = "99918000003005684";
    let digit = clabe::check_digit(first_17).unwrap();
    let reading = clabe::read(&format!("{first_17}{digit}")).unwrap();
    assert!(reading.check_digit_ok && reading.bank.is_none());
}

proptest! {
    #[test]
    fn any_single_wrong_digit_is_caught(first_17 in "[0-9]{17}", at in 0_usize..18, other in 1_u32..10) {
        let check = clabe::check_digit(&first_17).unwrap();
        let right = format!("{first_17}{check}");
        prop_assert!(clabe::read(&right).unwrap().check_digit_ok);
        let wrong: String = right
            .chars()
            .enumerate()
            .map(|(index, digit)| {
                let digit = digit.to_digit(10).unwrap();
                char::from_digit(if index == at { (digit + other) % 10 } else { digit }, 10).unwrap()
            })
            .collect();
        prop_assert!(!clabe::read(&wrong).unwrap().check_digit_ok, "{right} {wrong}");
    }

    #[test]
    fn reading_what_was_grouped_gives_the_same(digits in "[0-9]{18}") {
        let reading = clabe::read(&digits).unwrap();
        prop_assert_eq!(clabe::read(&reading.grouped()).unwrap(), reading);
    }
}
