//! What went wrong on the way, and what that proves.
//!
//! The one question that counts for money: could a byte have left? [`NoConnection`] says no, [`Lost`] says
//! that nobody knows (DESIGN §5).

use std::error::Error;
use std::fmt::Write;
use std::io;

use rustls::{CertificateError, Error as RustlsError};
use serde::{Deserialize, Serialize};

use super::Attempt;

/// No connection was made, so nothing left this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoConnection {
    /// The name of the gateway's host is not known.
    Dns,
    /// The host refuses connections on that port.
    Refused,
    /// The host did not answer in time.
    ConnectTimeout,
    /// The host or its network cannot be reached.
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// A connection was made, but no secure one: nothing of the request had been written.
    Tls {
        /// What kind of trouble.
        trouble: TlsTrouble,
        /// What the TLS library said.
        detail: String,
    },
    /// The request cannot be written at all: an address or a header with impossible characters.
    Unsendable {
        /// Which part of it.
        detail: String,
    },
}

/// Why no secure connection came about (S10: each has its own sentence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsTrouble {
    /// The certificate is no longer valid, or not yet: perhaps this computer's clock is wrong.
    Expired,
    /// The certificate is another host's.
    WrongHost,
    /// Nobody that this computer trusts has signed the certificate.
    Untrusted,
    /// The other side speaks only TLS 1.1 or older.
    TooOld,
    /// The other side does not speak TLS at all, as a plain http port.
    NotTls,
    /// The other side ended the connection while TLS was being agreed on: a firewall, or a server that drops what it does
    /// not speak without a word.
    Closed,
    /// Anything else.
    Other,
}

/// The request may have arrived; no answer could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Lost {
    /// No complete answer came in time.
    Silent,
    /// The connection ended before the answer was complete.
    Closed,
    /// What came is not HTTP.
    NotHttp,
    /// The answer is larger than [`super::BODY_BYTES_MAX`].
    TooLarge {
        /// Its HTTP status.
        status: u16,
    },
}

impl NoConnection {
    /// The word it is recorded under.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Refused => "refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::Unreachable { .. } => "unreachable",
            Self::Tls { trouble, .. } => match trouble {
                TlsTrouble::Expired => "tls_expired",
                TlsTrouble::WrongHost => "tls_wrong_host",
                TlsTrouble::Untrusted => "tls_untrusted",
                TlsTrouble::TooOld => "tls_too_old",
                TlsTrouble::NotTls => "tls_not_tls",
                TlsTrouble::Closed => "tls_closed",
                TlsTrouble::Other => "tls",
            },
            Self::Unsendable { .. } => "unsendable",
        }
    }
}

impl Lost {
    /// The word it is recorded under.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Closed => "closed",
            Self::NotHttp => "not_http",
            Self::TooLarge { .. } => "too_large",
        }
    }
}

/// Holds an error of the client against the one question that counts.
pub(super) fn classify(error: &reqwest::Error) -> Attempt {
    // `is_connect` covers name look-up, TCP and TLS: the request is written only after all three.
    if error.is_connect() || error.is_builder() {
        return Attempt::NoConnection(before_connection(error));
    }
    if error.is_timeout() {
        return Attempt::Lost(Lost::Silent);
    }
    if is_parse_error(error) { Attempt::Lost(Lost::NotHttp) } else { Attempt::Lost(Lost::Closed) }
}

/// What an error means that came while the answer's body was being read.
pub(super) fn while_reading(error: &reqwest::Error, status: u16) -> Lost {
    tracing::debug!(status, "the answer broke off");
    if error.is_timeout() { Lost::Silent } else { Lost::Closed }
}

fn before_connection(error: &reqwest::Error) -> NoConnection {
    let detail = chain(error);
    if let Some(tls) = find_tls(error) {
        return NoConnection::Tls { trouble: tls_trouble(tls), detail: tls.to_string() };
    }
    if error.is_timeout() {
        return NoConnection::ConnectTimeout;
    }
    if error.is_dns() {
        return NoConnection::Dns;
    }
    if error.url().is_some_and(|url| url.scheme() == "https") && sources(error).any(is_closing) {
        return NoConnection::Tls { trouble: TlsTrouble::Closed, detail };
    }
    match find_io(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => NoConnection::Refused,
        Some(io::ErrorKind::TimedOut) => NoConnection::ConnectTimeout,
        Some(_) | None if error.is_builder() => NoConnection::Unsendable { detail },
        Some(_) | None => NoConnection::Unreachable { detail },
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the enums are non-exhaustive and the rest has one sentence"
)]
fn tls_trouble(error: &RustlsError) -> TlsTrouble {
    use rustls::AlertDescription;
    match error {
        RustlsError::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsTrouble::Expired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsTrouble::WrongHost
            }
            _ => TlsTrouble::Untrusted,
        },
        RustlsError::PeerIncompatible(_)
        | RustlsError::AlertReceived(
            AlertDescription::ProtocolVersion
            | AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity,
        ) => TlsTrouble::TooOld,
        RustlsError::InvalidMessage(_) => TlsTrouble::NotTls,
        _ => TlsTrouble::Other,
    }
}

/// Every error in the chain, those inside I/O errors too (which `source` steps over).
fn sources<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| beneath(*error)).take(16)
}

fn beneath<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| {
            let inner: &(dyn Error + 'static) = inner;
            inner
        }),
        None => error.source(),
    }
}

/// Whether the other side ended the connection, whatever that is wrapped in.
fn is_closing(error: &(dyn Error + 'static)) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(
        kind,
        Some(
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        )
    )
}

fn find_tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a RustlsError> {
    sources(error).find_map(|error| error.downcast_ref())
}

fn find_io<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    sources(error).find_map(|error| error.downcast_ref())
}

fn is_parse_error(error: &reqwest::Error) -> bool {
    // hyper's own error type is not a dependency of ours; its words for a broken answer begin alike.
    sources(error).any(|error| error.to_string().starts_with("invalid HTTP"))
}

/// An error with its causes in one line; addresses are left out by reqwest's `without_url` at the caller's wish.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut line = String::new();
    for cause in sources(error).skip(1) {
        if !line.is_empty() {
            line.push_str(": ");
        }
        let _infallible = write!(line, "{cause}");
    }
    if line.is_empty() { error.to_string() } else { line }
}
