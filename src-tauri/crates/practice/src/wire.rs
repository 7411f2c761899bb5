//! A request as it came and a reply as it will go out, without any HTTP library: so that both gateways can be asked
//! in a test, or a simulation, without a socket.

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method, upper case.
    pub method: String,
    /// Path with query string, as sent.
    pub path: String,
    /// Names and values as sent. Values that are not UTF-8 are read with replacement characters.
    pub headers: Vec<(String, String)>,
    /// The exact bytes.
    pub body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The path without a query string.
    pub(crate) fn path_only(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Whether the body is declared as JSON; a charset may follow, but only UTF-8.
    pub(crate) fn is_json(&self) -> bool {
        let declared = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let mut parts = declared.split(';').map(str::trim);
        parts.next() == Some("application/json")
            && parts
                .all(|part| part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
    }
}

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The exact bytes.
    pub body: Vec<u8>,
    /// When it goes out.
    pub pace: Pace,
}

/// When a reply goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    AtOnce,
    /// After the configured slow time.
    Slow,
    /// Never: after the configured silence the connection closes without a byte.
    Silent,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body: body.into(),
            pace: Pace::AtOnce,
        }
    }

    pub(crate) fn json(status: u16, body: &crate::json::Object) -> Self {
        Self::new(status, "application/json;charset=utf-8", body.to_json())
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "text/plain; charset=utf-8", "There is nothing at this path.\n")
    }

    /// What a proxy in front of a gateway says when the gateway is away.
    pub(crate) fn bad_gateway() -> Self {
        let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        Self::new(502, "text/html", page)
    }

    pub(crate) fn redirect(status: u16, to: String) -> Self {
        Self::new(status, "text/plain; charset=utf-8", "").header("location", to)
    }

    pub(crate) fn silence() -> Self {
        Self { pace: Pace::Silent, ..Self::new(200, "text/plain", "") }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Ends in the middle of the body, with a length that agrees: what a broken proxy leaves of an answer.
    pub(crate) fn broken_off(mut self) -> Self {
        self.body.truncate(self.body.len() * 2 / 3);
        self
    }

    pub(crate) fn at(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }
}
