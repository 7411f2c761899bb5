//! What the gateway's answers mean.

use std::cmp::Ordering;

use money::{Amount, Currency};
use orders::{Direction, Flag, ReportedStatus};
use serde::{Deserialize, Serialize};

/// What became of a creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreationReading {
    /// A clear yes.
    Accepted(Box<Accepted>),
    /// A clear no: a parsed envelope with a documented refusal, whatever the HTTP status.
    Refused(Refusal),
    /// Neither. The order may exist; it is never sent again.
    Unknown(Evidence),
}

/// What the gateway said of an order that it accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// The gateway's number for it.
    pub gateway_number: Option<String>,
    /// The gateway's status word, verbatim, where the answer has one.
    pub gateway_status: Option<String>,
    /// What that word means; `None` when there is none or it is not documented (then: pending).
    pub status: Option<ReportedStatus>,
    /// The fee, where it is told.
    pub fee: Option<Amount>,
    /// The page or link for the payer.
    pub pay_url: Option<String>,
    /// A code for the payer: virtual account, CLABE or store code, or what a QR code shall contain.
    pub pay_code: Option<String>,
    /// A reference the payer has to give.
    pub reference: Option<String>,
    /// The concept line the payer has to give.
    pub concept: Option<String>,
    /// The bank that the pay code belongs to.
    pub bank_name: Option<String>,
    /// When the payer's page ends, as told.
    pub expires: Option<GatewayTime>,
    /// What did not agree with the request.
    pub flags: Vec<Flag>,
}

/// A clear no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind of no.
    pub kind: RefusalKind,
    /// The gateway's code, verbatim.
    pub code: String,
    /// The gateway's message, verbatim (the English one where there are two).
    pub message: String,
    /// The gateway's message in its other language, where there are two.
    pub message_other: Option<String>,
}

impl Refusal {
    /// Whether it may be about an order that exists: it complains of the order's number, or speaks of one that is there.
    ///
    /// Our numbers fit every rule of length and spelling, so a complaint about one can only mean that it is known
    /// already, perhaps by this very request, which the network has doubled.
    pub(crate) fn may_be_about_an_order(&self) -> bool {
        let number = match &self.kind {
            RefusalKind::BadField(Some(field)) => {
                ["externalOrderId", "mchOrderNo"].iter().any(|name| field.eq_ignore_ascii_case(name))
            }
            RefusalKind::BadField(None)
            | RefusalKind::AddressNotAllowed
            | RefusalKind::BadSignature
            | RefusalKind::UnknownMerchant
            | RefusalKind::BadRequest => false,
        };
        number || may_exist(&self.message) || self.message_other.as_deref().is_some_and(may_exist)
    }
}

/// Whether a message speaks of a time-out, or of an order that is there already (Z23).
pub(crate) fn may_exist(message: &str) -> bool {
    let message = message.to_ascii_lowercase().replace(['_', ' '], "");
    let denied = ["notexist", "n'texist", "n’texist", "不存在"].iter().any(|word| message.contains(word));
    ["timeout", "timedout", "duplicate", "repeat", "already", "超时", "重复", "已存在", "已经存在"]
        .iter()
        .any(|word| message.contains(word))
        || (message.contains("exist") && !denied)
}

/// The kinds of refusal that call for different help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "field")]
pub enum RefusalKind {
    /// The machine's address is not on the gateway's allowlist (`CashFast` 301, `Request_ip_notWhiteList`).
    AddressNotAllowed,
    /// The signature is wrong: secret, clock, or a key that is not active yet (307, `Sign_verify_error`).
    BadSignature,
    /// The merchant or key is unknown (`MerchantId_*`).
    UnknownMerchant,
    /// A field is missing or wrong, with the gateway's field name where it tells (300, `Params_*`).
    BadField(Option<String>),
    /// The request as such was not understood (`Request*`, `Params_jsonFormat_error`).
    BadRequest,
}

/// Why an answer proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Evidence {
    /// The body is not JSON: an HTML page, a cut answer, nothing at all.
    NotJson,
    /// JSON, but without the parts that every answer has.
    NotAnEnvelope,
    /// The answer contradicts itself, as `code` 200 with `success` false.
    Contradiction,
    /// The gateway reports an error of its own (`CashFast` 500, Cashy `System_*`, `Payin_Order_Error`).
    GatewayError {
        /// The gateway's code, verbatim.
        code: String,
        /// The gateway's message, verbatim.
        message: String,
    },
    /// A code or message that no document lists.
    Unlisted {
        /// The gateway's code, verbatim.
        code: String,
        /// The gateway's message, verbatim.
        message: String,
    },
    /// An accepting answer that speaks of another order number than the one sent.
    OtherOrder {
        /// The number in the answer.
        number: String,
    },
}

/// What a question about an order brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryReading {
    /// The gateway knows the order.
    Found(Box<Observation>),
    /// The gateway knows no such order, it says. Never a proof by itself (A12, Z21).
    NotFound {
        /// How it was said: an empty list, or the message verbatim.
        message: String,
    },
    /// More than one order came back for the number (A13): for a person.
    Several(usize),
    /// The question was refused.
    Refused(Refusal),
    /// The answer proves nothing.
    Unreadable(Evidence),
}

