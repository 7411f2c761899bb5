//! What can be asked of a gateway.

use orders::{Draft, Product};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The moment and the nonce of a request, both made by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Unix milliseconds, already corrected to the gateway's clock.
    pub unix_ms: i64,
    /// A UUID version 4 in lower case, 36 characters. Cashy gets it without hyphens, as `nonceStr` holds 32.
    pub nonce: String,
}

/// The credentials that sign a request.
#[derive(Debug)]
pub struct Key<'a> {
    /// `access_key` at `CashFast`, `MerchantId` at Cashy.
    pub id: &'a str,
    /// `secret_key` at `CashFast`, `apiKey` at Cashy.
    pub secret: &'a SecretString,
    /// What this account's gateway has taught us.
    pub habits: &'a Habits,
}

/// Per-account choices where the contract is silent; learnt from answers or switched by a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// `CashFast`: how the bank query for all banks is signed (A1).
    pub bank_query_form: BankQueryForm,
    /// `CashFast`: how an order without a known gateway number is asked about (A12).
    pub order_query_form: OrderQueryForm,
    /// `CashFast`: the rendering that verified the last callback; tried first (A3).
    pub delivery_rendering: Option<crate::Rendering>,
    /// Cashy: send the signature in lower case (Z1).
    pub sign_in_lower_case: bool,
    /// Cashy: send amounts as JSON texts instead of numbers (Z6).
    pub amount_as_text: bool,
}

/// How the `CashFast` query for all banks is signed (cashfast.md, A1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankQueryForm {
    /// The signed string contains `bankName=`.
    #[default]
    KeepEmpty,
    /// The empty pair is left out of the signed string.
    DropEmpty,
}

/// How `CashFast` is asked about an order whose gateway number is not known (cashfast.md, A12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderQueryForm {
    /// Only `externalOrderId` is sent.
    #[default]
    OursOnly,
    /// `orderId` is sent as an empty text besides.
    EmptyGatewayNumber,
    /// Both forms were refused: such an order cannot be asked about.
    CannotAsk,
}

/// Something to ask of a gateway.
#[derive(Debug, Clone)]
pub enum Operation<'a> {
    /// Is anybody there? `bare` leaves the signature out (cashfast.md §6.1). Cashy has no ping:
    /// encoding gives [`EncodeError::NotOffered`]; its balance call serves instead.
    Ping {
        /// Without the four signature headers.
        bare: bool,
    },
    /// Create an order.
    Create(NewOrder<'a>),
    /// How does an order stand?
    Query(OrderRef<'a>),
    /// The account's balances.
    Balance,
    /// The gateway's banks.
    Banks(BankList<'a>),
}

/// Which bank list, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankList<'a> {
    /// All banks that payouts can go to.
    All,
    /// One bank by its exact name (`CashFast` only; Cashy: [`EncodeError::NotOffered`]).
    Named(&'a str),
    /// Banks a payer can pay from (Cashy `payInBankListQuery` only).
    Collect,
}

/// An order about to be created. Its number is final and is submitted once, ever.
#[derive(Debug, Clone)]
pub struct NewOrder<'a> {
    /// Our order number.
    pub number: &'a str,
    /// Where callbacks shall go. Required by Cashy, optional at `CashFast`.
    pub notify_url: Option<&'a str>,
    /// The checked draft.
    pub draft: &'a Draft,
}

/// An order to be asked about.
#[derive(Debug, Clone)]
pub struct OrderRef<'a> {
    /// What it is: decides the endpoint.
    pub product: Product,
    /// Our order number.
    pub number: &'a str,
    /// The gateway's number, when known.
    pub gateway_number: Option<&'a str>,
}

/// Why a request cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// This gateway has no such operation.
    #[error("this gateway does not offer that")]
    NotOffered,
    /// The market has no such product.
    #[error("this market has no such kind of order")]
    NoSuchProduct,
    /// Neither form of the question is accepted (cashfast.md, A12).
    #[error("this order cannot be asked about")]
    CannotAsk,
    /// A field holds what its wire type cannot carry; checked drafts never do.
    #[error("the field {field} cannot be written: {why}")]
    Field {
        /// The gateway's field name.
        field: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The credentials cannot be put into a header.
    #[error("the key or the secret has characters that a header cannot carry")]
    Credentials,
}
