//! Ceilings of an account's payouts, one by one and by the day: held when sending begins, inside its commit, so that
//! payouts which are sent at the same moment cannot pass one together (bar S16).
//!
//! What counts for a day: every payout that was sent on it and has paid or may pay. Not what the gateway itself refused,
//! failed or returned, and not what never left. An order that only a *person* declared failed or never made goes on
//! counting for its day: else a few written words would make room under the ceiling.
//!
//! A payout counts for the day of its sending, not of its stub. There is no upper end to that day, so that a clock that
//! was set back makes no room; one that is set forward does begin a new day, and no program can tell.
//!
//! Absent on purpose: the passphrase (vault) and the question whether one is needed for an edit (desk); protection from
//! whoever can write the ledger's file.

use money::Amount;
use orders::{Direction, Source};
use sqlx::SqliteConnection;

use crate::connection::{commit, failed};
use crate::day::{begin_of_day, day_of};
use crate::row::Columns;
use crate::sending::step;
use crate::tables::orders::load_sound;
use crate::{AccountId, AccountRow, Ledger, LedgerError, OrderId, OrderRow};

/// The note that the history keeps when a person confirmed with the passphrase that a payout may be above a ceiling.
pub const CONFIRMED_ABOVE_CEILING: &str = "above_ceiling_confirmed";

/// A ceiling that stops a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceiling {
    /// The most that one payout may be.
    Payout {
        /// That much.
        max: Amount,
    },
    /// The most that the payouts of one day may come to.
    Day {
        /// That much.
        max: Amount,
        /// What the others of the day come to.
        used: Amount,
    },
}

/// Which ceilings one payout may be above, because a person confirmed it with the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CeilingPass {
    /// That of one payout.
    pub payout: bool,
    /// That of the day; holds on the market's day on which it was given.
    pub day: bool,
}

/// What the payouts of a day come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidToday {
    /// The market's day, `YYYY-MM-DD`.
    pub day: String,
    /// Sent on this day; has paid or may pay.
    pub sent: Amount,
    /// Prepared on this day and not sent yet.
    pub waiting: Amount,
}

impl PaidToday {
    /// Sent and waiting together; the largest amount there is, should they be beyond counting.
    #[must_use]
    pub fn used(&self) -> Amount {
        self.sent.checked_add(self.waiting).unwrap_or(Amount::from_ten_thousandths(i64::MAX))
    }
}

impl Ledger {
    /// What an account's payouts of today come to. `zone` is the market's offset from UTC, `-06:00`.
    ///
    /// # Errors
    /// [`LedgerError::Invalid`] for an offset that cannot be read; or that the payouts cannot be read.
    pub async fn paid_today(
        &self,
        account_id: AccountId,
        zone: &str,
        now_ms: i64,
    ) -> Result<PaidToday, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        paid_today(&mut connection, account_id, zone, now_ms).await
    }

    /// Writes down that a person confirmed with the passphrase: this payout may be above these ceilings. The history
    /// tells it.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the order may have been sent; [`LedgerError::NotFound`],
    /// [`LedgerError::Damaged`], or that it cannot be written.
    pub async fn allow_above_ceiling(
        &self,
        id: OrderId,
        pass: CeilingPass,
        now_ms: i64,
    ) -> Result<OrderRow, LedgerError> {
        let mut tx = self.begin().await?;
        let mut held = load_sound(&mut tx, id).await?;
        if held.row.submitted {
            return Err(LedgerError::Conflict("this order was sent".to_owned()));
        }
        let day = day_of(now_ms, &held.row.zone)?;
        sqlx::query(
            "INSERT INTO ceiling_passes (order_id, at_ms, above_payout, above_day) VALUES (?, ?, ?, ?)",
        )
        .bind(id.0)
        .bind(now_ms)
        .bind(pass.payout)
        .bind(pass.day.then_some(day))
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let status = held.row.status;
        // The program says so, not a person's note: anybody can write a note.
        step(&mut tx, &mut held, status, Source::Program, Some(CONFIRMED_ABOVE_CEILING), now_ms).await?;
        commit(tx).await?;
        Ok(held.row)
    }
}

