//! Tidying, and what must hold for any draft at all.

use std::collections::BTreeMap;

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
