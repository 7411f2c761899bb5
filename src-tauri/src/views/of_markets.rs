//! The catalogue as views.

use gateways::catalogue::{Charset, Choice, Field, Market, ProductRules};

use super::{ChoiceView, DigitsWhenView, FieldView, MarketView, ProductView};

impl From<&Market> for MarketView {
    fn from(market: &Market) -> Self {
        Self {
            id: market.id.clone(),
            family: market.family.into(),
            country: market.country.clone(),
            name: market.name.clone(),
            currency: market.currency.to_string(),
            confirmed: market.confirmed,
            zone: market.zone.clone(),
            payout_success_is_provisional: market.payout_success_is_provisional,
            has_payout_banks: market.has_payout_banks,
            notify_url_required: market.notify_url_required,
            products: market.products.iter().map(ProductView::from).collect(),
        }
    }
}

impl From<&ProductRules> for ProductView {
    fn from(rules: &ProductRules) -> Self {
        let decimals = rules.amount.decimals;
        Self {
            product: rules.product.into(),
            min: rules.amount.min.map(|amount| spelled(amount, decimals)),
            max: rules.amount.max.map(|amount| spelled(amount, decimals)),
            decimals,
            limits_origin: rules.amount.origin.into(),
            note: rules.amount.note.clone(),
            channels: rules.channels.iter().map(ChoiceView::from).collect(),
            channels_open: rules.channels_open,
            fields: rules.fields.iter().map(FieldView::from).collect(),
        }
    }
}

/// With the market's decimals where that is exact.
fn spelled(amount: money::Amount, decimals: u32) -> String {
    amount.with_decimals(decimals).unwrap_or_else(|| amount.to_string())
}

impl From<&Choice> for ChoiceView {
    fn from(choice: &Choice) -> Self {
        Self {
            value: choice.value.clone(),
            label: choice.label.clone(),
            origin: choice.origin.into(),
            note: choice.note.clone(),
            expires_after_s: choice.expires_after_s,
        }
    }
}

impl From<&Field> for FieldView {
    fn from(field: &Field) -> Self {
        Self {
            name: field.name.clone(),
            role: field.role.into(),
            kind: field.kind.into(),
            required: field.required,
            optional_for_channels: field.optional_for_channels.clone(),
            only_for_channels: field.only_for_channels.clone(),
            max_length: field.max_length,
            ascii_only: field.charset == Charset::PrintableAscii,
            choices: field.choices.iter().map(ChoiceView::from).collect(),
            digits_when: field
                .digits_when
                .iter()
                .map(|rule| DigitsWhenView {
                    field: rule.field.clone(),
                    value: rule.value.clone(),
                    digits: rule.digits,
                })
                .collect(),
            default: field.default.clone(),
            example: field.example.clone(),
            origin: field.origin.into(),
            note: field.note.clone(),
        }
    }
}
