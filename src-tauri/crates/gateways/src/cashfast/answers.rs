//! The envelope of every answer but the ping's, and the documented refusals (cashfast.md §5, §9).

use crate::json::{Json, Object};
use crate::{
    BalanceReading, BanksReading, CreationReading, Evidence, PingReading, QueryReading, Refusal, RefusalKind,
    WireAnswer,
};

/// Why an answer brings no data.
pub(super) enum NoData {
    /// One of the documented refusals.
    Refused(Refusal),
    /// It proves nothing.
    Unclear(Evidence),
}

/// The body as JSON.
pub(super) fn parse(answer: &WireAnswer) -> Result<Json, NoData> {
    Json::parse(&answer.body).ok_or(NoData::Unclear(Evidence::NotJson))
}

/// The data of an accepting envelope: `code` 200 and `success` true in an answer that HTTP calls good too.
///
/// A refusal counts whatever the HTTP status, with `success` false or left out. `fields` are the wire
/// names of what was sent, to find the wrong one in a refusal's words.
pub(super) fn data<'j>(status: u16, body: &'j Json, fields: &[&str]) -> Result<Option<&'j Json>, NoData> {
    let envelope = body.as_object().ok_or(NoData::Unclear(Evidence::NotAnEnvelope))?;
    let code = envelope.text("code").ok_or(NoData::Unclear(Evidence::NotAnEnvelope))?;
    let success = success(envelope);
    if code == "200" {
        return match success {
            Some(true) if (200..300).contains(&status) => Ok(envelope.get("data")),
            Some(true | false) => Err(NoData::Unclear(Evidence::Contradiction)),
            None => Err(NoData::Unclear(Evidence::NotAnEnvelope)),
        };
    }
    if success == Some(true) {
        return Err(NoData::Unclear(Evidence::Contradiction));
    }
    Err(no(envelope, code, fields))
}

fn success(envelope: &Object) -> Option<bool> {
    match envelope.get("success")? {
        Json::Bool(value) => Some(*value),
        Json::Text(text) => text.parse().ok(),
        Json::Null | Json::Number(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

fn no(envelope: &Object, code: String, fields: &[&str]) -> NoData {
    let (english, chinese) = (envelope.text("msgEn"), envelope.text("msg"));
    let (message, message_other) = match (english, chinese) {
        (Some(english), chinese) => (english, chinese),
        (None, chinese) => (chinese.unwrap_or_default(), None),
    };
    let kind = match code.as_str() {
        "300" => {
            let named = field_named(&message, fields);
            let other = message_other.as_deref();
            RefusalKind::BadField(named.or_else(|| other.and_then(|other| field_named(other, fields))))
        }
        "301" => RefusalKind::AddressNotAllowed,
        "307" => RefusalKind::BadSignature,
        "500" => return NoData::Unclear(Evidence::GatewayError { code, message }),
        _ => return NoData::Unclear(Evidence::Unlisted { code, message }),
    };
    NoData::Refused(Refusal { kind, code, message, message_other })
}

/// The first word of a message that is the wire name of something sent. No document says that messages name
/// the field, so this only helps where they do.
fn field_named(message: &str, fields: &[&str]) -> Option<String> {
    message
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .find_map(|word| fields.iter().find(|field| field.eq_ignore_ascii_case(word)))
        .map(|field| (*field).to_owned())
}

/// The rows of a list answer. A single object counts as one row, as the table has it (§5).
pub(super) fn rows(data: &Json) -> Option<Vec<&Object>> {
    match data.as_object() {
        Some(row) => Some(vec![row]),
        None => data.as_array()?.iter().map(Json::as_object).collect(),
    }
}

impl From<NoData> for CreationReading {
    fn from(none: NoData) -> Self {
        match none {
            NoData::Refused(refusal) => Self::Refused(refusal),
            NoData::Unclear(evidence) => Self::Unknown(evidence),
        }
    }
}

impl From<NoData> for QueryReading {
    fn from(none: NoData) -> Self {
        match none {
            NoData::Refused(refusal) => Self::Refused(refusal),
            NoData::Unclear(evidence) => Self::Unreadable(evidence),
        }
    }
}

impl From<NoData> for BalanceReading {
    fn from(none: NoData) -> Self {
        match none {
            NoData::Refused(refusal) => Self::Refused(refusal),
            NoData::Unclear(evidence) => Self::Unreadable(evidence),
        }
    }
}

impl From<NoData> for BanksReading {
    fn from(none: NoData) -> Self {
        match none {
            NoData::Refused(refusal) => Self::Refused(refusal),
            NoData::Unclear(evidence) => Self::Unreadable(evidence),
        }
    }
}

impl From<NoData> for PingReading {
    fn from(none: NoData) -> Self {
        match none {
            NoData::Refused(refusal) => Self::Refused(refusal),
            NoData::Unclear(evidence) => Self::Unreadable(evidence),
        }
    }
}
