//! Accounts: digit counts by kind, check digits, the bank that a CLABE names, operators of wallets.

use gateways::BankLine;
use gateways::catalogue::{LimitOverrides, Problem, Warning};
use orders::{Draft, Product};
use rstest::rstest;

use crate::drafts::{
    CARD, STP_CLABE, get, good, one, one_warning, pairs, problems, warning_pairs, warnings, with,
};

const BBVA_CLABE: &str = "012180000030056848";

fn mexican(kind: &str, account: &str, bank: &str) -> Draft {
    let draft = good("cashy-mx", Product::Payout, None);
    with(&with(&with(&draft, "accountType", kind), "accountNo", account), "bankId", bank)
}

fn cashfast(kind: &str, account: &str, bank: &str) -> Draft {
    let draft = with(&good("cashfast-mx", Product::Payout, Some("BANK")), "certificatesId", "1");
    with(&with(&with(&draft, "accountType", kind), "accountId", account), "bankName", bank)
}

fn line(value: &str, name: &str, code: Option<&str>) -> BankLine {
    BankLine { value: value.to_owned(), name: name.to_owned(), code: code.map(str::to_owned) }
}

#[rstest]
#[case::clabe("40", 18)]
#[case::card("3", 16)]
fn cashy_mexico_counts_digits_by_account_type(#[case] kind: &str, #[case] expected: u32) {
    for have in [expected - 1, expected + 1] {
        let digits = "1".repeat(usize::try_from(have).unwrap());
        let wrong = Problem::WrongDigitCount { expected, have };
        assert_eq!(problems("cashy-mx", &mexican(kind, &digits, "38")), one("accountNo", wrong));
    }
    let exact = "1".repeat(usize::try_from(expected).unwrap());
    assert_eq!(problems("cashy-mx", &mexican(kind, &exact, "38")), []);
    let letters = mexican(kind, "12345678901234567A", "38");
    assert_eq!(problems("cashy-mx", &letters), one("accountNo", Problem::NotDigits));
}

#[rstest]
#[case::clabe("CLABE", 18)]
#[case::card("BANK_CARD", 16)]
fn cashfast_counts_digits_by_account_type(#[case] kind: &str, #[case] expected: u32) {
    for have in [expected - 1, expected + 1] {
        let digits = "1".repeat(usize::try_from(have).unwrap());
        let wrong = Problem::WrongDigitCount { expected, have };
        assert_eq!(problems("cashfast-mx", &cashfast(kind, &digits, "STP")), one("accountId", wrong));
    }
    assert_eq!(
        problems("cashfast-mx", &cashfast(kind, "no digits", "STP")),
        one("accountId", Problem::NotDigits)
    );
}

#[rstest]
#[case::spei("SPEI")]
#[case::net_banking("NET_BANKING")]
fn cashfast_has_no_digit_rule_for_the_other_types(#[case] kind: &str) {
    for account in ["1", "AB-77", "12345678901"] {
        let draft = cashfast(kind, account, "STP");
        assert_eq!(problems("cashfast-mx", &draft), [], "{kind} {account}");
        assert_eq!(warnings("cashfast-mx", &draft), [], "{kind} {account}");
    }
}

#[test]
fn wrong_check_digits_warn_and_never_block() {
    let wrong_clabe = "646180000030056846";
    assert_eq!(problems("cashy-mx", &mexican("40", wrong_clabe, "38")), []);
    assert_eq!(
        warnings("cashy-mx", &mexican("40", wrong_clabe, "38")),
        one_warning("accountNo", Warning::CheckDigit)
    );
    assert_eq!(warnings("cashy-mx", &mexican("40", STP_CLABE, "38")), []);
    assert_eq!(
        warnings("cashy-mx", &mexican("3", "4111111111111112", "38")),
        one_warning("accountNo", Warning::CheckDigit)
    );
    assert_eq!(warnings("cashy-mx", &mexican("3", CARD, "38")), []);
    assert_eq!(
        warnings("cashfast-mx", &cashfast("BANK_CARD", "4111111111111112", "STP")),
        one_warning("accountId", Warning::CheckDigit)
    );
}

#[test]
fn a_clabe_of_a_bank_that_nobody_knows_warns() {
    let found = warnings("cashy-mx", &mexican("40", "999180000030056845", "38"));
    assert!(found.contains(&("accountNo".to_owned(), Warning::UnknownBank)), "{found:?}");
}

