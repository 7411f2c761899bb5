//! Accounts: one set of credentials at one gateway.

use serde::{Deserialize, Serialize};
use specta::Type;

/// An account. There is no place in it for the secret.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Its id.
    pub id: String,
    /// What the merchant calls it.
    pub name: String,
    /// Its market in the catalogue.
    pub market_id: String,
    /// The country of that market.
    pub country: String,
    /// The currency of that market.
    pub currency: String,
    /// Whether it is real.
    pub live: bool,
    /// Whether its gateway is the one inside the program.
    pub built_in: bool,
    /// Where the gateway is.
    pub base_url: String,
    /// Whether that address is plain http: lastingly warned about.
    pub insecure: bool,
    /// The access key or merchant id.
    pub key_id: String,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// When the key was made or edited, for the gateway's activation delay.
    pub key_edited_at: Option<String>,
    /// The most that one payout may be, set by a person.
    pub payout_ceiling: Option<String>,
    /// The most that the payouts of one day may come to, set by a person.
    pub day_ceiling: Option<String>,
    /// Limits set instead of the catalogue's.
    pub limits: Vec<LimitView>,
    /// Cashy: send the signature in lower case.
    pub sign_in_lower_case: bool,
    /// Cashy: send amounts as texts.
    pub amount_as_text: bool,
    /// When it was made.
    pub created_at: String,
    /// When it was retired, if it was.
    pub retired_at: Option<String>,
}

/// Limits of one product, set for an account instead of the catalogue's.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LimitView {
    /// The product.
    pub product: super::ProductKind,
    /// The least.
    pub min: Option<String>,
    /// The most.
    pub max: Option<String>,
}

/// A new account. Carries a secret, so it is never serialised, nor shown by `Debug`.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectRequest {
    /// What the merchant calls it.
    pub name: String,
    /// Its market in the catalogue.
    pub market_id: String,
    /// Where the gateway is.
    pub base_url: String,
    /// For plain http to another computer: that host, typed again.
    pub insecure_host_typed: Option<String>,
    /// The access key or merchant id.
    pub key_id: String,
    /// The secret.
    pub secret: SecretText,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// Whether the key was made or edited just now.
    pub key_is_new: bool,
}

/// A secret on its way in. It goes one way: there is no `Serialize` and no `Debug`.
///
/// ```compile_fail
/// fn needs_serialize<T: serde::Serialize>() {}
/// needs_serialize::<counterfoil_lib::views::SecretText>();
/// ```
#[derive(Type)]
#[specta(transparent)]
pub struct SecretText(#[specta(type = String)] pub(crate) secrecy::SecretString);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The deserialiser's own words would quote what was given instead, which may well be the secret.
        String::deserialize(deserializer)
            .map(|text| Self(text.into()))
            .map_err(|_| serde::de::Error::custom("the secret must be a text"))
    }
}

/// What is to be tested: an account that exists, or one about to be connected.
#[derive(Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "what", content = "value")]
pub enum TestRequest {
    /// An existing account, by id.
    Account(String),
    /// A new one; nothing of it is kept.
    New(Box<ConnectRequest>),
}

/// What can be changed about an account. Gateway, market, address and live or practice never change.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountChanges {
    /// What the merchant calls it.
    pub name: String,
    /// Where callbacks shall go.
    pub notify_url: Option<String>,
    /// The most that one payout may be.
    pub payout_ceiling: Option<String>,
    /// The most that the payouts of one day may come to.
    pub day_ceiling: Option<String>,
    /// Limits instead of the catalogue's.
    pub limits: Vec<LimitView>,
    /// Cashy: send the signature in lower case.
    pub sign_in_lower_case: bool,
    /// Cashy: send amounts as texts.
    pub amount_as_text: bool,
}

/// What an account's payouts of today come to.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaidTodayView {
    /// The market's day, `YYYY-MM-DD`.
    pub day: String,
    /// Sent today; has paid or may pay.
    pub sent: String,
    /// Prepared today and not sent yet.
    pub waiting: String,
}

/// What testing a connection found.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// The finding.
    pub verdict: ConnectionVerdict,
    /// What the gateway or the network said, verbatim and short.
    pub detail: Option<String>,
    /// The balances, when it works.
    pub balances: Vec<super::BalanceView>,
    /// The gateway's clock less ours, in milliseconds, when known.
    pub clock_skew_ms: Option<i32>,
    /// Seconds until a new key may be active, while that may be the cause.
    pub wait_s: Option<u32>,
    /// How long it took.
    pub took_ms: u32,
}

/// The findings of a connection test; each has its own explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionVerdict {
    /// Everything is right.
    Works,
    /// The host's name is not known.
    HostNotFound,
    /// The host refuses the connection.
    ConnectionRefused,
    /// No connection in time.
    ConnectTimeout,
    /// The TLS certificate is not to be trusted.
    TlsFailed,
    /// The other side ended the connection before it was secure.
    TlsClosed,
    /// Connected, then nothing in time.
    Silent,
    /// Connected, then cut off.
    Interrupted,
    /// It answers, but not like this gateway: HTML, 404, other JSON.
    NotThisGateway,
    /// It points elsewhere; redirects are never followed.
    Redirected,
    /// This computer's address is not on the allowlist.
    AddressNotAllowed,
    /// The signature is refused.
    BadSignature,
    /// The merchant or key is not known.
    UnknownMerchant,
    /// The gateway refuses the request for another reason.
    Refused,
    /// The gateway reports trouble of its own.
    GatewayTrouble,
}
