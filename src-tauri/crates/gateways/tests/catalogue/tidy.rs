//! Tidying, and what must hold for any draft at all.

use std::collections::{BTreeMap, BTreeSet};

use gateways::BankLine;
use gateways::catalogue::{AmountOverride, LimitOverrides, Role, check_notify_url, markets};
use money::{Amount, Currency};
use orders::{Draft, Product};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use rstest::rstest;

use crate::drafts::{get, good, problems, with};

#[rstest]
#[case::spaces("6461 8000 0030 0568 45")]
#[case::dashes("646-180-00003005684-5")]
#[case::no_break_spaces("646\u{a0}180\u{202f}000030056845")]
#[case::invisible_marks("\u{200b}646180000030056845\u{feff}")]
#[case::typographic_dashes("646–180—000030056845")]
fn separators_go_from_accounts(#[case] typed: &str) {
    for (id, field, channel) in [("cashy-mx", "accountNo", None), ("cashfast-mx", "accountId", Some("BANK"))]
    {
        let draft = with(&good(id, Product::Payout, channel), field, typed);
        assert!(!problems(id, &draft).is_empty(), "{id}: untidied it is refused");
        let tidy = get(id).tidy(&draft);
        assert_eq!(tidy.field(field), Some("646180000030056845"));
        assert_eq!(problems(id, &tidy), []);
    }
}

#[rstest]
#[case::letters_keep_their_dashes("AB-77 x", "AB-77 x")]
#[case::only_dashes("---", "---")]
#[case::other_scripts("١٢٣ ٤٥٦", "١٢٣ ٤٥٦")]
fn what_is_not_digits_is_left_alone(#[case] typed: &str, #[case] kept: &str) {
    let draft = with(&good("cashfast-mx", Product::Payout, Some("BANK")), "accountId", typed);
    assert_eq!(get("cashfast-mx").tidy(&draft).field("accountId"), Some(kept));
}

#[test]
fn telephones_lose_their_brackets_and_keep_their_plus() {
    let draft = with(&good("cashy-th", Product::Collect, Some("411")), "phone", " +66 (98) 221-23.45 ");
    assert_eq!(get("cashy-th").tidy(&draft).field("phone"), Some("+66982212345"));
}

#[rstest]
#[case::clabe("cashy-mx", "646–180\u{a0}00003005684\u{2212}5", "646180000030056845")]
#[case::dots_where_digits_are_counted("cashfast-mx", "646.180.00003005684.5", "646180000030056845")]
#[case::dots_where_an_account_may_have_them("cashy-ph", "12.345.678-9", "12.345.678-9")]
#[case::wallet_with_its_country("cashy-tz", "\u{200e}+255 721 323 213", "721323213")]
#[case::wallet_with_its_zero("cashy-tz", "0721-323-213", "721323213")]
#[case::no_wallet_of_the_country("cashy-tz", "+254 721 323 213", "+254 721 323 213")]
#[case::letters("cashy-ph", " AB-12 ", "AB-12")]
fn accounts_of_files_are_spelt_as_drafts_have_them(
    #[case] id: &str,
    #[case] written: &str,
    #[case] spelt: &str,
) {
    let market = get(id);
    assert_eq!(market.tidy_account(Product::Payout, written), spelt);
    let field = market.product(Product::Payout).unwrap().role(Role::PayeeAccount).unwrap();
    let draft = with(&good(id, Product::Payout, None), &field.name, spelt);
    assert_eq!(market.tidy(&draft).field(&field.name), Some(spelt), "a draft keeps it so");
}

