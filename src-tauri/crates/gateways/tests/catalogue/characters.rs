//! Characters, and the forms of e-mail, web and telephone fields.

use gateways::catalogue::{Charset, FieldKind, Problem, Warning};
use orders::Product;
use rstest::rstest;

use crate::drafts::{all_good, get, good, one, one_warning, problems, warnings, with};

fn bad(characters: &str, suggestion: Option<&str>) -> Problem {
    Problem::BadCharacters { characters: characters.to_owned(), suggestion: suggestion.map(str::to_owned) }
}

#[test]
fn no_field_of_any_market_takes_control_characters() {
    for (market, draft) in all_good() {
        for field in &market.product(draft.product).unwrap().fields {
            if !field.exists_for(draft.channel.as_deref()) {
                continue;
            }
            for control in ["a\u{0}b", "a\nb", "a\u{7f}b", "a\u{85}b", "a\u{202e}b"] {
                let found = problems(&market.id, &with(&draft, &field.name, control));
                let refused = found.iter().any(|(name, problem)| {
                    *name == field.name && matches!(problem, Problem::BadCharacters { .. })
                });
                assert!(refused, "{} {} {control:?} {found:?}", market.id, field.name);
            }
        }
    }
}

#[test]
fn a_pasted_line_break_is_offered_as_a_space() {
    let draft = good("cashy-th", Product::Payout, None);
    let pasted = with(&draft, "accountName", "สมชาย\nใจดี\u{202e}");
    assert_eq!(problems("cashy-th", &pasted), one("accountName", bad("\n\u{202e}", Some("สมชาย ใจดี"))));
}

#[test]
fn z18_every_cashy_remark_is_printable_ascii_of_32_with_an_offer() {
    for (market, draft) in all_good().into_iter().filter(|(market, _)| market.id.starts_with("cashy")) {
        let field = market.product(draft.product).unwrap().field("remark").unwrap();
        assert_eq!(
            (field.charset, field.max_length, field.required),
            (Charset::PrintableAscii, Some(32), true)
        );
        let accented = with(&draft, "remark", "Señora Peña ñ");
        assert_eq!(problems(&market.id, &accented), one("remark", bad("ñ", Some("Senora Pena n"))));
        let thai = with(&draft, "remark", "ขอบคุณ");
        assert!(matches!(
            problems(&market.id, &thai).as_slice(),
            [(name, Problem::BadCharacters { suggestion: None, .. })] if name == "remark"
        ));
        assert_eq!(problems(&market.id, &with(&draft, "remark", "~!\"#$%&'()*+,-./:;<=>?@[]^_`{|}")), []);
        let long = with(&draft, "remark", &"x".repeat(33));
        assert_eq!(problems(&market.id, &long), one("remark", Problem::TooLong { max: 32, have: 33 }));
    }
}

#[test]
fn cashfast_remarks_are_longer_and_free() {
    let draft = good("cashfast-mx", Product::Payout, Some("BANK"));
    assert_eq!(problems("cashfast-mx", &with(&draft, "remark", &"ñ".repeat(255))), []);
    let long = with(&draft, "remark", &"ñ".repeat(256));
    assert_eq!(problems("cashfast-mx", &long), one("remark", Problem::TooLong { max: 255, have: 256 }));
}

#[test]
fn z18_names_in_mexico_warn_and_are_never_refused_for_accents() {
    let draft = good("cashy-mx", Product::Payout, None);
    let named = with(&draft, "accountName", "José Núñez");
    assert_eq!(problems("cashy-mx", &named), []);
    let offered = Warning::UnusualCharacters {
        characters: "éúñ".to_owned(),
        suggestion: Some("Jose Nunez".to_owned()),
    };
    assert!(warnings("cashy-mx", &named).contains(&("accountName".to_owned(), offered)));
    let pay_in = with(&good("cashy-mx", Product::Collect, Some("69")), "realName", "Ana Muñoz");
    assert_eq!(problems("cashy-mx", &pay_in), []);
    assert!(warnings("cashy-mx", &pay_in).iter().any(|(name, _)| name == "realName"));
    // Elsewhere a name is what it is.
    assert_eq!(
        warnings("cashy-th", &with(&good("cashy-th", Product::Payout, None), "accountName", "สมชาย ใจดี")),
        []
    );
}