/// Whether an order that is about to be sent stays below its account's ceilings, or has been let pass.
///
/// # Errors
/// [`LedgerError::AboveCeiling`].
pub(crate) async fn check(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    account: &AccountRow,
    now_ms: i64,
) -> Result<(), LedgerError> {
    if order.product.direction() != Direction::Payout {
        return Ok(());
    }
    if let Some(max) = account.max_payout
        && order.amount > max
        && !may_pass(connection, order.id, None).await?
    {
        return Err(LedgerError::AboveCeiling(Ceiling::Payout { max }));
    }
    if let Some(max) = account.max_day {
        let PaidToday { day, sent, .. } =
            paid_today(connection, order.account_id, &order.zone, now_ms).await?;
        let fits = sent.checked_add(order.amount).is_some_and(|sum| sum <= max);
        if !fits && !may_pass(connection, order.id, Some(&day)).await? {
            return Err(LedgerError::AboveCeiling(Ceiling::Day { max, used: sent }));
        }
    }
    Ok(())
}

async fn may_pass(
    connection: &mut SqliteConnection,
    id: OrderId,
    day: Option<&str>,
) -> Result<bool, LedgerError> {
    sqlx::query_scalar(MAY_PASS).bind(id.0).bind(day).fetch_one(connection).await.map_err(failed)
}

async fn paid_today(
    connection: &mut SqliteConnection,
    account_id: AccountId,
    zone: &str,
    now_ms: i64,
) -> Result<PaidToday, LedgerError> {
    let row = sqlx::query(PAID_TODAY)
        .bind(account_id.0)
        .bind(begin_of_day(now_ms, zone)?)
        .fetch_one(connection)
        .await
        .map_err(failed)?;
    Ok(PaidToday { day: day_of(now_ms, zone)?, sent: row.amount("sent")?, waiting: row.amount("waiting")? })
}

const MAY_PASS: &str = "SELECT EXISTS (SELECT 1 FROM ceiling_passes WHERE order_id = ?1
     AND CASE WHEN ?2 IS NULL THEN above_payout = 1 ELSE above_day = ?2 END)";

/// An account has one currency, its market's, so amounts are added without a look at it. `failed` counts unless the
/// gateway said so itself, or it was made elsewhere and imported: that history does not begin with a stub.
const PAID_TODAY: &str = "SELECT coalesce(sum(amount) FILTER (WHERE status <> 'prepared'), 0) AS sent,
     coalesce(sum(amount) FILTER (WHERE status = 'prepared'), 0) AS waiting FROM orders
     WHERE account_id = ? AND product = 'payout' AND coalesce(sent_at_ms, created_at_ms) >= ?
     AND (status IN ('prepared', 'sending', 'unknown', 'pending', 'processing', 'succeeded', 'abandoned')
          OR status = 'failed' AND NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = orders.id
              AND (e.to_status = 'failed' AND e.source IN ('answer', 'query', 'delivery')
                       AND e.judgement IN ('moves', 'confirms')
                   OR e.from_status IS NULL AND e.to_status <> 'prepared')))";

#[cfg(test)]
mod tests {
    use super::{MAY_PASS, PAID_TODAY};
    use crate::sql::Sql;
    use crate::tests::Fixture;
    use orders::Status;

    #[tokio::test]
    async fn each_question_has_its_index() {
        let fixture = Fixture::new().await;
        for (statement, indexes) in [
            (PAID_TODAY, ["orders_ceiling (account_id=? AND <expr>>?)", "order_events_order"].as_slice()),
            (MAY_PASS, ["ceiling_passes_order"].as_slice()),
        ] {
            let plan = fixture.plan_of(Sql::new(statement)).await;
            for index in indexes {
                assert!(plan.iter().any(|line| line.contains(index)), "{statement}: {plan:?}");
            }
            assert!(!plan.iter().any(|line| line.contains("SCAN orders")), "{statement}: {plan:?}");
        }
    }

    /// Whether an order of today counts for the ceiling, whoever said so.
    const fn counts(status: Status) -> bool {
        match status {
            Status::Prepared
            | Status::Sending
            | Status::Unknown
            | Status::Pending
            | Status::Processing
            | Status::Succeeded
            | Status::Abandoned
            // Unless the gateway said so.
            | Status::Failed => true,
            Status::NotSent | Status::Refused | Status::Returned | Status::Expired | Status::Cancelled => false,
        }
    }

    #[test]
    fn the_statement_names_each_status_that_counts() {
        for status in Status::ALL {
            assert_eq!(PAID_TODAY.contains(&format!("'{}'", status.as_str())), counts(status), "{status:?}");
        }
    }
}
