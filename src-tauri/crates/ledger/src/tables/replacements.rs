//! Payouts made in place of abandoned ones. Orders that were made in place of one another are a family: of all of them
//! one may move money.

use orders::{Direction, Flag, Status};
use sqlx::SqliteConnection;

use super::flags;
use super::orders::{Held, load_sound};
use crate::connection::failed;
use crate::list::select_summary;
use crate::row::Columns;
use crate::tables::orders::read_summary;
use crate::{Ledger, LedgerError, NewStub, OrderId, OrderRow, OrderSummary, Party};

/// What an order was made in place of, and what was made in place of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replacements {
    /// The abandoned order that this one was made in place of.
    pub replaces: Option<OrderSummary>,
    /// The newest order made in place of this one.
    pub replaced_by: Option<OrderSummary>,
}

impl Ledger {
    /// What an order was made in place of, and what was made in place of it.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn replacements(&self, id: OrderId) -> Result<Replacements, LedgerError> {
        let replaces =
            sqlx::query(REPLACES).bind(id.0).fetch_optional(&self.readers).await.map_err(failed)?;
        let replaced_by =
            sqlx::query(REPLACED_BY).bind(id.0).fetch_optional(&self.readers).await.map_err(failed)?;
        Ok(Replacements {
            replaces: replaces.as_ref().map(read_summary).transpose()?,
            replaced_by: replaced_by.as_ref().map(read_summary).transpose()?,
        })
    }
}

/// The order that `new` shall be made in place of, if it may be: abandoned, the same payee and sum, and no other of its
/// family on its way. `spellings` are other texts that the payee's account may stand under.
///
/// # Errors
/// [`LedgerError::Conflict`]; [`LedgerError::Damaged`], [`LedgerError::NotFound`], or that it cannot be read.
pub(crate) async fn replaceable(
    connection: &mut SqliteConnection,
    new: &NewStub,
    spellings: &[String],
    id: OrderId,
) -> Result<Held, LedgerError> {
    let held = load_sound(connection, id).await?;
    let old = &held.row;
    let number = &old.number;
    if old.status != Status::Abandoned {
        return Err(LedgerError::Conflict(format!("order {number} is {}", old.status.as_str())));
    }
    let alike = old.product == new.product
        && old.product.direction() == Direction::Payout
        && is_same_payee(&old.party, &new.party, spellings)
        && (old.amount, old.currency) == (new.amount, new.currency);
    if !alike {
        return Err(LedgerError::Conflict(format!("order {number} is for somebody or something else")));
    }
    if family(connection, id).await?.iter().any(|(_, status)| may_still_pay(*status)) {
        return Err(LedgerError::Conflict(format!("order {number} was replaced already")));
    }
    Ok(held)
}

/// Whether both name one account, however each spells it: what was found as a twin must be replaceable, or the payee could
/// not be paid any more.
fn is_same_payee(old: &Party, new: &Party, spellings: &[String]) -> bool {
    match (&old.account_no, &new.account_no) {
        (Some(old), Some(new)) => old == new || spellings.contains(old),
        (Some(_) | None, None) | (None, Some(_)) => false,
    }
}