#[rstest]
#[case::plain("ana@correo.mx", true)]
#[case::tagged("ana.lopez+pago@sub.correo.com.mx", true)]
#[case::no_at("ana.correo.mx", false)]
#[case::two_at("ana@lopez@correo.mx", false)]
#[case::no_mailbox("@correo.mx", false)]
#[case::no_host("ana@", false)]
#[case::no_dot("ana@correo", false)]
#[case::empty_label("ana@correo..mx", false)]
#[case::trailing_dot("ana@correo.mx.", false)]
#[case::space_inside("ana lopez@correo.mx", false)]
#[case::comma_for_dot("ana@correo,mx", false)]
#[case::two_addresses("a@b.mx,c@d.mx", false)]
#[case::dotted_end("ana.@correo.mx", false)]
#[case::name_and_address("Ana <ana@correo.mx>", false)]
fn e_mail_addresses(#[case] text: &str, #[case] taken: bool) {
    let expected = if taken { Vec::new() } else { one("email", Problem::NotAnEmail) };
    assert_eq!(
        problems("cashy-th", &with(&good("cashy-th", Product::Collect, Some("411")), "email", text)),
        expected
    );
}

#[rstest]
#[case::https("https://shop.example/thanks?order=1", true)]
#[case::http_with_port("http://192.168.1.135:30001", true)]
#[case::no_scheme("shop.example/thanks", false)]
#[case::script("javascript:alert(1)", false)]
#[case::file("file:///etc/passwd", false)]
#[case::no_host("https://", false)]
#[case::space("https://shop.example/a b", false)]
#[case::mail("mailto:ana@correo.mx", false)]
fn web_addresses(#[case] text: &str, #[case] taken: bool) {
    let expected = if taken { Vec::new() } else { one("returnUrl", Problem::NotAnUrl) };
    for (id, product, channel) in
        [("cashfast-mx", Product::Collect, Some("BANK")), ("cashy-tz", Product::CashierDesk, None)]
    {
        assert_eq!(problems(id, &with(&good(id, product, channel), "returnUrl", text)), expected, "{id}");
    }
}

#[rstest]
#[case::local("0982212345", true, false)]
#[case::international("+66982212345", true, false)]
#[case::spaced("+66 98 221 2345", true, false)]
#[case::of_another_country("6285767828472", true, true)]
#[case::fixed_line("021234567", true, true)]
#[case::letters("call me", false, false)]
#[case::too_short("1234", false, false)]
#[case::too_long("1234567890123456", false, false)]
#[case::plus_inside("098+2212345", false, false)]
fn thai_telephones(#[case] text: &str, #[case] taken: bool, #[case] unusual: bool) {
    let draft = with(&good("cashy-th", Product::Collect, Some("411")), "phone", text);
    assert_eq!(
        problems("cashy-th", &draft),
        if taken { Vec::new() } else { one("phone", Problem::NotAPhone) }
    );
    let expected = if unusual { one_warning("phone", Warning::UnusualPhone) } else { Vec::new() };
    assert_eq!(warnings("cashy-th", &draft), expected);
}

#[test]
fn tanzanian_telephones_may_carry_the_country_code_and_mexican_ones_are_not_judged() {
    let desk = good("cashy-tz", Product::CashierDesk, None);
    assert_eq!(warnings("cashy-tz", &with(&desk, "phone", "+255754123456")), []);
    assert_eq!(
        warnings("cashy-tz", &with(&desk, "phone", "57319312345")),
        one_warning("phone", Warning::UnusualPhone)
    );
    let payout = with(&good("cashy-mx", Product::Payout, None), "phone", "6285767828472");
    assert_eq!(warnings("cashy-mx", &payout), []);
    assert!(
        get("cashy-mx").product(Product::Payout).unwrap().field("phone").unwrap().kind == FieldKind::Phone
    );
}
