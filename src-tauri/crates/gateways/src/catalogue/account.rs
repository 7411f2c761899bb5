//! The account of a payout: check digits, the bank it names against the bank that was chosen, the wallet's
//! operator. All of it warns; only a bank's own rule about account kinds blocks.

use orders::Draft;
use reference::banks::{self, BankStatus, MexicanBank};
use reference::{card, clabe, phone};

use super::check::channel_of;
use super::{
    BankRule, Choice, DigitCheck, DraftCheck, Field, PhonePlan, Problem, ProductRules, Role, Warning, content,
};
use crate::BankLine;

/// How far the CLABEs of a bank's second SPEI participant stand above the ordinary ones (927 → 127).
const SECONDARY_OFFSET: u16 = 800;

/// The bank that a draft names, as far as it can be told.
pub(super) struct BankChoice<'a> {
    /// The bank field's value.
    value: Option<&'a str>,
    /// The three digits that the bank's ordinary CLABEs begin with.
    clabe_code: Option<String>,
}

impl<'a> BankChoice<'a> {
    pub(super) fn of(rules: &ProductRules, draft: &'a Draft, line: Option<&BankLine>) -> Self {
        let value = rules.role(Role::Bank).and_then(|field| draft.field(&field.name));
        // A line that does not belong to the draft's bank is no evidence.
        let line = line.filter(|line| Some(line.value.as_str()) == value);
        let bank = match (line, value) {
            (Some(line), _) => {
                line.code.as_deref().and_then(by_gateway_code).or_else(|| banks::by_name(&line.name))
            }
            // CashFast's value is the bank's name; a Cashy id is nobody's name.
            (None, Some(name)) => banks::by_name(name),
            (None, None) => None,
        };
        Self { value, clabe_code: bank.and_then(ordinary_code) }
    }

    /// Whether this is the rule's bank: by what the gateway's list says of it, else by its id.
    fn is_meant_by(&self, rule: &BankRule) -> bool {
        match &self.clabe_code {
            Some(code) => *code == rule.clabe_code,
            None => self.value == Some(rule.bank.as_str()),
        }
    }
}

/// Checks the payout's account against its kind, its bank and its operator.
pub(super) fn check_account(
    check: &mut DraftCheck,
    rules: &ProductRules,
    draft: &Draft,
    plan: Option<PhonePlan>,
    bank: &BankChoice<'_>,
) {
    for rule in rules.bank_rules.iter().filter(|rule| bank.is_meant_by(rule)) {
        check_bank_rule(check, rules, draft, rule);
    }
    if let Some(field) = rules.role(Role::PayeeAccount)
        && let Some(text) = draft.field(&field.name)
        && content::is_digits(text)
    {
        check_digits(check, draft, field, text, bank);
    }
    if plan == Some(PhonePlan::Tanzania) {
        check_operator(check, rules, draft);
    }
}

fn check_bank_rule(check: &mut DraftCheck, rules: &ProductRules, draft: &Draft, rule: &BankRule) {
    let Some(field) = rules.field(&rule.field) else { return };
    // A kind that is missing or unknown has its own problem already.
    let Some(chosen) = draft.field(&field.name).filter(|chosen| field.choice(chosen).is_some()) else {
        return;
    };
    if chosen != rule.value {
        let kind = field.choice(&rule.value).map_or(&rule.value, |choice| &choice.label);
        check.problem(&field.name, Problem::BankNeedsAccountKind { kind: kind.clone() });
    }
}

fn check_digits(check: &mut DraftCheck, draft: &Draft, field: &Field, text: &str, bank: &BankChoice<'_>) {
    let rule = field.digits_when.iter().find(|rule| draft.field(&rule.field) == Some(rule.value.as_str()));
    let Some(rule) = rule.filter(|rule| rule.digits == content::count(text.len())) else { return };
    match rule.check {
        Some(DigitCheck::Luhn) if !card::luhn(text) => check.warn(&field.name, Warning::CheckDigit),
        Some(DigitCheck::Clabe) => check_clabe(check, field, text, bank),
        Some(DigitCheck::Luhn) | None => {}
    }
}

fn check_clabe(check: &mut DraftCheck, field: &Field, text: &str, bank: &BankChoice<'_>) {
    let Ok(reading) = clabe::read(text) else { return };
    if !reading.check_digit_ok {
        check.warn(&field.name, Warning::CheckDigit);
    }
    let Some(by_account) = reading.bank else {
        check.warn(&field.name, Warning::UnknownBank);
        return;
    };
    let of_account = ordinary_code(by_account);
    if bank.clabe_code.is_some() && bank.clabe_code != of_account {
        check.warn(&field.name, Warning::OtherBank { by_account: by_account.short_name.to_owned() });
    }
}

/// The bank by the gateways' own code: five digits (`40012`) that end in the CLABE's three, or those three.
fn by_gateway_code(code: &str) -> Option<&'static MexicanBank> {
    let is_code = matches!(code.len(), 3 | 5) && content::is_digits(code);
    code.get(code.len().saturating_sub(3)..).filter(|_| is_code).and_then(banks::by_code)
}

/// The three digits that the bank's ordinary CLABEs begin with.
fn ordinary_code(bank: &MexicanBank) -> Option<String> {
    match bank.status {
        BankStatus::Secondary => {
            let ordinary = bank.code.parse::<u16>().ok()?.checked_sub(SECONDARY_OFFSET)?;
            Some(format!("{ordinary:03}"))
        }
        BankStatus::Current | BankStatus::Past | BankStatus::Test => Some(bank.code.to_owned()),
    }
}

/// A wallet's number and the chosen operator: a mismatch fails at the gateway (`ACCOUNT_AND_MNO_NOT_MATCH`),
/// but numbers can be carried to another operator, so it only warns.
fn check_operator(check: &mut DraftCheck, rules: &ProductRules, draft: &Draft) {
    let of_kind = rules.role(Role::AccountKind).and_then(|field| field.choice(draft.field(&field.name)?));
    let of_channel = channel_of(draft).and_then(|channel| rules.channel(channel));
    let Some(chosen) = of_kind.or(of_channel).and_then(|choice: &Choice| choice.operator.as_deref()) else {
        return;
    };
    let Some(field) = rules.role(Role::PayeeAccount).or_else(|| rules.role(Role::PayerWallet)) else {
        return;
    };
    let number = draft.field(&field.name).and_then(|text| phone::tanzania(text).ok());
    let Some(by_number) = number.and_then(|number| number.operator) else { return };
    if by_number.name() != chosen {
        check.warn(&field.name, Warning::OtherOperator { by_number: by_number.name().to_owned() });
    }
}