#[test]
fn cashfast_knows_the_bank_by_its_name_without_the_list() {
    assert_eq!(warnings("cashfast-mx", &cashfast("CLABE", STP_CLABE, "STP")), []);
    let other = Warning::OtherBank { by_account: "STP".to_owned() };
    assert_eq!(
        warnings("cashfast-mx", &cashfast("CLABE", STP_CLABE, "BBVA MEXICO")),
        one_warning("accountId", other)
    );
    assert_eq!(warnings("cashfast-mx", &cashfast("CLABE", BBVA_CLABE, "BBVA MEXICO")), []);
    // A bank's second participant has the bank's ordinary CLABEs.
    assert_eq!(warnings("cashfast-mx", &cashfast("CLABE", BBVA_CLABE, "BBVA BANCOMER2")), []);
    // A name that we cannot place proves nothing.
    assert_eq!(warnings("cashfast-mx", &cashfast("CLABE", BBVA_CLABE, "BANCO NUEVO")), []);
}

#[test]
fn cashy_knows_the_bank_by_the_gateways_list() {
    let draft = mexican("40", STP_CLABE, "38");
    let with_bank = |bank: BankLine| {
        warning_pairs(&get("cashy-mx").check_with(&draft, &LimitOverrides::default(), Some(&bank)))
    };
    let other = one_warning("accountNo", Warning::OtherBank { by_account: "STP".to_owned() });
    assert_eq!(with_bank(line("38", "BBVA MEXICO", Some("40012"))), other);
    assert_eq!(with_bank(line("38", "BBVA MEXICO", None)), other);
    assert_eq!(with_bank(line("38", "STP", Some("90646"))), []);
    assert_eq!(with_bank(line("38", "SOMETHING", Some("x"))), []);
    // A line of another bank than the draft's is no evidence.
    assert_eq!(with_bank(line("39", "BBVA MEXICO", Some("40012"))), []);
}

#[test]
fn stp_takes_only_clabes() {
    let needs = one("accountType", Problem::BankNeedsAccountKind { kind: "CLABE (18 digits)".to_owned() });
    assert_eq!(problems("cashy-mx", &mexican("3", CARD, "24")), needs);
    assert_eq!(problems("cashy-mx", &mexican("40", STP_CLABE, "24")), []);
    assert_eq!(problems("cashy-mx", &mexican("3", CARD, "25")), []);
}

#[test]
fn the_gateways_own_list_says_which_bank_is_stp() {
    let check = |bank: &str, line: BankLine| {
        pairs(&get("cashy-mx").check_with(&mexican("3", CARD, bank), &LimitOverrides::default(), Some(&line)))
    };
    let needs = one("accountType", Problem::BankNeedsAccountKind { kind: "CLABE (18 digits)".to_owned() });
    assert_eq!(check("24", line("24", "STP", Some("90646"))), needs);
    assert_eq!(check("77", line("77", "STP", None)), needs);
    assert_eq!(check("24", line("24", "BBVA MEXICO", Some("40012"))), []);
    assert_eq!(check("24", line("24", "UNREADABLE", None)), needs);
}

#[test]
fn tanzanian_wallets_are_nine_digits_or_warn() {
    let draft = with(&good("cashy-tz", Product::Payout, None), "accountType", "3");
    assert_eq!(warnings("cashy-tz", &with(&draft, "accountNo", "754123456")), []);
    for unusual in ["0754123456", "255754123456", "75412345", "221234567"] {
        let found = with(&draft, "accountNo", unusual);
        assert_eq!(problems("cashy-tz", &found), [], "{unusual}");
        assert_eq!(
            warnings("cashy-tz", &found),
            one_warning("accountNo", Warning::UnusualPhone),
            "{unusual}"
        );
    }
    assert_eq!(
        problems("cashy-tz", &with(&draft, "accountNo", "+255754123456")),
        one("accountNo", Problem::NotDigits)
    );
    let desk = with(&good("cashy-tz", Product::CashierDesk, None), "mobileMoneyPhone", "0754123456");
    assert_eq!(warnings("cashy-tz", &desk), one_warning("mobileMoneyPhone", Warning::UnusualPhone));
    // The document's own example, of a prefix that no operator has.
    assert_eq!(warnings("cashy-tz", &with(&draft, "accountNo", "721323213")), []);
}

#[test]
fn a_wallet_of_another_operator_warns() {
    let other = Warning::OtherOperator { by_number: "Vodacom".to_owned() };
    let payout = with(&good("cashy-tz", Product::Payout, None), "accountNo", "754123456");
    assert_eq!(
        warnings("cashy-tz", &with(&payout, "accountType", "0")),
        one_warning("accountNo", other.clone())
    );
    assert_eq!(warnings("cashy-tz", &with(&payout, "accountType", "3")), []);
    let push =
        |channel| with(&good("cashy-tz", Product::Collect, Some(channel)), "mobileMoneyPhone", "754123456");
    assert_eq!(warnings("cashy-tz", &push("811")), one_warning("mobileMoneyPhone", other));
    assert_eq!(warnings("cashy-tz", &push("813")), []);
    assert_eq!(warnings("cashy-tz", &push("888")), []);
}
