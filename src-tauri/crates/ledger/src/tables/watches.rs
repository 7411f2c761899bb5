//! The tracker's plan: which order is asked about next, and when. Kept here so that it survives restarts.
//!
//! Each account has a plan of its own, in four ranks of urgency. What is due stays due until it was asked about: a
//! hundred thousand overdue orders cost nothing but their rows.

use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{SqliteConnection, SqlitePool};

use crate::connection::{commit, failed};
use crate::contradictions::BY_WORD_ALONE;
use crate::row::Columns;
use crate::{AccountId, Ledger, LedgerError, OrderId};

/// The order is being sent, or nobody knows what became of it.
pub const RANK_UNKNOWN: u8 = 0;
/// A payout on its way.
pub const RANK_PAYOUT: u8 = 1;
/// A collect order that waits for its payer.
pub const RANK_COLLECT: u8 = 2;
/// Everything that has ended and is looked at once more.
pub const RANK_ENDED: u8 = 3;

/// So long after sending began an order is asked about, should its outcome never have been written.
const SENDING_ASKED_AFTER_MS: i64 = 120_000;

/// An order that is to be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watch {
    /// Which order.
    pub order_id: OrderId,
    /// Of which account.
    pub account_id: AccountId,
    /// How urgent it is: [`RANK_UNKNOWN`] first, [`RANK_ENDED`] last.
    pub rank: u8,
    /// When, Unix milliseconds.
    pub next_at_ms: i64,
    /// How often it was asked about so far.
    pub attempts: u32,
    /// Why, as a word of the caller's.
    pub reason: String,
}

/// The next question about an order, to be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewWatch<'a> {
    /// About which order.
    pub order_id: OrderId,
    /// When, Unix milliseconds.
    pub next_at_ms: i64,
    /// How often it was asked about so far.
    pub attempts: u32,
    /// Why, as a word of the caller's.
    pub reason: &'a str,
}

/// What an account's gateway is to be asked, as far as it is of interest now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// What is due: the longest overdue of each rank, urgent ranks first.
    pub due: Vec<Watch>,
    /// When the next order comes due that is not due yet, Unix milliseconds.
    pub next_at_ms: Option<i64>,
}

