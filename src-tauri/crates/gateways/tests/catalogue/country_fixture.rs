//! The unconfirmed markets against the working list that they were written from.

use gateways::catalogue::{Choice, Market, ProductRules, Role, markets};
use money::Amount;
use orders::Product;
use serde_json::Value;

use crate::data::ADDED_ON_THE_WIRE;
use crate::drafts::get;

/// (code in the list, our market)
const COUNTRIES: [(&str, &str); 15] = [
    ("mex", "cashy-mx"),
    ("tza", "cashy-tz"),
    ("tha", "cashy-th"),
    ("col", "cashy-co"),
    ("bra", "cashy-br"),
    ("php", "cashy-ph"),
    ("idn", "cashy-id"),
    ("per", "cashy-pe"),
    ("chl", "cashy-cl"),
    ("ecu", "cashy-ec"),
    ("egy", "cashy-eg"),
    ("pak", "cashy-pk"),
    ("india", "cashy-in"),
    ("vnm", "cashy-vn"),
    ("tur", "cashy-tr"),
];

/// Every product of the list that says anything beside its origin, with its market.
fn listed() -> Vec<(&'static Market, Product, Value)> {
    let list: Value =
        serde_json::from_str(include_str!("../fixtures/cashy/public/country_catalogue.json")).unwrap();
    let countries = list.get("countries").and_then(Value::as_array).unwrap();
    assert_eq!(countries.len(), COUNTRIES.len());
    let mut found = Vec::new();
    for country in countries {
        let code = text(country, "code");
        let (_, id) = COUNTRIES.iter().find(|(listed, _)| *listed == code).unwrap();
        if let Some(currency) = country.get("currency").and_then(Value::as_str) {
            assert_eq!(get(id).currency.code(), currency);
        }
        for (name, product) in
            [("payIn", Product::Collect), ("payDesk", Product::CashierDesk), ("payOut", Product::Payout)]
        {
            let entry = country.get("products").and_then(|products| products.get(name));
            if let Some(entry) =
                entry.filter(|entry| entry.as_object().is_some_and(|members| members.len() > 1))
            {
                found.push((get(id), product, entry.clone()));
            } else {
                assert!(get(id).product(product).is_none(), "{id} {name} is in no list");
            }
        }
    }
    found
}

fn rules(market: &Market, product: Product) -> &ProductRules {
    market.product(product).unwrap_or_else(|| panic!("{} {product:?}", market.id))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap()
}

fn texts(entry: &Value, name: &str) -> Vec<String> {
    let list = entry.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
}

fn values(entry: &Value, name: &str) -> Option<Vec<String>> {
    let list = entry.get(name)?.as_array()?;
    let value =
        |item: &Value| item.get("value").map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    Some(list.iter().filter_map(value).collect())
}

fn wire_values(choices: &[Choice]) -> Vec<String> {
    let mut values: Vec<_> = choices.iter().map(|choice| choice.value.clone()).collect();
    values.sort();
    values
}

fn sorted(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values
}

#[test]
fn every_cashy_market_is_in_the_list() {
    assert_eq!(markets().len(), COUNTRIES.len() + 1);
    assert!(listed().len() > 20);
}

#[test]
fn limits_are_the_listed_ones() {
    for (market, product, entry) in listed() {
        let rule = &rules(market, product).amount;
        let Some(amount) = entry.get("amount").filter(|amount| amount.is_object()) else {
            assert_eq!((rule.min, rule.max), (None, None), "{} {product:?}", market.id);
            continue;
        };
        let limit = |name: &str| Some(text(amount, name).parse::<Amount>().unwrap());
        assert_eq!((rule.min, rule.max), (limit("min"), limit("max")), "{} {product:?}", market.id);
        let decimals = amount.get("decimals").and_then(Value::as_u64);
        assert_eq!(Some(u64::from(rule.decimals)), decimals, "{} {product:?}", market.id);
    }
}

#[test]
fn channels_and_account_types_are_the_listed_ones() {
    for (market, product, entry) in listed() {
        let rules = rules(market, product);
        if let Some(pay_types) = values(&entry, "payTypes") {
            assert_eq!(wire_values(&rules.channels), sorted(pay_types), "{} {product:?}", market.id);
        }
        if let Some(mut kinds) = values(&entry, "accountTypes") {
            // Brazil's EVP is suspended: not offered.
            kinds.retain(|kind| market.country != "BR" || kind != "5");
            let field = rules.role(Role::AccountKind).unwrap();
            assert_eq!(wire_values(&field.choices), sorted(kinds), "{} {product:?}", market.id);
        }
    }
}

#[test]
fn required_and_optional_fields_are_the_listed_ones() {
    for (market, product, entry) in listed() {
        let rules = rules(market, product);
        let required = texts(&entry, "required");
        if required.is_empty() {
            continue;
        }
        let place = format!("{} {product:?}", market.id);
        for name in required.iter().filter(|name| !ADDED_ON_THE_WIRE.contains(&name.as_str())) {
            assert!(rules.field(name).is_some_and(|field| field.required), "{place}: {name} is required");
        }
        for field in rules.fields.iter().filter(|field| field.required && field.only_for_channels.is_empty())
        {
            assert!(required.contains(&field.name), "{place}: {} is not required", field.name);
        }
        for name in texts(&entry, "optional") {
            assert!(rules.field(&name).is_some_and(|field| !field.required), "{place}: {name} is optional");
        }
        for name in texts(&entry, "requiredInOneEdition") {
            assert!(rules.field(&name).is_some_and(|field| field.warn_when_empty), "{place}: {name} warns");
        }
    }
}
