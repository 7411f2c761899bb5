//! The data itself: what is shipped, and that every reference in it leads somewhere.

use gateways::Family;
use gateways::catalogue::{FieldKind, Origin, ProductRules, Role, WireType, market, markets};
use orders::Product;

use crate::drafts::{amount, get, good, one, problems, rules};
use gateways::catalogue::Problem;

/// What the wire adds by itself: never a form field.
pub(crate) const ADDED_ON_THE_WIRE: [&str; 12] = [
    "externalOrderId",
    "mchOrderNo",
    "orderNo",
    "orderId",
    "amount",
    "currencyAmount",
    "currency",
    "nonceStr",
    "notifyUrl",
    "channelType",
    "payType",
    "merchantId",
];

#[test]
fn the_four_contract_markets_are_confirmed_and_no_other() {
    let confirmed: Vec<_> =
        markets().iter().take_while(|market| market.confirmed).map(|market| market.id.as_str()).collect();
    assert_eq!(confirmed, ["cashfast-mx", "cashy-mx", "cashy-tz", "cashy-th"]);
    assert_eq!(markets().iter().filter(|market| market.confirmed).count(), 4);
    assert_eq!(markets().len(), 16);
    assert!(market("cashy-xx").is_none());
}

#[test]
fn the_contract_markets_offer_their_products() {
    let offered = |id: &str| get(id).products.iter().map(|rules| rules.product).collect::<Vec<_>>();
    assert_eq!(offered("cashfast-mx"), [Product::Collect, Product::Payout]);
    assert_eq!(offered("cashy-mx"), [Product::Collect, Product::Payout]);
    assert_eq!(offered("cashy-tz"), [Product::CashierDesk, Product::Collect, Product::Payout]);
    assert_eq!(offered("cashy-th"), [Product::Collect, Product::Payout]);
}

#[test]
fn ids_and_products_are_unique_and_countries_well_formed() {
    for market in markets() {
        let same = markets().iter().filter(|other| other.id == market.id).count();
        assert_eq!(same, 1, "{}", market.id);
        let family = if market.family == Family::CashFast { "cashfast" } else { "cashy" };
        assert_eq!(market.id, format!("{family}-{}", market.country.to_lowercase()));
        for rules in &market.products {
            let twins = market.products.iter().filter(|other| other.product == rules.product).count();
            assert_eq!(twins, 1, "{} {:?}", market.id, rules.product);
        }
    }
}

#[test]
fn z15_every_zone_is_an_offset() {
    for market in markets() {
        let time = format!("2026-01-01T00:00:00{}", market.zone).parse::<jiff::Timestamp>();
        assert!(time.is_ok() && market.zone.len() == 6, "{} {}", market.id, market.zone);
    }
}

#[test]
fn z15_zones_are_those_of_the_contract_chapter() {
    let zone = |id: &str| (get(id).zone.as_str(), get(id).zone_origin);
    assert_eq!(zone("cashfast-mx"), ("-06:00", Origin::Ours));
    assert_eq!(zone("cashy-mx"), ("-06:00", Origin::Ours));
    assert_eq!(zone("cashy-tz"), ("+03:00", Origin::Public));
    assert_eq!(zone("cashy-th"), ("+07:00", Origin::Ours));
    assert_eq!(zone("cashy-br"), ("-03:00", Origin::Ours));
}

#[test]
fn every_reference_leads_somewhere() {
    for market in markets() {
        for rules in &market.products {
            let place = format!("{} {:?}", market.id, rules.product);
            references_lead_somewhere(rules, &place);
            assert_eq!(
                rules.channels.is_empty() && !rules.channels_open,
                rules.channel_field.is_none(),
                "{place}"
            );
            if rules.channel_is_integer {
                assert!(rules.channels.iter().all(|channel| channel.value.parse::<u32>().is_ok()), "{place}");
            }
        }
    }
}