impl Ledger {
    /// Plans the next question about an order, in place of what was planned. How urgent it is follows from where the
    /// order stands now.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn schedule(
        &self,
        order_id: OrderId,
        next_at_ms: i64,
        attempts: u32,
        reason: &str,
    ) -> Result<(), LedgerError> {
        let mut writer = self.writer.acquire().await.map_err(failed)?;
        plan(&mut writer, &NewWatch { order_id, next_at_ms, attempts, reason }).await
    }

    /// Plans many in one commit.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be written: then none of them was.
    pub async fn schedule_all(&self, plans: &[NewWatch<'_>]) -> Result<(), LedgerError> {
        let mut tx = self.begin().await?;
        for new in plans {
            plan(&mut tx, new).await?;
        }
        commit(tx).await
    }

    /// Asks about an order no more.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn unschedule(&self, order_id: OrderId) -> Result<(), LedgerError> {
        sqlx::query("DELETE FROM watches WHERE order_id = ?")
            .bind(order_id.0)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// What is due, of all accounts, longest overdue first.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn due(&self, now_ms: i64, limit: u32) -> Result<Vec<Watch>, LedgerError> {
        let rows =
            sqlx::query("SELECT * FROM watches WHERE next_at_ms <= ? ORDER BY next_at_ms, order_id LIMIT ?")
                .bind(now_ms)
                .bind(limit)
                .fetch_all(&self.readers)
                .await
                .map_err(failed)?;
        rows.iter().map(read).collect()
    }

    /// What one account's gateway is to be asked now, at most `limit` of each rank, and when it goes on. It costs the
    /// same whether ten orders are due or a hundred thousand.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn agenda(
        &self,
        account_id: AccountId,
        now_ms: i64,
        limit: u32,
    ) -> Result<Agenda, LedgerError> {
        let rows = sqlx::query(AGENDA)
            .bind(account_id.0)
            .bind(now_ms)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        let next_at_ms = sqlx::query_scalar(AFTERWARDS)
            .bind(account_id.0)
            .bind(now_ms)
            .fetch_one(&self.readers)
            .await
            .map_err(failed)?;
        Ok(Agenda { due: rows.iter().map(read).collect::<Result<_, _>>()?, next_at_ms })
    }

    /// What is planned for one order.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn watch(&self, order_id: OrderId) -> Result<Option<Watch>, LedgerError> {
        let mut connection = self.readers.acquire().await.map_err(failed)?;
        of_order(&mut connection, order_id).await
    }

    /// Orders that are open at the gateway, and payouts that have ended by a person's word alone, which nobody asks about,
    /// oldest first: a crash or a full disk came between a step and its plan, or an older version of this program gave them
    /// up too soon.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn unwatched(&self, limit: u32) -> Result<Vec<OrderId>, LedgerError> {
        let mut ids: Vec<i64> =
            sqlx::query_scalar(UNWATCHED_OPEN).bind(limit).fetch_all(&self.readers).await.map_err(failed)?;
        let settled: Vec<i64> =
            sqlx::query_scalar(UNWATCHED_SETTLED).fetch_all(&self.readers).await.map_err(failed)?;
        for id in settled {
            let by_word: bool =
                sqlx::query_scalar(BY_WORD_ALONE).bind(id).fetch_one(&self.readers).await.map_err(failed)?;
            if by_word {
                ids.push(id);
            }
        }
        ids.sort_unstable();
        Ok(ids.into_iter().map(OrderId).collect())
    }

    /// How many orders are watched.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn watch_count(&self) -> Result<u64, LedgerError> {
        let row = sqlx::query("SELECT count(*) AS n FROM watches").fetch_one(&self.readers).await;
        row.map_err(failed)?.count("n")
    }

    /// When the next question is due, Unix milliseconds; `None` when nothing is watched.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn next_due_at(&self) -> Result<Option<i64>, LedgerError> {
        sqlx::query_scalar("SELECT min(next_at_ms) FROM watches")
            .fetch_one(&self.readers)
            .await
            .map_err(failed)
    }

    /// Moves the whole plan in time: this computer's clock was set back by so much.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be written.
    pub async fn shift_watches(&self, by_ms: i64) -> Result<(), LedgerError> {
        sqlx::query("UPDATE watches SET next_at_ms = next_at_ms + ?")
            .bind(by_ms)
            .execute(&self.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Brings questions near that lie farther ahead than any plan reaches: they were planned by a clock that was
    /// ahead and has been set right since. Returns how many.
    ///
    /// `open_ms` is how far plans for orders that are open at the gateway reach, `ended_ms` those for all others.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read or written.
    pub async fn rein_in_watches(
        &self,
        now_ms: i64,
        open_ms: i64,
        ended_ms: i64,
    ) -> Result<u64, LedgerError> {
        let mut brought = 0;
        for rank in [RANK_UNKNOWN, RANK_PAYOUT, RANK_COLLECT, RANK_ENDED] {
            let reach_ms = if rank == RANK_ENDED { ended_ms } else { open_ms };
            let horizon = now_ms.saturating_add(reach_ms);
            // Looked at first: hardly ever is there anything to write, and looking does not wait for a turn to write.
            let any: bool = sqlx::query_scalar(BEYOND)
                .bind(rank)
                .bind(horizon)
                .fetch_one(&self.readers)
                .await
                .map_err(failed)?;
            if any {
                let done = sqlx::query(
                    "UPDATE watches SET next_at_ms = ? WHERE account_id IN (SELECT id FROM accounts)
                     AND rank = ? AND next_at_ms > ?",
                )
                .bind(horizon)
                .bind(rank)
                .bind(horizon)
                .execute(&self.writer)
                .await
                .map_err(failed)?;
                brought += done.rows_affected();
            }
        }
        Ok(brought)
    }
}

const UNWATCHED_OPEN: &str = "SELECT id FROM orders WHERE status IN ('unknown', 'pending', 'processing')
     AND NOT EXISTS (SELECT 1 FROM watches WHERE order_id = orders.id) ORDER BY id LIMIT ?";

/// Each piece of evidence was written by a person: there are never many.
const UNWATCHED_SETTLED: &str =
    "SELECT DISTINCT v.order_id FROM evidence v CROSS JOIN orders o ON o.id = v.order_id
     WHERE o.product = 'payout' AND o.status IN ('succeeded', 'failed')
     AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.order_id = v.order_id)";

