//! What a callback does to an order.

use gateways::catalogue::Market;
use gateways::{Observation, Supplement};
use ledger::{AccountRow, DELIVERY_STORED, DeliveryId, LedgerError, OrderId, OrderRow, SupplementReport};
use orders::{Flag, Judgement, Source};

use crate::observe::{remark, report, told_time, with_delivery};
use crate::{Desk, DeskError};

/// What a callback did, as a word, and to which order.
pub(super) struct Effect {
    pub(super) word: &'static str,
    pub(super) order_id: Option<OrderId>,
}

impl Effect {
    pub(super) const fn without_order(word: &'static str) -> Self {
        Self { word, order_id: None }
    }

    const fn on(order: &OrderRow, word: &'static str) -> Self {
        Self { word, order_id: Some(order.id) }
    }
}

impl Desk {
    /// What a callback has done already, if it has: a crash came between its effect and the note of it.
    pub(super) async fn applied_before(
        &self,
        account: &AccountRow,
        seen: &Observation,
        delivery: DeliveryId,
    ) -> Result<Option<Effect>, DeskError> {
        let order = match &seen.supplement {
            Some(supplement) => self.parent_of(account, supplement).await?,
            None => self.order_of(account, seen).await?,
        };
        let Some(order) = order else { return Ok(None) };
        let history = self.ledger.events(order.id).await?;
        let Some(event) = history.iter().find(|event| event.delivery_id == Some(delivery)) else {
            return Ok(None);
        };
        let word = if seen.supplement.is_some() { "supplement" } else { word(event.judgement) };
        Ok(Some(Effect::on(&order, word)))
    }

    /// Applies a verified callback at once, and has the order asked about (DESIGN §5, Z4).
    pub(super) async fn apply_delivery(
        &self,
        account: &AccountRow,
        market: &'static Market,
        seen: &Observation,
        delivery: DeliveryId,
    ) -> Result<Effect, DeskError> {
        if let Some(supplement) = &seen.supplement {
            return self.apply_supplement(account, market, seen, supplement, delivery).await;
        }
        let Some(order) = self.order_of(account, seen).await? else {
            return Ok(Effect::without_order("unknown_order"));
        };
        self.apply_to(&order, market, seen, delivery).await
    }

    async fn apply_to(
        &self,
        order: &OrderRow,
        market: &Market,
        seen: &Observation,
        delivery: DeliveryId,
    ) -> Result<Effect, DeskError> {
        let report = with_delivery(report(market, order, seen, Source::Delivery), delivery);
        let applied = self.ledger.apply(order.id, &report, self.now_ms()).await?;
        self.announce(&applied).await;
        self.plan_watch(&applied.order, false).await?;
        self.ask_soon(&applied.order).await?;
        Ok(Effect::on(order, word(applied.judgement)))
    }

    /// A callback that repeats an earlier one moves nothing; asking is harmless.
    pub(super) async fn repeated(
        &self,
        account: &AccountRow,
        seen: &Observation,
    ) -> Result<Effect, DeskError> {
        self.ask_about_claim(account, seen, "repeated").await
    }

    /// A callback that cannot be verified moves nothing. If it speaks of an order of ours, the gateway is asked (A3).
    pub(super) async fn unverified(
        &self,
        account: &AccountRow,
        claim: Option<&Observation>,
    ) -> Result<Effect, DeskError> {
        match claim {
            Some(claim) => self.ask_about_claim(account, claim, "unverified").await,
            None => Ok(Effect::without_order("unverified")),
        }
    }

    /// A callback whose verdict has to wait moves nothing yet. If it speaks of an order of ours, the gateway is asked as soon
    /// as the vault is open.
    pub(super) async fn undecided(
        &self,
        account: &AccountRow,
        claim: Option<&Observation>,
    ) -> Result<Effect, DeskError> {
        match claim {
            Some(claim) => self.ask_about_claim(account, claim, DELIVERY_STORED).await,
            None => Ok(Effect::without_order(DELIVERY_STORED)),
        }
    }

    /// Has the order that a callback speaks of asked about soon, if it is one of ours.
    pub(super) async fn ask_about_claim(
        &self,
        account: &AccountRow,
        claim: &Observation,
        word: &'static str,
    ) -> Result<Effect, DeskError> {
        let order = match &claim.supplement {
            Some(supplement) => self.parent_of(account, supplement).await?,
            None => self.order_of(account, claim).await?,
        };
        match order {
            Some(order) => {
                self.ask_soon(&order).await?;
                Ok(Effect::on(&order, word))
            }
            None => Ok(Effect::without_order(word)),
        }
    }

