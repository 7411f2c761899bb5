//! The practice merchant: an account in every practice market, with some history made the honest way, by sending
//! orders to the practice gateways.

use std::sync::Arc;

use desk::{AccountForm, Confirmation, Desk, PRACTICE_SCHEME};
use gateways::catalogue::{Field, FieldKind, Market, ProductRules, Role, market};
use ledger::{AccountRow, BankUse};
use money::Amount;
use orders::{Direction, Draft};
use practice::PracticeCredentials;

use crate::error::CommandError;

/// One order of the history: its kind, the hundreds of its amount, and what the practice gateways make of it.
struct Story {
    direction: Direction,
    /// Times the market's scale: its whole part ends in two digits that choose the outcome (`practice::OUTCOMES`).
    hundreds: i64,
    ending: i64,
    party: usize,
}

const PAID_BY_ITSELF: i64 = 20;
const FAILS: i64 = 2;
const ORDINARY: i64 = 50;

/// A few days of a small merchant, in short.
const HISTORY: [Story; 5] = [
    Story { direction: Direction::Collect, hundreds: 8, ending: PAID_BY_ITSELF, party: 0 },
    Story { direction: Direction::Payout, hundreds: 3, ending: ORDINARY, party: 1 },
    Story { direction: Direction::Collect, hundreds: 12, ending: PAID_BY_ITSELF, party: 2 },
    Story { direction: Direction::Payout, hundreds: 5, ending: FAILS, party: 3 },
    Story { direction: Direction::Collect, hundreds: 4, ending: ORDINARY, party: 4 },
];

/// Makes the merchant's accounts, unless they exist; a new one gets its balance, its banks and a history in the
/// background.
pub(crate) async fn settle_in(
    desk: &Arc<Desk>,
    credentials: &[PracticeCredentials],
) -> Result<(), CommandError> {
    let existing = desk.ledger().accounts(true).await?;
    for (offset, known) in credentials.iter().enumerate() {
        let base_url = format!("{PRACTICE_SCHEME}{}", known.market);
        let Some(market) = market(known.market) else { continue };
        if existing.iter().any(|account| account.base_url == base_url) {
            continue;
        }
        let account = desk.connect_account(form(market, base_url, known)).await?;
        let desk = Arc::clone(desk);
        tokio::spawn(async move {
            if let Err(error) = make_history(&desk, &account, market, offset).await {
                tracing::warn!(%error, market = market.id, "the practice history is shorter than meant");
            }
        });
    }
    Ok(())
}

fn form(market: &Market, base_url: String, known: &PracticeCredentials) -> AccountForm {
    let family = match market.family {
        gateways::Family::CashFast => "CashFast",
        gateways::Family::Cashy => "Cashy",
    };
    AccountForm {
        name: format!("Practice {} {family}", market.name),
        market_id: market.id.clone(),
        base_url,
        typed_confirmation: None,
        key_id: known.key_id.to_owned(),
        secret: known.secret.into(),
        notify_url: None,
        key_edited_now: false,
        max_payout: None,
    }
}

async fn make_history(
    desk: &Arc<Desk>,
    account: &AccountRow,
    market: &Market,
    offset: usize,
) -> Result<(), desk::DeskError> {
    desk.refresh_balance(account.id).await?;
    if market.has_payout_banks {
        desk.refresh_banks(account.id).await?;
    }
    let banks = desk.ledger().banks(account.id, BankUse::Payout).await?;
    let bank = banks.and_then(|list| list.banks.first().map(|bank| bank.value.clone()));
    for story in &HISTORY {
        let product = market.products.iter().find(|rules| rules.product.direction() == story.direction);
        let Some(rules) = product else { continue };
        let draft = draft(market, rules, story, offset, bank.as_deref());
        match story.direction {
            Direction::Collect => {
                desk.create_collect(account.id, &draft).await?;
            }
            Direction::Payout => {
                let confirmation =
                    Confirmation { last4: last_four(rules, &draft), ..Confirmation::default() };
                let order = desk.prepare_payout(account.id, &draft, confirmation).await?;
                desk.send_payout(order.id).await?;
            }
        }
    }
    desk.refresh_balance(account.id).await?;
    Ok(())
}

