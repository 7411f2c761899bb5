//! Bytes to and from a gateway.

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
}

/// A request, signed and ready: these bytes are sent as they are, never serialised again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireRequest {
    /// The method.
    pub method: Method,
    /// The path below the account's base URL, beginning with `/`.
    pub path: &'static str,
    /// Header names and values in the order to send them.
    pub headers: Vec<(&'static str, String)>,
    /// The exact body; empty for GET.
    pub body: Vec<u8>,
}

/// An answer, either the gateway's to us or ours to a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireAnswer {
    /// HTTP status code.
    pub status: u16,
    /// The value of the content type header, if there was one.
    pub content_type: Option<String>,
    /// The exact body.
    pub body: Vec<u8>,
}
