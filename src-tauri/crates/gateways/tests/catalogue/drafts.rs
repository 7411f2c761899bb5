//! Good drafts for every market, made from the catalogue itself, and short words to spoil them with.

use std::collections::BTreeMap;

use gateways::catalogue::{
    DraftCheck, Field, FieldKind, LimitOverrides, Market, Problem, ProductRules, Warning, WireType, market,
    markets,
};
use money::Amount;
use orders::{Draft, Product};

pub(crate) const STP_CLABE: &str = "646180000030056845";
pub(crate) const CARD: &str = "4111111111111111";

pub(crate) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(crate) fn get(id: &str) -> &'static Market {
    market(id).unwrap_or_else(|| panic!("no market {id}"))
}

pub(crate) fn rules(id: &str, product: Product) -> &'static ProductRules {
    get(id).product(product).unwrap_or_else(|| panic!("{id} has no {product:?}"))
}

/// A draft that can be sent as it is, with every required field and no other.
pub(crate) fn good(id: &str, product: Product, channel: Option<&str>) -> Draft {
    let market = get(id);
    let rules = rules(id, product);
    let mut draft = Draft {
        product,
        channel: channel.map(str::to_owned),
        amount: rules.amount.min.unwrap_or_else(|| amount("100")),
        currency: market.currency,
        fields: BTreeMap::new(),
    };
    for field in rules.fields.iter().filter(|field| field.exists_for(channel) && field.required_for(channel))
    {
        let text = filling(market, field, &draft);
        draft.fields.insert(field.name.clone(), text);
    }
    draft
}

/// A good draft of every product of every market through every channel.
pub(crate) fn all_good() -> Vec<(&'static Market, Draft)> {
    let mut drafts = Vec::new();
    for market in markets() {
        for rules in &market.products {
            for channel in channels(rules) {
                drafts.push((market, good(&market.id, rules.product, channel.as_deref())));
            }
        }
    }
    assert!(drafts.len() > 40, "only {} drafts", drafts.len());
    drafts
}

fn channels(rules: &ProductRules) -> Vec<Option<String>> {
    if rules.channel_field.is_none() {
        return vec![None];
    }
    let listed: Vec<_> = rules.channels.iter().map(|channel| Some(channel.value.clone())).collect();
    if listed.is_empty() { vec![Some("7".to_owned())] } else { listed }
}

/// Something good for a field, given the fields before it.
pub(crate) fn filling(market: &Market, field: &Field, draft: &Draft) -> String {
    let rule = field.digits_when.iter().find(|rule| draft.field(&rule.field) == Some(rule.value.as_str()));
    if let Some(rule) = rule {
        return match rule.digits {
            18 => STP_CLABE.to_owned(),
            16 => CARD.to_owned(),
            count => "1".repeat(usize::try_from(count).unwrap()),
        };
    }
    match field.kind {
        FieldKind::Text => "Ana Lopez".to_owned(),
        FieldKind::Digits => "754123456".to_owned(),
        FieldKind::Phone if market.country == "TZ" => "255754123456".to_owned(),
        FieldKind::Phone => "0982212345".to_owned(),
        FieldKind::Email => "ana@correo.mx".to_owned(),
        FieldKind::Url => "https://shop.example/thanks".to_owned(),
        FieldKind::Choice => field.choices.first().unwrap().value.clone(),
        FieldKind::Bank | FieldKind::CollectBank if field.wire == WireType::Integer => "38".to_owned(),
        FieldKind::Bank | FieldKind::CollectBank => "STP".to_owned(),
        FieldKind::Toggle => "false".to_owned(),
        FieldKind::Seconds => "300".to_owned(),
    }
}

/// The draft with one field set.
pub(crate) fn with(draft: &Draft, field: &str, text: &str) -> Draft {
    let mut changed = draft.clone();
    changed.fields.insert(field.to_owned(), text.to_owned());
    changed
}

/// The draft with one field gone.
pub(crate) fn without(draft: &Draft, field: &str) -> Draft {
    let mut changed = draft.clone();
    changed.fields.remove(field);
    changed
}

/// The draft with another amount.
pub(crate) fn of(draft: &Draft, text: &str) -> Draft {
    Draft { amount: amount(text), ..draft.clone() }
}

/// Problems as (field, problem) by the catalogue's own limits.
pub(crate) fn problems(id: &str, draft: &Draft) -> Vec<(String, Problem)> {
    pairs(&get(id).check(draft, &LimitOverrides::default()))
}

pub(crate) fn pairs(check: &DraftCheck) -> Vec<(String, Problem)> {
    check.problems.iter().map(|found| (found.field.clone(), found.problem.clone())).collect()
}

/// Warnings as (field, warning) by the catalogue's own limits.
pub(crate) fn warnings(id: &str, draft: &Draft) -> Vec<(String, Warning)> {
    warning_pairs(&get(id).check(draft, &LimitOverrides::default()))
}

pub(crate) fn warning_pairs(check: &DraftCheck) -> Vec<(String, Warning)> {
    check.warnings.iter().map(|found| (found.field.clone(), found.warning.clone())).collect()
}

/// One problem at one field, as [`problems`] gives it.
pub(crate) fn one(field: &str, problem: Problem) -> Vec<(String, Problem)> {
    vec![(field.to_owned(), problem)]
}

/// One warning at one field, as [`warnings`] gives it.
pub(crate) fn one_warning(field: &str, warning: Warning) -> Vec<(String, Warning)> {
    vec![(field.to_owned(), warning)]
}
