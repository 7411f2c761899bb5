//! The check of a draft against its market: every problem at its field, before anything is sent.

use money::Amount;
use orders::Draft;

use super::account::{self, BankChoice};
use super::{
    AmountRule, DraftCheck, FieldKind, LimitOverrides, Market, Problem, ProductRules, Role, Warning, content,
};
use crate::BankLine;

impl Market {
    /// Checks a draft, tidied by [`tidy`](Self::tidy), against the market's rules. Pure; problems come in the
    /// form's order.
    ///
    /// Without the gateway's bank list at hand a `CashFast` bank is known by its name, a Cashy bank not at all:
    /// use [`check_with`](Self::check_with) where the list is known.
    #[must_use]
    pub fn check(&self, draft: &Draft, overrides: &LimitOverrides) -> DraftCheck {
        self.check_with(draft, overrides, None)
    }

    /// Checks a draft as [`check`](Self::check) does, with the line of the gateway's bank list that the draft's
    /// bank field means, so that the account can be held against the bank.
    #[must_use]
    pub fn check_with(
        &self,
        draft: &Draft,
        overrides: &LimitOverrides,
        bank: Option<&BankLine>,
    ) -> DraftCheck {
        let mut check = DraftCheck::default();
        let Some(rules) = self.product(draft.product) else {
            check.problem("product", Problem::NoSuchProduct);
            return check;
        };
        self.check_amount(&mut check, rules, draft, overrides);
        check_channel(&mut check, rules, draft, overrides);
        for field in &rules.fields {
            if field.exists_for(channel_of(draft)) {
                content::check_field(&mut check, self, rules, draft, field);
            }
        }
        account::check_account(
            &mut check,
            rules,
            draft,
            self.phone_plan,
            &BankChoice::of(rules, draft, bank),
        );
        check_expiry(&mut check, rules, draft);
        check_names(&mut check, rules, draft);
        check
    }

    fn check_amount(
        &self,
        check: &mut DraftCheck,
        rules: &ProductRules,
        draft: &Draft,
        overrides: &LimitOverrides,
    ) {
        if draft.currency != self.currency {
            check.problem("currency", Problem::WrongCurrency);
        }
        let AmountRule { min, max, decimals, .. } = rules.amount;
        let set = overrides.amounts.get(&draft.product);
        let min = set.and_then(|set| set.min).or(min);
        let max = set.and_then(|set| set.max).or(max);
        if let Some(problem) = amount_problem(draft.amount, min, max) {
            check.problem("amount", problem);
        }
        if draft.amount.decimals() > decimals {
            check.problem("amount", Problem::TooManyDecimals { max: decimals });
        }
    }
}

/// Limits are inclusive (A18, Z17).
fn amount_problem(amount: Amount, min: Option<Amount>, max: Option<Amount>) -> Option<Problem> {
    if !amount.is_positive() {
        return Some(Problem::NotPositive);
    }
    match (min, max) {
        (Some(min), _) if amount < min => Some(Problem::BelowMinimum { min }),
        (_, Some(max)) if amount > max => Some(Problem::AboveMaximum { max }),
        (_, _) => None,
    }
}

/// The draft's channel, trimmed; `None` when absent or empty.
pub(super) fn channel_of(draft: &Draft) -> Option<&str> {
    draft.channel.as_deref().map(str::trim).filter(|channel| !channel.is_empty())
}

fn check_channel(check: &mut DraftCheck, rules: &ProductRules, draft: &Draft, overrides: &LimitOverrides) {
    let problem = match (rules.channel_field.is_some(), channel_of(draft)) {
        (false, None) => return,
        (false, Some(_)) => Problem::NoSuchField,
        (true, None) => Problem::Required,
        (true, Some(channel)) => {
            let added = overrides.extra_channels.get(&draft.product);
            let is_added = added.is_some_and(|added| added.iter().any(|value| value == channel));
            let is_taken = rules.channel(channel).is_some() || rules.channels_open || is_added;
            let can_be_written = !rules.channel_is_integer || content::is_integer(channel);
            if is_taken && can_be_written {
                return;
            }
            Problem::NotAChoice
        }
    };
    check.problem("channel", problem);
}

/// PromptPay's code dies after five minutes, whatever is asked (Z16).
fn check_expiry(check: &mut DraftCheck, rules: &ProductRules, draft: &Draft) {
    let channel = channel_of(draft).and_then(|channel| rules.channel(channel));
    let Some(limit) = channel.and_then(|channel| channel.expires_after_s) else { return };
    let Some(field) = rules.role(Role::ExpirySeconds).filter(|field| field.kind == FieldKind::Seconds) else {
        return;
    };
    let asked = draft.field(&field.name).and_then(content::seconds);
    if asked.is_some_and(|asked| asked > limit) {
        check.warn(&field.name, Warning::ExpiresSooner { seconds: limit });
    }
}

/// Fields that this market, product or channel does not have; empty ones do no harm.
fn check_names(check: &mut DraftCheck, rules: &ProductRules, draft: &Draft) {
    for name in draft.fields.keys() {
        let exists = rules.field(name).is_some_and(|field| field.exists_for(channel_of(draft)));
        if !exists && draft.field(name).is_some() {
            check.problem(name, Problem::NoSuchField);
        }
    }
}
