//! Finding orders and looking at one.

use std::time::Duration;

use desk::{Desk, LookUp};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ledger::{Cursor, Is, OrderId, OrderQuery as LedgerQuery, Sort};
use orders::{Draft, Flag, Product, Status};
use query::FilterName;
use tauri::State;

use super::accounts::optional_amount;
use super::{id, readable};
use crate::console::Console;
use crate::error::CommandError;
use crate::views::{
    Accounts, CompletionView, CountView, DeliveryView, DirectionKind, EventView, ExchangeView, Explanation,
    FlagKind, FlagView, OrderDetailView, OrderPage, OrderQuery, OrderSort, OrderSummaryView, SearchEdit,
    SearchEditKind, SearchReading, SettlingView, SupplementView, can_cancel, fields_in_order,
    grouped_account, summary_of, time_text,
};

/// Counting goes on for no longer than this.
const COUNTED_WITHIN: Duration = Duration::from_secs(2);
/// Exchanges that a detail shows; the older ones stay in the ledger.
const EXCHANGES_SHOWN: u32 = 100;

/// A page of orders.
#[tauri::command]
#[specta::specta]
pub async fn list_orders(console: State<'_, Console>, query: OrderQuery) -> Result<OrderPage, CommandError> {
    let desk = console.desk();
    let ledger = desk.ledger();
    let accounts = Accounts::new(ledger.accounts(true).await?);
    let (text, found) = look_up(desk, query).await?;
    let page = desk.list(&found).await?;
    let ids: Vec<OrderId> = page.rows.iter().map(|order| order.id).collect();
    let starred = ledger.starred(&ids).await?;
    let mut labels = ledger.labels_of_orders(&ids).await?;
    let orders = page.rows.iter().map(|order| OrderSummaryView {
        starred: starred.contains(&order.id),
        labels: labels.remove(&order.id).unwrap_or_default(),
        ..OrderSummaryView::of(order, &accounts)
    });
    Ok(OrderPage {
        orders: orders.collect(),
        damaged: page.damaged.iter().map(Into::into).collect(),
        next: page.next.and_then(|cursor| serde_json::to_string(&cursor).ok()),
        looking: page.looking,
        sorted_by_time: page.sorted_by_time,
        reading: SearchReading::of(&text, &found.read),
    })
}

/// How many orders a list has, as far as they can be counted in a moment.
#[tauri::command]
#[specta::specta]
pub async fn count_orders(console: State<'_, Console>, query: OrderQuery) -> Result<CountView, CommandError> {
    let desk = console.desk();
    let (_, found) = look_up(desk, query).await?;
    Ok(desk.count(&found, COUNTED_WITHIN).await?.into())
}

/// What can be typed on at a place of the search field, counted as the window's strings count.
#[tauri::command]
#[specta::specta]
pub async fn complete_search(
    console: State<'_, Console>,
    text: String,
    cursor: u32,
) -> Result<CompletionView, CommandError> {
    let known = console.desk().known_values().await?;
    let cursor = query::byte_of_utf16(&text, usize::try_from(cursor).unwrap_or(usize::MAX));
    Ok(CompletionView::of(&text, &query::complete(&text, cursor, &known)))
}

/// The search text after a click on a filter, so that clicking and typing are one grammar.
#[tauri::command]
#[specta::specta]
pub async fn edit_search(text: String, edits: Vec<SearchEdit>) -> Result<String, CommandError> {
    edits.iter().try_fold(text, |text, edit| edited(&text, edit))
}

fn edited(text: &str, edit: &SearchEdit) -> Result<String, CommandError> {
    let filter =
        FilterName::from_word(&edit.filter).ok_or_else(|| CommandError::malformed("filter of a search"))?;
    if edit.values.is_empty() && edit.how == SearchEditKind::Set {
        return Ok(query::cleared(text, filter));
    }
    let term = query::term_of(filter, &edit.values)
        .ok_or_else(|| CommandError::malformed("value of that filter"))?;
    Ok(match edit.how {
        SearchEditKind::Set => query::replaced(text, &term),
        SearchEditKind::Add => query::with(text, &term),
        SearchEditKind::Remove => query::without_term(text, &term),
    })
}

