//! What a person adds to an order: a note in its history, a flag marked as seen.

use gateways::{Family, Habits, OrderQueryForm};
use ledger::{OrderId, OrderRow, Report};
use orders::{Flag, Source};

use crate::desk::market;
use crate::{Desk, DeskError, DeskEvent};

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 2_000;

impl Desk {
    /// Writes a person's note into an order's history. It moves nothing.
    ///
    /// # Errors
    /// [`DeskError::Unexplained`] for an empty or endless note; [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn add_note(&self, id: OrderId, text: &str) -> Result<(), DeskError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > NOTE_CHARS_MAX {
            return Err(DeskError::Unexplained);
        }
        self.existing_order(id).await?;
        let report = Report { note: Some(text.to_owned()), ..Report::new(Source::Person) };
        let applied = self.ledger.apply(id, &report, self.now_ms()).await?;
        self.emit_order(&applied.order, Some(applied.order.status), &[]);
        Ok(())
    }

    /// Gives orders a label, or takes it away. Returns those for which that changed something.
    ///
    /// # Errors
    /// [`DeskError::Ledger`]: also for a label that is none.
    pub async fn set_label(
        &self,
        orders: &[OrderId],
        name: &str,
        wanted: bool,
    ) -> Result<Vec<OrderId>, DeskError> {
        self.check_open()?;
        let changed = self.ledger.set_label(orders, name, wanted).await?;
        self.emit_marked(&changed);
        Ok(changed)
    }

    /// Gives orders a star, or takes it away. Returns those for which that changed something.
    ///
    /// # Errors
    /// [`DeskError::Ledger`].
    pub async fn set_star(&self, orders: &[OrderId], wanted: bool) -> Result<Vec<OrderId>, DeskError> {
        self.check_open()?;
        let changed = self.ledger.set_star(orders, wanted, self.now_ms()).await?;
        self.emit_marked(&changed);
        Ok(changed)
    }

    fn emit_marked(&self, orders: &[OrderId]) {
        if !orders.is_empty() {
            self.emit(DeskEvent::OrdersMarked { order_ids: orders.to_vec() });
        }
    }

    /// Marks one flag of an order as seen by a person.
    ///
    /// # Errors
    /// [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn mark_flag_seen(&self, id: OrderId, flag: Flag) -> Result<(), DeskError> {
        let order = self.existing_order(id).await?;
        self.ledger.mark_flag_seen(id, flag, self.now_ms()).await?;
        self.emit_order(&order, Some(order.status), &[]);
        Ok(())
    }

    /// Whether the gateway can be asked about an order: not when both forms of the question were refused and its
    /// number there is not known (cashfast.md, A12).
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn can_ask(&self, order: &OrderRow) -> Result<bool, DeskError> {
        let account = self.existing_account(order.account_id).await?;
        let habits: Habits = serde_json::from_str(&account.habits_json).unwrap_or_default();
        let no_form = market(&account.market_id)?.family == Family::CashFast
            && habits.order_query_form == OrderQueryForm::CannotAsk;
        Ok(order.submitted && !(no_form && order.gateway_number.is_none()))
    }
}