#[rstest]
#[case("255721323213")]
#[case("+255 721 323 213")]
#[case("0721323213")]
#[case("721-323-213")]
fn a_tanzanian_wallet_is_one_text_however_it_is_typed(#[case] typed: &str) {
    let tz = get("cashy-tz");
    for (product, field) in [(Product::Payout, "accountNo"), (Product::Collect, "mobileMoneyPhone")] {
        let channel = (product == Product::Collect).then_some("810");
        let tidy = tz.tidy(&with(&good("cashy-tz", product, channel), field, typed));
        assert_eq!(tidy.field(field), Some("721323213"));
        assert_eq!(tz.tidy(&tidy), tidy, "once is enough");
    }
    assert_eq!(
        tz.account_spellings(Product::Payout, typed)[..3],
        ["721323213", "0721323213", "255721323213"],
        "as it may stand in a ledger"
    );
    assert!(tz.account_spellings(Product::Payout, typed).contains(&typed.to_owned()));
    let abroad = with(&good("cashy-tz", Product::Payout, None), "accountNo", "+254721323213");
    assert_eq!(tz.tidy(&abroad).field("accountNo"), Some("+254721323213"));
}

/// Each is kept in a ledger once; whoever types any of the others has to find it, and all are sent as they were typed.
#[rstest]
#[case::egypt("cashy-eg", &[
    "01012345678", "+20 10 1234 5678", "+201012345678", "201012345678", "0020 10 1234 5678", "1012345678",
    "+20 (0)10-1234-5678", "010 1234 5678", "\u{200e}+20\u{a0}10\u{a0}1234\u{a0}5678",
])]
#[case::pakistan("cashy-pk", &["03001234567", "+92 300 1234567", "+92-300-1234567", "923001234567", "0300-1234567", "3001234567"])]
#[case::philippines("cashy-ph", &["09171234567", "+63 917 123 4567", "639171234567", "(0917) 123.4567", "9171234567"])]
#[case::colombia("cashy-co", &["3001234567", "+57 300 123 4567", "573001234567", "300 123 4567", "+573001234567"])]
#[case::brazil("cashy-br", &["+5511987654321", "+55 11 98765-4321", "+55 (11) 98765-4321", "11987654321", "(11) 98765-4321", "5511987654321", "011 98765 4321"])]
#[case::indonesia("cashy-id", &["081234567890", "+62 812-3456-7890", "6281234567890"])]
#[case::number_of_another_country("cashy-ph", &["+971 50 123 4567", "+971501234567", "971501234567"])]
#[case::mailbox("cashy-br", &["Ana.Lopez@Example.com", "ana.lopez@example.com", "ANA.LOPEZ@EXAMPLE.COM", "ana.lopez@example.com\u{200b}"])]
#[case::mailbox_elsewhere("cashy-co", &["Ana-Maria@Example.com", "ana-maria@example.com"])]
#[case::random_key("cashy-br", &["123E4567-E89B-12D3-A456-426614174000", "123e4567-e89b-12d3-a456-426614174000"])]
fn one_payee_in_free_text_is_found_however_it_is_typed(#[case] id: &str, #[case] spellings: &[&str]) {
    let market = get(id);
    for kept in spellings {
        let kept = market.tidy_account(Product::Payout, kept);
        for typed in spellings {
            let looked_for = market.account_spellings(Product::Payout, typed);
            assert!(looked_for.contains(&kept), "{kept} {typed} {looked_for:?}");
            assert!(
                looked_for.contains(&(*typed).to_owned()),
                "as such a row was kept before: {looked_for:?}"
            );
        }
        if kept.starts_with('+') || kept.contains('@') {
            let draft = with(&good(id, Product::Payout, None), "accountNo", &kept.to_uppercase());
            let sent = market.tidy(&draft);
            assert_eq!(sent.field("accountNo"), Some(kept.to_uppercase().as_str()), "sent as typed");
        }
    }
}

#[test]
fn a_plus_and_two_zeros_mean_the_same_before_a_number_of_another_country() {
    let looked_for = |typed| get("cashy-ph").account_spellings(Product::Payout, typed);
    assert_eq!(
        looked_for("+971 50 1234567"),
        ["+971501234567", "971501234567", "00971501234567", "+971 50 1234567"]
    );
    assert_eq!(looked_for("00971501234567"), ["00971501234567", "+971501234567"]);
}

