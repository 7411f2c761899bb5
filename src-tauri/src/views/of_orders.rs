//! Orders as views.

use std::collections::HashMap;

use gateways::catalogue::{Market, ProductRules, market};
use ledger::{
    AccountId, AccountRow, EventRow, ExchangeRow, FlagRow, OrderDetail, OrderRow, OrderSummary, SupplementRow,
};
use orders::{Draft, Judgement, Product, Status};

use super::{EventView, ExchangeView, FlagView, NamedValue, OrderSummaryView, SupplementView, time_text};

/// The accounts of a ledger by id, retired ones too: orders only know the id.
pub(crate) struct Accounts(HashMap<AccountId, AccountRow>);

impl Accounts {
    pub(crate) fn new(rows: Vec<AccountRow>) -> Self {
        Self(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    pub(crate) fn get(&self, id: AccountId) -> Option<&AccountRow> {
        self.0.get(&id)
    }

    pub(crate) fn name(&self, id: AccountId) -> String {
        self.get(id).map(|row| row.name.clone()).unwrap_or_default()
    }

    pub(crate) fn market(&self, id: AccountId) -> Option<&'static Market> {
        self.get(id).and_then(|row| market(&row.market_id))
    }

    fn rules(&self, id: AccountId, product: Product) -> Option<&'static ProductRules> {
        self.market(id).and_then(|market| market.product(product))
    }
}

/// The last four characters behind dots (S15); shorter texts show nothing of themselves.
pub(crate) fn mask_account(account: &str) -> String {
    let count = account.chars().count();
    if count <= 4 {
        return "••••".to_owned();
    }
    let last: String = account.chars().skip(count - 4).collect();
    format!("•••• {last}")
}

impl OrderSummaryView {
    /// A line of a list.
    pub(crate) fn of(order: &OrderSummary, accounts: &Accounts) -> Self {
        let decimals =
            accounts.rules(order.account_id, order.product).map_or(2, |rules| rules.amount.decimals);
        let spelled =
            |amount: money::Amount| amount.with_decimals(decimals).unwrap_or_else(|| amount.to_string());
        let needs_attention =
            matches!(order.status, Status::Unknown | Status::NotSent | Status::Prepared | Status::Returned);
        Self {
            id: order.id.to_string(),
            account_id: order.account_id.to_string(),
            account_name: accounts.name(order.account_id),
            product: order.product.into(),
            direction: order.product.direction().into(),
            number: order.number.clone(),
            gateway_number: order.gateway_number.clone(),
            channel: order.channel.as_deref().map(|value| channel_label(accounts, order, value)),
            amount: spelled(order.amount),
            actual_amount: order.actual_amount.map(spelled),
            fee: order.fee.map(|fee| fee.to_string()),
            currency: order.currency.to_string(),
            status: order.status.into(),
            provisional: order.provisional,
            name: order.name.clone(),
            account_masked: order.account_no.as_deref().map(mask_account),
            created_at: time_text(order.created_at_ms),
            updated_at: time_text(order.updated_at_ms),
            flags: order.unseen_flags.iter().copied().map(Into::into).collect(),
            damaged: order.damaged,
            needs_person: needs_attention || order.unseen_flags.iter().any(|flag| flag.needs_person()),
            found: order.found.as_ref().map(Into::into),
            starred: false,
            labels: Vec::new(),
        }
    }
}

