//! What the answer to a creation means for the ledger.

use gateways::catalogue::{Market, Role};
use gateways::{Accepted, CreationReading, Evidence, NewOrder, decode_creation};
use ledger::{OrderRow, Outcome, OutcomeStatus, PayInstructions};
use orders::{Direction, ReportedStatus};

use crate::check_draft::role_text;
use crate::http::{Answer, Attempt};
use crate::line::Heard;

/// A creation that was sent.
pub(crate) struct Asked<'a> {
    pub(crate) market: &'static Market,
    pub(crate) order: &'a OrderRow,
    pub(crate) new: &'a NewOrder<'a>,
}

/// Reads what became of a creation. No connection proves that nothing left; all else that is neither a clear yes
/// nor a clear no is unknown (DESIGN §5).
pub(crate) fn read_outcome(asked: &Asked<'_>, heard: Heard, now_ms: i64) -> Outcome {
    let mut outcome = match &heard.attempt {
        Attempt::NoConnection(why) => {
            Outcome { reason: Some(why.code().to_owned()), ..Outcome::new(OutcomeStatus::NotSent) }
        }
        Attempt::Lost(why) => Outcome { note: Some(why.code().to_owned()), ..unknown() },
        Attempt::Answered(answer) => read_answer(asked, answer, now_ms),
    };
    outcome.exchange = Some(heard.record);
    outcome
}

fn unknown() -> Outcome {
    Outcome::new(OutcomeStatus::Unknown)
}

fn read_answer(asked: &Asked<'_>, answer: &Answer, now_ms: i64) -> Outcome {
    if let Some(host) = answer.redirects_to() {
        return Outcome { note: Some(format!("redirect to {host}")), ..unknown() };
    }
    match decode_creation(asked.market, asked.new, &answer.wire) {
        CreationReading::Accepted(accepted) => of_accepted(asked, *accepted, now_ms),
        CreationReading::Refused(refusal) => Outcome {
            reason: Some(verbatim(&refusal.code, &refusal.message)),
            note: serde_json::to_string(&refusal).ok(),
            ..Outcome::new(OutcomeStatus::Refused)
        },
        CreationReading::Unknown(evidence) => Outcome {
            reason: gateway_words(&evidence),
            note: serde_json::to_string(&evidence).ok(),
            ..unknown()
        },
    }
}

fn of_accepted(asked: &Asked<'_>, accepted: Accepted, now_ms: i64) -> Outcome {
    let reported = accepted.status.unwrap_or(ReportedStatus::Pending);
    let told = accepted.expires.and_then(|time| time.unix_ms);
    Outcome {
        gateway_status: accepted.gateway_status,
        gateway_number: accepted.gateway_number,
        fee: accepted.fee,
        pay: PayInstructions {
            pay_url: accepted.pay_url,
            pay_code: accepted.pay_code,
            reference: accepted.reference,
            concept: accepted.concept,
            bank_name: accepted.bank_name,
            expires_at_ms: expires_at_ms(asked, told, now_ms),
        },
        provisional: asked.market.payout_success_is_provisional
            && asked.order.product.direction() == Direction::Payout,
        flags: accepted.flags,
        ..Outcome::new(OutcomeStatus::Accepted(reported))
    }
}

/// When the payer's offer ends: the soonest of what the gateway told, what was asked, and what the channel's codes
/// live (Z16). `None` where nobody says: such an order grows stale instead.
fn expires_at_ms(asked: &Asked<'_>, told: Option<i64>, now_ms: i64) -> Option<i64> {
    let draft = asked.new.draft;
    if draft.product.direction() != Direction::Collect {
        return None;
    }
    let rules = asked.market.product(draft.product);
    let after = |seconds: i64| now_ms.saturating_add(seconds.saturating_mul(1_000));
    let wanted = role_text(rules, draft, Role::ExpirySeconds).and_then(|text| text.parse().ok()).map(after);
    let channel = draft.channel.as_deref();
    let by_channel = channel
        .and_then(|channel| rules.and_then(|rules| rules.channel(channel)))
        .and_then(|channel| channel.expires_after_s)
        .map(|seconds| after(i64::from(seconds)));
    [told, wanted, by_channel].into_iter().flatten().min()
}

fn gateway_words(evidence: &Evidence) -> Option<String> {
    match evidence {
        Evidence::GatewayError { code, message } | Evidence::Unlisted { code, message } => {
            Some(verbatim(code, message))
        }
        Evidence::NotJson
        | Evidence::NotAnEnvelope
        | Evidence::Contradiction
        | Evidence::OtherOrder { .. } => None,
    }
}

fn verbatim(code: &str, message: &str) -> String {
    if message.is_empty() { code.to_owned() } else { format!("{code} {message}") }
}