/// A draft that the market takes: the catalogue's own examples, and a name of the country.
fn draft(market: &Market, rules: &ProductRules, story: &Story, offset: usize, bank: Option<&str>) -> Draft {
    let channel =
        rules.channels.iter().find(|channel| !channel.not_in_sandbox).map(|channel| channel.value.clone());
    // Two markets of one country have the same example accounts: the sums must differ, or they look like doubles.
    let hundreds = story.hundreds.saturating_add(i64::try_from(offset).unwrap_or_default());
    let whole = hundreds * 100 * scale(market) + story.ending;
    let mut draft = Draft {
        product: rules.product,
        channel: channel.clone(),
        amount: Amount::from_ten_thousandths(whole.saturating_mul(10_000)),
        currency: market.currency,
        fields: std::collections::BTreeMap::new(),
    };
    let needed = |field: &&Field| {
        field.exists_for(channel.as_deref())
            && (field.required_for(channel.as_deref())
                || field.default.is_some()
                || field.role == Role::Remark)
    };
    for field in rules.fields.iter().filter(needed) {
        if let Some(text) = example(market, field, story, bank) {
            draft.fields.insert(field.name.clone(), text);
        }
    }
    draft
}

fn example(market: &Market, field: &Field, story: &Story, bank: Option<&str>) -> Option<String> {
    match (field.role, field.kind) {
        (Role::PayeeName | Role::PayerName, _) => Some(name(market, story.party).to_owned()),
        (Role::Email, _) => Some("practice@example.com".to_owned()),
        (Role::Remark, _) => Some(remark(story).to_owned()),
        // Thailand's documents show no example of these two; neither is checked beyond its length.
        (Role::PayeeAccount, _) => field.example.clone().or_else(|| Some("1234567890".to_owned())),
        (Role::DocumentNumber, _) => field.example.clone().or_else(|| Some("1234567890123".to_owned())),
        (_, FieldKind::Bank) => bank.map(str::to_owned),
        (_, FieldKind::Choice) => {
            field.default.clone().or_else(|| field.choices.first().map(|choice| choice.value.clone()))
        }
        _ => field.default.clone().or_else(|| field.example.clone()),
    }
}

fn last_four(rules: &ProductRules, draft: &Draft) -> Option<String> {
    let account = rules.role(Role::PayeeAccount).and_then(|field| draft.field(&field.name))?;
    let count = account.chars().count();
    Some(account.chars().skip(count.saturating_sub(4)).collect())
}

/// What a peso buys takes more shillings: the history's sums shall look like the country's.
fn scale(market: &Market) -> i64 {
    if market.country == "TZ" { 20 } else { 1 }
}

fn remark(story: &Story) -> &'static str {
    match story.direction {
        Direction::Collect => "Order from the shop",
        Direction::Payout => "Supplier invoice",
    }
}

fn name(market: &Market, party: usize) -> &'static str {
    const MX: [&str; 5] =
        ["Lucia Hernandez", "Jorge Ramirez", "Abraham Meza", "Sofia Castillo", "Miguel Torres"];
    const TZ: [&str; 5] = ["Asha Juma", "Baraka Mushi", "Neema Kimaro", "Hamisi Mwinyi", "Rehema Said"];
    const TH: [&str; 5] =
        ["Somchai Jaidee", "Malee Srisuk", "Anong Thongchai", "Niran Wattana", "Ploy Chaiyasit"];
    let names = match market.country.as_str() {
        "TZ" => TZ,
        "TH" => TH,
        _ => MX,
    };
    names.get(party % names.len()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{HISTORY, draft, last_four};
    use gateways::catalogue::{LimitOverrides, market};
    use orders::Direction;

    #[test]
    fn every_market_takes_the_history() {
        for id in ["cashfast-mx", "cashy-mx", "cashy-tz", "cashy-th"] {
            let market = market(id).unwrap();
            for story in &HISTORY {
                let rules = market
                    .products
                    .iter()
                    .find(|rules| rules.product.direction() == story.direction)
                    .unwrap();
                let draft = market.tidy(&draft(market, rules, story, 3, Some("38")));
                let check = market.check(&draft, &LimitOverrides::default());
                assert_eq!(check.problems, [], "{id}");
                assert_eq!(last_four(rules, &draft).is_some(), story.direction == Direction::Payout);
            }
        }
    }
}