/// Writes down that `id` was made in place of `replaces`.
pub(crate) async fn link(
    connection: &mut SqliteConnection,
    id: OrderId,
    replaces: OrderId,
) -> Result<(), LedgerError> {
    sqlx::query("INSERT INTO replacements (order_id, replaces) VALUES (?, ?)")
        .bind(id.0)
        .bind(replaces.0)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Whether nothing has turned up, since its stub was written, of the orders that this one was made in place of.
///
/// # Errors
/// [`LedgerError::Conflict`] when one of them may have moved money.
pub(crate) async fn check_may_send(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<(), LedgerError> {
    if family(connection, id).await?.iter().any(|(_, status)| has_left(*status)) {
        return Err(LedgerError::Conflict("the order that this one replaces may have been paid".to_owned()));
    }
    Ok(())
}

/// Whether any other order of the family of `id` has paid or may still pay.
pub(crate) async fn is_replaced(connection: &mut SqliteConnection, id: OrderId) -> Result<bool, LedgerError> {
    Ok(family(connection, id).await?.iter().any(|(_, status)| may_still_pay(*status)))
}

/// Raises [`Flag::PaidTwice`] on an order that has just moved, and on each of its family that has left too; returns
/// those on which it is new.
pub(crate) async fn raise_paid_twice(
    connection: &mut SqliteConnection,
    order: &OrderRow,
    now_ms: i64,
) -> Result<Vec<OrderId>, LedgerError> {
    if !is_proven(order.status) || order.product.direction() != Direction::Payout {
        return Ok(Vec::new());
    }
    let mut marked: Vec<OrderId> = family(connection, order.id)
        .await?
        .into_iter()
        // An earlier one of which nothing is known is no proof; a later one was made because of this one.
        .filter(|(id, status)| has_left(*status) && (*status != Status::Unknown || *id > order.id))
        .map(|(id, _)| id)
        .collect();
    if !marked.is_empty() {
        marked.insert(0, order.id);
    }
    let mut new = Vec::new();
    for id in marked {
        if flags::raise(connection, id, Flag::PaidTwice, now_ms).await? {
            new.push(id);
        }
    }
    Ok(new)
}

/// The others of an order's family, and where they stand.
async fn family(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<Vec<(OrderId, Status)>, LedgerError> {
    let rows = sqlx::query(FAMILY).bind(id.0).fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(|row| Ok((OrderId(row.get("id")?), row.status("status")?))).collect()
}

/// Whether the gateway has it, as it or a person with evidence said.
const fn is_proven(status: Status) -> bool {
    matches!(status, Status::Pending | Status::Processing | Status::Succeeded)
}

/// Whether it was taken by the gateway, or may be on its way there.
const fn has_left(status: Status) -> bool {
    is_proven(status) || matches!(status, Status::Sending | Status::Unknown)
}

/// Whether it has paid, or can still be sent. An abandoned one counts for nothing by itself.
const fn may_still_pay(status: Status) -> bool {
    has_left(status) || matches!(status, Status::Prepared | Status::NotSent)
}

const FAMILY: &str = "WITH RECURSIVE family (id) AS (SELECT ?1
     UNION SELECT r.order_id FROM family f CROSS JOIN replacements r ON r.replaces = f.id
     UNION SELECT r.replaces FROM family f CROSS JOIN replacements r ON r.order_id = f.id)
     SELECT o.id, o.status FROM family f CROSS JOIN orders o ON o.id = f.id WHERE o.id <> ?1 ORDER BY o.id";
const REPLACES: &str =
    select_summary!("FROM replacements r CROSS JOIN orders o ON o.id = r.replaces WHERE r.order_id = ?");
const REPLACED_BY: &str = select_summary!(
    "FROM replacements r CROSS JOIN orders o ON o.id = r.order_id WHERE r.replaces = ? \
     ORDER BY r.order_id DESC LIMIT 1"
);

#[cfg(test)]
mod tests {
    use super::{FAMILY, REPLACED_BY, REPLACES};
    use crate::sql::Sql;
    use crate::tests::Fixture;

    #[tokio::test]
    async fn each_question_has_its_index() {
        let fixture = Fixture::new().await;
        for statement in [FAMILY, REPLACES, REPLACED_BY] {
            let plan = fixture.plan_of(Sql::new(statement)).await;
            let scans = plan
                .iter()
                .filter(|line| line.starts_with("SCAN") && !line.contains("family") && !line.ends_with(" f"));
            assert_eq!(scans.count(), usize::from(statement == FAMILY), "{statement}: {plan:#?}");
            assert!(
                plan.iter().any(|line| line.starts_with("SEARCH o USING INTEGER PRIMARY KEY")),
                "{plan:#?}"
            );
        }
    }
}
