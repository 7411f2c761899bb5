//! What is known of an order, and what a list shows of it.

use money::{Amount, Currency};
use orders::{Flag, Product, Status};
use serde::{Deserialize, Serialize};

use crate::search::Found;
use crate::{AccountId, EventRow, FlagRow, OrderId, SupplementRow, Watch};

/// An order as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderRow {
    /// Which order.
    pub id: OrderId,
    /// At which account.
    pub account_id: AccountId,
    /// What kind of order.
    pub product: Product,
    /// Our number; unique within the account, submitted once.
    pub number: String,
    /// The gateway's number, once told; never changes then.
    pub gateway_number: Option<String>,
    /// The number of the bank or channel behind the gateway.
    pub channel_number: Option<String>,
    /// The market's channel value.
    pub channel: Option<String>,
    /// How much was asked for; never changes.
    pub amount: Amount,
    /// In which currency; never changes.
    pub currency: Currency,
    /// The gateway's fee, once told.
    pub fee: Option<Amount>,
    /// What the payer of a collect order really paid, once told.
    pub actual_amount: Option<Amount>,
    /// Where it stands.
    pub status: Status,
    /// The gateway's word that led to `status`, verbatim.
    pub gateway_status: Option<String>,
    /// Whether its success may still be turned round as a matter of course.
    pub provisional: bool,
    /// Who pays or is paid.
    pub party: Party,
    /// What the payer was given.
    pub pay: PayInstructions,
    /// The last refusal or failure, verbatim.
    pub reason: Option<String>,
    /// The draft it was made from, to make the same again.
    pub draft_json: String,
    /// The path and exact body of its creation, once sending began. Signatures travel in headers and are not here.
    pub request: Option<CreationRequest>,
    /// Whether its number may have reached the gateway: true from the moment that sending begins, false again
    /// only when it is proven that nothing left.
    pub submitted: bool,
    /// Why a person made it although it looked like another one.
    pub duplicate_reason: Option<String>,
    /// When the stub was written, Unix milliseconds.
    pub created_at_ms: i64,
    /// The market's day of `created_at_ms`, `YYYY-MM-DD`.
    pub created_day: String,
    /// The market's offset from UTC when the order was written, `-06:00`.
    pub zone: String,
    /// When anything about it last changed, Unix milliseconds.
    pub updated_at_ms: i64,
    /// When sending began, Unix milliseconds.
    pub sent_at_ms: Option<i64>,
    /// When the gateway says that it was completed.
    pub completed: Option<ToldTime>,
    /// The market's day of the first success, `YYYY-MM-DD`; never changes once set.
    pub day: Option<String>,
    /// The row is not as it was written (its checksum differs). Such an order takes no more steps.
    pub damaged: bool,
}

/// Who pays or is paid, as filled in. Everything here is searched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Party {
    /// Their name.
    pub name: Option<String>,
    /// Their account number: CLABE, card, phone wallet, bank account; digits only where it is made of digits.
    pub account_no: Option<String>,
    /// What kind of account (`40`, `CLABE`, `mobile`), the market's value.
    pub account_kind: Option<String>,
    /// Their bank, as sent to the gateway.
    pub bank: Option<String>,
    /// Their phone.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The remark or purpose.
    pub remark: Option<String>,
    /// The number of an identity document.
    pub document_number: Option<String>,
}

/// What a payer needs to pay a collect order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayInstructions {
    /// The page or link.
    pub pay_url: Option<String>,
    /// The code: virtual account, CLABE or store code, or what a QR code shall contain.
    pub pay_code: Option<String>,
    /// A reference that the payer has to give.
    pub reference: Option<String>,
    /// The concept line that the payer has to give.
    pub concept: Option<String>,
    /// The bank that the pay code belongs to.
    pub bank_name: Option<String>,
    /// When the offer ends, Unix milliseconds.
    pub expires_at_ms: Option<i64>,
}

/// A time as a gateway told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldTime {
    /// The text or number, verbatim.
    pub text: String,
    /// The offset that was assumed for a text without one.
    pub zone: Option<String>,
    /// Unix milliseconds; `None` when the text could not be read.
    pub unix_ms: Option<i64>,
}

/// The path and exact body of a creation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreationRequest {
    /// The path below the account's base URL.
    pub path: String,
    /// The exact bytes that leave. They hold no secret.
    pub body: Vec<u8>,
}

/// A line of a list of orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderSummary {
    /// Which order.
    pub id: OrderId,
    /// At which account.
    pub account_id: AccountId,
    /// What kind of order.
    pub product: Product,
    /// Our number.
    pub number: String,
    /// The gateway's number.
    pub gateway_number: Option<String>,
    /// The market's channel value.
    pub channel: Option<String>,
    /// How much was asked for.
    pub amount: Amount,
    /// In which currency.
    pub currency: Currency,
    /// The gateway's fee.
    pub fee: Option<Amount>,
    /// What was really paid.
    pub actual_amount: Option<Amount>,
    /// Where it stands.
    pub status: Status,
    /// Whether its success may still be turned round as a matter of course.
    pub provisional: bool,
    /// The name of payer or payee.
    pub name: Option<String>,
    /// Their account number.
    pub account_no: Option<String>,
    /// Flags that need a person and that nobody has seen yet.
    pub unseen_flags: Vec<Flag>,
    /// When the stub was written, Unix milliseconds.
    pub created_at_ms: i64,
    /// When anything about it last changed, Unix milliseconds.
    pub updated_at_ms: i64,
    /// When sending began, Unix milliseconds.
    pub sent_at_ms: Option<i64>,
    /// When the payer's offer ends, Unix milliseconds.
    pub expires_at_ms: Option<i64>,
    /// Its record is known not to be as it was written: a check found so, or somebody looked at it. Lists do not
    /// compute checksums, they would be too slow.
    pub damaged: bool,
    /// Where what was sought stands in it, in a list that was searched.
    pub found: Option<Found>,
}

/// Everything about one order, for its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderDetail {
    /// The order itself.
    pub order: OrderRow,
    /// Its history, oldest first.
    pub events: Vec<EventRow>,
    /// Whether a line of the history is missing or not as it was written.
    pub history_damaged: bool,
    /// Its flags, seen or not.
    pub flags: Vec<FlagRow>,
    /// Further payments to it.
    pub supplements: Vec<SupplementRow>,
    /// When it is asked about next.
    pub watch: Option<Watch>,
}
