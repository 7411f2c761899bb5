//! Orders.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ProductKind, SettlingView, mirror};

mirror! {
    /// Which way the money goes.
    DirectionKind of orders::Direction {
        Collect: "To the merchant.",
        Payout: "From the merchant.",
    }
}

mirror! {
    /// Where an order stands.
    StatusKind of orders::Status {
        Prepared: "Stub written, nothing sent.",
        Sending: "Bytes may be leaving.",
        NotSent: "Proven never to have left.",
        Unknown: "No trustworthy answer.",
        Refused: "The gateway said no.",
        Pending: "Accepted, waiting.",
        Processing: "At the bank or operator.",
        Succeeded: "Paid.",
        Failed: "Ended without money moving.",
        Returned: "Came back.",
        Expired: "Nobody paid in time.",
        Abandoned: "Declared never made.",
        Cancelled: "Withdrawn before sending.",
    }
}

mirror! {
    /// Where the knowledge behind a step comes from.
    SourceKind of orders::Source {
        Program: "The program itself.",
        Answer: "The answer to the creation.",
        Query: "The answer to a question.",
        Delivery: "A callback.",
        Person: "A person.",
    }
}

mirror! {
    /// What about an order deserves an eye.
    FlagKind of orders::Flag {
        PaidShort: "Paid with less.",
        PaidOver: "Paid with more.",
        AmountDiffers: "Another amount at the gateway.",
        CurrencyDiffers: "Another currency at the gateway.",
        NumberDiffers: "Another order number at the gateway.",
        MerchantDiffers: "Another merchant in the callback's body.",
        StepOutsideTable: "A step that an order's life does not know.",
        UnknownStatus: "A status word that nobody documented.",
        Reversed: "A final status turned round.",
        RefusedButExists: "Refused, yet it exists.",
        SeveralFound: "Several orders for one number.",
        AmountTooFine: "An amount with too many decimals.",
        Provisional: "The success may still be turned round.",
        AbandonedButExists: "Declared abandoned, yet it exists.",
        PaidTwice: "Replaced by another payout, and both have left.",
    }
}

/// An order in a list. The account number shows its last four digits only.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderSummaryView {
    /// Its id.
    pub id: String,
    /// The account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// The kind.
    pub product: ProductKind,
    /// Which way.
    pub direction: DirectionKind,
    /// Our order number.
    pub number: String,
    /// The gateway's.
    pub gateway_number: Option<String>,
    /// The channel's label.
    pub channel: Option<String>,
    /// How much was asked.
    pub amount: String,
    /// What the payer paid.
    pub actual_amount: Option<String>,
    /// The fee.
    pub fee: Option<String>,
    /// The currency.
    pub currency: String,
    /// Where it stands.
    pub status: StatusKind,
    /// Whether the success may still be turned round.
    pub provisional: bool,
    /// Payer or payee.
    pub name: Option<String>,
    /// The account paid to, masked.
    pub account_masked: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When something last happened.
    pub updated_at: String,
    /// Flags that nobody has marked as seen.
    pub flags: Vec<FlagKind>,
    /// Whether a person has to look at it.
    pub needs_person: bool,
    /// Its record or its history is known not to be as it was written.
    pub damaged: bool,
    /// Where what was searched for stands in it.
    pub found: Option<super::FoundView>,
    /// Whether a person starred it.
    pub starred: bool,
    /// Its labels, by name.
    pub labels: Vec<String>,
}

/// Which orders to list.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct OrderQuery {
    /// What is searched, as typed: words and filters.
    pub text: Option<String>,
    /// Only this account.
    pub account_id: Option<String>,
    /// Only this direction.
    pub direction: Option<DirectionKind>,
    /// Only these statuses; empty: all.
    pub statuses: Vec<StatusKind>,
    /// Only what needs a person.
    pub needs_person: bool,
    /// From this time on (RFC 3339).
    pub from: Option<String>,
    /// Before this time (RFC 3339).
    pub to: Option<String>,
    /// At least this amount.
    pub min: Option<String>,
    /// At most this amount.
    pub max: Option<String>,
    /// The order of the list.
    pub sort: OrderSort,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Where a list by time begins when no page was before (RFC 3339): there, the orders of that very moment left
    /// out. Other lists begin where they always do.
    pub at: Option<String>,
    /// How many; at most 500.
    pub limit: u32,
}

/// In which order to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// Largest amount first.
    Largest,
    /// Smallest amount first.
    Smallest,
    /// By status, what needs a person first.
    Status,
}

/// A page of orders.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderPage {
    /// The orders.
    pub orders: Vec<OrderSummaryView>,
    /// Orders that belong here and whose records cannot be read.
    pub damaged: Vec<super::DamagedOrderView>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
    /// Nothing more was found in a moment; the next page goes on looking.
    pub looking: bool,
    /// Too many match to be put into the order that was asked for: they come by time.
    pub sorted_by_time: bool,
    /// How the text was read.
    pub reading: super::SearchReading,
}

