//! The way to a gateway: one request, one attempt, and an exact account of what became of it.
//!
//! Nothing here repeats a request, follows a redirect, reads a proxy from the environment, keeps a
//! cookie or unpacks a compressed body (SPEED_AND_SAFETY §4.2, S9). Creations get a fresh HTTP/1.1 connection each,
//! so that "no connection was made" is a proof that nothing left.

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tls_tests;
mod trouble;

use std::fmt;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use gateways::{Method, WireAnswer, WireRequest};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response};
use url::Url;

pub use trouble::{Lost, NoConnection, TlsTrouble};

/// An answer larger than this is nobody's honest answer (S9).
pub const BODY_BYTES_MAX: usize = 5 * 1024 * 1024;

/// How long a request may take. The connection's share is always the smaller one, so that a time-out
/// before anything left can be told from one after (DESIGN §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// For name look-up, TCP and TLS together.
    pub connect: Duration,
    /// For everything, the answer's last byte included.
    pub total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(30) }
    }
}

/// What became of one request.
#[derive(Debug)]
pub enum Attempt {
    /// An answer was read to its end.
    Answered(Answer),
    /// No connection was made: proven never to have left.
    NoConnection(NoConnection),
    /// It may have arrived; no answer was read.
    Lost(Lost),
}

/// An answer with what surrounds it.
#[derive(Debug)]
pub struct Answer {
    /// Status, content type and body, for the gateway crate to read.
    pub wire: WireAnswer,
    /// All headers, for the record.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// The value of a header, its name compared without regard to case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Where a 3xx answer points: its host, or what stands there when it has none. `None` for all other answers.
    pub(crate) fn redirects_to(&self) -> Option<String> {
        if !(300..400).contains(&self.wire.status) {
            return None;
        }
        let target = self.header("location").unwrap_or_default();
        let host = Url::parse(target).ok().and_then(|url| url.host_str().map(str::to_owned));
        Some(host.unwrap_or_else(|| target.chars().take(200).collect()))
    }
}

/// One attempt with its place in time.
#[derive(Debug)]
pub struct Exchange {
    /// What became of it.
    pub attempt: Attempt,
    /// How long it took.
    pub took: Duration,
}

impl Exchange {
    /// How long it took in milliseconds.
    pub(crate) fn took_ms(&self) -> i64 {
        i64::try_from(self.took.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The HTTP clients could not be built: the system has no usable TLS roots or randomness.
#[derive(Debug, thiserror::Error)]
#[error("the network client cannot start: {0}")]
pub struct TransportError(String);

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Making an order: once, ever, and over a connection of its own.
    Creation,
    /// Asking for something.
    Question,
}

/// What carries requests: the network in life; the fault laboratory's loses, delays and doubles them.
pub trait Carrier: fmt::Debug + Send + Sync {
    /// Carries one request there and its answer back, once.
    fn carry<'a>(
        &'a self,
        base_url: &'a Url,
        request: &'a WireRequest,
        errand: Errand,
    ) -> BoxFuture<'a, Exchange>;
}

/// The HTTP clients.
#[derive(Debug)]
pub(crate) struct Network {
    /// For creations: a connection is never used twice.
    creating: Client,
    /// For questions, which may share connections.
    asking: Client,
}

impl Network {
    /// Builds the clients.
    ///
    /// # Errors
    /// [`TransportError`] when TLS cannot be set up on this machine.
    pub(crate) fn new(limits: TimeLimits) -> Result<Self, TransportError> {
        Self::with_roots(limits, &[])
    }

    fn with_roots(limits: TimeLimits, roots: &[reqwest::Certificate]) -> Result<Self, TransportError> {
        let total = limits.total;
        let connect = limits.connect.min(total / 2);
        let build = |idle_max: usize| {
            let builder = Client::builder()
                .user_agent(concat!("Counterfoil/", env!("CARGO_PKG_VERSION")))
                .http1_only()
                .retry(reqwest::retry::never())
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .referer(false)
                .tls_version_min(reqwest::tls::Version::TLS_1_2)
                .pool_max_idle_per_host(idle_max)
                .pool_idle_timeout(Duration::from_secs(20))
                .connect_timeout(connect)
                .timeout(total);
            let builder =
                if roots.is_empty() { builder } else { builder.tls_certs_only(roots.iter().cloned()) };
            builder.build().map_err(|error| TransportError(trouble::chain(&error)))
        };
        Ok(Self { creating: build(0)?, asking: build(4)? })
    }
}

impl Carrier for Network {
    fn carry<'a>(
        &'a self,
        base_url: &'a Url,
        request: &'a WireRequest,
        errand: Errand,
    ) -> BoxFuture<'a, Exchange> {
        let client = match errand {
            Errand::Creation => &self.creating,
            Errand::Question => &self.asking,
        };
        Box::pin(send(client, base_url, request))
    }
}

/// The address that a request goes to: the account's base URL with the gateway's path below it.
pub(crate) fn address(base_url: &Url, path: &str) -> String {
    format!("{}{path}", base_url.as_str().trim_end_matches('/'))
}

async fn send(client: &Client, base_url: &Url, request: &WireRequest) -> Exchange {
    let started = Instant::now();
    let attempt = match prepare(client, base_url, request) {
        Ok(prepared) => run(client, prepared).await,
        Err(why) => Attempt::NoConnection(why),
    };
    Exchange { attempt, took: started.elapsed() }
}

fn prepare(client: &Client, base_url: &Url, request: &WireRequest) -> Result<reqwest::Request, NoConnection> {
    let unsendable = |what: &str| NoConnection::Unsendable { detail: what.to_owned() };
    let url = Url::parse(&address(base_url, request.path)).map_err(|_| unsendable("address"))?;
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let mut value = HeaderValue::from_str(value).map_err(|_| unsendable(name))?;
        value.set_sensitive(true);
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable(name))?;
        headers.append(name, value);
    }
    let builder = match request.method {
        Method::Get => client.get(url),
        Method::Post => client.post(url).body(request.body.clone()),
    };
    builder.headers(headers).build().map_err(|_| unsendable("request"))
}

async fn run(client: &Client, request: reqwest::Request) -> Attempt {
    match client.execute(request).await {
        Ok(response) => read(response).await,
        Err(error) => trouble::classify(&error),
    }
}

async fn read(mut response: Response) -> Attempt {
    let status = response.status().as_u16();
    let headers: Vec<(String, String)> = response
        .headers()
        .iter()
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > BODY_BYTES_MAX => {
                return Attempt::Lost(Lost::TooLarge { status });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) => return Attempt::Lost(trouble::while_reading(&error, status)),
        }
    }
    let content_type =
        headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.clone());
    Attempt::Answered(Answer { wire: WireAnswer { status, content_type, body }, headers })
}
