//! Orders: their rows as read and written. How they step is in `stub`, `sending` and `report`.

use money::Amount;
use orders::{Flag, Product, Status};
use sqlx::SqliteConnection;

use super::{events, flags, supplements, watches};
use crate::checksum::Checksum;
use crate::connection::{Work, commit, failed};
use crate::damage::readable;
use crate::row::{Columns, InTurn};
use crate::sql::Sql;
use crate::{
    AccountId, CreationRequest, Ledger, LedgerError, OrderDetail, OrderId, OrderRow, OrderSummary, Party,
    PayInstructions, ToldTime,
};

/// An order as held in the midst of a change: the row and the newest hash of its history.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) row: OrderRow,
    pub(crate) head: Vec<u8>,
}

macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            "SELECT o.*, p.draft_json, p.request_path, p.request_body ",
            "FROM orders o JOIN order_papers p ON p.order_id = o.id ",
            $rest
        )
    };
}
pub(crate) use select_orders;

/// What was imported left from elsewhere: no request of ours is kept with it.
const NEWEST_ACCEPTED: &str = "SELECT o.id FROM orders o WHERE o.account_id = ?1 AND o.product = ?2 AND o.id <> ?3
     AND o.created_at_ms >= ?4 AND o.created_at_ms < ?5 AND o.gateway_number IS NOT NULL AND o.status NOT IN ('unknown', 'refused', 'abandoned')
     AND EXISTS (SELECT 1 FROM order_papers p WHERE p.order_id = o.id AND p.request_path IS NOT NULL)
     ORDER BY o.created_at_ms DESC LIMIT ?6";

impl Ledger {
    /// One order, its checksum verified.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn order(&self, id: OrderId) -> Result<Option<OrderRow>, LedgerError> {
        let mut sql = Sql::new(select_orders!("WHERE o.id = ?"));
        sql.with(id.0);
        let found = self.find(sql).await?;
        if found.as_ref().is_some_and(|order| order.damaged) {
            self.damage.orders().insert(id);
        }
        Ok(found)
    }

    /// The newest orders like this one (its account, its product), made in that time, that left here and got a number of the
    /// gateway's: a gateway that has its wits about it knows those.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn newest_accepted(
        &self,
        order: &OrderRow,
        made_ms: std::ops::Range<i64>,
        limit: u32,
    ) -> Result<Vec<OrderId>, LedgerError> {
        let ids: Vec<i64> = sqlx::query_scalar(NEWEST_ACCEPTED)
            .bind(order.account_id.0)
            .bind(order.product.as_str())
            .bind(order.id.0)
            .bind(made_ms.start)
            .bind(made_ms.end)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(OrderId).collect())
    }

    /// The account's order of that number of ours.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn order_by_number(
        &self,
        account_id: AccountId,
        number: &str,
    ) -> Result<Option<OrderRow>, LedgerError> {
        let mut sql = Sql::new(select_orders!("WHERE o.account_id = ? AND o.number = ?"));
        sql.with(account_id.0).with(number);
        self.find(sql).await
    }

    /// The account's orders of those numbers, in the order of the numbers: the candidates for a supplement's parent.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn orders_by_numbers(
        &self,
        account_id: AccountId,
        numbers: &[String],
    ) -> Result<Vec<OrderRow>, LedgerError> {
        let mut found = Vec::new();
        for number in numbers {
            found.extend(self.order_by_number(account_id, number).await?);
        }
        Ok(found)
    }

    /// The account's order of that number of the gateway's.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn order_by_gateway_number(
        &self,
        account_id: AccountId,
        gateway_number: &str,
    ) -> Result<Option<OrderRow>, LedgerError> {
        let mut sql = Sql::new(select_orders!("WHERE o.account_id = ? AND o.gateway_number = ?"));
        sql.with(account_id.0).with(gateway_number);
        self.find(sql).await
    }

    async fn find(&self, sql: Sql) -> Result<Option<OrderRow>, LedgerError> {
        self.reading.ask(move |reader| Ok(reader.first(&sql, |row| read(row))?.map(|held| held.row))).await
    }

    /// Everything about one order, checked against its checksum and the hash chain of its history. What stands on
    /// a damaged place of the file is left out, and the history is then told to be damaged.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    pub async fn detail(&self, id: OrderId) -> Result<Option<OrderDetail>, LedgerError> {
        // One transaction, so that order and history are of the same moment.
        let mut tx = Work::reading(&self.readers).await?;
        let Some(held) = load(&mut tx, id).await? else {
            commit(tx).await?;
            return Ok(None);
        };
        let (chain, _) = readable(events::chain(&mut tx, id).await)?;
        let (flags, no_flags) = readable(flags::of_order(&mut tx, id).await)?;
        let (supplements, no_supplements) = readable(supplements::of_order(&mut tx, id).await)?;
        let (watch, _) = readable(watches::of_order(&mut tx, id).await)?;
        commit(tx).await?;
        let whole = chain.head.as_ref() == Some(&held.head) && !no_flags && !no_supplements;
        if held.row.damaged || !whole {
            self.damage.orders().insert(id);
        }
        Ok(Some(OrderDetail {
            history_damaged: !whole,
            order: held.row,
            events: chain.events,
            flags,
            supplements,
            watch,
        }))
    }
}

