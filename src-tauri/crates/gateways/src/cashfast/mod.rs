//! CashFast: HMAC-SHA1 over sorted parameters (cashfast.md).
//!
//! `sign` builds the signed string, `requests` writes, `answers` opens the envelope that `creation`,
//! `query` and `lists` read, `callback` verifies and reads deliveries. An order's row is the same in queries
//! and callbacks (`observation`, `status`).
//!
//! Absent on purpose: what needs memory or a clock. Deduplication of callbacks (A16), polling (A14), the
//! clock's offset (A21), keeping of raw bodies (A20) and learning from a 300 or 307 (A1, A12) are the desk's and
//! the ledger's; limits (A18) and banks as a fallback (A19) are the catalogue's and `reference`'s.

mod answers;
mod callback;
mod creation;
mod lists;
mod near_miss;
mod observation;
mod query;
mod requests;
mod sign;
mod status;

pub(crate) use callback::read_delivery;
pub(crate) use creation::decode_creation;
pub(crate) use lists::{decode_balance, decode_banks, decode_ping};
pub(crate) use query::decode_query;
pub(crate) use requests::encode;

/// The wire names of this family, each written in one place only.
mod name {
    pub(super) const ACCESS_KEY: &str = "access_key";
    pub(super) const TIMESTAMP: &str = "timestamp";
    pub(super) const NONCE: &str = "nonce";
    pub(super) const SIGN: &str = "sign";
    pub(super) const SECRET_KEY: &str = "secret_key";
    pub(super) const NUMBER: &str = "externalOrderId";
    pub(super) const GATEWAY_NUMBER: &str = "orderId";
    pub(super) const NOTIFY_URL: &str = "notifyUrl";
    pub(super) const BANK_NAME: &str = "bankName";
    pub(super) const CASHIER_URL: &str = "cashierUrl";
    pub(super) const STATUS: &str = "orderStatus";
    pub(super) const STATUS_CODE: &str = "orderStatusCode";
    pub(super) const AMOUNT: &str = "orderAmount";
    pub(super) const ACTUAL_AMOUNT: &str = "orderActualAmount";
    pub(super) const FEE: &str = "orderFee";
    /// Under these the currency is told, by one message or another.
    pub(super) const CURRENCIES: [&str; 2] = ["currencyType", "currency"];
}