/// What is due, by rank; each part reads at most `?3` rows of the index `watches_turn`.
const AGENDA: &str = "
    SELECT * FROM (SELECT * FROM watches WHERE account_id = ?1 AND rank = 0 AND next_at_ms <= ?2
                   ORDER BY next_at_ms, order_id LIMIT ?3)
    UNION ALL
    SELECT * FROM (SELECT * FROM watches WHERE account_id = ?1 AND rank = 1 AND next_at_ms <= ?2
                   ORDER BY next_at_ms, order_id LIMIT ?3)
    UNION ALL
    SELECT * FROM (SELECT * FROM watches WHERE account_id = ?1 AND rank = 2 AND next_at_ms <= ?2
                   ORDER BY next_at_ms, order_id LIMIT ?3)
    UNION ALL
    SELECT * FROM (SELECT * FROM watches WHERE account_id = ?1 AND rank = 3 AND next_at_ms <= ?2
                   ORDER BY next_at_ms, order_id LIMIT ?3)";

/// When the next one comes due that is not due yet.
const AFTERWARDS: &str = "
    SELECT min(at) FROM (
        SELECT min(next_at_ms) AS at FROM watches WHERE account_id = ?1 AND rank = 0 AND next_at_ms > ?2
        UNION ALL
        SELECT min(next_at_ms) FROM watches WHERE account_id = ?1 AND rank = 1 AND next_at_ms > ?2
        UNION ALL
        SELECT min(next_at_ms) FROM watches WHERE account_id = ?1 AND rank = 2 AND next_at_ms > ?2
        UNION ALL
        SELECT min(next_at_ms) FROM watches WHERE account_id = ?1 AND rank = 3 AND next_at_ms > ?2)";

const BEYOND: &str = "
    SELECT EXISTS (SELECT 1 FROM watches WHERE account_id IN (SELECT id FROM accounts) AND rank = ?1 AND next_at_ms > ?2)";