fn references_lead_somewhere(rules: &ProductRules, place: &str) {
    for field in &rules.fields {
        let place = format!("{place} {}", field.name);
        for channel in field.optional_for_channels.iter().chain(&field.only_for_channels) {
            assert!(rules.channel(channel).is_some(), "{place}: channel {channel}");
        }
        for rule in &field.digits_when {
            let chosen = rules.field(&rule.field).unwrap_or_else(|| panic!("{place}: no {}", rule.field));
            assert!(chosen.choice(&rule.value).is_some(), "{place}: {} is no {}", rule.value, rule.field);
            assert!(field.max_length.is_none_or(|max| max >= rule.digits), "{place}");
        }
    }
    for rule in &rules.bank_rules {
        assert!(
            rules.field(&rule.field).unwrap().choice(&rule.value).is_some(),
            "{place}: bank {}",
            rule.bank
        );
        assert!(reference::banks::by_code(&rule.clabe_code).is_some(), "{place}: bank {}", rule.bank);
    }
}

#[test]
fn every_field_is_whole() {
    for market in markets() {
        for rules in &market.products {
            for field in &rules.fields {
                let place = format!("{} {:?} {}", market.id, rules.product, field.name);
                let twins = rules.fields.iter().filter(|other| other.name == field.name).count();
                assert_eq!(twins, 1, "{place}");
                assert!(!ADDED_ON_THE_WIRE.contains(&field.name.as_str()), "{place}");
                let chooses = matches!(field.kind, FieldKind::Choice | FieldKind::Toggle);
                assert!(field.kind != FieldKind::Choice || !field.choices.is_empty(), "{place}");
                assert!(chooses || field.choices.is_empty(), "{place}");
                assert!(!(field.required && field.warn_when_empty), "{place}");
                assert_eq!(field.kind == FieldKind::Toggle, field.wire == WireType::Boolean, "{place}");
                if field.kind == FieldKind::Choice && field.wire == WireType::Integer {
                    assert!(
                        field.choices.iter().all(|choice| choice.value.parse::<u32>().is_ok()),
                        "{place}"
                    );
                }
                let is_free = matches!(
                    field.kind,
                    FieldKind::Text
                        | FieldKind::Digits
                        | FieldKind::Phone
                        | FieldKind::Email
                        | FieldKind::Url
                );
                let is_bank_name = field.kind == FieldKind::Bank && field.wire == WireType::Text;
                assert_eq!(
                    is_free || is_bank_name,
                    field.max_length.is_some(),
                    "{place}: a length, and only for text"
                );
            }
        }
    }
}

#[test]
fn payouts_say_who_and_where() {
    for market in markets() {
        let Some(rules) = market.product(Product::Payout) else { continue };
        for role in [Role::PayeeName, Role::AccountKind, Role::PayeeAccount] {
            assert!(rules.role(role).is_some_and(|field| field.required), "{} {role:?}", market.id);
        }
        assert_eq!(market.has_payout_banks, rules.role(Role::Bank).is_some(), "{}", market.id);
    }
}

#[test]
fn every_default_and_example_passes_the_check() {
    for (market, draft) in crate::drafts::all_good() {
        let rules = market.product(draft.product).unwrap();
        for field in rules.fields.iter().filter(|field| field.exists_for(draft.channel.as_deref())) {
            for text in field.default.iter().chain(&field.example) {
                let filled = crate::drafts::with(&draft, &field.name, text);
                assert_eq!(problems(&market.id, &filled), [], "{} {} {text}", market.id, field.name);
            }
        }
    }
}

#[test]
fn z5_the_tanzanian_payout_maximum_is_marked_as_our_reading() {
    let rule = &rules("cashy-tz", Product::Payout).amount;
    assert_eq!((rule.min, rule.max), (Some(amount("500")), Some(amount("3000000"))));
    assert_eq!(rule.origin, Origin::Ours);
    assert!(rule.note.is_some());
}

#[test]
fn z7_tanzania_has_no_bank_id() {
    assert!(!get("cashy-tz").has_payout_banks);
    let draft = crate::drafts::with(&good("cashy-tz", Product::Payout, None), "bankId", "2");
    assert_eq!(problems("cashy-tz", &draft), one("bankId", Problem::NoSuchField));
}

#[test]
fn z8_india_writes_the_account_type_as_text_and_the_others_as_a_number() {
    for market in markets().iter().filter(|market| market.family == Family::Cashy) {
        let Some(field) = market.product(Product::Payout).and_then(|rules| rules.role(Role::AccountKind))
        else {
            continue;
        };
        let expected = if market.country == "IN" { WireType::Text } else { WireType::Integer };
        assert_eq!(field.wire, expected, "{}", market.id);
    }
}

