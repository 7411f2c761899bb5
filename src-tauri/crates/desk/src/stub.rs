//! From a checked draft to the stub of an order.

use gateways::catalogue::{Market, Role};
use ledger::{AccountRow, NewStub, OrderId, OrderRow, Party};
use orders::{Draft, OrderNumber};

use crate::check_draft::role_text;
use crate::payee::Payee;
use crate::{Desk, DeskError};

impl Desk {
    /// Writes the stub of an order: on disk, with its final number, before anything is sent.
    pub(crate) async fn write_stub(
        &self,
        account: &AccountRow,
        market: &Market,
        draft: &Draft,
        duplicate_reason: Option<String>,
    ) -> Result<OrderRow, DeskError> {
        let new = self.new_stub(account, market, draft, duplicate_reason)?;
        let order = self.ledger.write_stub(&new, self.now_ms()).await?;
        self.emit_order(&order, None, &[]);
        Ok(order)
    }

    /// The same for a payout that is made in place of an abandoned one.
    pub(crate) async fn write_replacement(
        &self,
        account: &AccountRow,
        market: &Market,
        draft: &Draft,
        duplicate_reason: Option<String>,
        replaces: OrderId,
    ) -> Result<OrderRow, DeskError> {
        let new = self.new_stub(account, market, draft, duplicate_reason)?;
        let payee = Payee::of(market, draft);
        let spellings = payee.as_ref().map_or(&[][..], Payee::spellings);
        let order = self.ledger.write_replacement(&new, spellings, replaces, self.now_ms()).await?;
        self.emit_order(&order, None, &[]);
        let old = self.existing_order(replaces).await?;
        self.emit_order(&old, Some(old.status), &[]);
        Ok(order)
    }

    fn new_stub(
        &self,
        account: &AccountRow,
        market: &Market,
        draft: &Draft,
        duplicate_reason: Option<String>,
    ) -> Result<NewStub, DeskError> {
        let now = self.now_ms();
        let number = OrderNumber::new(now.unsigned_abs(), self.chance.bits());
        Ok(NewStub {
            account_id: account.id,
            product: draft.product,
            number: number.as_str().to_owned(),
            channel: draft.channel.clone(),
            amount: draft.amount,
            currency: draft.currency,
            zone: market.zone.clone(),
            party: party(market, draft),
            draft_json: serde_json::to_string(draft).map_err(|_| DeskError::Internal("draft"))?,
            duplicate_reason,
        })
    }
}

/// Who pays or is paid, by what the market's fields mean.
fn party(market: &Market, draft: &Draft) -> Party {
    let rules = market.product(draft.product);
    let text = |role| role_text(rules, draft, role).map(str::to_owned);
    let account_no = text(Role::PayeeAccount).or_else(|| text(Role::PayerWallet));
    Party {
        name: text(Role::PayeeName).or_else(|| text(Role::PayerName)),
        // What twins are looked for by; the draft has what is sent.
        account_no: account_no.map(|text| market.tidy_account(draft.product, &text)),
        account_kind: text(Role::AccountKind),
        bank: text(Role::Bank),
        phone: text(Role::Phone),
        email: text(Role::Email),
        remark: text(Role::Remark),
        document_number: text(Role::DocumentNumber),
    }
}
