//! Presence, choices, channels, lengths and the forms of single fields.

use gateways::catalogue::{FieldKind, LimitOverrides, Problem, Role, Warning};
use orders::{Draft, Product};
use rstest::rstest;

use crate::drafts::{
    STP_CLABE, all_good, filling, get, good, one, one_warning, pairs, problems, warnings, with, without,
};

#[test]
fn a_good_draft_of_every_market_has_no_problem() {
    for (market, draft) in all_good() {
        assert_eq!(problems(&market.id, &draft), [], "{} {draft:?}", market.id);
        assert_eq!(market.tidy(&draft), draft, "{}", market.id);
    }
}

#[test]
fn every_optional_field_may_be_given() {
    for (market, draft) in all_good() {
        let mut full = draft.clone();
        for field in &market.product(draft.product).unwrap().fields {
            if field.exists_for(draft.channel.as_deref()) {
                let text = filling(market, field, &full);
                full.fields.insert(field.name.clone(), text);
            }
        }
        assert_eq!(problems(&market.id, &full), [], "{} {full:?}", market.id);
    }
}

#[test]
fn every_required_field_is_missed_at_its_place() {
    let mut missed = 0;
    for (market, draft) in all_good() {
        for name in draft.fields.keys() {
            let absent = problems(&market.id, &without(&draft, name));
            assert!(absent.contains(&(name.clone(), Problem::Required)), "{} {name}", market.id);
            assert!(absent.iter().all(|(field, _)| field == name), "{} {name} {absent:?}", market.id);
            assert_eq!(problems(&market.id, &with(&draft, name, " \t ")), absent, "{} {name}", market.id);
            missed += 1;
        }
    }
    assert!(missed > 250, "only {missed}");
}

#[test]
fn every_length_is_counted_in_characters_and_inclusive() {
    let mut lengths = 0;
    for (market, draft) in all_good() {
        for field in &market.product(draft.product).unwrap().fields {
            let Some(max) = field.max_length else { continue };
            if !field.exists_for(draft.channel.as_deref()) || !field.digits_when.is_empty() {
                continue;
            }
            let Some(longest) = of_length(field.kind, usize::try_from(max).unwrap()) else { continue };
            let place = format!("{} {}", market.id, field.name);
            assert_eq!(problems(&market.id, &with(&draft, &field.name, &longest)), [], "{place}");
            let longer = of_length(field.kind, usize::try_from(max).unwrap() + 1).unwrap();
            let too_long = Problem::TooLong { max, have: max + 1 };
            assert_eq!(
                problems(&market.id, &with(&draft, &field.name, &longer)),
                one(&field.name, too_long),
                "{place}"
            );
            lengths += 1;
        }
    }
    assert!(lengths > 200, "only {lengths}");
}

/// A well-formed text of exactly so many characters; `None` where the form itself allows no such length.
fn of_length(kind: FieldKind, length: usize) -> Option<String> {
    match kind {
        FieldKind::Text => Some("x".repeat(length)),
        FieldKind::Digits => Some("7".repeat(length)),
        FieldKind::Email => Some(format!("{}@correo.mx", "a".repeat(length - 10))),
        FieldKind::Url => Some(format!("https://shop.example/{}", "a".repeat(length - 21))),
        // Spaces are tidied away before the check, so a good number never comes near the limit.
        FieldKind::Phone => None,
        FieldKind::Choice
        | FieldKind::Bank
        | FieldKind::CollectBank
        | FieldKind::Toggle
        | FieldKind::Seconds => None,
    }
}

#[test]
fn lengths_are_characters_not_bytes() {
    let draft = good("cashfast-mx", Product::Payout, Some("BANK"));
    assert_eq!(problems("cashfast-mx", &with(&draft, "accountName", &"ñ".repeat(255))), []);
    let long = with(&draft, "accountName", &"ñ".repeat(256));
    assert_eq!(problems("cashfast-mx", &long), one("accountName", Problem::TooLong { max: 255, have: 256 }));
}

#[rstest]
#[case::cashy_mexico("cashy-mx", 40)]
#[case::cashy_tanzania("cashy-tz", 64)]
#[case::cashy_thailand("cashy-th", 32)]
fn the_contract_lengths_of_payee_names(#[case] id: &str, #[case] max: u32) {
    assert_eq!(
        get(id).product(Product::Payout).unwrap().role(Role::PayeeName).unwrap().max_length,
        Some(max)
    );
}

#[test]
fn a_field_that_nobody_has_is_named_and_an_empty_one_does_no_harm() {
    for (market, draft) in all_good() {
        for name in ["acountName", "notifyUrl", "mchOrderNo", "", "amount"] {
            let expected = one(name, Problem::NoSuchField);
            assert_eq!(problems(&market.id, &with(&draft, name, "x")), expected, "{} {name}", market.id);
            assert_eq!(problems(&market.id, &with(&draft, name, "  ")), [], "{} {name}", market.id);
        }
    }
}