fn channel_label(accounts: &Accounts, order: &OrderSummary, value: &str) -> String {
    accounts
        .rules(order.account_id, order.product)
        .and_then(|rules| rules.channel(value))
        .map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

/// The fields of a draft in the form's order, each under the gateway's name.
pub(crate) fn fields_in_order(draft: &Draft, rules: Option<&ProductRules>) -> Vec<NamedValue> {
    let named = |name: &str| {
        draft.field(name).map(|value| NamedValue { name: name.to_owned(), value: value.to_owned() })
    };
    match rules {
        Some(rules) => rules.fields.iter().filter_map(|field| named(&field.name)).collect(),
        None => draft.fields.keys().filter_map(|name| named(name)).collect(),
    }
}

/// An account number as people read it: CLABE 3-3-11-1, card 4-4-4-4, anything else as it is.
pub(crate) fn grouped_account(account: &str) -> String {
    match account.len() {
        18 => reference::clabe::group(account),
        16 => reference::card::group(account),
        _ => account.to_owned(),
    }
}

/// Whether a person may still withdraw it.
pub(crate) fn can_cancel(order: &OrderRow) -> bool {
    matches!(order.status, Status::Prepared | Status::NotSent)
}

/// A list's line of an order whose details are at hand.
pub(crate) fn summary_of(found: &OrderDetail) -> OrderSummary {
    let order = &found.order;
    OrderSummary {
        id: order.id,
        account_id: order.account_id,
        product: order.product,
        number: order.number.clone(),
        gateway_number: order.gateway_number.clone(),
        channel: order.channel.clone(),
        amount: order.amount,
        currency: order.currency,
        fee: order.fee,
        actual_amount: order.actual_amount,
        status: order.status,
        provisional: order.provisional,
        name: order.party.name.clone(),
        account_no: order.party.account_no.clone(),
        unseen_flags: found
            .flags
            .iter()
            .filter(|row| row.seen_at_ms.is_none() && row.flag.needs_person())
            .map(|row| row.flag)
            .collect(),
        created_at_ms: order.created_at_ms,
        updated_at_ms: order.updated_at_ms,
        sent_at_ms: order.sent_at_ms,
        expires_at_ms: order.pay.expires_at_ms,
        damaged: order.damaged || found.history_damaged,
        found: None,
    }
}

impl From<&EventRow> for EventView {
    fn from(event: &EventRow) -> Self {
        let judgement = match event.judgement {
            Some(Judgement::Moves(_)) => "moves",
            Some(Judgement::Confirms) => "confirms",
            Some(Judgement::Late) => "late",
            Some(Judgement::Outside) => "outside",
            None if event.from_status == Some(event.to_status) => "note",
            None => "moves",
        };
        Self {
            id: event.id.to_string(),
            at: time_text(event.at_ms),
            source: event.source.into(),
            from: event.from_status.map(Into::into),
            to: event.to_status.into(),
            judgement: judgement.to_owned(),
            gateway_status: event.gateway_status.clone(),
            note: event.note.clone(),
            repeats: u32::try_from(event.repeats).unwrap_or(u32::MAX),
            last_at: (event.repeats > 0).then(|| time_text(event.last_at_ms)),
        }
    }
}

impl From<&FlagRow> for FlagView {
    fn from(row: &FlagRow) -> Self {
        Self {
            flag: row.flag.into(),
            raised_at: time_text(row.raised_at_ms),
            seen_at: row.seen_at_ms.map(time_text),
        }
    }
}

impl From<&SupplementRow> for SupplementView {
    fn from(row: &SupplementRow) -> Self {
        Self {
            gateway_number: row.gateway_number.clone(),
            amount: row.amount.to_string(),
            fee: row.fee.map(|fee| fee.to_string()),
            gateway_status: row.gateway_status.clone().unwrap_or_default(),
            received_at: time_text(row.created_at_ms),
        }
    }
}

/// Reads stored headers back: a JSON list of pairs.
pub(crate) fn headers(json: &str) -> Vec<NamedValue> {
    serde_json::from_str::<Vec<(String, String)>>(json)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, value)| NamedValue { name, value })
        .collect()
}

impl From<&ExchangeRow> for ExchangeView {
    fn from(row: &ExchangeRow) -> Self {
        let request_headers = headers(&row.request_headers_json);
        let request_body = String::from_utf8_lossy(&row.request_body).into_owned();
        Self {
            id: row.id.to_string(),
            operation: row.operation.clone(),
            method: row.method.clone(),
            url: row.url.clone(),
            curl: curl(row, &request_headers, &request_body),
            request_headers,
            request_body,
            status: row.status,
            response_headers: row.response_headers_json.as_deref().map(headers).unwrap_or_default(),
            response_body: row
                .response_body
                .as_deref()
                .map(|body| String::from_utf8_lossy(body).into_owned()),
            error: row.error.clone(),
            started_at: time_text(row.started_at_ms),
            took_ms: u32::try_from(row.took_ms).ok(),
            repeats: u32::try_from(row.repeats).unwrap_or(u32::MAX),
        }
    }
}

/// The request for a POSIX shell. The stored signature is masked already, so it is a placeholder here.
fn curl(row: &ExchangeRow, headers: &[NamedValue], body: &str) -> String {
    let mut command = format!("curl -X {} {}", row.method, shell_quoted(&row.url));
    for header in headers {
        command.push_str(" \\\n  -H ");
        command.push_str(&shell_quoted(&format!("{}: {}", header.name, header.value)));
    }
    if !body.is_empty() {
        command.push_str(" \\\n  --data-binary ");
        command.push_str(&shell_quoted(body));
    }
    command
}

fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{grouped_account, mask_account, shell_quoted};

    #[test]
    fn accounts_show_their_last_four() {
        assert_eq!(mask_account("646180000030056845"), "•••• 6845");
        assert_eq!(mask_account("1234"), "••••");
    }

    #[test]
    fn accounts_are_grouped_by_their_kind() {
        assert_eq!(grouped_account("646180000030056845"), "646 180 00003005684 5");
        assert_eq!(grouped_account("4152314092856502"), "4152 3140 9285 6502");
        assert_eq!(grouped_account("721323213"), "721323213");
    }

    #[test]
    fn a_quote_does_not_end_the_shell_word() {
        assert_eq!(shell_quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