/// What a query asks the ledger for, and the text of its search field.
///
/// # Errors
/// `malformed` for what no window of ours sends; whatever keeps the ledger from being read.
pub(crate) async fn look_up(desk: &Desk, mut query: OrderQuery) -> Result<(String, LookUp), CommandError> {
    let text = query.text.take().unwrap_or_default();
    let found = desk.look_up(&text, read_query(query)?, &TimeZone::system()).await?;
    Ok((text, found))
}

/// Everything about one order.
#[tauri::command]
#[specta::specta]
pub async fn order_detail(console: State<'_, Console>, id: String) -> Result<OrderDetailView, CommandError> {
    detail(console.desk(), self::id(&id, OrderId, "order")?).await
}

/// Asks the gateway about an order, now.
#[tauri::command]
#[specta::specta]
pub async fn ask_gateway(console: State<'_, Console>, id: String) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.ask_gateway(id).await?;
    after_deed(desk, id).await
}

/// Tells which orders are shown in full: when they are due they are asked about before all others.
#[tauri::command]
#[specta::specta]
pub async fn on_screen(console: State<'_, Console>, ids: Vec<String>) -> Result<(), CommandError> {
    let ids: Vec<OrderId> =
        ids.iter().map(|text| id(text, OrderId, "order")).collect::<Result<_, CommandError>>()?;
    console.shown_in_main(ids);
    Ok(())
}

/// Marks a flag as seen by a person.
#[tauri::command]
#[specta::specta]
pub async fn mark_flag_seen(
    console: State<'_, Console>,
    id: String,
    flag: FlagKind,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.mark_flag_seen(id, Flag::from(flag)).await?;
    after_deed(desk, id).await
}

/// Writes a person's note into an order's history.
#[tauri::command]
#[specta::specta]
pub async fn add_note(
    console: State<'_, Console>,
    id: String,
    text: String,
) -> Result<OrderDetailView, CommandError> {
    let id = self::id(&id, OrderId, "order")?;
    let desk = console.desk();
    desk.add_note(id, &text).await?;
    after_deed(desk, id).await
}

fn read_query(query: OrderQuery) -> Result<LedgerQuery, CommandError> {
    let account =
        query.account_id.as_deref().map(|text| id(text, ledger::AccountId, "account")).transpose()?;
    let sort = sort_of(query.sort);
    let by_time = matches!(sort, Sort::Newest | Sort::Oldest);
    let after = match query.after.as_deref() {
        Some(text) => Some(
            serde_json::from_str::<Cursor>(text).map_err(|_| CommandError::malformed("place in a list"))?,
        ),
        None => time(query.at.as_deref())?.filter(|_| by_time).map(|at_ms| Cursor::at(at_ms, sort)),
    };
    Ok(LedgerQuery {
        accounts: account.into_iter().collect(),
        products: query.direction.map(products_of).unwrap_or_default(),
        statuses: query.statuses.into_iter().map(Into::into).collect(),
        tests: if query.needs_person { vec![Is::NeedsPerson.into()] } else { Vec::new() },
        from_ms: time(query.from.as_deref())?,
        to_ms: time(query.to.as_deref())?,
        min_amount: optional_amount("min", query.min.as_deref())?,
        max_amount: optional_amount("max", query.max.as_deref())?,
        sort,
        unranked: query.at.is_some(),
        after,
        limit: query.limit,
        ..LedgerQuery::default()
    })
}

const fn sort_of(sort: OrderSort) -> Sort {
    match sort {
        OrderSort::Newest => Sort::Newest,
        OrderSort::Oldest => Sort::Oldest,
        OrderSort::Largest => Sort::AmountDescending,
        OrderSort::Smallest => Sort::AmountAscending,
        OrderSort::Status => Sort::Status,
    }
}

fn products_of(direction: DirectionKind) -> Vec<Product> {
    match direction {
        DirectionKind::Payout => vec![Product::Payout],
        DirectionKind::Collect => vec![Product::Collect, Product::CashierDesk],
    }
}

fn time(text: Option<&str>) -> Result<Option<i64>, CommandError> {
    text.map(|text| {
        text.parse::<Timestamp>().map(Timestamp::as_millisecond).map_err(|_| CommandError::malformed("time"))
    })
    .transpose()
}

/// An order after something was done with it. Whatever keeps its page from being read must not read as if nothing had been
/// done: the bytes may have left, or a grace runs, and whoever hears “nothing was sent” does it again.
///
/// # Errors
/// `done_unread`, with the order's id.
pub(crate) async fn after_deed(desk: &Desk, id: OrderId) -> Result<OrderDetailView, CommandError> {
    detail(desk, id).await.map_err(|error| {
        tracing::error!(
            order = id.0,
            code = error.code,
            message = error.message,
            "done, and could not be read"
        );
        CommandError::new("done_unread", error.message).with("orderId", id.to_string())
    })
}

