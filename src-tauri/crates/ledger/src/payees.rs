//! What is known of a payee from earlier payouts: the questions asked before one more is made.

use money::{Amount, Currency};
use serde::Serialize;

use crate::connection::{Work, commit, failed};
use crate::list::select_summary;
use crate::row::Columns;
use crate::tables::orders::read_summary;
use crate::tables::replacements;
use crate::{Ledger, LedgerError, OrderId, OrderSummary};

/// A payout's account number was used with this name before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownName {
    /// The name as it was given.
    pub name: String,
    /// In how many payouts.
    pub n: u64,
    /// When last, Unix milliseconds.
    pub last_at_ms: i64,
}

/// The most earlier payouts that a warning needs.
const EARLIER_MAX: i64 = 50;

impl Ledger {
    /// Earlier payouts of the same amount to the same account number, of any account of this ledger and in
    /// whatever status, at most 50: first those that may still pay, then the others, the newest first.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when the record of one of them is damaged: whether it was paid cannot be told then, and
    /// leaving it out could mean to pay twice. [`LedgerError`] when they cannot be read.
    pub async fn payouts_to(
        &self,
        account_no: &str,
        amount: Amount,
        currency: Currency,
        since_ms: i64,
    ) -> Result<Vec<OrderSummary>, LedgerError> {
        let rows = sqlx::query(PAYOUTS_TO)
            .bind(account_no)
            .bind(since_ms)
            .bind(amount.ten_thousandths())
            .bind(currency.code())
            .bind(EARLIER_MAX)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        let alike: Vec<OrderSummary> = rows.iter().map(read_summary).collect::<Result<_, _>>()?;
        for found in &alike {
            // A damaged order must not decide whether another payout is one too many.
            if self.order(found.id).await?.is_none_or(|order| order.damaged) {
                return Err(LedgerError::Damaged(format!("order {} is not as it was written", found.number)));
            }
        }
        Ok(alike)
    }

    /// The newest payout of the same amount to the same account number, of any account of this ledger, of which nobody
    /// knows what became: unknown, or being sent. `besides` is not looked at.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn unresolved_payout_to(
        &self,
        account_no: &str,
        amount: Amount,
        currency: Currency,
        besides: Option<OrderId>,
    ) -> Result<Option<OrderSummary>, LedgerError> {
        let row = sqlx::query(UNRESOLVED_TO)
            .bind(account_no)
            .bind(amount.ten_thousandths())
            .bind(currency.code())
            .bind(besides.map(|id| id.0))
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map(read_summary).transpose()
    }

    /// A payout like the order `stub` that has left since that stub was written: another number was sent, one that
    /// counted as ended (refused, failed, returned, given up) turned out to be alive, or one that was made elsewhere, not
    /// more than a day before the stub, was imported. `reasoned`: a reason was given for the stub, which an older one that
    /// was waiting then does not stop.
    ///
    /// Since is told by the lines of the histories, not by clocks, which people set.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn payout_left_since(
        &self,
        stub: OrderId,
        account_no: &str,
        amount: Amount,
        currency: Currency,
        reasoned: bool,
    ) -> Result<Option<OrderSummary>, LedgerError> {
        let row = sqlx::query(LEFT_SINCE)
            .bind(account_no)
            .bind(amount.ten_thousandths())
            .bind(currency.code())
            .bind(stub.0)
            .bind(reasoned)
            .fetch_optional(&self.readers)
            .await
            .map_err(failed)?;
        row.as_ref().map(read_summary).transpose()
    }

    /// The newest abandoned payout of the same amount to the same account number, of any account of this ledger, in
    /// place of which no other has been made that has paid or may still pay.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn abandoned_payout_to(
        &self,
        account_no: &str,
        amount: Amount,
        currency: Currency,
    ) -> Result<Option<OrderSummary>, LedgerError> {
        let mut tx = Work::reading(&self.readers).await?;
        let rows = sqlx::query(ABANDONED_TO)
            .bind(account_no)
            .bind(amount.ten_thousandths())
            .bind(currency.code())
            .fetch_all(&mut *tx)
            .await
            .map_err(failed)?;
        let mut found = None;
        // Each was given up by a person in writing: there are never many.
        for row in &rows {
            let order = read_summary(row)?;
            if !replacements::is_replaced(&mut tx, order.id).await? {
                found = Some(order);
                break;
            }
        }
        commit(tx).await?;
        Ok(found)
    }

    /// The largest payout that ever succeeded to an account number.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn largest_to(
        &self,
        account_no: &str,
        currency: Currency,
    ) -> Result<Option<Amount>, LedgerError> {
        let row = sqlx::query(LARGEST_TO)
            .bind(account_no)
            .bind(currency.code())
            .fetch_one(&self.readers)
            .await
            .map_err(failed)?;
        row.amount_if_any("largest")
    }

    /// The names that an account number was paid under, or was about to be, the latest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn names_for_account_no(&self, account_no: &str) -> Result<Vec<KnownName>, LedgerError> {
        let rows = sqlx::query(NAMES_FOR).bind(account_no).fetch_all(&self.readers).await.map_err(failed)?;
        rows.iter()
            .map(|row| {
                Ok(KnownName {
                    name: row.get("name")?,
                    n: row.count("n")?,
                    last_at_ms: row.get("last_at_ms")?,
                })
            })
            .collect()
    }
}

