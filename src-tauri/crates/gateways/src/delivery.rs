//! Callbacks: what arrived, and whether it is genuine.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::Observation;

/// A callback as it came from the socket.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// Header names (any case) and values.
    pub headers: &'a [(String, String)],
    /// The exact body, before any parsing (Z2).
    pub body: &'a [u8],
}

impl<'a> Delivery<'a> {
    /// The value of a header, its name compared without regard to case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A key that a callback may be signed with.
#[derive(Debug)]
pub struct DeliveryKey<'a> {
    /// `access_key` or `MerchantId`.
    pub id: &'a str,
    /// The secret that goes with it.
    pub secret: &'a SecretString,
    /// The rendering that verified the last time; tried first (A3).
    pub rendering_first: Option<Rendering>,
}

/// How the values of a callback body were put into the signed string (cashfast.md, A3; Cashy has one way).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rendering {
    /// Numbers as spelled in the body, empty values kept.
    SourceKeepEmpty,
    /// Numbers as spelled in the body, empty values dropped.
    SourceDropEmpty,
    /// Zeros at the end of fractions trimmed, empty values kept.
    TrimmedKeepEmpty,
    /// Zeros at the end of fractions trimmed, empty values dropped.
    TrimmedDropEmpty,
    /// The raw body followed by the key (Cashy).
    RawBody,
}

/// Whether a callback is genuine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The signature is right.
    Verified {
        /// Which of the given keys signed it.
        key_index: usize,
        /// Which rendering matched.
        rendering: Rendering,
        /// What it says; `None` when the body, though genuine, cannot be understood.
        observation: Option<Box<Observation>>,
    },
    /// It could not be verified: it changes nothing.
    Unverified {
        /// Why, in enough detail to help the merchant's programmer.
        suspicion: Suspicion,
        /// What it claims, to find the order that should be asked about.
        claim: Option<Box<Observation>>,
    },
}

/// Why a callback could not be verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspicion {
    /// The reason.
    pub kind: SuspicionKind,
    /// The string that was built for the first rendering, without any secret.
    pub string_built: Option<String>,
    /// The renderings that were tried.
    pub tried: Vec<Rendering>,
    /// A change that would have made it match, when one was found.
    pub near_miss: Option<NearMiss>,
}

/// The reasons for which a callback cannot be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspicionKind {
    /// A signature header is missing; often a relay dropped `access_key` for its underscore.
    MissingHeader,
    /// No account has the key that the header names.
    UnknownKey,
    /// The body is not a JSON object.
    NotJson,
    /// The signature is not that of any rendering.
    WrongSignature,
}

/// What would have made a signature match: the cause of the trouble in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NearMiss {
    /// Space or a line break was added or removed around the body on its way.
    Whitespace,
    /// The body was parsed and written again on its way.
    Reserialised,
    /// The signature differs only in the case of its letters (Base64 minds).
    SignatureCase,
    /// The signature arrived URL-decoded (`+` as a space) or URL-encoded.
    SignatureEncoding,
}
