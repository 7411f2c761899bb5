//! Everything that is known about a draft before it becomes an order: problems, oddities, likeness to earlier ones.

use gateways::BankLine;
use gateways::catalogue::{
    DraftCheck, FieldProblem, FieldWarning, LimitOverrides, Market, ProductRules, Role,
};
use ledger::{AccountId, AccountRow, BankUse, KnownName, OrderId, OrderSummary};
use money::Amount;
use orders::{Direction, Draft, Flag, Status};

use crate::desk::market;
use crate::payee::Payee;
use crate::{DayCeiling, Desk, DeskError};

/// The same amount to the same account within this time needs a reason (UX §4).
pub const DUPLICATE_STOPS_MS: i64 = 24 * 3_600_000;
/// Within this time it warns.
pub const DUPLICATE_WARNS_MS: i64 = 7 * 24 * 3_600_000;
/// An amount so many times the payee's largest is large.
const LARGE_TIMES: i64 = 3;
/// Exactly so many times smells of a digit too many.
const DIGIT_TIMES: i64 = 10;

/// What is known about a draft.
#[derive(Debug, Clone)]
pub struct DraftReport {
    /// The draft as it would be sent.
    pub tidied: Draft,
    /// What must be mended, at its field.
    pub problems: Vec<FieldProblem>,
    /// What deserves a second look.
    pub warnings: Vec<FieldWarning>,
    /// What the last balance reading says can be spent; `None` before the first.
    pub available: Option<Amount>,
    /// What unsettled payouts of this account may still take.
    pub claimed: Amount,
    /// Available less claimed less this payout, fees not counted; `None` for collect orders or without a reading.
    pub balance_after: Option<Amount>,
    /// Payouts of the same amount to the same account that may still pay or can be sent by a click, of any age, and those
    /// that have paid and were sent, made or heard of in the last 24 hours, the newest first.
    pub same_within_day: Vec<OrderSummary>,
    /// Those that have paid and were last heard of in the six days before.
    pub same_within_week: Vec<OrderSummary>,
    /// One of any age and any account that is unknown or being sent: it stops a new one.
    pub unknown_twin: Option<OrderSummary>,
    /// One of any age and any account that was declared never made and that nothing was made in place of yet: a new one
    /// has to be confirmed as made in its place.
    pub abandoned_twin: Option<OrderSummary>,
    /// The largest payout that ever succeeded to this account.
    pub largest_before: Option<Amount>,
    /// Other names under which this account was paid.
    pub other_names: Vec<KnownName>,
    /// When this account was last paid, or was about to be, Unix milliseconds.
    pub last_paid_ms: Option<i64>,
    /// The amount is exactly ten times the largest before: a digit too many?
    pub exactly_ten_times: bool,
    /// The account's ceiling, when the amount is above it.
    pub above_ceiling: Option<Amount>,
    /// The account's ceiling for a day, if it has one, and where this payout would stand against it.
    pub day_ceiling: Option<DayCeiling>,
    /// What the person has to do before it can be sent.
    pub needs: Needs,
}

/// What a person has to add before a payout can be prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    /// A reason for paying the same again within 24 hours.
    pub reason: bool,
    /// The last four digits of the payee's account, typed again: a new payee or a large amount.
    pub last4: bool,
}