const PAYOUTS_TO: &str = select_summary!(
    "FROM orders o WHERE o.account_no = ? AND o.product = 'payout' AND o.created_at_ms >= ? AND o.amount = ? \
     AND o.currency = ? ORDER BY o.status IN ('prepared', 'not_sent', 'sending', 'unknown', 'pending', 'processing') DESC, \
     o.created_at_ms DESC, o.id DESC LIMIT ?"
);
const UNRESOLVED_TO: &str = select_summary!(
    "FROM orders o WHERE o.account_no = ? AND o.product = 'payout' AND o.status IN ('sending', 'unknown') \
     AND o.amount = ? AND o.currency = ? AND o.id IS NOT ? ORDER BY o.id DESC LIMIT 1"
);
const LEFT_SINCE: &str = select_summary!(
    "FROM orders o WHERE o.account_no = ?1 AND o.product = 'payout' AND +o.amount = ?2 AND o.currency = ?3 AND o.id <> ?4 \
     AND o.status IN ('sending', 'unknown', 'pending', 'processing', 'succeeded') \
     AND EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id \
         AND e.id > (SELECT min(first.id) FROM order_events first WHERE first.order_id = ?4) \
         AND e.to_status IN ('sending', 'unknown', 'pending', 'processing', 'succeeded') \
         AND (e.from_status IN ('refused', 'failed', 'returned', 'abandoned') \
             OR (e.from_status IN ('prepared', 'not_sent') AND (o.id > ?4 OR NOT ?5)) \
             OR (e.from_status IS NULL AND o.created_at_ms > -86400000 + \
                 (SELECT stub.created_at_ms FROM orders stub WHERE stub.id = ?4)))) \
     ORDER BY o.id DESC LIMIT 1"
);
const ABANDONED_TO: &str = select_summary!(
    "FROM orders o WHERE o.account_no = ? AND o.product = 'payout' AND o.status = 'abandoned' AND o.amount = ? \
     AND o.currency = ? ORDER BY o.id DESC"
);
const LARGEST_TO: &str = "SELECT max(amount) AS largest FROM orders
     WHERE account_no = ? AND product = 'payout' AND currency = ? AND status = 'succeeded'";
const NAMES_FOR: &str = "SELECT name, count(*) AS n, max(created_at_ms) AS last_at_ms FROM orders
     WHERE account_no = ? AND product = 'payout' AND name IS NOT NULL AND status <> 'cancelled'
     GROUP BY name ORDER BY last_at_ms DESC";

#[cfg(test)]
mod tests {
    use super::{ABANDONED_TO, LARGEST_TO, LEFT_SINCE, NAMES_FOR, PAYOUTS_TO, UNRESOLVED_TO};
    use crate::sql::Sql;
    use crate::tests::Fixture;
    use crate::totals::CLAIMED;

    #[tokio::test]
    async fn each_question_has_its_index() {
        let fixture = Fixture::new().await;
        for (statement, index) in [
            (PAYOUTS_TO, "orders_payee"),
            (UNRESOLVED_TO, "orders_unresolved (account_no=? AND amount=?)"),
            (ABANDONED_TO, "orders_abandoned (account_no=? AND amount=?)"),
            (LEFT_SINCE, "orders_payee"),
            (LARGEST_TO, "orders_payee"),
            (NAMES_FOR, "orders_payee"),
            (CLAIMED, "orders_claims"),
        ] {
            let first = fixture.plan_of(Sql::new(statement)).await.swap_remove(0);
            assert!(first.starts_with("SEARCH") && first.contains(index), "{statement}: {first}");
        }
    }
}