#[test]
fn what_is_looked_for_is_not_what_is_sent() {
    for (id, typed) in [("cashy-eg", "+20 10 1234 5678"), ("cashy-br", "Ana@Example.com")] {
        let tidy = get(id).tidy(&with(&good(id, Product::Payout, None), "accountNo", typed));
        assert_eq!(tidy.field("accountNo"), Some(typed));
    }
}

#[rstest]
#[case::another_number("cashy-eg", "01012345678", "01012345679")]
#[case::too_short_for_a_mobile("cashy-eg", "0101234567", "101234567")]
#[case::no_mobile_begins_so("cashy-eg", "0212345678", "212345678")]
#[case::zeros_of_a_bank_account("cashy-co", "0012345678", "12345678")]
#[case::bank_account_that_begins_as_the_country("cashy-co", "57123456789", "123456789")]
#[case::another_country("cashy-pk", "+93 300 1234567", "03001234567")]
#[case::dash_in_a_mailbox("cashy-br", "ana-maria@example.com", "anamaria@example.com")]
#[case::letters("cashy-ph", "AB-12", "AB12")]
#[case::letters_in_capitals("cashy-pk", "pk-36a", "PK-36A")]
#[case::cpf_that_is_no_mobile("cashy-br", "12345678909", "+5512345678909")]
#[case::company("cashy-br", "11222333000181", "+5511222333000181")]
fn two_accounts_are_not_one(#[case] id: &str, #[case] one: &str, #[case] other: &str) {
    let market = get(id);
    for (one, other) in [(one, other), (other, one)] {
        let kept = market.tidy_account(Product::Payout, one);
        let looked_for = market.account_spellings(Product::Payout, other);
        assert!(!looked_for.contains(&kept), "{kept} {looked_for:?}");
    }
}

/// It is the one case in which two people's accounts are taken for one: eleven equal digits.
#[test]
fn a_cpf_that_could_be_a_mobile_number_is_looked_for_as_both() {
    let looked_for = get("cashy-br").account_spellings(Product::Payout, "11987654321");
    for spelling in ["11987654321", "+5511987654321"] {
        assert!(looked_for.contains(&spelling.to_owned()), "{looked_for:?}");
    }
}

#[test]
fn telephones_of_files_are_spelt_as_drafts_have_them() {
    assert_eq!(get("cashy-th").tidy_phone(Product::Collect, " (+66) 98–221\u{200b}-23.45 "), "+66982212345");
    assert_eq!(get("cashfast-mx").tidy_phone(Product::Payout, "+52 55 1234"), "+52551234", "no such field");
    assert_eq!(get("cashy-th").tidy_phone(Product::Collect, "none"), "none");
}

#[test]
fn names_and_remarks_are_only_trimmed() {
    let draft = with(&good("cashy-mx", Product::Payout, None), "accountName", "  Ana-Maria  de la O  ");
    let draft = with(&draft, "remark", " 12-34 ");
    let tidy = get("cashy-mx").tidy(&draft);
    assert_eq!(tidy.fields.get("accountName").map(String::as_str), Some("Ana-Maria  de la O"));
    assert_eq!(tidy.fields.get("remark").map(String::as_str), Some("12-34"));
}

#[test]
fn empty_fields_and_an_empty_channel_go_and_unknown_fields_stay_to_be_named() {
    let mut draft = with(&good("cashy-mx", Product::Payout, None), "email", "  ");
    draft.channel = Some(" ".to_owned());
    let tidy = get("cashy-mx").tidy(&with(&draft, "acountNo", " 1 "));
    assert!(!tidy.fields.contains_key("email"));
    assert_eq!(tidy.channel, None);
    assert_eq!(tidy.fields.get("acountNo").map(String::as_str), Some("1"));
}