/// Everything about one order, as the window shows it.
pub(crate) async fn detail(desk: &Desk, id: OrderId) -> Result<OrderDetailView, CommandError> {
    let ledger = desk.ledger();
    let found = ledger
        .detail(id)
        .await?
        .ok_or_else(|| CommandError::new("no_such_order", "there is no such order"))?;
    let accounts = Accounts::new(ledger.accounts(true).await?);
    let order = &found.order;
    let market = accounts.market(order.account_id);
    let rules = market.and_then(|market| market.product(order.product));
    let draft: Draft = serde_json::from_str(&order.draft_json).map_err(|_| unreadable(&order.number))?;
    let (exchanges, _) =
        readable(ledger.exchanges_of_order(id, EXCHANGES_SHOWN).await.map_err(CommandError::from))?;
    let (deliveries, _) = readable(ledger.deliveries_of_order(id).await.map_err(CommandError::from))?;
    let takes_steps = !order.damaged && ledger.damage().is_none();
    let account_number = order.party.account_no.clone();
    let explanation = Explanation::of(&found);
    let received_total = received_total(&found);
    Ok(OrderDetailView {
        summary: OrderSummaryView {
            starred: ledger.starred(&[id]).await?.contains(&id),
            labels: ledger.labels_of_order(id).await?,
            ..OrderSummaryView::of(&summary_of(&found), &accounts)
        },
        market_id: accounts
            .get(order.account_id)
            .map(|account| account.market_id.clone())
            .unwrap_or_default(),
        gateway_status: order.gateway_status.clone(),
        account_grouped: account_number.as_deref().map(grouped_account),
        account_number,
        fields: fields_in_order(&draft, rules),
        pay_url: order.pay.pay_url.clone(),
        pay_code: order.pay.pay_code.clone(),
        reference: order.pay.reference.clone(),
        concept: order.pay.concept.clone(),
        bank_name: order.pay.bank_name.clone(),
        expires_at: order.pay.expires_at_ms.map(time_text),
        reason: order.reason.clone(),
        reason_code: explanation.code,
        reason_field: explanation.field,
        channel_number: order.channel_number.clone(),
        duplicate_reason: order.duplicate_reason.clone(),
        completed_at: order.completed.as_ref().map(|told| told.text.clone()),
        received_total: received_total.map(|amount| amount.to_string()),
        supplements: found.supplements.iter().map(SupplementView::from).collect(),
        events: found.events.iter().map(EventView::from).collect(),
        exchanges: exchanges.iter().map(ExchangeView::from).collect(),
        deliveries: deliveries
            .iter()
            .map(|row| DeliveryView::of(row, &accounts, Some(order.number.clone())))
            .collect(),
        flags: found.flags.iter().map(FlagView::from).collect(),
        sends_at: desk.sends_at_ms(id).map(time_text),
        next_question_at: found
            .watch
            .as_ref()
            .filter(|_| takes_steps)
            .map(|watch| time_text(watch.next_at_ms)),
        questions_asked: found.watch.as_ref().map_or(0, |watch| watch.attempts),
        can_ask: takes_steps && desk.can_ask(order).await?,
        can_cancel: takes_steps && can_cancel(order),
        can_send: takes_steps
            && matches!(order.status, Status::Prepared | Status::NotSent)
            && desk.sends_at_ms(id).is_none(),
        settling: desk.settling(&found).await?.map(|settling| SettlingView::of(&settling, &accounts)),
        draft: (&draft).into(),
    })
}

fn unreadable(number: &str) -> CommandError {
    CommandError::new("record_damaged", format!("the draft of order {number} cannot be read"))
}

/// What came in for a collect order with further payments, all together.
fn received_total(found: &ledger::OrderDetail) -> Option<money::Amount> {
    if found.supplements.is_empty() {
        return None;
    }
    let own = if found.order.status == Status::Succeeded {
        found.order.actual_amount.unwrap_or(found.order.amount)
    } else {
        money::Amount::ZERO
    };
    found
        .supplements
        .iter()
        .filter(|payment| payment.status == Status::Succeeded)
        .try_fold(own, |sum, payment| sum.checked_add(payment.amount))
}
