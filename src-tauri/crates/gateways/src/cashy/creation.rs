//! The body of a creation: the catalogue's fields for this market, and what every order has.

use orders::Draft;

use super::body::{Body, NUMBER_LENGTH_MAX, field};
use crate::catalogue::{Field, Market, ProductRules};
use crate::{EncodeError, Habits, NewOrder};

/// Writes the body. Limits and lengths were checked with the draft; what would make the request another one
/// than the person saw (a foreign currency, a field that this market does not have, a lost decimal) is an
/// error here too.
pub(super) fn body(
    market: &Market,
    order: &NewOrder<'_>,
    habits: &Habits,
    nonce: &str,
) -> Result<Body, EncodeError> {
    let draft = order.draft;
    let rules = market.product(draft.product).ok_or(EncodeError::NoSuchProduct)?;
    if draft.currency != market.currency {
        return Err(field("currency", "the market's currency is another"));
    }
    let mut body = Body::default();
    body.text("currency", market.currency.code());
    let channel = channel(rules, draft, &mut body)?;
    body.amount(draft.amount, rules.amount.decimals, habits.amount_as_text)?;
    body.text("mchOrderNo", number(order.number)?);
    match order.notify_url {
        Some(url) => body.text("notifyUrl", url),
        None if market.notify_url_required => return Err(field("notifyUrl", "it is required")),
        None => {}
    }
    body.text("nonceStr", nonce);
    no_others(rules, draft, channel)?;
    for rule in &rules.fields {
        catalogued(rule, draft, channel, &mut body)?;
    }
    Ok(body.in_table_order(draft.product))
}

/// Our number, which must arrive whole: a shortened one could never be asked about again.
fn number(number: &str) -> Result<&str, EncodeError> {
    if (1..=NUMBER_LENGTH_MAX).contains(&number.chars().count()) {
        Ok(number)
    } else {
        Err(field("mchOrderNo", "it does not hold 1 to 32 characters"))
    }
}

/// Writes the channel where the product has channels, and says which it is.
fn channel<'a>(
    rules: &ProductRules,
    draft: &'a Draft,
    body: &mut Body,
) -> Result<Option<&'a str>, EncodeError> {
    use crate::catalogue::WireType::{Integer, Text};
    let chosen = draft.channel.as_deref().map(str::trim).filter(|channel| !channel.is_empty());
    match (&rules.channel_field, chosen) {
        (Some(name), Some(channel)) => {
            body.typed(name, channel, if rules.channel_is_integer { Integer } else { Text })?;
            Ok(Some(channel))
        }
        (Some(name), None) => Err(field(name, "it is required")),
        (None, Some(_)) => Err(field("channel", "this kind of order has no channels")),
        (None, None) => Ok(None),
    }
}

/// Writes one field of the catalogue; an empty one that is not required is left out.
fn catalogued(
    rule: &Field,
    draft: &Draft,
    channel: Option<&str>,
    body: &mut Body,
) -> Result<(), EncodeError> {
    match draft.field(&rule.name) {
        Some(text) => body.typed(&rule.name, text, rule.wire),
        None if rule.required_for(channel) && rule.exists_for(channel) => {
            Err(field(&rule.name, "it is required"))
        }
        None => Ok(()),
    }
}

/// A filled field that the market or the channel does not have is never dropped in silence (Z7: no `bankId` in
/// Tanzania); a tidied draft has none.
fn no_others(rules: &ProductRules, draft: &Draft, channel: Option<&str>) -> Result<(), EncodeError> {
    let exists = |name: &str| rules.field(name).is_some_and(|rule| rule.exists_for(channel));
    let stranger = draft.fields.keys().find(|name| draft.field(name).is_some() && !exists(name));
    stranger.map_or(Ok(()), |name| Err(field(name, "there is no such field here")))
}