impl Desk {
    /// Checks a draft against its market and against history. Changes nothing and asks no gateway.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn check_draft(&self, account_id: AccountId, draft: &Draft) -> Result<DraftReport, DeskError> {
        let account = self.sound_account(account_id).await?;
        let (market, tidied, check) = self.check_fields(&account, draft).await?;
        let mut report = DraftReport {
            problems: check.problems,
            warnings: check.warnings,
            available: None,
            claimed: Amount::ZERO,
            balance_after: None,
            same_within_day: Vec::new(),
            same_within_week: Vec::new(),
            unknown_twin: None,
            abandoned_twin: None,
            largest_before: None,
            other_names: Vec::new(),
            last_paid_ms: None,
            exactly_ten_times: false,
            above_ceiling: None,
            day_ceiling: None,
            needs: Needs::default(),
            tidied,
        };
        self.add_balance(&account, &mut report).await?;
        if draft.product.direction() == Direction::Payout {
            self.add_ceilings(&account, &mut report).await?;
            self.add_history(market, &mut report).await?;
        }
        Ok(report)
    }

    /// The catalogue's check, with the account's limits and the gateway's bank list.
    pub(crate) async fn check_fields(
        &self,
        account: &AccountRow,
        draft: &Draft,
    ) -> Result<(&'static Market, Draft, DraftCheck), DeskError> {
        let market = market(&account.market_id)?;
        let limits: LimitOverrides = serde_json::from_str(&account.limits_json).unwrap_or_default();
        let tidied = market.tidy(draft);
        let bank = self.chosen_bank(account.id, market, &tidied).await?;
        let check = market.check_with(&tidied, &limits, bank.as_ref());
        Ok((market, tidied, check))
    }

    async fn chosen_bank(
        &self,
        account: AccountId,
        market: &Market,
        draft: &Draft,
    ) -> Result<Option<BankLine>, DeskError> {
        let field = market.product(draft.product).and_then(|rules| rules.role(Role::Bank));
        let Some(value) = field.and_then(|field| draft.field(&field.name)) else { return Ok(None) };
        let used_for = match draft.product.direction() {
            Direction::Payout => BankUse::Payout,
            Direction::Collect => BankUse::Collect,
        };
        let list = self.ledger.banks(account, used_for).await?;
        let entry = list.and_then(|list| list.banks.into_iter().find(|bank| bank.value == value));
        Ok(entry.map(|bank| BankLine { value: bank.value, name: bank.name, code: bank.code }))
    }

    async fn add_balance(&self, account: &AccountRow, report: &mut DraftReport) -> Result<(), DeskError> {
        let currency = report.tidied.currency;
        let balances = self.ledger.latest_balances(account.id).await?;
        report.available = balances.into_iter().find(|row| row.currency == currency).map(|row| row.available);
        let claimed = self.ledger.claimed(account.id).await?;
        report.claimed = claimed
            .into_iter()
            .find(|claim| claim.currency == currency)
            .map_or(Amount::ZERO, |claim| claim.amount);
        if report.tidied.product.direction() == Direction::Payout {
            report.balance_after = report
                .available
                .and_then(|available| available.checked_sub(report.claimed))
                .and_then(|free| free.checked_sub(report.tidied.amount));
        }
        Ok(())
    }

    async fn add_history(&self, market: &Market, report: &mut DraftReport) -> Result<(), DeskError> {
        let draft = &report.tidied;
        let Some(payee) = Payee::of(market, draft) else { return Ok(()) };
        let alike = self.alike(&payee, draft).await?;
        report.largest_before = self.largest_to(&payee, draft.currency).await?;
        let name = role_text(market.product(draft.product), draft, Role::PayeeName).map(ledger::fold);
        report.other_names = self.names_of(&payee).await?;
        report.last_paid_ms = report.other_names.first().map(|known| known.last_at_ms);
        report.other_names.retain(|known| Some(ledger::fold(&known.name)) != name);
        report.exactly_ten_times =
            report.largest_before.and_then(|largest| largest.checked_mul(DIGIT_TIMES)) == Some(draft.amount);
        let large = match report.largest_before {
            None => true,
            Some(largest) => largest.checked_mul(LARGE_TIMES).is_some_and(|most| draft.amount > most),
        };
        report.unknown_twin = self.unresolved_twin(&payee, draft, None).await?;
        report.abandoned_twin = self.abandoned_twin(&payee, draft).await?;
        for order in alike {
            match self.counts_since_ms(&order).await? {
                Some(age) if age < DUPLICATE_STOPS_MS => report.same_within_day.push(order),
                Some(age) if age < DUPLICATE_WARNS_MS => report.same_within_week.push(order),
                Some(_) | None => {}
            }
        }
        report.needs = Needs { reason: !report.same_within_day.is_empty(), last4: large };
        Ok(())
    }

    /// How long ago it was that a payout has paid, or was last heard of: no time at all for one that may still pay, or may have
    /// paid, whenever it was made: what a gateway has left open does not close because it is silent. What a person has looked at
    /// counts for a day: that it failed by their word, or that the gateway has its number twice. `None` for one that has ended
    /// unpaid, beyond doubt.
    async fn counts_since_ms(&self, order: &OrderSummary) -> Result<Option<i64>, DeskError> {
        Ok(if is_open(order.status) {
            Some(0)
        } else if order.status == Status::Succeeded {
            Some(self.age_ms(order))
        } else if self.ledger.is_open_there(order.id).await? || self.ledger.is_contradicted(order.id).await? {
            Some(0)
        } else {
            match self.double_of(order.id).await? {
                Double::Unmet => Some(0),
                Double::Met => Some(self.age_ms(order)),
                Double::None => self.ledger.is_by_word_alone(order.id).await?.then(|| self.age_ms(order)),
            }
        })
    }

    /// How long ago something was last heard of an order that has ended. Not only since it was sent: one that was unknown,
    /// given up or on its way for a week, and is known since today to have paid, is news to whoever enters it again.
    fn age_ms(&self, order: &OrderSummary) -> i64 {
        let sent = order.sent_at_ms.map_or(order.created_at_ms, |sent| sent.max(order.created_at_ms));
        self.now_ms().saturating_sub(sent.max(order.updated_at_ms))
    }

    /// A payout like this one that has ended unpaid and may be paid all the same: the gateway says that it is on its way, or
    /// has left open what became of it, or that it failed is a person's word of the last day.
    pub(crate) async fn doubtful_twin(
        &self,
        payee: &Payee,
        draft: &Draft,
    ) -> Result<Option<OrderSummary>, DeskError> {
        for order in self.alike(payee, draft).await? {
            let unpaid = !is_open(order.status) && order.status != Status::Succeeded;
            if unpaid && self.counts_since_ms(&order).await?.is_some_and(|age| age < DUPLICATE_STOPS_MS) {
                return Ok(Some(order));
            }
        }
        Ok(None)
    }

    /// Whether the gateway may have another order of the same number, which may have been paid though this one ended unpaid.
    async fn double_of(&self, order: OrderId) -> Result<Double, DeskError> {
        let flags = self.ledger.flags(order).await?;
        let doubles: Vec<bool> = flags
            .iter()
            .filter(|row| matches!(row.flag, Flag::NumberDiffers | Flag::SeveralFound))
            .map(|row| row.seen_at_ms.is_some())
            .collect();
        Ok(if doubles.is_empty() {
            Double::None
        } else if doubles.iter().all(|met| *met) {
            Double::Met
        } else {
            Double::Unmet
        })
    }
}

/// A second order of one number at the gateway.
enum Double {
    /// None is known.
    None,
    /// Nobody has looked at the flag that tells of it.
    Unmet,
    /// A person has.
    Met,
}

/// Whether a payout in this status may still pay: one that never left can be sent by a click.
const fn is_open(status: Status) -> bool {
    match status {
        Status::Prepared
        | Status::NotSent
        | Status::Sending
        | Status::Unknown
        | Status::Pending
        | Status::Processing => true,
        Status::Succeeded
        | Status::Refused
        | Status::Failed
        | Status::Returned
        | Status::Expired
        | Status::Abandoned
        | Status::Cancelled => false,
    }
}

/// The text of the field that has a role.
pub(crate) fn role_text<'a>(rules: Option<&ProductRules>, draft: &'a Draft, role: Role) -> Option<&'a str> {
    rules.and_then(|rules| rules.role(role)).and_then(|field| draft.field(&field.name))
}