#[test]
fn every_choice_is_taken_and_nothing_else() {
    for (market, draft) in all_good() {
        for field in &market.product(draft.product).unwrap().fields {
            let exists = field.exists_for(draft.channel.as_deref());
            if !exists || !matches!(field.kind, FieldKind::Choice | FieldKind::Toggle) {
                continue;
            }
            for wrong in ["99", "clabe", "TRUE", "1.0", "03"] {
                let found = problems(&market.id, &with(&draft, &field.name, wrong));
                assert!(found.contains(&(field.name.clone(), Problem::NotAChoice)), "{} {wrong}", market.id);
            }
            for choice in &field.choices {
                let found = problems(&market.id, &with(&draft, &field.name, &choice.value));
                assert!(found.iter().all(|(name, _)| *name != field.name), "{} {found:?}", market.id);
            }
        }
    }
}

#[test]
fn z9_an_account_type_is_not_carried_over_to_another_country() {
    let mexican = good("cashy-mx", Product::Payout, None);
    assert_eq!(mexican.field("accountType"), Some("40"));
    let there = Draft {
        currency: get("cashy-tz").currency,
        amount: "500".parse().unwrap(),
        ..without(&mexican, "bankId")
    };
    assert_eq!(problems("cashy-tz", &there), one("accountType", Problem::NotAChoice));
}

#[test]
fn channels_are_checked() {
    let draft = good("cashfast-mx", Product::Collect, Some("BANK"));
    let through = |channel: Option<&str>| Draft { channel: channel.map(str::to_owned), ..draft.clone() };
    assert_eq!(problems("cashfast-mx", &through(Some(" OXXO "))), []);
    assert_eq!(problems("cashfast-mx", &through(None)), one("channel", Problem::Required));
    assert_eq!(problems("cashfast-mx", &through(Some(" "))), one("channel", Problem::Required));
    assert_eq!(problems("cashfast-mx", &through(Some("oxxo"))), one("channel", Problem::NotAChoice));
    let payout = good("cashy-mx", Product::Payout, None);
    let odd = Draft { channel: Some("69".to_owned()), ..payout };
    assert_eq!(problems("cashy-mx", &odd), one("channel", Problem::NoSuchField));
}

#[test]
fn an_account_may_have_channels_of_a_later_edition() {
    let draft =
        Draft { channel: Some("QRIS".to_owned()), ..good("cashfast-mx", Product::Collect, Some("BANK")) };
    assert_eq!(problems("cashfast-mx", &draft), one("channel", Problem::NotAChoice));
    let mut added = LimitOverrides::default();
    added.extra_channels.insert(Product::Collect, vec!["QRIS".to_owned()]);
    assert_eq!(pairs(&get("cashfast-mx").check(&draft, &added)), []);
}

#[test]
fn lists_that_break_off_take_other_numbers_but_only_numbers() {
    let draft = good("cashy-id", Product::Collect, Some("21"));
    let through = |channel: &str| Draft { channel: Some(channel.to_owned()), ..draft.clone() };
    assert_eq!(problems("cashy-id", &through("43")), []);
    for wrong in ["BCA", "4.3", "-1", "043", "1e3"] {
        assert_eq!(problems("cashy-id", &through(wrong)), one("channel", Problem::NotAChoice), "{wrong}");
    }
}

#[test]
fn thailand_414_drops_the_payers_name_and_telephone() {
    let page = good("cashy-th", Product::Collect, Some("414"));
    assert!(page.field("realName").is_none() && page.field("phone").is_none());
    assert_eq!(problems("cashy-th", &page), []);
    let qr = Draft { channel: Some("412".to_owned()), ..page };
    assert_eq!(
        problems("cashy-th", &qr),
        [one("realName", Problem::Required), one("phone", Problem::Required)].concat()
    );
}

#[test]
fn colombia_157_alone_has_a_payers_bank() {
    let redirect = good("cashy-co", Product::Collect, Some("157"));
    assert!(redirect.field("bankId").is_some() && redirect.field("userType").is_some());
    let other = Draft { channel: Some("154".to_owned()), ..redirect.clone() };
    assert_eq!(
        problems("cashy-co", &other),
        [one("bankId", Problem::NoSuchField), one("userType", Problem::NoSuchField)].concat()
    );
    assert_eq!(problems("cashy-co", &get("cashy-co").tidy(&other)), []);
}

#[test]
fn only_mexico_takes_a_reusable_code() {
    for (id, product, channel, taken) in [
        ("cashy-mx", Product::Collect, Some("69"), true),
        ("cashy-tz", Product::CashierDesk, None, false),
        ("cashy-tz", Product::Collect, Some("810"), false),
        ("cashy-th", Product::Collect, Some("412"), false),
    ] {
        let expected = if taken { Vec::new() } else { one("reusableStatus", Problem::NotAChoice) };
        assert_eq!(
            problems(id, &with(&good(id, product, channel), "reusableStatus", "true")),
            expected,
            "{id}"
        );
    }
}

