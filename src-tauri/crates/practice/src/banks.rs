//! The banks each practice market knows. Tanzania has none: there a payout names an operator, not a bank.
//!
//! The lists are reference data of the contracts (CashFast §11, Cashy Part B and D), embedded. CashFast's holds the names
//! whose code is documented; the Thai list breaks off after twenty in its source and has codes only, the names are ours.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::json::Object;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bank {
    /// Cashy's number; CashFast has none.
    #[serde(default)]
    pub(crate) bank_id: i64,
    pub(crate) bank_code: String,
    pub(crate) bank_name: String,
}

static CASHFAST_MX: LazyLock<Vec<Bank>> =
    LazyLock::new(|| read(include_str!("../data/cashfast_mx_banks.json")));
static CASHY_MX: LazyLock<Vec<Bank>> = LazyLock::new(|| read(include_str!("../data/cashy_mx_banks.json")));
static CASHY_TH: LazyLock<Vec<Bank>> = LazyLock::new(|| read(include_str!("../data/cashy_th_banks.json")));

#[expect(clippy::expect_used, reason = "embedded data; a test reads every list")]
fn read(list: &str) -> Vec<Bank> {
    serde_json::from_str(list).expect("embedded bank list")
}

/// STP's number in Cashy's Mexican list: it takes CLABEs only (M-app).
pub(crate) const STP_BANK_ID: i64 = 24;

pub(crate) fn of(market: crate::Market) -> &'static [Bank] {
    match market {
        crate::Market::CashFastMx => &CASHFAST_MX,
        crate::Market::CashyMx => &CASHY_MX,
        crate::Market::CashyTz => &[],
        crate::Market::CashyTh => &CASHY_TH,
    }
}

/// The code of a bank CashFast knows by this name, which is case-sensitive data.
pub(crate) fn cashfast_code(name: &str) -> Option<&'static str> {
    CASHFAST_MX.iter().find(|bank| bank.bank_name == name).map(|bank| bank.bank_code.as_str())
}

impl Bank {
    pub(crate) fn cashfast(&self) -> Object {
        Object::new()
            .text("bankName", &self.bank_name)
            .text("bankCode", &self.bank_code)
            .text("currencyType", "MXN")
    }

    pub(crate) fn cashy(&self) -> Object {
        Object::new()
            .number("bankId", self.bank_id)
            .text("bankCode", &self.bank_code)
            .text("bankName", &self.bank_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Market;

    #[test]
    fn lists_hold_what_the_contracts_print() {
        assert_eq!(cashfast_code("AZTECA2"), Some("91927"));
        assert_eq!(cashfast_code("BBVA MEXICO"), Some("40012"));
        assert_eq!(cashfast_code("stp"), None);
        assert_eq!(of(Market::CashyMx).len(), 85);
        assert!(
            of(Market::CashyMx).iter().any(|bank| bank.bank_id == STP_BANK_ID && bank.bank_name == "STP")
        );
        assert_eq!(of(Market::CashyTh).len(), 20);
        assert!(of(Market::CashyTz).is_empty());
    }
}