#[test]
fn z9_account_types_have_no_default_and_mean_something_else_in_each_country() {
    for market in markets() {
        for field in market.products.iter().flat_map(|rules| &rules.fields) {
            assert!(field.role != Role::AccountKind || field.default.is_none(), "{}", market.id);
        }
    }
    let three = |id: &str| {
        rules(id, Product::Payout)
            .role(Role::AccountKind)
            .and_then(|field| field.choice("3"))
            .unwrap()
            .label
            .clone()
    };
    assert_eq!(three("cashy-tz"), "Vodacom");
    assert_eq!(three("cashy-mx"), "Bank card (16 digits)");
    assert_eq!(three("cashy-th"), "Bank account");
}

#[test]
fn z10_the_shifted_descriptions_are_put_right() {
    let rules = rules("cashy-tz", Product::CashierDesk);
    assert_eq!(rules.field("idType").unwrap().role, Role::DocumentKind);
    assert_eq!(rules.field("idCard").unwrap().role, Role::DocumentNumber);
    let back = rules.field("returnUrl").unwrap();
    assert_eq!((back.role, back.kind), (Role::ReturnUrl, FieldKind::Url));
}

#[test]
fn z13_mexican_payouts_are_provisional_at_either_gateway_and_no_others() {
    for market in markets() {
        assert_eq!(market.payout_success_is_provisional, market.country == "MX", "{}", market.id);
    }
}

#[test]
fn forms_ask_who_then_where_and_optional_fields_last() {
    let names = |id: &str, product| {
        rules(id, product).fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!(names("cashfast-mx", Product::Payout), @"accountName accountType accountId bankName certificatesId remark");
    insta::assert_snapshot!(names("cashy-mx", Product::Payout), @"accountName accountType accountNo bankId remark idType idCard phone email");
    insta::assert_snapshot!(names("cashy-th", Product::Collect), @"realName phone email remark expireTime reusableStatus idType idCard");
    insta::assert_snapshot!(names("cashfast-mx", Product::Collect), @"remark dynamicAmountNotify returnUrl");
    insta::assert_snapshot!(names("cashy-mx", Product::Collect), @"realName phone email remark expireTime reusableStatus");
    insta::assert_snapshot!(names("cashy-tz", Product::CashierDesk), @"realName mobileMoneyPhone phone email remark expireTime reusableStatus idType idCard returnUrl");
    insta::assert_snapshot!(names("cashy-tz", Product::Collect), @"realName mobileMoneyPhone phone email remark expireTime reusableStatus idType idCard");
    insta::assert_snapshot!(names("cashy-tz", Product::Payout), @"accountName accountType accountNo remark idType idCard phone email");
    insta::assert_snapshot!(names("cashy-th", Product::Payout), @"accountName accountType accountNo bankId idCard remark idType phone email");
}

#[test]
fn mobile_numbers_are_known_where_accounts_are_free_text_and_may_be_such() {
    let known: Vec<_> =
        markets().iter().filter_map(|market| Some((market, market.mobile_numbers.as_ref()?))).collect();
    let mut ids: Vec<_> = known.iter().map(|(market, _)| market.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["cashy-br", "cashy-co", "cashy-eg", "cashy-id", "cashy-ph", "cashy-pk"]);
    for (market, numbers) in known {
        let account = rules(&market.id, Product::Payout).role(Role::PayeeAccount).unwrap();
        assert_eq!(account.kind, FieldKind::Text, "{}", market.id);
        assert!(numbers.country_code.bytes().all(|byte| byte.is_ascii_digit()), "{}", market.id);
        assert!(!numbers.shapes.is_empty());
        for shape in &numbers.shapes {
            let digits = numbers.country_code.len() + shape.len();
            assert!(shape.bytes().all(|byte| byte == b'?' || byte.is_ascii_digit()), "{shape}");
            assert!(shape.contains(|sign: char| ('1'..='9').contains(&sign)), "{shape} is any number");
            assert!((10..=15).contains(&digits) && !shape.starts_with('0'), "{shape}");
        }
    }
}