#[test]
fn expiry_is_a_whole_number_of_seconds_and_starts_at_an_hour() {
    let draft = good("cashy-tz", Product::CashierDesk, None);
    for wrong in ["0", "-1", "1.5", "1h", "+60", "060", "4294967296", "3 600"] {
        assert_eq!(
            problems("cashy-tz", &with(&draft, "expireTime", wrong)),
            one("expireTime", Problem::NotSeconds),
            "{wrong}"
        );
    }
    for right in ["1", "899", "3600", "4294967295"] {
        assert_eq!(problems("cashy-tz", &with(&draft, "expireTime", right)), [], "{right}");
    }
    let field = get("cashy-tz").product(Product::CashierDesk).unwrap().role(Role::ExpirySeconds).unwrap();
    assert_eq!(field.default.as_deref(), Some("3600"));
}

#[test]
fn z16_promptpay_dies_after_five_minutes() {
    let qr = good("cashy-th", Product::Collect, Some("412"));
    assert_eq!(warnings("cashy-th", &with(&qr, "expireTime", "300")), []);
    let longer = with(&qr, "expireTime", "301");
    assert_eq!(problems("cashy-th", &longer), []);
    assert_eq!(
        warnings("cashy-th", &longer),
        one_warning("expireTime", Warning::ExpiresSooner { seconds: 300 })
    );
    let transfer = good("cashy-th", Product::Collect, Some("411"));
    assert_eq!(warnings("cashy-th", &with(&transfer, "expireTime", "3600")), []);
}

#[test]
fn bank_ids_are_numbers_at_cashy_and_names_at_cashfast() {
    let draft = good("cashy-mx", Product::Payout, None);
    for wrong in ["BBVA", "-3", "07", "3.0"] {
        assert_eq!(
            problems("cashy-mx", &with(&draft, "bankId", wrong)),
            one("bankId", Problem::NotAChoice),
            "{wrong}"
        );
    }
    let draft = good("cashfast-mx", Product::Payout, Some("BANK"));
    assert_eq!(problems("cashfast-mx", &with(&draft, "bankName", "CoDi Valida")), []);
}

#[test]
fn what_later_editions_require_warns_when_empty() {
    let draft = good("cashfast-mx", Product::Payout, Some("BANK"));
    assert_eq!(warnings("cashfast-mx", &draft), one_warning("certificatesId", Warning::SoonRequired));
    assert_eq!(warnings("cashfast-mx", &with(&draft, "certificatesId", "330681199509245710")), []);
    let pay_in = good("cashy-mx", Product::Collect, Some("69"));
    assert_eq!(
        warnings("cashy-mx", &pay_in),
        [one_warning("phone", Warning::SoonRequired), one_warning("email", Warning::SoonRequired)].concat()
    );
}

#[test]
fn problems_come_in_the_forms_order() {
    let empty = Draft {
        fields: [("zzz".to_owned(), "1".to_owned())].into(),
        ..good("cashy-mx", Product::Payout, None)
    };
    let names: Vec<_> = problems("cashy-mx", &empty).into_iter().map(|(field, _)| field).collect();
    assert_eq!(names, ["accountName", "accountType", "accountNo", "bankId", "remark", "zzz"]);
}

#[test]
fn the_documents_own_samples_are_judged_by_the_tables() {
    // Z7: tables win over samples. Mexico: 13 digits as a card, and 60,000 above its own limit.
    let mut draft = good("cashy-mx", Product::Payout, None);
    for (name, text) in
        [("accountNo", "1234567891011"), ("accountType", "3"), ("bankId", "1"), ("phone", "6285767828472")]
    {
        draft = with(&draft, name, text);
    }
    draft.amount = "60000".parse().unwrap();
    assert_eq!(
        problems("cashy-mx", &draft),
        [
            one("amount", Problem::AboveMaximum { max: "15000".parse().unwrap() }),
            one("accountNo", Problem::WrongDigitCount { expected: 16, have: 13 }),
        ]
        .concat()
    );
    // CashFast's sample can be sent, with a word about its check digit.
    let mut draft = good("cashfast-mx", Product::Payout, Some("BANK"));
    for (name, text) in [
        ("accountName", "abc"),
        ("accountId", "131789685841234567"),
        ("bankName", "AZTECA2"),
        ("certificatesId", "330681199509245710"),
    ] {
        draft = with(&draft, name, text);
    }
    assert_eq!(problems("cashfast-mx", &draft), []);
    assert!(warnings("cashfast-mx", &draft).contains(&("accountId".to_owned(), Warning::CheckDigit)));
    assert_eq!(problems("cashfast-mx", &with(&draft, "accountId", STP_CLABE)), []);
}
