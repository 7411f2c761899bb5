//! Ceilings of payouts, one by one and by the day (S16): told while a payout is filled in, asked about before its stub is
//! written, and held by the ledger when sending begins, which is what counts.

use ledger::{AccountId, AccountRow, Ceiling, CeilingPass, OrderId, OrderRow, PaidToday};
use money::Amount;
use orders::Status;
use secrecy::SecretString;

use crate::desk::market;
use crate::{Desk, DeskError, DraftReport};

/// From so many hundredths of the day's ceiling on, a payout that comes near it is told so.
const NEAR_PERCENT: i64 = 80;

/// Where a payout would stand against the day's ceiling of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCeiling {
    /// The most that the payouts of one day may come to.
    pub max: Amount,
    /// What those of today come to already, with what is prepared today and not sent yet.
    pub used: Amount,
    /// Whether this one would come to 80 % of the ceiling or more.
    pub near: bool,
    /// Whether this one would pass it: it takes the passphrase.
    pub above: bool,
}

impl DayCeiling {
    fn of(max: Amount, used: Amount, amount: Amount) -> Self {
        let Some(sum) = used.checked_add(amount) else {
            return Self { max, used, near: true, above: true };
        };
        // Multiplied instead of divided, so that nothing is rounded; what is beyond counting is near.
        let near = match (sum.checked_mul(100), max.checked_mul(NEAR_PERCENT)) {
            (Some(sum), Some(mark)) => sum >= mark,
            (None, _) | (_, None) => true,
        };
        Self { max, used, near, above: sum > max }
    }
}

impl From<Ceiling> for DeskError {
    fn from(ceiling: Ceiling) -> Self {
        match ceiling {
            Ceiling::Payout { max } => Self::AboveCeiling { ceiling: max },
            Ceiling::Day { max, used } => Self::AboveDayCeiling { ceiling: max, used },
        }
    }
}

impl Desk {
    /// What an account's payouts of today (the market's) come to.
    ///
    /// # Errors
    /// [`DeskError::NoSuchAccount`], [`DeskError::NoSuchMarket`], [`DeskError::Ledger`].
    pub async fn paid_today(&self, account_id: AccountId) -> Result<PaidToday, DeskError> {
        let account = self.existing_account(account_id).await?;
        let zone = &market(&account.market_id)?.zone;
        Ok(self.ledger.paid_today(account_id, zone, self.now_ms()).await?)
    }

    /// Lets a payout that waits for a person pass the ceilings that it is above now.
    ///
    /// # Errors
    /// [`DeskError::Vault`] for a wrong passphrase, for the pause after several, and when none was chosen yet;
    /// [`DeskError::WrongStatus`] when it does not wait; [`DeskError::NoSuchOrder`], [`DeskError::Ledger`].
    pub async fn allow_above_ceiling(&self, id: OrderId, passphrase: SecretString) -> Result<(), DeskError> {
        let order = self.existing_order(id).await?;
        if !matches!(order.status, Status::Prepared | Status::NotSent) {
            return Err(DeskError::WrongStatus(order.status));
        }
        let account = self.sound_account(order.account_id).await?;
        let sent = self.ledger.paid_today(account.id, &order.zone, self.now_ms()).await?.sent;
        let pass = CeilingPass {
            payout: is_above(account.max_payout, order.amount),
            day: account.max_day.is_some_and(|max| DayCeiling::of(max, sent, order.amount).above),
        };
        if pass == CeilingPass::default() {
            return Ok(());
        }
        self.confirm_guard(Some(&passphrase), DeskError::GuardNeeded).await?;
        // The person takes over: a grace that ends now must not send it under their hands.
        self.grace_timers.cancel(id);
        let order = self.ledger.allow_above_ceiling(id, pass, self.now_ms()).await?;
        self.emit_order(&order, Some(order.status), &[]);
        Ok(())
    }

    /// Fills in how a payout stands against its account's ceilings.
    pub(crate) async fn add_ceilings(
        &self,
        account: &AccountRow,
        report: &mut DraftReport,
    ) -> Result<(), DeskError> {
        let amount = report.tidied.amount;
        report.above_ceiling = account.max_payout.filter(|max| amount > *max);
        if let Some(max) = account.max_day {
            let used = self.paid_today(account.id).await?.used();
            report.day_ceiling = Some(DayCeiling::of(max, used, amount));
        }
        Ok(())
    }

    /// Whether a checked payout may be prepared: below its ceilings, or above them with the passphrase.
    pub(crate) async fn check_ceilings(
        &self,
        report: &DraftReport,
        passphrase: Option<&SecretString>,
    ) -> Result<CeilingPass, DeskError> {
        let day = report.day_ceiling.filter(|day| day.above);
        let needed = match (report.above_ceiling, day) {
            (None, None) => return Ok(CeilingPass::default()),
            (Some(ceiling), _) => DeskError::AboveCeiling { ceiling },
            (None, Some(day)) => DeskError::AboveDayCeiling { ceiling: day.max, used: day.used },
        };
        self.confirm_guard(passphrase, needed).await?;
        Ok(CeilingPass { payout: report.above_ceiling.is_some(), day: day.is_some() })
    }

    /// Writes down that a stub may be above ceilings. When that cannot be written the stub is withdrawn, so that
    /// nothing is left that the person was told had failed; it could not have been sent either.
    pub(crate) async fn let_pass(&self, order: OrderRow, pass: CeilingPass) -> Result<OrderRow, DeskError> {
        if pass == CeilingPass::default() {
            return Ok(order);
        }
        match self.ledger.allow_above_ceiling(order.id, pass, self.now_ms()).await {
            Ok(order) => Ok(order),
            Err(error) => {
                if let Err(error) = self.ledger.cancel(order.id, None, self.now_ms()).await {
                    tracing::error!(order = order.id.0, %error, "a stub was left that cannot be sent");
                }
                Err(error.into())
            }
        }
    }
}

fn is_above(max: Option<Amount>, amount: Amount) -> bool {
    max.is_some_and(|max| amount > max)
}

#[cfg(test)]
mod tests {
    use super::DayCeiling;
    use money::Amount;
    use rstest::rstest;

    #[rstest]
    #[case::far("0", "799.9999", false, false)]
    #[case::near("300", "500", true, false)]
    #[case::at("300", "700", true, false)]
    #[case::above("300", "700.0001", true, true)]
    #[case::passed_already("1200", "1", true, true)]
    fn of_a_thousand(#[case] used: &str, #[case] amount: &str, #[case] near: bool, #[case] above: bool) {
        let amounts = |text: &str| text.parse::<Amount>().unwrap();
        let (max, used) = (amounts("1000"), amounts(used));
        assert_eq!(DayCeiling::of(max, used, amounts(amount)), DayCeiling { max, used, near, above });
    }

    #[test]
    fn a_sum_beyond_counting_is_above() {
        let most = Amount::from_ten_thousandths(i64::MAX);
        let found = DayCeiling::of(most, most, most);
        assert!(found.near && found.above);
    }
}
