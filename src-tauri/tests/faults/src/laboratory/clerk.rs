//! The person before the window: what is wanted is entered, what did not leave is looked at, and a clerk pays again, gives up
//! and settles, right or wrong.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::{Confirmation, Desk, DeskError};
use ledger::{AccountId, EvidenceVerdict, NewEvidence, OrderId, OrderQuery, OrderRow, OrderSummary};
use orders::{Direction, Draft, Status};

use super::dice::Dice;
use super::drafts::{LAST_FOUR, draft};
use super::schedule::Schedule;
use super::template::Accounts;

/// What the program told the merchant, whatever became of it later.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Numbers of orders that the program said it has.
    pub(super) numbers: Vec<String>,
    /// How many payouts and collects the merchant tried to make.
    pub(super) tried: usize,
    /// Orders that the program let be given up long before their time.
    pub(super) given_up_early: Vec<String>,
    /// Which order the program named when it stopped a payout, and in which word.
    pub(super) stopped_by: Vec<(&'static str, String)>,
    /// What was done and what the program said to it, and how often.
    pub(super) doings: BTreeMap<&'static str, u64>,
}

/// Who sits at the program, through all of its lives.
#[derive(Clone)]
pub(super) struct Person {
    schedule: Arc<Schedule>,
    accounts: Accounts,
    told: Arc<Mutex<Told>>,
}

impl Person {
    pub(super) fn new(schedule: &Arc<Schedule>, accounts: Accounts) -> Self {
        Self { schedule: Arc::clone(schedule), accounts, told: Arc::default() }
    }

    pub(super) fn take_told(&self) -> Told {
        std::mem::take(&mut *self.told())
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, doing: &'static str) {
        *self.told().doings.entry(doing).or_default() += 1;
    }

    fn dice(&self, purpose: &str, nth: usize, id: OrderId) -> Dice {
        let which = [u64::try_from(nth).unwrap_or_default(), u64::try_from(id.0).unwrap_or_default()];
        Dice::of(self.schedule.seed, purpose, &which)
    }

    /// Fills in a form and confirms what the program asks about.
    pub(super) async fn want(self, desk: Arc<Desk>, index: usize) {
        let Some(wish) = self.schedule.wishes.get(index).copied() else { return };
        let market = self.schedule.market_of(wish);
        let (Some(draft), Some(account)) = (draft(market, wish), self.accounts.at(market)) else { return };
        if wish.payout {
            drop(self.pay(&desk, account, &draft, confirmation(wish.reason)).await);
            return;
        }
        self.told().tried += 1;
        if let Ok(order) = desk.create_collect(account, &draft).await {
            self.told().numbers.push(order.number);
        }
    }

    /// Enters the same payout once more, whatever became of the first one.
    pub(super) async fn pay_again(self, desk: Arc<Desk>, index: usize) {
        let again = self.schedule.clerk.as_ref().and_then(|clerk| clerk.again.get(index).copied());
        let Some(wish) = again else { return };
        let market = self.schedule.market_of(wish);
        let (Some(draft), Some(account)) = (draft(market, wish), self.accounts.at(market)) else { return };
        self.count(if wish.reason {
            "entered again with a reason"
        } else {
            "entered again without a reason"
        });
        match self.pay(&desk, account, &draft, confirmation(wish.reason)).await {
            Ok(_) => self.count("… and taken"),
            Err(error) => self.count(stopped(&error)),
        }
    }