/// Plans the next question about an order, in place of what was planned.
pub(crate) async fn plan(connection: &mut SqliteConnection, new: &NewWatch<'_>) -> Result<(), LedgerError> {
    sqlx::query(
        "INSERT INTO watches (order_id, account_id, rank, next_at_ms, attempts, reason)
         SELECT id, account_id,
                CASE WHEN status IN ('sending', 'unknown') THEN 0
                     WHEN status IN ('pending', 'processing') AND product = 'payout' THEN 1
                     WHEN status IN ('pending', 'processing') THEN 2
                     ELSE 3 END,
                ?, ?, ? FROM orders WHERE id = ?
         ON CONFLICT (order_id) DO UPDATE SET rank = excluded.rank, next_at_ms = excluded.next_at_ms,
         attempts = excluded.attempts, reason = excluded.reason",
    )
    .bind(new.next_at_ms)
    .bind(new.attempts)
    .bind(new.reason)
    .bind(new.order_id.0)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Plans a question about an order whose sending begins, in the same commit: whatever happens to its outcome, an order
/// that has left is asked about.
pub(crate) async fn plan_sending(
    connection: &mut SqliteConnection,
    order_id: OrderId,
    now_ms: i64,
) -> Result<(), LedgerError> {
    let next_at_ms = now_ms.saturating_add(SENDING_ASKED_AFTER_MS);
    plan(connection, &NewWatch { order_id, next_at_ms, attempts: 0, reason: "sending" }).await
}

/// Nothing is being sent while a ledger is opened. Whatever is still planned as if it were had its outcome written, and the
/// program died before the next plan: it is asked about at once.
pub(crate) async fn hasten_left_sending(writer: &SqlitePool, now_ms: i64) -> Result<(), LedgerError> {
    sqlx::query(
        "UPDATE watches SET next_at_ms = ?1 WHERE account_id IN (SELECT id FROM accounts) AND rank = 0
         AND next_at_ms > ?1 AND reason = 'sending'",
    )
    .bind(now_ms)
    .execute(writer)
    .await
    .map_err(failed)?;
    Ok(())
}

/// What is planned for one order.
pub(crate) async fn of_order(
    connection: &mut SqliteConnection,
    order_id: OrderId,
) -> Result<Option<Watch>, LedgerError> {
    let row = sqlx::query("SELECT * FROM watches WHERE order_id = ?")
        .bind(order_id.0)
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Watch, LedgerError> {
    Ok(Watch {
        order_id: OrderId(row.get("order_id")?),
        account_id: AccountId(row.get("account_id")?),
        rank: row.get("rank")?,
        next_at_ms: row.get("next_at_ms")?,
        attempts: row.get("attempts")?,
        reason: row.get("reason")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{AFTERWARDS, AGENDA, BEYOND, NewWatch, RANK_COLLECT, RANK_ENDED, RANK_PAYOUT, RANK_UNKNOWN};
    use crate::sql::Sql;
    use crate::tests::{Fixture, NOON};
    use crate::{Ledger, OrderId, OutcomeStatus};
    use orders::{Product, ReportedStatus, Source};

    /// So many rows of a plan; the orders behind them are not made, nobody looks at them here.
    async fn crowd(fixture: &Fixture, count: i64, rank: u8, next_at_ms: i64) {
        let mut writer = fixture.ledger.writer.acquire().await.unwrap();
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut *writer).await.unwrap();
        sqlx::query(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
             INSERT INTO watches (order_id, account_id, rank, next_at_ms, attempts, reason)
             SELECT 1000000 * (1 + ?) + i, ?, ?, ?, 3, 'crowd' FROM n",
        )
        .bind(count)
        .bind(rank)
        .bind(fixture.account.id.0)
        .bind(rank)
        .bind(next_at_ms)
        .execute(&mut *writer)
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn the_rank_follows_from_where_the_order_stands() {
        let fixture = Fixture::new().await;
        let payout = fixture.accepted("N1A").await.id;
        let ended = fixture.accepted("N2A").await.id;
        fixture.report(ended, Source::Query, ReportedStatus::Succeeded).await;
        let sending = fixture.sending("N3A").await.id;
        let unknown = fixture.sending("N4A").await.id;
        fixture.outcome(unknown, OutcomeStatus::Unknown).await;
        let mut stub = fixture.stub("N5A");
        stub.product = Product::Collect;
        let collect = fixture.ledger.write_stub(&stub, NOON).await.unwrap().id;
        fixture.begin(collect).await.unwrap();
        fixture.outcome(collect, OutcomeStatus::Accepted(ReportedStatus::Pending)).await;
        let plans: Vec<NewWatch<'_>> = [payout, ended, sending, unknown, collect]
            .map(|order_id| NewWatch { order_id, next_at_ms: NOON, attempts: 1, reason: "x" })
            .to_vec();
        fixture.ledger.schedule_all(&plans).await.unwrap();
        let agenda = fixture.ledger.agenda(fixture.account.id, NOON, 10).await.unwrap();
        let ranks: Vec<(OrderId, u8)> = agenda.due.iter().map(|watch| (watch.order_id, watch.rank)).collect();
        assert_eq!(
            ranks,
            [
                (sending, RANK_UNKNOWN),
                (unknown, RANK_UNKNOWN),
                (payout, RANK_PAYOUT),
                (collect, RANK_COLLECT),
                (ended, RANK_ENDED)
            ]
        );
        assert_eq!(agenda.next_at_ms, None);
    }

    #[tokio::test]
    async fn an_order_that_leaves_is_planned_in_the_same_commit() {
        let fixture = Fixture::new().await;
        let id = fixture.prepared("N1A").await.id;
        assert_eq!(fixture.ledger.watch(id).await.unwrap(), None);
        fixture.begin(id).await.unwrap();
        let watch = fixture.ledger.watch(id).await.unwrap().unwrap();
        assert_eq!((watch.reason.as_str(), watch.rank), ("sending", RANK_UNKNOWN));
        assert!(watch.next_at_ms > NOON);
    }

    /// Found by killing the program a thousand times: such an order waited for two minutes after the restart.
    #[tokio::test]
    async fn a_crash_between_an_outcome_and_its_plan_delays_no_question() {
        let fixture = Fixture::new().await;
        let accepted = fixture.accepted("N1A").await.id;
        let unknown = fixture.sending("N2A").await.id;
        fixture.outcome(unknown, OutcomeStatus::Unknown).await;
        let planned = fixture.accepted("N3A").await.id;
        fixture.ledger.schedule(planned, NOON + 60_000, 2, "x").await.unwrap();
        let Fixture { ledger, folder, .. } = fixture;
        ledger.close().await;
        let ledger = Ledger::open(folder.path(), NOON + 1_000).await.unwrap();
        let at = async |id| ledger.watch(id).await.unwrap().unwrap().next_at_ms;
        assert_eq!((at(accepted).await, at(unknown).await), (NOON + 1_000, NOON + 1_000));
        assert_eq!(at(planned).await, NOON + 60_000, "what has a plan keeps it");
    }

    #[tokio::test]
    async fn a_crowd_of_due_orders_is_looked_up_not_read() {
        let fixture = Fixture::new().await;
        for rank in [RANK_PAYOUT, RANK_COLLECT, RANK_ENDED] {
            crowd(&fixture, 500, rank, NOON).await;
        }
        let agenda = fixture.ledger.agenda(fixture.account.id, NOON, 4).await.unwrap();
        assert_eq!(agenda.due.len(), 12);
        for statement in [AGENDA, AFTERWARDS, BEYOND] {
            let lines = fixture.plan_of(Sql::new(statement)).await;
            assert!(!lines.iter().any(|line| line.contains("SCAN watches")), "{lines:#?}");
            assert!(!lines.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY")), "{lines:#?}");
        }
    }

    #[tokio::test]
    async fn a_plan_of_a_clock_that_was_ahead_is_brought_near() {
        let fixture = Fixture::new().await;
        let open = fixture.accepted("N1A").await.id;
        let ended = fixture.accepted("N2A").await.id;
        fixture.report(ended, Source::Query, ReportedStatus::Succeeded).await;
        let day = crate::tests::DAY_MS;
        for id in [open, ended] {
            fixture.ledger.schedule(id, NOON + day, 7, "x").await.unwrap();
        }
        let hour = 3_600_000;
        assert_eq!(fixture.ledger.rein_in_watches(NOON, hour, day).await.unwrap(), 1);
        let at = async |id| fixture.ledger.watch(id).await.unwrap().unwrap().next_at_ms;
        assert_eq!((at(open).await, at(ended).await), (NOON + hour, NOON + day));
        assert_eq!(fixture.ledger.rein_in_watches(NOON, hour, day).await.unwrap(), 0);
        fixture.ledger.shift_watches(-hour).await.unwrap();
        assert_eq!((at(open).await, at(ended).await), (NOON, NOON + day - hour));
        assert_eq!(fixture.ledger.watch(open).await.unwrap().unwrap().attempts, 7);
    }
}
