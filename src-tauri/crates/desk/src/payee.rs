//! What the ledger knows of a draft's payee, however their account was spelt when it was written.

use std::cmp::Reverse;

use gateways::catalogue::{Market, Role};
use ledger::{KnownName, OrderId, OrderSummary};
use money::{Amount, Currency};
use orders::Draft;

use crate::check_draft::role_text;
use crate::{Desk, DeskError};

/// Whom a draft pays: every text that stands for their account in a ledger.
#[derive(Debug, Clone)]
pub(crate) struct Payee {
    spellings: Vec<String>,
}

impl Payee {
    /// The payee of a draft; `None` where it names none.
    pub(crate) fn of(market: &Market, draft: &Draft) -> Option<Self> {
        let account_no = role_text(market.product(draft.product), draft, Role::PayeeAccount)?;
        Some(Self { spellings: market.account_spellings(draft.product, account_no) })
    }

    /// Every text that their account may stand under.
    pub(crate) fn spellings(&self) -> &[String] {
        &self.spellings
    }
}

impl Desk {
    /// Payouts of the same amount to the same account, of any age and status, newest first: those that may still pay, and
    /// of the others the newest 50.
    pub(crate) async fn alike(&self, payee: &Payee, draft: &Draft) -> Result<Vec<OrderSummary>, DeskError> {
        let mut found = Vec::new();
        for account_no in &payee.spellings {
            found.extend(self.ledger.payouts_to(account_no, draft.amount, draft.currency, 0).await?);
        }
        found.sort_by_key(|order| Reverse((order.created_at_ms, order.id)));
        Ok(found)
    }

    /// A payout of the same amount to the same account, of any account of ours, of which nobody knows what became.
    pub(crate) async fn unresolved_twin(
        &self,
        payee: &Payee,
        draft: &Draft,
        besides: Option<OrderId>,
    ) -> Result<Option<OrderSummary>, DeskError> {
        for account_no in &payee.spellings {
            let twin =
                self.ledger.unresolved_payout_to(account_no, draft.amount, draft.currency, besides).await?;
            if twin.is_some() {
                return Ok(twin);
            }
        }
        Ok(None)
    }

    /// One that was given up, and that nothing was made in place of yet.
    pub(crate) async fn abandoned_twin(
        &self,
        payee: &Payee,
        draft: &Draft,
    ) -> Result<Option<OrderSummary>, DeskError> {
        for account_no in &payee.spellings {
            let twin = self.ledger.abandoned_payout_to(account_no, draft.amount, draft.currency).await?;
            if twin.is_some() {
                return Ok(twin);
            }
        }
        Ok(None)
    }

    /// One like a stub that has left since that stub was written.
    pub(crate) async fn left_since(
        &self,
        stub: OrderId,
        payee: &Payee,
        draft: &Draft,
        reasoned: bool,
    ) -> Result<Option<OrderSummary>, DeskError> {
        let (amount, currency) = (draft.amount, draft.currency);
        for account_no in &payee.spellings {
            let left = self.ledger.payout_left_since(stub, account_no, amount, currency, reasoned).await?;
            if left.is_some() {
                return Ok(left);
            }
        }
        Ok(None)
    }

    /// The largest payout that ever succeeded to the account.
    pub(crate) async fn largest_to(
        &self,
        payee: &Payee,
        currency: Currency,
    ) -> Result<Option<Amount>, DeskError> {
        let mut largest = None;
        for account_no in &payee.spellings {
            largest = largest.max(self.ledger.largest_to(account_no, currency).await?);
        }
        Ok(largest)
    }

    /// The names that the account was paid under, the latest first.
    pub(crate) async fn names_of(&self, payee: &Payee) -> Result<Vec<KnownName>, DeskError> {
        let mut names: Vec<KnownName> = Vec::new();
        for account_no in &payee.spellings {
            for known in self.ledger.names_for_account_no(account_no).await? {
                match names.iter_mut().find(|other| other.name == known.name) {
                    Some(other) => {
                        other.n = other.n.saturating_add(known.n);
                        other.last_at_ms = other.last_at_ms.max(known.last_at_ms);
                    }
                    None => names.push(known),
                }
            }
        }
        names.sort_by_key(|known| Reverse(known.last_at_ms));
        Ok(names)
    }
}