/// Texts that come near to what fields hold, and texts that do not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-9 -]{0,24}",
        "[+]?[0-9() .-]{0,20}",
        "[a-z.]{0,8}@[a-z.]{0,8}",
        "https?://[a-z0-9.:/\\[\\]]{0,20}",
        "\\PC{0,300}",
        select(vec!["", "3", "40", "24", "true", "CLABE", "414", "300", "STP", "646180000030056845"])
            .prop_map(str::to_owned),
    ]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let names: Vec<String> = markets()
        .iter()
        .flat_map(|market| &market.products)
        .flat_map(|rules| &rules.fields)
        .map(|field| field.name.clone())
        .collect();
    let channels: Vec<Option<String>> = markets()
        .iter()
        .flat_map(|market| &market.products)
        .flat_map(|rules| &rules.channels)
        .map(|channel| Some(channel.value.clone()))
        .collect();
    let product = select(vec![Product::Collect, Product::CashierDesk, Product::Payout]);
    let channel = prop_oneof![Just(None), select(channels), text().prop_map(Some)];
    let currency = select(vec![Currency::MXN, Currency::TZS, Currency::THB]);
    let fields = proptest::collection::btree_map(prop_oneof![9 => select(names), 1 => text()], text(), 0..12);
    (product, channel, any::<i64>(), currency, fields).prop_map(
        |(product, channel, amount, currency, fields)| Draft {
            product,
            channel,
            amount: Amount::from_ten_thousandths(amount),
            currency,
            fields,
        },
    )
}

fn any_overrides() -> impl Strategy<Value = LimitOverrides> {
    let limit = || proptest::option::of(any::<i64>().prop_map(Amount::from_ten_thousandths));
    (limit(), limit(), text()).prop_map(|(min, max, channel)| LimitOverrides {
        amounts: BTreeMap::from([(Product::Payout, AmountOverride { min, max })]),
        extra_channels: BTreeMap::from([(Product::Collect, vec![channel])]),
    })
}

proptest! {
    #[test]
    fn no_draft_panics_and_every_finding_has_a_place(
        draft in any_draft(), overrides in any_overrides(), name in text(), code in proptest::option::of(text())
    ) {
        let value = draft.fields.get("bankId").or_else(|| draft.fields.get("bankName")).cloned().unwrap_or_default();
        let bank = BankLine { value, name, code };
        for market in markets() {
            let check = market.check_with(&draft, &overrides, Some(&bank));
            for field in check.problems.iter().map(|found| &found.field).chain(check.warnings.iter().map(|found| &found.field)) {
                let is_place = ["amount", "channel", "product", "currency"].contains(&field.as_str());
                let is_field = market.product(draft.product).is_some_and(|rules| rules.field(field).is_some());
                assert!(is_place || is_field || draft.fields.contains_key(field), "{field}");
            }
            assert_eq!(check.is_sendable(), check.problems.is_empty());
        }
    }

    #[test]
    fn tidying_twice_changes_nothing(draft in any_draft()) {
        for market in markets() {
            let once = market.tidy(&draft);
            assert_eq!(market.tidy(&once), once);
        }
    }

    #[test]
    fn an_account_is_kept_as_it_is_looked_for(account in text()) {
        for market in markets() {
            let kept = market.tidy_account(Product::Payout, &account);
            assert_eq!(market.tidy_account(Product::Payout, &kept), kept, "{}", market.id);
            let looked_for = market.account_spellings(Product::Payout, &account);
            assert!(looked_for.contains(&kept) && looked_for.contains(&account), "{} {looked_for:?}", market.id);
            assert_eq!(looked_for.iter().collect::<BTreeSet<_>>().len(), looked_for.len(), "each once");
        }
    }

    #[test]
    fn tidying_makes_no_new_problem(draft in any_draft()) {
        for market in markets() {
            let before = market.check(&draft, &LimitOverrides::default()).problems.len();
            let after = market.check(&market.tidy(&draft), &LimitOverrides::default()).problems.len();
            assert!(after <= before, "{} {draft:?}", market.id);
        }
    }

    #[test]
    fn no_callback_address_panics(url in text(), practice in any::<bool>()) {
        for market in markets() {
            let _verdict = check_notify_url(market, &url, practice);
        }
    }
}