    async fn pay(
        &self,
        desk: &Arc<Desk>,
        account: AccountId,
        draft: &Draft,
        confirmation: Confirmation,
    ) -> Result<OrderRow, DeskError> {
        self.told().tried += 1;
        let made = desk.prepare_payout(account, draft, confirmation).await;
        match &made {
            Ok(order) => self.told().numbers.push(order.number.clone()),
            Err(error) => self.note_stop(error),
        }
        made
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "no other error names an order")]
    fn note_stop(&self, error: &DeskError) {
        match error {
            DeskError::UnknownTwin { number, .. }
            | DeskError::ReasonNeeded { number, .. }
            | DeskError::ReplacesNeeded { number, .. }
            | DeskError::ReplacedExists { number, .. } => {
                self.told().stopped_by.push((error.code(), number.clone()));
            }
            _ => {}
        }
    }

    /// Looks at what did not leave, and sends it or withdraws it.
    pub(super) async fn tidy(self, desk: Arc<Desk>) {
        for order in listed(&desk, vec![Status::Prepared, Status::NotSent]).await {
            if desk.sends_at_ms(order.id).is_some() {
                continue;
            }
            let id = u64::try_from(order.id.0).unwrap_or_default();
            let done = if Dice::of(self.schedule.seed, "tidy", &[id]).chance(250) {
                desk.cancel_payout(order.id).await
            } else {
                desk.send_payout(order.id).await
            };
            match done {
                Ok(order) => self.told().numbers.push(order.number),
                Err(error) => self.note_stop(&error),
            }
        }
    }

    /// Decides about the payouts of which nobody knows: for the first time too early, then in time, then once more.
    pub(super) async fn decide(self, desk: Arc<Desk>, nth: usize) {
        let Some(gives_up) = self.schedule.clerk.as_ref().and_then(|clerk| clerk.gives_up) else { return };
        let unknown = listed(&desk, vec![Status::Unknown]).await;
        for order in unknown.iter().filter(|order| order.product.direction() == Direction::Payout) {
            let mut dice = self.dice("decide", nth, order.id);
            if dice.chance(gives_up.evidence) {
                self.settle(&desk, order, dice).await;
            } else {
                self.give_up(&desk, order, nth, dice).await;
            }
        }
        if nth < 2 {
            return;
        }
        for order in listed(&desk, vec![Status::Abandoned]).await {
            let mut dice = self.dice("second thoughts", nth, order.id);
            match dice.below(4) {
                0 => match desk.reopen_order(order.id, "the bank may have it after all").await {
                    Ok(_) => self.count("reopened"),
                    Err(error) => self.count(stopped(&error)),
                },
                1 => self.pay_for(&desk, &order, Some(order.id), dice).await,
                2 => self.pay_for(&desk, &order, None, dice).await,
                _ => {}
            }
        }
    }

    async fn settle(&self, desk: &Arc<Desk>, order: &OrderSummary, mut dice: Dice) {
        let (verdict, doing) = if dice.chance(400) {
            (EvidenceVerdict::Succeeded, "settled as paid")
        } else {
            (EvidenceVerdict::Failed, "settled as failed")
        };
        let evidence = NewEvidence {
            verdict,
            reference: "support, ticket 7".to_owned(),
            note: "they said so on the telephone".to_owned(),
            file: None,
        };
        match desk.settle_order(order.id, evidence).await {
            Ok(_) => {
                self.count(doing);
                if verdict == EvidenceVerdict::Failed && dice.chance(500) {
                    self.pay_for(desk, order, None, dice).await;
                }
            }
            Err(error) => self.count(stopped(&error)),
        }
    }

    async fn give_up(&self, desk: &Arc<Desk>, order: &OrderSummary, nth: usize, mut dice: Dice) {
        match desk.abandon_order(order.id, "the support has never heard of it").await {
            Ok(given_up) if nth == 0 => self.told().given_up_early.push(given_up.number),
            Ok(_) => {
                self.count("given up");
                match dice.below(10) {
                    0..6 => self.pay_for(desk, order, Some(order.id), dice).await,
                    6 | 7 => self.pay_for(desk, order, None, dice).await,
                    _ => {}
                }
            }
            Err(error) => self.count(stopped(&error)),
        }
    }

    /// Pays what another order was for, in place of it or as if it had never been.
    async fn pay_for(
        &self,
        desk: &Arc<Desk>,
        order: &OrderSummary,
        replaces: Option<OrderId>,
        mut dice: Dice,
    ) {
        let Ok(Some(found)) = desk.ledger().order(order.id).await else { return };
        let Ok(draft) = serde_json::from_str::<Draft>(&found.draft_json) else { return };
        self.count(if replaces.is_some() { "paid in place" } else { "paid beside" });
        let confirmation = Confirmation { replaces, ..confirmation(dice.chance(300)) };
        match self.pay(desk, found.account_id, &draft, confirmation).await {
            Ok(_) => self.count("… and taken"),
            Err(error) => self.count(stopped(&error)),
        }
    }
}

fn confirmation(reason: bool) -> Confirmation {
    Confirmation {
        duplicate_reason: reason.then(|| "the customer asked for it twice".to_owned()),
        last4: Some(LAST_FOUR.to_owned()),
        ..Confirmation::default()
    }
}

/// The orders that stand so.
async fn listed(desk: &Arc<Desk>, statuses: Vec<Status>) -> Vec<OrderSummary> {
    let query = OrderQuery { statuses, limit: 500, ..OrderQuery::default() };
    let Ok(page) = desk.ledger().list_orders(&query).await else { return Vec::new() };
    page.rows
}

/// What the program said instead of doing it.
fn stopped(error: &DeskError) -> &'static str {
    match error.code() {
        "unknown_twin" => "… stopped: another is unknown",
        "reason_needed" => "… stopped: a reason is needed",
        "replaces_needed" => "… stopped: another was given up",
        "replaced_exists" => "… stopped: it exists, or was replaced",
        "abandon_too_early" => "… stopped: too early to give up",
        "abandon_stale" => "… stopped: nothing was heard lately",
        "abandon_denied" => "… stopped: the gateway denies what it had accepted",
        "abandon_contradicted" => "… stopped: it was found before",
        "above_day_ceiling" => "… stopped: above the day's ceiling",
        "wrong_status" => "… stopped: it stands otherwise by now",
        // A crash came between.
        "ledger" => "… cut off by the end of the program",
        other => other,
    }
}