/// The order with that id, for a change.
///
/// A damaged one is refused: a change would write a new checksum over the damage.
pub(crate) async fn load_sound(connection: &mut SqliteConnection, id: OrderId) -> Result<Held, LedgerError> {
    let held = load(connection, id).await?.ok_or(LedgerError::NotFound("order"))?;
    if held.row.damaged {
        return Err(LedgerError::Damaged(format!("order {} is not as it was written", held.row.number)));
    }
    Ok(held)
}

/// The order with that id, as it is.
pub(crate) async fn load(
    connection: &mut SqliteConnection,
    id: OrderId,
) -> Result<Option<Held>, LedgerError> {
    let row = sqlx::query(select_orders!("WHERE o.id = ?"))
        .bind(id.0)
        .fetch_optional(connection)
        .await
        .map_err(failed)?;
    row.as_ref().map(read).transpose()
}

/// Writes a new order. Its id is given by the caller inside the writing transaction, because the checksum holds it.
pub(crate) async fn insert(connection: &mut SqliteConnection, held: &Held) -> Result<(), LedgerError> {
    let Held { row, head } = held;
    let party = &row.party;
    sqlx::query(
        "INSERT INTO orders (id, account_id, product, number, channel, amount, currency, status, provisional, name,
         account_no, account_kind, bank, phone, email, remark, document_number, submissions, duplicate_reason,
         created_at_ms, created_day, zone, updated_at_ms, history_head, checksum)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(row.id.0)
    .bind(row.account_id.0)
    .bind(row.product.as_str())
    .bind(&row.number)
    .bind(&row.channel)
    .bind(row.amount.ten_thousandths())
    .bind(row.currency.code())
    .bind(row.status.as_str())
    .bind(&party.name)
    .bind(&party.account_no)
    .bind(&party.account_kind)
    .bind(&party.bank)
    .bind(&party.phone)
    .bind(&party.email)
    .bind(&party.remark)
    .bind(&party.document_number)
    .bind(&row.duplicate_reason)
    .bind(row.created_at_ms)
    .bind(&row.created_day)
    .bind(&row.zone)
    .bind(row.updated_at_ms)
    .bind(head)
    .bind(checksum(row, head))
    .execute(&mut *connection)
    .await
    .map_err(failed)?;
    sqlx::query("INSERT INTO order_papers (order_id, draft_json) VALUES (?, ?)")
        .bind(row.id.0)
        .bind(&row.draft_json)
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Writes what may change of an order, with its new checksum.
pub(crate) async fn store(connection: &mut SqliteConnection, held: &Held) -> Result<(), LedgerError> {
    let Held { row, head } = held;
    let completed = row.completed.as_ref();
    sqlx::query(
        "UPDATE orders SET gateway_number = ?, channel_number = ?, fee = ?, actual_amount = ?, status = ?,
         gateway_status = ?, provisional = ?, pay_url = ?, pay_code = ?, reference = ?, concept = ?, bank_name = ?,
         expires_at_ms = ?, reason = ?, submissions = ?, updated_at_ms = ?, sent_at_ms = ?, completed_text = ?,
         completed_zone = ?, completed_ms = ?, day = ?, history_head = ?, checksum = ? WHERE id = ?",
    )
    .bind(&row.gateway_number)
    .bind(&row.channel_number)
    .bind(row.fee.map(Amount::ten_thousandths))
    .bind(row.actual_amount.map(Amount::ten_thousandths))
    .bind(row.status.as_str())
    .bind(&row.gateway_status)
    .bind(row.provisional)
    .bind(&row.pay.pay_url)
    .bind(&row.pay.pay_code)
    .bind(&row.pay.reference)
    .bind(&row.pay.concept)
    .bind(&row.pay.bank_name)
    .bind(row.pay.expires_at_ms)
    .bind(&row.reason)
    .bind(row.submitted)
    .bind(row.updated_at_ms)
    .bind(row.sent_at_ms)
    .bind(completed.map(|told| &told.text))
    .bind(completed.and_then(|told| told.zone.as_ref()))
    .bind(completed.and_then(|told| told.unix_ms))
    .bind(&row.day)
    .bind(head)
    .bind(checksum(row, head))
    .bind(row.id.0)
    .execute(connection)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Reads an order and holds it against its checksum.
pub(crate) fn read(row: &impl Columns) -> Result<Held, LedgerError> {
    let path: Option<String> = row.get("request_path")?;
    let body: Option<Vec<u8>> = row.get("request_body")?;
    let mut order = OrderRow {
        id: OrderId(row.get("id")?),
        account_id: AccountId(row.get("account_id")?),
        product: row.product("product")?,
        number: row.get("number")?,
        gateway_number: row.get("gateway_number")?,
        channel_number: row.get("channel_number")?,
        channel: row.get("channel")?,
        amount: row.amount("amount")?,
        currency: row.currency("currency")?,
        fee: row.amount_if_any("fee")?,
        actual_amount: row.amount_if_any("actual_amount")?,
        status: row.status("status")?,
        gateway_status: row.get("gateway_status")?,
        provisional: row.get("provisional")?,
        party: read_party(row)?,
        pay: read_pay(row)?,
        reason: row.get("reason")?,
        draft_json: row.get("draft_json")?,
        request: path.zip(body).map(|(path, body)| CreationRequest { path, body }),
        submitted: row.get("submissions")?,
        duplicate_reason: row.get("duplicate_reason")?,
        created_at_ms: row.get("created_at_ms")?,
        created_day: row.get("created_day")?,
        zone: row.get("zone")?,
        updated_at_ms: row.get("updated_at_ms")?,
        sent_at_ms: row.get("sent_at_ms")?,
        completed: read_completed(row)?,
        day: row.get("day")?,
        damaged: false,
    };
    let head: Vec<u8> = row.get("history_head")?;
    order.damaged = checksum(&order, &head) != row.get::<Vec<u8>>("checksum")?;
    Ok(Held { row: order, head })
}

fn read_party(row: &impl Columns) -> Result<Party, LedgerError> {
    Ok(Party {
        name: row.get("name")?,
        account_no: row.get("account_no")?,
        account_kind: row.get("account_kind")?,
        bank: row.get("bank")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        remark: row.get("remark")?,
        document_number: row.get("document_number")?,
    })
}

fn read_pay(row: &impl Columns) -> Result<PayInstructions, LedgerError> {
    Ok(PayInstructions {
        pay_url: row.get("pay_url")?,
        pay_code: row.get("pay_code")?,
        reference: row.get("reference")?,
        concept: row.get("concept")?,
        bank_name: row.get("bank_name")?,
        expires_at_ms: row.get("expires_at_ms")?,
    })
}

/// The columns `completed_text`, `completed_zone` and `completed_ms`.
pub(crate) fn read_completed(row: &impl Columns) -> Result<Option<ToldTime>, LedgerError> {
    let text: Option<String> = row.get("completed_text")?;
    let zone = row.get("completed_zone")?;
    let unix_ms = row.get("completed_ms")?;
    Ok(text.map(|text| ToldTime { text, zone, unix_ms }))
}

/// A line of a list, from the columns of `select_summary!`.
pub(crate) fn read_summary(row: &impl Columns) -> Result<OrderSummary, LedgerError> {
    let mut columns = InTurn::new(row);
    Ok(OrderSummary {
        id: OrderId(columns.next()?),
        account_id: AccountId(columns.next()?),
        product: columns.word("product", Product::from_word)?,
        number: columns.next()?,
        gateway_number: columns.next()?,
        channel: columns.next()?,
        amount: Amount::from_ten_thousandths(columns.next()?),
        currency: columns.word("currency", |word| word.parse().ok())?,
        fee: columns.amount_if_any()?,
        actual_amount: columns.amount_if_any()?,
        status: columns.word("status", Status::from_word)?,
        provisional: columns.next()?,
        name: columns.next()?,
        account_no: columns.next()?,
        created_at_ms: columns.next()?,
        updated_at_ms: columns.next()?,
        sent_at_ms: columns.next()?,
        expires_at_ms: columns.next()?,
        unseen_flags: flags_of(columns.next()?),
        damaged: false,
        found: None,
    })
}

/// From a comma-separated text.
fn flags_of(words: Option<String>) -> Vec<Flag> {
    words.iter().flat_map(|words| words.split(',')).filter_map(Flag::from_word).collect()
}

/// Over every field; taking the row apart makes the compiler ask about new ones.
pub(super) fn checksum(row: &OrderRow, head: &[u8]) -> Vec<u8> {
    let OrderRow {
        id,
        account_id,
        product,
        number,
        gateway_number,
        channel_number,
        channel,
        amount,
        currency,
        fee,
        actual_amount,
        status,
        gateway_status,
        provisional,
        party,
        pay,
        reason,
        draft_json,
        request,
        submitted,
        duplicate_reason,
        created_at_ms,
        created_day,
        zone,
        updated_at_ms,
        sent_at_ms,
        completed,
        day,
        damaged: _,
    } = row;
    let mut sum = Checksum::new("orders");
    for number in [Some(id.0), Some(account_id.0), Some(amount.ten_thousandths())] {
        sum.int(number);
    }
    for amount in [fee, actual_amount] {
        sum.int(amount.map(Amount::ten_thousandths));
    }
    for word in [product.as_str(), currency.code(), status.as_str(), number, draft_json, created_day, zone] {
        sum.text(Some(word));
    }
    for text in [gateway_number, channel_number, channel, gateway_status, reason, duplicate_reason, day] {
        sum.text(text.as_deref());
    }
    for mark in [*provisional, *submitted] {
        sum.int(Some(i64::from(mark)));
    }
    for time in [Some(*created_at_ms), Some(*updated_at_ms), *sent_at_ms] {
        sum.int(time);
    }
    party_checksum(&mut sum, party);
    pay_checksum(&mut sum, pay);
    sum.text(request.as_ref().map(|request| request.path.as_str()));
    sum.bytes(request.as_ref().map(|request| request.body.as_slice()));
    completed_checksum(&mut sum, completed.as_ref());
    sum.bytes(Some(head));
    sum.finish()
}

fn party_checksum(sum: &mut Checksum, party: &Party) {
    let Party { name, account_no, account_kind, bank, phone, email, remark, document_number } = party;
    for text in [name, account_no, account_kind, bank, phone, email, remark, document_number] {
        sum.text(text.as_deref());
    }
}

fn pay_checksum(sum: &mut Checksum, pay: &PayInstructions) {
    let PayInstructions { pay_url, pay_code, reference, concept, bank_name, expires_at_ms } = pay;
    for text in [pay_url, pay_code, reference, concept, bank_name] {
        sum.text(text.as_deref());
    }
    sum.int(*expires_at_ms);
}

/// Adds a told time to a checksum.
pub(crate) fn completed_checksum(sum: &mut Checksum, completed: Option<&ToldTime>) {
    sum.text(completed.map(|told| told.text.as_str()));
    sum.text(completed.and_then(|told| told.zone.as_deref()));
    sum.int(completed.and_then(|told| told.unix_ms));
}

#[cfg(test)]
mod tests {
    use orders::{ReportedStatus, Source};

    use super::NEWEST_ACCEPTED;
    use crate::sql::Sql;
    use crate::tests::{Fixture, NOON, told};

    #[tokio::test]
    async fn the_newest_accepted_order_is_found_by_an_index() {
        let fixture = Fixture::new().await;
        let plan = fixture.plan_of(Sql::new(NEWEST_ACCEPTED)).await;
        assert!(plan.iter().any(|line| line.contains("orders_account_created")), "{plan:?}");
        assert!(
            plan.iter().all(|line| !line.starts_with("SCAN") && !line.contains("TEMP B-TREE")),
            "{plan:?}"
        );
    }

    #[tokio::test]
    async fn an_order_that_the_gateway_has_numbered_is_one_that_it_accepted() {
        let fixture = Fixture::new().await;
        let doubtful = fixture.unknown("N1A").await;
        let newest = async |made_ms| fixture.ledger.newest_accepted(&doubtful, made_ms, 5).await.unwrap();
        let other = fixture.accepted("N2A").await.id;
        fixture.unknown("N3A").await;
        assert_eq!(newest(0..NOON + 1).await, [], "none has a number of the gateway's");
        let mut seen = told(Source::Query, ReportedStatus::Processing);
        seen.gateway_number = Some("G2".to_owned());
        fixture.ledger.apply(other, &seen, NOON).await.unwrap();
        assert_eq!(newest(0..NOON + 1).await, [other]);
        assert_eq!(newest(NOON + 1..NOON + 9).await, [], "it may be forgotten by now");
        assert_eq!(newest(0..NOON).await, [], "it may be too young to be known everywhere");
    }
}