    /// A further payment to a collect order becomes its child; the order itself is not overwritten (Z11).
    async fn apply_supplement(
        &self,
        account: &AccountRow,
        market: &Market,
        seen: &Observation,
        supplement: &Supplement,
        delivery: DeliveryId,
    ) -> Result<Effect, DeskError> {
        let Some(parent) = self.parent_of(account, supplement).await? else {
            return Ok(Effect::without_order("unknown_parent"));
        };
        let paid = seen.actual_amount.or(seen.amount);
        let (Some(gateway_number), Some(amount)) = (seen.gateway_number.clone(), paid) else {
            return Ok(Effect::on(&parent, "not_understood"));
        };
        let report = SupplementReport {
            source: Source::Delivery,
            gateway_number,
            number: seen.number.clone(),
            amount,
            fee: seen.fee,
            reported: seen.status,
            gateway_status: Some(seen.gateway_status.clone()),
            channel_number: seen.channel_number.clone(),
            reason: seen.reason.clone(),
            completed: seen.completed.as_ref().map(told_time),
            delivery_id: Some(delivery),
        };
        match self.ledger.apply_supplement(parent.id, &report, self.now_ms()).await {
            Ok(_) => {}
            Err(LedgerError::Conflict(_)) => {
                return self.known_otherwise(account, market, seen, &parent, delivery).await;
            }
            Err(other) => return Err(other.into()),
        }
        let parent = self.existing_order(parent.id).await?;
        self.emit_order(&parent, Some(parent.status), &[]);
        self.ask_soon(&parent).await?;
        Ok(Effect::on(&parent, "supplement"))
    }

    /// A further payment that is known as something else: as an order of its own (one that was imported), which the callback is
    /// about then; else as another order's, or as the number of its own original, which is for a person.
    async fn known_otherwise(
        &self,
        account: &AccountRow,
        market: &Market,
        seen: &Observation,
        parent: &OrderRow,
        delivery: DeliveryId,
    ) -> Result<Effect, DeskError> {
        let number = seen.gateway_number.as_deref().unwrap_or_default();
        match self.ledger.order_by_gateway_number(account.id, number).await? {
            Some(order) if order.id != parent.id => self.apply_to(&order, market, seen, delivery).await,
            Some(_) | None => {
                let note = format!("told of the further payment {number}, which is known as something else");
                let report =
                    with_delivery(remark(Source::Delivery, note, vec![Flag::NumberDiffers]), delivery);
                let applied = self.ledger.apply(parent.id, &report, self.now_ms()).await?;
                self.announce(&applied).await;
                self.ask_soon(&applied.order).await?;
                Ok(Effect::on(parent, "conflict"))
            }
        }
    }

    /// The order that a callback speaks of: by our number, else by the gateway's.
    async fn order_of(
        &self,
        account: &AccountRow,
        seen: &Observation,
    ) -> Result<Option<OrderRow>, DeskError> {
        if let Some(number) = &seen.number
            && let Some(order) = self.ledger.order_by_number(account.id, number).await?
        {
            return Ok(Some(order));
        }
        match &seen.gateway_number {
            Some(number) => Ok(self.ledger.order_by_gateway_number(account.id, number).await?),
            None => Ok(None),
        }
    }

    /// The original of a further payment: by the gateway's number; failing that, by the candidates if exactly one
    /// of our orders is among them (Z11).
    async fn parent_of(
        &self,
        account: &AccountRow,
        supplement: &Supplement,
    ) -> Result<Option<OrderRow>, DeskError> {
        if let Some(number) = &supplement.original_gateway_number
            && let Some(order) = self.ledger.order_by_gateway_number(account.id, number).await?
        {
            return Ok(Some(order));
        }
        let mut found =
            self.ledger.orders_by_numbers(account.id, &supplement.original_number_candidates).await?;
        found.dedup_by_key(|order| order.id);
        match found.as_slice() {
            [only] => Ok(Some(only.clone())),
            [] | [_, _, ..] => Ok(None),
        }
    }
}

/// How a judged callback is noted.
const fn word(judgement: Option<Judgement>) -> &'static str {
    match judgement {
        Some(Judgement::Moves(_)) => "applied",
        Some(Judgement::Confirms) => "confirmed",
        Some(Judgement::Late) => "late",
        Some(Judgement::Outside) => "outside_table",
        None => "no_status",
    }
}
