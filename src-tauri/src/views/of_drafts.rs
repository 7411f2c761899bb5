//! Drafts in, findings out.

use std::collections::BTreeMap;

use desk::DayCeiling;
use gateways::catalogue::{FieldProblem, FieldWarning, Market};
use money::{Amount, AmountError};
use orders::Draft;
use serde::Serialize;

use super::{DayCeilingView, DraftRequest, DraftView, FieldProblemView, FieldWarningView};

impl From<&DayCeiling> for DayCeilingView {
    fn from(day: &DayCeiling) -> Self {
        Self { max: day.max.to_string(), used: day.used.to_string(), near: day.near, above: day.above }
    }
}

impl DraftRequest {
    /// The draft in a market's currency, or why the amount is none.
    pub(crate) fn read(&self, market: &Market) -> Result<Draft, FieldProblemView> {
        Ok(self.with_amount(read_amount(&self.amount)?, market))
    }
}

impl DraftRequest {
    /// The draft while it is being typed: an amount that is none yet counts as nothing, beside the reason.
    pub(crate) fn read_leniently(&self, market: &Market) -> (Draft, Option<FieldProblemView>) {
        match self.read(market) {
            Ok(draft) => (draft, None),
            Err(problem) => (self.with_amount(Amount::ZERO, market), Some(problem)),
        }
    }

    fn with_amount(&self, amount: Amount, market: &Market) -> Draft {
        Draft {
            product: self.product.into(),
            channel: self.channel.clone().filter(|channel| !channel.trim().is_empty()),
            amount,
            currency: market.currency,
            fields: self.fields.clone(),
        }
    }
}

/// Reads what a person typed. People do not type exponents: `1e3` is a slip, though gateways may write it.
pub(crate) fn typed_amount(text: &str) -> Result<Amount, AmountError> {
    if text.contains(['e', 'E']) {
        Err(AmountError::NotANumber(text.to_owned()))
    } else {
        Amount::parse(text)
    }
}

/// Reads a typed amount. A comma is taken as neither a decimal point nor a thousands separator: it is refused, since the
/// two readings differ by a factor of a thousand.
fn read_amount(text: &str) -> Result<Amount, FieldProblemView> {
    let code = match typed_amount(text) {
        Ok(amount) => return Ok(amount),
        Err(_) if text.trim().is_empty() => "required",
        Err(AmountError::NotANumber(_)) => "not_a_number",
        Err(AmountError::TooManyDecimals(_)) => "too_fine",
        Err(AmountError::OutOfRange(_)) => "too_large",
    };
    Err(FieldProblemView { field: "amount".to_owned(), code: code.to_owned(), values: BTreeMap::new() })
}

impl From<&Draft> for DraftView {
    fn from(draft: &Draft) -> Self {
        Self {
            product: draft.product.into(),
            channel: draft.channel.clone(),
            amount: draft.amount.to_string(),
            fields: draft.fields.clone(),
        }
    }
}

impl From<&FieldProblem> for FieldProblemView {
    fn from(found: &FieldProblem) -> Self {
        let (code, values) = code_and_values(&found.problem);
        Self { field: found.field.clone(), code, values }
    }
}

impl From<&FieldWarning> for FieldWarningView {
    fn from(found: &FieldWarning) -> Self {
        let (code, values) = code_and_values(&found.warning);
        Self { field: found.field.clone(), code, values }
    }
}

/// Takes an enum tagged with `code` apart: its code, and its other members as texts.
fn code_and_values(finding: &impl Serialize) -> (String, BTreeMap<String, String>) {
    let mut values = BTreeMap::new();
    let mut code = String::new();
    if let Ok(serde_json::Value::Object(members)) = serde_json::to_value(finding) {
        for (name, value) in members {
            let text = match value {
                serde_json::Value::Null => continue,
                serde_json::Value::String(text) => text,
                serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::Array(_)
                | serde_json::Value::Object(_) => value.to_string(),
            };
            if name == "code" {
                code = text;
            } else {
                values.insert(name, text);
            }
        }
    }
    (code, values)
}

#[cfg(test)]
mod tests {
    use super::{code_and_values, read_amount};
    use gateways::catalogue::Problem;

    #[test]
    fn problems_cross_as_code_and_values() {
        let (code, values) = code_and_values(&Problem::TooLong { max: 32, have: 40 });
        assert_eq!(code, "too_long");
        assert_eq!(values.get("max").map(String::as_str), Some("32"));
        let min = "40.00".parse().unwrap();
        let (code, values) = code_and_values(&Problem::BelowMinimum { min });
        assert_eq!((code.as_str(), values.get("min").map(String::as_str)), ("below_minimum", Some("40")));
        assert_eq!(code_and_values(&Problem::Required).0, "required");
    }

    #[test]
    fn commas_and_exponents_are_never_guessed_at() {
        for (text, code) in
            [("", "required"), ("1,000", "not_a_number"), ("1e3", "not_a_number"), ("0.00001", "too_fine")]
        {
            assert_eq!(read_amount(text).unwrap_err().code, code, "{text}");
        }
    }
}