/// What a gateway reports of one order, by query or callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Our order number as the gateway writes it.
    pub number: Option<String>,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The channel as the gateway words it here (`BANK`; cashfast.md, A5).
    pub channel: Option<String>,
    /// The gateway's status word or number, verbatim.
    pub gateway_status: String,
    /// What it means; `None` for a word that no document lists: the last known status stands.
    pub status: Option<ReportedStatus>,
    /// The amount that was asked for.
    pub amount: Option<Amount>,
    /// What the payer really paid (collect orders). Never the delivered amount of a payout (A8).
    pub actual_amount: Option<Amount>,
    /// The fee.
    pub fee: Option<Amount>,
    /// The currency, where it is told.
    pub currency: Option<Currency>,
    /// The reason of a failure, verbatim.
    pub reason: Option<String>,
    /// When it was completed, as told.
    pub completed: Option<GatewayTime>,
    /// The page or link for the payer.
    pub pay_url: Option<String>,
    /// The code for the payer.
    pub pay_code: Option<String>,
    /// Set when this is not the order itself but a further payment to it (Cashy PATCH).
    pub supplement: Option<Supplement>,
    /// What in the message itself deserves an eye (unknown word, too many decimals, other merchant).
    /// Differences to what was asked are found by [`Observation::compare`].
    pub flags: Vec<Flag>,
}

impl Observation {
    /// What this report says otherwise than the order it is about: `number`, `amount` and `currency` are those
    /// that were sent. What the gateway leaves out does not differ.
    ///
    /// What was really paid is only held against the order once a collect order has succeeded: before that the
    /// figure has no meaning, and for payouts it never is the delivered amount (cashfast.md, A8). A
    /// supplement has a number and an amount of its own, so that only its currency is compared (cashy.md, Z11).
    #[must_use]
    pub fn compare(
        &self,
        number: &str,
        amount: Amount,
        currency: Currency,
        direction: Direction,
    ) -> Vec<Flag> {
        let mut flags = Vec::new();
        if self.supplement.is_none() {
            if self.number.as_deref().is_some_and(|told| told != number) {
                flags.push(Flag::NumberDiffers);
            }
            if self.amount.is_some_and(|told| told != amount) {
                flags.push(Flag::AmountDiffers);
            }
            flags.extend(self.paid_otherwise(amount, direction));
        }
        if self.currency.is_some_and(|told| told != currency) {
            flags.push(Flag::CurrencyDiffers);
        }
        flags
    }

    fn paid_otherwise(&self, amount: Amount, direction: Direction) -> Option<Flag> {
        if direction == Direction::Payout || self.status != Some(ReportedStatus::Succeeded) {
            return None;
        }
        match self.actual_amount?.cmp(&amount) {
            Ordering::Less => Some(Flag::PaidShort),
            Ordering::Equal => None,
            Ordering::Greater => Some(Flag::PaidOver),
        }
    }
}

/// A supplementary payment's link to its collect order (cashy.md A7, Z11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The gateway's number of the original order: the link that counts.
    pub original_gateway_number: Option<String>,
    /// Order numbers of ours that the original may have, best first: exact ones, then with one to
    /// five trailing digits removed. To be used only if exactly one of our orders matches.
    pub original_number_candidates: Vec<String>,
}

/// A time as a gateway told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayTime {
    /// The text or number, verbatim.
    pub text: String,
    /// The zone that was assumed for a text without one (`-06:00`); `None` for Unix times.
    pub zone: Option<String>,
    /// Unix milliseconds; `None` when the text could not be read.
    pub unix_ms: Option<i64>,
}

/// What a balance call brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BalanceReading {
    /// One line per currency.
    Balances(Vec<BalanceLine>),
    /// The question was refused.
    Refused(Refusal),
    /// The answer proves nothing.
    Unreadable(Evidence),
}

/// The money of one currency at a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceLine {
    /// The currency; the market's, where the gateway names none (Cashy).
    pub currency: Currency,
    /// What can be spent.
    pub available: Amount,
    /// Frozen (`CashFast`) or unavailable (Cashy).
    pub frozen: Option<Amount>,
    /// Waiting to be settled (`CashFast`).
    pub waiting: Option<Amount>,
    /// The account's state as the gateway words it (`InAndOut`).
    pub state: Option<String>,
}

/// What a bank query brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BanksReading {
    /// The banks, in the gateway's order.
    Banks(Vec<BankLine>),
    /// The question was refused.
    Refused(Refusal),
    /// The answer proves nothing.
    Unreadable(Evidence),
}

/// One bank as the gateway names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLine {
    /// What a payout's bank field wants: the exact name at `CashFast`, the `bankId` at Cashy.
    pub value: String,
    /// The name.
    pub name: String,
    /// The gateway's bank code.
    pub code: Option<String>,
}

/// What a ping brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PingReading {
    /// The gateway answers.
    Alive {
        /// Its version.
        version: String,
        /// Its clock, Unix milliseconds.
        unix_ms: Option<i64>,
    },
    /// The question was refused.
    Refused(Refusal),
    /// The answer proves nothing.
    Unreadable(Evidence),
}