/// Everything about one order.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderDetailView {
    /// What the list shows too.
    pub summary: OrderSummaryView,
    /// The market.
    pub market_id: String,
    /// The gateway's word for its status, verbatim.
    pub gateway_status: Option<String>,
    /// The account paid to, whole: one order at a time.
    pub account_number: Option<String>,
    /// The same, grouped for reading.
    pub account_grouped: Option<String>,
    /// The fields as sent, in the form's order.
    pub fields: Vec<NamedValue>,
    /// The page or link for the payer.
    pub pay_url: Option<String>,
    /// The code for the payer.
    pub pay_code: Option<String>,
    /// The reference the payer has to give.
    pub reference: Option<String>,
    /// The concept line the payer has to give.
    pub concept: Option<String>,
    /// The bank of the pay code.
    pub bank_name: Option<String>,
    /// When the payer's page or code ends.
    pub expires_at: Option<String>,
    /// The reason of a refusal or failure, verbatim.
    pub reason: Option<String>,
    /// What the refusal or unclear answer was, as a text id (`bad_signature`, `not_json`, …), with the field if any.
    pub reason_code: Option<String>,
    /// The field that a refusal names.
    pub reason_field: Option<String>,
    /// The gateway's number at the bank or channel.
    pub channel_number: Option<String>,
    /// Why the same was paid twice on purpose.
    pub duplicate_reason: Option<String>,
    /// When it was completed, in the gateway's own words.
    pub completed_at: Option<String>,
    /// Further payments to a collect order.
    pub supplements: Vec<SupplementView>,
    /// The order and its supplements together; absent without supplements.
    pub received_total: Option<String>,
    /// The history, oldest first.
    pub events: Vec<EventView>,
    /// What crossed the wire, newest first.
    pub exchanges: Vec<ExchangeView>,
    /// Callbacks for this order, newest first.
    pub deliveries: Vec<super::DeliveryView>,
    /// All flags.
    pub flags: Vec<FlagView>,
    /// When the grace ends and it is sent.
    pub sends_at: Option<String>,
    /// When it is asked about next.
    pub next_question_at: Option<String>,
    /// How often it was asked about.
    pub questions_asked: u32,
    /// Whether it can be asked about at all (cashfast.md, A12).
    pub can_ask: bool,
    /// Whether it can be withdrawn.
    pub can_cancel: bool,
    /// Whether a person may send it now.
    pub can_send: bool,
    /// How its outcome is being found out: for orders that are or were unknown, and those that replace one another.
    pub settling: Option<SettlingView>,
    /// The draft, to make the same again or mend it.
    pub draft: DraftView,
}

/// A draft on its way out.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// The kind.
    pub product: ProductKind,
    /// The channel's value.
    pub channel: Option<String>,
    /// The amount.
    pub amount: String,
    /// The other fields by the gateway's names.
    pub fields: std::collections::BTreeMap<String, String>,
}

/// A field's name and text.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedValue {
    /// The gateway's field name.
    pub name: String,
    /// Its text.
    pub value: String,
}

/// A further payment to a collect order.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SupplementView {
    /// The gateway's number.
    pub gateway_number: String,
    /// How much.
    pub amount: String,
    /// The fee.
    pub fee: Option<String>,
    /// The gateway's word.
    pub gateway_status: String,
    /// When it came.
    pub received_at: String,
}

/// A line of an order's history.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its id.
    pub id: String,
    /// When.
    pub at: String,
    /// From whom.
    pub source: SourceKind,
    /// Before.
    pub from: Option<StatusKind>,
    /// After.
    pub to: StatusKind,
    /// `moves`, `confirms`, `late`, `outside`, or `note`.
    pub judgement: String,
    /// The gateway's word.
    pub gateway_status: Option<String>,
    /// What else is to be said: the gateway's reason, a person's reason, a code of the program's.
    pub note: Option<String>,
    /// How often the same was heard again.
    pub repeats: u32,
    /// When it was last heard.
    pub last_at: Option<String>,
}

/// A flag.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlagView {
    /// Which.
    pub flag: FlagKind,
    /// Since when.
    pub raised_at: String,
    /// When a person marked it as seen.
    pub seen_at: Option<String>,
}

/// One request with its answer, secrets masked.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeView {
    /// Its id.
    pub id: String,
    /// What it was: `create`, `query`, `balance` …
    pub operation: String,
    /// The method.
    pub method: String,
    /// Where to.
    pub url: String,
    /// The request's headers.
    pub request_headers: Vec<NamedValue>,
    /// The request's body.
    pub request_body: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The answer's headers.
    pub response_headers: Vec<NamedValue>,
    /// The answer's body.
    pub response_body: Option<String>,
    /// What went wrong on the way, as a text id.
    pub error: Option<String>,
    /// When it began.
    pub started_at: String,
    /// How long it took.
    pub took_ms: Option<u32>,
    /// How often the same answer came again.
    pub repeats: u32,
    /// The request for a command line, with a placeholder for the signature.
    pub curl: String,
}
